package simulate

import (
	"testing"

	"meridian/backend/lanes"
	"meridian/backend/market"
	"meridian/backend/tax"
)

// playedBy is the hash of what a block and a half of futures leave behind when a
// unit keeps the books.
func playedBy(t *testing.T, u lanes.Unit, sc Scenario) string {
	t.Helper()
	p, err := checked(&sc)
	if err != nil {
		t.Fatal(err)
	}
	p.unit = u
	tape, sums := newTape(p.n, p.months), make([]*flows, 0, 2)
	for from := 0; from < p.n; from += market.Lanes {
		g := newLedger(p)
		g.tape, g.flows = tape.at(from), p.newFlows()
		g.play(p.all()[from:min(p.n, from+market.Lanes)])
		sums = append(sums, g.flows)
	}
	r := p.result(tape, sums)
	return hashed(&r)
}

func TestEveryUnitKeepsTheSameBooks(t *testing.T) {
	for name, sc := range map[string]Scenario{"household": household(100), "one account": oneAccount(100)} {
		for law, regime := range map[string]tax.Regime{
			"as it is": sc.Tax,
			"flat":     &tax.Flat{Income: 0.2, Pension: 0.1, Rates: tax.Rates{Gains: 0.15, Dividends: 0.15, Interest: 0.3}},
		} {
			sc.Tax = regime
			want := playedBy(t, lanes.Portable, sc)
			for _, u := range lanes.Units()[1:] {
				if got := playedBy(t, u, sc); got != want {
					t.Errorf("%s, taxed %s: %v gives %s, want %s", name, law, u, got, want)
				}
			}
		}
	}
}

// alone is a regime that cannot tell what all lanes owe at once.
type alone struct{ tax.Regime }

func TestTaxOfAllLanesIsThatOfEach(t *testing.T) {
	sc := household(100)
	for _, regime := range []tax.Regime{
		sc.Tax, &tax.Flat{Income: 0.2, Pension: 0.1, Rates: tax.Rates{Gains: 0.15, CappedRate: 0.1}},
	} {
		sc.Tax = regime
		together := playedBy(t, lanes.Best(), sc)
		sc.Tax = alone{regime}
		if got := playedBy(t, lanes.Best(), sc); got != together {
			t.Errorf("%s: %s, want %s", regime.ID(), together, got)
		}
	}
}

func TestPlayingAllocatesNothing(t *testing.T) {
	sc := household(market.Lanes)
	p, err := checked(&sc)
	if err != nil {
		t.Fatal(err)
	}
	g := newLedger(p)
	g.tape, g.flows = newTape(p.n, p.months), p.newFlows()
	futures := p.all()
	if n := testing.AllocsPerRun(1, func() { g.play(futures) }); n != 0 {
		t.Errorf("a block allocates %v times", n)
	}
}
