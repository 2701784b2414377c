package simulate

import (
	"math"
	"slices"
	"testing"

	"meridian/backend/market"
)

// Each future's critical multiplier, found by itself, gives the order statistic
// that the shared halving finds.
func TestSustainIsTheOrderStatisticOfCriticalMultipliers(t *testing.T) {
	for _, metric := range []Metric{EssentialFunded, AllFunded} {
		sc := tight(40, market.Model{Kind: market.Lognormal})
		sc.Months = 360
		sc = shortened(sc)
		sc.Metric = metric
		got, err := Sustain(t.Context(), sc, 40, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := checked(t.Context(), &sc)
		if err != nil {
			t.Fatal(err)
		}
		critical := make([]float64, p.n)
		for i := range critical {
			critical[i] = criticalOf(t, p, i)
		}
		slices.Sort(critical)
		low, rank, high := ranks(p.n, 1-sc.Confidence)
		for _, c := range []struct{ got, want float64 }{
			{got.Low, critical[low]}, {got.Multiplier, critical[rank]}, {got.High, critical[high]},
		} {
			if math.Abs(c.got/c.want-1) > 3*multiplierStep {
				t.Errorf("metric %d: multiplier %v, one by one %v", metric, c.got, c.want)
			}
		}
	}
}

// shortened cuts every schedule to the scenario's months.
func shortened(sc Scenario) Scenario {
	cut := func(s Schedule) Schedule {
		if s.Real != nil {
			s.Real = s.Real[:sc.Months]
		}
		if s.Nominal != nil {
			s.Nominal = s.Nominal[:sc.Months]
		}
		return s
	}
	for i := range sc.Income {
		sc.Income[i].Amount = cut(sc.Income[i].Amount)
	}
	for i := range sc.Outflows {
		sc.Outflows[i].Amount = cut(sc.Outflows[i].Amount)
	}
	for i := range sc.Holdings {
		sc.Holdings[i].Value = cut(sc.Holdings[i].Value)
	}
	for i := range sc.Saving {
		sc.Saving[i].Amount = cut(sc.Saving[i].Amount)
	}
	for i := range sc.Caps {
		sc.Caps[i].Yearly = cut(sc.Caps[i].Yearly)
	}
	return sc
}

func criticalOf(t *testing.T, p *program, future int) float64 {
	t.Helper()
	s := &solver{ctx: t.Context(), p: p}
	low, high := 0.0, 8.0
	for high-low > 1e-4 {
		mid := (low + high) / 2
		if s.at([]int{future}, mid)[0] {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// At the sustainable level, the wanted share of futures succeeds.
func TestTheWantedShareSucceedsAtTheSustainableLevel(t *testing.T) {
	sc := household(500)
	found, err := Sustain(t.Context(), sc, 500, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !(found.Low <= found.Multiplier && found.Multiplier <= found.High) {
		t.Errorf("%v is outside its interval %v to %v", found.Multiplier, found.Low, found.High)
	}
	for _, c := range []struct {
		f      float64
		enough bool
	}{{1 - 4*multiplierStep, true}, {1 + 4*multiplierStep, false}} {
		at := household(500)
		for i, o := range at.Outflows {
			if o.Kind == KindSpending {
				at.Outflows[i].Amount = scaled(o.Amount, c.f*found.Multiplier)
			}
		}
		// Buffers are measured in spending, so that scaling it is the same as playing at the multiplier.
		if s := successes(mustRun(t, at)); (s >= sc.Confidence) != c.enough {
			t.Errorf("at %v times the sustainable level %v succeed, wanted %v", c.f, s, sc.Confidence)
		}
	}
}

func TestSpendingWithoutBoundIsSustainedUpToTheMost(t *testing.T) {
	sc := household(10)
	sc.Outflows = sc.Outflows[3:] // no recurring spending to multiply
	sc.Income[0].Amount = Constant(50_000, sc.Months)
	found, err := Sustain(t.Context(), sc, 10, nil, nil)
	if err != nil || found.Multiplier != maxMultiplier {
		t.Errorf("multiplier %v, error %v", found.Multiplier, err)
	}
}

// Where futures are known, and how many are played side by side, decides nothing
// but the time it takes.
func TestTheSustainableLevelDoesNotDependOnHowItIsLookedFor(t *testing.T) {
	sc := household(500)
	want, err := Sustain(t.Context(), sc, 500, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, sc)
	if got, err := Sustain(t.Context(), sc, 500, &r, nil); got != want || err != nil {
		t.Errorf("%v, error %v, want %v", got, err, want)
	}
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	s := &solver{ctx: t.Context(), p: p, found: map[int]float64{}}
	low, rank, high := ranks(500, 1-sc.Confidence)
	parts := s.open(p.all(), []int{low, rank, high})
	for len(parts) > 0 { // one halving at a time
		part := parts[0]
		parts = parts[1:]
		if !s.settle(&part) {
			ok := s.at(part.futures, part.middle())
			fail, pass := part.divide(part.middle(), func(i int) bool { return ok[i] })
			parts = append(parts, fail, pass)
		}
	}
	if got := (Sustainable{s.found[rank], s.found[low], s.found[high], 500}); got != want {
		t.Errorf("by single halves %v, want %v", got, want)
	}
}
