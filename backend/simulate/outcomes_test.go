package simulate

import (
	"errors"
	"slices"
	"testing"
)

// TestOutcomesAreThoseOfTheRun plays a stretch of futures alone and compares it
// with the whole run.
func TestOutcomesAreThoseOfTheRun(t *testing.T) {
	sc := household(300)
	for i := range sc.Outflows {
		sc.Outflows[i].Amount = Schedule{Real: grown(sc.Outflows[i].Amount.Real, 1.25), Nominal: sc.Outflows[i].Amount.Nominal}
	}
	whole, err := Run(t.Context(), sc, Told{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, o := range whole.Rows.Outcome {
		if o == Failed {
			failed++
		}
	}
	if failed == 0 || failed == whole.N {
		t.Fatalf("%d of %d futures fail: the test compares nothing", failed, whole.N)
	}
	for _, part := range [][2]int{{0, 300}, {0, 100}, {70, 213}, {40, 40}} {
		got, err := Outcomes(t.Context(), sc, part[0], part[1], nil)
		if err != nil || !slices.Equal(got, whole.Rows.Outcome[part[0]:part[1]]) {
			t.Errorf("outcomes of futures %v differ from the run's (%v)", part, err)
		}
		rows, err := Fates(t.Context(), sc, part[0], part[1], nil)
		if err != nil || !slices.Equal(rows.Outcome, whole.Rows.Outcome[part[0]:part[1]]) ||
			!slices.Equal(rows.EndWealth, whole.Rows.EndWealth[part[0]:part[1]]) ||
			!slices.Equal(rows.Depth, whole.Rows.Depth[part[0]:part[1]]) ||
			!slices.Equal(rows.TaxPaid, whole.Rows.TaxPaid[part[0]:part[1]]) {
			t.Errorf("rows of futures %v differ from the run's (%v)", part, err)
		}
	}
	if _, err := Outcomes(t.Context(), sc, 200, 301, nil); !errors.Is(err, ErrNoFuture) {
		t.Errorf("futures beyond the run give %v", err)
	}
}

func grown(v []float64, factor float64) []float64 {
	out := slices.Clone(v)
	for i := range out {
		out[i] *= factor
	}
	return out
}
