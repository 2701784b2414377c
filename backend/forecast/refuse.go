package forecast

import (
	"errors"
	"strings"

	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// refuse turns the engine's list of faults into one that a person may read. The
// pointers are the engine's words for places, as a pointer.
func refuse(err error) error {
	var invalid *simulate.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	problems := make([]fault.Problem, len(invalid.Problems))
	for i, p := range invalid.Problems {
		problems[i] = fault.Problem{
			Pointer: "/" + strings.NewReplacer("[", "/", "]", "", ".", "/").Replace(p.Field),
			Code:    "engine.refused", Severity: fault.SeverityError,
			Text: fault.Text{EN: "The engine refuses this: " + p.What + ".", KO: "계산할 수 없는 값입니다: " + p.What + "."},
		}
	}
	return ErrScenario.With(err).WithProblems(problems)
}
