package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"meridian/backend/latency"
)

// slowFrom is how long an ordinary request takes, to be worth looking at.
const slowFrom = time.Second

// watching are the ends of routes that screens ask again and again by themselves:
// nobody who wants something.
var watching = []string{"/metrics", "/health", "/health/issues", "/performance", "/advisor/path", "/model"}

// measure counts how long a request took. Streams are not counted: they last as
// long as somebody listens.
func (a *API) measure(r *http.Request, status int, took time.Duration) {
	if !slices.ContainsFunc(watching, func(end string) bool { return strings.HasSuffix(r.Pattern, end) }) {
		a.asked.Store(a.Now().UnixMilli())
	}
	if r.Pattern == "" || strings.HasSuffix(r.Pattern, "/stream") {
		return
	}
	a.took.Add(r.Pattern, took)
	if took < slowFrom {
		return
	}
	a.slow.Add(SlowRequest{At: time.Now().UTC(), Route: r.Pattern, Status: status, Took: milli(took)})
	a.Log.WarnContext(r.Context(), "slow request", "route", r.Pattern, "status", status, "ms", took.Milliseconds())
}

func milli(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// QuantilesOf is a summary as it travels.
func QuantilesOf(s latency.Summary) Quantiles {
	return Quantiles{Count: s.Count, P50: milli(s.P50), P95: milli(s.P95), P99: milli(s.P99), Most: milli(s.Most)}
}

func (a *API) performance(ctx context.Context) (Performance, error) {
	p := Performance{Routes: []RouteFigures{}, Slow: append([]SlowRequest{}, a.slow.Newest()...), Models: a.Turns.Figures()}
	for _, n := range a.took.Summaries() {
		p.Routes = append(p.Routes, RouteFigures{n.Name, QuantilesOf(n.Summary)})
	}
	var err error
	p.Hosts, err = a.Turns.Hosts(ctx)
	return p, err
}

func (a *API) getPerformance(w http.ResponseWriter, r *http.Request) error {
	p, err := a.performance(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, p)
}

// getMetrics tells the same in Prometheus' text format.
func (a *API) getMetrics(w http.ResponseWriter, r *http.Request) error {
	p, err := a.performance(r.Context())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	writeMetrics(&b, p)
	return replyRaw(w, http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}

// label is a label of a sample and its value.
type label struct{ name, value string }

// sample writes a line of Prometheus' text format, version 0.0.4.
func sample(w io.Writer, name string, value float64, labels ...label) {
	var b strings.Builder
	for i, l := range labels {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%s=\"%s\"", l.name, escapeLabel.Replace(l.value))
	}
	if b.Len() > 0 {
		name += "{" + b.String() + "}"
	}
	fmt.Fprintf(w, "%s %s\n", name, strconv.FormatFloat(value, 'g', -1, 64))
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func family(w io.Writer, name, kind, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

// seconds writes the quantiles of one thing as a summary.
func seconds(w io.Writer, name string, q Quantiles, l label) {
	for _, at := range []struct {
		share string
		ms    float64
	}{{"0.5", q.P50}, {"0.95", q.P95}, {"0.99", q.P99}} {
		sample(w, name, at.ms/1000, l, label{"quantile", at.share})
	}
	sample(w, name+"_count", float64(q.Count), l)
}

func writeMetrics(w io.Writer, p Performance) {
	family(w, "meridian_request_seconds", "summary", "How long ordinary requests took, by route.")
	for _, r := range p.Routes {
		seconds(w, "meridian_request_seconds", r.Took, label{"route", r.Route})
	}
	for _, part := range []struct {
		name, help string
		of         func(LaneFigures) Quantiles
	}{
		{"meridian_model_wait_seconds", "How long turns waited for a model host, by lane.", func(l LaneFigures) Quantiles { return l.Waited }},
		{"meridian_model_first_seconds", "How long the first word took once a host had begun, by lane.", func(l LaneFigures) Quantiles { return l.First }},
		{"meridian_model_turn_seconds", "How long hosts worked on a turn, by lane.", func(l LaneFigures) Quantiles { return l.Took }},
	} {
		family(w, part.name, "summary", part.help)
		for _, l := range p.Models.Lanes {
			seconds(w, part.name, part.of(l), label{"lane", l.Lane})
		}
	}
	family(w, "meridian_model_waiting", "gauge", "Turns that wait for a model host, by lane.")
	for _, l := range p.Models.Lanes {
		sample(w, "meridian_model_waiting", float64(l.Waiting), label{"lane", l.Lane})
	}
	family(w, "meridian_model_running", "gauge", "Turns that a model host works on, by lane.")
	for _, l := range p.Models.Lanes {
		sample(w, "meridian_model_running", float64(l.Running), label{"lane", l.Lane})
	}
	for _, c := range []struct {
		name, kind, help string
		value            float64
	}{
		{"meridian_model_refused_total", "counter", "Turns that were not let in.", float64(p.Models.Refused)},
		{"meridian_model_failed_total", "counter", "Turns that a host failed.", float64(p.Models.Failed)},
		{"meridian_model_yielded_total", "counter", "Batch turns that were stopped for people.", float64(p.Models.Yielded)},
		{"meridian_model_cold_starts_total", "counter", "Turns that loaded a model.", float64(p.Models.ColdStarts)},
		{"meridian_model_tokens_total", "counter", "Tokens that were written.", float64(p.Models.Tokens)},
		{"meridian_model_tokens_per_second", "gauge", "Tokens per second of writing, since the program began.", p.Models.TokensPerSecond},
		{"meridian_model_energy_joules_total", "counter", "Estimated energy that hosts drew for turns.", p.Models.Joules},
	} {
		family(w, c.name, c.kind, c.help)
		sample(w, c.name, c.value)
	}
	family(w, "meridian_model_host_up", "gauge", "Whether a model host may be sent requests.")
	for _, h := range p.Hosts {
		up := 0.0
		if h.State == HostOK {
			up = 1
		}
		sample(w, "meridian_model_host_up", up, label{"host", h.Name})
	}
}

// The states of a model host.
const (
	HostOK      = "ok"
	HostResting = "resting" // it failed lately, and is tried again soon
	HostAway    = "away"    // it does not answer
)
