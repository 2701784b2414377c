package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meridian/backend/httpapi"
	"meridian/backend/llm"
	"meridian/backend/openai"
	"meridian/backend/queue"
	"meridian/backend/settings"
)

// pace is how a model host of a test works.
type pace struct {
	first time.Duration // until the first token
	each  time.Duration // between two tokens
	words int           // of a reply; a request's max_tokens where it is less
	cut   *atomic.Int64 // requests that were given up, in nanoseconds since 1970; nil does not tell
	began *atomic.Int64 // likewise, the last that began
	asked *atomic.Int64 // how many came
}

// modelHost is a host that speaks the protocol over TCP, at a pace.
func modelHost(t testing.TB, p pace) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"data":[{"id":"m"}]}`) })
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Max int `json:"max_tokens"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		stamp(p.began, time.Now().UnixNano())
		if p.asked != nil {
			p.asked.Add(1)
		}
		w.Header().Set("Content-Type", "text/event-stream")
		words := p.words
		if asked.Max > 0 {
			words = min(words, asked.Max)
		}
		wait := p.first
		for i := range words + 1 {
			select {
			case <-time.After(wait):
			case <-r.Context().Done():
				stamp(p.cut, time.Now().UnixNano())
				return
			}
			wait = p.each
			if i == words {
				fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":%d}}\n\ndata: [DONE]\n\n", words)
				return
			}
			fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n")
			_ = http.NewResponseController(w).Flush()
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL
}

func stamp(at *atomic.Int64, now int64) {
	if at != nil {
		at.Store(now)
	}
}

func member(t testing.TB, name, address string, slots int) queue.Member {
	t.Helper()
	base, err := openai.Address(address)
	if err != nil {
		t.Fatal(err)
	}
	return queue.Member{Host: &openai.Host{Label: name, Base: base, Parallel: slots, Client: openai.NewClient()}}
}

var aRequest = llm.Request{Model: "m", Messages: []llm.Message{{Role: llm.User, Text: "Can I retire?"}}}

