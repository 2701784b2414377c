package forecast

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// debts compiles what is owed into exact nominal payments and balances.
func (c *compiler) debts() {
	for _, id := range ordered(c.plan.Debts, func(d plan.Debt) plan.Record { return d.Record }) {
		d := c.plan.Debts[id]
		l := c.loan(id, d)
		paid, lumps, owed := l.repay(c.months)
		c.out.Outflows = append(c.out.Outflows, simulate.Outflow{
			ID: id, Name: d.Name, Kind: simulate.KindDebt, Tier: simulate.Essential,
			Amount: simulate.Schedule{Nominal: paid}, Lumps: &simulate.Schedule{Nominal: lumps},
		})
		c.out.Holdings = append(c.out.Holdings, simulate.Holding{
			ID: id, Name: d.Name, Kind: simulate.KindDebt, Value: simulate.Schedule{Nominal: owed},
		})
	}
}

// loan is a debt in numbers, nominal, per month.
type loan struct {
	kind    plan.DebtType
	balance float64
	// rate per month in force until change, later from it on.
	rate, later float64
	change      int
	// end is the month by which it must be paid back; payment, where positive,
	// is what is paid each month whatever the end.
	end     int
	payment float64
	// extra is paid on top, per month; of that, once is in a single payment.
	extra, once []float64
	// settle is the month in which all of it is paid back: its security is sold.
	settle int
}

func (c *compiler) loan(id string, d plan.Debt) loan {
	l := loan{
		kind: d.Type, balance: c.value(d.Balance, ""),
		rate: d.Rate / 12, later: d.Rate / 12, change: c.months,
		end: math.MaxInt32, extra: make([]float64, c.months), once: make([]float64, c.months), settle: math.MaxInt32,
	}
	if d.End != nil {
		end, _ := c.time.At(*d.End)
		l.end = max(end, 1)
	}
	if d.FixedUntil != nil && d.Then != nil {
		l.change, _ = c.time.At(*d.FixedUntil)
		l.later = d.Then.Rate / 12
	}
	if d.Payment != nil {
		l.payment = c.monthly(*d.Payment, stream{})
	}
	for _, e := range d.Extra {
		from, until := c.span(&e.Span)
		s := c.schedule(stream{pointer: pointer("debts", id, "extra"), amount: e.Amount, basis: plan.BasisNominal, from: from, until: until})
		for t, v := range c.expected(s) {
			l.extra[t] += v
			if e.Amount.Per == plan.PerOnce {
				l.once[t] += v
			}
		}
	}
	if month, ok := c.sold[d.SecuredBy]; ok {
		l.settle = month
	}
	return l
}

// repay is what is paid in each month, what of that comes once, and what is owed
// at its end. A month's payment comes after that month's interest.
func (l loan) repay(months int) (paid, lumps, owed []float64) {
	paid, lumps, owed = make([]float64, months), make([]float64, months), make([]float64, months)
	balance := l.balance
	due := 0.0
	for t := 0; t < months && balance > 0; t++ {
		if t == 0 || t == l.change || (t > 0 && l.extra[t-1] > 0 && l.payment == 0) {
			due = l.regular(balance, t)
		}
		with := within(float64(balance * (1 + l.rateAt(t))))
		paid[t] = math.Min(with, l.dueIn(t, with, balance, due)+l.extra[t])
		if usual := l.usual(with, balance, due) + l.extra[t] - l.once[t]; paid[t] > usual {
			lumps[t] = paid[t] - usual
		}
		balance = with - paid[t]
		// A residue below a millionth of a unit is the rounding of the sums above.
		if balance < 1e-6 {
			balance = 0
		}
		owed[t] = balance
	}
	return paid, lumps, owed
}

func (l loan) rateAt(t int) float64 {
	if t >= l.change {
		return l.later
	}
	return l.rate
}

// regular is the level payment that clears a balance by the end, from the
// annuity identity B = P (1 - (1+i)^-n) / i.
func (l loan) regular(balance float64, t int) float64 {
	if l.payment > 0 {
		return l.payment
	}
	n, i := float64(l.end-t), l.rateAt(t)
	if n <= 1 {
		return balance * (1 + i)
	}
	if i == 0 {
		return balance / n
	}
	return float64(balance*i) / (1 - market.Pow(1+i, -n))
}

// dueIn is what must be paid in month t, extra payments aside.
func (l loan) dueIn(t int, with, balance, regular float64) float64 {
	if t >= l.end-1 || t >= l.settle {
		return with
	}
	return l.usual(with, balance, regular)
}

// usual is what must be paid in a month that is not the last.
func (l loan) usual(with, balance, regular float64) float64 {
	switch l.kind {
	case plan.DebtInterestOnly:
		return math.Max(with-balance, l.payment)
	case plan.DebtBullet:
		return l.payment
	}
	return regular
}

// prepayments are the debts that a surplus pays back early: those with the highest
// rate first.
func (c *compiler) prepayments() {
	if !c.paysEarly {
		return
	}
	ids := ordered(c.plan.Debts, func(d plan.Debt) plan.Record { return d.Record })
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(c.plan.Debts[b].Rate, c.plan.Debts[a].Rate) })
	for _, id := range ids {
		c.out.Prepayments = append(c.out.Prepayments, simulate.Prepayment{
			Outflow: c.outflows(id)[0], Holding: c.holding(id, simulate.KindDebt),
		})
	}
}
