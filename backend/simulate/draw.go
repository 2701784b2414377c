package simulate

import "slices"

// drawAll meets what is missing from accounts, step by step, and at last from
// those that may be opened early.
func (g *ledger) drawAll(t int) {
	for i := range g.p.sc.Draws {
		if !g.do.Some(&g.missing) {
			return
		}
		if d := &g.p.sc.Draws[i]; g.p.draws(i, t) {
			g.draw(t, i, d)
			g.mark(ByOrder, i)
		}
	}
	for _, a := range g.p.early {
		if t < g.p.accounts[a].Access && g.do.Some(&g.missing) {
			g.breakOpen(a)
			g.mark(ByEarly, None)
		}
	}
}

// draw applies one step of the withdrawal order.
func (g *ledger) draw(t, i int, d *Draw) {
	if d.chooses() {
		g.drawChosen(t, i, d)
		return
	}
	switch g.opened(t, d) {
	case 0:
	case 1:
		g.drawOne(t, i, d)
	default:
		g.drawParts(t, i, d)
	}
}

// opened is how many of a step's accounts are open.
func (g *ledger) opened(t int, d *Draw) (open int) {
	for _, a := range d.Accounts {
		if t >= g.p.accounts[a].Access {
			open++
		}
	}
	return open
}

// drawOne is a step of which one account is open.
func (g *ledger) drawOne(t, i int, d *Draw) {
	a := d.Accounts[slices.IndexFunc(d.Accounts, func(a int) bool { return t >= g.p.accounts[a].Access })]
	room := &g.balance[a]
	if d.holds() || g.p.gates != nil {
		g.do.Set(&g.room, room)
		g.hold(t, i, d)
		room = &g.room
	}
	if g.do.Take(&g.amount, &g.missing, room) {
		g.withdraw(a, &g.amount, false)
		g.drew(i, d, &g.amount)
	}
}

// drawParts is a step of which several accounts are open: each gives in proportion.
func (g *ledger) drawParts(t, i int, d *Draw) {
	g.reach(t, d)
	g.do.Set(&g.room, &g.whole)
	g.hold(t, i, d)
	if !g.do.Take(&g.give, &g.missing, &g.room) {
		return
	}
	for _, a := range d.Accounts {
		if t >= g.p.accounts[a].Access {
			g.do.Part(&g.amount, &g.give, &g.balance[a], &g.whole)
			g.withdraw(a, &g.amount, false)
		}
	}
	g.drew(i, d, &g.give)
}

// drew counts what a step has given towards its yearly limit.
func (g *ledger) drew(i int, d *Draw, given *vec) {
	if d.Yearly != nil {
		g.do.AddProduct(&g.drawUsed[i], given, &g.price)
	}
}

// reach sets whole to what the step's open accounts hold together, and tells how
// many are open.
func (g *ledger) reach(t int, d *Draw) (open int) {
	for _, a := range d.Accounts {
		switch {
		case t < g.p.accounts[a].Access:
			continue
		case open == 0:
			g.do.Set(&g.whole, &g.balance[a])
		default:
			g.do.Add(&g.whole, &g.balance[a])
		}
		open++
	}
	return open
}

// holds reports whether a step keeps anything, or may not give all.
func (d *Draw) holds() bool {
	return d.Keep != nil || d.KeepMonths > 0 || d.Monthly != nil || d.Yearly != nil
}

// hold takes off room what the step must keep or may not give.
func (g *ledger) hold(t, i int, d *Draw) {
	if d.Keep != nil {
		g.value(d.Keep, t, &g.amount)
		g.do.Sub(&g.room, &g.amount)
	}
	if d.KeepMonths > 0 {
		g.keep(d)
	}
	if d.Monthly != nil {
		g.value(d.Monthly, t, &g.amount)
		g.do.AtMost(&g.room, &g.amount)
	}
	if d.Yearly != nil {
		g.yearlyRoom(d.Yearly, t, &g.drawUsed[i], &g.amount)
		g.do.AtMost(&g.room, &g.amount)
	}
	g.close(func(s *gates) *Schedule { return &s.draws[i] }, t, &g.room, &g.amount)
}

// breakOpen draws on an account before its time, at its penalty.
func (g *ledger) breakOpen(account int) {
	keep := 1 - g.p.accounts[account].Penalty
	balance := &g.balance[account]
	if keep <= 0 {
		return
	}
	for l := range g.amount {
		g.amount[l] = min(g.missing[l]/keep, balance[l])
		g.give[l] = float64(g.amount[l] * keep)
	}
	if !g.do.Some(&g.amount) {
		return
	}
	g.withdraw(account, &g.amount, g.p.accounts[account].PenaltyOnly)
	for l := range g.give {
		g.missing[l] = max(0, g.missing[l]-g.give[l])
		g.amount[l] -= g.give[l]
	}
	g.note(g.p.at.penalty, &g.amount)
}
