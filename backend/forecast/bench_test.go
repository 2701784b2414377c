package forecast

import (
	"testing"

	"meridian/backend/plan"
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

// BenchmarkAnalyses is what each question about a plan of 10,000 futures costs.
func BenchmarkAnalyses(b *testing.B) {
	for _, spec := range []AnalysisSpec{
		{Kind: KindDrivers}, {Kind: KindSolve}, {Kind: KindMap, X: LeverRetire, Y: LeverSpendEssential},
		{Kind: KindStress}, {Kind: KindAnatomy},
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
