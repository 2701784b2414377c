package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// everyRule is one of each kind, with parameters of their sources.
func everyRule(from int) map[string]Rule {
	return map[string]Rule{
		"share of wealth":             {Kind: PctOfPortfolio, From: from, Pct: 0.04},
		"share within bounds":         {Kind: PctOfPortfolio, From: from, Pct: 0.05, Floor: 0.8, Ceil: 1.2},
		"amortisation":                {Kind: VPW, From: from, Rate: 0.03},
		"amortisation without growth": {Kind: VPW, From: from},
		"guardrails":                  {Kind: Guardrails, From: from, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1},
		"ratchet":                     {Kind: Ratchet, From: from, Threshold: 0.5, Raise: 0.1, Gap: 36},
		"floor and ceiling":           {Kind: FloorCeiling, From: from, Floor: 0.85, Ceil: 1.2},
		"valuations":                  {Kind: CAPE, From: from, A: 0.015, B: 0.5, Floor: 0.7, StartCAPE: 29.9},
		"guardrails on the odds":      {Kind: RiskGuardrails, From: from, CutBelow: 0.7, RaiseAbove: 0.95, Step: 0.1},
		"needs":                       {From: from},
	}
}

func TestTheSecondOpinionAgreesOnEveryRule(t *testing.T) {
	for name, rule := range everyRule(300) {
		for _, all := range []bool{false, true} {
			t.Run(fmt.Sprint(name, all), func(t *testing.T) {
				t.Parallel()
				sc, rule := household(spill), rule
				rule.All = all
				sc.Rule = &rule
				agree(t, sc, 12)
			})
		}
	}
}

func TestTheSecondOpinionAgreesOnRandomRules(t *testing.T) {
	for seed := range uint64(100) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 12))
			sc := randomScenario(r)
			sc.Rule = randomSpendingRule(r, sc.Months)
			for i := range sc.Outflows {
				if o := &sc.Outflows[i]; o.Kind != KindSpending && r.IntN(3) == 0 {
					lumps := scaled(o.Amount, r.Float64())
					o.Lumps = &lumps
				}
			}
			agree(t, sc, 6)
		})
	}
}

func randomKind(r *rand.Rand) RuleKind { return RuleKind(1 + r.IntN(6)) }

func randomSpendingRule(r *rand.Rand, months int) *Rule {
	return &Rule{
		Kind: randomKind(r), From: r.IntN(2) * r.IntN(months), All: r.IntN(2) == 0, Guard: r.IntN(3),
		Pct: 0.1 * r.Float64(), Floor: float64(r.IntN(2)) * r.Float64(), Ceil: float64(r.IntN(2)) * (1 + r.Float64()),
		Rate: 0.08*r.Float64() - 0.03, Upper: 1 + r.Float64(), Lower: r.Float64(), Cut: 0.3 * r.Float64(), Raise: 0.3 * r.Float64(),
		Threshold: r.Float64(), Gap: r.IntN(60), A: 0.03 * r.Float64(), B: r.Float64(), StartCAPE: 10 + 30*r.Float64(),
		CutBelow: 0.8 * r.Float64(), RaiseAbove: 0.8 + 0.2*r.Float64(), Step: 0.3 * r.Float64(),
	}
}

// retired is one account of 1,000 that pays 4 a month of spending, half of it
// essential, and nothing else.
func retired(model market.Model, months, paths int, rule Rule) Scenario {
	spec := lognormalSpec(market.Class{ID: "c", Mean: 0.05, SD: 0.15})
	spec.Model = model
	sc := invested(spec, []float64{1}, months, paths, Constant(2, months))
	sc.Outflows = append(sc.Outflows, Outflow{ID: "f", Kind: KindSpending, Tier: Flexible, Amount: Constant(2, months)})
	sc.Rule = &rule
	return sc
}

