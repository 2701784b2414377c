package forecast

import (
	"math"
	"strings"
	"testing"

	"meridian/backend/simulate"
)

func TestWhatMayStopPayIsCompiled(t *testing.T) {
	c := compiled(t, `{
		"people":{"p":{"disability":{"probPerYear":0.01,"months":24,"share":0.6},"care":{"probPerYear":0.05,"fromAge":50,"months":36,"cost":{"amt":"4000"},"growth":{"kind":"inflationPlus","rate":0.01}}}},
		"income":{"i":{"person":"p","kind":"wage","amount":{"amt":"5000"},"span":{},"growth":{"kind":"wage"},"volatility":{"sd":0.1,"corrWithMarket":0.2},"interrupt":{"probPerYear":0.04,"months":6,"share":0.5}}},
		"insurance":{
			"d":{"kind":"disability","insured":"p","payout":{"amt":"1500","per":"month"},"trigger":{"on":"disability"}},
			"c":{"kind":"care","insured":"p","payout":{"amt":"30000"},"trigger":{"on":"care"}}},
		"assumptions":{"wage":{"mean":0.01,"sd":0.02}}}`)
	spells := map[string]simulate.Spell{}
	for _, s := range c.Scenario.Spells {
		spells[s.ID] = s
	}
	// 1 − (1−p)^(1/12), of a year's 1 %, 4 % and 5 %.
	for id, want := range map[string]float64{"p.disability": 0.000837177, "i.interrupt": 0.003396053, "p.care": 0.004265319} {
		s := spells[id]
		if got := s.Begins[lastBegin(s)]; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s begins with chance %.9f, not %.9f", id, got, want)
		}
	}
	if s := spells["p.care"]; !s.Once || s.Months != 36 || s.Begins[0] != 0 {
		t.Errorf("care is %+v", s)
	}
	pay := incomeOf(t, c, "i").Uncertain
	if pay == nil || pay.SD != 0.1 || pay.Market != 0.2 || !pay.Wages || len(pay.Stops) != 2 || pay.Stops[0].Share != 0.5 || pay.Stops[1].Share != 0.6 {
		t.Errorf("pay is %+v", pay)
	}
	if d := incomeOf(t, c, "d.payout").During; d == nil || d.First || c.Scenario.Spells[d.Spell].ID != "p.disability" {
		t.Errorf("the disability insurance pays during %+v", d)
	}
	if d := incomeOf(t, c, "c.payout").During; d == nil || !d.First || c.Scenario.Spells[d.Spell].ID != "p.care" {
		t.Errorf("the care insurance pays during %+v", d)
	}
	if got, want := c.Scenario.Wages.SD, math.Sqrt(math.Log(1+math.Pow(0.02/1.01, 2))); math.Abs(got-want) > 1e-12 {
		t.Errorf("wages deviate by %g, not %g", got, want)
	}
	if err := c.Scenario.Check(); err != nil {
		t.Error(err)
	}
}

func lastBegin(s simulate.Spell) int {
	last := 0
	for t, p := range s.Begins {
		if p > 0 {
			last = t
		}
	}
	return last
}

func incomeOf(t *testing.T, c Compiled, id string) simulate.Income {
	t.Helper()
	for _, in := range c.Scenario.Income {
		if in.ID == id {
			return in
		}
	}
	t.Fatalf("no income %s", id)
	return simulate.Income{}
}

// Lives, a milestone that waits for money and pay that is a matter of chance hold
// together: a whole household runs with all of them.
func TestChanceRunsBesideLivesAndConditions(t *testing.T) {
	p := pulled(t, household(t), `{
		"assumptions":{"longevity":{"kind":"drawn"}},
		"milestones":{"m1":{"when":{"at":null,"person":null,"years":null,"month":null,"trigger":{"metric":"liquid","op":">=","value":"1500000","before":{"at":"age","person":"p1","years":60}}}}}}`)
	plain := mustRun(t, p, RunSpec{Paths: 256, Purpose: Full}).Header.Facts["success.essential"].Value
	for id, person := range p.People {
		if !person.Dependant {
			p = pulled(t, p, `{"people":{"`+id+`":{"disability":{"probPerYear":0.05,"months":24},"care":{"probPerYear":0.08,"fromAge":75,"months":36,"cost":{"amt":"7000"}}}}}`)
		}
	}
	p = pulled(t, p, `{"income":{"i1":{"volatility":{"sd":0.15},"interrupt":{"probPerYear":0.1,"months":9}}}}`)
	spoilt := mustRun(t, p, RunSpec{Paths: 256, Purpose: Full}).Header.Facts["success.essential"].Value
	if spoilt >= plain || spoilt <= 0 {
		t.Errorf("success is %g with misfortunes and %g without", spoilt, plain)
	}
}

// Where pay stops for good, or care costs far more than there is, futures fail by
// that, and their sentences say how much it was.
func TestFailuresByMisfortuneAreSaidSo(t *testing.T) {
	for _, want := range []struct{ cause, patch, en, ko string }{
		{"lostPay", `{"income":{"i1":{"interrupt":{"probPerYear":0.9,"months":120}}}}`, "had not come", "들어오지 않았습니다"},
		{"careCosts", `{"people":{"p1":{"care":{"probPerYear":0.9,"fromAge":50,"months":120,"cost":{"amt":"30000"}}}}}`, "Care had cost", "돌봄에"},
	} {
		p := pulled(t, small(t, "us", 200), want.patch)
		var s Service
		got, err := s.Analyse(t.Context(), p, AnalysisSpec{Kind: KindAnatomy}, nil)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, f := range got.Anatomy.Futures {
			if f.Cause != want.cause {
				continue
			}
			told++
			if !strings.Contains(f.Text.EN, want.en) || !strings.Contains(f.Text.KO, want.ko) || !strings.Contains(f.Text.EN, "$") {
				t.Errorf("%s: %q, %q", want.cause, f.Text.EN, f.Text.KO)
			}
			wellSaid(t, f.Text.EN, f.Text.KO)
		}
		t.Logf("%s: %d of %d failures; %v", want.cause, told, got.Anatomy.Failed, got.Anatomy.Causes)
		if told < got.Anatomy.Failed/8 {
			t.Errorf("%d of %d failing futures fail by %s", told, got.Anatomy.Failed, want.cause)
		}
	}
}
