package workload

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// BenchmarkWork is each piece of work as it is defined, 100,000 futures from the
// seed to the last year's end, by each code. Of a kernel it also tells how many
// times as long the portable code takes, measured in turn with it on fewer
// futures.
func BenchmarkWork(b *testing.B) {
	for _, w := range works {
		for _, c := range Codes() {
			b.Run(fmt.Sprintf("%s/%s", w, c), func(b *testing.B) {
				n, workers := 100_000, runtime.GOMAXPROCS(0)
				if c == Portable {
					n = 10_000
				}
				e, less := NewEnds(n), NewEnds(1_000)
				var portable time.Duration
				runs, successes := 0, 0
				for b.Loop() {
					successes = Run(w, c, 1, e, workers)
					if c != Portable && runs < 20 {
						b.StopTimer()
						began := time.Now()
						Run(w, Portable, 1, less, workers)
						portable += time.Since(began)
						runs++
						b.StartTimer()
					}
				}
				step := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(n*w.Steps())
				b.ReportMetric(step, "ns/path-step")
				b.ReportMetric(100*float64(successes)/float64(n), "%success")
				if c != Portable {
					b.ReportMetric(float64(portable.Nanoseconds())/float64(runs*less.n*w.Steps())/step, "portable/this")
				}
			})
		}
	}
}

// BenchmarkPercentiles is seven percentiles of 40 year ends of 100,000 futures.
func BenchmarkPercentiles(b *testing.B) {
	codes, e := Codes(), NewEnds(100_000)
	Run(Monthly, codes[len(codes)-1], 1, e, runtime.GOMAXPROCS(0))
	for b.Loop() {
		e.Percentiles(fan, runtime.GOMAXPROCS(0))
	}
}

// BenchmarkFrame is what a slider asks of a frame of 16.7 ms: 10,000 futures of
// the monthly work and their percentiles.
func BenchmarkFrame(b *testing.B) {
	for _, c := range Codes() {
		b.Run(c.String(), func(b *testing.B) {
			e := NewEnds(10_000)
			for b.Loop() {
				Run(Monthly, c, 1, e, runtime.GOMAXPROCS(0))
				e.Percentiles(fan, runtime.GOMAXPROCS(0))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ms/frame")
		})
	}
}
