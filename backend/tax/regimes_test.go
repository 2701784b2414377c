package tax

import (
	"math"
	"testing"
)

// The answers are worked out by hand beside each.
func TestKnownAnswers(t *testing.T) {
	rates := Rates{Gains: 0.15, Dividends: 0.1, Interest: 0.2, CappedExempt: 2000, CappedRate: 0.099}
	flat := &Flat{Income: 0.2, Pension: 0.05, Rates: rates}
	bands := &Bands{
		Bands:     []Band{{0, 0.10}, {20_000, 0.20}, {50_000, 0.40}},
		Deduction: 10_000, Rates: rates,
	}
	frozen := *bands
	frozen.Frozen = true
	apart := *bands
	pension := 0.05
	apart.Pension = &pension
	tests := []struct {
		name   string
		regime Regime
		index  float64
		income map[Class]float64
		want   float64
	}{
		{"none", None{}, 1, map[Class]float64{Ordinary: 1e6}, 0},
		{"flat", flat, 1, map[Class]float64{Ordinary: 50_000, Pension: 10_000}, 10_500},
		{"flat beside", flat, 1, map[Class]float64{Gains: 1000, Dividends: 1000, Interest: 1000}, 450},
		{"untaxed", flat, 1, map[Class]float64{Untaxed: 1e6}, 0},
		{"capped within the exemption", flat, 1, map[Class]float64{Capped: 2000}, 0},
		{"capped beyond it", flat, 1, map[Class]float64{Capped: 3000}, 99},
		{"capped, exemption indexed", flat, 1.5, map[Class]float64{Capped: 3000}, 0},
		{"losses owe nothing", flat, 1, map[Class]float64{Gains: -1000, Ordinary: -5}, 0},
		{"below the deduction", bands, 1, map[Class]float64{Ordinary: 9000}, 0},
		// 65,000 - 10,000 = 55,000: 2,000 + 6,000 + 2,000
		{"three bands", bands, 1, map[Class]float64{Ordinary: 60_000, Pension: 5000}, 10_000},
		// thresholds doubled: 130,000 owes twice as much
		{"indexed", bands, 2, map[Class]float64{Ordinary: 130_000}, 20_000},
		// 120,000: 2,000 + 6,000 + 28,000
		{"frozen", &frozen, 2, map[Class]float64{Ordinary: 130_000}, 36_000},
		// 50,000: 2,000 + 6,000; pension 250
		{"pensions apart", &apart, 1, map[Class]float64{Ordinary: 60_000, Pension: 5000}, 8250},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			y := Year{Calendar: 2030, Index: test.index}
			for c, v := range test.income {
				y.Income[c] = v
			}
			if got := test.regime.Owed(&y); math.Abs(got-test.want) > 1e-9 {
				t.Errorf("owed %v, want %v", got, test.want)
			}
		})
	}
}

func TestMoreIncomeNeverOwesLess(t *testing.T) {
	regime := &Bands{Bands: []Band{{0, 0.1}, {10, 0.3}, {30, 0.2}}, Deduction: 5, Rates: Rates{Gains: 0.1}}
	for c := range Classes {
		before := 0.0
		for v := -10.0; v < 100; v += 0.7 {
			var y Year
			y.Index = 1.1
			y.Income[c] = v
			owed := regime.Owed(&y)
			if owed < before {
				t.Fatalf("class %d: %v owes %v, less than before", c, v, owed)
			}
			before = owed
		}
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	bad := math.NaN()
	bands := &Bands{
		Bands: []Band{{0, 0.1}, {0, 1.2}}, Deduction: -1, Pension: &bad,
		Rates: Rates{Gains: math.Inf(1), CappedExempt: -3},
	}
	if got := len(bands.Check()); got != 6 {
		t.Errorf("%d faults, want 6: %v", got, bands.Check())
	}
	if got := len((&Flat{Income: 2}).Check()); got != 1 {
		t.Errorf("%d faults of a flat rate of 200 %%, want 1", got)
	}
	if got := (&Bands{Bands: []Band{{0, 0.1}}}).Check(); got != nil {
		t.Errorf("faults of a sound regime: %v", got)
	}
}
