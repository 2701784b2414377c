package simulate

import (
	"fmt"
	"slices"
)

// Estate is something that a future may part with: a property that is sold, an
// insurance that is cashed in. What it costs and brings in ends with it.
type Estate struct {
	ID, Name string
	// Kind is KindProperty, or KindIncome for an insurance.
	Kind Kind
	// Price is what parting with it at each month brings, costs taken off; nothing
	// while it is not held. Value is nominal at the month's prices.
	Price Schedule
	// Owed is what is paid back of it at once, as it stands at each month's end: the
	// debts that it secures.
	Owed Schedule
	// Gain, where set, taxes what parting with it brings.
	Gain *Gain
	// Income, Outflows, Holdings and Payouts (of Lives) end with it. They have no
	// Fund, no PreTax and no Route, are no part of pay, and are not set by a Rule.
	Income, Outflows, Holdings, Payouts []int
	// Sale, where set, parts with it as soon as the household's money is so far,
	// needed or not.
	Sale *Sale
}

// Sale is the condition of a Trigger, looked at each month of [From, Until).
// TriggerMultiple counts the recurring spending of the twelve months ahead.
type Sale struct {
	Metric      TriggerMetric
	Value       float64
	From, Until int
}

// Resort is what is done, in order, in a month in which accounts cannot pay for
// everything that falls due.
type Resort struct {
	Kind ResortKind
	// Estate is an index into the scenario's, for PartWith.
	Estate int
	// Rate is per year, nominal, for Borrow.
	Rate float64
}

// ResortKind is what is done.
type ResortKind uint8

// The resorts.
const (
	// CutWishes and CutFlexible leave unpaid what of a tier lies above its floor.
	CutWishes ResortKind = iota
	CutFlexible
	// PartWith sells an estate whose price is more than is owed on it; what is left
	// over goes to the scenario's Proceeds.
	PartWith
	// Borrow lends what is missing, as far as all holdings of the household, less
	// what is owed and borrowed already, stand good for it. Interest is added each
	// month; what is left over in a later month, or from a sale, pays it back first.
	Borrow
)

func (c *checker) resorts() {
	s := c.s
	for i := range s.Estates {
		c.estate(fmt.Sprintf("estates[%d]", i), &s.Estates[i])
	}
	for i, r := range s.Resorts {
		field := fmt.Sprintf("resorts[%d]", i)
		c.need(r.Kind <= Borrow, field+".kind", "unknown")
		if r.Kind == PartWith {
			c.index(field+".estate", r.Estate, len(s.Estates), false)
		}
		c.need(r.Rate >= 0 && r.Rate <= 1, field+".rate", "outside 0 to 1")
	}
	if len(s.Estates) > 0 {
		c.index("proceeds", s.Proceeds, len(s.Accounts), false)
	}
}

func (c *checker) estate(field string, e *Estate) {
	s := c.s
	c.need(e.Kind == KindProperty || e.Kind == KindIncome, field+".kind", "unknown")
	c.schedule(field+".price", e.Price)
	c.schedule(field+".owed", e.Owed)
	c.gain(field+".gain", e.Gain)
	for _, i := range e.Income {
		c.index(field+".income", i, len(s.Income), false)
		if i >= 0 && i < len(s.Income) {
			c.need(len(s.Income[i].PreTax) == 0 && len(s.Income[i].Route) == 0 && s.Income[i].Withhold == 0, field+".income", "is shared out")
			shared := slices.ContainsFunc(s.Saving, func(r Saving) bool { return r.Income == i })
			c.need(!shared, field+".income", "is what a rule saves of")
		}
	}
	for _, i := range e.Outflows {
		c.index(field+".outflows", i, len(s.Outflows), false)
		if i >= 0 && i < len(s.Outflows) {
			o := &s.Outflows[i]
			c.need(len(o.Fund) == 0 && o.certain() && o.Tier == Essential && !s.Rule.sets(o), field+".outflows", "is earmarked, may be cut or is set by a rule")
		}
	}
	for _, i := range e.Holdings {
		c.index(field+".holdings", i, len(s.Holdings), false)
	}
	for _, i := range e.Payouts {
		if s.Lives != nil { // sets of people who live are checked without
			c.index(field+".payouts", i, len(s.Lives.Payouts), false)
		}
	}
	if v := e.Sale; v != nil {
		c.need(v.Metric <= TriggerMultiple, field+".sale.metric", "unknown")
		c.need(v.Value >= 0 && v.Value <= maxAmount, field+".sale.value", "outside 0 to %g", float64(maxAmount))
		c.need(v.From >= 0 && v.Until >= 0, field+".sale", "negative month")
	}
}