func TestNamedHostsAnswerAndAreKept(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	address := modelHost(t, pace{words: 3})
	hosts := ask[httpapi.ModelHosts](t, app, "POST", "/model-hosts", map[string]any{"name": "desk", "address": address, "key": "sk-very-secret", "slots": 2, "watts": 50})
	if len(hosts.Hosts) != 1 || hosts.Hosts[0].State != httpapi.HostOK || fmt.Sprint(hosts.Hosts[0].Models) != "[m]" || !hosts.Hosts[0].HasKey {
		t.Fatalf("hosts %+v", hosts)
	}
	reply, err := app.turns.queue.Generate(t.Context(), llm.Turn{Lane: llm.Stream, Person: "kim"}, aRequest, func(llm.Piece) error { return nil })
	if err != nil || reply.Text != "word word word " || reply.Host != "desk" {
		t.Fatalf("reply %+v (%v)", reply, err)
	}
	p := ask[httpapi.Performance](t, app, "GET", "/performance", nil)
	if m := p.Models; m.Tokens != 3 || len(m.Answers) != 1 || m.Answers[0].Joules <= 0 || m.Lanes[0].Took.Count != 1 || m.Lanes[0].First.Count != 1 {
		t.Errorf("performance %+v", p)
	}
	for _, bad := range []string{"", "ftp://x", "http://user:pw@x", "http://x?key=1"} {
		if w := send(t, app, "POST", "/model-hosts", map[string]any{"name": "bad", "address": bad}); w.Code != 422 || strings.Contains(w.Body.String(), "pw") {
			t.Errorf("%q: %d %s", bad, w.Code, w.Body)
		}
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if h := ask[httpapi.ModelHosts](t, again, "GET", "/model-hosts", nil); len(h.Hosts) != 1 || !h.Hosts[0].HasKey {
		t.Errorf("after a restart: %+v", h)
	}
	// Another address does not get the key.
	moved := ask[httpapi.ModelHosts](t, again, "POST", "/model-hosts", map[string]any{"name": "desk", "address": modelHost(t, pace{words: 1})})
	if moved.Hosts[0].HasKey {
		t.Error("the key went along to another address")
	}
	if w := send(t, again, "DELETE", "/model-hosts/desk", nil); w.Code != 204 {
		t.Errorf("drop: %d %s", w.Code, w.Body)
	}
	if w := send(t, again, "DELETE", "/model-hosts/desk", nil); w.Code != 404 {
		t.Errorf("drop again: %d", w.Code)
	}
	if _, err := again.turns.queue.Generate(t.Context(), llm.Turn{Lane: llm.Stream}, aRequest, nil); !errors.Is(err, llm.ErrNotReady) {
		t.Errorf("without a host: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(filepath.Join(dir, databaseName)); err != nil || strings.Contains(string(raw), "sk-very-secret") {
		t.Error("the key of a host that was dropped lies in the file")
	}
}

func TestTheBalanceIsASetting(t *testing.T) {
	app := open(t, t.TempDir())
	for i := range 2 {
		ask[httpapi.ModelHosts](t, app, "POST", "/model-hosts", map[string]any{"name": fmt.Sprint("host ", i), "address": modelHost(t, pace{words: 1}), "slots": 2, "weight": 1 + 9*i})
	}
	hosts := func(app *App) (seen []string) {
		for range 4 {
			reply, err := app.turns.queue.Generate(t.Context(), llm.Turn{Lane: llm.Short, Person: "kim"}, aRequest, nil)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, reply.Host)
		}
		return seen
	}
	if seen := hosts(app); fmt.Sprint(seen) != "[host 1 host 1 host 1 host 1]" {
		t.Errorf("by weight: %v", seen)
	}
	if w := send(t, app, "PATCH", "/settings", map[string]any{"balance": "dice"}); w.Code != 422 {
		t.Errorf("an unknown balance: %d", w.Code)
	}
	if s := ask[settings.Settings](t, app, "PATCH", "/settings", map[string]any{"balance": "roundRobin"}); s.Balance != settings.BalanceRoundRobin {
		t.Errorf("settings %+v", s)
	}
	if seen := hosts(app); seen[0] == seen[1] || seen[0] != seen[2] || seen[1] != seen[3] {
		t.Errorf("in turn: %v", seen)
	}
}

// TestABrokenHostIsStoodInFor sends everything over real connections: one host
// breaks off, one is not there, and nobody notices.
func TestABrokenHostIsStoodInFor(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	q := queue.New(queue.Options{Policy: queue.RoundRobin}, member(t, "gone", gone.URL, 1), member(t, "well", modelHost(t, pace{words: 2}), 1))
	for range 8 {
		reply, err := q.Generate(t.Context(), llm.Turn{Lane: llm.Short, Person: "kim"}, aRequest, nil)
		if err != nil || reply.Host != "well" {
			t.Fatalf("reply %+v (%v)", reply, err)
		}
	}
	q.Check(t.Context())
	for _, h := range q.Figures().Hosts {
		if h.Well != (h.Name == "well") {
			t.Errorf("host %+v", h)
		}
	}
}

// TestBatchLeavesAHostOverTheWire stops a batch turn for a person on a host of
// one slot: the request is given up there before the person's begins.
func TestBatchLeavesAHostOverTheWire(t *testing.T) {
	var cut, began atomic.Int64
	q := queue.New(queue.Options{}, member(t, "one", modelHost(t, pace{first: time.Millisecond, each: 5 * time.Millisecond, words: 40, cut: &cut, began: &began}), 1))
	batch := make(chan error, 1)
	go func() {
		_, err := q.Generate(context.WithoutCancel(t.Context()), llm.Turn{Lane: llm.Batch, Person: "night"}, aRequest, nil)
		batch <- err
	}()
	for began.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	short := aRequest
	short.Options.Reply = 1
	if _, err := q.Generate(t.Context(), llm.Turn{Lane: llm.Stream, Person: "kim"}, short, nil); err != nil {
		t.Fatal(err)
	}
	if cut.Load() == 0 {
		t.Error("batch was not given up")
	}
	if err := <-batch; err != nil || q.Figures().Yielded != 1 {
		t.Errorf("batch ended with %v, %d yielded", err, q.Figures().Yielded)
	}
}

// said runs the program at a terminal.
func said(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(append([]string{"meridiand"}, args...), strings.NewReader(in), &o, &e)
	return o.String(), e.String(), code
}

func TestCapacityIsMeasuredAtATerminal(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	address := modelHost(t, pace{first: 5 * time.Millisecond, each: time.Millisecond, words: 1000})
	out, errs, code := said(t, "", "capacity", "--host", address, "--slots", "2", "--model", "m", "--people", "4", "--step", "0.2", "--limit", "5", "--json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 3 {
		t.Fatalf("%d: %s%s", code, out, errs)
	}
	for i, line := range lines {
		var s struct {
			People, Answers int
			Enough          bool
			WaitP95         float64
			TokensPerSecond float64
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil || s.People != 1<<i || s.Answers < s.People || !s.Enough || s.WaitP95 <= 0 || s.TokensPerSecond <= 0 {
			t.Errorf("step %s (%v)", line, err)
		}
	}
	out, errs, code = said(t, "", "capacity", "--host", address, "--model", "m", "--people", "1", "--step", "0.01")
	if code != 0 || !strings.Contains(out, "1 people at once have their first word within 10 s") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	for want, args := range map[string][]string{
		"--model is missing": {"capacity", "--host", address}, "numbers must be above 0": {"capacity", "--model", "m", "--limit", "-1"},
		"not the address": {"capacity", "--model", "m", "--host", "ftp://x"}, "No language model answers": {"capacity", "--model", "m", "--host", "http://127.0.0.1:1"},
	} {
		if _, errs, code := said(t, "", args...); code == 0 || !strings.Contains(errs, want) {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
	if _, errs, code := said(t, "", "capacity", "--model", "m", "--data", t.TempDir()); code != 1 || !strings.Contains(errs, "No language model answers") {
		t.Errorf("no host is named: %d %s", code, errs)
	}
}

func TestAGraphIsShownAndTriedAtATerminal(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	const g = `{"root":"answer","nodes":{"answer":{"router":"sequence","steps":[{"service":"first"},{"node":"try","data":"$response"}]},
		"try":{"router":"splitter","steps":[{"service":"old","weight":90},{"service":"new","weight":10}]}}}`
	out, errs, code := said(t, g, "graph", "-")
	if want := "answer [sequence]\n  first\n  try [splitter] on the response before it\n    old 90%\n    new 10%\n"; code != 0 || out != want {
		t.Errorf("%d: %q %s", code, out, errs)
	}
	out, errs, code = said(t, g, "graph", "-", "--ask", "Can I retire?", "--draw", "0.95", "--host", modelHost(t, pace{words: 2}))
	if code != 0 || out != "\"word word \"\n" || !strings.Contains(errs, "    old skipped\n    new taken") {
		t.Errorf("%d: %q %s", code, out, errs)
	}
	if _, errs, code := said(t, `{"root":"x","nodes":{}}`, "graph", "-"); code != 1 || !strings.Contains(errs, "error /nodes: must have between 1 and 64 nodes [graph.nodes]") {
		t.Errorf("%d: %s", code, errs)
	}
}
