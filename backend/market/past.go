package market

import (
	"fmt"
	"maps"
	"slices"
)

// Past is a history that Replay and BlockBootstrap play in the place of the
// embedded one: months that follow one another, the same ones in every series.
type Past struct {
	// Inflation is the growth factor of prices of each month.
	Inflation []float64
	// Series are real growth factors by name, each as long as Inflation.
	Series map[Series][]float64
}

// HistorySteady is a class without ups and downs: in every month of history it
// grows by its mean.
const HistorySteady Series = "steady"

// The least and the most months of a Past, and the least and the greatest factor
// of a month.
const (
	LeastMonths = 24
	MostMonths  = 6_000
	leastGrowth = 1e-6
	mostGrowth  = 1e6
)

// Months is how many months of history there are.
func (p *Past) Months() int { return len(p.Inflation) }

// past is the history that a specification plays.
func (s Spec) past() *Past {
	if s.Past != nil {
		return s.Past
	}
	h := readHistory()
	p := Past{Inflation: h.inflation, Series: map[Series][]float64{}}
	for _, name := range []Series{HistoryStocks, HistoryBonds, HistoryCash, HistoryCorporate} {
		p.Series[name] = h.series(name)
	}
	return &p
}

// pastMonths is how many months of history a specification plays.
func (s Spec) pastMonths() int {
	if s.Past != nil {
		return s.Past.Months()
	}
	return historyMonths
}

// known reports whether a class may follow a series.
func (s Spec) known(name Series) bool {
	return name == HistorySteady || s.past().Series[name] != nil
}

// past checks an own history.
func (c *checker) past(p *Past) {
	if n := p.Months(); n < LeastMonths || n > MostMonths {
		c.add("past.inflation", fmt.Sprintf("must have %d to %d months", LeastMonths, MostMonths))
	}
	c.factors("past.inflation", p.Inflation, p.Months())
	for _, name := range slices.Sorted(maps.Keys(p.Series)) {
		c.factors(fmt.Sprintf("past.series[%q]", name), p.Series[name], p.Months())
	}
}

func (c *checker) factors(field string, growth []float64, months int) {
	if len(growth) != months {
		c.add(field, "must be as long as inflation")
	}
	for _, g := range growth {
		if !(g >= leastGrowth && g <= mostGrowth) {
			c.add(field, "has a month that is no growth factor")
			return
		}
	}
}

// steady is a history of a mean and nothing else.
func steady(mean float64, months int) []float64 {
	return slices.Repeat([]float64{Exp(mean)}, months)
}

// meanLog is the mean of the logarithms of growth factors.
func meanLog(growth []float64) float64 {
	sum := 0.0
	for _, g := range growth {
		sum += Log(g)
	}
	return sum / float64(len(growth))
}
