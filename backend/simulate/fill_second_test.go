package simulate

import (
	"math"
	"sort"

	"meridian/backend/tax"
)

// mayGive is the second opinion on what each account of a step may give.
func (s *second) mayGive(d Draw) map[int]float64 {
	most := map[int]float64{}
	years := s.yearsSoFar()
	law := s.lawNow()
	for _, a := range d.Accounts {
		if s.t < s.sc.Accounts[a].Access {
			continue
		}
		most[a] = s.accounts[a].balance()
		class, taxed := s.outOf(a, most[a])
		if law == nil || taxed <= 1e-12*most[a]*s.price || (d.Bracket == nil && d.Tax == nil) {
			continue
		}
		if d.Bracket != nil {
			for payer, part := range s.taxpayers(s.owners(a)) {
				room := law.(tax.Bracketed).Room(&years[payer], class, *d.Bracket)
				if part > 0 && room < part*taxed {
					most[a] = math.Min(most[a], s.accounts[a].balance()*room/(part*taxed))
				}
			}
		}
		with := func(amount float64) []tax.Year {
			more := append([]tax.Year(nil), years...)
			for payer, part := range s.taxpayers(s.owners(a)) {
				more[payer].Income[class] += part * taxed * amount / s.accounts[a].balance()
			}
			return more
		}
		if d.Tax != nil {
			limit := s.worthOf(*d.Tax) * s.price
			low, high := 0.0, 1.0
			if owedIn(law, with(most[a])) <= limit {
				low = 1
			}
			for i := 0; i < 70 && low < 1; i++ {
				if share := (low + high) / 2; owedIn(law, with(share*most[a])) <= limit {
					low = share
				} else {
					high = share
				}
			}
			most[a] *= low
		}
		years = with(most[a])
	}
	return most
}

func owedIn(law tax.Regime, years []tax.Year) float64 {
	owed := 0.0
	for i := range years {
		owed += law.Owed(&years[i])
	}
	return owed
}

// outOf is the class of what comes out of an account, and how much of an amount is
// taxed, in money of the day.
func (s *second) outOf(a int, amount float64) (tax.Class, float64) {
	account := s.sc.Accounts[a]
	switch account.Wrapper {
	case Taxable, Restricted, Crypto, Other:
		return tax.Gains, amount*s.price - s.accounts[a].basis
	case Capped:
		return tax.Capped, amount*s.price - s.accounts[a].basis
	case Deferred, Purpose:
		if account.TaxAs != tax.Untaxed {
			return account.TaxAs, amount * s.price
		}
		return tax.Ordinary, amount * s.price
	}
	return tax.Untaxed, 0
}

func (s *second) lawNow() tax.Regime {
	law := s.sc.Tax
	if s.all != nil {
		law = s.law
	}
	if law != nil && law.ID() == "none" {
		return nil
	}
	return law
}

// yearsSoFar are the taxpayers' years as an assessment would take them now.
func (s *second) yearsSoFar() []tax.Year {
	months := 1
	for t := s.t; t > 0 && (s.sc.Start.Month-1+t)%12 != 0; t-- {
		months++
	}
	years := make([]tax.Year, s.people)
	for p := range years {
		years[p] = tax.Year{Calendar: s.sc.Start.Year + (s.sc.Start.Month-1+s.t)/12, Index: s.startPrice, Payer: p}
		for c := range years[p].Income {
			years[p].Income[c] = s.regular[p][c]*12/float64(months) + s.once[p][c]
		}
	}
	return years
}

func total(amounts map[int]float64) float64 {
	keys, sum := []int{}, 0.0
	for k := range amounts {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	for _, k := range keys {
		sum += amounts[k]
	}
	return sum
}

// groups are the accounts of a step that are drawn on together, one group after
// another: all of them, or those of a mix, the best first.
func (s *second) groups(d Draw) [][]int {
	var open []int
	for _, a := range d.Accounts {
		if s.t >= s.sc.Accounts[a].Access {
			open = append(open, a)
		}
	}
	if !d.Best {
		return [][]int{open}
	}
	byMix := map[int][]int{}
	var order []int
	for _, a := range open {
		mix := s.sc.Accounts[a].Mix
		if s.sc.Mixes[mix].Rebalance == Never {
			mix = -1 - a // bought and kept, each account is its own
		}
		if byMix[mix] == nil {
			order = append(order, mix)
		}
		byMix[mix] = append(byMix[mix], a)
	}
	first := func(mix int) int { // where the engine lays it out
		for a := range s.sc.Accounts {
			if mix == -1-a || (mix >= 0 && s.sc.Accounts[a].Mix == mix) {
				return a
			}
		}
		return None
	}
	sort.Slice(order, func(i, j int) bool {
		x, y := s.lately(byMix[order[i]][0]), s.lately(byMix[order[j]][0])
		if x != y {
			return x > y
		}
		return first(order[i]) < first(order[j])
	})
	var groups [][]int
	for _, mix := range order {
		groups = append(groups, byMix[mix])
	}
	return groups
}

// lately is the growth of an account's target mix over the last year.
func (s *second) lately(a int) float64 {
	grown := 1.0
	for m := max(0, s.t-12); m < s.t; m++ {
		target, month, sum := s.target(s.sc.Mixes[s.sc.Accounts[a].Mix], m), 0.0, 0.0
		for c, w := range target {
			month += w * s.returns[m][c]
			sum += w
		}
		grown *= month / sum
	}
	return grown
}
