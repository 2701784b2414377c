package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// spender is one person who needs 4,000 a month from an account that is taxed as
// income and one that is free, in a market that stands still.
func spender(months int) Scenario {
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: 1, Retire: None,
		People: []Person{{ID: "p", Age: 780, Horizon: months}},
		Market: market.Spec{Classes: []market.Class{{ID: "c"}, {ID: "d"}}, Corr: [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, Model: market.Model{Kind: market.Deterministic}},
		Yields: steadyYields(2),
		Mixes:  []Mix{{Points: []Point{{0, []float64{1, 0}}}, Rebalance: Monthly}, {Points: []Point{{0, []float64{0, 1}}}, Rebalance: Monthly}},
		Accounts: []Account{
			{ID: "ira", Wrapper: Deferred, Balance: 400_000}, {ID: "roth", Wrapper: Exempt, Balance: 400_000, Mix: 1},
		},
		Outflows: []Outflow{{ID: "living", Kind: KindSpending, Amount: Constant(4_000, months)}},
		Draws:    []Draw{{Accounts: []int{0}}, {Accounts: []int{1}}},
		Tax:      &tax.Bands{Bands: []tax.Band{{From: 0, Rate: 0.1}, {From: 20_000, Rate: 0.3}}, Deduction: 10_000},
	}
}

// drawn is what an account gives in a month.
func drawn(again *Replay, account string, month int) float64 {
	for l, line := range again.Lines {
		if line.ID == "withdrawal."+account {
			return again.Values[l][month]
		}
	}
	return math.NaN()
}

// The band of 10 % ends at an income of 30,000, of which 10,000 are free. Three
// months of 4,000 owe 10 % of 2,000; each month's draw pays the tax of the one
// before, 10 % of it: 4,200, 4,420, 4,442 and 4,444.20, which leaves 493.80.
func TestABracketIsFilledByHand(t *testing.T) {
	sc := spender(24)
	rate := 0.1
	sc.Draws[0].Bracket = &rate
	again := mustAgain(t, sc)
	for month, want := range []float64{4_000, 4_000, 4_000, 4_200, 4_420, 4_442, 4_444.2, 493.8, 0, 0, 0, 0} {
		if got := drawn(&again, "ira", month); math.Abs(got-want) > 1e-6 {
			t.Errorf("month %d: %v from the taxed account, want %v", month, got, want)
		}
	}
	for year := range 2 {
		all := 0.0
		for m := 12 * year; m < 12*year+12; m++ {
			all += drawn(&again, "ira", m)
		}
		if math.Abs(all-30_000) > 1e-6 {
			t.Errorf("year %d takes %v", year, all)
		}
	}
	fills := again.Workings[7].Fills
	if len(fills) != 1 || fills[0].Account != 0 || math.Abs(fills[0].Most-493.8) > 1e-6 {
		t.Errorf("the working of August is %+v", fills)
	}
}

// A tax of 3,500 is owed on 35,000: 10,000 free, 2,000 on the next 20,000 and 1,500
// on 5,000 at 30 %.
func TestATaxIsFilledByHand(t *testing.T) {
	sc := spender(12)
	most := Constant(3_500, 12)
	sc.Draws[0].Tax = &most
	again := mustAgain(t, sc)
	all := 0.0
	for m := range 12 {
		all += drawn(&again, "ira", m)
	}
	if math.Abs(all-35_000) > 1e-6 {
		t.Errorf("the year takes %v, want 35,000", all)
	}
}

// The second class earns more: its account is drawn on first once it has, and the
// other, with the first turn of the tie, in the first month.
func TestTheBestPerformerIsDrawnFirst(t *testing.T) {
	sc := spender(24)
	sc.Tax = nil
	sc.Market.Classes[1].Mean = 0.05
	sc.Draws = []Draw{{Accounts: []int{0, 1}, Best: true}}
	again := mustAgain(t, sc)
	for month, want := range map[int]float64{0: 0, 1: 4_000, 12: 4_000} {
		if got := drawn(&again, "roth", month); math.Abs(got-want) > 1e-6 {
			t.Errorf("month %d: %v from the better account, want %v", month, got, want)
		}
	}
}

// A step that chooses gives no less than one that does not, where it is not limited:
// filled to the top bracket, or with as much tax as may be, nothing changes.
func TestNoLimitChangesNothing(t *testing.T) {
	plain := mustRun(t, tight(spill, market.Model{Kind: market.Lognormal}))
	top, much := 1.0, Constant(1e9, plain.Months)
	for name, limit := range map[string]func(*Draw){
		"bracket": func(d *Draw) { d.Bracket = &top },
		"tax":     func(d *Draw) { d.Tax = &much },
	} {
		sc := tight(spill, market.Model{Kind: market.Lognormal})
		for i := range sc.Draws {
			limit(&sc.Draws[i])
		}
		r := mustRun(t, sc)
		for i := range r.N {
			if r.Rows.Outcome[i] != plain.Rows.Outcome[i] || !near(r.Rows.EndWealth[i], plain.Rows.EndWealth[i], 1e5) {
				t.Errorf("%s: future %d ends with %v, not %v", name, i, r.Rows.EndWealth[i], plain.Rows.EndWealth[i])
			}
		}
	}
}

// What fills never takes a year's income beyond the bracket, in any future.
func TestFillingStaysWithinTheBracket(t *testing.T) {
	sc := household(spill)
	sc.Draws = []Draw{{Accounts: []int{2, 3}}, {Accounts: []int{0}}, {Accounts: []int{1}}, {Accounts: []int{4}}}
	rate := 0.12
	sc.Draws[0].Bracket = &rate
	bands := sc.Tax.(*tax.Bands)
	for future := range 20 {
		again, err := Again(t.Context(), sc, future)
		if err != nil {
			t.Fatal(err)
		}
		for m, w := range again.Workings {
			for _, a := range w.Assessed {
				if a.Elapsed != 12 || a.Once[tax.Ordinary] <= 0 || m < 340 {
					continue // pay and pensions may fill it by themselves
				}
				income := a.Whole.Income[tax.Ordinary] + a.Whole.Income[tax.Pension]
				end := (47_150 + bands.Deduction) * a.Whole.Index
				if income > 1.01*end { // pensions may rise a little with prices once it is full
					t.Fatalf("future %d month %d: income %v beyond %v", future, m, income, end)
				}
			}
		}
	}
}

func TestTheSecondOpinionAgreesOnFilling(t *testing.T) {
	rate, other := 0.12, 0.1
	sc := household(spill)
	most := ConstantNominal(6_000, sc.Months)
	sc.Draws = []Draw{
		{Accounts: []int{0}, KeepMonths: 6}, {Accounts: []int{2, 3}, Bracket: &rate}, {Accounts: []int{1, 5}, Best: true, Bracket: &other},
		{Accounts: []int{2, 3}, Tax: &most}, {Accounts: []int{4, 2, 3, 0}, Best: true},
	}
	agree(t, sc, 24)
	sc.PerPerson = false
	agree(t, sc, 12)
	lives := couple(spill)
	lives.Draws = []Draw{{Accounts: []int{2, 3}, Bracket: &rate}, {Accounts: []int{0, 1, 4, 5}, Best: true}, {Accounts: []int{2, 3}, Tax: &most}}
	for _, h := range lives.Lives.Households[1:] {
		h.Draws = lives.Draws
	}
	agree(t, lives, 24)
}
