package forecast

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// lone is a person of 40 with a bank account, planned for to 60: 240 months.
const lone = `{
 "schema": "meridian.plan", "version": 1, "id": "t", "name": "t", "currency": "USD", "start": "2026-01", "priceLevel": "2026-01",
 "people": {"p": {"birth": "1986-01", "horizon": {"age": 60}}},
 "accounts": {"cash": {"owner": "p", "wrapper": "cash", "balance": {"amt": "1000"}}},
 "withdrawal": {"rule": {"kind": "needs"}, "order": [{"pick": "cash"}]},
 "allocation": {"default": {"weights": {"eq": 1}}},
 "tax": {"regime": "none"},
 "assumptions": {
  "classes": {"eq": {"real": {"mean": 0.05, "sd": 0.17}}, "cash": {"real": {"mean": 0, "sd": 0}}},
  "corr": {"order": ["eq", "inflation"], "m": [[1, 0], [0, 1]]},
  "inflation": {"mean": 0.02, "sd": 0.01, "spreads": {"health": 0.015}}, "wage": {"mean": 0.01}, "returns": {"model": "lognormal"}},
 "targets": {"confidence": 0.8, "metric": "essentialFunded"}}`

// compiled is lone with a merge patch, ready to run.
func compiled(t *testing.T, patch string) Compiled {
	t.Helper()
	base, err := plan.Decode(strings.NewReader(lone))
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal([]byte(patch), &m); err != nil {
		t.Fatalf("patch: %v", err)
	}
	p, err := plan.Patch(base, m)
	if err != nil {
		t.Fatalf("patch %s: %v", patch, err)
	}
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	c.Scenario.Paths = 1
	if err := c.Scenario.Check(); err != nil {
		t.Fatalf("the engine refuses it: %v", err)
	}
	return c
}

func alike(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// growth is a yearly rate over months.
func growth(rate float64, months int) float64 { return math.Pow(1+rate, float64(months)/12) }

func TestStreams(t *testing.T) {
	cases := []struct {
		name, stream string
		real         map[int]float64
		nominal      map[int]float64
	}{
		{"a month's amount of today follows prices", `"amount":{"amt":"100"},"span":{}`, map[int]float64{0: 100, 239: 100}, nil},
		{"a year's amount is paid in twelfths", `"amount":{"amt":"120","per":"year"},"span":{}`, map[int]float64{0: 10, 239: 10}, nil},
		{"once is once", `"amount":{"amt":"120","per":"once"},"span":{"start":{"at":"month","month":"2027-01"}}`, map[int]float64{11: 0, 12: 120, 13: 0}, nil},
		{"once in the past is over", `"amount":{"amt":"120","per":"once"},"span":{"start":{"at":"month","month":"2020-01"}}`, map[int]float64{0: 0, 12: 0}, nil},
		{"a span is half open", `"amount":{"amt":"100"},"span":{"start":{"at":"month","month":"2027-01"},"months":12}`, map[int]float64{11: 0, 12: 100, 23: 100, 24: 0}, nil},
		{"above inflation, from the plan's start", `"amount":{"amt":"100"},"span":{"start":{"at":"month","month":"2028-01"}},"growth":{"kind":"inflationPlus","rate":0.01}`, map[int]float64{24: 100 * growth(0.01, 24)}, nil},
		{"with wages", `"amount":{"amt":"100"},"span":{},"growth":{"kind":"wage"}`, map[int]float64{120: 100 * growth(0.01, 120)}, nil},
		{"with an index of its own", `"amount":{"amt":"100"},"span":{},"growth":{"kind":"index","index":"health"}`, map[int]float64{120: 100 * growth(0.015, 120)}, nil},
		{"flat loses to prices", `"amount":{"amt":"100"},"span":{},"growth":{"kind":"flat"}`, nil, map[int]float64{0: 100, 239: 100}},
		{"a nominal rate", `"amount":{"amt":"100"},"span":{},"growth":{"kind":"rate","rate":0.03}`, nil, map[int]float64{120: 100 * growth(0.03, 120)}},
		{"nominal stays nominal", `"amount":{"amt":"100","basis":"nominal"},"span":{}`, nil, map[int]float64{0: 100, 239: 100}},
		{"nominal grows from its own start", `"amount":{"amt":"100","basis":"nominal"},"span":{"start":{"at":"month","month":"2027-01"}},"growth":{"kind":"rate","rate":0.03}`, nil, map[int]float64{12: 100, 24: 103}},
		{"nominal that follows prices is carried at expected inflation", `"amount":{"amt":"100","basis":"nominal"},"span":{"start":{"at":"month","month":"2027-01"}},"growth":{"kind":"inflation"}`, map[int]float64{12: 100 / 1.02, 200: 100 / 1.02}, nil},
		{"a cap holds", `"amount":{"amt":"100"},"span":{},"growth":{"kind":"inflationPlus","rate":0.1,"cap":{"amt":"150"}}`, map[int]float64{12: 110, 239: 150}, nil},
		{"a step sets", `"amount":{"amt":"100"},"span":{},"steps":[{"at":{"at":"month","month":"2027-01"},"set":{"amt":"1200","per":"year"}}]`, map[int]float64{11: 100, 12: 100, 13: 100}, nil},
		{"steps follow one another in time", `"amount":{"amt":"100"},"span":{},"steps":[{"at":{"at":"month","month":"2029-01"},"mul":0.5},{"at":{"at":"month","month":"2027-01"},"add":{"amt":"60"}}]`, map[int]float64{11: 100, 12: 160, 36: 80}, nil},
		{"steps before the start count", `"amount":{"amt":"100"},"span":{},"steps":[{"at":{"at":"month","month":"2020-01"},"mul":3}]`, map[int]float64{0: 300}, nil},
		{"nothing becomes less than nothing", `"amount":{"amt":"100"},"span":{},"steps":[{"at":{"at":"now"},"add":{"amt":"-500"}}]`, map[int]float64{0: 0}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := compiled(t, `{"spending":{"s":{"tier":"flexible",`+c.stream+`}}}`).Scenario.Outflows[0].Amount
			if (out.Real != nil) != (c.real != nil) || (out.Nominal != nil) != (c.nominal != nil) {
				t.Fatalf("real %v, nominal %v", out.Real != nil, out.Nominal != nil)
			}
			for month, want := range c.real {
				if !alike(out.Real[month], want) {
					t.Errorf("month %d: real %v, want %v", month, out.Real[month], want)
				}
			}
			for month, want := range c.nominal {
				if !alike(out.Nominal[month], want) {
					t.Errorf("month %d: nominal %v, want %v", month, out.Nominal[month], want)
				}
			}
		})
	}
}

