package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// Compile makes a plan ready to run: every reference is looked up, every stream
// is an amount per month. It errs with plan.ErrInvalid when the plan has errors.
//
// Ids of the scenario's parts are the ids of the plan's records; where one
// record gives several parts, a dot and a word follow (h1.upkeep).
//
// What the engine does not model is in Compiled.Limits, never silently left out.
func Compile(p plan.Plan) (Compiled, error) { return compileWith(p, nil) }

// compileWith is Compile where the plan's own data set is here.
func compileWith(p plan.Plan, past *market.Past) (Compiled, error) {
	p.Scenarios = nil // branches of their own, compiled when they are run
	if found := plan.Validate(p); plan.Failed(found) {
		return Compiled{}, plan.ErrInvalid.WithProblems(found)
	}
	t, err := plan.Resolve(p)
	if err != nil {
		return Compiled{}, fmt.Errorf("compile plan: %w", err)
	}
	c := compiledFor(p, past, t)
	return Compiled{
		Scenario:   c.out,
		PlanHash:   plan.Hash(p),
		Currency:   string(p.Currency),
		Milestones: c.milestones(),
		People:     c.household,
		Waiting:    c.wait,
		Limits:     c.limits,
	}, nil
}

// compiledFor is a compiler that has worked through a plan, with all that its
// futures may follow.
func compiledFor(p plan.Plan, past *market.Past, t plan.Timeline) *compiler {
	if w, ok := waiting(p, t); ok {
		if c, ok := withTrigger(p, past, t, w); ok {
			c.limits = w.played(c.limits)
			return c
		}
	}
	return compiledAt(p, past, t, false)
}

// compiledAt is a compiler that has worked through a plan whose milestones come
// when its timeline says. every keeps parts that come to nothing.
func compiledAt(p plan.Plan, past *market.Past, t plan.Timeline, every bool) *compiler {
	if drawn(p) {
		return withLives(p, past, t, every)
	}
	return laidOut(p, past, t, every)
}

// laidOut is a compiler that has worked through a plan as if lives ended when they
// are planned to.
func laidOut(p plan.Plan, past *market.Past, t plan.Timeline, every bool) *compiler {
	c := newCompiler(p, past, t)
	c.every = every
	c.people()
	c.market()
	c.accounts()
	c.mishaps()
	c.income()
	c.saving()
	c.property()
	c.debts()
	c.prepayments()
	c.spending()
	c.goals()
	c.insurance()
	c.withdrawal()
	c.resorts()
	c.tax()
	c.rest()
	return c
}

// compiler carries what the parts of a compilation need of one another.
type compiler struct {
	plan   plan.Plan
	past   *market.Past // the plan's own data set; nil where it names none or it is not here
	time   plan.Timeline
	months int
	every  bool // parts that come to nothing are kept, so that like plans have like parts
	out    simulate.Scenario
	wait   *Waiting

	household []Person
	limits    []fault.Problem
	// payouts are paid at deaths, where lives end by chance.
	payouts []simulate.Payout

	// Indexes into out by record id.
	person, account, paid map[string]int
	// classes are the ids of out.Market.Classes, in order.
	classes []string
	// mixes finds a mix that several accounts share, by its JSON.
	mixes map[string]int
	// caps finds an entry of out.Caps by the name of its group.
	caps map[string]int
	// prices[t] is the expected price index in month t over that of month 0.
	prices []float64
	// toStart turns prices of the plan's price level into those of its start.
	toStart float64
	// estates finds an entry of out.Estates by what a plan calls it, "property:h1".
	estates map[string]int
	// paysEarly tells that a surplus pays debts back.
	paysEarly bool
	// spells finds an entry of out.Spells by its id.
	spells map[string]int
	// sold is the month in which a property is sold; months if it is kept.
	sold map[string]int
}

func newCompiler(p plan.Plan, past *market.Past, t plan.Timeline) *compiler {
	year, month := p.Start.Date()
	c := &compiler{
		plan: p, past: past, time: t, months: t.Months, limits: t.Limits,
		person: map[string]int{}, account: map[string]int{}, paid: map[string]int{},
		mixes: map[string]int{}, caps: map[string]int{}, sold: map[string]int{}, estates: map[string]int{}, spells: map[string]int{},
		toStart: 1,
	}
	c.out.Start = simulate.Month{Year: year, Month: month}
	c.out.Months = t.Months
	c.out.Retire = simulate.None
	c.prices = make([]float64, t.Months+1)
	for m := range c.prices {
		c.prices[m] = market.Pow(1+p.Assumptions.Inflation.Mean, float64(m)/12)
	}
	if gap := p.Start.Since(p.PriceLevel); gap != 0 {
		c.toStart = market.Pow(1+p.Assumptions.Inflation.Mean, float64(gap)/12)
		c.limit("/priceLevel", "priceLevel.moved", said{
			"Today's money is that of %[1]s; amounts are carried to the start, %[2]s, at the expected inflation.",
			"금액의 기준 시점은 %[1]s입니다. 계획 시작(%[2]s)까지는 예상 물가 상승률로 환산합니다.",
		}, p.PriceLevel, p.Start)
	}
	return c
}

