package forecast

import "testing"

// A gain is what is paid beyond what was paid, and beyond what is not taxed.
func TestGainsAreCompiled(t *testing.T) {
	const sold = `"owner":"p","value":{"amt":"400000"},"sell":{"at":{"at":"month","month":"2030-01"}`
	flat := `"tax":{"regime":"flat","params":{"income":0.2,"gains":0.15}}`
	cases := map[string]struct {
		patch         string
		taxed         bool
		rate          float64
		real, nominal float64
	}{
		"nothing is known":        {`{"property":{"h":{"kind":"rental",` + sold + `}}},` + flat + `}`, false, 0, 0, 0},
		"by the regime":           {`{"property":{"h":{"kind":"rental","paid":{"amt":"250000"},` + sold + `}}},` + flat + `}`, true, 0, 0, 250_000},
		"no regime":               {`{"property":{"h":{"kind":"rental","paid":{"amt":"250000"},` + sold + `}}}}`, false, 0, 0, 0},
		"a rate of its own":       {`{"property":{"h":{"kind":"land","paid":{"amt":"250000"},` + sold + `,"gainRate":0.3,"gainExempt":{"amt":"50000"}}}}}`, true, 0.3, 50_000, 250_000},
		"a rate of nothing":       {`{"property":{"h":{"kind":"land","paid":{"amt":"250000"},` + sold + `,"gainRate":0}}}}`, false, 0, 0, 0},
		"a home in the US":        {`{"property":{"h":{"kind":"home","paid":{"amt":"250000"},` + sold + `}}},"tax":{"regime":"us.federal"}}`, true, 0, 0, 500_000},
		"a car":                   {`{"property":{"h":{"kind":"vehicle","paid":{"amt":"250000"},` + sold + `,"gainRate":0.3}}}}`, false, 0, 0, 0},
		"bought at money of then": {`{"property":{"h":{"kind":"land","buy":{"at":{"at":"month","month":"2028-01"},"price":{"amt":"100000","basis":"nominal"}},"owner":"p","sell":{"at":{"at":"month","month":"2030-01"},"gainRate":0.3}}}}`, true, 0.3, 0, 100_000},
	}
	for name, test := range cases {
		c := compiled(t, test.patch)
		g := incomeOf(t, c, "h.sell").Gain
		if (g != nil) != test.taxed {
			t.Errorf("%s: %+v", name, g)
			continue
		}
		if g != nil && (g.Rate != test.rate || g.Free.Real[48] != test.real || g.Free.Nominal[48] != test.nominal) {
			t.Errorf("%s: rate %g, free %g and %g", name, g.Rate, g.Free.Real[48], g.Free.Nominal[48])
		}
		if err := c.Scenario.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A home that may be sold for want of money pays the same tax then.
func TestWhatIsSoldForWantPaysTax(t *testing.T) {
	c := compiled(t, `{"property":{"h":{"kind":"home","owner":"p","paid":{"amt":"100000"},"value":{"amt":"400000"},
		"sell":{"trigger":{"metric":"liquid","op":">=","value":"1"},"gainRate":0.2}}},"withdrawal":{"shortfall":["property:h"]}}`)
	g := c.Scenario.Estates[0].Gain
	if g == nil || g.Rate != 0.2 || g.Free.Nominal[7] != 100_000 {
		t.Errorf("it pays %+v", g)
	}
}
