package methodology

import (
	"context"

	"meridian/backend/market"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// portfolio is one untaxed account, in the way that studies of withdrawal rates
// think of a retirement.
type portfolio struct {
	market  market.Spec
	weights []float64
	fee     float64 // per year, a share of the balance
	every   simulate.Rebalance
	// months is how long it is played, paths in how many futures.
	months, paths int
	// spend is what is spent at the beginning of each month, of a wealth of 1 at first.
	spend []float64
	// nominal spends in money of the day.
	nominal bool
}

func (p portfolio) scenario() simulate.Scenario {
	amount := simulate.Schedule{Real: p.spend}
	if p.nominal {
		amount = simulate.Schedule{Nominal: p.spend}
	}
	yields := make([]simulate.Yield, len(p.market.Classes))
	for i := range yields {
		yields[i].As = tax.Dividends
	}
	return simulate.Scenario{
		Start: simulate.Month{Year: 2026, Month: 1}, Months: p.months, Paths: p.paths, Seed: 42,
		Market: p.market, Yields: yields,
		Mixes:    []simulate.Mix{{Points: []simulate.Point{{Weights: p.weights}}, Rebalance: p.every}},
		Accounts: []simulate.Account{{ID: "account", Wrapper: simulate.Exempt, Balance: 1, Fee: p.fee}},
		Outflows: []simulate.Outflow{{ID: "spending", Kind: simulate.KindSpending, Amount: amount}},
		Draws:    []simulate.Draw{{Accounts: []int{0}}},
		Sweep:    simulate.None, Retire: simulate.None, Confidence: 0.8,
	}
}

func (p portfolio) play(ctx context.Context) (simulate.Result, error) {
	return simulate.Run(ctx, p.scenario(), simulate.Told{}, nil)
}

// recordedMarket is the American past in two classes, begun in January of each of
// its years.
func recordedMarket(bonds market.Series) market.Spec {
	return market.Spec{
		Classes: []market.Class{{ID: "stocks", History: market.HistoryStocks}, {ID: "bonds", History: bonds}},
		Model:   market.Model{Kind: market.Replay, Every: 12},
	}
}

// timing says when in a year an amount is spent.
type timing int

const (
	yearStart timing = iota
	yearEnd
)

// withdrawals is a share of the first wealth spent once a year over a number of
// years. A year ends where the next begins, after its returns.
func withdrawals(years int, rate float64, when timing) []float64 {
	months := years * 12
	if when == yearEnd {
		months++
	}
	spend := make([]float64, months)
	for y := range years {
		at := y * 12
		if when == yearEnd {
			at += 12
		}
		spend[at] = rate
	}
	return spend
}
