package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// A flat for which 100,000 was paid sells for 250,000 in today's money when prices have
// doubled: 500,000 then, a gain of 400,000 less 50,000 untaxed. At 30 % the sale pays
// 105,000 of that day, which is 52,500 of today's money.
func TestASalePaysTaxOnItsGain(t *testing.T) {
	sc := pay(37, 1)
	sc.Market.Model, sc.Market.Inflation.Mean = market.Model{Kind: market.Deterministic}, math.Pow(2, 1.0/3)-1
	free := between(50_000, 36, 37, 37)
	free.Real, free.Nominal = nil, between(150_000, 36, 37, 37).Real
	sc.Income = []Income{{ID: "flat.sell", Kind: KindProperty, Person: None, Amount: between(250_000, 36, 37, 37), Once: true, Gain: &Gain{Free: free, Rate: 0.3, Person: None}}}
	r := mustRun(t, sc)
	if got, want := r.Rows.TaxPaid[0], 52_500.0; math.Abs(got-want) > 1e-6 {
		t.Errorf("tax of %g, not %g", got, want)
	}
	if got, want := r.Rows.EndWealth[0], 250_000-52_500.0; math.Abs(got-want) > 1e-6 {
		t.Errorf("%g is left, not %g", got, want)
	}
	// Without a rate of its own, by the regime: 15 % of gains.
	sc.Income[0].Gain.Rate, sc.Tax = 0, &tax.Flat{Rates: tax.Rates{Gains: 0.15}}
	r = mustRun(t, sc)
	if got, want := r.Rows.TaxPaid[0], 0.15*350_000/(2*math.Pow(2, 1.0/36)); math.Abs(got-want) > 1e-6 {
		t.Errorf("tax of %g by the regime, not %g", got, want)
	}
}

func TestTheSecondOpinionAgreesOnGains(t *testing.T) {
	for name, change := range map[string]func(*Scenario){
		"by the regime": func(*Scenario) {},
		"by a rate": func(sc *Scenario) {
			for i := range sc.Estates {
				sc.Estates[i].Gain.Rate = 0.2
			}
			sc.Income[5].Gain.Rate = 0.3
		},
		"on time": func(sc *Scenario) {
			sc.Estates[1].Sale = &Sale{Metric: TriggerLiquid, Value: 900_000, From: 60, Until: 500}
			sc.Estates[0].Gain.Rate = 0.1
		},
		"one pot": func(sc *Scenario) { sc.PerPerson = false },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := owning(tight(spill, market.Model{Kind: market.Lognormal}), allResorts...)
			for i := range sc.Estates {
				sc.Estates[i].Gain = &Gain{Free: ConstantNominal(60_000, sc.Months), Person: i - 1}
			}
			// A flat that is sold when it has not been yet.
			sc.Income = append(sc.Income, Income{ID: "flat.sell", Kind: KindProperty, Person: 1, Once: true,
				Amount: between(170_000, 450, 451, sc.Months), Gain: &Gain{Free: ConstantNominal(90_000, sc.Months), Person: 1}})
			sc.Estates[1].Income = append(sc.Estates[1].Income, 5)
			change(&sc)
			agree(t, sc, 24)
		})
	}
}
