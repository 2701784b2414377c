package simulate

// drawAll meets what is missing from accounts, step by step, and at last from
// those that may be opened early.
func (g *ledger) drawAll(t int) {
	for i := range g.p.sc.Draws {
		if !some(&g.missing) {
			return
		}
		if d := &g.p.sc.Draws[i]; t >= d.From {
			g.draw(t, i, d)
		}
	}
	for _, a := range g.p.early {
		if t < g.p.accounts[a].Access && some(&g.missing) {
			g.breakOpen(a)
		}
	}
}

// draw applies one step of the withdrawal order.
func (g *ledger) draw(t, i int, d *Draw) {
	if !g.reach(t, d) {
		return
	}
	g.room = g.whole
	g.hold(t, i, d)
	for l := range g.give {
		g.give[l] = max(0, min(g.missing[l], g.room[l]))
	}
	if !some(&g.give) {
		return
	}
	for _, a := range d.Accounts {
		if t >= g.p.accounts[a].Access {
			g.part(a)
			g.withdraw(a, &g.amount, false)
		}
	}
	for l := range g.give {
		g.missing[l] -= g.give[l]
	}
	if d.Yearly != nil {
		used := &g.drawUsed[i]
		for l := range used {
			used[l] += float64(g.give[l] * g.price[l])
		}
	}
}

// reach sets whole to what the step's open accounts hold together, and reports
// whether any is open.
func (g *ledger) reach(t int, d *Draw) bool {
	open := false
	g.whole = vec{}
	for _, a := range d.Accounts {
		if t < g.p.accounts[a].Access {
			continue
		}
		open = true
		balance := &g.balance[a]
		for l := range g.whole {
			g.whole[l] += balance[l]
		}
	}
	return open
}

// hold takes off room what the step must keep or may not give.
func (g *ledger) hold(t, i int, d *Draw) {
	if d.Keep != nil {
		g.value(d.Keep, t, &g.amount)
		for l := range g.room {
			g.room[l] -= g.amount[l]
		}
	}
	if d.KeepMonths > 0 {
		months := float64(d.KeepMonths)
		for l := range g.room {
			g.room[l] -= float64(months * g.need[l])
		}
	}
	if d.Monthly != nil {
		g.value(d.Monthly, t, &g.amount)
		for l := range g.room {
			g.room[l] = min(g.room[l], g.amount[l])
		}
	}
	if d.Yearly != nil {
		real, nominal := d.Yearly.parts(t)
		used := &g.drawUsed[i]
		for l := range g.room {
			g.room[l] = min(g.room[l], real+float64((nominal-used[l])*g.inverse[l]))
		}
	}
}

// part sets amount to the account's part of give, in proportion to its balance.
func (g *ledger) part(account int) {
	balance := &g.balance[account]
	for l, give := range &g.give {
		g.amount[l] = 0
		switch {
		case give <= 0:
		case give >= g.whole[l]:
			g.amount[l] = balance[l]
		default:
			g.amount[l] = min(balance[l], float64(give*(balance[l]/g.whole[l])))
		}
	}
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
	if !some(&g.amount) {
		return
	}
	g.withdraw(account, &g.amount, g.p.accounts[account].PenaltyOnly)
	for l := range g.give {
		g.missing[l] = max(0, g.missing[l]-g.give[l])
		g.amount[l] -= g.give[l]
	}
	g.note(g.p.at.penalty, &g.amount)
}
