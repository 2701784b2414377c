package simulate

import (
	"fmt"

	"meridian/backend/tax"
)

// Conversion moves money from one account to another at the end of each December
// in [From, Until), taxed as if it were drawn but without any penalty: from a
// deferred to an exempt account, it is a Roth conversion (26 USC 408A(d)(3)).
//
// It moves what brings the year's income of the account's owner up to Fill: pay,
// pensions, interest and what was drawn, before deductions, gains and dividends
// aside. December's own interest is not yet in it, and under no taxes nothing is.
// The tax falls due in January.
type Conversion struct {
	ID, Name    string
	Account, To int
	From, Until int
	// Fill is per year, as it stands in each month; nil moves all there is.
	Fill *Schedule
	// TaxAs, where set, enters what is moved in the year of the owner of To: as of that
	// class, and as tax.Transferred.
	TaxAs tax.Class
}

// filling are the classes that a Conversion's Fill counts.
var filling = [...]tax.Class{tax.Ordinary, tax.Wages, tax.SecondWages, tax.Pension, tax.Interest, tax.Deferred, tax.Retired, tax.SelfEmployed, tax.SecondSelfEmployed, tax.OtherIncome, tax.Fees, tax.Prizes}

func (c *checker) conversions() {
	for i, v := range c.s.Conversions {
		field := fmt.Sprintf("conversions[%d]", i)
		c.index(field+".account", v.Account, len(c.s.Accounts), false)
		c.index(field+".to", v.To, len(c.s.Accounts), false)
		c.need(v.Account != v.To, field+".to", "the same account")
		c.need(v.From >= 0 && v.Until >= v.From, field+".until", "before from")
		c.optional(field+".fill", v.Fill)
		c.need(int(v.TaxAs) < tax.Classes, field+".taxAs", "unknown")
	}
}

func (p *program) layConversionLines() {
	for i := range p.sc.Conversions {
		v := &p.sc.Conversions[i]
		p.at.conversion = append(p.at.conversion, p.line(FlowLine{ID: "conversion." + v.ID, Kind: KindSaving, Record: p.sc.Accounts[v.To].ID, Name: v.Name}))
	}
}

// convert carries out the conversions of a December.
func (g *ledger) convert(t int) {
	if !g.p.december[t] {
		return
	}
	for i := range g.p.sc.Conversions {
		v := &g.p.sc.Conversions[i]
		if !g.p.converts(i, t) {
			continue
		}
		g.give = g.balance[v.Account]
		g.close(func(s *gates) *Schedule { return &s.conversions[i] }, t, &g.give, &g.room)
		if v.Fill != nil {
			g.value(v.Fill, t, &g.room)
			g.lessIncome(v.Account)
			g.do.Within(&g.give, &g.give, &g.room)
		}
		if !g.do.Some(&g.give) {
			continue
		}
		g.amount = g.give
		g.withdraw(v.Account, &g.amount, false)
		g.deposit(v.To, &g.give)
		if v.TaxAs != tax.Untaxed && g.p.taxed {
			g.do.Multiply(&g.taxable, &g.give, &g.price)
			g.credit(v.To, v.TaxAs, true, 1, &g.taxable)
			g.credit(v.To, tax.Transferred, true, 1, &g.taxable)
		}
		g.note(g.p.at.conversion[i], &g.give)
	}
}

// lessIncome takes the year's income of an account's owner off room.
func (g *ledger) lessIncome(account int) {
	for l := range g.n {
		payer, earned := g.ownerOf(account, l), 0.0
		for _, c := range filling {
			earned += g.regular[payer][c][l] + g.once[payer][c][l]
		}
		g.room[l] -= float64(earned * g.inverse[l])
	}
}

// ownerOf is the taxpayer who owns most of an account.
func (g *ledger) ownerOf(account, l int) int {
	most, owner := 0.0, 0
	if v := g.living; v != nil {
		for payer, part := range g.p.lives.parts[v.set[l]][account] {
			if part > most {
				most, owner = part, payer
			}
		}
		return owner
	}
	for _, o := range g.p.accounts[account].owners[g.epoch] {
		if o.part > most {
			most, owner = o.part, o.payer
		}
	}
	return owner
}
