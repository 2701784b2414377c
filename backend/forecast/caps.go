package forecast

import (
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// Cap is the most that some saving rules of a plan may pay in together in the
// plan's first year.
type Cap struct {
	// Group is what the rules share: a group of the law, or a rule's own id.
	Group string `json:"group"`
	// Rules are ids of saving rules, in the order in which they are served.
	Rules []string `json:"rules"`
	// Yearly is per calendar year, in the plan's currency and in prices of its start.
	Yearly float64 `json:"yearly"`
	// Asked is what the rules would pay in over the plan's first year without the
	// limit, as far as they say an amount or a share of pay; likewise.
	Asked float64 `json:"asked"`
}

// Caps are the yearly limits that a plan's saving rules are under. It errs as
// Compile does.
func Caps(p plan.Plan) ([]Cap, error) {
	c, err := Compile(p)
	if err != nil {
		return nil, err
	}
	caps := make([]Cap, 0, len(c.Scenario.Caps))
	for i, limit := range c.Scenario.Caps {
		if rules := underCap(c.Scenario.Saving, i); len(rules) > 0 {
			caps = append(caps, Cap{Group: limit.ID, Rules: rules, Yearly: amountAt(limit.Yearly, 0, 0), Asked: asked(c.Scenario, i)})
		}
	}
	return caps, nil
}

func underCap(rules []simulate.Saving, limit int) []string {
	var ids []string
	for _, r := range rules {
		if r.Cap == limit {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// asked is what the rules under a limit ask for in the first year. One that takes all
// of an income fills up to the limit, and asks for no more.
func asked(sc simulate.Scenario, limit int) float64 {
	total := 0.0
	for _, r := range sc.Saving {
		if r.Cap != limit {
			continue
		}
		for m := r.From; m < min(r.Until, 12, sc.Months); m++ {
			total += amountAt(r.Amount, m, 0)
			if r.PctOfIncome < 1 && r.Income != simulate.None {
				total += float64(r.PctOfIncome * amountAt(sc.Income[r.Income].Amount, m, 0))
			}
		}
	}
	return total
}
