package forecast

import (
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// strained is a demo plan of few futures in which too many fail.
func strained(t testing.TB, region string, paths int) plan.Plan {
	t.Helper()
	p := small(t, region, paths)
	p, err := moveSpending(plan.TierEssential)(p, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// successIn is the share of a run's futures that succeed.
func successIn(t testing.TB, p plan.Plan, paths int) float64 {
	t.Helper()
	c := compiledPlan(t, p)
	c.Scenario.Paths, c.Scenario.Seed = paths, defaultSeed
	outcomes, err := simulate.Outcomes(t.Context(), c.Scenario, 0, paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	for _, o := range outcomes {
		if o >= simulate.EssentialPaid {
			good++
		}
	}
	return float64(good) / float64(paths)
}

// TestSolutionsReachTheTargetAndNoLessDoes plays what was found again, from its
// patch, and a little less.
func TestSolutionsReachTheTargetAndNoLessDoes(t *testing.T) {
	const paths = 500
	p := strained(t, "kr", paths)
	var s Service
	got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindSolve, Confidence: 0.8}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Base.Value >= 0.8 || got.Solve.Already || got.Solve.Target != 0.8 {
		t.Fatalf("the plan succeeds in %g: there is nothing to solve", got.Base.Value)
	}
	reached := 0
	for _, one := range got.Solve.Single {
		if !one.Reached {
			if one.Why == nil {
				t.Errorf("%s is not reached and does not say why", one.Lever)
			}
			continue
		}
		reached++
		patched, err := plan.Patch(p, one.Patch)
		if err != nil {
			t.Fatal(err)
		}
		if share := successIn(t, patched, paths); share < 0.8 || share != one.Success.Value {
			t.Errorf("%s %g reaches %g, said to be %g", one.Lever, one.Amount, share, one.Success.Value)
		}
		l, _ := leverOf(one.Lever)
		less := one.Amount - l.grain
		if one.Amount < 0 {
			less = one.Amount + l.grain
		}
		moved, err := l.moved(p, less)
		if err != nil {
			t.Fatal(err)
		}
		if share := successIn(t, moved, paths); share >= 0.8 {
			t.Errorf("%s: %g would do (%g), and %g was found", one.Lever, less, share, one.Amount)
		}
	}
	if reached < 2 || len(got.Solve.Pairs) == 0 {
		t.Fatalf("%d levers reach the target, %d pairs", reached, len(got.Solve.Pairs))
	}
	for _, pair := range got.Solve.Pairs {
		patched, err := plan.Patch(p, pair.Patch)
		if err != nil {
			t.Fatal(err)
		}
		if share := successIn(t, patched, paths); share < 0.8 || len(pair.Levers) != 2 {
			t.Errorf("%v reach %g", pair.Levers, share)
		}
	}
}

func TestSolvingWhatIsReachedAlready(t *testing.T) {
	var s Service
	got, err := s.Analyse(t.Context(), small(t, "us", 200), AnalysisSpec{Kind: KindSolve, Confidence: 0.05}, nil)
	if err != nil || !got.Solve.Already || len(got.Solve.Single) != 0 {
		t.Errorf("%+v, %v", got.Solve, err)
	}
}

// TestSolvingWhatCannotBeReached: nothing that a household does to a plan ten
// times over its means is called a solution.
func TestSolvingWhatCannotBeReached(t *testing.T) {
	p := small(t, "us", 100)
	p, err := moveSpending(plan.TierEssential)(p, 9)
	if err != nil {
		t.Fatal(err)
	}
	var s Service
	got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindSolve}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range got.Solve.Single {
		if one.Reached || one.Why == nil {
			t.Errorf("%+v", one)
		}
	}
	if len(got.Solve.Pairs) != 0 {
		t.Errorf("%d pairs", len(got.Solve.Pairs))
	}
}

// TestTheMapsAxesAreTheDrivers compares cells where one lever stands still with
// the lever alone.
func TestTheMapsAxesAreTheDrivers(t *testing.T) {
	p := small(t, "us", 200)
	var s Service
	got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindMap, X: LeverRetire, Y: LeverSpendEssential}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := got.Map
	if len(m.Cells) != 7 || len(m.Cells[0]) != 7 || m.X.Values[4] != 12 || m.Y.Values[2] != -0.05 {
		t.Fatalf("axes %v and %v", m.X, m.Y)
	}
	if *m.Cells[3][3].Success.CI != *got.Base.CI || m.Cells[3][3].Success.Value != got.Base.Value {
		t.Error("the middle is not the plan")
	}
	for _, at := range [][2]int{{3, 5}, {1, 3}, {6, 0}} {
		y, x := at[0], at[1]
		retire, _ := leverOf(LeverRetire)
		spend, _ := leverOf(LeverSpendEssential)
		moved, err := retire.moved(p, m.X.Values[x])
		if err != nil {
			t.Fatal(err)
		}
		if moved, err = spend.moved(moved, m.Y.Values[y]); err != nil {
			t.Fatal(err)
		}
		if share := successIn(t, moved, 200); share != m.Cells[y][x].Success.Value {
			t.Errorf("cell %v is %g, the plan moved both ways %g", at, m.Cells[y][x].Success.Value, share)
		}
	}
}
