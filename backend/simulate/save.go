package simulate

import "meridian/backend/tax"

// payroll applies the saving rules that take from an income or an employer.
func (g *ledger) payroll(t int) {
	if !g.p.payroll {
		return
	}
	for _, i := range g.p.shared {
		if !g.p.available[i].any(t) {
			continue // and no rule takes from it: see idle
		}
		g.pays(i, &g.p.available[i], t, &g.pay[i])
	}
	for _, source := range [...]Source{FromIncome, FromEmployer} {
		g.saveFrom(t, source)
	}
}

// saveSurplus lets the surplus run down the rules; what is left is put away or
// spent.
func (g *ledger) saveSurplus(t int) {
	if !g.do.Some(&g.purse) {
		return
	}
	g.repay(&g.purse)
	g.saveFrom(t, FromSurplus)
	g.payEarly(t)
	if !g.do.Some(&g.purse) {
		return
	}
	if g.p.sc.Sweep == None {
		g.note(g.p.at.spent, &g.purse)
		return
	}
	g.deposit(g.p.sc.Sweep, &g.purse)
	g.note(g.p.at.sweep, &g.purse)
}

func (g *ledger) saveFrom(t int, source Source) {
	for i := range g.p.sc.Saving {
		r := &g.p.sc.Saving[i]
		if r.Source == source && g.p.saves(i, t) {
			g.saveBy(t, i, r)
		}
	}
}

// saveBy applies one rule: amount becomes what it moves.
func (g *ledger) saveBy(t, i int, r *Saving) {
	if g.idle(t, r) {
		return
	}
	g.wish(t, r)
	g.close(func(s *gates) *Schedule { return &s.saving[i] }, t, &g.amount, &g.room)
	g.limit(t, r)
	if !g.do.Some(&g.amount) {
		return
	}
	if r.BufferMonths > 0 {
		g.fillBuffer(r)
	} else {
		g.deposit(r.To, &g.amount)
	}
	g.takeFrom(r)
	g.note(g.p.at.saving[i], &g.amount)
	if r.Source == FromEmployer {
		g.note(g.p.at.from[i], &g.amount)
	}
	if r.PreTax {
		g.enterSaved(r, ordinary, -1)
	}
	if r.TaxAs != tax.Untaxed {
		g.enterSaved(r, r.TaxAs, 1)
	}
	if r.Match != nil {
		g.match(t, i, r)
	}
}

// idle reports whether a rule moves nothing this month, whatever the future.
func (g *ledger) idle(t int, r *Saving) bool {
	if r.Source == FromIncome && !g.p.available[r.Income].any(t) {
		return true
	}
	if r.Rest || r.PctOfRemaining > 0 || r.Amount.any(t) {
		return false
	}
	return r.PctOfIncome <= 0 || !g.p.sc.Income[r.Income].Amount.any(t)
}

// wish sets amount to what the rule would move if nothing limited it but its source.
func (g *ledger) wish(t int, r *Saving) {
	source := g.sourceOf(r)
	if r.Rest {
		g.do.Set(&g.amount, source)
		return
	}
	g.value(&r.Amount, t, &g.amount)
	if r.PctOfIncome > 0 {
		g.pays(r.Income, &g.p.sc.Income[r.Income].Amount, t, &g.give)
		g.do.AddScaled(&g.amount, &g.give, r.PctOfIncome)
	}
	if r.PctOfRemaining > 0 {
		g.do.AddScaled(&g.amount, &g.purse, r.PctOfRemaining)
	}
	if source == nil {
		return
	}
	g.do.Within(&g.amount, &g.amount, source)
}

// sourceOf is what the rule takes from; nil is without bound.
func (g *ledger) sourceOf(r *Saving) *vec {
	switch r.Source {
	case FromIncome:
		return &g.pay[r.Income]
	case FromEmployer:
		return nil
	default:
		return &g.purse
	}
}

// limit applies the yearly cap and the balance at which the rule stops.
func (g *ledger) limit(t int, r *Saving) {
	if r.Cap != None {
		g.yearlyRoom(&g.p.sc.Caps[r.Cap].Yearly, t, &g.capUsed[r.Cap], &g.room)
		g.atMostRoom()
	}
	if r.StopAt != nil {
		g.value(r.StopAt, t, &g.room)
		g.do.Sub(&g.room, &g.balance[r.To])
		g.atMostRoom()
	}
	if r.BufferMonths > 0 && r.Then == None {
		g.bufferRoom(r)
		g.atMostRoom()
	}
}

// yearlyRoom writes what is left of a yearly limit.
func (g *ledger) yearlyRoom(yearly *Schedule, t int, used, to *vec) {
	if yearly.by != nil {
		g.roomByState(yearly, t, used, to)
		return
	}
	real, nominal := yearly.parts(t)
	g.do.Room(to, used, &g.inverse, real, nominal)
}

// bufferRoom sets room to what the rule's account lacks of its buffer.
func (g *ledger) bufferRoom(r *Saving) {
	g.do.Lack(&g.room, &g.need, &g.balance[r.To], float64(r.BufferMonths))
}

// atMostRoom bounds amount by room.
func (g *ledger) atMostRoom() { g.do.Within(&g.amount, &g.amount, &g.room) }

// fillBuffer puts amount into the rule's account up to the buffer, the rest into Then.
func (g *ledger) fillBuffer(r *Saving) {
	if r.Then == None {
		g.deposit(r.To, &g.amount)
		return
	}
	g.do.Split(&g.give, &g.room, &g.amount, &g.need, &g.balance[r.To], float64(r.BufferMonths))
	g.deposit(r.To, &g.give)
	g.deposit(r.Then, &g.room)
}

// takeFrom takes amount out of the rule's source and off its cap.
func (g *ledger) takeFrom(r *Saving) {
	if r.Cap != None {
		g.do.AddProduct(&g.capUsed[r.Cap], &g.amount, &g.price)
	}
	if r.Source == FromEmployer {
		return
	}
	g.do.Sub(&g.purse, &g.amount)
	if r.Source == FromIncome {
		g.do.Sub(&g.pay[r.Income], &g.amount)
	}
}

// enterSaved adds amount, times a sign, to a class of the owners' year: what is
// from pay month by month, a surplus as the lump it is.
func (g *ledger) enterSaved(r *Saving, class tax.Class, sign float64) {
	if !g.p.taxed {
		return
	}
	once := r.Source != FromIncome
	if o := g.owner(r.To); o != nil {
		g.do.Enter(g.year(o.payer, class, once), &g.amount, &g.price, float64(sign*o.part))
		return
	}
	g.do.Multiply(&g.taxable, &g.amount, &g.price)
	g.credit(r.To, class, once, sign, &g.taxable)
}

// match adds what the employer gives on top of amount.
func (g *ledger) match(t, i int, r *Saving) {
	m := r.Match
	g.do.Set(&g.give, &g.amount)
	if m.UpToPct > 0 {
		g.pays(r.Income, &g.p.sc.Income[r.Income].Amount, t, &g.room)
		g.do.Scale(&g.room, &g.room, m.UpToPct)
		g.do.AtMost(&g.give, &g.room)
	}
	g.do.Scale(&g.amount, &g.give, m.Rate)
	if m.Cap != nil {
		g.yearlyRoom(m.Cap, t, &g.matchUsed[i], &g.room)
		g.atMostRoom()
	}
	g.do.AddProduct(&g.matchUsed[i], &g.amount, &g.price)
	g.deposit(r.To, &g.amount)
	g.note(g.p.at.match[i], &g.amount)
	g.note(g.p.at.from[i], &g.amount)
}