// estate is an Estate laid out: what ends with it, added up by month.
type estate struct {
	*Estate
	in, holdings   Schedule
	owing          Schedule // what of the holdings is owed, counted positively
	due, purchase  dues     // of essentials; of that, what is spending
	need           dues     // of a month of buffer
	other          Schedule // of what a rule counts
	entries        []taxEntry
	lines          []toldLine
	price, payback int // lines of the cash flow
	rest           int
	gain           *gain
}

func (p *program) layEstates() {
	for i := range p.sc.Estates {
		p.estates = append(p.estates, p.layEstate(&p.sc.Estates[i]))
	}
	for _, r := range p.sc.Resorts {
		if r.Kind == Borrow {
			p.borrows = true
		}
	}
	if p.borrows {
		p.at.borrowed = p.line(FlowLine{ID: "debt.borrowed", Kind: KindDebt, Inward: true})
		p.at.repaid = p.line(FlowLine{ID: "debt.repaid", Kind: KindDebt})
	}
	for i := range p.estates {
		if s := p.estates[i].Sale; s != nil && s.Metric == TriggerMultiple && p.spend.Real == nil {
			p.spend = p.blank()
			for tier := range p.due {
				p.spend.add(ahead(p.due[tier].recurring), 1)
			}
		}
	}
}

func (p *program) layEstate(e *Estate) estate {
	v := estate{Estate: e, in: p.blank(), holdings: p.blank(), owing: p.blank(), due: p.blankDues(), purchase: p.blankDues(), other: p.blank()}
	need, other := p.blankDues(), p.blank()
	for _, i := range e.Income {
		if in := &p.sc.Income[i]; !in.Once && in.expected() {
			other.add(p.available[i], -1)
		}
		if p.sc.Income[i].chancy() {
			continue // its level tells that it is gone
		}
		v.in.add(p.available[i], 1)
		v.entries = append(v.entries, p.entriesOf(i)...)
	}
	for _, i := range e.Outflows {
		o := &p.sc.Outflows[i]
		v.due.add(o)
		if o.Kind == KindSpending || o.Kind == KindGoal {
			v.purchase.add(o)
		}
		if o.Kind == KindSpending || o.Kind == KindDebt {
			need.add(o)
		}
		other.add(o.Amount, 1)
		if o.Lumps != nil {
			other.add(*o.Lumps, -1)
		}
	}
	v.need.recurring, v.need.other = ahead(need.recurring), ahead(need.other)
	v.other = ahead(other)
	for _, i := range e.Holdings {
		sign := 1.0
		if p.sc.Holdings[i].Kind == KindDebt {
			sign = -1
			v.owing.add(p.sc.Holdings[i].Value, 1)
		}
		v.holdings.add(p.sc.Holdings[i].Value, sign)
	}
	p.layEstateLines(e, &v)
	return v
}

// entriesOf are what an income enters in taxpayers' years.
func (p *program) entriesOf(income int) []taxEntry {
	before := len(p.incomes)
	in := &p.sc.Income[income]
	p.layTaxable(in, in.Tax, p.available[income])
	entries := slices.Clone(p.incomes[before:])
	p.incomes = p.incomes[:before]
	return entries
}

// layEstateLines lets the lines of what ends be noted month by month, and adds
// those of the sale.
func (p *program) layEstateLines(e *Estate, v *estate) {
	for i := range p.lines {
		for _, of := range e.Income {
			if p.lines[i].known != nil && p.lines[i].known == &p.sc.Income[of].Amount {
				v.lines, p.lines[i].known = append(v.lines, toldLine{p.lines[i].known, i}), nil
			}
		}
		for _, of := range e.Outflows {
			if p.lines[i].known != nil && p.lines[i].known == &p.sc.Outflows[of].Amount {
				v.lines, p.lines[i].known = append(v.lines, toldLine{p.lines[i].known, i}), nil
			}
		}
	}
	v.price = p.line(FlowLine{ID: string(e.Kind) + "." + e.ID + ".sold", Kind: e.Kind, Record: e.ID, Name: e.Name, Inward: true})
	v.payback = p.line(FlowLine{ID: "debt." + e.ID + ".paidBack", Kind: KindDebt, Record: e.ID, Name: e.Name})
	to := p.sc.Accounts[p.sc.Proceeds]
	v.rest = p.line(FlowLine{ID: "saving." + e.ID + ".sold", Kind: KindSaving, Record: to.ID, Name: to.Name})
}

