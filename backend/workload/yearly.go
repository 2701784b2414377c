package workload

import "math"

// The assets of the yearly work: US, international, REIT, bonds, TIPS, cash;
// and how each account holds them, restored every year without tax.
const yearlyAssets = 6

var (
	yearlyMean        = [yearlyAssets]float64{.065, .060, .055, .018, .012, .004}
	yearlySigma       = [yearlyAssets]float64{.17, .19, .20, .06, .05, .012}
	yearlyCorrelation = [yearlyAssets][yearlyAssets]float64{
		{1, .75, .60, .10, .10, 0},
		{.75, 1, .55, .12, .12, 0},
		{.60, .55, 1, .20, .20, 0},
		{.10, .12, .20, 1, .70, .30},
		{.10, .12, .20, .70, 1, .20},
		{0, 0, 0, .30, .20, 1},
	}
	taxableWeight  = [yearlyAssets]float64{.45, .25, 0, .10, .05, .15}
	deferredWeight = [yearlyAssets]float64{.25, .15, .05, .35, .15, .05}
	rothWeight     = [yearlyAssets]float64{.50, .25, .20, .05, 0, 0}
)

// The household of the yearly work, 62 years old at the beginning.
const (
	taxableStart  = 500_000
	basisStart    = 300_000 // what the taxable account cost
	deferredStart = 700_000
	rothStart     = 200_000

	yearlySpent   = 75_000 // after tax
	pension       = 28_000 // social security
	pensionYear   = 5      // from this year on
	pensionTaxed  = .85
	deduction     = 29_200
	firstAge      = 62
	firstRequired = 73 // the age at which distributions are required
)

// divisors are those of the uniform lifetime table, for ages from firstRequired.
var divisors = [...]float64{26.5, 25.5, 24.6, 23.7, 22.9, 22.0, 21.1, 20.2, 19.4, 18.5, 17.7, 16.8, 16.0, 15.2, 14.4,
	13.7, 12.9, 12.2, 11.5, 10.8, 10.1, 9.5, 8.9, 8.4, 7.8, 7.3, 6.8, 6.4, 6.0}

// Brackets of ordinary income and of gains that lie on top of it: where each
// begins, and by how much the rate rises there.
const (
	ordinaryBrackets = 7
	gainBrackets     = 2
)

var (
	ordinaryFrom = [ordinaryBrackets]float32{0, 23_200, 94_300, 201_050, 383_900, 487_450, 731_200}
	ordinaryRise = [ordinaryBrackets]float32{.10, .02, .10, .02, .08, .03, .02}
	gainFrom     = [gainBrackets]float32{94_050, 583_750}
	gainRise     = [gainBrackets]float32{.15, .05}
)

// yearlyModel is the yearly work as float32.
type yearlyModel struct {
	mean                    [yearlyAssets]float32
	chol                    [][]float32 // rows up to the diagonal
	taxable, deferred, roth [yearlyAssets]float32
	need                    [Years]float32 // spending less social security
	required                [Years]float32 // the share of deferred wealth that must be taken
	base                    [Years]float32 // taxed social security less the deduction
}

func newYearlyModel() yearlyModel {
	var m yearlyModel
	l := make([][]float64, yearlyAssets)
	for i := range l {
		l[i] = yearlyCorrelation[i][:]
	}
	for i, row := range cholesky(l) {
		s := yearlySigma[i]
		m.mean[i] = float32((math.Log1p(yearlyMean[i]) - s*s/2) * math.Log2E)
		m.taxable[i] = float32(taxableWeight[i])
		m.deferred[i] = float32(deferredWeight[i])
		m.roth[i] = float32(rothWeight[i])
		m.chol = append(m.chol, scaled(row, s*math.Log2E))
	}
	for t := range Years {
		received := 0.0
		if t >= pensionYear {
			received = pension
		}
		m.need[t] = float32(yearlySpent - received)
		m.base[t] = float32(pensionTaxed*received - deduction)
		if i := firstAge + t - firstRequired; i >= 0 {
			m.required[t] = float32(1 / divisors[i])
		}
	}
	return m
}

// household is what a future of the yearly work carries from year to year.
type household struct {
	taxable, basis, deferred, roth float32
	tax                            float32 // on last year's income
	failed                         bool
}

// portableYearly plays blocks of futures from the given one on.
func portableYearly(m *yearlyModel, g *generator, e *Ends, first, blocks int) {
	var z, a [yearlyAssets]row
	var homes [lanes]household
	for at := first; at < first+blocks*lanes; at += lanes {
		for l := range homes {
			homes[l] = household{taxable: taxableStart, basis: basisStart, deferred: deferredStart, roth: rothStart}
		}
		for year := range Years {
			g.fill(z[:], at, 8*year)
			logGrowth(z[:], m.mean[:], m.chol, a[:])
			for i := range a {
				g.exp2(&a[i])
			}
			ends := e.rows[year][at : at+lanes]
			for l := range homes {
				h := &homes[l]
				h.spend(m, year)
				h.grow(m, &a, l)
				ends[l] = h.taxable + h.deferred + h.roth
			}
		}
		for l := range homes {
			e.note(at+l, !homes[l].failed)
		}
	}
}

// spend pays a year's needs and finds the tax that the next year pays. Products
// are converted so that no compiler fuses them with the sum they go into.
func (h *household) spend(m *yearlyModel, year int) {
	taken := float32(h.deferred * m.required[year])
	h.deferred -= taken
	d := (m.need[year] + h.tax) - taken
	short := max(d, 0)
	surplus := short - d
	h.taxable += surplus
	h.basis += surplus

	sold := min(short, h.taxable)
	var share float32
	if h.taxable > 0 {
		share = sold / h.taxable
	}
	cost := float32(h.basis * share)
	gain := max(sold-cost, 0)
	h.basis -= cost
	h.taxable -= sold
	short -= sold
	drawn := min(short, h.deferred)
	h.deferred -= drawn
	short -= drawn
	free := min(short, h.roth)
	h.roth -= free
	short -= free
	h.failed = h.failed || short > 0

	h.tax = taxOn(max((taken+drawn)+m.base[year], 0), gain)
}

// taxOn is the tax on ordinary income and on the gains that lie on top of it.
func taxOn(ordinary, gain float32) float32 {
	tax := ordinary * ordinaryRise[0]
	for k := 1; k < ordinaryBrackets; k++ {
		tax = fma(max(ordinary-ordinaryFrom[k], 0), ordinaryRise[k], tax)
	}
	whole := ordinary + gain
	for k := range gainBrackets {
		tax = fma(max(whole-gainFrom[k], 0)-max(ordinary-gainFrom[k], 0), gainRise[k], tax)
	}
	return tax
}

// grow lets a year pass over the three accounts.
func (h *household) grow(m *yearlyModel, a *[yearlyAssets]row, lane int) {
	var taxable, deferred, roth float32
	for i := range a {
		taxable = fma(m.taxable[i], a[i][lane], taxable)
		deferred = fma(m.deferred[i], a[i][lane], deferred)
		roth = fma(m.roth[i], a[i][lane], roth)
	}
	h.taxable = float32(h.taxable * taxable)
	h.deferred = float32(h.deferred * deferred)
	h.roth = float32(h.roth * roth)
}
