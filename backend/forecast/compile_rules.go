package forecast

import (
	"cmp"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// saving compiles the contribution waterfall.
func (c *compiler) saving() {
	c.out.Sweep = c.sweep()
	for _, id := range ordered(c.plan.Saving, func(r plan.SavingRule) plan.Record { return r.Record }) {
		r := c.plan.Saving[id]
		if !r.Enabled {
			continue
		}
		to, ok := c.account[r.To]
		if !ok {
			c.limit(pointer("saving", id, "to"), "saving.account", said{
				"The account that “%s” pays into is not part of the plan; the rule is left out.",
				"‘%s’ 규칙의 계좌가 계획에 포함되어 있지 않아 이 규칙은 계산하지 않습니다.",
			}, cmp.Or(r.Name, id))
			continue
		}
		if s, ok := c.rule(id, r, to); ok {
			c.out.Saving = append(c.out.Saving, s)
		}
	}
}

// sweep is the account for what no rule takes: the first taxable one, else the
// first bank account; None when the surplus is to be spent.
func (c *compiler) sweep() int {
	if c.plan.Withdrawal.Surplus == plan.SpendSurplus {
		return simulate.None
	}
	for _, wrapper := range []simulate.Wrapper{simulate.Taxable, simulate.Cash} {
		if i := c.firstOf(wrapper); i != simulate.None {
			return i
		}
	}
	c.limit("/withdrawal/surplus", "surplus.nowhere", said{
		"There is no bank or taxable account to keep a surplus in; what is left over counts as spent.",
		"남는 돈을 넣을 예금이나 일반 투자 계좌가 없어, 남는 돈은 쓰는 것으로 계산합니다.",
	})
	return simulate.None
}

func (c *compiler) firstOf(wrapper simulate.Wrapper) int {
	return slices.IndexFunc(c.out.Accounts, func(a simulate.Account) bool { return a.Wrapper == wrapper })
}

// rule compiles one saving rule; false when the engine cannot follow it.
func (c *compiler) rule(id string, r plan.SavingRule, to int) (simulate.Saving, bool) {
	s := simulate.Saving{
		ID: id, Name: r.Name, To: to, Income: simulate.None, Cap: simulate.None, Then: simulate.None,
		PreTax: r.PreTax, BufferMonths: r.BufferMonths,
	}
	s.From, s.Until = c.span(r.Span)
	s.From, s.Until = min(max(s.From, 0), c.months), min(max(s.Until, 0), c.months)
	s.Source, s.Income = c.source(r)
	c.savingLaw(r, &s)
	if s.Source == simulate.FromIncome && s.Income == simulate.None {
		return s, false // an archived income pays nothing
	}
	s.Cap = c.cap(id, r)
	if !c.ruleAmount(id, r, &s) {
		return s, false
	}
	if r.Match != nil {
		c.match(id, r, &s)
	}
	if r.StopAtBalance != nil {
		stop := c.schedule(stream{pointer: pointer("saving", id, "stopAtBalance"), amount: *r.StopAtBalance, until: c.months})
		s.StopAt = &stop
	}
	s.Until = max(s.Until, s.From)
	s.Then = c.then(id, r)
	return s, true
}

func (c *compiler) source(r plan.SavingRule) (simulate.Source, int) {
	switch r.From {
	case plan.FromSurplus:
		return simulate.FromSurplus, simulate.None
	case plan.FromEmployer:
		return simulate.FromEmployer, simulate.None
	}
	return simulate.FromIncome, c.incomeOf(r.From)
}

func (c *compiler) incomeOf(id string) int {
	if i, ok := c.paid[id]; ok {
		return i
	}
	return simulate.None
}

// ruleAmount fills in how much a rule moves.
func (c *compiler) ruleAmount(id string, r plan.SavingRule, s *simulate.Saving) bool {
	a := r.Amount
	switch {
	case a.Fixed != nil:
		if s.Source == simulate.FromEmployer && (r.Span == nil || r.Span.End == nil) {
			s.Until = min(s.Until, c.employedUntil(s.To))
		}
		until := s.Until
		if s.Source == simulate.FromEmployer {
			until = min(until, c.ownedUntil(s.To))
		}
		s.Amount = c.schedule(stream{pointer: pointer("saving", id, "amount"), amount: *a.Fixed, growth: r.Growth, from: s.From, until: until})
	case a.PctOfIncome != nil:
		s.PctOfIncome, s.Income = a.PctOfIncome.Rate, c.incomeOf(a.PctOfIncome.Income)
		if s.Income == simulate.None {
			return false // an archived income pays nothing
		}
	case a.PctOfRemaining != nil:
		s.PctOfRemaining = *a.PctOfRemaining
	case a.ToLimit != "":
		if s.Cap == simulate.None {
			c.limit(pointer("saving", id, "amount"), "saving.limit", said{
				"“%s” fills up to a legal limit that is not built in yet; give the rule a cap. It is left out.",
				"‘%s’ 규칙의 법정 한도는 아직 내장되어 있지 않습니다. 한도를 직접 입력해 주세요. 지금은 계산하지 않습니다.",
			}, cmp.Or(r.Name, id))
			return false
		}
		s.Rest = s.Source == simulate.FromSurplus
		if !s.Rest {
			s.PctOfIncome = 1
		}
	case a.Rest:
		s.Rest = true
	}
	return true
}

// employedUntil is when the owner of an account stops working.
func (c *compiler) employedUntil(account int) int {
	until := c.months
	for i, share := range c.out.Accounts[account].Owners {
		work := c.plan.People[c.out.People[i].ID].Work
		if share == 0 || work == nil {
			continue
		}
		if month, ok := c.time.At(work.Stop); ok {
			until = min(until, max(month, 0))
		}
	}
	return until
}

// ownedUntil is when an account's last owner is no longer planned for.
func (c *compiler) ownedUntil(account int) int {
	owners := c.out.Accounts[account].Owners
	until := 0
	for i, person := range c.out.People {
		if owners == nil || owners[i] > 0 {
			until = max(until, person.Horizon)
		}
	}
	return until
}

// cap is the index of the yearly limit a rule is under.
func (c *compiler) cap(id string, r plan.SavingRule) int {
	group := cmp.Or(r.CapGroup, id)
	if i, ok := c.caps[group]; ok {
		return i
	}
	limit := c.capAmount(group, r)
	if limit == nil {
		if i := c.capLaw(r); i != simulate.None {
			return i
		}
		if r.CapGroup != "" {
			c.limit(pointer("saving", id, "capGroup"), "saving.cap", said{
				"The yearly limit “%s” is not built in yet and no cap is given: contributions are not limited.",
				"연간 한도(%s)는 아직 내장되어 있지 않고 직접 입력한 한도도 없어, 납입을 제한하지 않습니다.",
			}, r.CapGroup)
		}
		return simulate.None
	}
	// Per year as it stands in each month: not divided by twelve.
	limit.Per = plan.PerMonth
	c.caps[group] = len(c.out.Caps)
	c.out.Caps = append(c.out.Caps, simulate.Cap{
		ID:     group,
		Yearly: c.schedule(stream{pointer: pointer("saving", id, "cap"), amount: *limit, until: c.months}),
	})
	return c.caps[group]
}

// capAmount is a rule's cap per year: its own, or that of another rule in its group.
func (c *compiler) capAmount(group string, r plan.SavingRule) *plan.Amount {
	if r.Cap != nil {
		return c.perYear(*r.Cap)
	}
	for _, id := range ordered(c.plan.Saving, func(r plan.SavingRule) plan.Record { return r.Record }) {
		other := c.plan.Saving[id]
		if r.CapGroup != "" && other.CapGroup == group && other.Cap != nil {
			return c.perYear(*other.Cap)
		}
	}
	return nil
}

func (c *compiler) match(id string, r plan.SavingRule, s *simulate.Saving) {
	s.Match = &simulate.Match{Rate: r.Match.Rate, UpToPct: r.Match.UpToPctPay}
	if s.Income == simulate.None {
		s.Income = c.incomeOf(r.Match.MatchIncome)
	}
	if s.Income == simulate.None && s.Match.UpToPct > 0 {
		s.Match = nil // a share of the pay of an archived income
		return
	}
	if r.Match.Cap != nil {
		a := c.perYear(*r.Match.Cap)
		a.Per = plan.PerMonth
		limit := c.schedule(stream{pointer: pointer("saving", id, "match", "cap"), amount: *a, until: c.months})
		s.Match.Cap = &limit
	}
}

// then is the account for what is beyond a rule's buffer; None passes it on.
func (c *compiler) then(id string, r plan.SavingRule) int {
	switch r.Then {
	case plan.ThenTaxable:
		return c.firstOf(simulate.Taxable)
	case plan.ThenSpend:
		c.out.Sweep = simulate.None
	case plan.ThenDebt:
		c.paysEarly = true
	}
	return simulate.None
}

// withdrawal compiles the order in which accounts are drawn on.
func (c *compiler) withdrawal() {
	w := c.plan.Withdrawal
	order := w.Order
	if len(order) == 0 {
		order = c.preset(w.Preset)
	}
	for i, step := range order {
		c.draw(i, step)
	}
	c.out.Rule = c.spendingRule(w.Rule)
	c.ruleLimits(w.Rule)
	for i := range w.Conversions {
		c.conversion(i, w.Conversions[i])
	}
	c.buffer(w.Buffer)
}

func (c *compiler) draw(i int, step plan.WithdrawalStep) {
	d := simulate.Draw{Accounts: c.picked(step.Pick), Best: step.Pick == pickBest}
	if len(d.Accounts) == 0 {
		return
	}
	where := "/withdrawal/order/" + itoa(i)
	if step.When != nil {
		from, _ := c.time.At(*step.When)
		d.From = min(max(from, 0), c.months)
	}
	if step.Limit != nil {
		d.Monthly = c.ceiling(where+"/limit", *step.Limit, plan.PerMonth, &d)
	}
	if step.Until != nil {
		c.stop(where, step.Until, &d)
	}
	c.out.Draws = append(c.out.Draws, d)
}

// ceiling is the most a step gives in a period. An amount per the other period
// than the caller's goes where it belongs.
func (c *compiler) ceiling(where string, a plan.Amount, per plan.Per, d *simulate.Draw) *simulate.Schedule {
	period := cmp.Or(a.Per, per)
	a.Per = plan.PerMonth
	limit := c.schedule(stream{pointer: where, amount: a, until: c.months})
	switch {
	case period == plan.PerYear && per == plan.PerMonth:
		d.Yearly = &limit
		return nil
	case period == plan.PerMonth && per == plan.PerYear:
		limit = times(limit, 12)
	}
	return &limit
}

// picked are the accounts of a step: one by its id, or all of a wrapper, less
// those never to be touched.
func (c *compiler) picked(pick string) []int {
	never := c.plan.Withdrawal.NeverTouch
	var out []int
	for i, a := range c.out.Accounts {
		if slices.Contains(never, a.ID) || slices.Contains(never, string(a.Wrapper)) {
			continue
		}
		if pick == pickAll || a.ID == pick || string(a.Wrapper) == pick || (pick == pickBest && a.Wrapper != simulate.Cash) {
			out = append(out, i)
		}
	}
	return out
}

// spendingRule compiles the rule of withdrawal; nil where planned spending is what is spent.
// What smile changes is in the spending already.
func (c *compiler) spendingRule(r plan.SpendingRule) *simulate.Rule {
	out := &simulate.Rule{From: c.ruleFrom(r), All: r.ApplyTo == plan.ApplyAll, Floor: or(r.Floor, 0), Ceil: or(r.Ceil, 0)}
	switch r.Kind {
	case plan.RulePctOfPortfolio:
		out.Kind, out.Pct = simulate.PctOfPortfolio, r.Pct
	case plan.RuleVPW:
		out.Kind, out.Rate = simulate.VPW, r.Rate
	case plan.RuleGuardrails:
		out.Kind, out.Upper, out.Lower, out.Cut, out.Raise = simulate.Guardrails, r.Upper, r.Lower, r.Cut, r.Raise
		if r.FloorTier != "" {
			out.Guard = int(tierOf(r.FloorTier)) + 1
		}
	case plan.RuleRatchet:
		out.Kind, out.Threshold, out.Raise, out.Gap = simulate.Ratchet, r.Threshold, r.Raise, 12*r.Years
	case plan.RuleFloorCeiling:
		out.Kind = simulate.FloorCeiling
	case plan.RuleRiskGuardrails:
		out.Kind, out.CutBelow, out.RaiseAbove, out.Step = simulate.RiskGuardrails, r.CutBelow, r.RaiseAbove, r.Step
	case plan.RuleCAPE:
		out.Kind, out.A, out.B, out.Shares = simulate.CAPE, r.A, r.B, c.shares()
		if out.StartCAPE = r.StartCAPE; out.StartCAPE == 0 {
			out.StartCAPE = market.LastCAPE()
		}
	default:
		return nil
	}
	return out
}

// shares is the class whose valuation a rule reads: the first that follows
// shares, or the one with the largest ups and downs.
func (c *compiler) shares() int {
	classes, widest := c.out.Market.Classes, 0
	for i, class := range classes {
		if class.History == market.HistoryStocks {
			return i
		}
		if class.SD > classes[widest].SD {
			widest = i
		}
	}
	return widest
}

// ruleFrom is the month in which a rule begins: as it says, else when the
// household has stopped working, since a rule is for spending from wealth.
func (c *compiler) ruleFrom(r plan.SpendingRule) int {
	if r.From == nil {
		return max(c.out.Retire, 0)
	}
	month, _ := c.time.At(*r.From)
	return min(max(month, 0), c.months)
}

// ruleLimits says what a rule leaves open.
func (c *compiler) ruleLimits(r plan.SpendingRule) {
	if c.out.Rule == nil {
		return
	}
	c.limit("/withdrawal/rule", "spend.sustainable", said{
		"A rule sets the spending, so that no single sustainable amount a month is given; see what is spent and the worst cut instead.",
		"규칙이 지출을 정하므로 지속 가능한 월 지출을 하나의 금액으로 보여 주지 않습니다. 대신 실제 지출과 가장 크게 줄어든 폭을 확인하세요.",
	})
	if c.out.Rule.All && c.out.Rule.Guard == 0 && r.Kind != plan.RuleRatchet {
		c.limit("/withdrawal/rule/applyTo", "withdrawal.essential", said{
			"The rule may set essential spending below the plan. A future in which what the rule allows is paid counts as one that holds; the worst cut says how far it went.",
			"이 규칙은 필수 지출도 계획보다 줄일 수 있습니다. 규칙이 정한 만큼 낼 수 있으면 버틴 미래로 세며, 가장 크게 줄어든 폭에서 얼마나 줄었는지 확인할 수 있습니다.",
		})
	}
}

// conversion compiles money that moves from one account to another each December.
func (c *compiler) conversion(i int, v plan.Conversion) {
	where := "/withdrawal/conversions/" + itoa(i)
	account, ok1 := c.account[v.From]
	to, ok2 := c.account[v.To]
	if !ok1 || !ok2 || account == to {
		c.limit(where, "withdrawal.conversion", said{
			"An account of this conversion is not part of the plan; it is left out.",
			"이 전환의 계좌가 계획에 포함되어 있지 않아 계산하지 않습니다.",
		})
		return
	}
	out := simulate.Conversion{ID: "conversion" + itoa(i), Name: c.out.Accounts[to].Name, Account: account, To: to}
	out.From, out.Until = c.span(&v.Span)
	out.From = min(max(out.From, 0), c.months)
	out.Until = min(max(out.Until, out.From), c.months)
	if v.FillTo != nil {
		yearly := c.perYear(*v.FillTo)
		yearly.Per = plan.PerMonth // per year as it stands in each month: not divided by twelve
		fill := c.schedule(stream{pointer: where + "/fillTo", amount: *yearly, until: c.months})
		out.Fill = &fill
	}
	if c.isKorea() && c.out.Accounts[account].Wrapper == simulate.Capped && c.out.Accounts[to].Wrapper == simulate.Deferred {
		out.TaxAs = savedIn(c.plan.Accounts[v.To])
	}
	c.out.Conversions = append(c.out.Conversions, out)
}

// tax compiles the regime.
func (c *compiler) tax() {
	t := c.plan.Tax
	c.out.PerPerson = t.PerPerson
	switch t.Regime {
	case plan.RegimeFlat:
		c.out.Tax = &tax.Flat{Income: or(t.Params.Income, 0), Pension: or(t.Params.Pension, or(t.Params.Income, 0)), Rates: c.rates()}
	case plan.RegimeBands:
		c.out.Tax = c.bands()
	case plan.RegimeUSFederal:
		c.federal()
	case plan.RegimeKR:
		c.korea()
	default:
		c.out.Tax = tax.None{}
	}
}

func (c *compiler) rates() tax.Rates {
	p := c.plan.Tax.Params
	r := tax.Rates{Gains: or(p.Gains, 0), Dividends: or(p.Dividends, 0), Interest: or(p.Interest, 0), CappedRate: or(p.CappedRate, 0)}
	if p.CappedExempt != nil {
		r.CappedExempt = c.threshold(*p.CappedExempt)
	}
	return r
}

func (c *compiler) bands() *tax.Bands {
	p := c.plan.Tax.Params
	b := &tax.Bands{Frozen: p.Indexed != nil && !*p.Indexed, Pension: p.Pension, Rates: c.rates()}
	if p.Deduction != nil {
		b.Deduction = c.threshold(*p.Deduction)
	}
	for _, band := range p.Bands {
		b.Bands = append(b.Bands, tax.Band{From: c.threshold(band.From), Rate: band.Rate})
	}
	return b
}

// threshold is an amount per year in the prices of the plan's start.
func (c *compiler) threshold(a plan.Amount) float64 {
	v := c.value(a, "")
	if a.Per == plan.PerMonth {
		v *= 12
	}
	if a.Basis != plan.BasisNominal {
		v *= c.toStart
	}
	return v
}

func or(p *float64, otherwise float64) float64 {
	if p != nil {
		return *p
	}
	return otherwise
}

// rest compiles the goals of the run and notes what is left over.
func (c *compiler) rest() {
	c.out.Confidence = c.plan.Targets.Confidence
	if c.plan.Targets.Metric == plan.MetricAll {
		c.out.Metric = simulate.AllFunded
	}
	if c.out.Retire == 0 && len(c.out.People) == 0 {
		c.out.Retire = simulate.None
	}
	c.legacy()
}

// legacy compiles what should be left: the floor and all bequests together.
func (c *compiler) legacy() {
	l := c.plan.Legacy
	if l == nil {
		return
	}
	amounts := []plan.Amount{l.Floor}
	for _, id := range ordered(l.Bequests, func(b plan.Bequest) plan.Record { return b.Record }) {
		amounts = append(amounts, l.Bequests[id].Amount)
	}
	var out simulate.Legacy
	for _, a := range amounts {
		if a.Basis == plan.BasisNominal {
			out.Nominal = within(out.Nominal + c.value(a, ""))
		} else {
			out.Real = within(out.Real + float64(c.value(a, "")*c.toStart))
		}
	}
	if out.Real > 0 || out.Nominal > 0 {
		c.out.Legacy = &out
	}
}
