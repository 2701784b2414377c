package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
)

// A loan of 12,000 at nothing, paid back by 1,000 a month, of which 500 more are there
// each month: after eight months all is paid back, and the purse keeps 1,500 then.
func TestALoanIsPaidBackEarly(t *testing.T) {
	sc := pay(12, 1)
	sc.Market.Model = market.Model{Kind: market.Deterministic}
	sc.Income[0].Amount = Constant(1_500, 12)
	sc.Outflows = []Outflow{{ID: "loan", Kind: KindDebt, Tier: Essential, Amount: ConstantNominal(1_000, 12)}}
	owed := ConstantNominal(0, 12)
	for i := range owed.Nominal {
		owed.Nominal[i] = float64(11_000 - 1_000*i)
	}
	sc.Holdings = []Holding{{ID: "loan", Kind: KindDebt, Value: owed}}
	sc.Sweep = 0
	sc.Prepayments = []Prepayment{{0, 0}}
	again, err := Again(t.Context(), sc, 0)
	if err != nil {
		t.Fatal(err)
	}
	for m := range 12 {
		worth := float64(1_500*(m+1) - 12_000)
		bank := max(0, worth)
		if math.Abs(again.NetWorth[m]-worth) > 1e-6 || math.Abs(again.Balances[0][m]-bank) > 1e-6 {
			t.Errorf("month %d: net worth %g and %g in the bank, not %g and %g", m, again.NetWorth[m], again.Balances[0][m], worth, bank)
		}
	}
}

// What is paid early saves the loan's interest and nothing else: under 6 % a year, an
// amount that pays the whole loan back at the end of the first month saves what money
// at 6 % would have earned.
func TestPayingEarlySavesInterest(t *testing.T) {
	const months = 24
	payments, owed := amortised(50_000, 0.06, months, months)
	sc := pay(months, 1)
	sc.Market.Model = market.Model{Kind: market.Deterministic}
	sc.Income[0].Amount = between(100_000, 0, 1, months)
	sc.Outflows = []Outflow{{ID: "loan", Kind: KindDebt, Tier: Essential, Amount: payments}}
	sc.Holdings = []Holding{{ID: "loan", Kind: KindDebt, Value: owed}}
	sc.Draws = []Draw{{Accounts: []int{0}}}
	plain := mustRun(t, sc).Rows.EndWealth[0]
	sc.Prepayments = []Prepayment{{0, 0}}
	early := mustRun(t, sc).Rows.EndWealth[0]
	interest := payments.Nominal[0]*(months-1) - owed.Nominal[0]
	if got := early - plain; math.Abs(got-interest) > 1e-6*interest {
		t.Errorf("%g is saved, not %g", got, interest)
	}
}

func TestTheSecondOpinionAgreesOnPrepayments(t *testing.T) {
	for name, change := range map[string]func(*Scenario){
		"a household": func(*Scenario) {},
		"sold": func(sc *Scenario) {
			*sc = owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)
			sc.Estates[0].Sale = &Sale{Metric: TriggerNetWorth, Value: 700_000, From: 40, Until: 400}
		},
		"sold for want": func(sc *Scenario) {
			*sc = owning(tight(spill, market.Model{Kind: market.StudentT, DF: 4}), Resort{Kind: PartWith, Estate: 0}, Resort{Kind: Borrow, Rate: 0.07})
		},
		"a rule": func(sc *Scenario) {
			sc.Rule = &Rule{Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1, All: true, From: 60}
		},
		"a milestone": func(sc *Scenario) { *sc = waiting(*sc, TriggerNetWorth, 900_000, 60, 24, 300) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := household(spill)
			change(&sc)
			early := func(sc *Scenario) { sc.Prepayments = []Prepayment{{4, 1}} }
			early(&sc)
			if sc.Trigger != nil {
				for _, v := range sc.Trigger.Variants {
					early(v)
				}
			}
			sc.Saving = sc.Saving[:4] // the rest would take all
			if sc.Trigger != nil {
				for _, v := range sc.Trigger.Variants {
					v.Saving = v.Saving[:4]
				}
			}
			agree(t, sc, 18)
		})
	}
}
