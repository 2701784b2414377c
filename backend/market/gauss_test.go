package market

import (
	"math"
	"testing"
)

func TestCumulativeIsTheErrorFunctions(t *testing.T) {
	for x := -8.9; x < 9; x += 0.0137 {
		want := 0.5 * math.Erfc(-x/math.Sqrt2)
		if got := Cumulative(x); math.Abs(got-want) > 1e-15 {
			t.Errorf("Φ(%.4f) = %g, want %g", x, got, want)
		}
	}
	for x, want := range map[float64]float64{-50: 0, 0: 0.5, 50: 1} {
		if got := Cumulative(x); got != want {
			t.Errorf("Φ(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestQuantileIsTheInverseOfCumulative(t *testing.T) {
	for _, p := range []float64{1e-9, 0.001, 0.025, 0.2, 0.5, 0.7, 0.975, 1 - 1e-9} {
		if got := Cumulative(Quantile(p)); math.Abs(got-p) > 1e-15 {
			t.Errorf("Φ(Φ⁻¹(%g)) is off by %g", p, got-p)
		}
	}
	if got := Quantile(0.975); math.Abs(got-1.959963984540054) > 1e-15 {
		t.Errorf("the 97.5 %% quantile is %.16f", got)
	}
}
