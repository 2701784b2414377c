package simulate

import "meridian/backend/tax"

// Gain says that what a sale brings is taxed as far as it is a gain:
//
//	gain = max(0, proceeds − Free)
//
// in the money of the month of the sale: Free is what was paid for what is sold, with
// what the law leaves untaxed. With a Rate, the sale itself pays that share of the gain
// as tax; without, the gain enters the owners' year as tax.Gains that come once, and is
// taxed as the regime does.
type Gain struct {
	Free Schedule
	Rate float64
	// Person owns what is sold; None is everybody who is no dependant, equally.
	Person int
}

func (c *checker) gain(field string, v *Gain) {
	if v == nil {
		return
	}
	c.schedule(field+".free", v.Free)
	c.share(field+".rate", v.Rate)
	c.index(field+".person", v.Person, len(c.s.People), true)
}

// gain is a Gain laid out.
type gain struct {
	*Gain
	income int // whose, or None where it is an estate's
	line   int // of the tax, with a Rate
	owners [][]share
	ends   []int // estates with which the income ends
}

func (p *program) layGains() {
	for i := range p.sc.Income {
		if v := p.sc.Income[i].Gain; v != nil {
			g := p.layGain(v, p.sc.Income[i].ID, p.sc.Income[i].Name)
			g.income = i
			for e := range p.sc.Estates {
				for _, of := range p.sc.Estates[e].Income {
					if of == i {
						g.ends = append(g.ends, e)
					}
				}
			}
			p.gains = append(p.gains, g)
		}
	}
	for e := range p.estates {
		if v := p.sc.Estates[e].Gain; v != nil {
			g := p.layGain(v, p.sc.Estates[e].ID+".sold", p.sc.Estates[e].Name)
			p.estates[e].gain = &g
		}
	}
}

func (p *program) layGain(v *Gain, id, name string) gain {
	g := gain{Gain: v, income: None, line: None}
	if v.Rate > 0 {
		g.line = p.line(FlowLine{ID: "tax." + id, Kind: KindTax, Record: id, Name: name})
	}
	parts := p.equally()
	if v.Person != None {
		parts = make([]float64, len(p.sc.People))
		parts[v.Person] = 1
	}
	for _, t := range p.epochs {
		g.owners = append(g.owners, p.payerShares(parts, t))
	}
	return g
}

// gainers are the taxpayers who may ever have gains of sales.
func (p *program) gainers() []share {
	var all []share
	of := func(q *program) {
		for i := range q.gains {
			for _, owners := range q.gains[i].owners {
				all = append(all, owners...)
			}
		}
		for e := range q.estates {
			if v := q.estates[e].gain; v != nil {
				for _, owners := range v.owners {
					all = append(all, owners...)
				}
			}
		}
	}
	of(p)
	if p.lives != nil {
		for _, q := range p.lives.sets {
			of(q)
		}
	}
	return all
}

// taxSales taxes what incomes of sales bring this month.
func (g *ledger) taxSales(t int) {
	for k := range g.p.gains {
		v := &g.p.gains[k]
		if !g.value(&g.p.sc.Income[v.income].Amount, t, &g.amount) {
			continue
		}
		for _, e := range v.ends {
			for l := range g.amount {
				g.amount[l] = float64(g.amount[l] * (1 - g.parting.sold[e][l]))
			}
		}
		g.gainOf(v, t, &g.amount)
		owners := func(q *program) [][]share { return q.gains[k].owners }
		g.taxGain(v, owners, &g.amount)
		g.do.Sub(&g.purse, &g.amount)
	}
}

// gainOf turns what a sale brings into the gain of it.
func (g *ledger) gainOf(v *gain, t int, amount *vec) {
	g.value(&v.Free, t, &g.room)
	for l := range amount {
		amount[l] = max(0, amount[l]-g.room[l])
	}
}

// taxGain turns gains into what the sale itself pays of them in tax, and enters them
// in the owners' year where it pays none.
func (g *ledger) taxGain(v *gain, owners func(*program) [][]share, amount *vec) {
	if v.Rate > 0 {
		g.do.Scale(amount, amount, v.Rate)
		g.do.Add(&g.row.taxPaid, amount)
		g.note(v.line, amount)
		return
	}
	g.enterGain(v, owners, amount)
	*amount = vec{}
}

func (g *ledger) enterGain(v *gain, owners func(*program) [][]share, amount *vec) {
	if !g.p.taxed || !g.do.Some(amount) {
		return
	}
	g.do.Multiply(&g.taxable, amount, &g.price)
	if g.living == nil {
		for _, o := range v.owners[g.epoch] {
			g.do.AddScaled(g.lump(o.payer, tax.Gains), &g.taxable, o.part)
		}
		return
	}
	for l := range g.n {
		for _, o := range owners(g.p.lives.sets[g.living.set[l]])[0] {
			g.lump(o.payer, tax.Gains)[l] += float64(g.taxable[l] * o.part)
		}
	}
}

// taxParted taxes the gain of estates that are being parted with in the lanes where
// value is more than nothing.
func (g *ledger) taxParted(i, t int) {
	v := g.p.estates[i].gain
	if v == nil {
		return
	}
	g.sold = g.parting.value
	g.gainOf(v, t, &g.sold)
	g.taxGain(v, func(q *program) [][]share { return q.estates[i].gain.owners }, &g.sold)
}

// gainTax writes what an estate's sale itself would pay in tax of what it brings.
func (g *ledger) gainTax(e *estate, t int, value, to *vec) {
	*to = vec{}
	if e.gain == nil || e.gain.Rate == 0 {
		return
	}
	*to = *value
	g.gainOf(e.gain, t, to)
	g.do.Scale(to, to, e.gain.Rate)
}

func (v *Gain) copied() *Gain {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}
