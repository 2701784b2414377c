package methodology

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"meridian/backend/market"
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

// ruledFrom is the age from which rules are asked to pay in the record.
const ruledFrom = 65

// ruleNumber is what a number of a rule begins with.
func ruleNumber(kind plan.RuleKind, field string) float64 {
	for _, c := range ruleChoices() {
		for _, n := range c.numbers {
			if c.kind == string(kind) && n.field == field {
				return n.begins
			}
		}
	}
	panic("methodology: a rule reads no such number")
}

// ruleAsChosen is a rule as it is when a household has just chosen it.
func ruleAsChosen(kind plan.RuleKind) *simulate.Rule {
	number := func(field string) float64 { return ruleNumber(kind, field) }
	switch kind {
	case plan.RulePctOfPortfolio:
		return &simulate.Rule{Kind: simulate.PctOfPortfolio, Pct: number("pct"), Floor: number("floor"), Ceil: number("ceil")}
	case plan.RuleVPW:
		return &simulate.Rule{Kind: simulate.VPW, Rate: number("rate")}
	case plan.RuleGuardrails:
		return &simulate.Rule{Kind: simulate.Guardrails, Upper: number("upper"), Lower: number("lower"), Cut: number("cut"), Raise: number("raise")}
	case plan.RuleRiskGuardrails:
		return &simulate.Rule{Kind: simulate.RiskGuardrails, CutBelow: number("cutBelow"), RaiseAbove: number("raiseAbove"), Step: number("step")}
	case plan.RuleRatchet:
		return &simulate.Rule{Kind: simulate.Ratchet, Threshold: number("threshold"), Gap: 12 * int(number("years")), Raise: number("raise")}
	case plan.RuleFloorCeiling:
		return &simulate.Rule{Kind: simulate.FloorCeiling, Floor: number("floor"), Ceil: number("ceil")}
	case plan.RuleCAPE:
		return &simulate.Rule{Kind: simulate.CAPE, A: number("a"), B: number("b"), StartCAPE: market.LastCAPE()}
	}
	return nil // what is planned is spent
}

// ruledSpending is what is planned each month, of a wealth of 1.
func ruledSpending(kind plan.RuleKind) []float64 {
	spend := slices.Repeat([]float64{ruledRate / 12}, span*12)
	if kind != plan.RuleSmile {
		return spend
	}
	from, to := 12*(int(ruleNumber(kind, "fromAge"))-ruledFrom), 12*(int(ruleNumber(kind, "toAge"))-ruledFrom)
	for t := from; t < len(spend); t++ {
		spend[t] *= math.Pow(1-ruleNumber(kind, "declinePerYear"), float64(min(t, to)-from)/12)
	}
	return spend
}

// ruledScenario plays a rule through every thirty years on record.
func ruledScenario(kind plan.RuleKind) simulate.Scenario {
	recorded := recordedMarket(market.HistoryBonds)
	recorded.Model.Every = 1
	sc := portfolio{
		market: recorded, weights: []float64{ruledShares, 1 - ruledShares}, every: simulate.Yearly,
		months: span * 12, paths: 1, spend: ruledSpending(kind),
	}.scenario()
	sc.Outflows[0].Tier = simulate.Flexible // a rule may change all of it
	sc.Rule = ruleAsChosen(kind)
	return sc
}
