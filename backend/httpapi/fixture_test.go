package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/job"
	"meridian/backend/journal"
	"meridian/backend/journal/journaltest"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

const testHost = "127.0.0.1:45991"

// clock is a clock that moves only when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// counter names things 1, 2, 3 with a letter before.
func counter(letter string) func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return letter + strconv.Itoa(n)
	}
}

// scripted is an engine whose every step a test allows.
type scripted struct {
	step chan struct{} // each value lets one of the steps of a run pass; closed lets all
	fail error         // what a run ends with instead of a result

	mu   sync.Mutex
	kept map[string]forecast.Result
	runs int

	answers map[string]forecast.Analysis
}

const scriptedSteps = 4

func newScripted() *scripted {
	return &scripted{step: make(chan struct{}), kept: map[string]forecast.Result{}, answers: map[string]forecast.Analysis{}}
}

func (s *scripted) Find(_ context.Context, p plan.Plan, spec forecast.RunSpec) (string, bool, error) {
	hash := fmt.Sprintf("%.12s-%s-%d", plan.Hash(p), spec.Purpose, spec.Paths)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, kept := s.kept[hash]
	return hash, kept, nil
}

func (s *scripted) Run(ctx context.Context, p plan.Plan, spec forecast.RunSpec, progress func(forecast.Progress)) (string, error) {
	hash, _, _ := s.Find(ctx, p, spec)
	s.mu.Lock()
	s.runs++
	s.mu.Unlock()
	for i := 1; i <= scriptedSteps; i++ {
		select {
		case <-s.step:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		progress(forecast.Progress{Phase: "simulate", Done: i * 250, Total: scriptedSteps * 250})
	}
	if s.fail != nil {
		return "", s.fail
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[hash] = forecast.Result{
		Header: forecast.Header{Hash: hash, PlanHash: plan.Hash(p), N: 3, Purpose: spec.Purpose},
		Series: []byte{1, 2, 3, 4}, Futures: []byte{5, 6, 7, 8}, Years: []byte{9, 10, 11, 12},
	}
	return hash, nil
}

var errNoResult = fault.New(fault.NotFound, "result.missing", fault.Text{EN: "gone", KO: "없음"}, fault.Text{})

func (s *scripted) Result(_ context.Context, hash string) (forecast.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.kept[hash]
	if !ok {
		return r, errNoResult
	}
	return r, nil
}

func (s *scripted) Replay(_ context.Context, _ string, i int) (forecast.Replay, error) {
	return forecast.Replay{Future: i}, nil
}

func (s *scripted) Compare(ctx context.Context, a, b string) (forecast.Paired, error) {
	if _, err := s.Result(ctx, a); err != nil {
		return forecast.Paired{}, err
	}
	if _, err := s.Result(ctx, b); err != nil {
		return forecast.Paired{}, err
	}
	return forecast.Paired{A: a, B: b}, nil
}

func (s *scripted) FindAnalysis(_ context.Context, p plan.Plan, spec forecast.AnalysisSpec) (string, bool, error) {
	hash := fmt.Sprintf("%.12s-%s", plan.Hash(p), spec.Kind)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, kept := s.answers[hash]
	return hash, kept, nil
}

func (s *scripted) Analyse(ctx context.Context, p plan.Plan, spec forecast.AnalysisSpec, progress func(forecast.Progress)) (string, error) {
	hash, _, _ := s.FindAnalysis(ctx, p, spec)
	select {
	case <-s.step:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	progress(forecast.Progress{Phase: "analyse", Done: 1, Total: 1})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[hash] = forecast.Analysis{Hash: hash, Kind: spec.Kind, PlanHash: plan.Hash(p)}
	return hash, nil
}

func (s *scripted) Analysis(_ context.Context, hash string) (forecast.Analysis, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.answers[hash]
	if !ok {
		return r, errNoResult
	}
	return r, nil
}

// choices keeps settings in memory.
type choices struct{ settings settings.Settings }

func (c *choices) Get(context.Context) (settings.Settings, error) { return c.settings, nil }

func (c *choices) Patch(_ context.Context, patch map[string]any) (settings.Settings, error) {
	next, err := settings.Patch(c.settings, patch)
	if err == nil {
		c.settings = next
	}
	return c.settings, err
}

// bench is an API with everything in memory, and what tests turn on it.
type bench struct {
	*API
	t      testing.TB
	h      http.Handler
	engine *scripted
	clock  *clock
	log    *bytes.Buffer
}

func newBench(t testing.TB, with ...func(*API)) *bench {
	t.Helper()
	engine, clock, log, events := newScripted(), newClock(), &bytes.Buffer{}, &event.Hub{}
	a := &API{
		Guard:     NewGuard(testHost, clock.Now),
		Plans:     &journal.Service{Store: &journaltest.Memory{}, Now: clock.Now, NewID: counter("plan"), Events: events},
		Events:    events,
		Forecasts: engine,
		Jobs:      job.New(job.Options{NewID: counter("job"), Lanes: map[string]int{LaneFull: 1, LanePreview: 1, LaneAnalysis: 1}}),
		Choices:   &choices{settings.Default()},
		Turns:     &namedHosts{},
		Answers:   &brief{known: map[string]Answer{}},
		Pages: fstest.MapFS{
			"index.html":             {Data: []byte(`<meta name="csp-nonce" content="__NONCE__">`)},
			"assets/app-4f3a2b1c.js": {Data: []byte("import 'x'")},
			"icon.svg":               {Data: []byte("<svg/>")},
		},
		About: Session{Version: "0.1.0", Engine: "1", OS: "linux", Locale: "en"},
		Log:   slog.New(slog.NewTextHandler(&syncWriter{w: log}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:   clock.Now,
	}
	for _, change := range with {
		change(a)
	}
	t.Cleanup(a.Jobs.Close)
	return &bench{API: a, t: t, h: a.Handler(), engine: engine, clock: clock, log: log}
}

type syncWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *syncWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}

// ask sends a request as the owner's bearer and returns the answer. The body
// is sent as JSON; a string is sent as it is.
func (b *bench) ask(method, path string, body any, change ...func(*http.Request)) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, path, reader(b.t, body))
	r.Host = testHost
	r.Header.Set("Authorization", "Bearer "+b.Guard.Owner())
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

func reader(t testing.TB, body any) io.Reader {
	t.Helper()
	switch body := body.(type) {
	case nil:
		return http.NoBody
	case string:
		return strings.NewReader(body)
	case io.Reader:
		return body
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// read checks the status and decodes the answer.
func read[T any](t testing.TB, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var v T
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("answer is no %T: %v: %s", v, err, w.Body)
	}
	return v
}

// problem checks that the answer is a problem document of a code and status.
func problem(t testing.TB, w *httptest.ResponseRecorder, status int, code string) ProblemDocument {
	t.Helper()
	p := read[ProblemDocument](t, w, status)
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem came as %q", got)
	}
	if p.Code != code || p.Status != status || p.Type != typePrefix+code || p.Title == "" {
		t.Errorf("problem %+v, want %s with %d", p, code, status)
	}
	return p
}

func (b *bench) demo() PlanState {
	b.t.Helper()
	return read[PlanState](b.t, b.ask("POST", "/api/v1/plans", NewPlan{From: "demo-us"}), http.StatusCreated)
}

func (b *bench) begin(asked NewForecast) Job {
	b.t.Helper()
	return read[Accepted](b.t, b.ask("POST", "/api/v1/forecasts", asked), http.StatusAccepted).Job
}

// allow lets n steps of the engine pass.
func (b *bench) allow(n int) {
	for range n {
		b.engine.step <- struct{}{}
	}
}

// until waits for a job to reach a state.
func (b *bench) until(id string, want job.State) Job {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if j := read[Job](b.t, b.ask("GET", "/api/v1/jobs/"+id, nil), http.StatusOK); j.State == want {
			return j
		}
	}
	b.t.Fatalf("job %s did not become %s", id, want)
	return Job{}
}
