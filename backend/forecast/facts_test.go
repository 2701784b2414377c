package forecast

import (
	"math"
	"testing"

	"meridian/backend/plan"
)

// The first two are Newcombe, "Two-sided confidence intervals for the single
// proportion", Statistics in Medicine 17 (1998), table I, method 3.
func TestWilsonIntervals(t *testing.T) {
	tests := []struct {
		k, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {29, 29, 0.8830, 1},
	}
	for _, test := range tests {
		got := wilson(test.k, test.n)
		if math.Abs(got.Low-test.low) > 5e-5 || math.Abs(got.High-test.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %v to %v", test.k, test.n, got.Low, got.High, test.low, test.high)
		}
	}
}

func TestEveryFactOfTheContractIsTold(t *testing.T) {
	r := mustRun(t, household(t), RunSpec{Paths: 400, Purpose: Full})
	units := map[string]string{
		"success.essential": "share", "success.full": "share", "spend.planned.month": "currencyPerMonth",
		"spend.sustainable.month": "currencyPerMonth", "spend.retired.month": "currencyPerMonth",
		"failure.depth": "share", "failure.years": "years", "failure.firstAge": "age",
		"wealth.end.p10": "currency", "wealth.end.p50": "currency", "wealth.end.p90": "currency",
		"wealth.retirement.p50": "currency", "tax.lifetime.p50": "currency", "inflation.p50": "rate", "paths": "count",
	}
	for id, unit := range units {
		f, ok := r.Header.Facts[id]
		if !ok || f.Unit != unit {
			t.Errorf("fact %s is %+v, want unit %s", id, f, unit)
		}
		if f.CI != nil && !(f.CI.Low <= f.Value && f.Value <= f.CI.High) {
			t.Errorf("fact %s: %v lies outside its interval %+v", id, f.Value, *f.CI)
		}
	}
	if len(r.Header.Facts) != len(units) {
		t.Errorf("%d facts, want %d", len(r.Header.Facts), len(units))
	}
	for _, id := range []string{"success.essential", "success.full", "spend.sustainable.month"} {
		if r.Header.Facts[id].CI == nil {
			t.Errorf("fact %s has no interval", id)
		}
	}
}

// Starts of history overlap, and one future is no sample: neither has an interval.
func TestWhatIsNotSampledHasNoInterval(t *testing.T) {
	for _, model := range []string{"deterministic", "historicalReplay"} {
		p := household(t)
		p.Assumptions.Returns = plan.Returns{Model: plan.ReturnModel(model), Wrap: true}
		r := mustRun(t, p, RunSpec{Purpose: Preview})
		for id, f := range r.Header.Facts {
			if f.CI != nil {
				t.Errorf("%s: fact %s has an interval", model, id)
			}
		}
	}
}

func TestCausesAddUpToTheFailures(t *testing.T) {
	r := mustRun(t, household(t), RunSpec{Paths: 700, Purpose: Preview})
	failed := 0
	outcomes, err := column(r, "outcome")
	if err != nil {
		t.Fatal(err)
	}
	causes, err := column(r, "cause")
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int, causeCount)
	for i, o := range outcomes {
		if o == 0 {
			failed++
		}
		if (o == 0) != (causes[i] != 0) {
			t.Fatalf("future %d: outcome %v, cause %v", i, o, causes[i])
		}
		counts[int(causes[i])]++
	}
	total := 0
	for i, c := range r.Header.Causes {
		total += c.Count
		if c.Count != counts[i+1] {
			t.Errorf("cause %s: %d, column says %d", c.Cause, c.Count, counts[i+1])
		}
	}
	if total != failed || failed == 0 {
		t.Errorf("%d causes for %d failures", total, failed)
	}
}