func TestPriceLevelIsCarriedToTheStart(t *testing.T) {
	c := compiled(t, `{"priceLevel":"2025-01","spending":{"s":{"tier":"essential","amount":{"amt":"100"},"span":{},"growth":{"kind":"inflation"}}}}`)
	if got := c.Scenario.Outflows[0].Amount.Real[0]; !alike(got, 102) {
		t.Errorf("last year's 100 are %v", got)
	}
	if !limited(c, "limit.priceLevel.moved") {
		t.Error("and nothing said so")
	}
}

func TestForeignMoneyIsConverted(t *testing.T) {
	for _, fx := range []string{`{"EUR/USD":{"rate":"1.25"}}`, `{"USD/EUR":{"rate":"0.8"}}`} {
		c := compiled(t, `{"fx":`+fx+`,"accounts":{"cash":{"cur":"EUR"}},"spending":{"s":{"tier":"essential","amount":{"amt":"100","cur":"EUR"},"span":{}}}}`)
		if got := c.Scenario.Accounts[0].Balance; !alike(got, 1250) {
			t.Errorf("%s: a balance of 1000 EUR is %v", fx, got)
		}
		if got := c.Scenario.Outflows[0].Amount.Real[0]; !alike(got, 125) {
			t.Errorf("%s: 100 EUR are %v", fx, got)
		}
	}
}

func TestIncomeEndsWithWorkAndLife(t *testing.T) {
	// A second person, 45 now, planned for to 55: the first outlives them from month 120.
	two := `"people":{"q":{"birth":"1981-01","horizon":{"age":55},"work":{"stop":{"at":"age","person":"q","years":50}}}}`
	cases := []struct {
		name, income string
		want         map[int]float64
	}{
		{"pay stops with work", `"person":"q","kind":"wage","span":{}`, map[int]float64{59: 100, 60: 0}},
		{"pay with an end of its own goes on", `"person":"q","kind":"wage","span":{"end":{"at":"end"}}`, map[int]float64{60: 100, 119: 100, 120: 0}},
		{"a pension stops with life", `"person":"q","kind":"publicPension","span":{}`, map[int]float64{119: 100, 120: 0}},
		{"the survivor keeps a share", `"person":"q","kind":"publicPension","span":{},"survivorShare":0.6`, map[int]float64{119: 100, 120: 60, 239: 60}},
		{"what is joint goes on", `"person":"joint","kind":"rental","span":{}`, map[int]float64{120: 100, 239: 100}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := compiled(t, `{`+two+`,"income":{"i":{"amount":{"amt":"100"},`+c.income+`}}}`).Scenario.Income[0]
			for month, want := range c.want {
				if got := in.Amount.Real[month]; !alike(got, want) {
					t.Errorf("month %d: %v, want %v", month, got, want)
				}
			}
		})
	}
}

func TestClaimingAge(t *testing.T) {
	const claim = `{"people":{"p":{"horizon":{"age":80}}},"income":{"i":{"person":"p","kind":"publicPension","gross":true,"amount":{"amt":"100"},"span":{"start":{"at":"age","person":"p","years":65}},
		"claim":{"earliest":60,"normal":65,"latest":70,"reducePerYear":0.06,"increasePerYear":0.072,"at":AT}}}}`
	for at, want := range map[string]struct {
		month  int
		amount float64
	}{"62": {22 * 12, 82}, "65": {25 * 12, 100}, "70": {30 * 12, 136}, "0": {25 * 12, 100}} {
		in := compiled(t, strings.Replace(claim, "AT", at, 1)).Scenario.Income[0]
		if in.Amount.Real[want.month-1] != 0 || !alike(in.Amount.Real[want.month], want.amount) {
			t.Errorf("claimed at %s: %v and then %v in month %d, want %v", at, in.Amount.Real[want.month-1], in.Amount.Real[want.month], want.month, want.amount)
		}
		if in.Tax != tax.Pension {
			t.Errorf("taxed as %v", in.Tax)
		}
	}
}

func TestDeductionsNeverExceedTheIncome(t *testing.T) {
	in := compiled(t, `{"income":{"i":{"person":"p","kind":"wage","gross":true,"amount":{"amt":"100"},"span":{"end":{"at":"month","month":"2030-01"}},
		"preTax":[{"name":"a","rate":0.1,"to":"cash"},{"name":"b","amount":{"amt":"95"}},{"name":"c","amount":{"amt":"5","basis":"nominal"}}]}}}`).Scenario.Income[0]
	if len(in.PreTax) != 3 || in.PreTax[0].To != 0 || in.PreTax[1].To != simulate.None {
		t.Fatalf("deductions %+v", in.PreTax)
	}
	for _, month := range []int{0, 47, 48, 239} {
		sum := 0.0
		for _, d := range in.PreTax {
			sum += d.Amount.Real[month]
		}
		if sum > in.Amount.Real[month]+1e-9 {
			t.Errorf("month %d: %v deducted from %v", month, sum, in.Amount.Real[month])
		}
	}
	if got := in.PreTax[1].Amount.Real[0]; !alike(got, 90) {
		t.Errorf("of 95 beside 10 of 100: %v", got)
	}
}

func TestSurvivorsSpendLess(t *testing.T) {
	c := compiled(t, `{"people":{"q":{"birth":"1981-01","horizon":{"age":55}}},"legacy":{"floor":{"amt":"0"},"survivors":{"spendingFactor":0.7}},
		"spending":{"home":{"tier":"essential","amount":{"amt":"100"},"span":{}},"own":{"tier":"essential","owner":"q","amount":{"amt":"10"},"span":{}}}}`)
	home, own := c.Scenario.Outflows[0].Amount.Real, c.Scenario.Outflows[1].Amount.Real
	if home[119] != 100 || !alike(home[120], 70) || own[119] != 10 || own[120] != 0 {
		t.Errorf("home %v, %v; own %v, %v", home[119], home[120], own[119], own[120])
	}
}

