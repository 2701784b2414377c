// Command tally reads what `go test -json` says and tells a person what
// matters: one line for a package, everything a failed test printed, and the
// counts as the last line. With a file name it writes the counts there too,
// as "passed failed skipped".
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of `go test -json` (go doc test2json), or of its build.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

// counts are of tests and subtests, not of packages.
type counts struct{ passed, failed, skipped int }

func main() {
	total, broken := read(os.Stdin, os.Stdout)
	fmt.Printf("%d passed, %d failed, %d skipped\n", total.passed, total.failed, total.skipped)
	if len(os.Args) > 1 {
		line := fmt.Sprintln(total.passed, total.failed, total.skipped)
		if err := os.WriteFile(os.Args[1], []byte(line), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "tally:", err)
			os.Exit(2)
		}
	}
	if total.failed > 0 || broken {
		os.Exit(1)
	}
}

// read follows a run to its end. It is broken when a package failed, even if
// none of its tests did: it may not have been built.
func read(in io.Reader, out io.Writer) (total counts, broken bool) {
	said := map[string]*strings.Builder{} // output of what has not passed yet
	tests := map[string]int{}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), 1<<24)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(out, lines.Text()) // not from a test: a message of go itself
			continue
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if said[key] == nil {
				said[key] = &strings.Builder{}
			}
			said[key].WriteString(e.Output)
		case "pass", "skip", "fail", "build-fail":
			broken = broken || strings.HasSuffix(e.Action, "fail")
			report(out, e, said[key], tests, &total)
			delete(said, key)
		}
	}
	return total, broken
}

func report(out io.Writer, e event, said *strings.Builder, tests map[string]int, total *counts) {
	if strings.HasSuffix(e.Action, "fail") && said != nil {
		fmt.Fprint(out, said.String())
	}
	if e.Test == "" {
		if e.Action == "pass" && tests[e.Package] > 0 {
			fmt.Fprintf(out, "ok    %-40s %4d tests %7.1f s\n", e.Package, tests[e.Package], e.Elapsed)
		}
		return
	}
	tests[e.Package]++
	switch e.Action {
	case "pass":
		total.passed++
	case "fail":
		total.failed++
	case "skip":
		total.skipped++
		fmt.Fprintf(out, "skip  %s %s\n", e.Package, e.Test)
	}
}
