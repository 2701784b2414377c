package forecast

import (
	"strconv"
	"testing"

	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// BenchmarkPreview is what one step of a slider's drag costs; BenchmarkFull what
// letting go of it does.
func BenchmarkPreview(b *testing.B) { benchmark(b, Preview) }

func BenchmarkFull(b *testing.B) { benchmark(b, Full) }

func benchmark(b *testing.B, purpose Purpose) {
	p, err := plan.Demo("us")
	if err != nil {
		b.Fatal(err)
	}
	var s Service
	for b.Loop() {
		if _, err := s.Run(b.Context(), p, RunSpec{Purpose: purpose}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFutures is what more futures cost: the American household under federal
// law, played and told, without what a full run solves for besides. What it
// allocates is what a run takes of memory.
func BenchmarkFutures(b *testing.B) {
	p, err := plan.Demo("us")
	if err != nil {
		b.Fatal(err)
	}
	p = pulled(b, p, `{"tax":{"regime":"us.federal","params":null}}`)
	for _, paths := range []int{1_000, 10_000, 100_000} {
		b.Run(strconv.Itoa(paths), func(b *testing.B) {
			c, err := compileFor(p, run{paths: paths, seed: 42})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := simulate.Run(b.Context(), c.Scenario, run{}.told(&c.Scenario), nil); err != nil {
					b.Fatal(err)
				}
			}
			steps := float64(b.N) * float64(paths) * float64(c.Scenario.Months)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/steps, "ns/step")
		})
	}
}

// BenchmarkAnalyses is what each question about a plan of 10,000 futures costs.
func BenchmarkAnalyses(b *testing.B) {
	for _, spec := range []AnalysisSpec{
		{Kind: KindDrivers}, {Kind: KindSolve}, {Kind: KindMap, X: LeverRetire, Y: LeverSpendEssential},
		{Kind: KindStress}, {Kind: KindAnatomy}, {Kind: KindSuccess},
	} {
		b.Run(string(spec.Kind), func(b *testing.B) {
			p, err := plan.Demo("kr")
			if err != nil {
				b.Fatal(err)
			}
			var s Service
			for b.Loop() {
				if _, err := s.Analyse(b.Context(), p, spec, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
