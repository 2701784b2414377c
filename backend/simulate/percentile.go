package simulate

import (
	"slices"

	"meridian/backend/lanes"
)

// fan is the percentiles of a series in one kind of money, told month by month.
type fan struct {
	series   int
	nominal  bool
	ranks    []int
	found    [][]float32 // [percentile][month]
	selector selector
}

func newFan(p *program, percentiles []int, basis, series int) fan {
	f := fan{series: series, nominal: basis == 1, selector: selector{unit: p.unit}}
	for _, q := range percentiles {
		f.ranks = append(f.ranks, max(0, (q*p.n+99)/100-1))
		f.found = append(f.found, make([]float32, p.months))
	}
	return f
}

// tell finds a month's percentiles.
func (f *fan) tell(m *sheet, t int) {
	var prices []float32
	if f.nominal {
		prices = m.prices(Series(f.series))
	}
	for i, v := range f.selector.pick(m.real[f.series], prices, f.ranks) {
		f.found[i][t] = v
	}
}

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

// pick is the values of the given ranks (0 is the smallest), which ascend; with
// prices, of the values times them. The slice is the selector's, until the next pick.
func (s *selector) pick(values, prices []float32, ranks []int) []float32 {
	if s.unit == lanes.Portable || !s.tracks.follow(s.unit, values, prices, ranks, &s.found) {
		s.countAll(values, prices, ranks)
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
func (s *selector) countAll(values, prices []float32, ranks []int) {
	s.count(values, prices)
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
func (s *selector) count(values, prices []float32) {
	if cap(s.keys) < len(values) {
		s.keys = make([]int32, len(values))
	}
	s.keys = s.keys[:len(values)]
	clear(s.first[:])
	clear(s.slot[:])
	for i, v := range values {
		if prices != nil {
			v *= prices[i]
		}
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
