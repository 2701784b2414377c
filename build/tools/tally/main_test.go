package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// A report of the race detector, by the line below each of its two sides.
func raceOf(first, second, readFrame, writeFrame string) []string {
	return []string{"==================\n", "WARNING: DATA RACE\n", first + "0x00c0005a07d8 by goroutine 8:\n", readFrame, "      f.go:7 +0xef\n", "\n",
		second + "0x00c0005a07d8 by goroutine 7:\n", writeFrame, "      f.go:8 +0x1e\n", "\n", "Goroutine 8 (running) created at:\n", "==================\n"}
}

func TestOnlyOneReportOfARaceIsDoubted(t *testing.T) {
	json1 := "  encoding/json.structEncoder.encode()\n"
	for name, tt := range map[string]struct {
		lines  []string
		broken bool
	}{
		"none":                  {[]string{"all is well\n"}, false},
		"the library's memory":  {raceOf("Read at ", "Previous write at ", json1, doubted), false},
		"twice":                 {append(raceOf("Read at ", "Previous write at ", json1, doubted), raceOf("Read at ", "Previous write at ", json1, doubted)...), false},
		"of ours":               {raceOf("Read at ", "Previous write at ", json1, "  meridian/backend/queue.(*Queue).Use()\n"), true},
		"of ours after that":    {append(raceOf("Read at ", "Previous write at ", json1, doubted), raceOf("Write at ", "Previous write at ", json1, "  meridian/backend.f()\n")...), true},
		"a write after a read":  {raceOf("Write at ", "Previous read at ", doubted, json1), true},
		"one that is cut short": {raceOf("Read at ", "Previous write at ", json1, doubted)[:4], true},
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
			r := run{failures: map[test]int{}, tests: map[string]int{}, said: map[string]*strings.Builder{}, races: map[string]*report{}, out: io.Discard}
			r.read(strings.NewReader(in.String()))
			if r.broken != tt.broken || r.failed != 1 {
				t.Errorf("broken %v, failed %d", r.broken, r.failed)
			}
		})
	}
}
