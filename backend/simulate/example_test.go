package simulate_test

import (
	"context"
	"fmt"

	"meridian/backend/market"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// A million in one mix, from which 40,000 a year of today's money is to be spent
// for thirty years.
func Example() {
	const months = 30 * 12
	living := simulate.Schedule{Real: make([]float64, months)}
	for month := range living.Real {
		living.Real[month] = 40_000.0 / 12
	}
	scenario := simulate.Scenario{
		Start:  simulate.Month{Year: 2026, Month: 1},
		Months: months, Paths: 2000, Seed: 1,
		Market: market.Spec{
			Classes: []market.Class{
				{ID: "shares", Mean: 0.045, SD: 0.18},
				{ID: "bonds", Mean: 0.012, SD: 0.06},
			},
			Inflation: market.Inflation{Mean: 0.022, SD: 0.015, AR1: 0.6},
			Model:     market.Model{Kind: market.Lognormal},
		},
		Yields: []simulate.Yield{{Rate: 0.02, As: tax.Dividends}, {Rate: 0.03, As: tax.Interest}},
		Mixes: []simulate.Mix{{
			Points:    []simulate.Point{{Weights: []float64{0.6, 0.4}}},
			Rebalance: simulate.Yearly,
		}},
		Accounts: []simulate.Account{{ID: "all", Wrapper: simulate.Exempt, Balance: 1_000_000}},
		Outflows: []simulate.Outflow{{
			ID: "living", Kind: simulate.KindSpending, Tier: simulate.Essential, Amount: living,
		}},
		Draws: []simulate.Draw{{Accounts: []int{0}}},
		Sweep: simulate.None, Retire: simulate.None, Confidence: 0.8,
	}
	result, err := simulate.Run(context.Background(), scenario, simulate.Told{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	held := 0
	for _, outcome := range result.Rows.Outcome {
		if outcome != simulate.Failed {
			held++
		}
	}
	fmt.Printf("%d of %d futures pay for every month\n", held, result.N)
	// Output: 1654 of 2000 futures pay for every month
}
