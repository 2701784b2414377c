package forecast

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/money"
	"meridian/backend/plan"
)

// lever is something about a plan that can be moved by an amount.
type lever struct {
	id   LeverID
	unit string
	// step is a human-sized move: what drivers move by and efforts are counted in.
	step float64
	// most is the farthest that solutions and maps look, either way; grain is what
	// amounts found are multiples of.
	most, grain float64
	// act is the direction that helps where the household decides about it (1 or
	// -1; both: 2), and 0 for what the world decides.
	act int
	// move is the plan with the lever moved. It leaves the plan it is given alone
	// and errs with an impossible where there is nothing to move.
	move func(p plan.Plan, amount float64) (plan.Plan, error)
}

// impossible says why a lever cannot be moved.
type impossible fault.Text

func (i impossible) Error() string { return i.EN }

// levers are all levers, in the order in which equals are listed.
func levers() []lever {
	return []lever{
		{LeverRetire, unitMonths, 12, 240, 1, 1, moveRetirement},
		{LeverSpendEssential, unitShare, 0.05, 0.6, 0.005, -1, moveSpending(plan.TierEssential)},
		{LeverSpendFlexible, unitShare, 0.05, 1, 0.005, -1, moveSpending(plan.TierFlexible, plan.TierWish)},
		{LeverSpendRetired, unitShare, 0.05, 0.6, 0.005, -1, moveRetiredSpending},
		{LeverSaving, unitShare, 0.02, 0.3, 0.0025, 1, moveSaving},
		{LeverReturns, unitPoints, 0.005, 0.03, 0.0005, 0, moveReturns},
		{LeverVolatility, unitShare, 0.1, 0.6, 0.01, 0, moveVolatility},
		{LeverInflation, unitPoints, 0.005, 0.03, 0.0005, 0, moveInflation},
		{LeverFees, unitPoints, 0.0025, 0.015, 0.0001, -1, moveFees},
		{LeverPublicPension, unitShare, 0.1, 0.6, 0.01, 0, movePublicPension},
		{LeverLongevity, unitYears, 3, 15, 1, 0, moveLongevity},
		{LeverEquity, unitPoints, 0.1, 0.6, 0.01, 2, moveEquity},
	}
}

// The units of levers.
const (
	unitMonths = "months"
	unitShare  = "share"
	unitPoints = "points"
	unitYears  = "years"
)

// leverOf finds a lever by its name.
func leverOf(id LeverID) (lever, bool) {
	all := levers()
	i := slices.IndexFunc(all, func(l lever) bool { return l.id == id })
	if i < 0 {
		return lever{}, false
	}
	return all[i], true
}

// moved is a plan with the lever moved; nothing moved is an impossible too.
func (l *lever) moved(p plan.Plan, amount float64) (plan.Plan, error) {
	if amount == 0 {
		return p, nil
	}
	out, err := l.move(p, amount)
	if err != nil {
		return plan.Plan{}, err
	}
	if plan.Hash(out) == plan.Hash(p) {
		return plan.Plan{}, nothingToMove
	}
	return out, nil
}

