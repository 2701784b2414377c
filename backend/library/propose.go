package library

import (
	"context"
	"fmt"

	"meridian/backend/document"
	"meridian/backend/propose"
)

// Proposal is a value of a document that a plan could take: a quote, and what
// it would be in the plan.
type Proposal struct {
	Field    propose.Field     `json:"field"`
	Figure   string            `json:"figure"`   // as it is written
	Span     document.Span     `json:"span"`     // of the figure on the page
	Citation document.Citation `json:"citation"` // of the line that says so
	Sure     bool              `json:"sure"`     // the line names the field first, and has no other value behind it
	Scanned  bool              `json:"scanned"`  // the page was recognised from a picture
}

// Proposals are values on the pages of a document that a plan could take. What
// was recognised from a picture is never sure.
func (s *Service) Proposals(ctx context.Context, id document.ID) ([]Proposal, error) {
	r, err := s.Store.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	pages, err := s.Store.Pages(ctx, id)
	if err != nil {
		return nil, err
	}
	byNumber := make(map[int]document.Page, len(pages))
	for _, p := range pages {
		byNumber[p.Number] = p
	}
	var all []Proposal
	for _, found := range propose.Of(r.About.Type, pages) {
		p, err := quoted(id, byNumber[found.Page], found)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func quoted(id document.ID, page document.Page, found propose.Proposal) (Proposal, error) {
	line, ok := found.Line.Of(page.Text)
	figure, there := found.Figure.Of(page.Text)
	if !ok || !there {
		return Proposal{}, fmt.Errorf("propose from document %s: page %d is shorter than its proposal", id, found.Page)
	}
	return Proposal{
		Field: found.Field, Figure: figure, Span: found.Figure, Sure: found.Sure && !page.Scanned, Scanned: page.Scanned,
		Citation: document.Citation{Document: id, Page: page.Number, Span: found.Line, Quote: line, QuoteHash: document.QuoteHash(line)},
	}, nil
}
