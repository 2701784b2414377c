// Package journal keeps a household's plan and every change to it, so that any
// change can be undone and any day seen again.
//
// Terms: a plan has revisions, numbered from 1; a revision is one change by one
// person (its actor), the operations that it consists of, and the whole document
// that stood after it. Undo, redo and rewind are revisions too: nothing is ever
// taken out of a history. The base of a change is the revision that whoever
// makes it was looking at. A conflict is a value that came too late: others had
// changed its place since its base.
//
// Promise: a change is either refused, with everything that is wrong with it
// and nothing saved, or it is saved before the call returns, and once however
// often it is sent. It never overwrites what its maker had not seen: where
// others were quicker their value stays, and the other is kept as a conflict
// until somebody decides. Everybody undoes their own.
package journal

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"meridian/backend/access"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/plan"
)

// Entry is what a list of plans says of one of them.
type Entry struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Revision int           `json:"revision"` // the newest
	Updated  time.Time     `json:"updated"`
	Demo     bool          `json:"demo"`
	Currency plan.Currency `json:"currency"`
	Archived bool          `json:"archived,omitempty"`
	// Newest is the key of the newest revision's name. The store finds it; what
	// an appended entry says of it is not read.
	Newest string `json:"newest"`
}

// Store keeps histories. The journaltest package holds every implementation
// to what is said here.
type Store interface {
	// Plans lists every plan, archived ones too, in any order.
	Plans(ctx context.Context) ([]Entry, error)
	// Plan is one plan's entry; NoPlan when there is none.
	Plan(ctx context.Context, id string) (Entry, error)
	// Revisions is a plan's whole history, oldest first; NoPlan when there is none.
	Revisions(ctx context.Context, id string) ([]Revision, error)
	// Document is what stood after a revision; NoRevision when there is none.
	Document(ctx context.Context, id string, revision int) ([]byte, error)
	// Changes are the revisions after one and up to another, oldest first, each
	// with the operations that were appended.
	Changes(ctx context.Context, id string, after, upTo int) ([]Change, error)
	// Made is the revision that a change under this name became; NoRevision when
	// there is none.
	Made(ctx context.Context, id, op string) (Revision, error)
	// Conflicts are the open conflicts of a plan, in the order of their opening.
	Conflicts(ctx context.Context, id string) ([]Conflict, error)
	// Touched are the conflicts that a revision opened or settled.
	Touched(ctx context.Context, id string, revision int) ([]Conflict, error)
	// Append adds a revision, its document and its effects, all or nothing, when
	// it is the one after the newest and its Op is new to the plan; otherwise it
	// fails with Stale and changes nothing. Revision 1 makes the plan. The
	// entry's name, currency and demo mark are those of the document.
	Append(ctx context.Context, entry Entry, r Revision, document []byte, e Effects) error
	// SetArchived puts a plan away or brings it back; NoPlan when there is none.
	SetArchived(ctx context.Context, id string, archived bool) error
}

// State is a plan as it stands: its newest revision, what undo and redo would
// do for whoever asks, what waits to be decided, and what the plan's author
// should know about it (warnings).
type State struct {
	ID        string
	Revision  int
	Updated   time.Time
	Plan      plan.Plan
	Undo      *EditName
	Redo      *EditName
	Conflicts []Conflict // open ones
	Problems  []fault.Problem
}

// Service keeps plans. Store and Now must be set.
type Service struct {
	Store  Store
	Now    func() time.Time
	NewID  func() string // of a plan; nil makes ULIDs
	Events *event.Hub    // told of every change; may be nil
	// Created is told of a new plan before anybody else is; may be nil.
	Created func(ctx context.Context, p plan.Plan) error

	looked checked
}

// checked remembers what was found in the newest revisions of plans. A revision is
// never changed, so that it need be looked at once: that takes longer than all else
// of opening a plan, its scenarios above all.
type checked struct {
	mu    sync.Mutex
	plans map[string]found // by id
}

// found is what plan.Validate says of a revision.
type found struct {
	revision int
	problems []fault.Problem
}

// mostChecked bounds how many plans are remembered.
const mostChecked = 64

