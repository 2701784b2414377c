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
