package tax

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The answers are worked out by hand beside each.
func TestRoomKnownAnswers(t *testing.T) {
	bands := &Bands{Bands: []Band{{0, 0.10}, {20_000, 0.20}, {50_000, 0.40}}, Deduction: 10_000}
	couple, single := federalOf(Joint, 1986, 1988), federalOf(Single, 1950)
	tests := []struct {
		name   string
		regime Bracketed
		class  Class
		rate   float64
		index  float64
		in     incomes
		want   float64
	}{
		{"no taxes", None{}, Ordinary, 0, 1, nil, math.Inf(1)},
		{"a flat rate below", &Flat{Income: 0.2}, Ordinary, 0.2, 1, nil, math.Inf(1)},
		{"a flat rate above", &Flat{Income: 0.2}, Ordinary, 0.19, 1, nil, 0},
		// 50,000 + 10,000 - 25,000 - 5,000
		{"two bands", bands, Ordinary, 0.2, 1, incomes{Ordinary: 25_000, Pension: 5_000}, 30_000},
		{"bands with prices", bands, Ordinary, 0.2, 2, incomes{Ordinary: 25_000}, 95_000},
		{"a deduction to be used up first", bands, Ordinary, 0.1, 1, incomes{Ordinary: -5_000}, 35_000},
		{"beyond the band", bands, Ordinary, 0.1, 1, incomes{Ordinary: 40_000}, 0},
		{"the top band", bands, Ordinary, 0.4, 1, nil, math.Inf(1)},
		{"not on the ladder", bands, Gains, 0.1, 1, nil, math.Inf(1)},
		// The 12 % bracket of a couple ends at 100,800, the deduction is 32,200; gains lie above.
		{"a couple's 12 %", couple, Deferred, 0.12, 1, incomes{Deferred: 40_000, Gains: 50_000}, 93_000},
		{"between two rates", couple, Deferred, 0.15, 1, incomes{Deferred: 40_000}, 93_000},
		{"the deduction alone", couple, Deferred, 0, 1, nil, 32_200},
		// Single of 76: 16,100 + 2,050 + 6,000 less 6 % of what is above 75,000. Of 30,000 of social security
		// 25,500 are taxable. x + 25,500 - deduction = 50,400 at x = 49,050: gross 74,550, deduction 24,150.
		{"beside social security", single, Deferred, 0.12, 1, incomes{Pension: 30_000}, 49_050},
		// 15,000,000 - 4,000,000
		{"a private pension", koreaOf(1960), Deferred, 0.15, 1, incomes{Deferred: 4_000_000}, 11_000_000},
		{"a private pension at its flat rate", koreaOf(1960), Deferred, 0.165, 1, nil, math.Inf(1)},
		// 14,000,000 + 1,500,000 of 66 years, pension 12,000,000 less 3,500,000 + 1,400,000 + 1,000,000
		{"other income in Korea", koreaOf(1960), Ordinary, 0.06, 1, incomes{Pension: 12_000_000}, 9_400_000},
		{"won in dollars", &Exchanged{Regime: koreaOf(1960), Rate: 0.001}, Deferred, 0.06, 1, incomes{Deferred: 4_000}, 11_000},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			y := Year{Calendar: 2026, Index: test.index}
			for c, v := range test.in {
				y.Income[c] = v
			}
			before := y
			if got := test.regime.Room(&y, test.class, test.rate); got != test.want && !(math.Abs(got-test.want) <= 1e-6*test.want) {
				t.Errorf("room %v, want %v", got, test.want)
			}
			if y != before {
				t.Error("the year is another one")
			}
		})
	}
}

// At the room's end the ladder's rate steps up: a little more income is taxed at
// what is above the bracket, a little less is not.
func TestRoomEndsWhereTheRateSteps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	federal := federalOf(Joint, 1958, 1960)
	for range 500 {
		y := Year{Calendar: 2026 + r.IntN(20), Index: 1 + r.Float64()}
		for _, c := range []Class{Ordinary, Deferred, Interest, Gains, Pension, Wages} {
			if r.IntN(2) == 0 {
				y.Income[c] = 60_000 * r.Float64()
			}
		}
		rates := [...]float64{0.10, 0.12, 0.22, 0.24}
		rate := rates[r.IntN(len(rates))]
		room := federal.Room(&y, Deferred, rate)
		more := y
		more.Income[Deferred] += room
		left := federal.Room(&more, Deferred, rate)
		if left > 1e-3 {
			t.Fatalf("%+v: filled by %v, there is still room for %v", y, room, left)
		}
		if room == 0 {
			continue
		}
		y.Income[Deferred] += 0.9 * room
		if left := federal.Room(&y, Deferred, rate); left < 0.09*room {
			t.Fatalf("%+v: a tenth short of the end there is room for %v of %v", y, left, room)
		}
	}
}
