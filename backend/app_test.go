package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/job"
	"meridian/backend/settings"
)

var update = flag.Bool("update", false, "write golden files anew")

// fixed is the time at which tests happen.
func fixed() time.Time { return time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC) }

func names() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return "01TEST" + strconv.Itoa(n)
	}
}

var somePages = fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}

// open makes a program on a directory, with times and names that do not vary.
func open(t *testing.T, dir string, change ...func(*Options)) *App {
	t.Helper()
	opts := Options{Data: dir, Port: NoPort, Now: fixed, NewID: names(), Pages: somePages, Reader: reader(os.Args[0], engines), cold: true}
	for _, c := range change {
		c(&opts)
	}
	app, err := New(t.Context(), opts)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return app
}

// send asks the program's handler as its owner.
func send(t *testing.T, app *App, method, path string, body any) *httptest.ResponseRecorder {
	t.Helper()
	return sendIn(t, app, "en", method, path, body)
}

// sendIn is send in a language.
func sendIn(t *testing.T, app *App, locale, method, path string, body any) *httptest.ResponseRecorder {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, bytes.NewReader(raw))
	r.Host = app.Address()
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", locale)
	w := httptest.NewRecorder()
	app.Handler().ServeHTTP(w, r)
	return w
}

func decoded[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return v
}

// ask sends and decodes.
func ask[T any](t *testing.T, app *App, method, path string, body any) T {
	t.Helper()
	w := send(t, app, method, path, body)
	if w.Code >= 300 {
		t.Fatalf("%s %s gave %d: %s", method, path, w.Code, w.Body)
	}
	return decoded[T](t, w)
}

// finish runs a forecast to its end and returns the hash of its result.
func finish(t *testing.T, app *App, asked httpapi.NewForecast) string {
	t.Helper()
	return ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/forecasts", asked).Job)
}

// ended waits for a job to be done and returns the name of its result.
func ended(t *testing.T, app *App, j httpapi.Job) string {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		j = ask[httpapi.Job](t, app, "GET", "/jobs/"+j.ID, nil)
		if j.State.Ended() {
			break
		}
	}
	if j.State != job.Done {
		t.Fatalf("the %s ended as %+v", j.Kind, j)
	}
	return j.Result
}

func firstPlan(t *testing.T, app *App) httpapi.PlanState {
	t.Helper()
	list := ask[httpapi.PlanList](t, app, "GET", "/plans", nil)
	if len(list.Plans) == 0 {
		t.Fatal("there is no plan")
	}
	return ask[httpapi.PlanState](t, app, "GET", "/plans/"+list.Plans[0].ID, nil)
}

func TestFirstStartMakesTheDemoOfTheLanguage(t *testing.T) {
	for locale, currency := range map[string]string{"en": "USD", "ko": "KRW", "": "USD"} {
		app := open(t, t.TempDir(), func(o *Options) { o.Locale = locale })
		p := firstPlan(t, app)
		if !p.Plan.Demo || string(p.Plan.Currency) != currency {
			t.Errorf("in %q: %s, demo %v", locale, p.Plan.Currency, p.Plan.Demo)
		}
		if s := ask[httpapi.Session](t, app, "GET", "/session", nil); !s.Demo || s.Native || s.Engine == "" {
			t.Errorf("session %+v", s)
		}
	}
}

func TestFirstForecastIsUnderWayBeforeAnybodyAsks(t *testing.T) {
	var made sync.Map // ids, by themselves
	app := open(t, t.TempDir(), func(o *Options) {
		o.cold = false
		next := o.NewID
		o.NewID = func() string {
			id := next()
			made.Store(id, id)
			return id
		}
	})
	app.warm.Wait()
	p := firstPlan(t, app)
	before := maps.Collect(made.Range)
	first := ask[httpapi.Accepted](t, app, "POST", "/forecasts", httpapi.NewForecast{Plan: p.ID, Client: "tab"}).Job
	if before[first.ID] == nil && first.State != job.Done {
		t.Errorf("the page's forecast is another job: %+v", first)
	}
}

