package answer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// CheckInFacts is what an assessment tells of the newest check-in, in the plan's
// currency.
type CheckInFacts struct {
	NetWorth float64
	Before   *float64 // at the check-in before it; nil where there is none to compare with
	Forecast *Foretold
}

// Foretold is where reality is among the futures of a forecast that was made then.
// Outside its lines the percentile is that of the nearest: Beyond is "below" or "above".
type Foretold struct {
	Since      plan.Month
	Percentile float64
	Beyond     string
	Median     float64 // what the middle future had that day
}

// Actual knows what really happened.
type Actual interface {
	// CheckIn is the newest of a plan; false where there is none.
	CheckIn(ctx context.Context, planID string) (CheckInFacts, bool, error)
}

// checkIn tells where a household is beside what was said of it.
func (x *assessment) checkIn() error {
	w := x.w
	if x.s.Actual == nil {
		return errGone
	}
	c, found, err := x.s.Actual.CheckIn(w.at, x.a.Plan)
	switch {
	case err != nil:
		return err
	case !found:
		return errGone
	}
	money := func(v float64) Fact { return Fact{Value: v, Unit: "currency"} }
	w.figure("worth", fault.Text{EN: "Net worth at the check-in", KO: "점검한 날 순자산"}, ScreenTrack, money(c.NetWorth))
	if c.Before != nil {
		w.figure("worth.before", fault.Text{EN: "Net worth at the check-in before", KO: "지난 점검 때 순자산"}, ScreenTrack, money(*c.Before))
		w.say("Your net worth is {worth}; at the check-in before it was {worth.before}.", "순자산은 {worth}입니다. 지난 점검 때는 {worth.before}였습니다.")
	} else {
		w.say("Your net worth is {worth}.", "순자산은 {worth}입니다.")
	}
	if f := c.Forecast; f != nil {
		x.foretold(*f)
	}
	w.say("As the plan stands, {success} of futures hold.", "지금 계획으로는 미래의 {success}에서 지켜집니다.")
	w.because("worth", "worth.before", "percentile", "median", "success")
	return nil
}

// foretold says what was forecast for the day, and where that puts reality.
func (x *assessment) foretold(f Foretold) {
	w := x.w
	w.figure("percentile", fault.Text{EN: "Percentile of what was forecast", KO: "그때 예측에서의 백분위"}, ScreenTrack, Fact{Value: f.Percentile, Unit: "count"})
	w.figure("median", fault.Text{EN: "In the middle future of that forecast", KO: "그 예측의 중간 미래"}, ScreenTrack, Fact{Value: f.Median, Unit: "currency"})
	switch f.Beyond {
	case "above":
		w.say("That is above everything that was drawn when it was forecast; the middle future had {median}.", "예측할 때 그린 범위보다 위입니다. 그때 중간 미래는 {median}이었습니다.")
	case "below":
		w.say("That is below everything that was drawn when it was forecast; the middle future had {median}.", "예측할 때 그린 범위보다 아래입니다. 그때 중간 미래는 {median}이었습니다.")
	default:
		w.say("Of the futures forecast then, {percentile} in every hundred had less; the middle one had {median}.", "그때 예측한 미래를 백 가지로 치면 {percentile}가지가 이보다 적었고, 중간 미래는 {median}이었습니다.")
	}
}

// withMarket is a plan with the market figures of another: exchange rates, returns,
// inflation and wages.
func withMarket(p, from plan.Plan) plan.Plan {
	p.FX = from.FX
	p.Assumptions.Classes, p.Assumptions.Corr = from.Assumptions.Classes, from.Assumptions.Corr
	p.Assumptions.Inflation, p.Assumptions.Wage = from.Assumptions.Inflation, from.Assumptions.Wage
	p.Assumptions.Returns, p.Assumptions.Datasets = from.Assumptions.Returns, from.Assumptions.Datasets
	return p
}

// sameMarket reports whether there is nothing to assess of a plan's market figures:
// those that were assessed last are still its own.
func (x *assessment) sameMarket(ctx context.Context, p plan.Plan) (bool, error) {
	then, found, err := x.then(ctx)
	return found && planBasis(withMarket(p, then)) == planBasis(p), err
}

// market sets the plan beside itself with the market figures that were assessed last.
func (x *assessment) market() error {
	w := x.w
	then, found, err := x.then(w.at)
	if err != nil || !found {
		return err
	}
	before, err := x.s.Engine.Forecast(w.at, withMarket(w.plan, then), w.phase("forecast"))
	if err != nil {
		return nil //nolint:nilerr // today's plan cannot be played with what was there then
	}
	x.compare(before)
	moved := w.moved(then)
	if len(moved) > 0 {
		w.card.Answer = w.card.Answer[:min(len(w.card.Answer), mostSentences-1)]
		w.say("{moved} goes from {moved.before} to {moved.after}.", "바뀐 수치: {moved}, {moved.before}에서 {moved.after}로.")
		w.because("moved", "moved.before", "moved.after")
	}
	return nil
}

// moved makes the market figure known that has moved most of its own size, under its
// name; nothing where no single one has.
func (w *writer) moved(then plan.Plan) []marketFigure {
	before, now := marketFigures(then), marketFigures(w.plan)
	var all []marketFigure
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if was, known := before[id]; known && was.value != now[id].value {
			one := now[id]
			one.before = was.value
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return nil
	}
	most := slices.MaxFunc(all, func(a, b marketFigure) int {
		switch {
		case a.share() < b.share():
			return -1
		case a.share() > b.share():
			return 1
		}
		return 0
	})
	name := most.name.In(w.reading.locale)
	w.figure("moved", fault.Text{EN: "Market figure", KO: "시장 수치"}, ScreenPlan, Fact{Unit: ""})
	figureOf(w.card, "moved").Text = name
	w.figure("moved.before", fault.Text{EN: name + ", before", KO: name + ", 전"}, ScreenPlan, Fact{Value: most.before, Unit: most.unit})
	w.figure("moved.after", fault.Text{EN: name + ", now", KO: name + ", 지금"}, ScreenPlan, Fact{Value: most.value, Unit: most.unit})
	return all
}

// marketFigure is one of a plan's figures about markets.
type marketFigure struct {
	name          fault.Text
	unit          string
	value, before float64
}

// share is how far it has moved, as a share of what it was; a rate of nothing counts
// as one of a hundredth.
func (m marketFigure) share() float64 { return abs(m.value-m.before) / max(0.01, abs(m.before)) }

func abs(v float64) float64 { return max(v, -v) }

func marketFigures(p plan.Plan) map[string]marketFigure {
	all := map[string]marketFigure{
		"inflation": {name: fault.Text{EN: "Inflation a year", KO: "연간 물가 상승률"}, unit: "rate", value: p.Assumptions.Inflation.Mean},
	}
	for id, c := range p.Assumptions.Classes {
		all["class "+id] = marketFigure{name: fault.Text{EN: "Real return of " + withoutBraces(c.Name), KO: withoutBraces(c.Name) + " 실질 수익률"}, unit: "rate", value: c.Real.Mean}
		all["spread "+id] = marketFigure{name: fault.Text{EN: "Volatility of " + withoutBraces(c.Name), KO: withoutBraces(c.Name) + " 변동성"}, unit: "rate", value: c.Real.SD}
	}
	for pair, r := range p.FX {
		var v float64
		if _, err := fmt.Sscan(string(r.Rate), &v); err == nil {
			all["rate "+pair] = marketFigure{name: fault.Text{EN: "Exchange rate " + pair, KO: "환율 " + pair}, unit: "rate of exchange", value: v}
		}
	}
	return all
}
