package simulate

import (
	"fmt"
	"math"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// Uncertain makes an income a matter of chance. In each month of a future it pays
// its Amount, which is what it pays on average, times a level
//
//	W · exp(s z − s²/2) · Π (1 − (1 − Share) · [spell under way])
//
// with s² = ln(1 + SD²) and z a standard normal of the year, a new one in months 0,
// 12, 24, …; W is the level of wages (Wages), 1 where the income does not follow
// them; the product is over Stops. Deductions, routed shares and saving rules that
// are shares of it move along.
//
// z is correlated with the market by Market: with x, the logarithm of the real growth
// of the class Wages.Shares over the twelve months before, freed of its mean and
// divided by its deviation, z = Market·x + sqrt(1−Market²)·own. Pay follows what
// the market did, it does not know what it will do; in the first year it is its own.
//
// Sources: transitory shocks of mean one, Carroll, "Buffer-stock saving and the life
// cycle/permanent income hypothesis", Quarterly J. of Economics 112 (1997), section 2;
// correlated with shares, Cocco, Gomes, Maenhout, "Consumption and portfolio choice
// over the life cycle", Review of Financial Studies 18 (2005), section 1.
type Uncertain struct {
	// SD is the standard deviation of a year's pay, as a share of it.
	SD     float64
	Market float64
	// Wages lets it follow the level of wages.
	Wages bool
	Stops []Stop
}

// Stop is a spell in which a Share of an income is all that is paid.
type Stop struct {
	Spell int
	Share float64
}

// Wages is how wages wander about the growth that schedules have: their level, 1 in
// the first year, is multiplied in months 12, 24, … by exp(SD·z − SD²/2), one z for
// all incomes that follow them, correlated with the market as Uncertain's.
// Source: the permanent shock of Carroll (1997), see Uncertain, with one shock for all.
type Wages struct {
	// SD is the standard deviation of the logarithm of a year's growth.
	SD     float64
	Market float64
	// Shares is the class of the market that wages and incomes are correlated with.
	Shares int
}

// maxIncomeSD is the largest deviation of an income, and of wages.
const maxIncomeSD = 3

func (c *checker) uncertain() {
	w := c.s.Wages
	c.need(w.SD >= 0 && w.SD <= maxIncomeSD, "wages.sd", "outside 0 to %d", maxIncomeSD)
	c.need(w.Market >= -1 && w.Market <= 1, "wages.market", "outside -1 to 1")
	c.index("wages.shares", w.Shares, len(c.s.Market.Classes), false)
	for i := range c.s.Income {
		in := &c.s.Income[i]
		field := fmt.Sprintf("income[%d]", i)
		c.during(field+".during", in.During)
		c.gain(field+".gain", in.Gain)
		c.need(in.Gain == nil || (in.Tax == tax.Untaxed && !in.chancy() && len(in.PreTax) == 0 && len(in.Route) == 0 && in.Withhold == 0), field+".gain", "is taxed, shared out or a matter of chance")
		c.need(in.During == nil || (len(in.PreTax) == 0 && len(in.Route) == 0), field+".during", "is shared out")
		u := in.Uncertain
		if u == nil {
			continue
		}
		c.need(u.SD >= 0 && u.SD <= maxIncomeSD, field+".uncertain.sd", "outside 0 to %d", maxIncomeSD)
		c.need(u.Market >= -1 && u.Market <= 1, field+".uncertain.market", "outside -1 to 1")
		for j, stop := range u.Stops {
			at := fmt.Sprintf("%s.uncertain.stops[%d]", field, j)
			c.index(at+".spell", stop.Spell, len(c.s.Spells), false)
			c.share(at+".share", stop.Share)
		}
	}
	for i := range c.s.Outflows {
		o := &c.s.Outflows[i]
		field := fmt.Sprintf("outflows[%d].during", i)
		c.during(field, o.During)
		c.need(o.During == nil || (o.Tier == Essential && len(o.Fund) == 0 && !o.waits()), field, "is earmarked, may be cut or waits")
	}
}

// chancy reports whether what an income pays differs between futures.
func (in *Income) chancy() bool { return in.Uncertain != nil || in.During != nil }

// expected reports whether rules count on an income: on what it pays on average, and
// on nothing that only a spell brings.
func (in *Income) expected() bool { return in.During == nil }

// venture is an income that is a matter of chance, laid out: its parts among the
// program's, [first, end).
type venture struct {
	income                   int
	sd                       float64 // s
	firstEntry, endEntry     int
	firstDeposit, endDeposit int
	estates                  []int // with which it ends
}

// layVenture sets the parts of an income apart that begin at the given places.
func (p *program) layVenture(income, entry, deposit int) {
	v := venture{income: income, firstEntry: entry, endEntry: len(p.incomes), firstDeposit: deposit, endDeposit: len(p.deposits)}
	if u := p.sc.Income[income].Uncertain; u != nil {
		v.sd = logDeviation(u.SD)
	}
	for i := range p.incomes[entry:] {
		p.incomes[entry+i].chancy, p.incomes[entry+i].brought = true, !p.sc.Income[income].expected()
	}
	for i := range p.deposits[deposit:] {
		p.deposits[deposit+i].chancy = true
	}
	for e := range p.sc.Estates {
		for _, of := range p.sc.Estates[e].Income {
			if of == income {
				v.estates = append(v.estates, e)
			}
		}
	}
	p.ventures = append(p.ventures, v)
}

// logDeviation is the standard deviation of the logarithm of what has a lognormal
// distribution of mean 1 and the given deviation.
func logDeviation(sd float64) float64 { return math.Sqrt(market.Log(1 + float64(sd*sd))) }

// yearly reports whether anything is drawn for a year.
func (p *program) yearly() bool {
	if p.sc.Wages.SD > 0 {
		return true
	}
	for _, v := range p.ventures {
		if v.sd > 0 {
			return true
		}
	}
	return false
}

// venturing is what a block's lanes know of such incomes.
type venturing struct {
	future [len(vec{})]int
	wages  vec
	grown  vec   // of the class that pay follows, in the twelve months under way
	year   []vec // per venture: exp(s z − s²/2)
	level  []vec // per venture, this month
	of     []int // per income, its venture, or None
	x, z   vec   // scratch
}

func newVenturing(p *program) *venturing {
	n := len(p.ventures)
	if n == 0 {
		return nil
	}
	v := &venturing{year: make([]vec, n), level: make([]vec, n), of: make([]int, len(p.sc.Income))}
	for i := range v.of {
		v.of[i] = None
	}
	for k := range p.ventures {
		v.of[p.ventures[k].income] = k
	}
	return v
}

func (g *ledger) beginVentures(futures []int) {
	v := g.venturing
	if v == nil {
		return
	}
	v.future = [len(vec{})]int{}
	copy(v.future[:], futures)
	fill(&v.wages, 1)
	fill(&v.grown, 1)
	for k := range v.year {
		fill(&v.year[k], 1)
	}
}

// venture works out what the month's pay is multiplied by.
func (g *ledger) venture(t int) {
	v := g.venturing
	if v == nil {
		return
	}
	if t%12 == 0 && g.p.wanders {
		g.turnYear(t)
	}
	for k := range g.p.ventures {
		g.levelVenture(k)
	}
}

// turnYear draws what a year of pay is like.
func (g *ledger) turnYear(t int) {
	v := g.venturing
	mean, deviation := g.p.sc.Market.Classes[g.p.sc.Wages.Shares].Logarithm()
	for l := range g.n {
		v.x[l] = 0
		if t > 0 && deviation > 0 {
			v.x[l] = (market.Log(v.grown[l]) - mean) / deviation
		}
	}
	fill(&v.grown, 1)
	if w := &g.p.sc.Wages; w.SD > 0 && t > 0 {
		g.drawYear(fortuneOfWages, t, w.Market)
		for l := range g.n {
			v.wages[l] = float64(v.wages[l] * levelOf(w.SD, v.z[l]))
		}
	}
	for k := range g.p.ventures {
		of := &g.p.ventures[k]
		if of.sd == 0 {
			continue
		}
		g.drawYear(fortuneOfIncome+of.income, t, g.p.sc.Income[of.income].Uncertain.Market)
		for l := range g.n {
			v.year[k][l] = levelOf(of.sd, v.z[l])
		}
	}
}

// drawYear sets z to the year's normals of a purpose.
func (g *ledger) drawYear(purpose, t int, corr float64) {
	v := g.venturing
	for l := range g.n {
		v.z[l] = market.Quantile(g.p.source.Fortune(v.future[l], purpose, t/12))
		if t > 0 {
			v.z[l] = together(v.z[l], v.x[l], corr)
		}
	}
}

// levelVenture works out what an income is multiplied by this month.
func (g *ledger) levelVenture(k int) {
	v, of := g.venturing, &g.p.ventures[k]
	in, level := &g.p.sc.Income[of.income], &v.level[k]
	*level = v.year[k]
	if u := in.Uncertain; u != nil {
		if u.Wages {
			g.do.Multiply(level, level, &v.wages)
		}
		for _, stop := range u.Stops {
			if on := &g.befalling.on[stop.Spell]; g.befalling.any[stop.Spell] {
				for l := range level {
					level[l] = float64(level[l] * (1 - float64((1-stop.Share)*on[l])))
				}
			}
		}
	}
	if in.During != nil {
		if while := g.while(in.During); while != nil {
			g.do.Multiply(level, level, while)
		} else {
			*level = nothing
		}
	}
	for _, e := range of.estates {
		for l := range level {
			level[l] = float64(level[l] * (1 - g.parting.sold[e][l]))
		}
	}
}

// earnVentures pays incomes that are a matter of chance into the purse and into
// accounts, and enters them in taxpayers' years.
func (g *ledger) earnVentures(t int) {
	if g.venturing == nil {
		return
	}
	for k := range g.p.ventures {
		of := &g.p.ventures[k]
		in, level := &g.p.sc.Income[of.income], &g.venturing.level[k]
		if !in.Amount.any(t) {
			continue
		}
		g.missPay(of, t, level)
		if !g.do.Some(level) {
			continue
		}
		if g.value(&g.p.available[of.income], t, &g.amount) {
			g.do.AddProduct(&g.purse, &g.amount, level)
		}
		g.withholdVenture(of, t, level)
		for i := of.firstEntry; i < of.endEntry; i++ {
			g.enterVenture(&g.p.incomes[i], t, level)
		}
		for i := of.firstDeposit; i < of.endDeposit; i++ {
			d := &g.p.deposits[i]
			if g.value(&d.amount, t, &g.amount) {
				g.do.Multiply(&g.amount, &g.amount, level)
				g.deposit(d.account, &g.amount)
			}
		}
		g.tellVenture(of, t, level)
	}
}

// enterVenture enters what is paid in a taxpayer's year.
func (g *ledger) enterVenture(e *taxEntry, t int, level *vec) {
	if !g.value(&e.amount, t, &g.amount) {
		return
	}
	year := &g.regular[e.payer][e.class]
	if e.once {
		year = g.lump(e.payer, e.class)
	}
	g.do.Multiply(&g.amount, &g.amount, level)
	g.do.AddProduct(year, &g.amount, &g.price)
}

// tellVenture enters the lines of the cash flow.
func (g *ledger) tellVenture(of *venture, t int, level *vec) {
	if g.flows == nil && g.trace == nil {
		return
	}
	in := &g.p.sc.Income[of.income]
	tell := func(line int, s *Schedule) {
		if g.value(s, t, &g.amount) {
			g.do.Multiply(&g.amount, &g.amount, level)
			g.note(line, &g.amount)
		}
	}
	tell(g.p.at.income[of.income], &in.Amount)
	for j := range in.PreTax {
		tell(g.p.at.preTax[of.income][j], &in.PreTax[j].Amount)
	}
	routed := of.endDeposit - len(in.Route)
	for j := range in.Route {
		tell(g.p.at.route[of.income][j], &g.p.deposits[routed+j].amount)
	}
}

// pays writes what an income's schedule, or a part of it, is worth in month t.
func (g *ledger) pays(income int, s *Schedule, t int, to *vec) {
	g.value(s, t, to)
	if v := g.venturing; v != nil && v.of[income] != None {
		g.do.Multiply(to, to, &v.level[v.of[income]])
	}
}

// followShares notes what the class that pay follows has grown by.
func (g *ledger) followShares(row int) {
	if v := g.venturing; v != nil && g.p.wanders {
		g.do.Multiply(&v.grown, &v.grown, g.block.Row(row, g.p.sc.Wages.Shares))
	}
}
