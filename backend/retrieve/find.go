package retrieve

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"meridian/backend/document"
	"meridian/backend/embedding"
)

// Index is what is searched.
type Index interface {
	// Look lets do see one unchanging picture of the documents of a tenant that
	// are ready and have not expired; of those named in among alone, unless it
	// is empty. The errors of do come back as they are.
	Look(ctx context.Context, tenant document.Tenant, among []document.ID, do func(View) error) error
}

// View is an unchanging picture of documents.
type View interface {
	// Collection is the documents.
	Collection() *Collection
	// Nearest are at most that many passages of the documents whose vectors of a
	// model are nearest to a unit vector, with their cosines; none where the
	// model has embedded none.
	Nearest(ctx context.Context, model embedding.Model, vector []float32, most int) ([]Scored, error)
	// Passages are passages by their ids, in the order of the ids.
	Passages(ctx context.Context, ids []int64) ([]document.Passage, error)
}

// Query is what is asked, of whom.
type Query struct {
	Text   string
	Tenant document.Tenant
	Among  []document.ID // look in these alone; empty is all
	Most   int           // pages to find; 0 is DefaultMost
}

// DefaultMost is how many pages are found where a query does not say.
const DefaultMost = 5

// Scored is a passage and how near it is, larger is nearer.
type Scored struct {
	Passage int64 // id
	Score   float32
}

// depth is how far down each list is read before they are fused.
const depth = 100

// Found is a page that bears on a question, with the passage on it that does
// so most.
type Found struct {
	Document document.ID
	Title    string
	Passage  document.Passage
	Marks    []document.Span // words of the question in the passage's text, from its start
	Score    float32         // larger is better; comparable within one answer only
	Words    int             // place among those found by words, from 1; 0 is none
	Vectors  int             // place among those found by vectors
}

// Answer is what was found. Literal reports whether rare words of the question
// stand in the first passage; without them what is found is a guess.
type Answer struct {
	Found   []Found
	Literal bool
}

// Finder finds passages. Embedder may be nil: then words alone are compared.
type Finder struct {
	Index    Index
	Embedder Embedder
}

// Find finds the pages that bear on a question, best first. A page is named
// once, by its best passage.
func (f *Finder) Find(ctx context.Context, query Query) (answer Answer, err error) {
	question := Ask(query.Text)
	vector, err := f.embed(ctx, query.Text)
	if err != nil {
		return Answer{}, fmt.Errorf("embed question: %w", err)
	}
	most := cmp.Or(max(query.Most, 0), DefaultMost)
	err = f.Index.Look(ctx, query.Tenant, query.Among, func(view View) error {
		words, near, err := f.look(ctx, view, question, vector, most)
		if err != nil {
			return fmt.Errorf("look for near vectors: %w", err)
		}
		answer, err = f.gather(ctx, view, question, words, near, most)
		return err
	})
	if err != nil {
		return Answer{}, fmt.Errorf("find passages: %w", err)
	}
	return answer, nil
}

func (f *Finder) embed(ctx context.Context, text string) ([]float32, error) {
	if f.Embedder == nil {
		return nil, nil
	}
	vectors, err := f.Embedder.Embed(ctx, embedding.Query, []string{text})
	if err != nil {
		return nil, err
	}
	if len(vectors) != 1 || !embedding.Unit(vectors[0]) {
		return nil, nil // without a direction nothing is near
	}
	return vectors[0], nil
}

// look looks for words and for near vectors, both at once. Vectors that know
// words alone are looked at only where words found too little.
func (f *Finder) look(ctx context.Context, view View, question Question, vector []float32, most int) (byWord, []Scored, error) {
	ranked := make(chan byWord, 1)
	go func() { ranked <- newRanking(view.Collection()).byWords(question) }()
	if !f.neural() {
		words := <-ranked
		if vector == nil || len(words.pages) >= most {
			return words, nil, nil
		}
		near, err := view.Nearest(ctx, f.Embedder.Model(), vector, depth)
		return words, near, err
	}
	var near []Scored
	var err error
	if vector != nil {
		near, err = view.Nearest(ctx, f.Embedder.Model(), vector, depth)
	}
	return <-ranked, near, err
}

func (f *Finder) neural() bool { return f.Embedder != nil && f.Embedder.Model().Neural }

func (f *Finder) gather(ctx context.Context, view View, question Question, words byWord, near []Scored, most int) (Answer, error) {
	r := words.ranking
	nearPassages := r.numbersOf(near)
	vectors := r.pagesOf(nearPassages)
	wordWeight, vectorWeight := f.weights(words.literal)
	fused := fuse(list{words.pages, wordWeight}, list{vectors, vectorWeight})
	fused = fused[:min(len(fused), most)]
	summits := r.summits(numbers(fused), words.scores)
	for i := len(nearPassages) - 1; i >= 0; i-- { // where no word stands, what is nearest is quoted
		u := r.pages.texts[nearPassages[i]]
		if p, ok := summits[u]; ok && words.scores[p] == 0 {
			summits[u] = nearPassages[i]
		}
	}
	found, err := fetch(ctx, view, r, fused, summits)
	if err != nil {
		return Answer{}, err
	}
	inWords, inVectors := places(words.pages), places(vectors)
	for i, page := range fused {
		found[i].Words, found[i].Vectors = inWords[page.unit], inVectors[page.unit]
		found[i].Marks = Marks(question, found[i].Passage.Text)
	}
	return Answer{Found: found, Literal: words.literal}, nil
}

