package forecast

import (
	"math"
	"slices"
	"strings"
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// free is the US demo household, which stops working when its money is worth so
// many years of spending, between today and the earner's 67th birthday.
func free(t *testing.T, multiple string, more string) plan.Plan {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	return pulled(t, pulled(t, p, `{"milestones":{"free":{"sort":"a","name":"Free","icon":"sun","when":{"trigger":{"metric":"multipleOfSpending","op":">=","value":"`+multiple+`","before":{"at":"age","person":"p1","years":67}}}}},
		"people":{"p1":{"work":{"stop":{"at":"milestone","ref":"free"}}},"p2":{"work":{"stop":{"at":"milestone","ref":"free","offsetMonths":12}}}}}`), more)
}

func TestAMilestoneThatWaitsMovesWhatHangsOnIt(t *testing.T) {
	p := free(t, "15", `{"spending":{"s-more":{"name":"Trips","tier":"wish","amount":{"amt":"500"},"span":{"start":{"at":"milestone","ref":"free"},"months":60}}},
		"milestones":{"after":{"sort":"b","name":"A year on","icon":"map","when":{"at":"milestone","ref":"free","offsetMonths":12}}}}`)
	c, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	tr := c.Scenario.Trigger
	if tr == nil || len(tr.Variants) < 10 || limited(c, plan.LimitConditional) {
		t.Fatalf("trigger %+v, limits %+v", tr, c.Limits)
	}
	for k, sc := range tr.Variants {
		m := tr.From + k*tr.Every
		if sc.Retire != m+12 {
			t.Errorf("come in month %d, work ends in month %d", m, sc.Retire)
		}
		i := slices.IndexFunc(sc.Outflows, func(o simulate.Outflow) bool { return o.ID == "s-more" })
		amount := sc.Outflows[i].Amount.Real
		if amount[m] != 500 || amount[m+59] != 500 || amount[m+60] != 0 || (m > 0 && amount[m-1] != 0) {
			t.Errorf("come in month %d, trips are paid otherwise", m)
		}
	}
	r := mustRun(t, p, RunSpec{Paths: 256, Purpose: Full})
	at := func(id string) Milestone {
		i := slices.IndexFunc(r.Header.Milestones, func(m Milestone) bool { return m.ID == id })
		if i < 0 {
			t.Fatalf("%s is not among %+v", id, r.Header.Milestones)
		}
		return r.Header.Milestones[i]
	}
	free, after := at("free"), at("after")
	if free.Reached == nil || free.Reached.Share != 1 || free.Month != free.Reached.Median || free.Reached.Early >= free.Reached.Late {
		t.Errorf("%+v", free)
	}
	if after.Month != free.Month+12 || after.Reached != nil {
		t.Errorf("what hangs on month %d comes in %d", free.Month, after.Month)
	}
	if r.Header.Facts["wealth.retirement.p50"].Value <= 0 || r.Header.Facts["spend.retired.month"].Value <= 0 {
		t.Errorf("%+v", r.Header.Facts)
	}
}

// A bar that everybody clears at once is the plan with the milestone today; one that
// nobody ever clears, the plan with it at the latest.
func TestTheBarDecides(t *testing.T) {
	at := func(when string) Result {
		p := free(t, "1", `{}`)
		m := p.Milestones["free"]
		m.When = plan.MilestoneWhen{TimeRef: plan.TimeRef{At: plan.AtNow}}
		if when == "latest" {
			m.When = plan.MilestoneWhen{TimeRef: plan.TimeRef{At: plan.AtAge, Person: "p1", Years: 67}}
		}
		p.Milestones["free"] = m
		return mustRun(t, p, RunSpec{Paths: 128, Purpose: Preview})
	}
	for when, multiple := range map[string]string{"now": "0", "latest": "100000"} {
		a, b := at(when), mustRun(t, free(t, multiple, `{}`), RunSpec{Paths: 128, Purpose: Preview})
		for _, fact := range []string{"success.essential", "success.full", "wealth.end.p50", "tax.lifetime.p50"} {
			if x, y := a.Header.Facts[fact].Value, b.Header.Facts[fact].Value; math.Abs(x-y) > 1e-9*(1+math.Abs(x)) {
				t.Errorf("%s, %s: %v dated, %v waiting", when, fact, x, y)
			}
		}
	}
}

func TestAReplayTellsWhenTheMilestoneComes(t *testing.T) {
	p := free(t, "15", `{}`)
	r := mustRun(t, p, RunSpec{Paths: 128, Purpose: Preview})
	again, err := new(Service).Replay(t.Context(), r, 3)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, y := range again.Years {
		if strings.Contains(y.Text.EN, "“Free” comes.") && strings.Contains(y.Text.KO, "‘Free’ 시점에 이릅니다.") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("it is told in %d years", told)
	}
}

func TestWhatCannotWaitIsSaid(t *testing.T) {
	cases := map[string]string{
		"two conditions": `{"milestones":{"other":{"sort":"z","when":{"trigger":{"metric":"liquid","op":">=","value":"1000000"}}}}}`,
		"odds":           `{"withdrawal":{"rule":{"kind":"riskGuardrails","cutBelow":0.6,"raiseAbove":0.95,"step":0.05}}}`,
	}
	for name, patch := range cases {
		c, err := Compile(free(t, "15", patch))
		if err != nil {
			t.Fatal(err)
		}
		if !limited(c, plan.LimitConditional) {
			t.Errorf("%s: nothing is said: %+v", name, c.Limits)
		}
	}
	c, err := Compile(free(t, "15", `{"accounts":{"a1":{"access":{"from":{"at":"milestone","ref":"free"}}}}}`))
	if err != nil || !limited(c, "limit.milestone.access") {
		t.Errorf("%v, %+v", err, c.Limits)
	}
}

// Lives that end by chance and a milestone that waits go together.
func TestLivesAndAMilestoneThatWaits(t *testing.T) {
	p := free(t, "15", `{"assumptions":{"longevity":{"kind":"drawn","joint":true}}}`)
	r := mustRun(t, p, RunSpec{Paths: 128, Purpose: Preview})
	if i := slices.IndexFunc(r.Header.Milestones, func(m Milestone) bool { return m.Reached != nil }); i < 0 {
		t.Errorf("%+v, limits %+v", r.Header.Milestones, r.Header.Limits)
	}
}

// BenchmarkWaiting is what a run costs whose milestone waits for money, beside
// BenchmarkFull.
func BenchmarkWaiting(b *testing.B) {
	p, err := plan.Demo("us")
	if err != nil {
		b.Fatal(err)
	}
	p.Milestones["free"] = plan.Milestone{When: plan.MilestoneWhen{Trigger: &plan.Trigger{Metric: plan.TriggerMultipleOfSpending, Op: plan.TriggerAtLeast, Value: "15"}}}
	for id, person := range p.People {
		if person.Work != nil {
			person.Work = &plan.Work{Stop: plan.TimeRef{At: plan.AtMilestone, Ref: "free"}}
			p.People[id] = person
		}
	}
	b.Run("compile", func(b *testing.B) {
		for b.Loop() {
			if _, err := Compile(p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("full", func(b *testing.B) {
		var s Service
		for b.Loop() {
			if _, err := s.Run(b.Context(), p, RunSpec{}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// A household that runs short sells its home, and its replay says so.
func TestAReplayTellsWhatIsSold(t *testing.T) {
	p := demo(t, "us")
	var home string
	for id, property := range p.Property {
		if property.Kind == plan.PropertyHome && property.Sell == nil {
			home = id
		}
	}
	if home == "" {
		t.Fatal("the demo household has no home of its own")
	}
	p.Withdrawal.Shortfall = []string{"wish", "flexible", "property:" + home, "borrow", "unfunded"}
	p.Withdrawal.BorrowRate = 0.06
	for id, s := range p.Spending {
		s.Amount = scaledAmount(s.Amount, 1.6, p.Currency)
		p.Spending[id] = s
	}
	r := mustRun(t, p, RunSpec{Paths: 256, Purpose: Preview})
	sold := r.Header.Facts["sold."+home].Value
	if sold <= 0 || sold >= 1 {
		t.Fatalf("the home is sold in %v of futures", sold)
	}
	told := 0
	for future := range 40 {
		again, err := new(Service).Replay(t.Context(), r, future)
		if err != nil {
			t.Fatal(err)
		}
		for _, y := range again.Years {
			if strings.Contains(y.Text.EN, "is sold for") && strings.Contains(y.Text.KO, "팝니다") {
				told++
			}
		}
	}
	if told == 0 {
		t.Error("no replay of 40 tells of it")
	}
}
