package cli

import (
	"bytes"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/forecast"
)

func TestMoney(t *testing.T) {
	for _, tt := range []struct {
		locale, currency string
		value            float64
		want             string
	}{
		{"en", "USD", 7322.6, "$7,323"},
		{"en", "USD", -1234567, "-$1,234,567"},
		{"en", "KRW", 4500000, "₩4,500,000"},
		{"en", "CHF", 1000, "1,000 CHF"},
		{"ko", "USD", 999, "$999"},
		{"ko", "KRW", 4500000, "450만원"},
		{"ko", "KRW", 4503999, "450만원"},
		{"ko", "KRW", 123450000, "1억 2,345만원"},
		{"ko", "KRW", 300000000, "3억원"},
		{"ko", "KRW", 99999999, "1억원"},
		{"ko", "KRW", 35000, "35,000원"},
		{"ko", "KRW", -20000000, "-2,000만원"},
		{"ko", "KRW", 0, "0원"},
	} {
		c := &command{Program: Program{Locale: tt.locale}}
		if got := c.money(tt.value, tt.currency); got != tt.want {
			t.Errorf("%v %s in %s is %q, want %q", tt.value, tt.currency, tt.locale, got, tt.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", 1234567: "1,234,567", -0.2: "0"} {
		if got := grouped(v); got != want {
			t.Errorf("grouped(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestTableAlignsKorean(t *testing.T) {
	var out bytes.Buffer
	c := &command{out: &out}
	c.table([][2]string{{"시드", "42"}, {"Seed", "42"}, {"a", "b"}})
	if want := "  시드  42\n  Seed  42\n  a     b\n"; out.String() != want {
		t.Errorf("table\n%swant\n%s", &out, want)
	}
}

func TestFigure(t *testing.T) {
	c := &command{Program: Program{Locale: "en"}}
	for _, tt := range []struct {
		fact forecast.Fact
		want string
	}{
		{forecast.Fact{Value: 0.798, Unit: "share", CI: &forecast.Interval{Low: 0.79, High: 0.806}}, "79.8 % (79.0 %–80.6 %)"},
		{forecast.Fact{Value: 0.0243, Unit: "rate"}, "2.43 %"},
		{forecast.Fact{Value: 87, Unit: "age"}, "87"},
		{forecast.Fact{Value: 9.84, Unit: "years"}, "9.8"},
		{forecast.Fact{Value: 5150, Unit: "currencyPerMonth"}, "$5,150"},
		{forecast.Fact{Value: 10000, Unit: "count"}, "10,000"},
	} {
		if got := c.figure(tt.fact, "USD"); got != tt.want {
			t.Errorf("figure(%+v) = %q, want %q", tt.fact, got, tt.want)
		}
	}
}

func TestHeadlineFollowsTheMetricThatCounts(t *testing.T) {
	h := forecast.Header{Currency: "USD", Metric: "allFunded", Confidence: 0.8, Facts: map[string]forecast.Fact{
		factEssential: {Value: 0.9, Unit: "share"}, factFull: {Value: 0.7, Unit: "share"},
	}}
	c := &command{Program: Program{Locale: "en"}}
	if got := c.headline(h); got != "As planned, 70.0 of 100 futures hold." {
		t.Errorf("headline %q", got)
	}
	h.Metric = "essentialFunded"
	if got := c.headline(h); got != "As planned, 90.0 of 100 futures hold." {
		t.Errorf("headline %q", got)
	}
}

func TestLimitsAreSaid(t *testing.T) {
	var out bytes.Buffer
	c := &command{Program: Program{Locale: "ko"}, out: &out}
	c.limits([]fault.Problem{{Pointer: "/insurance/i1", Text: fault.Text{EN: "no", KO: "보험은 계산하지 않습니다."}}})
	if want := "\n계산에 넣지 않았거나 바꾼 것:\n  /insurance/i1: 보험은 계산하지 않습니다.\n"; out.String() != want {
		t.Errorf("limits %q", out.String())
	}
}

func TestEveryCommandIsKnown(t *testing.T) {
	for word, want := range map[string]bool{"serve": true, "forecast": true, "plan": true, "version": true, "help": true, "plan.json": false, "": false} {
		if got := Knows(word); got != want {
			t.Errorf("Knows(%q) = %v", word, got)
		}
	}
}

func TestUsablePlanCountsItsWarnings(t *testing.T) {
	for _, tt := range []struct {
		locale   string
		warnings int
		want     string
	}{
		{"en", 0, "Ours: a usable plan (0 warnings)"},
		{"en", 1, "Ours: a usable plan (1 warning)"},
		{"en", 2, "Ours: a usable plan (2 warnings)"},
		{"ko", 1, "Ours: 쓸 수 있는 계획입니다 (주의 1건)"},
		{"ko", 2, "Ours: 쓸 수 있는 계획입니다 (주의 2건)"},
	} {
		c := &command{Program: Program{Locale: tt.locale}}
		if got := c.usable("Ours", tt.warnings); got != tt.want {
			t.Errorf("%d in %s: %q, want %q", tt.warnings, tt.locale, got, tt.want)
		}
	}
}
