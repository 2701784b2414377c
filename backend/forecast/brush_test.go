package forecast

import (
	"errors"
	"math"
	"testing"
)

// brushed is a result of given columns.
func brushed(n int, value func(column string, i int) float64) Result {
	r := Result{Header: Header{N: n, Blocks: Blocks{Futures: FuturesBlock{Columns: columns, N: n}}}}
	for _, c := range columns {
		row := make([]float32, n)
		for i := range row {
			row[i] = float32(value(c, i))
		}
		r.Futures = appendFloats(r.Futures, row)
	}
	return r
}

// TestBrushIsCohensD holds the differences to figures worked out by hand: the
// subset 1, 2, 3 and the rest 4, 6, 8 have means 2 and 6, sums of squares 2 and 8,
// and a pooled deviation of sqrt(10/4).
func TestBrushIsCohensD(t *testing.T) {
	wealth := []float64{1, 2, 3, 4, 6, 8}
	r := brushed(6, func(column string, i int) float64 {
		switch column {
		case "endWealth":
			return wealth[i]
		case "firstShortfallAge":
			if i < 4 {
				return math.NaN()
			}
			return 80
		case "lowestLiquid":
			return float64(i % 2)
		}
		return 7
	})
	got, err := BrushOver(r, []int{2, 0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if got.N != 3 || got.Share != 0.5 || got.Median != 1 && got.Median != 0 && got.Median != 2 {
		t.Errorf("%+v", got)
	}
	if len(got.Differences) != 2 || got.Differences[0].Column != "endWealth" {
		t.Fatalf("differences %+v: what never varies, or exists on one side alone, has none", got.Differences)
	}
	d := got.Differences[0]
	if want := -4 / math.Sqrt(2.5); d.Selected != 2 || d.Rest != 6 || !near(d.D, want, 1e-9) {
		t.Errorf("%+v, want d %g", d, want)
	}
	// lowestLiquid is 0, 1, 0: its median 0 leaves 0 and 2; endWealth's 2 makes both as far.
	if got.Median != 0 {
		t.Errorf("the median member is %d", got.Median)
	}
}

func TestBrushRefusesForeignFutures(t *testing.T) {
	r := brushed(3, func(string, int) float64 { return 1 })
	for _, futures := range [][]int{nil, {3}, {-1}, {1, 1}} {
		if _, err := BrushOver(r, futures); !errors.Is(err, ErrBrush) {
			t.Errorf("%v gives %v", futures, err)
		}
	}
	if got, err := BrushOver(r, []int{0, 1, 2}); err != nil || len(got.Differences) != 0 || got.Share != 1 {
		t.Errorf("all futures differ from none: %+v, %v", got, err)
	}
}

// TestTypicalOfMostIsAsMostAre holds that where most of a subset have no shortfall,
// the future that stands for it has none.
func TestTypicalOfMostIsAsMostAre(t *testing.T) {
	r := brushed(5, func(column string, i int) float64 {
		if column == "firstShortfallAge" && i != 2 {
			return math.NaN()
		}
		return float64(i) // future 2 is in the middle of all else
	})
	got, err := BrushOver(r, []int{0, 1, 2, 3, 4})
	if err != nil || got.Median == 2 {
		t.Errorf("the median member is %d, %v", got.Median, err)
	}
}