// Why levers cannot be moved.
var (
	nothingToMove = impossible{EN: "The plan has nothing here that could be moved this way.", KO: "이 계획에는 이 방향으로 바꿀 것이 없습니다."}
	noWork        = impossible{EN: "Nobody's end of work lies ahead.", KO: "앞으로 일을 그만두는 시점이 정해진 사람이 없습니다."}
	beforeToday   = impossible{EN: "That would be before the plan begins.", KO: "계획이 시작되기 전 시점이 됩니다."}
	conditional   = impossible{EN: "When work ends depends on what happens, so it has no date to move.", KO: "일을 그만두는 시점이 앞으로의 상황에 따라 달라져서 옮길 날짜가 없습니다."}
	notMovable    = impossible{EN: "Work ends with the plan, which cannot be moved.", KO: "계획이 끝날 때까지 일하는 것으로 되어 있어 옮길 수 없습니다."}
	surplusSpent  = impossible{EN: "What is left over is spent in this plan, so spending less would save nothing.", KO: "이 계획에서는 남는 돈을 모두 쓰기 때문에 덜 써도 저축이 늘지 않습니다."}
	noPay         = impossible{EN: "There is no pay to save from.", KO: "저축할 급여가 없습니다."}
	belowNothing  = impossible{EN: "That is more than is spent.", KO: "쓰는 돈보다 많은 금액입니다."}
	asRecorded    = impossible{EN: "The plan plays history as it was; this is not assumed.", KO: "과거 기록을 그대로 쓰는 계획이라 따로 가정하는 값이 아닙니다."}
	noSurprises   = impossible{EN: "The plan has no ups and downs.", KO: "오르내림 없이 계산하는 계획입니다."}
	noPension     = impossible{EN: "The plan has no public pension.", KO: "이 계획에는 공적연금이 없습니다."}
	livesDrawn    = impossible{EN: "Lives end by chance in this plan.", KO: "이 계획은 수명을 생존표에서 추출합니다."}
	noEquity      = impossible{EN: "The plan has no equities to move to or from.", KO: "이 계획에는 비중을 바꿀 주식이 없습니다."}
)

// shifted is a moment later by so many months; false where it has no date of its own.
func shifted(r plan.TimeRef, start plan.Month, months int) (plan.TimeRef, bool) {
	switch r.At {
	case plan.AtNow:
		return plan.TimeRef{At: plan.AtMonth, Month: start.Add(months)}, true
	case plan.AtMonth:
		r.Month = r.Month.Add(months)
	case plan.AtAge:
		age := 12*r.Years + r.Months + months
		r.Years, r.Months = age/12, age%12
		return r, age >= 0
	case plan.AtMilestone:
		r.OffsetMonths += months
	default:
		return r, false
	}
	return r, true
}

// stops are the people who have an end of work ahead, and its month.
func stops(p plan.Plan, t plan.Timeline) map[string]int {
	out := map[string]int{}
	for id, person := range p.People {
		if person.Archived || person.Dependant || person.Work == nil {
			continue
		}
		if month, ok := t.At(person.Work.Stop); ok && month > 0 {
			out[id] = month
		}
	}
	return out
}

// moveRetirement lets everybody whose end of work lies ahead stop so many months
// later. A milestone that it hangs on moves, with all that hangs on it; pay that
// ends in that very month by a date of its own moves along.
func moveRetirement(p plan.Plan, amount float64) (plan.Plan, error) {
	months := int(math.Round(amount))
	before, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	ending := stops(p, before)
	if len(ending) == 0 {
		return plan.Plan{}, noWork
	}
	out := p
	out.People, out.Milestones = maps.Clone(p.People), maps.Clone(p.Milestones)
	hinges := map[string]bool{}
	for id, month := range ending {
		if month+months < 0 {
			return plan.Plan{}, beforeToday
		}
		person := p.People[id]
		if person.Work.Stop.At == plan.AtMilestone {
			hinges[person.Work.Stop.Ref] = true
			continue
		}
		stop, ok := shifted(person.Work.Stop, p.Start, months)
		if !ok {
			return plan.Plan{}, notMovable
		}
		person.Work = &plan.Work{Stop: stop}
		out.People[id] = person
	}
	if err := shiftHinges(out, hinges, months); err != nil {
		return plan.Plan{}, err
	}
	return withPay(out, before, ending, months)
}

// shiftHinges moves milestones, but those that hang on another one that moves.
func shiftHinges(p plan.Plan, hinges map[string]bool, months int) error {
	for id := range hinges {
		m := p.Milestones[id]
		if m.When.Trigger != nil {
			return conditional
		}
		if hangsOn(p, m.When.TimeRef, hinges) {
			continue
		}
		when, ok := shifted(m.When.TimeRef, p.Start, months)
		if !ok {
			return notMovable
		}
		m.When.TimeRef = when
		p.Milestones[id] = m
	}
	return nil
}

