package market

import "math"

// logSD is the yearly standard deviation of the logarithm of a growth factor
// that is lognormal with median 1+mean and standard deviation sd:
// with v = e^(σ²), v(v-1) = (sd/(1+mean))².
func logSD(mean, sd float64) float64 {
	return math.Sqrt(Log(expSquare(mean, sd)))
}

// expSquare is e^(σ²) of logSD.
func expSquare(mean, sd float64) float64 {
	s := sd / (1 + mean)
	return float64((1 + math.Sqrt(1+float64(4*float64(s*s)))) * 0.5)
}

// Geometric is the geometric mean that belongs to an arithmetic mean and the
// standard deviation of a yearly return, under a lognormal distribution.
func Geometric(arithmetic, sd float64) float64 {
	s := sd / (1 + arithmetic)
	return (1+arithmetic)/math.Sqrt(1+float64(s*s)) - 1
}

// Arithmetic is the arithmetic mean that belongs to a geometric mean: the inverse
// of Geometric.
func Arithmetic(geometric, sd float64) float64 {
	return float64((1+geometric)*math.Sqrt(expSquare(geometric, sd))) - 1
}

// autoregression is a monthly AR(1) process of log inflation around its mean:
// x(t) = phi x(t-1) + surprise e(t), begun from its stationary distribution.
type autoregression struct {
	phi        float64
	surprise   float64 // standard deviation of a month's surprise
	stationary float64 // standard deviation of x
}

// newAutoregression is the monthly process whose sums over twelve months have
// standard deviation sd and correlate by ar1 from one year to the next.
func newAutoregression(sd, ar1 float64) autoregression {
	low, high := 0.0, 0.9999
	for range 60 {
		mid := float64((low + high) * 0.5)
		if yearlyCorrelation(mid) < ar1 {
			low = mid
		} else {
			high = mid
		}
	}
	phi := low
	if ar1 <= 0 {
		phi = 0
	}
	stationary := sd / math.Sqrt(yearlyVariance(phi))
	return autoregression{
		phi:        phi,
		stationary: stationary,
		surprise:   float64(stationary * math.Sqrt(1-float64(phi*phi))),
	}
}

// yearlyVariance is the variance of a sum of twelve consecutive values of an
// AR(1) process of unit variance.
func yearlyVariance(phi float64) float64 {
	v, power := 12.0, 1.0
	for k := 1; k < 12; k++ {
		power = float64(power * phi)
		v += float64(float64(2*float64(12-k)) * power)
	}
	return v
}

// yearlyCorrelation is the correlation of two adjacent such sums.
func yearlyCorrelation(phi float64) float64 {
	c, power := 0.0, 1.0
	for k := 1; k < 24; k++ {
		power = float64(power * phi)
		c += float64(float64(min(k, 24-k)) * power)
	}
	return c / yearlyVariance(phi)
}

// Logarithm is the mean and the standard deviation of the logarithm of a year's real
// growth.
func (c Class) Logarithm() (mean, sd float64) { return Log(1 + c.Mean), logSD(c.Mean, c.SD) }
