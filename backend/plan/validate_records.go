package plan

import (
	"encoding/base64"
	"slices"
	"strings"

	"meridian/backend/money"
)

// identity checks the fields at the top.
func (v *validator) identity() {
	p := v.plan
	if p.Schema != Schema || p.Version != Version {
		v.fail("/version", "plan.version", pair{
			"“version” must be a whole number from 1 to %d.",
			"‘version’ 값은 1부터 %d까지의 정수여야 합니다.",
		}, Version)
	}
	v.short("/id", p.ID)
	v.short("/name", p.Name)
	v.short("/locale", p.Locale)
	v.short("/region", p.Region)
	if !money.Currency(p.Currency).Known() {
		v.currency("/currency", p.Currency)
	}
	v.year("/start", p.Start)
	v.year("/priceLevel", p.PriceLevel)
	v.count("fx", len(p.FX))
	for _, key := range sortedKeys(p.FX) {
		v.fx(key, p.FX[key])
	}
}

// year checks a month that stands for the present.
func (v *validator) year(pointer string, m Month) {
	year, _ := m.Date()
	if year < 1900 || year > 2200 {
		v.fail(pointer, "month.far", pair{
			"“%.20s” is not a month between 1900 and 2200.",
			"‘%.20s’ 값은 1900년에서 2200년 사이의 연월이 아닙니다.",
		}, m)
	}
}

func (v *validator) fx(key string, r FXRate) {
	here := at("/fx", key)
	from, to, ok := strings.Cut(key, "/")
	if !ok || !money.Currency(from).Known() || !money.Currency(to).Known() || from == to {
		v.fail(here, "fx.pair", pair{
			"“%.20s” is not a pair of currencies. Write it like USD/KRW.",
			"‘%.20s’ 값은 통화 쌍이 아닙니다. USD/KRW처럼 써 주세요.",
		}, key)
		return
	}
	if _, err := money.ParseRate(string(r.Rate), money.Currency(from), money.Currency(to)); err != nil {
		v.fail(at(here, "rate"), "fx.rate", pair{"A rate must be a number above zero.", "환율은 0보다 큰 숫자여야 합니다."})
	}
	v.short(at(here, "source"), r.Source)
}

func (v *validator) people() {
	v.count("people", len(v.plan.People))
	for _, id := range sortedKeys(v.plan.People) {
		p := v.plan.People[id]
		here := v.record("people", id, p.Record)
		v.born(at(here, "birth"), id, p)
		v.horizon(at(here, "horizon"), id, p)
		if p.Work != nil {
			v.stops(at(here, "work", "stop"), id, p)
		}
		if p.CaresFor != "" {
			v.person(at(here, "caresFor"), p.CaresFor)
		}
		v.mishaps(here, p)
	}
}

// mishaps checks what may befall a person.
func (v *validator) mishaps(here string, p Person) {
	if d := p.Disability; d != nil {
		v.share(at(here, "disability", "probPerYear"), d.ProbPerYear)
		v.whole(at(here, "disability", "months"), d.Months, 1, 12*MaxYears)
		v.share(at(here, "disability", "share"), d.Share)
	}
	if c := p.Care; c != nil {
		v.share(at(here, "care", "probPerYear"), c.ProbPerYear)
		v.whole(at(here, "care", "fromAge"), c.FromAge, 0, MaxYears)
		v.whole(at(here, "care", "months"), c.Months, 1, 12*MaxYears)
		v.amount(at(here, "care", "cost"), c.Cost, "")
		v.growth(at(here, "care", "growth"), c.Growth)
	}
}

// stops refuses an end of work before the worker was born.
func (v *validator) stops(pointer, id string, p Person) {
	month, ok := v.moment(pointer, p.Work.Stop)
	if birth, known := v.time.Births[id]; ok && known && month < birth {
		v.fail(pointer, "work.beforeBirth", pair{
			"%s would stop working before being born. Choose a later moment.",
			"%s 님이 태어나기 전에 일을 그만두는 것으로 되어 있습니다. 더 늦은 시점을 골라 주세요.",
		}, label(p.Name, id))
	}
}

// born checks a birth: nobody older than people get, and no adult of the future.
func (v *validator) born(pointer, id string, p Person) {
	v.year(pointer, p.Birth)
	birth := v.time.Births[id]
	if birth < -12*MaxYears || birth > 12*MaxYears || (birth > 0 && !p.Dependant) {
		v.fail(pointer, "birth.far", pair{
			"“%[1]s” would be %[2]d years old when the plan starts. Correct the birth month.",
			"계획 시작 때 ‘%[1]s’ 님의 나이가 %[2]d세입니다. 태어난 달을 고쳐 주세요.",
		}, label(p.Name, id), -birth/12)
	}
}

func (v *validator) horizon(pointer, id string, p Person) {
	h := p.Horizon
	if h.Table != "" {
		v.share(at(pointer, "percentile"), h.Percentile)
		v.short(at(pointer, "table"), h.Table)
		return
	}
	if p.Dependant && h == (Horizon{}) {
		return
	}
	v.whole(at(pointer, "age"), h.Age, 1, MaxYears)
	if p.Dependant || p.Archived || h.Age < 1 || h.Age > MaxYears {
		return
	}
	if v.time.Horizons[id] < 1 {
		v.fail(at(pointer, "age"), "horizon.past", pair{
			"“%[1]s” is planned for to age %[2]d, which is before the plan starts. Raise the age.",
			"‘%[1]s’ 님의 계획 나이 %[2]d세가 계획 시작보다 이전입니다. 나이를 올려 주세요.",
		}, label(p.Name, id), h.Age)
	}
}

func (v *validator) milestones() {
	v.count("milestones", len(v.plan.Milestones))
	for _, id := range sortedKeys(v.plan.Milestones) {
		m := v.plan.Milestones[id]
		here := v.record("milestones", id, m.Record)
		v.short(at(here, "icon"), m.Icon)
		v.long(at(here, "note"), m.Note)
		if m.When.Trigger != nil {
			v.trigger(at(here, "when", "trigger"), *m.When.Trigger)
			continue
		}
		v.moment(at(here, "when"), m.When.TimeRef)
	}
}