// hangsOn reports whether a moment follows one of the hinges.
func hangsOn(p plan.Plan, r plan.TimeRef, hinges map[string]bool) bool {
	for range len(p.Milestones) {
		if r.At != plan.AtMilestone {
			return false
		}
		if hinges[r.Ref] {
			return true
		}
		r = p.Milestones[r.Ref].When.TimeRef
	}
	return false
}

// withPay moves the ends of pay that stood on the month in which its earner
// stopped and have not moved with it.
func withPay(p plan.Plan, before plan.Timeline, ending map[string]int, months int) (plan.Plan, error) {
	after, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	p.Income = maps.Clone(p.Income)
	for id, i := range p.Income {
		stop, works := ending[i.Person]
		if !works || i.Archived || i.Span.End == nil || !earns(i) {
			continue
		}
		was, _ := before.At(*i.Span.End)
		is, _ := after.At(*i.Span.End)
		if was != stop || is != was {
			continue
		}
		if end, ok := shifted(*i.Span.End, p.Start, months); ok {
			i.Span.End = &end
			p.Income[id] = i
		}
	}
	return p, nil
}

// earns reports whether an income is pay for work.
func earns(i plan.Income) bool {
	return i.Kind == plan.IncomeWage || i.Kind == plan.IncomeSelfEmployed
}

// scaledAmount is an amount times a factor, rounded to its currency's smallest unit.
func scaledAmount(a plan.Amount, factor float64, cur plan.Currency) plan.Amount {
	exact, err := money.Parse(string(a.Amt), money.Currency(cmp.Or(a.Cur, cur)))
	if err != nil {
		return a // Validate has refused it
	}
	minor := math.Round(float64(exact.Minor) * factor)
	if math.Abs(minor) < 1<<53 {
		exact.Minor = int64(minor)
	}
	a.Amt = plan.Decimal(exact.String())
	return a
}

// scaledSteps are a stream's steps with the amounts of those that pick chooses
// multiplied.
func scaledSteps(steps []plan.Step, factor float64, cur plan.Currency, pick func(plan.Step) bool) []plan.Step {
	out := slices.Clone(steps)
	for n, s := range out {
		if !pick(s) {
			continue
		}
		if s.Set != nil {
			set := scaledAmount(*s.Set, factor, cur)
			out[n].Set = &set
		}
		if s.Add != nil {
			add := scaledAmount(*s.Add, factor, cur)
			out[n].Add = &add
		}
	}
	return out
}

// scaledSpending is a stream of spending times a factor, in all its phases.
func scaledSpending(s plan.Spending, factor float64, cur plan.Currency) plan.Spending {
	s.Amount = scaledAmount(s.Amount, factor, cur)
	s.Steps = scaledSteps(s.Steps, factor, cur, func(plan.Step) bool { return true })
	return s
}

// moveSpending multiplies the spending of some tiers.
func moveSpending(tiers ...plan.Tier) func(plan.Plan, float64) (plan.Plan, error) {
	return func(p plan.Plan, amount float64) (plan.Plan, error) {
		if amount < -1 {
			return plan.Plan{}, belowNothing
		}
		p.Spending = maps.Clone(p.Spending)
		for id, s := range p.Spending {
			if !s.Archived && slices.Contains(tiers, s.Tier) {
				p.Spending[id] = scaledSpending(s, 1+amount, p.Currency)
			}
		}
		return p, nil
	}
}

// lastStop is the moment in which the household has stopped working, and its
// month; it errs where none lies ahead.
func lastStop(p plan.Plan, t plan.Timeline) (plan.TimeRef, int, error) {
	ending := stops(p, t)
	if len(ending) == 0 {
		return plan.TimeRef{}, 0, noWork
	}
	last := ""
	for _, id := range slices.Sorted(maps.Keys(ending)) {
		if last == "" || ending[id] > ending[last] {
			last = id
		}
	}
	return p.People[last].Work.Stop, ending[last], nil
}

