package simulate

import (
	"meridian/backend/market"
	"meridian/backend/tax"
)

// chunk is how many months the market is walked ahead.
const chunk = 12

// dust is the share of the largest month so far (of income, tax or what was due)
// below which a shortfall is rounding.
const dust = 1e-9

// ledger plays one block of futures at a time, month by month, every step for
// all lanes together. It belongs to one goroutine and allocates nothing once
// made. A ledger for wider machines would stand in its place: it takes a program
// and leaves series and rows on a tape.
//
// Amounts are in today's money, but for basis, taxes and what has been used of
// yearly limits, which the world keeps in money of the day.
type ledger struct {
	p      *program
	walker market.Walker
	block  *market.Block
	n      int // lanes in use
	epoch  int
	scale  vec        // of recurring spending; 1 in a plain run
	pace   [Tiers]vec // what recurring spending is multiplied by: scale, or what a rule says

	stopShort bool // stop once every lane has fallen short

	tape  *tape  // where series and rows go, or nil
	flows *flows // where the cash flow is added up, or nil
	trace *trace // where one future is written down, or nil

	price, inverse, nextPrice, nextInverse vec
	yearIndex                              vec // price at the tax year's beginning

	balance, basis, fresh []vec   // per account; fresh came in this month, where that matters
	opening               []vec   // per account with Required, at the tax year's beginning
	composition           [][]vec // per sleeve and class held
	growth                []vec   // per sleeve
	interest, dividends   []vec   // per sleeve, paid out this month per unit held

	regular, once  [][tax.Classes]vec // per taxpayer, this year to date
	assessed, owed []vec              // per taxpayer: this year to date; to be paid next month
	pay            []vec              // per income, what is left of this month's for saving rules
	capUsed        []vec              // per cap, this year
	matchUsed      []vec              // per rule, this year
	drawUsed       []vec              // per step, this year

	purse, missing vec
	falls, keeps   [Tiers]vec // due this month; of that, where money is missing, what is never cut
	total          vec        // of falls
	largest        vec        // of income, tax or total, so far
	spending       vec        // of falls, what is spending and goals
	need           vec        // what a month of buffer is

	standing  standings // what a rule remembers
	appraiser market.Appraiser
	cape      vec // at a decision of CAPE

	amount, room, whole, give, taxable, gain vec // scratch of a step

	row rows
}

func newLedger(p *program) *ledger {
	g := &ledger{p: p, block: market.NewBlock(chunk, len(p.sc.Market.Classes))}
	g.walk()
	accounts, sleeves := len(p.accounts), len(p.sleeves)
	g.balance, g.basis, g.fresh = make([]vec, accounts), make([]vec, accounts), make([]vec, accounts)
	g.opening = make([]vec, len(p.required))
	g.composition, g.growth = make([][]vec, sleeves), make([]vec, sleeves)
	g.interest, g.dividends = make([]vec, sleeves), make([]vec, sleeves)
	for i, s := range p.sleeves {
		g.composition[i] = make([]vec, len(s.classes))
	}
	g.regular, g.once = make([][tax.Classes]vec, p.payers), make([][tax.Classes]vec, p.payers)
	g.assessed, g.owed = make([]vec, p.payers), make([]vec, p.payers)
	g.pay = make([]vec, len(p.sc.Income))
	g.capUsed = make([]vec, len(p.sc.Caps))
	g.matchUsed, g.drawUsed = make([]vec, len(p.sc.Saving)), make([]vec, len(p.sc.Draws))
	fill(&g.scale, 1)
	return g
}

// play plays up to market.Lanes futures.
func (g *ledger) play(futures []int) {
	g.begin(futures)
	for t := 0; t < g.p.months; t += chunk {
		n := min(chunk, g.p.months-t)
		g.walker.Next(g.block, n)
		for m := range n {
			g.month(t+m, m)
		}
		if g.stopShort && g.row.allShort(g.n) {
			return
		}
	}
}

func (g *ledger) begin(futures []int) {
	g.n = len(futures)
	g.walker.Begin(futures)
	for a := range g.p.accounts {
		fill(&g.balance[a], g.p.accounts[a].Balance)
		fill(&g.basis[a], g.p.accounts[a].Basis)
	}
	for i := range g.p.sleeves {
		s := &g.p.sleeves[i]
		for k, c := range s.classes {
			fill(&g.composition[i][k], s.target[0][c])
		}
	}
	clear(g.owed)
	g.largest = vec{}
	g.beginRule()
	fill(&g.price, 1)
	fill(&g.inverse, 1)
	g.row.begin()
}

// month is one month of every lane, in the order that the package comment
// gives. row is the month's place in the market block.
func (g *ledger) month(t, row int) {
	g.turn(t)
	g.earn(t)
	g.payroll(t)
	g.payTax(t)
	g.require(t)
	g.fallDue(t)
	g.earmarked(t)
	g.meet()
	g.saveSurplus(t)
	g.drawAll(t)
	g.cut(t)
	g.invest(t, row)
	g.assess(t)
	g.record(t)
	g.price, g.inverse = g.nextPrice, g.nextInverse
}

