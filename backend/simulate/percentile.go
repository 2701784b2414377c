package simulate

import (
	"context"
	"math"
	"slices"
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

// selector finds order statistics by counting: the leading 11 bits of all
// values, then the next 8 within the buckets that hold a wanted rank, and sorts
// the few values that share all 19 bits with one.
type selector struct {
	keys   []uint32
	first  [1 << 11]uint32
	slot   [1 << 11]uint8 // which second level a leading bucket has; 0 is for those of no interest
	second [][1 << 8]uint32
	wanted [][1 << 8]uint8 // which group of candidates a second bucket has, from 1
	groups [][]uint32
	picked []float32
}

// place is where a rank falls: its buckets, and its rank there.
type place struct {
	top, middle, rank int
}

// pick is the values of the given ranks (0 is the smallest), which ascend. The
// slice is the selector's, until the next pick.
func (s *selector) pick(values []float32, ranks []int) []float32 {
	s.count(values)
	var buffer [16]place
	places := buffer[:0]
	slots, top, below := 0, 0, 0
	for _, rank := range ranks {
		for below+int(s.first[top]) <= rank {
			below += int(s.first[top])
			top++
		}
		if s.slot[top] == 0 {
			slots++
			s.slot[top] = uint8(slots)
		}
		places = append(places, place{top: top, rank: rank - below})
	}
	s.countSecond(slots)
	groups := 0
	for i := range places {
		p := &places[i]
		at := s.slot[p.top]
		p.middle, p.rank = bucket(s.second[at][:], p.rank)
		if s.wanted[at][p.middle] == 0 {
			groups++
			s.wanted[at][p.middle] = uint8(groups)
		}
	}
	s.gather(groups)
	s.picked = s.picked[:0]
	for _, p := range places {
		group := s.groups[s.wanted[s.slot[p.top]][p.middle]-1]
		s.picked = append(s.picked, unsortable(group[p.rank]))
	}
	return s.picked
}

// count makes sortable keys and counts their leading bits.
func (s *selector) count(values []float32) {
	if cap(s.keys) < len(values) {
		s.keys = make([]uint32, len(values))
	}
	s.keys = s.keys[:len(values)]
	clear(s.first[:])
	clear(s.slot[:])
	for i, v := range values {
		k := sortable(v)
		s.keys[i] = k
		s.first[k>>21]++
	}
}

func (s *selector) countSecond(slots int) {
	for len(s.second) <= slots {
		s.second = append(s.second, [1 << 8]uint32{})
		s.wanted = append(s.wanted, [1 << 8]uint8{})
	}
	clear(s.second[:slots+1])
	clear(s.wanted[:slots+1])
	for _, k := range s.keys {
		s.second[s.slot[k>>21]][k>>13&0xff]++
	}
}

// gather collects and sorts the candidates of every group.
func (s *selector) gather(groups int) {
	for len(s.groups) < groups {
		s.groups = append(s.groups, nil)
	}
	for i := range s.groups {
		s.groups[i] = s.groups[i][:0]
	}
	for _, k := range s.keys {
		if w := s.wanted[s.slot[k>>21]][k>>13&0xff]; w != 0 {
			s.groups[w-1] = append(s.groups[w-1], k)
		}
	}
	for _, g := range s.groups[:groups] {
		slices.Sort(g)
	}
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
