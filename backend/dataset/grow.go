package dataset

import (
	"math"
	"slices"
	"strings"

	"meridian/backend/plan"
)

// What tells units apart where the file does not say.
const (
	// An index never is below zero, and has left 10 behind, or begins with 1.
	levelsFrom = 10
	// Half of the returns of months are larger than this, as shares, in no market:
	// such figures are percent. One slip of the pen does not move it.
	largestShare = 0.1
)

// The least and the greatest growth factor of a month that is believed, of assets
// and of prices alike: what is beyond was read in the wrong unit.
const (
	leastBelieved = 0.02
	mostBelieved  = 50
)

// units finds the unit of every column: the one asked for, the one that percent
// signs tell, or the one that its figures look like. Returns of one file are all
// percent or all shares.
func (r *reading) units() {
	var sizes []float64
	for i := range r.columns {
		c := &r.columns[i]
		figures := r.of(i)
		switch {
		case r.asked.Unit != "":
			c.unit = r.asked.Unit
		case c.unit == "" && levels(figures):
			c.unit = Levels
		case c.unit == "":
			for _, v := range figures {
				if v != 0 {
					sizes = append(sizes, math.Abs(v))
				}
			}
		}
	}
	returns := Fraction
	if slices.Sort(sizes); len(sizes) > 0 && sizes[len(sizes)/2] > largestShare {
		returns = Percent
	}
	for i := range r.columns {
		if r.columns[i].unit == "" {
			r.columns[i].unit = returns
		}
	}
}

// of is the figures of a column, oldest first.
func (r *reading) of(column int) []float64 {
	figures := make([]float64, len(r.rows))
	for t, m := range r.rows {
		figures[t] = m.figures[column]
	}
	return figures
}

// levels reports whether figures look like those of an index.
func levels(figures []float64) bool {
	if len(figures) == 0 || !(slices.Min(figures) > 0) {
		return false
	}
	sorted := slices.Sorted(slices.Values(figures))
	return sorted[len(sorted)/2] >= levelsFrom || figures[0] == 1 && sorted[len(sorted)/2] > 0.5
}

// priceWords are what a column of inflation is called.
var priceWords = []string{"inflation", "cpi", "consumer price", "물가", "인플레"}

// prices is the column of inflation: the one asked for, or the only one that is
// called so; -1 for none.
func (r *reading) prices() int {
	if r.asked.Inflation != "" {
		return slices.IndexFunc(r.columns, func(c column) bool { return c.name == r.asked.Inflation })
	}
	found := -1
	for i, c := range r.columns {
		name := strings.ToLower(c.name)
		if slices.ContainsFunc(priceWords, func(word string) bool { return strings.Contains(name, word) }) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// grown is the file as growth by month. Where an index is among the columns, the
// first month has no growth and is left out.
func (r *reading) grown() history {
	at := r.prices()
	if at < 0 {
		r.tell(0, "inflation", "Say which column is inflation: without it nothing can be told in today's money.", "물가 열을 골라 주세요. 물가가 없으면 오늘의 돈으로 계산할 수 없습니다.")
	}
	if len(r.columns) == 1 && at == 0 {
		r.tell(0, "alone", "Beside inflation there must be a column for an asset.", "물가 외에 자산 열이 하나 이상 있어야 합니다.")
	}
	first := 0
	if slices.ContainsFunc(r.columns, func(c column) bool { return c.unit == Levels }) {
		first = 1
	}
	if months := len(r.rows) - first; months < leastMonths {
		r.tell(0, "short", "%d months are too few: at least %d must follow one another.", "%d개월은 너무 짧습니다. 적어도 %d개월이 이어져야 합니다.", max(0, months), leastMonths)
	}
	if len(r.told) > 0 {
		return history{}
	}
	h := history{from: r.rows[first].month}
	h.inflation = r.growth(at, first)
	for i, c := range r.columns {
		if i == at {
			continue
		}
		h.names = append(h.names, c.name)
		h.growth = append(h.growth, r.realOf(r.growth(i, first), h.inflation))
	}
	return h
}

// growth is the growth factors of a column from a row on.
func (r *reading) growth(column, first int) []float64 {
	growth := make([]float64, 0, len(r.rows)-first)
	for t := first; t < len(r.rows); t++ {
		v, g := r.rows[t].figures[column], 0.0
		switch r.columns[column].unit {
		case Percent:
			g = 1 + v/100
		case Levels:
			g = v / r.rows[t-1].figures[column]
		default:
			g = 1 + v
		}
		if !(g >= leastBelieved && g <= mostBelieved) {
			r.tell(r.rows[t].line, "growth", "“%[1]s” would be %.4[2]g times what it was in one month: is its unit right?", "‘%[1]s’ 값이 한 달 사이 %.4[2]g배가 됩니다. 단위가 맞는지 확인해 주세요.", r.columns[column].name, g)
		}
		growth = append(growth, g)
	}
	return growth
}

// realOf takes inflation out of what is nominal.
func (r *reading) realOf(growth, inflation []float64) []float64 {
	if r.asked.Basis == Real {
		return growth
	}
	for t := range growth {
		growth[t] /= inflation[t]
	}
	return growth
}

// month is the month at a place of the history.
func (h history) month(t int) plan.Month { return h.from.Add(t) }
