package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// fromLog is the class whose yearly log return has the given mean and standard deviation.
func fromLog(mu, sigma float64) market.Class {
	v := math.Exp(sigma * sigma)
	return market.Class{ID: "c", Mean: math.Exp(mu) - 1, SD: math.Exp(mu) * math.Sqrt(v*(v-1))}
}

// steadyYields is n classes that pay nothing out.
func steadyYields(n int) []Yield {
	y := make([]Yield, n)
	for i := range y {
		y[i].As = tax.Dividends
	}
	return y
}

func successes(r Result) float64 {
	n := 0
	for _, o := range r.Rows.Outcome {
		if o >= EssentialPaid {
			n++
		}
	}
	return float64(n) / float64(r.N)
}

// The figure is that of 10^8 futures of other implementations of the same work.
func TestOneAccountSucceedsAsOftenAsElsewhere(t *testing.T) {
	r, err := Run(t.Context(), oneAccount(40_000), nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = 0.70748
	if got, sd := successes(r), math.Sqrt(want*(1-want)/40_000); math.Abs(got-want) > 3*sd {
		t.Errorf("success %.5f, want %.5f ± %.5f", got, want, 3*sd)
	}
}
