package actual

import "meridian/backend/plan"

// Beyond says that reality lies outside the lines of a fan.
type Beyond string

// Beneath is below the lowest line, Above above the highest.
const (
	Beneath Beyond = "below"
	Above   Beyond = "above"
)

// Standing is where an amount is among the futures of a snapshot. Percentile is
// between two lines, in a straight line from one to the other; where Beyond is
// set it is that of the nearest line, and no more is known.
type Standing struct {
	Percentile float64 `json:"percentile"`
	Beyond     Beyond  `json:"beyond,omitempty"`
	Median     float64 `json:"median"` // what the middle future had that day
}

// Stand places an amount of money of the day among the futures of a fan that
// begins in a month. There is no standing outside the fan's time.
func (f Fan) Stand(start plan.Month, day Day, amount float64) (Standing, bool) {
	month := day.Month().Since(start)
	if !day.Known() || month < 0 || len(f.Nominal) == 0 || len(f.Nominal) != len(f.Percentiles) || month >= len(f.Nominal[0]) {
		return Standing{}, false
	}
	column := make([]float64, len(f.Nominal))
	for i, line := range f.Nominal {
		column[i] = between(line, month, day.Passed())
	}
	s := place(f.Percentiles, column, amount)
	for i, p := range f.Percentiles {
		if p == 50 {
			s.Median = column[i]
		}
	}
	return s, true
}

// between is a line within a month of which a share has passed. The line says
// what there is at the end of each month; before its first there is nothing to
// go by, so the first month is flat.
func between(line []float64, month int, passed float64) float64 {
	if month == 0 {
		return line[0]
	}
	return line[month-1] + (line[month]-line[month-1])*passed
}

// place finds an amount among ascending values at ascending percentiles.
func place(percentiles []int, values []float64, amount float64) Standing {
	last := len(values) - 1
	switch {
	case amount < values[0]:
		return Standing{Percentile: float64(percentiles[0]), Beyond: Beneath}
	case amount > values[last]:
		return Standing{Percentile: float64(percentiles[last]), Beyond: Above}
	}
	for i := range last {
		low, high := values[i], values[i+1]
		if amount > high {
			continue
		}
		share := 0.5 // of several percentiles with one value, the middle
		if high > low {
			share = (amount - low) / (high - low)
		}
		from, to := float64(percentiles[i]), float64(percentiles[i+1])
		return Standing{Percentile: from + (to-from)*share}
	}
	return Standing{Percentile: float64(percentiles[last])}
}
