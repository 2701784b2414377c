package market

// Recording is the embedded history month by month: growth factors, real for the
// classes, of prices for Inflation.
type Recording struct {
	// Year is the calendar year in whose January the first return begins.
	Year int
	// Stocks, Bonds, Cash and Inflation have one factor per month, all of the
	// same length.
	Stocks, Bonds, Cash, Inflation []float64
	// CAPE is the cyclically adjusted price-earnings ratio at the beginning of each
	// month, from the first that ten years of earnings lie before.
	CAPE []float64
}

// recordedFrom is the year in which the embedded history begins.
const recordedFrom = 1871

// Recorded is a copy of the embedded history, for whoever describes it.
func Recorded() Recording {
	h := readHistory()
	return Recording{Year: recordedFrom, Stocks: h.stocks, Bonds: h.bonds, Cash: h.cash, Inflation: h.inflation, CAPE: readCAPE()[earningsMonths:]}
}

// Months is how many returns were recorded.
func (r Recording) Months() int { return len(r.Inflation) }
