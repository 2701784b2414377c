package simulate

import (
	"math"
	"slices"

	"meridian/backend/tax"
)

// gone reports whether a part of the scenario has ended with an estate.
func (s *second) gone(of func(Estate) []int, part int) bool {
	for i, e := range s.sc.Estates {
		if s.parted[i] != None && slices.Contains(of(e), part) {
			return true
		}
	}
	return false
}

func (s *second) lapsed(payout int) bool {
	return s.gone(func(e Estate) []int { return e.Payouts }, payout)
}

// outside is what is held outside accounts at the end of a month, at today's
// price, less what is borrowed and taxes owed.
func (s *second) outside(month int) float64 {
	worth, now := -s.loan/s.price, s.t
	for _, early := range s.prepaid {
		worth += early / s.price
	}
	s.t = month
	for i, h := range s.sc.Holdings {
		switch {
		case s.gone(func(e Estate) []int { return e.Holdings }, i):
		case h.Kind == KindDebt:
			worth -= s.worthOf(h.Value)
		default:
			worth += s.worthOf(h.Value)
		}
	}
	s.t = now
	for _, d := range s.due {
		worth -= d / s.price
	}
	return worth + s.taxOffice()
}

// net is what an estate would bring now, once what was owed on it at the end of a
// month is paid back.
func (s *second) net(e Estate, owed int) float64 {
	price, now := s.worthOf(e.Price), s.t
	s.t = owed
	back := s.worthOf(e.Owed)
	s.t = now
	for _, i := range e.Holdings {
		back -= s.prepaid[i] / s.price
	}
	back = math.Max(0, back)
	if e.Gain != nil {
		back += e.Gain.Rate * math.Max(0, price-s.worthOf(e.Gain.Free))
	}
	return math.Max(0, price-back)
}

// settled forgets what was paid early of what an estate secures.
func (s *second) settled(e Estate) {
	for _, i := range e.Holdings {
		s.prepaid[i] = 0
	}
}

// balanceOf is what a debt comes to at the end of a month, as planned.
func (s *second) balanceOf(v Prepayment, t int) float64 {
	return s.sc.Holdings[v.Holding].Value.Nominal[t]
}

// lessDue is what of a month's payment is no longer due: the debt that is left, with
// its interest, may be less than the payment.
func (s *second) lessDue(v Prepayment) float64 {
	if s.prepaid[v.Holding] == 0 {
		return 0
	}
	payment, before := s.sc.Outflows[v.Outflow].Amount.Nominal[s.t], s.balanceOf(v, s.t-1)
	interest := 0.0
	if before > 0 {
		interest = (s.balanceOf(v, s.t)+payment)/before - 1
	}
	left := (before - s.prepaid[v.Holding]) * (1 + interest)
	paid := math.Max(0, math.Min(payment, left))
	s.prepaid[v.Holding] = s.balanceOf(v, s.t) - (left - paid)
	return (payment - paid) / s.price
}

// payEarly is what a surplus pays back of a debt.
func (s *second) payEarly(v Prepayment) float64 {
	if s.gone(func(e Estate) []int { return e.Holdings }, v.Holding) {
		return 0
	}
	left := (s.balanceOf(v, s.t) - s.prepaid[v.Holding]) / s.price
	paid := math.Max(0, math.Min(s.purse, left))
	s.prepaid[v.Holding] += paid * s.price
	return paid
}

// taxGain taxes what a sale brings, and tells what the sale itself pays.
func (s *second) taxGain(v *Gain, brought float64) float64 {
	gain := math.Max(0, brought-s.worthOf(v.Free))
	if v.Rate > 0 {
		s.taxPaid += v.Rate * gain
		return v.Rate * gain
	}
	parts := s.everybody()
	if v.Person != None {
		parts = make([]float64, len(s.sc.People))
		parts[v.Person] = 1
	}
	s.enter(parts, tax.Gains, gain, true)
	return 0
}

// sellOnTime parts with what waits for money.
func (s *second) sellOnTime() {
	for i, e := range s.sc.Estates {
		if e.Sale == nil || s.t < e.Sale.From || s.t >= e.Sale.Until || s.parted[i] != None {
			continue
		}
		worth := 0.0
		for a := range s.accounts {
			if e.Sale.Metric != TriggerLiquid || s.t >= s.sc.Accounts[a].Access {
				worth += s.accounts[a].balance()
			}
		}
		switch e.Sale.Metric {
		case TriggerNetWorth:
			worth += s.outside(max(0, s.t-1))
		case TriggerMultiple:
			year := 0.0
			for _, o := range s.sc.Outflows {
				if o.Kind == KindSpending {
					year += 12 * s.ahead(o.Amount)
				}
			}
			worth /= year
			if year == 0 {
				worth = math.Inf(1)
			}
		}
		if net := s.net(e, max(0, s.t-1)); worth >= e.Sale.Value && net > 0 {
			s.parted[i] = s.t
			s.settled(e)
			if e.Gain != nil {
				s.taxGain(e.Gain, s.worthOf(e.Price))
			}
			s.repay(&net)
			s.purse += net
			s.in += net
		}
	}
}

// repay pays back what is borrowed out of an amount.
func (s *second) repay(from *float64) {
	back := math.Min(s.loan/s.price, math.Max(0, *from))
	*from -= back
	s.loan -= back * s.price
	if from == &s.purse {
		s.out += back
	}
	if s.loan <= dust*s.largest*s.price {
		s.loan = 0
	}
}

// resort does what is done where accounts cannot pay. It tells what is cut and what
// is still missing.
func (s *second) resort(missing, raised float64, falls, keeps [Tiers]float64) (cut, left float64) {
	left = missing
	lose := func(v float64) {
		v = math.Min(left, math.Max(0, v))
		left -= v
		cut += v
	}
	settle := func() {
		if left <= dust*s.largest {
			left = 0
		}
	}
	lose(raised)
	settle()
	cuts := map[Tier]bool{}
	for _, r := range s.sc.Resorts {
		if left <= 0 {
			break
		}
		switch r.Kind {
		case CutWishes, CutFlexible:
			tier := Wish
			if r.Kind == CutFlexible {
				tier = Flexible
			}
			if !cuts[tier] {
				cuts[tier] = true
				lose(falls[tier] - keeps[tier])
			}
		case PartWith:
			e := s.sc.Estates[r.Estate]
			net := s.net(e, s.t)
			if s.parted[r.Estate] != None || net <= 0 {
				continue
			}
			s.parted[r.Estate] = s.t
			s.settled(e)
			if e.Gain != nil {
				s.taxGain(e.Gain, s.worthOf(e.Price))
			}
			paid := math.Min(net, left)
			left -= paid
			s.in += paid
			net -= paid
			s.repay(&net)
			s.put(s.sc.Proceeds, net)
		case Borrow:
			good := 0.0
			for _, early := range s.prepaid {
				good += early / s.price
			}
			for i, h := range s.sc.Holdings {
				switch {
				case s.gone(func(e Estate) []int { return e.Holdings }, i):
				case h.Kind == KindDebt:
					good -= s.worthOf(h.Value)
				default:
					good += s.worthOf(h.Value)
				}
			}
			v := math.Min(left, math.Max(0, good-s.loan/s.price))
			left -= v
			s.in += v
			s.loan += v * s.price
			s.borrowed = s.borrowed || v > 0
		}
		settle()
	}
	for _, tier := range []Tier{Wish, Flexible} {
		if left > 0 && !cuts[tier] {
			lose(falls[tier] - keeps[tier])
			settle()
		}
	}
	return cut, left
}
