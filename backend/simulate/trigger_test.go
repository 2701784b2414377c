package simulate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// waiting lets everybody of the household stop working when a metric is reached:
// pay and what is saved of it end, travel grows and a rule and a glide path begin.
func waiting(sc Scenario, metric TriggerMetric, value float64, from, every, latest int) Scenario {
	at := func(stop int) Scenario {
		own := sc.own()
		own.Trigger = nil
		own.Income[0].Amount = between(7_000, 0, min(stop, 324), sc.Months)
		own.Income[1].Amount = between(3_500, 0, min(stop, 348), sc.Months)
		own.Outflows[1].Amount = between(1_200, 0, sc.Months, sc.Months)
		for t := stop; t < sc.Months; t++ {
			own.Outflows[1].Amount.Real[t] = 1_600
		}
		for i := range own.Saving {
			own.Saving[i].Until = min(own.Saving[i].Until, stop)
		}
		own.Mixes = slices.Clone(sc.Mixes)
		own.Mixes[0].Points = []Point{{0, []float64{0.6, 0.25, 0.15, 0}}, {stop, []float64{0.4, 0.5, 0.1, 0}}}
		own.Mixes[2].Points = []Point{{0, []float64{0.8, 0.2, 0, 0}}, {stop + 1, []float64{0.5, 0.2, 0, 0.3}}}
		own.Draws = slices.Clone(sc.Draws)
		own.Draws[3].From = stop
		own.Conversions = []Conversion{{ID: "c", Account: 2, To: 4, From: stop, Until: min(stop+48, sc.Months)}}
		if sc.Rule != nil {
			rule := *sc.Rule
			rule.From = stop
			own.Rule = &rule
		}
		own.Retire = stop
		return own
	}
	out := at(latest)
	out.Trigger = &Trigger{ID: "m", Metric: metric, Value: value, From: from, Every: every, Latest: latest}
	for k := range out.Trigger.looks(sc.Months) {
		variant := at(from + k*every)
		out.Trigger.Variants = append(out.Trigger.Variants, &variant)
	}
	return out
}

func TestTheSecondOpinionAgreesOnTriggers(t *testing.T) {
	rules := map[string]*Rule{
		"needs": nil, "guardrails": {Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1},
		"a share": {Kind: PctOfPortfolio, Pct: 0.05, Floor: 0.6, Ceil: 1.5, All: true}, "valuations": {Kind: CAPE, A: 0.01, B: 0.5, StartCAPE: 30},
	}
	metrics := map[TriggerMetric]float64{TriggerLiquid: 900_000, TriggerNetWorth: 1_500_000, TriggerMultiple: 18}
	for name, rule := range rules {
		for metric, value := range metrics {
			if rule != nil && metric != TriggerMultiple {
				continue // which metric is watched has nothing to do with the rule
			}
			t.Run(fmt.Sprint(name, metric), func(t *testing.T) {
				t.Parallel()
				sc := household(spill)
				sc.Rule = rule
				sc = waiting(sc, metric, value, 130, 6, 324)
				agree(t, sc, 12)
				r := mustRun(t, sc)
				seen := map[int]bool{}
				for _, m := range r.Rows.Fired {
					seen[m] = true
				}
				if len(seen) < 5 {
					t.Errorf("the milestone comes in %v only", seen)
				}
			})
		}
	}
}

func TestTheSecondOpinionAgreesOnTriggersOfLives(t *testing.T) {
	lives := couple(spill)
	latest := 324
	at := func(stop int) *Scenario {
		own := lives
		l := *lives.Lives
		l.Households = slices.Clone(l.Households)
		for set := range l.Households {
			if l.Households[set] == nil {
				continue
			}
			h := l.Households[set].own()
			for i := range h.Income {
				if h.Income[i].Tax == tax.Ordinary {
					h.Income[i].Amount = scaled(h.Income[i].Amount, 1)
					clear(h.Income[i].Amount.Real[stop:])
				}
			}
			h.Saving = slices.Clone(h.Saving)
			h.Saving[4].From = stop
			l.Households[set] = &h
		}
		all := l.Households[len(l.Households)-1]
		own = *all
		own.Lives = &l
		return &own
	}
	sc := *at(latest)
	sc.Trigger = &Trigger{ID: "m", Metric: TriggerMultiple, Value: 15, From: 60, Every: 12, Latest: latest}
	for k := range sc.Trigger.looks(sc.Months) {
		sc.Trigger.Variants = append(sc.Trigger.Variants, at(60+12*k))
	}
	agree(t, sc, 24)
}

