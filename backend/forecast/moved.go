package forecast

import (
	"errors"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// ErrLever is the fault of moving a lever that there is not, or farther than is
// looked at.
var ErrLever = fault.New(fault.Invalid, "forecast.lever",
	fault.Text{EN: "There is no such lever, or it cannot be moved that far.", KO: "그런 항목이 없거나 그만큼 바꿀 수 없습니다."},
	fault.Text{EN: "Move it less.", KO: "더 조금 바꾸어 보세요."})

// LeverAt is a lever moved by an amount.
type LeverAt struct {
	Lever  LeverID
	Amount float64
}

// Moved is the plan with levers moved one after another, and the merge patch that
// does it. Errors: ErrLever; an invalid fault whose title says why a lever cannot
// be moved.
func Moved(p plan.Plan, moves ...LeverAt) (plan.Plan, map[string]any, error) {
	p.Scenarios = nil
	moved := p
	for _, m := range moves {
		l, known := leverOf(m.Lever)
		if !known || m.Amount == 0 || m.Amount != m.Amount || m.Amount > l.most || m.Amount < -l.most {
			return plan.Plan{}, nil, ErrLever
		}
		var err error
		if moved, err = l.moved(moved, m.Amount); err != nil {
			return plan.Plan{}, nil, refusedMove(err)
		}
	}
	return moved, plan.Difference(p, moved), nil
}

// refusedMove turns why a lever cannot be moved into a fault.
func refusedMove(err error) error {
	var no impossible
	if !errors.As(err, &no) {
		return err
	}
	return fault.New(fault.Invalid, "forecast.impossible", fault.Text(no), ErrLever.Fix)
}
