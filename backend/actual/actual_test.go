package actual

import (
	"errors"
	"testing"

	"meridian/backend/plan"
)

func TestDays(t *testing.T) {
	for _, tt := range []struct {
		day    Day
		known  bool
		month  plan.Month
		passed float64
	}{
		{"2026-02-14", true, "2026-02", 0.5},
		{"2026-02-28", true, "2026-02", 1},
		{"2024-02-29", true, "2024-02", 1},
		{"2026-02-30", false, "", 1},
		{"26-2-1", false, "", 1},
	} {
		if tt.day.Known() != tt.known || tt.day.Month() != tt.month || tt.day.Passed() != tt.passed {
			t.Errorf("%s: %t %s %v", tt.day, tt.day.Known(), tt.day.Month(), tt.day.Passed())
		}
	}
}

// household has rates both ways round.
func household() plan.Plan {
	return plan.Plan{Currency: "KRW", FX: map[string]plan.FXRate{"USD/KRW": {Rate: "1390.5"}, "KRW/JPY": {Rate: "0.11"}}}
}

func balance(kind Kind, amt plan.Decimal, cur plan.Currency) Balance {
	return Balance{Record: "r", Kind: kind, Amount: plan.Amount{Amt: amt, Cur: cur}}
}

func TestWorthIsExact(t *testing.T) {
	for _, tt := range []struct {
		name     string
		balances []Balance
		want     plan.Decimal
	}{
		{"nothing is nothing", nil, "0"},
		{"debts are taken off", []Balance{balance(Account, "35000000", ""), balance(Property, "450000000", "KRW"), balance(Debt, "110000000", "")}, "375000000"},
		{"a rate rounds half up to whole won", []Balance{balance(Account, "100.01", "USD")}, "139064"},
		{"a rate is turned around", []Balance{balance(Account, "11000", "JPY")}, "100000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Worth(household(), tt.balances)
			if err != nil || got.Amt != tt.want || got.Cur != "KRW" {
				t.Errorf("%v (%v), want %s", got, err, tt.want)
			}
		})
	}
}

func TestWorthRefuses(t *testing.T) {
	if _, err := Worth(household(), []Balance{balance(Account, "1", "EUR")}); !errors.Is(err, NoRate) {
		t.Errorf("no rate: %v", err)
	}
	for _, amt := range []plan.Decimal{"", "12,000", "0.5", "99999999999999999999"} {
		if _, err := Worth(household(), []Balance{balance(Account, amt, "KRW")}); err == nil {
			t.Errorf("%q was taken for won", amt)
		}
	}
}

// fan is three lines over three months.
func fan() Fan {
	return Fan{Percentiles: []int{5, 50, 95}, Nominal: [][]float64{{90, 80, 70}, {100, 100, 100}, {110, 140, 170}}}
}

func TestStand(t *testing.T) {
	for _, tt := range []struct {
		name   string
		day    Day
		amount float64
		want   Standing
	}{
		{"the middle", "2026-02-28", 100, Standing{50, "", 100}},
		{"half way to a line", "2026-02-28", 120, Standing{72.5, "", 100}},
		{"within a month the lines are between its ends", "2026-02-14", 112.5, Standing{72.5, "", 100}},
		{"a line itself", "2026-03-31", 70, Standing{5, "", 100}},
		{"below all that is drawn", "2026-03-31", 69, Standing{5, Beneath, 100}},
		{"above all that is drawn", "2026-01-01", 111, Standing{95, Above, 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := fan().Stand("2026-01", tt.day, tt.amount)
			if !ok || got != tt.want {
				t.Errorf("%+v %t, want %+v", got, ok, tt.want)
			}
		})
	}
}

func TestStandOnlyWithinTheFansTime(t *testing.T) {
	for _, day := range []Day{"2025-12-31", "2026-04-01", "2026-02-30"} {
		if s, ok := fan().Stand("2026-01", day, 100); ok {
			t.Errorf("%s: %+v", day, s)
		}
	}
}

func TestLinesThatMeetGiveTheMiddle(t *testing.T) {
	flat := Fan{Percentiles: []int{25, 75}, Nominal: [][]float64{{100}, {100}}}
	if s, _ := flat.Stand("2026-01", "2026-01-31", 100); s.Percentile != 50 {
		t.Errorf("%+v", s)
	}
}