// schedules are what a ledger reads of an estate.
func (v *estate) schedules() []*Schedule {
	all := []*Schedule{&v.Price, &v.Owed, &v.in, &v.holdings, &v.owing, &v.other}
	for _, d := range []*dues{&v.due, &v.purchase} {
		all = append(all, &d.recurring, &d.other)
	}
	all = append(all, &v.need.recurring, &v.need.other)
	for i := range v.entries {
		all = append(all, &v.entries[i].amount)
	}
	return all
}

// parting is what lanes have parted with and borrowed.
type parting struct {
	sold                    []vec             // per estate: 1 where it is gone
	month                   [][len(vec{})]int // in which it went, or None
	any                     bool              // something is gone in some lane
	loan                    vec               // money of the day
	lent                    [len(vec{})]bool  // ever
	cut                     [Tiers]bool       // this month, to the floor
	value, owed, rest, left vec               // scratch
}

func newParting(p *program) *parting {
	if len(p.estates) == 0 && len(p.sc.Resorts) == 0 {
		return nil
	}
	return &parting{sold: make([]vec, len(p.estates)), month: make([][len(vec{})]int, len(p.estates))}
}

func (v *parting) begin() {
	if v == nil {
		return
	}
	clear(v.sold)
	for i := range v.month {
		for l := range v.month[i] {
			v.month[i][l] = None
		}
	}
	v.any, v.loan, v.lent = false, vec{}, [len(vec{})]bool{}
}

// lessGone takes off what ended with an estate: recurring at a pace, and other.
func (g *ledger) lessGone(of func(*estate) (recurring, other *Schedule), pace *vec, t int, from *vec) {
	v := g.parting
	if v == nil || !v.any {
		return
	}
	for i := range g.p.estates {
		recurring, other := of(&g.p.estates[i])
		g.due(recurring, other, pace, t, &v.value)
		g.do.Multiply(&v.value, &v.value, &v.sold[i])
		g.do.Sub(from, &v.value)
	}
}

// lessGoneIn takes off what no longer comes in, and out of taxpayers' years.
func (g *ledger) lessGoneIn(t int) {
	v := g.parting
	if v == nil || !v.any {
		return
	}
	for i := range g.p.estates {
		e := &g.p.estates[i]
		if g.value(&e.in, t, &v.value) {
			g.do.Multiply(&v.value, &v.value, &v.sold[i])
			g.do.Sub(&g.purse, &v.value)
		}
		for k := range e.entries {
			entry := &e.entries[k]
			if !g.value(&entry.amount, t, &v.value) {
				continue
			}
			g.do.Multiply(&v.value, &v.value, &v.sold[i])
			g.do.Multiply(&v.value, &v.value, &g.price)
			year := &g.regular[entry.payer][entry.class]
			if entry.once {
				year = g.lump(entry.payer, entry.class)
			}
			g.do.Sub(year, &v.value)
		}
	}
}

// tellGone enters the lines of what estates cost and bring in where they are held.
func (g *ledger) tellGone(t int) {
	v := g.parting
	if v == nil || (g.flows == nil && g.trace == nil) {
		return
	}
	for i := range g.p.estates {
		for _, told := range g.p.estates[i].lines {
			if !g.value(told.amount, t, &v.value) {
				continue
			}
			for l := range v.value {
				v.value[l] = float64(v.value[l] * (1 - v.sold[i][l]))
			}
			g.note(told.line, &v.value)
		}
	}
}

// worthGone takes out of worth, at the month's end, what is sold and what is borrowed.
func (g *ledger) worthGone(t int) {
	v := g.parting
	if v == nil {
		return
	}
	for i := range g.p.estates {
		if !v.any {
			break
		}
		for l := range g.row.worth {
			real, nominal := g.in(&g.p.estates[i].holdings, l).parts(t)
			g.row.worth[l] -= float64(v.sold[i][l] * (real + float64(nominal*g.nextInverse[l])))
		}
	}
	g.do.SubProduct(&g.row.worth, &v.loan, &g.nextInverse)
}

