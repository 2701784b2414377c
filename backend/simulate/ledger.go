package simulate

import (
	"meridian/backend/lanes"
	"meridian/backend/market"
	"meridian/backend/tax"
)

// chunk is how many months are told at a time, at most: those of a calendar year.
const chunk = 12

// stretch is how many months the market is walked ahead: few enough that they and
// the books fit into the processor's first cache together.
const stretch = 4

// dust is the share of the largest month so far (of income, tax or what was due)
// below which a shortfall is rounding.
const dust = 1e-9

// ledger plays one block of futures at a time, month by month, every step for
// all lanes together. It belongs to one goroutine and allocates nothing once
// made. A ledger for wider machines would stand in its place: it takes a program
// and leaves series and rows on a tape.
//
// What a block carries from one calendar year into the next stands in carried,
// and nothing else does: so a ledger may play one block's year, then another's,
// and come back.
//
// Amounts are in today's money, but for basis, taxes and what has been used of
// yearly limits, which the world keeps in money of the day.
type ledger struct {
	*board
	*carried
	p     *program
	do    lanes.Unit
	block *market.Block
	at    int // the month under way, in its calendar year
	drawn int // the same, in the market block
	epoch int

	stopShort bool // stop once every lane has fallen short
	verdict   bool // nothing is asked but what falls short or is cut, when, and the end wealth

	tape  *tape  // where series and rows go, or nil
	place int    // of lane 0 on the tape
	flows *flows // where the cash flow is added up, or nil
	trace *trace // where one future is written down, or nil
	sense *sense // where it is noted what the end wealth hangs on, or nil
	probe *probe // what plays the ledger for an integral, or nil

	open                []bool // per account, at the month's end
	fresh               []vec  // per account; came in this month, where that matters
	opening             []vec  // per account with Required, at the tax year's beginning
	growth              []vec  // per sleeve
	classes             []*vec // a sleeve's growth this month, by class held
	interest, dividends []vec  // per sleeve, paid out this month per unit held

	regular, once [][tax.Classes]vec  // per taxpayer, this year to date
	lumped        [][tax.Classes]bool // which of once may be other than zero
	assessed      []vec               // per taxpayer, this year to date
	held          []vec               // per taxpayer, withheld beyond the tax to date
	pay           []vec               // per income, what is left of this month's for saving rules
	capUsed       []vec               // per cap, this year
	matchUsed     []vec               // per rule, this year
	drawUsed      []vec               // per step, this year

	placings []placing // per location, this month

	years    tax.Years  // what a regime is told
	toDate   tax.ToDate // the same
	expected []tax.Year // firstTax's
	left     []float64  // firstTax's, per account
}

// carried is what a block of futures carries from one calendar year into the next.
type carried struct {
	*course
	n          int // lanes in use
	walker     market.Walker
	appraiser  market.Appraiser
	living     *living     // where lives end by chance, or nil
	following  *following  // which scenario lanes follow, where there are several, or nil
	pulling    *pulling    // where a milestone waits for money, or nil
	parting    *parting    // where something may be parted with or borrowed, or nil
	delays     *delays     // what goals wait for money, or nil
	reserve    *reserve    // how the buffer stands, or nil
	befalling  *befalling  // where something may befall, or nil
	venturing  *venturing  // where pay is a matter of chance, or nil
	misfortune *misfortune // where anything is a matter of chance, or nil
	choosing   *choosing   // where steps of the withdrawal order choose, or nil

	balance, basis []vec   // per account
	composition    [][]vec // per sleeve and class held
	owed           []vec   // per taxpayer, to be paid next month
	early          []vec   // per debt, paid back early, money of the day
}

// course is the rows that every block carries. Like board it stands by itself,
// without a pointer in it, so that rows begin at multiples of 64 bytes.
type course struct {
	used           vec // all bits of the lanes in use, none of the others
	price, inverse vec
	largest        vec        // of income, tax or total, so far
	pace           [Tiers]vec // what recurring spending is multiplied by: scale, or what a rule says
	standing       standings  // what a rule remembers
	row            rows
}

// board is the rows that every ledger has. It stands by itself, without a
// pointer in it, so that rows begin at multiples of 64 bytes.
type board struct {
	nextPrice, nextInverse vec
	yearIndex              vec // price at the tax year's beginning

	scale vec // of recurring spending; 1 in a plain run

	purse, missing vec
	falls, keeps   [Tiers]vec // due this month; of that, where money is missing, what is never cut
	total          vec        // of falls
	spending       vec        // of falls, what is spending and goals
	need           vec        // what a month of buffer is

	cape vec // at a decision of CAPE
	sold vec // of an estate, its gain

	amount, room, whole, give, taxable, gain vec // scratch of a step
	income                                   [tax.Classes]vec
}

