package retrieve

import (
	"cmp"
	"slices"
	"sort"

	"meridian/backend/document"
)

// Volume is a document as search sees it; NewVolume makes one.
type Volume struct {
	About Subject
	First int64 // id of the first passage; the others follow without gaps

	words  Concordance
	called called
	union  *union // where its terms stand, nil when in its own concordance
	member int    // of the union
}

// NewVolume is a document as search sees it.
func NewVolume(about Subject, first int64, words Concordance) Volume {
	return Volume{About: about, First: first, words: words, called: calledBy(about)}
}

// Passages is how many passages the document has.
func (v Volume) Passages() int { return v.words.passages }

// Size is about how many bytes a volume takes in memory, its share of a union
// included.
func (v Volume) Size() int {
	const head = 512
	size := head + len(v.words.lengths) + len(v.words.pages) + len(v.words.hashes) + len(v.words.ends) + len(v.words.entries)
	if v.union != nil {
		size += v.union.size() / (len(v.union.starts) - 1)
	}
	return size
}

// Collection is the documents in which a question is looked for, their
// passages and pages numbered through. It is made once, and asked often by
// whoever likes at the same time.
type Collection struct {
	volumes  []Volume
	offsets  []int32 // of each volume's first passage among all; one more behind the last
	holders  []int32 // of each passage, its volume
	passages grain
	pages    grain
	alone    []int32 // volumes that are in no union
	unions   []placed
	mentions mentions
}

// placed is a union, and where the passages of its members lie.
type placed struct {
	*union
	volumes []int32 // of each member, -1 when it is not in the collection
}

// grain is how finely texts are told apart: passages, or whole pages. Texts
// are numbered through.
type grain struct {
	texts  []int32   // of each passage, the text that it belongs to
	starts []int32   // of each text, its first passage; one more behind the last
	firsts []int32   // of each volume, its first text; one more behind the last
	length []float32 // of each text in terms, divided by the average
}

// Collect takes volumes together. Their order is that of their passages' ids.
func Collect(volumes []Volume) *Collection {
	c := &Collection{volumes: slices.Clone(volumes)}
	slices.SortFunc(c.volumes, func(a, b Volume) int { return cmp.Compare(a.First, b.First) })
	total := 0
	for _, v := range c.volumes {
		total += v.Passages()
	}
	c.offsets = make([]int32, 1, len(volumes)+1)
	c.passages, c.pages = newGrain(total, total), newGrain(total, 0)
	c.holders = make([]int32, 0, total)
	for i, v := range c.volumes {
		c.number(v)
		for range v.Passages() {
			c.holders = append(c.holders, int32(i))
		}
	}
	c.passages.settle()
	c.pages.settle()
	c.place()
	c.mentions = mentionsOf(c.volumes)
	return c
}

// number numbers the passages and pages of one volume more.
func (c *Collection) number(v Volume) {
	title := float32(v.words.title)
	page := -1
	for p := range v.Passages() {
		length := float32(v.words.Length(p))
		c.passages.begin(title)
		c.passages.grow(length)
		if n := v.words.Page(p); n != page {
			c.pages.begin(title)
			page = n
		}
		c.pages.grow(length)
	}
	c.passages.firsts = append(c.passages.firsts, int32(len(c.passages.length)))
	c.pages.firsts = append(c.pages.firsts, int32(len(c.pages.length)))
	c.offsets = append(c.offsets, c.offsets[len(c.offsets)-1]+int32(v.Passages()))
}

func newGrain(passages, texts int) grain {
	return grain{texts: make([]int32, 0, passages), length: make([]float32, 0, texts), firsts: []int32{0}}
}

// begin begins a text.
func (g *grain) begin(length float32) {
	g.length = append(g.length, length)
	g.starts = append(g.starts, int32(len(g.texts)))
}

// grow adds a passage to the text begun last.
func (g *grain) grow(length float32) {
	g.texts = append(g.texts, int32(len(g.length)-1))
	g.length[len(g.length)-1] += length
}

func (g *grain) settle() {
	g.starts = append(g.starts, int32(len(g.texts)))
	sum := 0.0
	for _, l := range g.length {
		sum += float64(l)
	}
	average := float32(max(sum, 1) / float64(max(len(g.length), 1)))
	for i := range g.length {
		g.length[i] /= average
	}
}

// place notes where the members of each union lie.
func (c *Collection) place() {
	at := map[*union]int{}
	for i, v := range c.volumes {
		if v.union == nil {
			c.alone = append(c.alone, int32(i))
			continue
		}
		n, ok := at[v.union]
		if !ok {
			n = len(c.unions)
			at[v.union] = n
			members := make([]int32, len(v.union.starts)-1)
			for m := range members {
				members[m] = -1
			}
			c.unions = append(c.unions, placed{v.union, members})
		}
		c.unions[n].volumes[v.member] = int32(i)
	}
}

// Volumes are the documents, in the order of their passages' ids.
func (c *Collection) Volumes() []Volume { return c.volumes }

// Among is the collection of some of the documents; the whole of it for none.
func (c *Collection) Among(ids []document.ID) *Collection {
	if len(ids) == 0 {
		return c
	}
	wanted := make(map[document.ID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var some []Volume
	for _, v := range c.volumes {
		if wanted[v.About.ID] {
			some = append(some, v)
		}
	}
	return Collect(some)
}

// total is how many passages there are.
func (c *Collection) total() int { return len(c.passages.texts) }

// passage is the number of a passage among all; false for one that is in none
// of the volumes.
func (c *Collection) passage(id int64) (int32, bool) {
	i := sort.Search(len(c.volumes), func(i int) bool { return c.volumes[i].First > id }) - 1
	if i < 0 || id >= c.volumes[i].First+int64(c.volumes[i].Passages()) {
		return 0, false
	}
	return c.offsets[i] + int32(id-c.volumes[i].First), true
}

// source is the volume and the id of a passage.
func (c *Collection) source(passage int32) (Volume, int64) {
	i := c.holders[passage]
	return c.volumes[i], c.volumes[i].First + int64(passage-c.offsets[i])
}

// pagesOf are the pages of passages in the order in which they first come.
func (c *Collection) pagesOf(passages []int32) []int32 {
	seen := map[int32]bool{}
	var pages []int32
	for _, p := range passages {
		if page := c.pages.texts[p]; !seen[page] {
			seen[page] = true
			pages = append(pages, page)
		}
	}
	return pages
}

// summits are for each of some pages the passage on it with the highest score.
func (c *Collection) summits(pages []int32, scores []float32) map[int32]int32 {
	summits := make(map[int32]int32, len(pages))
	for _, page := range pages {
		best := c.pages.starts[page]
		for p := best + 1; p < c.pages.starts[page+1]; p++ {
			if scores[p] > scores[best] {
				best = p
			}
		}
		summits[page] = best
	}
	return summits
}