// debts is what one future owes at the month's end, in today's money: on what it
// still holds, what it borrowed as a last resort, and tax that is assessed and not
// yet paid, less what is withheld beyond it.
func (g *ledger) debts(t int) float64 {
	real, nominal := g.in(&g.p.owing, 0).parts(t)
	if v := g.parting; v != nil {
		for i := range g.p.estates {
			r, n := g.in(&g.p.estates[i].owing, 0).parts(t)
			real, nominal = real-float64(v.sold[i][0]*r), nominal-float64(v.sold[i][0]*n)
		}
		nominal += v.loan[0]
	}
	for payer := range g.owed {
		nominal += g.owed[payer][0] - g.held[payer][0]
	}
	return real + float64(nominal*g.nextInverse[0])
}

// wholeGone takes out of whole, at a month's beginning, what is sold and what is borrowed.
func (g *ledger) wholeGone(t int) {
	v := g.parting
	if v == nil {
		return
	}
	for i := range g.p.estates {
		for l := range g.whole {
			real, nominal := g.in(&g.p.estates[i].holdings, l).parts(max(0, t-1))
			g.whole[l] -= float64(v.sold[i][l] * (real + float64(nominal*g.inverse[l])))
		}
	}
	g.do.SubProduct(&g.whole, &v.loan, &g.inverse)
}

// sellOnTime parts at a month's beginning with what waits for the household's
// money; what it brings comes into the purse.
func (g *ledger) sellOnTime(t int) {
	for i := range g.p.estates {
		e := &g.p.estates[i]
		if e.Sale == nil || t < e.Sale.From || t >= e.Sale.Until {
			continue
		}
		g.watch(e.Sale.Metric, t, func(l int) float64 { return g.in(&g.p.spend, l).worth(t, g.inverse[l]) })
		g.proceeds(e, t, max(0, t-1))
		v := g.parting
		for l := range v.rest {
			if !(l < g.n && g.whole[l] >= e.Sale.Value) {
				v.rest[l] = 0
			}
		}
		g.part(i, t)
		g.repay(&v.rest)
		g.do.Add(&g.purse, &v.rest)
	}
}

// proceeds sets value to what an estate brings in month t, owed to what is paid
// back of it as of the end of another month, and rest to what is left of that where
// it is held and more than nothing is left.
func (g *ledger) proceeds(e *estate, t, owed int) {
	v := g.parting
	g.value(&e.Price, t, &v.value)
	for l := range v.owed {
		real, nominal := g.in(&e.Owed, l).parts(owed)
		v.owed[l] = max(0, real+float64((nominal-g.owedLess(e, l))*g.inverse[l]))
	}
	g.gainTax(e, t, &v.value, &v.left)
	for l := range v.owed {
		v.rest[l] = max(0, v.value[l]-v.owed[l]-v.left[l])
	}
}

// part parts with an estate in the lanes where rest is more than nothing.
func (g *ledger) part(i, t int) {
	v := g.parting
	for l := range v.rest {
		if v.rest[l] <= 0 || v.sold[i][l] != 0 || l >= g.n || (g.living != nil && g.living.set[l] == 0) {
			v.value[l], v.owed[l], v.rest[l] = 0, 0, 0
			continue
		}
		v.sold[i][l], v.month[i][l], v.any = 1, t, true
		g.settled(i, l)
	}
	g.taxParted(i, t)
	e := &g.p.estates[i]
	g.note(e.price, &v.value)
	g.note(e.payback, &v.owed)
}

// resort does, in order, what is done where accounts cannot pay.
func (g *ledger) resort(t int) {
	if g.parting == nil {
		return
	}
	g.parting.cut = [Tiers]bool{}
	for _, r := range g.p.sc.Resorts {
		if !g.do.Some(&g.missing) {
			return
		}
		switch r.Kind {
		case CutWishes:
			g.cutOnce(Wish, t)
		case CutFlexible:
			g.cutOnce(Flexible, t)
		case PartWith:
			g.sellFor(r.Estate, t)
		case Borrow:
			g.borrow(t)
		}
	}
}

