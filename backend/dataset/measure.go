package dataset

import (
	"math"
	"slices"
)

// The length of the stretches that a column is told in: a half of its history, of
// this many years at most and one at least.
const longestStretch = 30

// measured tells a series in figures. growth are factors of at least 24 months.
func measured(name string, growth []float64) Column {
	c := Column{Name: name, Growth: yearlyGrowth(growth), SD: deviation(years(growth))}
	c.Years = min(longestStretch, max(1, len(growth)/24))
	values := make([]float64, len(growth)-12*c.Years+1)
	for from := range values {
		values[from] = yearlyGrowth(growth[from : from+12*c.Years])
	}
	slices.Sort(values)
	c.Windows = len(values)
	for q := range 101 {
		c.Percentiles = append(c.Percentiles, rounded(values[q*(len(values)-1)/100]))
	}
	c.Growth, c.SD = rounded(c.Growth), rounded(c.SD)
	return c
}

// yearlyGrowth is the geometric mean per year of monthly factors.
func yearlyGrowth(growth []float64) float64 {
	sum := 0.0
	for _, g := range growth {
		sum += math.Log(g)
	}
	return math.Expm1(sum * 12 / float64(len(growth)))
}

// years is the growth of each twelve months.
func years(growth []float64) []float64 {
	var all []float64
	for year := range slices.Chunk(growth, 12) {
		if len(year) < 12 {
			break
		}
		factor := 1.0
		for _, g := range year {
			factor *= g
		}
		all = append(all, factor-1)
	}
	return all
}

// deviation is the standard deviation of a sample of two or more.
func deviation(v []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		sum += (x - mean) * (x - mean)
	}
	return math.Sqrt(sum / float64(len(v)-1))
}

func rounded(v float64) float64 { return math.Round(v*1e5) / 1e5 }
