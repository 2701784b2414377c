package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// withholding lets the payers of some incomes keep a part of them.
func withholding(r *rand.Rand, sc *Scenario) {
	for i := range sc.Income {
		if r.IntN(4) > 0 {
			sc.Income[i].Withhold = float64(1+r.IntN(10)) * 0.1 * r.Float64()
		}
	}
}

func TestTheSecondOpinionAgreesOnWithholding(t *testing.T) {
	for name, scenario := range map[string]func(*rand.Rand) Scenario{
		"any":    randomScenario,
		"lawful": lawful,
		"chancy": func(r *rand.Rand) Scenario {
			sc := randomScenario(r)
			venturesome(r, &sc)
			sc.Rule = randomSpendingRule(r, sc.Months)
			return sc
		},
	} {
		for seed := range uint64(24) {
			t.Run(fmt.Sprint(name, seed), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(seed, 31))
				sc := scenario(r)
				withholding(r, &sc)
				agree(t, sc, 4)
			})
		}
	}
}

func TestTheSecondOpinionAgreesOnWithholdingOfTheMortal(t *testing.T) {
	for _, share := range []float64{0.1, 0.35, 0.9} {
		sc := couple(spill)
		for _, household := range append(sc.Lives.Households[1:], &sc) {
			for i := range household.Income {
				household.Income[i].Withhold = share
			}
		}
		agree(t, sc, 40)
	}
}

// What is withheld counts in the worth that a milestone waits for, and leaves the purse
// in the variant that a future has come to follow.
func TestTheSecondOpinionAgreesOnWithholdingBeforeAMilestone(t *testing.T) {
	sc := household(spill)
	for i := range sc.Income {
		sc.Income[i].Withhold = 0.3
	}
	sc.Rule = &Rule{Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1}
	agree(t, waiting(sc, TriggerNetWorth, 1_500_000, 130, 6, 324), 12)
}

// salary is 1,000 a month, kept in a bank that pays nothing, under a flat tax.
func salary(start Month, months int, rate, withhold float64) Scenario {
	sc := pay(months, 1)
	sc.Start, sc.Market.Model = start, market.Model{Kind: market.Deterministic}
	sc.Sweep, sc.Draws = 0, []Draw{{Accounts: []int{0}}}
	sc.Tax = &tax.Flat{Income: rate}
	sc.Income[0].Tax, sc.Income[0].Withhold = tax.Ordinary, withhold
	return sc
}

// The bank and the worth of each month are worked by hand. Tax is 20 %: 200 a month.
func TestWithholdingKnownAnswers(t *testing.T) {
	january := Month{2026, 1}
	line := func(n int, at func(m int) float64) []float64 {
		v := make([]float64, n)
		for m := range v {
			v[m] = at(m)
		}
		return v
	}
	for _, tt := range []struct {
		name        string
		sc          Scenario
		bank, worth []float64
		tax         float64
	}{
		// 700 a month come home; what was withheld above 200 a month, 1,200 by December, is
		// a claim all along, comes back in January, and begins anew.
		{"too much comes back in January", salary(january, 14, 0.2, 0.3),
			line(14, func(m int) float64 {
				if m < 12 {
					return 700 * float64(m+1)
				}
				return 700*float64(m+1) + 1_200
			}),
			line(14, func(m int) float64 { return 800 * float64(m+1) }), 14 * 200},
		// 50 a month are withheld too little and fall due a month later, as all tax does.
		{"too little falls due", salary(january, 14, 0.2, 0.15),
			line(14, func(m int) float64 { return 850*float64(m+1) - 50*float64(m) }),
			line(14, func(m int) float64 { return 800 * float64(m+1) }), 14 * 200},
		// Exactly the tax: nothing is left to settle.
		{"the tax itself", salary(january, 14, 0.2, 0.2),
			line(14, func(m int) float64 { return 800 * float64(m+1) }),
			line(14, func(m int) float64 { return 800 * float64(m+1) }), 14 * 200},
		// Nothing is owed: all of it comes back, 50 a month for the months of each year.
		{"without a tax", salary(january, 14, 0, 0.05),
			line(14, func(m int) float64 {
				if m < 12 {
					return 950 * float64(m+1)
				}
				return 950*float64(m+1) + 600
			}),
			line(14, func(m int) float64 { return 1_000 * float64(m+1) }), 0},
		// A plan that begins in November settles its two months in January.
		{"part of a year", salary(Month{2026, 11}, 4, 0.2, 0.5),
			[]float64{500, 1_000, 1_500 + 600, 2_000 + 600},
			line(4, func(m int) float64 { return 800 * float64(m+1) }), 4 * 200},
	} {
		again, err := Again(t.Context(), tt.sc, 0)
		if err != nil {
			t.Fatal(err)
		}
		for m := range tt.bank {
			if math.Abs(again.Balances[0][m]-tt.bank[m]) > 1e-6 || math.Abs(again.NetWorth[m]-tt.worth[m]) > 1e-6 {
				t.Errorf("%s: month %d: %g in the bank and %g in all, by hand %g and %g",
					tt.name, m, again.Balances[0][m], again.NetWorth[m], tt.bank[m], tt.worth[m])
			}
		}
		if got := mustRun(t, tt.sc).Rows.TaxPaid[0]; math.Abs(got-tt.tax) > 1e-6 {
			t.Errorf("%s: %g of tax, not %g", tt.name, got, tt.tax)
		}
	}
}

