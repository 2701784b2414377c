package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"meridian/backend/event"
	"meridian/backend/plan"
)

// Edit applies a merge patch (RFC 7396) to the plan as it stands, field by field:
// where somebody else has changed the same since its base, their value stays and
// a conflict is opened. settles names open conflicts that the edit decides; a
// patch that takes over a value in conflict does so by itself.
//
// It fails with Stale when the plan never had that base, and with an invalid
// fault that lists every problem when the result could not be used; then nothing
// is saved. An edit that changes nothing adds no revision.
func (s *Service) Edit(ctx context.Context, id string, on Stamp, name EditName, patch map[string]any, settles ...string) (State, error) {
	if err := name.check(); err != nil {
		return State{}, err
	}
	return s.change(ctx, id, on, func(now *present) (*outcome, error) {
		if on.Base < 1 || on.Base > now.entry.Revision {
			return nil, Stale
		}
		others, err := s.meanwhile(ctx, now, on.Base, on.saw)
		if err != nil {
			return nil, err
		}
		r := rebase{others: others, earlier: now.contested(func(c Conflict) bool { return slices.Contains(on.Seen, c.Op) })}
		edited, err := now.apply(r.object("", patch, now.tree))
		if err != nil {
			return nil, err
		}
		return &outcome{
			revision: Revision{Kind: Edit, Name: name}, plan: edited,
			opened: r.opened, settled: append(r.settled, now.stillOpen(settles)...),
		}, nil
	})
}

// Undo takes back the newest edit or rewind that stands of whoever asks, by the
// inverse of what it did. What somebody else has changed since is not overwritten:
// that opens a conflict. It fails with Stale when the same person has changed the
// plan since base, in another window.
func (s *Service) Undo(ctx context.Context, id string, on Stamp) (State, error) {
	return s.step(ctx, id, on, func(p Position) (Revision, int, error) {
		if p.Undo == nil {
			return Revision{}, 0, NothingToUndo
		}
		return Revision{Kind: Undo, Name: p.Undo.Name, Target: p.Undo.Number}, p.Undo.Last, nil
	})
}

// Redo brings back what whoever asks took back last, as Undo takes back.
func (s *Service) Redo(ctx context.Context, id string, on Stamp) (State, error) {
	return s.step(ctx, id, on, func(p Position) (Revision, int, error) {
		if p.Redo == nil {
			return Revision{}, 0, NothingToRedo
		}
		return Revision{Kind: Redo, Name: p.Redo.Name, Target: p.Redo.Number}, p.Redo.Last, nil
	})
}

// Rewind makes the plan again what it was after a revision, whole. It fails with
// Stale when base is not the newest revision: what one goes back from must have
// been seen. Rewinding to what already stands adds no revision.
func (s *Service) Rewind(ctx context.Context, id string, on Stamp, to int) (State, error) {
	return s.rewind(ctx, id, on, func(history []Revision) (int, EditName, error) {
		if to < 1 || to > len(history) {
			return 0, EditName{}, NoRevision
		}
		return to, EditName{Key: nameRewind, Args: map[string]string{"revision": strconv.Itoa(to)}}, nil
	})
}

// RewindToDay makes the plan again what it was when a calendar day ("2026-03-29")
// ended for somebody living in where.
func (s *Service) RewindToDay(ctx context.Context, id string, on Stamp, day string, where *time.Location) (State, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return State{}, BadDay.With(err)
	}
	return s.rewind(ctx, id, on, func(history []Revision) (int, EditName, error) {
		to := AsOf(history, day, where)
		if to == 0 {
			return 0, EditName{}, BeforeFirst
		}
		return to, EditName{Key: nameRewindDay, Args: map[string]string{"day": day}}, nil
	})
}

func (s *Service) rewind(ctx context.Context, id string, on Stamp, choose func([]Revision) (int, EditName, error)) (State, error) {
	return s.change(ctx, id, on, func(now *present) (*outcome, error) {
		if on.Base != now.entry.Revision {
			return nil, Stale
		}
		history, err := s.history(ctx, id)
		if err != nil {
			return nil, err
		}
		to, name, err := choose(history)
		if err != nil {
			return nil, err
		}
		p, _, err := s.read(ctx, id, to)
		if err != nil {
			return nil, err
		}
		return &outcome{revision: Revision{Kind: Rewind, Name: name, Target: to}, plan: p}, nil
	})
}

