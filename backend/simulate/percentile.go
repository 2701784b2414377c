package simulate

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"meridian/backend/lanes"
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
	price, whole := r.tape.price[at], len(real)&^15
	r.unit.MultiplySingles(to[:whole], real[:whole], price[:whole])
	lanes.Portable.MultiplySingles(to[whole:], real[whole:], price[whole:])
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
			sel := selector{unit: r.unit}
			scratch := make([]float32, r.N)
			for ctx.Err() == nil {
				first := span * (int(next.Add(1)) - 1)
				if first >= r.Months {
					return
				}
				sel.forget()
				for t := first; t < min(r.Months, first+span) && ctx.Err() == nil; t++ {
					values := r.At(s, t)
					if nominal {
						values = r.nominalAt(s, t, scratch)
					}
					for i, v := range sel.pick(values, ranks) {
						out[i][t] = v
					}
				}
			}
		})
	}
	wait.Wait()
	return out, ctx.Err()
}

// span is how many months in a row one worker tells: what was found in one
// month says where to look in the next.
const span = 60

// selector finds order statistics. Where the month before tells about where they
// are, it looks there alone (see tracks). Else it counts: the leading 11 bits of
// all values, then the next 8 within the buckets that hold a wanted rank, and
// looks among the values that share all 19 bits with one.
type selector struct {
	unit   lanes.Unit
	tracks tracks
	keys   []int32
	first  [1 << 11]uint32
	slot   [1 << 11]uint8 // which second level a leading bucket has; 0 is for those of no interest
	second [][1 << 8]uint32
	wanted [][1 << 8]uint8 // which group of candidates a second bucket has, from 1
	groups [][]int32
	found  []int32
	within []int // each rank's place in its group
	picked []float32
}

// forget says that the next values have nothing to do with the last.
func (s *selector) forget() { s.tracks.seen = 0 }

// pick is the values of the given ranks (0 is the smallest), which ascend. The
// slice is the selector's, until the next pick.
func (s *selector) pick(values []float32, ranks []int) []float32 {
	if s.unit == lanes.Portable || !s.tracks.follow(s.unit, values, ranks, &s.found) {
		s.countAll(values, ranks)
	}
	s.tracks.learn(s.found)
	s.picked = s.picked[:0]
	for _, key := range s.found {
		s.picked = append(s.picked, lanes.FromKey(key))
	}
	return s.picked
}

// place is where a rank falls: its buckets, and its rank there.
type place struct {
	top, middle, rank int
}

// countAll finds the keys of the ranks by counting.
func (s *selector) countAll(values []float32, ranks []int) {
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
	s.found = append(s.found[:0], make([]int32, len(ranks))...)
	s.within = append(s.within[:0], ranks...)
	for i := 0; i < len(places); {
		group, first := s.groupOf(places[i]), i
		for ; i < len(places) && s.groupOf(places[i]) == group; i++ {
			s.within[i] = places[i].rank
		}
		choose(s.groups[group], s.within[first:i], s.found[first:i])
	}
}

func (s *selector) groupOf(p place) int { return int(s.wanted[s.slot[p.top]][p.middle]) - 1 }

// top is a key's leading 11 bits, ascending as keys do; middle the next 8.
func top(key int32) uint32 { return (uint32(key) ^ 1<<31) >> 21 }

func middle(key int32) uint32 { return uint32(key) >> 13 & 0xff }

// count makes keys and counts their leading bits.
func (s *selector) count(values []float32) {
	if cap(s.keys) < len(values) {
		s.keys = make([]int32, len(values))
	}
	s.keys = s.keys[:len(values)]
	clear(s.first[:])
	clear(s.slot[:])
	for i, v := range values {
		k := lanes.Key(v)
		s.keys[i] = k
		s.first[top(k)]++
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
		s.second[s.slot[top(k)]][middle(k)]++
	}
}

// gather collects the candidates of every group.
func (s *selector) gather(groups int) {
	for len(s.groups) < groups {
		s.groups = append(s.groups, nil)
	}
	for i := range s.groups {
		s.groups[i] = s.groups[i][:0]
	}
	for _, k := range s.keys {
		if w := s.wanted[s.slot[top(k)]][middle(k)]; w != 0 {
			s.groups[w-1] = append(s.groups[w-1], k)
		}
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

// choose writes the keys of ranks, which ascend, among keys, which it reorders:
// Hoare's selection for several ranks, by three parts, so that equal keys cost
// nothing.
func choose(keys []int32, ranks []int, to []int32) {
	for len(ranks) > 0 {
		pivot := middling(keys[0], keys[len(keys)/2], keys[len(keys)-1])
		less, same := divide(keys, pivot)
		left := before(ranks, less)
		right := left + before(ranks[left:], less+same)
		choose(keys[:less], ranks[:left], to[:left])
		for i := left; i < right; i++ {
			to[i] = pivot
		}
		keys, ranks, to = keys[less+same:], ranks[right:], to[right:]
		for i := range ranks {
			ranks[i] -= less + same
		}
	}
}

// divide puts keys before the pivot first, and then those that are it.
func divide(keys []int32, pivot int32) (less, same int) {
	if mostly(keys, pivot) {
		return divideEqual(keys, pivot)
	}
	less, same = sweep(keys, pivot)
	rest := keys[less:]
	switch {
	case same == 1: // as a rule: then looking for it is cheaper than another sweep
		at := slices.Index(rest, pivot)
		rest[0], rest[at] = rest[at], rest[0]
	case pivot < most:
		sweep(rest, pivot+1)
	}
	return less, same
}

// sweep puts keys before a bound first, and counts those and the ones that are
// it. It takes no branch, since which way a key goes cannot be foreseen.
func sweep(keys []int32, bound int32) (less, same int) {
	for i, k := range keys {
		keys[i], keys[less] = keys[less], k
		if k < bound {
			less++
		}
		if k == bound {
			same++
		}
	}
	return less, same
}

// mostly reports whether most of a few keys are the pivot.
func mostly(keys []int32, pivot int32) bool {
	n, step := 0, max(1, len(keys)/16)
	for i := 0; i < len(keys); i += step {
		if keys[i] == pivot {
			n++
		}
	}
	return n > 8
}

// divideEqual is divide where most keys are the pivot, which can be foreseen.
func divideEqual(keys []int32, pivot int32) (less, same int) {
	for i, k := range keys {
		switch {
		case k < pivot:
			keys[i] = keys[less+same]
			keys[less+same] = keys[less]
			keys[less] = k
			less++
		case k == pivot:
			keys[i] = keys[less+same]
			keys[less+same] = k
			same++
		}
	}
	return less, same
}

// before is how many ranks, which ascend, lie before a place.
func before(ranks []int, at int) int {
	for i, rank := range ranks {
		if rank >= at {
			return i
		}
	}
	return len(ranks)
}

// middling is the middle one of three.
func middling(a, b, c int32) int32 { return max(min(a, b), min(max(a, b), c)) }
