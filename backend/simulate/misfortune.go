package simulate

// misfortune adds up, until a lane first falls short, what chance took from it:
// pay that was planned and did not come, and what spells cost. Each month's is
// taken in units of what all accounts have grown by until then, so that at the
// shortfall it is known what it would have come to if it had stayed invested.
// Months in which more pay came than planned count against it, as what insurances
// pay during a spell does.
type misfortune struct {
	planned, lost vec // pay, in today's money
	lostUnits     vec
	cost          vec // of spells, in today's money
	costUnits     vec
	at            [len(vec{})]Misfortune // where the lane first fell short
}

// unlucky reports whether anything but markets, prices and lives is a matter of chance.
func (p *program) unlucky() bool { return len(p.ventures) > 0 || len(p.befalls) > 0 }

func newMisfortune(p *program) *misfortune {
	if !p.unlucky() {
		return nil
	}
	return &misfortune{}
}

func (m *misfortune) begin() {
	if m != nil {
		*m = misfortune{}
	}
}

// suffer adds an amount of a month, times a sign, to a sum in today's money and to
// one in units.
func (g *ledger) suffer(amount *vec, sign float64, sum, units *vec) {
	for l := range g.n {
		v := float64(sign * amount[l])
		sum[l] += v
		units[l] += v / g.row.grown[l]
	}
}

// missPay takes in what an income was planned to pay, and what it pays.
func (g *ledger) missPay(of *venture, t int, level *vec) {
	m, in := g.misfortune, &g.p.sc.Income[of.income]
	if len(of.estates) > 0 || !g.value(&in.Amount, t, &g.give) {
		return // what ends with an estate was parted with, not lost
	}
	if in.During != nil { // an insurance
		g.do.Multiply(&g.give, &g.give, level)
		if g.p.stopsPay(in.During.Spell) {
			g.suffer(&g.give, -1, &m.lost, &m.lostUnits)
		} else {
			g.suffer(&g.give, -1, &m.cost, &m.costUnits)
		}
		return
	}
	g.do.Add(&m.planned, &g.give)
	g.do.Multiply(&g.room, &g.give, level)
	g.do.Sub(&g.give, &g.room)
	g.suffer(&g.give, 1, &m.lost, &m.lostUnits)
}

// stopsPay reports whether an income pays less during a spell.
func (p *program) stopsPay(spell int) bool {
	for k := range p.ventures {
		u := p.sc.Income[p.ventures[k].income].Uncertain
		if u == nil {
			continue
		}
		for _, stop := range u.Stops {
			if stop.Spell == spell {
				return true
			}
		}
	}
	return false
}

// Misfortune is what chance took from a future until it first fell short: nothing
// where it never did. Money is real.
type Misfortune struct {
	// PayPlanned is the pay that was planned until then of incomes that are a matter
	// of chance, PayLost what of it did not come, SpellCost what spells cost, each
	// less what insurances paid; below zero where chance was kind.
	PayPlanned, PayLost, SpellCost float64
	// PayLostGrown and SpellCostGrown are what those would have come to by then,
	// had they grown as all accounts together did.
	PayLostGrown, SpellCostGrown float64
	// Unpaid is the essentials left unpaid from then on.
	Unpaid float64
}

// fate notes a lane's misfortune at its first shortfall, before what stays unpaid is
// known.
func (g *ledger) fate(l int) {
	m := g.misfortune
	if m == nil {
		return
	}
	grown := g.row.grown[l]
	m.at[l] = Misfortune{
		PayPlanned: m.planned[l], PayLost: m.lost[l], SpellCost: m.cost[l],
		PayLostGrown: float64(m.lostUnits[l] * grown), SpellCostGrown: float64(m.costUnits[l] * grown),
	}
}
