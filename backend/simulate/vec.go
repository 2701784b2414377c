package simulate

import "meridian/backend/market"

// vec is one number per lane.
type vec = [market.Lanes]float64

func fill(v *vec, x float64) {
	for l := range v {
		v[l] = x
	}
}

// some reports whether any lane is above zero.
func some(v *vec) bool {
	for _, x := range v {
		if x > 0 {
			return true
		}
	}
	return false
}

// sum adds the first n lanes in an order that does not depend on n.
func sum(v *vec, n int) float64 {
	var a, b, c, d float64
	v4 := v[:n]
	for len(v4) >= 4 {
		a, b, c, d = a+v4[0], b+v4[1], c+v4[2], d+v4[3]
		v4 = v4[4:]
	}
	for l, x := range v4 {
		switch l {
		case 0:
			a += x
		case 1:
			b += x
		default:
			c += x
		}
	}
	return (a + b) + (c + d)
}

// value writes what a schedule is worth in month t of each lane, and reports
// whether it is anything at all.
func (g *ledger) value(s *Schedule, t int, to *vec) bool {
	real, nominal := s.parts(t)
	if nominal == 0 {
		fill(to, real)
		return real != 0
	}
	for l := range to {
		to[l] = real + float64(nominal*g.inverse[l])
	}
	return true
}

// due writes recurring payments, at a pace, and others.
func (g *ledger) due(recurring, other *Schedule, pace *vec, t int, to *vec) {
	r, rn := recurring.parts(t)
	o, on := other.parts(t)
	if rn == 0 && on == 0 {
		for l := range to {
			to[l] = float64(r*pace[l]) + o
		}
		return
	}
	for l := range to {
		to[l] = float64((r+float64(rn*g.inverse[l]))*pace[l]) + (o + float64(on*g.inverse[l]))
	}
}
