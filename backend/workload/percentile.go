package workload

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Percentiles is the exact order statistics of every year's end: of n futures,
// the percentile q is the ⌈qn/100⌉-th smallest. The result is [percentile][year];
// the percentiles ascend.
func (e *Ends) Percentiles(at []int, workers int) [][]float32 {
	out := make([][]float32, len(at))
	ranks := make([]int, len(at))
	for i, q := range at {
		out[i] = make([]float32, Years)
		ranks[i] = max(0, (q*e.n+99)/100-1)
	}
	workers = max(1, workers)
	for len(e.selectors) < workers {
		e.selectors = append(e.selectors, newSelector(e.n))
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for _, s := range e.selectors[:workers] {
		wait.Go(func() {
			for {
				y := int(next.Add(1)) - 1
				if y >= Years {
					return
				}
				s.count(e.Year(y))
				s.gather(e.Year(y), ranks)
				for i, rank := range ranks {
					out[i][y] = s.pick(rank)
				}
			}
		})
	}
	wait.Wait()
	return out
}

// A number that is not negative is put into a bucket by its exponent and the
// first four bits of its mantissa, and there into a second by the next eleven.
// Zero, which many futures end with, has the first bucket alone.
const (
	coarse     = 19
	fine       = 8
	buckets    = 1 << (31 - coarse)
	subBuckets = 1 << (coarse - fine)
)

// bucketOf is the bucket of a number's bits: rounded up, so that it is 0 for
// zero alone.
func bucketOf(bits uint32) uint32 { return (bits + 1<<coarse - 1) >> coarse & (buckets - 1) }

// subBucketOf is a number's place in its bucket.
func subBucketOf(bits uint32) uint32 { return (bits - 1) >> fine & (subBuckets - 1) }

// selector finds order statistics by counting: it looks at every number twice,
// and then only at those that share a bucket with a wanted one.
type selector struct {
	counts [2][buckets]uint32 // in turn, so that equal neighbours do not wait
	wanted [buckets]uint8     // 1 where a wanted rank falls
	begins [buckets]uint32    // where a wanted bucket's numbers begin in sorted

	candidates []uint32 // the numbers of all wanted buckets
	sorted     []uint32 // the same, bucket by bucket
	current    int      // the bucket that sub is of
	sub        [subBuckets]uint32
	few        []uint32
}

func newSelector(n int) *selector {
	return &selector{candidates: make([]uint32, n+1), sorted: make([]uint32, n), few: make([]uint32, 0, n)}
}

func (s *selector) count(values []float32) {
	clear(s.counts[0][:])
	clear(s.counts[1][:])
	even, odd := &s.counts[0], &s.counts[1]
	i := 0
	for ; i+1 < len(values); i += 2 {
		even[bucketOf(math.Float32bits(values[i]))]++
		odd[bucketOf(math.Float32bits(values[i+1]))]++
	}
	if i < len(values) {
		even[bucketOf(math.Float32bits(values[i]))]++
	}
	for b, c := range odd {
		even[b] += c
	}
}

// gather collects the numbers in the buckets of the given ranks, which ascend.
func (s *selector) gather(values []float32, ranks []int) {
	clear(s.wanted[:])
	total := uint32(0)
	for _, rank := range ranks {
		if b, _ := place(s.counts[0][:], rank); b > 0 && s.wanted[b] == 0 {
			s.wanted[b] = 1
			s.begins[b] = total
			total += s.counts[0][b]
		}
	}
	n := 0
	for _, v := range values {
		bits := math.Float32bits(v)
		s.candidates[n] = bits
		n += int(s.wanted[bucketOf(bits)]) // no branch: it would be guessed wrong
	}
	for _, v := range s.candidates[:n] {
		at := &s.begins[bucketOf(v)]
		s.sorted[*at] = v
		*at++
	}
	s.current = 0
}

// pick is the number of a rank, 0 the smallest, that was among those gathered
// for.
func (s *selector) pick(rank int) float32 {
	b, within := place(s.counts[0][:], rank)
	if b == 0 {
		return 0
	}
	end := s.begins[b]
	group := s.sorted[end-s.counts[0][b] : end]
	if b != s.current {
		s.current = b
		clear(s.sub[:])
		for _, v := range group {
			s.sub[subBucketOf(v)]++
		}
	}
	sub, within := place(s.sub[:], within)
	s.few = s.few[:0]
	for _, v := range group {
		if subBucketOf(v) == uint32(sub) {
			s.few = append(s.few, v)
		}
	}
	slices.Sort(s.few)
	return math.Float32frombits(s.few[within])
}

// place is the bucket of a rank, and the rank within it.
func place(counts []uint32, rank int) (bucket, within int) {
	for b, c := range counts {
		if rank < int(c) {
			return b, rank
		}
		rank -= int(c)
	}
	panic("workload: a rank beyond all numbers")
}
