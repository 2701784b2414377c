package simulate

import "meridian/backend/tax"

// expectsTax reports whether a rule counts on tax.
func (r *Rule) expectsTax() bool {
	switch r.Kind {
	case PctOfPortfolio, VPW, CAPE, RiskGuardrails:
		return true
	}
	return false
}

// draws is what the portfolio gives in a year, tax included, where the rule or
// what it sets so far has its way.
func (r *Rule) draws(o *outlook) float64 {
	switch r.Kind {
	case PctOfPortfolio:
		return float64(o.wealth * r.Pct)
	case VPW:
		return float64(12 * float64(o.wealth*o.annuity))
	case CAPE:
		return float64(o.wealth * r.rateAt(o.cape))
	default:
		return max(0, float64(12*(o.at+o.other)))
	}
}

// firstTax is the tax per month, in today's money, that a rule's first decision
// counts on, before which there is no year whose tax it could look back on: that
// on a year of the regular income of the next twelve months, of the yields of what
// is held, and of what the portfolio gives in the order of withdrawal, its limits
// and required distributions aside, by the law of the year of the decision.
func (g *ledger) firstTax(t, l int, o *outlook) float64 {
	if !g.p.taxed {
		return 0
	}
	if g.expected == nil {
		g.expected, g.left = make([]tax.Year, g.p.payers), make([]float64, len(g.p.accounts))
	}
	years := g.expected
	for payer := range years {
		years[payer] = tax.Year{Calendar: g.p.years[g.p.yearOf[t]], Payer: payer, Index: g.price[l]}
	}
	g.expectIncome(years, t, l)
	g.expectYields(years, t, l)
	g.expectDraws(years, t, l, g.p.ruled.draws(o))
	owed := 0.0
	for payer := range years {
		owed += g.law(l).Owed(&years[payer])
	}
	return float64(owed*g.inverse[l]) / 12
}

// expectIncome enters the regular income of the next twelve months, at today's prices.
func (g *ledger) expectIncome(years []tax.Year, t, l int) {
	end := min(t+12, g.p.months)
	for i := range g.p.incomes {
		e := &g.p.incomes[i]
		if e.once || e.brought {
			continue
		}
		s, sum := g.in(&e.amount, l), 0.0
		for m := t; m < end; m++ {
			real, nominal := s.parts(m)
			sum += float64(real*g.price[l]) + nominal
		}
		years[e.payer].Income[e.class] += float64(sum*12) / float64(end-t)
	}
}

// expectYields enters a year of the yields of taxed accounts at their target.
func (g *ledger) expectYields(years []tax.Year, t, l int) {
	for a := range g.p.accounts {
		account := &g.p.accounts[a]
		if !account.yields {
			continue
		}
		for c, w := range g.aims(&g.p.sleeves[account.sleeve], t, l) {
			y := g.p.sc.Yields[c]
			paid := float64(float64(g.balance[a][l]*g.price[l]) * float64(w*y.Rate))
			g.expect(years, a, l, y.As, paid)
		}
	}
}

// expectDraws enters what of a year's draw is taxed.
func (g *ledger) expectDraws(years []tax.Year, t, l int, need float64) {
	left := g.left
	for a := range left {
		left[a] = g.balance[a][l]
	}
	for i := range g.p.sc.Draws {
		d := &g.p.sc.Draws[i]
		if !g.begun(i, t, l) || need <= 0 {
			continue
		}
		whole := 0.0
		for _, a := range d.Accounts {
			if t >= g.p.accounts[a].Access {
				whole += left[a]
			}
		}
		give := min(need, whole)
		if give <= 0 {
			continue
		}
		for _, a := range d.Accounts {
			if t >= g.p.accounts[a].Access {
				part := float64(give * (left[a] / whole))
				left[a] = max(0, left[a]-part)
				g.expectDraw(years, a, l, part)
			}
		}
		need -= give
	}
}

// expectDraw enters what of an amount out of an account is taxed.
func (g *ledger) expectDraw(years []tax.Year, a, l int, amount float64) {
	account := &g.p.accounts[a]
	if account.out == outFree || amount <= 0 {
		return
	}
	taxed := float64(amount * g.price[l])
	if account.out.gains() {
		taxed -= float64(g.basis[a][l] * (amount / g.balance[a][l]))
	}
	g.expect(years, a, l, account.class(), taxed)
}

// expect enters an amount in the years of an account's owners.
func (g *ledger) expect(years []tax.Year, a, l int, class tax.Class, amount float64) {
	if v := g.living; v != nil {
		for payer, part := range g.p.lives.parts[v.set[l]][a] {
			years[payer].Income[class] += float64(part * amount)
		}
		return
	}
	for _, o := range g.p.accounts[a].owners[g.epoch] {
		years[o.payer].Income[class] += float64(o.part * amount)
	}
}
