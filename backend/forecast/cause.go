package forecast

import "meridian/backend/simulate"

// cause is why a future failed first. Its number is what the futures block
// holds: 0 for none, else the place in Header.Causes, from 1.
type cause uint8

const (
	noCause cause = iota
	liquidity
	earlyCrash
	inflation
	poorReturns
	spending
	lostPay
	careCosts
	causeCount
)

var causeNames = [causeCount]string{"", "liquidity", "earlyCrash", "inflation", "returns", "spending", "lostPay", "careCosts"}

// causesOf names the first cause of every failing future, the first of these
// that holds: the money was there but could not be opened yet; what chance took of
// pay, or what care cost, would have paid for all that stays unpaid, had it stayed
// invested until then (the larger of the two, where both would); the first
// decade's return was in the lowest quarter of all futures; prices rose, until
// then, faster than over three quarters of all futures' lives; returns, until
// then, were below the median of all first decades; what chance took would have
// paid for a quarter of what stays unpaid; else the plan itself asks for more than
// its means.
func causesOf(r *simulate.Result) []cause {
	causes := make([]cause, r.N)
	decades := sorted(r.Rows.FirstDecade)
	poorDecade, medianDecade := decades[rank(r.N, 0.25)], decades[rank(r.N, 0.5)]
	highInflation := quantile(r.Rows.Inflation, 0.75)
	for i := range causes {
		switch {
		case r.Rows.Outcome[i] != simulate.Failed:
		case r.Rows.Locked[i]:
			causes[i] = liquidity
		case befell(r, i, 1) != noCause:
			causes[i] = befell(r, i, 1)
		case r.N > 1 && r.Rows.FirstDecade[i] < poorDecade:
			causes[i] = earlyCrash
		case r.N > 1 && r.Rows.InflationToShortfall[i] > highInflation:
			causes[i] = inflation
		case r.N > 1 && r.Rows.ReturnToShortfall[i] < medianDecade:
			causes[i] = poorReturns
		case befell(r, i, mattering) != noCause:
			causes[i] = befell(r, i, mattering)
		default:
			causes[i] = spending
		}
	}
	return causes
}

// mattering is the share of what stays unpaid that misfortunes must have taken to be
// the cause where neither returns nor prices were.
const mattering = 0.25

// befell is lostPay or careCosts where one of them would have paid for a share of all
// that stays unpaid.
func befell(r *simulate.Result, i int, share float64) cause {
	if r.Rows.Misfortune == nil {
		return noCause
	}
	m := &r.Rows.Misfortune[i]
	enough := share * m.Unpaid
	switch {
	case m.PayLostGrown > 0 && m.PayLostGrown >= enough && m.PayLostGrown >= m.SpellCostGrown:
		return lostPay
	case m.SpellCostGrown > 0 && m.SpellCostGrown >= enough:
		return careCosts
	}
	return noCause
}

// countCauses lists every cause in the order of its number; those of misfortunes,
// which are the last, only where the plan knows any.
func countCauses(r *simulate.Rows, causes []cause) []CauseCount {
	end := causeCount
	if r.Misfortune == nil {
		end = lostPay
	}
	counts := make([]CauseCount, 0, end-1)
	for c := noCause + 1; c < end; c++ {
		counts = append(counts, CauseCount{Cause: causeNames[c]})
	}
	for _, c := range causes {
		if c != noCause {
			counts[c-1].Count++
		}
	}
	return counts
}

// quantile is the ⌈qn⌉-th smallest of the values.
func quantile(values []float64, q float64) float64 {
	return sorted(values)[rank(len(values), q)]
}
