package simulate

import (
	"math"

	"meridian/backend/lanes"
)

// vec is one number per lane.
type vec = lanes.Vec

func fill(v *vec, x float64) {
	for l := range v {
		v[l] = x
	}
}

// sum adds the lanes in use in an order that does not depend on how many they are.
func (g *ledger) sum(v *vec) float64 {
	if g.n == len(v) {
		return g.do.Sum(v)
	}
	return g.do.SumOf(v, &g.used)
}

// use marks the lanes in use.
func (g *ledger) use(n int) {
	g.n = n
	fill(&g.used, 0)
	for l := range n {
		g.used[l] = math.Float64frombits(math.MaxUint64)
	}
}

// value writes what a schedule is worth in month t of each lane, and reports
// whether it is anything at all.
func (g *ledger) value(s *Schedule, t int, to *vec) bool {
	if s.by != nil {
		return g.valueByState(s, t, to)
	}
	real, nominal := s.parts(t)
	if nominal == 0 {
		g.do.Fill(to, real)
		return real != 0
	}
	g.do.Worth(to, &g.inverse, real, nominal)
	return true
}

// due writes recurring payments, at a pace, and others.
func (g *ledger) due(recurring, other *Schedule, pace *vec, t int, to *vec) {
	if recurring.by != nil || other.by != nil {
		g.dueByState(recurring, other, pace, t, to)
		return
	}
	r, rn := recurring.parts(t)
	o, on := other.parts(t)
	if rn == 0 && on == 0 {
		g.do.Paced(to, pace, r, o)
		return
	}
	g.do.PacedWorth(to, pace, &g.inverse, r, rn, o, on)
}
