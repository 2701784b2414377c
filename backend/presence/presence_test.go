package presence

import (
	"fmt"
	"testing"
	"time"

	"meridian/backend/event"
)

func newBoard(t *testing.T) (*Board, *time.Time, <-chan event.Event) {
	t.Helper()
	now := time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)
	hub := &event.Hub{}
	return &Board{Now: func() time.Time { return now }, Events: hub}, &now, hub.Subscribe(t.Context())
}

func seen(b *Board, plan, who, window string) string {
	text := ""
	for _, w := range b.Others(plan, who, window) {
		text += fmt.Sprintf("%s@%s ", w.Who, w.Place)
	}
	return text
}

func TestEverybodySeesTheOthers(t *testing.T) {
	b, now, events := newBoard(t)
	b.Enter("p", "owner", "w1", "today")
	*now = now.Add(time.Second)
	b.Enter("p", "kim", "w1", "plan/income") // a window's name is its person's own
	b.Enter("q", "lee", "w2", "today")
	if got := seen(b, "p", "owner", "w1"); got != "kim@plan/income " {
		t.Errorf("the owner sees %q", got)
	}
	if got := seen(b, "p", "kim", "w1"); got != "owner@today " {
		t.Errorf("Kim sees %q", got)
	}
	b.Enter("p", "owner", "w2", "plan/people")
	if got := seen(b, "p", "owner", "w1"); got != "kim@plan/income owner@plan/people " {
		t.Errorf("the owner's first window sees %q", got)
	}
	if len(events) != 4 {
		t.Errorf("%d events, want 4", len(events))
	}
}

func TestOnlyNewsIsTold(t *testing.T) {
	b, _, events := newBoard(t)
	b.Enter("p", "kim", "w", "today")
	b.Enter("p", "kim", "w", "today")
	b.Enter("p", "kim", "w", "plan")
	b.Leave("p", "kim", "w")
	b.Leave("p", "kim", "w")
	if len(events) != 3 {
		t.Errorf("%d events, want 3: came, moved, left", len(events))
	}
	if e := <-events; e.Kind != event.Presence || e.ID != "p" {
		t.Errorf("told %+v", e)
	}
}

func TestTheSilentAreGone(t *testing.T) {
	b, now, _ := newBoard(t)
	b.Enter("p", "kim", "w", "today")
	*now = now.Add(Silence)
	if got := seen(b, "p", "owner", "w"); got != "kim@today " {
		t.Errorf("just not silent for too long: %q", got)
	}
	*now = now.Add(time.Millisecond)
	if got := seen(b, "p", "owner", "w"); got != "" {
		t.Errorf("silent for too long: %q", got)
	}
}

func TestAPlanKeepsSoManyWindowsInMind(t *testing.T) {
	b, _, _ := newBoard(t)
	for i := range perPlan + 10 {
		b.Enter("p", "kim", fmt.Sprint(i), "today")
	}
	b.Enter("q", "kim", "w", "today")
	if n := len(b.Others("p", "owner", "w")); n != perPlan {
		t.Errorf("%d windows, want %d", n, perPlan)
	}
	if n := len(b.Others("q", "owner", "w")); n != 1 {
		t.Errorf("%d windows at another plan", n)
	}
}
