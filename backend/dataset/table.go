package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"strconv"

	"meridian/backend/market"
	"meridian/backend/plan"
)

// leastMonths is how many months a history must have.
const leastMonths = market.LeastMonths

// The first two names of a canonical table.
const (
	nameMonth     = "month"
	nameInflation = "inflation"
)

// canonical writes a history as a table: months, inflation and real returns as
// shares, with every digit. Reading it again gives the same history; what its hash is of.
func (h history) canonical() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	record := append([]string{nameMonth, nameInflation}, h.names...)
	w.Write(record) // a buffer takes everything
	for t, prices := range h.inflation {
		record[0], record[1] = string(h.month(t)), share(prices)
		for i, growth := range h.growth {
			record[2+i] = share(growth[t])
		}
		w.Write(record)
	}
	w.Flush()
	return b.Bytes()
}

// share is a growth factor as a return. For factors from a half to two nothing is
// lost: their distance from one is a floating-point number (Sterbenz 1974).
func share(growth float64) string { return strconv.FormatFloat(growth-1, 'g', -1, 64) }

func hashOf(table []byte) string {
	sum := sha256.Sum256(table)
	return hex.EncodeToString(sum[:])
}

// parse reads what canonical wrote.
func parse(table []byte) (history, error) {
	records, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return history{}, fmt.Errorf("read kept data set: %w", err)
	}
	if len(records) < 1+leastMonths || len(records[0]) < 3 {
		return history{}, fmt.Errorf("read kept data set: %d rows of %d columns", len(records), len(records[0]))
	}
	h := history{from: plan.Month(records[1][0]), names: records[0][2:], growth: make([][]float64, len(records[0])-2)}
	for _, record := range records[1:] {
		for i, text := range record[1:] {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return history{}, fmt.Errorf("read kept data set: %w", err)
			}
			if i == 0 {
				h.inflation = append(h.inflation, 1+v)
			} else {
				h.growth[i-1] = append(h.growth[i-1], 1+v)
			}
		}
	}
	return h, nil
}

// past is a history as markets play it.
func (h history) past() *market.Past {
	p := market.Past{Inflation: h.inflation, Series: map[market.Series][]float64{}}
	for i, name := range h.names {
		p.Series[market.Series(name)] = h.growth[i]
	}
	return &p
}

// Embedded is the embedded history as a file that Keep takes in, with real returns:
// an example of what a file may look like.
func Embedded() []byte {
	r := market.Recorded()
	h := history{
		from:      plan.Month(fmt.Sprintf("%04d-01", r.Year)),
		names:     []string{string(market.HistoryStocks), string(market.HistoryBonds), string(market.HistoryCash)},
		growth:    [][]float64{r.Stocks, r.Bonds, r.Cash},
		inflation: r.Inflation,
	}
	return h.canonical()
}