// Savings of 1,000 a month reach 10,500 after eleven months: work stops at the
// beginning of the twelfth month, counted from 0, when it is first seen.
func TestAMilestoneComesWhenTheMoneyIsThere(t *testing.T) {
	const months = 36
	at := func(stop int) Scenario {
		return Scenario{
			Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: 0, Retire: stop,
			People:   []Person{{ID: "p", Age: 480, Horizon: months}},
			Market:   market.Spec{Classes: []market.Class{{ID: "c"}}, Model: market.Model{Kind: market.Deterministic}},
			Yields:   steadyYields(1),
			Mixes:    []Mix{{Points: []Point{{0, []float64{1}}}, Rebalance: Monthly}},
			Accounts: []Account{{ID: "bank", Wrapper: Exempt}},
			Income:   []Income{{ID: "pay", Kind: KindIncome, Person: 0, Amount: between(1_500, 0, stop, months)}},
			Outflows: []Outflow{{ID: "living", Kind: KindSpending, Amount: Constant(500, months)}},
			Draws:    []Draw{{Accounts: []int{0}}},
		}
	}
	for every, want := range map[int]int{1: 11, 3: 12, 12: 12} {
		for metric, value := range map[TriggerMetric]float64{TriggerLiquid: 10_500, TriggerNetWorth: 10_500, TriggerMultiple: 1.75} {
			sc := at(30)
			sc.Trigger = &Trigger{ID: "m", Metric: metric, Value: value, Every: every, Latest: 30}
			for k := range sc.Trigger.looks(months) {
				v := at(every * k)
				sc.Trigger.Variants = append(sc.Trigger.Variants, &v)
			}
			r, again := mustRun(t, sc), mustAgain(t, sc)
			if r.Rows.Fired[0] != want {
				t.Errorf("metric %d every %d months: it comes in month %d, want %d", metric, every, r.Rows.Fired[0], want)
			}
			if got, peak := again.Balances[0][want-1], again.Balances[0][want]; got != 1_000*float64(want) || peak != got-500 {
				t.Errorf("every %d months: %v and then %v are there", every, got, peak)
			}
		}
	}
	never := at(30)
	never.Trigger = &Trigger{ID: "m", Value: 1e9, Every: 1, Latest: 30}
	if r := mustRun(t, never); r.Rows.Fired[0] != 30 {
		t.Errorf("at the latest it comes in month %d, want 30", r.Rows.Fired[0])
	}
	never.Trigger.Latest = months
	if r := mustRun(t, never); r.Rows.Fired[0] != None {
		t.Errorf("it comes in month %d, want never", r.Rows.Fired[0])
	}
}

// Where every month's scenario is the plan itself, nothing changes, whatever fires.
func TestATriggerOfNothingChangesNothing(t *testing.T) {
	plain := tight(130, market.Model{Kind: market.Lognormal})
	sc := tight(130, market.Model{Kind: market.Lognormal})
	sc.Trigger = &Trigger{ID: "m", Value: 200_000, Every: 12, Latest: 240}
	for range sc.Trigger.looks(sc.Months) {
		same := plain.own()
		sc.Trigger.Variants = append(sc.Trigger.Variants, &same)
	}
	a, b := mustRun(t, plain), mustRun(t, sc)
	for i := range a.N {
		if a.Rows.EndWealth[i] != b.Rows.EndWealth[i] || a.Rows.Outcome[i] != b.Rows.Outcome[i] {
			t.Fatalf("future %d ends with %v, not %v", i, b.Rows.EndWealth[i], a.Rows.EndWealth[i])
		}
	}
	for i := range a.Means {
		for y := range a.Means[i] {
			if !near(a.Means[i][y], b.Means[i][y], 1e4) {
				t.Fatalf("line %s of year %d: %v, not %v", a.Lines[i].ID, y, b.Means[i][y], a.Means[i][y])
			}
		}
	}
}

// A higher bar never makes the milestone come sooner in any future.
func TestAHigherBarComesNoSooner(t *testing.T) {
	low := mustRun(t, waiting(household(130), TriggerMultiple, 12, 24, 6, 324))
	high := mustRun(t, waiting(household(130), TriggerMultiple, 16, 24, 6, 324))
	for i := range low.N {
		if high.Rows.Fired[i] < low.Rows.Fired[i] {
			t.Errorf("future %d: month %d at the higher bar, %d at the lower", i, high.Rows.Fired[i], low.Rows.Fired[i])
		}
	}
}

func TestTheCashFlowOfATriggerAddsUp(t *testing.T) {
	sc := waiting(household(spill), TriggerLiquid, 900_000, 130, 12, 324)
	for future := range 6 {
		again, err := Again(t.Context(), sc, future)
		if err != nil {
			t.Fatal(err)
		}
		for m := range sc.Months {
			in, out := 0.0, 0.0
			for i, l := range again.Lines {
				switch v := again.Values[i][m]; {
				case l.Kind == KindReturn || l.Kind == KindFee:
				case l.Inward:
					in += v
				default:
					out += v
				}
			}
			if math.Abs(in-out) > 1e-6*(1+in) {
				t.Fatalf("future %d month %d: %v comes in, %v goes out", future, m, in, out)
			}
		}
	}
}

func TestTriggersAreChecked(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	bad := map[string]func(*Scenario){
		"trigger.every":    func(sc *Scenario) { sc.Trigger.Every = 0 },
		"trigger.value":    func(sc *Scenario) { sc.Trigger.Value = math.NaN() },
		"trigger.variants": func(sc *Scenario) { sc.Trigger.Variants = sc.Trigger.Variants[1:] },
		"trigger.variants[3]": func(sc *Scenario) {
			sc.Trigger.Variants[3].Income = sc.Trigger.Variants[3].Income[1:]
		},
		"trigger.variants[0]": func(sc *Scenario) { sc.Trigger.Variants[0] = nil },
	}
	for field, spoil := range bad {
		sc := waiting(household(spill), TriggerLiquid, 900_000*r.Float64(), 130, 12, 324)
		spoil(&sc)
		var invalid *Invalid
		if err := sc.Check(); !errors.As(err, &invalid) || !slices.ContainsFunc(invalid.Problems, func(p Problem) bool { return p.Field == field }) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
