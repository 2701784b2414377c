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
	causeCount
)

var causeNames = [causeCount]string{"", "liquidity", "earlyCrash", "inflation", "returns", "spending"}

// causesOf names the first cause of every failing future, the first of these
// that holds: the money was there but could not be opened yet; the first
// decade's return was in the lowest quarter of all futures; prices rose, until
// then, faster than over three quarters of all futures' lives; returns, until
// then, were below the median of all first decades; else the plan itself asks
// for more than its means.
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
		case r.N > 1 && r.Rows.FirstDecade[i] < poorDecade:
			causes[i] = earlyCrash
		case r.N > 1 && r.Rows.InflationToShortfall[i] > highInflation:
			causes[i] = inflation
		case r.N > 1 && r.Rows.ReturnToShortfall[i] < medianDecade:
			causes[i] = poorReturns
		default:
			causes[i] = spending
		}
	}
	return causes
}

// countCauses lists every cause in the order of its number.
func countCauses(causes []cause) []CauseCount {
	counts := make([]CauseCount, 0, causeCount-1)
	for c := noCause + 1; c < causeCount; c++ {
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
