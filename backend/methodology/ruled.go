package methodology

import "slices"

// ruledPast is what a spending rule would have done in every thirty years on record: the
// lowest spending of a month as a share of what was planned, from the 0th to the 100th
// percentile, and how many of a hundred stretches came below the plan.
type ruledPast struct {
	Rule    string    `json:"rule"`
	Windows int       `json:"windows"`
	Below   float64   `json:"below"`
	Lowest  []float64 `json:"lowest"`
}

// What rules are asked to pay in the record is a twenty-fifth of a portfolio of three
// fifths shares, the rest bonds, in the first year.
const (
	ruledShares = 0.6
	ruledRate   = 0.04
)

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