// turn begins a month, and a tax year where one begins.
func (g *ledger) turn(t int) {
	g.knowPrices(t)
	if g.p.anyFresh {
		clear(g.fresh)
	}
	g.epoch = g.p.epochOf[t]
	if g.p.ruled != nil {
		g.decide(t)
		g.paced(&g.p.ruled.ahead, &g.p.buffer.other, t, &g.need)
	} else {
		g.due(&g.p.buffer.recurring, &g.p.buffer.other, &g.scale, t, &g.need)
	}
	if !g.p.newYear[t] {
		return
	}
	g.yearIndex = g.price
	g.open()
	clear(g.regular)
	clear(g.once)
	clear(g.assessed)
	clear(g.capUsed)
	clear(g.matchUsed)
	clear(g.drawUsed)
}

// earn pays incomes into the purse, and into accounts what is deducted or
// routed there.
func (g *ledger) earn(t int) {
	g.value(&g.p.in, t, &g.purse)
	for l := range g.largest {
		g.largest[l] = max(g.largest[l], g.purse[l])
	}
	for i := range g.p.incomes {
		e := &g.p.incomes[i]
		real, nominal := e.amount.parts(t)
		if real == 0 && nominal == 0 {
			continue
		}
		year := &g.regular[e.payer][e.class]
		if e.once {
			year = &g.once[e.payer][e.class]
		}
		for l := range year {
			year[l] += float64(real*g.price[l]) + nominal
		}
	}
	for i := range g.p.deposits {
		d := &g.p.deposits[i]
		if g.value(&d.amount, t, &g.amount) {
			g.deposit(d.account, &g.amount)
		}
	}
}

// payTax pays, or gets back, what was assessed at the end of the month before.
func (g *ledger) payTax(int) {
	if !g.p.taxed {
		return
	}
	for payer := range g.owed {
		owed := &g.owed[payer]
		for l := range owed {
			g.amount[l] = float64(owed[l] * g.inverse[l])
			g.purse[l] -= g.amount[l]
			g.row.taxPaid[l] += g.amount[l]
			g.largest[l] = max(g.largest[l], g.amount[l])
		}
		if g.p.ruled != nil {
			g.remember(&g.amount)
		}
		g.note(g.p.at.tax[payer], &g.amount)
	}
}

// open notes what the year's required withdrawals are shares of.
func (g *ledger) open() {
	for i, a := range g.p.required {
		balance := &g.balance[a]
		for l := range g.opening[i] {
			g.opening[i][l] = float64(balance[l] * g.price[l])
		}
	}
}

// require takes out of accounts what must be taken out this month.
func (g *ledger) require(t int) {
	for i, a := range g.p.required {
		share := g.p.accounts[a].Required[t]
		if share == 0 {
			continue
		}
		balance := &g.balance[a]
		for l := range g.amount {
			g.amount[l] = min(float64(float64(share*g.opening[i][l])*g.inverse[l]), balance[l])
			g.purse[l] += g.amount[l]
		}
		g.withdraw(a, &g.amount, false)
	}
}

// fallDue adds up what is to be paid.
func (g *ledger) fallDue(t int) {
	g.total = vec{}
	for tier := range g.falls {
		d := &g.p.due[tier]
		g.due(&d.recurring, &d.other, &g.pace[tier], t, &g.falls[tier])
		falls := &g.falls[tier]
		for l := range falls {
			g.total[l] += falls[l]
			g.purse[l] -= falls[l]
		}
	}
	for l := range g.largest {
		g.largest[l] = max(g.largest[l], g.total[l])
	}
	if g.p.ruled != nil {
		g.paced(&g.p.ruled.now, &g.p.purchase.other, t, &g.spending)
		g.noteRuled(t)
		return
	}
	g.due(&g.p.purchase.recurring, &g.p.purchase.other, &g.scale, t, &g.spending)
}

// earmarked draws what is meant for particular payments.
func (g *ledger) earmarked(t int) {
	for i := range g.p.funded {
		f := &g.p.funded[i]
		if !g.value(&f.outflow.Amount, t, &g.give) {
			continue
		}
		if f.recurring {
			pace := &g.pace[f.outflow.Tier]
			for l := range g.give {
				g.give[l] = float64(g.give[l] * pace[l])
			}
		}
		for _, fund := range f.outflow.Fund {
			g.drawEarmark(t, fund)
		}
	}
}

// drawEarmark draws the account's share of the payment in give.
func (g *ledger) drawEarmark(t int, fund Fund) {
	a := &g.p.accounts[fund.Account]
	purpose := a.Wrapper == Purpose
	if t < a.Access && !purpose {
		return
	}
	balance := &g.balance[fund.Account]
	for l := range g.amount {
		g.amount[l] = min(float64(g.give[l]*fund.Share), balance[l])
		g.purse[l] += g.amount[l]
	}
	g.withdraw(fund.Account, &g.amount, purpose)
}