func (v *validator) trigger(pointer string, t Trigger) {
	f, err := money.Float(string(t.Value))
	if err != nil || f < 0 {
		v.fail(at(pointer, "value"), "trigger.value", pair{"The value must be a number of zero or more.", "값은 0 이상의 숫자여야 합니다."})
	}
	v.maybeMoment(at(pointer, "after"), t.After)
	v.maybeMoment(at(pointer, "before"), t.Before)
}

func (v *validator) accounts() {
	v.count("accounts", len(v.plan.Accounts))
	for _, id := range sortedKeys(v.plan.Accounts) {
		v.oneAccount(id, v.plan.Accounts[id])
	}
}

func (v *validator) oneAccount(id string, a Account) {
	here := v.record("accounts", id, a.Record)
	v.owner(at(here, "owner"), a.Owner)
	v.short(at(here, "kind"), a.Kind)
	v.short(at(here, "institution"), a.Institution)
	v.short(at(here, "linkedActual"), a.LinkedActual)
	if a.Cur != "" && a.Cur != a.Balance.Cur {
		v.currency(at(here, "cur"), a.Cur)
	}
	v.amount(at(here, "balance"), a.Balance, a.Cur)
	if a.CostBasis != nil {
		v.maybe(at(here, "basis", "cost"), a.CostBasis.Cost, a.Cur)
		v.maybe(at(here, "basis", "contributed"), a.CostBasis.Contributed, a.Cur)
	}
	if a.Alloc != nil {
		v.allocation(at(here, "alloc"), *a.Alloc, true)
	}
	v.fee(at(here, "fee"), a.Fee)
	if a.Access != nil {
		v.maybeMoment(at(here, "access", "from"), a.Access.From)
		v.share(at(here, "access", "penaltyRate"), a.Access.PenaltyRate)
		v.few(at(here, "access", "exceptions"), len(a.Access.Exceptions))
	}
	if a.RollTo != "" {
		v.account(at(here, "rollTo"), a.RollTo)
	}
}

func (v *validator) fee(pointer string, f *Fee) {
	switch {
	case f == nil:
	case f.Amount != nil:
		v.amount(pointer, *f.Amount, "")
	default:
		v.within(pointer, f.Rate, 0, 0.2)
	}
}

// allocation checks a mix: weights or a glide path of them, not both.
func (v *validator) allocation(pointer string, a Alloc, required bool) {
	if n := count(len(a.Weights) > 0, len(a.Glide) > 0); n != 1 && (required || n == 2) {
		v.one(pointer, "weights, glide", n)
	}
	if len(a.Weights) > 0 {
		v.weights(at(pointer, "weights"), a.Weights)
	}
	if !v.few(at(pointer, "glide"), len(a.Glide)) {
		return
	}
	last := 0
	for i, g := range a.Glide {
		here := at(pointer, "glide", i)
		month, ok := v.moment(at(here, "at"), g.At)
		if ok && i > 0 && month < last {
			v.warn(at(here, "at"), "glide.order", pair{
				"This point of the glide path lies before the one above it; they are followed in order of time.",
				"이 시점이 앞의 시점보다 이릅니다. 시간 순서대로 적용합니다.",
			})
		}
		last = month
		v.weights(at(here, "weights"), g.Weights)
	}
	if a.Rebalance != nil && a.Rebalance.Every == "" {
		v.within(at(pointer, "rebalance", "band"), a.Rebalance.Band, 0.001, 1)
	}
}

func (v *validator) weights(pointer string, w map[string]float64) {
	v.few(pointer, len(w))
	total := 0.0
	for _, class := range sortedKeys(w) {
		if _, ok := v.plan.Assumptions.Classes[class]; !ok {
			v.dangling(at(pointer, class), pair{"asset class", "자산군"}, class)
		}
		v.share(at(pointer, class), w[class])
		total += w[class]
	}
	if !near(total, 1) {
		v.sum(pointer, total)
	}
}

func (v *validator) property() {
	v.count("property", len(v.plan.Property))
	for _, id := range sortedKeys(v.plan.Property) {
		p := v.plan.Property[id]
		here := v.record("property", id, p.Record)
		v.owner(at(here, "owner"), p.Owner)
		v.maybe(at(here, "value"), p.Value, "")
		v.growth(at(here, "growth"), p.Growth)
		v.maybe(at(here, "rent"), p.Rent, "")
		v.fee(at(here, "upkeep"), p.Upkeep)
		v.within(at(here, "taxRate"), p.TaxRate, 0, 0.2)
		v.maybe(at(here, "paid"), p.Paid, "")
		if p.Replaces != "" {
			v.propertyRef(at(here, "replaces"), p.Replaces)
		}
		v.trade(here, p)
	}
}

// trade checks how a property is bought and sold.
func (v *validator) trade(here string, p Property) {
	bought, okBought := 0, true
	if p.Buy != nil {
		bought, okBought = v.moment(at(here, "buy", "at"), p.Buy.At)
		v.amount(at(here, "buy", "price"), p.Buy.Price, "")
		if p.Buy.Funding != "" {
			v.account(at(here, "buy", "funding"), p.Buy.Funding)
		}
	}
	if p.Buy == nil && p.Value == nil {
		v.fail(at(here, "value"), "property.worth", pair{"Say what it is worth, or when it is bought and for how much.", "현재 가치, 또는 언제 얼마에 사는지 정해 주세요."})
	}
	if p.Sell == nil {
		return
	}
	v.within(at(here, "sell", "costRate"), p.Sell.CostRate, 0, 1)
	v.optionalRate(at(here, "sell", "gainRate"), p.Sell.GainRate, 0, 1)
	v.maybe(at(here, "sell", "gainExempt"), p.Sell.GainExempt, "")
	if n := count(p.Sell.At != nil, p.Sell.Trigger != nil); n != 1 {
		v.one(at(here, "sell"), "at, trigger", n)
	}
	if p.Sell.Trigger != nil {
		v.trigger(at(here, "sell", "trigger"), *p.Sell.Trigger)
	}
	if p.Sell.At == nil {
		return
	}
	sold, okSold := v.moment(at(here, "sell", "at"), *p.Sell.At)
	if okBought && okSold && sold < bought {
		v.fail(at(here, "sell"), "span.reversed", pair{
			"It ends (%[2]s) before it starts (%[1]s). Move one of them.",
			"끝(%[2]s)이 시작(%[1]s)보다 빠릅니다. 둘 중 하나를 옮겨 주세요.",
		}, v.time.Start.Add(bought), v.time.Start.Add(sold))
	}
}

