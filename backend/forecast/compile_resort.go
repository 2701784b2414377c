package forecast

import (
	"cmp"
	"slices"
	"strings"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// resorts compiles what is sold, cashed in or borrowed where accounts cannot pay,
// and property that waits for the household's money.
func (c *compiler) resorts() {
	w := c.plan.Withdrawal
	for _, id := range ordered(c.plan.Property, func(p plan.Property) plan.Record { return p.Record }) {
		if s := c.plan.Property[id].Sell; s != nil && s.Trigger != nil {
			c.estate("property:" + id)
		}
	}
	var list []simulate.Resort
	for _, step := range w.Shortfall {
		if step == "unfunded" {
			break
		}
		list = append(list, c.resort(step)...)
	}
	for _, step := range w.LastResort {
		list = append(list, c.resort(step)...)
	}
	if !usual(list) {
		c.out.Resorts = list
	}
}

// usual reports whether a list is what is done anyway: wishes are cut, then
// flexible spending.
func usual(list []simulate.Resort) bool {
	for i, r := range list {
		if i > 1 || r.Kind != []simulate.ResortKind{simulate.CutWishes, simulate.CutFlexible}[i] {
			return false
		}
	}
	return true
}

// resort is one step, or none where it cannot be taken.
func (c *compiler) resort(step string) []simulate.Resort {
	switch step {
	case "wish":
		return []simulate.Resort{{Kind: simulate.CutWishes}}
	case "flexible":
		return []simulate.Resort{{Kind: simulate.CutFlexible}}
	case "borrow":
		return []simulate.Resort{{Kind: simulate.Borrow, Rate: c.plan.Withdrawal.BorrowRate}}
	}
	i := c.estate(step)
	if i == simulate.None {
		return nil
	}
	c.elsewhere(step)
	return []simulate.Resort{{Kind: simulate.PartWith, Estate: i}}
}

// elsewhere says what a home that is sold for want of money leaves open.
func (c *compiler) elsewhere(step string) {
	id := strings.TrimPrefix(step, "property:")
	p, ok := c.plan.Property[id]
	if ok && (p.Kind == plan.PropertyHome || p.Kind == plan.PropertyLeaseDeposit) {
		c.limit(pointer("property", id), "property.elsewhere", said{
			"Where “%s” is sold for want of money, what living elsewhere costs is not in the plan.",
			"돈이 모자라 ‘%s’ 항목을 팔면, 그 뒤 다른 곳에서 사는 데 드는 비용은 계획에 들어 있지 않습니다.",
		}, cmp.Or(p.Name, id))
	}
}

// estate is the index of what a step names, which is compiled when it is first
// named; None where there is no such thing to part with.
func (c *compiler) estate(step string) int {
	if i, known := c.estates[step]; known {
		return i
	}
	to := c.proceeds()
	kind, id, _ := strings.Cut(step, ":")
	var e simulate.Estate
	ok := to != simulate.None
	if kind == "property" {
		ok = ok && c.propertyEstate(id, &e)
	} else {
		ok = ok && c.insuranceEstate(id, &e)
	}
	c.estates[step] = simulate.None
	if ok {
		c.estates[step] = len(c.out.Estates)
		c.out.Estates, c.out.Proceeds = append(c.out.Estates, e), to
	}
	return c.estates[step]
}

// proceeds is the account for what a sale leaves over.
func (c *compiler) proceeds() int {
	if c.out.Sweep != simulate.None {
		return c.out.Sweep
	}
	for _, wrapper := range []simulate.Wrapper{simulate.Cash, simulate.Taxable} {
		if i := c.firstOf(wrapper); i != simulate.None {
			return i
		}
	}
	i := slices.IndexFunc(c.out.Accounts, func(a simulate.Account) bool { return a.Access == 0 })
	if i == simulate.None {
		c.limit("/withdrawal/shortfall", "withdrawal.proceeds", said{
			"There is no open account to put what a sale brings in: nothing is sold for want of money.",
			"매각 대금을 넣을 수 있는 계좌가 없어, 돈이 모자라도 아무것도 팔지 않는 것으로 계산합니다.",
		})
	}
	return i
}

// propertyEstate is a property with all that it costs, brings in and secures.
func (c *compiler) propertyEstate(id string, e *simulate.Estate) bool {
	p, ok := c.plan.Property[id]
	held := c.holding(id, simulate.KindProperty)
	if !ok || p.Archived || held == simulate.None {
		return false
	}
	from, until := c.held(id, p)
	*e = simulate.Estate{ID: id, Name: p.Name, Kind: simulate.KindProperty, Holdings: []int{held}}
	costs := 0.0
	if p.Sell != nil {
		costs = p.Sell.CostRate
	}
	e.Gain = c.gain(id, p)
	e.Price = times(c.before(c.out.Holdings[held].Value, max(from, 0), until), 1-costs)
	owed := make([]float64, c.months)
	for _, debt := range ordered(c.plan.Debts, func(d plan.Debt) plan.Record { return d.Record }) {
		d, i := c.plan.Debts[debt], c.holding(debt, simulate.KindDebt)
		if d.SecuredBy != id || i == simulate.None {
			continue
		}
		e.Holdings = append(e.Holdings, i)
		e.Outflows = append(e.Outflows, c.outflows(debt)...)
		for t, v := range c.out.Holdings[i].Value.Nominal {
			owed[t] = within(owed[t] + v)
		}
	}
	slices.Sort(e.Holdings)
	e.Owed = simulate.Schedule{Nominal: owed}
	e.Outflows = append(e.Outflows, c.outflows(id+".tax", id+".upkeep", id+".renewal")...)
	slices.Sort(e.Outflows)
	e.Income = c.incomes(id+".rent", id+".refund", id+".sell")
	if p.Sell != nil && p.Sell.Trigger != nil {
		e.Sale = c.saleOn(*p.Sell.Trigger, until)
	}
	return true
}

// saleOn is when a property is sold that waits for money: not after it is sold anyway.
func (c *compiler) saleOn(t plan.Trigger, until int) *simulate.Sale {
	s := &simulate.Sale{Metric: metricOf(t.Metric), Value: c.bar(t), Until: max(until, 0)}
	if t.After != nil {
		s.From, _ = c.time.At(*t.After)
		s.From = max(s.From, 0)
	}
	return s
}

// before is what a value was at the end of the month before, in the months in which
// it is held; in the first month of the plan, that month's own.
func (c *compiler) before(value simulate.Schedule, from, until int) simulate.Schedule {
	moved := func(part []float64) []float64 {
		if part == nil {
			return nil
		}
		out := make([]float64, c.months)
		for t := from; t < min(until, c.months); t++ {
			switch {
			case t > from:
				out[t] = part[t-1]
			case t == 0:
				out[t] = part[0]
			}
		}
		return out
	}
	return simulate.Schedule{Real: moved(value.Real), Nominal: moved(value.Nominal)}
}

// insuranceEstate is an insurance that is cashed in for its surrender value.
func (c *compiler) insuranceEstate(id string, e *simulate.Estate) bool {
	i, ok := c.plan.Insurance[id]
	if !ok || i.Archived {
		return false
	}
	name := cmp.Or(i.Name, id)
	if i.Surrender == nil || c.out.Rule.Sets(simulate.Essential) {
		text := said{
			"“%s” has no surrender value in the plan: there is nothing to cash in.",
			"‘%s’ 보험의 해약환급금이 정해져 있지 않아 해지해서 받을 돈이 없는 것으로 계산합니다.",
		}
		if i.Surrender != nil {
			text = said{
				"“%s” is kept: its premium is spending that the rule sets.",
				"‘%s’ 보험료는 지출 규칙이 정하는 지출이어서, 이 보험은 해지하지 않는 것으로 계산합니다.",
			}
		}
		c.limit(pointer("insurance", id), "insurance.surrender", text, name)
		return false
	}
	until := c.months
	if horizon, ok := c.time.Horizons[i.Insured]; ok {
		until = min(until, horizon)
	}
	if i.Span != nil {
		_, end := c.span(i.Span)
		until = min(until, end)
	}
	value := *i.Surrender
	value.Per = plan.PerMonth // a stock, not a flow: no division by periods
	*e = simulate.Estate{ID: id, Name: i.Name, Kind: simulate.KindIncome,
		Price:    c.schedule(stream{pointer: pointer("insurance", id, "surrender"), amount: value, until: until}),
		Outflows: c.outflows(id + ".premium"), Income: c.incomes(id + ".payout")}
	for k, payout := range c.payouts {
		if payout.ID == id+".payout" {
			e.Payouts = append(e.Payouts, k)
		}
	}
	return true
}

// holding, outflows and incomes find parts by their ids.
func (c *compiler) holding(id string, kind simulate.Kind) int {
	return slices.IndexFunc(c.out.Holdings, func(h simulate.Holding) bool { return h.ID == id && h.Kind == kind })
}

func (c *compiler) outflows(ids ...string) []int {
	var found []int
	for i := range c.out.Outflows {
		if slices.Contains(ids, c.out.Outflows[i].ID) {
			found = append(found, i)
		}
	}
	return found
}

func (c *compiler) incomes(ids ...string) []int {
	var found []int
	for i := range c.out.Income {
		if slices.Contains(ids, c.out.Income[i].ID) {
			found = append(found, i)
		}
	}
	return found
}
