package simulate

import "fmt"

// Prepayment is a debt that is paid back early out of what is left over: after the
// saving rules, before the Sweep, in the order of the scenario's. Its payments stay as
// they are planned, and end when nothing is owed any more.
//
// With B what the plan owes at a month's end and p what it pays in it, the month's
// interest is that of (B + p) on the balance before. What is paid early, X, is owed
// less, and so is the interest on it:
//
//	X' = X · (B + p)/B₋₁ − r + early,   r = min(p, max(0, X · (B + p)/B₋₁ − B))
//
// r is what of the payment is no longer due; all in money of the day. Rules and buffers
// count on the payments as planned.
type Prepayment struct {
	// Outflow pays the debt, and Holding is what is owed; both nominal.
	Outflow, Holding int
}

func (c *checker) prepayments() {
	taken := map[int]bool{}
	for i, v := range c.s.Prepayments {
		field := fmt.Sprintf("prepayments[%d]", i)
		c.index(field+".outflow", v.Outflow, len(c.s.Outflows), false)
		c.index(field+".holding", v.Holding, len(c.s.Holdings), false)
		if v.Outflow >= 0 && v.Outflow < len(c.s.Outflows) {
			o := &c.s.Outflows[v.Outflow]
			c.need(o.Kind == KindDebt && o.Tier == Essential && o.Amount.Real == nil && len(o.Fund) == 0 && o.certain(), field+".outflow", "pays no debt that is certain and nominal")
		}
		if v.Holding >= 0 && v.Holding < len(c.s.Holdings) {
			h := &c.s.Holdings[v.Holding]
			c.need(h.Kind == KindDebt && h.Value.Real == nil, field+".holding", "is no nominal debt")
			c.need(!taken[v.Holding], field+".holding", "is paid back twice")
			taken[v.Holding] = true
		}
	}
}

// prepay is a Prepayment laid out.
type prepay struct {
	pays, owes, grows Schedule // p, B and (B + p)/B₋₁
	due               int      // the payment's line, noted month by month, or None where an estate notes it
	line              int      // the line of what is paid early, and
	less              int      // that of the payment
	estates           []int    // that it is paid back with
}

func (p *program) layPrepayments() {
	for _, v := range p.sc.Prepayments {
		o, h := &p.sc.Outflows[v.Outflow], &p.sc.Holdings[v.Holding]
		l := prepay{pays: p.blank(), owes: p.blank(), grows: p.blank(), due: None, less: p.at.outflow[v.Outflow]}
		l.pays.add(o.Amount, 1)
		l.owes.add(h.Value, 1)
		for t := 1; t < p.months; t++ {
			if before := l.owes.Nominal[t-1]; before > 0 {
				l.grows.Nominal[t] = (l.owes.Nominal[t] + l.pays.Nominal[t]) / before
			}
		}
		if p.lines[l.less].known != nil {
			p.lines[l.less].known, l.due = nil, l.less
		}
		l.line = p.line(FlowLine{ID: "debt." + o.ID + ".early", Kind: KindDebt, Record: o.ID, Name: o.Name})
		for e := range p.sc.Estates {
			for _, i := range p.sc.Estates[e].Holdings {
				if i == v.Holding {
					l.estates = append(l.estates, e)
				}
			}
		}
		p.prepays = append(p.prepays, l)
	}
}

func (v *prepay) schedules() []*Schedule { return []*Schedule{&v.pays, &v.owes, &v.grows} }

// nominal is a schedule's money of the day in month t of a lane.
func (g *ledger) nominal(s *Schedule, t, l int) float64 {
	_, nominal := g.in(s, l).parts(t)
	return nominal
}

// fallDueLess takes off payments what is no longer due of debts that were paid early.
func (g *ledger) fallDueLess(t int) {
	for k := range g.p.prepays {
		v, early := &g.p.prepays[k], &g.early[k]
		if v.due != None && g.value(&v.pays, t, &g.give) {
			g.note(v.due, &g.give)
		}
		if !g.do.Some(early) {
			continue
		}
		for l := range g.give {
			grown := float64(early[l] * g.nominal(&v.grows, t, l))
			less := min(g.nominal(&v.pays, t, l), max(0, grown-g.nominal(&v.owes, t, l)))
			early[l] = max(0, grown-less)
			g.give[l] = float64(less * g.inverse[l])
		}
		g.do.Sub(&g.falls[Essential], &g.give)
		g.do.Sub(&g.total, &g.give)
		g.do.Add(&g.purse, &g.give)
		if g.flows != nil || g.trace != nil {
			g.do.Scale(&g.give, &g.give, -1)
			g.note(v.less, &g.give)
		}
	}
}

// payEarly pays debts back out of what is left in the purse.
func (g *ledger) payEarly(t int) {
	for k := range g.p.prepays {
		if !g.do.Some(&g.purse) {
			return
		}
		v, early := &g.p.prepays[k], &g.early[k]
		for l := range g.give {
			owed := g.nominal(&v.owes, t, l) - early[l]
			for _, e := range v.estates {
				owed *= 1 - g.parting.sold[e][l]
			}
			g.give[l] = min(g.purse[l], max(0, float64(owed*g.inverse[l])))
			early[l] += float64(g.give[l] * g.price[l])
		}
		g.do.Sub(&g.purse, &g.give)
		g.note(v.line, &g.give)
	}
}

// owedLess is what is owed less on an estate for what was paid early, in a lane.
func (g *ledger) owedLess(e *estate, l int) float64 {
	less := 0.0
	for k := range g.p.prepays {
		for _, i := range g.p.prepays[k].estates {
			if &g.p.estates[i] == e {
				less += g.early[k][l]
			}
		}
	}
	return less
}

// settled forgets what was paid early of what is paid back with an estate.
func (g *ledger) settled(estate, l int) {
	for k := range g.p.prepays {
		for _, i := range g.p.prepays[k].estates {
			if i == estate {
				g.early[k][l] = 0
			}
		}
	}
}

// worthEarly adds what is owed less to a worth, at a price.
func (g *ledger) worthEarly(to, inverse *vec) {
	for k := range g.p.prepays {
		g.do.AddProduct(to, &g.early[k], inverse)
	}
}