func (v *validator) debts() {
	v.count("debts", len(v.plan.Debts))
	for _, id := range sortedKeys(v.plan.Debts) {
		d := v.plan.Debts[id]
		here := v.record("debts", id, d.Record)
		if d.Owner != nil {
			v.owner(at(here, "owner"), *d.Owner)
		}
		v.amount(at(here, "balance"), d.Balance, "")
		v.within(at(here, "rate"), d.Rate, 0, 1)
		v.maybe(at(here, "payment"), d.Payment, "")
		v.maybeMoment(at(here, "end"), d.End)
		v.maybeMoment(at(here, "fixedUntil"), d.FixedUntil)
		if d.Then != nil {
			v.within(at(here, "then", "rate"), d.Then.Rate, 0, 1)
		}
		if (d.FixedUntil == nil) != (d.Then == nil) {
			v.fail(here, "debt.change", pair{
				"A fixed period needs the rate after it, and the other way round.",
				"고정 기간과 그 이후의 금리를 함께 정해 주세요.",
			})
		}
		if d.SecuredBy != "" {
			v.propertyRef(at(here, "securedBy"), d.SecuredBy)
		}
		v.extras(here, d.Extra)
		v.repaid(here, d)
	}
}

func (v *validator) extras(here string, extras []Extra) {
	if !v.few(at(here, "extra"), len(extras)) {
		return
	}
	for i, e := range extras {
		v.amount(at(here, "extra", i, "amount"), e.Amount, "")
		v.span(at(here, "extra", i, "span"), e.Span)
	}
}

// repaid checks that a debt can come to an end.
func (v *validator) repaid(here string, d Debt) {
	if d.End == nil && (d.Payment == nil || d.Type != DebtAmortising) {
		v.fail(at(here, "end"), "debt.end", pair{
			"Say by when it is paid back, or, for an amortising debt, what is paid each month.",
			"언제까지 갚는지, 또는 원리금 균등 상환이면 매달 얼마를 갚는지 정해 주세요.",
		})
		return
	}
	if d.Payment == nil || d.Type != DebtAmortising {
		return
	}
	balance, err1 := money.Float(string(d.Balance.Amt))
	payment, err2 := money.Float(string(d.Payment.Amt))
	if d.Payment.Per == PerYear {
		payment /= 12
	}
	if err1 == nil && err2 == nil && payment <= balance*d.Rate/12 && balance > 0 {
		v.warn(at(here, "payment"), "debt.never", pair{
			"The payment does not even cover the interest: the debt would grow. Raise it.",
			"상환액이 이자보다 적어 빚이 늘어납니다. 상환액을 올려 주세요.",
		})
	}
}

func (v *validator) income() {
	v.count("income", len(v.plan.Income))
	for _, id := range sortedKeys(v.plan.Income) {
		i := v.plan.Income[id]
		here := v.record("income", id, i.Record)
		if i.Person != "joint" {
			v.person(at(here, "person"), i.Person)
		}
		v.amount(at(here, "amount"), i.Amount, "")
		v.span(at(here, "span"), i.Span)
		v.growth(at(here, "growth"), i.Growth)
		v.steps(at(here, "steps"), i.Steps)
		v.share(at(here, "survivorShare"), i.SurvivorShare)
		v.optionalRate(at(here, "withhold"), i.Withhold, 0, 1)
		v.short(at(here, "taxAs"), i.TaxAs)
		v.whole(at(here, "serviceYears"), i.ServiceYears, 0, 80)
		v.claim(here, i)
		v.deductions(here, i)
		v.uncertain(here, i)
	}
}

func (v *validator) uncertain(here string, i Income) {
	if i.Volatility != nil {
		v.within(at(here, "volatility", "sd"), i.Volatility.SD, 0, 2)
		v.within(at(here, "volatility", "corrWithMarket"), i.Volatility.CorrWithMarket, -1, 1)
	}
	if i.Interrupt != nil {
		v.share(at(here, "interrupt", "probPerYear"), i.Interrupt.ProbPerYear)
		v.whole(at(here, "interrupt", "months"), i.Interrupt.Months, 0, 120)
		v.share(at(here, "interrupt", "share"), i.Interrupt.Share)
	}
}

func (v *validator) claim(here string, i Income) {
	c := i.Claim
	if c == nil {
		return
	}
	here = at(here, "claim")
	v.within(at(here, "reducePerYear"), c.ReducePerYear, 0, 0.5)
	v.within(at(here, "increasePerYear"), c.IncreasePerYear, 0, 0.5)
	if c.Earliest > c.Normal || c.Normal > c.Latest || c.Earliest < 0 || c.Latest > MaxYears {
		v.fail(here, "claim.order", pair{
			"The ages must rise from earliest over normal to latest.",
			"조기, 정상, 연기 수급 나이는 차례로 커져야 합니다.",
		})
		return
	}
	if c.At != 0 && (c.At < c.Earliest || c.At > c.Latest) {
		v.fail(at(here, "at"), "claim.age", pair{
			"It can be claimed from age %[1]d to %[2]d.",
			"%[1]d세부터 %[2]d세까지 신청할 수 있습니다.",
		}, c.Earliest, c.Latest)
	}
	if c.At != 0 && i.Person == "joint" {
		v.fail(at(here, "at"), "claim.person", pair{"A claiming age needs one person.", "수급 나이를 정하려면 한 사람의 소득이어야 합니다."})
	}
}