func TestAmortisationIsPaidEvenlyAndLeavesNothing(t *testing.T) {
	const months = 360
	sc := retired(market.Model{Kind: market.Deterministic}, months, 1, Rule{Kind: VPW, Rate: 0.05, All: true})
	// PMT of 1,000 over 360 months at (1.05)^(1/12) − 1, at the beginning.
	i := math.Pow(1.05, 1.0/12) - 1
	want := 1000 * i / (1 + i) / (1 - math.Pow(1+i, -months))
	again := mustAgain(t, sc)
	for m, v := range again.Spending {
		if math.Abs(v-want) > 1e-9 {
			t.Fatalf("month %d: %v is spent, want %v", m, v, want)
		}
	}
	if end := again.NetWorth[months-1]; math.Abs(end) > 1e-6 {
		t.Errorf("%v is left", end)
	}
	if before := again.NetWorth[months-2]; before < want/2 {
		t.Errorf("only %v is left a month before", before)
	}
}

func mustAgain(t *testing.T, sc Scenario) Replay {
	t.Helper()
	again, err := Again(t.Context(), sc, 0)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// Nor do taxes and pensions keep amortisation from using all up.
func TestAmortisationLeavesNextToNothingInAnyFuture(t *testing.T) {
	sc := retired(market.Model{Kind: market.Lognormal}, 360, 200, Rule{Kind: VPW, Rate: 0.03, All: true})
	sc.Income = []Income{{ID: "p", Kind: KindIncome, Person: None, Amount: Constant(1, 360)}}
	r := mustTell(t, sc, everything(&sc))
	for i, end := range r.Rows.EndWealth {
		// The last decision is a year before the end; what is left is that year's surprise.
		if last := float64(r.At(Liquid, 347)[i]); end > 0.5*last+1 {
			t.Errorf("future %d leaves %v of %v a year before", i, end, last)
		}
	}
}

func TestAShareOfWealthNeverRuns(t *testing.T) {
	r := mustRun(t, retired(market.Model{Kind: market.StudentT, DF: 4}, 720, 400, Rule{Kind: PctOfPortfolio, Pct: 0.08, All: true}))
	for i := range r.N {
		if r.Rows.FirstShortfall[i] != None || r.Rows.LowestLiquid[i] <= 0 {
			t.Fatalf("future %d falls short in month %d, lowest %v", i, r.Rows.FirstShortfall[i], r.Rows.LowestLiquid[i])
		}
	}
}

// With growth g and a share p spent at even months, wealth follows
// W' = W g − (p W/12) Σ g^(k/12).
func TestAShareOfWealthInClosedForm(t *testing.T) {
	const p, years = 0.06, 20
	again := mustAgain(t, retired(market.Model{Kind: market.Deterministic}, 12*years, 1, Rule{Kind: PctOfPortfolio, Pct: p, All: true}))
	annuity := 0.0
	for k := 1; k <= 12; k++ {
		annuity += math.Pow(1.05, float64(k)/12)
	}
	want := 1000 * math.Pow(1.05-p/12*annuity, years)
	if got := again.NetWorth[12*years-1]; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("ends with %v, want %v", got, want)
	}
}

// What grows as fast as it is spent keeps its rate, so that no rail is met, no
// ratchet clicks and no floor holds.
func TestSteadyReturnsMoveNoRule(t *testing.T) {
	i := math.Pow(1.05, 1.0/12) - 1
	steady := 1000 * i / (1 + i)
	for name, rule := range everyRule(0) {
		if rule.Kind == PctOfPortfolio || rule.Kind == VPW || rule.Kind == CAPE || rule.Kind == RiskGuardrails {
			continue
		}
		t.Run(name, func(t *testing.T) {
			rule.All = true
			sc := retired(market.Model{Kind: market.Deterministic}, 600, 1, rule)
			for o := range sc.Outflows {
				sc.Outflows[o].Amount = Constant(steady/2, 600)
			}
			for m, v := range mustAgain(t, sc).Spending {
				if math.Abs(v-steady) > 1e-9 {
					t.Fatalf("month %d: %v is spent, want %v", m, v, steady)
				}
			}
			if r := mustRun(t, sc); r.Rows.Outcome[0] != FullyPaid || r.Rows.WorstCut[0] != 0 {
				t.Errorf("outcome %d, worst cut %v", r.Rows.Outcome[0], r.Rows.WorstCut[0])
			}
		})
	}
}

