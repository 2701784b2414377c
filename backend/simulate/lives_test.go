package simulate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"meridian/backend/tax"
)

// mortal lets the lives of a scenario's people end by chance: of those who are
// dead, change says what becomes of the amounts of a copy of the scenario.
func mortal(sc Scenario, alive [][]float64, change func(household *Scenario, dead []bool)) Scenario {
	all := 1<<len(sc.People) - 1
	lives := &Lives{Alive: alive, Households: make([]*Scenario, all+1)}
	for set := 1; set <= all; set++ {
		own := sc.own()
		own.People = append([]Person(nil), sc.People...)
		dead := make([]bool, len(own.People))
		for i := range own.People {
			own.People[i].Horizon = sc.Months
			if dead[i] = set>>i&1 == 0; dead[i] {
				own.People[i].Horizon = 0
			}
		}
		change(&own, dead)
		lives.Households[set] = &own
	}
	out := *lives.Households[all]
	out.Lives = lives
	return out
}

// gompertz is the chances to be alive of somebody of an age in months.
func gompertz(age, months int) []float64 {
	alive := make([]float64, months)
	for t := range alive {
		at := func(m int) float64 { return math.Exp(0.1 * (float64(m)/12 - 88)) }
		alive[t] = math.Exp(at(age) - at(age+t))
	}
	return alive
}

// couple is the household whose lives end by chance: incomes end with those who
// earn them, half of a pension passes on, survivors spend seven tenths, and a
// death before the loan is paid off pays 100,000.
func couple(paths int) Scenario {
	sc := household(paths)
	sc = mortal(sc, [][]float64{gompertz(480, sc.Months), gompertz(456, sc.Months)}, func(h *Scenario, dead []bool) {
		some := dead[0] || dead[1]
		for i := range h.Income {
			if in := &h.Income[i]; dead[in.Person] {
				share := 0.0
				if in.Tax == tax.Pension {
					share = 0.5
				}
				in.Amount = scaled(in.Amount, share)
			}
		}
		for i := range h.Outflows {
			if some && h.Outflows[i].Kind == KindSpending {
				h.Outflows[i].Amount = scaled(h.Outflows[i].Amount, 0.7)
			}
		}
		for i := range h.Saving {
			if r := &h.Saving[i]; r.Income != None && dead[h.Income[r.Income].Person] {
				r.Amount = scaled(r.Amount, 0)
			}
		}
	})
	for i := range sc.People {
		sc.Lives.Payouts = append(sc.Lives.Payouts, Payout{ID: fmt.Sprint("life", i), Person: i, Amount: between(100_000, 0, 240, sc.Months)})
	}
	return sc
}

func TestTheSecondOpinionAgreesOnLives(t *testing.T) {
	for _, apart := range []bool{true, false} {
		for name, rule := range everyRule(300) {
			t.Run(fmt.Sprint(name, apart), func(t *testing.T) {
				t.Parallel()
				sc, rule := couple(spill), rule
				rule.Until = 600
				for _, h := range append(sc.Lives.Households[1:], &sc) {
					h.PerPerson = apart
					h.Rule = &rule
				}
				agree(t, sc, 12)
			})
		}
	}
}

func TestTheSecondOpinionAgreesOnRandomLives(t *testing.T) {
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 77))
			agree(t, randomLives(r), 5)
		})
	}
}