func (v *validator) deductions(here string, i Income) {
	if !v.few(at(here, "preTax"), len(i.PreTax)) {
		return
	}
	total := 0.0
	for n, d := range i.PreTax {
		where := at(here, "preTax", n)
		v.short(at(where, "name"), d.Name)
		v.maybe(at(where, "amount"), d.Amount, "")
		v.optionalRate(at(where, "rate"), d.Rate, 0, 1)
		if n := count(d.Amount != nil, d.Rate != nil); n != 1 {
			v.one(where, "amount, rate", n)
		}
		if d.To != "" {
			v.account(at(where, "to"), d.To)
		}
		if d.Rate != nil {
			total += *d.Rate
		}
	}
	if total > 1+1e-9 {
		v.fail(at(here, "preTax"), "share.over", pair{
			"Together this is %.0f %% of what there is. Lower it to 100 %% or less.",
			"합이 %.0f%%입니다. 100%% 이하로 낮춰 주세요.",
		}, 100*total)
	}
	if i.RouteTo != nil {
		v.account(at(here, "routeTo", "accountId"), i.RouteTo.AccountID)
		v.share(at(here, "routeTo", "share"), i.RouteTo.Share)
	}
}

func (v *validator) spending() {
	v.count("spending", len(v.plan.Spending))
	for _, id := range sortedKeys(v.plan.Spending) {
		s := v.plan.Spending[id]
		here := v.record("spending", id, s.Record)
		v.amount(at(here, "amount"), s.Amount, "")
		v.span(at(here, "span"), s.Span)
		v.growth(at(here, "growth"), s.Growth)
		v.steps(at(here, "steps"), s.Steps)
		v.share(at(here, "cutFloor"), s.CutFloor)
		if s.Owner != nil {
			v.owner(at(here, "owner"), *s.Owner)
		}
		if s.PayFrom != "" {
			v.account(at(here, "payFrom"), s.PayFrom)
		}
		v.tags(at(here, "tags"), s.Tags)
	}
}

func (v *validator) tags(pointer string, tags []string) {
	if !v.few(pointer, len(tags)) {
		return
	}
	for i, t := range tags {
		v.short(at(pointer, i), t)
	}
}

func (v *validator) goals() {
	v.count("goals", len(v.plan.Goals))
	for _, id := range sortedKeys(v.plan.Goals) {
		g := v.plan.Goals[id]
		here := v.record("goals", id, g.Record)
		v.amount(at(here, "target"), g.Target, "")
		v.growth(at(here, "growth"), g.Growth)
		v.whole(at(here, "every"), g.Every, 0, MaxYears)
		switch {
		case g.When.TimeRef != nil:
			v.moment(at(here, "when"), *g.When.TimeRef)
		case g.When.Span != nil:
			v.span(at(here, "when"), *g.When.Span)
		default:
			v.fail(at(here, "when"), "time.kind", pair{"Say when: now, month, age, milestone or end.", "now, month, age, milestone, end 중에서 시점을 정해 주세요."})
		}
		v.fundedFrom(at(here, "fundFrom"), g.FundFrom)
		v.everDue(at(here, "when"), id, g)
	}
}

// everDue warns of a goal that lies wholly outside the plan's time.
func (v *validator) everDue(pointer, id string, g Goal) {
	if g.Archived || v.time.Months < 1 {
		return
	}
	from, until, ok := 0, 0, false
	switch {
	case g.When.TimeRef != nil:
		from, ok = v.time.At(*g.When.TimeRef)
		until = from + 1
		if g.Every > 0 {
			until = max(until, v.time.Months)
		}
	case g.When.Span != nil:
		from, until, ok = v.time.Span(*g.When.Span)
	}
	if ok && (from >= v.time.Months || until <= 0) {
		v.warn(pointer, "goal.never", pair{
			"“%s” lies outside the plan's time, so nothing is ever paid for it. Choose another moment.",
			"‘%s’ 목표는 계획 기간 밖에 있어 돈이 전혀 들지 않는 것으로 계산됩니다. 다른 시점을 골라 주세요.",
		}, label(g.Name, id))
	}
}

func (v *validator) fundedFrom(pointer string, shares map[string]float64) {
	total := 0.0
	for _, id := range sortedKeys(shares) {
		v.account(at(pointer, id), id)
		v.share(at(pointer, id), shares[id])
		total += shares[id]
	}
	if total > 1+1e-6 {
		v.fail(pointer, "share.over", pair{
			"Together this is %.0f %% of what there is. Lower it to 100 %% or less.",
			"합이 %.0f%%입니다. 100%% 이하로 낮춰 주세요.",
		}, 100*total)
	}
}

func (v *validator) saving() {
	v.count("saving", len(v.plan.Saving))
	caps := map[string]Amount{}
	for _, id := range sortedKeys(v.plan.Saving) {
		r := v.plan.Saving[id]
		here := v.record("saving", id, r.Record)
		v.account(at(here, "to"), r.To)
		if r.From != FromSurplus && r.From != FromEmployer {
			v.incomeRef(at(here, "from"), r.From)
		}
		v.savingAmount(here, r)
		if r.Span != nil {
			v.span(at(here, "span"), *r.Span)
		}
		v.growth(at(here, "growth"), r.Growth)
		v.maybe(at(here, "stopAtBalance"), r.StopAtBalance, "")
		v.whole(at(here, "bufferMonths"), r.BufferMonths, 0, 600)
		v.short(at(here, "capGroup"), r.CapGroup)
		v.match(here, r)
		v.capOf(here, r, caps)
	}
}

