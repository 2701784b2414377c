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
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/job"
	"meridian/backend/llm"
)

// namedHosts are model hosts in memory.
type namedHosts struct {
	mu    sync.Mutex
	hosts []ModelHost
	keys  []string
}

func (n *namedHosts) Hosts(context.Context) ([]ModelHost, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]ModelHost{}, n.hosts...), nil
}

func (n *namedHosts) Put(_ context.Context, h NewModelHost) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	one := ModelHost{Name: h.Name, Address: h.Address, HasKey: h.Key != nil, Slots: h.Slots, Weight: h.Weight, Watts: h.Watts, State: HostOK, Models: []string{}}
	n.hosts = append(n.hosts, one)
	if h.Key != nil {
		n.keys = append(n.keys, *h.Key)
	}
	return nil
}

func (n *namedHosts) Drop(context.Context, string) error { return job.ErrUnknown } // any fault will do

func (n *namedHosts) Figures() ModelFigures {
	return ModelFigures{Lanes: []LaneFigures{{Lane: "stream", Waiting: 2, Took: Quantiles{Count: 3, P50: 1000, P95: 2000, P99: 2000, Most: 2000}}}, Answers: []AnswerCost{}, Tokens: 12}
}

func TestAHostsKeyIsNeverTold(t *testing.T) {
	b := newBench(t)
	host := map[string]any{"name": " desk ", "address": "http://127.0.0.1:8000/v1", "key": "sk-secret", "watts": 40}
	w := b.ask("POST", "/api/v1/model-hosts", host, func(r *http.Request) { r.Header.Set("Idempotency-Key", "k") })
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"name":"desk"`) || !strings.Contains(w.Body.String(), `"hasKey":true`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/model-hosts", "/performance", "/metrics", "/settings"} {
		w := b.ask("GET", "/api/v1"+path, nil)
		if w.Code != 200 || strings.Contains(w.Body.String(), "sk-secret") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if strings.Contains(b.log.String(), "sk-secret") {
		t.Error("the key is in the log")
	}
	if got := b.Turns.(*namedHosts).keys; len(got) != 1 || got[0] != "sk-secret" {
		t.Errorf("kept keys %v", got)
	}
	for field, bad := range map[string]map[string]any{
		"/name": {"name": "a/b", "address": "x"}, "/slots": {"name": "a", "address": "x", "slots": 1000},
		"/weight": {"name": "a", "address": "x", "weight": 5000}, "/watts": {"name": "a", "address": "x", "watts": -1}, "/key": {"name": "a", "address": "x", "key": "two words"},
	} {
		w := b.ask("POST", "/api/v1/model-hosts", bad)
		if w.Code != 422 || !strings.Contains(w.Body.String(), strconv.Quote(field)) {
			t.Errorf("%s: %d %s", field, w.Code, w.Body)
		}
	}
	if w := b.ask("DELETE", "/api/v1/model-hosts/nothing", nil); w.Code != 404 {
		t.Errorf("dropping nothing: %d", w.Code)
	}
}

// prometheus is a line of the text format, version 0.0.4.
var prometheus = regexp.MustCompile(`^[a-z_]+(\{[a-z]+="([^"\\\n]|\\["\\n])*"(,[a-z]+="([^"\\\n]|\\["\\n])*")*\})? -?[0-9.e+-]+$`)

func TestPerformanceAndMetrics(t *testing.T) {
	b := newBench(t)
	for range 3 {
		b.ask("GET", "/api/v1/settings", nil)
	}
	b.measure(&http.Request{Pattern: "GET /api/v1/slow"}, 200, 1500*time.Millisecond)
	var p Performance
	if err := json.Unmarshal(b.ask("GET", "/api/v1/performance", nil).Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, r := range p.Routes {
		found = found || r.Route == "GET /api/v1/settings" && r.Took.Count == 3 && r.Took.P99 > 0
	}
	if !found || len(p.Slow) != 1 || p.Slow[0].Route != "GET /api/v1/slow" || p.Slow[0].Took != 1500 {
		t.Errorf("performance %+v", p)
	}
	if !strings.Contains(b.log.String(), `msg="slow request" route="GET /api/v1/slow"`) {
		t.Errorf("log %s", b.log)
	}
	w := b.ask("GET", "/api/v1/metrics", nil)
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Errorf("media type %s", w.Header().Get("Content-Type"))
	}
	text := w.Body.String()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "# HELP ") && !strings.HasPrefix(line, "# TYPE ") && !prometheus.MatchString(line) {
			t.Errorf("no sample: %q", line)
		}
	}
	for _, want := range []string{`meridian_request_seconds_count{route="GET /api/v1/settings"} 3`, `meridian_model_waiting{lane="stream"} 2`,
		`meridian_model_turn_seconds{lane="stream",quantile="0.5"} 1`, "meridian_model_tokens_total 12"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	var odd bytes.Buffer
	sample(&odd, "x", 1, label{"l", "a\"b\\c\nd"})
	if odd.String() != `x{l="a\"b\\c\nd"} 1`+"\n" {
		t.Errorf("escaped %s", odd.String())
	}
}

func TestWhoIsTurnedAwayIsToldForHowLong(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/", nil)
	fail(w, r, slog.New(slog.DiscardHandler), fmt.Errorf("ask: %w", llm.Full{Wait: llm.Wait{Ahead: 7, Left: 11200 * time.Millisecond}}))
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "12" || !strings.Contains(w.Body.String(), `"wait":{"ahead":7,"seconds":12}`) ||
		!strings.Contains(w.Body.String(), `"code":"model.busy"`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// kept is a store of durable jobs that holds one.
type kept struct {
	job.Store
	record job.Record
	events []job.Event
}

func (k *kept) Record(_ context.Context, id string) (job.Record, error) {
	if id != k.record.ID {
		return job.Record{}, job.ErrUnknown
	}
	return k.record, nil
}

func (k *kept) Events(ctx context.Context, id string, after int) ([]job.Event, job.Record, error) {
	r, err := k.Record(ctx, id)
	var fresh []job.Event
	for _, ev := range k.events {
		if ev.Seq > after {
			fresh = append(fresh, ev)
		}
	}
	return fresh, r, err
}

func TestADurableJobIsFollowedOverTheSameRoute(t *testing.T) {
	store := &kept{record: job.Record{ID: "durable", Kind: "embedding", State: job.Done, Seq: 4, Result: "r"}, events: []job.Event{
		{Seq: 1, Kind: job.EventText, Text: "안녕"}, {Seq: 2, Kind: job.EventAgain}, {Seq: 3, Kind: job.EventText, Text: "hi"}, {Seq: 4, Kind: job.EventDone, Result: "r"}}}
	b := newBench(t, func(a *API) { a.Durable = &job.Durable{Store: store} })
	if w := b.ask("GET", "/api/v1/jobs/durable", nil); w.Code != 200 || !strings.Contains(w.Body.String(), `"state":"done"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	raw, _ := io.ReadAll(b.ask("POST", "/api/v1/jobs/durable/stream", Follow{After: 1}).Body)
	want := ": open\n\nid: 2\nevent: again\ndata: {\"after\":0}\n\nid: 3\nevent: text\ndata: {\"text\":\"hi\"}\n\nid: 4\nevent: done\ndata: {\"result\":\"r\"}\n\n"
	if string(raw) != want {
		t.Errorf("frames %q", raw)
	}
	if w := b.ask("POST", "/api/v1/jobs/other/stream", Follow{}); w.Code != 404 {
		t.Errorf("unknown: %d", w.Code)
	}
}
