package simulate

import (
	"fmt"

	"meridian/backend/tax"
)

// A step of the withdrawal order may choose among its accounts, or stop where the
// year's income or tax has come far enough:
//
// Bracket stops where the owner's income reaches the end of the last bracket with
// at most that rate (tax.Bracketed says where that is). What counts of the year is
// what the month's assessment would count: regular income to date as if it went
// on, and what came once to date; the month's own yields are not yet in it. An
// account that two people own stops where the first of them is there. Accounts of
// a step are filled in its order, so that together they stay below the end, and
// are drawn on in proportion to what each may then give.
//
// Tax stops in the same way where the tax of the year, of all taxpayers together,
// reaches an amount. What may be given is found by halving.
//
// Best draws on the accounts one after another: first on the one whose target mix,
// were it kept at all times, has grown most over the last twelve months, or as
// many as there are. Accounts of one mix are drawn on in proportion. It sells what
// is dear and leaves what has fallen time to recover.
// Source: Guyton, "Decision Rules and Portfolio Management for Retirees: Is the
// 'Safe' Initial Withdrawal Rate Too Safe?", Journal of Financial Planning 17
// (2004): the portfolio management rule, here between accounts.

// halvings is how often the amount within a tax is halved: to a part in 10^14.
const halvings = 48

// gainDust is the share of what is drawn below which a gain is rounding: it adds no
// tax, and does not close an account where the tax of the year is reached already.
const gainDust = 1e-12

// lookback is the months over which Best compares.
const lookback = 12

// chooses reports whether a step does more than give in proportion.
func (d *Draw) chooses() bool { return d.Bracket != nil || d.Tax != nil || d.Best }

func (c *checker) fills() {
	for i := range c.s.Draws {
		d := &c.s.Draws[i]
		field := fmt.Sprintf("draws[%d]", i)
		c.optional(field+".tax", d.Tax)
		if d.Bracket == nil {
			continue
		}
		c.share(field+".bracket", *d.Bracket)
		_, bracketed := c.s.Tax.(tax.Bracketed)
		c.need(c.s.Tax == nil || bracketed, field+".bracket", "the regime has no brackets")
	}
}

// choosing is what a ledger needs for steps that choose.
type choosing struct {
	most   []vec      // per account of a step, what it may give; then what it gives
	years  []tax.Year // per taxpayer, of one lane
	recent [][]vec    // [sleeve][month of lookback], growth of the target mix
	score  []vec      // per sleeve, growth over the lookback
}

func newChoosing(p *program) *choosing {
	c, best := &choosing{years: make([]tax.Year, p.payers)}, false
	for i := range p.sc.Draws {
		if d := &p.sc.Draws[i]; d.chooses() {
			c.most = append(c.most, make([]vec, max(0, len(d.Accounts)-len(c.most)))...)
			best = best || d.Best
		}
	}
	if c.most == nil {
		return nil
	}
	if best {
		c.score = make([]vec, len(p.sleeves))
		for range p.sleeves {
			c.recent = append(c.recent, make([]vec, lookback))
		}
	}
	return c
}

// begin forgets what another block's mixes have done.
func (c *choosing) begin() {
	if c == nil {
		return
	}
	for i := range c.recent {
		for m := range c.recent[i] {
			fill(&c.recent[i][m], 1)
		}
	}
}

// observe notes what the target mixes have done in a month.
func (g *ledger) observe(t, row int) {
	if g.choosing == nil || g.choosing.recent == nil {
		return
	}
	for i := range g.p.sleeves {
		grown := &g.choosing.recent[i][t%lookback]
		*grown = vec{}
		for _, c := range g.p.sleeves[i].classes {
			g.aim(&g.p.sleeves[i], t, c, &g.room)
			g.do.AddProduct(grown, g.block.Row(row, c), &g.room)
		}
	}
}

