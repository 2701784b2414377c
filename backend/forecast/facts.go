package forecast

import (
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/simulate"
)

// z95 is the 97.5 % quantile of the standard normal distribution.
const z95 = 1.959963984540054

// facts are the figures of a result, by id.
func (t *telling) facts() map[string]Fact {
	end, paid := sorted(t.played.Rows.EndWealth), sorted(t.played.Rows.TaxPaid)
	facts := map[string]Fact{
		"paths":               {Value: float64(t.played.N), Unit: "count"},
		"success.essential":   t.success(simulate.EssentialPaid),
		"success.full":        t.success(simulate.FullyPaid),
		"spend.planned.month": currencyPerMonth(t.plannedFrom(0)),
		"wealth.end.p10":      t.quantileFact(end, 0.1, "currency"),
		"wealth.end.p50":      t.quantileFact(end, 0.5, "currency"),
		"wealth.end.p90":      t.quantileFact(end, 0.9, "currency"),
		"tax.lifetime.p50":    t.quantileFact(paid, 0.5, "currency"),
		"inflation.p50":       t.quantileFact(sorted(t.played.Rows.Inflation), 0.5, "rate"),
	}
	t.retirementFacts(facts)
	t.failureFacts(facts)
	t.resortFacts(facts)
	if t.c.Scenario.Legacy != nil {
		facts["legacy.left"] = t.share(t.played.Rows.Left)
	}
	if s := t.sustainable; s != nil {
		facts["spend.sustainable.month"] = t.sustainableFact(*s)
	}
	return facts
}

// sampled reports whether futures are drawn, so that their share has an
// interval; starts of history overlap and one future is no sample.
func (t *telling) sampled() bool {
	switch t.c.Scenario.Market.Model.Kind {
	case market.Replay, market.Deterministic:
		return false
	default:
		return true
	}
}

func (t *telling) success(least simulate.Outcome) Fact {
	enough := make([]bool, t.played.N)
	for i, o := range t.played.Rows.Outcome {
		enough[i] = o >= least
	}
	return t.share(enough)
}

// share is in how many futures something holds, of all.
func (t *telling) share(holds []bool) Fact {
	k := 0
	for _, h := range holds {
		if h {
			k++
		}
	}
	f := Fact{Value: float64(k) / float64(t.played.N), Unit: "share"}
	if t.sampled() {
		interval := wilson(k, t.played.N)
		f.CI = &interval
	}
	return f
}

// wilson is the 95 % interval of a share of k in n.
// Source: Wilson, "Probable inference, the law of succession", JASA 22 (1927).
func wilson(k, n int) Interval { return wilsonShare(float64(k)/float64(n), float64(n)) }

// wilsonShare is wilson for a share p of m futures, which need not be a whole number.
func wilsonShare(p, m float64) Interval {
	const z2 = z95 * z95
	middle := (p + z2/(2*m)) / (1 + z2/m)
	half := float64(z95 / (1 + z2/m) * math.Sqrt(float64(p*(1-p))/m+z2/float64(4*float64(m*m))))
	return Interval{Low: max(0, middle-half), High: min(1, middle+half), Level: 0.95}
}

// sorted is values in ascending order.
func sorted(values []float64) []float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	return values
}

// quantileFact is an order statistic, with the interval that order statistics
// around it give (Conover, Practical Nonparametric Statistics, 3.2).
func (t *telling) quantileFact(sorted []float64, q float64, unit string) Fact {
	n := len(sorted)
	f := Fact{Value: sorted[rank(n, q)], Unit: unit, Basis: "real"}
	if unit != "currency" {
		f.Basis = ""
	}
	if t.sampled() {
		half := float64(z95 * math.Sqrt(float64(float64(n)*q)*(1-q)))
		middle := float64(float64(n) * q)
		at := func(x float64) float64 { return sorted[max(0, min(n-1, int(x)))] }
		f.CI = &Interval{Low: at(math.Floor(middle - half)), High: at(math.Ceil(middle + half)), Level: 0.95}
	}
	return f
}

