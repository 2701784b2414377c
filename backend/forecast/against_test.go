package forecast

import (
	"math"
	"testing"

	"meridian/backend/simulate"
)

// A move that was played in fewer futures than the plan stands at the plan's
// share and the paired difference, not at the plan's share alone.
func TestAMoveStandsAtItsDifference(t *testing.T) {
	a := &analyst{least: simulate.EssentialPaid, sampled: true}
	a.base.outcomes = make([]simulate.Outcome, 100)
	for i := range 60 {
		a.base.outcomes[i] = simulate.FullyPaid
	}
	moved := trial{outcomes: make([]simulate.Outcome, 50)} // of which 50 hold in the plan, and 20 here
	for i := range 20 {
		moved.outcomes[i] = simulate.FullyPaid
	}
	success, delta := a.against(&moved)
	if math.Abs(delta.Value+0.6) > 1e-12 {
		t.Errorf("the difference is %v, want -0.6", delta.Value)
	}
	if math.Abs(success.Value-0) > 1e-12 {
		t.Errorf("the success is %v, want 0.6 - 0.6", success.Value)
	}
	moved.outcomes[20], moved.outcomes[21] = simulate.FullyPaid, simulate.FullyPaid
	success, delta = a.against(&moved)
	if math.Abs(success.Value-(0.6+delta.Value)) > 1e-12 || success.Value == 0.6 {
		t.Errorf("the success is %v, want the plan's 0.6 and %v", success.Value, delta.Value)
	}
}
