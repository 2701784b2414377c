package methodology

import (
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
)

// gauge measures a window of recorded history in what an assumption is measured in.
type gauge struct {
	years   int
	measure Text
	of      func(from int) float64
}

// gauge gives numbers their places in the record, as far as the record can say.
func (p *past) gauge(list []Passport) {
	gauges := p.ruleGauges()
	for id, g := range p.classGauges() {
		gauges[id] = g
	}
	for i := range list {
		if g, ok := gauges[list[i].ID]; ok {
			list[i].History = p.distribution(*list[i].Default, g.years, g.measure, g.of)
		}
	}
}

// classGauges are of returns, and of what is read of them.
func (p *past) classGauges() map[string]gauge {
	shares := p.growth(plan.HistoryStocks)
	window := func(series []float64, measure func([]float64) float64) func(int) float64 {
		return func(from int) float64 { return measure(series[from : from+span*12]) }
	}
	cash := make([]float64, len(p.Rates))
	for t, long := range p.Rates {
		cash[t] = market.CashRate(long)
	}
	long := say("Mean long rate of interest within 30 years", "30년 동안 장기 금리의 평균")
	dividends := say("Mean yearly dividend of shares within 30 years, of their price", "30년 동안 주식의 연 배당(주가 대비) 평균")
	return map[string]gauge{
		"class.own.mean":                   {span, say("Real growth per year of shares over 30 years, for comparison", "견주어 볼 주식의 30년간 연 실질 수익률"), window(shares, geometric)},
		"class.own.arithmetic":             {span, say("Mean real return of a year of shares within 30 years, for comparison", "견주어 볼 주식의 30년 동안 한 해 실질 수익률의 산술평균"), window(shares, func(m []float64) float64 { return mean(yearly(m)) })},
		"class.own.sd":                     {span, say("Standard deviation of a year of shares within 30 years, for comparison", "견주어 볼 주식의 30년 동안 한 해 표준편차"), window(shares, func(m []float64) float64 { return deviation(yearly(m)) })},
		"class.own.yield":                  {span, say("Mean yearly dividend of shares within 30 years, for comparison", "견주어 볼 주식의 30년 동안 연 배당 평균"), window(p.Dividends, mean)},
		"class.stocks.yield":               {span, dividends, window(p.Dividends, mean)},
		"class.bonds.yield":                {span, long, window(p.Rates, mean)},
		"class.cash.yield":                 {span, say("Mean of the long rate less one point within 30 years", "30년 동안 장기 금리에서 1%포인트를 뺀 값의 평균"), window(cash, mean)},
		"withdrawal.borrowRate":            {span, long, window(p.Rates, mean)},
		"model.studentT.df":                {span, say("Degrees of freedom that the tails of shares' months within 30 years had (100: no fatter than normal)", "30년 동안 주식 월 수익률의 꼬리에 맞는 자유도(100은 정규분포와 같음)"), window(shares, tails)},
		"model.blockBootstrap.blockMonths": {span, say("Longest time from one high of shares to the next, after prices, within 30 years, in months", "30년 동안 주식이 실질 고점을 되찾기까지 가장 오래 걸린 달수"), window(shares, recovery)},
	}
}

