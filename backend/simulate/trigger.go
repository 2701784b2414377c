package simulate

import (
	"errors"
	"fmt"
	"slices"

	"meridian/backend/market"
)

// Trigger is a milestone that comes in each future when the household's money has
// come far enough, and may move everything else with it.
//
// Schedules do not depend on the future. So there is one scenario for each month in
// which the milestone may come: a future follows the scenario that holds the
// Trigger, in which the milestone comes at the latest, until it comes, and from
// that month on the one of that month. What differs between them are amounts,
// spans, the Rule's From and the mixes' points; what a scenario says otherwise is
// read from the one that holds the Trigger.
//
// The household looks at the beginning of the months From, From+Every, … before
// Latest. What it then counts, in today's money:
//
//	TriggerLiquid    accounts that may be drawn on
//	TriggerNetWorth  all accounts, and what is held outside them at the end of the
//	                 month before, less taxes owed
//	TriggerMultiple  all accounts, over the recurring spending of the twelve months
//	                 that would follow if the milestone came now
type Trigger struct {
	ID     string
	Metric TriggerMetric
	// Value is what the metric must reach: an amount, or a multiple.
	Value       float64
	From, Every int
	// Latest is the month in which the milestone comes where it has not come by
	// then; Months or more is never.
	Latest int
	// Variants are the scenarios for the months that are looked at, in order. Where
	// nothing depends on the milestone there are none.
	Variants []*Scenario
}

// TriggerMetric is what a Trigger watches.
type TriggerMetric uint8

// What a Trigger may watch.
const (
	TriggerLiquid TriggerMetric = iota
	TriggerNetWorth
	TriggerMultiple
)

// MaxVariants is how many scenarios a Trigger may have, sets of people who live
// counted apart.
const MaxVariants = 256

var errVariants = errors.New("variants of different parts")

// looks is how many months are looked at.
func (tr *Trigger) looks(months int) int {
	until := min(tr.Latest, months)
	if tr.Every <= 0 || tr.From >= until {
		return 0
	}
	return (until - tr.From + tr.Every - 1) / tr.Every
}

// look is the place of a month among those looked at, or None.
func (tr *Trigger) look(t, months int) int {
	if t < tr.From || t >= min(tr.Latest, months) || (t-tr.From)%tr.Every != 0 {
		return None
	}
	return (t - tr.From) / tr.Every
}

func (c *checker) trigger() {
	tr := c.s.Trigger
	if tr == nil {
		return
	}
	c.need(tr.Metric <= TriggerMultiple, "trigger.metric", "unknown")
	c.need(tr.Value >= 0 && tr.Value <= maxAmount, "trigger.value", "outside 0 to %g", float64(maxAmount))
	c.need(tr.From >= 0, "trigger.from", "negative month")
	c.need(tr.Every >= 1, "trigger.every", "not positive")
	c.need(tr.Latest >= 0, "trigger.latest", "negative month")
	if tr.Every < 1 || tr.Variants == nil {
		return
	}
	sets := 1
	if c.s.Lives != nil {
		sets = len(c.s.Lives.Households)
	}
	c.need(len(tr.Variants)*sets <= MaxVariants, "trigger.variants", "more than %d", MaxVariants)
	c.need(len(tr.Variants) == tr.looks(c.s.Months), "trigger.variants", "must have one entry per month looked at")
	for k, v := range tr.Variants {
		c.variant(fmt.Sprintf("trigger.variants[%d]", k), v)
	}
}

// variant checks one month's scenario.
func (c *checker) variant(field string, v *Scenario) {
	if v == nil {
		c.add(field, "is missing")
		return
	}
	c.need(v.Trigger == nil, field, "has a trigger of its own")
	c.need((v.Lives == nil) == (c.s.Lives == nil), field, "differs in its lives")
	if r := c.s.Rule; r != nil && r.Kind == RiskGuardrails && v.Rule != nil {
		c.need(v.Rule.From == r.From, field+".rule", "odds are worked out for one beginning")
	}
	one := *v
	one.Trigger = nil
	c.household(field, &one)
}

// branch is how a scenario is laid out that is one of several which futures follow.
type branch struct {
	every  bool           // parts that come to nothing are kept
	gated  bool           // spans of rules are schedules
	source *market.Source // that of all
}

// trigger is a Trigger laid out.
type trigger struct {
	*Trigger
	sets int // of people who live, or 1
	// spend is a month of the recurring spending that would follow, per set and month.
	spend []Schedule
	told  []toldLine
}

