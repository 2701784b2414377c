package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/retrieve"
)

// Plans knows which values of plans were taken from documents.
type Plans interface {
	// Linked are the fields of all plans that name a document as their source.
	Linked(ctx context.Context) (map[document.ID][]Field, error)
}

// Options are what assembly decides.
type Options struct {
	Store  Store
	Index  retrieve.Index // of the same documents
	Spool  string         // directory of the files that are still to be read; made when missing
	Reader Reader
	Plans  Plans                     // nil when no plan takes values from documents
	OCR    func(context.Context) OCR // what Reader can recognise; nil is nothing
	Events *event.Hub                // nil swallows
	Now    func() time.Time
	NewID  func() string
	Log    *slog.Logger

	// Embedders are the models that can be asked. The first gives new passages
	// their vectors; where another one gave those that are there, it goes on
	// being searched until the first has caught up.
	Embedders []Embedder

	// RenewAtMost is how many passages are embedded anew at once when the model
	// has changed; more are left to whoever calls Renew. 0 changes nothing: the
	// model that is searched stays the one that is searched.
	RenewAtMost int
}

// Service is the library. All its methods are safe for concurrent use.
type Service struct {
	Options

	wake    chan struct{} // holds one when there may be work
	carries sync.Mutex    // held while a document is worked on: they go one by one

	mu        sync.Mutex
	passwords map[document.ID]string // given by Retry, spent by the next reading
	current   *carrying              // the document that is being worked on
	awake     time.Time              // since when the library could be used without a break
}

// carrying is the document that is being worked on.
type carrying struct {
	id       document.ID
	stage    document.State
	progress Progress
	told     time.Time // when the last event was published
	cancel   context.CancelFunc
	done     chan struct{} // closed when nothing works on it any more
}

// New is a library over what the options name. Nothing is done before Recover
// and Run.
func New(o Options) *Service {
	return &Service{Options: o, wake: make(chan struct{}, 1), passwords: map[document.ID]string{}, awake: wall(o.Now())}
}

// wall is a moment by the clock on the wall: between two of them lies also the
// time that a machine slept.
func wall(t time.Time) time.Time { return t.Round(0) }

// Recover puts the library in order after the program was away, before anybody
// uses it: files that belong to no document go, what was being forgotten is
// forgotten, and what expired meanwhile is given its grace. warned is how many
// those are.
func (s *Service) Recover(ctx context.Context) (warned int, err error) {
	if warned, err = s.grant(ctx); err != nil {
		return 0, err
	}
	if err := s.clearSpool(ctx); err != nil {
		return 0, fmt.Errorf("put spool in order: %w", err)
	}
	return warned, nil
}

// Run reads what was added and lets go of what expired, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { s.work(ctx) })
	both.Go(func() { s.tend(ctx) })
	both.Wait()
}

// nudge lets the worker look for work.
func (s *Service) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// tell publishes where a document stands.
func (s *Service) tell(r document.Record, p Progress) {
	s.Events.Publish(event.Event{
		Kind: event.LibraryChanged, Tenant: string(r.Tenant), Document: string(r.ID),
		State: string(r.State), Done: p.Done, Total: p.Total,
	})
}

// tellAll publishes that any document may have changed.
func (s *Service) tellAll() { s.Events.Publish(event.Event{Kind: event.LibraryChanged}) }

// isMissing reports whether a document is not there, or not any more.
func isMissing(err error) bool { return errors.Is(err, NoDocument) }
