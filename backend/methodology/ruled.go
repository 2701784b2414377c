package methodology

import (
	"slices"

	"meridian/backend/plan"
)

// ruledPast is what a spending rule would have done in every thirty years on record: the
// lowest spending of a month as a share of what was planned, from the 0th to the 100th
// percentile, and how many of a hundred stretches came below the plan.
type ruledPast struct {
	Rule    string    `json:"rule"`
	Windows int       `json:"windows"`
	Below   float64   `json:"below"`
	Lowest  []float64 `json:"lowest"`
}

// ruledShares is the part of shares in the portfolio that rules and rates are measured
// with; the rest is bonds.
const ruledShares = 0.6

// ruleHistories gives every rule what it would have done in recorded history.
func ruleHistories(list []Passport, rules []ruledPast) {
	for i := range list {
		if list[i].Path != "/withdrawal/rule/kind" {
			continue
		}
		k := slices.IndexFunc(rules, func(r ruledPast) bool { return r.Rule == list[i].Choice })
		if k < 0 {
			continue
		}
		r, whole := rules[k], 1.0
		list[i].Stands = &whole
		list[i].History = &Distribution{
			Measure: say(
				"Lowest spending of a month over 30 years, as a share of the plan, from 4 % of 60 % shares and 40 % bonds",
				"주식 60%·채권 40%의 4%로 시작한 30년 동안 가장 적게 쓴 달의 지출(계획 대비)"),
			Years: span, Windows: r.Windows, Percentiles: r.Lowest, At: r.Below,
		}
	}
}

// ratesHistories gives the numbers of rules that are rates of return or of withdrawal
// their places in the record.
func (p *past) ratesHistories(list []Passport) {
	shares, bonds := p.growth(plan.HistoryStocks), p.growth(plan.HistoryBonds)
	mixed := make([]float64, len(shares))
	for t := range mixed {
		mixed[t] = float64(ruledShares*shares[t]) + float64((1-ruledShares)*bonds[t])
	}
	for i := range list {
		switch list[i].ID {
		case "rule.vpw.rate":
			list[i].History = p.distribution(*list[i].Default, span, say(
				"Real growth per year of 60 % shares and 40 % bonds over 30 years", "주식 60%·채권 40%의 30년간 연 실질 수익률"),
				func(from int) float64 { return geometric(mixed[from : from+span*12]) })
		case "rule.pctOfPortfolio.pct":
			list[i].History = p.distribution(*list[i].Default, span, say(
				"What 60 % shares and 40 % bonds could have paid evenly for 30 years, a year, as a share of the first wealth", "주식 60%·채권 40%로 30년 동안 고르게 쓸 수 있었던 연 금액(처음 자산 대비)"),
				func(from int) float64 { return sustained(mixed[from : from+span*12]) })
		}
	}
}

// sustained is the share of a wealth, a year, that pays evenly at the beginning of each
// month and leaves nothing: after n months there is left G(n)·(1 − w·Σ 1/G(k)), where G
// is the growth so far.
func sustained(months []float64) float64 {
	grown, sum := 1.0, 0.0
	for _, g := range months {
		sum += 1 / grown
		grown *= g
	}
	return 12 / sum
}
