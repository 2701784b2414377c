package tax

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/lanes"
)

func TestAllLanesOweWhatEachDoes(t *testing.T) {
	half, r := 0.5, rand.New(rand.NewPCG(1, 2))
	rates := Rates{Gains: 0.15, Dividends: 0.1, Interest: 0.2, CappedExempt: 2000, CappedRate: 0.09}
	ladder := []Band{{0, 0.1}, {12_000, 0.22}, {50_000, 0.2}, {90_000, 0.45}}
	laws := map[string]Abreast{
		"flat":          &Flat{Income: 0.2, Pension: 0.1, Rates: rates},
		"flat, gains":   &Flat{Rates: Rates{Gains: 0.3}},
		"bands":         &Bands{Bands: ladder, Deduction: 9_000, Rates: rates},
		"frozen":        &Bands{Bands: ladder, Deduction: 9_000, Frozen: true},
		"pension apart": &Bands{Bands: ladder, Pension: &half, Rates: rates},
		"no bands":      &Bands{Rates: rates},
	}
	for status := range filings {
		laws[fmt.Sprint("federal ", status)] = NewFederal(FederalSetup{
			Span:   Span{From: 2025, To: 2040, Carry: 0.97, Frozen: status == Head},
			Payers: []FederalPayer{{Payer: Payer{Members: []Member{{1958, 2060}, {1970, 2033}}}, Status: status}},
			State:  0.05 * float64(status),
		})
	}
	gains, exempt := 0.22, 3e6
	for i, set := range []KoreaSetup{{}, {NoLocal: true, Gains: &gains}, {ISAExempt: &exempt}} {
		set.Span = Span{From: 2025, To: 2040, Carry: 0.97, Frozen: i == 1}
		set.Payers = []KoreaPayer{{Payer: Payer{Members: []Member{{1960 + 8*i, 2050}}}, Service: 12 * i, Severance: 0.05, Received: 2028}}
		laws[fmt.Sprint("korea ", i)] = NewKorea(set)
		laws[fmt.Sprint("korea in won ", i)] = inWon{NewKorea(set)}
	}
	for name, regime := range laws {
		for round := range 200 {
			index, income := someYear(r)
			for _, u := range lanes.Units() {
				var owed lanes.Vec
				y := Years{Calendar: 2024 + round%18, Index: &index, Income: income}
				regime.OwedAbreast(u, &y, &owed)
				if _, copies := regime.(inWon); !copies && round == 0 {
					if n := testing.AllocsPerRun(1, func() { regime.OwedAbreast(u, &y, &owed) }); n != 0 {
						t.Errorf("%s by %v allocates %v times", name, u, n)
					}
				}
				for l, got := range &owed {
					one := Year{Calendar: y.Calendar, Index: index[l]}
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

// inWon is a regime whose money is a thousand times as small.
type inWon struct{ Abreast }

func (w inWon) OwedAbreast(u lanes.Unit, y *Years, to *lanes.Vec) {
	won := *y
	for c, in := range y.Income {
		if in != nil {
			won.Income[c] = new(lanes.Vec)
			lanes.Portable.Scale(won.Income[c], in, 1000)
		}
	}
	w.Abreast.OwedAbreast(u, &won, to)
}

func (w inWon) Owed(y *Year) float64 {
	won := *y
	for c := range won.Income {
		won.Income[c] *= 1000
	}
	return w.Abreast.Owed(&won)
}

// someYear is a year in which some classes of income come, some of them negative
// or nothing in some lanes.
func someYear(r *rand.Rand) (index lanes.Vec, income [Classes]*lanes.Vec) {
	for l := range index {
		index[l] = 0.5 + 3*r.Float64()
	}
	singly := r.IntN(2) == 0 // with what is worked out lane by lane
	for c := range income {
		if r.IntN(3) == 0 || (Class(c) >= SelfEmployed && !singly) {
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

// What is owed to date is the part gone by of the tax on what is regular, and what more
// is owed with what comes once.
func TestOwedToDateIsTheTaxOnBoth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	law := NewFederal(FederalSetup{
		Span:   Span{From: 2025, To: 2040, Carry: 0.97},
		Payers: []FederalPayer{{Payer: Payer{Members: []Member{{1958, 2060}, {1970, 2033}}}, Status: Joint}},
		State:  0.04,
	})
	for round := range 200 {
		y := ToDate{Calendar: 2024 + round%18, Yearly: 12 / float64(1+round%12), Gone: float64(1+round%12) / 12, Lumps: round%3 != 0}
		var index lanes.Vec
		index, y.Regular = someYear(r)
		if y.Index = &index; y.Lumps {
			_, y.Once = someYear(r)
		}
		for c := SelfEmployed; int(c) < Classes; c++ {
			y.Regular[c], y.Once[c] = nil, nil
		}
		for _, u := range lanes.Units() {
			var owed lanes.Vec
			if n := testing.AllocsPerRun(1, func() { law.OwedToDate(u, &y, &owed) }); n != 0 && round == 0 {
				t.Errorf("%v allocates %v times", u, n)
			}
			for l, got := range &owed {
				one := Year{Calendar: y.Calendar, Index: index[l]}
				for c, of := range y.Regular {
					if of != nil {
						one.Income[c] = float64(of[l] * y.Yearly)
					}
				}
				base := law.Owed(&one)
				for c, of := range y.Once {
					if of != nil {
						one.Income[c] += of[l]
					}
				}
				want := float64(base*y.Gone) + (law.Owed(&one) - base)
				if math.Float64bits(got) != math.Float64bits(want) {
					t.Fatalf("%v: %v, want %v on %v", u, got, want, one)
				}
			}
		}
	}
}