// randomLives is a random household of which each set of people has amounts of its own.
func randomLives(r *rand.Rand) Scenario {
	sc := randomScenario(r)
	var alive [][]float64
	for range sc.People {
		alive = append(alive, gompertz(600+r.IntN(500), sc.Months))
	}
	sc = mortal(sc, alive, func(h *Scenario, _ []bool) {
		for i := range h.Income {
			f := r.Float64()
			h.Income[i].Amount = scaled(h.Income[i].Amount, f)
			for j := range h.Income[i].PreTax {
				h.Income[i].PreTax[j].Amount = scaled(h.Income[i].PreTax[j].Amount, f)
			}
		}
		for i := range h.Outflows {
			h.Outflows[i].Amount = scaled(h.Outflows[i].Amount, 0.5+r.Float64())
		}
		for i := range h.Holdings {
			h.Holdings[i].Value = scaled(h.Holdings[i].Value, r.Float64())
		}
		for i := range h.Saving {
			h.Saving[i].Amount = scaled(h.Saving[i].Amount, r.Float64())
		}
		for i := range h.Caps {
			h.Caps[i].Yearly = scaled(h.Caps[i].Yearly, r.Float64())
		}
		for i := range h.Draws {
			if d := &h.Draws[i]; d.Yearly != nil {
				*d.Yearly = scaled(*d.Yearly, r.Float64())
			}
		}
		h.Tax = randomRegime(r)
		if h.Tax == nil || h.Tax.ID() == "none" {
			h.Tax = &tax.Flat{Income: 0.1 * r.Float64()}
		}
	})
	sc.Lives.Payouts = []Payout{{ID: "x", Person: r.IntN(len(sc.People)), Amount: randomSchedule(r, sc.Months, 50_000)}}
	return sc
}

// Lives that end by chance at certain months are lives that end in these months.
func TestCertainLivesAreThosePlannedFor(t *testing.T) {
	sc := household(130)
	until := []int{400, 555}
	alive := make([][]float64, 2)
	for i := range alive {
		alive[i] = make([]float64, sc.Months)
		for t := range until[i] {
			alive[i][t] = 1
		}
	}
	for _, apart := range []bool{true, false} {
		planned := household(130)
		planned.PerPerson, planned.Months = apart, 555
		short := from(planned, 555)
		short.People[0].Horizon, short.People[1].Horizon = 400, 555
		sc.PerPerson = apart
		drawn := mortal(sc, alive, func(*Scenario, []bool) {})
		a, b := mustRun(t, short), mustRun(t, drawn)
		for i := range a.N {
			if math.Abs(a.Rows.EndWealth[i]-b.Rows.EndWealth[i]) > 1e-9*(1+math.Abs(a.Rows.EndWealth[i])) || b.Rows.Ended[i] != 555 {
				t.Fatalf("apart %v, future %d: ends in %d with %v, planned %v", apart, i, b.Rows.Ended[i], b.Rows.EndWealth[i], a.Rows.EndWealth[i])
			}
		}
	}
}

// from cuts a household short.
func from(sc Scenario, months int) Scenario {
	cut := func(s *Schedule) {
		if s == nil {
			return
		}
		if s.Real != nil {
			s.Real = s.Real[:months]
		}
		if s.Nominal != nil {
			s.Nominal = s.Nominal[:months]
		}
	}
	sc = sc.own()
	sc.People = append([]Person(nil), sc.People...)
	sc.Months = months
	for i := range sc.Income {
		cut(&sc.Income[i].Amount)
	}
	for i := range sc.Outflows {
		cut(&sc.Outflows[i].Amount)
	}
	for i := range sc.Holdings {
		cut(&sc.Holdings[i].Value)
	}
	for i := range sc.Saving {
		r := &sc.Saving[i]
		cut(&r.Amount)
		r.Until = min(r.Until, months)
	}
	for i := range sc.Caps {
		cut(&sc.Caps[i].Yearly)
	}
	return sc
}

// As many are alive as the table says, and lives of different people end apart.
func TestAsManyLiveAsTheTableSays(t *testing.T) {
	sc := couple(20_000)
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	for _, month := range []int{360, 480, 600} {
		var alive [2]float64
		both := 0.0
		for f := range p.n {
			var lives [2]bool
			for i := range lives {
				lives[i] = month < firstWithout(sc.Lives.Alive[i], p.source.Chance(f, i))
				if lives[i] {
					alive[i] += 1 / float64(p.n)
				}
			}
			if lives[0] && lives[1] {
				both += 1 / float64(p.n)
			}
		}
		for i := range alive {
			want := sc.Lives.Alive[i][month]
			within(t, fmt.Sprint("alive ", i, month), alive[i], want, 4*math.Sqrt(want*(1-want)/20_000))
		}
		want := sc.Lives.Alive[0][month] * sc.Lives.Alive[1][month]
		within(t, fmt.Sprint("both ", month), both, want, 4*math.Sqrt(want*(1-want)/20_000))
	}
}

