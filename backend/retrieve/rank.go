package retrieve

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"
)

// The constants of BM25 as Robertson and Zaragoza give them ("The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.4), and
// what a term counts in each place. A title counts for every passage, so it
// counts half.
const (
	saturation   = 1.2
	lengthShare  = 0.75
	titleCount   = 0.5
	headingCount = 2.0
)

// Volume is a document as search sees it; NewVolume makes one.
type Volume struct {
	About Subject
	First int64 // id of the first passage; the others follow without gaps
	Words Concordance

	called called
}

// NewVolume is a document as search sees it.
func NewVolume(about Subject, first int64, words Concordance) Volume {
	return Volume{About: about, First: first, Words: words, called: calledBy(about)}
}

// weighted is a term of a question and how much it counts.
type weighted struct {
	term   string
	weight float64
}

// ranking scores every passage and every page of some volumes for one
// question, after one set of terms and another.
type ranking struct {
	volumes  []Volume
	offsets  []int // of each volume's first passage among all
	total    int   // passages
	passages grain
	pages    grain
	found    map[string]*occurrences
}

// grain is how finely texts are told apart: passages, or whole pages. unit is
// the number of the text that each passage belongs to.
type grain struct {
	unit    []int32
	length  []float32 // in terms, of each text
	average float32
}

// occurrences are where a term stands in all volumes.
type occurrences struct {
	volumes  []int32 // for each posting, which volume
	postings []Posting
	titles   []titled
	passages int // in how many passages it stands, titles included
}

type titled struct{ volume, times int }

func newRanking(volumes []Volume) *ranking {
	r := &ranking{volumes: volumes, offsets: make([]int, len(volumes)), found: map[string]*occurrences{}}
	for i, v := range volumes {
		r.offsets[i] = r.total
		r.total += v.Words.Passages()
		page := -1
		for p := range v.Words.Passages() {
			length := float32(v.Words.Length(p))
			r.passages.begin(float32(v.Words.title))
			r.passages.grow(length)
			if n := v.Words.Page(p); n != page {
				r.pages.begin(float32(v.Words.title))
				page = n
			}
			r.pages.grow(length)
		}
	}
	r.passages.settle()
	r.pages.settle()
	return r
}

// begin begins a text.
func (g *grain) begin(length float32) { g.length = append(g.length, length) }

// grow adds a passage to the text begun last.
func (g *grain) grow(length float32) {
	g.unit = append(g.unit, int32(len(g.length)-1))
	g.length[len(g.length)-1] += length
}

func (g *grain) settle() {
	sum := 0.0
	for _, l := range g.length {
		sum += float64(l)
	}
	g.average = float32(max(sum, 1) / float64(max(len(g.length), 1)))
}

// stretch is the least number of volumes that are worth a goroutine.
const stretch = 128

// lookUp finds where terms stand, on all cores where there are many volumes.
func (r *ranking) lookUp(terms []weighted) {
	var hashes []uint64
	var sought []string
	for _, t := range terms {
		if r.found[t.term] == nil {
			r.found[t.term] = new(occurrences)
			hashes, sought = append(hashes, hash(t.term)), append(sought, t.term)
		}
	}
	parts := max(min(runtime.GOMAXPROCS(0), len(r.volumes)/stretch), 1)
	partly := make([][]occurrences, parts)
	var wait sync.WaitGroup
	for n := range parts {
		from, to := n*len(r.volumes)/parts, (n+1)*len(r.volumes)/parts
		wait.Go(func() { partly[n] = lookIn(r.volumes, from, to, hashes) })
	}
	wait.Wait()
	for _, part := range partly {
		for i, term := range sought {
			r.found[term].join(part[i])
		}
	}
}

// lookIn finds where terms stand in some of the volumes. It goes through these
// one by one: what was read of one for the first term is at hand for the
// others.
func lookIn(volumes []Volume, from, to int, hashes []uint64) []occurrences {
	found := make([]occurrences, len(hashes))
	for i := from; i < to; i++ {
		for j, h := range hashes {
			found[j].add(i, volumes[i].Words, h)
		}
	}
	return found
}

func (o *occurrences) join(more occurrences) {
	o.volumes = append(o.volumes, more.volumes...)
	o.postings = append(o.postings, more.postings...)
	o.titles = append(o.titles, more.titles...)
	o.passages += more.passages
}

// add notes where a term stands in one volume.
func (o *occurrences) add(volume int, words Concordance, hash uint64) {
	before := len(o.postings)
	var times int
	times, o.postings = words.Find(hash, o.postings)
	for range len(o.postings) - before {
		o.volumes = append(o.volumes, int32(volume))
	}
	if times > 0 {
		o.titles = append(o.titles, titled{volume, times})
		o.passages += words.Passages()
	} else {
		o.passages += len(o.postings) - before
	}
}

