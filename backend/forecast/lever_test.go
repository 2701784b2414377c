package forecast

import (
	"errors"
	"math"
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

func demo(t testing.TB, region string) plan.Plan {
	t.Helper()
	p, err := plan.Demo(region)
	if err != nil {
		t.Fatal(err)
	}
	p.Scenarios = nil
	return p
}

// TestAMoveIsAPatch moves every lever of both households both ways: the patch,
// laid over the plan, must give the very plan that is played.
func TestAMoveIsAPatch(t *testing.T) {
	for _, region := range []string{"us", "kr"} {
		p := demo(t, region)
		before := string(plan.Encode(p))
		for _, l := range levers() {
			for _, amount := range []float64{-l.step, l.step, -l.most / 2, l.most / 2} {
				moved, err := l.moved(p, amount)
				var no impossible
				if errors.As(err, &no) {
					continue
				}
				if err != nil {
					t.Fatalf("%s %s %g: %v", region, l.id, amount, err)
				}
				again, err := plan.Patch(p, plan.Difference(p, moved))
				if err != nil {
					t.Errorf("%s %s %g: the patch is refused: %v", region, l.id, amount, err)
					continue
				}
				if plan.Hash(again) != plan.Hash(moved) {
					t.Errorf("%s %s %g: the patch gives another plan", region, l.id, amount)
				}
			}
		}
		if string(plan.Encode(p)) != before {
			t.Errorf("%s: moving levers has changed the plan", region)
		}
	}
}

func compiledPlan(t testing.TB, p plan.Plan) Compiled {
	t.Helper()
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// spentIn is what a kind of outflow comes to over a year from a month on, in today's money.
func spentIn(c Compiled, tiers []simulate.Tier, from int) float64 {
	total := 0.0
	for _, o := range c.Scenario.Outflows {
		for _, tier := range tiers {
			if o.Kind == simulate.KindSpending && o.Tier == tier && o.ID != "n1.premium" {
				for m := from; m < from+12; m++ {
					total += amountAt(o.Amount, m, c.Scenario.Market.Inflation.Mean)
				}
			}
		}
	}
	return total
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*math.Max(1, math.Abs(b)) }

// TestLeversDoWhatTheySay compares the compiled plan before and after.
func TestLeversDoWhatTheySay(t *testing.T) {
	all := []simulate.Tier{simulate.Essential, simulate.Flexible, simulate.Wish}
	for _, region := range []string{"us", "kr"} {
		p := demo(t, region)
		base := compiledPlan(t, p)
		retire := base.Scenario.Retire
		move := func(id LeverID, amount float64) Compiled {
			l, _ := leverOf(id)
			moved, err := l.moved(p, amount)
			if err != nil {
				t.Fatalf("%s %s: %v", region, id, err)
			}
			return compiledPlan(t, moved)
		}
		if got := move(LeverRetire, 18).Scenario.Retire; got != retire+18 {
			t.Errorf("%s: retirement moved from %d to %d", region, retire, got)
		}
		essential := move(LeverSpendEssential, -0.1)
		if !near(spentIn(essential, all[:1], 0), 0.9*spentIn(base, all[:1], 0), 1e-4) || !near(spentIn(essential, all[1:], 0), spentIn(base, all[1:], 0), 1e-12) {
			t.Errorf("%s: a tenth less for essentials is not", region)
		}
		retired := move(LeverSpendRetired, -0.1)
		for _, at := range []int{0, retire - 12, retire, retire + 120} {
			want := spentIn(base, all, at)
			if at >= retire {
				want *= 0.9
			}
			if !near(spentIn(retired, all, at), want, 1e-4) {
				t.Errorf("%s: a tenth less in retirement gives %g in the year from month %d, not %g", region, spentIn(retired, all, at), at, want)
			}
		}
		saving := move(LeverSaving, 0.05)
		pay := 0.0
		for _, i := range base.Scenario.Income {
			if earns(p.Income[i.ID]) {
				pay += amountAt(i.Amount, 0, 0)
			}
		}
		if got := (spentIn(base, all, 0) - spentIn(saving, all, 0)) / 12; !near(got, 0.05*pay, 2e-3) {
			t.Errorf("%s: 5 %% of pay is %g a month; %g is spent less", region, 0.05*pay, got)
		}
		if !near(spentIn(saving, all, retire+24), spentIn(base, all, retire+24), 1e-4) {
			t.Errorf("%s: saving while working changes spending in retirement", region)
		}
		if got := move(LeverLongevity, 5).Scenario.Months; got != base.Scenario.Months+60 {
			t.Errorf("%s: five years longer is %d months instead of %d", region, got, base.Scenario.Months)
		}
		if got := move(LeverReturns, 0.01).Scenario.Market.Classes; !near(got[0].Mean, base.Scenario.Market.Classes[0].Mean+0.01, 1e-9) {
			t.Errorf("%s: returns are %v", region, got)
		}
	}
}

// TestPayFollowsTheEndOfWork moves an end of work that pay stands beside by a
// date of its own.
func TestPayFollowsTheEndOfWork(t *testing.T) {
	p := demo(t, "us")
	i := p.Income["i1"]
	i.Span.End = &plan.TimeRef{At: plan.AtAge, Person: "p1", Years: 62}
	p.Income["i1"] = i
	moved, err := moveRetirement(p, -30)
	if err != nil {
		t.Fatal(err)
	}
	if end := *moved.Income["i1"].Span.End; end.Years != 59 || end.Months != 6 {
		t.Errorf("pay ends at %+v", end)
	}
}

// TestLeversSayWhyNot lists what cannot be moved.
func TestLeversSayWhyNot(t *testing.T) {
	retired := demo(t, "us")
	for id, person := range retired.People {
		person.Work = nil
		retired.People[id] = person
	}
	history := demo(t, "us")
	history.Assumptions.Returns.Model = plan.ModelHistorical
	spent := demo(t, "us")
	spent.Withdrawal.Surplus = plan.SpendSurplus
	steady := demo(t, "us")
	steady.Assumptions.Returns.Model = plan.ModelDeterministic
	for _, tt := range []struct {
		name   string
		plan   plan.Plan
		lever  LeverID
		amount float64
		want   impossible
	}{
		{"retired people retire later", retired, LeverRetire, 12, noWork},
		{"retirement before today", demo(t, "us"), LeverRetire, -600, beforeToday},
		{"other returns in history", history, LeverReturns, 0.01, asRecorded},
		{"calmer markets without any ups and downs", steady, LeverVolatility, -0.1, noSurprises},
		{"saving what is spent anyway", spent, LeverSaving, 0.02, surplusSpent},
		{"saving without work", retired, LeverSaving, 0.02, noWork},
		{"less than nothing", demo(t, "us"), LeverSpendFlexible, -1.5, belowNothing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := leverOf(tt.lever)
			if _, err := l.moved(tt.plan, tt.amount); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestTiltKeepsWeights moves a mix between equities and the rest.
func TestTiltKeepsWeights(t *testing.T) {
	risky := map[string]bool{"a": true, "b": true}
	for _, tt := range []struct {
		mix    map[string]float64
		amount float64
		want   float64 // of a and b
	}{
		{map[string]float64{"a": 0.4, "b": 0.2, "c": 0.4}, 0.1, 0.7},
		{map[string]float64{"a": 0.4, "b": 0.2, "c": 0.4}, 0.9, 1},
		{map[string]float64{"a": 0.4, "b": 0.2, "c": 0.4}, -0.9, 0},
		{map[string]float64{"c": 1}, 0.3, 0.3},
		{map[string]float64{"a": 1}, -0.25, 0.75},
		{map[string]float64{"a": 1.0 / 3, "c": 1.0 / 3, "d": 1.0 / 3}, 0.05, 1.0/3 + 0.05},
	} {
		got := tilted(tt.mix, risky, "a", "c", tt.amount)
		sum, has := 0.0, 0.0
		for id, w := range got {
			sum += w
			if risky[id] {
				has += w
			}
		}
		if math.Abs(sum-1) > 1e-6 || math.Abs(has-tt.want) > 1e-4 {
			t.Errorf("%v by %g is %v", tt.mix, tt.amount, got)
		}
	}
}
