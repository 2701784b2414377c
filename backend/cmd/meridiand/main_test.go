package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"meridian/backend/forecast"
	"meridian/backend/plan"
)

// binary is the program that every test here runs.
var binary string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "meridiand")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "meridiand")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, said)
		return 1
	}
	return m.Run()
}

// outcome is what a run of the program left.
type outcome struct {
	code     int
	out, err string
}

// call runs the program with an environment of its own.
func call(t *testing.T, in string, env []string, args ...string) outcome {
	t.Helper()
	c := exec.CommandContext(t.Context(), binary, args...)
	c.Env = append([]string{"HOME=" + t.TempDir()}, env...)
	c.Stdin = strings.NewReader(in)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{c.ProcessState.ExitCode(), out.String(), errs.String()}
}

func meridiand(t *testing.T, args ...string) outcome { return call(t, "", nil, args...) }

// demo writes an example plan, changed by edit, and returns its path.
func demo(t *testing.T, edit func(*plan.Plan)) string {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	edit(&p)
	path := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(path, plan.Encode(p), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func unchanged(*plan.Plan) {}

func TestCommands(t *testing.T) {
	good := demo(t, unchanged)
	bad := demo(t, func(p *plan.Plan) { p.Targets.Confidence = 7; p.Currency = "usd" })
	garbage := filepath.Join(t.TempDir(), "garbage.json")
	if err := os.WriteFile(garbage, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	korean := []string{"LANG=ko_KR.UTF-8"}
	for _, tt := range []struct {
		name     string
		env      []string
		args     []string
		code     int
		out, err string // what must be said there; "" for nothing at all
	}{
		{"nothing is asked", nil, nil, 2, "", "meridiand serve"},
		{"help", nil, []string{"help"}, 0, "meridiand serve", ""},
		{"help as a flag", nil, []string{"forecast", "--help"}, 0, "meridiand serve", ""},
		{"help in Korean", korean, []string{"--help"}, 0, "예시 계획", ""},
		{"version", nil, []string{"version"}, 0, "meridian 0.", ""},
		{"an unknown command", nil, []string{"fly"}, 2, "", `no command "fly"`},
		{"an unknown command in Korean", korean, []string{"fly"}, 2, "", "명령은 없습니다"},
		{"an unknown flag", nil, []string{"serve", "--fast"}, 2, "", "-fast"},
		{"no plan", nil, []string{"forecast"}, 2, "", "PLAN.json is missing"},
		{"two plans", nil, []string{"plan", "check", good, good}, 2, "", "too much"},
		{"a plan that is not there", nil, []string{"forecast", "none.json"}, 1, "", "none.json"},
		{"a plan that is a directory", nil, []string{"plan", "check", os.TempDir()}, 1, "", "could not be read"},
		{"no kind of plan command", nil, []string{"plan"}, 2, "", "check, demo or schema"},
		{"a good plan", nil, []string{"plan", "check", good}, 0, "a usable plan", ""},
		{"a bad plan", nil, []string{"plan", "check", bad}, 1, "error /targets/confidence", ""},
		{"a bad plan in Korean", korean, []string{"plan", "check", bad}, 1, "오류 /targets/confidence", ""},
		{"no JSON", nil, []string{"plan", "check", garbage}, 1, "json.syntax", ""},
		{"the forecast of a bad plan", nil, []string{"forecast", bad}, 1, "", "error /"},
		{"the forecast of no JSON", nil, []string{"forecast", garbage}, 1, "", "json.syntax"},
		{"a demo of nowhere", nil, []string{"plan", "demo", "fr"}, 2, "", "us|kr"},
		{"the schema", nil, []string{"plan", "schema"}, 0, "json-schema.org", ""},
		{"a port that is none", nil, []string{"serve", "--port", "70000"}, 2, "", "no port"},
		{"a port in the environment that is none", []string{"MERIDIAN_PORT=x"}, []string{"serve"}, 1, "", "MERIDIAN_PORT"},
		{"fewer than no futures", nil, []string{"forecast", good, "--paths", "-1"}, 2, "", "--paths"},
		{"a seed that is no number", nil, []string{"forecast", good, "--seed", "x"}, 2, "", "seed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, "", tt.env, tt.args...)
			if got.code != tt.code {
				t.Errorf("exit code %d, want %d\n%s%s", got.code, tt.code, got.out, got.err)
			}
			for where, pair := range map[string][2]string{"output": {got.out, tt.out}, "error output": {got.err, tt.err}} {
				if pair[1] == "" && pair[0] != "" || !strings.Contains(pair[0], pair[1]) {
					t.Errorf("%s is %q, want %q", where, pair[0], pair[1])
				}
			}
		})
	}
}

func TestEveryFaultOfAPlanHasItsLine(t *testing.T) {
	path := demo(t, func(p *plan.Plan) { p.Targets.Confidence = 7; p.Tax.Regime = "mars" })
	got := meridiand(t, "plan", "check", path)
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if len(lines) < 2 {
		t.Errorf("only %q", lines)
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "error /") && !strings.HasPrefix(line, "warning /") {
			t.Errorf("a line without a place: %q", line)
		}
	}
}

func TestWarningsDoNotFail(t *testing.T) {
	path := demo(t, func(p *plan.Plan) {
		for id, income := range p.Income {
			if income.Kind == "publicPension" {
				delete(p.Income, id)
			}
		}
	})
	got := meridiand(t, "plan", "check", path)
	if got.code != 0 || !strings.Contains(got.out, "warning /people/") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
}

func TestDemosGoThroughAPipe(t *testing.T) {
	for _, region := range plan.Regions() {
		written := meridiand(t, "plan", "demo", region)
		checked := call(t, written.out, nil, "plan", "check", "-")
		if checked.code != 0 || !strings.Contains(checked.out, "(0 ") {
			t.Errorf("%s: %d %s%s", region, checked.code, checked.out, checked.err)
		}
	}
}

func TestLargePlanIsRefused(t *testing.T) {
	got := call(t, `{"name":"`+strings.Repeat("x", 9<<20)+`"}`, nil, "plan", "check", "-")
	if got.code != 1 || len(got.out)+len(got.err) > 4096 {
		t.Errorf("exit code %d, %d bytes said", got.code, len(got.out)+len(got.err))
	}
}

func TestForecastSaysTheHeadlineAndWhatItRestsOn(t *testing.T) {
	path := demo(t, unchanged)
	got := meridiand(t, "forecast", path, "--paths", "100", "--seed", "7")
	if got.code != 0 || got.err != "" {
		t.Fatalf("exit code %d: %q", got.code, got.err)
	}
	for _, want := range []string{"You can spend $", "of 100 futures", "Seed", "  7\n", "100 futures", "Result", "%–"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("%q is not said:\n%s", want, got.out)
		}
	}
	korean := call(t, "", []string{"LANG=ko_KR.UTF-8"}, "forecast", "--paths", "100", path)
	if !strings.Contains(korean.out, "미래 100개 중") {
		t.Errorf("in Korean:\n%s", korean.out)
	}
}

