package simulate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meridian/backend/market"
)

// venturesome makes pay a matter of chance and lets things befall the household.
func venturesome(r *rand.Rand, sc *Scenario) {
	for i := range 1 + r.IntN(3) {
		begins := make([]float64, sc.Months)
		for t := r.IntN(sc.Months); t < sc.Months; t++ {
			begins[t] = 0.1 * r.Float64()
		}
		sc.Spells = append(sc.Spells, Spell{ID: fmt.Sprint("s", i), Begins: begins, Months: 1 + r.IntN(30), Once: r.IntN(3) == 0})
	}
	sc.Wages = Wages{SD: 0.1 * r.Float64(), Market: 2*r.Float64() - 1, Shares: r.IntN(4)}
	for i := range sc.Income {
		u := &Uncertain{SD: float64(r.IntN(2)) * r.Float64(), Market: 2*r.Float64() - 1, Wages: r.IntN(2) == 0}
		for range r.IntN(3) {
			u.Stops = append(u.Stops, Stop{r.IntN(len(sc.Spells)), float64(r.IntN(2)) * r.Float64()})
		}
		if r.IntN(3) > 0 {
			sc.Income[i].Uncertain = u
		}
	}
	benefit := randomIncome(r, sc, 9)
	benefit.PreTax, benefit.Route = nil, nil
	benefit.During = &During{r.IntN(len(sc.Spells)), r.IntN(2) == 0}
	sc.Income = append(sc.Income, benefit)
	sc.Outflows = append(sc.Outflows, Outflow{
		ID: "care", Kind: KindSpending, Tier: Essential, Amount: randomSchedule(r, sc.Months, 5_000),
		During: &During{r.IntN(len(sc.Spells)), r.IntN(2) == 0},
	})
}

func TestTheSecondOpinionAgreesOnUncertainPay(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 8))
			sc := randomScenario(r)
			venturesome(r, &sc)
			if seed%3 == 0 {
				sc.Rule = &Rule{Kind: PctOfPortfolio, Pct: 0.04, From: r.IntN(sc.Months), Floor: 0.5, Ceil: 2, All: seed%2 == 0}
			}
			agree(t, sc, 6)
		})
	}
}

// pay is a person with pay and nothing else, who keeps it in a bank that pays nothing.
func pay(months, paths int) Scenario {
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: paths, Seed: 7,
		People: []Person{{ID: "p", Age: 480, Horizon: months}},
		Market: market.Spec{
			Classes: []market.Class{{ID: "eq", Mean: 0.05, SD: 0.18}, {ID: "cash"}},
			Model:   market.Model{Kind: market.Lognormal},
		},
		Yields:   []Yield{fourYields[0], {0, fourYields[1].As}},
		Mixes:    []Mix{{Points: []Point{{0, []float64{0, 1}}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "bank", Wrapper: Cash}},
		Income:   []Income{{ID: "w", Kind: KindIncome, Amount: Constant(1000, months)}},
		Retire:   None, Confidence: 0.8,
	}
}

// earned is what each future has earned by the end.
func earned(t *testing.T, sc Scenario) []float64 {
	t.Helper()
	r, err := Run(t.Context(), sc, Told{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Rows.EndWealth
}

// moments are the mean and the standard deviation.
func moments(values []float64) (mean, sd float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		sd += (v - mean) * (v - mean) / float64(len(values))
	}
	return mean, math.Sqrt(sd)
}

// A year of pay has the deviation asked for and pays on average what is planned;
// independent years add up: over four years of 12,000 each with deviation 0.3, the
// total of 48,000 deviates by 12,000 · 0.3 · √4 = 7,200.
func TestPayDeviatesAsMuchAsAsked(t *testing.T) {
	sc := pay(48, 20_000)
	sc.Income[0].Uncertain = &Uncertain{SD: 0.3}
	mean, sd := moments(earned(t, sc))
	if math.Abs(mean-48_000) > 4*7_200/math.Sqrt(20_000) || math.Abs(sd/7_200-1) > 0.03 {
		t.Errorf("mean %g and deviation %g, not 48000 and 7200", mean, sd)
	}
}

// A spell that begins with chance p in every month and lasts m months is under way
// in the long run in m/(m + (1−p)/p) of them: the mean time between the end of one
// and the beginning of the next is (1−p)/p. With p = 0.02 and m = 7 that is 7/56;
// over 600 months from a beginning without one, pay is short by 1/8 but for the
// months that it takes to get there.
func TestASpellIsUnderWayForItsShareOfTime(t *testing.T) {
	const months = 600
	sc := pay(months, 4_000)
	begins := make([]float64, months)
	for i := range begins {
		begins[i] = 0.02
	}
	sc.Spells = []Spell{{ID: "s", Begins: begins, Months: 7}}
	sc.Income[0].Uncertain = &Uncertain{Stops: []Stop{{0, 0.25}}}
	mean, _ := moments(earned(t, sc))
	want := 1000 * (months - 0.75*months*7/56)
	if math.Abs(mean/want-1) > 0.005 {
		t.Errorf("%g is earned on average, not %g", mean, want)
	}
}

// A spell that comes once befalls 1 − (1−p)ⁿ of the futures in n months; what it costs
// falls due in its months alone, and what it pays once comes in its first.
func TestWhatBefallsOnce(t *testing.T) {
	const months, p = 120, 0.01
	sc := pay(months, 20_000)
	begins := make([]float64, months)
	for i := range 60 {
		begins[i] = p
	}
	sc.Spells = []Spell{{ID: "care", Begins: begins, Months: 24, Once: true}}
	sc.Outflows = []Outflow{{ID: "c", Kind: KindSpending, Tier: Essential, Amount: Constant(300, months), During: &During{Spell: 0}}}
	sc.Income = append(sc.Income, Income{ID: "b", Kind: KindIncome, Amount: Constant(5_000, months), During: &During{0, true}})
	befallen := 0
	for _, v := range earned(t, sc) {
		switch d := v - 120_000; {
		case math.Abs(d) < 1e-6:
		case math.Abs(d-(5_000-24*300)) < 1e-6:
			befallen++
		default:
			t.Fatalf("a future ends with %g more than pay", d)
		}
	}
	want := 1 - math.Pow(1-p, 60)
	if got := float64(befallen) / 20_000; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/20_000) {
		t.Errorf("%g of futures are befallen, not %g", got, want)
	}
}