func TestGoals(t *testing.T) {
	cases := []struct {
		name, goal string
		want       map[int]float64
	}{
		{"once", `"when":{"at":"month","month":"2028-01"}`, map[int]float64{23: 0, 24: 1200, 25: 0}},
		{"each year of a span", `"when":{"start":{"at":"month","month":"2028-01"},"months":24}`, map[int]float64{23: 0, 24: 100, 47: 100, 48: 0}},
		{"every five years to the horizon", `"when":{"at":"month","month":"2028-01"},"every":5`, map[int]float64{24: 1200, 25: 0, 84: 1200, 144: 1200, 204: 1200}},
		{"every five years of a span", `"when":{"start":{"at":"month","month":"2028-01"},"months":61},"every":5`, map[int]float64{24: 1200, 84: 1200, 144: 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := compiled(t, `{"goals":{"g":{"tier":"wish","target":{"amt":"1200"},`+c.goal+`}}}`).Scenario.Outflows[0]
			if out.Tier != simulate.Wish || out.Kind != simulate.KindGoal {
				t.Errorf("tier %v, kind %v", out.Tier, out.Kind)
			}
			for month, want := range c.want {
				if got := out.Amount.Real[month]; !alike(got, want) {
					t.Errorf("month %d: %v, want %v", month, got, want)
				}
			}
		})
	}
}

func debt(t *testing.T, fields string) (paid, owed []float64) {
	t.Helper()
	s := compiled(t, `{"debts":{"d":{"kind":"mortgage","balance":{"amt":"100000"},"rate":0.06,`+fields+`}}}`).Scenario
	return s.Outflows[0].Amount.Nominal, s.Holdings[0].Value.Nominal
}

// present is the value today of payments at the end of each month, at a rate per month.
func present(paid []float64, rate float64) float64 {
	sum := 0.0
	for t, p := range paid {
		sum += p / math.Pow(1+rate, float64(t+1))
	}
	return sum
}

func TestDebts(t *testing.T) {
	const i, n = 0.005, 120
	end := `"end":{"at":"month","month":"2036-01"}`

	t.Run("an annuity pays exactly what is owed", func(t *testing.T) {
		paid, owed := debt(t, `"type":"amortising",`+end)
		want := 100_000 * i / (1 - math.Pow(1+i, -n))
		if !alike(paid[0], want) || !alike(paid[n-1], want) || paid[n] != 0 || owed[n-1] != 0 {
			t.Errorf("pays %v … %v, %v; want %v", paid[0], paid[n-1], paid[n], want)
		}
		if got := present(paid, i); math.Abs(got-100_000) > 1e-6 {
			t.Errorf("payments are worth %v", got)
		}
	})
	t.Run("interest only, and the principal at the end", func(t *testing.T) {
		paid, owed := debt(t, `"type":"interestOnly",`+end)
		if !alike(paid[0], 500) || !alike(paid[n-1], 100_500) || !alike(owed[n-2], 100_000) {
			t.Errorf("pays %v … %v", paid[0], paid[n-1])
		}
	})
	t.Run("a bullet pays all at once", func(t *testing.T) {
		paid, _ := debt(t, `"type":"bullet",`+end)
		if paid[0] != 0 || !alike(paid[n-1], 100_000*math.Pow(1+i, n)) {
			t.Errorf("pays %v … %v", paid[0], paid[n-1])
		}
	})
	t.Run("a given payment takes as long as it takes", func(t *testing.T) {
		paid, _ := debt(t, `"type":"amortising","payment":{"amt":"1000"}`)
		// n = -log(1 - B i / P) / log(1 + i)
		months := int(math.Ceil(-math.Log(1-100_000*i/1000) / math.Log(1+i)))
		if paid[months-1] <= 0 || paid[months] != 0 || !alike(paid[months-2], 1000) {
			t.Errorf("after %d months it pays %v, then %v", months, paid[months-1], paid[months])
		}
		if got := present(paid, i); math.Abs(got-100_000) > 1e-6 {
			t.Errorf("payments are worth %v", got)
		}
	})
	t.Run("extra payments cost no interest", func(t *testing.T) {
		paid, _ := debt(t, `"type":"amortising",`+end+`,"extra":[{"amount":{"amt":"500","basis":"nominal"},"span":{"months":24}}]`)
		if got := present(paid, i); math.Abs(got-100_000) > 1e-6 || paid[n] != 0 {
			t.Errorf("payments are worth %v", got)
		}
		if paid[30] >= 100_000*i/(1-math.Pow(1+i, -n)) {
			t.Errorf("the payment did not fall: %v", paid[30])
		}
	})
	t.Run("a new rate makes a new payment", func(t *testing.T) {
		paid, owed := debt(t, `"type":"amortising",`+end+`,"fixedUntil":{"at":"month","month":"2031-01"},"then":{"rate":0.12}`)
		want := owed[59] * 0.01 / (1 - math.Pow(1.01, -60))
		if !alike(paid[60], want) || owed[n-1] != 0 {
			t.Errorf("pays %v, want %v; owes %v at the end", paid[60], want, owed[n-1])
		}
	})
	t.Run("without interest the parts are equal", func(t *testing.T) {
		paid, _ := debt(t, `"type":"amortising","rate":0,`+end)
		if !alike(paid[0], 100_000.0/n) || !alike(paid[n-1], 100_000.0/n) {
			t.Errorf("pays %v", paid[0])
		}
	})
	t.Run("what it was secured by is sold", func(t *testing.T) {
		s := compiled(t, `{"property":{"h":{"kind":"home","owner":"p","value":{"amt":"200000"},"sell":{"at":{"at":"month","month":"2030-01"},"costRate":0.05}}},
			"debts":{"d":{"kind":"mortgage","balance":{"amt":"100000"},"rate":0.06,"type":"interestOnly","end":{"at":"end"},"securedBy":"h"}}}`).Scenario
		paid := s.Outflows[0].Amount.Nominal
		if !alike(paid[48], 100_500) || paid[49] != 0 {
			t.Errorf("pays %v, then %v", paid[48], paid[49])
		}
		if got := s.Income[0].Amount.Real[48]; !alike(got, 190_000) {
			t.Errorf("the sale brings %v", got)
		}
		if s.Holdings[0].Value.Real[47] != 200_000 || s.Holdings[0].Value.Real[48] != 0 {
			t.Error("the home is still there")
		}
	})
}