// meet divides the purse into a surplus, left in it, and what is missing.
func (g *ledger) meet() {
	for l, v := range &g.purse {
		g.purse[l], g.missing[l] = 0, 0
		if v > 0 {
			g.purse[l] = v
		} else {
			g.missing[l] = -v
		}
	}
}

// cut deals with what no account could give.
func (g *ledger) cut(t int) {
	g.brush()
	g.row.forgone = vec{}
	if some(&g.missing) {
		g.forgoRaise(t)
		for tier := Wish; tier > Essential; tier-- {
			d := &g.p.due[tier]
			g.due(&d.recurringFloor, &d.otherFloor, &g.scale, t, &g.keeps[tier])
			g.within(tier)
			g.forgo(g.p.at.cut[tier], &g.falls[tier], &g.keeps[tier])
		}
		for tier := Wish; tier > Essential; tier-- {
			g.forgo(g.p.at.unfunded[tier], &g.keeps[tier], &nothing)
		}
		g.note(g.p.at.unfunded[Essential], &g.missing)
		g.row.fail(g, t)
	} else if g.p.ruled != nil {
		g.row.fail(g, t) // what a rule cuts is a cut
	}
	g.row.since(g)
}

// brush takes what is missing by rounding alone for paid.
func (g *ledger) brush() {
	for l := range g.missing {
		if g.missing[l] <= float64(dust*g.largest[l]) {
			g.missing[l] = 0
		}
	}
}

// nothing is a floor of zero.
var nothing vec

// forgo leaves unpaid what of due lies above floor, as far as money is missing.
func (g *ledger) forgo(line int, due, floor *vec) {
	for l := range g.missing {
		left := min(g.missing[l], due[l]-floor[l])
		g.amount[l] = left
		g.missing[l] -= left
		g.row.forgone[l] += left
	}
	g.brush()
	g.note(line, &g.amount)
}

// deposit puts money into an account.
func (g *ledger) deposit(account int, amount *vec) {
	balance := &g.balance[account]
	for l, v := range amount {
		balance[l] += v
	}
	if g.p.accounts[account].fresh {
		fresh := &g.fresh[account]
		for l, v := range amount {
			fresh[l] += v
		}
	}
	if !g.p.accounts[account].out.gains() {
		return
	}
	basis := &g.basis[account]
	for l, v := range amount {
		basis[l] += float64(v * g.price[l])
	}
}

// withdraw takes a gross amount, no more than the balance, out of an account,
// and enters in its owners' year what of it is taxed.
func (g *ledger) withdraw(account int, amount *vec, untaxed bool) {
	a := &g.p.accounts[account]
	if a.out.gains() {
		g.sell(account, amount)
	}
	if a.fresh {
		g.spoil(account, amount)
	}
	balance := &g.balance[account]
	for l, w := range amount {
		balance[l] -= w
	}
	g.note(g.p.at.draw[account], amount)
	if a.out == outFree || untaxed || !g.p.taxed {
		return
	}
	if !a.out.gains() {
		for l, w := range amount {
			g.taxable[l] = float64(w * g.price[l])
		}
	}
	for _, o := range a.owners[g.epoch] {
		g.enter(&g.once[o.payer][a.class()], o.part, &g.taxable)
	}
}

// spoil takes an amount's part of what came in this month out of it.
func (g *ledger) spoil(account int, amount *vec) {
	balance, fresh := &g.balance[account], &g.fresh[account]
	for l, w := range amount {
		if w > 0 {
			fresh[l] -= float64(fresh[l] * (w / balance[l]))
		}
	}
}

// sell takes the average cost of an amount off an account's basis and leaves
// the gain in taxable.
func (g *ledger) sell(account int, amount *vec) {
	balance, basis := &g.balance[account], &g.basis[account]
	for l, w := range amount {
		g.taxable[l] = 0
		if w > 0 {
			sold := float64(basis[l] * (w / balance[l]))
			basis[l] -= sold
			g.taxable[l] = float64(w*g.price[l]) - sold
		}
	}
}

// enter adds a part of an amount to a year's income.
func (g *ledger) enter(year *vec, part float64, amount *vec) {
	for l, v := range amount {
		year[l] += float64(part * v)
	}
}

// gains reports whether an account keeps a basis.
func (o out) gains() bool { return o == outGains || o == outCapped }

// class is how what comes out is taxed.
func (a *account) class() tax.Class {
	switch {
	case a.out == outGains:
		return tax.Gains
	case a.out == outCapped:
		return tax.Capped
	case a.TaxAs != tax.Untaxed:
		return a.TaxAs
	default:
		return tax.Ordinary
	}
}
