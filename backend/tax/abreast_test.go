package tax

import (
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/lanes"
)

func TestAllLanesOweWhatEachDoes(t *testing.T) {
	half, r := 0.5, rand.New(rand.NewPCG(1, 2))
	rates := Rates{Gains: 0.15, Dividends: 0.1, Interest: 0.2, CappedExempt: 2000, CappedRate: 0.09}
	ladder := []Band{{0, 0.1}, {12_000, 0.22}, {50_000, 0.2}, {90_000, 0.45}}
	for name, regime := range map[string]Abreast{
		"flat":          &Flat{Income: 0.2, Pension: 0.1, Rates: rates},
		"flat, gains":   &Flat{Rates: Rates{Gains: 0.3}},
		"bands":         &Bands{Bands: ladder, Deduction: 9_000, Rates: rates},
		"frozen":        &Bands{Bands: ladder, Deduction: 9_000, Frozen: true},
		"pension apart": &Bands{Bands: ladder, Pension: &half, Rates: rates},
		"no bands":      &Bands{Rates: rates},
	} {
		for range 200 {
			index, income := someYear(r)
			for _, u := range lanes.Units() {
				var owed lanes.Vec
				y := Years{Index: &index, Income: income}
				regime.OwedAbreast(u, &y, &owed)
				for l, got := range &owed {
					one := Year{Index: index[l]}
					for c, of := range income {
						if of != nil {
							one.Income[c] = of[l]
						}
					}
					if want := regime.Owed(&one); math.Float64bits(got) != math.Float64bits(want) {
						t.Fatalf("%s by %v: %v, want %v on %v", name, u, got, want, one)
					}
				}
			}
		}
	}
}

// someYear is a year in which some classes of income come, some of them negative
// or nothing in some lanes.
func someYear(r *rand.Rand) (index lanes.Vec, income [Classes]*lanes.Vec) {
	for l := range index {
		index[l] = 0.5 + 3*r.Float64()
	}
	for c := range income {
		if r.IntN(3) == 0 {
			continue
		}
		income[c] = new(lanes.Vec)
		for l := range income[c] {
			switch r.IntN(4) {
			case 0:
			case 1:
				income[c][l] = -1e4 * r.Float64()
			default:
				income[c][l] = 2e5 * r.Float64() * r.Float64()
			}
		}
	}
	return index, income
}