func line(t *testing.T, s simulate.Scenario, id string) simulate.Schedule {
	t.Helper()
	for _, o := range s.Outflows {
		if o.ID == id {
			return o.Amount
		}
	}
	for _, i := range s.Income {
		if i.ID == id {
			return i.Amount
		}
	}
	t.Fatalf("no line %s", id)
	return simulate.Schedule{}
}

func TestALeaseDepositComesBackAsItWasPaid(t *testing.T) {
	s := compiled(t, `{"property":{
		"a":{"kind":"leaseDeposit","owner":"joint","value":{"amt":"1000"},"growth":{"kind":"rate","rate":0.03},"sell":{"at":{"at":"month","month":"2033-01"}},"replaces":"b"},
		"b":{"kind":"leaseDeposit","owner":"joint","buy":{"at":{"at":"month","month":"2033-01"},"price":{"amt":"600","basis":"today"}},"sell":{"at":{"at":"month","month":"2040-01"}}}}}`).Scenario
	paidIn := 1000.0
	for _, v := range line(t, s, "a.renewal").Nominal {
		paidIn += v
	}
	back := line(t, s, "a.sell").Nominal[84]
	if !alike(back, paidIn) || !alike(back, 1000*math.Pow(1.03, 6)) {
		t.Errorf("%v comes back of %v paid in", back, paidIn)
	}
	if line(t, s, "a.renewal").Nominal[24] == 0 || line(t, s, "a.renewal").Nominal[25] != 0 {
		t.Error("not renewed every two years")
	}
	bought, sold := line(t, s, "b.buy").Nominal[84], line(t, s, "b.sell").Nominal[168]
	if !alike(bought, 600*math.Pow(1.02, 7)) || !alike(bought, sold) {
		t.Errorf("paid %v, got back %v", bought, sold)
	}
}

func TestPropertyCostsAndBringsIn(t *testing.T) {
	s := compiled(t, `{"property":{"h":{"kind":"rental","owner":"p","value":{"amt":"120000"},"growth":{"kind":"inflationPlus","rate":0.01},"upkeep":0.01,"taxRate":0.005,"rent":{"amt":"500"},
		"sell":{"at":{"at":"month","month":"2028-01"}}}}}`).Scenario
	if got := line(t, s, "h.upkeep").Real; !alike(got[0], 100) || !alike(got[12], 101) || got[24] != 0 {
		t.Errorf("upkeep %v, %v, %v", got[0], got[12], got[24])
	}
	if got := line(t, s, "h.tax").Real; !alike(got[0], 50) {
		t.Errorf("tax %v", got[0])
	}
	if got := line(t, s, "h.rent").Real; got[0] != 500 || got[23] != 500 || got[24] != 0 {
		t.Errorf("rent %v, %v, %v", got[0], got[23], got[24])
	}
}

func TestSavingRules(t *testing.T) {
	s := compiled(t, `{
	 "people":{"p":{"work":{"stop":{"at":"month","month":"2036-01"}}}},
	 "accounts":{"k":{"owner":"p","wrapper":"deferred","balance":{"amt":"0"}},"b":{"sort":"z","owner":"p","wrapper":"taxable","balance":{"amt":"0"}}},
	 "income":{"i":{"person":"p","kind":"wage","gross":true,"amount":{"amt":"100"},"span":{}}},
	 "saving":{
	  "r2":{"sort":"b","to":"k","from":"employer","amount":{"fixed":{"amt":"50"}},"enabled":true},
	  "r1":{"sort":"a","to":"k","from":"i","amount":{"pctOfIncome":{"income":"i","rate":0.08}},"preTax":true,"match":{"rate":0.5,"upToPctOfPay":0.06},"capGroup":"g","cap":{"amt":"1000","per":"month"},"enabled":true},
	  "r3":{"sort":"c","to":"b","from":"surplus","amount":{"toLimit":"regime"},"capGroup":"g","enabled":true},
	  "r4":{"sort":"d","to":"b","from":"surplus","amount":{"rest":true},"enabled":false},
	  "r5":{"sort":"e","to":"cash","from":"surplus","amount":{"rest":true},"bufferMonths":6,"then":"taxable","enabled":true}}}`).Scenario
	if len(s.Saving) != 4 {
		t.Fatalf("%d rules", len(s.Saving))
	}
	r1, r2, r3, r5 := s.Saving[0], s.Saving[1], s.Saving[2], s.Saving[3]
	if r1.Source != simulate.FromIncome || r1.Income != 0 || !r1.PreTax || r1.PctOfIncome != 0.08 || r1.Match.UpToPct != 0.06 {
		t.Errorf("from pay: %+v", r1)
	}
	if r2.Source != simulate.FromEmployer || r2.Until != 120 || r2.Amount.Real[119] != 50 || r2.Amount.Real[120] != 0 {
		t.Errorf("the employer pays beyond work: until %d", r2.Until)
	}
	if r3.Cap != r1.Cap || r1.Cap != 0 || !alike(s.Caps[0].Yearly.Real[0], 12_000) || !r3.Rest {
		t.Errorf("the shared cap: %d, %d of %+v", r1.Cap, r3.Cap, s.Caps)
	}
	if !r5.Rest || r5.BufferMonths != 6 || s.Accounts[r5.Then].ID != "b" {
		t.Errorf("the rest: %+v", r5)
	}
	if s.Accounts[s.Sweep].ID != "b" {
		t.Errorf("the surplus goes to %s", s.Accounts[s.Sweep].ID)
	}
}

