package simulate

import (
	"testing"

	"meridian/backend/lanes"
	"meridian/backend/market"
)

// fanned is what a result tells of its series.
var fanned = Told{Percentiles: []int{5, 10, 25, 50, 75, 90, 95}}

// BenchmarkHousehold is 1,000 futures of a household with six accounts over 55
// years, on one worker: what a slider's drag costs.
func BenchmarkHousehold(b *testing.B) {
	sc := household(1000)
	for b.Loop() {
		if _, err := run(b.Context(), sc, fanned, 1, nil); err != nil {
			b.Fatal(err)
		}
	}
	perStep(b, 1000*sc.Months)
}

// BenchmarkHouseholdStudentT is the same with fat tails.
func BenchmarkHouseholdStudentT(b *testing.B) {
	sc := household(1000)
	sc.Market.Model = market.Model{Kind: market.StudentT, DF: 6}
	for b.Loop() {
		if _, err := run(b.Context(), sc, fanned, 1, nil); err != nil {
			b.Fatal(err)
		}
	}
	perStep(b, 1000*sc.Months)
}

// BenchmarkMonthlyOneAccount is the monthly work unit of public comparison: four lognormal assets,
// one account, a fixed withdrawal, 480 months.
func BenchmarkMonthlyOneAccount(b *testing.B) {
	sc := oneAccount(6400)
	for b.Loop() {
		if _, err := run(b.Context(), sc, fanned, 1, nil); err != nil {
			b.Fatal(err)
		}
	}
	perStep(b, 6400*sc.Months)
}

// BenchmarkUnits is the same household by every unit that this processor has, one
// block at a time: what a month of one future costs, market, books and tape.
func BenchmarkUnits(b *testing.B) {
	sc := household(market.Lanes)
	for _, u := range lanes.Units() {
		b.Run(u.String(), func(b *testing.B) {
			p, err := checked(b.Context(), &sc)
			if err != nil {
				b.Fatal(err)
			}
			p.unit = u
			p.source.Unit = u
			g, futures := newLedger(p), p.all()
			g.tape, g.flows = newTape(p, p.n, &Told{}), p.yearFlows()
			b.ReportAllocs()
			for b.Loop() {
				g.play(futures)
			}
			perStep(b, market.Lanes*sc.Months)
		})
	}
}

func perStep(b *testing.B, steps int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(steps), "ns/step")
}

// oneAccount is one account of four lognormal assets, rebalanced monthly, from
// which 3,333 is drawn at the start of each of 480 months. Its success is known
// from other implementations: 0.70748 ± 0.00004.
func oneAccount(paths int) Scenario {
	const months = 480
	arithmetic := []float64{0.065, 0.060, 0.020, 0.005}
	sigma := []float64{0.17, 0.19, 0.06, 0.015}
	spec := market.Spec{
		Corr: [][]float64{
			{1, 0.75, 0.10, 0, 0}, {0.75, 1, 0.12, 0, 0}, {0.10, 0.12, 1, 0.30, 0}, {0, 0, 0.30, 1, 0}, {0, 0, 0, 0, 1},
		},
		Model: market.Model{Kind: market.Lognormal},
	}
	for i := range arithmetic {
		spec.Classes = append(spec.Classes, fromLog(market.Log(1+arithmetic[i])-sigma[i]*sigma[i]/2, sigma[i]))
	}
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: paths, Seed: 1,
		Market: spec, Yields: steadyYields(len(arithmetic)),
		Mixes:    []Mix{{Points: []Point{{0, []float64{0.4, 0.2, 0.3, 0.1}}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "a", Wrapper: Exempt, Balance: 1_000_000}},
		Outflows: []Outflow{{ID: "s", Kind: KindSpending, Tier: Essential, Amount: Constant(3333, months)}},
		Draws:    []Draw{{Accounts: []int{0}}},
		Sweep:    None, Retire: None, Confidence: 0.8,
	}
}
