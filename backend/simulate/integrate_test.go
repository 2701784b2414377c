package simulate

import (
	"context"
	"errors"
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// threeAccounts is the work unit of three accounts of public comparison, played
// monthly: someone of 62 with a taxable, a deferred and a tax-free account of six
// lognormal assets, required withdrawals and brackets.
func threeAccounts(paths int) Scenario {
	const months = 480
	arithmetic := []float64{.065, .060, .055, .018, .012, .004}
	sigma := []float64{.17, .19, .20, .06, .05, .012}
	spec := market.Spec{
		Corr: [][]float64{
			{1, .75, .60, .10, .10, 0, 0}, {.75, 1, .55, .12, .12, 0, 0}, {.60, .55, 1, .20, .20, 0, 0},
			{.10, .12, .20, 1, .70, .30, 0}, {.10, .12, .20, .70, 1, .20, 0}, {0, 0, 0, .30, .20, 1, 0}, {0, 0, 0, 0, 0, 0, 1},
		},
		Model: market.Model{Kind: market.Lognormal},
	}
	for i := range arithmetic {
		spec.Classes = append(spec.Classes, fromLog(market.Log(1+arithmetic[i])-sigma[i]*sigma[i]/2, sigma[i]))
	}
	// The uniform lifetime table's divisors from 73 on.
	divisors := []float64{
		26.5, 25.5, 24.6, 23.7, 22.9, 22.0, 21.1, 20.2, 19.4, 18.5, 17.7, 16.8, 16.0, 15.2, 14.4,
		13.7, 12.9, 12.2, 11.5, 10.8, 10.1, 9.5, 8.9, 8.4, 7.8, 7.3, 6.8, 6.4, 6.0,
	}
	required := make([]float64, months)
	for i, d := range divisors {
		required[(11+i)*12] = 1 / d
	}
	mix := func(w ...float64) Mix { return Mix{Points: []Point{{0, w}}, Rebalance: Yearly} }
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: paths, Seed: 1,
		People: []Person{{ID: "p", Name: "A", Age: 62 * 12, Horizon: months}},
		Market: spec, Yields: steadyYields(len(arithmetic)),
		Mixes: []Mix{mix(.45, .25, 0, .10, .05, .15), mix(.25, .15, .05, .35, .15, .05), mix(.50, .25, .20, .05, 0, 0)},
		Accounts: []Account{
			{ID: "t", Wrapper: Taxable, Balance: 500_000, Basis: 300_000, Mix: 0},
			{ID: "d", Wrapper: Deferred, Balance: 700_000, Mix: 1, Required: required},
			{ID: "r", Wrapper: Exempt, Balance: 200_000, Mix: 2},
		},
		Income:   []Income{{ID: "ss", Kind: KindIncome, Amount: between(28_000.0/12, 60, months, months), Tax: tax.Pension}},
		Outflows: []Outflow{{ID: "s", Kind: KindSpending, Tier: Essential, Amount: Constant(75_000.0/12, months)}},
		Draws:    []Draw{{Accounts: []int{0}}, {Accounts: []int{1}}, {Accounts: []int{2}}},
		Sweep:    0, Retire: None, Confidence: 0.8,
		Tax: &tax.Bands{
			Bands: bands(0, .10, 23_200, .12, 94_300, .22, 201_050, .24, 383_900, .32, 487_450, .35, 731_200, .37), Deduction: 29_200,
			Rates: tax.Rates{Gains: 0.05},
		},
	}
}

func bands(v ...float64) []tax.Band {
	var b []tax.Band
	for i := 0; i < len(v); i += 2 {
		b = append(b, tax.Band{From: v[i], Rate: v[i+1]})
	}
	return b
}

// twoGoals succeeds when the account of one asset holds a goal's price after
// three years, and that of another, independent one a second goal's after six.
// Its probability is the product of two normal ones: success has a corner, and
// along some directions lies between two failures.
func twoGoals() (sc Scenario, probability float64) {
	const months, first, second = 73, 36, 72
	mu, sigma := [2]float64{0.05, 0.03}, [2]float64{0.18, 0.10}
	at := func(month int, amount float64) Schedule { return between(amount, month, month+1, months) }
	sc = invested(lognormalSpec(fromLog(mu[0], sigma[0]), fromLog(mu[1], sigma[1])), []float64{1, 0}, months, 1, Schedule{})
	sc.Mixes = append(sc.Mixes, Mix{Points: []Point{{0, []float64{0, 1}}}})
	sc.Accounts = []Account{
		{ID: "a", Wrapper: Purpose, Balance: 1000},
		{ID: "b", Wrapper: Exempt, Balance: 1000, Mix: 1, Access: second},
	}
	sc.Outflows = []Outflow{
		{ID: "one", Kind: KindGoal, Tier: Essential, Amount: at(first, 900), Fund: []Fund{{0, 1}}},
		{ID: "two", Kind: KindGoal, Tier: Essential, Amount: at(second, 950)},
	}
	sc.Draws = []Draw{{Accounts: []int{1}}}
	holds := func(i int, years, price float64) float64 {
		return market.Cumulative((mu[i]*years - math.Log(price/1000)) / (sigma[i] * math.Sqrt(years)))
	}
	return sc, holds(0, 3, 900) * holds(1, 6, 950)
}