func TestWithdrawalOrder(t *testing.T) {
	s := compiled(t, `{
	 "accounts":{"a":{"sort":"a","owner":"p","wrapper":"taxable","balance":{"amt":"0"}},"b":{"sort":"b","owner":"p","wrapper":"taxable","balance":{"amt":"0"}},"c":{"sort":"c","owner":"p","wrapper":"taxable","balance":{"amt":"0"}}},
	 "withdrawal":{"neverTouch":["c"],"order":[
	  {"pick":"cash","until":{"bufferMonths":6}},{"pick":"b","limit":{"amt":"1200","per":"year"}},
	  {"pick":"taxable","when":{"at":"month","month":"2030-01"},"until":{"balance":{"amt":"500"}}},{"pick":"cash"}]}}`).Scenario
	if len(s.Draws) != 4 || s.Draws[0].KeepMonths != 6 {
		t.Fatalf("%+v", s.Draws)
	}
	if d := s.Draws[1]; len(d.Accounts) != 1 || s.Accounts[d.Accounts[0]].ID != "b" || d.Monthly != nil || d.Yearly.Real[0] != 1200 {
		t.Errorf("an account by its id, with a limit a year: %+v", d)
	}
	if d := s.Draws[2]; len(d.Accounts) != 2 || d.From != 48 || d.Keep.Real[100] != 500 {
		t.Errorf("a wrapper, less what is never touched: %+v", d)
	}
}

func TestPresetsReachEveryAccount(t *testing.T) {
	for _, preset := range plan.Preset("").Words() {
		s := compiled(t, `{"accounts":{"d":{"owner":"p","wrapper":"deferred","balance":{"amt":"0"}},"x":{"owner":"p","wrapper":"crypto","balance":{"amt":"0"}}},
			"withdrawal":{"order":null,"preset":"`+preset+`","buffer":{"months":3}}}`).Scenario
		reached := map[int]bool{}
		for _, d := range s.Draws {
			for _, a := range d.Accounts {
				reached[a] = true
			}
		}
		if len(reached) != len(s.Accounts) {
			t.Errorf("%s reaches %d of %d accounts", preset, len(reached), len(s.Accounts))
		}
	}
}

func TestMixes(t *testing.T) {
	s := compiled(t, `{
	 "accounts":{"b":{"owner":"p","wrapper":"taxable","balance":{"amt":"0"}},"c":{"owner":"p","wrapper":"taxable","balance":{"amt":"0"},"alloc":{"weights":{"eq":0.4,"cash":0.6},"rebalance":{"band":0.05}}}},
	 "allocation":{"default":{"weights":null,"interp":"step","glide":[
	  {"at":{"at":"month","month":"2030-01"},"weights":{"cash":1}},{"at":{"at":"now"},"weights":{"eq":1}},{"at":{"at":"now"},"weights":{"eq":0.5,"cash":0.5}}]}}}`).Scenario
	eq := slices.IndexFunc(s.Market.Classes, func(c market.Class) bool { return c.ID == "eq" })
	byID := map[string]simulate.Mix{}
	for _, a := range s.Accounts {
		byID[a.ID] = s.Mixes[a.Mix]
	}
	if m := byID["cash"]; m.Points[0].Weights[eq] != 0 {
		t.Errorf("the bank account holds %+v", m)
	}
	glide := byID["b"]
	if len(glide.Points) != 2 || glide.Linear || glide.Points[0].Weights[eq] != 0.5 || glide.Points[1].Month != 48 {
		t.Errorf("the glide path: %+v", glide)
	}
	if m := byID["c"]; m.Rebalance != simulate.Banded || m.Band != 0.05 {
		t.Errorf("the band: %+v", m)
	}
}

func TestArithmeticMeansBecomeGeometric(t *testing.T) {
	// For a lognormal factor, median = mean / sqrt(1 + (sd/mean)²).
	got := geometric(plan.RealReturn{Mean: 0.07, SD: 0.2, Kind: plan.MeanArithmetic})
	if want := 1.07/math.Sqrt(1+math.Pow(0.2/1.07, 2)) - 1; !alike(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestTheChosenModelIsPlayed(t *testing.T) {
	for patch, want := range map[string]market.Model{
		`{"model":"lognormal"}`:                     {Kind: market.Lognormal},
		`{"model":"studentT","df":5}`:               {Kind: market.StudentT, DF: 5},
		`{"model":"historicalReplay","wrap":true}`:  {Kind: market.Replay, Wrap: true},
		`{"model":"deterministic"}`:                 {Kind: market.Deterministic},
		`{"model":"blockBootstrap"}`:                {Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60}},
		`{"model":"blockBootstrap","means":"plan"}`: {Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60}},
		`{"model":"blockBootstrap","blocks":"circular","blockMonths":24,"stagger":true,"means":"history"}`: {
			Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 24, Fixed: true, Stagger: true, AsRecorded: true},
		},
		`{"model":"regime","regimes":{"stayCalm":0.96,"stayStress":0.8,"stressMean":-0.3,"stressSd":2}}`: {
			Kind: market.Regime, Switch: market.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2},
		},
	} {
		if got := compiled(t, `{"assumptions":{"returns":`+patch+`}}`).Scenario.Market.Model; got != want {
			t.Errorf("%s: %+v, want %+v", patch, got, want)
		}
	}
}

func limited(c Compiled, code string) bool {
	return slices.ContainsFunc(c.Limits, func(p fault.Problem) bool { return p.Code == code })
}

