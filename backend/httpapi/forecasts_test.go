package httpapi

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/job"
)

// frame is one event as a listener reads it; a comment has only text.
type frame struct {
	id      int
	event   string
	data    string
	comment string
}

// listen follows a job over a real connection. The frames end with the stream.
func (b *bench) listen(ctx context.Context, id string, after int, language string) <-chan frame {
	b.t.Helper()
	return b.stream(ctx, "/api/v1/jobs/"+id+"/stream", after, language)
}

// stream is listen for any address that streams.
func (b *bench) stream(ctx context.Context, path string, after int, language string) <-chan frame {
	b.t.Helper()
	server := httptest.NewServer(b.h)
	b.Guard.Host = strings.TrimPrefix(server.URL, "http://")
	body := strings.NewReader(`{"after":` + strconv.Itoa(after) + `}`)
	r, err := http.NewRequestWithContext(ctx, "POST", server.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+b.Guard.Owner())
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", language)
	w, err := server.Client().Do(r)
	b.Guard.Host = testHost
	if err != nil {
		b.t.Fatal(err)
	}
	if got := w.Header.Get("Content-Type"); w.StatusCode != 200 || !strings.HasPrefix(got, "text/event-stream") {
		b.t.Fatalf("stream gave %d %q", w.StatusCode, got)
	}
	frames := make(chan frame, 1000)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(frames)
		readFrames(w.Body, frames)
	}()
	b.t.Cleanup(func() {
		_ = w.Body.Close()
		<-done
		server.Close()
	})
	return frames
}

func readFrames(body io.Reader, frames chan<- frame) {
	var f frame
	for lines := bufio.NewScanner(body); lines.Scan(); {
		line := lines.Text()
		name, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "":
			frames <- f
			f = frame{}
		case name == "":
			f.comment = value
		case name == "id":
			f.id, _ = strconv.Atoi(value)
		case name == "event":
			f.event = value
		case name == "data":
			f.data = value
		}
	}
}

func next(t *testing.T, frames <-chan frame) frame {
	t.Helper()
	select {
	case f, ok := <-frames:
		if !ok {
			t.Fatal("the stream has ended")
		}
		return f
	case <-time.After(time.Minute):
		t.Fatal("nothing came for a minute")
	}
	return frame{}
}

func ends(t *testing.T, frames <-chan frame) {
	t.Helper()
	select {
	case f, ok := <-frames:
		if ok {
			t.Fatalf("after the end came %+v", f)
		}
	case <-time.After(time.Minute):
		t.Fatal("the stream did not end")
	}
}

func TestForecastStreamsProgressAndEnds(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	j := b.begin(NewForecast{Plan: plan.ID, Purpose: "full"})
	frames := b.listen(t.Context(), j.ID, 0, "en")
	if f := next(t, frames); f.comment != "open" {
		t.Fatalf("first came %+v", f)
	}
	for i := 1; i <= scriptedSteps; i++ {
		b.allow(1)
		f := next(t, frames)
		var p job.Progress
		if err := json.Unmarshal([]byte(f.data), &p); err != nil || f.id != i || f.event != "progress" || p.Done != 250*i || p.Total != 1000 || p.Phase != "simulate" {
			t.Fatalf("step %d: %+v", i, f)
		}
	}
	f := next(t, frames)
	var end JobDone
	if err := json.Unmarshal([]byte(f.data), &end); err != nil || f.event != "done" || end.Result == "" {
		t.Fatalf("the end: %+v", f)
	}
	ends(t, frames)
	got := b.until(j.ID, job.Done)
	if got.Result != end.Result || got.Seq != scriptedSteps+1 {
		t.Errorf("job %+v", got)
	}
	again := b.begin(NewForecast{Plan: plan.ID, Purpose: "full"})
	if again.State != job.Done || again.Result != end.Result || b.engine.runs != 1 {
		t.Errorf("a kept result was computed again: %+v, %d runs", again, b.engine.runs)
	}
}

func TestStreamResumesAfterALostConnection(t *testing.T) {
	b := newBench(t)
	j := b.begin(NewForecast{Plan: b.demo().ID})
	ctx, hangUp := context.WithCancel(t.Context())
	frames := b.listen(ctx, j.ID, 0, "en")
	next(t, frames)
	b.allow(2)
	if next(t, frames).id != 1 || next(t, frames).id != 2 {
		t.Fatal("the first two events did not come")
	}
	hangUp()
	b.allow(2) // happens while nobody listens
	b.until(j.ID, job.Done)
	frames = b.listen(t.Context(), j.ID, 2, "en")
	next(t, frames)
	for want := 3; want <= scriptedSteps+1; want++ {
		if f := next(t, frames); f.id != want {
			t.Fatalf("after 2 came %+v, want %d", f, want)
		}
	}
	ends(t, frames)
}

