package simulate

import (
	"errors"
	"math"
	"slices"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// owning is the household with a home that may be sold, together with its loan and
// upkeep, a flat that is let, and resorts.
func owning(sc Scenario, resorts ...Resort) Scenario {
	rent := between(900, 0, sc.Months, sc.Months)
	sc.Income = append(slices.Clone(sc.Income), Income{ID: "rent", Kind: KindProperty, Person: 1, Amount: rent, Tax: tax.Ordinary})
	sc.Outflows = append(slices.Clone(sc.Outflows), Outflow{ID: "flat.tax", Kind: KindProperty, Amount: between(150, 0, sc.Months, sc.Months)},
		Outflow{ID: "premium", Kind: KindSpending, Amount: between(80, 0, 400, sc.Months)})
	sc.Holdings = append(slices.Clone(sc.Holdings), Holding{ID: "flat", Kind: KindProperty, Value: between(180_000, 0, sc.Months, sc.Months)})
	sc.Estates = []Estate{
		{ID: "home", Kind: KindProperty, Price: between(420_000, 0, sc.Months, sc.Months), Owed: sc.Holdings[1].Value, Outflows: []int{4, 5}, Holdings: []int{0, 1}},
		{ID: "flat", Kind: KindProperty, Price: between(170_000, 0, sc.Months, sc.Months), Income: []int{4}, Outflows: []int{6}, Holdings: []int{2}},
		{ID: "cover", Kind: KindIncome, Price: between(20_000, 0, 400, sc.Months), Outflows: []int{7}},
	}
	sc.Resorts, sc.Proceeds = resorts, 1
	return sc
}

var allResorts = []Resort{{Kind: CutWishes}, {Kind: PartWith, Estate: 2}, {Kind: PartWith, Estate: 1}, {Kind: Borrow, Rate: 0.05}, {Kind: CutFlexible}, {Kind: PartWith, Estate: 0}}

func TestTheSecondOpinionAgreesOnResorts(t *testing.T) {
	cases := map[string]func(*Scenario){
		"all":      func(*Scenario) {},
		"one pot":  func(sc *Scenario) { sc.PerPerson = false },
		"sell":     func(sc *Scenario) { sc.Resorts = []Resort{{Kind: PartWith, Estate: 0}, {Kind: PartWith, Estate: 1}} },
		"borrow":   func(sc *Scenario) { sc.Resorts = []Resort{{Kind: Borrow, Rate: 0.08}} },
		"buffered": func(sc *Scenario) { sc.Draws[0].KeepMonths = 12 },
		"a rule":   func(sc *Scenario) { sc.Rule = &Rule{Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1} },
		"a share":  func(sc *Scenario) { sc.Rule = &Rule{Kind: PctOfPortfolio, Pct: 0.05, From: 300} },
		"on time": func(sc *Scenario) {
			sc.Estates[1].Sale = &Sale{Metric: TriggerLiquid, Value: 900_000, From: 60, Until: 500}
			sc.Estates[0].Sale = &Sale{Metric: TriggerMultiple, Value: 20, From: 200, Until: 400}
		},
		"worth": func(sc *Scenario) {
			sc.Estates[0].Sale = &Sale{Metric: TriggerNetWorth, Value: 1_500_000, Until: 600}
		},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)
			change(&sc)
			agree(t, sc, 24)
			r, parted := mustRun(t, sc), 0
			for _, months := range r.Rows.Parted {
				for _, m := range months {
					if m != None {
						parted++
					}
				}
			}
			if parted == 0 && name != "borrow" && name != "a share" { // a share of wealth never runs out
				t.Error("nothing is ever sold")
			}
		})
	}
}

func TestTheSecondOpinionAgreesOnResortsOfLivesAndTriggers(t *testing.T) {
	sc := owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)
	sc.Estates[1].Sale = &Sale{Metric: TriggerMultiple, Value: 8, From: 30, Until: 500}
	sc.Estates[0].Gain = &Gain{Free: ConstantNominal(300_000, sc.Months), Person: None}
	sc.Estates[1].Gain = &Gain{Free: ConstantNominal(90_000, sc.Months), Rate: 0.2, Person: 1}
	agree(t, waiting(sc, TriggerNetWorth, 1_800_000, 130, 24, 324), 12)
	lives := mortal(sc, [][]float64{gompertz(480, sc.Months), gompertz(456, sc.Months)}, func(h *Scenario, dead []bool) {
		for i := range h.Income {
			if in := &h.Income[i]; dead[in.Person] {
				in.Amount = scaled(in.Amount, 0.3)
			}
		}
	})
	lives.Lives.Payouts = []Payout{{ID: "life", Person: 0, Amount: between(50_000, 0, 300, sc.Months)}}
	lives.Estates[2].Payouts = []int{0}
	for _, h := range lives.Lives.Households[1:] {
		h.Estates[2].Payouts = nil // payouts are read of the whole
	}
	agree(t, lives, 24)
}

