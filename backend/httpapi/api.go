package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"meridian/backend/access"
	"meridian/backend/backup"
	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/forecast"
	"meridian/backend/health"
	"meridian/backend/job"
	"meridian/backend/journal"
	"meridian/backend/latency"
	"meridian/backend/library"
	"meridian/backend/lock"
	"meridian/backend/plan"
	"meridian/backend/presence"
	"meridian/backend/settings"
)

// noTime makes http.ServeContent send no Last-Modified: what is embedded has none.
var noTime time.Time

// bodyTime is how long a sender may take to send a body.
const bodyTime = time.Minute

// Forecasts answers what a plan may lead to and keeps the answers.
type Forecasts interface {
	// Find is the hash that the result of exactly this question has, and whether
	// it is kept. A plan that cannot be compiled gives an invalid fault that
	// lists why.
	Find(ctx context.Context, p plan.Plan, spec forecast.RunSpec) (hash string, kept bool, err error)
	// Run plays the plan and keeps the result under the hash it returns. A plan
	// that cannot be played gives an invalid fault that lists why.
	Run(ctx context.Context, p plan.Plan, spec forecast.RunSpec, progress func(forecast.Progress)) (hash string, err error)
	// Result is a kept result; a not-found fault when there is none.
	Result(ctx context.Context, hash string) (forecast.Result, error)
	// Replay plays one future of a kept result again, month by month.
	Replay(ctx context.Context, hash string, future int) (forecast.Replay, error)
	// FindAnalysis is the hash that the answer to exactly this question has, and
	// whether it is kept. A question that there is not gives an invalid fault.
	FindAnalysis(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec) (hash string, kept bool, err error)
	// Analyse finds the answer and keeps it under the hash it returns, as long as
	// there is room for it: it can always be found again.
	Analyse(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec, progress func(forecast.Progress)) (hash string, err error)
	// Analysis is a kept answer; a not-found fault when there is none.
	Analysis(ctx context.Context, hash string) (forecast.Analysis, error)
	// Compare sets two kept results side by side, future by future.
	Compare(ctx context.Context, a, b string) (forecast.Paired, error)
}

// Library takes documents in, keeps what is used, and lets the rest go. Its
// faults are those of the package library.
type Library interface {
	// Shelf is every document of a tenant, the last used first.
	Shelf(ctx context.Context, tenant document.Tenant) (library.Shelf, error)
	// Spool puts a file's bytes on the disk as they come; size is what was
	// announced, -1 for unknown. Whoever spools either adds or discards.
	Spool(ctx context.Context, from io.Reader, size int64) (*library.Spooled, error)
	// Add takes a spooled file in, to be read afterwards.
	Add(ctx context.Context, asked library.NewDocument, file *library.Spooled) (library.Added, error)
	// Detail is a document with its pages.
	Detail(ctx context.Context, id document.ID) (library.Detail, error)
	// Open is Detail, and counts as use.
	Open(ctx context.Context, id document.ID) (library.Detail, error)
	// Page is one page with its text.
	Page(ctx context.Context, id document.ID, number int) (document.Page, error)
	// Proposals are values on the pages of a document that a plan could take.
	Proposals(ctx context.Context, id document.ID) ([]library.Proposal, error)
	// Supersede forgets the earlier version that a document replaces.
	Supersede(ctx context.Context, id document.ID) (library.Document, error)
	// Retry reads a failed or locked document again, with a password or none.
	Retry(ctx context.Context, id document.ID, password string) (library.Document, error)
	// Pin keeps a document for good; Unpin lets it go again.
	Pin(ctx context.Context, id document.ID, reason library.Reason, note string) (library.Document, error)
	Unpin(ctx context.Context, id document.ID) (library.Document, error)
	// Forgetting is what Forget would take away, and what stays.
	Forgetting(ctx context.Context, id document.ID) (library.Forgetting, error)
	// Forget lets go of a document now.
	Forget(ctx context.Context, id document.ID) error
	// Ask finds the passages that bear on a question.
	Ask(ctx context.Context, q library.Question) (library.Found, error)
}

// Choices keeps the owner's settings.
type Choices interface {
	Get(ctx context.Context) (settings.Settings, error)
	// Patch applies a merge patch; an invalid fault lists what cannot be obeyed.
	Patch(ctx context.Context, patch map[string]any) (settings.Settings, error)
}

