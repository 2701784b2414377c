package simulate

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// lawful is a random household under the law of a country, with everything in
// the ledger that only such laws ask for, and a spending rule in half of them.
func lawful(r *rand.Rand) Scenario {
	sc := randomScenario(r)
	korean := r.IntN(2) == 0
	sc.PerPerson = sc.PerPerson || korean
	for i := range sc.Income {
		if r.IntN(2) == 0 {
			sc.Income[i].Tax = tax.Wages
		} else if korean && r.IntN(3) == 0 {
			sc.Income[i].Tax = []tax.Class{tax.OtherIncome, tax.Fees, tax.Prizes}[r.IntN(3)]
			sc.Income[i].Free = someMonths(r, sc.Months)
		}
	}
	for i := range sc.Accounts {
		a := &sc.Accounts[i]
		if a.Wrapper != Deferred && a.Wrapper != Purpose {
			continue
		}
		a.PenaltyOnly = r.IntN(2) == 0
		if korean {
			a.TaxAs = tax.Deferred
		} else {
			a.Required = between(0.004*r.Float64(), r.IntN(sc.Months), sc.Months, sc.Months).Real
		}
	}
	for i := range sc.Conversions {
		if korean {
			sc.Conversions[i].TaxAs = tax.SavedPension
		}
	}
	for i := range sc.Saving {
		if korean {
			sc.Saving[i].TaxAs = tax.SavedPension
		}
	}
	span := tax.Span{From: sc.Start.Year, To: sc.Start.Year + sc.Months/12 + 1, Carry: 1}
	federal := tax.FederalSetup{Span: span}
	for _, p := range payersOf(&sc) {
		federal.Payers = append(federal.Payers, tax.FederalPayer{Payer: p, Status: tax.Filing(min(1, len(p.Members)-1))})
	}
	sc.Tax = tax.NewFederal(federal)
	if korean {
		setup := tax.KoreaSetup{Span: span}
		for _, p := range payersOf(&sc) {
			setup.Payers = append(setup.Payers, tax.KoreaPayer{Payer: p})
		}
		sc.Tax = tax.NewKorea(setup)
	}
	if r.IntN(2) == 0 {
		sc.Rule = randomSpendingRule(r, sc.Months)
	}
	return sc
}

// someMonths are some of so many months, or none.
func someMonths(r *rand.Rand, months int) []bool {
	if r.IntN(2) == 0 {
		return nil
	}
	some := make([]bool, months)
	for t := range some {
		some[t] = r.IntN(3) == 0
	}
	return some
}

func payersOf(sc *Scenario) []tax.Payer {
	var each []tax.Payer
	var all tax.Payer
	for _, p := range sc.People {
		m := tax.Member{Born: sc.Start.Year - p.Age/12, Last: sc.Start.Year + p.Horizon/12}
		each = append(each, tax.Payer{Members: []tax.Member{m}})
		all.Members = append(all.Members, m)
	}
	if sc.PerPerson {
		return each
	}
	return []tax.Payer{all}
}

func TestTheSecondOpinionAgreesUnderTheLawOfACountry(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			agree(t, lawful(rand.New(rand.NewPCG(seed, 11))), 4)
		})
	}
}

// A balance of 120,000 that grows by nothing, of which 1/24 must leave each year,
// a twelfth of that a month: 120,000 / 24 / 12 = 416.67 in the first year and
// 115,000 / 24 / 12 = 399.31 in the second. Nothing is needed: it is put away.
func TestRequiredWithdrawalsAreTakenWhetherNeededOrNot(t *testing.T) {
	sc := Scenario{
		Start: Month{2026, 1}, Months: 24, Paths: 1, Retire: None, Confidence: 0.8, Sweep: 1,
		Market:   market.Spec{Classes: []market.Class{{ID: "c", History: market.HistoryCash}}, Corr: [][]float64{{1, 0}, {0, 1}}, Model: market.Model{Kind: market.Deterministic}},
		Yields:   []Yield{{As: tax.Interest}},
		Mixes:    []Mix{{Points: []Point{{Weights: []float64{1}}}}},
		People:   []Person{{ID: "p", Age: 75 * 12, Horizon: 24}},
		Accounts: []Account{{ID: "ira", Wrapper: Deferred, Balance: 120_000, Required: between(1.0/24/12, 0, 24, 24).Real}, {ID: "bank", Wrapper: Cash}},
		Tax:      tax.None{},
	}
	r, err := Run(t.Context(), sc, Told{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range r.Lines {
		if line.ID != "withdrawal.ira" {
			continue
		}
		if got := r.Means[i]; !near(got[0], 5000, 1) || !near(got[1], 115_000.0/24, 1) {
			t.Errorf("taken out %v", got)
		}
		return
	}
	t.Error("no line of withdrawals")
}