// Guyton and Klinger by hand: the first rate is 4.8 %; at 5.76 % (wealth below
// 833.33) spending is cut by a tenth, at 3.84 % (wealth above 1,250) raised.
func TestGuardrailsByHand(t *testing.T) {
	rule := Rule{Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1}
	start := standing{level: 1}
	first := rule.decide(outlook{wealth: 1000, ruled: 4, at: 4, left: 360}, start)
	if first.level != 1 || math.Abs(first.first-0.004) > 1e-15 {
		t.Fatalf("first %+v", first)
	}
	for _, c := range []struct {
		name   string
		wealth float64
		left   int
		want   float64
	}{
		{"a little above the upper rail's wealth", 833.34, 300, 1},
		{"a little below it", 833.33, 300, 0.9},
		{"below it with fifteen years left", 500, 180, 1},
		{"a little below the lower rail's wealth", 1249.99, 300, 1},
		{"a little above it", 1250.01, 300, 1.1},
		{"above it near the end", 1300, 12, 1.1},
		{"nothing left", 0, 300, 0.9},
	} {
		if got := rule.decide(outlook{wealth: c.wealth, ruled: 4, at: 4, left: c.left}, first); math.Abs(got.level-c.want) > 1e-12 {
			t.Errorf("%s: level %v, want %v", c.name, got.level, c.want)
		}
	}
}

// Kitces: a tenth more once wealth is half as much again as at first, every
// three years at most, never less.
func TestTheRatchetByHand(t *testing.T) {
	rule := Rule{Kind: Ratchet, Threshold: 0.5, Raise: 0.1, Gap: 36}
	s := standing{level: 1}
	for year, step := range []struct{ wealth, level float64 }{
		{1000, 1}, {1499, 1}, {1501, 1.1}, {1600, 1.1}, {1700, 1.1}, {1800, 1.21}, {400, 1.21}, {1600, 1.21}, {1600, 1.331},
	} {
		s = rule.decide(outlook{wealth: step.wealth, ruled: 4, at: 4, left: 400, since: 12 * year}, s)
		if math.Abs(s.level-step.level) > 1e-12 {
			t.Errorf("year %d: level %v, want %v", year, s.level, step.level)
		}
	}
}

// Bengen: a share of wealth, but no more than a fifth above and 15 % below the first year.
func TestFloorAndCeilingByHand(t *testing.T) {
	rule := Rule{Kind: FloorCeiling, Floor: 0.85, Ceil: 1.2}
	first := rule.decide(outlook{wealth: 1000, ruled: 3, other: 1, at: 3, left: 360}, standing{level: 1})
	for _, c := range []struct{ wealth, want float64 }{{1000, 1}, {1050, (4.2 - 1) / 3}, {2000, 1.2}, {950, (3.8 - 1) / 3}, {100, 0.85}} {
		if got := rule.decide(outlook{wealth: c.wealth, ruled: 3, other: 1, at: 3, left: 300}, first); math.Abs(got.level-c.want) > 1e-12 {
			t.Errorf("wealth %v: level %v, want %v", c.wealth, got.level, c.want)
		}
	}
}

// A rule that has nothing to decide is no rule.
func TestRulesThatNeverDecideChangeNothing(t *testing.T) {
	plain := mustRun(t, household(spill))
	for name, rule := range everyRule(660) {
		sc := household(spill)
		sc.Rule = &rule
		ruled := mustRun(t, sc)
		for i := range plain.N {
			if plain.Rows.EndWealth[i] != ruled.Rows.EndWealth[i] || plain.Rows.Outcome[i] != ruled.Rows.Outcome[i] || plain.Rows.WorstCut[i] != ruled.Rows.WorstCut[i] {
				t.Fatalf("%s: future %d: %v, without a rule %v", name, i, ruled.Rows.EndWealth[i], plain.Rows.EndWealth[i])
			}
		}
	}
}

func TestWhatARuleCutsIsACut(t *testing.T) {
	const months = 120
	for _, all := range []bool{false, true} {
		// A hundredth of 1,000 a year is 0.83 a month, of 4 planned.
		sc := retired(market.Model{Kind: market.Deterministic}, months, 1, Rule{Kind: PctOfPortfolio, Pct: 0.01, All: all})
		r := mustRun(t, sc)
		// Essentials stay, where the rule may not touch them: all flexible spending goes.
		want := 0.5
		if all {
			want = 1 - 1000*0.01/12/4
		}
		if got := r.Rows.WorstCut[0]; math.Abs(got-want) > 1e-9 {
			t.Errorf("all %v: worst cut %v, want %v", all, got, want)
		}
		if r.Rows.Outcome[0] != EssentialPaid {
			t.Errorf("all %v: outcome %d", all, r.Rows.Outcome[0])
		}
	}
}

