package httpapi

import (
	"testing"

	"meridian/backend/methodology"
)

func TestMethodsAssumptionsAndTheSelfTestAreServed(t *testing.T) {
	b := newBench(t)
	document := read[methodology.Document](t, b.ask("GET", "/api/v1/methodology", nil), 200)
	if document.Engine != "1" || len(document.Sections) < 8 {
		t.Errorf("engine %q, %d sections", document.Engine, len(document.Sections))
	}
	assumed := read[methodology.Assumptions](t, b.ask("GET", "/api/v1/assumptions", nil), 200)
	if len(assumed.Passports) < 15 || assumed.History.First != "1871-01" || assumed.History.Last != "2023-06" {
		t.Errorf("%d passports, history %+v", len(assumed.Passports), assumed.History)
	}
	test := read[methodology.SelfTest](t, b.ask("POST", "/api/v1/health/selftest", nil), 200)
	if !test.Right || !test.Same || len(test.Answers) < 15 {
		t.Errorf("right %v, same %v, %d answers", test.Right, test.Same, len(test.Answers))
	}
}
