package retrieve

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// A concordance lists every term of a document and the passages in which it
// stands. It is one run of bytes, made once and read where it lies:
//
//	uint32   format, 1
//	uint32   passages P
//	uint32   terms T
//	uint32   terms of the title, repeats counted
//	uint16   × P  terms of each passage, repeats counted, headings included
//	uint32   × P  the page of each passage
//	uint64   × T  hashes of the terms, ascending
//	uint32   × T  where each one's entries end
//	entries  uvarint: times in the title; then for each passage in order the
//	         uvarint distance to the one before, and a byte: times in the
//	         headings × 16 + times in the text, 15 at most each
//
// All numbers are little-endian. Terms are known by their hashes: of the
// 10⁵ or so that a library holds, two share one with a chance of 10⁻⁹.
type Concordance struct {
	passages int
	title    int
	lengths  []byte // P × uint16
	pages    []byte // P × uint32
	hashes   []byte // T × uint64
	ends     []byte // T × uint32
	entries  []byte
}

const (
	concordanceFormat = 1
	concordanceHead   = 16 // bytes
	maxTimes          = 15
)

// Leaf is a passage as a concordance is made from it: its page, and its
// headings and its text, taken apart into terms.
type Leaf struct {
	Page          int
	Heading, Body []string
}

// Compile makes the concordance of a document whose title has those terms.
func Compile(title []string, leaves []Leaf) []byte {
	listed := map[uint64]*listing{}
	for _, term := range title {
		at(listed, term).title++
	}
	lengths := make([]byte, 0, 2*len(leaves))
	pages := make([]byte, 0, 4*len(leaves))
	for i, leaf := range leaves {
		for _, term := range leaf.Heading {
			at(listed, term).heading(i)
		}
		for _, term := range leaf.Body {
			at(listed, term).body(i)
		}
		n := min(len(leaf.Heading)+len(leaf.Body), math.MaxUint16)
		lengths = binary.LittleEndian.AppendUint16(lengths, uint16(n))
		pages = binary.LittleEndian.AppendUint32(pages, uint32(leaf.Page))
	}
	return write(len(leaves), len(title), append(lengths, pages...), listed)
}

// listing is a term while a concordance is made.
type listing struct {
	title  uint64
	places []place
}

type place struct {
	passage       int
	heading, body byte
}

func at(listed map[uint64]*listing, term string) *listing {
	h := hash(term)
	l := listed[h]
	if l == nil {
		l = new(listing)
		listed[h] = l
	}
	return l
}

func (l *listing) in(passage int) *place {
	if n := len(l.places); n == 0 || l.places[n-1].passage != passage {
		l.places = append(l.places, place{passage: passage})
	}
	return &l.places[len(l.places)-1]
}

func (l *listing) heading(passage int) { p := l.in(passage); p.heading = min(p.heading+1, maxTimes) }
func (l *listing) body(passage int)    { p := l.in(passage); p.body = min(p.body+1, maxTimes) }

func write(passages, title int, perPassage []byte, listed map[uint64]*listing) []byte {
	type hashed struct {
		hash uint64
		*listing
	}
	sorted := make([]hashed, 0, len(listed))
	for h, l := range listed {
		sorted = append(sorted, hashed{h, l})
	}
	slices.SortFunc(sorted, func(a, b hashed) int { return cmp.Compare(a.hash, b.hash) })
	var hashes, ends, entries []byte
	for _, l := range sorted {
		hashes = binary.LittleEndian.AppendUint64(hashes, l.hash)
		entries = binary.AppendUvarint(entries, l.title)
		before := 0
		for _, p := range l.places {
			entries = binary.AppendUvarint(entries, uint64(p.passage-before))
			entries = append(entries, p.heading<<4|p.body)
			before = p.passage
		}
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(entries)))
	}
	var out []byte
	for _, n := range []int{concordanceFormat, passages, len(sorted), title} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	return slices.Concat(out, perPassage, hashes, ends, entries)
}

var errConcordance = errors.New("these bytes are no concordance")

