package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meridian/backend/fault"
)

func TestMergePatchAsTheStandardHasIt(t *testing.T) {
	// RFC 7396, appendix A, as far as the target and the patch are objects.
	cases := []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	}
	for _, c := range cases {
		var target, patch, want map[string]any
		for _, err := range []error{
			json.Unmarshal([]byte(c.target), &target),
			json.Unmarshal([]byte(c.patch), &patch),
			json.Unmarshal([]byte(c.want), &want),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := Merge(target, patch); !reflect.DeepEqual(got, want) {
			t.Errorf("%s with %s: %v, want %s", c.target, c.patch, got, c.want)
		}
	}
}

func TestPatchLeavesThePlanAlone(t *testing.T) {
	base := decode(t, minimal(t))
	before := Encode(base)
	after, err := Patch(base, map[string]any{"people": map[string]any{"p1": map[string]any{"name": "지우"}}})
	if err != nil {
		t.Fatal(err)
	}
	if after.People["p1"].Name != "지우" || !bytes.Equal(before, Encode(base)) {
		t.Error("the patch went to the wrong plan")
	}
}

func TestPatchRefusesWhatIsNoPlan(t *testing.T) {
	base := decode(t, minimal(t))
	cases := map[string]struct {
		patch   map[string]any
		pointer string
	}{
		"an unknown field":   {map[string]any{"colour": "red"}, "/colour"},
		"a missing person":   {map[string]any{"people": map[string]any{"p1": nil}}, "/milestones/m1/when/person"},
		"a wrong type":       {map[string]any{"currency": 3.0}, "/currency"},
		"a negative balance": {map[string]any{"accounts": map[string]any{"a1": map[string]any{"balance": map[string]any{"amt": "-1"}}}}, "/accounts/a1/balance/amt"},
	}
	for name, c := range cases {
		_, err := Patch(base, c.patch)
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for _, p := range problemsOf(err) {
			found = found || p.Pointer == c.pointer && p.Severity == fault.SeverityError
		}
		if !found {
			t.Errorf("%s: nothing at %s in %+v", name, c.pointer, problemsOf(err))
		}
	}
}

func TestADifferenceLeadsFromOnePlanToAnother(t *testing.T) {
	us, err := Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	edited := []map[string]any{
		{},
		{"people": map[string]any{"p4": nil}, "milestones": map[string]any{"m4": nil}, "goals": map[string]any{"g2": nil}},
		{"accounts": map[string]any{"a3": map[string]any{"access": nil}}},
		{"allocation": map[string]any{"default": map[string]any{"glide": nil, "weights": map[string]any{"stocks": 0.5, "bonds": 0.5}}}},
		// A scenario that removes something carries a null of its own.
		{"scenarios": map[string]any{"sc9": map[string]any{"name": "no debts", "patch": map[string]any{"debts": map[string]any{"d1": nil}}}}},
		{"scenarios": map[string]any{"sc1": map[string]any{"patch": map[string]any{"insurance": map[string]any{"n1": nil}}}}},
	}
	for i, patch := range edited {
		b, err := Patch(us, patch)
		if err != nil {
			t.Fatalf("edit %d: %v", i, err)
		}
		for _, pair := range [][2]Plan{{us, b}, {b, us}} {
			got, err := Patch(pair[0], Difference(pair[0], pair[1]))
			if err != nil || !bytes.Equal(Encode(got), Encode(pair[1])) {
				t.Errorf("edit %d: the difference does not lead there (%v)", i, err)
			}
		}
	}
	if d := Difference(us, us); len(d) != 0 {
		t.Errorf("a plan differs from itself: %v", d)
	}
}

func TestBranchIsAPlanOfItsOwn(t *testing.T) {
	us, err := Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Branch(us, "sc1")
	if err != nil || p.Milestones["m1"].When.Years != 64 || len(p.Scenarios) != 0 {
		t.Errorf("retirement at %d, %d scenarios, %v", p.Milestones["m1"].When.Years, len(p.Scenarios), err)
	}
	if _, err := Branch(us, "nope"); !errors.Is(err, ErrNoScenario) || fault.Of(err) != fault.NotFound {
		t.Errorf("an unknown scenario: %v", err)
	}
}

// TestAPatchMakesNoPlanThatIsTooMuch: each part is within the limits of a document,
// and together with the plan it is not.
func TestAPatchMakesNoPlanThatIsTooMuch(t *testing.T) {
	nest := func(n int) (in map[string]any) {
		for range n {
			in = map[string]any{"a": in}
		}
		return in
	}
	scenario := func(patch map[string]any) map[string]any {
		return map[string]any{"scenarios": map[string]any{"deep": map[string]any{"name": "Deep", "patch": patch}}}
	}
	p, err := merge(decode(t, demoUS), scenario(nest(MaxDepth-3)))
	if err != nil {
		t.Fatalf("what fits is refused: %v", err)
	}
	deeper := map[string]any{"scenarios": map[string]any{"deep": map[string]any{"patch": nest(MaxDepth - 2)}}}
	if _, err := merge(p, deeper); !errors.Is(err, ErrMalformed) || !named(err, "json.tooDeep") {
		t.Errorf("too deep: %v", err)
	}
	notes := strings.Repeat("<", MaxBytes/6-100_000)
	if p, err = merge(p, map[string]any{"name": notes}); err != nil {
		t.Fatalf("what is written in less than the limit is refused: %v", err)
	}
	if _, err := merge(p, map[string]any{"notes": notes}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	many := make([]any, maxValues-100)
	for i := range many {
		many[i] = true
	}
	if _, err := merge(p, map[string]any{"name": "x", "scenarios": scenario(map[string]any{"a": many})["scenarios"]}); !errors.Is(err, ErrMalformed) || !named(err, "json.tooMany") {
		t.Errorf("too many: %v", err)
	}
}

func named(err error, code string) bool {
	return slices.ContainsFunc(problemsOf(err), func(p fault.Problem) bool { return p.Code == code })
}
