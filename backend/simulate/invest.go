package simulate

import (
	"math"
	"slices"

	"meridian/backend/tax"
)

const ordinary = tax.Ordinary

// invest lets the month's market act on every account.
func (g *ledger) invest(t, row int) {
	g.unplace()
	for i := range g.p.sleeves {
		g.turnSleeve(t, row, i)
	}
	g.observe(t, row)
	g.followShares(row)
	g.grew()
	g.do.Fill(&g.row.before, 0)
	g.do.Fill(&g.row.after, 0)
	for a := range g.p.accounts {
		g.growAccount(t, a)
	}
	g.charge()
	if g.sense != nil {
		g.sense.close(g, t)
	}
	g.do.Prices(&g.nextPrice, &g.nextInverse, &g.price, g.block.Inflation(row))
}

// turnSleeve works out what a sleeve grows by and pays out, and moves its composition on.
func (g *ledger) turnSleeve(t, row, i int) {
	s := &g.p.sleeves[i]
	switch {
	case len(s.classes) == 1: // it has been there from the beginning
	case s.mix.Rebalance == Monthly:
		for k, c := range s.classes {
			g.aim(s, t, c, &g.composition[i][k])
		}
	case s.account != None:
		g.blend(t, i)
	}
	if s.pays && (row == 0 || len(s.classes) > 1) { // of one class it stays what it is
		g.payOut(i)
	}
	if g.sense != nil {
		g.sense.expose(g, row, i)
	}
	if s.mix.Rebalance == Monthly || len(s.classes) == 1 {
		g.compound(row, i)
		return
	}
	g.drift(row, i)
	switch s.mix.Rebalance {
	case Yearly:
		if g.p.december[t] {
			g.restore(t, i)
		}
	case Banded:
		g.restoreBeyond(t, i)
	}
}

// blend mixes what came in this month, bought at the target, into a composition.
func (g *ledger) blend(t, i int) {
	s := &g.p.sleeves[i]
	fresh, balance := &g.fresh[s.account], &g.balance[s.account]
	for l := range g.room {
		g.room[l] = 0
		if fresh[l] > 0 {
			g.room[l] = min(1, fresh[l]/balance[l])
		}
	}
	for k, c := range s.classes {
		share, target := &g.composition[i][k], &g.whole
		g.aim(s, t, c, target)
		for l := range share {
			share[l] += float64(g.room[l] * (target[l] - share[l]))
		}
	}
}

// payOut works out the month's yields per unit held.
func (g *ledger) payOut(i int) {
	interest, dividends := false, false // whether any is written yet
	for k, c := range g.p.sleeves[i].classes {
		y := g.p.sc.Yields[c]
		if y.Rate == 0 {
			continue
		}
		paid, some := &g.dividends[i], &dividends
		if y.As == tax.Interest {
			paid, some = &g.interest[i], &interest
		}
		if *some {
			g.do.AddScaled(paid, &g.composition[i][k], y.Rate/12)
			continue
		}
		g.do.Scale(paid, &g.composition[i][k], y.Rate/12)
		*some = true
	}
}

// compound works out the sleeve's growth factor.
func (g *ledger) compound(row, i int) {
	growth := &g.growth[i]
	for k, c := range g.p.sleeves[i].classes {
		share, returns := &g.composition[i][k], g.block.Row(row, c)
		if k == 0 {
			g.do.Multiply(growth, share, returns)
		} else {
			g.do.AddProduct(growth, share, returns)
		}
	}
}

// drift is compound that moves the composition with the market.
func (g *ledger) drift(row, i int) {
	g.classes = g.classes[:0]
	for _, c := range g.p.sleeves[i].classes {
		g.classes = append(g.classes, g.block.Row(row, c))
	}
	g.do.Drift(&g.growth[i], g.composition[i], g.classes)
}