func (v *validator) savingAmount(here string, r SavingRule) {
	a := r.Amount
	here = at(here, "amount")
	if n := count(a.Fixed != nil, a.PctOfIncome != nil, a.PctOfRemaining != nil, a.ToLimit != "", a.Rest); n != 1 {
		v.one(here, "fixed, pctOfIncome, pctOfRemaining, toLimit, rest", n)
		return
	}
	v.maybe(at(here, "fixed"), a.Fixed, "")
	v.optionalRate(at(here, "pctOfRemaining"), a.PctOfRemaining, 0, 1)
	if a.ToLimit != "" && r.From == FromEmployer {
		v.fail(at(here, "toLimit"), "saving.employer", pair{
			"An employer gives an amount or a share of pay, not up to a limit.",
			"회사 부담금은 금액이나 급여 비율로 정해 주세요. 한도까지 채우는 방식은 쓸 수 없습니다.",
		})
	}
	if a.PctOfRemaining != nil || a.Rest {
		v.onlySurplus(here, r)
	}
	if a.PctOfIncome == nil {
		return
	}
	v.share(at(here, "pctOfIncome", "rate"), a.PctOfIncome.Rate)
	v.incomeRef(at(here, "pctOfIncome", "income"), a.PctOfIncome.Income)
	if r.From != FromSurplus && r.From != FromEmployer && r.From != a.PctOfIncome.Income {
		v.fail(at(here, "pctOfIncome", "income"), "saving.otherIncome", pair{
			"The rule takes from one income and is measured by another. Use the same for both, or take it from what is left over.",
			"규칙이 떼는 소득과 기준이 되는 소득이 다릅니다. 같은 소득을 쓰거나 남는 돈에서 떼도록 바꿔 주세요.",
		})
	}
}

func (v *validator) onlySurplus(here string, r SavingRule) {
	if r.From != FromSurplus {
		v.fail(here, "saving.surplus", pair{
			"A share of what is left over, or all of it, can only come from the surplus.",
			"남는 돈의 일부나 전부는 ‘남는 돈(surplus)’에서만 낼 수 있습니다.",
		})
	}
}

func (v *validator) match(here string, r SavingRule) {
	m := r.Match
	if m == nil {
		return
	}
	here = at(here, "match")
	v.within(at(here, "rate"), m.Rate, 0, 10)
	v.share(at(here, "upToPctOfPay"), m.UpToPctPay)
	v.maybe(at(here, "cap"), m.Cap, "")
	if m.MatchIncome != "" {
		v.incomeRef(at(here, "income"), m.MatchIncome)
		return
	}
	if m.UpToPctPay > 0 && r.From == FromSurplus && r.Amount.PctOfIncome == nil {
		v.fail(at(here, "income"), "match.pay", pair{
			"Say of which pay the match is a share.",
			"회사 지원이 어느 급여를 기준으로 하는지 정해 주세요.",
		})
	}
}

// capOf checks a yearly limit, and that rules that share one agree on it.
func (v *validator) capOf(here string, r SavingRule, caps map[string]Amount) {
	if r.Cap == nil {
		return
	}
	v.amount(at(here, "cap"), *r.Cap, "")
	if r.CapGroup == "" {
		return
	}
	if other, ok := caps[r.CapGroup]; ok && other != *r.Cap {
		v.warn(at(here, "cap"), "cap.differs", pair{
			"Another rule of the group “%s” has another limit; the first one counts.",
			"같은 한도 그룹 ‘%s’의 다른 규칙과 한도가 다릅니다. 먼저 적용되는 규칙의 한도를 씁니다.",
		}, clip(r.CapGroup))
		return
	}
	caps[r.CapGroup] = *r.Cap
}

func (v *validator) insurance() {
	v.count("insurance", len(v.plan.Insurance))
	for _, id := range sortedKeys(v.plan.Insurance) {
		i := v.plan.Insurance[id]
		here := v.record("insurance", id, i.Record)
		v.person(at(here, "insured"), i.Insured)
		v.short(at(here, "docRef"), i.DocRef)
		if i.Premium != nil {
			v.amount(at(here, "premium", "amount"), i.Premium.Amount, "")
			v.span(at(here, "premium", "span"), i.Premium.Span)
		}
		v.maybe(at(here, "payout"), i.Payout, "")
		v.maybe(at(here, "surrender"), i.Surrender, "")
		if i.Span != nil {
			v.span(at(here, "span"), *i.Span)
		}
		if i.Trigger != nil {
			v.whole(at(here, "trigger", "age"), i.Trigger.Age, 0, MaxYears)
		}
	}
}

func (v *validator) withdrawal() {
	w := v.plan.Withdrawal
	v.rule("/withdrawal/rule", w.Rule)
	if v.few("/withdrawal/order", len(w.Order)) {
		for i, s := range w.Order {
			v.step(at("/withdrawal/order", i), s)
		}
	}
	if w.Buffer != nil {
		v.whole("/withdrawal/buffer/months", w.Buffer.Months, 0, 600)
	}
	v.within("/withdrawal/borrowRate", w.BorrowRate, 0, 1)
	v.picks("/withdrawal/neverTouch", w.NeverTouch)
	v.resorts("/withdrawal/lastResort", w.LastResort, nil)
	v.resorts("/withdrawal/shortfall", w.Shortfall, []string{"wish", "flexible", "borrow", "unfunded"})
	for i, c := range w.Conversions {
		here := at("/withdrawal/conversions", i)
		v.account(at(here, "from"), c.From)
		v.account(at(here, "to"), c.To)
		v.maybe(at(here, "fillTo"), c.FillTo, "")
		v.span(at(here, "span"), c.Span)
		v.converts(here, c)
	}
}