func TestStreamGivesSignsOfLife(t *testing.T) {
	b := newBench(t, func(a *API) { a.Beat = 5 * time.Millisecond })
	j := b.begin(NewForecast{Plan: b.demo().ID})
	frames := b.listen(t.Context(), j.ID, 0, "en")
	next(t, frames)
	for range 3 {
		if f := next(t, frames); f.comment != "beat" {
			t.Fatalf("instead of a beat came %+v", f)
		}
	}
}

func TestForecastIsCancelled(t *testing.T) {
	b := newBench(t)
	j := b.begin(NewForecast{Plan: b.demo().ID})
	frames := b.listen(t.Context(), j.ID, 0, "en")
	next(t, frames)
	got := read[Job](t, b.ask("POST", "/api/v1/jobs/"+j.ID+"/cancel", nil), 200)
	if got.State != job.Cancelled || got.By != job.ByUser {
		t.Errorf("cancel gave %+v", got)
	}
	if f := next(t, frames); f.event != "cancelled" || f.data != `{"by":"user"}` {
		t.Errorf("the end: %+v", f)
	}
	ends(t, frames)
}

func TestEditCancelsTheStaleForecastButNoPreview(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	full := b.begin(NewForecast{Plan: plan.ID, Purpose: "full"})
	preview := b.begin(NewForecast{Plan: plan.ID, Purpose: "preview"})
	other := b.begin(NewForecast{Plan: b.demo().ID, Purpose: "full"})
	b.until(preview.ID, job.Running)
	read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", rename(1, "Ours")), 200)
	if got := b.until(full.ID, job.Cancelled); got.By != job.ByEdited {
		t.Errorf("the stale forecast: %+v", got)
	}
	b.until(preview.ID, job.Running)
	b.until(other.ID, job.Running)
	fresh := b.begin(NewForecast{Plan: plan.ID, Purpose: "full"})
	read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/undo", Base{Base: 2}), 200)
	if got := b.until(fresh.ID, job.Cancelled); got.By != job.ByEdited {
		t.Errorf("after an undo: %+v", got)
	}
}

func TestArchivingAPlanStopsItsForecast(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	j := b.begin(NewForecast{Plan: plan.ID})
	b.ask("DELETE", "/api/v1/plans/"+plan.ID, nil)
	b.until(j.ID, job.Cancelled)
}

func TestNewerForecastSupersedesOlderOfSameClient(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	ask := func(client string, paths int) Job {
		return b.begin(NewForecast{Plan: plan.ID, Purpose: "preview", Client: client, Paths: paths})
	}
	older, other := ask("a", 100), ask("b", 200)
	newer := ask("a", 300)
	if got := b.until(older.ID, job.Cancelled); got.By != job.BySuperseded {
		t.Errorf("the older: %+v", got)
	}
	if got := read[Job](t, b.ask("GET", "/api/v1/jobs/"+other.ID, nil), 200); got.State.Ended() {
		t.Errorf("another client's: %+v", got)
	}
	same := ask("c", 300)
	if same.ID != newer.ID {
		t.Errorf("the same question was begun twice: %s and %s", newer.ID, same.ID)
	}
}

// A run of what is being saved goes on as that of the revision it makes.
func TestTheRunOfARevisionJoinsThatOfItsPatch(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	patch := map[string]any{"assumptions": map[string]any{"inflation": map[string]any{"mean": 0.05}}}
	ahead := b.begin(NewForecast{Plan: plan.ID, Purpose: "full", Client: "page", Revision: plan.Revision, Patch: patch})
	saved := read[PlanState](t, b.ask("POST", "/api/v1/plans/"+plan.ID+"/edits", Edit{Base: plan.Revision, Name: EditName{Key: "x"}, Patch: patch}), 200)
	if wanted := b.begin(NewForecast{Plan: plan.ID, Purpose: "full", Client: "page", Revision: saved.Revision}); wanted.ID != ahead.ID || wanted.State.Ended() {
		t.Errorf("of the patch %+v, of revision %d %+v", ahead, saved.Revision, wanted)
	}
}

func TestFailedForecastTellsWhyInTheListenersLanguage(t *testing.T) {
	b := newBench(t)
	b.engine.fail = fault.New(fault.Invalid, "plan.invalid", fault.Text{EN: "No.", KO: "안 됩니다."}, fault.Text{EN: "Fix.", KO: "고치세요."})
	close(b.engine.step)
	j := b.begin(NewForecast{Plan: b.demo().ID})
	b.until(j.ID, job.Failed)
	frames := b.listen(t.Context(), j.ID, scriptedSteps, "ko")
	next(t, frames)
	f := next(t, frames)
	var p ProblemDocument
	if err := json.Unmarshal([]byte(f.data), &p); err != nil || f.event != "failed" || p.Title != "안 됩니다." || p.Status != 422 {
		t.Errorf("the end: %+v", f)
	}
	polled := read[Job](t, b.ask("GET", "/api/v1/jobs/"+j.ID, nil), 200)
	if polled.Problem == nil || polled.Problem.Title != "No." {
		t.Errorf("polled %+v", polled)
	}
}

