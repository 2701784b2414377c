package httpapi

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/settings"
)

const eventStream = "/api/v1/events/stream"

// told expects the next event and no more before it.
func told(t *testing.T, frames <-chan frame, id int, kind event.Kind, data string) {
	t.Helper()
	if f := next(t, frames); f.id != id || f.event != string(kind) || f.data != data {
		t.Fatalf("came %+v, want %s %s with number %d", f, kind, data, id)
	}
}

// listenAll opens a stream of everything after an event, and reads its first sign of life.
func (b *bench) listenAll(ctx context.Context, t *testing.T, after int) <-chan frame {
	t.Helper()
	frames := b.stream(ctx, eventStream, after, "en")
	if f := next(t, frames); f.comment != "open" {
		t.Fatalf("first came %+v", f)
	}
	return frames
}

func TestAnEditOfOneClientIsToldToTheOther(t *testing.T) {
	b := newBench(t)
	mine, theirs := b.listenAll(t.Context(), t, 0), b.listenAll(t.Context(), t, 0)
	plan := b.demo()
	edited := read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", rename(1, "Ours")), 200)
	read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/undo", Base{Base: edited.Revision}), 200)
	b.ask("DELETE", "/api/v1/plans/"+plan.ID, nil)
	b.ask("POST", "/api/v1/plans/"+plan.ID+"/restore", nil)
	for _, frames := range []<-chan frame{mine, theirs} {
		told(t, frames, 1, event.PlanChanged, `{"kind":"plan.changed","id":"plan1","revision":1}`)
		told(t, frames, 2, event.PlanChanged, `{"kind":"plan.changed","id":"plan1","revision":2}`)
		told(t, frames, 3, event.PlanChanged, `{"kind":"plan.changed","id":"plan1","revision":3}`)
		told(t, frames, 4, event.PlanArchived, `{"kind":"plan.archived","id":"plan1"}`)
		told(t, frames, 5, event.PlanRestored, `{"kind":"plan.restored","id":"plan1"}`)
	}
}

func TestARefusedEditIsToldToNobody(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	frames := b.listenAll(t.Context(), t, 1)
	problem(t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", rename(7, "Ours")), 409, "plan.stale")
	read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", rename(1, "Ours")), 200)
	told(t, frames, 2, event.PlanChanged, `{"kind":"plan.changed","id":"plan1","revision":2}`)
}

func TestSettingsThatEveryWindowFollowsAreTold(t *testing.T) {
	b := newBench(t)
	frames := b.listenAll(t.Context(), t, 0)
	for _, patch := range []map[string]any{{"lastPath": "/h/x/today"}, {"theme": "dark"}, {"theme": "dark"}, {"privacy": "blur"}, {"backup": map[string]any{"keep": 8, "later": true}}} {
		read[settings.Settings](t, b.ask("PATCH", "/api/v1/settings", patch), 200)
	}
	told(t, frames, 1, event.SettingsChanged, `{"kind":"settings.changed"}`)
	told(t, frames, 2, event.SettingsChanged, `{"kind":"settings.changed"}`)
	told(t, frames, 3, event.SettingsChanged, `{"kind":"settings.changed"}`)
}

func TestAListenerThatWasAwayIsToldThatItMissedSomething(t *testing.T) {
	b := newBench(t)
	ctx, hangUp := context.WithCancel(t.Context())
	frames := b.listenAll(ctx, t, 0)
	plan := b.demo()
	next(t, frames)
	hangUp()
	read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", rename(1, "Ours")), 200) // nobody listens
	frames = b.listenAll(t.Context(), t, 1)
	told(t, frames, 2, event.Lagged, `{"kind":"lagged"}`)
	ends(t, frames)
	frames = b.listenAll(t.Context(), t, 2)
	b.demo()
	told(t, frames, 3, event.PlanChanged, `{"kind":"plan.changed","id":"plan2","revision":1}`)
}

func TestAListenerThatIsTooSlowIsToldSo(t *testing.T) {
	var hub event.Hub
	events := hub.Resume(t.Context(), 0) // as the route does, and nothing reads it
	for range event.Queue + 5 {
		hub.Publish(event.Event{Kind: event.PlanChanged, ID: "p", Revision: 1})
	}
	b := newBench(t)
	w := httptest.NewRecorder()
	b.tell(b.newSSE(w, httptest.NewRequest("POST", "/", nil).WithContext(access.As(t.Context(), access.Principal{ID: access.OwnerID, Role: access.Owner}))), events) // ends: the hub has let go of it
	frames := make(chan frame, event.Queue+5)
	readFrames(w.Body, frames)
	close(frames)
	var last frame
	for f := range frames {
		last = f
	}
	if last.event != string(event.Lagged) || last.id != event.Queue+1 {
		t.Errorf("the last frame is %+v", last)
	}
}

func TestEventsGiveSignsOfLifeAndEndWithTheProgram(t *testing.T) {
	b := newBench(t, func(a *API) { a.Beat = 5 * time.Millisecond })
	frames := b.listenAll(t.Context(), t, 0)
	for range 2 {
		if f := next(t, frames); f.comment != "beat" {
			t.Fatalf("instead of a beat came %+v", f)
		}
	}
	b.Events.Close()
	for f := range frames {
		if f.comment != "beat" {
			t.Errorf("after the end came %+v", f)
		}
	}
}

func TestListeningAsksForAWholeNumber(t *testing.T) {
	b := newBench(t)
	for _, after := range []string{`-1`, `"1"`, `1.5`} {
		problem(t, b.ask("POST", eventStream, `{"after":`+after+`}`), 400, "request.malformed")
	}
}

func TestWhatHappensToADocumentIsTold(t *testing.T) {
	got := happening(event.Event{Kind: event.LibraryChanged, Tenant: "kim", Document: "d1", State: "extract", Done: 3, Total: 40})
	if got.Progress == nil || *got.Progress != (Progress{Stage: document.Extracting, Done: 3, Total: 40}) || got.State != document.Extracting || got.Tenant != "kim" || got.Document != "d1" {
		t.Errorf("told of %+v", got)
	}
	if swept := happening(event.Event{Kind: event.LibraryChanged}); swept != (Happening{Kind: event.LibraryChanged}) {
		t.Errorf("of a sweep it is told %+v", swept)
	}
}
