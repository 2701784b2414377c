package simulate

import "slices"

// Buffer is a reserve of cash that is filled up again from what is invested, at
// the beginning of a calendar year: so many months of spending (the mean of the next
// twelve, debt payments included) in one account. Money comes from the steps of the
// withdrawal order, in order and within their limits, cash left out, once everything
// that falls due is paid; what is sold for it is taxed as any withdrawal is.
//
// With AfterGain it is filled only after a year in which what is invested gained:
// all accounts that the withdrawal order names but cash, together, in today's money
// and before fees. After any other year it may be used instead: steps that keep
// months of spending in it keep none until the next year begins. The first year is
// one in which it is kept.
// Source: Evensky, Katz (eds.), Retirement Income Redesigned (2006), chapter 11, the
// cash flow reserve: spending comes out of cash while markets are down.
type Buffer struct {
	Account   int
	Months    int
	AfterGain bool
}

func (c *checker) buffer() {
	if b := c.s.Buffer; b != nil {
		c.index("buffer.account", b.Account, len(c.s.Accounts), false)
		c.need(b.Months >= 0 && b.Months <= MaxMonths, "buffer.months", "outside 0 to %d", MaxMonths)
	}
}

// layBuffer finds what is invested, and the steps that fill the buffer.
func (p *program) layBuffer() {
	if p.sc.Buffer == nil {
		return
	}
	p.buffered = true
	for _, a := range drawnOn(p.sc) {
		if p.accounts[a].Wrapper != Cash && a != p.sc.Buffer.Account {
			p.invested = append(p.invested, a)
		}
	}
	for _, d := range p.sc.Draws {
		d.Accounts = slices.DeleteFunc(slices.Clone(d.Accounts), func(a int) bool { return !slices.Contains(p.invested, a) })
		p.refills = append(p.refills, d)
	}
	p.at.refill = p.line(FlowLine{ID: "saving.buffer", Kind: KindSaving, Record: p.sc.Accounts[p.sc.Buffer.Account].ID, Name: p.sc.Accounts[p.sc.Buffer.Account].Name})
}

// reserve is how a ledger's buffer stands.
type reserve struct {
	gained vec // growth of what is invested, this calendar year
	kept   vec // 1 where steps keep the buffer, 0 where it may be used
	filled vec // 1 where it is filled this month
	unpaid vec // what is missing meanwhile
	before vec
	after  vec
}

func (v *reserve) begin() {
	if v != nil {
		fill(&v.gained, 1)
		fill(&v.kept, 1)
		v.filled = vec{}
	}
}

// judge looks back at a calendar year when the next begins.
func (g *ledger) judge(t int) {
	v := g.reserve
	if v == nil {
		return
	}
	v.filled = vec{}
	if t == 0 || !g.p.newYear[t] {
		return
	}
	for l := range v.gained {
		if !g.p.sc.Buffer.AfterGain {
			v.filled[l] = 1
			continue
		}
		v.kept[l] = 0
		if v.gained[l] > 1 {
			v.kept[l], v.filled[l] = 1, 1
		}
		v.gained[l] = 1
	}
}

// grew notes what a month does to what is invested, before it is done.
func (g *ledger) grew() {
	v := g.reserve
	if v == nil || !g.p.sc.Buffer.AfterGain {
		return
	}
	v.before, v.after = vec{}, vec{}
	for _, a := range g.p.invested {
		g.do.Add(&v.before, &g.balance[a])
		g.do.AddProduct(&v.after, &g.balance[a], &g.growth[g.p.accounts[a].sleeve])
	}
	for l := range v.gained {
		if v.before[l] > float64(dust*g.largest[l]) { // an account drawn empty may keep a rounding
			v.gained[l] = float64(v.gained[l] * (v.after[l] / v.before[l]))
		}
	}
}

// keep takes off room the months of spending that a step keeps.
func (g *ledger) keep(d *Draw) {
	v := g.reserve
	if v == nil || !g.p.sc.Buffer.AfterGain || !slices.Contains(d.Accounts, g.p.sc.Buffer.Account) {
		g.do.SubScaled(&g.room, &g.need, float64(d.KeepMonths))
		return
	}
	g.do.Multiply(&v.before, &g.need, &v.kept)
	g.do.SubScaled(&g.room, &v.before, float64(d.KeepMonths))
}

// refill fills the buffer up.
func (g *ledger) refill(t int) {
	v := g.reserve
	if v == nil || !g.do.Some(&v.filled) {
		return
	}
	b := g.p.sc.Buffer
	g.do.Lack(&v.before, &g.need, &g.balance[b.Account], float64(b.Months))
	for l := range v.before {
		if v.before[l] < 0 || g.missing[l] > 0 || v.filled[l] == 0 || l >= g.n {
			v.before[l] = 0
		}
	}
	v.unpaid, g.missing = g.missing, v.before
	for i := range g.p.refills {
		if d := &g.p.refills[i]; g.p.draws(i, t) && g.do.Some(&g.missing) {
			g.draw(t, i, d)
			g.mark(ByRefill, i)
		}
	}
	g.do.Sub(&v.before, &g.missing)
	g.missing = v.unpaid
	g.deposit(b.Account, &v.before)
	g.note(g.p.at.refill, &v.before)
	g.mark(ByRefill, None)
}