func TestTheAnswerIsHeldBackForTheEnd(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	if j := b.begin(NewForecast{Plan: plan.ID, Wait: 20}); j.State.Ended() || j.Result != "" {
		t.Errorf("nothing was played yet: %+v", j)
	}
	close(b.engine.step)
	done := b.begin(NewForecast{Plan: plan.ID, Wait: longestWait})
	if done.State != job.Done || done.Result == "" {
		t.Errorf("it is not waited for: %+v", done)
	}
	b.engine.fail = fault.New(fault.Invalid, "plan.invalid", fault.Text{EN: "No.", KO: "안 됩니다."}, fault.Text{EN: "Fix.", KO: "고치세요."})
	failed := b.begin(NewForecast{Plan: plan.ID, Wait: longestWait, Purpose: "preview", Patch: map[string]any{"name": "Another"}})
	if failed.State != job.Failed || failed.Problem == nil {
		t.Errorf("it did not fail: %+v", failed)
	}
}

func TestForecastFaults(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	for _, tt := range []struct {
		name   string
		asked  NewForecast
		status int
		code   string
	}{
		{"an unknown purpose", NewForecast{Plan: plan.ID, Purpose: "fun"}, 422, "request.value"},
		{"too many futures", NewForecast{Plan: plan.ID, Paths: 100_001}, 422, "request.value"},
		{"less than no futures", NewForecast{Plan: plan.ID, Paths: -1}, 422, "request.value"},
		{"a revision before the first", NewForecast{Plan: plan.ID, Revision: -1}, 422, "request.value"},
		{"a revision that is not there", NewForecast{Plan: plan.ID, Revision: 9}, 404, "plan.noRevision"},
		{"a plan that is not there", NewForecast{Plan: "none"}, 404, "plan.missing"},
		{"a scenario that is not there", NewForecast{Plan: plan.ID, Scenario: "none"}, 404, "plan.scenario"},
		{"a patch that breaks the plan", NewForecast{Plan: plan.ID, Patch: map[string]any{"currency": 7}}, 422, "plan.invalid"},
		{"an answer held back too long", NewForecast{Plan: plan.ID, Wait: 5001}, 422, "request.value"},
		{"a client with a long name", NewForecast{Plan: plan.ID, Client: strings.Repeat("x", 200)}, 422, "request.value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problem(t, b.ask("POST", "/api/v1/forecasts", tt.asked), tt.status, tt.code)
		})
	}
	for _, path := range []string{"/api/v1/jobs/none", "/api/v1/jobs/none/cancel", "/api/v1/jobs/none/stream"} {
		method, body := "POST", any(Follow{})
		if !strings.HasSuffix(path, "cancel") && !strings.HasSuffix(path, "stream") {
			method, body = "GET", nil
		}
		problem(t, b.ask(method, path, body), 404, "job.unknown")
	}
}

func TestResultsAndBlocks(t *testing.T) {
	b := newBench(t)
	close(b.engine.step)
	j := b.until(b.begin(NewForecast{Plan: b.demo().ID}).ID, job.Done)
	at := "/api/v1/results/" + j.Result
	w := b.ask("GET", at, nil)
	if h := read[map[string]any](t, w, 200); h["hash"] != j.Result {
		t.Errorf("header %v", h)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" { // a household's figures stay out of the browser's files
		t.Errorf("cache %q", got)
	}
	for block, first := range map[string]byte{"series": 1, "futures": 5, "years": 9} {
		w := b.ask("GET", at+"/blocks/"+block, nil)
		if w.Code != 200 || w.Body.Len() != 4 || w.Body.Bytes()[0] != first || w.Header().Get("Content-Type") != "application/octet-stream" {
			t.Errorf("block %s: %d %v", block, w.Code, w.Body.Bytes())
		}
	}
	problem(t, b.ask("GET", at+"/blocks/secret", nil), 404, "request.route")
	problem(t, b.ask("GET", "/api/v1/results/none", nil), 404, "result.missing")
	problem(t, b.ask("GET", "/api/v1/results/none/blocks/series", nil), 404, "result.missing")
	problem(t, b.ask("GET", at+"/futures/3", nil), 404, "result.noFuture")
	problem(t, b.ask("GET", at+"/futures/-1", nil), 404, "result.noFuture")
	problem(t, b.ask("GET", at+"/futures/x", nil), 404, "result.noFuture")
	if r := read[map[string]any](t, b.ask("GET", at+"/futures/2", nil), 200); r["future"] != 2.0 {
		t.Errorf("future %v", r)
	}
	if p := read[map[string]any](t, b.ask("GET", at+"/against/"+j.Result, nil), 200); p["a"] != j.Result {
		t.Errorf("paired %v", p)
	}
	problem(t, b.ask("GET", at+"/against/none", nil), 404, "result.missing")
}