func TestEssentialsStayAsPlannedWhereARuleMayNotTouchThem(t *testing.T) {
	for name, rule := range everyRule(120) {
		for guard, all := range map[int]bool{0: false, 1: true} {
			rule.All, rule.Guard = all, guard
			sc := tight(64, market.Model{Kind: market.Lognormal})
			sc.Rule = &rule
			p, err := checked(t.Context(), &sc)
			if err != nil {
				t.Fatal(err)
			}
			living := p.at.outflow[0]
			for i := range 8 {
				for m, v := range p.again(i).Values[living] {
					if planned := sc.Outflows[0].Amount.Real[m]; v < planned-1e-9 || (!all && v != planned) {
						t.Fatalf("%s, future %d, month %d: essentials of %v, planned %v", name, i, m, v, planned)
					}
				}
			}
		}
	}
}

func TestCutFloorsHoldUnderARule(t *testing.T) {
	sc := retired(market.Model{Kind: market.Deterministic}, 120, 1, Rule{Kind: PctOfPortfolio, Pct: 0.001})
	sc.Outflows[1].CutFloor = 0.6
	for m, v := range mustAgain(t, sc).Spending {
		if math.Abs(v-2-0.6*2) > 1e-9 {
			t.Fatalf("month %d: %v is spent, want 3.2", m, v)
		}
	}
}

// Goals and lumps are drawn on top of what a rule lets the portfolio pay.
func TestALumpIsNoCostOfTheYear(t *testing.T) {
	rule := Rule{Kind: PctOfPortfolio, Pct: 0.05, All: true}
	plain := retired(market.Model{Kind: market.Deterministic}, 60, 1, rule)
	lumpy := retired(market.Model{Kind: market.Deterministic}, 60, 1, rule)
	lump := between(100, 6, 7, 60)
	lumpy.Outflows = append(lumpy.Outflows, Outflow{ID: "car", Kind: KindProperty, Amount: lump, Lumps: &lump},
		Outflow{ID: "trip", Kind: KindGoal, Tier: Wish, Amount: lump})
	a, b := mustAgain(t, plain), mustAgain(t, lumpy)
	for m := range 6 {
		if a.Spending[m] != b.Spending[m] {
			t.Fatalf("month %d: %v is spent, without the lumps %v", m, b.Spending[m], a.Spending[m])
		}
	}
	if b.Spending[12] >= a.Spending[12] {
		t.Error("the next decision does not know that the lumps are gone")
	}
}

// In every month of every future the cash flow's lines add up under a rule, too.
func TestTheCashFlowAddsUpUnderEveryRule(t *testing.T) {
	for name, rule := range everyRule(240) {
		rule.All = true
		sc := tight(32, market.Model{Kind: market.StudentT, DF: 4})
		sc.Rule = &rule
		for i := range 6 {
			again, err := Again(t.Context(), sc, i)
			if err != nil {
				t.Fatal(err)
			}
			for m := range sc.Months {
				in, out := sidesOf(&again, m)
				if math.Abs(in-out) > 1e-6*math.Max(1, out) {
					t.Fatalf("%s, future %d, month %d: %v comes in, %v goes out", name, i, m, in, out)
				}
			}
		}
	}
}

func sidesOf(r *Replay, month int) (in, out float64) {
	for i, l := range r.Lines {
		v := r.Values[i][month]
		switch {
		case l.Kind == KindReturn || l.Kind == KindFee:
		case l.Inward:
			in += v
		default:
			out += v
		}
	}
	return in, out
}

