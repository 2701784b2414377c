package forecast

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"meridian/backend/plan"
)

var update = flag.Bool("update", false, "write the golden files")

// golden is the engine's version and the hashes of what it gives, one for each
// group of models.
//
//go:embed testdata/engine.golden
var golden string

// A plan gives the same figures as long as the engine has the same version.
func TestTheVersionStandsForTheFigures(t *testing.T) {
	got := EngineVersion
	for _, models := range [][]plan.ReturnModel{
		{"lognormal", "studentT", "historicalReplay"}, {"regime"}, {"blockBootstrap"},
	} {
		got += " " + figures(t, models)
	}
	if *update {
		if err := os.WriteFile("testdata/engine.golden", []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := strings.TrimSpace(golden); got != want {
		t.Errorf("engine and figures %s, want %s: other figures need another EngineVersion; raise it and run with -update", got, want)
	}
}

// figures is the hash of what a household gives under each of some models.
func figures(t *testing.T, models []plan.ReturnModel) string {
	t.Helper()
	h := sha256.New()
	for _, model := range models {
		p := household(t)
		p.Assumptions.Returns = plan.Returns{
			Model: model, DF: 6, Wrap: true,
			Regimes: &plan.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2},
		}
		r := mustRun(t, p, RunSpec{Paths: 128, Purpose: Full})
		for _, part := range [][]byte{r.Series, r.Futures, r.Years, asJSON(t, r.Header.Facts), asJSON(t, r.Header.Cashflow)} {
			h.Write(part)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Compiling a plan must be as exact everywhere as playing it; see the tests of
// package simulate.
func TestNoProcessorFusesAProductWithASum(t *testing.T) {
	fused := regexp.MustCompile(`\s(FN?M(ADD|SUB)[SD]|VFN?M(ADD|SUB)[0-9A-Z]*)\s`)
	for _, env := range [][]string{{"GOARCH=arm64"}, {"GOARCH=amd64", "GOAMD64=v3"}} {
		for line := range strings.Lines(goTool(t, env, "build", "-gcflags=-S", ".")) {
			if fused.MatchString(line) {
				t.Errorf("%v: %s", env, strings.TrimSpace(line))
			}
		}
	}
}

func TestAnotherProcessorFindsTheSameFigures(t *testing.T) {
	qemu, err := exec.LookPath("qemu-aarch64-static")
	if err != nil {
		t.Skip("qemu-aarch64-static is not here; package simulate plays on other processors too")
	}
	binary := filepath.Join(t.TempDir(), "forecast.test")
	goTool(t, []string{"GOARCH=arm64"}, "test", "-c", "-o", binary, ".")
	out, err := exec.CommandContext(t.Context(), qemu, binary, "-test.run", "^TestTheVersionStandsForTheFigures$", "-test.v").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestTheVersionStandsForTheFigures") {
		t.Errorf("%v\n%s", err, out)
	}
}

// goTool runs the go command for another processor.
func goTool(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
