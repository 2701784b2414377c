package methodology

import (
	"math"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
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

// What the rules are asked to pay in the record: a twenty-fifth of a portfolio of three
// fifths shares and two fifths bonds in the first year, from 65 on.
const (
	ruledRate   = 0.04
	ruledShares = 0.6
	ruledFrom   = 65
)

// ruleNumber is what a number of a rule begins with.
func ruleNumber(kind plan.RuleKind, field string) float64 {
	for _, c := range ruleChoices() {
		for _, n := range c.numbers {
			if c.kind == string(kind) && n.field == field {
				return n.begins
			}
		}
	}
	panic("methodology: a rule reads no such number")
}

// ruleAsChosen is a rule as it is when a household has just chosen it.
func ruleAsChosen(kind plan.RuleKind) *simulate.Rule {
	number := func(field string) float64 { return ruleNumber(kind, field) }
	switch kind {
	case plan.RulePctOfPortfolio:
		return &simulate.Rule{Kind: simulate.PctOfPortfolio, Pct: number("pct"), Floor: number("floor"), Ceil: number("ceil")}
	case plan.RuleVPW:
		return &simulate.Rule{Kind: simulate.VPW, Rate: number("rate")}
	case plan.RuleGuardrails:
		return &simulate.Rule{Kind: simulate.Guardrails, Upper: number("upper"), Lower: number("lower"), Cut: number("cut"), Raise: number("raise")}
	case plan.RuleRiskGuardrails:
		return &simulate.Rule{Kind: simulate.RiskGuardrails, CutBelow: number("cutBelow"), RaiseAbove: number("raiseAbove"), Step: number("step")}
	case plan.RuleRatchet:
		return &simulate.Rule{Kind: simulate.Ratchet, Threshold: number("threshold"), Gap: 12 * int(number("years")), Raise: number("raise")}
	case plan.RuleFloorCeiling:
		return &simulate.Rule{Kind: simulate.FloorCeiling, Floor: number("floor"), Ceil: number("ceil")}
	case plan.RuleCAPE:
		return &simulate.Rule{Kind: simulate.CAPE, A: number("a"), B: number("b"), StartCAPE: market.LastCAPE()}
	}
	return nil // what is planned is spent
}

// ruledSpending is what is planned each month, of a wealth of 1.
func ruledSpending(kind plan.RuleKind) []float64 {
	spend := slices.Repeat([]float64{ruledRate / 12}, span*12)
	if kind != plan.RuleSmile {
		return spend
	}
	from, to := 12*(int(ruleNumber(kind, "fromAge"))-ruledFrom), 12*(int(ruleNumber(kind, "toAge"))-ruledFrom)
	for t := from; t < len(spend); t++ {
		spend[t] *= math.Pow(1-ruleNumber(kind, "declinePerYear"), float64(min(t, to)-from)/12)
	}
	return spend
}

// ruledScenario plays a rule through every thirty years on record.
func ruledScenario(kind plan.RuleKind) simulate.Scenario {
	recorded := recordedMarket(market.HistoryBonds)
	recorded.Model.Every = 1
	sc := portfolio{
		market: recorded, weights: []float64{ruledShares, 1 - ruledShares}, every: simulate.Yearly,
		months: span * 12, paths: 1, spend: ruledSpending(kind),
	}.scenario()
	sc.Outflows[0].Tier = simulate.Flexible // a rule may change all of it
	sc.Rule = ruleAsChosen(kind)
	return sc
}

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
