package plan

import (
	"fmt"

	"meridian/backend/money"
)

// Rate is the plan's exchange rate from a currency to its own. It errs when
// the plan has none in either direction, or none that is a positive number.
func (p Plan) Rate(from Currency) (money.Rate, error) {
	a, b := money.Currency(from), money.Currency(p.Currency)
	if r, ok := p.FX[string(a)+"/"+string(b)]; ok {
		rate, err := money.ParseRate(string(r.Rate), a, b)
		if err != nil {
			return money.Rate{}, fmt.Errorf("exchange rate: %w", err)
		}
		return rate, nil
	}
	r := p.FX[string(b)+"/"+string(a)]
	rate, err := money.ParseRate(string(r.Rate), b, a)
	if err != nil {
		return money.Rate{}, fmt.Errorf("exchange rate: %w", err)
	}
	return rate.Inverse(), nil
}

// purse adds amounts up exactly, in the plan's currency. What cannot be
// converted or added is left out: Validate says so elsewhere.
type purse struct {
	plan Plan
	sum  money.Amount
}

func (p *purse) add(a Amount, cur Currency, times int64) {
	if a.Cur != "" {
		cur = a.Cur
	}
	if cur == "" {
		cur = p.plan.Currency
	}
	exact, err := money.Parse(string(a.Amt), money.Currency(cur))
	if err != nil {
		return
	}
	if cur != p.plan.Currency {
		rate, err := p.plan.Rate(cur)
		if err != nil {
			return
		}
		if exact, err = rate.Convert(exact); err != nil {
			return
		}
	}
	if exact, err = exact.Times(times); err != nil {
		return
	}
	p.sum.Currency = exact.Currency
	if sum, err := p.sum.Add(exact); err == nil {
		p.sum = sum
	}
}
