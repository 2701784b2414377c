package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"meridian/backend/plan"
	"meridian/backend/settings"
)

// endless is a body that fails the test when more of it is read than allowed.
type endless struct {
	t     *testing.T
	left  int64
	total int64
}

func (e *endless) Read(p []byte) (int, error) {
	if int64(len(p)) > e.left {
		p = p[:e.left]
	}
	if len(p) == 0 {
		e.t.Errorf("more than %d bytes were read", e.total)
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	e.left -= int64(len(p))
	return len(p), nil
}

func TestLargeBodiesAreRefusedEarly(t *testing.T) {
	const huge = 200 << 20
	for _, tt := range []struct {
		name      string
		path      string
		announced int64
		readable  int64 // bytes that may be read before the answer
	}{
		{"announced, to a plan route", "/api/v1/plans", huge, 0},
		{"announced, to a check", "/api/v1/plans/check", huge, 0},
		{"announced, to a small route", "/api/v1/plans/x/undo", huge, 0},
		{"not announced, to a plan route", "/api/v1/plans", -1, planBody + 1024},
		{"not announced, to a small route", "/api/v1/plans/x/undo", -1, smallBody + 1024},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			body := &endless{t: t, left: tt.readable, total: tt.readable}
			w := b.ask("POST", tt.path, io.Reader(body), func(r *http.Request) { r.ContentLength = tt.announced })
			problem(t, w, http.StatusRequestEntityTooLarge, "request.tooLarge")
		})
	}
}

func TestBodiesMustBeJSON(t *testing.T) {
	b := newBench(t)
	for media, ok := range map[string]bool{
		"application/json": true, "application/json; charset=utf-8": true, "application/json;charset=UTF-8": true, "application/merge-patch+json": true,
		"": false, "text/plain": false, "application/x-www-form-urlencoded": false, "multipart/form-data; boundary=x": false,
		"application/json; charset=euc-kr": false, "nonsense/": false, "application/jsonp": false,
	} {
		w := b.ask("PATCH", "/api/v1/settings", "{}", header("Content-Type", media))
		if ok {
			read[settings.Settings](t, w, 200)
			continue
		}
		problem(t, w, http.StatusUnsupportedMediaType, "request.mediaType")
	}
}

func TestMalformedBodiesSayWhere(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct{ name, body, pointer, code string }{
		{"no body", "", "", "json.syntax"},
		{"broken off", `{"from":`, "", "json.syntax"},
		{"no JSON", "hello", "", "json.syntax"},
		{"two values", `{"from":"blank"}{}`, "", "json.trailing"},
		{"an unknown field", `{"from":"blank","colour":1}`, "/colour", "json.unknown"},
		{"a wrong type", `{"from":7}`, "/from", "json.type"},
		{"a list", `[]`, "", "json.type"},
		{"NaN", `{"from":NaN}`, "", "json.syntax"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := problem(t, b.ask("POST", "/api/v1/plans", tt.body), http.StatusBadRequest, "request.malformed")
			if len(p.Problems) != 1 || p.Problems[0].Pointer != tt.pointer || p.Problems[0].Code != tt.code {
				t.Errorf("problems %+v, want %s at %q", p.Problems, tt.code, tt.pointer)
			}
		})
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	b := newBench(t)
	problem(t, b.ask("GET", "/api/v1/nothing", nil), 404, "request.route")
	problem(t, b.ask("GET", "/api/v2/plans", nil), 404, "request.route")
	w := b.ask("PUT", "/api/v1/plans", "{}")
	problem(t, w, 405, "request.method")
	if got := w.Header().Get("Allow"); got != "GET, POST" {
		t.Errorf("allowed: %q", got)
	}
}

func TestPanicIsAnsweredAndNothingPrivateIsLogged(t *testing.T) {
	b := newBench(t, func(a *API) { a.Choices = panicking{} })
	w := b.ask("PATCH", "/api/v1/settings?secret=query", `{"theme":"my private text"}`)
	problem(t, w, 500, "internal")
	if log := b.log.String(); !strings.Contains(log, "handler panicked") || !strings.Contains(log, "PATCH /api/v1/settings") {
		t.Errorf("log: %s", log)
	}
	for _, private := range []string{"private", "secret", b.Guard.Owner()} {
		if strings.Contains(b.log.String(), private) {
			t.Errorf("the log tells %q: %s", private, b.log)
		}
	}
}

type panicking struct{ Choices }

func (panicking) Patch(_ context.Context, patch map[string]any) (settings.Settings, error) {
	panic(patch["theme"])
}

func TestForeignErrorsStayPrivate(t *testing.T) {
	p := problemOf(errors.New("disk 7 of alice"), "en")
	if p.Status != 500 || p.Code != "internal" || strings.Contains(p.Title+p.Detail+p.Fix, "alice") {
		t.Errorf("problem %+v", p)
	}
}

