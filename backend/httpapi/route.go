package httpapi

import (
	"fmt"
	"net/http"
	"strings"

	"meridian/backend/access"
)

// Route is one line of the table.
type Route struct {
	Pattern string        // method and path below /api/v1, as http.ServeMux reads it; then ? and the query's names, a ? after each that may be left out
	Needs   access.Action // what the sender must be allowed
	Do      Handler
	ID      string // name of the operation in the OpenAPI document
	About   string // one sentence for the same
	In      any    // zero value of the body, nil when there is none, or a Media of an Upload
	Out     any    // zero value of the answer, nil for 204, or a Media
	Status  int    // status of success, for the same; 0 means 200, or 204 without Out
	Limit   int64  // bytes of body at most; 0 means smallBody
	Kind    Kind
}

// Handler answers a request, or says in an error why not.
type Handler func(http.ResponseWriter, *http.Request) error

// Media is an answer that is not JSON, named by its media type.
type Media string

// Kind says what a route does to the household, for the keys of repeated requests.
type Kind int

// The kinds. A Change may be repeated under an Idempotency-Key and then gives
// the stored answer, even after a restart; a Begin likewise, while the program
// lives; a Read has no effect worth remembering, whatever its method. An Upload
// is a Begin whose body its handler reads as it comes, however long it is.
const (
	Read Kind = iota
	Change
	Begin
	Upload
)

// Prefix is where the API begins.
const Prefix = "/api/v1"

const (
	smallBody = 64 << 10
	planBody  = 8<<20 + 64<<10 // a plan's own limit, and room for what surrounds it
)

func (r Route) method() string { method, _, _ := strings.Cut(r.Pattern, " "); return method }

func (r Route) path() string {
	_, path, _ := strings.Cut(r.Pattern, " ")
	path, _, _ = strings.Cut(path, "?")
	return path
}

func (r Route) limit() int64 {
	if r.Limit == 0 {
		return smallBody
	}
	return r.Limit
}

// mustBeWhole panics when a line of the table lacks something: the program
// must not start with a route that nobody guards.
func (r Route) mustBeWhole() {
	if r.method() == "" || !strings.HasPrefix(r.path(), "/") {
		panic("httpapi: a route has no method or no path")
	}
	if !r.Needs.Known() {
		panic(fmt.Sprintf("httpapi: route %s names no known action", r.Pattern))
	}
	if r.Do == nil || r.ID == "" {
		panic(fmt.Sprintf("httpapi: route %s has no handler or no name", r.Pattern))
	}
}

// mount registers the table and answers what is in none of its lines.
func mount(table []Route, wrap func(Route) http.Handler) *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range table {
		route.mustBeWhole()
		mux.Handle(route.method()+" "+Prefix+route.path(), wrap(route))
	}
	return mux
}
