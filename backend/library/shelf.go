package library

import (
	"context"
	"slices"

	"meridian/backend/document"
)

// Shelf is every document of a tenant, the last used first.
func (s *Service) Shelf(ctx context.Context, tenant document.Tenant) (Shelf, error) {
	if !usableTenant(tenant) {
		return Shelf{}, BadTenant
	}
	records, err := s.Store.Documents(ctx, tenant)
	if err != nil {
		return Shelf{}, err
	}
	ids := make([]document.ID, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	counts, err := s.Store.Counts(ctx, ids...)
	if err != nil {
		return Shelf{}, err
	}
	links, err := s.links(ctx)
	if err != nil {
		return Shelf{}, err
	}
	embedder, err := s.standing(ctx)
	if err != nil {
		return Shelf{}, err
	}
	there := make(map[document.ID]bool, len(ids))
	for _, id := range ids {
		there[id] = true
	}
	shelf := Shelf{Embedder: embedder, OCR: s.ocr(ctx), Now: s.Now()}
	for _, r := range records {
		if !there[r.Earlier] {
			r.Earlier = ""
		}
		shelf.Documents = append(shelf.Documents, s.described(r, counts[r.ID], len(links[r.ID])))
	}
	slices.SortStableFunc(shelf.Documents, func(a, b Document) int { return b.Used.Compare(a.Used) })
	return shelf, nil
}

func (s *Service) ocr(ctx context.Context) OCR {
	if s.OCR == nil {
		return OCR{Languages: []string{}}
	}
	return s.OCR(ctx)
}

func (s *Service) links(ctx context.Context) (map[document.ID][]Field, error) {
	if s.Plans == nil {
		return nil, nil
	}
	return s.Plans.Linked(ctx)
}

// described is a record with what else a person sees of it.
func (s *Service) described(r document.Record, c Counts, linked int) Document {
	d := Document{
		Record: r, Fault: faultOf(r), Pages: c.Pages, Passages: c.Passages, Scanned: c.Scanned,
		Grace: r.InGrace(), Linked: linked,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.current; now != nil && now.id == r.ID && now.stage == r.State {
		d.Progress = now.progress
	}
	return d
}

// describe is described for a single document.
func (s *Service) describe(ctx context.Context, r document.Record) (Document, error) {
	counts, err := s.Store.Counts(ctx, r.ID)
	if err != nil {
		return Document{}, err
	}
	links, err := s.links(ctx)
	if err != nil {
		return Document{}, err
	}
	if r.Earlier != "" {
		if _, err := s.Store.Document(ctx, r.Earlier); err != nil {
			r.Earlier = ""
		}
	}
	return s.described(r, counts[r.ID], len(links[r.ID])), nil
}

// Document is one document, without its pages.
func (s *Service) Document(ctx context.Context, id document.ID) (Document, error) {
	r, err := s.Store.Document(ctx, id)
	if err != nil {
		return Document{}, err
	}
	return s.describe(ctx, r)
}

// Detail is a document with its pages.
func (s *Service) Detail(ctx context.Context, id document.ID) (Detail, error) {
	d, err := s.Document(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	pages, err := s.Store.Pages(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	found := Detail{Document: d, Pages: make([]PageInfo, len(pages))}
	for i, p := range pages {
		found.Pages[i] = PageInfo{
			Number: p.Number, Label: p.Label, Width: p.Width, Height: p.Height,
			Heading: p.Heading, Scanned: p.Scanned, Pictures: p.Pictures, Characters: p.Runes(),
		}
	}
	return found, nil
}

// Open is Detail, and counts as use.
func (s *Service) Open(ctx context.Context, id document.ID) (Detail, error) {
	if err := s.Store.Touch(ctx, []document.ID{id}); err != nil {
		return Detail{}, err
	}
	return s.Detail(ctx, id)
}

// Page is one page with its text and places; NoPage when there is none.
func (s *Service) Page(ctx context.Context, id document.ID, number int) (document.Page, error) {
	if _, err := s.Store.Document(ctx, id); err != nil {
		return document.Page{}, err
	}
	p, err := s.Store.Page(ctx, id, number)
	if isMissing(err) {
		return document.Page{}, NoPage
	}
	return p, err
}

// longestNote is how many characters may be said about a pin.
const longestNote = 200

// Pin keeps a document for good.
func (s *Service) Pin(ctx context.Context, id document.ID, reason Reason, note string) (Document, error) {
	if !slices.Contains(Reasons(), reason) || !usableLine(note, longestNote) {
		return Document{}, BadReason
	}
	pin := document.Pin{Reason: string(reason), Note: note, Since: s.Now()}
	return s.change(ctx, id, func(r *document.Record) error {
		r.Pin = &pin
		return nil
	})
}

// Unpin lets a document go again when it is not used. That counts as use: it
// has all its days before it.
func (s *Service) Unpin(ctx context.Context, id document.ID) (Document, error) {
	now := s.Now()
	return s.change(ctx, id, func(r *document.Record) error {
		r.Pin, r.Used, r.Expires = nil, now, document.Expires(now)
		return nil
	})
}

func (s *Service) change(ctx context.Context, id document.ID, do func(*document.Record) error) (Document, error) {
	r, err := s.Store.Change(ctx, id, do)
	if err != nil {
		return Document{}, err
	}
	s.tell(r, Progress{})
	return s.describe(ctx, r)
}