// toldLine is a line of the cash flow whose amount is known beforehand but for
// which scenario a future follows.
type toldLine struct {
	amount *Schedule
	line   int
}

// layTrigger lays out every month's scenario and gives each schedule of the
// program its counterparts, [month looked at][set] after those of the program itself.
func (p *program) layTrigger() error {
	tr := p.sc.Trigger
	if tr == nil {
		return nil
	}
	v := &trigger{Trigger: tr, sets: 1}
	p.trigger = v
	states := []*program{p}
	if p.lives != nil {
		states, v.sets = p.lives.sets, len(p.lives.sets)
	}
	for range v.sets {
		v.spend = append(v.spend, p.blank())
	}
	for k := range tr.looks(p.months) {
		v.enterSpend(states[:v.sets], tr.From+k*tr.Every)
	}
	if tr.Variants == nil {
		return nil
	}
	for k, sc := range tr.Variants {
		more, err := p.layVariant(sc)
		if err != nil {
			return err
		}
		v.enterSpend(more, tr.From+k*tr.Every)
		states = append(states, more...)
	}
	if err := p.link(states, v.sets); err != nil {
		return err
	}
	for i := range p.lines {
		if l := &p.lines[i]; l.known != nil && l.known.by != nil {
			v.told = append(v.told, toldLine{l.known, i})
			l.known = nil
		}
	}
	return nil
}

// layVariant lays out a month's scenario, once for every set of people who may live.
func (p *program) layVariant(sc *Scenario) ([]*program, error) {
	households := []*Scenario{sc}
	if sc.Lives != nil {
		households = sc.Lives.Households
	}
	var laid []*program
	for set, household := range households {
		if household == nil { // nobody
			household = sc
		}
		own := household.own()
		own.Lives, own.Trigger = nil, nil
		if set == 0 && sc.Lives != nil {
			own.none()
		}
		q, err := lay(&own, branch{true, true, p.source})
		if err != nil {
			return nil, err
		}
		laid = append(laid, q)
	}
	return laid, nil
}

// enterSpend enters what a month's scenario would spend from then on.
func (v *trigger) enterSpend(states []*program, t int) {
	for set, q := range states {
		spend := &v.spend[set]
		spend.Real[t], spend.Nominal[t] = 0, 0
		end := min(t+12, q.months)
		for tier := range q.due {
			recurring := &q.due[tier].recurring
			for m := t; m < end; m++ {
				spend.Real[t] += recurring.Real[m] / float64(end-t)
				spend.Nominal[t] += recurring.Nominal[m] / float64(end-t)
			}
		}
	}
}

// link gives each schedule, and each sleeve's target, its counterpart in every state.
func (p *program) link(states []*program, base int) error {
	mine := p.schedules()
	if p.lives == nil {
		itself := *p // its schedules as they are, before they have counterparts
		states[0] = &itself
	}
	for _, s := range mine {
		own := *s
		if s.by != nil {
			own.by = nil
		}
		by := make([]Schedule, len(states))
		copy(by, s.by)
		if s.by == nil {
			by[0] = own
		}
		s.by = by
	}
	for state, q := range states[base:] {
		others := q.schedules()
		if len(others) != len(mine) {
			return errVariants
		}
		for i, s := range others {
			mine[i].by[base+state] = s.like(&mine[i].by[state%base])
		}
	}
	for _, s := range mine {
		s.settle(p.months)
	}
	return p.linkMixes(states, base)
}

// like is the schedule, in the other's memory where it is the same.
func (s *Schedule) like(o *Schedule) Schedule {
	c := *s
	if slices.Equal(s.Real, o.Real) {
		c.Real = o.Real
	}
	if slices.Equal(s.Nominal, o.Nominal) {
		c.Nominal = o.Nominal
	}
	return c
}

// settle lets go of counterparts that are all the same, and lays out others side by
// side.
func (s *Schedule) settle(months int) {
	alike := true
	for i := range s.by {
		alike = alike && sameAmounts(s.by[i].Real, s.by[0].Real) && sameAmounts(s.by[i].Nominal, s.by[0].Nominal)
	}
	if alike {
		s.by = nil
		return
	}
	states := len(s.by)
	s.ever, s.grid = make([]bool, months), make([]float64, 2*states*months)
	for t := range months {
		at := 2 * states * t
		for i := range s.by {
			real, nominal := s.by[i].parts(t)
			s.grid[at+i], s.grid[at+states+i] = real, nominal
			s.ever[t] = s.ever[t] || real != 0 || nominal != 0
		}
	}
}

