package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// fromLog is the class whose yearly log return has the given mean and standard deviation.
func fromLog(mu, sigma float64) market.Class {
	v := math.Exp(sigma * sigma)
	return market.Class{ID: "c", Mean: math.Exp(mu) - 1, SD: math.Exp(mu) * math.Sqrt(v*(v-1))}
}

// steadyYields is n classes that pay nothing out.
func steadyYields(n int) []Yield {
	y := make([]Yield, n)
	for i := range y {
		y[i].As = tax.Dividends
	}
	return y
}

func successes(r Result) float64 {
	n := 0
	for _, o := range r.Rows.Outcome {
		if o >= EssentialPaid {
			n++
		}
	}
	return float64(n) / float64(r.N)
}

// The figure is that of 10^8 futures of other implementations of the same work.
func TestOneAccountSucceedsAsOftenAsElsewhere(t *testing.T) {
	r, err := Run(t.Context(), oneAccount(40_000), Told{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = 0.70748
	if got, sd := successes(r), math.Sqrt(want*(1-want)/40_000); math.Abs(got-want) > 3*sd {
		t.Errorf("success %.5f, want %.5f ± %.5f", got, want, 3*sd)
	}
}

// invested is an account alone in the market, from which amounts may be drawn.
func invested(spec market.Spec, weights []float64, months, paths int, spending Schedule) Scenario {
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: paths, Seed: 7,
		Market: spec, Yields: steadyYields(len(spec.Classes)),
		Mixes:    []Mix{{Points: []Point{{0, weights}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "a", Wrapper: Exempt, Balance: 1000}},
		Outflows: []Outflow{{ID: "s", Kind: KindSpending, Tier: Essential, Amount: spending}},
		Draws:    []Draw{{Accounts: []int{0}}},
		Sweep:    None, Retire: None, Confidence: 0.8,
	}
}

func mustRun(t *testing.T, sc Scenario) Result {
	t.Helper()
	return mustTell(t, sc, Told{})
}

func mustTell(t *testing.T, sc Scenario, told Told) Result {
	t.Helper()
	r, err := Run(t.Context(), sc, told, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// everything is all that can be told of a scenario's series.
func everything(sc *Scenario) Told {
	told := Told{Percentiles: []int{5, 10, 25, 50, 75, 90, 95}}
	for t := range sc.Months {
		for s := range told.Kept {
			told.Kept[s] = append(told.Kept[s], t)
		}
	}
	return told
}

func lognormalSpec(classes ...market.Class) market.Spec {
	return market.Spec{Classes: classes, Model: market.Model{Kind: market.Lognormal}}
}

// After T years a lognormal account is e^(N(μT, σ²T)) of what it was.
func TestEndWealthIsLognormal(t *testing.T) {
	const mu, sigma, years, paths = 0.05, 0.18, 30.0, 40_000
	sc := invested(lognormalSpec(fromLog(mu, sigma)), []float64{1}, years*12, paths, Schedule{})
	r := mustTell(t, sc, Told{Percentiles: []int{5, 25, 50, 75, 95}})

	m, s := mu*years, sigma*math.Sqrt(years)
	var sum, sumLog, sumLog2 float64
	for _, w := range r.Rows.EndWealth {
		x := math.Log(w / 1000)
		sum, sumLog, sumLog2 = sum+w/1000, sumLog+x, sumLog2+x*x
	}
	mean := sumLog / paths
	within(t, "mean of the logarithm", mean, m, 4*s/math.Sqrt(paths))
	within(t, "variance of the logarithm", sumLog2/paths-mean*mean, s*s, 4*s*s*math.Sqrt(2.0/paths))
	expected := math.Exp(m + s*s/2)
	within(t, "mean", sum/paths, expected, 4*expected*math.Sqrt((math.Exp(s*s)-1)/paths))

	percentiles := r.Percentiles(NetWorth, false)
	for i, q := range []float64{0.05, 0.25, 0.5, 0.75, 0.95} {
		z := math.Sqrt2 * math.Erfinv(2*q-1)
		want := 1000 * math.Exp(m+s*z)
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) / (want * s)
		within(t, "percentile", float64(percentiles[i][years*12-1]), want, 4*math.Sqrt(q*(1-q)/paths)/density)
	}
}

// A mix that is kept constant every month multiplies by independent factors
// Σ wᵢ e^(xᵢ), whose first two moments are those of lognormals.
func TestAConstantMixHasItsMeanAndVariance(t *testing.T) {
	const rho, months, paths = 0.3, 120, 40_000
	mu, sigma, w := [2]float64{0.06, 0.01}, [2]float64{0.2, 0.07}, [2]float64{0.6, 0.4}
	spec := lognormalSpec(fromLog(mu[0], sigma[0]), fromLog(mu[1], sigma[1]))
	spec.Corr = [][]float64{{1, rho, 0}, {rho, 1, 0}, {0, 0, 1}}
	r := mustRun(t, invested(spec, w[:], months, paths, Schedule{}))

	first, second := 0.0, 0.0
	for i := range w {
		first += w[i] * math.Exp(mu[i]/12+sigma[i]*sigma[i]/24)
		for j := range w {
			c := rho
			if i == j {
				c = 1
			}
			variance := (sigma[i]*sigma[i] + sigma[j]*sigma[j] + 2*c*sigma[i]*sigma[j]) / 12
			second += w[i] * w[j] * math.Exp((mu[i]+mu[j])/12+variance/2)
		}
	}
	mean, square := math.Pow(first, months), math.Pow(second, months)
	sd := math.Sqrt(square - mean*mean)
	var sum, sum2 float64
	for _, v := range r.Rows.EndWealth {
		sum, sum2 = sum+v/1000, sum2+v*v/1e6
	}
	got := sum / paths
	within(t, "mean", got, mean, 4*sd/math.Sqrt(paths))
	within(t, "standard deviation", math.Sqrt(sum2/paths-got*got), sd, 0.03*sd)
}

// The present value of one unit a year for ever, at lognormal returns of log
// drift ν, is 2/(σ² Γ) with Γ gamma distributed of shape 2ν/σ² (Dufresne 1990;
// Milevsky 1997, 2006): spending c of w is ruin with the probability that this
// exceeds w/c. Running time three times as fast (ν, σ² and c three times as
// large) changes nothing in the limit and makes 40 years as good as 120, after
// which hardly anybody is ruined. Spending at the beginning of a month instead of
// all through it is made good by half a month of it in the first wealth.
func TestPerpetuityRuinIsReciprocalGamma(t *testing.T) {
	const paths, fast, months = 5_000, 3, 480
	for _, test := range []struct{ nu, sigma, rate float64 }{
		{0.06, 0.20, 0.04}, {0.07, 0.25, 0.04},
	} {
		each := fast * test.rate / 12
		spending := Constant(1000*each/(1+each/2), months)
		class := fromLog(fast*test.nu, test.sigma*math.Sqrt(fast))
		r := mustRun(t, invested(lognormalSpec(class), []float64{1}, months, paths, spending))
		want := gammaBelow(2*test.nu/(test.sigma*test.sigma), 2*test.rate/(test.sigma*test.sigma))
		within(t, "ruin", 1-successes(r), want, 4*math.Sqrt(want*(1-want)/paths))
		t.Logf("ruin %.4f, in the limit %.4f", 1-successes(r), want)
	}
}

// gammaBelow is the regularised lower incomplete gamma function, by its series.
func gammaBelow(shape, x float64) float64 {
	term := 1 / shape
	sum := term
	for k := 1.0; k < 500; k++ {
		term *= x / (shape + k)
		sum += term
	}
	g, _ := math.Lgamma(shape)
	return sum * math.Exp(shape*math.Log(x)-x-g)
}

// At a constant return the level payment of an annuity due empties the account
// in its last month, and a cent more is too much.
func TestAnAnnuityEmptiesItsAccountInItsLastMonth(t *testing.T) {
	const months, rate = 360, 0.03
	spec := lognormalSpec(market.Class{ID: "c", Mean: rate})
	spec.Model.Kind = market.Deterministic
	g := math.Pow(1+rate, 1.0/12)
	payment := 1000 * (1 - 1/g) / (1 - math.Pow(g, -months))

	exact := mustRun(t, invested(spec, []float64{1}, months, 1, Constant(payment, months)))
	within(t, "end wealth", exact.Rows.EndWealth[0], 0, 1e-6)
	if exact.Rows.Outcome[0] != FullyPaid {
		t.Error("the annuity's own payment was too much")
	}
	more := mustRun(t, invested(spec, []float64{1}, months, 1, Constant(payment*1.0001, months)))
	if more.Rows.FirstShortfall[0] != months-1 {
		t.Errorf("a little more fails in month %d, want the last", more.Rows.FirstShortfall[0])
	}
}

// Black and Scholes: S = K = 100, r = 5 %, σ = 20 %, one year.
func TestACallIsWorthWhatBlackAndScholesSay(t *testing.T) {
	const rate, sigma, paths, want = 0.05, 0.2, 100_000, 10.450583572186
	r := mustRun(t, invested(lognormalSpec(fromLog(rate-sigma*sigma/2, sigma)), []float64{1}, 12, paths, Schedule{}))
	var sum, sum2 float64
	for _, w := range r.Rows.EndWealth {
		v := math.Exp(-rate) * math.Max(0, w/10-100)
		sum, sum2 = sum+v, sum2+v*v
	}
	mean := sum / paths
	within(t, "call", mean, want, 4*math.Sqrt((sum2/paths-mean*mean)/paths))
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s %v, want %v ± %v", what, got, want, tolerance)
	}
}
