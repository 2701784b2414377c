package forecast

import (
	"cmp"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// homeExclusion is the gain on selling a home that each of up to two owners is not
// taxed on in the United States (26 U.S.C. § 121(b), of 1997 and not indexed).
const homeExclusion = 250_000

// gain is how what a property brings is taxed; nil where it is not.
func (c *compiler) gain(id string, p plan.Property) *simulate.Gain {
	if !c.gainKnown(p) {
		return nil
	}
	g := &simulate.Gain{Free: c.untaxedOf(id, p), Person: c.personOf(p.Owner.Person)}
	if p.Sell != nil {
		g.Rate = or(p.Sell.GainRate, 0)
		if p.Sell.GainRate != nil && g.Rate == 0 {
			return nil
		}
	}
	return g
}

// gainKnown reports whether a property's gain is known, and how it is taxed.
func (c *compiler) gainKnown(p plan.Property) bool {
	switch p.Kind {
	case plan.PropertyLeaseDeposit, plan.PropertyVehicle:
		return false
	}
	if p.Sell != nil && p.Sell.GainRate != nil {
		return p.Paid != nil || p.Buy != nil
	}
	switch c.plan.Tax.Regime {
	case plan.RegimeUSFederal, plan.RegimeFlat, plan.RegimeBands:
		return p.Paid != nil
	}
	return false
}

// untaxedOf is what of a sale is no gain, or one that is not taxed.
func (c *compiler) untaxedOf(id string, p plan.Property) simulate.Schedule {
	free := simulate.Schedule{Real: make([]float64, c.months), Nominal: make([]float64, c.months)}
	paid := 0.0
	switch {
	case p.Paid != nil:
		paid = c.value(*p.Paid, "")
	case p.Buy != nil:
		from, _ := c.time.At(p.Buy.At)
		paid = c.value(p.Buy.Price, "")
		if p.Buy.Price.Basis != plan.BasisNominal {
			paid = float64(paid * float64(c.toStart*c.prices[min(max(from, 0), c.months)]))
		}
	}
	exempt, real := c.exemptOf(p)
	for t := range c.months {
		free.Nominal[t] = within(paid)
		if real {
			free.Real[t] = within(exempt)
		} else {
			free.Nominal[t] = within(paid + exempt)
		}
	}
	return free
}

// exemptOf is how much gain is not taxed, in today's money or in money of the day.
func (c *compiler) exemptOf(p plan.Property) (amount float64, real bool) {
	if p.Sell != nil && p.Sell.GainExempt != nil {
		a := *p.Sell.GainExempt
		if a.Basis == plan.BasisNominal {
			return c.value(a, ""), false
		}
		return float64(c.value(a, "") * c.toStart), true
	}
	rated := p.Sell != nil && p.Sell.GainRate != nil
	if p.Kind == plan.PropertyHome && c.plan.Tax.Regime == plan.RegimeUSFederal && !rated {
		return float64(homeExclusion * float64(min(2, len(c.out.People))) * c.rate("USD")), false
	}
	return 0, false
}

// gainLimits says where a gain is not taxed though it may be.
func (c *compiler) gainLimits(id string, p plan.Property) {
	gains := p.Kind == plan.PropertyRental || p.Kind == plan.PropertyLand || p.Kind == plan.PropertyOther
	if !gains || c.gainKnown(p) {
		return
	}
	c.limit(pointer("property", id, "sell"), "property.gains", said{
		"No tax is computed on the gain from selling “%s”: say what was paid for it, and where no law of a regime taxes it, at what rate.",
		"‘%s’ 매각 차익에 대한 세금은 계산하지 않습니다. 취득가액을 적고, 선택한 세제에 규정이 없으면 세율도 적어 주세요.",
	}, cmp.Or(p.Name, id))
}