func TestForecastInJSONIsTheSameEachTime(t *testing.T) {
	path := demo(t, unchanged)
	var headers [2]forecast.Header
	for i := range headers {
		got := meridiand(t, "forecast", "--json", path, "--paths=50")
		if err := json.Unmarshal([]byte(got.out), &headers[i]); err != nil || got.code != 0 {
			t.Fatalf("exit code %d: %v", got.code, err)
		}
	}
	a, b := headers[0], headers[1]
	if a.Hash != b.Hash || a.N != 50 || len(a.Facts) == 0 || a.Facts["success.essential"] == (forecast.Fact{}) {
		t.Errorf("%s and %s, %d futures", a.Hash, b.Hash, a.N)
	}
	for id, fact := range a.Facts {
		if b.Facts[id].Value != fact.Value {
			t.Errorf("%s is %v, then %v", id, fact.Value, b.Facts[id].Value)
		}
	}
}

// serving is a program that listens.
type serving struct {
	*exec.Cmd
	address string // with a ticket
	errs    *bytes.Buffer
}

func serve(t *testing.T, data string, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := &serving{Cmd: exec.CommandContext(ctx, binary, append([]string{"serve", "--data", data}, args...)...), errs: &bytes.Buffer{}}
	s.Env = []string{"HOME=" + data}
	s.Stderr = s.errs
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			s.address = lines.Text()
			return s
		}
	}
	_ = s.Wait()
	t.Fatalf("no address was printed: %s", s.errs)
	return nil
}

func TestServeRefusesWhatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	got := meridiand(t, "serve", "--data", t.TempDir(), "--port", port)
	if got.code != 1 || !strings.Contains(got.err, "Another program is using this port") || got.out != "" {
		t.Errorf("a taken port: %d %q %q", got.code, got.out, got.err)
	}

	data := t.TempDir()
	serve(t, data)
	got = meridiand(t, "serve", "--data", data)
	if got.code != 1 || !strings.Contains(got.err, "Another Meridian") {
		t.Errorf("taken data: %d %q %q", got.code, got.out, got.err)
	}
}

func TestServeRefusesAForeignFile(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(data, "meridian.db")
	if err := os.Mkdir(file, 0o700); err != nil {
		t.Fatal(err)
	}
	got := meridiand(t, "serve", "--data", data)
	if got.code != 1 || got.err == "" {
		t.Errorf("%d %q", got.code, got.err)
	}
}