// integrating is an integrator that has found its directions.
func integrating(t *testing.T, sc Scenario, d Design) *integrator {
	t.Helper()
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	in := newIntegrator(t.Context(), p, d)
	if err := in.aim(); err != nil {
		t.Fatal(err)
	}
	return in
}

// repeats are integrals of different futures.
func repeats(t *testing.T, in *integrator, count int) []Integral {
	t.Helper()
	all := make([]Integral, count)
	for k := range all {
		var err error
		if all[k], err = in.integrate(k * in.design.Replicates * in.design.Points); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// meanOf is the mean of integrals and its standard error.
func meanOf(all []Integral) (mean, se float64) {
	n := float64(len(all))
	for _, r := range all {
		mean += r.Success / n
	}
	for _, r := range all {
		se += (r.Success - mean) * (r.Success - mean) / n
	}
	return mean, math.Sqrt(se / n)
}

func TestIntervalsCoverAKnownProbability(t *testing.T) {
	sc, want := twoGoals()
	const count = 300
	all := repeats(t, integrating(t, sc, Design{8, 16}), count)
	covered, width := 0, 0.0
	for _, r := range all {
		if r.Low <= want && want <= r.High {
			covered++
		}
		width += (r.High - r.Low) / 2 / count
	}
	// Five standard errors of a share of 95 %.
	if share := float64(covered) / count; math.Abs(share-0.95) > 5*math.Sqrt(0.95*0.05/count) {
		t.Errorf("%.1f %% of intervals cover the probability", 100*share)
	}
	tellCoverage(t, count, 8*16, want, float64(covered)/count)
	mean, se := meanOf(all)
	within(t, "mean estimate", mean, want, 4*se)
	plain := 1.96 * math.Sqrt(want*(1-want)/(8*16))
	if width > plain/4 {
		t.Errorf("intervals are ± %.4f, want a quarter of the plain %.4f at most", width, plain)
	}
	t.Logf("%d of %d cover %.4f; ± %.4f, plain ± %.4f", covered, count, want, width, plain)
}

// Along the difference of the two assets success lies between two failures: the
// wrong direction costs certainty, and no more.
func TestAWrongDirectionIsNoticedAndDoesNoHarm(t *testing.T) {
	sc, want := twoGoals()
	in := integrating(t, sc, Design{8, 16})
	v := make([]float64, in.years*in.series)
	for y := range in.years {
		v[y*in.series], v[y*in.series+1] = 1, -1
	}
	in.directions, in.centre, in.curves = [][]float64{unit(v)}, 0, nil
	all := repeats(t, in, 100)
	mean, se := meanOf(all)
	within(t, "mean estimate", mean, want, 4*se)
	if all[0].Turned == 0 {
		t.Error("no point is said to turn")
	}
}

// Student-t's scales and regimes are drawn, and normals moved given them: that is
// as right, but no sharper than plain futures, since success hangs on them too.
func TestIntegralsAgreeWithPlainSampling(t *testing.T) {
	for name, change := range map[string]func(*Scenario){
		"three accounts": func(*Scenario) {},
		"student-t":      func(sc *Scenario) { sc.Market.Model = market.Model{Kind: market.StudentT, DF: 4} },
		"regime": func(sc *Scenario) {
			sc.Market.Model = market.Model{Kind: market.Regime, Switch: market.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2}}
		},
		"all funded": func(sc *Scenario) {
			sc.Metric = AllFunded
			sc.Outflows[0].Tier, sc.Outflows[0].CutFloor = Flexible, 0.5
		},
		"prices move": func(sc *Scenario) {
			sc.Market.Inflation = market.Inflation{Mean: 0.022, SD: 0.015, AR1: 0.6}
			sc.Income[0].Amount.Nominal, sc.Income[0].Amount.Real = sc.Income[0].Amount.Real, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			sc := threeAccounts(6_400)
			change(&sc)
			plain := mustRun(t, sc)
			p := 0.0
			for _, o := range plain.Rows.Outcome {
				if o == FullyPaid || (o == EssentialPaid && sc.Metric == EssentialFunded) {
					p += 1.0 / 6_400
				}
			}
			r, err := Integrate(t.Context(), sc, Usual, nil)
			if err != nil {
				t.Fatal(err)
			}
			half := (r.High - r.Low) / 2
			within(t, "success", r.Success, p, 4*math.Sqrt(p*(1-p)/6_400+half*half/4))
			if sc.Market.Model.Kind == market.Lognormal && half > 0.003 {
				t.Errorf("± %.4f", half)
			}
			t.Logf("%.4f ± %.4f, plain %.4f; played %d, turned %.4f", r.Success, half, p, r.Played, r.Turned)
		})
	}
}

