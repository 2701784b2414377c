package simulate

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// errorsFile is what the document of methods says of error against futures.
const errorsFile = "../methodology/measured/errors_work.json"

// sampledError is how closely a number of futures knows a plan's success: half the
// width of the 95 % interval, of plain futures and, on average over errorSeeds,
// of evenly spread ones, for which Played were played, pilots included.
type sampledError struct {
	ID      string  `json:"id"`
	Futures int     `json:"futures"`
	Success float64 `json:"success"`
	Plain   float64 `json:"plain"`
	Even    float64 `json:"even"`
	Played  int     `json:"played"`
}

// errorSeeds is over how many seeds intervals are averaged.
const errorSeeds = 4

// errorOf integrates a scenario by a design under several seeds.
func errorOf(t *testing.T, id string, sc Scenario, d Design) sampledError {
	t.Helper()
	e := sampledError{ID: id, Futures: d.Replicates * d.Points}
	for seed := range uint64(errorSeeds) {
		sc.Seed = 1 + seed
		r, err := Integrate(t.Context(), sc, d, nil)
		if err != nil {
			t.Fatal(err)
		}
		e.Success += r.Success / errorSeeds
		e.Even += (r.High - r.Low) / 2 / errorSeeds
		e.Played += r.Played / errorSeeds
	}
	e.Plain = 1.96 * math.Sqrt(e.Success*(1-e.Success)/float64(e.Futures))
	for _, v := range []*float64{&e.Success, &e.Plain, &e.Even} {
		*v = math.Round(1e6**v) / 1e6
	}
	t.Logf("%-14s %5d futures: success %.4f, plain ± %.4f, evenly spread ± %.4f (%d played)", id, e.Futures, e.Success, e.Plain, e.Even, e.Played)
	return e
}

// errorDesigns are the designs compared.
var errorDesigns = []Design{{Replicates: 8, Points: 16}, {Replicates: 8, Points: 32}, {Replicates: 8, Points: 64}, {Replicates: 8, Points: 128}}

// Error against futures, plain against evenly spread: with -update all of it,
// which takes minutes; otherwise the first line, which must be what is told.
func TestErrorAgainstFutures(t *testing.T) {
	plans := []struct {
		id string
		Scenario
	}{{"oneAccount", oneAccount(1)}, {"threeAccounts", threeAccounts(1)}}
	if *update {
		var all []sampledError
		for _, p := range plans {
			for _, d := range errorDesigns {
				all = append(all, errorOf(t, p.id, p.Scenario, d))
			}
		}
		raw, err := json.MarshalIndent(all, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(errorsFile, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	var told []sampledError
	raw, err := os.ReadFile(errorsFile)
	if err == nil {
		err = json.Unmarshal(raw, &told)
	}
	if err != nil || len(told) != len(plans)*len(errorDesigns) {
		t.Fatalf("%d lines are told, %v", len(told), err)
	}
	if got := errorOf(t, plans[0].id, plans[0].Scenario, errorDesigns[0]); got != told[0] {
		t.Errorf("found %+v, told %+v: run go test ./backend/simulate -run ErrorAgainst -update", got, told[0])
	}
	for _, e := range told {
		if e.Futures == Usual.Replicates*Usual.Points && e.Even > e.Plain/10 {
			t.Errorf("%s is known to ± %g, plainly to ± %g", e.ID, e.Even, e.Plain)
		}
	}
}