// scaleFrom multiplies all spending from a moment on.
func scaleFrom(p plan.Plan, t plan.Timeline, from plan.TimeRef, month int, factor float64) plan.Plan {
	p.Spending = maps.Clone(p.Spending)
	for id, s := range p.Spending {
		if _, until, ok := t.Span(s.Span); s.Archived || !ok || until <= month {
			continue
		}
		later := func(step plan.Step) bool {
			at, ok := t.At(step.At)
			return ok && at >= month
		}
		// First, so that what other steps of that month set stands.
		first := plan.Step{At: from, Mul: &factor}
		s.Steps = append([]plan.Step{first}, scaledSteps(s.Steps, factor, p.Currency, later)...)
		p.Spending[id] = s
	}
	return p
}

// moveRetiredSpending multiplies all spending from the month in which the
// household has stopped working.
func moveRetiredSpending(p plan.Plan, amount float64) (plan.Plan, error) {
	if amount < -1 {
		return plan.Plan{}, belowNothing
	}
	t, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	from, month, err := lastStop(p, t)
	if err != nil {
		return plan.Plan{}, err
	}
	return scaleFrom(p, t, from, month, 1+amount), nil
}

// moveSaving lets a share of the gross pay of the plan's first month be saved
// instead of spent until the household stops working: spending before that is
// multiplied by what leaves that much over, and the plan's own saving rules take
// what is left over.
func moveSaving(p plan.Plan, amount float64) (plan.Plan, error) {
	if p.Withdrawal.Surplus == plan.SpendSurplus {
		return plan.Plan{}, surplusSpent
	}
	c, err := Compile(p)
	if err != nil {
		return plan.Plan{}, err
	}
	t, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	from, month, err := lastStop(p, t)
	if err != nil {
		return plan.Plan{}, err
	}
	pay, spent := 0.0, 0.0
	for _, i := range c.Scenario.Income {
		if earns(p.Income[i.ID]) {
			pay += amountAt(i.Amount, 0, 0)
		}
	}
	for _, o := range c.Scenario.Outflows {
		if _, ours := p.Spending[o.ID]; ours {
			spent += amountAt(o.Amount, 0, 0)
		}
	}
	if pay <= 0 || spent <= 0 {
		return plan.Plan{}, noPay
	}
	factor := 1 - amount*pay/spent
	if factor <= 0 {
		return plan.Plan{}, belowNothing
	}
	p.Spending = maps.Clone(p.Spending)
	for id, s := range p.Spending {
		if start, _, ok := t.Span(s.Span); !s.Archived && ok && start < month {
			p.Spending[id] = scaledSpending(s, factor, p.Currency)
		}
	}
	return restoreFrom(p, t, from, month, factor), nil
}

// restoreFrom takes a factor off the spending that begins before a moment, from
// that moment on.
func restoreFrom(p plan.Plan, t plan.Timeline, from plan.TimeRef, month int, factor float64) plan.Plan {
	whole := p.Spending
	early := plan.Plan{Currency: p.Currency, Spending: map[string]plan.Spending{}}
	for id, s := range whole {
		if start, _, ok := t.Span(s.Span); ok && start < month {
			early.Spending[id] = s
		}
	}
	p.Spending = maps.Clone(whole)
	maps.Copy(p.Spending, scaleFrom(early, t, from, month, 1/factor).Spending)
	return p
}

// tidy rounds a rate to what people would write.
func tidy(v float64) float64 { return math.Round(v*1e8) / 1e8 }

// playsHistory reports whether the plan leaves history's own means.
func playsHistory(p plan.Plan) bool {
	r := p.Assumptions.Returns
	return r.Model == plan.ModelHistorical || (r.Model == plan.ModelBlock && r.Means == plan.MeansOfHistory)
}