// rank is the place (from 0) of the ⌈qn⌉-th of n.
func rank(n int, q float64) int { return max(0, min(n-1, int(math.Ceil(q*float64(n)))-1)) }

func currencyPerMonth(v float64) Fact {
	return Fact{Value: v, Unit: "currencyPerMonth", Basis: "real"}
}

// plannedFrom is the mean of the planned recurring spending per month over the
// twelve months from one on. What is fixed in money of the day is valued at
// expected inflation.
func (t *telling) plannedFrom(month int) float64 { return plannedIn(&t.c.Scenario, month) }

func plannedIn(sc *simulate.Scenario, month int) float64 {
	end := min(month+12, sc.Months)
	total := 0.0
	for _, o := range sc.Outflows {
		if o.Kind != simulate.KindSpending || o.During != nil {
			continue
		}
		for m := month; m < end; m++ {
			total += amountAt(o.Amount, m, sc.Market.Inflation.Mean)
		}
	}
	return total / float64(end-month)
}

func amountAt(s simulate.Schedule, month int, inflation float64) float64 {
	v := 0.0
	if s.Real != nil {
		v = s.Real[month]
	}
	if s.Nominal != nil {
		v += s.Nominal[month] / market.Pow(1+inflation, float64(month)/12)
	}
	return v
}

func (t *telling) retirementFacts(facts map[string]Fact) {
	var spent, values []float64
	planned := map[int]float64{}
	for i := range t.played.N {
		sc, _ := t.c.variant(t.played.Rows.Fired[i])
		month, retires := retirement(sc)
		if !retires {
			continue // work goes on to the end
		}
		if _, known := planned[sc.Retire]; !known {
			planned[sc.Retire] = plannedIn(sc, sc.Retire)
		}
		spent = append(spent, planned[sc.Retire])
		values = append(values, float64(t.played.At(simulate.NetWorth, month)[i]))
	}
	if len(values) == 0 {
		return
	}
	facts["spend.retired.month"] = currencyPerMonth(quantile(spent, 0.5))
	facts["wealth.retirement.p50"] = t.quantileFact(sorted(values), 0.5, "currency")
}

// failureFacts are the medians over the failing futures; where none fails,
// there is no first age.
func (t *telling) failureFacts(facts map[string]Fact) {
	var depth, years, age []float64
	for i, o := range t.played.Rows.Outcome {
		if o != simulate.Failed {
			continue
		}
		depth = append(depth, t.played.Rows.Depth[i])
		years = append(years, float64(t.played.Rows.ShortMonths[i])/12)
		age = append(age, t.shortfallAge(i))
	}
	facts["failure.depth"] = Fact{Unit: "share"}
	facts["failure.years"] = Fact{Unit: "years"}
	if len(depth) == 0 {
		return
	}
	facts["failure.depth"] = Fact{Value: quantile(depth, 0.5), Unit: "share"}
	facts["failure.years"] = Fact{Value: quantile(years, 0.5), Unit: "years"}
	if first := quantile(age, 0.5); !math.IsNaN(first) {
		facts["failure.firstAge"] = Fact{Value: first, Unit: "age"}
	}
}

// sustainableFact is the planned spending of today times what it could be
// multiplied by.
func (t *telling) sustainableFact(s simulate.Sustainable) Fact {
	planned := t.plannedFrom(0)
	f := currencyPerMonth(s.Multiplier * planned)
	if t.sampled() {
		f.CI = &Interval{Low: s.Low * planned, High: s.High * planned, Level: 0.95}
	}
	return f
}

// resortFacts are in how many futures something is sold or cashed in, and in how
// many money is borrowed.
func (t *telling) resortFacts(facts map[string]Fact) {
	sc := &t.c.Scenario
	for i, e := range sc.Estates {
		gone := make([]bool, t.played.N)
		for k, month := range t.played.Rows.Parted[i] {
			gone[k] = month != simulate.None
		}
		facts["sold."+e.ID] = t.share(gone)
	}
	if slices.ContainsFunc(sc.Resorts, func(r simulate.Resort) bool { return r.Kind == simulate.Borrow }) {
		facts["borrowed"] = t.share(t.played.Rows.Borrowed)
	}
}