// Wages wander about what is planned: in the tenth year their level has a logarithm of
// deviation σ√9, and mean 1. What is earned then is the difference of two plans.
func TestWagesWander(t *testing.T) {
	sc := pay(120, 20_000)
	sc.Wages = Wages{SD: 0.05}
	sc.Income[0].Uncertain = &Uncertain{Wages: true}
	sc.Income[0].Amount = between(1000, 108, 120, 120)
	mean, sd := moments(earned(t, sc))
	want := 12_000 * math.Sqrt(math.Exp(9*0.05*0.05)-1)
	if math.Abs(mean/12_000-1) > 0.005 || math.Abs(sd/want-1) > 0.03 {
		t.Errorf("mean %g and deviation %g, not 12000 and %g", mean, sd, want)
	}
}

// Pay that follows the market entirely is known from the year before: a lognormal
// year of shares of one deviation more brings one deviation more of pay.
func TestPayFollowsTheMarket(t *testing.T) {
	sc := pay(24, 200)
	sc.Income[0].Uncertain = &Uncertain{SD: 0.2, Market: 1}
	sc.Income[0].Amount = between(1000, 12, 24, 24)
	sc.Accounts = append(sc.Accounts, Account{ID: "eq", Wrapper: Exempt, Balance: 1, Mix: 1})
	sc.Mixes = append(sc.Mixes, Mix{Points: []Point{{0, []float64{1, 0}}}, Rebalance: Monthly})
	s, class := math.Sqrt(math.Log(1.04)), sc.Market.Classes[0]
	mean, sd := class.Logarithm()
	for i := range 20 {
		again, err := Again(t.Context(), sc, i)
		if err != nil {
			t.Fatal(err)
		}
		x := (math.Log(again.Balances[1][11]) - mean) / sd
		want := 12_000 * math.Exp(s*x-s*s/2)
		if got := again.Balances[0][23]; math.Abs(got/want-1) > 1e-9 {
			t.Errorf("future %d earns %g, not %g", i, got, want)
		}
	}
}

// Certain parts change nothing: deviations of nothing and spells that never come
// leave what would be without.
func TestChanceOfNothingChangesNothing(t *testing.T) {
	plain := household(64)
	sc := household(64)
	sc.Spells = []Spell{{ID: "s", Begins: make([]float64, sc.Months), Months: 3}}
	for i := range sc.Income {
		sc.Income[i].Uncertain = &Uncertain{Wages: true, Stops: []Stop{{0, 0}}}
	}
	a, b := earned(t, plain), earned(t, sc)
	for i := range a {
		if !near(a[i], b[i], math.Abs(a[i])) {
			t.Fatalf("future %d ends with %g, not %g", i, b[i], a[i])
		}
	}
}

// More chance of being out of work never helps: with the same draws, spells that
// begin no later and pay that stops for longer leave no future better off.
func TestMoreTimeWithoutWorkNeverHelps(t *testing.T) {
	var last []float64
	for _, months := range []int{0, 3, 9, 24} {
		sc := household(64)
		begins := make([]float64, sc.Months)
		for i := range begins {
			begins[i] = 0.01
		}
		if months > 0 {
			sc.Spells = []Spell{{ID: "s", Begins: begins, Months: months, Once: true}}
			sc.Income[0].Uncertain = &Uncertain{Stops: []Stop{{0, 0}}}
		}
		now := earned(t, sc)
		for i := range last {
			if now[i] > last[i]*(1+1e-9) {
				t.Errorf("future %d: %d months without work leave %g, fewer %g", i, months, now[i], last[i])
			}
		}
		last = now
	}
}

func TestSpellsAreChecked(t *testing.T) {
	for name, spoil := range map[string]func(*Scenario){
		"spells[0].months":             func(s *Scenario) { s.Spells[0].Months = 0 },
		"spells[0].begins":             func(s *Scenario) { s.Spells[0].Begins[3] = 1 },
		"income[0].uncertain.sd":       func(s *Scenario) { s.Income[0].Uncertain.SD = -1 },
		"income[0].uncertain.market":   func(s *Scenario) { s.Income[0].Uncertain.Market = 1.5 },
		"income[0].uncertain.stops[0]": func(s *Scenario) { s.Income[0].Uncertain.Stops[0].Spell = 4 },
		"outflows[0].during":           func(s *Scenario) { s.Outflows[0].During = &During{Spell: 2} },
		"outflows[1].during":           func(s *Scenario) { s.Outflows[1].During = &During{} },
		"wages.sd":                     func(s *Scenario) { s.Wages.SD = 9 },
	} {
		sc := household(1)
		sc.Spells = []Spell{{Begins: make([]float64, sc.Months), Months: 1}}
		sc.Income[0].Uncertain = &Uncertain{Stops: []Stop{{}}}
		spoil(&sc)
		var invalid *Invalid
		named := func(p Problem) bool { return strings.HasPrefix(p.Field, name) }
		if err := sc.Check(); !errors.As(err, &invalid) || !slices.ContainsFunc(invalid.Problems, named) {
			t.Errorf("%s is not complained of: %v", name, err)
		}
	}
}
