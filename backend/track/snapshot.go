package track

import (
	"context"
	"fmt"
	"time"

	"meridian/backend/actual"
	"meridian/backend/plan"
)

// Snapshot keeps what the plan's forecast says now.
func (s *Service) Snapshot(ctx context.Context, planID string) (actual.Snapshot, error) {
	p, _, err := s.Plans.Open(ctx, planID)
	if err != nil {
		return actual.Snapshot{}, err
	}
	return s.keep(ctx, p, s.Now(), false, false)
}

// keep plays a plan and keeps what comes of it, as said at a moment.
func (s *Service) keep(ctx context.Context, p plan.Plan, at time.Time, auto, rough bool) (actual.Snapshot, error) {
	snap, f, err := s.Engine.Forecast(ctx, p, rough)
	if err != nil {
		return actual.Snapshot{}, err
	}
	snap.ID, snap.Made, snap.Auto = s.NewID(), at.UTC().Truncate(time.Millisecond), auto
	if err := s.Store.KeepSnapshot(ctx, p.ID, snap, f); err != nil {
		return actual.Snapshot{}, fmt.Errorf("keep snapshot: %w", err)
	}
	return snap, nil
}

// DropSnapshot takes a snapshot away.
func (s *Service) DropSnapshot(ctx context.Context, planID, id string) error {
	if _, _, err := s.Plans.Open(ctx, planID); err != nil {
		return err
	}
	return s.Store.DropSnapshot(ctx, planID, id)
}

// Course is a snapshot with its lines, and where reality went since.
type Course struct {
	Snapshot actual.Snapshot `json:"snapshot"`
	Fan      actual.Fan      `json:"fan"`
	Points   []Point         `json:"points"` // oldest first
}

// Point is a check-in on the lines of a snapshot. Standing is absent before the
// snapshot was made: such a point is past, not something that was foretold.
type Point struct {
	Day      actual.Day       `json:"day"`
	NetWorth plan.Amount      `json:"netWorth"`
	Standing *actual.Standing `json:"standing,omitempty"`
}

// Course is what a snapshot said, and what came.
func (s *Service) Course(ctx context.Context, planID, id string) (Course, error) {
	if _, _, err := s.Plans.Open(ctx, planID); err != nil {
		return Course{}, err
	}
	all, err := s.Store.Snapshots(ctx, planID)
	if err != nil {
		return Course{}, fmt.Errorf("read snapshots: %w", err)
	}
	for _, snap := range all {
		if snap.ID == id {
			return s.course(ctx, planID, snap)
		}
	}
	return Course{}, NoSnapshot
}

func (s *Service) course(ctx context.Context, planID string, snap actual.Snapshot) (Course, error) {
	f, err := s.Store.Fan(ctx, planID, snap.ID)
	if err != nil {
		return Course{}, fmt.Errorf("read snapshot: %w", err)
	}
	checks, err := s.Store.CheckIns(ctx, planID)
	if err != nil {
		return Course{}, fmt.Errorf("read check-ins: %w", err)
	}
	c := Course{Snapshot: snap, Fan: f, Points: []Point{}}
	for _, check := range checks {
		if check.Day.Month().Since(snap.Start) < 0 || check.NetWorth.Cur != snap.Currency {
			continue
		}
		point := Point{Day: check.Day, NetWorth: check.NetWorth}
		if standing, ok := stand(snap, f, check); ok {
			point.Standing = &standing
		}
		c.Points = append(c.Points, point)
	}
	return c, nil
}

// Watch keeps a snapshot of every plan in every month, until ctx ends: it looks
// after the first pause, and then again and again. told hears of what failed.
func (s *Service) Watch(ctx context.Context, first, every time.Duration, told func(error)) {
	timer := time.NewTimer(first)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := s.Due(ctx); err != nil && ctx.Err() == nil {
			told(err)
		}
		timer.Reset(every)
	}
}

// Due keeps a snapshot of each plan that has something to lose and no snapshot
// of this month yet.
func (s *Service) Due(ctx context.Context) error {
	ids, err := s.Plans.All(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.due(ctx, id); err != nil {
			return fmt.Errorf("monthly snapshot of plan %s: %w", id, err)
		}
	}
	return nil
}

func (s *Service) due(ctx context.Context, id string) error {
	p, _, err := s.Plans.Open(ctx, id)
	if err != nil {
		return err
	}
	if len(gridOf(p, nil)) == 0 {
		return nil
	}
	all, err := s.Store.Snapshots(ctx, id)
	if err != nil {
		return err
	}
	now := s.Now().UTC()
	for _, snap := range all {
		if snap.Made.Format("2006-01") == now.Format("2006-01") {
			return nil
		}
	}
	_, err = s.keep(ctx, p, now, true, false)
	return err
}