// newLedger is a ledger with nothing carried so far.
func newLedger(p *program) *ledger { return p.ledgerOf(p.newCarried()) }

func (p *program) ledgerOf(c *carried) *ledger {
	g := &ledger{board: new(board), carried: c, p: p, do: p.unit, block: market.NewBlock(stretch, len(p.sc.Market.Classes))}
	g.open, g.fresh = make([]bool, len(p.accounts)), make([]vec, len(p.accounts))
	g.opening = make([]vec, len(p.required))
	sleeves := len(p.sleeves)
	g.classes = make([]*vec, 0, len(p.sc.Market.Classes))
	g.growth, g.interest, g.dividends = make([]vec, sleeves), make([]vec, sleeves), make([]vec, sleeves)
	g.regular, g.once = make([][tax.Classes]vec, p.payers), make([][tax.Classes]vec, p.payers)
	g.lumped = make([][tax.Classes]bool, p.payers)
	g.assessed, g.held = make([]vec, p.payers), make([]vec, p.payers)
	g.pay = make([]vec, len(p.sc.Income))
	g.capUsed = make([]vec, len(p.sc.Caps))
	g.placings = newPlacings(p)
	g.matchUsed, g.drawUsed = make([]vec, len(p.sc.Saving)), make([]vec, len(p.sc.Draws))
	fill(&g.scale, 1)
	return g
}

func (p *program) newCarried() *carried {
	c := &carried{course: new(course)}
	c.walk(p)
	accounts := len(p.accounts)
	c.balance, c.basis = make([]vec, accounts), make([]vec, accounts)
	c.composition = make([][]vec, len(p.sleeves))
	for i, s := range p.sleeves {
		c.composition[i] = make([]vec, len(s.classes))
	}
	c.owed = make([]vec, p.payers)
	c.early = make([]vec, len(p.prepays))
	if p.lives != nil {
		c.living = &living{}
	}
	if p.branches() {
		c.following = &following{}
	}
	if p.trigger != nil {
		c.pulling = &pulling{}
	}
	if p.sc.Buffer != nil {
		c.reserve = &reserve{}
	}
	c.parting, c.choosing, c.delays = newParting(p), newChoosing(p), newDelays(p)
	c.befalling, c.venturing = newBefalling(p), newVenturing(p)
	c.misfortune = newMisfortune(p)
	return c
}

// play plays up to market.Lanes futures.
func (g *ledger) play(futures []int) {
	g.begin(futures)
	for y := range g.p.years {
		g.playYear(y)
		if g.stopShort && g.row.allShort(g.n) {
			return
		}
	}
}

// playYear plays a calendar year of the futures under way.
func (g *ledger) playYear(y int) {
	first, end := g.p.begins[y], g.p.begins[y+1]
	for t := first; t < end; t++ {
		row := (t - first) % stretch
		if row == 0 {
			months := min(stretch, end-t)
			g.walker.Next(g.block, months)
			g.p.shift(g.block, t, months)
		}
		g.at, g.drawn = t-first, row
		g.month(t, row)
	}
}

func (g *ledger) begin(futures []int) {
	g.use(len(futures))
	g.walker.Begin(futures)
	g.beginLives(futures)
	g.beginPulling()
	g.beginSpells(futures)
	g.beginVentures(futures)
	g.misfortune.begin()
	for a := range g.p.accounts {
		fill(&g.balance[a], g.p.accounts[a].Balance)
		fill(&g.basis[a], g.p.accounts[a].Basis)
	}
	g.unplace()
	for i := range g.p.sleeves {
		s := &g.p.sleeves[i]
		for k, c := range s.classes {
			g.aim(s, 0, c, &g.composition[i][k])
		}
	}
	clear(g.owed)
	clear(g.early)
	g.largest = vec{}
	g.choosing.begin()
	g.parting.begin()
	g.reserve.begin()
	g.delays.begin()
	g.beginRule()
	fill(&g.price, 1)
	fill(&g.inverse, 1)
	g.row.begin()
}

// month is one month of every lane, in the order that the package comment
// gives. row is the month's place in the market block.
func (g *ledger) month(t, row int) {
	g.turn(t)
	g.tape.expect(g, t)
	g.mark(notYet, None)
	g.earn(t)
	g.mark(ByPay, None)
	g.payroll(t)
	g.mark(ByPayroll, None)
	g.payTax(t)
	g.require(t)
	g.mark(ByLaw, None)
	g.fallDue(t)
	g.earmarked(t)
	g.mark(ByEarmark, None)
	g.meet()
	g.saveSurplus(t)
	g.mark(BySurplus, None)
	g.drawAll(t)
	g.cut(t)
	g.refill(t)
	g.convert(t)
	g.invest(t, row)
	g.mark(ByMarket, None)
	g.assess(t)
	g.record(t)
	g.do.Set(&g.price, &g.nextPrice)
	g.do.Set(&g.inverse, &g.nextInverse)
}

