package market

import (
	"math"

	"meridian/backend/lanes"
)

// newNormals fits the segments of the inverse normal distribution, by
// interpolation at Chebyshev's points: a polynomial per segment of the lower
// tail (Lee, Luk, Villasenor, Cheung, "A Gaussian noise generator for
// hardware-based simulations", IEEE Trans. Computers 2004). The error is below
// 1e-9 and the tails reach 6.3 standard deviations.
func newNormals() *lanes.Table {
	n := new(lanes.Table)
	for i := range n {
		low := math.Float64frombits(uint64(lanes.FirstSegment+i) << lanes.SegmentShift)
		high := math.Float64frombits(uint64(lanes.FirstSegment+i+1) << lanes.SegmentShift)
		n[i] = fit(low, high)
	}
	return n
}

// fit is the polynomial, in the distance from the middle of the segment, that
// meets the inverse normal at four points.
func fit(low, high float64) [4]float64 {
	// cos((2j+1)π/8)
	nodes := [4]float64{0.9238795325112867561, 0.3826834323650897717, -0.3826834323650897717, -0.9238795325112867561}
	mid, half := float64((low+high)*0.5), float64((high-low)*0.5)
	var c [4]float64
	for j, y := range nodes {
		p := float64((mid + float64(half*y)) * 0x1p-32)
		if p > 0.5 {
			p = 0.5
		}
		c[j] = -quantile(p)
	}
	for k := 1; k < len(c); k++ { // divided differences
		for j := len(c) - 1; j >= k; j-- {
			c[j] = (c[j] - c[j-1]) / (nodes[j] - nodes[j-k])
		}
	}
	var a [4]float64 // expanded by Horner's rule
	a[0] = c[3]
	for k := 2; k >= 0; k-- {
		for j := 3; j > 0; j-- {
			a[j] = a[j-1] - float64(nodes[k]*a[j])
		}
		a[0] = c[k] - float64(nodes[k]*a[0])
	}
	scale := 1.0
	for j := range a {
		a[j] /= scale
		scale = float64(scale * half)
	}
	return a
}

// uniform is the middle of the interval of [0, 1) that a word stands for.
func uniform(word uint32) float64 { return float64((float64(word) + 0.5) * 0x1p-32) }

// quantile is the inverse of the standard normal distribution for p in (0, 0.5].
// Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
func quantile(p float64) float64 {
	q := p - 0.5
	if q >= -0.425 {
		r := 0.180625 - float64(q*q)
		return float64(q*horner(r, &as241CentreTop)) / horner(r, &as241CentreBottom)
	}
	r := math.Sqrt(-Log(p))
	if r <= 5 {
		r -= 1.6
		return -horner(r, &as241MiddleTop) / horner(r, &as241MiddleBottom)
	}
	r -= 5
	return -horner(r, &as241TailTop) / horner(r, &as241TailBottom)
}

func horner(x float64, c *[8]float64) float64 {
	v := c[7]
	for j := 6; j >= 0; j-- {
		v = float64(v*x) + c[j]
	}
	return v
}

// The coefficients of AS 241, lowest power first.
var (
	as241CentreTop = [8]float64{
		3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
		4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
	}
	as241CentreBottom = [8]float64{
		1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
		2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
	}
	as241MiddleTop = [8]float64{
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
	}
	as241MiddleBottom = [8]float64{
		1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
	}
	as241TailTop = [8]float64{
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
	}
	as241TailBottom = [8]float64{
		1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	}
)
