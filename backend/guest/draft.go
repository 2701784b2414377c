package guest

import (
	"context"
	"fmt"

	"meridian/backend/access"
)

// OpenDraft remembers a plan that was made as a draft of another.
func (s *Service) OpenDraft(ctx context.Context, plan, of string, base int) (Draft, error) {
	d := Draft{Plan: plan, Of: of, Base: base, By: access.Who(ctx).ID, Made: s.Now(), State: DraftOpen}
	if err := s.Store.AddDraft(ctx, d); err != nil {
		return Draft{}, fmt.Errorf("add draft %s: %w", plan, err)
	}
	return d, s.owner(ctx, Drafted, plan)
}

// Drafts are all drafts, the newest first.
func (s *Service) Drafts(ctx context.Context) ([]Draft, error) { return s.Store.Drafts(ctx) }

// Draft is the draft that a plan is; NoDraft for a plan that is none.
func (s *Service) Draft(ctx context.Context, plan string) (Draft, error) {
	return s.Store.Draft(ctx, plan)
}

// Decide closes an open draft; NotOpen for one that was decided.
func (s *Service) Decide(ctx context.Context, plan string, state DraftState) error {
	d, err := s.Store.Draft(ctx, plan)
	if err != nil {
		return fmt.Errorf("find draft %s: %w", plan, err)
	}
	if d.State != DraftOpen {
		return NotOpen
	}
	if err := s.Store.SetDraft(ctx, plan, state); err != nil {
		return fmt.Errorf("decide draft %s: %w", plan, err)
	}
	act := Accepted
	if state == DraftDeclined {
		act = Declined
	}
	return s.owner(ctx, act, plan)
}