func TestEmptiedStoreStaysEmpty(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	if w := send(t, app, "DELETE", "/plans/"+firstPlan(t, app).ID, nil); w.Code != 204 {
		t.Fatalf("archive gave %d", w.Code)
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if list := ask[httpapi.PlanList](t, again, "GET", "/plans", nil); len(list.Plans) != 0 {
		t.Errorf("the demo came back: %+v", list)
	}
}

func TestWhatWasSavedIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	p := firstPlan(t, app)
	edit := httpapi.Edit{Base: 1, Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"name": "우리"}}
	ask[httpapi.PlanState](t, app, "POST", "/plans/"+p.ID+"/edits", edit)
	hash := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 12})
	preview := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 12, Purpose: "preview"})
	before := send(t, app, "GET", "/results/"+hash+"/blocks/series", nil).Body.Bytes()
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}

	again := open(t, dir)
	if got := firstPlan(t, again); got.Plan.Name != "우리" || got.Revision != 2 || got.Undo == nil {
		t.Errorf("after a restart: %q at %d", got.Plan.Name, got.Revision)
	}
	if got := send(t, again, "GET", "/results/"+hash+"/blocks/series", nil).Body.Bytes(); !bytes.Equal(got, before) || len(got) == 0 {
		t.Errorf("the result has %d bytes, had %d", len(got), len(before))
	}
	known := ask[httpapi.Accepted](t, again, "POST", "/forecasts", httpapi.NewForecast{Plan: p.ID, Paths: 12}).Job
	if known.State != job.Done || known.Result != hash {
		t.Errorf("a kept result was begun again: %+v", known)
	}
	if w := send(t, again, "GET", "/results/"+preview, nil); w.Code != 404 {
		t.Errorf("a preview was kept: %d", w.Code)
	}
}

func TestRepeatedRequestIsAnsweredOnceEvenAfterARestart(t *testing.T) {
	dir := t.TempDir()
	make := func(app *App) string {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/plans", strings.NewReader(`{"from":"demo-kr"}`))
		r.Host = app.Address()
		r.Header.Set("Authorization", "Bearer "+app.Owner())
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", "k1")
		w := httptest.NewRecorder()
		app.Handler().ServeHTTP(w, r)
		var p httpapi.PlanState
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 201 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return p.ID
	}
	app := open(t, dir)
	first := make(app)
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	if again := make(open(t, dir)); again != first {
		t.Errorf("the same request made %s and %s", first, again)
	}
}

func TestForecastOfTheDemoCanBeComparedAndReplayed(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	a := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 50, Purpose: "preview"})
	b := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 50, Purpose: "preview", Patch: map[string]any{"assumptions": map[string]any{"inflation": map[string]any{"mean": 0.05}}}})
	paired := ask[forecast.Paired](t, app, "GET", "/results/"+a+"/against/"+b, nil)
	if paired.N != 50 || paired.Both+paired.OnlyA+paired.OnlyB+paired.Neither != 50 {
		t.Errorf("paired %+v", paired)
	}
	h := ask[forecast.Header](t, app, "GET", "/results/"+a, nil)
	replay := ask[forecast.Replay](t, app, "GET", "/results/"+a+"/futures/7", nil)
	if replay.Future != 7 || len(replay.NetWorth) != h.Months {
		t.Errorf("replay of %d months, want %d", len(replay.NetWorth), h.Months)
	}
	series := h.Blocks.Series
	want := 4 * len(series.Basis) * len(series.Metrics) * len(series.Percentiles) * series.Months
	if got := send(t, app, "GET", "/results/"+a+"/blocks/series", nil).Body.Len(); got != want {
		t.Errorf("the series has %d bytes, its header says %d", got, want)
	}
}

func TestTheDemoCanBeAnalysed(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	few := map[string]any{"assumptions": map[string]any{"run": map[string]any{"paths": 60}}}
	for _, kind := range []forecast.AnalysisKind{forecast.KindDrivers, forecast.KindStress, forecast.KindAnatomy, forecast.KindSuccess} {
		asked := httpapi.NewAnalysis{Plan: p.ID, Kind: kind, Patch: few}
		hash := ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/analyses", asked).Job)
		found := ask[forecast.Analysis](t, app, "GET", "/analyses/"+hash, nil)
		if found.Kind != kind || found.N != 60 || found.Base.CI == nil {
			t.Errorf("%s: %+v", kind, found)
		}
		if again := ask[httpapi.Accepted](t, app, "POST", "/analyses", asked).Job; again.State != job.Done || again.Result != hash {
			t.Errorf("%s is worked out twice: %+v", kind, again)
		}
	}
	a := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 60, Purpose: "preview"})
	if b := ask[forecast.Brush](t, app, "POST", "/results/"+a+"/brush", httpapi.NewBrush{Futures: []int{1, 2, 3}}); b.N != 3 || len(b.Differences) == 0 {
		t.Errorf("brush %+v", b)
	}
	if r := ask[forecast.Replay](t, app, "GET", "/results/"+a+"/futures/3", nil); len(r.Working) != r.Months || len(r.Years) == 0 || len(r.Terms) == 0 {
		t.Errorf("a replay of %d months has %d workings, %d years", r.Months, len(r.Working), len(r.Years))
	}
}

func TestSecondProgramOnTheSameDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	_, err := New(t.Context(), Options{Data: dir, Port: NoPort})
	if fault.Of(err) != fault.Locked {
		t.Errorf("a second program got %v", err)
	}
}

func TestPortInUseIsSaidAndNothingStaysOpen(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	dir := t.TempDir()
	if _, err := New(t.Context(), Options{Data: dir, Port: port}); !errors.Is(err, ErrPortInUse) {
		t.Errorf("a taken port gave %v", err)
	}
	open(t, dir) // the data was let go
}

func TestPortIsRememberedAndGivenUpWhenTaken(t *testing.T) {
	dir := t.TempDir()
	anyPort := func(o *Options) { o.Port = 0 }
	first := open(t, dir, anyPort)
	address := first.Address()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir, anyPort)
	if second.Address() != address {
		t.Errorf("the port went from %s to %s", address, second.Address())
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp4", address)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	third := open(t, dir, anyPort)
	if third.Address() == address {
		t.Error("two listen on one port")
	}
}

// run serves until the test ends and returns a browser that has entered.
func run(t *testing.T, app *App) *http.Client {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

func TestBrowserEntersAndWorks(t *testing.T) {
	app := open(t, t.TempDir(), func(o *Options) { o.Port = 0 })
	browser := run(t, app)
	w, err := browser.Get(app.Home() + "api/v1/session")
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode != 401 {
		t.Errorf("before entering: %d", w.StatusCode)
	}
	page, err := browser.Get(app.Enter(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(page.Body)
	page.Body.Close()
	if page.StatusCode != 200 || page.Request.URL.String() != app.Home() || !strings.Contains(string(text), "doctype") {
		t.Errorf("entering led to %s with %d", page.Request.URL, page.StatusCode)
	}
	w, err = browser.Get(app.Home() + "api/v1/session")
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode != 200 {
		t.Errorf("after entering: %d", w.StatusCode)
	}
}

func TestEndingTellsWhoeverListens(t *testing.T) {
	app := open(t, t.TempDir(), func(o *Options) { o.Port = 0 })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx) }()
	release := make(chan struct{})
	j, err := app.jobs.Start(t.Context(), job.Spec{Kind: "forecast"}, func(ctx context.Context, _ func(job.Progress)) (string, error) {
		close(release)
		<-ctx.Done()
		return "", ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	<-release
	r, _ := http.NewRequestWithContext(t.Context(), "POST", app.Home()+"api/v1/jobs/"+j.ID+"/stream", strings.NewReader(`{"after":0}`))
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	stop()
	text, err := io.ReadAll(w.Body)
	if err != nil || !strings.Contains(string(text), `{"by":"closing"}`) {
		t.Errorf("the stream ended with %v: %s", err, text)
	}
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}

func TestHealth(t *testing.T) {
	app := open(t, t.TempDir(), func(o *Options) { o.Pages = fstest.MapFS{} })
	states := map[string]string{}
	for _, c := range ask[httpapi.Health](t, app, "GET", "/health", nil).Checks {
		states[c.ID] = c.State
		if c.Text.EN == "" || c.Text.KO == "" {
			t.Errorf("check %s says nothing", c.ID)
		}
	}
	if states["store"] != "ok" || states["pages"] != "fail" {
		t.Errorf("checks %v", states)
	}
}

func TestDamagedStoreIsKeptAsideAndSaid(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, databaseName), bytes.Repeat([]byte("SQLite format 3\x00?"), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	app, err := New(t.Context(), Options{Data: dir, Port: NoPort, Pages: somePages})
	if fault.Of(err) == fault.Invalid || errors.Is(err, os.ErrNotExist) {
		t.Fatalf("damage gave %v", err)
	}
	if err != nil { // recognised as somebody else's file: refused, untouched
		return
	}
	defer app.Close()
	if len(app.Notices()) == 0 {
		t.Error("nothing was said of the damage")
	}
}

func TestSettingsOutliveTheProgram(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	_, err := app.ChangeSettings(t.Context(), func(s settings.Settings) (settings.Settings, error) {
		s.Theme = settings.ThemeDark
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := open(t, dir).Settings(t.Context()); err != nil || s.Theme != settings.ThemeDark {
		t.Errorf("settings %+v, %v", s, err)
	}
}
