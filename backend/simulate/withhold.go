package simulate

import (
	"math"

	"meridian/backend/tax"
)

// What is withheld from an income (Income.Withhold) is tax that its payer pays in
// advance: it leaves the income in the month in which that is paid and counts
// against what the year's tax to date is assessed at. With T the tax to date and W
// what has been withheld this year to date, a taxpayer has been asked for
//
//	min(T, max(0, T − W))	until the year is settled, and
//	T − W			once it is: at the end of December, and of the plan
//
// so that what is withheld too little falls due month by month, as all tax does,
// and what is withheld too much is paid back in January. Until then it is the
// household's claim on the tax office and counts in its worth. Where no tax is
// computed, all that is withheld comes back so.

// layWithheld lays out what is withheld from an income of which net is left after
// PreTax, enters it in its receiver's year, and returns what is left to take home.
func (p *program) layWithheld(i int, net Schedule) Schedule {
	in := &p.sc.Income[i]
	withheld, rest := p.blank(), p.blank()
	rest.add(net, 1)
	if in.Withhold > 0 {
		levied := in.levied(net)
		withheldPart(withheld.Real, in.Amount.Real, levied.Real, in.Withhold)
		withheldPart(withheld.Nominal, in.Amount.Nominal, levied.Nominal, in.Withhold)
		rest.add(withheld, -1)
		for _, e := range p.entriesFor(in, tax.Withheld, withheld) {
			e.once = false // paid is paid
			p.incomes = append(p.incomes, e)
		}
	}
	p.withheld = append(p.withheld, withheld)
	if in.Withhold > 0 && !in.chancy() {
		p.withholding.add(withheld, 1)
		p.lines[p.at.withheld[i]].known = &withheld
	}
	return rest
}

// withheldPart is a share of an amount, but no more than is left of it.
func withheldPart(to, amount, left []float64, share float64) {
	for t, v := range amount {
		to[t] = math.Min(float64(share*v), math.Max(0, left[t]))
	}
}

// layWithholders notes whose year anything may be withheld in.
func (p *program) layWithholders() {
	p.withholders = make([]bool, p.payers)
	for _, e := range p.incomes {
		if e.class == tax.Withheld {
			p.withholders[e.payer], p.settles = true, true
		}
	}
}

// settled reports whether the year is settled at the end of month t.
func (p *program) settled(t int) bool { return p.december[t] || t == p.months-1 }

// withhold counts as paid what is withheld this month from pay that is certain. It
// has left the purse already.
func (g *ledger) withhold(t int) {
	if g.p.settles && g.p.withholding.any(t) && g.value(&g.p.withholding, t, &g.amount) {
		g.prepayTax()
	}
}

// withholdVenture is withhold of an income that is a matter of chance.
func (g *ledger) withholdVenture(of *venture, t int, level *vec) {
	if g.p.sc.Income[of.income].Withhold == 0 || !g.value(&g.p.withheld[of.income], t, &g.amount) {
		return
	}
	g.do.Multiply(&g.amount, &g.amount, level)
	g.prepayTax()
	g.note(g.p.at.withheld[of.income], &g.amount)
}

// prepayTax counts amount among the taxes paid.
func (g *ledger) prepayTax() {
	g.do.Add(&g.row.taxPaid, &g.amount)
	if g.p.ruled != nil {
		g.remember(&g.amount)
	}
}

// lessWithheld turns amount, the tax to date, into what the taxpayer has been asked
// for to date, and notes what the tax office holds beyond the tax.
func (g *ledger) lessWithheld(t, payer int) {
	if !g.p.withholders[payer] {
		return
	}
	withheld, held, settled := &g.regular[payer][tax.Withheld], &g.held[payer], g.p.settled(t)
	for l := range g.n {
		left := g.amount[l] - withheld[l]
		g.amount[l] = asked(g.amount[l], left, settled)
		held[l] = g.amount[l] - left
	}
}

// asked is what a taxpayer is asked for to date, given the tax and what of it is
// not withheld.
func asked(toDate, left float64, settled bool) float64 {
	if settled {
		return left
	}
	return math.Min(toDate, math.Max(0, left))
}

// worthHeldBack adds to a worth, at a price, what the tax office holds.
func (g *ledger) worthHeldBack(to, inverse *vec) {
	for payer, some := range g.p.withholders {
		if some {
			g.do.AddProduct(to, &g.held[payer], inverse)
		}
	}
}
