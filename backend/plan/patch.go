package plan

import (
	"bytes"
	"encoding/json"
	"fmt"

	"meridian/backend/fault"
)

// Patch applies a merge patch (RFC 7396) and returns the plan that results,
// leaving p alone. A scenario's own patch is replaced whole, because the nulls
// in it mean something. It errs with ErrInvalid, listing every problem, when the
// outcome is not a plan or has errors; warnings do not stop it.
func Patch(p Plan, patch map[string]any) (Plan, error) {
	merged, err := merge(p, patch)
	if err != nil {
		return Plan{}, err
	}
	// Scenarios can only give warnings, and cost as much as everything else.
	if found := validate(merged, false); Failed(found) {
		return Plan{}, ErrInvalid.WithProblems(found)
	}
	return merged, nil
}

// merge is Patch without the judgement of Validate.
func merge(p Plan, patch map[string]any) (Plan, error) { return mergeInto(document(p), patch) }

// mergeInto is merge into a plan's document, which it leaves as it is.
func mergeInto(base, patch map[string]any) (Plan, error) {
	data, err := json.Marshal(patch)
	if err != nil {
		return Plan{}, ErrInvalid.With(fmt.Errorf("apply patch: %w", err))
	}
	read, err := readTree(bytes.NewReader(data))
	if err != nil {
		return Plan{}, err
	}
	clean, _ := read.(map[string]any)
	merged := Merge(base, clean)
	keepScenarioPatches(merged, clean)
	if within(merged, 0, MaxBytes) >= 0 {
		return fromTree(merged)
	}
	if data, err = json.Marshal(merged); err != nil {
		return Plan{}, ErrInvalid.With(fmt.Errorf("apply patch: %w", err))
	}
	return Decode(bytes.NewReader(data)) // which says what is too much
}

// within is what a value of a tree leaves of so many bytes, or less than nothing
// where the tree may be beyond the limits of a document: an upper bound that takes
// no writing. Every value counts enough for as many as there may be.
func within(value any, depth, room int) int {
	const (
		each    = MaxBytes/maxValues + 1 // with its comma, colon, quotes and brackets
		escaped = 6                      // bytes that one byte of text becomes at most
	)
	room -= each
	switch v := value.(type) {
	case map[string]any:
		if depth >= MaxDepth {
			return -1
		}
		for key, inner := range v {
			if room = within(inner, depth+1, room-escaped*len(key)); room < 0 {
				return room
			}
		}
	case []any:
		if depth >= MaxDepth {
			return -1
		}
		for _, inner := range v {
			if room = within(inner, depth+1, room); room < 0 {
				return room
			}
		}
	case string:
		room -= escaped * len(v)
	case json.Number:
		room -= len(v)
	}
	return room
}

// Branch is the plan of one of p's scenarios: its patch applied to p, without
// any scenarios of its own. It errs with ErrNoScenario, or like Patch.
func Branch(p Plan, scenario string) (Plan, error) {
	s, ok := p.Scenarios[scenario]
	if !ok {
		return Plan{}, ErrNoScenario
	}
	p.Scenarios = nil
	return Patch(p, s.Patch)
}

// ErrNoScenario is returned for a scenario that the plan does not have.
var ErrNoScenario = fault.New(fault.NotFound, "plan.scenario",
	fault.Text{EN: "The plan has no such scenario.", KO: "계획에 그런 시나리오가 없습니다."},
	fault.Text{EN: "Choose another scenario.", KO: "다른 시나리오를 골라 주세요."})

// Merge is RFC 7396, section 2, over any JSON, without touching its arguments'
// objects.
func Merge(target any, patch map[string]any) map[string]any {
	out := map[string]any{}
	if object, ok := target.(map[string]any); ok {
		for k, v := range object {
			out[k] = v
		}
	}
	for k, v := range patch {
		switch v := v.(type) {
		case nil:
			delete(out, k)
		case map[string]any:
			out[k] = Merge(out[k], v)
		default:
			out[k] = v
		}
	}
	return out
}

// keepScenarioPatches puts into the merged document the scenario patches that
// the patch brings, nulls included.
func keepScenarioPatches(merged, patch map[string]any) {
	incoming, _ := patch["scenarios"].(map[string]any)
	for id, s := range incoming {
		record, _ := s.(map[string]any)
		inner, there := record["patch"]
		if !there || inner == nil {
			continue
		}
		merged["scenarios"].(map[string]any)[id].(map[string]any)["patch"] = inner
	}
}