// drawChosen applies a step that chooses.
func (g *ledger) drawChosen(t, i int, d *Draw) {
	if g.reach(t, d) == 0 {
		return
	}
	g.room = g.whole
	g.hold(t, i, d)
	g.mayGive(t, i, d)
	g.do.AtMost(&g.room, &g.whole)
	if !g.do.Take(&g.give, &g.missing, &g.room) {
		return
	}
	g.divide(t, d)
	for k, a := range d.Accounts {
		if t >= g.p.accounts[a].Access {
			g.amount = g.choosing.most[k]
			g.withdraw(a, &g.amount, false)
		}
	}
	g.drew(i, d, &g.give)
}

// mayGive sets most to what each account of a step may give, and whole to their sum.
func (g *ledger) mayGive(t, i int, d *Draw) {
	g.whole = vec{}
	for k, a := range d.Accounts {
		most := &g.choosing.most[k]
		*most = vec{}
		if t >= g.p.accounts[a].Access {
			*most = g.balance[a]
		}
	}
	if g.p.taxed && (d.Bracket != nil || d.Tax != nil) {
		for l := range g.n {
			if g.missing[l] > 0 && g.room[l] > 0 {
				g.fillLane(t, i, d, l)
			}
		}
	}
	for k := range d.Accounts {
		g.do.Add(&g.whole, &g.choosing.most[k])
	}
}

// fillLane bounds what the accounts may give in one lane by the year's income and tax.
func (g *ledger) fillLane(t, i int, d *Draw, l int) {
	g.soFar(t, l)
	law, left := g.law(l), 0.0
	if d.Tax != nil {
		left = g.in(d.Tax, l).inMoney(t, g.price[l]) - g.owedSoFar(law)
	}
	for k, a := range d.Accounts {
		most := &g.choosing.most[k][l]
		unit := g.taxedUnit(a, l)
		if *most <= 0 || unit <= 0 {
			continue
		}
		class := g.p.accounts[a].class()
		if d.Bracket != nil {
			*most = min(*most, g.roomOf(law, a, l, class, *d.Bracket, unit))
		}
		if d.Tax != nil {
			given, extra := g.withinTax(law, a, l, class, unit, *most, left)
			*most = given
			left -= extra
		}
		g.enterExpected(a, l, class, float64(*most*unit))
		if g.trace != nil && l == 0 {
			g.trace.filled(i, a, *most)
		}
	}
}

// soFar sets years to what the taxpayers of a lane have received of this year, as
// an assessment counts it.
func (g *ledger) soFar(t, l int) {
	yearly := 12 / g.p.elapsed[t]
	for payer := range g.choosing.years {
		y := &g.choosing.years[payer]
		*y = tax.Year{Calendar: g.p.years[g.p.yearOf[t]], Index: g.yearIndex[l], Payer: payer}
		for _, c := range g.p.regularly[payer] {
			y.Income[c] = float64(g.regular[payer][c][l] * yearly)
		}
		for _, c := range g.p.lumps[payer] {
			y.Income[c] += g.once[payer][c][l]
		}
	}
}

func (g *ledger) owedSoFar(law tax.Regime) float64 {
	owed := 0.0
	for payer := range g.choosing.years {
		owed += law.Owed(&g.choosing.years[payer])
	}
	return owed
}

// taxedUnit is the taxed money of the day in a unit of today's money drawn.
func (g *ledger) taxedUnit(account, l int) float64 {
	switch a := &g.p.accounts[account]; {
	case a.out == outFree:
		return 0
	case a.out.gains():
		gain := g.price[l] - g.basis[account][l]/g.balance[account][l]
		if gain <= float64(gainDust*g.price[l]) {
			return 0
		}
		return gain
	}
	return g.price[l]
}

// ownedBy is the part of an account that a taxpayer owns in a lane.
func (g *ledger) ownedBy(account, payer, l int) float64 {
	if v := g.living; v != nil {
		return g.p.lives.parts[v.set[l]][account][payer]
	}
	for _, o := range g.p.accounts[account].owners[g.epoch] {
		if o.payer == payer {
			return o.part
		}
	}
	return 0
}