func TestPages(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		path, media, cache string
		status             int
	}{
		{"/", "text/html; charset=utf-8", "no-store", 200},
		{"/index.html", "text/html; charset=utf-8", "no-store", 200},
		{"/plan/income", "text/html; charset=utf-8", "no-store", 200},
		{"/assets/app-4f3a2b1c.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"/icon.svg", "image/svg+xml", "no-cache", 200},
		{"/assets/gone.js", "text/plain; charset=utf-8", "no-store", 404},
		{"/favicon.ico", "text/plain; charset=utf-8", "no-store", 404},
		{"/assets", "text/html; charset=utf-8", "no-store", 200},
		{"/%2e%2e/%2e%2e/etc/passwd", "text/html; charset=utf-8", "no-store", 200},
	} {
		t.Run(tt.path, func(t *testing.T) {
			w := b.ask("GET", tt.path, nil, func(r *http.Request) { r.Header.Del("Authorization") })
			if w.Code != tt.status || w.Header().Get("Content-Type") != tt.media || w.Header().Get("Cache-Control") != tt.cache {
				t.Errorf("%d %q %q: %s", w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"), w.Body)
			}
		})
	}
	if w := b.ask("POST", "/", nil); w.Code != 405 {
		t.Errorf("posting to a page gave %d", w.Code)
	}
}

func TestIndexHasANonceOfItsOwn(t *testing.T) {
	b := newBench(t)
	seen := map[string]bool{}
	for range 3 {
		w := b.ask("GET", "/", nil)
		_, rest, _ := strings.Cut(w.Body.String(), `content="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		if len(nonce) < 20 || seen[nonce] || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+nonce+"'") {
			t.Errorf("nonce %q, policy %q", nonce, w.Header().Get("Content-Security-Policy"))
		}
		seen[nonce] = true
	}
}

func TestInterfaceThatIsNotBuiltSaysHow(t *testing.T) {
	b := newBench(t, func(a *API) { a.Pages = fstest.MapFS{} })
	w := b.ask("GET", "/", nil)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestIdempotency(t *testing.T) {
	b := newBench(t)
	key := header("Idempotency-Key", "k1")
	first := read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, key), 201)
	w := b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, key)
	again := read[PlanState](t, w, 201)
	if again.ID != first.ID || w.Header().Get("Idempotent-Replay") != "true" || w.Header().Get("Location") == "" {
		t.Errorf("the same request made %s, then %s", first.ID, again.ID)
	}
	problem(t, b.ask("POST", "/api/v1/plans", NewPlan{From: "demo-us"}, key), 422, "request.keyReused")
	problem(t, b.ask("POST", "/api/v1/plans/"+first.ID+"/undo", Base{Base: 1}, key), 422, "request.keyReused")
	other := read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, header("Idempotency-Key", "k2")), 201)
	if other.ID == first.ID {
		t.Error("another key gave the same plan")
	}
	for _, bad := range []string{"a b", "키", strings.Repeat("x", 129)} {
		problem(t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, header("Idempotency-Key", bad)), 400, "request.keyForm")
	}
	if list := read[PlanList](t, b.ask("GET", "/api/v1/plans", nil), 200); len(list.Plans) != 2 {
		t.Errorf("%d plans were made, want 2", len(list.Plans))
	}
}

func TestRefusedChangeMayBeTriedAgainUnderItsKey(t *testing.T) {
	b := newBench(t)
	key := header("Idempotency-Key", "k1")
	problem(t, b.ask("POST", "/api/v1/plans", NewPlan{From: "scratch"}, key), 422, "request.value")
	read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, key), 201)
}

// forgetful is a disk that takes no answers any more.
type forgetful struct{ Answers }

func (forgetful) Keep(context.Context, string, Answer) error { return errors.New("disk full") }

func TestAChangeThatWasMadeIsAnsweredThoughItsAnswerCannotBeSaved(t *testing.T) {
	b := newBench(t, func(a *API) { a.Answers = forgetful{a.Answers} })
	key := header("Idempotency-Key", "k1")
	first := read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, key), 201)
	again := read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, key), 201)
	if again.ID != first.ID {
		t.Errorf("the same request made %s, then %s", first.ID, again.ID)
	}
	if !strings.Contains(b.log.String(), "could not be saved") {
		t.Errorf("log: %s", b.log)
	}
}

func TestRepeatedRequestsAtTheSameTimeTakeTurns(t *testing.T) {
	b := newBench(t)
	var all sync.WaitGroup
	ids := make([]string, 8)
	for i := range ids {
		all.Go(func() {
			ids[i] = read[PlanState](t, b.ask("POST", "/api/v1/plans", NewPlan{From: "blank"}, header("Idempotency-Key", "k")), 201).ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("plans %v were made", ids)
		}
	}
}

func FuzzBodies(f *testing.F) {
	demo, err := plan.Demo("us")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		`{"from":"blank"}`, `{"from":"document","document":` + string(plan.Encode(demo)) + `}`,
		`{"base":1,"name":{"key":"k"},"patch":{"name":null}}`, `{"plan":"plan1","purpose":"preview","patch":{"people":null}}`,
		`{"base":1,"to":1}`, `{"after":-1}`, `{"theme":"dark"}`, `[`, `{"a":{"a":{"a":{}}}}`, "\xff", `{"paths":1e400}`,
	} {
		f.Add([]byte(seed))
	}
	b := newBench(f)
	close(b.engine.step)
	id := b.demo().ID
	f.Fuzz(func(t *testing.T, raw []byte) {
		b.t = t
		for _, path := range []string{"/plans", "/plans/check", "/plans/" + id + "/edits", "/plans/" + id + "/rewind", "/forecasts", "/native/open-link"} {
			w := b.ask("POST", Prefix+path, string(raw))
			if w.Code >= 500 {
				t.Errorf("%s answered %d to %q: %s", path, w.Code, raw, w.Body)
			}
		}
		if w := b.ask("PATCH", Prefix+"/settings", string(raw)); w.Code >= 500 {
			t.Errorf("settings answered %d to %q", w.Code, raw)
		}
	})
}