// moveReturns adds to the yearly real return of every class.
func moveReturns(p plan.Plan, amount float64) (plan.Plan, error) {
	if playsHistory(p) {
		return plan.Plan{}, asRecorded
	}
	p.Assumptions.Classes = maps.Clone(p.Assumptions.Classes)
	for id, c := range p.Assumptions.Classes {
		c.Real.Mean = tidy(c.Real.Mean + amount)
		p.Assumptions.Classes[id] = c
	}
	return p, nil
}

// moveVolatility multiplies every class' standard deviation; means stay.
func moveVolatility(p plan.Plan, amount float64) (plan.Plan, error) {
	switch p.Assumptions.Returns.Model {
	case plan.ModelHistorical, plan.ModelBlock:
		return plan.Plan{}, asRecorded
	case plan.ModelDeterministic:
		return plan.Plan{}, noSurprises
	}
	p.Assumptions.Classes = maps.Clone(p.Assumptions.Classes)
	for id, c := range p.Assumptions.Classes {
		c.Real.SD = tidy(c.Real.SD * (1 + amount))
		p.Assumptions.Classes[id] = c
	}
	return p, nil
}

// moveInflation adds to yearly inflation; real returns stay.
func moveInflation(p plan.Plan, amount float64) (plan.Plan, error) {
	if playsHistory(p) {
		return plan.Plan{}, asRecorded
	}
	p.Assumptions.Inflation.Mean = tidy(p.Assumptions.Inflation.Mean + amount)
	return p, nil
}

// moveFees adds to the yearly fee of every account that has one, of its own or
// by default; none goes below zero.
func moveFees(p plan.Plan, amount float64) (plan.Plan, error) {
	p.Accounts = maps.Clone(p.Accounts)
	for id, a := range p.Accounts {
		if a.Archived || a.Fee == nil || a.Fee.Amount != nil || a.Fee.Rate == 0 {
			continue
		}
		a.Fee = &plan.Fee{Rate: tidy(max(0, a.Fee.Rate+amount))}
		p.Accounts[id] = a
	}
	fees := plan.DefaultFee{}
	if p.Assumptions.Fees != nil {
		fees = *p.Assumptions.Fees
	}
	fees.Default = tidy(max(0, fees.Default+amount))
	p.Assumptions.Fees = &fees
	return p, nil
}

// movePublicPension multiplies all public pensions.
func movePublicPension(p plan.Plan, amount float64) (plan.Plan, error) {
	if amount < -1 {
		return plan.Plan{}, belowNothing
	}
	found := false
	p.Income = maps.Clone(p.Income)
	for id, i := range p.Income {
		if i.Archived || i.Kind != plan.IncomePublicPension {
			continue
		}
		found = true
		i.Amount = scaledAmount(i.Amount, 1+amount, p.Currency)
		i.Steps = scaledSteps(i.Steps, 1+amount, p.Currency, func(plan.Step) bool { return true })
		p.Income[id] = i
	}
	if !found {
		return plan.Plan{}, noPension
	}
	return p, nil
}

// moveLongevity plans for everybody so many years longer than the plan does,
// to an age: where it reads ages off a survival table, the age read is what years
// are added to.
func moveLongevity(p plan.Plan, amount float64) (plan.Plan, error) {
	if drawn(p) {
		return plan.Plan{}, livesDrawn
	}
	t, err := plan.Resolve(p)
	if err != nil {
		return plan.Plan{}, err
	}
	p.Assumptions.Longevity = nil // ages, from here on
	p.People = maps.Clone(p.People)
	p.Assumptions.Longevity = &plan.Longevity{Kind: plan.LongevityFixed}
	for id, person := range p.People {
		if person.Archived || person.Dependant {
			continue
		}
		age := (t.Horizons[id]-t.Births[id])/12 + int(math.Round(amount))
		if t.Births[id]+12*age < 1 {
			return plan.Plan{}, beforeToday
		}
		person.Horizon = plan.Horizon{Age: age}
		p.People[id] = person
	}
	return p, nil
}

