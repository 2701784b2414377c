package forecast

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/fault"
)

// ErrBrush is the fault of brushing over no futures, or over some that a result
// does not have.
var ErrBrush = fault.New(fault.Invalid, "forecast.brush",
	fault.Text{EN: "These are not futures of this result.", KO: "이 결과에 있는 미래가 아닙니다."},
	fault.Text{EN: "Choose one or more of its futures, each once, counted from 0.", KO: "0부터 세어 이 결과에 있는 미래를 한 번씩만, 하나 이상 고르세요."})

// quantities are the columns of the futures block that are measured; outcome and
// cause are names.
var quantities = columns[:7]

// BrushOver tells what sets some futures of a result apart from the rest: for
// each quantity the standardised difference of the means, and which future is
// nearest to the subset's medians, in standard deviations of the subset. Where a
// quantity does not exist in a future (the age at a shortfall that never came),
// that future does not count for it.
func BrushOver(r Result, futures []int) (Brush, error) {
	chosen, err := chosenOf(futures, r.Header.N)
	if err != nil {
		return Brush{}, err
	}
	b := Brush{N: len(futures), Share: float64(len(futures)) / float64(r.Header.N), Differences: []Difference{}}
	distance := make([]float64, r.Header.N)
	for _, name := range quantities {
		values, err := column(r, name)
		if err != nil {
			return Brush{}, err
		}
		away(distance, values, futures)
		if d, ok := differenceOf(name, values, chosen); ok {
			b.Differences = append(b.Differences, d)
		}
	}
	slices.SortStableFunc(b.Differences, func(x, y Difference) int {
		return cmp.Compare(math.Abs(y.D), math.Abs(x.D))
	})
	b.Median = slices.MinFunc(futures, func(x, y int) int {
		return cmp.Or(cmp.Compare(distance[x], distance[y]), cmp.Compare(x, y))
	})
	return b, nil
}

// chosenOf marks the futures of a subset.
func chosenOf(futures []int, n int) ([]bool, error) {
	chosen := make([]bool, n)
	for _, f := range futures {
		if f < 0 || f >= n || chosen[f] {
			return nil, ErrBrush
		}
		chosen[f] = true
	}
	if len(futures) == 0 {
		return nil, ErrBrush
	}
	return chosen, nil
}

// spreadOf is the mean and the sum of squared deviations of values that exist.
func spreadOf(values []float64) (mean, squares float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		squares += float64((v - mean) * (v - mean))
	}
	return mean, squares
}

// differenceOf is a quantity's standardised difference; false where there is
// none: fewer than three futures have it, one side none, or it never varies
// within the two.
func differenceOf(name string, values []float32, chosen []bool) (Difference, bool) {
	var in, out []float64
	for i, v := range values {
		switch x := float64(v); {
		case math.IsNaN(x):
		case chosen[i]:
			in = append(in, x)
		default:
			out = append(out, x)
		}
	}
	if len(in) == 0 || len(out) == 0 || len(in)+len(out) < 3 {
		return Difference{}, false
	}
	a, squaresA := spreadOf(in)
	b, squaresB := spreadOf(out)
	pooled := math.Sqrt((squaresA + squaresB) / float64(len(in)+len(out)-2))
	if !(pooled > 1e-9*(math.Abs(a)+math.Abs(b))) {
		return Difference{}, false
	}
	return Difference{Column: name, Selected: a, Rest: b, D: (a - b) / pooled}, true
}

// away adds to every future its squared distance from a subset's median in one
// quantity, in standard deviations of the subset.
func away(distance []float64, values []float32, futures []int) {
	var there []float64
	for _, f := range futures {
		if v := float64(values[f]); !math.IsNaN(v) {
			there = append(there, v)
		}
	}
	if len(there) == 0 {
		return
	}
	lacking := 2*len(there) < len(futures)
	_, squares := spreadOf(there)
	variance := squares / float64(len(there))
	if !(variance > 0) && !lacking {
		return
	}
	middle := quantile(there, 0.5)
	for _, f := range futures {
		v := float64(values[f])
		if math.IsNaN(v) != lacking {
			distance[f] += 1e3 // what lacks the quantity is not typical where most have it, nor the other way round
			continue
		}
		if lacking {
			continue
		}
		distance[f] += (v - middle) * (v - middle) / variance
	}
}
