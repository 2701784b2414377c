package simulate

import (
	"math"
	"testing"

	"meridian/backend/market"
)

func TestTheSecondOpinionAgreesOnBuffers(t *testing.T) {
	for name, b := range map[string]*Buffer{"after a gain": {Account: 0, Months: 24, AfterGain: true}, "always": {Account: 0, Months: 24}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := tight(spill, market.Model{Kind: market.Lognormal})
			sc.Buffer = b
			sc.Draws[0].KeepMonths = 24
			agree(t, sc, 24)
			sc.Rule = &Rule{Kind: Guardrails, Upper: 1.2, Lower: 0.8, Cut: 0.1, Raise: 0.1, From: 300}
			rate := 0.12
			sc.Draws[3].Bracket = &rate
			agree(t, owning(sc, allResorts...), 12)
			lives := couple(spill)
			lives.Buffer = b
			for _, h := range lives.Lives.Households[1:] {
				h.Buffer = b
			}
			agree(t, lives, 12)
		})
	}
}

// A year that loses a tenth: the buffer of 12,000 pays twelve months of 1,000 and is
// not filled. A year that gains a tenth fills it in January.
func TestABufferIsFilledAfterAGainByHand(t *testing.T) {
	const months = 48
	sc := Scenario{
		Start: Month{2026, 1}, Months: months, Paths: 1, Seed: 1, Confidence: 0.8, Sweep: None, Retire: None,
		People:   []Person{{ID: "p", Age: 780, Horizon: months}},
		Market:   market.Spec{Classes: []market.Class{{ID: "c"}, {ID: "d"}}, Corr: [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, Model: market.Model{Kind: market.Deterministic}},
		Yields:   steadyYields(2),
		Mixes:    []Mix{{Points: []Point{{0, []float64{1, 0}}}, Rebalance: Monthly}, {Points: []Point{{0, []float64{0, 1}}}, Rebalance: Monthly}},
		Accounts: []Account{{ID: "bank", Wrapper: Cash, Balance: 12_000, Mix: 1}, {ID: "fund", Wrapper: Exempt, Balance: 100_000}},
		Outflows: []Outflow{{ID: "living", Kind: KindSpending, Amount: Constant(1_000, months)}},
		Draws:    []Draw{{Accounts: []int{0}, KeepMonths: 12}, {Accounts: []int{1}}, {Accounts: []int{0}}},
		Buffer:   &Buffer{Account: 0, Months: 12, AfterGain: true},
	}
	year := func(from int, growth float64) Shift {
		return Shift{From: from, Until: from + 12, Growth: []float64{market.Pow(growth, 1.0/12), 1}, Prices: 1}
	}
	sc.Shifts = []Shift{year(0, 0.9), year(12, 1.1), year(24, 0.9), year(36, 1.1)}
	again := mustAgain(t, sc)
	for month, want := range map[int]float64{
		0: 12_000, 11: 12_000, // kept in the first year
		12: 11_000, 23: 0, // used after the loss
		24: 12_000, 35: 12_000, // filled after the gain, and kept
		36: 11_000, 47: 0,
	} {
		if got := again.Balances[0][month]; math.Abs(got-want) > 1e-6 {
			t.Errorf("at the end of month %d the buffer is %v, want %v", month, got, want)
		}
	}
	for l, line := range again.Lines {
		if line.ID == "saving.buffer" && math.Abs(again.Values[l][24]-12_000) > 1e-6 {
			t.Errorf("%v fill it", again.Values[l][24])
		}
	}
	sc.Buffer.AfterGain = false
	again = mustAgain(t, sc)
	for m := range months {
		if got := again.Balances[0][m]; math.Abs(got-12_000) > 1e-6 {
			t.Fatalf("at the end of month %d the buffer that is always full is %v", m, got)
		}
	}
}
