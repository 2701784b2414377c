package track

import (
	"encoding/json"
	"testing"
	"time"

	"meridian/backend/actual"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/statement"
)

func TestGroupsFollowWhoSaysThem(t *testing.T) {
	g := grouping{said: map[string]plan.SpendingGroup{"마트": plan.GroupGiving}, remembered: map[string]plan.SpendingGroup{"마트": plan.GroupCare, "kiosk": plan.GroupFood}}
	for _, tt := range []struct {
		category, text string
		want           plan.SpendingGroup
		sure           bool
	}{
		{"마트", "", plan.GroupGiving, true},  // said now
		{"kiosk", "", plan.GroupFood, true}, // remembered
		{"기타업", "우리동네약국", plan.GroupHealth, true},
		{"Shop", "GROCERY STORE", plan.GroupFood, true},
		{"Shop", "who knows", plan.GroupOther, false},
	} {
		if got, sure := g.of(tt.category, tt.text); got != tt.want || sure != tt.sure {
			t.Errorf("%s %s: %s %t", tt.category, tt.text, got, sure)
		}
	}
}

func TestTheSamePaymentHasTheSameKeyInEveryFile(t *testing.T) {
	coffee := statement.Row{Day: "2026-03-03", Text: "Coffee", Amount: money.Amount{Minor: 450, Currency: "USD"}}
	first, again := map[string]int{}, map[string]int{}
	one, two := keyOf(coffee, first), keyOf(coffee, first)
	if one == two {
		t.Error("two coffees are one")
	}
	loud := coffee
	loud.Text = "COFFEE"
	if keyOf(loud, again) != one || keyOf(loud, again) != two {
		t.Error("they are not known in another file")
	}
}

func TestWhatIsFarAboveTheOthersIsLookedAt(t *testing.T) {
	var rows []statement.Row
	for i := range int64(12) {
		rows = append(rows, statement.Row{Line: int(i) + 1, Day: "2026-03-03", Text: "food", Amount: money.Amount{Minor: 1000 + i, Currency: "USD"}})
	}
	rows = append(rows, statement.Row{Line: 13, Day: "2026-03-03", Text: "food", Amount: money.Amount{Minor: 100_000, Currency: "USD"}},
		statement.Row{Line: 14, Day: "2026-05-03", Text: "food", Amount: money.Amount{Minor: 1, Currency: "USD"}})
	r := reading{}
	r.judge(rows, map[string]bool{}, grouping{}, "2026-04-01")
	if a, b := r.review.Rows[12], r.review.Rows[13]; a.Why != WhyLarge || b.Why != WhyFuture || r.review.Rows[0].State != Valid {
		t.Errorf("%+v, %+v", a, b)
	}
}

func TestACheckInOfALaterMonthRollsThePlanForward(t *testing.T) {
	p := plan.Plan{Start: "2026-01"}
	balances := []actual.Balance{
		{Record: "a1", Kind: actual.Account, Amount: plan.Amount{Amt: "5", Cur: "KRW"}},
		{Record: "h1", Kind: actual.Property, Amount: plan.Amount{Amt: "6", Cur: "KRW"}},
		{Record: "d1", Kind: actual.Debt, Amount: plan.Amount{Amt: "7", Cur: "KRW"}},
	}
	for day, want := range map[actual.Day]string{
		"2026-01-31": `{"accounts":{"a1":{"balance":{"amt":"5","asOf":"2026-01","cur":"KRW"}}},"debts":{"d1":{"balance":{"amt":"7","asOf":"2026-01","cur":"KRW"}}},"property":{"h1":{"value":{"amt":"6","asOf":"2026-01","cur":"KRW"}}}}`,
		"2026-03-01": `{"accounts":{"a1":{"balance":{"amt":"5","asOf":"2026-03","cur":"KRW"}}},"debts":{"d1":{"balance":{"amt":"7","asOf":"2026-03","cur":"KRW"}}},"property":{"h1":{"value":{"amt":"6","asOf":"2026-03","cur":"KRW"}}},"rolledFrom":"2026-01","start":"2026-03"}`,
	} {
		if got, err := json.Marshal(patchOf(p, day, balances)); err != nil || string(got) != want {
			t.Errorf("%s: %s (%v)", day, got, err)
		}
	}
}

func TestSpendingIsComparedOverWholeMonths(t *testing.T) {
	s := &Service{Now: func() time.Time { return time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC) }}
	for _, tt := range []struct {
		name     string
		imports  []actual.Import
		from, to plan.Month
		months   int
	}{
		{"nothing", nil, "", "", 0},
		{"this month is left out where there is another", []actual.Import{{From: "2026-01-03", To: "2026-03-20"}}, "2026-01", "2026-02", 2},
		{"but not where there is none", []actual.Import{{From: "2026-03-03", To: "2026-03-20"}}, "2026-03", "2026-03", 1},
		{"a year at most", []actual.Import{{From: "2026-02-01", To: "2026-02-28"}, {From: "2023-01-01", To: "2024-01-01"}}, "2025-03", "2026-02", 12},
	} {
		if from, to, months := s.span(tt.imports); from != tt.from || to != tt.to || months != tt.months {
			t.Errorf("%s: %s to %s, %d", tt.name, from, to, months)
		}
	}
}
