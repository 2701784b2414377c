package forecast

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

func TestSpendingRulesReachTheEngine(t *testing.T) {
	cases := map[string]struct {
		rule string
		want simulate.Rule
	}{
		"a share of wealth": {`"kind":"pctOfPortfolio","pct":0.04,"floor":0.8,"ceil":1.2`,
			simulate.Rule{Kind: simulate.PctOfPortfolio, Pct: 0.04, Floor: 0.8, Ceil: 1.2}},
		"a share of wealth without bounds, for all spending": {`"kind":"pctOfPortfolio","pct":0.04,"applyTo":"all"`,
			simulate.Rule{Kind: simulate.PctOfPortfolio, Pct: 0.04, All: true}},
		"amortisation": {`"kind":"vpw","rate":0.03`, simulate.Rule{Kind: simulate.VPW, Rate: 0.03}},
		"guardrails that keep essentials": {`"kind":"guardrails","upper":1.2,"lower":0.8,"cut":0.1,"raise":0.05,"applyTo":"all","floorTier":"essential"`,
			simulate.Rule{Kind: simulate.Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.05, All: true, Guard: 1}},
		"a ratchet": {`"kind":"ratchet","threshold":0.5,"years":3,"raise":0.1`, simulate.Rule{Kind: simulate.Ratchet, Threshold: 0.5, Raise: 0.1, Gap: 36}},
		"guardrails on the odds": {`"kind":"riskGuardrails","cutBelow":0.6,"raiseAbove":0.95,"step":0.05`,
			simulate.Rule{Kind: simulate.RiskGuardrails, CutBelow: 0.6, RaiseAbove: 0.95, Step: 0.05}},
		"valuations":              {`"kind":"cape","a":0.01,"b":0.5,"floor":0.8`, simulate.Rule{Kind: simulate.CAPE, A: 0.01, B: 0.5, Floor: 0.8, Shares: 1, StartCAPE: market.LastCAPE()}},
		"valuations from today's": {`"kind":"cape","a":0.01,"b":0.5,"startCape":38`, simulate.Rule{Kind: simulate.CAPE, A: 0.01, B: 0.5, Shares: 1, StartCAPE: 38}},
		"a floor and ceiling":     {`"kind":"floorCeiling","floor":0.85,"ceil":1.2`, simulate.Rule{Kind: simulate.FloorCeiling, Floor: 0.85, Ceil: 1.2}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := compiled(t, `{"withdrawal":{"rule":{`+c.rule+`,"from":{"at":"month","month":"2030-01"}}}}`)
			start := got.Scenario.Start
			c.want.From = (2030-start.Year)*12 + 1 - start.Month
			if got.Scenario.Rule == nil || *got.Scenario.Rule != c.want {
				t.Errorf("%+v, want %+v", got.Scenario.Rule, c.want)
			}
			if limited(got, "limit.withdrawal.rule") {
				t.Error("what is modelled is said not to be")
			}
		})
	}
}

func TestARuleWithoutABeginningBeginsWhenWorkEnds(t *testing.T) {
	p := demoUnder(t, `{"kind":"vpw","rate":0.03}`)
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	if c.Scenario.Retire <= 0 || c.Scenario.Rule.From != c.Scenario.Retire {
		t.Errorf("the rule begins in month %d, work ends in month %d", c.Scenario.Rule.From, c.Scenario.Retire)
	}
}

// demoUnder is the US demo household under another spending rule.
func demoUnder(t *testing.T, rule string) plan.Plan {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	return pulled(t, p, `{"withdrawal":{"rule":`+rule+`}}`)
}

func TestASmileThatDoesNotDeclineIsNeeds(t *testing.T) {
	needs, smile := demoUnder(t, `{"kind":"needs"}`), demoUnder(t, `{"kind":"smile","declinePerYear":0,"fromAge":70,"toAge":84,"applyTo":"all"}`)
	a, b := mustRun(t, needs, RunSpec{Paths: 128}), mustRun(t, smile, RunSpec{Paths: 128})
	if string(a.Series) != string(b.Series) || string(a.Futures) != string(b.Futures) {
		t.Error("a decline of nothing changes figures")
	}
	if limited(Compiled{Limits: b.Header.Limits}, "limit.spend.sustainable") || b.Header.Facts["spend.sustainable.month"].Value == 0 {
		t.Error("under a smile the sustainable amount is not told")
	}
}

