package forecast

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// sampled is the household with a wish of how success is found.
func sampled(t *testing.T, s plan.Sampling) plan.Plan {
	t.Helper()
	p := household(t)
	p.Assumptions.Run = &plan.RunDefaults{Sampling: s}
	return p
}

func TestEvenlySpreadFuturesSharpenSuccessAndNothingElse(t *testing.T) {
	const paths = 2000
	plain := mustRun(t, sampled(t, plan.SamplingPlain), RunSpec{Paths: paths})
	quasi := mustRun(t, sampled(t, plan.SamplingQuasi), RunSpec{Paths: paths})
	if got, want := plain.Header.Sampling, (Sampling{Asked: "plain", Method: "plain"}); got != want {
		t.Errorf("plainly sampled as %+v", got)
	}
	s := quasi.Header.Sampling
	if s.Method != "quasi" || s.Replicates != simulate.Usual.Replicates || s.Points != simulate.Usual.Points || s.Played < s.Points {
		t.Errorf("evenly sampled as %+v", s)
	}
	share, sharp := quasi.Header.Facts["success.essential"], quasi.Header.Facts["success.essential.sharp"]
	if spread(*sharp.CI) > spread(*share.CI)/4 {
		t.Errorf("sharpened from %+v to %+v", *share.CI, *sharp.CI)
	}
	if sd := math.Sqrt(share.Value * (1 - share.Value) / paths); math.Abs(sharp.Value-share.Value) > 4*sd {
		t.Errorf("%.4f of the futures succeed, %.4f of evenly spread ones", share.Value, sharp.Value)
	}
	delete(quasi.Header.Facts, "success.essential.sharp")
	if !bytes.Equal(asJSON(t, plain.Header.Facts), asJSON(t, quasi.Header.Facts)) || !bytes.Equal(plain.Futures, quasi.Futures) {
		t.Error("something else differs")
	}
}

// The sharper figure is of the success that counts.
func TestTheSuccessThatCountsIsSharpened(t *testing.T) {
	p := sampled(t, plan.SamplingQuasi)
	p.Targets.Metric = plan.MetricAll
	facts := mustRun(t, p, RunSpec{Paths: 300}).Header.Facts
	if _, ok := facts["success.full.sharp"]; !ok {
		t.Error("full success was not sharpened")
	}
	if _, ok := facts["success.essential.sharp"]; ok {
		t.Error("essential success was")
	}
}

func TestWhereItDoesNotApplySuccessIsPlainAndSaidToBe(t *testing.T) {
	for _, model := range []plan.ReturnModel{plan.ModelStudentT, plan.ModelBlock, plan.ModelHistorical, plan.ModelDeterministic} {
		p := sampled(t, plan.SamplingQuasi)
		p.Assumptions.Returns = plan.Returns{Model: model, DF: 6, Wrap: true}
		h := mustRun(t, p, RunSpec{Paths: 64}).Header
		if h.Sampling != (Sampling{Asked: "quasi", Method: "plain"}) {
			t.Errorf("%s: sampled as %+v", model, h.Sampling)
		}
		if !slices.ContainsFunc(h.Limits, func(l fault.Problem) bool { return l.Code == "limit.run.sampling" }) {
			t.Errorf("%s: no limit says so", model)
		}
		if _, ok := h.Facts["success.essential.sharp"]; ok {
			t.Errorf("%s: sharpened", model)
		}
	}
}

// A plan that cannot fail is known no better from fewer futures.
func TestWhereItSaysNoMoreThePlainShareStands(t *testing.T) {
	p := sampled(t, plan.SamplingQuasi)
	p.Spending = nil
	p.Goals = nil
	h := mustRun(t, p, RunSpec{Paths: 4000}).Header
	if h.Facts["success.essential"].Value != 1 {
		t.Fatalf("success is %v", h.Facts["success.essential"].Value)
	}
	if h.Sampling.Method != "plain" || !slices.ContainsFunc(h.Limits, func(l fault.Problem) bool { return l.Code == "limit.run.sampling" }) {
		t.Errorf("sampled as %+v", h.Sampling)
	}
}

func TestLivesThatEndByChanceAreNotIntegrated(t *testing.T) {
	sc := simulate.Scenario{Market: market.Spec{Model: market.Model{Kind: market.Lognormal}}, Lives: &simulate.Lives{}}
	if (run{paths: 10_000, purpose: Full, sampling: plan.SamplingQuasi}).integrates(&sc) {
		t.Error("integrated")
	}
}

func TestWhichRunsAreIntegrated(t *testing.T) {
	for _, test := range []struct {
		run
		market.Kind
		want bool
	}{
		{run{paths: 10_000, purpose: Full, sampling: plan.SamplingAuto}, market.Lognormal, true},
		{run{paths: 9_999, purpose: Full, sampling: plan.SamplingAuto}, market.Lognormal, false},
		{run{paths: 10_000, purpose: Full, sampling: plan.SamplingPlain}, market.Lognormal, false},
		{run{paths: 100, purpose: Full, sampling: plan.SamplingQuasi}, market.Lognormal, true},
		{run{paths: 10_000, purpose: Preview, sampling: plan.SamplingQuasi}, market.Lognormal, false},
		{run{paths: 10_000, purpose: Full, sampling: plan.SamplingAuto}, market.StudentT, false},
		{run{paths: 10_000, purpose: Full, sampling: plan.SamplingQuasi}, market.Regime, false},
		{run{paths: 10_000, purpose: Full, sampling: plan.SamplingQuasi}, market.BlockBootstrap, false},
	} {
		sc := simulate.Scenario{Market: market.Spec{Model: market.Model{Kind: test.Kind}}}
		if got := test.integrates(&sc); got != test.want {
			t.Errorf("%+v under %s: %v", test.run, test.Kind, got)
		}
	}
}
