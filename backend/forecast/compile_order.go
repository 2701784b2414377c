package forecast

import (
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// The picks of presets that no step of one's own has: no wrapper and no id is
// empty or has a star.
const (
	pickAll  = ""  // every account at once
	pickBest = "*" // all that is invested, what has done best first
)

// The rates up to which bracketFill fills.
const (
	// fillFederal is the 12 % bracket, the last below the step to 22 %.
	fillFederal = 0.12
	// fillKorea is below the rate on private pensions beyond the sum of the low
	// rates, and ends what is taxed together where 24 % begin.
	fillKorea = 0.15
)

// invested are the wrappers in which money is invested, in the order in which
// taxableFirst draws on them.
var invested = []plan.Wrapper{
	plan.WrapperTaxable, plan.WrapperOther, plan.WrapperCrypto, plan.WrapperRestricted,
	plan.WrapperCapped, plan.WrapperDeferred, plan.WrapperExempt, plan.WrapperPurpose,
}

// preset is a ready-made order. Cash is kept to the buffer at first and opened
// at the end.
func (c *compiler) preset(p plan.Preset) []plan.WithdrawalStep {
	switch p {
	case plan.PresetProportional, plan.PresetKeepTargetMix: // in proportion, what is left has the mix that all had
		return []plan.WithdrawalStep{{Pick: pickAll}}
	case plan.PresetDeferredFirst:
		return c.betweenCash(append(steps(plan.WrapperDeferred), steps(without(plan.WrapperDeferred)...)...))
	case plan.PresetBestPerformer:
		return c.betweenCash([]plan.WithdrawalStep{{Pick: pickBest}})
	case plan.PresetBracketFill:
		return c.betweenCash(c.bracketFill())
	}
	return c.betweenCash(steps(invested...))
}

// bracketFill draws on tax-deferred accounts up to the end of a low bracket each
// year, then on the others, and on what is left of the first at last.
func (c *compiler) bracketFill() []plan.WithdrawalStep {
	rate, ok := c.fillRate()
	if !ok {
		c.limit("/withdrawal/preset", "withdrawal.bracketless", said{
			"There are no brackets to fill under this tax: one rate holds for every amount. Taxable accounts are drawn on first.",
			"이 과세 방식에는 채울 세율 구간이 없습니다. 금액과 관계없이 세율이 같으므로 일반 투자 계좌부터 인출합니다.",
		})
		return steps(invested...)
	}
	fill := plan.WithdrawalStep{Pick: string(plan.WrapperDeferred), Until: &plan.WithdrawalUntil{BracketTop: &rate}}
	order := append([]plan.WithdrawalStep{fill}, steps(without(plan.WrapperDeferred, plan.WrapperPurpose)...)...)
	return append(order, steps(plan.WrapperDeferred, plan.WrapperPurpose)...)
}

// fillRate is the rate up to which bracketFill fills: under the household's own
// bands, the lowest that is more than nothing, if another follows.
func (c *compiler) fillRate() (float64, bool) {
	switch c.plan.Tax.Regime {
	case plan.RegimeUSFederal:
		return fillFederal, true
	case plan.RegimeKR:
		return fillKorea, true
	case plan.RegimeBands:
		bands := c.plan.Tax.Params.Bands
		for i := range bands {
			if bands[i].Rate > 0 {
				return bands[i].Rate, bands[len(bands)-1].Rate > bands[i].Rate
			}
		}
	}
	return 0, false
}

// betweenCash is an order that begins with cash beyond the buffer and ends with
// all of it.
func (c *compiler) betweenCash(order []plan.WithdrawalStep) []plan.WithdrawalStep {
	cash := plan.WithdrawalStep{Pick: string(plan.WrapperCash)}
	first := cash
	if c.plan.Withdrawal.Buffer != nil && c.plan.Withdrawal.Buffer.Months > 0 {
		first.Until = &plan.WithdrawalUntil{BufferMonths: c.plan.Withdrawal.Buffer.Months}
	}
	return append(append([]plan.WithdrawalStep{first}, order...), cash)
}

func steps(wrappers ...plan.Wrapper) []plan.WithdrawalStep {
	order := make([]plan.WithdrawalStep, len(wrappers))
	for i, wrapper := range wrappers {
		order[i].Pick = string(wrapper)
	}
	return order
}

// without are the wrappers that are invested, but for some.
func without(some ...plan.Wrapper) []plan.Wrapper {
	var left []plan.Wrapper
	for _, wrapper := range invested {
		skip := false
		for _, s := range some {
			skip = skip || s == wrapper
		}
		if !skip {
			left = append(left, wrapper)
		}
	}
	return left
}

// stop compiles where a step stops.
func (c *compiler) stop(where string, u *plan.WithdrawalUntil, d *simulate.Draw) {
	d.KeepMonths = u.BufferMonths
	if u.Balance != nil {
		keep := c.schedule(stream{pointer: where, amount: *u.Balance, until: c.months})
		d.Keep = &keep
	}
	if u.Yearly != nil {
		d.Yearly = c.ceiling(where+"/until/yearly", *u.Yearly, plan.PerYear, d)
	}
	if u.BracketTop != nil {
		d.Bracket = u.BracketTop
	}
	if u.TaxAmount != nil {
		yearly := c.perYear(*u.TaxAmount)
		yearly.Per = plan.PerMonth // per year as it stands in each month: not divided by twelve
		most := c.schedule(stream{pointer: where + "/until/taxAmount", amount: *yearly, until: c.months})
		d.Tax = &most
	}
	if u.BracketTop != nil || u.TaxAmount != nil {
		c.stopLimits(where, u, d)
	}
}

// stopLimits says where a stop at a bracket or a tax stops nothing.
func (c *compiler) stopLimits(where string, u *plan.WithdrawalUntil, d *simulate.Draw) {
	taxed := false
	for _, a := range d.Accounts {
		switch c.out.Accounts[a].Wrapper {
		case simulate.Deferred, simulate.Purpose:
			taxed = true
		case simulate.Taxable, simulate.Restricted, simulate.Crypto, simulate.Other, simulate.Capped:
			taxed = taxed || u.TaxAmount != nil
		}
	}
	switch regime := c.plan.Tax.Regime; {
	case !taxed || regime == plan.RegimeNone || regime == "":
		c.limit(where+"/until", "withdrawal.untaxed", said{
			"What this step draws is not taxed as income here, so that it goes on until the account is empty.",
			"이 단계에서 꺼내는 돈은 소득으로 과세되지 않아, 계좌가 빌 때까지 인출합니다.",
		})
	case u.BracketTop != nil && regime == plan.RegimeFlat:
		c.limit(where+"/until", "withdrawal.bracketless", said{
			"A single rate has no brackets: the step gives all there is where the rate is low enough, and nothing otherwise.",
			"단일 세율에는 구간이 없습니다. 세율이 정한 값 이하이면 모두 인출하고, 그보다 높으면 인출하지 않습니다.",
		})
	}
}

// buffer compiles when the reserve of cash is filled up again from what is
// invested; without a word it is filled by the saving rules alone.
func (c *compiler) buffer(b *plan.Buffer) {
	if b == nil || b.Months == 0 || b.RefillWhen == "" {
		return
	}
	account := c.firstOf(simulate.Cash)
	if account == simulate.None {
		c.limit("/withdrawal/buffer", "withdrawal.buffer", said{
			"There is no bank account to keep the buffer in.",
			"현금 여유분을 둘 예금 계좌가 없습니다.",
		})
		return
	}
	c.out.Buffer = &simulate.Buffer{Account: account, Months: b.Months, AfterGain: b.RefillWhen == plan.RefillAfterGain}
}