// ruleGauges are of withdrawals from a portfolio of shares and bonds.
func (p *past) ruleGauges() map[string]gauge {
	mixed := p.mixed()
	paid := make([]float64, p.Months()-span*12+1)
	for from := range paid {
		paid[from] = sustained(mixed[from : from+span*12])
	}
	per := func(years int, measure func([]float64) float64) func(int) float64 {
		return func(from int) float64 { return measure(mixed[from : from+years*12]) }
	}
	beside := func(measure func(more float64) float64) func(int) float64 {
		return func(from int) float64 { return measure(paid[from]/ruledRate - 1) }
	}
	lowest := gauge{span, say("Least that 4 % of 60 % shares and 40 % bonds each year paid within 30 years, of the first year's", "주식 60%·채권 40%에서 해마다 4%를 쓸 때 30년 동안 가장 적었던 해(첫해 대비)"), per(span, func(m []float64) float64 { low, _ := shared(m, ruledRate); return low })}
	highest := gauge{span, say("Most that 4 % of 60 % shares and 40 % bonds each year paid within 30 years, of the first year's", "주식 60%·채권 40%에서 해마다 4%를 쓸 때 30년 동안 가장 많았던 해(첫해 대비)"), per(span, func(m []float64) float64 { _, high := shared(m, ruledRate); return high })}
	less := gauge{span, say("By how much 4 % of 60 % shares and 40 % bonds was more than could be paid evenly for 30 years", "주식 60%·채권 40%의 4%가 30년 동안 고르게 쓸 수 있던 금액보다 많았던 정도"), beside(func(more float64) float64 { return math.Max(0, -more) })}
	more := gauge{span, say("By how much more than 4 % of 60 % shares and 40 % bonds could be paid evenly for 30 years", "주식 60%·채권 40%에서 30년 동안 4%보다 더 쓸 수 있었던 정도"), beside(func(more float64) float64 { return math.Max(0, more) })}
	const railed = span / 2 // the rule cuts no more in its last fifteen years
	return map[string]gauge{
		"rule.vpw.rate":             {span, say("Real growth per year of 60 % shares and 40 % bonds over 30 years", "주식 60%·채권 40%의 30년간 연 실질 수익률"), per(span, geometric)},
		"rule.pctOfPortfolio.pct":   {span, say("What 60 % shares and 40 % bonds could have paid evenly for 30 years, a year, as a share of the first wealth", "주식 60%·채권 40%로 30년 동안 고르게 쓸 수 있었던 연 금액(처음 자산 대비)"), func(from int) float64 { return paid[from] }},
		"rule.pctOfPortfolio.floor": lowest, "rule.pctOfPortfolio.ceil": highest,
		"rule.floorCeiling.floor": lowest, "rule.floorCeiling.ceil": highest,
		"rule.guardrails.upper": {railed, say("Highest rate of withdrawal within 15 years, of the first: 4 % of 60 % shares and 40 % bonds, raised with prices", "주식 60%·채권 40%의 4%를 물가만큼 올려 쓸 때 15년 동안 가장 높았던 인출률(처음 대비)"), per(railed, func(m []float64) float64 { low, _ := even(m, ruledRate); return 1 / low })},
		"rule.guardrails.lower": {railed, say("Lowest rate of withdrawal within 15 years, of the first: 4 % of 60 % shares and 40 % bonds, raised with prices", "주식 60%·채권 40%의 4%를 물가만큼 올려 쓸 때 15년 동안 가장 낮았던 인출률(처음 대비)"), per(railed, func(m []float64) float64 { _, high := even(m, ruledRate); return 1 / high })},
		"rule.guardrails.cut":   less, "rule.guardrails.raise": more, "rule.ratchet.raise": more,
		"rule.riskGuardrails.step": {span, say("How far what could be paid evenly for 30 years lay from 4 % of 60 % shares and 40 % bonds, either way", "30년 동안 고르게 쓸 수 있던 금액이 주식 60%·채권 40%의 4%에서 벗어난 정도"), beside(math.Abs)},
		"rule.ratchet.threshold":   {span, say("How far wealth grew beyond its first at most, within 30 years that paid 4 % of 60 % shares and 40 % bonds", "주식 60%·채권 40%의 4%를 쓰는 30년 동안 자산이 처음보다 가장 많이 늘어난 정도"), per(span, func(m []float64) float64 { _, high := even(m, ruledRate); return high - 1 })},
		"rule.cape.a":              {valued, say("What 60 % shares and 40 % bonds could have paid evenly for 30 years, beyond half of the earnings yield at first", "주식 60%·채권 40%로 30년 동안 고르게 쓸 수 있던 비율에서 처음 이익률의 절반을 뺀 값"), func(from int) float64 { return paid[from+earned] - ruleB/p.CAPE[from] }},
		"rule.cape.b":              {valued, say("The part of the first earnings yield that could have been paid evenly for 30 years, beside 1 % of wealth", "주식 60%·채권 40%로 30년 동안 자산의 1%와 함께 고르게 쓸 수 있던 이익률의 비율"), func(from int) float64 { return (paid[from+earned] - ruleA) * p.CAPE[from] }},
		"withdrawal.buffer":        {span, say("Longest time from one high of 60 % shares and 40 % bonds to the next, after prices, within 30 years, in months", "30년 동안 주식 60%·채권 40%가 실질 고점을 되찾기까지 가장 오래 걸린 달수"), per(span, recovery)},
	}
}