func TestComparedFuturesArePaired(t *testing.T) {
	a := mustRun(t, household(t), RunSpec{Paths: 300, Purpose: Preview})
	thriftier := household(t)
	for id, s := range thriftier.Spending {
		half := 0.8
		s.Steps = append(s.Steps, plan.Step{At: plan.TimeRef{At: plan.AtNow}, Mul: &half})
		thriftier.Spending[id] = s
	}
	b := mustRun(t, thriftier, RunSpec{Paths: 500, Purpose: Preview})
	got, err := Compare(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if got.N != 300 || got.Both+got.OnlyA+got.OnlyB+got.Neither != 300 {
		t.Errorf("%+v does not add up to 300", got)
	}
	if got.OnlyA != 0 {
		t.Errorf("spending less loses %d futures", got.OnlyA)
	}
	if !(got.Delta.Value > 0 && got.Delta.CI.Low <= got.Delta.Value && got.Delta.Value <= got.Delta.CI.High) {
		t.Errorf("delta %+v", got.Delta)
	}
}

// A result paired with a longer one of itself is that longer one.
func TestAnEstimateIsTheBaseAndThePairedDifference(t *testing.T) {
	base := mustRun(t, household(t), RunSpec{Paths: 2000, Purpose: Preview})
	all := base.Header.Facts["success.essential"]
	same, err := Compare(base, mustRun(t, household(t), RunSpec{Paths: 200, Purpose: Preview}))
	if err != nil {
		t.Fatal(err)
	}
	if same.Estimate.Value != all.Value {
		t.Errorf("the same plan is estimated at %v, not at its %v", same.Estimate.Value, all.Value)
	}
	thriftier := household(t)
	for id, s := range thriftier.Spending {
		less := 0.98
		s.Steps = append(s.Steps, plan.Step{At: plan.TimeRef{At: plan.AtNow}, Mul: &less})
		thriftier.Spending[id] = s
	}
	short, err := Compare(base, mustRun(t, thriftier, RunSpec{Paths: 500, Purpose: Preview}))
	if err != nil {
		t.Fatal(err)
	}
	if want := all.Value + short.Delta.Value; math.Abs(short.Estimate.Value-want) > 1e-12 {
		t.Errorf("estimated %v, want %v and %v", short.Estimate.Value, all.Value, short.Delta.Value)
	}
	truth := mustRun(t, thriftier, RunSpec{Paths: 2000, Purpose: Preview})
	long, err := Compare(base, truth)
	if err != nil {
		t.Fatal(err)
	}
	own := truth.Header.Facts["success.essential"]
	if long.Estimate.Value != own.Value || *long.Estimate.CI != *own.CI {
		t.Errorf("a result as long as the base is estimated at %+v, not at its own %+v", long.Estimate, own)
	}
	if ci := short.Estimate.CI; !(ci.Low <= own.Value && own.Value <= ci.High) {
		t.Errorf("estimated %+v, played in all futures it is %v", *ci, own.Value)
	}
	if width, alone := spread(*short.Estimate.CI), spread(wilson(int(500*own.Value), 500)); width >= alone {
		t.Errorf("an interval of %v is no narrower than %v without the base", width, alone)
	}
}

func spread(i Interval) float64 { return i.High - i.Low }

// By hand: x̄ = 800/1000; of 100 common futures 70 hold in both, 10 only in A, 15
// only in B. With a half added to each: gained 15.5/102, lost 10.5/102, so
// Var(d) = 0.252499, Cov(x,d) = −0.142157, and
// V = (0.16 − 0.284314)/1000 + 0.252499/100 = 0.00240068.
func TestTheVarianceOfAnEstimate(t *testing.T) {
	p := Paired{N: 100, Both: 70, OnlyA: 10, OnlyB: 15, Neither: 5, Delta: Delta{Value: 0.05}}
	if got, want := effective(p, 0.8, 0.85, 1000), 0.85*0.15/0.00240068; math.Abs(got-want) > 1e-3*want {
		t.Errorf("worth %v futures, want %v", got, want)
	}
}

func TestAnEstimateStaysAShare(t *testing.T) {
	for _, test := range []struct{ a, delta, want float64 }{{0.99, 0.05, 1}, {0.01, -0.05, 0}} {
		got := estimate(Paired{N: 100, Delta: Delta{Value: test.delta}}, test.a, 0, 1000, 100)
		if got.Value != test.want || got.CI.Low < 0 || got.CI.High > 1 || got.CI.Low == got.CI.High {
			t.Errorf("%v and %v: %v in %+v", test.a, test.delta, got.Value, *got.CI)
		}
	}
}

func TestFuturesOfDifferentSeedsAreNotCompared(t *testing.T) {
	seed := uint64(99)
	a := mustRun(t, household(t), RunSpec{Paths: 64, Purpose: Preview})
	b := mustRun(t, household(t), RunSpec{Paths: 64, Purpose: Preview, Seed: &seed})
	if _, err := Compare(a, b); err == nil {
		t.Error("compared")
	}
}