// cutOnce cuts a tier to its floor, unless that has been done this month.
func (g *ledger) cutOnce(tier Tier, t int) {
	if v := g.parting; v != nil {
		if v.cut[tier] {
			return
		}
		v.cut[tier] = true
	}
	d := &g.p.due[tier]
	g.due(&d.recurringFloor, &d.otherFloor, &g.scale, t, &g.keeps[tier])
	g.within(tier)
	g.forgo(g.p.at.cut[tier], &g.falls[tier], &g.keeps[tier])
}

// lapsed reports whether what would pay at a death is gone.
func (g *ledger) lapsed(payout, l int) bool {
	for i := range g.p.estates {
		if g.parting.sold[i][l] != 0 && slices.Contains(g.p.estates[i].Payouts, payout) {
			return true
		}
	}
	return false
}

// sellFor sells an estate where money is missing. What is left over pays back what
// is borrowed, and is put away.
func (g *ledger) sellFor(i, t int) {
	v, e := g.parting, &g.p.estates[i]
	g.proceeds(e, t, t)
	for l := range v.rest {
		if g.missing[l] <= 0 {
			v.rest[l] = 0
		}
	}
	g.part(i, t)
	for l := range v.rest {
		paid := min(v.rest[l], g.missing[l])
		g.missing[l] -= paid
		v.rest[l] -= paid
	}
	g.brush()
	g.repay(&v.rest)
	g.deposit(g.p.sc.Proceeds, &v.rest)
	g.note(e.rest, &v.rest)
	g.mark(BySale, None)
}

// borrow borrows what is missing, as far as what is held stands good for it.
func (g *ledger) borrow(t int) {
	v := g.parting
	for l := range v.value {
		v.value[l] = 0
		if g.missing[l] <= 0 || l >= g.n {
			continue
		}
		real, nominal := g.in(&g.p.holdings, l).parts(t)
		good := real + float64(nominal*g.inverse[l])
		for k := range g.early {
			good += float64(g.early[k][l] * g.inverse[l])
		}
		for i := range g.p.estates {
			real, nominal := g.in(&g.p.estates[i].holdings, l).parts(t)
			good -= float64(v.sold[i][l] * (real + float64(nominal*g.inverse[l])))
		}
		v.value[l] = min(g.missing[l], max(0, good-float64(v.loan[l]*g.inverse[l])))
		g.missing[l] -= v.value[l]
		v.loan[l] += float64(v.value[l] * g.price[l])
		v.lent[l] = v.lent[l] || v.value[l] > 0
	}
	g.brush()
	g.note(g.p.at.borrowed, &v.value)
}

// repay pays back what is borrowed out of an amount.
func (g *ledger) repay(from *vec) {
	v := g.parting
	if v == nil || !g.p.borrows {
		return
	}
	for l := range from {
		v.left[l] = 0
		if v.loan[l] <= 0 || from[l] <= 0 {
			continue
		}
		v.left[l] = min(from[l], float64(v.loan[l]*g.inverse[l]))
		from[l] -= v.left[l]
		v.loan[l] = max(0, v.loan[l]-float64(v.left[l]*g.price[l]))
		if v.loan[l] <= float64(dust*(g.largest[l]*g.price[l])) {
			v.loan[l] = 0 // what rounding leaves
		}
	}
	g.note(g.p.at.repaid, &v.left)
}

// charge adds a month's interest to what is borrowed.
func (g *ledger) charge() {
	v := g.parting
	if v == nil || !g.p.borrows {
		return
	}
	rate := 0.0
	for _, r := range g.p.sc.Resorts {
		if r.Kind == Borrow {
			rate = r.Rate
		}
	}
	for l := range v.loan {
		v.loan[l] += float64(v.loan[l] * (rate / 12))
	}
}

func dueOf(e *estate) (recurring, other *Schedule) { return &e.due.recurring, &e.due.other }
func purchaseOf(e *estate) (recurring, other *Schedule) {
	return &e.purchase.recurring, &e.purchase.other
}
func neededOf(e *estate) (recurring, other *Schedule) { return &e.need.recurring, &e.need.other }

// goneOther is what no longer falls due, less income, of what a rule counts.
func (g *ledger) goneOther(t, l int) float64 {
	gone := 0.0
	if v := g.parting; v != nil && v.any {
		for i := range g.p.estates {
			gone += float64(v.sold[i][l] * g.in(&g.p.estates[i].other, l).worth(t, g.inverse[l]))
		}
	}
	return gone
}
