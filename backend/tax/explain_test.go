package tax

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestExplanationsAddUp works thousands of years out twice: the lines, each its
// rate of its base, must come to what is owed.
func TestExplanationsAddUp(t *testing.T) {
	pension, gains := 0.03, 0.22
	nowhere := koreaOf(1960)
	set := nowhere.set
	set.NoLocal, set.Gains = true, &gains
	regimes := map[string]Explained{
		"none":                  None{},
		"flat":                  &Flat{Income: 0.2, Pension: 0.07, Rates: Rates{Gains: 0.15, Dividends: 0.1, Interest: 0.25, CappedExempt: 2e4, CappedRate: 0.099}},
		"bands":                 &Bands{Bands: []Band{{0, 0.06}, {14e3, 0.15}, {50e3, 0.24}}, Deduction: 15e3, Rates: Rates{Gains: 0.05}},
		"bands, pensions apart": &Bands{Bands: []Band{{5e3, 0.1}, {14e3, 0.3}}, Frozen: true, Pension: &pension},
		"single":                federalOf(Single, 1955), "joint": federalOf(Joint, 1986, 1952), "separate": federalOf(Separate, 1970),
		"kr": koreaOf(1984), "kr old": nowhere, "kr without local tax": NewKorea(set),
		"exchanged": &Exchanged{Regime: koreaOf(1970), Rate: 1.0 / 1400},
	}
	for name, r := range regimes {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			unit := 1e5
			if r.ID() == KoreaID {
				unit = 1e8
			}
			told := map[string]bool{}
			for range 20_000 {
				y := Year{Calendar: 2025 + rng.IntN(30), Index: 1 + rng.Float64()}
				for c := Ordinary; c < Class(Classes); c++ {
					if rng.IntN(3) == 0 {
						y.Income[c] = unit * math.Pow(rng.Float64(), 3) * 4
					}
				}
				if rng.IntN(4) == 0 {
					y.Income[Ordinary] = -y.Income[Ordinary]
				}
				before := y
				e := r.Explain(&y)
				if y != before {
					t.Fatal("explaining a year changes it")
				}
				if got, want := e.Total(), r.Owed(&y); math.Abs(got-want) > 1e-9*(math.Abs(want)+unit) {
					t.Fatalf("%+v: lines %+v come to %g, owed is %g", y, e.Lines, got, want)
				}
				for _, l := range e.Lines {
					told[l.ID] = true
					if l.Amount != l.Base*l.Rate && math.Abs(l.Amount-l.Base*l.Rate) > 1e-12*math.Abs(l.Amount) {
						t.Fatalf("line %+v is not its rate of its base", l)
					}
				}
			}
			if len(told) < 3 && name != "none" {
				t.Errorf("only %v were ever told", told)
			}
		})
	}
}