// converts warns of a conversion that is none: out of what was taxed already, or
// into what is taxed again. An ISA that has run its term may go into pension savings.
func (v *validator) converts(here string, c Conversion) {
	from, ok1 := v.plan.Accounts[c.From]
	to, ok2 := v.plan.Accounts[c.To]
	known := from.Wrapper == WrapperDeferred && to.Wrapper == WrapperExempt || from.Wrapper == WrapperCapped && to.Wrapper == WrapperDeferred
	if ok1 && ok2 && !known {
		v.warn(here, "conversion.wrappers", pair{
			"A conversion moves money from a tax-deferred account to a tax-exempt one, or from a capped one (ISA) to a tax-deferred one; “%[1]s” to “%[2]s” is something else.",
			"전환은 과세이연 계좌에서 비과세 계좌로, 또는 ISA에서 연금계좌로 옮기는 것입니다. ‘%[1]s’에서 ‘%[2]s’로 옮기는 것은 여기에 해당하지 않습니다.",
		}, label(from.Name, c.From), label(to.Name, c.To))
	}
}

// rule checks the parameters of a spending rule.
func (v *validator) rule(pointer string, r SpendingRule) {
	fields := []struct {
		name      string
		value     float64
		low, high float64
	}{
		{"pct", r.Pct, 0, 1}, {"rate", r.Rate, -0.2, 0.5}, {"upper", r.Upper, 0, 10}, {"lower", r.Lower, 0, 10},
		{"cut", r.Cut, 0, 1}, {"raise", r.Raise, 0, 1}, {"cutBelow", r.CutBelow, 0, 1}, {"raiseAbove", r.RaiseAbove, 0, 1},
		{"step", r.Step, 0, 1}, {"threshold", r.Threshold, 0, 100}, {"declinePerYear", r.DeclinePerYear, 0, 0.2},
		{"a", r.A, -1, 1}, {"b", r.B, -1, 10}, {"startCape", r.StartCAPE, 0, 200},
	}
	for _, f := range fields {
		v.within(at(pointer, f.name), f.value, f.low, f.high)
	}
	v.optionalRate(at(pointer, "floor"), r.Floor, 0, 10)
	v.optionalRate(at(pointer, "ceil"), r.Ceil, 0, 10)
	v.whole(at(pointer, "years"), r.Years, 0, MaxYears)
	v.whole(at(pointer, "fromAge"), r.FromAge, 0, MaxYears)
	v.whole(at(pointer, "toAge"), r.ToAge, 0, MaxYears)
	v.short(at(pointer, "table"), r.Table)
	v.maybeMoment(at(pointer, "from"), r.From)
	v.ruleParams(pointer, r)
}

// ruleParams checks what the rule's kind reads, taken together.
func (v *validator) ruleParams(pointer string, r SpendingRule) {
	switch r.Kind {
	case RuleCAPE:
		v.ruleCAPE(pointer, r)
	case RuleRiskGuardrails:
		v.ruleOdds(pointer, r)
	case RuleSmile:
		if r.ToAge < r.FromAge {
			v.fail(at(pointer, "toAge"), "rule.ages", pair{"The second age must not be below the first.", "두 번째 나이는 첫 번째 나이보다 작을 수 없습니다."})
		}
	case RulePctOfPortfolio:
		if r.Pct == 0 {
			v.fail(at(pointer, "pct"), "rule.pct", pair{"Say which share of the portfolio is spent a year.", "한 해에 자산의 몇 %를 쓰는지 정해 주세요."})
		}
		v.ruleBounds(pointer, r)
	case RuleFloorCeiling:
		if r.Floor == nil && r.Ceil == nil {
			v.fail(at(pointer, "floor"), "rule.unbounded", pair{"Give a floor, a ceiling or both, as a share of planned spending: 0.85 is 85 %% of it.", "하한이나 상한을 정해 주세요. 계획한 지출 대비 비율로, 0.85는 85%%입니다."})
		}
		if r.Floor != nil && *r.Floor > 1 {
			v.fail(at(pointer, "floor"), "rule.floor", pair{"The floor must not lie above planned spending, which is 1.", "하한은 계획한 지출(1)보다 높을 수 없습니다."})
		}
		v.ruleBounds(pointer, r)
	case RuleGuardrails:
		v.ruleRails(pointer, r)
	case RuleRatchet:
		if r.Raise == 0 {
			v.fail(at(pointer, "raise"), "rule.raise", pair{"Say by how much spending is raised: 0.1 is a tenth.", "지출을 얼마나 올릴지 정해 주세요. 0.1은 10%%입니다."})
		}
	}
}

// ruleCAPE checks the rate that follows how dear shares are.
func (v *validator) ruleCAPE(pointer string, r SpendingRule) {
	if r.A == 0 && r.B == 0 {
		v.fail(at(pointer, "a"), "rule.cape", pair{"Say which share of wealth is spent a year: a, and b times what shares earn at their price. 0.01 and 0.5 are usual.", "한 해에 자산의 몇 %%를 쓸지 정해 주세요. a에 주식 이익률(1/CAPE)의 b배를 더합니다. 보통 0.01과 0.5입니다."})
	}
	if r.StartCAPE != 0 && r.StartCAPE < 1 {
		v.fail(at(pointer, "startCape"), "rule.startCape", pair{"Shares do not cost less than a year's earnings. Correct the CAPE at the start, or leave it out.", "주가가 1년 치 이익보다 낮을 수는 없습니다. 시작 시점의 CAPE를 고치거나 비워 두세요."})
	}
	v.ruleBounds(pointer, r)
}

// ruleOdds checks the rails of guardrails on the odds.
func (v *validator) ruleOdds(pointer string, r SpendingRule) {
	if r.RaiseAbove <= r.CutBelow {
		v.fail(at(pointer, "raiseAbove"), "rule.odds", pair{"The odds above which spending is raised must lie above those below which it is cut. 0.6 and 0.95 are usual.", "지출을 늘릴 성공 확률은 줄일 성공 확률보다 높아야 합니다. 보통 0.95와 0.6입니다."})
	}
	if r.Step == 0 {
		v.fail(at(pointer, "step"), "rule.step", pair{"Say by how much spending is cut or raised: 0.05 is a twentieth.", "지출을 얼마나 줄이거나 늘릴지 정해 주세요. 0.05는 5%%입니다."})
	}
}

