package simulate

import (
	"fmt"
	"math"

	"meridian/backend/market"
)

// Spell is something that befalls the household for a time, by chance and in each
// future apart from the others': a time without work, without the strength for it,
// or in need of care. Whether one is under way depends on nothing but chance.
//
// A spell that is not under way begins in month t with chance Begins[t], and lasts
// Months months from then on; in the month after its last one it may begin again,
// unless it comes Once. What it does is said by what refers to it (Uncertain,
// During). Source of the model, a constant hazard per month and a fixed length:
// Low, Meghir, Pistaferri, "Wage risk and employment risk over the life cycle",
// American Economic Review 100 (2010), job destruction.
type Spell struct {
	ID, Name string
	// Begins is the chance per month, in [0, 1).
	Begins []float64
	Months int
	Once   bool
}

// During says that something is paid in the months of a spell alone, or with First
// in its first month alone.
type During struct {
	Spell int
	First bool
}

// MaxSpells is how many kinds of spells a scenario may have.
const MaxSpells = 64

func (c *checker) spells() {
	c.need(len(c.s.Spells) <= MaxSpells, "spells", "more than %d", MaxSpells)
	for i := range c.s.Spells {
		sp := &c.s.Spells[i]
		field := fmt.Sprintf("spells[%d]", i)
		c.need(sp.Months >= 1, field+".months", "not positive")
		c.need(len(sp.Begins) == c.s.Months, field+".begins", "covers %d months of %d", len(sp.Begins), c.s.Months)
		for t, p := range sp.Begins {
			if !(p >= 0 && p < 1) {
				c.add(field+".begins", "month %d: %g is outside 0 to 1", t, p)
				break
			}
		}
	}
}

func (c *checker) during(field string, d *During) {
	if d != nil {
		c.index(field+".spell", d.Spell, len(c.s.Spells), false)
	}
}

// spell is a Spell laid out. hazard[t] is minus the logarithm of the chance that it
// has not begun before month t, counted from month 0, if it never ended: it begins
// in the month in which hazard has grown by more than a draw from the exponential
// distribution.
type spell struct {
	*Spell
	hazard []float64
}

func (p *program) laySpells() {
	for i := range p.sc.Spells {
		v := spell{Spell: &p.sc.Spells[i], hazard: make([]float64, p.months+1)}
		for t, begins := range v.Begins {
			v.hazard[t+1] = v.hazard[t] - market.Log(1-begins)
		}
		p.spells = append(p.spells, v)
	}
}

// next is the first month from t on in which the spell begins, if draw is what its
// chance not to have begun by then comes down to; p.months if none.
func (v *spell) next(t int, draw float64) int {
	reached := v.hazard[t] - market.Log(draw)
	low, high := t, len(v.hazard)-1
	for low < high {
		mid := (low + high) / 2
		if v.hazard[mid+1] > reached {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// What is drawn for a future beside its market and its lives (market.Fortune), by
// purpose: when a spell begins next, what a year of an income is like, and wages.
const (
	fortuneOfSpell  = 0
	fortuneOfIncome = 1 << 16
	fortuneOfWages  = 1 << 30
)

// befalling is how the spells of a block's lanes stand.
type befalling struct {
	future [len(vec{})]int
	// from is the month in which each spell began last or begins next, count how many
	// have been drawn, per spell.
	from, count [][len(vec{})]int
	// open is the first month in which anything may change in any lane, per spell.
	on, first []vec // 1 in the months of it, and in its first month; else 0
	any       []bool
}

func newBefalling(p *program) *befalling {
	n := len(p.spells)
	if n == 0 {
		return nil
	}
	return &befalling{
		from: make([][len(vec{})]int, n), count: make([][len(vec{})]int, n),
		on: make([]vec, n), first: make([]vec, n), any: make([]bool, n),
	}
}

// beginSpells draws when the lanes' first spells begin.
func (g *ledger) beginSpells(futures []int) {
	v := g.befalling
	if v == nil {
		return
	}
	v.future = [len(vec{})]int{}
	copy(v.future[:], futures)
	clear(v.count)
	for i := range g.p.spells {
		for l := range v.from[i] {
			v.from[i][l] = g.p.months
			if l < g.n {
				g.drawSpell(i, l, 0)
			}
		}
	}
}

// drawSpell draws when a spell begins next in a lane, from month t on.
func (g *ledger) drawSpell(i, l, t int) {
	v := g.befalling
	draw := g.p.source.Fortune(v.future[l], fortuneOfSpell+i, v.count[i][l])
	v.count[i][l]++
	v.from[i][l] = g.p.spells[i].next(t, draw)
}

// befall tells which spells are under way in month t.
func (g *ledger) befall(t int) {
	v := g.befalling
	if v == nil {
		return
	}
	for i := range g.p.spells {
		s := &g.p.spells[i]
		v.any[i] = false
		for l := range g.n {
			if t >= v.from[i][l]+s.Months && t < g.p.months {
				if s.Once {
					v.from[i][l] = g.p.months
				} else {
					g.drawSpell(i, l, t)
				}
			}
			v.on[i][l], v.first[i][l] = 0, 0
			if t >= v.from[i][l] {
				v.on[i][l], v.any[i] = 1, true
			}
			if t == v.from[i][l] {
				v.first[i][l] = 1
			}
		}
	}
}

// while is 1 in the lanes in which what is paid during a spell is paid now, or nil
// where it is paid in none.
func (g *ledger) while(d *During) *vec {
	v := g.befalling
	switch {
	case !v.any[d.Spell]:
		return nil
	case d.First:
		return &v.first[d.Spell]
	default:
		return &v.on[d.Spell]
	}
}

// fallUponUs lets fall due what a spell costs.
func (g *ledger) fallUponUs(t int) {
	for _, i := range g.p.befalls {
		o := &g.p.sc.Outflows[i]
		while := g.while(o.During)
		if while == nil || !g.value(&o.Amount, t, &g.give) {
			continue
		}
		g.do.Multiply(&g.give, &g.give, while)
		g.do.Add(&g.total, &g.give)
		g.do.Sub(&g.purse, &g.give)
		g.do.Add(&g.falls[o.Tier], &g.give)
		g.suffer(&g.give, 1, &g.misfortune.cost, &g.misfortune.costUnits)
		g.note(g.p.at.outflow[i], &g.give)
	}
}

// addUponUs adds what a spell costs.
func (g *ledger) addUponUs(t int, to *vec) {
	for _, i := range g.p.befalls {
		o := &g.p.sc.Outflows[i]
		if while := g.while(o.During); while != nil && g.value(&o.Amount, t, &g.give) {
			g.do.AddProduct(to, &g.give, while)
		}
	}
}

// levelOf is what a year of an income, or of wages, is multiplied by, of mean 1:
// exp(s z - s²/2), z a standard normal.
func levelOf(s, z float64) float64 {
	return market.Exp(float64(s*z) - float64(float64(s*s)*0.5))
}

// together is a standard normal that is correlated with another one.
func together(own, other, corr float64) float64 {
	return float64(corr*other) + float64(own*math.Sqrt(1-float64(corr*corr)))
}
