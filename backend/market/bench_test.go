package market

import "testing"

// BenchmarkWalk is the cost of a month of one future of five series.
func BenchmarkWalk(b *testing.B) {
	for _, model := range []struct {
		name string
		Model
	}{
		{"lognormal", Model{Kind: Lognormal}},
		{"studentT", Model{Kind: StudentT, DF: 6}},
		{"regime", Model{Kind: Regime, Switch: stormy}},
		{"historicalReplay", Model{Kind: Replay, Wrap: true}},
		{"blockBootstrap/stationary", Model{Kind: BlockBootstrap, Pieces: Pieces{Months: 60}}},
		{"blockBootstrap/circular", Model{Kind: BlockBootstrap, Pieces: Pieces{Months: 60, Fixed: true}}},
	} {
		b.Run(model.name, func(b *testing.B) {
			s, err := New(balanced(model.Model), 42)
			if err != nil {
				b.Fatal(err)
			}
			w, block := s.Walk(), NewBlock(12, 4)
			futures := make([]int, Lanes)
			for i := range futures {
				futures[i] = i
			}
			w.Begin(futures)
			for b.Loop() {
				w.Next(block, 12)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(12*Lanes), "ns/step")
		})
	}
}

// stormy is a market that falls into stress about twice in five years.
var stormy = Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2}

// balanced is four correlated classes and inflation.
func balanced(model Model) Spec {
	return Spec{
		Classes: []Class{
			{ID: "eq", Mean: 0.045, SD: 0.18, History: HistoryStocks},
			{ID: "bond", Mean: 0.012, SD: 0.06, History: HistoryBonds},
			{ID: "reit", Mean: 0.035, SD: 0.17, History: HistoryStocks},
			{ID: "cash", Mean: 0.003, SD: 0.01, History: HistoryCash},
		},
		Inflation: Inflation{Mean: 0.022, SD: 0.015, AR1: 0.6},
		Corr: [][]float64{
			{1, 0.1, 0.6, 0, -0.1},
			{0.1, 1, 0.15, 0.2, -0.3},
			{0.6, 0.15, 1, 0, 0},
			{0, 0.2, 0, 1, 0.2},
			{-0.1, -0.3, 0, 0.2, 1},
		},
		Model: model,
	}
}
