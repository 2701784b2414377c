package forecast

import (
	"slices"
	"testing"

	"meridian/backend/plan"
)

func TestCapsNameTheRulesThatShareThem(t *testing.T) {
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	p.Tax.Regime = plan.RegimeUSFederal
	limit := plan.Amount{Amt: "7000", Cur: "USD", Per: plan.PerYear}
	to := "" // any account will do
	for id := range p.Accounts {
		to = max(to, id)
	}
	for _, id := range []string{"x1", "x2"} {
		p.Saving[id] = plan.SavingRule{
			Record: plan.Record{Sort: "zz" + id}, To: to, From: plan.FromSurplus, Enabled: true,
			Amount: plan.SavingAmount{Fixed: &plan.Amount{Amt: "100", Per: plan.PerMonth}}, CapGroup: "mine", Cap: &limit,
		}
	}
	caps, err := Caps(p)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(caps, func(c Cap) bool { return c.Group == "mine" })
	if i < 0 || !slices.Equal(caps[i].Rules, []string{"x1", "x2"}) || caps[i].Yearly != 7000 || caps[i].Asked != 2400 {
		t.Errorf("caps = %+v, want one of 7000 over x1 and x2, which ask for 2400", caps)
	}
}

// TestWhatRulesAskForUnderALimit: amounts and shares of pay while they run, and no more
// of a rule that fills up to the limit.
func TestWhatRulesAskForUnderALimit(t *testing.T) {
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	limit := plan.Amount{Amt: "7000", Cur: "USD", Per: plan.PerYear}
	to, from := "", ""
	for id := range p.Accounts {
		to = max(to, id)
	}
	for id, i := range p.Income {
		if i.Kind == plan.IncomeWage {
			from = max(from, id)
		}
	}
	ask := func(a plan.SavingAmount) float64 {
		p.Saving["x"] = plan.SavingRule{Record: plan.Record{Sort: "zz"}, To: to, From: from, Enabled: true, Amount: a, CapGroup: "mine", Cap: &limit}
		caps, err := Caps(p)
		if err != nil {
			t.Fatal(err)
		}
		return caps[slices.IndexFunc(caps, func(c Cap) bool { return c.Group == "mine" })].Asked
	}
	tenth := ask(plan.SavingAmount{PctOfIncome: &plan.PctOfIncome{Income: from, Rate: 0.1}})
	fifth := ask(plan.SavingAmount{PctOfIncome: &plan.PctOfIncome{Income: from, Rate: 0.2}})
	if tenth <= 0 || fifth/tenth < 1.999 || fifth/tenth > 2.001 {
		t.Errorf("a tenth of pay asks for %g, a fifth for %g", tenth, fifth)
	}
	if all := ask(plan.SavingAmount{ToLimit: plan.ToRegimeLimit}); all != 0 {
		t.Errorf("a rule that fills up to the limit asks for %g", all)
	}
}
