package retrieve

import (
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
)

// A union is the concordance of several documents in one. A library of many
// short documents is asked through a few of these: a term is looked for once
// in all of them, and its places lie together. It is made of concordances that
// were read, and never written.
//
// The entries of a term are its postings as in a concordance, passages counted
// through.
type union struct {
	starts  []int32 // number of each member's first passage; one more behind the last
	hashes  []uint64
	ends    []uint32
	entries []byte
	titles  map[uint64][]titled // members whose titles have a term, and how often
}

// A union has at most that many passages, a member half of it at most, and at
// least that many members. Making one takes a few milliseconds, and what one
// member says anew costs making it again.
const (
	unionPassages = 4096
	memberMost    = 512
	membersLeast  = 24
)

// Unite brings volumes together that are too short to be asked one by one, and
// lets go of their own concordances. The volumes come back in their order. Those
// that are together already stay so.
func Unite(volumes []Volume) []Volume {
	united := slices.Clone(volumes)
	var wait sync.WaitGroup
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, members := range groups(united) {
		turns <- struct{}{}
		wait.Go(func() { bind(united, members); <-turns })
	}
	wait.Wait()
	return united
}

// groups are the volumes, by their places, that are to be united.
func groups(volumes []Volume) (all [][]int) {
	var members []int
	passages := 0
	end := func() {
		if len(members) >= membersLeast {
			all = append(all, members)
		}
		members, passages = nil, 0
	}
	for i, v := range volumes {
		n := v.Passages()
		if v.union != nil || n > memberMost {
			continue
		}
		if passages+n > unionPassages {
			end()
		}
		members, passages = append(members, i), passages+n
	}
	end()
	return all
}

func bind(volumes []Volume, members []int) {
	u := &union{starts: make([]int32, 1, len(members)+1), titles: map[uint64][]titled{}}
	parts := make([]Concordance, len(members))
	for n, i := range members {
		parts[n] = volumes[i].words
		u.starts = append(u.starts, u.starts[n]+int32(parts[n].passages))
	}
	u.fill(parts)
	for n, i := range members {
		volumes[i] = volumes[i].within(u, n)
	}
}

// Together reports whether two volumes were united.
func (v Volume) Together(with Volume) bool { return v.union != nil && v.union == with.union }

// within is a volume whose terms stand in a union from here on. What remains
// of its own concordance is copied out of it, so that the rest can go.
func (v Volume) within(u *union, member int) Volume {
	v.union, v.member = u, member
	v.words.lengths, v.words.pages = slices.Clone(v.words.lengths), slices.Clone(v.words.pages)
	v.words.hashes, v.words.ends, v.words.entries = nil, nil, nil
	return v
}

// heldTerm is a term of a member.
type heldTerm struct {
	hash   uint64
	member int32
	index  int32 // in the member's concordance
}

func (a heldTerm) compare(b heldTerm) int {
	switch {
	case a.hash < b.hash:
		return -1
	case a.hash > b.hash:
		return 1
	}
	return int(a.member - b.member)
}

// Hashes are taken in 512 parts by their highest bits: they are spread evenly,
// so that each part is small enough to be sorted within the nearest cache.
const (
	stripeBits = 9
	stripes    = 1 << stripeBits
)

// fill merges concordances.
func (u *union) fill(parts []Concordance) {
	next := make([]int, len(parts))
	size := 0
	for _, c := range parts {
		size += len(c.entries)
	}
	u.entries = make([]byte, 0, size+size/8)
	var held []heldTerm
	for stripe := range stripes {
		held = held[:0]
		for m, c := range parts {
			for terms := len(c.hashes) / 8; next[m] < terms; next[m]++ {
				h := c.hash(next[m])
				if h>>(64-stripeBits) != uint64(stripe) {
					break
				}
				held = append(held, heldTerm{h, int32(m), int32(next[m])})
			}
		}
		slices.SortFunc(held, heldTerm.compare)
		for from := 0; from < len(held); {
			to := from + 1
			for to < len(held) && held[to].hash == held[from].hash {
				to++
			}
			u.put(parts, held[from:to])
			from = to
		}
	}
	u.hashes, u.ends, u.entries = slices.Clip(u.hashes), slices.Clip(u.ends), slices.Clip(u.entries)
}

// put writes one term, which some members have.
func (u *union) put(parts []Concordance, of []heldTerm) {
	last := int32(0)
	for _, h := range of {
		times, postings := parts[h.member].termAt(h.index)
		if times > 0 {
			u.titles[h.hash] = append(u.titles[h.hash], titled{int(h.member), int(min(times, maxTimes))})
		}
		last = u.append(postings, u.starts[h.member], parts[h.member].passages, last)
	}
	u.hashes = append(u.hashes, of[0].hash)
	u.ends = append(u.ends, uint32(len(u.entries)))
}

// termAt is what is said of a term: how often the title has it, and the
// entries of its postings.
func (c Concordance) termAt(index int32) (times uint64, postings []byte) {
	entries := c.entriesAt(int(index))
	times, n := binary.Uvarint(entries)
	if n <= 0 {
		return 0, nil
	}
	return times, entries[n:]
}

// append writes a member's postings of a term behind those before it, the last
// of which was in passage last. Only the first distance is another one then.
// What makes no sense is left out.
func (u *union) append(entries []byte, start int32, passages int, last int32) int32 {
	first, n := binary.Uvarint(entries)
	if n <= 0 || n >= len(entries) || first >= uint64(passages) {
		return last
	}
	u.entries = binary.AppendUvarint(u.entries, uint64(start-last)+first)
	end, at := n+1, first
	for end+1 < len(entries) {
		step, n := binary.Uvarint(entries[end:])
		if n <= 0 || end+n >= len(entries) || step >= uint64(passages) || at+step >= uint64(passages) {
			break
		}
		end, at = end+n+1, at+step
	}
	u.entries = append(u.entries, entries[n:end]...)
	return start + int32(at)
}

// find is what is said of a term: the members whose titles have it, with how
// often, and the entries of its postings.
func (u *union) find(hash uint64) (titles []titled, postings []byte) {
	i, ok := slices.BinarySearch(u.hashes, hash)
	if !ok {
		return nil, nil
	}
	start := uint32(0)
	if i > 0 {
		start = u.ends[i-1]
	}
	return u.titles[hash], u.entries[start:u.ends[i]]
}

// size is about how many bytes a union takes.
func (u *union) size() int {
	return 4*len(u.starts) + 12*len(u.hashes) + len(u.entries)
}
