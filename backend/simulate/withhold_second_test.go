package simulate

import "math"

// withheldOf is what an income's payer keeps of it, if it is paid as planned.
func withheldOf(in Income) Schedule {
	if in.Withhold == 0 {
		return Schedule{}
	}
	var kept Schedule
	for t := range max(len(in.Amount.Real), len(in.Amount.Nominal)) {
		real, nominal := withheldIn(in, t)
		if in.Amount.Real != nil {
			kept.Real = append(kept.Real, real)
		}
		if in.Amount.Nominal != nil {
			kept.Nominal = append(kept.Nominal, nominal)
		}
	}
	return kept
}

// withheldIn is what is kept in one month, of today's money and of money of the day.
func withheldIn(in Income, t int) (real, nominal float64) {
	if in.Withhold == 0 || (in.Free != nil && in.Free[t]) {
		return 0, 0
	}
	part := func(amount []float64, deducted func(PreTax) []float64) float64 {
		if t >= len(amount) {
			return 0
		}
		left := amount[t]
		for _, pre := range in.PreTax {
			if d := deducted(pre); d != nil {
				left -= d[t]
			}
		}
		return math.Min(amount[t]*in.Withhold, math.Max(0, left))
	}
	return part(in.Amount.Real, func(p PreTax) []float64 { return p.Amount.Real }),
		part(in.Amount.Nominal, func(p PreTax) []float64 { return p.Amount.Nominal })
}

// taxedOf is what of an income's schedule comes in months in which it is taxed.
func taxedOf(in Income, x Schedule) Schedule {
	part := func(amounts []float64) []float64 {
		var taxed []float64
		for t, v := range amounts {
			if in.Free[t] {
				v = 0
			}
			taxed = append(taxed, v)
		}
		return taxed
	}
	if in.Free == nil {
		return x
	}
	return Schedule{Real: part(x.Real), Nominal: part(x.Nominal)}
}

// withheld is what is kept this month, in today's money.
func (s *second) withheld(in Income) float64 {
	real, nominal := withheldIn(in, s.t)
	return real + nominal/s.price
}

// withhold pays an amount of today's money in advance for those it belongs to.
func (s *second) withhold(parts []float64, v float64) {
	for payer, part := range s.taxpayers(parts) {
		s.credit[payer] += part * v * s.price
	}
	s.out += v
	s.taxPaid += v
	s.yearsTax += v
}

// lessWithheld is what a taxpayer has been asked for so far: the year's tax less what
// was withheld for it. Before the year is over nothing of that is given back.
func (s *second) lessWithheld(p int, toDate float64) float64 {
	last := s.calendarMonth() == 11 || s.t == s.plan.Months-1
	surplus := math.Max(0, s.credit[p]-math.Max(0, toDate))
	if last {
		s.heldBack[p] = 0
		return toDate - s.credit[p]
	}
	s.heldBack[p] = surplus
	return toDate - (s.credit[p] - surplus)
}

// taxOffice is what the household has paid in advance beyond its tax.
func (s *second) taxOffice() float64 {
	total := 0.0
	for _, v := range s.heldBack {
		total += v / s.price
	}
	return total
}
