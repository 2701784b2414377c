package forecast

import (
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// renewal is how many months a lease deposit is agreed for (Korea's Housing
// Lease Protection Act, article 4: two years).
const renewal = 24

// property compiles things of value: what they are worth, cost and bring in.
func (c *compiler) property() {
	for _, id := range ordered(c.plan.Property, func(p plan.Property) plan.Record { return p.Record }) {
		c.oneProperty(id, c.plan.Property[id])
	}
}

func (c *compiler) oneProperty(id string, p plan.Property) {
	from, until := c.held(id, p)
	c.sold[id] = until
	if !c.every && (from >= min(until, c.months) || until <= 0) {
		return
	}
	value := c.worth(id, p, from, until)
	c.out.Holdings = append(c.out.Holdings, simulate.Holding{ID: id, Name: p.Name, Kind: simulate.KindProperty, Value: value})
	if p.Kind == plan.PropertyLeaseDeposit {
		c.renewals(id, p, value, from, until)
	}
	if p.Buy != nil && (from >= 0 || c.every) {
		c.bought(id, p, value, from)
	}
	if until < c.months || c.every {
		c.sale(id, p, value, until)
	}
	c.running(id, p, value, from, until)
}

// held is [bought, sold): now and the plan's end where the property has neither.
func (c *compiler) held(id string, p plan.Property) (from, until int) {
	until = c.months
	if p.Buy != nil {
		from, _ = c.time.At(p.Buy.At)
	}
	if p.Sell == nil {
		return from, until
	}
	when := p.Sell.At
	if p.Sell.Trigger != nil {
		when = p.Sell.Trigger.Before // at the latest; sooner where its condition is met
	}
	if when != nil {
		until, _ = c.time.At(*when)
		until = min(until, c.months)
	}
	return from, until
}

// worth is the value at the end of each month in which the property is held.
func (c *compiler) worth(id string, p plan.Property, from, until int) simulate.Schedule {
	s := stream{pointer: pointer("property", id), per: plan.PerMonth, growth: p.Growth, from: from, until: until}
	switch {
	case p.Value != nil:
		s.amount = *p.Value
	case p.Buy != nil:
		s.amount = p.Buy.Price
	}
	s.amount.Per = plan.PerMonth // a stock, not a flow: no division by periods
	if p.Kind == plan.PropertyLeaseDeposit {
		return c.deposit(s, from, until)
	}
	return c.schedule(s)
}

// deposit is the nominal value of a lease deposit: constant, or stepping up at
// each renewal where it grows.
func (c *compiler) deposit(s stream, from, until int) simulate.Schedule {
	full := c.expected(c.schedule(s))
	value := make([]float64, c.months)
	for t := max(from, 0); t < min(until, c.months); t++ {
		agreed := max(from, 0)
		if s.growth != nil {
			agreed += (t - agreed) / renewal * renewal
		}
		value[t] = full[agreed]
	}
	return simulate.Schedule{Nominal: value}
}

// renewals are what is paid or returned when a deposit is agreed anew.
func (c *compiler) renewals(id string, p plan.Property, value simulate.Schedule, from, until int) {
	up, down := make([]float64, c.months), make([]float64, c.months)
	for t := max(from, 0) + 1; t < min(until, c.months); t++ {
		change := value.Nominal[t] - value.Nominal[t-1]
		up[t], down[t] = max(change, 0), max(-change, 0)
	}
	c.propertyLump(id+".renewal", p.Name, simulate.Schedule{Nominal: up}, "")
	c.propertyGain(id+".refund", p, simulate.Schedule{Nominal: down}, tax.Untaxed, true)
}

func (c *compiler) bought(id string, p plan.Property, value simulate.Schedule, month int) {
	c.propertyLump(id+".buy", p.Name, c.at(value, month), p.Buy.Funding)
}

// sale pays out the value of the last month held, less what selling costs.
func (c *compiler) sale(id string, p plan.Property, value simulate.Schedule, month int) {
	costs := 0.0
	if p.Sell != nil {
		costs = p.Sell.CostRate
	}
	proceeds := make([]float64, c.months)
	shape := simulate.Schedule{Real: proceeds}
	part := value.Real
	if value.Real == nil {
		shape, part = simulate.Schedule{Nominal: proceeds}, value.Nominal
	}
	if sold := month >= 1 && month < c.months; sold {
		proceeds[month] = part[month-1] * (1 - costs)
	}
	before := len(c.out.Income)
	c.propertyGain(id+".sell", p, shape, tax.Untaxed, true)
	for i := range c.out.Income[before:] {
		c.out.Income[before+i].Gain = c.gain(id, p)
	}
	if month < c.months {
		c.gainLimits(id, p)
	}
}

// running is what a property costs and brings in while it is held.
func (c *compiler) running(id string, p plan.Property, value simulate.Schedule, from, until int) {
	c.propertyCost(id+".tax", p.Name, times(value, p.TaxRate/12), "")
	if p.Upkeep != nil {
		upkeep := times(value, p.Upkeep.Rate/12)
		if p.Upkeep.Amount != nil {
			upkeep = c.schedule(stream{pointer: pointer("property", id, "upkeep"), amount: *p.Upkeep.Amount, from: from, until: until})
		}
		c.propertyCost(id+".upkeep", p.Name, upkeep, "")
	}
	if p.Rent != nil {
		rent := c.schedule(stream{pointer: pointer("property", id, "rent"), amount: *p.Rent, from: from, until: until})
		c.propertyGain(id+".rent", p, rent, tax.Ordinary, false)
	}
}

// propertyLump is a cost that comes once.
func (c *compiler) propertyLump(id, name string, amount simulate.Schedule, funding string) {
	before := len(c.out.Outflows)
	c.propertyCost(id, name, amount, funding)
	for i := range c.out.Outflows[before:] {
		c.out.Outflows[before+i].Lumps = &amount
	}
}

func (c *compiler) propertyCost(id, name string, amount simulate.Schedule, funding string) {
	if zero(amount) && !c.every {
		return
	}
	line := simulate.Outflow{ID: id, Name: name, Kind: simulate.KindProperty, Tier: simulate.Essential, Amount: amount}
	if index, ok := c.account[funding]; ok {
		line.Fund = []simulate.Fund{{Account: index, Share: 1}}
	}
	c.out.Outflows = append(c.out.Outflows, line)
}

func (c *compiler) propertyGain(id string, p plan.Property, amount simulate.Schedule, class tax.Class, once bool) {
	if zero(amount) && !c.every {
		return
	}
	c.out.Income = append(c.out.Income, simulate.Income{
		ID: id, Name: p.Name, Kind: simulate.KindProperty, Person: c.personOf(p.Owner.Person),
		Amount: amount, Tax: class, Once: once,
	})
}