// ReadConcordance looks at bytes as a concordance, without copying them. It
// fails on what Compile cannot have made, as far as sizes show it; entries
// that make no sense are passed over when they are read.
func ReadConcordance(b []byte) (Concordance, error) {
	if len(b) < concordanceHead {
		return Concordance{}, errConcordance
	}
	number := func(i int) uint64 { return uint64(binary.LittleEndian.Uint32(b[4*i:])) }
	if number(0) != concordanceFormat {
		return Concordance{}, fmt.Errorf("concordance of format %d", number(0))
	}
	passages, terms := number(1), number(2)
	if concordanceHead+6*passages+12*terms > uint64(len(b)) {
		return Concordance{}, errConcordance
	}
	c := Concordance{passages: int(passages), title: int(number(3))}
	rest := b[concordanceHead:]
	c.lengths, rest = rest[:2*passages], rest[2*passages:]
	c.pages, rest = rest[:4*passages], rest[4*passages:]
	c.hashes, rest = rest[:8*terms], rest[8*terms:]
	c.ends, c.entries = rest[:4*terms], rest[4*terms:]
	return c, nil
}

// Passages is how many passages the document has.
func (c Concordance) Passages() int { return c.passages }

// Length is how many terms a passage has with its headings.
func (c Concordance) Length(passage int) int {
	return int(binary.LittleEndian.Uint16(c.lengths[2*passage:]))
}

// Page is the number of the page on which a passage stands.
func (c Concordance) Page(passage int) int {
	return int(binary.LittleEndian.Uint32(c.pages[4*passage:]))
}

// Posting says how often a term stands in a passage.
type Posting struct {
	Passage       int32
	Heading, Body uint8
}

// Find appends the postings of a term to into, and says how often the title
// has it.
func (c Concordance) Find(hash uint64, into []Posting) (title int, found []Posting) {
	entries := c.entriesOf(hash)
	times, n := binary.Uvarint(entries)
	if n <= 0 {
		return 0, into
	}
	return int(min(times, maxTimes)), readPostings(entries[n:], c.passages, into)
}

// readPostings appends postings that are written one behind another, of that
// many passages, to into. It stops at what makes no sense.
func readPostings(entries []byte, passages int, into []Posting) []Posting {
	into = slices.Grow(into, len(entries)/2)
	at := uint64(0)
	for i := 0; i+1 < len(entries); i += 2 {
		step := uint64(entries[i])
		if step >= 0x80 { // of several bytes
			var n int
			if step, n = binary.Uvarint(entries[i:]); n <= 0 || i+n >= len(entries) {
				break
			}
			i += n - 1
		}
		if at += step; step >= uint64(passages) || at >= uint64(passages) {
			break
		}
		times := entries[i+1]
		into = append(into, Posting{Passage: int32(at), Heading: times >> 4, Body: times & maxTimes})
	}
	return into
}

func (c Concordance) entriesOf(hash uint64) []byte {
	terms := len(c.hashes) / 8
	low, high := c.near(hash, terms)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if c.hash(middle) < hash {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == terms || c.hash(low) != hash {
		return nil
	}
	return c.entriesAt(low)
}

// entriesAt are the entries of a term by its place among all.
func (c Concordance) entriesAt(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = binary.LittleEndian.Uint32(c.ends[4*i-4:])
	}
	end := binary.LittleEndian.Uint32(c.ends[4*i:])
	if start > end || uint64(end) > uint64(len(c.entries)) {
		return nil
	}
	return c.entries[start:end]
}

func (c Concordance) hash(i int) uint64 { return binary.LittleEndian.Uint64(c.hashes[8*i:]) }

// near are bounds between which a hash would stand. Hashes are spread evenly,
// so that its place is known but for a few dozen: looking from there touches
// less memory than halving the whole.
func (c Concordance) near(hash uint64, terms int) (low, high int) {
	guess, _ := bits.Mul64(hash, uint64(terms))
	low, high = int(guess), int(guess)
	for step := 8; low > 0 && c.hash(low-1) >= hash; step *= 2 {
		high, low = low, max(low-step, 0)
	}
	for step := 8; high < terms && c.hash(high) < hash; step *= 2 {
		low, high = high+1, min(high+step, terms)
	}
	return low, high
}

// hash is a term's FNV-1a hash, mixed once more so that all its bits depend on
// every character (the finaliser of MurmurHash3). It stands in files.
func hash(term string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(term) {
		h = (h ^ uint64(term[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