// What each list counts. Where rare words of the question stand in the text,
// words are the better witness; where not, meaning is. Vectors that know words
// alone know them worse than a concordance does (a tenth of a vote costs
// FinanceBench three points of hit@5, see make eval): they only add pages
// after those that words found.
const (
	lexicalVectorWeight = 1e-6
	guessWordWeight     = 0.5
)

func (f *Finder) weights(literal bool) (words, vectors float64) {
	switch {
	case !f.neural():
		return 1, lexicalVectorWeight
	case literal:
		return 1, 1
	}
	return guessWordWeight, 1
}

// byWord is what was found by words: pages, best first; the score of every
// passage; and whether what the question asks for stands there in its words.
type byWord struct {
	ranking *ranking
	pages   []int32
	scores  []float32
	literal bool
}

// byWords looks for a question's words four times, and fuses: in passages and
// in whole pages, since what is asked may be said in one sentence or all over
// a page; with and without the terms that say the same in other words, since
// these find more and blur what is found.
func (r *ranking) byWords(question Question) byWord {
	factors := r.factors(question.names)
	terms := question.terms()
	asked := len(terms)
	for _, term := range question.Related {
		terms = append(terms, weighted{term, relatedWeight})
	}
	r.lookUp(terms)
	own, related := r.rarest(terms[:asked:asked]), terms[asked:]
	scores, onPages := make([]float32, len(r.passages.length)), make([]float32, len(r.pages.length))
	r.score(scores, &r.passages, own)
	r.score(onPages, &r.pages, own)
	passages := r.best(&r.passages, scores, factors, depth)
	lists := []list{{r.pagesOf(passages), 1}, {r.best(&r.pages, onPages, factors, depth), 1}}
	found := byWord{ranking: r, scores: scores, literal: r.literal(own, passages)}
	if len(related) > 0 {
		r.score(scores, &r.passages, related)
		r.score(onPages, &r.pages, related)
		lists = append(lists,
			list{r.pagesOf(r.best(&r.passages, scores, factors, depth)), 1},
			list{r.best(&r.pages, onPages, factors, depth), 1})
	}
	found.pages = numbers(fuse(lists...))
	return found
}

// relatedWeight is what a term counts that the question did not use itself.
const relatedWeight = 0.7

func (q Question) terms() []weighted {
	terms := make([]weighted, len(q.Terms))
	for i, t := range q.Terms {
		terms[i] = weighted{t, q.weights[t]}
	}
	return terms
}

// rarest are the rarest of too many terms.
func (r *ranking) rarest(terms []weighted) []weighted {
	if len(terms) <= maxTerms {
		return terms
	}
	passages := map[string]int{}
	for _, t := range terms {
		passages[t.term] = r.standsIn(r.found[t.term])
	}
	slices.SortStableFunc(terms, func(a, b weighted) int { return cmp.Compare(passages[a.term], passages[b.term]) })
	return terms[:maxTerms]
}

// rareShare is the share of all passages, in parts of a hundred, in which a
// rare term stands at most.
const rareShare = 2

// literal reports whether the best passage has at least half of the
// question's rare terms, and one at all.
func (r *ranking) literal(terms []weighted, best []int32) bool {
	if len(best) == 0 {
		return false
	}
	rare, there := 0, 0
	for _, t := range terms {
		o := r.found[t.term]
		if o.passages > max(r.total()*rareShare/100, 1) {
			continue
		}
		rare++
		if r.has(o, best[0]) {
			there++
		}
	}
	return there > 0 && 2*there >= rare
}

func (r *ranking) has(o *occurrences, passage int32) bool {
	return slices.ContainsFunc(o.titles, func(t titled) bool { return t.volume == int(r.holders[passage]) }) ||
		slices.ContainsFunc(o.postings, func(p Posting) bool { return p.Passage == passage })
}

// numbersOf are passages by their places among all.
func (r *ranking) numbersOf(found []Scored) []int32 {
	var passages []int32
	for _, s := range found {
		if p, ok := r.passage(s.Passage); ok {
			passages = append(passages, p)
		}
	}
	return passages
}

// fetch reads the passages that are quoted of some pages.
func fetch(ctx context.Context, view View, r *ranking, pages []rated, summits map[int32]int32) ([]Found, error) {
	ids := make([]int64, len(pages))
	found := make([]Found, len(pages))
	for i, page := range pages {
		var v Volume
		v, ids[i] = r.source(summits[page.unit])
		found[i] = Found{Document: v.About.ID, Title: v.About.Title, Score: page.score}
	}
	passages, err := view.Passages(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("fetch passages: %w", err)
	}
	for i, p := range passages {
		found[i].Passage = p
	}
	return found, nil
}

// places are the places of texts in a list, from 1.
func places(units []int32) map[int32]int {
	at := make(map[int32]int, len(units))
	for i, u := range units {
		at[u] = i + 1
	}
	return at
}