// A home of 100,000 with a loan of 30,000 and 6 % of costs brings 64,000. Nothing
// else is there: 2,000 a month last 32 months, less the 100 of upkeep in the first.
func TestAHomeIsSoldByHand(t *testing.T) {
	const months = 40
	sc := Scenario{
		Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: None, Retire: None,
		People:   []Person{{ID: "p", Age: 780, Horizon: months}},
		Market:   market.Spec{Classes: []market.Class{{ID: "c"}}, Model: market.Model{Kind: market.Deterministic}},
		Yields:   steadyYields(1),
		Mixes:    []Mix{{Points: []Point{{0, []float64{1}}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "bank", Wrapper: Exempt}},
		Outflows: []Outflow{
			{ID: "living", Kind: KindSpending, Amount: Constant(2_000, months)}, {ID: "upkeep", Kind: KindProperty, Amount: Constant(100, months)},
		},
		Holdings: []Holding{{ID: "home", Kind: KindProperty, Value: Constant(100_000, months)}, {ID: "loan", Kind: KindDebt, Value: Constant(30_000, months)}},
		Draws:    []Draw{{Accounts: []int{0}}},
		Estates:  []Estate{{ID: "home", Kind: KindProperty, Price: Constant(94_000, months), Owed: Constant(30_000, months), Outflows: []int{1}, Holdings: []int{0, 1}}},
		Resorts:  []Resort{{Kind: PartWith, Estate: 0}},
	}
	r, again := mustRun(t, sc), mustAgain(t, sc)
	if r.Rows.Parted[0][0] != 0 || r.Rows.FirstShortfall[0] != 31 {
		t.Errorf("sold in month %d, short from month %d", r.Rows.Parted[0][0], r.Rows.FirstShortfall[0])
	}
	if again.Balances[0][0] != 64_000-2_100 || again.NetWorth[0] != 61_900 || again.NetWorth[39] != 0 {
		t.Errorf("%v is left of the sale, the household is worth %v and at last %v", again.Balances[0][0], again.NetWorth[0], again.NetWorth[39])
	}
	// Borrowed instead, as far as 70,000 of the home stand good for it: 33 months of 2,100.
	sc.Resorts = []Resort{{Kind: Borrow}}
	r, again = mustRun(t, sc), mustAgain(t, sc)
	if r.Rows.FirstShortfall[0] != 33 || !r.Rows.Borrowed[0] || again.NetWorth[9] != 70_000-21_000 {
		t.Errorf("short from month %d, worth %v in the tenth", r.Rows.FirstShortfall[0], again.NetWorth[9])
	}
	// At 12 % a year 2,100 a month come to 2,100 · (1.01^10 − 1)/0.01 · 1.01 after ten.
	sc.Resorts = []Resort{{Kind: Borrow, Rate: 0.12}}
	again = mustAgain(t, sc)
	if want := 70_000 - 2_100*(math.Pow(1.01, 10)-1)/0.01*1.01; math.Abs(again.NetWorth[9]-want) > 1e-6 {
		t.Errorf("worth %v with interest, want %v", again.NetWorth[9], want)
	}
	// A windfall pays back first.
	sc.Income = []Income{{ID: "gift", Kind: KindIncome, Person: 0, Amount: between(10_000, 3, 4, months)}}
	sc.Sweep = 0
	sc.Resorts = []Resort{{Kind: Borrow}}
	again = mustAgain(t, sc)
	if again.Balances[0][3] != 10_000-2_100-3*2_100 {
		t.Errorf("%v is left of a windfall once what was borrowed is paid back", again.Balances[0][3])
	}
}

// A resort more never fails a future that held without it.
func TestAResortNeverFailsAFuture(t *testing.T) {
	plain := owning(tight(256, market.Model{Kind: market.Lognormal}))
	plain.Tax = tax.None{}
	plain.Outflows[0].Amount = scaled(plain.Outflows[0].Amount, 1.7)
	before := mustRun(t, plain)
	for name, resorts := range map[string][]Resort{
		"sell": {{Kind: CutWishes}, {Kind: CutFlexible}, {Kind: PartWith, Estate: 0}}, "borrow": {{Kind: CutWishes}, {Kind: CutFlexible}, {Kind: Borrow, Rate: 0.03}},
	} {
		sc := plain
		sc.Resorts = resorts
		after, better := mustRun(t, sc), 0
		for i := range before.N {
			if before.Rows.Outcome[i] > Failed && after.Rows.Outcome[i] == Failed {
				t.Errorf("%s: future %d fails", name, i)
			}
			if after.Rows.Outcome[i] > before.Rows.Outcome[i] || after.Rows.FirstShortfall[i] > before.Rows.FirstShortfall[i] {
				better++
			}
		}
		if better == 0 {
			t.Errorf("%s helps nobody", name)
		}
	}
}

func TestTheCashFlowOfResortsAddsUp(t *testing.T) {
	sc := owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)
	sc.Estates[1].Sale = &Sale{Metric: TriggerLiquid, Value: 700_000, From: 60, Until: 500}
	for future := range 12 {
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

func TestEstatesAreChecked(t *testing.T) {
	bad := map[string]func(*Scenario){
		"estates[0].outflows": func(sc *Scenario) { sc.Estates[0].Outflows = []int{1} },
		"estates[1].income":   func(sc *Scenario) { sc.Estates[1].Income = []int{0} },
		"estates[2].holdings": func(sc *Scenario) { sc.Estates[2].Holdings = []int{9} },
		"resorts[0].estate":   func(sc *Scenario) { sc.Resorts[0] = Resort{Kind: PartWith, Estate: 7} },
		"resorts[1].rate":     func(sc *Scenario) { sc.Resorts[1].Rate = -1 },
		"proceeds":            func(sc *Scenario) { sc.Proceeds = None },
	}
	for field, spoil := range bad {
		sc := owning(household(spill), slices.Clone(allResorts)...)
		spoil(&sc)
		var invalid *Invalid
		if err := sc.Check(); !errors.As(err, &invalid) || !slices.ContainsFunc(invalid.Problems, func(p Problem) bool { return p.Field == field }) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
