// Package event tells whoever listens what is happening.
//
// An Event says that something happened to something; it never carries the
// thing itself, so a listener that wants to know more asks its owner. A Hub
// numbers events and hands them to its listeners in that order.
//
// Promise: Publish never waits. A listener that does not keep up is dropped:
// what it had been handed stays readable, then comes one Event of kind Lagged,
// then its channel closes. Whoever reads Lagged subscribes again and reads the
// present state anew. No goroutine is kept for a listener.
package event

import (
	"context"
	"sync"
)

// Kind names what happened.
type Kind string

// The kinds of events.
const (
	PlanChanged     Kind = "plan.changed"     // ID is the plan, Revision its newest revision
	PlanArchived    Kind = "plan.archived"    // ID is the plan
	PlanRestored    Kind = "plan.restored"    // ID is the plan
	Presence        Kind = "presence"         // ID is the plan that somebody came to, left, or moved in
	SettingsChanged Kind = "settings.changed" // the owner chose something else
	ShareChanged    Kind = "share"            // sharing stands elsewhere: open, closed, or another address
	LibraryChanged  Kind = "library"          // Document stands where State says; without one, anything may have changed
	Tracked         Kind = "track"            // what really happened to the plan ID is another by now
	LockChanged     Kind = "lock"             // the lock was shut or opened
	Assessed        Kind = "assessed"         // something is told of the plan ID unasked
	Lagged          Kind = "lagged"           // the listener was too slow, or away; nothing follows
)

// Event is one thing that happened.
type Event struct {
	Seq      uint64 `json:"seq"` // counts up from 1 within a Hub
	Kind     Kind   `json:"kind"`
	ID       string `json:"id,omitempty"`
	Revision int    `json:"revision,omitempty"`

	// Of a document: on whose behalf it is kept, which one, and where it stands.
	Tenant   string `json:"tenant,omitempty"`
	Document string `json:"document,omitempty"`
	State    string `json:"state,omitempty"`
	Done     int    `json:"done,omitempty"`  // units of the stage that is under way
	Total    int    `json:"total,omitempty"` // 0 while nobody knows
}

// Queue is how many events a listener may fall behind before it is dropped.
const Queue = 64

// Hub hands events to listeners. The zero value is ready to use, and a nil
// Hub swallows what is published.
type Hub struct {
	mu        sync.Mutex
	seq       uint64
	closed    bool
	listeners map[*listener]struct{}
}

type listener struct {
	events chan Event // Queue events and room for one Lagged
	kinds  map[Kind]bool
	forget func() bool // lets go of the context
}

// Publish numbers e and hands it to every listener of its kind. After Close
// it does nothing.
func (h *Hub) Publish(e Event) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.seq++
	e.Seq = h.seq
	for l := range h.listeners {
		h.hand(l, e)
	}
}

// hand needs h.mu held: then only the listener itself changes the length of
// its queue, and only downwards, so no send here can block.
func (h *Hub) hand(l *listener, e Event) {
	if len(l.kinds) > 0 && !l.kinds[e.Kind] {
		return
	}
	if len(l.events) < Queue {
		l.events <- e
		return
	}
	l.events <- Event{Seq: e.Seq, Kind: Lagged}
	h.drop(l)
}

// Subscribe listens to the kinds named, or to all when none is. The channel
// closes when ctx ends, when the listener was dropped, or when the hub closes.
func (h *Hub) Subscribe(ctx context.Context, kinds ...Kind) <-chan Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.subscribe(ctx, kinds)
}

// Resume is Subscribe for a listener that last read event number after, 0 for
// none. When other events were published meanwhile it is told by Lagged, with
// the number of the newest, instead of being given what follows: nothing is
// kept for those who were away.
func (h *Hub) Resume(ctx context.Context, after uint64, kinds ...Kind) <-chan Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	if after == h.seq || h.closed {
		return h.subscribe(ctx, kinds)
	}
	missed := make(chan Event, 1)
	missed <- Event{Seq: h.seq, Kind: Lagged}
	close(missed)
	return missed
}

// subscribe needs h.mu held.
func (h *Hub) subscribe(ctx context.Context, kinds []Kind) <-chan Event {
	l := &listener{events: make(chan Event, Queue+1), kinds: make(map[Kind]bool, len(kinds))}
	for _, k := range kinds {
		l.kinds[k] = true
	}
	if h.closed || ctx.Err() != nil {
		close(l.events)
		return l.events
	}
	if h.listeners == nil {
		h.listeners = make(map[*listener]struct{})
	}
	h.listeners[l] = struct{}{}
	l.forget = context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(l)
	})
	return l.events
}

// drop needs h.mu held.
func (h *Hub) drop(l *listener) {
	if _, ok := h.listeners[l]; !ok {
		return
	}
	delete(h.listeners, l)
	l.forget()
	close(l.events)
}

// Close ends every subscription.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.listeners {
		h.drop(l)
	}
}
