package forecast

import (
	"context"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// enoughPaths is the size of a run from which on it is worth half as much time
// again to know its success ten times as closely.
const enoughPaths = 10_000

// integrates reports whether the run also finds its success from evenly spread
// futures. Only under the lognormal model do they say more than plain ones:
// history is not made of normals, under Student-t and regimes success hangs on
// how wild a future's months are as well, and with lives that end by chance on
// how long they are, with pay that is a matter of chance on that.
func (r run) integrates(sc *simulate.Scenario) bool {
	if r.purpose != Full || sc.Market.Model.Kind != market.Lognormal || sc.Lives != nil || sc.Trigger != nil || sc.Chancy() {
		return false
	}
	if sc.Rule != nil && sc.Rule.Kind == simulate.CAPE {
		return false // what shares cost is no part of the normals
	}
	return r.sampling == plan.SamplingQuasi || r.sampling == plan.SamplingAuto && r.paths >= enoughPaths
}

// integrate finds the success that counts from evenly spread futures, where it is
// to be found so. The figure stands only if it is closer than that of the run's
// own futures.
func (t *telling) integrate(ctx context.Context, progress func(done, total int)) error {
	asked := t.run.sampling == plan.SamplingQuasi && t.run.purpose == Full
	if !t.run.integrates(&t.c.Scenario) {
		if asked {
			t.refused = unsharpened(fault.Text{
				EN: "Evenly spread futures say no more than plain ones under this return model, or where lives, pay or misfortunes are drawn by chance; success is the share of the plain futures.",
				KO: "이 수익률 모형이나 수명, 소득, 뜻밖의 일을 미래마다 다르게 뽑는 계획에서는 고르게 펼친 미래를 써도 더 정확해지지 않습니다. 성공 확률은 무작위로 뽑은 미래에서 센 비율입니다.",
			})
		}
		return nil
	}
	found, err := simulate.Integrate(ctx, t.c.Scenario, simulate.Usual, progress)
	if err != nil {
		return err
	}
	if ci := t.success(t.least()).CI; found.High-found.Low < ci.High-ci.Low {
		t.integral = &found
	} else if asked {
		t.refused = unsharpened(fault.Text{
			EN: "Evenly spread futures say no more than plain ones of this plan; success is the share of the plain futures.",
			KO: "이 계획에서는 고르게 펼친 미래를 써도 더 정확해지지 않았습니다. 성공 확률은 무작위로 뽑은 미래에서 센 비율입니다.",
		})
	}
	return nil
}

func unsharpened(text fault.Text) *fault.Problem {
	return &fault.Problem{
		Pointer: "/assumptions/run/sampling", Code: "limit.run.sampling", Severity: fault.SeverityWarning, Text: text,
	}
}

// least is the outcome from which on a future succeeds, by what counts.
func (t *telling) least() simulate.Outcome {
	if t.c.Scenario.Metric == simulate.AllFunded {
		return simulate.FullyPaid
	}
	return simulate.EssentialPaid
}

func (t *telling) sampling() Sampling {
	s := Sampling{Asked: t.run.sampling, Method: plan.SamplingPlain}
	if i := t.integral; i != nil {
		s.Method, s.Replicates, s.Points, s.Played = plan.SamplingQuasi, i.Replicates, i.Points, i.Played
	}
	return s
}

// sharpFact is the success that counts as evenly spread futures tell it. It
// stands beside the share of the run's own futures and does not replace it:
// that share is what agrees, future by future, with everything else shown.
func (t *telling) sharpFact(facts map[string]Fact) {
	if t.integral == nil {
		return
	}
	id := "success.essential.sharp"
	if t.c.Scenario.Metric == simulate.AllFunded {
		id = "success.full.sharp"
	}
	facts[id] = Fact{
		Value: t.integral.Success, Unit: "share",
		CI: &Interval{Low: t.integral.Low, High: t.integral.High, Level: 0.95},
	}
}