// Native is what only a window on the owner's machine can do.
type Native interface {
	// OpenPlan lets a person choose a file and returns its content; nil when
	// they chose none.
	OpenPlan(ctx context.Context) ([]byte, error)
	// SavePlan lets a person choose where to write a document, writes it whole
	// or not at all, and returns where; "" when they chose nowhere.
	SavePlan(ctx context.Context, suggested string, document []byte) (path string, err error)
	// SaveFile lets a person choose where write's bytes go, has them written whole
	// or not at all, and returns where; "" when they chose nowhere.
	SaveFile(ctx context.Context, suggested string, write func(io.Writer) error) (path string, err error)
	// OpenLink shows an http or https address in the system's browser.
	OpenLink(ctx context.Context, url string) error
}

// API is the one route table and what stands behind it.
type API struct {
	Guard     *Guard
	Plans     *journal.Service
	Forecasts Forecasts
	Library   Library
	Backups   Backups
	Places    Places
	Exchange  func(backup.Place)               // has the program begin again with what is in a place; nil where it cannot
	Refused   func() (place string, err error) // the place that the program could not begin again with, and why; nil for none
	Lock      *lock.Lock                       // nil for none
	Doctor    Doctor
	Newest    func(context.Context) (UpdateLook, error) // what the signed manifest says
	Advisor   Advisor
	Models    Models
	Jobs      *job.Runner
	Durable   *job.Durable // jobs that outlive the program; nil for none
	Share     Share        // opens the program to others; nil for none
	Network   Network      // every connection by purpose; nil for none
	Track     Track        // what really happened, and what was forecast at the time
	Datasets  Datasets     // histories of markets that were brought
	Turns     Turns        // the hosts of language models, and the queue before them
	Events    *event.Hub   // what happens to plans and settings; nil makes one of its own
	Present   *presence.Board
	NameOf    func(ctx context.Context, id string) string // what a person is called, "" for nobody known; nil knows nobody
	Choices   Choices
	Answers   Answers // of requests with an Idempotency-Key; nil keeps some in memory
	Native    Native  // nil outside a window
	Pages     fs.FS   // the built interface
	About     Session // what runs here; Native and Demo are filled in
	Checks    func(context.Context) []Check
	Issues    func(context.Context) ([]health.Issue, error) // what is not in order, the worst first
	Log       *slog.Logger
	Now       func() time.Time
	Beat      time.Duration // between two signs of life of a stream; 0 means 15 s
	Patience  time.Duration // with a listener who takes nothing in; 0 means 30 s
	Guests    Guests        // whom the owner has let in; nil lets nobody in
	Tokens    Tokens        // of Cloudflare Access; nil lets nobody through where it is before us
	Afar      *RemoteGuard  // stands before the remote listener; nil answers nothing there

	changes, begins *once
	took            latency.Record // of ordinary requests, by route
	slow            latency.Log[SlowRequest]
	asked           atomic.Int64 // when somebody last asked for something, in milliseconds since 1970
}

// Quiet is how long nobody has asked for anything but how the program is.
func (a *API) Quiet() time.Duration { return a.Now().Sub(time.UnixMilli(a.asked.Load())) }

// desk finds jobs by their id, whichever runner has them.
func (a *API) desk() job.Desk { return job.Desk{Runner: a.Jobs, Durable: a.Durable} }

// Handler is the API and the interface as one handler. It panics when a line
// of the route table is not whole.
func (a *API) Handler() http.Handler {
	a.asked.Store(a.Now().UnixMilli())
	a.changes, a.begins = newOnce(a.Answers, a.Log), newOnce(nil, a.Log)
	if a.Events == nil {
		a.Events = &event.Hub{}
	}
	if a.Present == nil {
		a.Present = &presence.Board{Now: a.Now, Events: a.Events}
	}
	mux := a.mounted(a.Guard)
	mux.Handle("GET /healthz", a.answer(a.healthz, a.problem))
	mux.Handle("GET /enter", a.answer(a.Guard.enter, page))
	return a.outer(a.Guard, mux)
}

// gate stands before a listener.
type gate interface {
	// address refuses what was not sent to this listener, or was sent by another site.
	address(r *http.Request) error
	// admit recognises the sender of a request to a route. What it returns is how
	// the request goes on, and what is called when it has been answered.
	admit(w http.ResponseWriter, r *http.Request, route Route) (admitted, error)
	// answered is told with which status a request was.
	answered(r *http.Request, status int)
}

// admitted is a request whose sender is known.
type admitted struct {
	who   access.Principal
	r     *http.Request
	leave func()
}

