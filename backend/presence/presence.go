// Package presence says who has a plan open, and where in it they stand.
//
// Terms: a window is one page of one person that shows a plan; its place is the
// screen it shows and the section of that. A window says that it is there every
// now and then, and is taken for gone when it has been silent for longer than
// Silence.
//
// Promise: nothing is kept but where everybody stands now, in memory. Whoever
// listens is told when somebody came, moved or said that they leave; of those
// who fell silent nobody is told, they are just not there any more.
package presence

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"meridian/backend/event"
)

// Silence is after how long a window that says nothing is taken for gone.
const Silence = 75 * time.Second

// perPlan bounds the windows that a plan keeps in mind.
const perPlan = 256

// Window is where one stands.
type Window struct {
	Who   string // the ID of a principal
	Place string
	Seen  time.Time
}

type key struct{ plan, who, window string }

// Board knows every window. Now must be set.
type Board struct {
	Now    func() time.Time
	Events *event.Hub // told who comes, moves and leaves; may be nil

	mu      sync.Mutex
	windows map[key]Window
}

// Enter says that a window is at a place of a plan.
func (b *Board) Enter(plan, who, window, place string) {
	if b.put(key{plan, who, window}, place) {
		b.tell(plan)
	}
}

// put reports whether that is news.
func (b *Board) put(k key, place string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
	was, there := b.windows[k]
	if !there && b.count(k.plan) >= perPlan {
		return false
	}
	if b.windows == nil {
		b.windows = map[key]Window{}
	}
	b.windows[k] = Window{Who: k.who, Place: place, Seen: b.Now().UTC()}
	return !there || was.Place != place
}

// Leave says that a window is closed.
func (b *Board) Leave(plan, who, window string) {
	b.mu.Lock()
	_, there := b.windows[key{plan, who, window}]
	delete(b.windows, key{plan, who, window})
	b.mu.Unlock()
	if there {
		b.tell(plan)
	}
}

// Others are the windows at a plan besides one, the one seen last first.
func (b *Board) Others(plan, who, window string) []Window {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
	var others []Window
	for k, w := range b.windows {
		if k.plan == plan && k != (key{plan, who, window}) {
			others = append(others, w)
		}
	}
	slices.SortFunc(others, func(x, y Window) int {
		return cmp.Or(y.Seen.Compare(x.Seen), cmp.Compare(x.Who, y.Who), cmp.Compare(x.Place, y.Place))
	})
	return others
}

// forget needs b.mu held.
func (b *Board) forget() {
	for k, w := range b.windows {
		if b.Now().Sub(w.Seen) > Silence {
			delete(b.windows, k)
		}
	}
}

// count needs b.mu held.
func (b *Board) count(plan string) (n int) {
	for k := range b.windows {
		if k.plan == plan {
			n++
		}
	}
	return n
}

func (b *Board) tell(plan string) {
	b.Events.Publish(event.Event{Kind: event.Presence, ID: plan})
}