// scores is BM25 of every text of a grain for terms that were looked up, those
// of titles and headings counted as said above.
func (r *ranking) scores(g *grain, terms []weighted) []float32 {
	scores := make([]float32, len(g.length))
	count := counter{times: make([]float32, len(g.length)), heading: make([]uint8, len(g.length))}
	for _, t := range terms {
		count.all(r, g, r.found[t.term])
		n := float64(len(count.touched))
		rarity := math.Log(1 + (float64(len(g.length))-n+0.5)/(n+0.5))
		gain := float32(t.weight * rarity)
		for _, u := range count.touched {
			tf := count.times[u] + headingCount*float32(count.heading[u])
			length := g.length[u] / g.average
			scores[u] += gain * tf * (saturation + 1) / (tf + saturation*(1-lengthShare+lengthShare*length))
		}
		count.clear()
	}
	return scores
}

// counter counts one term at a time in all texts.
type counter struct {
	times   []float32 // in title and body
	heading []uint8   // most in the headings of one of its passages
	touched []int32   // texts that have the term
}

func (c *counter) all(r *ranking, g *grain, o *occurrences) {
	for _, t := range o.titles {
		first := r.offsets[t.volume]
		for p := range r.volumes[t.volume].Words.Passages() {
			if u := g.unit[first+p]; c.times[u] == 0 {
				c.touch(u)
				c.times[u] = titleCount * float32(t.times)
			}
		}
	}
	for i, p := range o.postings {
		u := g.unit[r.offsets[o.volumes[i]]+int(p.Passage)]
		c.touch(u)
		c.times[u] += float32(p.Body)
		c.heading[u] = max(c.heading[u], p.Heading)
	}
}

func (c *counter) touch(u int32) {
	if c.times[u] == 0 && c.heading[u] == 0 {
		c.touched = append(c.touched, u)
	}
}

func (c *counter) clear() {
	for _, u := range c.touched {
		c.times[u], c.heading[u] = 0, 0
	}
	c.touched = c.touched[:0]
}

// best are the texts of a grain with the highest scores above zero, by their
// numbers, each volume's scores multiplied by its factor; of equal ones the
// earlier.
func (r *ranking) best(g *grain, scores, factors []float32, most int) []int32 {
	var found []rated
	floor := float32(0)
	last := int32(-1)
	for i, v := range r.volumes {
		for p := range v.Words.Passages() {
			u := g.unit[r.offsets[i]+p]
			s := scores[u] * factors[i]
			if u == last || s <= floor {
				continue
			}
			last = u
			if found = append(found, rated{u, s}); len(found) >= 4*most { // keep the list short
				found = top(found, most)
				floor = found[len(found)-1].score
			}
		}
	}
	return numbers(top(found, most))
}

// pagesOf are the pages of passages in the order in which they first come.
func (r *ranking) pagesOf(passages []int32) []int32 {
	seen := map[int32]bool{}
	var pages []int32
	for _, p := range passages {
		if u := r.pages.unit[p]; !seen[u] {
			seen[u] = true
			pages = append(pages, u)
		}
	}
	return pages
}

// number is the place of a passage among all; false for one that is in none of
// the volumes.
func (r *ranking) number(id int64) (int32, bool) {
	i := sort.Search(len(r.volumes), func(i int) bool { return r.volumes[i].First > id }) - 1
	if i < 0 || id >= r.volumes[i].First+int64(r.volumes[i].Words.Passages()) {
		return 0, false
	}
	return int32(r.offsets[i] + int(id-r.volumes[i].First)), true
}

// place is the volume and the id of a passage.
func (r *ranking) place(number int32) (Volume, int64) {
	i := sort.Search(len(r.offsets), func(i int) bool { return r.offsets[i] > int(number) }) - 1
	return r.volumes[i], r.volumes[i].First + int64(int(number)-r.offsets[i])
}

// summits are for each of some pages the passage on it with the highest score.
func (r *ranking) summits(pages []int32, scores []float32) map[int32]int32 {
	wanted := make(map[int32]int32, len(pages))
	for _, u := range pages {
		wanted[u] = -1
	}
	for p, u := range r.pages.unit {
		if before, ok := wanted[u]; ok && (before < 0 || scores[p] > scores[before]) {
			wanted[u] = int32(p)
		}
	}
	return wanted
}

// rated is a text by its number, and its score.
type rated struct {
	unit  int32
	score float32
}

func top(found []rated, most int) []rated {
	slices.SortFunc(found, func(a, b rated) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.unit, b.unit))
	})
	return found[:min(len(found), most)]
}

func numbers(found []rated) []int32 {
	units := make([]int32, len(found))
	for i, f := range found {
		units[i] = f.unit
	}
	return units
}

// fusionConstant is that of reciprocal rank fusion (Cormack, Clarke and
// Büttcher, SIGIR 2009).
const fusionConstant = 60

// list is what one way of looking found, best first, and how much it counts.
type list struct {
	units  []int32
	weight float64
}

// fuse is one list from several: each text has the sum of weight /
// (60 + rank) over them.
func fuse(lists ...list) []rated {
	sums := map[int32]float32{}
	for _, l := range lists {
		for rank, u := range l.units {
			sums[u] += float32(l.weight / float64(fusionConstant+rank+1))
		}
	}
	fused := make([]rated, 0, len(sums))
	for u, s := range sums {
		fused = append(fused, rated{u, s})
	}
	return top(fused, len(fused))
}