func (c *checked) of(p plan.Plan, id string, revision int) []fault.Problem {
	c.mu.Lock()
	last, known := c.plans[id]
	c.mu.Unlock()
	if known && last.revision == revision {
		return slices.Clone(last.problems)
	}
	problems := plan.Validate(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plans == nil || len(c.plans) >= mostChecked {
		c.plans = map[string]found{}
	}
	c.plans[id] = found{revision, problems}
	return slices.Clone(problems)
}

// List is every plan that is not put away, the one changed last first.
func (s *Service) List(ctx context.Context) ([]Entry, error) {
	return s.list(ctx, false)
}

// ListArchived is every plan that was put away, the one changed last first.
func (s *Service) ListArchived(ctx context.Context) ([]Entry, error) {
	return s.list(ctx, true)
}

func (s *Service) list(ctx context.Context, archived bool) ([]Entry, error) {
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	wanted := slices.DeleteFunc(all, func(e Entry) bool { return e.Archived != archived })
	slices.SortFunc(wanted, func(a, b Entry) int {
		if c := b.Updated.Compare(a.Updated); c != 0 {
			return c
		}
		return bytes.Compare([]byte(a.ID), []byte(b.ID))
	})
	return wanted, nil
}

// Create keeps p as a new plan under a new id, whatever id it carries: a
// document opened twice is two households, never one overwritten.
func (s *Service) Create(ctx context.Context, p plan.Plan) (State, error) {
	p.ID = s.newID()
	document := plan.Encode(p)
	if _, err := plan.Decode(bytes.NewReader(document)); err != nil {
		return State{}, fmt.Errorf("create plan: %w", err)
	}
	problems, err := usable(p)
	if err != nil {
		return State{}, err
	}
	r := Revision{Number: 1, At: next(s.Now(), time.Time{}), Kind: Create, Name: EditName{Key: nameCreate}, Actor: actor(ctx)}
	if err := s.Store.Append(ctx, entryOf(p, r), r, document, Effects{}); err != nil {
		return State{}, fmt.Errorf("create plan %s: %w", p.ID, err)
	}
	if s.Created != nil {
		if err := s.Created(ctx, p); err != nil {
			return State{}, fmt.Errorf("begin plan %s: %w", p.ID, err)
		}
	}
	s.tell(event.PlanChanged, p.ID, r.Number)
	return State{ID: p.ID, Revision: 1, Updated: r.At, Plan: p, Problems: problems}, nil
}

// Open is the plan as it stands.
func (s *Service) Open(ctx context.Context, id string) (State, error) {
	history, err := s.history(ctx, id)
	if err != nil {
		return State{}, err
	}
	return s.state(ctx, id, history)
}

// Plan is the plan as it stood after a revision; 0 means the newest.
func (s *Service) Plan(ctx context.Context, id string, revision int) (plan.Plan, error) {
	entry, err := s.entry(ctx, id)
	if err != nil {
		return plan.Plan{}, err
	}
	if revision == 0 {
		revision = entry.Revision
	}
	p, _, err := s.read(ctx, id, revision)
	return p, err
}

// Document is the canonical document of the plan as it stands.
func (s *Service) Document(ctx context.Context, id string) ([]byte, error) {
	p, err := s.Plan(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	return plan.Encode(p), nil
}

// History is every revision of a plan, oldest first.
func (s *Service) History(ctx context.Context, id string) ([]Revision, error) {
	return s.history(ctx, id)
}

// Archive puts a plan away; nothing of it is destroyed.
func (s *Service) Archive(ctx context.Context, id string) error {
	if err := s.Store.SetArchived(ctx, id, true); err != nil {
		return fmt.Errorf("archive plan %s: %w", id, err)
	}
	s.tell(event.PlanArchived, id, 0)
	return nil
}

// Restore brings an archived plan back.
func (s *Service) Restore(ctx context.Context, id string) (State, error) {
	if err := s.Store.SetArchived(ctx, id, false); err != nil {
		return State{}, fmt.Errorf("restore plan %s: %w", id, err)
	}
	s.tell(event.PlanRestored, id, 0)
	return s.Open(ctx, id)
}

func (s *Service) entry(ctx context.Context, id string) (Entry, error) {
	entry, err := s.Store.Plan(ctx, id)
	if err != nil {
		return Entry{}, fmt.Errorf("find plan %s: %w", id, err)
	}
	if entry.Archived {
		return Entry{}, Archived
	}
	return entry, nil
}

func (s *Service) history(ctx context.Context, id string) ([]Revision, error) {
	if _, err := s.entry(ctx, id); err != nil {
		return nil, err
	}
	history, err := s.Store.Revisions(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read history of plan %s: %w", id, err)
	}
	return history, nil
}

// read is the plan that stood after a revision, and its bytes as they are kept.
func (s *Service) read(ctx context.Context, id string, revision int) (plan.Plan, []byte, error) {
	document, err := s.Store.Document(ctx, id, revision)
	if err != nil {
		return plan.Plan{}, nil, fmt.Errorf("read revision %d of plan %s: %w", revision, id, err)
	}
	p, err := plan.Decode(bytes.NewReader(document))
	if err != nil {
		return plan.Plan{}, nil, fmt.Errorf("decode revision %d of plan %s: %w", revision, id, unreadable(err))
	}
	return p, document, nil
}

// unreadable keeps a fault of what we have stored from looking like a fault of
// what the caller sent.
func unreadable(err error) error {
	return fault.New(fault.Internal, "plan.unreadable",
		fault.Text{EN: "This plan was saved by another version of Meridian and cannot be read.", KO: "다른 버전의 Meridian이 저장한 계획이어서 읽을 수 없습니다."},
		fault.Text{EN: "Open it with the newest Meridian.", KO: "최신 Meridian으로 열어 주세요."}).With(errors.New(err.Error()))
}

func (s *Service) state(ctx context.Context, id string, history []Revision) (State, error) {
	position, err := locate(id, history, actor(ctx))
	if err != nil {
		return State{}, err
	}
	p, _, err := s.read(ctx, id, position.Newest.Number)
	if err != nil {
		return State{}, err
	}
	open, err := s.Store.Conflicts(ctx, id)
	if err != nil {
		return State{}, fmt.Errorf("read conflicts of plan %s: %w", id, err)
	}
	return State{
		ID: id, Revision: position.Newest.Number, Updated: position.Newest.At, Plan: p,
		Undo: nameOf(position.Undo), Redo: nameOf(position.Redo), Conflicts: open,
		Problems: listed(append(s.looked.of(p, id, position.Newest.Number), plan.Stale(p, plan.Month(s.Now().Format("2006-01")))...)),
	}, nil
}

func locate(id string, history []Revision, actor string) (Position, error) {
	position, err := Locate(history, actor)
	if err != nil {
		return Position{}, fmt.Errorf("read history of plan %s: %w", id, err)
	}
	return position, nil
}

// actor is who makes a change: whoever asks, and at a terminal the owner.
func actor(ctx context.Context) string {
	if who := access.Who(ctx); !who.Nobody() {
		return who.ID
	}
	return access.OwnerID
}

func nameOf(step *Step) *EditName {
	if step == nil {
		return nil
	}
	return &step.Name
}

// usable is what p's author should know, or the fault of a plan with errors.
func usable(p plan.Plan) ([]fault.Problem, error) {
	found := plan.Validate(p)
	if plan.Failed(found) {
		return nil, plan.ErrInvalid.WithProblems(found)
	}
	return listed(found), nil
}

// usableAs is usable for a plan that must stay the plan id.
func usableAs(id string, p plan.Plan) ([]fault.Problem, error) {
	if p.ID != id {
		return nil, plan.ErrInvalid.WithProblems([]fault.Problem{{
			Pointer: "/id", Code: "plan.id", Severity: fault.SeverityError,
			Text: fault.Text{EN: "must stay as it is", KO: "바꿀 수 없습니다"},
		}})
	}
	return usable(p)
}

// listed is the problems as a list in JSON even when there are none.
func listed(problems []fault.Problem) []fault.Problem {
	if problems == nil {
		return []fault.Problem{}
	}
	return problems
}

func entryOf(p plan.Plan, r Revision) Entry {
	return Entry{ID: p.ID, Name: p.Name, Revision: r.Number, Updated: r.At, Demo: p.Demo, Currency: p.Currency}
}

func (s *Service) newID() string {
	if s.NewID != nil {
		return s.NewID()
	}
	return ulid.MustNew(ulid.Timestamp(s.Now()), rand.Reader).String()
}

func (s *Service) tell(kind event.Kind, id string, revision int) {
	s.Events.Publish(event.Event{Kind: kind, ID: id, Revision: revision})
}
