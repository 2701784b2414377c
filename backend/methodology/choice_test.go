package methodology

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meridian/backend/plan"
)

// choices are the places at which a plan chooses by a word, by the beginning of their
// passports' ids. Where a plan says nothing the first word is meant.
func choices() map[string][]string {
	return map[string][]string{
		"rule.": plan.RuleKind("").Words(), "model.": plan.ReturnModel("").Words(), "order.": plan.Preset("").Words(),
		"longevity.": plan.LongevityKind("").Words(), "tax.": plan.Regime("").Words(), "sampling.": plan.Sampling("").Words(),
		"model.pieces.blocks.": plan.BlockKind("").Words(), "model.pieces.means.": plan.HistoryMeans("").Words(),
		"location.": plan.Location("").Words(),
		// A new plan says it: a band is no word, and yearly not the first one.
		"rebalance.": append([]string{string(plan.RebalanceYearly)}, append(slices.DeleteFunc(plan.RebalanceEvery("").Words(), func(w string) bool { return w == string(plan.RebalanceYearly) }), "band")...),
	}
}

// Every word that the schema lets a household choose has a passport, in the schema's
// order, and so has every number that a rule or model reads. A number is wrong by a step;
// a choice is wrong by another one, and what that would do is played in the picker.
func TestEveryChoiceHasAPassport(t *testing.T) {
	by, read := map[string]Passport{}, map[string]bool{}
	for _, p := range Passports().Passports {
		by[p.ID], read[p.Path] = p, true
	}
	for at, words := range choices() {
		for i, kind := range words {
			p, ok := by[at+kind]
			if !ok || p.Choice != kind || p.Unit != Choice || p.Usual != (i == 0) {
				t.Errorf("%s of %s: %+v", kind, at, p)
			}
			for id, p := range by {
				if strings.HasPrefix(id, at+kind+".") && (p.Default == nil || p.Choice != kind) {
					t.Errorf("%s: default %v, of %q", id, p.Default, p.Choice)
				}
			}
		}
	}
	numbers := numbersOf(reflect.TypeFor[plan.SpendingRule](), "/withdrawal/rule/")
	numbers = append(numbers, numbersOf(reflect.TypeFor[plan.Returns](), "/assumptions/returns/")...)
	numbers = append(numbers, numbersOf(reflect.TypeFor[plan.Switch](), "/assumptions/returns/regimes/")...)
	for _, path := range numbers {
		if !read[path] {
			t.Errorf("%s has no passport", path)
		}
	}
}

// Every passport of a number says what being wrong by how much means, and every passport
// where the past stood, or in words why the record cannot say.
func TestAPassportLacksNothing(t *testing.T) {
	for _, p := range Passports().Passports {
		raw, _ := json.Marshal(p)
		if p.Name.EN == "" || p.Name.KO == "" || p.About.KO == "" || p.Source.EN == "" || p.Source.KO == "" || len(p.Date) != len(defaultsFrom) || p.Unit == "" {
			t.Errorf("%s", raw)
		}
		if p.Default != nil && p.Step <= 0 {
			t.Errorf("%s: by how much may it be wrong?", p.ID)
		}
		if p.History != nil && len(p.History.Percentiles) != 101 {
			t.Errorf("%s: where did the past stand?", p.ID)
		}
		if said := p.Unrecorded != nil && p.Unrecorded.EN != "" && p.Unrecorded.KO != ""; said == (p.History != nil) {
			t.Errorf("%s: the past %+v, why not %+v", p.ID, p.History, p.Unrecorded)
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