// turn begins a month, and a tax year where one begins.
func (g *ledger) turn(t int) {
	g.passAway(t)
	g.pull(t)
	g.judge(t)
	g.befall(t)
	g.venture(t)
	g.knowPrices(t)
	if g.p.anyFresh {
		clear(g.fresh)
	}
	g.epoch = g.p.epochOf[t]
	if g.p.ruled != nil {
		g.decide(t)
		g.paced(&g.p.ruled.ahead, &g.p.buffer.other, t, &g.need)
		g.lessGone(neededOf, &g.pace[Essential], t, &g.need)
	} else if g.p.buffered {
		g.due(&g.p.buffer.recurring, &g.p.buffer.other, &g.scale, t, &g.need)
		g.lessGone(neededOf, &g.scale, t, &g.need)
	}
	if !g.p.newYear[t] {
		return
	}
	g.yearIndex = g.price
	g.openYear()
	for payer := range g.regular {
		for _, c := range g.p.counted[payer] {
			g.do.Fill(&g.regular[payer][c], 0)
		}
		for c, came := range g.lumped[payer] {
			if came {
				g.do.Fill(&g.once[payer][c], 0)
			}
		}
	}
	clear(g.lumped)
	clear(g.assessed)
	clear(g.capUsed)
	clear(g.matchUsed)
	clear(g.drawUsed)
}

// earn pays incomes into the purse, and into accounts what is deducted or
// routed there.
func (g *ledger) earn(t int) {
	g.value(&g.p.in, t, &g.purse)
	g.earnVentures(t)
	g.taxSales(t)
	g.payOnDeath(t)
	g.sellOnTime(t)
	g.lessGoneIn(t)
	g.tellGone(t)
	g.withhold(t)
	g.do.AtLeast(&g.largest, &g.purse)
	for i := range g.p.incomes {
		e := &g.p.incomes[i]
		if e.chancy || !e.amount.any(t) {
			continue
		}
		year := &g.regular[e.payer][e.class]
		if e.once {
			year = g.lump(e.payer, e.class)
		}
		if e.amount.by != nil {
			g.enterByState(&e.amount, t, year)
			continue
		}
		real, nominal := e.amount.parts(t)
		g.do.AddNominal(year, &g.price, real, nominal)
	}
	for i := range g.p.deposits {
		d := &g.p.deposits[i]
		if !d.chancy && g.value(&d.amount, t, &g.amount) {
			g.deposit(d.account, &g.amount)
		}
	}
}

// payTax pays, or gets back, what was assessed at the end of the month before.
func (g *ledger) payTax(int) {
	if !g.p.settles {
		return
	}
	for payer := range g.owed {
		g.do.PayTax(&g.owed[payer], &g.inverse, &g.amount, &g.purse, &g.row.taxPaid, &g.largest)
		if g.p.ruled != nil {
			g.remember(&g.amount)
		}
		g.note(g.p.at.tax[payer], &g.amount)
	}
}

// openYear notes what the year's required withdrawals are shares of.
func (g *ledger) openYear() {
	for i, a := range g.p.required {
		g.do.Multiply(&g.opening[i], &g.balance[a], &g.price)
	}
}

// require takes out of accounts what must be taken out this month.
func (g *ledger) require(t int) {
	for i, a := range g.p.required {
		share := g.p.accounts[a].Required[t]
		if share == 0 {
			continue
		}
		g.do.Require(&g.amount, &g.opening[i], &g.inverse, &g.balance[a], share)
		g.do.Add(&g.purse, &g.amount)
		g.withdraw(a, &g.amount, false)
	}
}

