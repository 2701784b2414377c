package methodology

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// What every spending rule would have done in every thirty years on record is what the
// document says.
func TestWhatRulesWouldHaveDone(t *testing.T) {
	var found []ruledPast
	for _, kind := range plan.RuleKind("").Words() {
		r, err := simulate.Run(t.Context(), ruledScenario(plan.RuleKind(kind)), simulate.Told{}, nil)
		if err != nil {
			t.Fatal(kind, err)
		}
		lowest, below := make([]float64, r.N), 0.0
		for i, cut := range r.Rows.WorstCut {
			lowest[i] = 1 - cut
			if cut > 1e-9 {
				below++
			}
		}
		slices.Sort(lowest)
		one := ruledPast{Rule: kind, Windows: r.N, Below: round(100*below/float64(r.N), 1)}
		for q := range 101 {
			one.Lowest = append(one.Lowest, round(lowest[q*(r.N-1)/100], 3))
		}
		found = append(found, one)
	}
	raw, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("measured/rules.json", append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if said, err := json.Marshal(measurements().Rules); err != nil || string(said) != string(raw) {
		t.Errorf("measured/rules.json is stale: run go test ./backend/methodology -update")
	}
	for _, r := range found {
		t.Logf("%-18s below the plan in %5.1f %%: %v %v %v %v", r.Rule, r.Below, r.Lowest[0], r.Lowest[5], r.Lowest[25], r.Lowest[50])
	}
	// What is planned is paid or runs out, and does so as often as even payments of so
	// much could not have been kept up.
	past := readPast()
	shares, bonds := past.growth(plan.HistoryStocks), past.growth(plan.HistoryBonds)
	dry, windows := 0.0, past.Months()-span*12+1
	for from := range windows {
		months := make([]float64, span*12)
		for m := range months {
			months[m] = ruledShares*shares[from+m] + (1-ruledShares)*bonds[from+m]
		}
		if sustained(months) < ruledRate {
			dry++
		}
	}
	needs := found[slices.IndexFunc(found, func(r ruledPast) bool { return r.Rule == string(plan.RuleNeeds) })]
	if needs.Windows != windows || math.Abs(needs.Below-100*dry/float64(windows)) > 2 { // the engine rebalances in December
		t.Errorf("%d windows, %g %% run out; by the formula %d and %g %%", needs.Windows, needs.Below, windows, 100*dry/float64(windows))
	}
}

// 1 % a month for two months: 12/(1 + 1/1.01).
func TestSustained(t *testing.T) {
	if got, want := sustained([]float64{1.01, 1.01}), 12/(1+1/1.01); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
}