// said is one sentence in both languages; format verbs must match.
type said struct{ en, ko string }

// limit notes something that the engine does not model as the plan has it.
func (c *compiler) limit(pointer, code string, text said, args ...any) {
	c.limits = append(c.limits, fault.Problem{
		Pointer: pointer, Code: "limit." + code, Severity: fault.SeverityWarning,
		Text: fault.Text{EN: fmt.Sprintf(text.en, args...), KO: fmt.Sprintf(text.ko, args...)},
	})
}

// pointer is the JSON pointer of a field of a record. Ids hold no character
// that a pointer escapes.
func pointer(collection, id string, fields ...string) string {
	s := "/" + collection + "/" + id
	for _, f := range fields {
		s += "/" + f
	}
	return s
}

// ordered is a collection in the order of its records' Sort, archived ones left out.
func ordered[R any](records map[string]R, head func(R) plan.Record) []string {
	ids := make([]string, 0, len(records))
	for id, r := range records {
		if !head(r).Archived {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(head(records[a]).Sort, head(records[b]).Sort), cmp.Compare(a, b))
	})
	return ids
}

// people lists who is planned for and when work ends.
func (c *compiler) people() {
	for _, id := range ordered(c.plan.People, func(p plan.Person) plan.Record { return p.Record }) {
		p := c.plan.People[id]
		if p.Dependant {
			continue
		}
		horizon := min(max(c.time.Horizons[id], 0), c.months)
		c.person[id] = len(c.out.People)
		c.out.People = append(c.out.People, simulate.Person{ID: id, Name: p.Name, Age: c.time.Age(id, 0), Horizon: horizon})
		c.household = append(c.household, Person{ID: id, Name: p.Name, Birth: string(p.Birth), HorizonMonth: horizon})
		if p.Work != nil {
			c.retires(p.Work.Stop)
		}
	}
}

// retires moves the household's retirement to the last of its members'.
func (c *compiler) retires(stop plan.TimeRef) {
	month, ok := c.time.At(stop)
	if !ok {
		return
	}
	month = min(max(month, 0), c.months)
	c.out.Retire = max(c.out.Retire, month)
}

// milestones are those within the plan's time, earliest first.
func (c *compiler) milestones() []Milestone {
	out := []Milestone{}
	for _, id := range ordered(c.plan.Milestones, func(m plan.Milestone) plan.Record { return m.Record }) {
		month, ok := c.time.Milestones[id]
		if !ok || month < 0 || month >= c.months {
			continue
		}
		m := c.plan.Milestones[id]
		out = append(out, Milestone{ID: id, Name: m.Name, Icon: m.Icon, Month: month})
	}
	slices.SortStableFunc(out, func(a, b Milestone) int { return cmp.Compare(a.Month, b.Month) })
	return out
}

// personOf is the index of a person who is planned for; None for "joint" and
// for dependants.
func (c *compiler) personOf(id string) int {
	if i, ok := c.person[id]; ok {
		return i
	}
	return simulate.None
}

// value is an amount in the plan's currency, as it is written: per its own
// period, in its own prices.
func (c *compiler) value(a plan.Amount, cur plan.Currency) float64 {
	cur = cmp.Or(a.Cur, cur, c.plan.Currency)
	exact, err := money.Parse(string(a.Amt), money.Currency(cur))
	if err != nil {
		return 0 // Validate has refused it
	}
	return min(exact.Float()*c.rate(cur), huge)
}

// rate is how many units of the plan's currency one unit of cur is.
func (c *compiler) rate(cur plan.Currency) float64 {
	if cur == c.plan.Currency {
		return 1
	}
	r, err := c.plan.Rate(cur)
	if err != nil {
		return 1 // Validate has refused it
	}
	return r.Float()
}

// huge is the most that any amount here comes to, so that no growth runs over
// what the engine counts with. It is far beyond any household in any currency.
const huge = 1e17

func itoa(n int) string { return strconv.Itoa(n) }

// perYear is an amount per year; one per month is multiplied by twelve.
func (c *compiler) perYear(a plan.Amount) *plan.Amount {
	if a.Per == plan.PerMonth {
		a.Amt = c.twelvefold(a)
	}
	a.Per = plan.PerYear
	return &a
}

func (c *compiler) twelvefold(a plan.Amount) plan.Decimal {
	exact, err := money.Parse(string(a.Amt), money.Currency(cmp.Or(a.Cur, c.plan.Currency)))
	if err != nil {
		return a.Amt // Validate has refused it
	}
	year, err := exact.Times(12)
	if err != nil {
		return a.Amt // beyond what Validate lets through
	}
	return plan.Decimal(year.String())
}