// A tenth less for each of ten years is 0.9^10 from then on; what declined
// before today is in today's spending already.
func TestASmileDeclinesBetweenTwoAges(t *testing.T) {
	p := demoUnder(t, `{"kind":"smile","declinePerYear":0.1,"fromAge":20,"toAge":60,"applyTo":"all"}`)
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Compile(demoUnder(t, `{"kind":"needs"}`))
	if err != nil {
		t.Fatal(err)
	}
	until := 12*60 - c.Scenario.People[0].Age
	for i, o := range c.Scenario.Outflows {
		if o.Kind != simulate.KindSpending || o.Amount.Real == nil || plain.Scenario.Outflows[i].Amount.Real[until+5] == 0 {
			continue
		}
		for _, at := range []int{0, 12, until, until + 5} {
			want := plain.Scenario.Outflows[i].Amount.Real[at] * math.Pow(0.9, float64(min(at, until))/12)
			if !alike(o.Amount.Real[at], want) {
				t.Errorf("%s, month %d: %v, want %v", o.ID, at, o.Amount.Real[at], want)
			}
		}
	}
}

func TestUnderARuleNoSustainableAmountIsTold(t *testing.T) {
	for _, rule := range []string{
		`{"kind":"pctOfPortfolio","pct":0.04}`, `{"kind":"vpw","rate":0.03}`, `{"kind":"floorCeiling","floor":0.85,"ceil":1.2}`,
		`{"kind":"guardrails","upper":1.2,"lower":0.8,"cut":0.1,"raise":0.1,"applyTo":"all"}`, `{"kind":"ratchet","threshold":0.5,"years":3,"raise":0.1}`,
		`{"kind":"cape","a":0.01,"b":0.5}`, `{"kind":"riskGuardrails","cutBelow":0.6,"raiseAbove":0.95,"step":0.05}`,
	} {
		r := mustRun(t, demoUnder(t, rule), RunSpec{Paths: 64, Purpose: Full})
		if _, told := r.Header.Facts["spend.sustainable.month"]; told {
			t.Errorf("%s: a sustainable amount is told", rule)
		}
		if !limited(Compiled{Limits: r.Header.Limits}, "limit.spend.sustainable") {
			t.Errorf("%s: that none is told is not said", rule)
		}
	}
}

// Whoever cuts when money runs low runs out less often, and is seldom spared all cuts.
func TestGuardrailsTradeCutsForSuccess(t *testing.T) {
	spendMore := `{"income":{"i3":{"amount":{"amt":"14000"}}}}`
	needs := mustRun(t, pulled(t, demoUnder(t, `{"kind":"needs"}`), spendMore), RunSpec{Paths: 500, Purpose: Preview})
	rails := mustRun(t, pulled(t, demoUnder(t, `{"kind":"guardrails","upper":1.2,"lower":0,"cut":0.1,"raise":0.1,"applyTo":"all"}`), spendMore), RunSpec{Paths: 500, Purpose: Preview})
	success := func(r Result, id string) float64 { return r.Header.Facts[id].Value }
	if a, b := success(needs, "success.essential"), success(rails, "success.essential"); b <= a {
		t.Errorf("essentials are paid in %v of futures, without guardrails in %v", b, a)
	}
	if a, b := success(needs, "success.full"), success(rails, "success.full"); b > a {
		t.Errorf("nothing is cut in %v of futures, without guardrails in %v", b, a)
	}
}

func TestWhatComesOnceIsNoCostOfTheYear(t *testing.T) {
	c := compiled(t, `{"debts":{"d":{"name":"x","kind":"mortgage","type":"bullet","balance":{"amt":"1000"},"rate":0.06,"end":{"at":"month","month":"2030-01"}}},
		"property":{"h":{"kind":"home","owner":"p","buy":{"at":{"at":"month","month":"2029-01"},"price":{"amt":"5000"}},"upkeep":{"amt":"3"}}}}`)
	for _, o := range c.Scenario.Outflows {
		regular := 0.0
		once := 0.0
		for _, part := range [][2][]float64{{o.Amount.Real, lumpsOf(o).Real}, {o.Amount.Nominal, lumpsOf(o).Nominal}} {
			for m, v := range part[0] {
				if part[1] != nil {
					once += part[1][m]
					v -= part[1][m]
				}
				regular += v
			}
		}
		switch o.ID {
		case "d", "h.buy":
			if once < 1000 || regular > 1e-6 {
				t.Errorf("%s: %v once, %v regularly", o.ID, once, regular)
			}
		case "h.upkeep":
			if once != 0 || regular == 0 {
				t.Errorf("%s: %v once, %v regularly", o.ID, once, regular)
			}
		}
	}
}

func lumpsOf(o simulate.Outflow) simulate.Schedule {
	if o.Lumps == nil {
		return simulate.Schedule{}
	}
	return *o.Lumps
}
