package forecast

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"meridian/backend/plan"
)

// small is a demo plan of few futures.
func small(t testing.TB, region string, paths int) plan.Plan {
	t.Helper()
	p := demo(t, region)
	p.Assumptions.Run = &plan.RunDefaults{Paths: paths}
	return p
}

// TestDriversArePaired compares a move with a forecast of the patched plan in the
// same futures.
func TestDriversArePaired(t *testing.T) {
	p := small(t, "kr", 600)
	var s Service
	got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindDrivers}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if hash, err := s.AnalysisHash(t.Context(), p, AnalysisSpec{Kind: KindDrivers}); err != nil || hash != got.Hash {
		t.Errorf("the answer's hash %s was foretold as %s (%v)", got.Hash, hash, err)
	}
	base, err := s.Run(t.Context(), p, RunSpec{Purpose: Preview, Paths: 600}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := base.Header.Facts["success.essential"]; got.Base.Value != f.Value || *got.Base.CI != *f.CI || got.N != 600 {
		t.Errorf("the plan succeeds in %v, its forecast says %v", got.Base, f)
	}
	if len(got.Drivers.Rows) != len(levers()) {
		t.Fatalf("%d levers", len(got.Drivers.Rows))
	}
	last := math.Inf(1)
	for _, row := range got.Drivers.Rows {
		if row.spread() > last {
			t.Errorf("%s stands below a smaller one", row.Lever)
		}
		last = row.spread()
		for _, m := range []Move{row.Down, row.Up} {
			if !m.Possible {
				t.Errorf("%s %g is not possible: %v", row.Lever, m.Amount, m.Why)
				continue
			}
			if row.Lever != LeverRetire && row.Lever != LeverSpendRetired && row.Lever != LeverEquity {
				continue
			}
			patched, err := plan.Patch(p, m.Patch)
			if err != nil {
				t.Fatal(err)
			}
			other, err := s.Run(t.Context(), patched, RunSpec{Purpose: Preview, Paths: 600}, nil)
			if err != nil {
				t.Fatal(err)
			}
			paired, err := Compare(base, other)
			if err != nil {
				t.Fatal(err)
			}
			if m.Delta.Value != paired.Delta.Value || *m.Delta.CI != paired.Delta.CI || m.Success.Value != paired.Estimate.Value {
				t.Errorf("%s %g: %v and %v, two forecasts say %v and %v", row.Lever, m.Amount, m.Delta, m.Success, paired.Delta, paired.Estimate)
			}
		}
	}
}

// TestDriversPointTheRightWay holds levers whose direction is certain to it.
func TestDriversPointTheRightWay(t *testing.T) {
	helps := map[LeverID]float64{
		LeverRetire: 1, LeverSpendEssential: -1, LeverSpendRetired: -1, LeverSaving: 1, LeverReturns: 1,
		LeverFees: -1, LeverPublicPension: 1, LeverLongevity: -1,
	}
	for _, region := range []string{"us", "kr"} {
		var s Service
		got, err := s.Analyse(t.Context(), small(t, region, 400), AnalysisSpec{Kind: KindDrivers}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range got.Drivers.Rows {
			sign, certain := helps[row.Lever]
			if !certain {
				continue
			}
			if sign*row.Up.Delta.Value < 0 || sign*row.Down.Delta.Value > 0 {
				t.Errorf("%s %s: down %+g, up %+g", region, row.Lever, row.Down.Delta.Value, row.Up.Delta.Value)
			}
		}
	}
}

// TestNoIntervalsWithoutSampling: starts of history are no sample.
func TestNoIntervalsWithoutSampling(t *testing.T) {
	p := small(t, "us", 100)
	p.Assumptions.Returns.Model = plan.ModelHistorical
	var s Service
	got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindDrivers}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range got.Drivers.Rows {
		for _, m := range []Move{row.Down, row.Up} {
			if m.Possible && (m.Delta.CI != nil || m.Success.CI != nil) {
				t.Errorf("%s has whiskers", row.Lever)
			}
			if row.Lever == LeverReturns && m.Possible {
				t.Error("history's returns can be moved")
			}
		}
	}
}

// TestAnalysesCanBeStopped holds every analysis, and a run in each of its phases,
// to 50 ms after its context has ended. Blocks of futures take a tenth of that; a
// machine busy with other work may need more, so each place has a few tries.
func TestAnalysesCanBeStopped(t *testing.T) {
	rail := small(t, "kr", plan.MaxPaths)
	rail.Withdrawal.Rule = plan.SpendingRule{Kind: plan.RuleRiskGuardrails, CutBelow: 0.6, RaiseAbove: 0.95, Step: 0.1}
	plans := map[string]plan.Plan{"needs": small(t, "kr", plan.MaxPaths), "risk guardrails": rail}
	for name, p := range plans {
		for _, kind := range []AnalysisKind{KindDrivers, KindSolve, KindMap, KindStress, KindAnatomy} {
			stopsSoon(t, name+" "+string(kind), func(ctx context.Context, progress func(Progress)) error {
				_, err := new(Service).Analyse(ctx, p, AnalysisSpec{Kind: kind, X: LeverRetire, Y: LeverSpendFlexible, Confidence: 0.99}, progress)
				return err
			}, 3)
		}
	}
	during := func(phase string, progress func(Progress)) func(Progress) {
		return func(p Progress) {
			if p.Phase == phase {
				progress(p)
			}
		}
	}
	for phase, told := range map[string]int{"simulate": 3, "solve": 2} {
		stopsSoon(t, "run "+phase, func(ctx context.Context, progress func(Progress)) error {
			_, err := new(Service).Run(ctx, small(t, "us", fullPaths), RunSpec{}, during(phase, progress))
			return err
		}, told)
	}
	stopsSoon(t, "success closely", func(ctx context.Context, progress func(Progress)) error {
		_, err := new(Service).Analyse(ctx, small(t, "us", fullPaths), AnalysisSpec{Kind: KindSuccess}, during("integrate", progress))
		return err
	}, 2)
}

// stopsSoon holds work to 50 ms after it is stopped at the told-th word of progress.
func stopsSoon(t *testing.T, name string, work func(context.Context, func(Progress)) error, told int) {
	t.Helper()
	const tries = 5
	var late time.Duration
	for range tries {
		ctx, cancel := context.WithCancel(t.Context())
		var stopped time.Time
		heard := 0
		err := work(ctx, func(Progress) {
			if heard++; heard == told {
				stopped = time.Now()
				cancel()
			}
		})
		late = time.Since(stopped)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: stopped work gives %v", name, err)
		}
		if late <= 50*time.Millisecond {
			return
		}
	}
	t.Errorf("%s took %v to stop, the last of %d tries", name, late, tries)
}

func TestUnknownAnalysesAreRefused(t *testing.T) {
	var s Service
	for _, spec := range []AnalysisSpec{
		{}, {Kind: "guess"}, {Kind: KindMap}, {Kind: KindMap, X: LeverRetire, Y: LeverRetire},
		{Kind: KindMap, X: LeverRetire, Y: "luck"}, {Kind: KindSolve, Confidence: 1}, {Kind: KindSolve, Confidence: math.NaN()},
	} {
		if _, err := s.Analyse(t.Context(), demo(t, "us"), spec, nil); !errors.Is(err, ErrAnalysis) {
			t.Errorf("%+v gives %v", spec, err)
		}
	}
}
