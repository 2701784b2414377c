package actual

import (
	"errors"
	"fmt"

	"meridian/backend/fault"
	"meridian/backend/money"
	"meridian/backend/plan"
)

// NoRate is the fault of a balance in a currency that the plan has no rate for.
var NoRate = fault.New(fault.Invalid, "actual.rate",
	fault.Text{EN: "A balance is in a currency that the plan has no rate for.", KO: "계획에 환율이 없는 통화의 잔액이 있습니다."},
	fault.Text{EN: "Add the rate under Plan, Assumptions.", KO: "계획의 가정에서 환율을 넣어 주세요."})

// Worth is what balances come to in the plan's currency: accounts and property
// less debts, exact but for what a rate of exchange rounds. Errors: NoRate, or an
// error of the package money.
func Worth(p plan.Plan, balances []Balance) (plan.Amount, error) {
	total := money.Amount{Currency: money.Currency(p.Currency)}
	for _, b := range balances {
		a, err := Exact(b.Amount, p.Currency)
		if err != nil {
			return plan.Amount{}, fmt.Errorf("balance of %s: %w", b.Record, err)
		}
		if a, err = converted(p, a); err != nil {
			return plan.Amount{}, err
		}
		if b.Kind == Debt {
			if a, err = a.Times(-1); err != nil {
				return plan.Amount{}, err
			}
		}
		if total, err = total.Add(a); err != nil {
			return plan.Amount{}, err
		}
	}
	return Plain(total), nil
}

// Exact reads an amount in whole minor units; without a currency it is in that
// of the plan.
func Exact(a plan.Amount, of plan.Currency) (money.Amount, error) {
	if a.Cur == "" {
		a.Cur = of
	}
	return money.Parse(string(a.Amt), money.Currency(a.Cur))
}

// Plain is an exact amount as documents write it.
func Plain(a money.Amount) plan.Amount {
	return plan.Amount{Amt: plan.Decimal(a.String()), Cur: plan.Currency(a.Currency)}
}

// converted is an amount in the plan's currency, at the plan's rate.
func converted(p plan.Plan, a money.Amount) (money.Amount, error) {
	to := money.Currency(p.Currency)
	if a.Currency == to {
		return a, nil
	}
	if fx, ok := p.FX[string(a.Currency)+"/"+string(to)]; ok {
		rate, err := money.ParseRate(string(fx.Rate), a.Currency, to)
		if err != nil {
			return money.Amount{}, err
		}
		return rate.Convert(a)
	}
	if fx, ok := p.FX[string(to)+"/"+string(a.Currency)]; ok {
		rate, err := money.ParseRate(string(fx.Rate), to, a.Currency)
		if err != nil {
			return money.Amount{}, err
		}
		return rate.Inverse().Convert(a)
	}
	return money.Amount{}, NoRate.With(errors.New(string(a.Currency)))
}