// sameAmounts compares amounts, those in the same memory at once.
func sameAmounts(a, b []float64) bool {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return true
	}
	return slices.Equal(a, b)
}

// linkMixes gives sleeves whose target differs their counterparts.
func (p *program) linkMixes(states []*program, base int) error {
	for i := range p.sleeves {
		s := &p.sleeves[i]
		own, differs := s.target, false
		by := make([][][]float64, len(states))
		for state, q := range states {
			if len(q.sleeves) != len(p.sleeves) {
				return errVariants
			}
			by[state] = q.sleeves[i].target
			if state < base {
				by[state] = own
			}
			if same(by[state], own) {
				by[state] = own
				continue
			}
			differs = true
			for _, c := range q.sleeves[i].classes {
				if !slices.Contains(s.classes, c) {
					s.classes = append(s.classes, c)
				}
			}
		}
		if differs {
			slices.Sort(s.classes)
			s.by = by
		}
	}
	return nil
}

func same(a, b [][]float64) bool {
	return slices.EqualFunc(a, b, func(x, y []float64) bool { return slices.Equal(x, y) })
}

// layGates turns the spans of rules into schedules of 0 and 1.
func (p *program) layGates() {
	if !p.gated {
		return
	}
	open := func(from, until int) Schedule {
		s := Schedule{Real: make([]float64, p.months)}
		for t := max(from, 0); t < min(until, p.months); t++ {
			s.Real[t] = 1
		}
		return s
	}
	p.gates = &gates{}
	for i := range p.sc.Saving {
		p.gates.saving = append(p.gates.saving, open(p.sc.Saving[i].From, p.sc.Saving[i].Until))
	}
	for i := range p.sc.Draws {
		p.gates.draws = append(p.gates.draws, open(p.sc.Draws[i].From, p.months))
	}
	for i := range p.sc.Conversions {
		p.gates.conversions = append(p.gates.conversions, open(p.sc.Conversions[i].From, p.sc.Conversions[i].Until))
	}
	if p.sc.Rule != nil {
		p.gates.rule = Schedule{Real: make([]float64, p.months)}
		for t := range p.months {
			p.gates.rule.Real[t] = float64(p.sc.Rule.From + 1) // from is never negative
		}
	}
}

// gates are the spans of rules where they depend on which scenario a future
// follows. rule is, in every month, one more than the Rule's From.
type gates struct {
	saving, draws, conversions []Schedule
	rule                       Schedule
}

func (s *gates) all() []*Schedule {
	var all []*Schedule
	for _, list := range [][]Schedule{s.saving, s.draws, s.conversions} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	if s.rule.Real != nil {
		all = append(all, &s.rule)
	}
	return all
}

// saves reports whether a saving rule is in its span in month t, in any future.
func (p *program) saves(i, t int) bool {
	if p.gates != nil {
		return p.gates.saving[i].any(t)
	}
	return p.sc.Saving[i].From <= t && t < p.sc.Saving[i].Until
}

// draws reports whether a step of the withdrawal order has begun, in any future.
func (p *program) draws(i, t int) bool {
	if p.gates != nil {
		return p.gates.draws[i].any(t)
	}
	return t >= p.sc.Draws[i].From
}

// converts reports whether a conversion is in its span, in any future.
func (p *program) converts(i, t int) bool {
	if p.gates != nil {
		return p.gates.conversions[i].any(t)
	}
	return p.sc.Conversions[i].From <= t && t < p.sc.Conversions[i].Until
}

// begins is the month of the rule's first decision in a lane.
func (g *ledger) begins(t, l int) int {
	if g.p.gates == nil {
		return g.p.ruled.From
	}
	return int(g.in(&g.p.gates.rule, l).Real[t]) - 1
}

// begun reports whether a step of the withdrawal order has begun in a lane.
func (g *ledger) begun(i, t, l int) bool {
	if g.p.gates == nil {
		return t >= g.p.sc.Draws[i].From
	}
	return g.in(&g.p.gates.draws[i], l).Real[t] > 0
}

// close takes what lies outside a span out of an amount, where that depends on the
// future.
func (g *ledger) close(list func(*gates) *Schedule, t int, amount, scratch *vec) {
	if g.p.gates == nil {
		return
	}
	g.value(list(g.p.gates), t, scratch)
	g.do.Multiply(amount, amount, scratch)
}

// following is which of the scenarios each lane follows.
type following struct {
	state   [market.Lanes]uint16
	present []uint16 // those of the lanes in use
	some    vec      // scratch of one of them
}

