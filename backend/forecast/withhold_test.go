package forecast

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/plan"
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

// withheldGolden is what a Korean employee who also gives talks pays: of a salary of
// 60 million won with 15 % withheld and fees of 10 million with 8.8 %, until 2028.
const withheldGolden = "testdata/withheld.json"

// withheldMonth is what a month says of taxes, in won of the day.
type withheldMonth struct {
	Month    string             `json:"month"`
	Withheld map[string]float64 `json:"withheld"`
	Paid     float64            `json:"paid"`
	ToDate   float64            `json:"toDate"`
	Held     float64            `json:"withheldToDate"`
	Asked    float64            `json:"asked"`
	Owed     float64            `json:"owed"`
}

// The taxes of every month of a plan, where nothing is left to chance, are known.
func TestTheTaxesOfAPlanWithWithholdingAreKnown(t *testing.T) {
	c := compiled(t, `{"currency":"KRW","people":{"p":{"horizon":{"age":42}}},
		"tax":{"regime":"kr"},"accounts":{"cash":{"balance":{"amt":"10000000"}}},
		"assumptions":{"inflation":{"mean":0,"sd":0},"returns":{"model":"deterministic"}},
		"spending":{"s":{"tier":"essential","amount":{"amt":"2000000","per":"month"},"span":{}}},
		"income":{
			"pay":{"sort":"a","name":"급여","person":"p","kind":"wage","gross":true,"withhold":0.15,"amount":{"amt":"60000000","per":"year"},"span":{}},
			"talks":{"sort":"b","name":"강연료","person":"p","kind":"other","taxAs":"fees","gross":true,"withhold":0.088,"amount":{"amt":"10000000","per":"year"},"span":{"start":{"at":"month","month":"2026-07"}}}}}`)
	again, err := simulate.Again(t.Context(), c.Scenario, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := workings{c: &c, terms: map[string]fault.Text{}}
	var months []withheldMonth
	for m, working := range w.months(again.Workings) {
		one := withheldMonth{Month: string(plan.MonthOf(2026, 1).Add(m)), Withheld: map[string]float64{}}
		for i, l := range again.Lines {
			v := again.Values[i][m] * again.Price[m]
			if id, ok := strings.CutPrefix(l.ID, "withheld."); ok && v != 0 {
				one.Withheld[id] = math.Round(v)
			} else if l.Kind == simulate.KindTax && !ok {
				one.Paid += math.Round(v)
			}
		}
		assessed := working.Taxes[0]
		one.ToDate, one.Held = math.Round(assessed.ToDate), math.Round(assessed.Withheld)
		one.Asked, one.Owed = math.Round(assessed.Asked), math.Round(assessed.Owed)
		months = append(months, one)
	}
	raw, err := json.MarshalIndent(months, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(withheldGolden, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(withheldGolden); err != nil || !bytes.Equal(want, raw) {
		t.Errorf("%s is stale (%v): run go test ./backend/forecast -run Withholding -update", withheldGolden, err)
	}
	// By hand, 2026: of 5,000,000 a month 750,000 are withheld, and of 833,333 in fees 73,333.
	// 국민연금 4.75 % of 60,000,000 = 2,850,000; 공제 12,750,000: 47,250,000, and 40 % of the fees of
	// half a year, 2,000,000, together with it since 15 % are less than 20 %: 49,250,000 - 1,500,000
	// - 2,850,000 = 44,900,000 at 15 % - 1,260,000 = 5,475,000, less 근로소득세액공제 660,000 and 130,000.
	// 9,440,000 were withheld: nothing is asked for all year, and the rest comes back in January.
	december, january := months[11], months[12]
	want := 4_685_000*1.1 + 2_850_000
	if math.Abs(december.ToDate-want) > 1 || december.Held != 12*750_000+440_000 || months[10].Asked != 0 ||
		math.Abs(december.Owed-(want-december.Held)) > 1 || math.Abs(january.Paid-december.Owed) > 1 {
		t.Errorf("December: %+v, January: %+v, by hand %g", december, january, want)
	}
}
