package library

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meridian/backend/document"
	"meridian/backend/retrieve"
)

const (
	longestQuestion = 2000 // characters
	mostQuotes      = 8
	usualQuotes     = 4
	mostDocuments   = 1000 // that a question may name
)

// check refuses what cannot be asked.
func (q Question) check() error {
	text := strings.TrimSpace(q.Question)
	switch {
	case !usableTenant(q.Tenant):
		return BadTenant
	case text == "" || !utf8.ValidString(text) || utf8.RuneCountInString(text) > longestQuestion,
		q.Most < 0 || q.Most > mostQuotes, len(q.Documents) > mostDocuments:
		return BadQuestion
	}
	return nil
}

// Ask finds the passages that bear on a question. What is quoted, and what the
// question named, is used by that.
func (s *Service) Ask(ctx context.Context, q Question) (Found, error) {
	began := time.Now()
	if err := q.check(); err != nil {
		return Found{}, err
	}
	for _, id := range q.Documents {
		if r, err := s.Store.Document(ctx, id); err != nil || r.Tenant != q.Tenant {
			return Found{}, orMissing(err)
		}
	}
	answer, err := s.find(ctx, q)
	if err != nil {
		return Found{}, err
	}
	asked := retrieve.Ask(q.Question)
	found := Found{Question: q.Question, Quotes: []Quote{}, Literal: answer.Literal, Route: route(q, asked)}
	for _, f := range answer.Found {
		quote, err := s.quote(ctx, asked, f)
		if isMissing(err) {
			continue // it was forgotten in between
		}
		if err != nil {
			return Found{}, err
		}
		found.Quotes = append(found.Quotes, quote)
	}
	if err := s.Store.Touch(ctx, used(q, found)); err != nil {
		return Found{}, err
	}
	found.Took = float64(time.Since(began).Microseconds()) / 1000
	return found, nil
}

// orMissing is the error of a document that is not there, or not this tenant's.
func orMissing(err error) error {
	if err == nil {
		return NoDocument
	}
	return err
}

// find searches by the model whose vectors are there. Where that cannot be
// asked, words alone are compared: a worse answer is better than none.
func (s *Service) find(ctx context.Context, q Question) (retrieve.Answer, error) {
	query := retrieve.Query{Text: q.Question, Tenant: q.Tenant, Among: q.Documents, Most: q.Most}
	if query.Most == 0 {
		query.Most = usualQuotes
	}
	embedder, err := s.searched(ctx)
	if err != nil {
		return retrieve.Answer{}, err
	}
	if embedder != nil {
		answer, err := (&retrieve.Finder{Index: s.Index, Embedder: embedder}).Find(ctx, query)
		if err == nil || ctx.Err() != nil {
			return answer, err
		}
		s.Log.Warn("a question is answered by words alone", "error", err)
	}
	return (&retrieve.Finder{Index: s.Index}).Find(ctx, query)
}

// quote cuts what was found out of its page: a citation is of what stands
// there, not of what was made of it for search.
func (s *Service) quote(ctx context.Context, asked retrieve.Question, f retrieve.Found) (Quote, error) {
	p, err := s.Store.Page(ctx, f.Document, f.Passage.Page)
	if err != nil {
		return Quote{}, err
	}
	text, ok := f.Passage.Span.Of(p.Text)
	if !ok {
		return Quote{}, fmt.Errorf("quote document %s: page %d is shorter than its passage", f.Document, p.Number)
	}
	return Quote{
		Citation: document.Citation{
			Document: f.Document, Page: p.Number, Span: f.Passage.Span,
			Quote: text, QuoteHash: document.QuoteHash(text),
		},
		Title: f.Title, Label: p.Label, Heading: p.Heading, Scanned: p.Scanned, Score: float64(f.Score),
		Marks: append([]document.Span{}, retrieve.Marks(asked, text)...),
	}, nil
}

// used are the documents that a question used.
func used(q Question, found Found) []document.ID {
	ids := slices.Clone(q.Documents)
	for _, quote := range found.Quotes {
		ids = append(ids, quote.Citation.Document)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// route is how a question was narrowed down: its words that were looked for,
// the years that it names, the documents that were looked in.
func route(q Question, asked retrieve.Question) Route {
	r := Route{Words: []string{}, Documents: append([]document.ID{}, q.Documents...), Years: append([]int{}, asked.Years()...)}
	runes := []rune(norm.NFKC.String(q.Question)) // what places of words count
	for _, w := range retrieve.Words(q.Question) {
		if w.End > len(runes) || !slices.ContainsFunc(w.Terms, func(t string) bool { return slices.Contains(asked.Terms, t) }) {
			continue
		}
		if word := string(runes[w.Start:w.End]); !slices.Contains(r.Words, word) {
			r.Words = append(r.Words, word)
		}
	}
	return r
}
