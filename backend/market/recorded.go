package market

// Recording is the embedded history month by month: growth factors, real for the
// classes, of prices for Inflation.
type Recording struct {
	// Year is the calendar year in whose January the first return begins.
	Year int
	// Stocks, Bonds, Cash and Inflation have one factor per month, all of the
	// same length.
	Stocks, Bonds, Cash, Inflation []float64
	// Dividends is what shares paid per year as a share of their price, and Rates the
	// long rate of interest, at the beginning of each of these months.
	Dividends, Rates []float64
	// CAPE is the cyclically adjusted price-earnings ratio at the beginning of each
	// month, from the first that ten years of earnings lie before.
	CAPE []float64
}

// recordedFrom is the year in which the embedded history begins.
const recordedFrom = 1871

// Recorded is a copy of the embedded history, for whoever describes it.
func Recorded() Recording {
	h := readHistory()
	r := Recording{Year: recordedFrom, Stocks: h.stocks, Bonds: h.bonds, Cash: h.cash, Inflation: h.inflation, CAPE: readCAPE()[earningsMonths:]}
	for _, row := range readObservations()[:historyMonths] {
		r.Dividends, r.Rates = append(r.Dividends, row.dividend/row.price), append(r.Rates, row.rate)
	}
	return r
}

// CashRate is what cash is taken to pay per year where the long rate is as given.
func CashRate(long float64) float64 { return max(long-termPremium, 0) }

// Months is how many returns were recorded.
func (r Recording) Months() int { return len(r.Inflation) }
