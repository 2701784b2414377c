package simulate

import (
	"errors"
	"fmt"
	"slices"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// Lives lets lives end by chance, each future's apart from the others'.
//
// Schedules depend only on who is alive. So there is one scenario for every set of
// people who may be, and each month of a future follows that of those who then
// are. A set is a number whose bit i says that person i lives. Whatever else a
// scenario says (the market, accounts, the order of withdrawal) is read from the
// one that holds the Lives, in which all are alive.
//
// A person is alive in month t of a future if the future's draw for that person,
// uniform between 0 and 1, is below Alive[t]; draws of different people are
// independent. The future ends with its last life: nothing is paid or earned after,
// what is left is its end wealth, and success counts the months until then. Its
// wealth in the series stays as it ended; its lines of the cash flow are nothing.
// For taxes, a year is that of those who lived at its beginning.
type Lives struct {
	// Alive is, per person, the chance to be alive in month 0, which is 1, and in
	// every later one; a last entry, for the plan's end, is not read.
	Alive [][]float64
	// Households is the scenario of each set. That of nobody is nil. All have the
	// same parts in the same order, and only their amounts, who pays tax by which
	// regime and the Horizons of People differ: Months for those who live, 0 for
	// those who do not.
	Households []*Scenario
	// Payouts are paid when somebody dies.
	Payouts []Payout
}

// Payout is what is paid into the purse, untaxed, in the month in which a person
// is no longer alive: Amount is what would be paid in each month.
type Payout struct {
	ID, Name string
	Person   int
	Amount   Schedule
}

// MaxLives is how many people's lives may end by chance.
const MaxLives = 4

var errHouseholds = errors.New("households of different parts")

func (c *checker) lives() {
	v := c.s.Lives
	if v == nil {
		return
	}
	people := len(c.s.People)
	c.need(people >= 1 && people <= MaxLives, "lives", "of %d people, not 1 to %d", people, MaxLives)
	c.need(len(v.Alive) == people, "lives.alive", "must have one entry per person")
	c.need(len(v.Households) == 1<<min(people, MaxLives), "lives.households", "must have one entry per set of people")
	for i, alive := range v.Alive {
		field := fmt.Sprintf("lives.alive[%d]", i)
		c.need(len(alive) >= c.s.Months && len(alive) > 0 && alive[0] == 1, field, "must begin with 1 and cover every month")
		for t := 1; t < len(alive); t++ {
			if !(alive[t] >= 0 && alive[t] <= alive[t-1]) {
				c.add(field, "month %d: %g after %g", t, alive[t], alive[t-1])
				break
			}
		}
	}
	for i, p := range v.Payouts {
		c.index(fmt.Sprintf("lives.payouts[%d].person", i), p.Person, people, false)
		c.schedule(fmt.Sprintf("lives.payouts[%d].amount", i), p.Amount)
	}
	for set, household := range v.Households {
		field := fmt.Sprintf("lives.households[%d]", set)
		if set == 0 || household == nil {
			c.need(set == 0 && household == nil, field, "must be there for all sets but that of nobody")
			continue
		}
		c.need(household.Lives == nil, field, "has lives of its own")
		c.household(field, household)
	}
}

// household checks one set's scenario.
func (c *checker) household(field string, s *Scenario) {
	one := *s
	one.Lives, one.Paths = nil, c.s.Paths // the run's
	var invalid *Invalid
	if errors.As(one.Check(), &invalid) {
		for _, p := range invalid.Problems {
			c.add(field+"."+p.Field, "%s", p.What)
		}
	}
	b := c.s
	same := s.Months == b.Months && len(s.People) == len(b.People) && len(s.Income) == len(b.Income) &&
		len(s.Outflows) == len(b.Outflows) && len(s.Holdings) == len(b.Holdings) && len(s.Saving) == len(b.Saving) &&
		len(s.Caps) == len(b.Caps) && len(s.Draws) == len(b.Draws) && len(s.Estates) == len(b.Estates) && len(s.Prepayments) == len(b.Prepayments) && len(s.Resorts) == len(b.Resorts) && len(s.Conversions) == len(b.Conversions) && len(s.Accounts) == len(b.Accounts) &&
		s.PerPerson == b.PerPerson && (s.Rule == nil) == (b.Rule == nil) && (s.Tax == nil) == (b.Tax == nil)
	c.need(same, field, "differs in its parts")
}

// lives is Lives laid out.
type lives struct {
	*Lives
	all  uint8
	sets []*program // per set; nobody's has no amounts
	// parts is what part of an account a taxpayer owns, [set][account][payer].
	parts   [][][]float64
	payouts []int // lines
}

// layLives lays out every set's scenario and gives each schedule of the program
// its counterparts.
func (p *program) layLives() error {
	v := p.sc.Lives
	if v == nil {
		return nil
	}
	l := &lives{Lives: v, all: uint8(len(v.Households) - 1), sets: make([]*program, len(v.Households))}
	for set := range l.sets {
		household := p.sc
		if set > 0 {
			household = v.Households[set]
		}
		own := household.own()
		own.Lives, own.Trigger = nil, nil
		if set == 0 {
			own.none()
		}
		q, err := lay(&own, branch{every: true, gated: p.gated, source: p.source})
		if err != nil {
			return err
		}
		l.sets[set] = q
		l.parts = append(l.parts, q.parts())
	}
	mine := p.schedules()
	for _, s := range mine {
		s.by = make([]Schedule, len(l.sets))
	}
	for set, q := range l.sets {
		others := q.schedules()
		if len(others) != len(mine) {
			return errHouseholds
		}
		for i, s := range others {
			mine[i].by[set] = *s
		}
	}
	for _, pay := range v.Payouts {
		l.payouts = append(l.payouts, p.line(FlowLine{ID: "income." + pay.ID, Kind: KindIncome, Record: pay.ID, Name: pay.Name}))
	}
	p.lives, p.abreast = l, nil // lanes may be under different laws
	return nil
}

// parts is what part of each account each taxpayer owns.
func (p *program) parts() [][]float64 {
	parts := make([][]float64, len(p.accounts))
	for a := range parts {
		parts[a] = make([]float64, p.payers)
		for _, o := range p.accounts[a].owners[0] {
			parts[a][o.payer] += o.part
		}
	}
	return parts
}

// own is the scenario with copies of everything that holds a schedule which a
// ledger reads.
func (s *Scenario) own() Scenario {
	o := *s
	o.Income, o.Outflows, o.Saving = slices.Clone(s.Income), slices.Clone(s.Outflows), slices.Clone(s.Saving)
	o.Caps, o.Draws, o.Accounts = slices.Clone(s.Caps), slices.Clone(s.Draws), slices.Clone(s.Accounts)
	o.Holdings, o.Estates = slices.Clone(s.Holdings), slices.Clone(s.Estates)
	for i := range o.Income {
		o.Income[i].PreTax = slices.Clone(o.Income[i].PreTax)
		o.Income[i].Gain = o.Income[i].Gain.copied()
	}
	for i := range o.Estates {
		o.Estates[i].Gain = o.Estates[i].Gain.copied()
	}
	for i := range o.Saving {
		r := &o.Saving[i]
		r.StopAt = r.StopAt.copied()
		if r.Match != nil {
			match := *r.Match
			match.Cap = match.Cap.copied()
			r.Match = &match
		}
	}
	o.Conversions = slices.Clone(s.Conversions)
	for i := range o.Conversions {
		o.Conversions[i].Fill = o.Conversions[i].Fill.copied()
	}
	for i := range o.Draws {
		d := &o.Draws[i]
		d.Keep, d.Yearly, d.Monthly, d.Tax = d.Keep.copied(), d.Yearly.copied(), d.Monthly.copied(), d.Tax.copied()
	}
	return o
}

func (s *Schedule) copied() *Schedule {
	if s == nil {
		return nil
	}
	c := *s
	return &c
}

// none takes every amount out of a scenario that owns its schedules.
func (s *Scenario) none() {
	nothing := Schedule{}
	for i := range s.Income {
		s.Income[i].Amount = nothing
		for j := range s.Income[i].PreTax {
			s.Income[i].PreTax[j].Amount = nothing
		}
	}
	for i := range s.Outflows {
		s.Outflows[i].Amount, s.Outflows[i].Lumps = nothing, nil
	}
	for i := range s.Holdings {
		s.Holdings[i].Value = nothing
	}
	for i := range s.Saving {
		s.Saving[i].Amount = nothing
	}
	for i := range s.Estates {
		s.Estates[i].Price, s.Estates[i].Owed = nothing, nothing
	}
	for i := range s.Accounts {
		s.Accounts[i].FeeAmount = nothing
	}
}

// schedules are all that a ledger reads, in an order that is the same for all
// programs of like parts.
func (p *program) schedules() []*Schedule {
	all := []*Schedule{&p.in, &p.holdings, &p.owing, &p.withholding}
	add := func(more ...*Schedule) {
		for _, s := range more {
			if s != nil {
				all = append(all, s)
			}
		}
	}
	for i := range p.incomes {
		add(&p.incomes[i].amount)
	}
	for i := range p.deposits {
		add(&p.deposits[i].amount)
	}
	for _, d := range []*dues{&p.due[Essential], &p.due[Flexible], &p.due[Wish], &p.purchase, &p.buffer} {
		add(&d.recurring, &d.other, &d.recurringFloor, &d.otherFloor)
	}
	for i := range p.available {
		add(&p.available[i], &p.withheld[i])
	}
	for i := range p.sc.Income {
		in := &p.sc.Income[i]
		add(&in.Amount)
		for j := range in.PreTax {
			add(&in.PreTax[j].Amount)
		}
		for _, line := range p.at.route[i] {
			add(p.lines[line].known)
		}
		if line := p.at.withheld[i]; line != None {
			add(p.lines[line].known)
		}
	}
	for i := range p.sc.Outflows {
		add(&p.sc.Outflows[i].Amount)
	}
	for i := range p.sc.Saving {
		r := &p.sc.Saving[i]
		add(&r.Amount, r.StopAt)
		if r.Match != nil {
			add(r.Match.Cap)
		}
	}
	for i := range p.sc.Caps {
		add(&p.sc.Caps[i].Yearly)
	}
	for i := range p.sc.Draws {
		add(p.sc.Draws[i].Keep, p.sc.Draws[i].Yearly, p.sc.Draws[i].Monthly, p.sc.Draws[i].Tax)
	}
	for i := range p.sc.Conversions {
		add(p.sc.Conversions[i].Fill)
	}
	for i := range p.sc.Accounts {
		add(&p.sc.Accounts[i].FeeAmount)
	}
	if p.gates != nil {
		add(p.gates.all()...)
	}
	for i := range p.estates {
		add(p.estates[i].schedules()...)
		if v := p.estates[i].gain; v != nil {
			add(&v.Free)
		}
	}
	for i := range p.gains {
		add(&p.gains[i].Free)
	}
	for i := range p.prepays {
		add(p.prepays[i].schedules()...)
	}
	if p.spend.Real != nil {
		add(&p.spend)
	}
	if u := p.ruled; u != nil {
		add(&u.other)
		for tier := range u.now {
			add(&u.now[tier], &u.ahead[tier], &u.keeps[tier])
		}
	}
	return all
}

// living is who lives in each lane of a ledger, and how lanes ended.
type living struct {
	until         [market.Lanes][MaxLives]int // first month without the person
	set, taxed    [market.Lanes]uint8         // now, and at the tax year's beginning
	died          [market.Lanes]uint8         // this month
	anyDied       bool
	ended         [market.Lanes]int // first month without anybody, or the plan's end
	worth, liquid vec               // when the lane ended
	price         vec               // then
	open          vec               // what was liquid at the last month's end
	part          vec               // scratch: what part a payer owns
}

// beginLives draws the lives of the lanes' futures.
func (g *ledger) beginLives(futures []int) {
	v := g.living
	if v == nil {
		return
	}
	*v = living{}
	for l := range v.set {
		v.set[l], v.taxed[l], v.ended[l] = g.p.lives.all, g.p.lives.all, g.p.months
	}
	for l, f := range futures {
		for i, alive := range g.p.lives.Alive {
			v.until[l][i] = firstWithout(alive[:g.p.months], g.p.source.Chance(f, i))
		}
	}
}

// firstWithout is the first month in which a person is not alive, given the draw.
func firstWithout(alive []float64, draw float64) int {
	low, high := 0, len(alive)
	for low < high {
		mid := (low + high) / 2
		if draw < alive[mid] {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// passAway begins a month with those who are alive in it.
func (g *ledger) passAway(t int) {
	v := g.living
	if v == nil {
		return
	}
	v.anyDied = false
	for l := range g.n {
		set := uint8(0)
		for i := range g.p.lives.Alive {
			if t < v.until[l][i] {
				set |= 1 << i
			}
		}
		v.died[l] = v.set[l] &^ set
		if v.died[l] == 0 {
			continue
		}
		v.anyDied = true
		v.set[l] = set
		if set == 0 {
			g.endLane(t, l)
		}
	}
	if v.anyDied {
		g.follow()
	}
	if g.p.newYear[t] {
		v.taxed = v.set
	}
}

// endLane ends a lane with its last life: what is owed is paid from what is left,
// and no money stays in it.
func (g *ledger) endLane(t, l int) {
	v := g.living
	v.ended[l], v.worth[l], v.liquid[l], v.price[l] = t, g.row.worth[l], v.open[l], g.price[l]
	for payer := range g.owed {
		g.row.taxPaid[l] += float64((g.owed[payer][l] - g.held[payer][l]) * g.inverse[l])
		g.owed[payer][l], g.assessed[payer][l], g.held[payer][l] = 0, 0, 0
		for c := range g.regular[payer] {
			g.regular[payer][c][l], g.once[payer][c][l] = 0, 0
		}
	}
	for a := range g.balance {
		g.balance[a][l], g.basis[a][l], g.fresh[a][l] = 0, 0, 0
	}
	for k := range g.early {
		g.early[k][l] = 0
	}
	if g.parting != nil {
		g.parting.loan[l] = 0
	}
	for i := range g.opening {
		g.opening[i][l] = 0
	}
}

// rest gives lanes that have ended the wealth that they ended with.
func (g *ledger) rest() {
	v := g.living
	if v == nil {
		return
	}
	v.open = g.amount
	for l := range g.n {
		if v.set[l] == 0 {
			g.row.worth[l], g.amount[l] = v.worth[l], v.liquid[l]
		}
	}
}

// payOnDeath pays what is due when somebody dies.
func (g *ledger) payOnDeath(t int) {
	v := g.living
	if v == nil || !v.anyDied {
		return
	}
	for i := range g.p.lives.Payouts {
		pay := &g.p.lives.Payouts[i]
		real, nominal := pay.Amount.parts(t)
		g.amount = vec{}
		for l := range g.n {
			if v.died[l]>>pay.Person&1 == 1 && v.set[l] != 0 && !g.lapsed(i, l) {
				g.amount[l] = real + float64(nominal*g.inverse[l])
			}
		}
		g.do.Add(&g.purse, &g.amount)
		g.note(g.p.lives.payouts[i], &g.amount)
	}
}

// lived is how many months a lane has, and the price index at its end.
func (g *ledger) lived(l int) (months, price float64) {
	if v := g.living; v != nil && v.set[l] == 0 {
		return float64(v.ended[l]), v.price[l]
	}
	return float64(g.p.months), g.nextPrice[l]
}

// pick takes over the lanes that follow a scenario.
func (v *following) pick(state uint16, to, from *vec) {
	for l := range to {
		if v.state[l] == state {
			to[l] = from[l]
		}
	}
}

// fewStates is how many scenarios lanes follow at most where each is worked out for all
// lanes; beyond, lanes are worked out one by one. The bits are the same.
const fewStates = 3

// valueByState is value of a schedule that depends on what is followed.
func (g *ledger) valueByState(s *Schedule, t int, to *vec) bool {
	v := g.following
	switch {
	case len(v.present) == 1:
		return g.value(&s.by[v.present[0]], t, to)
	case len(v.present) > fewStates:
		return g.valueByLane(s, t, to)
	}
	some := false
	for _, state := range v.present {
		some = g.value(&s.by[state], t, &v.some) || some
		v.pick(state, to, &v.some)
	}
	return some
}

func (g *ledger) valueByLane(s *Schedule, t int, to *vec) bool {
	some := false
	for l := range to {
		real, nominal := g.partsIn(s, t, l)
		to[l] = real + float64(nominal*g.inverse[l])
		some = some || real != 0 || nominal != 0
	}
	return some
}

// partsIn are the amounts of the schedule that a lane follows.
func (g *ledger) partsIn(s *Schedule, t, l int) (real, nominal float64) {
	if s.grid == nil {
		return g.in(s, l).parts(t)
	}
	states, state := len(s.by), int(g.following.state[l])
	at := 2*states*t + state
	return s.grid[at], s.grid[at+states]
}

// dueByState is due of schedules that depend on what is followed.
func (g *ledger) dueByState(recurring, other *Schedule, pace *vec, t int, to *vec) {
	v := g.following
	switch {
	case len(v.present) == 1:
		g.due(recurring.follow(v.present[0]), other.follow(v.present[0]), pace, t, to)
		return
	case len(v.present) > fewStates:
		for l := range to {
			r, rn := g.partsIn(recurring, t, l)
			o, on := g.partsIn(other, t, l)
			to[l] = float64((r+float64(rn*g.inverse[l]))*pace[l]) + (o + float64(on*g.inverse[l]))
		}
		return
	}
	for _, state := range v.present {
		g.due(recurring.follow(state), other.follow(state), pace, t, &v.some)
		v.pick(state, to, &v.some)
	}
}

// follow is the schedule's counterpart in a scenario.
func (s *Schedule) follow(state uint16) *Schedule {
	if s.by == nil {
		return s
	}
	return &s.by[state]
}

// enterByState adds a month's taxable income to a year.
func (g *ledger) enterByState(s *Schedule, t int, year *vec) {
	v := g.following
	if len(v.present) > fewStates {
		for l := range year {
			real, nominal := g.partsIn(s, t, l)
			year[l] += float64(real*g.price[l]) + nominal
		}
		return
	}
	before := *year
	for _, state := range v.present {
		real, nominal := s.by[state].parts(t)
		v.some = before
		g.do.AddNominal(&v.some, &g.price, real, nominal)
		v.pick(state, year, &v.some)
	}
}

// roomByState is yearlyRoom of a limit that depends on what is followed.
func (g *ledger) roomByState(s *Schedule, t int, used, to *vec) {
	v := g.following
	for _, state := range v.present {
		real, nominal := s.by[state].parts(t)
		g.do.Room(&v.some, used, &g.inverse, real, nominal)
		v.pick(state, to, &v.some)
	}
}

// in is the schedule that a lane follows.
func (g *ledger) in(s *Schedule, l int) *Schedule {
	if s.by == nil {
		return s
	}
	return &s.by[g.following.state[l]]
}

// credit adds an amount, times a sign, to a class of the owners' year.
func (g *ledger) credit(account int, class tax.Class, once bool, sign float64, amount *vec) {
	v := g.living
	if v == nil {
		for _, o := range g.p.accounts[account].owners[g.epoch] {
			g.do.AddScaled(g.year(o.payer, class, once), amount, float64(sign*o.part))
		}
		return
	}
	for payer := range g.p.payers {
		owned := false
		for l := range v.part {
			v.part[l] = float64(sign * g.p.lives.parts[v.set[l]][account][payer])
			owned = owned || v.part[l] != 0
		}
		if owned {
			g.do.AddProduct(g.year(payer, class, once), amount, &v.part)
		}
	}
}

// owner is whoever alone owns an account this month in all lanes, or nil.
func (g *ledger) owner(account int) *share {
	if owners := g.p.accounts[account].owners[g.epoch]; g.living == nil && len(owners) == 1 {
		return &owners[0]
	}
	return nil
}

// law is the regime of a lane's tax year.
func (g *ledger) law(l int) tax.Regime {
	if v := g.living; v != nil {
		return g.p.lives.sets[v.taxed[l]].regime
	}
	return g.p.regime
}
