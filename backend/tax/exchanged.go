package tax

// Exchanged is a regime whose law is written in another currency than the
// plan's. Rate is how many units of the plan's currency one of the law's is.
type Exchanged struct {
	Regime
	Rate float64
}

// Owed exchanges the year's income, and the tax on it back. It works in the year
// itself and leaves it as it was, so that nothing is allocated.
func (e *Exchanged) Owed(y *Year) float64 {
	here := y.Income
	for c := range y.Income {
		y.Income[c] /= e.Rate
	}
	owed := e.Regime.Owed(y)
	y.Income = here
	return float64(owed * e.Rate)
}

// Check lists what is wrong with the rate and the regime.
func (e *Exchanged) Check() []error {
	var c checker
	if !(e.Rate > 0 && e.Rate < 1e12) {
		c.add("rate", "not a positive factor")
	}
	if r, ok := e.Regime.(interface{ Check() []error }); ok {
		c = append(c, r.Check()...)
	}
	return c
}
