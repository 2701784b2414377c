package simulate

import (
	"cmp"
	"slices"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// A mix that is Located is held by its accounts together, each holding what is taxed
// least in it. Their balances, added up, are divided among the classes by the mix's
// target; then
//
//  1. exempt accounts, in order, take classes from the one that grows most down, since
//     what grows there is never taxed;
//  2. accounts in which yields are not taxed (deferred and the others) take of what is
//     left from the class that pays most interest down, then most dividends;
//  3. accounts in which they are take the rest, from the class that pays least up.
//
// An account holds what it takes at the target's months, as an account of a mix of its
// own would: it drifts and is rebalanced as the mix says, and what comes in buys what
// the account should hold. An account of no balance holds the mix itself.
//
// Source: the order of Dammon, Spatt, Zhang, "Optimal asset location and allocation with
// taxable and tax-deferred investing", J. of Finance 59 (2004); Daryanani, Cordaro,
// "Asset location: a generic framework for maximizing after-tax wealth", J. of Financial
// Planning 18 (2005): tax-free accounts for what is expected to grow most.

// location is a Located mix laid out.
type location struct {
	mix      *Mix
	accounts []int   // in the order in which they take
	order    [][]int // the classes in the order in which each of them takes
}

func (p *program) layLocations() {
	for m := range p.sc.Mixes {
		if !p.sc.Mixes[m].Located {
			continue
		}
		v := location{mix: &p.sc.Mixes[m]}
		for rank := range 3 {
			for a := range p.accounts {
				if p.accounts[a].Mix == m && p.sc.sheltered(a) == rank {
					v.accounts = append(v.accounts, a)
					v.order = append(v.order, p.sc.classesFor(rank))
				}
			}
		}
		for _, a := range v.accounts {
			p.sleeves[p.accounts[a].sleeve].location = len(p.locations)
		}
		p.locations = append(p.locations, v)
	}
}

// sheltered is how far an account is kept from tax: 0 from all, 1 from that on yields.
func (s *Scenario) sheltered(account int) int {
	switch s.Accounts[account].Wrapper {
	case Exempt:
		return 0
	case Cash, Taxable:
		return 2
	default:
		return 1
	}
}

// classesFor are the classes in the order in which such an account takes them.
func (s *Scenario) classesFor(sheltered int) []int {
	classes := make([]int, len(s.Yields))
	for c := range classes {
		classes[c] = c
	}
	interest := func(c int) float64 {
		if s.Yields[c].As == tax.Interest {
			return s.Yields[c].Rate
		}
		return 0
	}
	slices.SortStableFunc(classes, func(a, b int) int {
		switch sheltered {
		case 0:
			return cmp.Compare(s.Market.Classes[b].Mean, s.Market.Classes[a].Mean)
		case 1:
			return cmp.Or(cmp.Compare(interest(b), interest(a)), cmp.Compare(s.Yields[b].Rate, s.Yields[a].Rate))
		default:
			return cmp.Or(cmp.Compare(interest(a), interest(b)), cmp.Compare(s.Yields[a].Rate, s.Yields[b].Rate))
		}
	})
	return classes
}

// placing is where a Located mix's classes are in a block's lanes.
type placing struct {
	month  int     // that the weights are for, or None
	weight [][]vec // per account of the location and class
	left   []vec   // scratch, per class
}

func newPlacings(p *program) []placing {
	placings := make([]placing, len(p.locations))
	classes := len(p.sc.Market.Classes)
	for i := range placings {
		v := &placings[i]
		v.left, v.weight = make([]vec, classes), make([][]vec, len(p.locations[i].accounts))
		for k := range v.weight {
			v.weight[k] = make([]vec, classes)
		}
	}
	return placings
}

// unplace forgets where classes are, since balances have changed.
func (g *ledger) unplace() {
	for i := range g.placings {
		g.placings[i].month = None
	}
}

// placed writes the weight of a class in a located account at month t.
func (g *ledger) placed(s *sleeve, t, class int, to *vec) {
	v := &g.placings[s.location]
	if v.month != t {
		g.locate(s, v, t)
	}
	k := slices.Index(g.p.locations[s.location].accounts, s.account)
	*to = v.weight[k][class]
}

// locate divides the classes among the accounts of a location.
func (g *ledger) locate(s *sleeve, v *placing, t int) {
	v.month = t
	of := &g.p.locations[s.location]
	for l := range market.Lanes {
		whole, target := 0.0, g.aims(s, t, l)
		for _, a := range of.accounts {
			whole += g.balance[a][l]
		}
		for c, w := range target {
			v.left[c][l] = float64(w * whole)
		}
		for k, a := range of.accounts {
			balance := g.balance[a][l]
			room := balance
			for _, c := range of.order[k] {
				taken := min(room, v.left[c][l])
				room -= taken
				v.left[c][l] -= taken
				if balance > 0 {
					v.weight[k][c][l] = taken / balance
				} else {
					v.weight[k][c][l] = target[c]
				}
			}
			if last := of.order[k][len(target)-1]; balance > 0 && room > 0 { // what rounding leaves
				v.weight[k][last][l] += room / balance
			}
		}
	}
}
