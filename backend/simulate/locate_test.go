package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/market"
	"meridian/backend/tax"
)

// Of 300,000, half shares and half bonds: the 60,000 that are exempt hold shares, the
// 90,000 that are deferred bonds, and the 150,000 that are taxable what is left, 90,000
// of shares and 60,000 of bonds.
func TestAccountsHoldWhatIsTaxedLeast(t *testing.T) {
	sc := pay(2, 1)
	sc.Market = fourClasses(market.Model{Kind: market.Deterministic})
	sc.Yields, sc.Income = fourYields, nil
	sc.Mixes = []Mix{{Points: []Point{{0, []float64{0.5, 0.5, 0, 0}}}, Rebalance: Monthly, Located: true}}
	sc.Accounts = []Account{
		{ID: "broker", Wrapper: Taxable, Balance: 150_000}, {ID: "deferred", Wrapper: Deferred, Balance: 90_000}, {ID: "exempt", Wrapper: Exempt, Balance: 60_000},
	}
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	g := newLedger(p)
	g.begin([]int{0})
	for a, want := range [][]float64{{0.6, 0.4}, {0, 1}, {1, 0}} {
		for c, w := range want {
			if got := g.composition[p.accounts[a].sleeve][c][0]; math.Abs(got-w) > 1e-12 {
				t.Errorf("%s holds %g of class %d, not %g", sc.Accounts[a].ID, got, c, w)
			}
		}
	}
}

func TestTheSecondOpinionAgreesOnLocations(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 9))
			sc := randomScenario(r)
			for i := range sc.Mixes {
				sc.Mixes[i].Located = r.IntN(2) == 0
			}
			agree(t, sc, 6)
		})
	}
}

// Where nothing is taxed and everything is rebalanced monthly, where classes are held
// changes nothing for all accounts together.
func TestLocationChangesNothingWithoutTax(t *testing.T) {
	sc := household(64)
	sc.Tax = tax.None{}
	for i := range sc.Mixes {
		sc.Mixes[i] = Mix{Points: sc.Mixes[0].Points, Linear: true, Rebalance: Monthly}
	}
	for i := range sc.Accounts {
		sc.Accounts[i].Mix, sc.Accounts[i].Fee = 0, 0
	}
	plain, err := Run(t.Context(), sc, everything(&sc), nil)
	if err != nil {
		t.Fatal(err)
	}
	sc.Mixes[0].Located = true
	located, err := Run(t.Context(), sc, everything(&sc), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range plain.At(NetWorth, 11) { // before anything depends on which account holds what
		if got := located.At(NetWorth, 11)[i]; math.Abs(float64(got-v)) > 1e-4*math.Abs(float64(v)) {
			t.Fatalf("future %d is worth %g, not %g", i, got, v)
		}
	}
}
