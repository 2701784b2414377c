package forecast

import (
	"errors"
	"math"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

func TestMovedIsThePlanUnderItsPatch(t *testing.T) {
	p, err := plan.Demo("kr")
	if err != nil {
		t.Fatal(err)
	}
	moved, patch, err := Moved(p, LeverAt{LeverRetire, 24}, LeverAt{LeverSpendRetired, -0.05})
	if err != nil {
		t.Fatal(err)
	}
	p.Scenarios = nil
	patched, err := plan.Patch(p, patch)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Hash(patched) != plan.Hash(moved) || plan.Hash(moved) == plan.Hash(p) {
		t.Error("the patch does not lead to the plan that was moved")
	}
}

func TestMovedRefusesWhatCannotBeMoved(t *testing.T) {
	p := plan.Blank("en", "USD", plan.MonthOf(2026, 1))
	for _, m := range []LeverAt{{"luck", 1}, {LeverRetire, 0}, {LeverRetire, 1e6}, {LeverReturns, math.NaN()}} {
		if _, _, err := Moved(p, m); !errors.Is(err, ErrLever) {
			t.Errorf("%v: %v", m, err)
		}
	}
	if _, _, err := Moved(p, LeverAt{LeverPublicPension, -0.2}); fault.Of(err) != fault.Invalid {
		t.Errorf("a pension that is not there: %v", err)
	}
}
