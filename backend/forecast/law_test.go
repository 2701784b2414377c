package forecast

import (
	"math"
	"strings"
	"testing"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// korean makes lone's plan one in won.
const korean = `"currency":"KRW","tax":{"regime":"kr"`

func TestALawReplacesTheStandIns(t *testing.T) {
	us := compiled(t, `{"tax":{"regime":"us.federal"}}`)
	if us.Scenario.Tax.ID() != tax.FederalID || !us.Scenario.PerPerson {
		t.Errorf("%s, per person %v", us.Scenario.Tax.ID(), us.Scenario.PerPerson)
	}
	kr := compiled(t, `{`+korean+`}}`)
	if kr.Scenario.Tax.ID() != tax.KoreaID || !kr.Scenario.PerPerson {
		t.Errorf("%s, per person %v", kr.Scenario.Tax.ID(), kr.Scenario.PerPerson)
	}
	for _, c := range []Compiled{us, kr} {
		if limited(c, "limit.tax.regime") || !limited(c, "limit.tax.scope") || !limited(c, "limit.tax.carried") {
			t.Errorf("limits %+v", c.Limits)
		}
		for _, l := range c.Limits {
			if l.Code == "limit.tax.carried" && (!strings.Contains(l.Text.EN, "2026") || !strings.Contains(l.Text.KO, "2027")) {
				t.Errorf("carried without its years: %+v", l.Text)
			}
		}
	}
}

func TestWhatALawLeavesOutIsSaid(t *testing.T) {
	cases := map[string]string{
		"limit.tax.earlier":       `{"start":"2024-01","priceLevel":"2024-01","tax":{"regime":"us.federal"}}`,
		"limit.tax.pack":          `{"tax":{"regime":"us.federal","pack":"us.federal-2019.1"}}`,
		"limit.tax.currency":      `{"tax":{"regime":"kr"}}`,
		"limit.tax.selfEmployed":  `{"tax":{"regime":"us.federal"},"income":{"i":{"person":"p","kind":"selfEmployed","gross":true,"amount":{"amt":"1"},"span":{}}}}`,
		"limit.tax.contributions": `{"tax":{"regime":"us.federal"},"income":{"i":{"person":"p","kind":"wage","gross":true,"amount":{"amt":"1"},"span":{},"preTax":[{"name":"x","rate":0.1}]}}}`,
		"limit.tax.service":       `{` + korean + `},"income":{"i":{"person":"p","kind":"severance","gross":true,"amount":{"amt":"1","per":"once"},"span":{}}}}`,
		"limit.tax.gains":         `{` + korean + `},"accounts":{"b":{"owner":"p","wrapper":"taxable","balance":{"amt":"1"}}}}`,
		"limit.tax.retired":       `{` + korean + `},"accounts":{"b":{"owner":"p","wrapper":"deferred","kind":"kr.dc","balance":{"amt":"1"}}}}`,
	}
	for code, patch := range cases {
		c := compiled(t, patch)
		if !limited(c, code) {
			t.Errorf("%s is not among %+v", code, c.Limits)
		}
		for _, l := range c.Limits {
			if l.Text.EN == "" || l.Text.KO == "" || strings.Contains(l.Text.EN+l.Text.KO, "%!") || strings.Contains(l.Text.EN, "%%") {
				t.Errorf("%s: %+v", l.Code, l)
			}
		}
	}
}

const couple = `"people":{"p":{"birth":"1960-07","horizon":{"age":90}},"q":{"birth":"1962-01","horizon":{"age":90}}},`

func TestACoupleFilesTogetherUnlessToldOtherwise(t *testing.T) {
	s := compiled(t, `{`+couple+`"tax":{"regime":"us.federal"},"income":{
		"a":{"sort":"a","person":"p","kind":"wage","gross":true,"amount":{"amt":"1000"},"span":{}},
		"b":{"sort":"b","person":"q","kind":"rental","gross":true,"amount":{"amt":"1000"},"span":{}}}}`).Scenario
	if s.PerPerson || s.Income[0].Tax != tax.Wages || s.Income[1].Tax != tax.Ordinary {
		t.Errorf("per person %v, %+v", s.PerPerson, s.Income)
	}
	if s := compiled(t, `{`+couple+`"tax":{"regime":"us.federal","params":{"filingStatus":"separate"}}}`).Scenario; !s.PerPerson {
		t.Error("a couple that files apart is taxed together")
	}
}

// Born in July 1960: 59 years and 6 months in January 2020, before the start; 75
// in 2035, 108 months after it, with a period of 24.6 years.
func TestFederalAccounts(t *testing.T) {
	s := compiled(t, `{`+couple+`"tax":{"regime":"us.federal"},"accounts":{
		"a":{"sort":"b","owner":"p","wrapper":"deferred","balance":{"amt":"1"}},
		"b":{"sort":"c","owner":"q","wrapper":"deferred","balance":{"amt":"1"},"rmd":"none"},
		"c":{"sort":"d","owner":"joint","wrapper":"deferred","balance":{"amt":"1"}},
		"d":{"sort":"e","owner":"q","wrapper":"exempt","balance":{"amt":"1"}}}}`).Scenario
	byID := map[string]simulate.Account{}
	for _, a := range s.Accounts {
		byID[a.ID] = a
	}
	a := byID["a"]
	if a.Access != 0 || a.Penalty != 0.10 || a.Required[107] != 0 || !alike(a.Required[108], 1/(12*24.6)) || !alike(a.Required[120], 1/(12*23.7)) {
		t.Errorf("access %d, penalty %v, required %v, %v", a.Access, a.Penalty, a.Required[108], a.Required[120])
	}
	if b := byID["b"]; b.Required != nil {
		t.Error("required of an account that says none")
	}
	if c, d := byID["c"], byID["d"]; c.Required != nil || d.Required != nil || d.Penalty != 0 {
		t.Error("required of a joint or an exempt account")
	}
}

func TestKoreanAccounts(t *testing.T) {
	s := compiled(t, `{`+korean+`,"params":{"severanceRate":0.04}},"accounts":{
		"a":{"sort":"b","owner":"p","wrapper":"deferred","kind":"kr.pensionSavings","balance":{"amt":"1"}},
		"b":{"sort":"c","owner":"p","wrapper":"deferred","kind":"kr.dc","balance":{"amt":"1"}}},
		"saving":{
		 "r1":{"sort":"a","to":"a","from":"surplus","amount":{"fixed":{"amt":"100"}},"enabled":true},
		 "r2":{"sort":"b","to":"b","from":"employer","amount":{"fixed":{"amt":"100"}},"preTax":true,"enabled":true}}}`).Scenario
	a, b := s.Accounts[1], s.Accounts[2]
	if a.TaxAs != tax.Deferred || a.Access != 180 || a.Penalty != 0.165 || !a.PenaltyOnly {
		t.Errorf("pension savings: %+v", a)
	}
	if b.TaxAs != tax.Retired || b.Penalty != 0.04 {
		t.Errorf("retirement pay: %+v", b)
	}
	if r1, r2 := s.Saving[0], s.Saving[1]; r1.TaxAs != tax.SavedPension || r2.TaxAs != tax.Untaxed || r2.PreTax {
		t.Errorf("%+v, %+v", r1, r2)
	}
}

func TestSavingFillsUpToTheLaw(t *testing.T) {
	s := compiled(t, `{"tax":{"regime":"us.federal"},"accounts":{"k":{"owner":"p","wrapper":"deferred","kind":"us.401k","balance":{"amt":"0"}}},
		"income":{"i":{"person":"p","kind":"wage","gross":true,"amount":{"amt":"9000"},"span":{}}},
		"saving":{"r":{"to":"k","from":"i","amount":{"toLimit":"regime"},"preTax":true,"enabled":true}}}`).Scenario
	if len(s.Saving) != 1 || len(s.Caps) != 1 || s.Saving[0].Cap != 0 || s.Saving[0].PctOfIncome != 1 {
		t.Fatalf("%+v, %+v", s.Saving, s.Caps)
	}
	// 2026 as published; from 2027 on with prices; from the year of 50, 2036, 8,000 more.
	cap := s.Caps[0].Yearly
	if cap.Nominal[0] != 24_500 || cap.Nominal[12] != 0 || cap.Real[12] != 24_500 || cap.Real[120] != 32_500 {
		t.Errorf("%v, %v, %v", cap.Nominal[:13], cap.Real[12], cap.Real[120])
	}
}

func TestTheLawIsCarriedFromItsLastYear(t *testing.T) {
	// Two years of 2 % lie between the beginning of 2026 and that of 2028.
	late := compiled(t, `{"start":"2028-01","priceLevel":"2028-01","tax":{"regime":"us.federal"}}`)
	y := tax.Year{Calendar: 2028, Index: 1}
	y.Income[tax.Ordinary] = 100_000 * 1.02 * 1.02
	if got, want := late.Scenario.Tax.Owed(&y), 13_170*1.02*1.02; math.Abs(got-want) > 1e-6 {
		t.Errorf("%v, want %v", got, want)
	}
	// A plan that starts in 2025 has passed 2 % by 2026.
	early := compiled(t, `{"start":"2025-01","priceLevel":"2025-01","tax":{"regime":"us.federal"}}`)
	y = tax.Year{Calendar: 2027, Index: 1.02}
	y.Income[tax.Ordinary] = 100_000
	if got := early.Scenario.Tax.Owed(&y); math.Abs(got-13_170) > 1e-6 {
		t.Errorf("%v, want 13,170", got)
	}
}

func TestOneWhoFilesTogetherIsSingle(t *testing.T) {
	y := tax.Year{Calendar: 2026, Index: 1}
	y.Income[tax.Ordinary] = 100_000
	s := compiled(t, `{"tax":{"regime":"us.federal","params":{"filingStatus":"joint"}}}`).Scenario
	if got := s.Tax.Owed(&y); math.Abs(got-13_170) > 1e-6 {
		t.Errorf("%v, want 13,170", got)
	}
}

// The shipped households run under their countries' laws.
func TestDemoHouseholdsRunUnderTheirLaws(t *testing.T) {
	for region, law := range map[string]string{"us": `{"regime":"us.federal","params":null}`, "kr": `{"regime":"kr","params":null}`} {
		p, err := plan.Demo(region)
		if err != nil {
			t.Fatal(err)
		}
		p = pulled(t, p, `{"tax":`+law+`}`)
		r, err := (&Service{}).Run(t.Context(), p, RunSpec{Purpose: Preview, Paths: 100}, nil)
		if err != nil {
			t.Fatal(err)
		}
		paid, success := r.Header.Facts["tax.lifetime.p50"].Value, r.Header.Facts["success.essential"].Value
		t.Logf("%s: %.0f of tax in a lifetime, success %.2f", region, paid, success)
		if !(paid > 0) || success < 0.3 {
			t.Errorf("%s: %.0f of tax, success %.2f", region, paid, success)
		}
	}
}

func TestAnIncomeIsTaxedAsItSays(t *testing.T) {
	income := func(regime, kind, as string) tax.Class {
		return compiled(t, `{`+couple+`"tax":{"regime":"`+regime+`","params":{"income":0.2}},"income":{"a":{"person":"p","kind":"`+kind+`","gross":true,"taxAs":"`+as+`","amount":{"amt":"1"},"span":{}}}}`).Scenario.Income[0].Tax
	}
	for _, tt := range []struct {
		regime, kind, as string
		want             tax.Class
	}{
		{"us.federal", "selfEmployed", "", tax.Ordinary},
		{"us.federal", "selfEmployed", "selfEmployed", tax.SelfEmployed},
		{"us.federal", "business", "selfEmployed", tax.SelfEmployed},
		{"us.federal", "other", "wage", tax.Wages},
		{"us.federal", "rental", "untaxed", tax.Untaxed},
		{"us.federal", "annuity", "interest", tax.Interest},
		{"us.federal", "wage", "nonsense", tax.Wages},
		{"kr", "other", "fees", tax.Fees},
		{"kr", "other", "prizes", tax.Prizes},
		{"kr", "other", "otherIncome", tax.OtherIncome},
		{"us.federal", "other", "fees", tax.Ordinary},
		{"us.federal", "wage", "otherIncome", tax.Wages},
		{"flat", "other", "fees", tax.Ordinary},
		{"flat", "selfEmployed", "selfEmployed", tax.Ordinary},
		{"flat", "other", "dividends", tax.Dividends},
	} {
		if got := income(tt.regime, tt.kind, tt.as); got != tt.want {
			t.Errorf("%s, %s as %q: class %d, want %d", tt.regime, tt.kind, tt.as, got, tt.want)
		}
	}
	c := compiled(t, `{`+couple+`"tax":{"regime":"us.federal"},"income":{"a":{"person":"p","kind":"selfEmployed","gross":true,"taxAs":"selfEmployed","amount":{"amt":"1"},"span":{}}}}`)
	if limited(c, "limit.tax.selfEmployed") || limited(c, "limit.income.tax") {
		t.Errorf("what is computed is said not to be: %+v", c.Limits)
	}
}

// 소득세법 제84조: of 312,500 won for a talk 125,000 are income, of 125,000 won 50,000.
func TestSmallPaymentsOfOtherIncomeAreFree(t *testing.T) {
	free := func(regime, as, amount, more string) []bool {
		return compiled(t, `{`+couple+`"currency":"KRW","assumptions":{"inflation":{"mean":0.02}},"tax":{"regime":"`+regime+`","params":{"income":0.2}},"income":{"a":{"person":"p","kind":"other","gross":true,"taxAs":"`+as+`","amount":{`+amount+`},"span":{}`+more+`}}}`).Scenario.Income[0].Free
	}
	month := `"amt":"125000","per":"month"`
	for _, tt := range []struct {
		name, regime, as, amount, more string
		first, last                    bool
	}{
		{"just free", "kr", "fees", month, "", true, true},
		{"a won more", "kr", "fees", `"amt":"125001","per":"month"`, "", false, false},
		{"a prize of twice as much", "kr", "prizes", `"amt":"250000","per":"month"`, "", true, true},
		{"what is left after expenses", "kr", "otherIncome", `"amt":"50000","per":"month"`, "", true, true},
		{"once a year", "kr", "fees", `"amt":"1500000","per":"year"`, "", false, false},
		{"grows out of it", "kr", "fees", month, `,"growth":{"kind":"inflationPlus","rate":0.01}`, true, false},
		{"falls behind prices into it", "kr", "fees", `"amt":"150000","per":"month","basis":"nominal"`, `,"growth":{"kind":"flat"}`, false, true},
		{"no other income", "kr", "ordinary", `"amt":"1000","per":"month"`, "", false, false},
		{"another law", "flat", "fees", month, "", false, false},
	} {
		got := free(tt.regime, tt.as, tt.amount, tt.more)
		first, last := got != nil && got[0], got != nil && got[24*12]
		if first != tt.first || last != tt.last {
			t.Errorf("%s: free at first %t, after 24 years %t", tt.name, first, last)
		}
	}
}

// An ISA of 30,000,000 won that goes into pension savings in the first December lifts what
// the credit counts by a tenth of it.
func TestAnISAThatGoesIntoAPensionEarnsACredit(t *testing.T) {
	of := func(conversions string) Compiled {
		return compiled(t, `{`+couple+`"currency":"KRW","tax":{"regime":"kr"},"accounts":{
			"isa":{"owner":"q","wrapper":"capped","kind":"kr.isa","balance":{"amt":"30000000"}},
			"pension":{"owner":"q","wrapper":"deferred","kind":"kr.pensionSavings","balance":{"amt":"0"}},
			"irp":{"owner":"q","wrapper":"deferred","kind":"kr.irp","balance":{"amt":"0"}}},
			"income":{"w":{"person":"q","kind":"wage","gross":true,"amount":{"amt":"80000000","per":"year"},"span":{"months":12}}},
			"withdrawal":{"conversions":[`+conversions+`]}}`)
	}
	move := func(to string) string {
		return `{"from":"isa","to":"` + to + `","span":{"start":{"at":"now"},"months":12}}`
	}
	for to, want := range map[string]tax.Class{"pension": tax.SavedPension, "irp": tax.SavedRetirement} {
		if got := of(move(to)).Scenario.Conversions[0].TaxAs; got != want {
			t.Errorf("what goes to %s is seen as %d, want %d", to, got, want)
		}
	}
	paid := func(c Compiled) float64 {
		c.Scenario.Market.Model.Kind = market.Deterministic
		r, err := simulate.Run(t.Context(), c.Scenario, simulate.Told{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.Rows.TaxPaid[0]
	}
	// 6,000,000 and 3,000,000 of the transfer at 13.2 %. Nothing grows, so that nothing else differs.
	if less := paid(of("")) - paid(of(move("pension"))); math.Abs(less/1_188_000-1) > 0.05 {
		t.Errorf("the transfer saves %.0f of tax, want about 1,188,000", less)
	}
}
