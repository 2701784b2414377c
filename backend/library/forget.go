package library

import (
	"context"
	"fmt"

	"meridian/backend/document"
)

// partsAtOnce is how many passages or pages leave in one step.
const partsAtOnce = 64

// Forgetting is what Forget would take away, and what stays.
func (s *Service) Forgetting(ctx context.Context, id document.ID) (Forgetting, error) {
	if _, err := s.Store.Document(ctx, id); err != nil {
		return Forgetting{}, err
	}
	goes, err := s.Store.Weigh(ctx, id)
	if err != nil {
		return Forgetting{}, err
	}
	links, err := s.links(ctx)
	return Forgetting{Goes: goes, Stays: Stays{Fields: links[id]}}, err
}

// Forget lets go of a document now, pinned or not. It is out of sight at once;
// when Forget returns, nothing of it can be read from any file of the library.
// A Forget that was cut short is completed at the next start.
func (s *Service) Forget(ctx context.Context, id document.ID) error {
	if _, err := s.Store.Document(ctx, id); err != nil {
		return err
	}
	if err := s.Store.Bury(ctx, id); err != nil {
		return err
	}
	s.tellAll()
	ctx = context.WithoutCancel(ctx) // whoever asked may go; what was promised is done
	if err := s.letGo(ctx, id); err != nil {
		return err
	}
	return s.Store.Purge(ctx)
}

// letGo takes away a document that may not be seen any more.
func (s *Service) letGo(ctx context.Context, id document.ID) error {
	s.halt(id)
	s.keepPassword(id, "")
	for more := true; more; {
		var err error
		if more, err = s.Store.Shed(ctx, id, partsAtOnce); err != nil {
			return fmt.Errorf("let go of document %s: %w", id, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	s.dropFile(id)
	return nil
}

// Supersede forgets the earlier version that a document replaces.
func (s *Service) Supersede(ctx context.Context, id document.ID) (Document, error) {
	r, err := s.Store.Document(ctx, id)
	if err != nil {
		return Document{}, err
	}
	if r.Earlier == "" {
		return Document{}, NoEarlier
	}
	if err := s.Forget(ctx, r.Earlier); err != nil && !isMissing(err) {
		return Document{}, err
	}
	return s.change(ctx, id, func(r *document.Record) error {
		r.Earlier = ""
		return nil
	})
}