// step adds a revision that takes back another one: its operations, the conflicts
// that it opened and those that it settled. choose says which, and why.
func (s *Service) step(ctx context.Context, id string, on Stamp, choose func(Position) (Revision, int, error)) (State, error) {
	return s.change(ctx, id, on, func(now *present) (*outcome, error) {
		history, err := s.history(ctx, id)
		if err != nil {
			return nil, err
		}
		position, err := locate(id, history, now.actor)
		if err != nil {
			return nil, err
		}
		if on.Base < 1 || on.Base > len(history) || unseen(history[on.Base:], now.actor, on) {
			return nil, Stale
		}
		r, last, err := choose(position)
		if err != nil {
			return nil, err
		}
		return s.takeBack(ctx, now, r, last)
	})
}

// unseen reports whether one person made one of these without having seen it.
func unseen(later []Revision, actor string, on Stamp) bool {
	return slices.ContainsFunc(later, func(r Revision) bool { return r.Actor == actor && !on.saw(r) })
}

func (s *Service) takeBack(ctx context.Context, now *present, r Revision, last int) (*outcome, error) {
	done, err := s.changes(ctx, now.entry.ID, last-1, last)
	if err != nil {
		return nil, err
	}
	others, err := s.meanwhile(ctx, now, last, func(r Revision) bool { return r.Actor == now.actor })
	if err != nil {
		return nil, err
	}
	touched, err := s.Store.Touched(ctx, now.entry.ID, last)
	if err != nil {
		return nil, fmt.Errorf("read conflicts of plan %s: %w", now.entry.ID, err)
	}
	back := rebase{others: others, earlier: now.contested(func(c Conflict) bool { return c.Actor == now.actor })}
	p, err := now.apply(back.object("", inverse(done[0].Operations), now.tree))
	if err != nil {
		return nil, err
	}
	change := &outcome{revision: r, plan: p, opened: back.opened, settled: back.settled}
	for _, c := range touched {
		switch {
		case c.Opened == last && c.Settled == 0 && !slices.Contains(change.settled, c.ID):
			change.settled = append(change.settled, c.ID)
		case c.Opened < last && c.Settled == last:
			change.reopened = append(change.reopened, c.ID)
		}
	}
	return change, nil
}

// present is a plan as a change finds it.
type present struct {
	entry    Entry
	actor    string
	plan     plan.Plan
	document []byte
	tree     map[string]any
	open     []Conflict
}

// outcome is what a change makes of it.
type outcome struct {
	revision          Revision
	plan              plan.Plan
	opened            []Conflict
	settled, reopened []string
}

// change makes one change, once. Somebody may be quicker between looking and
// appending: then it looks again, so that what is saved was judged on exactly
// what it is saved on.
func (s *Service) change(ctx context.Context, id string, on Stamp, compose func(*present) (*outcome, error)) (State, error) {
	if err := on.check(); err != nil {
		return State{}, err
	}
	for {
		done, err := s.made(ctx, id, on.Op)
		if done || err != nil {
			return s.openAfter(ctx, id, err)
		}
		now, err := s.present(ctx, id)
		if err != nil {
			return State{}, err
		}
		change, err := compose(now)
		if err != nil {
			return State{}, fmt.Errorf("change plan %s: %w", id, err)
		}
		state, err := s.append(ctx, now, on, change)
		if !errors.Is(err, Stale) {
			return state, err
		}
	}
}

// made reports whether a change was made before. A name is its maker's own.
func (s *Service) made(ctx context.Context, id, op string) (bool, error) {
	if op == "" {
		return false, nil
	}
	r, err := s.Store.Made(ctx, id, op)
	switch {
	case errors.Is(err, NoRevision):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for a change of plan %s: %w", id, err)
	case r.Actor != actor(ctx):
		return false, OpTaken
	}
	return true, nil
}

func (s *Service) openAfter(ctx context.Context, id string, err error) (State, error) {
	if err != nil {
		return State{}, err
	}
	return s.Open(ctx, id)
}

func (s *Service) present(ctx context.Context, id string) (*present, error) {
	entry, err := s.entry(ctx, id)
	if err != nil {
		return nil, err
	}
	now := &present{entry: entry, actor: actor(ctx)}
	if now.plan, now.document, err = s.read(ctx, id, entry.Revision); err != nil {
		return nil, err
	}
	if now.tree, err = treeOf(now.document); err != nil {
		return nil, err
	}
	if now.open, err = s.Store.Conflicts(ctx, id); err != nil {
		return nil, fmt.Errorf("read conflicts of plan %s: %w", id, err)
	}
	return now, nil
}

// apply is the plan with what of a patch goes through.
func (now *present) apply(patch map[string]any) (plan.Plan, error) {
	if len(patch) == 0 {
		return now.plan, nil
	}
	return plan.Patch(now.plan, patch)
}