// fallDue adds up what is to be paid.
func (g *ledger) fallDue(t int) {
	g.do.Fill(&g.total, 0)
	for tier := range g.falls {
		d := &g.p.due[tier]
		if !d.recurring.any(t) && !d.other.any(t) && g.parting == nil {
			g.do.Fill(&g.falls[tier], 0)
			continue
		}
		if d.recurring.by == nil && d.other.by == nil && g.parting == nil {
			r, rn := d.recurring.parts(t)
			o, on := d.other.parts(t)
			g.do.FallDue(&g.falls[tier], &g.total, &g.purse, &g.pace[tier], &g.inverse, r, rn, o, on)
			continue
		}
		g.due(&d.recurring, &d.other, &g.pace[tier], t, &g.falls[tier])
		if Tier(tier) == Essential {
			g.lessGone(dueOf, &g.pace[tier], t, &g.falls[tier])
		}
		g.do.Add(&g.total, &g.falls[tier])
		g.do.Sub(&g.purse, &g.falls[tier])
	}
	g.fallDueLess(t)
	g.fallUponUs(t)
	g.fallDelayed(t)
	g.do.AtLeast(&g.largest, &g.total)
	if g.p.ruled != nil {
		g.paced(&g.p.ruled.now, &g.p.purchase.other, t, &g.spending)
		g.lessGone(purchaseOf, &g.pace[Essential], t, &g.spending)
		g.buyDelayed()
		g.addUponUs(t, &g.spending)
		g.noteRuled(t)
		return
	}
	g.due(&g.p.purchase.recurring, &g.p.purchase.other, &g.scale, t, &g.spending)
	g.lessGone(purchaseOf, &g.scale, t, &g.spending)
	g.buyDelayed()
	g.addUponUs(t, &g.spending)
}

// earmarked draws what is meant for particular payments.
func (g *ledger) earmarked(t int) {
	for i := range g.p.funded {
		f := &g.p.funded[i]
		if !g.paidOf(f.outflow, t) {
			continue
		}
		if f.recurring {
			g.do.Multiply(&g.give, &g.give, &g.pace[f.outflow.Tier])
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
	g.do.Scale(&g.amount, &g.give, fund.Share)
	g.do.AtMost(&g.amount, &g.balance[fund.Account])
	g.do.Add(&g.purse, &g.amount)
	g.withdraw(fund.Account, &g.amount, purpose)
}

// meet divides the purse into a surplus, left in it, and what is missing.
func (g *ledger) meet() { g.do.Meet(&g.purse, &g.missing) }

// cut deals with what no account could give.
func (g *ledger) cut(t int) {
	g.do.Fill(&g.row.forgone, 0)
	if g.brush() {
		g.forgoRaise(t)
		g.resort(t)
		for tier := Wish; tier > Essential; tier-- {
			g.cutOnce(tier, t)
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

// brush takes what is missing by rounding alone for paid, and reports whether
// anything else is missing.
func (g *ledger) brush() bool { return g.do.Brush(&g.missing, &g.largest, dust) }

// nothing is a floor of zero.
var nothing vec

// forgo leaves unpaid what of due lies above floor, as far as money is missing.
func (g *ledger) forgo(line int, due, floor *vec) {
	g.do.Forgo(&g.missing, due, floor, &g.amount, &g.row.forgone)
	g.brush()
	g.note(line, &g.amount)
}

// deposit puts money into an account.
func (g *ledger) deposit(account int, amount *vec) {
	if g.p.accounts[account].fresh {
		g.do.Add(&g.fresh[account], amount)
	}
	if g.p.accounts[account].out.gains() {
		g.do.Deposit(&g.balance[account], &g.basis[account], amount, &g.price)
	} else {
		g.do.Add(&g.balance[account], amount)
	}
}

// withdraw takes a gross amount, no more than the balance, out of an account,
// and enters in its owners' year what of it is taxed.
func (g *ledger) withdraw(account int, amount *vec, untaxed bool) {
	a := &g.p.accounts[account]
	untaxed = untaxed || a.out == outFree || !g.p.taxed
	g.note(g.p.at.draw[account], amount)
	if a.fresh {
		g.do.Spoil(&g.fresh[account], amount, &g.balance[account])
	}
	if a.out.gains() {
		g.do.Sell(&g.taxable, amount, &g.balance[account], &g.basis[account], &g.price)
		if !untaxed {
			g.credit(account, a.class(), true, 1, &g.taxable)
		}
		return
	}
	if untaxed {
		g.do.Sub(&g.balance[account], amount)
		return
	}
	if o := g.owner(account); o != nil {
		g.do.Withdraw(&g.balance[account], g.lump(o.payer, a.class()), amount, &g.price, o.part)
		return
	}
	g.do.Sub(&g.balance[account], amount)
	g.do.Multiply(&g.taxable, amount, &g.price)
	g.credit(account, a.class(), true, 1, &g.taxable)
}

// lump is a class of a payer's income that comes once, about to be added to.
func (g *ledger) lump(payer int, class tax.Class) *vec {
	g.lumped[payer][class] = true
	return &g.once[payer][class]
}

// year is a class of a payer's income, about to be added to: what comes once, or what
// goes on.
func (g *ledger) year(payer int, class tax.Class, once bool) *vec {
	if once {
		return g.lump(payer, class)
	}
	return &g.regular[payer][class]
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