func TestAnIntegralIsTheSameOnAnyNumberOfWorkers(t *testing.T) {
	sc, _ := twoGoals()
	var all [2]Integral
	for k, workers := range []int{1, 3} {
		p, err := checked(t.Context(), &sc)
		if err != nil {
			t.Fatal(err)
		}
		in := newIntegrator(t.Context(), p, Design{4, 32})
		in.workers = workers
		if err := in.aim(); err != nil {
			t.Fatal(err)
		}
		if all[k], err = in.integrate(0); err != nil {
			t.Fatal(err)
		}
	}
	if all[0] != all[1] {
		t.Errorf("%+v on one, %+v on three", all[0], all[1])
	}
}

// Where no future fails, there is nothing to turn to; the interval is that of
// as many plain futures.
func TestASafePlanIsNoMoreCertainThanItsFuturesAre(t *testing.T) {
	sc := oneAccount(1)
	sc.Outflows[0].Amount = Constant(1, sc.Months)
	r, err := Integrate(t.Context(), sc, Design{4, 16}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Success != 1 || r.High != 1 || math.Abs(r.Low-64/(64+1.96*1.96)) > 1e-4 {
		t.Errorf("%+v", r)
	}
}

func TestOnlyGaussianModelsAreIntegrated(t *testing.T) {
	for _, model := range []market.Model{
		{Kind: market.Replay, Wrap: true}, {Kind: market.Deterministic},
		{Kind: market.BlockBootstrap, Pieces: market.Pieces{Months: 60}},
	} {
		sc := household(100)
		sc.Market.Model = model
		if _, err := Integrate(t.Context(), sc, Usual, nil); !errors.Is(err, ErrNotGaussian) {
			t.Errorf("%s: %v", model.Kind, err)
		}
	}
}

func TestAnIntegralCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	played := 0
	_, err := Integrate(ctx, household(100), Usual, func(done, total int) {
		if played = done; done > total/4 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if played == 0 {
		t.Error("no progress was told")
	}
}

// Directions are orthonormal, so that what is moved along them stays normal.
func TestDirectionsAreOrthonormal(t *testing.T) {
	in := integrating(t, threeAccounts(1), Usual)
	if len(in.directions) != bends+1 {
		t.Errorf("%d directions", len(in.directions))
	}
	for i, a := range in.directions {
		for j, b := range in.directions[:i+1] {
			want := 0.0
			if i == j {
				want = 1
			}
			within(t, "product", dot(a, b), want, 1e-9)
		}
	}
}

// What a future is moved to along the directions is what the net says, and what
// is left of it is as it was.
func TestPlacedFuturesAreWhereTheNetSays(t *testing.T) {
	in := integrating(t, threeAccounts(1), Usual)
	err := in.each(market.Lanes, 0, func(b *probe, _ int) {
		b.place(func(l int, q []float64) {
			for k := range q {
				q[k] = float64(l) - float64(k)/2
			}
		})
		quests := make([]*quest, b.n)
		for l := range quests {
			quests[l] = &quest{own: b.at0[l], shift: b.at0[l] / rootWidth}
			for i := range b.move {
				quests[l].rest = append(quests[l].rest, b.move[i][l])
			}
		}
		quests[7].shift = 2.5 / rootWidth
		b.seek(quests)
		for l := range b.n {
			own, moved := b.lane(l), b.lane(l)
			for i := range moved {
				moved[i] += b.move[i][l]
			}
			want := dot(in.directions[0], own)
			if l == 7 {
				want = 2.5
			}
			within(t, "v0", dot(in.directions[0], moved), want, 1e-9)
			for k, d := range in.directions[1:] {
				within(t, "direction", dot(d, moved), float64(l)-float64(k)/2, 1e-9)
			}
			for i := range own {
				own[i] -= moved[i]
			}
			within(t, "the rest", length(without(own, in.directions)), 0, 1e-9)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