// The dead earn, pay and owe nothing; what is left stays.
func TestNothingHappensAfterTheLastLife(t *testing.T) {
	sc := couple(64)
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, sc)
	ended := 0
	for i := range r.N {
		end := r.Rows.Ended[i]
		if end == sc.Months {
			continue
		}
		ended++
		again := p.again(i)
		for l, line := range again.Lines {
			for m := end; m < sc.Months; m++ {
				if again.Values[l][m] != 0 {
					t.Fatalf("future %d ended in month %d; %s is %v in month %d", i, end, line.ID, again.Values[l][m], m)
				}
			}
		}
		if again.NetWorth[sc.Months-1] != again.NetWorth[end-1] || again.Spending[end-1] <= 0 {
			t.Errorf("future %d: %v at its end, %v later", i, again.NetWorth[end-1], again.NetWorth[sc.Months-1])
		}
	}
	if ended < 32 {
		t.Fatalf("only %d futures ended", ended)
	}
}

// A survivor's lines add up in every month, whoever lives.
func TestLinesAddUpWhoeverLives(t *testing.T) {
	sc := couple(40)
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		again := p.again(i)
		for m := range sc.Months {
			in, out := 0.0, 0.0
			for l, line := range again.Lines {
				switch {
				case line.Kind == KindReturn || line.Kind == KindFee:
				case line.Inward:
					in += again.Values[l][m]
				default:
					out += again.Values[l][m]
				}
			}
			if math.Abs(in-out) > 1e-6*(1+math.Abs(in)) {
				t.Fatalf("future %d, month %d: %v in, %v out", i, m, in, out)
			}
		}
	}
}

// The means of the cash flow are those of the replays.
func TestMeansCountWhoLives(t *testing.T) {
	sc := couple(64)
	r := mustRun(t, sc)
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	sums := make([][]float64, len(r.Lines))
	for l := range sums {
		sums[l] = make([]float64, len(r.Years))
	}
	for i := range r.N {
		again := p.again(i)
		for l := range sums {
			for m, v := range again.Values[l] {
				sums[l][p.yearOf[m]] += v / float64(r.N)
			}
		}
	}
	for l, line := range r.Lines {
		for y := range sums[l] {
			if math.Abs(sums[l][y]-r.Means[l][y]) > 1e-6*(1+math.Abs(sums[l][y])) {
				t.Fatalf("%s in %d: mean %v, of the replays %v", line.ID, r.Years[y], r.Means[l][y], sums[l][y])
			}
		}
	}
}

func TestLivesAreChecked(t *testing.T) {
	sc := couple(10)
	sc.Lives.Alive[0][5] = 2
	sc.Lives.Households[2] = nil
	short := *sc.Lives.Households[1]
	short.Outflows = short.Outflows[1:]
	sc.Lives.Households[1] = &short
	sc.Lives.Payouts[0].Person = 7
	if err := sc.Check(); err == nil {
		t.Error("passed")
	} else {
		t.Log(err)
	}
}

func BenchmarkLives(b *testing.B) {
	for name, sc := range map[string]Scenario{"planned": household(1000), "drawn": couple(1000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Run(b.Context(), sc, Told{}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What a future is more than its market cannot be integrated out with it.
func TestValuationsAndLivesAreNotIntegrated(t *testing.T) {
	valued := household(64)
	valued.Rule = &Rule{Kind: CAPE, From: 300, A: 0.01, B: 0.5, StartCAPE: 30}
	for _, sc := range []Scenario{valued, couple(64)} {
		if _, err := Integrate(t.Context(), sc, Usual, nil); !errors.Is(err, ErrNotGaussian) {
			t.Errorf("integrated: %v", err)
		}
	}
}
