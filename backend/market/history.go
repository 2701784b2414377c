package market

import (
	_ "embed"
	"strconv"
	"strings"
)

// shiller is Robert J. Shiller's monthly series; the file names its source.
//
//go:embed shiller.csv
var shiller string

// historyMonths is the number of monthly returns in the embedded history: one
// less than its rows, 1871-01 to 2023-06.
const historyMonths = 1829

// The maturities of the bonds that HistoryBonds and HistoryCorporate hold, and
// what the latter is taken to yield above the long rate, per year.
const (
	bondMonths      = 120
	corporateMonths = 240
	creditSpread    = 0.008
)

// termPremium is what cash is taken to yield below the long rate, per year.
const termPremium = 0.01

// starts is how many months of history can start a future of the given length.
func (s Spec) starts(months int) int {
	if s.Model.Wrap {
		return s.pastMonths()
	}
	return max(0, s.pastMonths()-months+1)
}

// history is the embedded series as monthly growth factors, real but for inflation.
type history struct {
	inflation, stocks, bonds, cash, corporate []float64
}

// observation is one row of the embedded file.
type observation struct {
	price, dividend, cpi, rate, earnings float64 // dividend, rate and earnings per year; rate as a share
}

func readHistory() history {
	rows := readObservations()
	h := history{
		inflation: make([]float64, historyMonths), stocks: make([]float64, historyMonths),
		bonds: make([]float64, historyMonths), cash: make([]float64, historyMonths),
		corporate: make([]float64, historyMonths),
	}
	for t := range historyMonths {
		now, next := rows[t], rows[t+1]
		inflation := next.cpi / now.cpi
		h.inflation[t] = inflation
		h.stocks[t] = (next.price + now.dividend/12) / now.price / inflation
		h.bonds[t] = parBond(now.rate, next.rate, bondMonths) / inflation
		h.corporate[t] = parBond(now.rate+creditSpread, next.rate+creditSpread, corporateMonths) / inflation
		h.cash[t] = (1 + CashRate(now.rate)/12) / inflation
	}
	return h
}

// parBond is the nominal growth over a month of a bond bought at par at one
// rate and sold at another: its coupon and what it is then worth.
func parBond(bought, sold float64, months int) float64 {
	discount := Pow(1+sold/12, -float64(months-1))
	price := float64(bought/sold*(1-discount)) + discount
	return price + bought/12
}

func readObservations() []observation {
	rows := make([]observation, 0, historyMonths+1)
	for line := range strings.Lines(shiller) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), ",")
		rows = append(rows, observation{number(f[0]), number(f[1]), number(f[2]), number(f[3]) / 100, number(f[4])})
	}
	return rows
}

// number reads a figure of the embedded file, which a test reads whole.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("market: the embedded history is damaged")
	}
	return v
}

// series is the growth factors that a class follows.
func (h *history) series(s Series) []float64 {
	switch s {
	case HistoryStocks:
		return h.stocks
	case HistoryBonds:
		return h.bonds
	case HistoryCash:
		return h.cash
	case HistoryCorporate:
		return h.corporate
	default:
		return nil
	}
}