func TestWhatIsNotModelledIsSaid(t *testing.T) {
	cases := map[string]string{
		"limit.spend.sustainable":      `{"withdrawal":{"rule":{"kind":"vpw","rate":0.03}}}`,
		"limit.withdrawal.essential":   `{"withdrawal":{"rule":{"kind":"vpw","rate":0.03,"applyTo":"all"}}}`,
		"limit.tax.currency":           `{"tax":{"regime":"kr"}}`,
		"limit.returns.dataset":        `{"assumptions":{"returns":{"model":"blockBootstrap","dataset":"mine"}}}`,
		"limit.returns.stressMean":     `{"assumptions":{"returns":{"model":"regime","regimes":{"stayCalm":0.98,"stayStress":0.98,"stressMean":-0.8,"stressSd":2}}}}`,
		"limit.run.antithetic":         `{"assumptions":{"run":{"antithetic":true}}}`,
		"limit.wage.corr":              `{"income":{"i":{"person":"p","kind":"wage","amount":{"amt":"1"},"span":{},"growth":{"kind":"wage"}}},"assumptions":{"wage":{"sd":0.02},"corr":{"order":["eq","inflation","wage"],"m":[[1,0,0],[0,1,0.3],[0,0.3,1]]}}}`,
		"limit.income.tax":             `{"income":{"i":{"person":"p","kind":"wage","amount":{"amt":"1"},"span":{},"taxAs":"x"}}}`,
		"limit.income.withhold":        `{"income":{"i":{"person":"p","kind":"wage","amount":{"amt":"1"},"span":{},"withhold":0.1}}}`,
		"limit.account.pensionDB":      `{"accounts":{"x":{"owner":"p","wrapper":"pensionDB","balance":{"amt":"1"}}}}`,
		"limit.account.rmd":            `{"accounts":{"x":{"owner":"p","wrapper":"deferred","balance":{"amt":"1"},"rmd":"us"}}}`,
		"limit.account.basis":          `{"accounts":{"x":{"owner":"p","wrapper":"taxable","balance":{"amt":"1"}}}}`,
		"limit.goal.delay":             `{"withdrawal":{"rule":{"kind":"riskGuardrails","cutBelow":0.6,"raiseAbove":0.95,"step":0.05}},"goals":{"g":{"tier":"wish","target":{"amt":"1"},"when":{"at":"now"},"fallback":"delay"}}}`,
		"limit.insurance.event":        `{"insurance":{"n":{"kind":"care","insured":"p","payout":{"amt":"1"},"trigger":{"on":"care"}}}}`,
		"limit.saving.cap":             `{"saving":{"r":{"to":"cash","from":"surplus","amount":{"rest":true},"capGroup":"kr.isa","enabled":true}}}`,
		"limit.saving.limit":           `{"saving":{"r":{"to":"cash","from":"surplus","amount":{"toLimit":"regime"},"enabled":true}}}`,
		"limit.withdrawal.untaxed":     `{"withdrawal":{"order":[{"pick":"cash","until":{"bracketTop":0.12}}]}}`,
		"limit.withdrawal.bracketless": `{"withdrawal":{"order":null,"preset":"bracketFill"}}`,
		"limit.insurance.surrender":    `{"insurance":{"n":{"kind":"life","insured":"p"}},"withdrawal":{"lastResort":["insurance:n"]}}`,
		"limit.property.elsewhere":     `{"property":{"h":{"kind":"home","owner":"p","value":{"amt":"1"}}},"withdrawal":{"shortfall":["property:h"]}}`,
		"limit.withdrawal.proceeds":    `{"accounts":{"cash":{"wrapper":"exempt","access":{"from":{"at":"end"}}}},"property":{"h":{"kind":"home","owner":"p","value":{"amt":"1"}}},"withdrawal":{"shortfall":["property:h"]}}`,
		"limit.withdrawal.buffer":      `{"accounts":{"cash":{"wrapper":"exempt"}},"withdrawal":{"buffer":{"months":3,"refillWhen":"afterGain"}}}`,
		"limit.property.gains":         `{"property":{"h":{"kind":"land","owner":"p","value":{"amt":"1"},"sell":{"at":{"at":"month","month":"2030-01"}}}}}`,
		"limit.class.history":          `{"assumptions":{"returns":{"model":"historicalReplay"}}}`,
		"limit.cash.assumed":           `{"assumptions":{"classes":{"cash":null}}}`,
		"limit.surplus.nowhere":        `{"accounts":{"cash":{"wrapper":"exempt"}}}`,
		"limit.basis.carried":          `{"spending":{"s":{"tier":"wish","amount":{"amt":"1","basis":"nominal"},"span":{"start":{"at":"month","month":"2030-01"}},"growth":{"kind":"inflation"}}}}`,
		"horizon.table":                `{"people":{"p":{"horizon":{"age":null,"table":"xx-1900","percentile":0.9}}}}`,
		"milestone.conditional":        `{"milestones":{"m":{"when":{"trigger":{"metric":"liquid","op":">=","value":"1"}}},"n":{"when":{"trigger":{"metric":"netWorth","op":">=","value":"1"}}}}}`,
	}
	for code, patch := range cases {
		c := compiled(t, patch)
		if !limited(c, code) {
			t.Errorf("%s is not among %+v", code, c.Limits)
		}
		for _, l := range c.Limits {
			if l.Pointer == "" || l.Text.EN == "" || l.Text.KO == "" || strings.Contains(l.Text.EN+l.Text.KO, "%!") {
				t.Errorf("%s: %+v", l.Code, l)
			}
		}
	}
	if c := compiled(t, `{}`); len(c.Limits) != 0 {
		t.Errorf("a plain plan has limits: %+v", c.Limits)
	}
}

func TestABracketIsFilledByTheRegimesOwn(t *testing.T) {
	accounts := `"accounts":{"d":{"owner":"p","wrapper":"deferred","balance":{"amt":"1000"}},"x":{"owner":"p","wrapper":"exempt","balance":{"amt":"1000"}}},`
	for regime, want := range map[string]float64{
		`"regime":"us.federal"`: 0.12,
		`"regime":"kr"`:         0.15,
		`"regime":"bands","params":{"bands":[{"from":{"amt":"0"},"rate":0},{"from":{"amt":"100"},"rate":0.2},{"from":{"amt":"200"},"rate":0.3}]}`: 0.2,
	} {
		c := compiled(t, `{`+accounts+`"tax":{`+regime+`},"withdrawal":{"order":null,"preset":"bracketFill"}}`)
		d := c.Scenario.Draws
		if len(d) != 5 || d[1].Bracket == nil || *d[1].Bracket != want || d[3].Bracket != nil || c.Scenario.Accounts[d[3].Accounts[0]].ID != "d" {
			t.Errorf("%s: %+v", regime, d)
		}
		if limited(c, "limit.withdrawal.bracketless") || limited(c, "limit.withdrawal.preset") {
			t.Errorf("%s: what is modelled is said not to be", regime)
		}
	}
	c := compiled(t, `{`+accounts+`"tax":{"regime":"us.federal"},"withdrawal":{"order":[{"pick":"deferred","until":{"taxAmount":{"amt":"1200","per":"month"}}},{"pick":"deferred","until":{"bracketTop":0.22}}]}}`)
	if d := c.Scenario.Draws; d[0].Tax.Real[5] != 14_400 || *d[1].Bracket != 0.22 || limited(c, "limit.withdrawal.untaxed") {
		t.Errorf("%+v, limits %+v", d, c.Limits)
	}
	c = compiled(t, `{`+accounts+`"withdrawal":{"order":null,"preset":"bestPerformer"}}`)
	if d := c.Scenario.Draws; len(d) != 3 || !d[1].Best || len(d[1].Accounts) != 2 || d[0].Best || d[2].Best {
		t.Errorf("%+v", d)
	}
}

