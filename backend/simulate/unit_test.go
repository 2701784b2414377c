package simulate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"meridian/backend/lanes"
	"meridian/backend/market"
	"meridian/backend/tax"
)

// playedBy is the hash of what a block and a half of futures leave behind when a
// unit keeps the books.
func playedBy(t *testing.T, u lanes.Unit, sc Scenario) string {
	t.Helper()
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	p.unit, p.source.Unit = u, u
	r, err := p.run(t.Context(), everything(&sc), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	return hashed(&r)
}

func TestEveryUnitKeepsTheSameBooks(t *testing.T) {
	for name, sc := range map[string]Scenario{"household": household(spill), "one account": oneAccount(spill)} {
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
	sc := household(spill)
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
	t.Run("household", func(t *testing.T) { allocatesNothing(t, household(market.Lanes)) })
	t.Run("by chance", func(t *testing.T) { allocatesNothing(t, everyChance(market.Lanes)) })
}

// everyChance is a household that owns, whose pay is a matter of chance, that pays debts
// early and places what it holds by tax.
func everyChance(paths int) Scenario {
	sc := owning(tight(paths, market.Model{Kind: market.Lognormal}), allResorts...)
	begins := make([]float64, sc.Months)
	for i := range begins {
		begins[i] = 0.01
	}
	sc.Spells = []Spell{{ID: "stop", Begins: begins, Months: 6}, {ID: "care", Begins: begins, Months: 30, Once: true}}
	sc.Wages = Wages{SD: 0.02, Market: 0.2}
	sc.Income[0].Uncertain = &Uncertain{SD: 0.2, Market: 0.3, Wages: true, Stops: []Stop{{0, 0.4}}}
	sc.Income = append(sc.Income, Income{ID: "cover", Kind: KindIncome, Amount: Constant(800, sc.Months), During: &During{Spell: 1}},
		Income{ID: "flat.sell", Kind: KindProperty, Once: true, Amount: between(170_000, 450, 451, sc.Months), Gain: &Gain{Free: ConstantNominal(90_000, sc.Months), Rate: 0.2}})
	sc.Outflows = append(sc.Outflows, Outflow{ID: "care", Kind: KindSpending, Amount: Constant(2_000, sc.Months), During: &During{Spell: 1}})
	sc.Estates[1].Income = append(sc.Estates[1].Income, len(sc.Income)-1)
	sc.Estates[0].Gain = &Gain{Free: ConstantNominal(200_000, sc.Months), Person: None}
	sc.Prepayments = []Prepayment{{4, 1}}
	sc.Mixes[0].Located = true
	return sc
}

func TestTheSecondOpinionAgreesOnEveryChance(t *testing.T) {
	agree(t, everyChance(spill), 12)
}

func allocatesNothing(t *testing.T, sc Scenario) {
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	told := everything(&sc)
	g := newLedger(p)
	g.tape, g.flows = newTape(p, p.n, &told), p.yearFlows()
	futures := p.all()
	n := testing.AllocsPerRun(1, func() {
		g.begin(futures)
		for y := range p.years {
			g.playYear(y)
		}
	})
	if n != 0 {
		t.Errorf("a block allocates %v times", n)
	}
}

// What a block carries from one year into the next is all that it needs: futures
// that go together end as each block does when played by itself.
func TestBlocksCarryOnWhereTheyWere(t *testing.T) {
	plans := map[string]Scenario{"household": household(200), "couple": couple(200), "every chance": everyChance(200)}
	for name, rule := range everyRule(180) {
		sc := household(200)
		sc.Rule, sc.PerPerson = &rule, false
		plans[name] = sc
	}
	for name, sc := range plans {
		alone, err := Fates(t.Context(), sc, 0, 200, nil)
		if err != nil {
			t.Fatal(err)
		}
		together, err := run(t.Context(), sc, Told{}, 3, nil)
		if err != nil || !reflect.DeepEqual(together.Rows, alone) {
			t.Errorf("%s: futures that go together end otherwise than block by block (%v)", name, err)
		}
	}
}

// What is foreseen of order statistics decides nothing but the time they take.
func TestOrderStatisticsAreFoundHoweverTheyMove(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	ranks := []int{0, 10, 11, 200, 500, 801, 999}
	series := map[string]func(t, i int) float32{
		"drifting":  func(t, i int) float32 { return float32(math.Exp(r.NormFloat64()*0.5+float64(t)*0.01)) * 1e6 },
		"jumping":   func(t, i int) float32 { return float32(r.NormFloat64()) * float32(math.Pow(10, float64(t%7))) },
		"all equal": func(t, i int) float32 { return 1234.5 },
		"mostly zero": func(t, i int) float32 {
			return max(0, float32(r.NormFloat64()+float64(t%3)-1))
		},
		"two values":    func(t, i int) float32 { return float32(i % 2) },
		"about zero":    func(t, i int) float32 { return float32(r.NormFloat64()) },
		"never seen":    func(t, i int) float32 { return math.Float32frombits(r.Uint32() &^ (1 << 24)) },
		"negative also": func(t, i int) float32 { return float32(i-500)*1000 + float32(t) },
	}
	for name, value := range series {
		for _, u := range lanes.Units() {
			sel, priced := selector{unit: u}, selector{unit: u}
			values, prices := make([]float32, 1008), slices.Repeat([]float32{2}, 1008)
			for month := range 30 {
				for i := range values {
					values[i] = value(month, i)
				}
				sorted := slices.Clone(values)
				slices.SortFunc(sorted, func(a, b float32) int { return cmp.Compare(lanes.Key(a), lanes.Key(b)) })
				for i, got := range sel.pick(values, nil, ranks) {
					if want := sorted[ranks[i]]; got != want {
						t.Fatalf("%s by %v, month %d: rank %d is %v, want %v", name, u, month, ranks[i], got, want)
					}
				}
				for i, got := range priced.pick(values, prices, ranks) {
					if want := 2 * sorted[ranks[i]]; got != want && !math.IsInf(float64(want), 0) {
						t.Fatalf("%s by %v, month %d: rank %d at a price is %v, want %v", name, u, month, ranks[i], got, want)
					}
				}
			}
		}
	}
}
