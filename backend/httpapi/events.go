package httpapi

import (
	"net/http"
	"time"

	"meridian/backend/access"
	"meridian/backend/document"
	"meridian/backend/event"
)

// streamEvents tells what happens to the household as it happens, framed as
// the events of a job are. A listener that was away, or is too slow, is told
// so by an event of kind lagged, after which the stream ends: it reads anew
// what it shows and listens again, after that event's number.
func (a *API) streamEvents(w http.ResponseWriter, r *http.Request) error {
	from, err := decode[Listen](r)
	if err != nil {
		return err
	}
	events := a.Events.Resume(r.Context(), from.After)
	s := a.newSSE(w, r)
	if err := s.comment("open"); err != nil {
		return nil //nolint:nilerr // the listener has gone: there is nobody to tell
	}
	a.tell(s, events)
	return nil
}

// tell sends events until there are no more or the listener goes.
func (a *API) tell(s *sse, events <-chan event.Event) {
	beat := time.NewTicker(a.beat())
	defer beat.Stop()
	for {
		select {
		case e, more := <-events:
			if !more || hears(s.veil.who, e) && s.frame(e.Seq, string(e.Kind), happening(e)) != nil {
				return
			}
		case <-beat.C:
			if s.comment("beat") != nil {
				return
			}
		}
	}
}

// hears reports whether somebody may be told of an event.
func hears(who access.Principal, e event.Event) bool {
	switch e.Kind {
	case event.PlanChanged, event.PlanArchived, event.PlanRestored, event.Presence, event.Lagged:
		return true
	case event.LibraryChanged:
		return who.Sees(access.Documents)
	case event.Assessed:
		return who.Sees(access.Advisor)
	}
	return who.AtMachine()
}

func happening(e event.Event) Happening {
	h := Happening{Kind: e.Kind, ID: e.ID, Revision: e.Revision, Tenant: e.Tenant, Document: e.Document, State: document.State(e.State)}
	if e.Done > 0 || e.Total > 0 {
		h.Progress = &Progress{Stage: h.State, Done: e.Done, Total: e.Total}
	}
	return h
}
