package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// raceOf is a report of the race detector, by the frames of its two sides.
func raceOf(read, write string) []string {
	return []string{"==================\n", "WARNING: DATA RACE\n", "Read at 0x00c0005a07d8 by goroutine 8:\n", read, "      f.go:7 +0xef\n", "\n",
		"Previous write at 0x00c0005a07d8 by goroutine 7:\n", write, "      f.go:8 +0x1e\n", "==================\n"}
}

func TestEveryReportOfARaceEndsARun(t *testing.T) {
	library := raceOf("  encoding/json.structEncoder.encode()\n", "  encoding/json.typeFields()\n")
	for name, tt := range map[string]struct {
		lines  []string
		broken bool
	}{
		"none":              {[]string{"all is well\n"}, false},
		"of ours":           {raceOf("  meridian/backend/queue.(*Queue).check()\n", "  meridian/backend/queue.(*Queue).Use()\n"), true},
		"of the library":    {library, true},
		"that is cut short": {library[:2], true},
	} {
		t.Run(name, func(t *testing.T) {
			var in strings.Builder
			enc := json.NewEncoder(&in)
			for _, line := range tt.lines {
				if err := enc.Encode(event{Action: "output", Package: "p", Test: "TestA", Output: line}); err != nil {
					t.Fatal(err)
				}
			}
			if err := enc.Encode(event{Action: "fail", Package: "p", Test: "TestA"}); err != nil {
				t.Fatal(err)
			}
			r := run{failures: map[test]int{}, tests: map[string]int{}, said: map[string]*strings.Builder{}, out: io.Discard}
			r.read(strings.NewReader(in.String()))
			if r.broken != tt.broken || r.failed != 1 {
				t.Errorf("broken %v, failed %d", r.broken, r.failed)
			}
		})
	}
}
