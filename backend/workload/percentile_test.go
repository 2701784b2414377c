package workload

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// fan is what the plan's fans show.
var fan = []int{5, 10, 25, 50, 75, 90, 95}

// TestPercentilesAreOrderStatistics compares every percentile with the sorted
// row, where numbers are zero, equal, and spread over many magnitudes.
func TestPercentilesAreOrderStatistics(t *testing.T) {
	for _, n := range []int{1, 2, 7, 100, 1001, 20_000} {
		e := NewEnds(n)
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for y := range Years {
			row := e.Year(y)
			for i := range row {
				switch v := float32(r.ExpFloat64()); {
				case r.IntN(40) < y:
					row[i] = 0
				case y%4 == 1:
					row[i] = float32(int(v * 3)) // many are equal
				case y%4 == 2:
					row[i] = v * v * v * v * 1e9
				case y%4 == 3:
					row[i] = 1e6 + v // all in one bucket
				default:
					row[i] = v * 1e-42 // denormal
				}
			}
		}
		want := make([][]float32, Years)
		for y := range want {
			want[y] = slices.Sorted(slices.Values(e.Year(y)))
		}
		for _, workers := range []int{1, 3} {
			for i, row := range e.Percentiles(fan, workers) {
				for y, v := range row {
					if w := want[y][max(0, (fan[i]*n+99)/100-1)]; v != w {
						t.Fatalf("n %d, year %d: percentile %d is %v, want %v", n, y, fan[i], v, w)
					}
				}
			}
		}
	}
}
