package forecast

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// sampled is the household with a wish of how success is found, in so many futures.
func sampled(t *testing.T, s plan.Sampling, paths int) plan.Plan {
	t.Helper()
	p := household(t)
	p.Assumptions.Run = &plan.RunDefaults{Sampling: s, Paths: paths}
	return p
}

// closely is the success of a plan, beside the plan's own futures.
func closely(t *testing.T, p plan.Plan) (found *Closely, own Estimate) {
	t.Helper()
	a, err := new(Service).Analyse(t.Context(), p, AnalysisSpec{Kind: KindSuccess}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a.Success, a.Base
}

func TestEvenlySpreadFuturesKnowSuccessCloser(t *testing.T) {
	const paths = 2000
	for _, wish := range []plan.Sampling{plan.SamplingAuto, plan.SamplingQuasi} {
		found, own := closely(t, sampled(t, wish, paths))
		if found.Asked != wish || found.Method != plan.SamplingQuasi || found.Why != nil {
			t.Errorf("%s: found %+v", wish, found)
		}
		if found.Replicates != simulate.Usual.Replicates || found.Points != simulate.Usual.Points || found.Played < found.Points {
			t.Errorf("%s: played %+v", wish, found)
		}
		if spread(*found.Estimate.CI) > spread(*own.CI)/4 {
			t.Errorf("%s: from %+v to %+v", wish, *own.CI, *found.Estimate.CI)
		}
		if sd := math.Sqrt(own.Value * (1 - own.Value) / paths); math.Abs(found.Estimate.Value-own.Value) > 4*sd {
			t.Errorf("%.4f of the futures succeed, %.4f of evenly spread ones", own.Value, found.Estimate.Value)
		}
	}
}

func TestDrawnFuturesAloneWhereThePlanSaysSo(t *testing.T) {
	found, own := closely(t, sampled(t, plan.SamplingPlain, 300))
	if found.Method != plan.SamplingPlain || found.Played != 0 || found.Why != nil || found.Estimate.Value != own.Value || *found.Estimate.CI != *own.CI {
		t.Errorf("found %+v beside %+v", found, own)
	}
}

// The closer figure is of the success that counts.
func TestTheSuccessThatCountsIsFound(t *testing.T) {
	p := sampled(t, plan.SamplingQuasi, 300)
	essential, _ := closely(t, p)
	p.Targets.Metric = plan.MetricAll
	full, own := closely(t, p)
	if full.Estimate.Value >= essential.Estimate.Value || math.Abs(full.Estimate.Value-own.Value) > 0.1 {
		t.Errorf("in full %+v, essentials %+v, of the plan's own futures %+v", full.Estimate, essential.Estimate, own)
	}
}

func TestWhereItDoesNotApplySuccessIsPlainAndSaidToBe(t *testing.T) {
	for _, model := range []plan.ReturnModel{plan.ModelStudentT, plan.ModelBlock, plan.ModelHistorical, plan.ModelDeterministic} {
		p := sampled(t, plan.SamplingQuasi, 64)
		p.Assumptions.Returns = plan.Returns{Model: model, DF: 6, Wrap: true}
		if found, own := closely(t, p); found.Method != plan.SamplingPlain || found.Why == nil || found.Estimate.Value != own.Value {
			t.Errorf("%s: found %+v", model, found)
		}
	}
	valued := pulled(t, demoUnder(t, `{"kind":"cape","a":0.01,"b":0.5,"applyTo":"all"}`), `{"assumptions":{"run":{"paths":64}}}`)
	if found, _ := closely(t, valued); found.Method != plan.SamplingPlain || found.Why == nil {
		t.Errorf("by what shares cost: found %+v", found)
	}
}

// A plan that cannot fail is known no better from fewer futures.
func TestWhereItSaysNoMoreThePlainShareStands(t *testing.T) {
	p := sampled(t, plan.SamplingAuto, 4000)
	p.Spending, p.Goals = nil, nil
	if found, own := closely(t, p); own.Value != 1 || found.Method != plan.SamplingPlain || found.Why == nil {
		t.Errorf("found %+v beside %+v", found, own)
	}
	p.Assumptions.Run.Sampling = plan.SamplingQuasi
	if found, _ := closely(t, p); found.Method != plan.SamplingQuasi || found.Estimate.Value != 1 {
		t.Errorf("asked for, found %+v", found)
	}
}

func TestWhichFuturesAreSteered(t *testing.T) {
	for kind, want := range map[market.Kind]bool{
		market.Lognormal: true, market.StudentT: false, market.Regime: false, market.BlockBootstrap: false,
	} {
		sc := simulate.Scenario{Market: market.Spec{Model: market.Model{Kind: kind}}}
		if got := steered(&sc); got != want {
			t.Errorf("under %s: %v", kind, got)
		}
		sc.Lives = &simulate.Lives{}
		if steered(&sc) {
			t.Errorf("under %s with lives that end by chance", kind)
		}
	}
}
