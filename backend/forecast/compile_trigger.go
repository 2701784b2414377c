package forecast

import (
	"cmp"
	"reflect"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// waits is a condition that milestones wait for.
type waits struct {
	ids     []string // of the milestones, in order
	trigger plan.Trigger
	from    int
	latest  int
}

// Waiting is a milestone that comes in each future when the household's money has
// come far enough, made ready.
type Waiting struct {
	// IDs are the milestones that wait for it.
	IDs []string
	// Milestones are the plan's for each month that is looked at, in order; none
	// where nothing depends on it.
	Milestones [][]Milestone
}

// The most scenarios that a plan with a waiting milestone is compiled to, sets of
// people who live counted apart: each costs about as much as a hundred futures.
const (
	mostLooks  = 64
	mostStates = 192
)

// everies are the months between two looks, the closest first.
var everies = []int{1, 2, 3, 4, 6, 12, 24, 36, 60}

// waiting is the first condition that a milestone of the plan waits for, and
// whether there is one. Milestones that wait for the very same come together.
func waiting(p plan.Plan, t plan.Timeline) (waits, bool) {
	var w waits
	for _, id := range ordered(p.Milestones, func(m plan.Milestone) plan.Record { return m.Record }) {
		trigger := p.Milestones[id].When.Trigger
		if trigger == nil {
			continue
		}
		if len(w.ids) == 0 {
			w.trigger = *trigger
		}
		if reflect.DeepEqual(*trigger, w.trigger) {
			w.ids = append(w.ids, id)
		}
	}
	if len(w.ids) == 0 {
		return w, false
	}
	if w.trigger.After != nil {
		w.from, _ = t.At(*w.trigger.After)
	}
	w.from = max(w.from, 0)
	w.latest = t.Milestones[w.ids[0]]
	return w, w.from < min(w.latest, t.Months)
}

// every is the months between two looks so that there are not too many scenarios.
func (w *waits) every(months, sets int) int {
	looks := min(mostLooks, max(1, mostStates/sets))
	span := min(w.latest, months) - w.from
	for _, every := range everies {
		if (span+every-1)/every <= looks {
			return every
		}
	}
	return everies[len(everies)-1]
}

// withTrigger compiles a plan of which a milestone waits for money: as if it came at
// the latest, and once for each month in which it may come. It reports false where
// the engine cannot play that; then the milestone comes at the latest.
//
// Played are: all that is earned, spent, saved, drawn, owned and owed, spans,
// steps, rules and mixes that name the milestone, or one that hangs on it. Not
// played are: a second condition, accounts that open with the milestone, and
// guardrails on the odds that begin with it, whose odds are those of one beginning.
func withTrigger(p plan.Plan, past *market.Past, t plan.Timeline, w waits) (*compiler, bool) {
	base := compiledAt(p, past, t, true)
	sets := 1
	if base.out.Lives != nil {
		sets = len(base.out.Lives.Households)
	}
	trigger := &simulate.Trigger{
		ID: w.ids[0], Metric: metricOf(w.trigger.Metric), Value: base.bar(w.trigger),
		From: w.from, Every: 1, Latest: max(w.latest, 0),
	}
	base.out.Trigger = trigger
	base.wait = &Waiting{IDs: w.ids}
	first := w.comes(p, past, w.from)
	if first == nil {
		return nil, false
	}
	if first.out.Rule != nil && first.out.Rule.Kind == simulate.RiskGuardrails && first.out.Rule.From != base.out.Rule.From {
		return nil, false
	}
	plain := base.out
	plain.Trigger = nil
	if reflect.DeepEqual(first.out, plain) {
		return base, true // nothing depends on it
	}
	trigger.Every = w.every(base.months, sets)
	for m := w.from; m < min(w.latest, base.months); m += trigger.Every {
		c := w.comes(p, past, m)
		if c == nil || !c.alike(base) {
			return nil, false
		}
		trigger.Variants = append(trigger.Variants, &c.out)
		base.wait.Milestones = append(base.wait.Milestones, c.milestones())
	}
	base.triggerLimits(w, first, trigger.Every)
	return base, true
}

// comes compiles the plan as if the milestone came in a month; nil where that
// cannot be resolved.
func (w *waits) comes(p plan.Plan, past *market.Past, month int) *compiler {
	at := map[string]int{}
	for _, id := range w.ids {
		at[id] = month
	}
	t, err := plan.ResolveAt(p, at)
	if err != nil {
		return nil
	}
	return compiledAt(p, past, t, true)
}

// alike reports whether two compilations of a plan have the same parts.
func (c *compiler) alike(o *compiler) bool {
	a, b := &c.out, &o.out
	return len(a.Income) == len(b.Income) && len(a.Outflows) == len(b.Outflows) && len(a.Holdings) == len(b.Holdings) &&
		len(a.Saving) == len(b.Saving) && len(a.Caps) == len(b.Caps) && len(a.Draws) == len(b.Draws) &&
		len(a.Conversions) == len(b.Conversions) && len(a.Mixes) == len(b.Mixes)
}

func metricOf(m plan.TriggerMetric) simulate.TriggerMetric {
	switch m {
	case plan.TriggerNetWorth:
		return simulate.TriggerNetWorth
	case plan.TriggerMultipleOfSpending:
		return simulate.TriggerMultiple
	}
	return simulate.TriggerLiquid
}

// bar is what a metric must reach: in the prices of the plan's start, or a multiple.
func (c *compiler) bar(t plan.Trigger) float64 {
	if t.Metric == plan.TriggerMultipleOfSpending {
		f, err := money.Float(string(t.Value))
		if err != nil {
			return 0 // Validate has refused it
		}
		return min(f, huge)
	}
	exact, err := money.Float(string(t.Value))
	if err != nil {
		return 0
	}
	return min(exact*c.toStart, huge)
}

// triggerLimits says how often is looked, and what stays as it is.
func (c *compiler) triggerLimits(w waits, first *compiler, every int) {
	where := pointer("milestones", w.ids[0], "when", "trigger")
	name := cmp.Or(c.plan.Milestones[w.ids[0]].Name, w.ids[0])
	if every > 1 {
		c.limit(where, "milestone.looks", said{
			"Whether “%[1]s” has come is looked at every %[2]d months.",
			"‘%[1]s’ 시점이 되었는지는 %[2]d개월마다 확인합니다.",
		}, name, every)
	}
	for i := range c.out.Accounts {
		if c.out.Accounts[i].Access != first.out.Accounts[i].Access {
			c.limit(pointer("accounts", c.out.Accounts[i].ID, "access"), "milestone.access", said{
				"“%[1]s” opens with “%[2]s”, which depends on what happens: it is taken to open at the latest month.",
				"‘%[1]s’ 계좌는 앞으로의 상황에 따라 달라지는 ‘%[2]s’ 시점에 열립니다. 가장 늦은 달에 열리는 것으로 계산합니다.",
			}, cmp.Or(c.out.Accounts[i].Name, c.out.Accounts[i].ID), name)
		}
	}
}

// played takes back what Resolve says of milestones that are played.
func (w *waits) played(limits []fault.Problem) []fault.Problem {
	return slices.DeleteFunc(slices.Clone(limits), func(l fault.Problem) bool {
		return l.Code == plan.LimitConditional && slices.ContainsFunc(w.ids, func(id string) bool {
			return l.Pointer == pointer("milestones", id, "when", "trigger")
		})
	})
}
