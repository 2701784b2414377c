package workload

import (
	"math"
	"testing"
)

// The definitions once more, in float64 and as plainly as they are told: one
// future at a time, the exponentials and logarithms of package math.

// exactDraws are a step's normals of one future.
func exactDraws(w Work, seed uint64, future, step, assets, stride int) []float64 {
	var z []float64
	for d := 0; d < assets; d += 2 {
		group, at := uint64(future/4), uint64(step*stride+d)
		a := ars(group, seed, domain(w), at, rounds)
		b := ars(group, seed, domain(w), at+1, rounds)
		even, odd := exactNormals(a[future%4], b[future%4])
		z = append(z, even, odd)
	}
	return z
}

// factors is what each asset is multiplied by: exp(m + s (L z)).
func factors(l [][]float64, mean, sigma, z []float64, years float64) []float64 {
	a := make([]float64, len(z))
	for i := range a {
		x := 0.0
		for j := range i + 1 {
			x += l[i][j] * z[j]
		}
		a[i] = math.Exp((math.Log(1+mean[i])-sigma[i]*sigma[i]/2)*years + sigma[i]*math.Sqrt(years)*x)
	}
	return a
}

func exactMonthly(seed uint64, future int) (ends [Years]float64, passed bool) {
	var correlation [][]float64
	for i := range monthlyCorrelation {
		correlation = append(correlation, monthlyCorrelation[i][:])
	}
	l := cholesky(correlation)
	wealth := 1_000_000.0
	for month := range 480 {
		a := factors(l, monthlyMean[:], monthlySigma[:], exactDraws(Monthly, seed, future, month, 4, 4), 1./12)
		growth := .40*a[0] + .20*a[1] + .30*a[2] + .10*a[3]
		wealth = max(wealth-3_333, 0) * growth
		ends[month/12] = wealth
	}
	return ends, wealth > 0
}

func exactYearly(seed uint64, future int) (ends [Years]float64, passed bool) {
	var correlation [][]float64
	for i := range yearlyCorrelation {
		correlation = append(correlation, yearlyCorrelation[i][:])
	}
	l := cholesky(correlation)
	lo := []float64{0, 23200, 94300, 201050, 383900, 487450, 731200}
	rate := []float64{.10, .12, .22, .24, .32, .35, .37}
	T, B, D, R, tax := 500_000., 300_000., 700_000., 200_000., 0.
	passed = true
	for t := range Years {
		ss, f := 0., 0.
		if t >= 5 {
			ss = 28_000
		}
		if 62+t >= 73 {
			f = 1 / divisors[62+t-73]
		}
		need := 75_000 + tax - ss
		rmd := D * f
		D -= rmd
		d := need - rmd
		T, B = T+max(-d, 0), B+max(-d, 0)
		left := max(d, 0)
		wT, q := min(left, T), 0.
		if T > 0 {
			q = wT / T
		}
		gain := max(wT-B*q, 0)
		B, T, left = B-B*q, T-wT, left-wT
		wD := min(left, D)
		D, left = D-wD, left-wD
		wR := min(left, R)
		R, left = R-wR, left-wR
		passed = passed && !(left > 0)

		ord := max(rmd+wD+.85*ss-29_200, 0)
		tax = 0
		for k, from := range lo {
			to := math.Inf(1)
			if k+1 < len(lo) {
				to = lo[k+1]
			}
			tax += rate[k] * max(min(ord, to)-from, 0)
		}
		above := func(x, from float64) float64 { return max(x-from, 0) }
		tax += .15 * (above(ord+gain, 94_050) - above(ord, 94_050))
		tax += .05 * (above(ord+gain, 583_750) - above(ord, 583_750))

		a := factors(l, yearlyMean[:], yearlySigma[:], exactDraws(Yearly, seed, future, t, 6, 8), 1)
		T *= .45*a[0] + .25*a[1] + .10*a[3] + .05*a[4] + .15*a[5]
		D *= .25*a[0] + .15*a[1] + .05*a[2] + .35*a[3] + .15*a[4] + .05*a[5]
		R *= .50*a[0] + .25*a[1] + .20*a[2] + .05*a[3]
		ends[t] = T + D + R
	}
	return ends, passed
}

// TestFuturesAreAsDefined compares float32 with the plain float64, future by
// future. Single precision loses the last digits of an account that is nearly
// spent, which is why money is compared with what a future held at its best.
func TestFuturesAreAsDefined(t *testing.T) {
	const seed, n, tolerance = 9, 300, 1e-4
	for w, exact := range map[Work]func(uint64, int) ([Years]float64, bool){Monthly: exactMonthly, Yearly: exactYearly} {
		var want [n][Years]float64
		var passed [n]bool
		for i := range n {
			want[i], passed[i] = exact(seed, i)
		}
		for _, c := range Codes() {
			e, worst := NewEnds(n), 0.0
			Run(w, c, seed, e, 2)
			for i := range n {
				if e.Passed(i) != passed[i] {
					t.Errorf("%s on %s: future %d succeeds: %v, want %v", w, c, i, e.Passed(i), passed[i])
				}
				most := 1e6
				for y, v := range want[i] {
					most = max(most, v)
					worst = max(worst, math.Abs(float64(e.Year(y)[i])-v)/most)
				}
			}
			t.Logf("%s on %s: the worst of %d futures is off by %.2g of its best year", w, c, n, worst)
			if !(worst <= tolerance) {
				t.Errorf("%s on %s: a future is off by %g of its best year", w, c, worst)
			}
		}
	}
}
