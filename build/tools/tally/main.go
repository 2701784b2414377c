// Command tally runs `go test` and tells a person what matters: one line for a
// package, everything a failed test printed, and the counts as the last line.
// It writes these to a file too, as "passed failed skipped shaky":
//
//	tally FILE FLAGS… PACKAGES…
//
// where a flag and its value are one word, -run=X.
//
// A test that failed is run once more by itself. Shared machines stall for
// seconds; what is really broken fails twice. One that passes then is shaky: it is
// named, and counted among the passed. Nothing is run again after a data race, a
// package that broke off, or when so much failed that chance is no excuse.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// chance is the most tests of a run that may have failed by chance.
const chance = 3

// breaking is how what Go itself says begins when goroutines raced, or when tests
// after this one were not run at all.
var breaking = []string{"WARNING: DATA RACE", "panic: ", "fatal error: ", "signal: ", "exit status "}

// event is one line of `go test -json` (go doc test2json), or of its build.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

// test is one that stands in a file, not within another.
type test struct{ pkg, name string }

// run is what one `go test` came to. Its counts are of tests and subtests, not of
// packages.
type run struct {
	passed, failed, skipped int

	failures map[test]int // of each, itself and its subtests
	broken   bool         // a package broke off, was not built, or two goroutines raced
	tests    map[string]int
	said     map[string]*strings.Builder // output of what has not passed yet
	out      io.Writer
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: tally FILE FLAGS… PACKAGES…")
		os.Exit(2)
	}
	r, err := tests(os.Args[2:])
	shaky := 0
	if err == nil && !r.broken && len(r.failures) <= chance {
		shaky, err = r.again(os.Args[2:])
	}
	line := fmt.Sprintln(r.passed, r.failed, r.skipped, shaky)
	fmt.Printf("%d passed, %d failed, %d skipped\n", r.passed, r.failed, r.skipped)
	if err := cmp.Or(err, os.WriteFile(os.Args[1], []byte(line), 0o644)); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if r.failed > 0 || r.broken {
		os.Exit(1)
	}
}

// tests runs go test with arguments.
func tests(arguments []string) (run, error) {
	r := run{failures: map[test]int{}, tests: map[string]int{}, said: map[string]*strings.Builder{}, out: os.Stdout}
	command := exec.Command("go", append([]string{"test", "-json"}, arguments...)...)
	command.Stderr = os.Stderr
	lines, err := command.StdoutPipe()
	if err != nil {
		return r, err
	}
	if err := command.Start(); err != nil {
		return r, err
	}
	r.read(lines)
	var failed *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &failed) {
		return r, err
	}
	r.broken = r.broken || failed != nil && len(r.failures) == 0
	return r, nil
}

// read follows a run to its end.
func (r *run) read(in io.Reader) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), 1<<24)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, lines.Text()) // not from a test: a message of go itself
			continue
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if r.said[key] == nil {
				r.said[key] = &strings.Builder{}
			}
			r.said[key].WriteString(e.Output)
			r.broken = r.broken || slices.ContainsFunc(breaking, func(with string) bool { return strings.HasPrefix(e.Output, with) })
		case "pass", "skip", "fail", "build-fail":
			r.report(e, r.said[key])
			delete(r.said, key)
		}
	}
}

func (r *run) report(e event, said *strings.Builder) {
	failed := strings.HasSuffix(e.Action, "fail")
	if failed && said != nil {
		fmt.Fprint(r.out, said.String())
	}
	if e.Test == "" {
		switch {
		case e.Action == "pass" && r.tests[e.Package] > 0:
			fmt.Fprintf(r.out, "ok    %-40s %4d tests %7.1f s\n", e.Package, r.tests[e.Package], e.Elapsed)
		case failed && !slices.ContainsFunc(slices.Collect(maps.Keys(r.failures)), func(t test) bool { return t.pkg == e.Package }):
			r.broken = true // it was not built, or ended before its tests did
		}
		return
	}
	r.tests[e.Package]++
	switch {
	case e.Action == "pass":
		r.passed++
	case failed:
		r.failed++
		name, _, _ := strings.Cut(e.Test, "/")
		r.failures[test{e.Package, name}]++
	default:
		r.skipped++
		fmt.Fprintf(r.out, "skip  %s %s\n", e.Package, e.Test)
	}
}

// again runs what failed once more, each by itself, and returns how many passed.
func (r *run) again(arguments []string) (shaky int, err error) {
	flags := slices.DeleteFunc(slices.Clone(arguments), func(word string) bool {
		return !strings.HasPrefix(word, "-") || strings.HasPrefix(word, "-run=")
	})
	for t, failures := range r.failures {
		fmt.Fprintf(r.out, "again %s %s\n", t.pkg, t.name)
		second, err := tests(append(slices.Clone(flags), "-count=1", "-run=^"+regexp.QuoteMeta(t.name)+"$", t.pkg))
		if err != nil {
			return shaky, err
		}
		if second.broken || second.failed > 0 {
			continue
		}
		fmt.Fprintf(r.out, "shaky %s %s\n", t.pkg, t.name)
		r.failed -= failures
		r.passed += failures
		shaky++
	}
	return shaky, nil
}
