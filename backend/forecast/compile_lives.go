package forecast

import (
	"cmp"
	"maps"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// drawn reports whether lives end by chance in a plan.
func drawn(p plan.Plan) bool {
	l := p.Assumptions.Longevity
	return l != nil && l.Kind == plan.LongevityDrawn
}

// withLives compiles a plan whose lives end by chance: once for everybody, and
// once for every smaller set of people who may live, in which the others are
// dead from the beginning.
func withLives(p plan.Plan, past *market.Past, t plan.Timeline, every bool) *compiler {
	all := laidOut(p, past, livedBy(t, nil), every)
	people := len(all.out.People)
	if people > simulate.MaxLives {
		c := laidOut(p, past, t, every)
		c.limit("/assumptions/longevity", "longevity.many", said{
			"Lives of up to %[1]d people are drawn; with more, everybody is planned for to the end of the survival table.",
			"수명은 %[1]d명까지 추출합니다. 그보다 많으면 모두 생존표의 끝까지 사는 것으로 계산합니다.",
		}, simulate.MaxLives)
		return c
	}
	lives := &simulate.Lives{Households: make([]*simulate.Scenario, 1<<people), Payouts: all.payouts}
	for set := 1; set < len(lives.Households)-1; set++ {
		dead := map[string]bool{}
		for i, person := range all.out.People {
			if set>>i&1 == 0 {
				dead[person.ID] = true
			}
		}
		lives.Households[set] = &laidOut(p, past, livedBy(t, dead), every).out
	}
	everybody := all.out
	lives.Households[len(lives.Households)-1] = &everybody
	planned := 0
	for i, person := range all.out.People {
		alive, until := survival(p, t, person)
		lives.Alive = append(lives.Alive, alive)
		planned = max(planned, until)
		all.household[i].HorizonMonth = min(max(t.Horizons[person.ID], 0), all.months)
	}
	all.out.Lives = lives
	for _, household := range lives.Households[1:] {
		if household.Rule != nil {
			household.Rule.Until = min(planned, all.months)
		}
	}
	return all
}

// livedBy is a timeline in which some are dead from the beginning and the others
// live to the plan's end.
func livedBy(t plan.Timeline, dead map[string]bool) plan.Timeline {
	t.Horizons = maps.Clone(t.Horizons)
	for id := range t.Horizons {
		t.Horizons[id] = t.Months
		if dead[id] {
			t.Horizons[id] = 0
		}
	}
	return t
}

// survival is a person's chances to be alive in each month of the plan, and the
// month in which the percentile planned for is reached.
func survival(p plan.Plan, t plan.Timeline, person simulate.Person) (alive []float64, until int) {
	table, ok := p.SurvivalTable(person.ID)
	planned := p.People[person.ID]
	alive = make([]float64, t.Months)
	for m := range alive {
		if alive[m] = table.Alive(planned.SexForTable.Column(), person.Age, m); !ok || m >= t.Horizons[person.ID] {
			alive[m] = 0 // beyond the oldest age drawn
		}
		if !ok && m < t.Horizons[person.ID] {
			alive[m] = 1
		}
	}
	if !ok {
		return alive, t.Horizons[person.ID]
	}
	chance := cmp.Or(planned.Horizon.Percentile, plan.DefaultPercentile)
	return alive, table.Reached(planned.SexForTable.Column(), person.Age, chance) - person.Age
}

// onDeath is what an insurance pays once when the insured dies, where lives end
// by chance.
func (c *compiler) onDeath(id string, i plan.Insurance, from, until int) {
	amount := *i.Payout
	amount.Per = plan.PerMonth // the whole amount, in whichever month it is
	person := c.personOf(i.Insured)
	if person == simulate.None {
		return
	}
	c.payouts = append(c.payouts, simulate.Payout{
		ID: id + ".payout", Name: i.Name, Person: person,
		Amount: c.schedule(stream{pointer: pointer("insurance", id, "payout"), amount: amount, from: max(from, 0), until: until}),
	})
}