// window is a desktop window whose person does what a test says.
type window struct {
	file []byte
	path string
	seen []string
}

func (n *window) OpenPlan(context.Context) ([]byte, error) { return n.file, nil }
func (n *window) SaveFile(_ context.Context, name string, write func(io.Writer) error) (string, error) {
	n.seen = append(n.seen, name)
	return n.path, write(io.Discard)
}
func (n *window) SavePlan(_ context.Context, name string, _ []byte) (string, error) {
	n.seen = append(n.seen, name)
	return n.path, nil
}
func (n *window) OpenLink(_ context.Context, url string) error {
	n.seen = append(n.seen, url)
	return nil
}

func TestNativeRoutes(t *testing.T) {
	b := newBench(t)
	for path, body := range map[string]any{"open-plan": nil, "save-plan": SavePlan{"x"}, "open-link": OpenLink{"https://example.com"}} {
		problem(t, b.ask("POST", "/api/v1/native/"+path, body), 404, "native.absent")
	}

	n := &window{}
	b = newBench(t, func(a *API) { a.Native = n })
	if s := read[Session](t, b.ask("GET", "/api/v1/session", nil), 200); !s.Native {
		t.Error("the session does not say that there are dialogs")
	}
	plan := b.demo()
	if w := b.ask("POST", "/api/v1/native/open-plan", nil); w.Code != 204 {
		t.Errorf("a dismissed dialog gave %d", w.Code)
	}
	if w := b.ask("POST", "/api/v1/native/save-plan", SavePlan{plan.ID}); w.Code != 204 {
		t.Errorf("a dismissed dialog gave %d", w.Code)
	}
	n.path = "/home/a/x.json"
	if got := read[SavedFile](t, b.ask("POST", "/api/v1/native/save-plan", SavePlan{plan.ID}), 200); got.Path != n.path {
		t.Errorf("saved at %q", got.Path)
	}
	n.file = b.ask("GET", "/api/v1/plans/"+plan.ID+"/document", nil).Body.Bytes()
	if got := read[PlanState](t, b.ask("POST", "/api/v1/native/open-plan", nil), 200); got.ID == plan.ID || got.Plan.Name != plan.Plan.Name {
		t.Errorf("opened %+v", got)
	}
	n.file = []byte("{}")
	problem(t, b.ask("POST", "/api/v1/native/open-plan", nil), 422, "plan.invalid")

	if w := b.ask("POST", "/api/v1/native/open-link", OpenLink{"https://example.com/a?b"}); w.Code != 204 || n.seen[len(n.seen)-1] != "https://example.com/a?b" {
		t.Errorf("a link gave %d", w.Code)
	}
	for _, bad := range []string{"file:///etc/passwd", "javascript:alert(1)", "example.com", "https://", "https://u:p@example.com", "ms-settings:x", ""} {
		problem(t, b.ask("POST", "/api/v1/native/open-link", OpenLink{bad}), 422, "request.value")
	}
}

var _ Choices = (*choices)(nil)

// TestGoldenFrames holds the bytes of a stream, which the frontend's tests
// read too.
func TestGoldenFrames(t *testing.T) {
	b := newBench(t)
	plan := b.demo()
	j := b.begin(NewForecast{Plan: plan.ID})
	b.allow(scriptedSteps)
	hash := b.until(j.ID, job.Done).Result
	stopped := b.begin(NewForecast{Plan: plan.ID, Paths: 7})
	b.ask("POST", "/api/v1/jobs/"+stopped.ID+"/cancel", nil)
	b.engine.fail = fault.New(fault.Invalid, "forecast.scenario", fault.Text{EN: "The engine cannot play this plan.", KO: "이 계획은 계산할 수 없습니다."}, fault.Text{EN: "Change what is listed.", KO: "아래 항목을 고쳐 주세요."})
	broken := b.begin(NewForecast{Plan: plan.ID, Paths: 8})
	b.allow(scriptedSteps)
	b.until(broken.ID, job.Failed)
	for name, id := range map[string]string{"frames-done.txt": j.ID, "frames-cancelled.txt": stopped.ID, "frames-failed.txt": broken.ID} {
		got := b.ask("POST", "/api/v1/jobs/"+id+"/stream", Follow{}).Body.Bytes()
		got = bytes.ReplaceAll(got, []byte(hash), []byte(strings.Repeat("0", 64))) // it follows the demo's figures
		file := filepath.Join("..", "testdata", "golden", name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what it was (%v):\n%s", name, err, got)
		}
	}
}
