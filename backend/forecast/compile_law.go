package forecast

import (
	"cmp"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// noRMD on an account says that nothing has to be taken out of it.
const noRMD = "none"

// The currencies in which the laws are written.
const (
	dollar plan.Currency = "USD"
	won    plan.Currency = "KRW"
)

func (c *compiler) isFederal() bool { return c.plan.Tax.Regime == plan.RegimeUSFederal }
func (c *compiler) isKorea() bool   { return c.plan.Tax.Regime == plan.RegimeKR }

// classOf is the class of an income under the plan's regime.
func (c *compiler) classOf(i plan.Income) tax.Class {
	class := taxedAs(i)
	lawful := c.isFederal() || c.isKorea()
	if named, ok := codes[i.TaxAs]; ok && i.Gross && c.reads(named) {
		return named
	}
	if class != tax.Ordinary || !lawful {
		return class
	}
	switch {
	case i.Kind == plan.IncomeWage:
		return tax.Wages
	case i.Kind == plan.IncomeSeverance && c.isFederal():
		return tax.Wages // severance is pay: 26 USC 3121(a)
	case i.Kind == plan.IncomeSeverance:
		return tax.Severance
	case c.isKorea() && (i.Kind == plan.IncomePrivatePension || i.Kind == plan.IncomeAnnuity):
		return tax.Deferred
	}
	return class
}

// codes are the classes that an income can be taxed as whatever its kind. Those of
// a country's law are read by its regime alone; under others the kind decides.
var codes = map[string]tax.Class{
	"wage": tax.Wages, "selfEmployed": tax.SelfEmployed, "ordinary": tax.Ordinary, "publicPension": tax.Pension,
	"privatePension": tax.Deferred, "interest": tax.Interest, "dividends": tax.Dividends, "untaxed": tax.Untaxed,
	"otherIncome": tax.OtherIncome, "fees": tax.Fees, "prizes": tax.Prizes,
}

// reads reports whether the plan's regime tells a class apart.
func (c *compiler) reads(class tax.Class) bool {
	switch class {
	case tax.OtherIncome, tax.Fees, tax.Prizes:
		return c.isKorea()
	}
	return class < tax.Wages || c.isFederal() || c.isKorea()
}

// freePayments are the months in which an income is too small a payment for Korea to
// tax, nil where there are none. A payment is a month's amount, or what is written for
// a year or for once. It is held, at the expected inflation, to the law's threshold,
// which is carried with prices as all amounts of the law are.
func (c *compiler) freePayments(i plan.Income, class tax.Class, amount simulate.Schedule) []bool {
	most := tax.KoreaFree(class) * c.rate(won)
	if !c.isKorea() || most == 0 {
		return nil
	}
	payment := 1.0
	if i.Amount.Per == plan.PerYear {
		payment = 12
	}
	free := make([]bool, c.months)
	for t := range free {
		v := 0.0 // in prices of the law
		if amount.Real != nil {
			v = amount.Real[t]
		} else if amount.Nominal != nil {
			v = amount.Nominal[t] / c.prices[t]
		}
		if c.frozen() {
			v *= c.prices[t]
		}
		free[t] = v > 0 && float64(payment*v) <= most
	}
	if !slices.Contains(free, true) {
		return nil
	}
	return free
}

// incomeLaw says what the law asks of an income and is not computed.
func (c *compiler) incomeLaw(id string, i plan.Income) {
	if !i.Gross || !(c.isFederal() || c.isKorea()) {
		return
	}
	if i.Kind == plan.IncomeSelfEmployed && i.TaxAs == "" {
		c.limit(pointer("income", id), "tax.selfEmployed", said{
			"“%s” pays income tax; its social insurance is computed where it is taxed as self-employment (Taxed as).",
			"‘%s’ 소득에는 소득세만 계산합니다. '과세 구분'을 자영업으로 고르면 사회보험료도 계산합니다.",
		}, cmp.Or(i.Name, id))
	}
	if i.Kind == plan.IncomeWage && slices.ContainsFunc(i.PreTax, func(d plan.PreTax) bool { return d.To == "" }) {
		c.limit(pointer("income", id, "preTax"), "tax.contributions", said{
			"The employee's contributions to the public pension are computed with the tax: take them out of the deductions of “%s” if they are in there.",
			"공적연금 보험료(근로자 부담)는 세금과 함께 계산합니다. ‘%s’의 공제에 들어 있다면 빼 주세요.",
		}, cmp.Or(i.Name, id))
	}
	if c.isKorea() && i.Kind == plan.IncomeSeverance && i.ServiceYears == 0 {
		c.limit(pointer("income", id, "serviceYears"), "tax.service", said{
			"“%s” does not say for how many years of work it is paid; it is taxed as for one, which is the most.",
			"‘%s’의 근속연수를 몰라 세금이 가장 많은 1년으로 계산합니다.",
		}, cmp.Or(i.Name, id))
	}
}

// accountLaw gives an account what the regime's law says of its kind.
func (c *compiler) accountLaw(id string, a plan.Account, out *simulate.Account) {
	if a.Wrapper != plan.WrapperDeferred {
		return
	}
	switch {
	case c.isFederal():
		c.federalAccount(a, out)
	case c.isKorea():
		c.koreaAccount(id, a, out)
	}
}

// federalAccount opens a deferred account at 59 years and 6 months where the
// plan does not say when, and makes its owner take out what is required. An
// account of several owners keeps neither age.
func (c *compiler) federalAccount(a plan.Account, out *simulate.Account) {
	born, ok := c.time.Births[a.Owner.Person]
	if !ok {
		return
	}
	if a.Access == nil {
		out.Access, out.Penalty = min(max(born+tax.EarlyMonths, 0), c.months), tax.EarlyRate
	}
	if a.RMD != noRMD {
		out.Required = c.required(born)
	}
}

// required is, per month, the share of the year's opening balance that must be
// taken out: a twelfth of the year's, from the year of the starting age on.
func (c *compiler) required(born int) []float64 {
	birth := c.yearOf(born)
	start, any := tax.RequiredAge(birth), false
	shares := make([]float64, c.months)
	for t := range shares {
		if age := c.yearOf(t) - birth; age >= start {
			shares[t] = 1 / (12 * tax.DistributionPeriod(age))
			any = true
		}
	}
	if !any {
		return nil
	}
	return shares
}

// yearOf is the calendar year of a month counted from the start, which may lie
// before it.
func (c *compiler) yearOf(month int) int {
	since := 12*c.out.Start.Year + c.out.Start.Month - 1 + month
	return since / 12
}

// koreaAccount taxes what comes out of pension savings as a private pension, or
// as retirement pay where the plan knows the tax on it, from 55 on; what comes
// out earlier bears one tax only.
func (c *compiler) koreaAccount(id string, a plan.Account, out *simulate.Account) {
	out.TaxAs = tax.Deferred
	early := tax.KoreaEarly
	if rate := c.plan.Tax.Params.SeveranceRate; a.Kind == krDC && rate != nil {
		out.TaxAs, early = tax.Retired, *rate
	} else if a.Kind == krDC {
		c.limit(pointer("accounts", id), "tax.retired", said{
			"“%s” is taxed as a private pension: the lower tax on retirement pay needs its rate (severanceRate).",
			"‘%s’ 계좌는 사적연금으로 과세합니다. 퇴직소득세를 적용하려면 그 세율(severanceRate)을 입력해 주세요.",
		}, cmp.Or(a.Name, id))
	}
	born, ok := c.time.Births[a.Owner.Person]
	if ok && a.Access == nil {
		out.Access, out.Penalty = min(max(born+12*tax.KoreaPensionAge, 0), c.months), early
	}
	out.PenaltyOnly = true
}

// The kinds of account that Korean law tells apart.
const (
	krDC  = "kr.dc"
	krIRP = "kr.irp"
)

// savingLaw enters a contribution as the law sees it: an employer's is no
// deduction of the employee's, and pension savings earn a credit in Korea.
func (c *compiler) savingLaw(r plan.SavingRule, s *simulate.Saving) {
	if !c.isFederal() && !c.isKorea() {
		return
	}
	if s.Source == simulate.FromEmployer {
		s.PreTax = false
		return
	}
	if !c.isKorea() {
		return
	}
	s.PreTax = false
	if c.out.Accounts[s.To].Wrapper != simulate.Deferred {
		return
	}
	s.TaxAs = savedIn(c.plan.Accounts[r.To])
}

// savedIn is what the law of Korea sees what is paid into a pension account as.
func savedIn(a plan.Account) tax.Class {
	if a.Kind == krDC || a.Kind == krIRP {
		return tax.SavedRetirement
	}
	return tax.SavedPension
}

// capLaw is the yearly limit that the law sets for a rule's group and owner, as
// an index into the caps; None where it sets none.
func (c *compiler) capLaw(r plan.SavingRule) int {
	group, owner := c.capGroup(r), c.plan.Accounts[r.To].Owner.Person
	born, ok := c.time.Births[owner]
	if group == "" || !ok {
		return simulate.None
	}
	key := group + " of " + owner
	if i, ok := c.caps[key]; ok {
		return i
	}
	yearly, ok := c.lawfulLimit(group, c.yearOf(born))
	if !ok {
		return simulate.None
	}
	c.caps[key] = len(c.out.Caps)
	c.out.Caps = append(c.out.Caps, simulate.Cap{ID: key, Yearly: yearly})
	return c.caps[key]
}

// capGroup is the group a rule names, or, where it fills up to the law's limit,
// that of its account's kind.
func (c *compiler) capGroup(r plan.SavingRule) string {
	if r.CapGroup != "" || r.Amount.ToLimit == "" {
		return r.CapGroup
	}
	return tax.GroupOf(c.plan.Accounts[r.To].Kind)
}

// lawfulLimit is a limit month by month: as published for known years, beyond
// them with prices.
func (c *compiler) lawfulLimit(group string, birth int) (simulate.Schedule, bool) {
	regime := string(c.plan.Tax.Regime)
	_, last, known := tax.Known(regime)
	if !known {
		return simulate.Schedule{}, false
	}
	s := simulate.Schedule{Real: make([]float64, c.months), Nominal: make([]float64, c.months)}
	unit := c.rate(c.lawCurrency())
	for t := range c.months {
		year := c.yearOf(t)
		amount, ok := tax.Limit(regime, group, year, year-birth)
		if !ok {
			return s, false
		}
		if year > last && !c.frozen() {
			s.Real[t] = min(amount*unit*c.carry(last), huge)
		} else {
			s.Nominal[t] = min(amount*unit, huge)
		}
	}
	return s, true
}

// farthest bounds factors of prices and currencies, so that no plan, however
// odd, runs over what the engine counts with.
const farthest = 1e8

func (c *compiler) frozen() bool {
	indexed := c.plan.Tax.Params.Indexed
	return c.isKorea() && indexed != nil && !*indexed
}

func (c *compiler) lawCurrency() plan.Currency {
	if c.isKorea() {
		return won
	}
	return dollar
}

// carry turns a path's price index, which is 1 at the plan's start, into that
// over the beginning of the last year that the law is known for. What passed
// between the two is taken at the expected inflation.
func (c *compiler) carry(last int) float64 {
	years := float64(c.out.Start.Year - last)
	if years < 0 {
		years = -float64(12*(last-c.out.Start.Year)-(c.out.Start.Month-1)) / 12
	}
	return min(max(market.Pow(1+c.plan.Assumptions.Inflation.Mean, years), 1/farthest), farthest)
}

// span is the regime's time, and notes for which years the law is not known.
func (c *compiler) lawSpan() tax.Span {
	regime := string(c.plan.Tax.Regime)
	first, last, _ := tax.Known(regime)
	s := tax.Span{From: c.out.Start.Year, To: c.yearOf(c.months - 1), Carry: c.carry(last), Frozen: c.frozen()}
	switch {
	case s.To > last && s.Frozen:
		c.limit("/tax/regime", "tax.carried", said{
			"Tax values of %[1]d stay as they are from %[2]d on, not even rising with prices.",
			"%[2]d년부터는 %[1]d년의 세금 기준을 물가와 상관없이 그대로 씁니다.",
		}, last, max(last+1, s.From))
	case s.To > last:
		c.limit("/tax/regime", "tax.carried", said{
			"Tax values of %[1]d are carried forward with inflation from %[2]d on: later law is not known.",
			"%[2]d년부터는 %[1]d년의 세금 기준을 물가에 맞춰 올려 씁니다. 그 뒤의 법은 아직 알 수 없습니다.",
		}, last, max(last+1, s.From))
	}
	if s.From < first {
		c.limit("/tax/regime", "tax.earlier", said{
			"Tax values of %[1]d stand in for the years before.",
			"%[1]d년 이전은 %[1]d년의 세금 기준으로 계산합니다.",
		}, first)
	}
	packs := tax.Packs(regime)
	if named := c.plan.Tax.Pack; named != "" && !slices.ContainsFunc(packs, func(p tax.Pack) bool { return p.ID == named }) {
		c.limit("/tax/pack", "tax.pack", said{
			"The pack “%[1]s” is not built in; %[2]s is used.",
			"세금 자료 ‘%[1]s’는 내장되어 있지 않아 %[2]s를 씁니다.",
		}, named, packs[len(packs)-1].ID)
	}
	return s
}

// members are the people who file, all together or each alone.
func (c *compiler) members() []tax.Member {
	var members []tax.Member
	for _, p := range c.out.People {
		members = append(members, tax.Member{Born: c.yearOf(-p.Age), Last: c.yearOf(max(p.Horizon-1, 0))})
	}
	if len(members) == 0 { // nobody is planned for, but tax has to have somebody
		members = append(members, tax.Member{Born: c.out.Start.Year, Last: c.out.Start.Year})
	}
	return members
}

// federal compiles the law of the United States.
func (c *compiler) federal() {
	members := c.members()
	status := c.plan.Tax.Params.FilingStatus
	if status == "" {
		status = plan.FilingSingle
		if len(members) > 1 {
			status = plan.FilingJoint
		}
	}
	setup := tax.FederalSetup{Span: c.lawSpan(), State: or(c.plan.Tax.Params.StateRate, 0)}
	c.out.PerPerson = status != plan.FilingJoint && len(c.out.People) > 0
	if !c.out.PerPerson {
		setup.Payers = []tax.FederalPayer{{Payer: tax.Payer{Members: members}, Status: tax.Joint}}
	} else {
		for i, m := range members {
			setup.Payers = append(setup.Payers, tax.FederalPayer{Payer: tax.Payer{Members: []tax.Member{m}}, Status: filing(status, i)})
		}
	}
	c.limit("/tax/regime", "tax.scope", said{
		"Federal income and payroll tax with the standard deduction: no itemised deductions, credits, alternative minimum tax or law of a state, whose tax is the rate you give. Dividends count as qualified, gains as long-term.",
		"표준공제를 적용한 연방 소득세와 급여세를 계산합니다. 항목별 공제, 세액공제, 대체최저세는 계산하지 않고, 주세는 적어 주신 세율로만 계산합니다. 배당은 적격 배당, 매매 차익은 장기로 봅니다.",
	})
	c.out.Tax = c.exchanged(tax.NewFederal(setup))
}

// filing is the status of the person at a place; one person heads a household.
func filing(s plan.FilingStatus, place int) tax.Filing {
	switch {
	case s == plan.FilingSeparate:
		return tax.Separate
	case s == plan.FilingHeadOfHousehold && place == 0:
		return tax.Head
	}
	return tax.Single
}

// korea compiles the law of the Republic of Korea.
func (c *compiler) korea() {
	p := c.plan.Tax.Params
	setup := tax.KoreaSetup{Span: c.lawSpan(), NoLocal: p.LocalTax != nil && !*p.LocalTax, Gains: p.Gains}
	if p.CappedExempt != nil {
		exempt := min(c.threshold(*p.CappedExempt)/c.rate(won), huge)
		setup.ISAExempt = &exempt
	}
	for i, m := range c.members() {
		payer := tax.KoreaPayer{Payer: tax.Payer{Members: []tax.Member{m}}, Severance: or(p.SeveranceRate, 0), Received: c.out.Start.Year}
		if i < len(c.out.People) {
			payer.Service = c.service(c.out.People[i].ID)
			payer.Received = c.received(i)
		}
		setup.Payers = append(setup.Payers, payer)
	}
	c.out.PerPerson = len(c.out.People) > 0
	c.limit("/tax/regime", "tax.scope", said{
		"Korean income tax person by person, with the basic deduction, the credits for work and pension savings, and the employee's national pension: no deductions for a family or for particular spending, and no health insurance. All pension savings count as credited.",
		"개인별 소득세에 본인 기본공제, 근로소득·연금계좌 세액공제, 국민연금 보험료(근로자 부담)를 계산합니다. 부양가족 공제, 특별공제, 건강보험료는 계산하지 않습니다. 연금계좌 적립금은 모두 세액공제를 받은 것으로 봅니다.",
	})
	if p.Gains == nil && slices.ContainsFunc(c.out.Accounts, gainful) {
		c.limit("/tax/params/gains", "tax.gains", said{
			"Gains of taxable accounts are taxed as those of foreign shares: 22 %% above 2.5 million won a year. Enter 0 for shares listed in Korea.",
			"일반 계좌의 매매 차익은 해외 주식처럼 연 250만원을 넘는 금액에 22%%를 과세합니다. 국내 상장 주식이면 0을 입력해 주세요.",
		})
	}
	c.out.Tax = c.exchanged(tax.NewKorea(setup))
}

// gainful reports whether what comes out of an account is taxed on its gain.
func gainful(a simulate.Account) bool {
	switch a.Wrapper {
	case simulate.Taxable, simulate.Restricted, simulate.Crypto, simulate.Other:
		return true
	}
	return false
}

// service is the longest service that a person's severance pay is for.
func (c *compiler) service(person string) int {
	years := 0
	for _, i := range c.plan.Income {
		if i.Person == person && i.Kind == plan.IncomeSeverance && !i.Archived {
			years = max(years, i.ServiceYears)
		}
	}
	return years
}

// received is the first year in which a person's retirement pay comes out of an
// account.
func (c *compiler) received(person int) int {
	first := c.months
	for _, a := range c.out.Accounts {
		if a.TaxAs == tax.Retired && person < len(a.Owners) && a.Owners[person] > 0 {
			first = min(first, a.Access)
		}
	}
	return c.yearOf(min(first, c.months))
}

// exchanged is a regime in the plan's currency.
func (c *compiler) exchanged(r tax.Regime) tax.Regime {
	if c.lawCurrency() == c.plan.Currency {
		return r
	}
	rate, err := c.plan.Rate(c.lawCurrency())
	if err != nil {
		c.limit("/fx", "tax.currency", said{
			"The tax law is written in %[1]s: give the exchange rate to %[2]s. No tax is computed.",
			"세법의 금액은 %[1]s 기준입니다. %[2]s 환율을 입력해 주세요. 지금은 세금을 계산하지 않습니다.",
		}, c.lawCurrency(), c.plan.Currency)
		return tax.None{}
	}
	return &tax.Exchanged{Regime: r, Rate: min(max(rate.Float(), 1/farthest), farthest)}
}
