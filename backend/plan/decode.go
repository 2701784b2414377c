package plan

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"meridian/backend/fault"
)

// Decode reads one plan document of any version up to Version.
//
// It refuses, as a *fault.Error, what is too large, malformed or newer
// (ErrTooLarge, ErrMalformed, ErrNewer) and what does not have the shape of a
// plan (ErrInvalid): unknown fields, wrong types, words and formats that a
// field does not have. ErrInvalid lists every problem, and also whatever
// Validate finds wrong with the rest.
//
// A plan that Decode accepts may still contradict itself; that is for Validate.
func Decode(r io.Reader) (Plan, error) {
	tree, err := readTree(r)
	if err != nil {
		return Plan{}, err
	}
	return fromTree(tree)
}

// fromTree turns a JSON tree into a plan. It may change the tree.
func fromTree(tree any) (Plan, error) {
	document, ok := tree.(map[string]any)
	if !ok {
		return Plan{}, ErrInvalid.WithProblems([]fault.Problem{wrongType("", pair{"an object", "객체"}, kindOf(tree))})
	}
	if err := migrate(document, Version, migrations); err != nil {
		return Plan{}, err
	}
	var s shape
	s.fit(document, reflect.TypeFor[Plan](), "")
	p, err := typed(document)
	if err != nil {
		return Plan{}, err
	}
	if len(s.problems.list) == 0 {
		return p, nil
	}
	for _, found := range Validate(p) {
		if !s.reported(found.Pointer) {
			s.problems.put(found)
		}
	}
	return Plan{}, ErrInvalid.WithProblems(s.problems.sorted())
}

// typed reads a tree that has the shape of a plan.
func typed(document map[string]any) (Plan, error) {
	data, err := json.Marshal(document)
	if err != nil {
		return Plan{}, fmt.Errorf("read plan: %w", err)
	}
	var p Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return Plan{}, ErrInvalid.With(err)
	}
	return p, nil
}
