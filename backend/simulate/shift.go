package simulate

import (
	"fmt"

	"meridian/backend/market"
)

// Shift moves the market of every future alike for some months, on top of what
// was drawn: in each month of [From, Until) a class's real growth is multiplied
// by Growth and the growth of prices by Prices. What is drawn stays the same, so
// that runs with and without a shift are paired. Valuations that a CAPE rule
// reads do not follow it.
type Shift struct {
	From, Until int
	// Growth has a monthly factor per class of the market, in order.
	Growth []float64
	Prices float64
}

// shift applies the scenario's shifts to months that were just drawn, the first
// of them month t.
func (p *program) shift(b *market.Block, t, months int) {
	for i := range p.sc.Shifts {
		s := &p.sc.Shifts[i]
		for m := max(0, s.From-t); m < min(months, s.Until-t); m++ {
			for c, factor := range s.Growth {
				multiply(b.Row(m, c), factor)
			}
			multiply(b.Inflation(m), s.Prices)
		}
	}
}

func multiply(row *[market.Lanes]float64, factor float64) {
	if factor == 1 {
		return
	}
	for l := range row {
		row[l] = float64(row[l] * factor)
	}
}

// shifts finds what is wrong with shifts. The bounds keep growth finite over any
// number of months that a plan may have.
func (c *checker) shifts() {
	for i, s := range c.s.Shifts {
		field := fmt.Sprintf("shifts[%d]", i)
		c.need(s.From >= 0 && s.From <= s.Until, field, "from after until, or negative")
		c.need(len(s.Growth) == len(c.s.Market.Classes), field+".growth", "must have a factor per class")
		for _, f := range append([]float64{s.Prices}, s.Growth...) {
			c.need(f >= 0.5 && f <= 1.5, field, "factor %g is outside 0.5 to 1.5", f)
		}
	}
}