// roomOf is the most that an account may give before an owner's income reaches the
// end of the bracket.
func (g *ledger) roomOf(law tax.Regime, account, l int, class tax.Class, rate, unit float64) float64 {
	most := g.balance[account][l]
	ladder, ok := law.(tax.Bracketed)
	if !ok {
		return most
	}
	for payer := range g.choosing.years {
		if part := g.ownedBy(account, payer, l); part > 0 {
			most = min(most, ladder.Room(&g.choosing.years[payer], class, rate)/(part*unit))
		}
	}
	return most
}

// withinTax is the most that an account may give within what is left of a tax,
// and the tax on that.
func (g *ledger) withinTax(law tax.Regime, account, l int, class tax.Class, unit, most, left float64) (given, extra float64) {
	before := g.owedSoFar(law)
	taxed := func(amount float64) float64 {
		g.enterExpected(account, l, class, float64(amount*unit))
		owed := g.owedSoFar(law) - before
		g.enterExpected(account, l, class, -float64(amount*unit))
		return owed
	}
	if all := taxed(most); all <= left {
		return most, all
	}
	low, high := 0.0, most
	for range halvings {
		middle := float64((low + high) * 0.5)
		if taxed(middle) <= left {
			low = middle
		} else {
			high = middle
		}
	}
	return low, taxed(low)
}

// enterExpected adds an amount to the years of an account's owners.
func (g *ledger) enterExpected(account, l int, class tax.Class, amount float64) {
	for payer := range g.choosing.years {
		g.choosing.years[payer].Income[class] += float64(g.ownedBy(account, payer, l) * amount)
	}
}

// divide turns what the accounts of a step may give, whole together, into what
// each gives of give.
func (g *ledger) divide(t int, d *Draw) {
	if d.Best {
		g.rank()
		for l := range g.n {
			g.divideBest(t, d, l)
		}
		return
	}
	for k := range d.Accounts {
		most := &g.choosing.most[k]
		for l := range most {
			if g.give[l] < g.whole[l] {
				most[l] = float64(most[l] * (g.give[l] / g.whole[l]))
			}
		}
	}
}

// rank sets every sleeve's score.
func (g *ledger) rank() {
	for i := range g.choosing.score {
		score := &g.choosing.score[i]
		fill(score, 1)
		for m := range g.choosing.recent[i] {
			g.do.Multiply(score, score, &g.choosing.recent[i][m])
		}
	}
}

// divideBest gives from the sleeve with the highest score first, in one lane.
func (g *ledger) divideBest(t int, d *Draw, l int) {
	left, most := g.give[l], g.choosing.most
	for above, tie := 0.0, None; ; {
		best := g.nextBest(t, d, l, above, tie)
		if best == None {
			return
		}
		above, tie = g.choosing.score[best][l], best
		whole := 0.0
		for k, a := range d.Accounts {
			if g.p.accounts[a].sleeve == best {
				whole += most[k][l]
			}
		}
		give := min(left, whole)
		for k, a := range d.Accounts {
			if g.p.accounts[a].sleeve == best && give < whole {
				most[k][l] = float64(most[k][l] * (give / whole))
			}
		}
		left -= give
	}
}

// nextBest is the step's sleeve that comes after one in order of scores, the first
// of equal ones first.
func (g *ledger) nextBest(t int, d *Draw, l int, after float64, tie int) int {
	best := None
	for _, a := range d.Accounts {
		s := g.p.accounts[a].sleeve
		score := g.choosing.score[s][l]
		behind := tie == None || score < after || (score == after && s > tie)
		if t < g.p.accounts[a].Access || !behind {
			continue
		}
		if best == None || score > g.choosing.score[best][l] || (score == g.choosing.score[best][l] && s < best) {
			best = s
		}
	}
	return best
}

// inMoney is what a schedule comes to in money of the day at a price index.
func (s *Schedule) inMoney(t int, price float64) float64 {
	real, nominal := s.parts(t)
	return float64(real*price) + nominal
}
