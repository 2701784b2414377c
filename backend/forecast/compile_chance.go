package forecast

import (
	"cmp"
	"math"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// surest is the largest chance in a year that anything befalls.
const surest = 0.999

// monthly is the chance per month that comes to one per year: 1 − (1−p)^(1/12).
func monthly(perYear float64) float64 {
	return 1 - market.Pow(1-math.Min(perYear, surest), 1.0/12)
}

// spell adds what begins with a chance per year in the months [from, until).
func (c *compiler) spell(id, name string, perYear float64, months, from, until int, once bool) int {
	begins := make([]float64, c.months)
	for t := max(from, 0); t < min(until, c.months); t++ {
		begins[t] = monthly(perYear)
	}
	c.spells[id] = len(c.out.Spells)
	c.out.Spells = append(c.out.Spells, simulate.Spell{ID: id, Name: name, Begins: begins, Months: max(months, 1), Once: once})
	return c.spells[id]
}

// mishaps compiles what may befall people, and what care then costs.
func (c *compiler) mishaps() {
	for _, id := range ordered(c.plan.People, func(p plan.Person) plan.Record { return p.Record }) {
		p := c.plan.People[id]
		if _, planned := c.person[id]; !planned {
			continue
		}
		if d := p.Disability; d != nil && d.ProbPerYear > 0 {
			c.spell(id+".disability", p.Name, d.ProbPerYear, d.Months, 0, c.worksUntil(p), false)
		}
		if d := p.Care; d != nil && d.ProbPerYear > 0 {
			c.care(id, p)
		}
	}
}

// worksUntil is when a person stops working, or the plan's end.
func (c *compiler) worksUntil(p plan.Person) int {
	if p.Work != nil {
		if month, ok := c.time.At(p.Work.Stop); ok {
			return month
		}
	}
	return c.months
}

func (c *compiler) care(id string, p plan.Person) {
	d := p.Care
	spell := c.spell(id+".care", p.Name, d.ProbPerYear, d.Months, c.time.Births[id]+12*d.FromAge, c.months, true)
	amount := c.schedule(stream{
		pointer: pointer("people", id, "care", "cost"), amount: d.Cost, per: plan.PerMonth,
		until: min(c.time.Horizons[id], c.months), growth: d.Growth,
	})
	c.out.Outflows = append(c.out.Outflows, simulate.Outflow{
		ID: id + ".care", Name: p.Name, Kind: simulate.KindSpending, Tier: simulate.Essential,
		Amount: amount, During: &simulate.During{Spell: spell},
	})
}

// uncertain is how far an income is one; nil where it is not.
func (c *compiler) uncertain(id string, i plan.Income) *simulate.Uncertain {
	var u simulate.Uncertain
	if v := i.Volatility; v != nil {
		u.SD, u.Market = v.SD, v.CorrWithMarket
	}
	if d := i.Interrupt; d != nil && d.ProbPerYear > 0 && d.Months > 0 {
		from, until := c.span(&i.Span)
		until = min(until, c.stopsWork(i))
		u.Stops = append(u.Stops, simulate.Stop{
			Spell: c.spell(id+".interrupt", i.Name, d.ProbPerYear, d.Months, from, until, false), Share: d.Share,
		})
	}
	if spell, ok := c.spells[i.Person+".disability"]; ok && (i.Kind == plan.IncomeWage || i.Kind == plan.IncomeSelfEmployed) {
		u.Stops = append(u.Stops, simulate.Stop{Spell: spell, Share: c.plan.People[i.Person].Disability.Share})
	}
	u.Wages = i.Growth != nil && i.Growth.Kind == plan.GrowthWage && c.wander()
	if u.SD == 0 && u.Stops == nil && !u.Wages {
		return nil
	}
	c.out.Wages.Shares = c.shares()
	return &u
}

// wander compiles how wages vary, and reports whether they do.
func (c *compiler) wander() bool {
	w := c.plan.Assumptions.Wage
	if w == nil || w.SD <= 0 {
		return false
	}
	at := map[string]int{}
	for i, name := range c.plan.Assumptions.Corr.Order {
		at[name] = i
	}
	share := w.SD / (1 + w.Mean)
	c.out.Wages.SD = math.Sqrt(market.Log(1 + float64(share*share)))
	c.out.Wages.Market = c.correlation(at, "wage", c.classes[c.shares()])
	for _, other := range append(c.classes[:len(c.classes):len(c.classes)], "inflation") {
		if other != c.classes[c.shares()] && c.correlation(at, "wage", other) != 0 {
			c.limit("/assumptions/corr", "wage.corr", said{
				"Of what wages vary with, %s alone is simulated.",
				"임금은 %s 수익률과의 상관만 반영합니다.",
			}, c.plan.Assumptions.Classes[c.classes[c.shares()]].Name)
			break
		}
	}
	return true
}

// payoutDuring is what an insurance pays while its insured cannot work or needs care:
// month by month, or once at the beginning. Its cover is that of its span.
func (c *compiler) payoutDuring(id string, i plan.Insurance, on plan.InsureOn, from, until int) {
	spell, ok := c.spells[i.Insured+"."+string(on)]
	if !ok {
		c.limit(pointer("insurance", id, "trigger"), "insurance.event", said{
			"“%s” never pays: the plan gives no chance of what it covers. Add one to the insured person.",
			"‘%s’ 보험금은 지급되지 않는 것으로 계산합니다. 보장하는 일이 생길 가능성이 피보험자에게 정해져 있지 않습니다.",
		}, cmp.Or(i.Name, id))
		return
	}
	once := i.Payout.Per == "" || i.Payout.Per == plan.PerOnce
	amount := *i.Payout
	if once {
		amount.Per = plan.PerMonth // the whole amount, in whichever month it is
	}
	c.out.Income = append(c.out.Income, simulate.Income{
		ID: id + ".payout", Name: i.Name, Kind: simulate.KindIncome, Person: simulate.None, Tax: tax.Untaxed, Once: once,
		Amount: c.schedule(stream{
			pointer: pointer("insurance", id, "payout"), amount: amount,
			from: from, until: min(until, c.time.Horizons[i.Insured], c.months),
		}),
		During: &simulate.During{Spell: spell, First: once},
	})
}