// ruleBounds checks that a ceiling is one.
func (v *validator) ruleBounds(pointer string, r SpendingRule) {
	switch {
	case r.Ceil == nil:
	case r.Floor != nil && *r.Ceil < *r.Floor:
		v.fail(at(pointer, "ceil"), "rule.bounds", pair{"The ceiling must not lie below the floor.", "상한은 하한보다 낮을 수 없습니다."})
	case *r.Ceil == 0 || (r.Kind == RuleFloorCeiling && *r.Ceil < 1):
		v.fail(at(pointer, "ceil"), "rule.ceil", pair{"The ceiling must not lie below planned spending, which is 1; without one, leave it out.", "상한은 계획한 지출(1)보다 낮을 수 없습니다. 상한이 없으면 비워 두세요."})
	}
}

// ruleRails checks that the first rate of withdrawal lies between the rails.
func (v *validator) ruleRails(pointer string, r SpendingRule) {
	if r.Upper <= 1 {
		v.fail(at(pointer, "upper"), "rule.upper", pair{"Say above which multiple of the first rate of withdrawal spending is cut; it must be above 1. 1.2 is usual.", "처음 인출률의 몇 배를 넘으면 줄일지 정해 주세요. 1보다 커야 하고, 보통 1.2입니다."})
	}
	if r.Lower >= 1 {
		v.fail(at(pointer, "lower"), "rule.lower", pair{"Spending is raised below a multiple of the first rate of withdrawal that is below 1. 0.8 is usual.", "처음 인출률의 몇 배보다 낮아지면 늘릴지는 1보다 작아야 합니다. 보통 0.8입니다."})
	}
	if r.Cut == 0 && r.Raise == 0 {
		v.fail(at(pointer, "cut"), "rule.rails", pair{"Say by how much spending is cut or raised: 0.1 is a tenth.", "지출을 얼마나 줄이거나 늘릴지 정해 주세요. 0.1은 10%%입니다."})
	}
}

func (v *validator) step(pointer string, s WithdrawalStep) {
	v.picks(pointer, []string{s.Pick})
	v.maybeMoment(at(pointer, "when"), s.When)
	v.maybe(at(pointer, "limit"), s.Limit, "")
	u := s.Until
	if u == nil {
		return
	}
	here := at(pointer, "until")
	if n := count(u.Balance != nil, u.BufferMonths != 0, u.Yearly != nil, u.BracketTop != nil, u.TaxAmount != nil); n != 1 {
		v.one(here, "balance, bufferMonths, yearly, bracketTop, taxAmount", n)
	}
	v.maybe(at(here, "balance"), u.Balance, "")
	v.whole(at(here, "bufferMonths"), u.BufferMonths, 0, 600)
	v.maybe(at(here, "yearly"), u.Yearly, "")
	v.optionalRate(at(here, "bracketTop"), u.BracketTop, 0, 1)
	v.maybe(at(here, "taxAmount"), u.TaxAmount, "")
}

// picks checks names of wrappers or accounts. A single step's name stands in
// its field pick, others in a list.
func (v *validator) picks(pointer string, picks []string) {
	if !v.few(pointer, len(picks)) {
		return
	}
	for i, pick := range picks {
		if isWrapper(pick) {
			continue
		}
		here := at(pointer, i)
		if strings.HasPrefix(pointer, "/withdrawal/order") {
			here = at(pointer, "pick")
		}
		v.account(here, pick)
	}
}

func isWrapper(s string) bool {
	return slices.Contains(Wrapper("").Words(), s)
}

// resorts checks what is done when money is short: a word, or property:<id> or insurance:<id>.
func (v *validator) resorts(pointer string, list, allowed []string) {
	if !v.few(pointer, len(list)) {
		return
	}
	for i, s := range list {
		kind, id, named := strings.Cut(s, ":")
		here := at(pointer, i)
		switch {
		case named && kind == "property":
			v.propertyRef(here, id)
		case named && kind == "insurance" && allowed == nil:
			if _, ok := v.plan.Insurance[id]; !ok {
				v.dangling(here, pair{"insurance", "보험"}, id)
			}
		case !slices.Contains(allowed, s):
			words := append(append([]string{}, allowed...), "property:…")
			v.fail(here, "field.choice", pair{"“%.60s” is not one of: %s.", "‘%.60s’ 값은 쓸 수 없습니다. 다음 중에서 골라 주세요: %s."}, s, strings.Join(words, ", "))
		case s == "borrow" && v.plan.Withdrawal.BorrowRate == 0:
			v.warn("/withdrawal/borrowRate", "borrow.rate", pair{"Borrowing is free of interest as it stands. Give a rate.", "이자 없이 빌리는 것으로 되어 있습니다. 금리를 정해 주세요."})
		}
	}
}

func (v *validator) tax() {
	t := v.plan.Tax
	p := t.Params
	for _, f := range []struct {
		name string
		rate *float64
	}{{"income", p.Income}, {"gains", p.Gains}, {"dividends", p.Dividends}, {"interest", p.Interest}, {"pension", p.Pension}, {"cappedRate", p.CappedRate}, {"severanceRate", p.SeveranceRate}, {"stateRate", p.StateRate}} {
		v.optionalRate(at("/tax/params", f.name), f.rate, 0, 1)
	}
	v.short("/tax/pack", t.Pack)
	v.maybe("/tax/params/deduction", p.Deduction, "")
	v.maybe("/tax/params/cappedExempt", p.CappedExempt, "")
	switch {
	case t.Regime == RegimeFlat && p.Income == nil:
		v.fail("/tax/params/income", "tax.income", pair{"A flat tax needs a rate on income.", "단일 세율에는 소득세율이 필요합니다."})
	case t.Regime == RegimeUSFederal:
		v.filing(p.FilingStatus)
	case t.Regime == RegimeBands && len(p.Bands) == 0:
		v.fail("/tax/params/bands", "tax.bands", pair{"Give at least one band: from which income, at which rate.", "세율 구간을 하나 이상 정해 주세요."})
	}
	v.bands(p.Bands)
}

