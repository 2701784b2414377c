package simulate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"meridian/backend/market"
)

// few is a random scenario in a few futures.
func few(seed uint64) Scenario {
	sc := randomScenario(rand.New(rand.NewPCG(seed, 21)))
	sc.Paths = 16
	if sc.Market.Model.Kind == market.Replay {
		sc.Market.Model.Every = 60
	}
	return sc
}

// opened takes from a scenario what may turn help into harm: taxes (who has
// more may owe more, and owe it on money that is locked), accounts that cannot
// be opened, and targets that send money there once they are met.
func opened(sc Scenario) Scenario {
	sc.Tax = nil
	all := make([]int, len(sc.Accounts))
	for i := range sc.Accounts {
		sc.Accounts[i].Access, sc.Accounts[i].Penalty = 0, 0
		all[i] = i
	}
	for i := range sc.Saving {
		sc.Saving[i].StopAt = nil
	}
	sc.Draws = append(sc.Draws, Draw{Accounts: all})
	return sc
}

func lessSpending(sc *Scenario, tier Tier, f float64) {
	for i, o := range sc.Outflows {
		if o.Tier == tier {
			sc.Outflows[i].Amount = scaled(o.Amount, f)
		}
	}
}

// failsNoMore plays a scenario before and after a change and wants every future
// that succeeded to succeed again. It returns how many failed before.
func failsNoMore(t *testing.T, what string, before, after Scenario) int {
	t.Helper()
	a, b := mustRun(t, before), mustRun(t, after)
	failed := 0
	for i := range a.N {
		if a.Rows.Outcome[i] == Failed {
			failed++
		} else if b.Rows.Outcome[i] == Failed {
			t.Errorf("%s: future %d fails now", what, i)
		}
	}
	return failed
}

// Whoever must spend less fails no more, whatever the plan and the law.
func TestLessToPayNeverFailsAFutureOfAnyPlan(t *testing.T) {
	failed := 0
	for seed := range uint64(120) {
		after := few(seed)
		lessSpending(&after, Essential, 0.9)
		failed += failsNoMore(t, fmt.Sprint("plan ", seed), few(seed), after)
	}
	if failed < 100 {
		t.Errorf("only %d futures failed: there was nothing to see", failed)
	}
}

// Where nothing is taxed and everything can be opened, nothing that helps may
// harm any future of any plan.
func TestHelpNeverFailsAFutureOfAnOpenPlan(t *testing.T) {
	help := map[string]func(*Scenario){
		"more wealth": func(sc *Scenario) {
			for i := range sc.Accounts {
				sc.Accounts[i].Balance *= 1.3
			}
		},
		"more income": func(sc *Scenario) {
			for i, in := range sc.Income {
				sc.Income[i].Amount = scaled(in.Amount, 1.2)
			}
		},
		"longer work": func(sc *Scenario) {
			for i, in := range sc.Income {
				sc.Income[i].Amount = longer(in.Amount, 36)
			}
		},
		"less to pay":  func(sc *Scenario) { lessSpending(sc, Essential, 0.9) },
		"fewer wishes": func(sc *Scenario) { lessSpending(sc, Wish, 0) },
		"no flexible":  func(sc *Scenario) { lessSpending(sc, Flexible, 0.5) },
		"no fees": func(sc *Scenario) {
			for i := range sc.Accounts {
				sc.Accounts[i].Fee, sc.Accounts[i].FeeAmount = 0, Schedule{}
			}
		},
	}
	names := slices.Sorted(maps.Keys(help))
	failed := 0
	for seed := range uint64(140) {
		name := names[int(seed)%len(names)]
		after := opened(few(seed))
		help[name](&after)
		failed += failsNoMore(t, fmt.Sprint(name, ", plan ", seed), opened(few(seed)), after)
	}
	if failed < 100 {
		t.Errorf("only %d futures failed: there was nothing to see", failed)
	}
}

// longer pays the last amount for some months more.
func longer(s Schedule, months int) Schedule {
	extend := func(v []float64) []float64 {
		w := slices.Clone(v)
		for last := len(v) - 1; last >= 0; last-- {
			if v[last] == 0 {
				continue
			}
			for t := last + 1; t < min(len(w), last+1+months); t++ {
				w[t] = v[last]
			}
			break
		}
		return w
	}
	return Schedule{Real: extend(s.Real), Nominal: extend(s.Nominal)}
}

// Where nothing is fixed in money of the day, dearer prices change nothing but
// the price index: real results are the same future by future. Nominal ones are
// those times the future's own index, as TestPercentilesAreOrderStatistics holds.
// Yearly limits are counted in money of the day and left out, and so are taxes.
func TestPricesAloneChangeNothingReal(t *testing.T) {
	for seed := range uint64(60) {
		calm, dear := allReal(few(seed)), allReal(few(seed))
		if calm.Market.Model.Kind == market.Replay || calm.Market.Model.Kind == market.BlockBootstrap {
			calm.Market.Model, dear.Market.Model = market.Model{Kind: market.Lognormal}, market.Model{Kind: market.Lognormal}
		}
		dear.Market.Inflation.Mean += 0.06
		a, b := mustRun(t, calm), mustRun(t, dear)
		for i := range a.N {
			if a.Rows.Outcome[i] != b.Rows.Outcome[i] || !near(a.Rows.EndWealth[i], b.Rows.EndWealth[i], 1e5) {
				t.Fatalf("plan %d, future %d: %v and, at dearer prices, %v", seed, i, a.Rows.EndWealth[i], b.Rows.EndWealth[i])
			}
			if !(b.Rows.Inflation[i] > a.Rows.Inflation[i]+0.05) {
				t.Fatalf("plan %d, future %d: prices rose by %v and %v a year", seed, i, a.Rows.Inflation[i], b.Rows.Inflation[i])
			}
		}
	}
}

// allReal drops what is fixed in money of the day.
func allReal(sc Scenario) Scenario {
	drop := func(s Schedule) Schedule { return Schedule{Real: s.Real} }
	sc.Tax = nil
	for i := range sc.Accounts {
		sc.Accounts[i].FeeAmount = drop(sc.Accounts[i].FeeAmount)
	}
	for i, in := range sc.Income {
		sc.Income[i].Amount = drop(in.Amount)
		sc.Income[i].PreTax = nil
	}
	for i, o := range sc.Outflows {
		sc.Outflows[i].Amount = drop(o.Amount)
	}
	for i, h := range sc.Holdings {
		sc.Holdings[i].Value = drop(h.Value)
	}
	for i := range sc.Saving {
		r := &sc.Saving[i]
		r.Amount, r.Cap, r.StopAt = drop(r.Amount), None, nil
		if r.Match != nil {
			r.Match.Cap = nil
		}
	}
	for i := range sc.Draws {
		d := &sc.Draws[i]
		d.Keep, d.Yearly, d.Monthly = nil, nil, nil
	}
	for i := range sc.Conversions {
		sc.Conversions[i].Fill = nil
	}
	return sc
}