// equitySD is the standard deviation from which a class without a history of
// its own counts as equities.
const equitySD = 0.1

// equities are the classes that follow the history of stocks; where no class
// says what it follows, the volatile ones.
func equities(p plan.Plan) map[string]bool {
	out, told := map[string]bool{}, false
	for id, c := range p.Assumptions.Classes {
		told = told || c.History != ""
		out[id] = c.History == plan.HistoryStocks
	}
	if !told {
		for id, c := range p.Assumptions.Classes {
			out[id] = c.Real.SD >= equitySD
		}
	}
	return out
}

// moveEquity adds to the weight of equities in the household's mix, and in those
// of accounts that hold any; the others give way in proportion. No weight leaves
// 0 to 1.
func moveEquity(p plan.Plan, amount float64) (plan.Plan, error) {
	risky := equities(p)
	found, safe := "", ""
	for _, id := range slices.Sorted(maps.Keys(risky)) {
		if risky[id] && found == "" {
			found = id
		}
		if !risky[id] && (safe == "" || p.Assumptions.Classes[id].History == plan.HistoryBonds) {
			safe = id
		}
	}
	if found == "" || safe == "" {
		return plan.Plan{}, noEquity
	}
	tilt := func(w map[string]float64) map[string]float64 { return tilted(w, risky, found, safe, amount) }
	p.Allocation.Default = tiltedMix(p.Allocation.Default, tilt)
	p.Accounts = maps.Clone(p.Accounts)
	for id, a := range p.Accounts {
		if a.Alloc != nil && holds(*a.Alloc, risky) {
			mix := tiltedMix(*a.Alloc, tilt)
			a.Alloc = &mix
			p.Accounts[id] = a
		}
	}
	return p, nil
}

// holds reports whether a mix ever has any of some classes.
func holds(a plan.Alloc, classes map[string]bool) bool {
	for id, w := range a.Weights {
		if classes[id] && w > 0 {
			return true
		}
	}
	for _, g := range a.Glide {
		for id, w := range g.Weights {
			if classes[id] && w > 0 {
				return true
			}
		}
	}
	return false
}

// tiltedMix applies a tilt to all points of a mix.
func tiltedMix(a plan.Alloc, tilt func(map[string]float64) map[string]float64) plan.Alloc {
	if a.Weights != nil {
		a.Weights = tilt(a.Weights)
	}
	a.Glide = slices.Clone(a.Glide)
	for i := range a.Glide {
		a.Glide[i].Weights = tilt(a.Glide[i].Weights)
	}
	return a
}

// tilted moves weight between risky classes and the others, each side in
// proportion; a side that is empty is filled with the class named for it.
func tilted(w map[string]float64, risky map[string]bool, found, safe string, amount float64) map[string]float64 {
	has := 0.0
	for id, v := range w {
		if risky[id] {
			has += v
		}
	}
	want := min(1, max(0, has+amount))
	out := map[string]float64{}
	for id, v := range w {
		if risky[id] {
			out[id] = part(v, has, want)
		} else {
			out[id] = part(v, 1-has, 1-want)
		}
	}
	if has == 0 {
		out[found] = want
	}
	if has == 1 {
		out[safe] = 1 - want
	}
	return rounded(out)
}

// part is what of want falls to v out of has.
func part(v, has, want float64) float64 {
	if has == 0 {
		return 0
	}
	return v / has * want
}

// rounded are weights to four digits that still sum to one; the largest takes
// what rounding leaves.
func rounded(w map[string]float64) map[string]float64 {
	largest, sum := "", 0.0
	for _, id := range slices.Sorted(maps.Keys(w)) {
		w[id] = math.Round(w[id]*1e4) / 1e4
		sum += w[id]
		if largest == "" || w[id] > w[largest] {
			largest = id
		}
	}
	w[largest] = tidy(w[largest] + 1 - sum)
	maps.DeleteFunc(w, func(_ string, v float64) bool { return v == 0 })
	return w
}
