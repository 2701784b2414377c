package retrieve

import (
	"cmp"
	"math"
	"runtime"
	"slices"
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

// weighted is a term of a question and how much it counts.
type weighted struct {
	term   string
	weight float64
}

// ranking scores every passage and every page of a collection for one
// question, after one set of terms and another.
type ranking struct {
	*Collection
	found  map[string]*occurrences
	spots  []spot  // room for those of one term
	titles []int32 // of each volume whose title has the term at hand: the place of its first spot, from 1; 0 for others
}

// occurrences are where a term stands in a collection.
type occurrences struct {
	postings []Posting // passages counted through; those of one page lie together
	titles   []titled
	passages int // in how many passages it stands, titles included; known once these were scored
}

type titled struct{ volume, times int }

func newRanking(c *Collection) *ranking {
	return &ranking{Collection: c, found: map[string]*occurrences{}}
}

// stretch is the least number of passages that are worth a goroutine.
const stretch = 16_384

// lookUp finds where terms stand, on all cores where there are many passages.
func (r *ranking) lookUp(terms []weighted) {
	var sought []string
	for _, t := range terms {
		if r.found[t.term] == nil {
			r.found[t.term] = new(occurrences)
			sought = append(sought, t.term)
		}
	}
	parts := max(min(runtime.GOMAXPROCS(0), r.total()/stretch, len(sought)), 1)
	var wait sync.WaitGroup
	for n := range parts {
		wait.Go(func() {
			for i := n; i < len(sought); i += parts {
				r.lookFor(hash(sought[i]), r.found[sought[i]])
			}
		})
	}
	wait.Wait()
}

// lookFor finds where one term stands.
func (r *ranking) lookFor(hash uint64, o *occurrences) {
	for _, i := range r.alone {
		from := len(o.postings)
		var times int
		times, o.postings = r.volumes[i].words.Find(hash, o.postings)
		for n := range o.postings[from:] {
			o.postings[from+n].Passage += r.offsets[i]
		}
		if times > 0 {
			o.titles = append(o.titles, titled{int(i), times})
		}
	}
	for _, u := range r.unions {
		r.lookInto(u, hash, o)
	}
}

// lookInto finds where a term stands in a union.
func (r *ranking) lookInto(u placed, hash uint64, o *occurrences) {
	titles, postings := u.find(hash)
	for _, t := range titles {
		if i := u.volumes[t.volume]; i >= 0 {
			o.titles = append(o.titles, titled{int(i), t.times})
		}
	}
	from := len(o.postings)
	o.postings = readPostings(postings, int(u.starts[len(u.starts)-1]), o.postings)
	found := o.postings[:from]
	member := 0
	for _, p := range o.postings[from:] {
		for p.Passage >= u.starts[member+1] {
			member++
		}
		if i := u.volumes[member]; i >= 0 {
			p.Passage += r.offsets[i] - u.starts[member]
			found = append(found, p)
		}
	}
	o.postings = found
}

// spot is how often a term stands in one text.
type spot struct {
	text    int32
	times   float32 // in title and body
	heading uint8   // most in the headings of one of its passages
}

// spotsOf counts a term in every text that has it.
func (r *ranking) spotsOf(g *grain, o *occurrences) []spot {
	spots := slices.Grow(r.spots[:0], len(o.postings))
	if r.titles == nil {
		r.titles = make([]int32, len(r.volumes))
	}
	for _, t := range o.titles {
		r.titles[t.volume] = int32(len(spots)) + 1
		for text := g.firsts[t.volume]; text < g.firsts[t.volume+1]; text++ {
			spots = append(spots, spot{text: text, times: titleCount * float32(t.times)})
		}
	}
	last := -1
	for _, p := range o.postings {
		text := g.texts[p.Passage]
		if last < 0 || spots[last].text != text {
			volume := r.holders[p.Passage]
			if first := r.titles[volume]; first > 0 {
				last = int(first - 1 + text - g.firsts[volume])
			} else {
				last = len(spots)
				spots = append(spots, spot{text: text})
			}
		}
		s := &spots[last]
		s.times += float32(p.Body)
		s.heading = max(s.heading, p.Heading)
	}
	for _, t := range o.titles {
		r.titles[t.volume] = 0
	}
	r.spots = spots
	return spots
}

// standsIn is in how many passages a term stands, those of titles included.
func (r *ranking) standsIn(o *occurrences) int { return len(r.spotsOf(&r.passages, o)) }

// score adds BM25 for terms that were looked up to the scores of every text of
// a grain, those of titles and headings counted as said above.
func (r *ranking) score(scores []float32, g *grain, terms []weighted) {
	for _, t := range terms {
		spots := r.spotsOf(g, r.found[t.term])
		if g == &r.passages {
			r.found[t.term].passages = len(spots)
		}
		n := float64(len(spots))
		rarity := math.Log(1 + (float64(len(g.length))-n+0.5)/(n+0.5))
		gain := float32(t.weight * rarity)
		for _, s := range spots {
			tf := s.times + headingCount*float32(s.heading)
			scores[s.text] += gain * tf * (saturation + 1) / (tf + saturation*(1-lengthShare+lengthShare*g.length[s.text]))
		}
	}
}

// best are the texts of a grain with the highest scores above zero, by their
// numbers, each volume's scores multiplied by its factor; of equal ones the
// earlier.
func (r *ranking) best(g *grain, scores, factors []float32, most int) []int32 {
	var found []rated
	floor := float32(0)
	for i, factor := range factors {
		for text := g.firsts[i]; text < g.firsts[i+1]; text++ {
			s := scores[text] * factor
			if s <= floor {
				continue
			}
			if found = append(found, rated{text, s}); len(found) >= 4*most { // keep the list short
				found = top(found, most)
				floor = found[len(found)-1].score
			}
		}
	}
	return numbers(top(found, most))
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
