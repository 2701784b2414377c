package market

import "math"

// Quantile is the inverse of the standard normal distribution, for p in (0, 1),
// with a relative error below 1e-15. It is one of the functions that give the
// same bits on every processor.
// Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
func Quantile(p float64) float64 {
	if p > 0.5 {
		return -quantile(1 - p)
	}
	return quantile(p)
}

// Cumulative is the standard normal distribution, with an absolute error below
// 1e-15. Beyond ±9 it is 0 or 1.
// Source: Marsaglia, "Evaluating the normal distribution", J. Statistical
// Software 11 (2004): Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …).
func Cumulative(x float64) float64 {
	switch {
	case x >= 9:
		return 1
	case x <= -9:
		return 0
	case math.Abs(x) > 5:
		return farTail(x)
	}
	sum, term, square := x, x, float64(x*x)
	for odd := 3.0; math.Abs(term) > 1e-17*math.Abs(sum); odd += 2 {
		term = float64(term*square) / odd
		sum += term
	}
	return 0.5 + float64(sum*density(x))
}

// farTail is Cumulative for |x| of 5 or more, by Laplace's continued fraction,
// which a sum that begins with ½ would lose its digits in.
// Source: Abramowitz, Stegun, Handbook of Mathematical Functions, 26.2.14.
func farTail(x float64) float64 {
	a := math.Abs(x)
	f := a
	for k := 60.0; k >= 1; k-- {
		f = a + k/f
	}
	tail := density(x) / f
	if x > 0 {
		return 1 - tail
	}
	return tail
}

// density is the standard normal density.
func density(x float64) float64 {
	const rootOf2Pi = 2.50662827463100050242
	return Exp(-float64(0.5*float64(x*x))) / rootOf2Pi
}
