package library

import (
	"context"
	"fmt"
	"time"

	"meridian/backend/document"
)

const (
	sweepEvery = time.Hour
	lookEvery  = time.Minute      // how often it is looked whether the machine slept
	slept      = 10 * time.Minute // that passed between two looks say that it did
)

// tend lets go of what expired: at once, and then every hour. After the machine
// slept, or its clock was set, it looks at once again, and gives grace to what
// expired meanwhile.
func (s *Service) tend(ctx context.Context) {
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	var last, swept time.Time
	for {
		now := wall(s.Now())
		broke := !last.IsZero() && (now.Sub(last) > slept || now.Before(last.Add(-slept)))
		if broke {
			s.setAwake(now)
		}
		if broke || swept.IsZero() || now.Sub(swept) >= sweepEvery {
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.Log.Warn("expired documents could not be let go of", "error", err)
			}
			swept = now
		}
		last = now
		select {
		case <-looks.C:
		case <-ctx.Done():
			return
		}
	}
}

func (s *Service) setAwake(since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awake = since
}

func (s *Service) awakeSince() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.awake
}

// Sweep lets go of what has expired, and gives grace to what nobody could have
// used in time.
func (s *Service) Sweep(ctx context.Context) error {
	if _, err := s.grant(ctx); err != nil {
		return err
	}
	gone, err := s.expired(ctx, document.Goes)
	if err != nil || len(gone) == 0 {
		return err
	}
	for _, r := range gone {
		if err := s.letGo(ctx, r.ID); err != nil {
			return err
		}
	}
	s.tellAll()
	return s.Store.Purge(ctx)
}

// grant sets the ends of those documents anew that a sweep would not take; it
// takes nothing away. warned is how many were given grace.
func (s *Service) grant(ctx context.Context) (warned int, err error) {
	now, awake := wall(s.Now()), s.awakeSince()
	all, err := s.Store.Expired(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range all {
		v := r.Sweep(now, awake)
		if v.Fate == document.Goes || v.Used.Equal(r.Used) && v.Expires.Equal(r.Expires) {
			continue
		}
		if err := s.Store.Extend(ctx, r, v.Used, v.Expires); err != nil {
			return warned, fmt.Errorf("extend document %s: %w", r.ID, err)
		}
		if v.Fate == document.Warned {
			warned++
		}
	}
	if warned > 0 {
		s.tellAll()
	}
	return warned, nil
}

// expired are the documents that a sweep decides about in one way.
func (s *Service) expired(ctx context.Context, fate document.Fate) ([]document.Record, error) {
	all, err := s.Store.Expired(ctx)
	if err != nil {
		return nil, err
	}
	now, awake := wall(s.Now()), s.awakeSince()
	var found []document.Record
	for _, r := range all {
		if r.Sweep(now, awake).Fate == fate {
			found = append(found, r)
		}
	}
	return found, nil
}

// InGrace is how many documents of all tenants stay only because nobody could
// have used them when they expired.
func (s *Service) InGrace(ctx context.Context) (int, error) {
	all, err := s.Store.Documents(ctx, "")
	n := 0
	for _, r := range all {
		if r.InGrace() {
			n++
		}
	}
	return n, err
}