// contested are the open conflicts of one maker by their path.
func (now *present) contested(mine func(Conflict) bool) map[string]Conflict {
	found := map[string]Conflict{}
	for _, c := range now.open {
		if c.Actor == now.actor && mine(c) {
			found[c.Path] = c
		}
	}
	return found
}

// stillOpen are those of the ids that name open conflicts: somebody else may
// have decided the others first, which is no fault.
func (now *present) stillOpen(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(now.open, func(c Conflict) bool { return c.ID == id })
	})
}

// meanwhile is what was done to the plan after a revision, without what is set
// aside.
func (s *Service) meanwhile(ctx context.Context, now *present, after int, aside func(Revision) bool) (meanwhile, error) {
	var others meanwhile
	changes, err := s.changes(ctx, now.entry.ID, after, now.entry.Revision)
	for _, c := range changes {
		if !aside(c.Revision) {
			others.add(c)
		}
	}
	return others, err
}

// changes are the revisions after one and up to another with all that they did.
// Those of revisions that name no base were not kept: they are found from the
// documents.
func (s *Service) changes(ctx context.Context, id string, after, upTo int) ([]Change, error) {
	if after >= upTo {
		return nil, nil
	}
	changes, err := s.Store.Changes(ctx, id, after, upTo)
	if err != nil {
		return nil, fmt.Errorf("read changes of plan %s: %w", id, err)
	}
	for i, c := range changes {
		if c.Base > 0 || c.Kind == Create {
			continue
		}
		if changes[i].Operations, err = s.found(ctx, id, c.Number); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// found are the operations of a revision as its documents tell them.
func (s *Service) found(ctx context.Context, id string, revision int) ([]Operation, error) {
	var trees [2]map[string]any
	for i := range trees {
		document, err := s.Store.Document(ctx, id, revision-1+i)
		if err != nil {
			return nil, fmt.Errorf("read revision %d of plan %s: %w", revision-1+i, id, err)
		}
		if trees[i], err = treeOf(document); err != nil {
			return nil, err
		}
	}
	return operations(trees[0], trees[1]), nil
}

// append judges a change and saves it, unless there is nothing to save.
func (s *Service) append(ctx context.Context, now *present, on Stamp, c *outcome) (State, error) {
	id := now.entry.ID
	problems, err := usableAs(id, c.plan)
	if err != nil && c.revision.Kind != Rewind { // what once stood was judged then
		return State{}, fmt.Errorf("%s plan %s: %w", c.revision.Kind, id, err)
	}
	document := plan.Encode(c.plan)
	tree, err := treeOf(document)
	if err != nil {
		return State{}, err
	}
	effects := Effects{Operations: operations(now.tree, tree), Opened: c.opened, Settled: c.settled, Reopened: c.reopened}
	effects.Settled = append(effects.Settled, taken(now.open, effects.Settled, tree)...)
	slices.Sort(effects.Settled)
	effects.Settled = slices.Compact(effects.Settled)
	for i := range effects.Opened {
		effects.Opened[i].ID = s.newID()
	}
	step := c.revision.Kind == Undo || c.revision.Kind == Redo
	same := bytes.Equal(document, now.document) && len(effects.Opened)+len(effects.Settled)+len(effects.Reopened) == 0
	if same && !step {
		return s.Open(ctx, id)
	}
	r := c.revision
	r.Number, r.At = now.entry.Revision+1, next(s.Now(), now.entry.Updated)
	r.Actor, r.Op, r.Base = now.actor, on.Op, on.Base
	if err := s.Store.Append(ctx, entryOf(c.plan, r), r, document, effects); err != nil {
		return State{}, fmt.Errorf("%s plan %s: %w", r.Kind, id, err)
	}
	s.tell(event.PlanChanged, id, r.Number)
	if step {
		return s.Open(ctx, id)
	}
	open, err := s.Store.Conflicts(ctx, id)
	if err != nil {
		return State{}, fmt.Errorf("read conflicts of plan %s: %w", id, err)
	}
	return State{ID: id, Revision: r.Number, Updated: r.At, Plan: c.plan, Undo: &r.Name, Conflicts: open, Problems: listed(problems)}, nil
}

// taken are the open conflicts whose value has come to stand, besides those that
// are settled already.
func taken(open []Conflict, settled []string, tree map[string]any) []string {
	var ids []string
	for _, c := range open {
		if !slices.Contains(settled, c.ID) && reflect.DeepEqual(c.Value, standsAt(tree, c.Path)) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