// mounted is the table and the interface behind a gate.
func (a *API) mounted(g gate) *http.ServeMux {
	mux := mount(a.table(), func(route Route) http.Handler { return a.serve(g, route) })
	mux.Handle("/api/", a.answer(func(w http.ResponseWriter, r *http.Request) error { return a.nowhere(g, mux, w, r) }, a.problem))
	mux.Handle("/", a.answer(pages{a.Pages}.serve, page))
	return mux
}

// outer stands before everything: headers, panics, the log and the address.
func (a *API) outer(g gate, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		r = expecting(r)
		watched := &watcher{ResponseWriter: w}
		harden(watched.Header())
		defer func() {
			if p := recover(); p != nil {
				a.recovered(watched, r, p)
			}
			a.measure(r, watched.status, time.Since(start))
			a.Log.DebugContext(r.Context(), "request", "method", r.Method, "route", r.Pattern,
				"status", watched.status, "ms", time.Since(start).Milliseconds())
		}()
		if err := g.address(r); err != nil {
			a.problem(watched, r, err)
		} else {
			next.ServeHTTP(watched, r)
		}
		g.answered(r, watched.status)
	})
}

// recovered answers for a handler that panicked. The value of a panic may hold
// what a person typed; the stack does not.
func (a *API) recovered(w *watcher, r *http.Request, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	a.Log.ErrorContext(r.Context(), "handler panicked", "route", r.Pattern, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	if w.status == 0 {
		a.problem(w, r, errInternal)
	}
}

func (a *API) problem(w http.ResponseWriter, r *http.Request, err error) { fail(w, r, a.Log, err) }

// answer runs a handler and answers for its error.
func (a *API) answer(do Handler, fail func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			fail(w, r, err)
		}
	})
}

// serve is what every route has in common: who asks, may they, and how much of
// the answer may they see.
func (a *API) serve(g gate, route Route) http.Handler {
	return a.answer(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		in, err := g.admit(w, r, route)
		if err != nil {
			return err
		}
		defer in.leave()
		if err := a.letIn(in.r.Context(), in.who, route); err != nil {
			return err
		}
		var cut func()
		in.r, cut = a.untilShut(in.r, in.who, route)
		defer cut()
		if in.who, err = a.lookThrough(in.r, in.who); err != nil {
			return err
		}
		r = in.r.WithContext(access.As(in.r.Context(), in.who))
		if err := a.may(r, in.who, route); err != nil {
			return err
		}
		a.noteVisit(r, in.who, route)
		shown, send, err := veil{in.who}.cover(w, route)
		if err != nil {
			return err
		}
		if err := a.do(shown, r, route); err != nil {
			return veil{in.who}.fault(err)
		}
		send()
		return nil
	}, a.problem)
}

// may reports in an error why somebody may not use a route.
func (a *API) may(r *http.Request, who access.Principal, route Route) error {
	if !access.Allow(who, route.Needs) {
		return errNotAllowed
	}
	if access.OnlyDrafts(who, route.Needs) {
		return a.ownDraft(r.Context(), who, r.PathValue("plan"))
	}
	return nil
}

// do answers a request that may be answered: what did they send, and was it
// answered before.
func (a *API) do(w http.ResponseWriter, r *http.Request, route Route) error {
	if safe(r.Method) || route.Kind == Upload {
		return route.Do(w, r)
	}
	raw, err := a.receive(w, r, route)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	switch route.Kind {
	case Change:
		return a.changes.do(w, r, raw, route.Do)
	case Begin:
		return a.begins.do(w, r, raw, route.Do)
	}
	return route.Do(w, r)
}

// receive reads the body that a route takes, within its limits of kind, size and time.
func (a *API) receive(w http.ResponseWriter, r *http.Request, route Route) ([]byte, error) {
	if route.In != nil {
		if err := needJSON(r); err != nil {
			return nil, err
		}
	}
	slow := http.NewResponseController(w)
	_ = slow.SetReadDeadline(time.Now().Add(bodyTime)) // not every writer can
	defer func() { _ = slow.SetReadDeadline(time.Time{}) }()
	return body(w, r, route.limit())
}

// nowhere answers an address of the API that no route has, or not with this method.
func (a *API) nowhere(g gate, mux *http.ServeMux, w http.ResponseWriter, r *http.Request) error {
	in, err := g.admit(w, r, Route{})
	if err != nil {
		return err
	}
	defer in.leave()
	if err := a.letIn(in.r.Context(), in.who, Route{}); err != nil {
		return err
	}
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "/api/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return errNoRoute
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return errMethod
}

// watcher remembers the status that was sent.
type watcher struct {
	http.ResponseWriter
	status int
}

func (w *watcher) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach what it needs.
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }
