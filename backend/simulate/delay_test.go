package simulate

import (
	"testing"

	"meridian/backend/market"
)

// wishing is the household with goals that wait, some of them often and with an
// account of their own.
func wishing(sc Scenario) Scenario {
	every := Constant(0, sc.Months)
	for t := 60; t < sc.Months; t += 72 {
		every.Real[t] = 90_000
	}
	sc.Outflows = append(append([]Outflow(nil), sc.Outflows...),
		Outflow{ID: "boat", Kind: KindGoal, Tier: Wish, Delay: true, Amount: every},
		Outflow{ID: "roof", Kind: KindGoal, Tier: Essential, Delay: true, Amount: between(60_000, 300, 302, sc.Months), Fund: []Fund{{1, 0.7}}},
		Outflow{ID: "trip", Kind: KindGoal, Tier: Flexible, Skip: true, Amount: between(40_000, 450, 500, sc.Months)},
		Outflow{ID: "loan back", Kind: KindGoal, Tier: Flexible, Delay: true, Amount: Schedule{Nominal: between(150_000, 500, 501, sc.Months).Real}})
	return sc
}

func TestTheSecondOpinionAgreesOnDelays(t *testing.T) {
	sc := wishing(tight(spill, market.Model{Kind: market.Lognormal}))
	agree(t, sc, 24)
	agree(t, wishing(owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)), 12)
	agree(t, waiting(sc, TriggerLiquid, 900_000, 130, 12, 324), 12)
	lives := wishing(household(spill))
	agree(t, mortal(lives, [][]float64{gompertz(480, sc.Months), gompertz(456, sc.Months)}, func(*Scenario, []bool) {}), 12)
}

// 1,000 a month reach 7,500 after eight months: the goal of month 3 is paid in
// month 7, when this month's 1,000 is there as well, and cut by nothing.
func TestAGoalWaitsByHand(t *testing.T) {
	const months = 24
	sc := Scenario{
		Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: 0, Retire: None,
		People:   []Person{{ID: "p", Age: 480, Horizon: months}},
		Market:   market.Spec{Classes: []market.Class{{ID: "c"}}, Model: market.Model{Kind: market.Deterministic}},
		Yields:   steadyYields(1),
		Mixes:    []Mix{{Points: []Point{{0, []float64{1}}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "bank", Wrapper: Exempt}},
		Income:   []Income{{ID: "pay", Kind: KindIncome, Person: 0, Amount: Constant(1_000, months)}},
		Outflows: []Outflow{{ID: "car", Kind: KindGoal, Tier: Flexible, Delay: true, Amount: between(7_500, 3, 4, months)}},
		Draws:    []Draw{{Accounts: []int{0}}},
	}
	again, r := mustAgain(t, sc), mustRun(t, sc)
	for l, line := range again.Lines {
		if line.ID != "goal.car" {
			continue
		}
		for m, v := range again.Values[l] {
			if want := map[int]float64{7: 7_500}[m]; v != want {
				t.Errorf("month %d: %v is paid, want %v", m, v, want)
			}
		}
	}
	if again.Balances[0][7] != 500 || r.Rows.Outcome[0] != FullyPaid {
		t.Errorf("%v is left, outcome %d", again.Balances[0][7], r.Rows.Outcome[0])
	}
	sc.Outflows[0].Delay, sc.Outflows[0].Skip = false, true
	again, r = mustAgain(t, sc), mustRun(t, sc)
	if again.Balances[0][23] != 24_000 || r.Rows.Outcome[0] != EssentialPaid || r.Rows.WorstCut[0] != 0 {
		t.Errorf("a goal that is skipped leaves %v, outcome %d", again.Balances[0][23], r.Rows.Outcome[0])
	}
	sc.Outflows[0].Delay, sc.Outflows[0].Skip = true, false
	sc.Outflows[0].Amount = between(70_000, 3, 4, months)
	if r := mustRun(t, sc); r.Rows.Outcome[0] != EssentialPaid {
		t.Errorf("a goal that is never paid for leaves outcome %d", r.Rows.Outcome[0])
	}
}

// Waiting never makes a future fail that held, nor leaves more unpaid.
func TestWaitingHelps(t *testing.T) {
	sc := wishing(tight(256, market.Model{Kind: market.Lognormal}))
	at := append([]Outflow(nil), sc.Outflows...)
	for i := range at {
		at[i].Delay, at[i].Skip = false, false
	}
	plain := sc
	plain.Outflows = at
	a, b := mustRun(t, plain), mustRun(t, sc)
	full := [2]int{}
	for i := range a.N {
		for k, r := range []Result{a, b} {
			if r.Rows.Outcome[i] == FullyPaid {
				full[k]++
			}
		}
	}
	if full[1] < full[0] {
		t.Errorf("%d futures are fully paid where goals wait, %d where they do not", full[1], full[0])
	}
}
