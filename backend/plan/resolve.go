package plan

import (
	"cmp"
	"slices"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/mortality"
)

// DefaultHorizonAge is planned for where a survival table is named that this
// program does not have (for the very old, five more years). It is about the 90th percentile of today's adults in
// countries with high life expectancy.
const DefaultHorizonAge = 95

// DefaultPercentile is the percentile of a survival table that is planned for
// where none is given: one in ten lives longer.
const DefaultPercentile = 0.9

// longest is the percentile that the plan runs to where lives are drawn: one in a
// thousand would live longer, and is taken to die then.
const longest = 0.999

// MaxYears is the longest plan.
const MaxYears = 120

// Timeline is a plan's time with nothing left to look up. Months are counted
// from the plan's Start, which is month 0.
type Timeline struct {
	Start Month
	// Months is how long the plan runs: to the last survivor's horizon.
	Months int
	// Milestones are the months of all milestones; they may lie outside the plan's time.
	Milestones map[string]int
	// Conditional are the milestones that depend on what happens. Their month is
	// the latest one that their trigger allows, or the plan's end.
	Conditional map[string]bool
	// Births are the months, mostly negative, in which people are born.
	Births map[string]int
	// Horizons are the first months in which people are no longer planned for.
	Horizons map[string]int
	// Limits are what could not be taken as it stands.
	Limits []fault.Problem
}

// Resolve finds the month of everything in a plan that Validate has found no
// errors in. It errs with ErrInvalid when there are references that lead
// nowhere or in circles, or nobody to plan for.
func Resolve(p Plan) (Timeline, error) { return ResolveAt(p, nil) }

// LimitConditional is the code of what Timeline.Limits says of a milestone that
// depends on what happens.
const LimitConditional = "milestone.conditional"

// ResolveAt is Resolve for a future in which some of the milestones that depend on
// what happens come in the given months.
func ResolveAt(p Plan, come map[string]int) (Timeline, error) {
	var found problems
	t := resolveAt(p, come, &found)
	if Failed(found.list) {
		return Timeline{}, ErrInvalid.WithProblems(found.sorted())
	}
	return t, nil
}

// resolve is Resolve that goes on after faults and reports them.
func resolve(p Plan, found *problems) Timeline { return resolveAt(p, nil, found) }

func resolveAt(p Plan, come map[string]int, found *problems) Timeline {
	t := Timeline{
		Start:       p.Start,
		Milestones:  map[string]int{},
		Conditional: map[string]bool{},
		Births:      map[string]int{},
		Horizons:    map[string]int{},
	}
	t.people(p, found)
	m := milestones{plan: p, t: &t, come: come, found: found, state: map[string]visit{}}
	for _, id := range sortedKeys(p.Milestones) {
		m.resolve(id)
	}
	return t
}

// people finds births, horizons and the length of the plan.
func (t *Timeline) people(p Plan, found *problems) {
	for _, id := range sortedKeys(p.People) {
		person := p.People[id]
		if _, ok := person.Birth.index(); !ok {
			continue
		}
		t.Births[id] = person.Birth.Since(p.Start)
		if person.Dependant {
			continue
		}
		t.Horizons[id] = t.horizon(p, id)
		if !person.Archived {
			t.Months = max(t.Months, t.Horizons[id])
		}
	}
	if t.Months < 1 {
		found.fail("/people", "people.none", pair{
			"There is nobody to plan for. Add a person with a birth month and a horizon in the future.",
			"계획할 사람이 없습니다. 태어난 달과 앞으로의 계획 나이가 있는 사람을 추가해 주세요.",
		})
	}
	if t.Months > 12*MaxYears {
		found.fail("/people", "horizon.tooLong", pair{
			"The plan would run for more than %d years. Lower the age planned for.",
			"계획 기간이 %d년보다 깁니다. 계획 나이를 낮춰 주세요.",
		}, MaxYears)
		t.Months = 12 * MaxYears
	}
}

// horizon is the first month in which a person is no longer planned for: of the
// age that is given, or of the one that a survival table gives.
func (t *Timeline) horizon(p Plan, id string) int {
	person := p.People[id]
	if !p.ByTable(id) {
		return t.Births[id] + 12*person.Horizon.Age
	}
	table, ok := p.SurvivalTable(id)
	if !ok {
		age := max(DefaultHorizonAge, 5-t.Births[id]/12)
		t.limit(at("/people", id, "horizon"), "horizon.table", pair{
			"There is no survival table “%[3]s” here: %[1]s is planned for to age %[2]d. The tables are us-2022 and kr-2023.",
			"‘%[3]s’ 생존표는 내장되어 있지 않아 ‘%[1]s’ 님은 %[2]d세까지로 계획합니다. 쓸 수 있는 생존표는 us-2022와 kr-2023입니다.",
		}, label(person.Name, id), age, person.Horizon.Table)
		return t.Births[id] + 12*age
	}
	chance := cmp.Or(person.Horizon.Percentile, DefaultPercentile)
	if l := p.Assumptions.Longevity; l != nil && l.Kind == LongevityDrawn {
		chance = longest
	}
	reached := table.Reached(person.SexForTable.Column(), max(-t.Births[id], 0), chance)
	return min(t.Births[id]+reached, 12*MaxYears)
}

