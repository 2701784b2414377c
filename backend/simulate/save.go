package simulate

import "meridian/backend/tax"

// payroll applies the saving rules that take from an income or an employer.
func (g *ledger) payroll(t int) {
	if !g.p.payroll {
		return
	}
	for i := range g.p.available {
		g.value(&g.p.available[i], t, &g.pay[i])
	}
	for _, source := range [...]Source{FromIncome, FromEmployer} {
		g.saveFrom(t, source)
	}
}

// saveSurplus lets the surplus run down the rules; what is left is put away or
// spent.
func (g *ledger) saveSurplus(t int) {
	if !some(&g.purse) {
		return
	}
	g.saveFrom(t, FromSurplus)
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
		if r.Source == source && r.From <= t && t < r.Until {
			g.saveBy(t, i, r)
		}
	}
}

// saveBy applies one rule: amount becomes what it moves.
func (g *ledger) saveBy(t, i int, r *Saving) {
	g.wish(t, r)
	g.limit(t, r)
	if !some(&g.amount) {
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

// wish sets amount to what the rule would move if nothing limited it but its source.
func (g *ledger) wish(t int, r *Saving) {
	source := g.sourceOf(r)
	if r.Rest {
		g.amount = *source
		return
	}
	g.value(&r.Amount, t, &g.amount)
	if r.PctOfIncome > 0 {
		g.value(&g.p.sc.Income[r.Income].Amount, t, &g.give)
		for l := range g.amount {
			g.amount[l] += float64(r.PctOfIncome * g.give[l])
		}
	}
	if r.PctOfRemaining > 0 {
		for l := range g.amount {
			g.amount[l] += float64(r.PctOfRemaining * g.purse[l])
		}
	}
	if source == nil {
		return
	}
	for l := range g.amount {
		g.amount[l] = max(0, min(g.amount[l], source[l]))
	}
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
		g.yearlyRoom(&g.p.sc.Caps[r.Cap].Yearly, t, &g.capUsed[r.Cap])
		g.atMostRoom()
	}
	if r.StopAt != nil {
		g.value(r.StopAt, t, &g.room)
		balance := &g.balance[r.To]
		for l := range g.room {
			g.room[l] -= balance[l]
		}
		g.atMostRoom()
	}
	if r.BufferMonths > 0 && r.Then == None {
		g.bufferRoom(r)
		g.atMostRoom()
	}
}

// yearlyRoom sets room to what is left of a yearly limit.
func (g *ledger) yearlyRoom(yearly *Schedule, t int, used *vec) {
	real, nominal := yearly.parts(t)
	for l := range g.room {
		g.room[l] = real + float64((nominal-used[l])*g.inverse[l])
	}
}

// bufferRoom sets room to what the rule's account lacks of its buffer.
func (g *ledger) bufferRoom(r *Saving) {
	months, balance := float64(r.BufferMonths), &g.balance[r.To]
	for l := range g.room {
		g.room[l] = float64(months*g.need[l]) - balance[l]
	}
}

// atMostRoom bounds amount by room.
func (g *ledger) atMostRoom() {
	for l := range g.amount {
		g.amount[l] = max(0, min(g.amount[l], g.room[l]))
	}
}

// fillBuffer puts amount into the rule's account up to the buffer, the rest into Then.
func (g *ledger) fillBuffer(r *Saving) {
	if r.Then == None {
		g.deposit(r.To, &g.amount)
		return
	}
	g.bufferRoom(r)
	for l := range g.give {
		g.give[l] = max(0, min(g.amount[l], g.room[l]))
	}
	g.deposit(r.To, &g.give)
	for l := range g.give {
		g.give[l] = g.amount[l] - g.give[l]
	}
	g.deposit(r.Then, &g.give)
}

// takeFrom takes amount out of the rule's source and off its cap.
func (g *ledger) takeFrom(r *Saving) {
	if r.Cap != None {
		used := &g.capUsed[r.Cap]
		for l, v := range &g.amount {
			used[l] += float64(v * g.price[l])
		}
	}
	if r.Source == FromEmployer {
		return
	}
	for l, v := range &g.amount {
		g.purse[l] -= v
	}
	if r.Source == FromIncome {
		pay := &g.pay[r.Income]
		for l, v := range &g.amount {
			pay[l] -= v
		}
	}
}

// enterSaved adds amount, times a sign, to a class of the owners' year: what is
// from pay month by month, a surplus as the lump it is.
func (g *ledger) enterSaved(r *Saving, class tax.Class, sign float64) {
	if !g.p.taxed {
		return
	}
	for l, v := range &g.amount {
		g.taxable[l] = float64(v * g.price[l])
	}
	for _, o := range g.p.accounts[r.To].owners[g.epoch] {
		year := &g.once[o.payer]
		if r.Source == FromIncome {
			year = &g.regular[o.payer]
		}
		g.enter(&year[class], float64(sign*o.part), &g.taxable)
	}
}

// match adds what the employer gives on top of amount.
func (g *ledger) match(t, i int, r *Saving) {
	m := r.Match
	g.give = g.amount
	if m.UpToPct > 0 {
		g.value(&g.p.sc.Income[r.Income].Amount, t, &g.room)
		for l := range g.give {
			g.give[l] = min(g.give[l], float64(m.UpToPct*g.room[l]))
		}
	}
	for l := range g.amount {
		g.amount[l] = float64(m.Rate * g.give[l])
	}
	if m.Cap != nil {
		g.yearlyRoom(m.Cap, t, &g.matchUsed[i])
		g.atMostRoom()
	}
	used := &g.matchUsed[i]
	for l, v := range &g.amount {
		used[l] += float64(v * g.price[l])
	}
	g.deposit(r.To, &g.amount)
	g.note(g.p.at.match[i], &g.amount)
	g.note(g.p.at.from[i], &g.amount)
}
