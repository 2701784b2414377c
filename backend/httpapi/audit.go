package httpapi

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
)

// noteVisit logs what a guest does: every change, and the first reading of each
// thing on each day; not what tells nothing of the household, nor what a page does
// by itself. A log that cannot be written is told to the program's own.
func (a *API) noteVisit(r *http.Request, who access.Principal, route Route) {
	if !who.Remote || who.Looking || who.Nobody() || cargoOf(route.ID) == neutral || byItself(route.ID) {
		return
	}
	if safe(r.Method) && !a.Afar.firstToday(who.ID, route.ID) {
		return
	}
	if !safe(r.Method) && route.Kind == Read && !a.Afar.firstToday(who.ID, route.ID) {
		return
	}
	a.note(r, senderOf(r).entry(who.ID, guest.Act(route.ID), objectOf(r)))
}

// byItself reports whether a page asks on its own, to hear what happens and how
// far a job is.
func byItself(id string) bool {
	switch id {
	case "listen", "followJob", "job", "cancelJob":
		return true
	}
	return false
}

// objectOf is the id of what a route is about.
func objectOf(r *http.Request) string {
	for _, name := range []string{"plan", "document", "thread", "card", "guest", "draft", "hash", "job"} {
		if id := r.PathValue(name); id != "" && len(id) <= 64 {
			return id
		}
	}
	return ""
}

// note adds a line to the log.
func (a *API) note(r *http.Request, e guest.Entry) {
	if a.Guests == nil {
		return
	}
	if err := a.Guests.Note(context.WithoutCancel(r.Context()), e); err != nil {
		a.Log.ErrorContext(r.Context(), "audit line was not written", "act", e.Act, "error", err)
	}
}

// firstToday reports whether a guest reads something for the first time today.
func (g *RemoteGuard) firstToday(id, route string) bool {
	day := g.now().UTC().Format(time.DateOnly)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.read) >= mostRead {
		clear(g.read)
	}
	key := id + "\x00" + route
	if g.read[key] == day {
		return false
	}
	g.read[key] = day
	return true
}

// answered implements gate: what was refused is counted, and as much of it logged
// as nobody can fill a disk with.
func (g *remoteGate) answered(r *http.Request, status int) {
	if !refusal(status) {
		return
	}
	g.mu.Lock()
	g.refused[status]++
	g.mu.Unlock()
	if g.told.take("", g.now()) != nil {
		return
	}
	g.api.note(r, senderOf(r).entry(visitorOf(r).id, guest.Refused, strconv.Itoa(status)))
}

// visitor is who sent a request, once that is known: what is refused afterwards
// was refused to them.
type visitor struct{ id string }

// visitorKey is where a context keeps its visitor.
type visitorKey struct{}

// expecting returns a request whose sender is yet to be known.
func expecting(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitorKey{}, new(visitor)))
}

func visitorOf(r *http.Request) *visitor {
	if v, is := r.Context().Value(visitorKey{}).(*visitor); is {
		return v
	}
	return new(visitor)
}

// refusal reports whether a status says that somebody was refused.
func refusal(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusMisdirectedRequest, http.StatusTooManyRequests:
		return true
	}
	return false
}

// overTunnel reports whether a request came from this machine, as what a tunnel
// carries does, and not from the network around it.
func overTunnel(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err != nil || a.Unmap().IsLoopback()
}
