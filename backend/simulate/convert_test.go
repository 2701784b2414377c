package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// A pension of 30,000 leaves 20,000 of room below 50,000: so much moves each
// December from the account of 70,000, and its tax of 10 % is paid in January.
func TestAConversionFillsTheYearByHand(t *testing.T) {
	const months = 72
	fill := Constant(50_000, months)
	sc := Scenario{
		Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: 2, Retire: None,
		People: []Person{{ID: "p", Age: 780, Horizon: months}},
		Market: market.Spec{Classes: []market.Class{{ID: "c"}}, Model: market.Model{Kind: market.Deterministic}},
		Yields: steadyYields(1),
		Mixes:  []Mix{{Points: []Point{{0, []float64{1}}}, Rebalance: Monthly}},
		Accounts: []Account{
			{ID: "ira", Wrapper: Deferred, Balance: 70_000, Access: months, Penalty: 0.1},
			{ID: "roth", Wrapper: Exempt}, {ID: "bank", Wrapper: Exempt, Balance: 100_000},
		},
		Income:      []Income{{ID: "pension", Kind: KindIncome, Person: 0, Amount: Constant(2_500, months), Tax: tax.Pension}},
		Draws:       []Draw{{Accounts: []int{2}}},
		Conversions: []Conversion{{ID: "c0", Account: 0, To: 1, Until: months, Fill: &fill}},
		Tax:         &tax.Flat{Income: 0.1},
	}
	again := mustAgain(t, sc)
	for year, want := range []float64{20_000, 40_000, 60_000, 70_000, 70_000} {
		if got := again.Balances[1][12*year+11]; math.Abs(got-want) > 1e-6 {
			t.Errorf("at the end of year %d the exempt account holds %v, want %v", year, got, want)
		}
		if left := again.Balances[0][12*year+11]; math.Abs(left+want-70_000) > 1e-6 {
			t.Errorf("at the end of year %d %v is left", year, left)
		}
	}
	paid := map[int]float64{}
	for l, line := range again.Lines {
		if line.Kind == KindTax {
			for m, v := range again.Values[l] {
				paid[m] += v
			}
		}
	}
	for month, want := range map[int]float64{12: 2_000, 24: 2_000, 36: 2_000, 48: 1_000, 60: 0, 13: 0} {
		if math.Abs(paid[month]-want) > 1e-6 {
			t.Errorf("in month %d a tax of %v is paid, want %v", month, paid[month], want)
		}
	}
}

func TestTheSecondOpinionAgreesOnConversions(t *testing.T) {
	sc := household(spill)
	fill := Constant(40_000, sc.Months)
	sc.Conversions = []Conversion{{ID: "c", Account: 2, To: 4, From: 120, Until: 500, Fill: &fill}, {ID: "d", Account: 3, To: 4, From: 400, Until: 420}}
	agree(t, sc, 12)
	lives := couple(spill)
	lives.Conversions = sc.Conversions
	for _, h := range lives.Lives.Households[1:] {
		h.Conversions = sc.Conversions
	}
	agree(t, lives, 12)
}