// A valuation rests on the earnings of ten years, so that a window that begins with one
// reaches back so many months; what is paid by it is measured beside the rule's own
// numbers.
const (
	earned       = 120
	valued       = span + earned/12
	ruleA, ruleB = 0.01, 0.5
)

// mixed is the monthly growth of the portfolio that rules are measured with,
// rebalanced each month.
func (p *past) mixed() []float64 {
	mixed := make([]float64, p.Months())
	for t := range mixed {
		mixed[t] = float64(ruledShares*p.Stocks[t]) + float64((1-ruledShares)*p.Bonds[t])
	}
	return mixed
}

// shared is the least and the most that a share of wealth, taken each year in twelve
// parts, pays in a year, as a multiple of the first year's.
func shared(months []float64, rate float64) (lowest, highest float64) {
	wealth, year := 1.0, 1.0
	lowest, highest = 1, 1
	for m, g := range months {
		if m%12 == 0 {
			year = wealth
			lowest, highest = math.Min(lowest, year), math.Max(highest, year)
		}
		wealth = (wealth - float64(year*rate/12)) * g
	}
	return lowest, highest
}

// even is the lowest and the highest wealth at the beginning of a year, as a
// multiple of the first, while the same is paid each month: a rate of the first
// wealth a year.
func even(months []float64, rate float64) (lowest, highest float64) {
	const least = 0.01 // of the first wealth: what is gone is drawn on a hundred times as hard
	wealth := 1.0
	lowest, highest = 1, 1
	for m, g := range months {
		if m%12 == 0 {
			lowest, highest = math.Min(lowest, math.Max(wealth, least)), math.Max(highest, wealth)
		}
		wealth = math.Max(0, wealth-rate/12) * g
	}
	return lowest, highest
}

// recovery is the longest time, in months, from one high to the next; one that has not
// come by the window's end counts as far.
func recovery(months []float64) float64 {
	wealth, high, since, longest := 1.0, 1.0, 0, 0
	for m, g := range months {
		if wealth *= g; wealth >= high {
			high, since = wealth, m+1
		}
		longest = max(longest, m+1-since)
	}
	return float64(longest)
}

// tails is the degrees of freedom of the t distribution whose kurtosis the logarithms
// have: the excess is 6/(ν − 4).
func tails(months []float64) float64 {
	const most = 100
	logs := make([]float64, len(months))
	for i, g := range months {
		logs[i] = math.Log(g)
	}
	m, second, fourth := mean(logs), 0.0, 0.0
	for _, x := range logs {
		d := (x - m) * (x - m)
		second, fourth = second+d, fourth+d*d
	}
	excess := fourth*float64(len(logs))/(second*second) - 3
	if excess <= 6.0/(most-4) {
		return most
	}
	return 4 + 6/excess
}

// regimePast is what calm and stress were like in every thirty years on record, each
// fitted by itself, from the 0th to the 100th percentile of each number.
type regimePast struct {
	Field       string    `json:"field"`
	Windows     int       `json:"windows"`
	Percentiles []float64 `json:"percentiles"`
}

// regimeHistories gives the numbers of the regime model their places.
func regimeHistories(list []Passport, found []regimePast) {
	for i := range list {
		k := slices.IndexFunc(found, func(r regimePast) bool { return "model.regime."+r.Field == list[i].ID })
		if k < 0 {
			continue
		}
		r := found[k]
		list[i].History = &Distribution{
			Measure: say("The same number, fitted to the months of shares within 30 years", "30년 동안의 주식 월 수익률에 맞춘 같은 값"),
			Years:   span, Windows: r.Windows, Percentiles: r.Percentiles, At: below(r.Percentiles, *list[i].Default),
		}
	}
}

// below is how many of a hundred lie below a value, given the 0th to the 100th.
func below(percentiles []float64, value float64) float64 {
	k := slices.IndexFunc(percentiles, func(v float64) bool { return v >= value })
	switch {
	case k < 0:
		return 100
	case k == 0:
		return 0
	}
	return round(float64(k-1)+(value-percentiles[k-1])/(percentiles[k]-percentiles[k-1]), 1)
}
