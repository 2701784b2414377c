package simulate

import (
	"math"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// second is the second opinion: the same contract as the package comment's,
// written for one future at a time as plainly as possible. It shares no code
// with the ledger but the scenario's types and the market's numbers: it adds
// nothing up beforehand, holds every class of every account as an amount, and
// keeps the purse in one variable.
type second struct {
	sc       *Scenario
	returns  [][]float64 // [month][class], then inflation
	capes    []float64   // at each month's beginning, where the rule asks
	t        int
	price    float64
	purse    float64
	accounts []secondAccount
	models   [][]float64 // per mix, a portfolio of one unit kept beside the accounts
	people   int

	regular, once [][tax.Classes]float64
	assessed, due []float64
	credit        []float64 // per taxpayer, withheld this year, money of the day
	heldBack      []float64 // of that, what is neither tax yet nor paid back
	startPrice    float64
	opening       []float64 // per account, money of the day
	capUsed       []float64
	matchUsed     []float64
	drawUsed      []float64
	payLeft       []float64

	prepaid       map[int]float64   // per holding, paid back early
	next          map[int][]float64 // per account of a located mix, what it is rebalanced to
	befallen      [][]int           // per spell, the months that it has been under way for, from 1, or 0, per month
	lots          func(purpose, n int) float64
	wages, moved  float64     // the level of wages; the first class since pay was drawn last
	years         []float64   // per income, what the year's pay is multiplied by
	plan          *Scenario   // the scenario that was asked for
	variant       int         // of its Trigger's, from 1; 0 is the plan itself
	fired         int         // the month in which the milestone came, or None
	gained        float64     // of what is invested, this calendar year
	fills, unkept bool        // the buffer: this month; may be used this year
	pending, paid []float64   // of goals that may wait: what waits, what is paid this month
	since         []int       // from when
	parted        []int       // per estate, the month in which it went, or None
	loan          float64     // borrowed, money of the day
	borrowed      bool        // ever
	all           *Lives      // where lives end by chance
	set           int         // of those who live
	until         []int       // first month without each person
	lived         int         // months, and
	endPrice      float64     // the price index at the end
	law           tax.Regime  // of the tax year
	odds          *secondOdds // of risk-based guardrails
	held          [][]float64 // [month][account], at the month's beginning
	level, anchor float64     // of the spending rule: its level, the first rate or wealth
	lastRaise     int
	paces         [Tiers]float64
	yearsTax      float64

	// Results.
	worth, liquid, spending, closing []float64
	firstShort, shortMonths          int
	unpaid, dueSince, worst          float64
	taxPaid, grown, grownDecade      float64
	cut                              bool
	lowest, largest                  float64
	in, out                          float64 // through the purse this month
	imbalance                        float64 // the largest difference of the two, relative
}

type secondAccount struct {
	held  []float64
	fresh float64 // came in this month, where the mix is located
	basis float64 // money of the day
}

func (a *secondAccount) balance() float64 {
	b := a.fresh
	for _, v := range a.held {
		b += v
	}
	return b
}

// playSecond plays one future.
func playSecond(sc *Scenario, source *market.Source, odds *secondOdds, future int) *second {
	s := &second{odds: odds, sc: sc, plan: sc, fired: None, gained: 1, price: 1, firstShort: None, lowest: math.Inf(1), grown: 1, level: 1}
	s.readMarket(source, future)
	s.drawLives(source, future)
	s.lots = func(purpose, n int) float64 { return source.Fortune(future, purpose, n) }
	s.drawSpells()
	s.prepaid = map[int]float64{}
	s.people = 1
	if sc.PerPerson {
		s.people = len(sc.People)
	}
	s.regular, s.once = make([][tax.Classes]float64, s.people), make([][tax.Classes]float64, s.people)
	s.assessed, s.due = make([]float64, s.people), make([]float64, s.people)
	s.credit, s.heldBack = make([]float64, s.people), make([]float64, s.people)
	for _, m := range sc.Mixes {
		s.models = append(s.models, append([]float64(nil), s.target(m, 0)...))
	}
	for _, a := range sc.Accounts {
		held := make([]float64, len(sc.Market.Classes))
		for c, w := range s.target(sc.Mixes[a.Mix], 0) {
			held[c] = a.Balance * w
		}
		s.accounts = append(s.accounts, secondAccount{held: held, basis: a.Basis})
	}
	s.begin()
	s.matchUsed, s.payLeft = make([]float64, len(sc.Saving)), make([]float64, len(sc.Income))
	s.capUsed, s.drawUsed = make([]float64, len(sc.Caps)), make([]float64, len(sc.Draws))
	s.pending, s.paid, s.since = make([]float64, len(sc.Outflows)), make([]float64, len(sc.Outflows)), make([]int, len(sc.Outflows))
	for range sc.Estates {
		s.parted = append(s.parted, None)
	}
	for s.t = 0; s.t < sc.Months; s.t++ {
		s.held = append(s.held, nil)
		for a := range s.accounts {
			s.held[s.t] = append(s.held[s.t], s.accounts[a].balance())
		}
		if !s.whoLives() {
			break
		}
		s.lookOut()
		s.turnYear()
		s.month()
	}
	if tr := sc.Trigger; tr != nil && s.fired == None && tr.Latest < s.t {
		s.fired = tr.Latest
	}
	s.lived, s.endPrice = s.t, s.price
	for p, d := range s.due {
		s.taxPaid += (d - s.heldBack[p]) / s.price
	}
	if s.lived < 120 {
		s.grownDecade = s.grown
	}
	for ; s.t < sc.Months; s.t++ { // nothing happens any more but to prices
		s.price *= s.returns[s.t][len(sc.Market.Classes)]
		s.worth, s.liquid = append(s.worth, s.worth[s.t-1]), append(s.liquid, s.liquid[s.t-1])
		s.spending, s.closing = append(s.spending, 0), append(s.closing, s.price)
	}
	return s
}

// drawLives finds the first month in which each person is not alive.
func (s *second) drawLives(source *market.Source, future int) {
	s.all = s.sc.Lives
	if s.all == nil {
		return
	}
	for i, alive := range s.all.Alive {
		t := 0
		for t < s.sc.Months && source.Chance(future, i) < alive[t] {
			t++
		}
		s.until = append(s.until, t)
	}
}

// whoLives turns to the scenario of those alive, and reports whether anybody is.
func (s *second) whoLives() bool {
	if s.all == nil {
		return true
	}
	set := 0
	for i, until := range s.until {
		if s.t < until {
			set += 1 << i
		}
	}
	if set == 0 {
		return false
	}
	s.set = set
	s.sc = s.followed()
	if s.t == 0 || s.calendarMonth() == 0 {
		s.law = s.sc.Tax
	}
	return true
}

// followed is the scenario of those who live, once the milestone has come or while
// it has not.
func (s *second) followed() *Scenario {
	sc := s.plan
	if s.variant > 0 {
		sc = s.plan.Trigger.Variants[s.variant-1]
	}
	if s.all != nil {
		sc = sc.Lives.Households[s.set]
	}
	return sc
}

// lookOut sees whether the plan's milestone comes.
func (s *second) lookOut() {
	tr := s.plan.Trigger
	if tr == nil || s.fired != None || s.t < tr.From || s.t >= tr.Latest || (s.t-tr.From)%tr.Every != 0 {
		return
	}
	k := (s.t - tr.From) / tr.Every
	worth := 0.0
	for a := range s.accounts {
		if tr.Metric != TriggerLiquid || s.t >= s.sc.Accounts[a].Access {
			worth += s.accounts[a].balance()
		}
	}
	now := s.t
	if tr.Metric == TriggerNetWorth {
		worth += s.outside(max(0, now-1))
	}
	before := s.sc
	if tr.Variants != nil {
		s.variant = k + 1
		s.sc = s.followed()
	}
	if tr.Metric == TriggerMultiple {
		year := 0.0
		for _, o := range s.sc.Outflows {
			if o.Kind == KindSpending && o.During == nil {
				year += 12 * s.ahead(o.Amount)
			}
		}
		if year > 0 {
			worth /= year
		} else {
			worth = math.Inf(1)
		}
	}
	if worth >= tr.Value {
		s.fired = now
		return
	}
	s.sc, s.variant = before, 0
}

// payouts are what is paid in this month for somebody's death.
func (s *second) payouts() float64 {
	paid := 0.0
	if s.all != nil {
		for i, p := range s.all.Payouts {
			if s.until[p.Person] == s.t && !s.lapsed(i) {
				paid += s.worthOf(p.Amount)
			}
		}
	}
	return paid
}

func (s *second) readMarket(source *market.Source, future int) {
	w, b := source.Walk(), market.NewBlock(1, len(s.sc.Market.Classes))
	capes := func() {}
	if r := s.sc.Rule; r != nil && r.Kind == CAPE {
		a := source.Appraise(r.Shares, r.StartCAPE)
		w, capes = a, func() {
			var to vec
			a.CAPE(0, &to)
			s.capes = append(s.capes, to[0])
		}
	}
	w.Begin([]int{future})
	for range s.sc.Months {
		w.Next(b, 1)
		capes()
		row := make([]float64, len(s.sc.Market.Classes)+1)
		for c := range row {
			row[c] = b.Row(0, c)[0]
		}
		s.returns = append(s.returns, row)
	}
}

func (s *second) calendarMonth() int { return (s.sc.Start.Month - 1 + s.t) % 12 }

// worthOf is a schedule's amount this month, in today's money.
func (s *second) worthOf(x Schedule) float64 {
	v := 0.0
	if x.Real != nil {
		v += x.Real[s.t]
	}
	if x.Nominal != nil {
		v += x.Nominal[s.t] / s.price
	}
	return v
}

func (s *second) target(m Mix, t int) []float64 {
	from := m.Points[0]
	var to *Point
	for i := range m.Points {
		if m.Points[i].Month <= t {
			from, to = m.Points[i], nil
			if i+1 < len(m.Points) {
				to = &m.Points[i+1]
			}
		}
	}
	w := append([]float64(nil), from.Weights...)
	if m.Linear && to != nil && t > from.Month {
		for c := range w {
			w[c] += (to.Weights[c] - w[c]) * float64(t-from.Month) / float64(to.Month-from.Month)
		}
	}
	return w
}

func (s *second) month() {
	sc := s.sc
	if s.t == 0 || s.calendarMonth() == 0 {
		s.startPrice = s.price
		s.opening = nil
		for a := range s.accounts {
			s.opening = append(s.opening, s.accounts[a].balance()*s.price)
		}
		for p := range s.assessed {
			s.assessed[p], s.regular[p], s.once[p] = 0, [tax.Classes]float64{}, [tax.Classes]float64{}
			s.credit[p] = 0
		}
		clear(s.capUsed)
		clear(s.drawUsed)
		clear(s.matchUsed)
	}
	s.purse, s.in, s.out = 0, 0, 0
	s.judge()
	s.decide()

	s.sellOnTime()
	for i, in := range sc.Income {
		if !s.gone(func(e Estate) []int { return e.Income }, i) {
			s.income(i, in)
		}
	}
	s.purse += s.payouts()
	s.in += s.payouts()
	s.largest = math.Max(s.largest, s.purse)
	for _, source := range []Source{FromIncome, FromEmployer} {
		for i := range sc.Saving {
			if sc.Saving[i].Source == source {
				s.rule(i)
			}
		}
	}
	for p := range s.due {
		paid := s.due[p] / s.price
		s.purse -= paid
		s.out += paid
		s.taxPaid += paid
		s.yearsTax += paid
		s.largest = math.Max(s.largest, paid)
	}
	for a, account := range sc.Accounts {
		if account.Required != nil {
			v := math.Min(account.Required[s.t]*s.opening[a]/s.price, s.accounts[a].balance())
			s.take(a, v, false)
			s.purse += v
			s.in += v
		}
	}
	var falls, keeps [Tiers]float64
	bought, total, below, raisedEssentials := 0.0, 0.0, 0.0, 0.0
	for i, o := range sc.Outflows {
		if s.gone(func(e Estate) []int { return e.Outflows }, i) || o.Delay || o.Skip || !s.under(o.During) {
			continue
		}
		planned := s.worthOf(o.Amount)
		v := planned * s.pace(o)
		below += planned - v
		if o.Tier == Essential {
			raisedEssentials += math.Max(0, v-planned)
		}
		falls[o.Tier] += v
		keeps[o.Tier] += planned * o.CutFloor
		if o.Kind == KindSpending || o.Kind == KindGoal {
			bought += v
		}
		total += v
		s.purse -= v
		s.out += v
	}
	for _, v := range sc.Prepayments {
		less := s.lessDue(v)
		falls[Essential] -= less
		total -= less
		s.purse += less
		s.out -= less
	}
	for i, o := range sc.Outflows {
		if o.Delay || o.Skip {
			v := s.late(i, o)
			falls[o.Tier] += v
			bought += v
			total += v
			s.purse -= v
			s.out += v
		}
	}
	for i, o := range sc.Outflows {
		for _, f := range o.Fund {
			s.fund(i, o, f)
		}
	}
	for tier := range keeps {
		keeps[tier] = math.Min(keeps[tier], falls[tier])
	}
	missing := math.Max(0, -s.purse)
	if s.purse > 0 {
		s.repay(&s.purse)
		for i := range sc.Saving {
			if sc.Saving[i].Source == FromSurplus {
				s.rule(i)
			}
		}
		for _, v := range sc.Prepayments {
			paid := s.payEarly(v)
			s.purse -= paid
			s.out += paid
		}
		if sc.Sweep != None {
			s.put(sc.Sweep, s.purse)
		}
		s.out += s.purse
	}
	s.purse = 0
	for i, d := range sc.Draws {
		if missing > 0 && s.t >= d.From {
			missing -= s.draw(i, d, missing)
		}
	}
	if missing > 0 {
		missing -= s.early(missing)
	}
	s.largest = math.Max(s.largest, total)
	if missing <= dust*s.largest {
		missing = 0
	}
	lost := 0.0
	if missing > 0 {
		lost, missing = s.resort(missing, raisedEssentials, falls, keeps)
	}
	s.lose(missing, lost, total, below, falls[Essential], keeps, bought)
	if sc.Buffer != nil {
		s.refill(missing)
	}
	s.convert()
	s.balanceUp()
	s.invest()
	s.assess()
	s.measure()
}

// convert moves money between accounts at the end of a year.
func (s *second) convert() {
	for _, v := range s.sc.Conversions {
		if s.calendarMonth() != 11 || s.t < v.From || s.t >= v.Until {
			continue
		}
		amount := s.accounts[v.Account].balance()
		if v.Fill != nil {
			payer, most := 0, 0.0
			for i, part := range s.taxpayers(s.owners(v.Account)) {
				if part > most {
					payer, most = i, part
				}
			}
			income := 0.0
			for _, c := range []tax.Class{tax.Ordinary, tax.Deferred, tax.Retired, tax.Pension, tax.Wages, tax.SecondWages, tax.Interest, tax.SelfEmployed, tax.SecondSelfEmployed, tax.OtherIncome, tax.Fees, tax.Prizes} {
				if s.sc.Tax == nil || s.sc.Tax.ID() == "none" {
					continue // what is not taxed is no income to a year
				}
				income += (s.regular[payer][c] + s.once[payer][c]) / s.price
			}
			amount = math.Max(0, math.Min(amount, s.worthOf(*v.Fill)-income))
		}
		s.take(v.Account, amount, false)
		s.put(v.To, amount)
		if v.TaxAs != tax.Untaxed {
			s.enter(s.owners(v.To), v.TaxAs, amount, true)
			s.enter(s.owners(v.To), tax.Transferred, amount, true)
		}
		s.in += amount
		s.out += amount
	}
}

// taxpayers are the parts of taxpayers where people have parts.
func (s *second) taxpayers(parts []float64) []float64 {
	out := make([]float64, s.people)
	for i, part := range parts {
		payer := 0
		if s.people > 1 {
			payer = i
			if s.t >= s.sc.People[i].Horizon {
				for j, p := range s.sc.People {
					if !p.Dependant && p.Horizon > s.sc.People[payer].Horizon {
						payer = j
					}
				}
			}
		}
		out[payer] += part
	}
	return out
}

// balanceUp checks that what came through the purse also left it, but for what
// counts as paid though it is missing.
func (s *second) balanceUp() {
	s.imbalance = math.Max(s.imbalance, (math.Abs(s.in-s.out)-dust*s.largest)/math.Max(1, s.out))
}

func (s *second) income(i int, in Income) {
	v := s.worthOf(in.Amount) * s.levelOf(i)
	s.in += v
	deferred := 0.0
	for _, pre := range in.PreTax {
		d := s.worthOf(pre.Amount) * s.levelOf(i)
		v -= d
		s.out += d
		if pre.To != None {
			s.put(pre.To, d)
			deferred += d
		}
	}
	kept := s.withheld(in) * s.levelOf(i)
	if in.Gain != nil {
		paid := s.taxGain(in.Gain, v)
		s.purse -= paid
		s.out += paid
	}
	parts := make([]float64, len(s.sc.People))
	if in.Person != None {
		parts[in.Person] = 1
	} else {
		parts = s.everybody()
	}
	switch {
	case in.Free != nil && in.Free[s.t]: // nothing is owed on it
	case in.Tax == tax.SelfEmployed && s.people == 1 && in.Person > 0:
		s.enter(parts, tax.SecondSelfEmployed, v, in.Once)
	case in.Tax != tax.Wages:
		s.enter(parts, in.Tax, v, in.Once)
	case s.people == 1 && in.Person > 0:
		s.enter(parts, tax.SecondWages, v+deferred, in.Once)
		s.enter(parts, tax.Ordinary, -deferred, in.Once)
	default:
		s.enter(parts, tax.Wages, v+deferred, in.Once)
		s.enter(parts, tax.Ordinary, -deferred, in.Once)
	}
	s.withhold(parts, kept)
	left := v - kept
	for _, r := range in.Route {
		s.put(r.Account, (v-kept)*r.Share)
		s.out += (v - kept) * r.Share
		left -= (v - kept) * r.Share
	}
	s.payLeft[i] = left
	s.purse += left
}

func (s *second) everybody() []float64 {
	parts, n := make([]float64, len(s.sc.People)), 0.0
	for _, p := range s.sc.People {
		if !p.Dependant {
			n++
		}
	}
	for i, p := range s.sc.People {
		if !p.Dependant {
			parts[i] = 1 / n
		}
	}
	return parts
}

// enter adds an amount of today's money to the years of the people it belongs to.
func (s *second) enter(parts []float64, class tax.Class, v float64, once bool) {
	for i, part := range parts {
		payer := 0
		if s.people > 1 {
			payer = i
			if s.t >= s.sc.People[i].Horizon {
				for j, p := range s.sc.People {
					if !p.Dependant && p.Horizon > s.sc.People[payer].Horizon {
						payer = j
					}
				}
			}
		}
		if once {
			s.once[payer][class] += part * v * s.price
		} else {
			s.regular[payer][class] += part * v * s.price
		}
	}
}

func (s *second) owners(a int) []float64 {
	if s.sc.Accounts[a].Owners != nil {
		return s.sc.Accounts[a].Owners
	}
	return s.everybody()
}

// put buys an amount into an account.
func (s *second) put(a int, v float64) {
	account := s.sc.Accounts[a]
	mix := s.sc.Mixes[account.Mix]
	if mix.Located {
		s.accounts[a].fresh += v
		s.accounts[a].basis += v * s.price
		return
	}
	weights := s.models[account.Mix]
	if mix.Rebalance == Monthly || mix.Rebalance == Never {
		weights = s.target(mix, s.t)
	}
	for c, w := range weights {
		s.accounts[a].held[c] += v * w
	}
	s.accounts[a].basis += v * s.price
}

// take sells a gross amount from an account; untaxed money has its purpose.
func (s *second) take(a int, v float64, untaxed bool) {
	if v <= 0 {
		return
	}
	account := &s.accounts[a]
	f := v / account.balance()
	for c := range account.held {
		account.held[c] *= 1 - f
	}
	account.fresh *= 1 - f
	sold := account.basis * f
	account.basis -= sold
	gain := v - sold/s.price
	switch s.sc.Accounts[a].Wrapper {
	case Taxable, Restricted, Crypto, Other:
		s.enter(s.owners(a), tax.Gains, gain, true)
	case Capped:
		s.enter(s.owners(a), tax.Capped, gain, true)
	case Deferred, Purpose:
		class := s.sc.Accounts[a].TaxAs
		if class == tax.Untaxed {
			class = tax.Ordinary
		}
		if !untaxed {
			s.enter(s.owners(a), class, v, true)
		}
	}
}

// late is what of a goal that may wait is paid this month.
func (s *second) late(i int, o Outflow) float64 {
	if s.pending[i] == 0 {
		s.since[i] = s.t
	}
	s.pending[i] += s.worthOf(o.Amount)
	there := s.purse
	for a := range s.accounts {
		named := false
		for _, d := range s.sc.Draws {
			for _, drawn := range d.Accounts {
				named = named || drawn == a
			}
		}
		if named && s.t >= s.sc.Accounts[a].Access {
			there += s.accounts[a].balance()
		}
	}
	s.paid[i] = 0
	if o.Skip && s.pending[i] > 0 && there < s.pending[i] {
		s.pending[i], s.cut = 0, true
	}
	if there >= s.pending[i] || s.t-s.since[i] >= Patience || s.t == s.sc.Months-1 {
		s.paid[i], s.pending[i] = s.pending[i], 0
	}
	return s.paid[i]
}

func (s *second) fund(i int, o Outflow, f Fund) {
	a := s.sc.Accounts[f.Account]
	if s.t < a.Access && a.Wrapper != Purpose {
		return
	}
	due := s.worthOf(o.Amount) * s.pace(o)
	if o.Delay || o.Skip {
		due = s.paid[i]
	}
	v := math.Min(due*f.Share, s.accounts[f.Account].balance())
	s.take(f.Account, v, a.Wrapper == Purpose)
	s.purse += v
	s.in += v
}

// buffer is a month's need: the mean of the next twelve of spending and debts.
func (s *second) buffer() float64 {
	total := 0.0
	for i, o := range s.sc.Outflows {
		if o.During != nil || (o.Kind != KindSpending && o.Kind != KindDebt) || s.gone(func(e Estate) []int { return e.Outflows }, i) {
			continue
		}
		total += s.ahead(o.Amount) * s.pace(o)
	}
	return total
}

func (s *second) rule(i int) {
	r := s.sc.Saving[i]
	if s.t < r.From || s.t >= r.Until {
		return
	}
	source := math.Inf(1)
	switch r.Source {
	case FromSurplus:
		source = s.purse
	case FromIncome:
		source = s.payLeft[r.Income]
	}
	v := s.worthOf(r.Amount)
	if r.PctOfIncome > 0 {
		v += r.PctOfIncome * s.worthOf(s.sc.Income[r.Income].Amount) * s.levelOf(r.Income)
	}
	if r.PctOfRemaining > 0 {
		v += r.PctOfRemaining * s.purse
	}
	if r.Rest {
		v = source
	}
	v = math.Max(0, math.Min(v, source))
	if r.Cap != None {
		v = math.Max(0, math.Min(v, s.worthOf(s.sc.Caps[r.Cap].Yearly)-s.capUsed[r.Cap]/s.price))
	}
	if r.StopAt != nil {
		v = math.Max(0, math.Min(v, s.worthOf(*r.StopAt)-s.accounts[r.To].balance()))
	}
	first := v
	if r.BufferMonths > 0 {
		first = math.Max(0, math.Min(v, float64(r.BufferMonths)*s.buffer()-s.accounts[r.To].balance()))
		if r.Then == None {
			v = first
		}
	}
	if v <= 0 {
		return
	}
	s.put(r.To, first)
	if v > first {
		s.put(r.Then, v-first)
	}
	if r.Cap != None {
		s.capUsed[r.Cap] += v * s.price
	}
	s.out += v
	if r.Source == FromEmployer {
		s.in += v
	} else {
		s.purse -= v
	}
	if r.Source == FromIncome {
		s.payLeft[r.Income] -= v
	}
	if r.PreTax {
		s.enter(s.owners(r.To), tax.Ordinary, -v, r.Source != FromIncome)
	}
	if r.TaxAs != tax.Untaxed {
		s.enter(s.owners(r.To), r.TaxAs, v, r.Source != FromIncome)
	}
	if r.Match != nil {
		s.match(i, v)
	}
}

func (s *second) match(i int, v float64) {
	r := s.sc.Saving[i]
	if r.Match.UpToPct > 0 {
		v = math.Min(v, r.Match.UpToPct*s.worthOf(s.sc.Income[r.Income].Amount)*s.levelOf(r.Income))
	}
	v *= r.Match.Rate
	if r.Match.Cap != nil {
		v = math.Max(0, math.Min(v, s.worthOf(*r.Match.Cap)-s.matchUsed[i]/s.price))
	}
	s.matchUsed[i] += v * s.price
	s.put(r.To, v)
}

// draw gives up to what is missing from one step's accounts.
func (s *second) draw(i int, d Draw, missing float64) float64 {
	whole := 0.0
	for _, a := range d.Accounts {
		if s.t >= s.sc.Accounts[a].Access {
			whole += s.accounts[a].balance()
		}
	}
	room := whole
	if d.Keep != nil {
		room -= s.worthOf(*d.Keep)
	}
	room -= s.keepsMonths(d) * s.buffer()
	if d.Monthly != nil {
		room = math.Min(room, s.worthOf(*d.Monthly))
	}
	if d.Yearly != nil {
		room = math.Min(room, s.worthOf(*d.Yearly)-s.drawUsed[i]/s.price)
	}
	most := s.mayGive(d)
	room = math.Min(room, total(most))
	give := math.Max(0, math.Min(missing, room))
	if give == 0 {
		return 0
	}
	left := give
	for _, group := range s.groups(d) {
		whole := 0.0
		for _, a := range group {
			whole += most[a]
		}
		from := math.Min(left, whole)
		left -= from
		for _, a := range group {
			part := most[a] // all of it, when all is needed
			if from < whole {
				part *= from / whole
			}
			s.take(a, part, false)
		}
	}
	s.drawUsed[i] += give * s.price
	s.in += give
	return give
}

// early opens accounts before their time, at a penalty.
func (s *second) early(missing float64) float64 {
	given := 0.0
	opened := map[int]bool{}
	for _, d := range s.sc.Draws {
		for _, a := range d.Accounts {
			account := s.sc.Accounts[a]
			keep := 1 - account.Penalty
			if opened[a] || account.Penalty == 0 || keep == 0 || s.t >= account.Access || missing-given <= 0 {
				continue
			}
			opened[a] = true
			gross := math.Min((missing-given)/keep, s.accounts[a].balance())
			s.take(a, gross, account.PenaltyOnly)
			s.in += gross
			s.out += gross - gross*keep
			given += gross * keep
		}
	}
	return math.Min(given, missing)
}

// lose leaves unpaid what is missing once everything is cut to its floor.
func (s *second) lose(missing, cut, total, below, essentials float64, keeps [Tiers]float64, bought float64) {
	lost := missing + cut
	s.in += lost
	if lost+below > dust*s.largest {
		s.cut = true
		share := 1.0
		if total+below > 0 {
			share = math.Min(1, (lost+below)/(total+below))
		}
		s.worst = math.Max(s.worst, share)
	}
	missing -= math.Min(missing, keeps[Wish])
	missing -= math.Min(missing, keeps[Flexible])
	if missing > dust*s.largest {
		s.shortMonths++
		s.unpaid += missing
		if s.firstShort == None {
			s.firstShort = s.t
		}
	}
	if s.firstShort != None {
		s.dueSince += math.Max(essentials, missing)
	}
	s.spending = append(s.spending, math.Max(0, bought-lost))
}

// invest lets the month's market act.
func (s *second) invest() {
	s.buyLocated()
	s.gain()
	s.moved *= s.returns[s.t][s.sc.Wages.Shares]
	before, after := 0.0, 0.0
	for a := range s.accounts {
		account, rules := &s.accounts[a], s.sc.Accounts[a]
		if rules.Wrapper == Cash || rules.Wrapper == Taxable {
			for c, y := range s.sc.Yields {
				paid := account.held[c] * y.Rate / 12
				s.enter(s.owners(a), y.As, paid, false)
				if s.sc.Tax != nil && s.sc.Tax.ID() != "none" {
					account.basis += paid * s.price
				}
			}
		}
		for c := range account.held {
			before += account.held[c]
			account.held[c] *= s.returns[s.t][c]
			after += account.held[c]
		}
		fee := 1 - math.Pow(1-rules.Fee, 1.0/12)
		balance := account.balance()
		left := balance - balance*fee
		left -= math.Min(left, s.worthOf(rules.FeeAmount))
		for c := range account.held {
			if balance > 0 {
				account.held[c] *= left / balance
			}
		}
	}
	if before > dust*s.largest { // an account drawn empty may keep a rounding
		s.grown *= after / before
	}
	if s.t == 119 {
		s.grownDecade = s.grown
	}
	s.rebalance()
	for _, r := range s.sc.Resorts {
		if r.Kind == Borrow {
			s.loan *= 1 + r.Rate/12
			break
		}
	}
	s.price *= s.returns[s.t][len(s.returns[s.t])-1]
}

func (s *second) rebalance() {
	s.rebalanceLocated()
	for i, m := range s.sc.Mixes {
		if m.Located {
			continue
		}
		total := 0.0
		for c := range s.models[i] {
			s.models[i][c] *= s.returns[s.t][c]
			total += s.models[i][c]
		}
		next := s.target(m, s.t+1)
		drifted := 0.0
		for c := range s.models[i] {
			s.models[i][c] /= total
			drifted = math.Max(drifted, math.Abs(s.models[i][c]-next[c]))
		}
		again := m.Rebalance == Monthly || (m.Rebalance == Yearly && s.calendarMonth() == 11) ||
			(m.Rebalance == Banded && drifted > m.Band)
		if !again {
			continue
		}
		copy(s.models[i], next)
		for a := range s.accounts {
			if s.sc.Accounts[a].Mix == i {
				balance := s.accounts[a].balance()
				for c := range next {
					s.accounts[a].held[c] = balance * next[c]
				}
			}
		}
	}
}

// assess taxes the year to date.
func (s *second) assess() {
	law := s.sc.Tax
	if s.all != nil {
		law = s.law
	}
	if law == nil {
		law = tax.None{}
	}
	months := 0
	for t := s.t; t >= 0; t-- {
		months++
		if (s.sc.Start.Month-1+t)%12 == 0 {
			break
		}
	}
	gone := float64(months) / 12
	for p := range s.due {
		base := tax.Year{Calendar: s.sc.Start.Year + (s.sc.Start.Month-1+s.t)/12, Index: s.startPrice, Payer: p}
		for c := range base.Income {
			base.Income[c] = s.regular[p][c] / gone
		}
		with := base
		for c := range with.Income {
			with.Income[c] += s.once[p][c]
		}
		toDate := s.lessWithheld(p, law.Owed(&base)*gone+law.Owed(&with)-law.Owed(&base))
		s.due[p] = toDate - s.assessed[p]
		s.assessed[p] = toDate
	}
}

func (s *second) measure() {
	worth, liquid := 0.0, 0.0
	worth += s.outside(s.t) // at the month's closing price, which price now is
	for a := range s.accounts {
		b := s.accounts[a].balance()
		worth += b
		if s.t >= s.sc.Accounts[a].Access {
			liquid += b
		}
	}
	s.worth, s.liquid = append(s.worth, worth), append(s.liquid, liquid)
	s.closing = append(s.closing, s.price)
	s.lowest = math.Min(s.lowest, liquid)
}

func (s *second) outcome() Outcome {
	if s.firstShort != None {
		return Failed
	}
	if l := s.plan.Legacy; s.cut || (l != nil && s.worth[s.lived-1] < l.Real+l.Nominal/s.endPrice) {
		return EssentialPaid
	}
	return FullyPaid
}

// ahead is the mean of a schedule over the next twelve months, at this month's prices.
func (s *second) ahead(x Schedule) float64 {
	end, total := min(s.t+12, s.sc.Months), 0.0
	for t := s.t; t < end; t++ {
		if x.Real != nil {
			total += x.Real[t]
		}
		if x.Nominal != nil {
			total += x.Nominal[t] / s.price
		}
	}
	return total / float64(end-s.t)
}

// ruled reports whether the spending rule may change a tier.
func (s *second) ruled(tier Tier) bool {
	return s.sc.Rule != nil && s.sc.Rule.Kind != Needs && (s.sc.Rule.All || tier != Essential)
}

// pace is what an outflow is multiplied by: the rule's level, but no less than
// what its whole tier keeps.
func (s *second) pace(o Outflow) float64 {
	if o.During != nil || o.Kind != KindSpending || !s.ruled(o.Tier) || s.t < s.sc.Rule.From {
		return 1
	}
	return s.paces[o.Tier]
}

// decide lets the rule set its level anew on its anniversaries.
func (s *second) decide() {
	r := s.sc.Rule
	if r == nil || s.t < r.From || (s.t-r.From)%12 != 0 {
		return
	}
	wealth := 0.0
	counted := map[int]bool{}
	for _, d := range s.sc.Draws {
		for _, a := range d.Accounts {
			open := s.t >= s.sc.Accounts[a].Access
			if r.Kind == RiskGuardrails {
				open = s.sc.Accounts[a].Access < s.sc.Months
			}
			if !counted[a] && open {
				wealth += s.accounts[a].balance()
			}
			counted[a] = true
		}
	}
	var planned, floor [Tiers]float64
	other := 0.0
	for i, o := range s.sc.Outflows {
		if o.During != nil || s.gone(func(e Estate) []int { return e.Outflows }, i) {
			continue
		}
		switch v := s.ahead(o.Amount); {
		case o.Kind == KindSpending && s.ruled(o.Tier):
			planned[o.Tier] += v
			if int(o.Tier) < r.Guard {
				floor[o.Tier] += v
			} else if o.Tier != Essential {
				floor[o.Tier] += v * o.CutFloor
			}
		case o.Kind == KindSpending || o.Kind == KindDebt || o.Kind == KindProperty:
			other += v
			if o.Lumps != nil {
				other -= s.ahead(*o.Lumps)
			}
		}
	}
	for i, in := range s.sc.Income {
		if in.Once || in.During != nil || s.gone(func(e Estate) []int { return e.Income }, i) {
			continue
		}
		net := s.ahead(in.Amount)
		for _, pre := range in.PreTax {
			net -= s.ahead(pre.Amount)
		}
		for _, route := range in.Route {
			net -= (s.ahead(in.Amount) - s.aheadOf(in.PreTax) - s.ahead(withheldOf(in))) * route.Share
		}
		other -= net
	}
	tax := s.yearsTax / 12
	if s.t == r.From {
		tax = 0
	}
	s.yearsTax = 0
	ruled, now, least := 0.0, 0.0, math.Inf(1)
	for tier := range planned {
		ruled += planned[tier]
		now += math.Max(s.level*planned[tier], floor[tier])
		if planned[tier] > 0 {
			least = math.Min(least, floor[tier]/planned[tier])
		}
	}
	if s.t == r.From {
		tax = s.firstTax(wealth, now+other)
	}
	s.setLevel(wealth, ruled, other, tax, now)
	if ruled > 0 {
		s.level = math.Max(s.level, least)
	}
	if math.Abs(s.level-1) < 1e-9 {
		s.level = 1
	}
	for tier := range planned {
		s.paces[tier] = s.level
		if planned[tier] > 0 {
			s.paces[tier] = math.Max(s.level, floor[tier]/planned[tier])
		}
	}
}

func (s *second) aheadOf(deductions []PreTax) float64 {
	total := 0.0
	for _, pre := range deductions {
		total += s.ahead(pre.Amount)
	}
	return total
}

// firstTax is what a year of what is then expected would be taxed.
func (s *second) firstTax(wealth, draw float64) float64 {
	r, law := s.sc.Rule, s.sc.Tax
	if s.all != nil {
		law = s.law
	}
	if law == nil || law.ID() == "none" {
		return 0
	}
	switch r.Kind {
	case PctOfPortfolio:
		draw = wealth * r.Pct
	case VPW:
		present, factor := 0.0, 1.0
		for range s.leftFor(r) {
			present += factor
			factor /= math.Pow(1+r.Rate, 1.0/12)
		}
		draw = 12 * wealth / present
	case CAPE:
		draw = wealth * math.Max(0, r.A+r.B/s.capes[s.t])
	case RiskGuardrails:
		draw *= 12
	default:
		return 0
	}
	years := make([]tax.Year, s.people)
	enter := func(parts []float64, class tax.Class, v float64) {
		for payer, part := range s.taxpayers(parts) {
			years[payer].Income[class] += part * v * s.price
		}
	}
	for i, in := range s.sc.Income {
		if !s.gone(func(e Estate) []int { return e.Income }, i) {
			s.expectIncome(in, enter)
		}
	}
	for a, account := range s.sc.Accounts {
		if account.Wrapper != Cash && account.Wrapper != Taxable {
			continue
		}
		sum := 0.0
		target := s.target(s.sc.Mixes[account.Mix], s.t)
		for _, w := range target {
			sum += w
		}
		for c, w := range target {
			enter(s.owners(a), s.sc.Yields[c].As, s.accounts[a].balance()*w/sum*s.sc.Yields[c].Rate)
		}
	}
	s.expectDraws(draw, enter)
	owed := 0.0
	for payer := range years {
		years[payer].Payer, years[payer].Index = payer, s.price
		years[payer].Calendar = s.sc.Start.Year + (s.sc.Start.Month-1+s.t)/12
		owed += law.Owed(&years[payer])
	}
	return owed / s.price / 12
}

func (s *second) expectIncome(in Income, enter func([]float64, tax.Class, float64)) {
	if in.Once || in.During != nil || in.Tax == tax.Untaxed {
		return
	}
	parts := s.everybody()
	if in.Person != None {
		parts = make([]float64, len(s.sc.People))
		parts[in.Person] = 1
	}
	net, deferred := s.ahead(taxedOf(in, in.Amount)), 0.0
	for _, pre := range in.PreTax {
		net -= s.ahead(taxedOf(in, pre.Amount))
		if pre.To != None {
			deferred += s.ahead(taxedOf(in, pre.Amount))
		}
	}
	switch {
	case in.Tax == tax.SelfEmployed && s.people == 1 && in.Person > 0:
		enter(parts, tax.SecondSelfEmployed, 12*net)
		return
	case in.Tax != tax.Wages:
		enter(parts, in.Tax, 12*net)
		return
	case s.people == 1 && in.Person > 0:
		enter(parts, tax.SecondWages, 12*(net+deferred))
	default:
		enter(parts, tax.Wages, 12*(net+deferred))
	}
	enter(parts, tax.Ordinary, -12*deferred)
}

func (s *second) expectDraws(need float64, enter func([]float64, tax.Class, float64)) {
	var left []float64
	for a := range s.accounts {
		left = append(left, s.accounts[a].balance())
	}
	for _, d := range s.sc.Draws {
		whole := 0.0
		for _, a := range d.Accounts {
			if s.t >= s.sc.Accounts[a].Access {
				whole += left[a]
			}
		}
		give := math.Min(need, whole)
		if s.t < d.From || give <= 0 {
			continue
		}
		need -= give
		for _, a := range d.Accounts {
			account := s.sc.Accounts[a]
			if s.t < account.Access || left[a] <= 0 {
				continue
			}
			part := give * left[a] / whole
			left[a] = math.Max(0, left[a]-part)
			balance := s.accounts[a].balance()
			gain := part - s.accounts[a].basis/s.price*part/balance
			switch account.Wrapper {
			case Taxable, Restricted, Crypto, Other:
				enter(s.owners(a), tax.Gains, gain)
			case Capped:
				enter(s.owners(a), tax.Capped, gain)
			case Deferred, Purpose:
				class := account.TaxAs
				if class == tax.Untaxed {
					class = tax.Ordinary
				}
				enter(s.owners(a), class, part)
			}
		}
	}
}

// leftFor is the months that a rule takes to be left.
func (s *second) leftFor(r *Rule) int {
	if r.Until == 0 {
		return s.sc.Months - s.t
	}
	return max(12, min(r.Until, s.sc.Months)-s.t)
}

// setLevel is each rule, from the portfolio's side: what it may give, or what
// it gives now.
func (s *second) setLevel(wealth, ruled, other, tax, now float64) {
	r := s.sc.Rule
	give, draw := math.NaN(), now+other
	switch r.Kind {
	case PctOfPortfolio:
		give = wealth*r.Pct/12 - tax
	case CAPE:
		give = wealth*math.Max(0, r.A+r.B/s.capes[s.t])/12 - tax
	case VPW:
		// The level payment that leaves nothing: its present value is the wealth.
		present, factor := 0.0, 1.0
		for range s.leftFor(r) {
			present += factor
			factor /= math.Pow(1+r.Rate, 1.0/12)
		}
		give = wealth/present - tax
	case FloorCeiling:
		if s.anchor == 0 && draw > 0 && wealth > 0 {
			s.anchor = draw / wealth
		}
		if s.anchor > 0 {
			give = s.anchor * wealth
		}
	case Guardrails:
		switch {
		case s.anchor == 0:
			if draw > 0 && wealth > 0 {
				s.anchor = draw / wealth
			}
		case draw > r.Upper*s.anchor*wealth && s.leftFor(r) > 15*12:
			s.level *= 1 - r.Cut
		case draw < r.Lower*s.anchor*wealth:
			s.level *= 1 + r.Raise
		}
	case RiskGuardrails:
		if s.odds == nil {
			break
		}
		low, high := s.odds.rails((s.t-r.From)/12, s.level, tax)
		if wealth < low {
			s.level *= 1 - r.Step
		} else if wealth > high {
			s.level *= 1 + r.Step
		}
	case Ratchet:
		if s.anchor == 0 {
			s.anchor, s.lastRaise = wealth, s.t-r.Gap
		} else if wealth > s.anchor*(1+r.Threshold) && s.t-s.lastRaise >= r.Gap {
			s.level, s.lastRaise = s.level*(1+r.Raise), s.t
		}
	}
	if math.IsNaN(give) {
		return
	}
	s.level = 1
	if ruled > 0 {
		s.level = math.Max(0, (give-other)/ruled)
	}
	if r.Ceil > 0 {
		s.level = math.Min(s.level, r.Ceil)
	}
	s.level = math.Min(math.Max(s.level, r.Floor), 1e6)
}
