package methodology

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"meridian/backend/plan"
)

// Every rule and model that the plan's schema lets a household choose has a passport,
// and so has every number that one of them reads. A number is wrong by a step; a
// choice is wrong by another one, and what that would do is played in the picker.
func TestEveryChoiceHasAPassport(t *testing.T) {
	by := map[string]Passport{}
	for _, p := range Passports().Passports {
		by[p.ID] = p
	}
	for _, kind := range plan.RuleKind("").Words() {
		complete(t, by, "rule."+kind, kind)
	}
	for _, kind := range plan.ReturnModel("").Words() {
		complete(t, by, "model."+kind, kind)
	}
	numbers := numbersOf(reflect.TypeFor[plan.SpendingRule](), "/withdrawal/rule/")
	numbers = append(numbers, numbersOf(reflect.TypeFor[plan.Returns](), "/assumptions/returns/")...)
	numbers = append(numbers, numbersOf(reflect.TypeFor[plan.Switch](), "/assumptions/returns/regimes/")...)
	read := map[string]bool{}
	for _, p := range by {
		read[p.Path] = true
	}
	for _, path := range numbers {
		if !read[path] {
			t.Errorf("%s has no passport", path)
		}
	}
}

// complete reports what a choice's passports lack.
func complete(t *testing.T, by map[string]Passport, id, kind string) {
	t.Helper()
	if p, ok := by[id]; !ok || p.Choice != kind || p.Unit != Choice {
		t.Errorf("%s has no passport", id)
	}
	for of, p := range by {
		if !strings.HasPrefix(of, id+".") {
			continue
		}
		if p.Default == nil || p.Step <= 0 || p.Choice != kind {
			t.Errorf("%s: default %v, step %g, of %q", of, p.Default, p.Step, p.Choice)
		}
	}
}

// Every passport of a number says what being wrong by how much means, and numbers of
// the world where they stood in history.
func TestAPassportLacksNothing(t *testing.T) {
	for _, p := range Passports().Passports {
		raw, _ := json.Marshal(p)
		if p.Name.EN == "" || p.Name.KO == "" || p.About.KO == "" || p.Source.EN == "" || p.Date == "" || p.Unit == "" {
			t.Errorf("%s", raw)
		}
		if p.Default != nil && p.Step <= 0 {
			t.Errorf("%s: by how much may it be wrong?", p.ID)
		}
		figure := p.Series != "" && !strings.HasSuffix(p.ID, ".yield") // the record tells growth, not what was paid out
		if (figure || strings.HasPrefix(p.ID, "corr.")) && (p.History == nil || len(p.History.Percentiles) != 101) {
			t.Errorf("%s: where did the past stand?", p.ID)
		}
	}
}

// numbersOf is the pointers of a record's numbers.
func numbersOf(record reflect.Type, at string) (paths []string) {
	for i := range record.NumField() {
		f := record.Field(i)
		of := f.Type
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); of.Kind() == reflect.Float64 || of.Kind() == reflect.Int {
			paths = append(paths, at+name)
		}
	}
	return paths
}