// Under no regime at all the result is the same as under one that takes nothing.
func TestWithholdingWithoutARegime(t *testing.T) {
	free := mustRun(t, salary(Month{2026, 1}, 14, 0, 0.05)).Rows.EndWealth[0]
	for _, regime := range []tax.Regime{nil, tax.None{}} {
		sc := salary(Month{2026, 1}, 14, 0, 0.05)
		sc.Tax = regime
		if got := mustRun(t, sc).Rows.EndWealth[0]; math.Abs(got-free) > 1e-9 {
			t.Errorf("%v: %g, not %g", regime, got, free)
		}
	}
}

// No more is withheld than deductions leave; what is routed, and what a rule saves of
// pay, is of what comes home: of 1,000, 400 go into a pension, 600 at most are withheld.
func TestWithholdingComesBeforeWhatIsSavedOfPay(t *testing.T) {
	sc := salary(Month{2026, 1}, 3, 0.2, 0.3)
	sc.Accounts = append(sc.Accounts, Account{ID: "pot", Wrapper: Exempt}, Account{ID: "pension", Wrapper: Deferred})
	sc.Income[0].PreTax = []PreTax{{ID: "p", Amount: Constant(400, 3), To: 2}}
	sc.Income[0].Route = []Route{{1, 0.5}} // of 1,000 - 400 - 300
	again, err := Again(t.Context(), sc, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Balances[1][2]; math.Abs(got-3*150) > 1e-9 {
		t.Errorf("%g is routed, not 450", got)
	}
	sc.Income[0].Withhold = 0.9
	if again, err = Again(t.Context(), sc, 0); err != nil {
		t.Fatal(err)
	}
	for i, l := range again.Lines {
		if l.ID == "withheld.w" && math.Abs(again.Values[i][0]-600) > 1e-9 {
			t.Errorf("%g is withheld of 600", again.Values[i][0])
		}
	}
	if again.Balances[1][2] != 0 {
		t.Errorf("%g is routed of nothing", again.Balances[1][2])
	}
}

// A share outside 0 to 1 is refused, and so is withholding from what ends with an estate
// or is taxed as a gain.
func TestWithholdingIsChecked(t *testing.T) {
	for name, change := range map[string]func(*Scenario){
		"of an estate": func(sc *Scenario) {
			sc.Income[0].Withhold, sc.Estates = 0.1, []Estate{{ID: "e", Kind: KindProperty, Income: []int{0}}}
		},
		"of a gain": func(sc *Scenario) {
			sc.Income[0].Withhold, sc.Income[0].Tax, sc.Income[0].Gain = 0.1, tax.Untaxed, &Gain{}
		},
		"more than all": func(sc *Scenario) { sc.Income[0].Withhold = 1.1 },
		"no number":     func(sc *Scenario) { sc.Income[0].Withhold = math.NaN() },
	} {
		sc := salary(Month{2026, 1}, 3, 0.2, 0)
		change(&sc)
		err := sc.Check()
		if sc.Income[0].Withhold = 0; err == nil || sc.Check() != nil {
			t.Errorf("%s: %v, without withholding %v", name, err, sc.Check())
		}
	}
}
