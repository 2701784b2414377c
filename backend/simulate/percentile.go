package simulate

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
)

// Series names a series that every future has.
type Series uint8

// The series, at each month's end but for Spending, which is what was paid for
// spending and goals in the month.
const (
	NetWorth Series = iota
	Liquid
	Spending
)

// At is a series in month t, one value per future, in today's money. It belongs
// to the result.
func (r *Result) At(s Series, t int) []float32 {
	switch s {
	case NetWorth:
		return r.tape.worth[t]
	case Liquid:
		return r.tape.liquid[t]
	default:
		return r.tape.spending[t]
	}
}

// nominalAt writes a series in month t in money of the day.
func (r *Result) nominalAt(s Series, t int, to []float32) []float32 {
	real := r.At(s, t)
	at := t
	if s == Spending { // paid at the beginning of the month
		at--
	}
	if at < 0 {
		copy(to, real)
		return to
	}
	price := r.tape.price[at]
	for i, v := range real {
		to[i] = v * price[i]
	}
	return to
}

// Percentiles is the exact order statistics of a series per month: of n
// futures, the percentile q is the ⌈qn/100⌉-th smallest. The result is
// [percentile][month], in today's money or, with nominal, in money of the day.
func (r *Result) Percentiles(ctx context.Context, s Series, nominal bool, at []int, workers int) ([][]float32, error) {
	out := make([][]float32, len(at))
	for i := range out {
		out[i] = make([]float32, r.Months)
	}
	ranks := make([]int, len(at))
	for i, q := range at {
		ranks[i] = max(0, (q*r.N+99)/100-1)
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range max(1, workers) {
		wait.Go(func() {
			var sel selector
			scratch := make([]float32, r.N)
			for ctx.Err() == nil {
				t := int(next.Add(1)) - 1
				if t >= r.Months {
					return
				}
				values := r.At(s, t)
				if nominal {
					values = r.nominalAt(s, t, scratch)
				}
				for i, v := range sel.pick(values, ranks) {
					out[i][t] = v
				}
			}
		})
	}
	wait.Wait()
	return out, ctx.Err()
}

// selector finds order statistics by counting the leading bits of the values,
// then the next ones within the buckets that hold a wanted rank: three passes of
// 11, 11 and 10 bits, whatever the order of the values.
type selector struct {
	keys   []uint32
	first  [1 << 11]uint32
	slot   [1 << 11]uint8 // which second level a leading bucket has, from 1
	second [][1 << 11]uint32
	picked []float32
}

// pick is the values of the given ranks (0 is the smallest), which ascend. The
// slice is the selector's, until the next pick.
func (s *selector) pick(values []float32, ranks []int) []float32 {
	s.count(values)
	s.picked = s.picked[:0]
	s.slot = [1 << 11]uint8{}
	tops, within := make([]int, len(ranks)), make([]int, len(ranks))
	slots := 0
	for i, rank := range ranks {
		tops[i], within[i] = bucket(s.first[:], rank)
		if s.slot[tops[i]] == 0 {
			slots++
			s.slot[tops[i]] = uint8(slots)
		}
	}
	s.countSecond(slots)
	for i := range ranks {
		s.picked = append(s.picked, s.third(tops[i], within[i]))
	}
	return s.picked
}

// count makes sortable keys and counts their leading bits.
func (s *selector) count(values []float32) {
	if cap(s.keys) < len(values) {
		s.keys = make([]uint32, len(values))
	}
	s.keys = s.keys[:len(values)]
	s.first = [1 << 11]uint32{}
	for i, v := range values {
		k := sortable(v)
		s.keys[i] = k
		s.first[k>>21]++
	}
}

func (s *selector) countSecond(slots int) {
	for len(s.second) < slots {
		s.second = append(s.second, [1 << 11]uint32{})
	}
	clear(s.second[:slots])
	for _, k := range s.keys {
		if at := s.slot[k>>21]; at != 0 {
			s.second[at-1][k>>10&(1<<11-1)]++
		}
	}
}

// third is the value of a rank within a leading bucket.
func (s *selector) third(top, rank int) float32 {
	middle, rank := bucket(s.second[s.slot[top]-1][:], rank)
	prefix := uint32(top)<<11 | uint32(middle)
	var counts [1 << 10]uint32
	for _, k := range s.keys {
		if k>>10 == prefix {
			counts[k&(1<<10-1)]++
		}
	}
	low, _ := bucket(counts[:], rank)
	return unsortable(prefix<<10 | uint32(low))
}

// bucket is where a rank falls among counted buckets, and its rank there.
func bucket(counts []uint32, rank int) (index, within int) {
	for i, c := range counts {
		if rank < int(c) {
			return i, rank
		}
		rank -= int(c)
	}
	return len(counts) - 1, 0
}

// sortable is a key that orders as its float does.
func sortable(v float32) uint32 {
	b := math.Float32bits(v)
	return b ^ (uint32(int32(b)>>31) | 1<<31)
}

func unsortable(k uint32) float32 {
	mask := uint32(1<<31) | ^uint32(int32(k)>>31)
	return math.Float32frombits(k ^ mask)
}
