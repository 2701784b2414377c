package simulate

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// replicatesFile is what the document of methods says of intervals by replicates.
const replicatesFile = "../methodology/measured/replicates.json"

// tellCoverage compares how often intervals held a probability with what the
// document of methods says, or writes it there.
func tellCoverage(t *testing.T, runs, futures int, truth, held float64) {
	t.Helper()
	raw, err := json.MarshalIndent([]map[string]any{{
		"id": "replicates", "runs": runs, "futures": futures,
		"truth": math.Round(1e4*truth) / 1e4, "held": math.Round(1e4*held) / 1e4,
	}}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(replicatesFile, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	said, err := os.ReadFile(replicatesFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(said, raw) {
		t.Errorf("%s is stale: run go test ./backend/simulate -run IntervalsCover -update", replicatesFile)
	}
}
