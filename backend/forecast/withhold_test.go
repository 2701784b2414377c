package forecast

import (
	"math"
	"strings"
	"testing"

	"meridian/backend/simulate"
)

// What is withheld changes when tax is paid and nothing else: where money earns nothing
// the taxes of a whole life are the same under every regime, and nothing of it is a
// limit of the run.
func TestWithholdingIsAPrepaymentUnderEveryRegime(t *testing.T) {
	for _, law := range []string{
		`{"regime":"none"}`,
		`{"regime":"flat","params":{"income":0.2,"pension":0.1}}`,
		`{"regime":"bands","params":{"bands":[{"from":{"amt":"0"},"rate":0.1},{"from":{"amt":"40000"},"rate":0.25}]}}`,
		`{"regime":"us.federal"}`,
		`{"regime":"kr"}`,
	} {
		with := func(withhold string) (paid, withheld float64) {
			c := compiled(t, `{`+couple+`"fx":{"USD/KRW":{"rate":"1400","asOf":"2026-01"}},
				"assumptions":{"inflation":{"mean":0,"sd":0},"returns":{"model":"deterministic"}},"tax":`+law+`,
				"spending":{"s":{"tier":"essential","amount":{"amt":"1000","per":"month"},"span":{}}},
				"income":{"a":{"person":"p","kind":"wage","gross":true,`+withhold+`"amount":{"amt":"60000","per":"year"},"span":{"start":{"at":"now"},"months":36}}}}`)
			for _, l := range c.Limits {
				if strings.Contains(l.Code, "withhold") {
					t.Errorf("%s: %+v", law, l)
				}
			}
			r, err := simulate.Run(t.Context(), c.Scenario, run{}.told(&c.Scenario), nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, l := range r.Lines {
				if l.ID == "withheld.a" {
					withheld = r.Means[i][0]
				}
			}
			return r.Rows.TaxPaid[0], withheld
		}
		plain, none := with("")
		paid, withheld := with(`"withhold":0.3,`)
		if none != 0 || math.Abs(withheld-18_000) > 1e-6 {
			t.Errorf("%s: %g is withheld of 60,000 in the first year, %g where nothing is", law, withheld, none)
		}
		if math.Abs(paid-plain) > 1e-9*plain+1e-6 {
			t.Errorf("%s: %g of tax, %g where nothing is withheld", law, paid, plain)
		}
	}
}

// A run's record says what is withheld as a tax of its own.
func TestAReplaySaysWhatIsWithheld(t *testing.T) {
	p, part := demo(t, "kr"), 0.033
	for id, i := range p.Income {
		i.Withhold = &part
		p.Income[id] = i
	}
	var s Service
	r, err := s.Run(t.Context(), p, RunSpec{Purpose: Preview, Paths: 40}, nil)
	if err != nil {
		t.Fatal(err)
	}
	replay, err := s.Replay(t.Context(), r, 3)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, l := range replay.Lines {
		if strings.HasPrefix(l.ID, "withheld.") {
			in := p.Income[strings.TrimPrefix(l.ID, "withheld.")]
			found = found || (l.Kind == "tax" && l.Name == in.Name && in.Gross && l.Values[0] > 0)
		}
	}
	if !found {
		t.Error("no line of what is withheld")
	}
}
