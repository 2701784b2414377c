package simulate

import (
	"math"
	"sort"

	"meridian/backend/tax"
)

// located is what each account of a located mix should hold, as shares, in month t: the
// accounts are gone through from the most sheltered, each takes what suits it best of
// what no other has taken.
func (s *second) located(mix, t int) map[int][]float64 {
	target := s.target(s.sc.Mixes[mix], t)
	sum, whole := 0.0, 0.0
	for _, w := range target {
		sum += w
	}
	rank := func(a int) int {
		switch s.sc.Accounts[a].Wrapper {
		case Exempt:
			return 0
		case Cash, Taxable:
			return 2
		}
		return 1
	}
	var accounts []int
	for a := range s.accounts {
		if s.sc.Accounts[a].Mix == mix {
			accounts = append(accounts, a)
			whole += s.accounts[a].balance()
		}
	}
	sort.SliceStable(accounts, func(i, j int) bool { return rank(accounts[i]) < rank(accounts[j]) })
	left, holds := make([]float64, len(target)), map[int][]float64{}
	for c, w := range target {
		left[c] = w / sum * whole
	}
	taxed := func(c int) [2]float64 { // interest, then anything paid out
		y := s.sc.Yields[c]
		if y.As == tax.Interest {
			return [2]float64{y.Rate, y.Rate}
		}
		return [2]float64{0, y.Rate}
	}
	for _, a := range accounts {
		var classes []int
		for c := range target {
			classes = append(classes, c)
		}
		sort.SliceStable(classes, func(i, j int) bool {
			x, y := classes[i], classes[j]
			if rank(a) == 0 {
				return s.sc.Market.Classes[x].Mean > s.sc.Market.Classes[y].Mean
			}
			p, q := taxed(x), taxed(y)
			if rank(a) == 2 {
				p, q = q, p
			}
			return p[0] > q[0] || (p[0] == q[0] && p[1] > q[1])
		})
		balance := s.accounts[a].balance()
		room, shares := balance, make([]float64, len(target))
		for _, c := range classes {
			v := math.Min(room, left[c])
			room, left[c] = room-v, left[c]-v
			shares[c] = v / balance
			if balance == 0 {
				shares[c] = target[c] / sum
			}
		}
		holds[a] = shares
	}
	return holds
}

// begin divides what accounts of located mixes hold at first.
func (s *second) begin() {
	for m := range s.sc.Mixes {
		if s.sc.Mixes[m].Located {
			for a, shares := range s.located(m, 0) {
				balance := s.accounts[a].balance()
				for c, w := range shares {
					s.accounts[a].held[c] = balance * w
				}
			}
		}
	}
}

// buyLocated buys for what came in, and notes what accounts are rebalanced to.
func (s *second) buyLocated() {
	s.next = map[int][]float64{}
	for m, mix := range s.sc.Mixes {
		if !mix.Located {
			continue
		}
		for a, shares := range s.located(m, s.t) {
			account := &s.accounts[a]
			balance := account.balance()
			for c, w := range shares {
				account.held[c] += account.fresh * w
				if mix.Rebalance == Monthly {
					account.held[c] = balance * w
				}
			}
			account.fresh = 0
		}
		for a, shares := range s.located(m, s.t+1) {
			s.next[a] = shares
		}
	}
}

func (s *second) rebalanceLocated() {
	for a, shares := range s.next {
		account, mix := &s.accounts[a], s.sc.Mixes[s.sc.Accounts[a].Mix]
		balance, drifted := account.balance(), 0.0
		for c := range shares {
			if balance > 0 {
				drifted = math.Max(drifted, math.Abs(account.held[c]/balance-shares[c]))
			}
		}
		if (mix.Rebalance == Yearly && s.calendarMonth() == 11) || (mix.Rebalance == Banded && drifted > mix.Band) {
			for c := range shares {
				account.held[c] = balance * shares[c]
			}
		}
	}
}