// ByTable reports whether a person's horizon is read from a survival table.
func (p *Plan) ByTable(id string) bool {
	l := p.Assumptions.Longevity
	return p.People[id].Horizon.Table != "" || (l != nil && l.Kind != LongevityFixed)
}

// SurvivalTable is the table that a person's horizon is read from: the one named,
// or that of the plan's region or currency; false for one that is not here.
func (p *Plan) SurvivalTable(id string) (mortality.Table, bool) {
	return mortality.Find(cmp.Or(p.People[id].Horizon.Table, mortality.Usual(p.Region, string(p.Currency))))
}

// Column is the column of a survival table for a sex; absent, for both.
func (s Sex) Column() mortality.Sex {
	switch s {
	case SexFemale:
		return mortality.Female
	case SexMale:
		return mortality.Male
	}
	return mortality.Either
}

func (t *Timeline) limit(pointer, code string, text pair, args ...any) {
	var p problems
	p.warn(pointer, code, text, args...)
	t.Limits = append(t.Limits, p.list...)
}

// At is the month of r; false when r leads nowhere.
func (t *Timeline) At(r TimeRef) (int, bool) {
	switch r.At {
	case AtNow:
		return 0, true
	case AtEnd:
		return t.Months, true
	case AtMonth:
		_, ok := r.Month.index()
		return r.Month.Since(t.Start), ok
	case AtAge:
		birth, ok := t.Births[r.Person]
		return birth + 12*r.Years + r.Months, ok
	case AtMilestone:
		month, ok := t.Milestones[r.Ref]
		return month + r.OffsetMonths, ok
	}
	return 0, false
}

// Span is the stretch [from, until) of months, not yet cut to the plan's time;
// false when one of its moments leads nowhere.
func (t *Timeline) Span(s Span) (from, until int, ok bool) {
	from, until, ok = 0, t.Months, true
	if s.Start != nil {
		from, ok = t.At(*s.Start)
	}
	if s.End != nil {
		var okEnd bool
		until, okEnd = t.At(*s.End)
		ok = ok && okEnd
	}
	switch {
	case s.Months <= 0:
	case s.End == nil:
		until = from + s.Months
	case s.Start == nil:
		from = until - s.Months
	}
	return from, until, ok
}

// Age is a person's age in months at the beginning of a month; negative before birth.
func (t *Timeline) Age(person string, month int) int {
	return month - t.Births[person]
}

// visit is how far a milestone has been resolved.
type visit int

const (
	unseen visit = iota
	open
	done
)

// milestones resolves references between milestones, depth first.
type milestones struct {
	plan  Plan
	t     *Timeline
	come  map[string]int // of those that depend on what happens
	found *problems
	state map[string]visit
	path  []string
}

// resolve finds the month of one milestone and reports whether it has one.
func (m *milestones) resolve(id string) bool {
	milestone, exists := m.plan.Milestones[id]
	switch {
	case !exists:
		return false
	case m.state[id] == done:
		_, ok := m.t.Milestones[id]
		return ok
	case m.state[id] == open:
		m.cycle(id)
		return false
	}
	m.state[id] = open
	m.path = append(m.path, id)
	month, ok := m.month(id, milestone.When)
	m.path = m.path[:len(m.path)-1]
	m.state[id] = done
	if ok {
		m.t.Milestones[id] = month
	}
	return ok
}

func (m *milestones) month(id string, when MilestoneWhen) (int, bool) {
	if when.Trigger == nil {
		return m.moment(when.TimeRef)
	}
	m.t.Conditional[id] = true
	if month, known := m.come[id]; known {
		return month, true
	}
	month, ok := m.t.Months, true
	if when.Trigger.Before != nil {
		month, ok = m.moment(*when.Trigger.Before)
	}
	if when.Trigger.After != nil {
		_, okAfter := m.moment(*when.Trigger.After)
		ok = ok && okAfter
	}
	m.t.limit(at("/milestones", id, "when", "trigger"), LimitConditional, pair{
		"“%s” depends on what happens. Forecasts take its latest month, %s.",
		"‘%s’ 시점은 앞으로의 상황에 따라 달라집니다. 지금은 가장 늦은 달(%s)로 계산합니다.",
	}, label(m.plan.Milestones[id].Name, id), m.t.Start.Add(month))
	return month, ok
}

func (m *milestones) moment(r TimeRef) (int, bool) {
	if r.At == AtMilestone && !m.resolve(r.Ref) {
		return 0, false
	}
	return m.t.At(r)
}

// cycle names the circle that leads back to id, once.
func (m *milestones) cycle(id string) {
	start := slices.Index(m.path, id)
	names := []string{}
	for _, step := range append(slices.Clone(m.path[start:]), id) {
		names = append(names, label(m.plan.Milestones[step].Name, step))
	}
	m.found.fail(at("/milestones", id, "when"), "milestone.cycle", pair{
		"These milestones wait for each other: %[1]s. Give one of them a date or an age.",
		"시점들이 서로를 기다리고 있습니다: %[1]s. 그중 하나에 날짜나 나이를 정해 주세요.",
	}, strings.Join(names, " → "))
}

// label is what to call a record: its name, or its id when it has none.
func label(name, id string) string {
	if name != "" {
		return name
	}
	return id
}