// pulling is in which lanes the milestone has come.
type pulling struct {
	fired   [market.Lanes]int // month, or None
	variant [market.Lanes]uint16
}

func (p *program) branches() bool { return p.lives != nil || p.trigger != nil }

// beginPulling begins with the milestone still to come.
func (g *ledger) beginPulling() {
	if g.pulling != nil {
		*g.pulling = pulling{}
		for l := range g.pulling.fired {
			g.pulling.fired[l] = None
		}
	}
	if g.following != nil {
		g.follow()
	}
}

// follow finds what every lane follows.
func (g *ledger) follow() {
	f := g.following
	f.present = f.present[:0]
	for l := range f.state {
		state := uint16(0)
		if g.pulling != nil && g.p.trigger.Variants != nil {
			state = g.pulling.variant[l] * uint16(g.p.trigger.sets)
		}
		if g.living != nil {
			state += uint16(g.living.set[l])
		}
		f.state[l] = state
		if l < g.n && !slices.Contains(f.present, state) {
			f.present = append(f.present, state)
		}
	}
}

// pull looks, where it is time to, whether the milestone comes.
func (g *ledger) pull(t int) {
	v := g.pulling
	if v == nil {
		return
	}
	k := g.p.trigger.look(t, g.p.months)
	if k == None {
		return
	}
	tr := g.p.trigger
	g.watch(tr.Metric, t, func(l int) float64 {
		set := 0
		if g.living != nil {
			set = int(g.living.set[l])
		}
		return tr.spend[set].worth(t, g.inverse[l])
	})
	any := false
	for l := range g.n {
		alive := g.living == nil || g.living.set[l] != 0
		if v.fired[l] == None && alive && g.whole[l] >= g.p.trigger.Value {
			v.fired[l], v.variant[l], any = t, uint16(k+1), true
		}
	}
	if any {
		g.follow()
	}
}

// watch sets whole to a metric at a month's beginning; month is a lane's recurring
// spending a month.
func (g *ledger) watch(metric TriggerMetric, t int, month func(l int) float64) {
	g.whole = vec{}
	for a := range g.p.accounts {
		if metric != TriggerLiquid || t >= g.p.accounts[a].Access {
			g.do.Add(&g.whole, &g.balance[a])
		}
	}
	switch metric {
	case TriggerNetWorth:
		g.wholeGone(t)
		g.worthEarly(&g.whole, &g.inverse)
		for l := range g.whole {
			real, nominal := g.in(&g.p.holdings, l).parts(max(0, t-1))
			g.whole[l] += real + float64(nominal*g.inverse[l])
		}
		for payer := range g.owed {
			g.do.SubProduct(&g.whole, &g.owed[payer], &g.inverse)
		}
		g.worthHeldBack(&g.whole, &g.inverse)
	case TriggerMultiple:
		for l := range g.whole {
			year := float64(12 * (month(l) * g.scale[l]))
			if year > 0 {
				g.whole[l] /= year
			} else {
				g.whole[l] = maxAmount
			}
		}
	}
}

// come is the month in which the milestone comes in a lane, or None.
func (g *ledger) come(l int) int {
	v := g.pulling
	if v == nil {
		return None
	}
	latest := g.p.trigger.Latest
	ended := g.p.months
	if g.living != nil && g.living.set[l] == 0 {
		ended = g.living.ended[l]
	}
	if v.fired[l] == None && latest < ended {
		return latest
	}
	return v.fired[l]
}

// tellKnown enters lines known beforehand, but for what a future follows.
func (g *ledger) tellKnown(t int) {
	if g.pulling == nil || (g.flows == nil && g.trace == nil) {
		return
	}
	for _, told := range g.p.trigger.told {
		if g.value(told.amount, t, &g.amount) {
			g.note(told.line, &g.amount)
		}
	}
}

// aim writes what a sleeve's target holds of a class in month t.
func (g *ledger) aim(s *sleeve, t, class int, to *vec) {
	if s.location != None {
		g.placed(s, t, class, to)
		return
	}
	if s.by == nil {
		g.do.Fill(to, s.target[t][class])
		return
	}
	for l := range to {
		to[l] = s.by[g.following.state[l]][t][class]
	}
}

// aims is a sleeve's target in a lane.
func (g *ledger) aims(s *sleeve, t, l int) []float64 {
	if s.by == nil {
		return s.target[t]
	}
	return s.by[g.following.state[l]][t]
}
