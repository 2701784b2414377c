package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"
)

var missing = New(NotFound, "plan.missing",
	Text{"There is no such plan.", "그런 계획이 없습니다."},
	Text{"Choose another plan.", "다른 계획을 골라 주세요."})

func TestOfFindsTheKindThroughWrapping(t *testing.T) {
	cases := []struct {
		name string
		err  error
		want Kind
	}{
		{"nil has no kind", nil, ""},
		{"a foreign error is a fault of the program", io.EOF, Internal},
		{"a fault keeps its kind", missing, NotFound},
		{"a wrapped fault keeps its kind", fmt.Errorf("open: %w", missing.With(io.EOF)), NotFound},
	}
	for _, c := range cases {
		if got := Of(c.err); got != c.want {
			t.Errorf("%s: Of = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCopiesMatchTheSentinelAndLeaveItAlone(t *testing.T) {
	err := missing.With(io.EOF).WithProblems([]Problem{{Pointer: "/id"}})
	if !errors.Is(err, missing) || !errors.Is(err, io.EOF) {
		t.Error("the copy lost its identity or its cause")
	}
	if missing.Unwrap() != nil || missing.Problems != nil {
		t.Error("the sentinel was changed")
	}
	if errors.Is(err, New(NotFound, "other", Text{}, Text{})) {
		t.Error("another code matched")
	}
}

func TestProblemInJSON(t *testing.T) {
	p := Problem{Pointer: "/a", Code: "x", Severity: SeverityWarning, Text: Text{"hm", "흠"}}
	got, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"pointer":"/a","code":"x","severity":"warning","text":{"en":"hm","ko":"흠"}}`
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTextFollowsTheLocale(t *testing.T) {
	x := Text{"yes", "네"}
	for locale, want := range map[string]string{"ko": "네", "ko-KR": "네", "en-US": "yes", "": "yes", "kok": "yes"} {
		if got := x.In(locale); got != want {
			t.Errorf("In(%q) = %q, want %q", locale, got, want)
		}
	}
}
