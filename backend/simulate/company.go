package simulate

import (
	"context"

	"meridian/backend/market"
)

// company is all futures of a run on their way together: all of them play a
// calendar year before any plays the year after the next. So of a year's series
// everything can be told at once, while they are in the processor's cache, and
// nothing but what is told need be kept. Against whole futures one after the other,
// whose series of all months had to be written to fresh memory and read from it
// again, a run of 10,000 takes half the time, and one of 100,000 a fifth of the
// memory.
type company struct {
	p       *program
	told    *Told
	ledgers []*ledger // of each worker
	blocks  []block
	tape    *tape
	total   *flows
	fans    []fan
	result  Result
}

// block is some futures that lie side by side, and what they carry on.
type block struct {
	futures []int
	carried *carried
	flows   [tapeYears]*flows
}

// run plays all futures of a program.
func (p *program) run(ctx context.Context, told Told, workers int, progress func(done, total int)) (Result, error) {
	c := p.gather(&told, workers)
	do := func(worker int, k task) {
		switch {
		case !k.tell:
			c.play(worker, k.at, k.year)
		case k.at < len(c.fans):
			c.tell(&c.fans[k.at], k.year)
		default:
			c.keep(k.year)
		}
	}
	passed := func(year int) {
		if progress != nil {
			progress(p.n*p.begins[year+1]/p.months, p.n)
		}
	}
	if err := newMarch(len(p.years), len(c.blocks), len(c.fans)+1).run(ctx, workers, do, passed); err != nil {
		return Result{}, err
	}
	return c.end(), nil
}

// gather makes a company of all futures.
func (p *program) gather(told *Told, workers int) *company {
	c := &company{p: p, told: told, tape: newTape(p, p.n, told), total: p.allFlows(), ledgers: make([]*ledger, workers)}
	futures := p.all()
	for first := 0; first < p.n; first += market.Lanes {
		b := block{futures: futures[first:min(p.n, first+market.Lanes)]}
		for y := range b.flows {
			b.flows[y] = p.yearFlows()
		}
		c.blocks = append(c.blocks, b)
	}
	for s := range c.result.kept {
		c.result.kept[s] = map[int][]float32{}
	}
	if len(told.Percentiles) == 0 {
		return c
	}
	for basis := range bases {
		for s := range fans {
			fan := newFan(p, told.Percentiles, basis, s)
			c.result.fans[basis][s] = fan.found
			c.fans = append(c.fans, fan)
		}
	}
	return c
}

// play plays a calendar year of a block.
func (c *company) play(worker, i, y int) {
	b := &c.blocks[i]
	if y == 0 {
		b.carried = c.p.newCarried()
	}
	g := c.ledgers[worker]
	if g == nil {
		g = c.p.ledgerOf(b.carried)
		c.ledgers[worker] = g
	}
	g.carried = b.carried
	g.tape, g.place, g.flows = c.tape, i*market.Lanes, b.flows[y%tapeYears]
	g.flows.clear()
	if y == 0 {
		g.begin(b.futures)
	}
	g.playYear(y)
}

// tell tells a fan of a year.
func (c *company) tell(f *fan, y int) {
	for t := c.p.begins[y]; t < c.p.begins[y+1]; t++ {
		f.tell(c.tape.sheet(c.p, t), t)
	}
}

// keep keeps what is asked of a year's series, and its cash flow.
func (c *company) keep(y int) {
	first, end := c.p.begins[y], c.p.begins[y+1]
	for s, months := range c.told.Kept {
		for _, t := range months {
			if first <= t && t < end {
				c.result.kept[s][t] = append([]float32(nil), c.tape.sheet(c.p, t).of(Series(s))[:c.p.n]...)
			}
		}
	}
	for i := range c.blocks {
		c.total.add(c.blocks[i].flows[y%tapeYears], y, first)
	}
}

// end is what the run left behind.
func (c *company) end() Result {
	p, r := c.p, c.result
	r.N, r.Months, r.Moved, r.Rows = p.n, p.months, p.source.Moved, c.tape.rows
	r.Years, r.Lines, r.Means = p.years, p.lines, p.means(c.total, p.n)
	r.YearEnds = p.sc.YearEnds()
	return r
}