// A replay under a rule has the very numbers of the run.
func TestAReplayUnderARuleIsTheRuns(t *testing.T) {
	for name, rule := range everyRule(300) {
		sc := household(130)
		sc.Rule = &rule
		r := mustTell(t, sc, everything(&sc))
		for _, i := range []int{0, 63, 64, 129} {
			again, err := Again(t.Context(), sc, i)
			if err != nil {
				t.Fatal(err)
			}
			for m := range sc.Months {
				if float32(again.NetWorth[m]) != r.At(NetWorth, m)[i] || float32(again.Spending[m]) != r.At(Spending, m)[i] {
					t.Fatalf("%s: future %d differs in month %d", name, i, m)
				}
			}
		}
	}
}

// Another currency is the same household with other numbers, under every rule.
func TestRulesKnowNoCurrency(t *testing.T) {
	for name, rule := range everyRule(240) {
		plain := tight(64, market.Model{Kind: market.Lognormal})
		plain.Rule = &rule
		a := mustRun(t, plain)
		plain = tight(64, market.Model{Kind: market.Lognormal})
		plain.Rule = &rule
		b := mustRun(t, inCurrency(plain, 1024))
		for i := range a.N {
			if !near(1024*a.Rows.EndWealth[i], b.Rows.EndWealth[i], 1e8) || a.Rows.Outcome[i] != b.Rows.Outcome[i] {
				t.Fatalf("%s: future %d ends with 1024 times %v, not %v", name, i, a.Rows.EndWealth[i], b.Rows.EndWealth[i])
			}
		}
	}
}

func TestExtremeHouseholdsStayFiniteUnderEveryRule(t *testing.T) {
	for name, rule := range everyRule(0) {
		rule.All = true
		for _, tiny := range []float64{0, 1e-300, 1e17} {
			sc := retired(market.Model{Kind: market.StudentT, DF: 2.5}, 240, 64, rule)
			sc.Outflows[1].Amount = Constant(tiny, 240)
			sc.Accounts[0].Balance = 1e17 * float64(min(1, tiny))
			sc.Tax = &tax.Flat{Income: 0.2}
			for i, v := range mustRun(t, sc).Rows.EndWealth {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%s with %g: future %d ends with %v", name, tiny, i, v)
				}
			}
		}
	}
}

func TestTheSustainableMultipleIsNotAskedOfARule(t *testing.T) {
	sc := retired(market.Model{Kind: market.Lognormal}, 120, 10, Rule{Kind: VPW})
	if _, err := Sustain(t.Context(), sc, 10, nil, nil); err != ErrRuled {
		t.Errorf("error %v, want ErrRuled", err)
	}
}

func TestDecidingAllocatesNothing(t *testing.T) {
	plain := allocations(t, household(64))
	for name, rule := range everyRule(0) {
		sc := household(64)
		sc.Rule = &rule
		if n := allocations(t, sc); n > plain {
			t.Errorf("%s: playing allocates %v times, without a rule %v", name, n, plain)
		}
	}
}

// allocations is how often playing a block allocates.
func allocations(t *testing.T, sc Scenario) float64 {
	t.Helper()
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	g, futures := newLedger(p), p.all()
	return testing.AllocsPerRun(2, func() { g.play(futures) })
}

// Whoever has more never spends less under a rule that spends a share of it.
func TestMoreWealthNeverSpendsLess(t *testing.T) {
	for _, rule := range []Rule{
		{Kind: PctOfPortfolio, Pct: 0.05, Floor: 0.5, Ceil: 1.5}, {Kind: VPW, Rate: 0.03, All: true}, {Kind: Ratchet, Threshold: 0.5, Raise: 0.1, Gap: 36},
	} {
		less := retired(market.Model{Kind: market.StudentT, DF: 4}, 240, 64, rule)
		more := retired(market.Model{Kind: market.StudentT, DF: 4}, 240, 64, rule)
		if rule.Kind != Ratchet { // which looks at growth, not at size
			more.Accounts[0].Balance *= 1.3
		} else {
			more.Income = []Income{{ID: "p", Kind: KindIncome, Person: None, Amount: Constant(1, 240)}}
			more.Outflows[1].Amount, less.Outflows[1].Amount = Constant(1, 240), Constant(1, 240)
		}
		for i := range 64 {
			a, errA := Again(t.Context(), less, i)
			b, errB := Again(t.Context(), more, i)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			for m := range a.Spending {
				if b.Spending[m] < a.Spending[m]-1e-9 {
					t.Fatalf("rule %d, future %d, month %d: with more %v is spent, with less %v", rule.Kind, i, m, b.Spending[m], a.Spending[m])
				}
			}
		}
	}
}

