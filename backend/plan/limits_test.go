package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
)

// numbersOfForms are the whole numbers that somebody types into the editors of a
// plan: a merge patch with the number left open, and where it stands.
var numbersOfForms = map[string]struct{ patch, pointer string }{
	"age":              {`{"people":{"p2":{"work":{"stop":{"years":%d}}}}}`, "/people/p2/work/stop/years"},
	"ageMonths":        {`{"people":{"p2":{"work":{"stop":{"months":%d}}}}}`, "/people/p2/work/stop/months"},
	"blockMonths":      {`{"assumptions":{"returns":{"blockMonths":%d}}}`, "/assumptions/returns/blockMonths"},
	"bufferMonths":     {`{"saving":{"r9":{"bufferMonths":%d}}}`, "/saving/r9/bufferMonths"},
	"careFrom":         {`{"people":{"p1":{"care":{"probPerYear":0.1,"fromAge":%d,"months":9,"cost":{"amt":"1"}}}}}`, "/people/p1/care/fromAge"},
	"careMonths":       {`{"people":{"p1":{"care":{"probPerYear":0.1,"fromAge":70,"months":%d,"cost":{"amt":"1"}}}}}`, "/people/p1/care/months"},
	"disabilityMonths": {`{"people":{"p1":{"disability":{"probPerYear":0.1,"months":%d}}}}`, "/people/p1/disability/months"},
	"every":            {`{"goals":{"g1":{"every":%d}}}`, "/goals/g1/every"},
	"horizon":          {`{"people":{"p1":{"horizon":{"age":%d}}}}`, "/people/p1/horizon/age"},
	"interruptMonths":  {`{"income":{"i1":{"interrupt":{"probPerYear":0.1,"months":%d}}}}`, "/income/i1/interrupt/months"},
	"keepMonths":       {`{"withdrawal":{"buffer":{"months":%d}}}`, "/withdrawal/buffer/months"},
	"offset":           {`{"people":{"p1":{"work":{"stop":{"offsetMonths":%d}}}}}`, "/people/p1/work/stop/offsetMonths"},
	"paths":            {`{"assumptions":{"run":{"paths":%d}}}`, "/assumptions/run/paths"},
	"priority":         {`{"goals":{"g1":{"priority":%d}}}`, "/goals/g1/priority"},
	"ruleYears":        {`{"withdrawal":{"rule":{"years":%d}}}`, "/withdrawal/rule/years"},
	"serviceYears":     {`{"income":{"i1":{"serviceYears":%d}}}`, "/income/i1/serviceYears"},
	"spanMonths":       {`{"goals":{"g1":{"when":{"months":%d}}}}`, "/goals/g1/when/months"},
	"untilMonths":      {`{"withdrawal":{"order":[{"pick":"cash","until":{"bufferMonths":%d}}]}}`, "/withdrawal/order/0/until/bufferMonths"},
}

// What the editors let somebody type is compared with these numbers on the other
// side: they must not refuse what the check accepts.
func TestLimitsOfNumbersInForms(t *testing.T) {
	limits := map[string][2]int{}
	for name, number := range numbersOfForms {
		const far = 1_000_000 // where the check says how far it goes
		low, high := math.MinInt32, math.MaxInt32
		for _, problem := range Validate(edited(t, fmt.Sprintf(number.patch, far))) {
			if problem.Pointer != number.pointer || problem.Code != "number.outside" {
				continue
			}
			if _, err := fmt.Sscanf(problem.Text.EN, "1000000 is outside %d to %d.", &low, &high); err != nil {
				t.Fatalf("%s: %q: %v", name, problem.Text.EN, err)
			}
		}
		limits[name] = [2]int{low, high}
	}
	want, err := json.MarshalIndent(limits, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("testdata/limits.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("testdata/limits.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, kept) {
		t.Error("testdata/limits.json has drifted from the check; run go test ./backend/plan -run Limits -update")
	}
}