// filing warns of a filing status that does not suit the people.
func (v *validator) filing(status FilingStatus) {
	adults := 0
	for _, p := range v.plan.People {
		if !p.Archived && !p.Dependant {
			adults++
		}
	}
	switch {
	case status == FilingJoint && adults < 2:
		v.warn("/tax/params/filingStatus", "tax.filing", pair{
			"Filing together needs two people in the plan who are no dependants; one is taxed as single.",
			"공동 신고를 하려면 부양가족이 아닌 사람이 두 명 있어야 합니다. 한 명이면 단독 신고로 계산합니다.",
		})
	case status == FilingJoint && adults > 2:
		v.warn("/tax/params/filingStatus", "tax.filing.many", pair{
			"More than two people file together; the law knows couples only.",
			"세 명 이상이 함께 신고하는 것으로 되어 있습니다. 공동 신고는 부부만 할 수 있습니다.",
		})
	}
}

func (v *validator) bands(bands []TaxBand) {
	if !v.few("/tax/params/bands", len(bands)) {
		return
	}
	last := -1.0
	for i, b := range bands {
		here := at("/tax/params/bands", i)
		v.amount(at(here, "from"), b.From, "")
		v.share(at(here, "rate"), b.Rate)
		from, err := money.Float(string(b.From.Amt))
		if err == nil && from <= last {
			v.fail(at(here, "from"), "tax.order", pair{"Bands must rise from one to the next.", "구간은 아래에서 위로 차례로 커져야 합니다."})
		}
		last = from
		if i > 0 && b.Rate < bands[i-1].Rate {
			v.fail(at(here, "rate"), "tax.falling", pair{"The rate falls from one band to the next; that is not computed. Raise it.", "위 구간의 세율이 더 낮습니다. 이런 세율은 계산하지 않으니 올려 주세요."})
		}
	}
}

// rest checks what is left: targets, legacy, notes, sources.
func (v *validator) rest() {
	p := v.plan
	if c := p.Targets.Confidence; !(c > 0 && c < 1) {
		v.fail("/targets/confidence", "targets.confidence", pair{
			"The confidence must lie between 0 and 1, for instance 0.8.",
			"목표 확률은 0과 1 사이여야 합니다. 예: 0.8",
		})
	}
	if l := p.Legacy; l != nil {
		v.amount("/legacy/floor", l.Floor, "")
		if l.Survivors != nil {
			v.within("/legacy/survivors/spendingFactor", l.Survivors.SpendingFactor, 0, 1)
		}
		v.count("legacy/bequests", len(l.Bequests))
		for _, id := range sortedKeys(l.Bequests) {
			v.short(at("/legacy/bequests", id, "name"), l.Bequests[id].Name)
			v.amount(at("/legacy/bequests", id, "amount"), l.Bequests[id].Amount, "")
		}
	}
	v.annotations()
}

func (v *validator) annotations() {
	p := v.plan
	for _, size := range []struct {
		name string
		n    int
	}{{"notes", len(p.Notes)}, {"sources", len(p.Sources)}} {
		if size.n > 20*MaxRecords {
			v.fail("/"+size.name, "records.many", pair{"There are %d records here; at most %d fit. Merge some.", "항목이 %d개 있습니다. %d개까지 넣을 수 있으니 합쳐 주세요."}, size.n, 20*MaxRecords)
		}
	}
	for _, id := range sortedKeys(p.Notes) {
		v.long(at("/notes", id), p.Notes[id])
	}
	v.watches()
	if p.Meta != nil {
		v.short("/meta/created", p.Meta.Created)
		v.short("/meta/updated", p.Meta.Updated)
		v.tags("/meta/authors", p.Meta.Authors)
	}
}

// maxWatches is how many watch-lists a plan holds: a long one takes 17 KB of every
// revision.
const maxWatches = 40

// watches checks that every watch-list can be read and is no longer than a plan's
// own runs are.
func (v *validator) watches() {
	if n := len(v.plan.Watches); n > maxWatches {
		v.fail("/watches", "records.many", pair{"There are %d records here; at most %d fit. Merge some.", "항목이 %d개 있습니다. %d개까지 넣을 수 있으니 합쳐 주세요."}, n, maxWatches)
	}
	for _, id := range sortedKeys(v.plan.Watches) {
		w := v.plan.Watches[id]
		v.short(at("/watches", id, "name"), w.Name)
		bitmap, err := base64.StdEncoding.DecodeString(w.Futures)
		if err != nil || len(bitmap) == 0 || len(bitmap) > (MaxPaths+7)/8 {
			v.fail(at("/watches", id, "futures"), "watch.futures", pair{
				"This is no list of futures that can be kept.",
				"보관할 수 있는 미래 목록이 아닙니다.",
			})
		}
	}
}

// scenarios checks that every saved scenario still fits the plan it branches from.
func (v *validator) scenarios() {
	v.count("scenarios", len(v.plan.Scenarios))
	sound := !Failed(v.list)
	var base map[string]any
	if sound && len(v.plan.Scenarios) > 0 {
		alone := v.plan
		alone.Scenarios = nil
		base = document(alone)
	}
	for i, id := range sortedKeys(v.plan.Scenarios) {
		s := v.plan.Scenarios[id]
		here := v.record("scenarios", id, s.Record)
		v.long(at(here, "note"), s.Note)
		if sound && i < maxScenariosTried {
			v.branch(at(here, "patch"), base, s)
		}
	}
}

// maxScenariosTried bounds the work of one validation.
const maxScenariosTried = 50

// branch warns about the first thing that is wrong with a scenario.
func (v *validator) branch(pointer string, base map[string]any, s Scenario) {
	merged, err := mergeInto(base, s.Patch)
	found := problemsOf(err)
	if err == nil {
		found = validate(merged, false)
	}
	if !Failed(found) && err == nil {
		return
	}
	v.put(scenarioProblem(pointer, found))
}