// Half of every account twice is one whole, under every rule.
func TestTwoHalfAccountsAreOneWholeUnderEveryRule(t *testing.T) {
	for name, rule := range everyRule(240) {
		whole := tight(64, market.Model{Kind: market.Lognormal})
		whole.Saving = whole.Saving[:4] // shares of a rest halve, buffers do not
		whole.Sweep = None
		whole.Rule = &rule
		a, b := mustRun(t, whole), mustRun(t, halved(whole))
		for i := range a.N {
			if a.Rows.Outcome[i] != b.Rows.Outcome[i] || !near(a.Rows.EndWealth[i], b.Rows.EndWealth[i], 1e5) {
				t.Fatalf("%s, future %d: %v and %v", name, i, a.Rows.EndWealth[i], b.Rows.EndWealth[i])
			}
		}
	}
}

// A tenth of all that comes out of a deferred account is tax: in the first year too
// the rest is spent, and the second year's budget is the same but for wealth.
func TestTheFirstYearKnowsItsTax(t *testing.T) {
	const months = 360
	sc := retired(market.Model{Kind: market.Deterministic}, months, 1, Rule{Kind: VPW, Rate: 0.05, All: true})
	sc.Accounts[0].Wrapper = Deferred
	sc.People = []Person{{ID: "p", Age: 800, Horizon: months}}
	sc.Tax = &tax.Flat{Income: 0.1}
	i := math.Pow(1.05, 1.0/12) - 1
	want := 0.9 * 1000 * i / (1 + i) / (1 - math.Pow(1+i, -months))
	again := mustAgain(t, sc)
	if got := again.Spending[0]; math.Abs(got-want) > 1e-9 {
		t.Errorf("in the first year %v a month is spent, want %v", got, want)
	}
	// What is owed for the first year has been paid for eleven months of it when the
	// second is budgeted: a twelfth of a tenth is all that later years differ by.
	for _, m := range []int{12, 24, 120} {
		if got := again.Spending[m]; math.Abs(got/want-1) > 0.015 {
			t.Errorf("in month %d %v is spent, in the first %v", m, got, want)
		}
	}
}

// Jeske: at a CAPE of 20, 1.75 % and half of 5 % are 4.25 % of wealth a year.
func TestCAPEByHand(t *testing.T) {
	rule := Rule{Kind: CAPE, A: 0.0175, B: 0.5, Floor: 0.5, Ceil: 1.5}
	for _, c := range []struct{ cape, wealth, want float64 }{
		{20, 1200, (1200*0.0425/12 - 0.25) / 4}, {40, 1200, (1200*0.03/12 - 0.25) / 4}, {40, 100, 0.5}, {10, 4000, 1.5},
	} {
		got := rule.decide(outlook{wealth: c.wealth, ruled: 4, at: 4, other: 0.25, cape: c.cape, left: 360}, standing{level: 1})
		if math.Abs(got.level-c.want) > 1e-12 {
			t.Errorf("CAPE %v, wealth %v: level %v, want %v", c.cape, c.wealth, got.level, c.want)
		}
	}
}

// Whoever retires into dear shares spends less than into cheap ones, of the same
// wealth: of history's starts, the second half by CAPE against the first.
func TestDearSharesPayLessOfTheSameWealth(t *testing.T) {
	sc := retired(market.Model{Kind: market.Replay}, 24, 2000, Rule{Kind: CAPE, A: 0.01, B: 0.5, All: true, StartCAPE: 30})
	sc.Market.Classes[0].History = market.HistoryStocks
	r := mustTell(t, sc, everything(&sc))
	first := r.At(Spending, 0)
	low, high := math.Inf(1), 0.0
	for _, v := range first {
		low, high = math.Min(low, float64(v)), math.Max(high, float64(v))
	}
	// 1920-12, the cheapest month at 4.8, and 1999-12, the dearest at 44.2.
	if math.Abs(high-1000*(0.01+0.5/4.78)/12) > 0.05 || math.Abs(low-1000*(0.01+0.5/44.2)/12) > 0.01 {
		t.Errorf("first month's spending from %v to %v", low, high)
	}
}