func TestWhatShouldBeLeftReachesTheEngine(t *testing.T) {
	c := compiled(t, `{"legacy":{"floor":{"amt":"100"},"bequests":{"a":{"amount":{"amt":"50","basis":"nominal"}},"b":{"amount":{"amt":"20"}},"c":{"archived":true,"amount":{"amt":"7"}}}}}`)
	if l := c.Scenario.Legacy; l == nil || *l != (simulate.Legacy{Real: 120, Nominal: 50}) || limited(c, "limit.legacy.floor") {
		t.Errorf("%+v", c.Scenario.Legacy)
	}
	if c := compiled(t, `{"legacy":{"floor":{"amt":"0"}}}`); c.Scenario.Legacy != nil {
		t.Error("nothing to be left is something")
	}
}

func TestResortsReachTheEngine(t *testing.T) {
	c := compiled(t, `{
	 "property":{"h":{"name":"Home","kind":"home","owner":"p","value":{"amt":"1000"},"upkeep":0.012,"taxRate":0.024,"rent":{"amt":"5"},"sell":{"trigger":{"metric":"liquid","op":">=","value":"900","after":{"at":"month","month":"2030-01"},"before":{"at":"month","month":"2040-01"}},"costRate":0.06}},"gone":{"kind":"other","owner":"p","archived":true,"value":{"amt":"1"}}},
	 "debts":{"d":{"kind":"mortgage","balance":{"amt":"400"},"rate":0,"type":"bullet","end":{"at":"end"},"securedBy":"h"},"e":{"kind":"card","balance":{"amt":"40"},"rate":0,"type":"bullet","end":{"at":"end"}}},
	 "insurance":{"n":{"kind":"life","insured":"p","surrender":{"amt":"30"},"premium":{"amount":{"amt":"1"},"span":{}},"payout":{"amt":"100"},"trigger":{"on":"death"}}},
	 "withdrawal":{"shortfall":["wish","property:h","property:gone","borrow","unfunded","flexible"],"borrowRate":0.04,"lastResort":["insurance:n"]}}`)
	s := c.Scenario
	if len(s.Estates) != 2 || len(s.Resorts) != 4 {
		t.Fatalf("%d estates, resorts %+v", len(s.Estates), s.Resorts)
	}
	want := []simulate.Resort{{Kind: simulate.CutWishes}, {Kind: simulate.PartWith}, {Kind: simulate.Borrow, Rate: 0.04}, {Kind: simulate.PartWith, Estate: 1}}
	if !slices.Equal(s.Resorts, want) {
		t.Errorf("%+v", s.Resorts)
	}
	home := s.Estates[0]
	ids := func(e simulate.Estate) (ids []string) {
		for _, i := range e.Income {
			ids = append(ids, s.Income[i].ID)
		}
		for _, i := range e.Outflows {
			ids = append(ids, s.Outflows[i].ID)
		}
		for _, i := range e.Holdings {
			ids = append(ids, s.Holdings[i].ID)
		}
		slices.Sort(ids)
		return ids
	}
	if got := ids(home); !slices.Equal(got, []string{"d", "d", "h", "h.rent", "h.sell", "h.tax", "h.upkeep"}) {
		t.Errorf("with the home ends %v", got)
	}
	if home.Price.Real[10] != 940 || home.Owed.Nominal[10] != 400 || home.Sale == nil || home.Sale.Value != 900 || home.Sale.From != 48 || home.Sale.Until != 168 || home.Price.Real[168] != 0 {
		t.Errorf("%+v", home)
	}
	if got := ids(s.Estates[1]); !slices.Contains(got, "n.premium") || s.Estates[1].Price.Real[3] != 30 {
		t.Errorf("with the insurance ends %v", got)
	}
	if c := compiled(t, `{"withdrawal":{"shortfall":["wish","flexible","unfunded"]}}`); c.Scenario.Resorts != nil {
		t.Error("what is done anyway is a resort")
	}
	if c := compiled(t, `{"withdrawal":{"shortfall":["flexible","wish"]}}`); len(c.Scenario.Resorts) != 2 {
		t.Error("another order of cuts is lost")
	}
}

func TestGoalsThatWaitReachTheEngine(t *testing.T) {
	goal := `"goals":{"g":{"tier":"wish","target":{"amt":"10"},"when":{"at":"now"},"fallback":"%s"}}`
	for fallback, want := range map[string]bool{"delay": true, "reduce": false, "skip": true} {
		c := compiled(t, `{`+strings.Replace(goal, "%s", fallback, 1)+`}`)
		i := slices.IndexFunc(c.Scenario.Outflows, func(o simulate.Outflow) bool { return o.ID == "g" })
		if o := c.Scenario.Outflows[i]; (o.Delay || o.Skip) != want || o.Skip != (fallback == "skip") || limited(c, "limit.goal.delay") {
			t.Errorf("%s: %+v, limits %+v", fallback, o, c.Limits)
		}
	}
}

func TestBuffersReachTheEngine(t *testing.T) {
	for when, want := range map[string]*simulate.Buffer{
		`,"refillWhen":"afterGain"`: {Months: 9, AfterGain: true}, `,"refillWhen":"always"`: {Months: 9}, ``: nil,
	} {
		got := compiled(t, `{"withdrawal":{"buffer":{"months":9`+when+`}}}`).Scenario.Buffer
		if (got == nil) != (want == nil) || (got != nil && *got != *want) {
			t.Errorf("%q: %+v, want %+v", when, got, want)
		}
	}
}

// What is taken from all in proportion leaves the mix of what is left.
func TestTheMixIsKeptByDrawingInProportion(t *testing.T) {
	for _, preset := range []string{"proportional", "keepTargetMix"} {
		c := compiled(t, `{"withdrawal":{"order":null,"preset":"`+preset+`"}}`)
		if len(c.Scenario.Draws) != 1 || len(c.Scenario.Draws[0].Accounts) != len(c.Scenario.Accounts) || limited(c, "limit.withdrawal.preset") {
			t.Errorf("%s: %+v", preset, c.Scenario.Draws)
		}
	}
}

