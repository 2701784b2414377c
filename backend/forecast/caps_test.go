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
	if i < 0 || !slices.Equal(caps[i].Rules, []string{"x1", "x2"}) || caps[i].Yearly != 7000 {
		t.Errorf("caps = %+v, want one of 7000 over x1 and x2", caps)
	}
}
