package methodology

import (
	"context"

	"meridian/backend/market"
	"meridian/backend/simulate"
)

// trinityStocks, with the years and rates below, are the questions of the Trinity
// study: Cooley, Hubbard, Walz, "Retirement
// Savings: Choosing a Withdrawal Rate That Is Sustainable", AAII Journal 20
// (February 1998), table 3: portfolios of shares and bonds rebalanced each year,
// amounts raised with prices and taken at the end of each year, all periods of so
// many calendar years from 1926 to 1995.
func trinityStocks() []float64 { return []float64{1, 0.75, 0.5, 0.25, 0} }

func trinityYears() []int { return []int{15, 20, 25, 30} }

func trinityRates() []float64 {
	return []float64{0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.11, 0.12}
}

// replayed spends from a portfolio that is begun in January of every year.
func replayed(ctx context.Context, bonds market.Series, stocks float64, spend []float64) (simulate.Result, error) {
	return portfolio{
		market:  recordedMarket(bonds),
		weights: []float64{stocks, 1 - stocks}, every: simulate.Yearly,
		months: len(spend), paths: 1, spend: spend,
	}.play(ctx)
}

// unbroken counts the starts in January of the years first to last, and in how
// many of them everything was paid for so many years.
func unbroken(r simulate.Result, years, first, last int) (held, starts int) {
	begun := readPast().Year
	for year := first; year <= last; year++ {
		starts++
		if short := r.Rows.FirstShortfall[year-begun]; short == simulate.None || short > years*12 {
			held++
		}
	}
	return held, starts
}

// trinity is the study repeated: what measured/trinity.json holds. Published
// rates are not repeated there, only how far ours are from them.
type trinity struct {
	Cells []trinityCell `json:"cells"`
}

// trinityCell is one cell of the published table: the share of periods that the
// engine has succeed, and that less the published one, in points; for the bonds
// of the study's stand-in and for those that plans follow.
type trinityCell struct {
	Stocks float64 `json:"stocks"`
	Years  int     `json:"years"`
	Rate   float64 `json:"rate"`

	Corporate           float64 `json:"corporate"`
	CorporateDifference float64 `json:"corporateDifference"`
	Bonds               float64 `json:"bonds"`
	BondsDifference     float64 `json:"bondsDifference"`
}