func TestConversionsReachTheEngine(t *testing.T) {
	c := compiled(t, `{"accounts":{"i":{"name":"x","owner":"p","wrapper":"deferred","balance":{"amt":"1000"}},"r":{"owner":"p","wrapper":"exempt","balance":{"amt":"0"}}},
		"withdrawal":{"conversions":[{"from":"i","to":"r","fillTo":{"amt":"1000","per":"month"},"span":{"start":{"at":"month","month":"2030-01"},"months":24}},{"from":"i","to":"r","span":{}}]}}`)
	v := c.Scenario.Conversions
	if len(v) != 2 || v[0].Until-v[0].From != 24 || v[0].Fill.Real[v[0].From] != 12_000 || v[1].Fill != nil || v[1].Until != c.Scenario.Months {
		t.Fatalf("%+v", v)
	}
	if accounts := c.Scenario.Accounts; accounts[v[0].Account].ID != "i" || accounts[v[0].To].ID != "r" {
		t.Errorf("from %d to %d", v[0].Account, v[0].To)
	}
	if limited(c, "limit.withdrawal.conversions") {
		t.Error("what is modelled is said not to be")
	}
}

func TestCompileRefusesWhatIsInvalid(t *testing.T) {
	p, err := plan.Decode(strings.NewReader(lone))
	if err != nil {
		t.Fatal(err)
	}
	p.Targets.Confidence = 2
	if _, err := Compile(p); fault.Of(err) != fault.Invalid {
		t.Errorf("compiled: %v", err)
	}
}

func TestRatesThatDifferInWordsOnlyCompileAlike(t *testing.T) {
	// An account split in two equal halves with the same mix shares that mix.
	s := compiled(t, `{"accounts":{"a":{"owner":"p","wrapper":"taxable","balance":{"amt":"1"}},"b":{"owner":"p","wrapper":"taxable","balance":{"amt":"1"}}}}`).Scenario
	if s.Accounts[0].Mix != s.Accounts[1].Mix || len(s.Mixes) != 2 {
		t.Errorf("%d mixes", len(s.Mixes))
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"income":{"i1":{"archived":true},"i2":{"archived":true}}}`, `{"accounts":{"a1":null}}`,
		`{"spending":{"s1":{"steps":[{"at":{"at":"now"},"mul":1000},{"at":{"at":"now"},"mul":1000}],"growth":{"kind":"inflationPlus","rate":0.5}}}}`,
		`{"debts":{"d1":{"rate":1,"type":"bullet"}}}`, `{"people":{"p1":{"archived":true}}}`,
		`{"milestones":{"m1":{"when":{"years":0}}}}`, `{"assumptions":{"inflation":{"mean":0.5}}}`,
		`{"assumptions":{"returns":{"model":"regime","regimes":{"stayCalm":0.9,"stayStress":0.9999,"stressMean":-0.9,"stressSd":10}}}}`,
		`{"assumptions":{"returns":{"model":"blockBootstrap","blockMonths":600,"blocks":"circular"}}}`,
		`{"property":{"h1":{"kind":"leaseDeposit","sell":{"at":{"at":"now"}}}}}`,
		`{"tax":{"regime":"kr","params":{"severanceRate":0.05,"indexed":false}}}`, `{"tax":{"regime":"us.federal","params":{"filingStatus":"headOfHousehold"}}}`,
		`{"tax":{"regime":"us.federal"},"start":"2150-01","assumptions":{"inflation":{"mean":0.5}},"fx":{"USD/KRW":{"rate":"0.000001"}}}`,
	} {
		f.Add([]byte(seed))
	}
	var bases []plan.Plan
	for _, region := range plan.Regions() {
		p, err := plan.Demo(region)
		if err != nil {
			f.Fatal(err)
		}
		bases = append(bases, p)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var patch map[string]any
		if json.NewDecoder(bytes.NewReader(data)).Decode(&patch) != nil {
			return
		}
		for _, base := range bases {
			p, err := plan.Patch(base, patch)
			if err != nil || len(p.People) == 0 {
				continue
			}
			c, err := Compile(p)
			if err != nil {
				t.Fatalf("valid, but not compiled: %v", err)
			}
			c.Scenario.Paths = 1
			if err := c.Scenario.Check(); err != nil {
				t.Fatalf("compiled into what the engine refuses: %v", err)
			}
		}
	})
}

// Where a plan chooses by a word and gives none, the first word of the schema is meant.
func TestTheFirstWordIsMeantWhereNoneIsGiven(t *testing.T) {
	blocks := `"assumptions":{"returns":{"model":"blockBootstrap"%s}}`
	for place, tt := range map[string]struct {
		words  []string
		patch  string // %s is ,"key":"word" or nothing
		choose string
	}{
		"preset":    {plan.Preset("").Words(), `"withdrawal":{"rule":{"kind":"needs"},"order":null%s}`, `,"preset":"%s"`},
		"blocks":    {plan.BlockKind("").Words(), blocks, `,"blocks":"%s"`},
		"means":     {plan.HistoryMeans("").Words(), blocks, `,"means":"%s"`},
		"longevity": {plan.LongevityKind("").Words(), `"assumptions":{"longevity":null%s}`, `,"longevity":{"kind":"%s"}`},
		"location":  {plan.Location("").Words(), `"allocation":{"location":null%s}`, `,"location":"%s"`},
	} {
		of := func(word string) string {
			chosen := ""
			if word != "" {
				chosen = fmt.Sprintf(tt.choose, word)
			}
			sc := compiled(t, `{`+fmt.Sprintf(tt.patch, chosen)+`,"accounts":{"b":{"owner":"p","wrapper":"deferred","balance":{"amt":"5000"},"access":{"from":{"at":"now"}}},"c":{"owner":"p","wrapper":"taxable","balance":{"amt":"5000"}}}}`).Scenario
			raw, err := json.Marshal([]any{sc.Draws, sc.Market, sc.Mixes, sc.People, sc.Lives == nil, sc.Accounts})
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}
		if unsaid := of(""); unsaid != of(tt.words[0]) {
			t.Errorf("%s: unsaid is not %s", place, tt.words[0])
		} else if unsaid == of(tt.words[1]) {
			t.Errorf("%s: %s changes nothing", place, tt.words[1])
		}
	}
}
