package forecast

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// coverageFile is what the document of methods says of intervals.
const coverageFile = "../methodology/measured/coverage.json"

// coverage is how often an interval held the truth.
type coverage struct {
	ID      string  `json:"id"`
	Runs    int     `json:"runs"`
	Futures int     `json:"futures"`
	Truth   float64 `json:"truth"`
	Held    float64 `json:"held"`
}

// The small runs: how many, of how many futures, and of how many a changed plan
// is compared in.
const (
	coverageRuns    = 400
	coverageFutures = 100
	comparedFutures = 50
)

// coveragePlan is one person, one account in shares and two years of spending,
// which about two futures in three pay for.
func coveragePlan(t *testing.T, spending string) plan.Plan {
	t.Helper()
	p, err := plan.Decode(strings.NewReader(lone))
	if err != nil {
		t.Fatal(err)
	}
	var patch map[string]any
	err = json.Unmarshal([]byte(`{
		"people": {"p": {"horizon": {"age": 42}}},
		"accounts": {"cash": null, "a": {"owner": "p", "wrapper": "exempt", "balance": {"amt": "1000"}}},
		"withdrawal": {"order": [{"pick": "exempt"}]},
		"spending": {"s": {"tier": "essential", "amount": {"amt": "`+spending+`"}, "span": {}}}}`), &patch)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = plan.Patch(p, patch); err != nil {
		t.Fatal(err)
	}
	return p
}

// truth is what very many futures of another seed say.
func truth(t *testing.T) map[string]float64 {
	t.Helper()
	const many, seed = 30_000, 9
	spec := RunSpec{Paths: many, Seed: new(uint64), Purpose: Preview}
	*spec.Seed = seed
	a, b := mustRun(t, coveragePlan(t, "41"), spec), mustRun(t, coveragePlan(t, "42"), spec)
	c, err := compileFor(coveragePlan(t, "41"), run{paths: many / 3, seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	sustained, err := simulate.Sustain(t.Context(), c.Scenario, many/4, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]float64{
		"share":       a.Header.Facts["success.essential"].Value,
		"median":      a.Header.Facts["wealth.end.p50"].Value,
		"high":        a.Header.Facts["wealth.end.p90"].Value,
		"sustainable": sustained.Multiplier * 41,
		"difference":  b.Header.Facts["success.essential"].Value - a.Header.Facts["success.essential"].Value,
		"estimate":    b.Header.Facts["success.essential"].Value,
	}
}

// Small runs with seeds of their own, through everything that a person's run
// goes through: 95 % intervals must hold the truth about 95 times in 100. Three
// standard errors of so many runs are allowed for, and one point for what
// approximations of discrete distributions cost.
func TestIntervalsHoldTheTruth(t *testing.T) {
	want := truth(t)
	held := map[string]float64{}
	a, b := coveragePlan(t, "41"), coveragePlan(t, "42")
	for i := range coverageRuns {
		seed := uint64(1000 + i)
		before := mustRun(t, a, RunSpec{Paths: coverageFutures, Seed: &seed, Purpose: Full})
		after := mustRun(t, b, RunSpec{Paths: comparedFutures, Seed: &seed, Purpose: Preview})
		paired, err := Compare(before, after)
		if err != nil {
			t.Fatal(err)
		}
		facts := before.Header.Facts
		for id, interval := range map[string]*Interval{
			"share": facts["success.essential"].CI, "median": facts["wealth.end.p50"].CI, "high": facts["wealth.end.p90"].CI,
			"sustainable": facts["spend.sustainable.month"].CI, "difference": &paired.Delta.CI, "estimate": paired.Estimate.CI,
		} {
			if interval.Low <= want[id] && want[id] <= interval.High {
				held[id] += 1.0 / coverageRuns
			}
		}
	}
	var all []coverage
	const allowed = 0.01
	sampling := 3 * math.Sqrt(0.95*0.05/coverageRuns)
	for _, id := range []string{"share", "difference", "estimate", "median", "high", "sustainable"} {
		if math.Abs(held[id]-0.95) > sampling+allowed {
			t.Errorf("the interval of the %s holds the truth in %.1f %% of runs", id, 100*held[id])
		}
		t.Logf("%-12s %.4f held in %.1f %%", id, want[id], 100*held[id])
		all = append(all, coverage{id, coverageRuns, coverageFutures, math.Round(1e4*want[id]) / 1e4, math.Round(1e4*held[id]) / 1e4})
	}
	told(t, all)
}

// told compares what was found with what the document of methods says.
func told(t *testing.T, found []coverage) {
	t.Helper()
	raw, err := json.MarshalIndent(found, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(coverageFile, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	said, err := os.ReadFile(coverageFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(said) != string(raw) {
		t.Errorf("%s is stale: run go test ./backend/forecast -run Intervals -update", coverageFile)
	}
}
