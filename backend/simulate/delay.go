package simulate

import "fmt"

// Patience is the months that a goal which may be delayed waits for money; then it
// falls due as any other.
const Patience = 60

// A goal that may be delayed (Outflow.Delay) falls due in the first month, from its
// own on, in which there is as much beside all else that falls due: what is left in
// the purse, or less than nothing, and the balances of the accounts that the
// withdrawal order names and that are open. Meanwhile it waits, in today's money,
// for up to Patience months or to the plan's end; a goal that is paid late is not
// cut. Goals wait in order, and what one goal takes the next no longer finds.
//
// A goal that is skipped (Outflow.Skip) is paid in whole where there is as much in
// its own month, and otherwise not at all, for which the future does not succeed in
// full; it is no shortfall, essential or not.

// waits reports whether an outflow is not certain to fall due in its month.
func (o *Outflow) waits() bool { return o.Delay || o.Skip }

// certain reports whether an outflow falls due in its month in every future.
func (o *Outflow) certain() bool { return !o.waits() && o.During == nil }

func (c *checker) delays() {
	for i := range c.s.Outflows {
		if o := &c.s.Outflows[i]; o.waits() {
			field := fmt.Sprintf("outflows[%d].delay", i)
			c.need(!(o.Delay && o.Skip), field, "waits and is skipped")
			c.need(o.Kind == KindGoal && o.CutFloor == 0, field, "only goals that may be cut wait")
			c.need(c.s.Rule == nil || c.s.Rule.Kind != RiskGuardrails, field, "odds do not know what waits")
		}
	}
}

// delays is what a ledger knows of goals that wait.
type delays struct {
	pending []vec // per goal that may be delayed
	since   [][len(vec{})]int
	paid    []vec  // this month
	idle    []bool // per goal, that nothing waits or is paid in any lane
}

func newDelays(p *program) *delays {
	if len(p.delayed) == 0 {
		return nil
	}
	n := len(p.delayed)
	return &delays{make([]vec, n), make([][len(vec{})]int, n), make([]vec, n), make([]bool, n)}
}

func (v *delays) begin() {
	if v != nil {
		clear(v.pending)
		clear(v.since)
		clear(v.paid)
		clear(v.idle)
	}
}

// layDelays finds the goals that may wait. They are not among what is certain to
// fall due.
func (p *program) layDelays() {
	for i := range p.sc.Outflows {
		if p.sc.Outflows[i].waits() {
			p.delayed = append(p.delayed, i)
		}
	}
	if p.delayed != nil {
		p.reached = drawnOn(p.sc)
	}
}

// fallDelayed lets goals fall due that have waited for money, where there is
// enough.
func (g *ledger) fallDelayed(t int) {
	v := g.delays
	if v == nil {
		return
	}
	reached := false
	for k, i := range g.p.delayed {
		o := &g.p.sc.Outflows[i]
		if v.idle[k] && !o.Amount.any(t) {
			continue
		}
		if !reached {
			g.reachAll(t)
			reached = true
		}
		g.value(&o.Amount, t, &g.give)
		for l := range g.n {
			v.paid[k][l] = g.paysNow(t, k, l)
		}
		v.idle[k] = !g.do.Some(&v.paid[k]) && !g.do.Some(&v.pending[k])
		g.do.Add(&g.total, &v.paid[k])
		g.do.Sub(&g.purse, &v.paid[k])
		g.do.Add(&g.falls[o.Tier], &v.paid[k])
		g.note(g.p.at.outflow[i], &v.paid[k])
	}
}

// reachAll sets whole to what goals that wait find in accounts.
func (g *ledger) reachAll(t int) {
	g.whole = vec{}
	for _, a := range g.p.reached {
		if t >= g.p.accounts[a].Access {
			g.do.Add(&g.whole, &g.balance[a])
		}
	}
}

// paysNow is what of a goal falls due in a lane this month, of what waits and of
// give, which is this month's.
func (g *ledger) paysNow(t, k, l int) float64 {
	v := g.delays
	pending, since := &v.pending[k][l], &v.since[k][l]
	if g.living != nil && g.living.set[l] == 0 {
		*pending = 0
		return 0
	}
	if *pending == 0 {
		*since = t
	}
	*pending += g.give[l]
	if *pending == 0 {
		return 0
	}
	enough := g.whole[l]+g.purse[l] >= *pending
	if skip := g.p.sc.Outflows[g.p.delayed[k]].Skip; skip && !enough {
		*pending, g.row.cutAny[l] = 0, true
		return 0
	}
	if !enough && t-*since < Patience && t < g.p.months-1 {
		return 0
	}
	paid := *pending
	*pending = 0
	return paid
}

// buyDelayed counts goals that are paid late among what is spent.
func (g *ledger) buyDelayed() {
	if v := g.delays; v != nil {
		for k := range v.paid {
			if !v.idle[k] {
				g.do.Add(&g.spending, &v.paid[k])
			}
		}
	}
}

// paidOf is what an outflow comes to this month, written to give, and whether it is
// anything.
func (g *ledger) paidOf(o *Outflow, t int) bool {
	if !o.waits() {
		return g.value(&o.Amount, t, &g.give)
	}
	for k, i := range g.p.delayed {
		if &g.p.sc.Outflows[i] == o {
			g.give = g.delays.paid[k]
		}
	}
	return g.do.Some(&g.give)
}
