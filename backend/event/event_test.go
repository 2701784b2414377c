package event

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

func drain(events <-chan Event) (all []Event) {
	for e := range events {
		all = append(all, e)
	}
	return all
}

func TestListenersReceiveEventsInOrderAndNumbered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var hub Hub
		all := hub.Subscribe(t.Context())
		plans := hub.Subscribe(t.Context(), PlanChanged)
		hub.Publish(Event{Kind: SettingsChanged})
		hub.Publish(Event{Kind: PlanChanged, ID: "p", Revision: 2})
		hub.Close()

		want := []Event{{Seq: 1, Kind: SettingsChanged}, {Seq: 2, Kind: PlanChanged, ID: "p", Revision: 2}}
		if got := drain(all); !slices.Equal(got, want) {
			t.Errorf("all: %v, want %v", got, want)
		}
		if got := drain(plans); !slices.Equal(got, want[1:]) {
			t.Errorf("plans: %v, want %v", got, want[1:])
		}
	})
}

func TestASlowListenerIsDroppedWithAMarkerAndTheOthersAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var hub Hub
		slow := hub.Subscribe(t.Context())
		quick := hub.Subscribe(t.Context())
		var got []Event
		for i := range Queue + 10 {
			hub.Publish(Event{Kind: PlanChanged, Revision: i})
			got = append(got, <-quick)
		}

		left := drain(slow) // ends by itself: the hub has closed the channel
		if len(left) != Queue+1 {
			t.Fatalf("the slow listener read %d events, want %d and the marker", len(left), Queue)
		}
		if last := left[Queue]; last.Kind != Lagged || last.Seq != Queue+1 {
			t.Errorf("the last event is %v, want the marker at %d", last, Queue+1)
		}
		if len(got) != Queue+10 || got[len(got)-1].Seq != Queue+10 {
			t.Errorf("the quick listener missed something: %d events", len(got))
		}
		hub.Close()
	})
}

func TestAListenerThatWasAwayIsToldWhetherItMissedSomething(t *testing.T) {
	var hub Hub
	hub.Publish(Event{Kind: PlanChanged, ID: "p", Revision: 1})
	hub.Publish(Event{Kind: PlanChanged, ID: "p", Revision: 2})
	for name, after := range map[string]uint64{"new": 0, "behind": 1, "of an earlier program": 9} {
		if got := drain(hub.Resume(t.Context(), after)); !slices.Equal(got, []Event{{Seq: 2, Kind: Lagged}}) {
			t.Errorf("a listener that is %s received %v, want the marker at 2", name, got)
		}
	}
	current := hub.Resume(t.Context(), 2)
	hub.Publish(Event{Kind: PlanArchived, ID: "p"})
	hub.Close()
	if got := drain(current); !slices.Equal(got, []Event{{Seq: 3, Kind: PlanArchived, ID: "p"}}) {
		t.Errorf("a listener that missed nothing received %v", got)
	}
	if got := drain(hub.Resume(t.Context(), 0)); len(got) != 0 {
		t.Errorf("a closed hub told %v", got)
	}
}

func TestAListenerOfAnotherKindIsNotSlow(t *testing.T) {
	var hub Hub
	other := hub.Subscribe(t.Context(), PlanArchived)
	for range 3 * Queue {
		hub.Publish(Event{Kind: PlanChanged})
	}
	hub.Close()
	if got := drain(other); len(got) != 0 {
		t.Errorf("received %v", got)
	}
}

func TestASubscriptionEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var hub Hub
		ctx, cancel := context.WithCancel(t.Context())
		events := hub.Subscribe(ctx)
		cancel()
		synctest.Wait()
		hub.Publish(Event{Kind: PlanChanged})
		if got := drain(events); len(got) != 0 {
			t.Errorf("received %v after the end", got)
		}
		if n := len(hub.listeners); n != 0 {
			t.Errorf("%d listeners are kept", n)
		}
		if _, open := <-hub.Subscribe(ctx); open {
			t.Error("a dead context subscribed")
		}
	})
}

func TestPublishersAndListenersAtOnce(t *testing.T) {
	var hub Hub
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				ctx, cancel := context.WithCancel(t.Context())
				events := hub.Subscribe(ctx)
				hub.Publish(Event{Kind: PlanChanged})
				if e := <-events; e.Kind != PlanChanged {
					t.Errorf("received %v", e)
				}
				cancel()
			}
		})
	}
	wg.Wait()
	hub.Close()
	hub.Publish(Event{Kind: PlanChanged})
	if _, open := <-hub.Subscribe(t.Context()); open {
		t.Error("a closed hub took a listener")
	}
}

func TestANilHubSwallowsEvents(t *testing.T) {
	var hub *Hub
	hub.Publish(Event{Kind: PlanChanged})
}
