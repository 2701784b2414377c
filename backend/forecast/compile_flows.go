package forecast

import (
	"cmp"
	"math"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// income compiles every stream of money coming in.
func (c *compiler) income() {
	for _, id := range ordered(c.plan.Income, func(i plan.Income) plan.Record { return i.Record }) {
		i := c.plan.Income[id]
		amount := c.earned(id, i)
		line := simulate.Income{
			ID: id, Name: i.Name, Kind: simulate.KindIncome, Person: c.personOf(i.Person),
			Amount: amount, Tax: c.classOf(i), Once: i.Amount.Per == plan.PerOnce,
		}
		line.Free = c.freePayments(i, line.Tax, amount)
		line.PreTax = c.preTax(id, i, amount)
		if i.Gross {
			line.Withhold = or(i.Withhold, 0)
		}
		if i.RouteTo != nil {
			line.Route = c.route(id, *i.RouteTo)
		}
		line.Uncertain = c.uncertain(id, i)
		c.paid[id] = len(c.out.Income)
		c.out.Income = append(c.out.Income, line)
		c.incomeLimits(id, i)
		c.incomeLaw(id, i)
	}
}

// earned is an income's schedule: its stream, from the claimed age on where one
// is chosen, shrunk to the survivor's share after the person's horizon.
func (c *compiler) earned(id string, i plan.Income) simulate.Schedule {
	from, until := c.span(&i.Span)
	if i.Span.End == nil && i.Span.Months == 0 {
		until = min(until, c.stopsWork(i))
	}
	factor := 1.0
	if i.Claim != nil && i.Claim.At != 0 {
		from, factor = c.claimed(i)
	}
	amount := c.schedule(stream{
		pointer: pointer("income", id), amount: i.Amount, from: from, until: until,
		growth: i.Growth, steps: i.Steps,
	})
	scale(amount, 0, factor)
	if horizon, ok := c.time.Horizons[i.Person]; ok {
		scale(amount, horizon, i.SurvivorShare)
	}
	return amount
}

// stopsWork is the month in which pay ends for want of work.
func (c *compiler) stopsWork(i plan.Income) int {
	p := c.plan.People[i.Person]
	if p.Work == nil || (i.Kind != plan.IncomeWage && i.Kind != plan.IncomeSelfEmployed) {
		return c.months
	}
	if month, ok := c.time.At(p.Work.Stop); ok {
		return month
	}
	return c.months
}

// claimed is the month from which a pension claimed at the chosen age is paid,
// and what it is over its normal amount.
func (c *compiler) claimed(i plan.Income) (from int, factor float64) {
	years := i.Claim.At - i.Claim.Normal
	from = c.time.Births[i.Person] + 12*i.Claim.At
	if years < 0 {
		return from, math.Max(0, 1+float64(float64(years)*i.Claim.ReducePerYear))
	}
	return from, 1 + float64(float64(years)*i.Claim.IncreasePerYear)
}

// taxedAs is the class of income that a kind belongs to. What is not gross has
// been taxed already.
func taxedAs(i plan.Income) tax.Class {
	if !i.Gross {
		return tax.Untaxed
	}
	switch i.Kind {
	case plan.IncomePublicPension:
		return tax.Pension
	case plan.IncomeDividend:
		return tax.Dividends
	case plan.IncomeGift, plan.IncomeInheritance:
		return tax.Untaxed
	}
	return tax.Ordinary
}

// preTax are an income's deductions, together no more than the income.
func (c *compiler) preTax(id string, i plan.Income, income simulate.Schedule) []simulate.PreTax {
	left := times(income, 1)
	var out []simulate.PreTax
	for n, d := range i.PreTax {
		var wanted simulate.Schedule
		switch {
		case d.Rate != nil:
			wanted = times(income, *d.Rate)
		case d.Amount != nil:
			wanted = c.fixedDeduction(id, *d.Amount, left)
		}
		to := simulate.None
		if index, ok := c.account[d.To]; ok {
			to = index
		}
		taken := take(left, wanted)
		out = append(out, simulate.PreTax{ID: id + ".preTax" + digit(n), Name: d.Name, Amount: taken, To: to})
	}
	return out
}

// fixedDeduction is an amount in the prices in which the income is kept.
func (c *compiler) fixedDeduction(id string, a plan.Amount, income simulate.Schedule) simulate.Schedule {
	s := c.schedule(stream{pointer: pointer("income", id, "preTax"), amount: a, until: c.months})
	if (s.Real != nil) == (income.Real != nil) {
		return s
	}
	if s.Real != nil {
		return simulate.Schedule{Nominal: c.expected(s)}
	}
	real := make([]float64, c.months)
	for t, v := range s.Nominal {
		real[t] = v / c.prices[t]
	}
	return simulate.Schedule{Real: real}
}

// take moves as much of wanted as there is out of left. Both are kept in the
// same prices.
func take(left, wanted simulate.Schedule) simulate.Schedule {
	takePart(left.Real, wanted.Real)
	takePart(left.Nominal, wanted.Nominal)
	return wanted
}

func takePart(left, wanted []float64) {
	for t := range min(len(left), len(wanted)) {
		wanted[t] = math.Min(left[t], wanted[t])
		left[t] -= wanted[t]
	}
}

func digit(n int) string { return string(rune('a' + n%26)) }

func (c *compiler) route(id string, r plan.RouteTo) []simulate.Route {
	index, ok := c.account[r.AccountID]
	if !ok {
		c.limit(pointer("income", id, "routeTo"), "account.out", said{
			"The account this income goes to is not part of the plan; the income is paid to the household.",
			"이 소득이 들어갈 계좌가 계획에 포함되어 있지 않아 가계로 들어오는 것으로 계산합니다.",
		})
		return nil
	}
	return []simulate.Route{{Account: index, Share: r.Share}}
}

func (c *compiler) incomeLimits(id string, i plan.Income) {
	if _, known := codes[i.TaxAs]; i.TaxAs != "" && !known {
		c.limit(pointer("income", id, "taxAs"), "income.tax", said{
			"There is no tax treatment “%[2]s”: “%[1]s” is taxed by its kind.",
			"‘%[2]s’ 과세 구분은 없습니다. ‘%[1]s’ 소득은 종류에 따라 과세합니다.",
		}, cmp.Or(i.Name, id), i.TaxAs)
	}
	if or(i.Withhold, 0) > 0 && !i.Gross {
		c.limit(pointer("income", id, "withhold"), "income.withhold", said{
			"“%s” is entered as it arrives, after tax: nothing more is withheld from it.",
			"‘%s’ 소득은 세금을 뗀 금액으로 적혀 있어 더 원천징수하지 않습니다.",
		}, cmp.Or(i.Name, id))
	}
}

// spending compiles what the household spends.
func (c *compiler) spending() {
	for _, id := range ordered(c.plan.Spending, func(s plan.Spending) plan.Record { return s.Record }) {
		s := c.plan.Spending[id]
		from, until := c.span(&s.Span)
		amount := c.schedule(stream{
			pointer: pointer("spending", id), amount: s.Amount, from: from, until: until,
			growth: s.Growth, steps: s.Steps,
		})
		c.outlives(amount, s)
		c.smile(amount, s.Tier)
		line := simulate.Outflow{
			ID: id, Name: s.Name, Kind: simulate.KindSpending, Tier: tierOf(s.Tier),
			Amount: amount, CutFloor: s.CutFloor,
		}
		if index, ok := c.account[s.PayFrom]; ok {
			line.Fund = []simulate.Fund{{Account: index, Share: 1}}
		}
		c.out.Outflows = append(c.out.Outflows, line)
	}
}

// outlives shrinks spending after a death: to nothing what was for that person
// alone, by the survivors' factor what was for a couple.
func (c *compiler) outlives(amount simulate.Schedule, s plan.Spending) {
	if s.Owner != nil {
		if horizon, ok := c.time.Horizons[s.Owner.Person]; ok {
			scale(amount, horizon, 0)
			return
		}
	}
	if c.plan.Legacy == nil || c.plan.Legacy.Survivors == nil || len(c.out.People) < 2 {
		return
	}
	first := c.months
	for _, p := range c.out.People {
		first = min(first, p.Horizon)
	}
	scale(amount, first, c.plan.Legacy.Survivors.SpendingFactor)
}

// smile lowers spending evenly between two ages of the first person, not before
// the rule begins: by the share d per year, so that k years on (1 − d)^k remains.
// It is the household's plan and answers to no market; nothing of it is a cut.
// Source: Blanchett, "Exploring the Retirement Consumption Puzzle", Journal of
// Financial Planning 27 (2014): the falling part of the smile, at a constant rate.
func (c *compiler) smile(amount simulate.Schedule, tier plan.Tier) {
	rule := c.plan.Withdrawal.Rule
	if rule.Kind != plan.RuleSmile || len(c.out.People) == 0 {
		return
	}
	if tier == plan.TierEssential && rule.ApplyTo != plan.ApplyAll {
		return
	}
	from := max(12*rule.FromAge-c.out.People[0].Age, 0) // what has declined already is in today's spending
	until := 12*rule.ToAge - c.out.People[0].Age
	if rule.From != nil {
		from = max(from, c.ruleFrom(rule))
	}
	until = max(until, from)
	for _, part := range [][]float64{amount.Real, amount.Nominal} {
		for t := from; t < len(part); t++ {
			years := float64(min(t, until)-from) / 12
			part[t] *= market.Pow(1-rule.DeclinePerYear, years)
		}
	}
}

func tierOf(t plan.Tier) simulate.Tier {
	switch t {
	case plan.TierEssential:
		return simulate.Essential
	case plan.TierFlexible:
		return simulate.Flexible
	}
	return simulate.Wish
}

// goals compiles what the household wants to pay for.
func (c *compiler) goals() {
	for _, id := range ordered(c.plan.Goals, func(g plan.Goal) plan.Record { return g.Record }) {
		g := c.plan.Goals[id]
		line := simulate.Outflow{
			ID: id, Name: g.Name, Kind: simulate.KindGoal, Tier: tierOf(g.Tier), Amount: c.wanted(id, g),
		}
		line.Fund = c.fund(g.FundFrom)
		odds := c.plan.Withdrawal.Rule.Kind == plan.RuleRiskGuardrails
		line.Delay, line.Skip = g.Fallback == plan.FallbackDelay && !odds, g.Fallback == plan.FallbackSkip && !odds
		c.out.Outflows = append(c.out.Outflows, line)
		if (g.Fallback == plan.FallbackDelay || g.Fallback == plan.FallbackSkip) && odds {
			c.limit(pointer("goals", id, "fallback"), "goal.delay", said{
				"“%s” is made smaller when money is short, neither later nor left out: the odds that the spending rule watches do not know what waits.",
				"‘%s’ 목표는 돈이 부족할 때 미루거나 건너뛰지 않고 줄이는 것으로 계산합니다. 지출 규칙이 보는 성공 확률에는 기다리는 목표가 들어 있지 않기 때문입니다.",
			}, cmp.Or(g.Name, id))
		}
	}
}

// fund are the accounts that pay for something before the usual order, and
// their shares, which sum to at most one but for rounding.
func (c *compiler) fund(shares map[string]float64) []simulate.Fund {
	var out []simulate.Fund
	left := 1.0
	for i, a := range c.out.Accounts {
		if share := math.Min(shares[a.ID], left); share > 0 {
			out = append(out, simulate.Fund{Account: i, Share: share})
			left -= share
		}
	}
	return out
}

// wanted is a goal's schedule: once, each so many years, or over a span.
func (c *compiler) wanted(id string, g plan.Goal) simulate.Schedule {
	s := stream{pointer: pointer("goals", id), amount: g.Target, growth: g.Growth}
	switch {
	case g.When.TimeRef != nil:
		s.from, _ = c.time.At(*g.When.TimeRef)
		s.until, s.per = s.from+1, plan.PerOnce
		if g.Every > 0 {
			s.until = c.months
		}
	case g.When.Span != nil:
		s.from, s.until = c.span(g.When.Span)
		s.per = plan.PerYear
	}
	if g.Every == 0 {
		return c.schedule(s)
	}
	return c.repeated(s, 12*g.Every)
}

// repeated pays the whole amount in the stream's first month and each so many
// months after, as far as its span goes.
func (c *compiler) repeated(s stream, every int) simulate.Schedule {
	s.amount.Per = plan.PerMonth // the whole amount, in each month; thinned out below
	out := c.schedule(s)
	for _, part := range [][]float64{out.Real, out.Nominal} {
		for t := range part {
			if t < s.from || (t-s.from)%every != 0 {
				part[t] = 0
			}
		}
	}
	return out
}

// insurance compiles premiums, and payouts at an age or at a death.
func (c *compiler) insurance() {
	for _, id := range ordered(c.plan.Insurance, func(i plan.Insurance) plan.Record { return i.Record }) {
		i := c.plan.Insurance[id]
		if i.Premium != nil {
			from, until := c.span(&i.Premium.Span)
			if horizon, ok := c.time.Horizons[i.Insured]; ok {
				until = min(until, horizon)
			}
			amount := c.schedule(stream{pointer: pointer("insurance", id, "premium"), amount: i.Premium.Amount, from: from, until: until})
			c.out.Outflows = append(c.out.Outflows, simulate.Outflow{
				ID: id + ".premium", Name: i.Name, Kind: simulate.KindSpending, Tier: simulate.Essential, Amount: amount,
			})
		}
		c.payout(id, i)
	}
}

// ends says that a cover which ends is taken not to, where it pays by month and
// lives end by chance.
func (c *compiler) ends(id string, i plan.Insurance, until int) {
	if until < c.months {
		c.limit(pointer("insurance", id, "span"), "insurance.term", said{
			"“%s” pays by the month after a death: with lives drawn by chance it is taken to pay whenever that is, also after its cover ends.",
			"‘%s’ 보험금은 사망 후 매달 나옵니다. 수명을 추출하는 계산에서는 보장 기간이 끝난 뒤의 사망에도 지급하는 것으로 봅니다.",
		}, cmp.Or(i.Name, id))
	}
}

func (c *compiler) payout(id string, i plan.Insurance) {
	if i.Payout == nil {
		return
	}
	on := plan.OnAge
	if i.Trigger != nil {
		on = i.Trigger.On
	}
	horizon := c.time.Horizons[i.Insured]
	from, until := c.span(i.Span)
	month := horizon
	switch on {
	case plan.OnDeath:
		once := i.Payout.Per == "" || i.Payout.Per == plan.PerOnce
		if drawn(c.plan) && once {
			c.onDeath(id, i, from, min(until, c.months))
			return
		}
		if drawn(c.plan) { // paid whenever the insured is dead
			c.ends(id, i, until)
			month, until = horizon, c.months
			break
		}
		if horizon < from || horizon >= min(until, c.months) {
			if !c.every {
				return
			}
			month = c.months
		}
		until = c.months
	case plan.OnAge:
		if i.Trigger != nil && i.Trigger.Age > 0 {
			month = c.time.Births[i.Insured] + 12*i.Trigger.Age
		} else {
			month = from
		}
		until = min(horizon, c.months)
	case plan.OnDisability, plan.OnCare:
		c.payoutDuring(id, i, on, from, until)
		return
	}
	amount := c.schedule(stream{pointer: pointer("insurance", id, "payout"), amount: *i.Payout, per: plan.PerOnce, from: month, until: until})
	c.out.Income = append(c.out.Income, simulate.Income{
		ID: id + ".payout", Name: i.Name, Kind: simulate.KindIncome, Person: simulate.None,
		Amount: amount, Tax: tax.Untaxed, Once: i.Payout.Per == "" || i.Payout.Per == plan.PerOnce,
	})
}