// restore rebalances to the next month's target.
func (g *ledger) restore(t, i int) {
	s := &g.p.sleeves[i]
	for k, c := range s.classes {
		g.aim(s, t+1, c, &g.composition[i][k])
	}
}

// restoreBeyond rebalances the lanes where a weight is off by more than the band.
func (g *ledger) restoreBeyond(t, i int) {
	s := &g.p.sleeves[i]
	g.room = vec{}
	for k, c := range s.classes {
		share, target := &g.composition[i][k], &g.whole
		g.aim(s, t+1, c, target)
		for l := range share {
			g.room[l] = max(g.room[l], math.Abs(share[l]-target[l]))
		}
	}
	for k, c := range s.classes {
		share, target := &g.composition[i][k], &g.whole
		g.aim(s, t+1, c, target)
		for l := range share {
			if g.room[l] > s.mix.Band {
				share[l] = target[l]
			}
		}
	}
}

// growAccount applies growth, yields and fees to an account.
func (g *ledger) growAccount(t, account int) {
	a := &g.p.accounts[account]
	if a.yields {
		g.taxYields(account)
	}
	balance := &g.balance[account]
	g.earnMarket(account)
	if a.FeeAmount.any(t) {
		g.value(&a.FeeAmount, t, &g.amount)
		g.do.AtMost(&g.amount, balance)
		g.do.Sub(balance, &g.amount)
		g.note(g.p.at.fee[account], &g.amount)
	}
}

// earnMarket applies the month's growth and the fee that is a share.
func (g *ledger) earnMarket(account int) {
	a := &g.p.accounts[account]
	balance, growth := &g.balance[account], &g.growth[a.sleeve]
	if g.flows != nil && g.trace == nil { // nothing but sums is asked
		var sums [2]float64
		g.do.EarnTold(balance, growth, &g.row.before, &g.row.after, &g.used, a.monthly, &sums)
		g.flows.sums[g.p.at.gain[account]] += sums[0]
		g.flows.sums[g.p.at.fee[account]] += sums[1]
		return
	}
	g.do.Earn(balance, growth, &g.row.before, &g.row.after, &g.gain, &g.amount, a.monthly)
	g.note(g.p.at.gain[account], &g.gain)
	if a.monthly != 0 {
		g.note(g.p.at.fee[account], &g.amount)
	}
}

// taxYields enters what the account pays out in its owners' year; it is bought
// back at once, which adds to the basis.
func (g *ledger) taxYields(account int) {
	a := &g.p.accounts[account]
	s := &g.p.sleeves[a.sleeve]
	if s.interest {
		g.yield(account, &g.interest[a.sleeve], tax.Interest)
	}
	if s.dividends {
		g.yield(account, &g.dividends[a.sleeve], tax.Dividends)
	}
}

func (g *ledger) yield(account int, paid *vec, class tax.Class) {
	basis, balance := &g.basis[account], &g.balance[account]
	if o := g.owner(account); o != nil {
		g.do.Yield(&g.regular[o.payer][class], basis, balance, paid, &g.price, o.part)
		return
	}
	g.do.Multiply(&g.taxable, balance, paid)
	g.do.Multiply(&g.taxable, &g.taxable, &g.price)
	g.do.Add(basis, &g.taxable)
	g.credit(account, class, false, 1, &g.taxable)
}

// assess taxes the year to date; what exceeds the assessment so far is owed.
func (g *ledger) assess(t int) {
	if !g.p.settles {
		return
	}
	for payer := range g.owed {
		g.assessPayer(t, payer)
		toDate := g.amount[0]
		g.lessWithheld(t, payer)
		if g.trace != nil {
			g.trace.assessed(g, t, payer, toDate)
		}
		g.do.Assess(&g.owed[payer], &g.assessed[payer], &g.amount)
	}
}

