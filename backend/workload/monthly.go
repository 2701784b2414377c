package workload

import "math"

// Years is how long both pieces of work go on, and how many rows [Ends] has.
const Years = 40

// lanes is how many futures the portable code and the AVX-512 kernels take side
// by side; those for AVX2 take half as many, twice.
const lanes = 16

// The assets of the monthly work: arithmetic real mean and log standard
// deviation of a year, correlations, and weights restored every month.
const monthlyAssets = 4

var (
	monthlyMean        = [monthlyAssets]float64{.065, .060, .020, .005}
	monthlySigma       = [monthlyAssets]float64{.17, .19, .06, .015}
	monthlyCorrelation = [monthlyAssets][monthlyAssets]float64{
		{1, .75, .10, 0},
		{.75, 1, .12, 0},
		{.10, .12, 1, .30},
		{0, 0, .30, 1},
	}
	monthlyWeight = [monthlyAssets]float64{.40, .20, .30, .10}
)

const (
	monthlyStart = 1_000_000 // wealth at the beginning
	monthlySpent = 3_333     // at the beginning of every month
)

// monthlyModel is the monthly work as float32: log2 growth of an asset in a
// month is mean + (chol z), and the account grows by the weighted sum.
type monthlyModel struct {
	mean, weight [monthlyAssets]float32
	chol         [][]float32 // rows up to the diagonal
}

func newMonthlyModel() monthlyModel {
	var m monthlyModel
	l := make([][]float64, monthlyAssets)
	for i := range l {
		l[i] = monthlyCorrelation[i][:]
	}
	for i, row := range cholesky(l) {
		s := monthlySigma[i]
		m.mean[i] = float32((math.Log1p(monthlyMean[i]) - s*s/2) / 12 * math.Log2E)
		m.weight[i] = float32(monthlyWeight[i])
		m.chol = append(m.chol, scaled(row, s/math.Sqrt(12)*math.Log2E))
	}
	return m
}

// cholesky is the rows, up to the diagonal, of the lower factor of a positive
// definite matrix: L Lᵀ = a.
func cholesky(a [][]float64) [][]float64 {
	l := make([][]float64, len(a))
	for i := range a {
		l[i] = make([]float64, i+1)
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i == j {
				l[i][i] = math.Sqrt(sum)
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	return l
}

func scaled(row []float64, by float64) []float32 {
	to := make([]float32, len(row))
	for i, v := range row {
		to[i] = float32(v * by)
	}
	return to
}

// portableMonthly plays blocks of futures from the given one on.
func portableMonthly(m *monthlyModel, g *generator, e *Ends, first, blocks int) {
	var z, a [monthlyAssets]row
	for at := first; at < first+blocks*lanes; at += lanes {
		var wealth row
		for l := range wealth {
			wealth[l] = monthlyStart
		}
		for month := range 12 * Years {
			g.fill(z[:], at, 4*month)
			logGrowth(z[:], m.mean[:], m.chol, a[:])
			for i := range a {
				g.nearby(&a[i])
			}
			for l, w := range wealth {
				var growth float32
				for i, weight := range m.weight {
					growth = fma(weight, a[i][l], growth)
				}
				wealth[l] = max(w-monthlySpent, 0) * growth
			}
			if month%12 == 11 {
				copy(e.rows[month/12][at:], wealth[:])
			}
		}
		for l, w := range wealth {
			e.note(at+l, w > 0)
		}
	}
}
