package forecast

import (
	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// The words for why success is told by drawn futures though evenly spread ones were
// to be used where they fit.
var (
	unsteered = fault.Text{
		EN: "Evenly spread futures say no more than plain ones under this return model, or where lives, pay or misfortunes are drawn by chance; success is the share of the plain futures.",
		KO: "이 수익률 모형이나 수명, 소득, 뜻밖의 일을 미래마다 다르게 뽑는 계획에서는 고르게 펼친 미래를 써도 더 정확해지지 않습니다. 성공 확률은 무작위로 뽑은 미래에서 센 비율입니다.",
	}
	noCloser = fault.Text{
		EN: "Evenly spread futures say no more than plain ones of this plan; success is the share of the plain futures.",
		KO: "이 계획에서는 고르게 펼친 미래를 써도 더 정확해지지 않았습니다. 성공 확률은 무작위로 뽑은 미래에서 센 비율입니다.",
	}
)

// success is the success that counts, known as closely as can be: by evenly spread
// futures where they say more, or wherever they can if the plan asks for them. It
// stands beside the share of the plan's own and does not replace it:
// the share is what agrees, future by future, with everything else shown.
func (a *analyst) success() (*Closely, error) {
	own := a.plain()
	found := &Closely{Asked: a.run.sampling, Method: plan.SamplingPlain, Estimate: own}
	if a.run.sampling == plan.SamplingPlain {
		return found, nil
	}
	if !steered(&a.base.c.Scenario) {
		found.Why = &unsteered
		return found, nil
	}
	i, err := simulate.Integrate(a.ctx, a.base.c.Scenario, simulate.Usual, phase(a.progress, "integrate"))
	if err != nil {
		return nil, refuse(err)
	}
	if a.run.sampling == plan.SamplingAuto && i.High-i.Low >= own.CI.High-own.CI.Low {
		found.Why = &noCloser
		return found, nil
	}
	found.Method, found.Replicates, found.Points, found.Played = plan.SamplingQuasi, i.Replicates, i.Points, i.Played
	found.Estimate = Estimate{Value: i.Success, CI: &Interval{Low: i.Low, High: i.High, Level: 0.95}}
	return found, nil
}

// steered reports whether evenly spread futures say more than plain ones. They do
// only under the lognormal model: history is not made of normals, under Student-t
// and regimes success hangs on how wild a future's months are as well, with lives
// that end by chance on how long they are, with pay that is a matter of chance on
// that, and what shares cost is no part of the normals.
func steered(sc *simulate.Scenario) bool {
	if sc.Market.Model.Kind != market.Lognormal || sc.Lives != nil || sc.Trigger != nil || sc.Chancy() {
		return false
	}
	return sc.Rule == nil || sc.Rule.Kind != simulate.CAPE
}