// assessPayer sets amount to the tax on a year of which a part is gone: on
// regular income as if it went on, for the part gone; and on top what comes once.
func (g *ledger) assessPayer(t, payer int) {
	switch {
	case !g.p.taxed:
		g.do.Fill(&g.amount, 0)
		return
	case g.p.abreast != nil:
		g.assessAbreast(t, payer)
		return
	}
	y := tax.Year{Calendar: g.p.years[g.p.yearOf[t]], Payer: payer}
	gone, yearly := g.p.elapsed[t]/12, 12/g.p.elapsed[t]
	regular, once := &g.regular[payer], &g.once[payer]
	regularly, lumps := g.p.regularly[payer], g.p.lumps[payer]
	for l := range g.n {
		y.Index = g.yearIndex[l]
		y.Income = tax.Income{}
		for _, c := range regularly {
			y.Income[c] = float64(regular[c][l] * yearly)
		}
		law := g.law(l)
		base := law.Owed(&y)
		lump := false
		for _, c := range lumps {
			if v := once[c][l]; v != 0 {
				y.Income[c] += v
				lump = true
			}
		}
		g.amount[l] = float64(base * gone)
		if lump {
			g.amount[l] += law.Owed(&y) - base
		}
	}
}

// assessAbreast is assessPayer for all lanes at once.
func (g *ledger) assessAbreast(t, payer int) {
	if g.p.toDate != nil {
		g.assessToDate(t, payer)
		return
	}
	y := &g.years
	*y = tax.Years{Calendar: g.p.years[g.p.yearOf[t]], Payer: payer, Index: &g.yearIndex}
	gone, yearly := g.p.elapsed[t]/12, 12/g.p.elapsed[t]
	for _, c := range g.p.regularly[payer] {
		g.do.Scale(&g.income[c], &g.regular[payer][c], yearly)
		y.Income[c] = &g.income[c]
	}
	g.p.abreast.OwedAbreast(g.do, y, &g.give)
	if !slices.Contains(g.lumped[payer][:], true) {
		g.do.Scale(&g.amount, &g.give, gone)
		return
	}
	g.do.Fill(&g.room, 0)
	for _, c := range g.p.lumps[payer] {
		once := &g.once[payer][c]
		switch {
		case !g.lumped[payer][c]:
			continue
		case y.Income[c] == nil:
			y.Income[c] = once
		default:
			g.do.Add(y.Income[c], once)
		}
		g.do.Either(&g.room, once)
	}
	g.p.abreast.OwedAbreast(g.do, y, &g.whole)
	g.do.OnTop(&g.amount, &g.give, &g.whole, &g.room, gone)
}

// knowPrices adds up 1/price, by which lines known beforehand are valued.
func (g *ledger) knowPrices(t int) {
	if g.flows != nil {
		g.flows.inverse[g.at] += g.sum(&g.inverse)
		g.flows.count(g)
	}
	if g.trace != nil {
		g.trace.begin(g, t)
	}
	g.tellKnown(t)
}

// note enters an amount in a line of the cash flow.
func (g *ledger) note(line int, amount *vec) {
	if g.flows != nil {
		g.flows.sums[line] += g.sum(amount)
	}
	if g.trace != nil {
		g.trace.Values[line][g.trace.month] += amount[0]
	}
}

// assessToDate is assessAbreast where the regime does all of it.
func (g *ledger) assessToDate(t, payer int) {
	y := &g.toDate
	*y = tax.ToDate{
		Calendar: g.p.years[g.p.yearOf[t]], Payer: payer, Index: &g.yearIndex,
		Yearly: 12 / g.p.elapsed[t], Gone: g.p.elapsed[t] / 12,
	}
	for _, c := range g.p.regularly[payer] {
		y.Regular[c] = &g.regular[payer][c]
	}
	for _, c := range g.p.lumps[payer] {
		if g.lumped[payer][c] {
			y.Once[c], y.Lumps = &g.once[payer][c], true
		}
	}
	g.p.toDate.OwedToDate(g.do, y, &g.amount)
}
