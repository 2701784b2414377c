package backend

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/httpapi"
)

// BenchmarkEditSeenElsewhere is how long an edit by one window takes until another
// holds the new plan: over real connections, the other told by its stream of events
// and then reading the plan. Beside it stands what the first window waits for its
// own answer, and how many times as long the other's view takes.
func BenchmarkEditSeenElsewhere(b *testing.B) {
	app, err := New(b.Context(), Options{Data: b.TempDir(), Pages: somePages, cold: true})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() { _ = app.Run(ctx) })
	defer func() { cancel(); all.Wait(); _ = app.Close() }()
	client := &http.Client{}
	plans, err := app.api.Plans.List(ctx)
	if err != nil {
		b.Fatal(err)
	}
	id, revision := plans[0].ID, plans[0].Revision
	seen := make(chan time.Time, 1)
	follow(b, client, app, id, seen)
	var answered, elsewhere []time.Duration
	for n := 0; b.Loop(); n++ {
		body := httpapi.Edit{Base: revision, Op: fmt.Sprint("op-", n), Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"name": fmt.Sprint("home ", n)}}
		began := time.Now()
		answer, err := client.Do(newRequest(b, app, "/plans/"+id+"/edits", body))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			b.Fatalf("an edit gave %d", answer.StatusCode)
		}
		answered = append(answered, time.Since(began))
		elsewhere = append(elsewhere, (<-seen).Sub(began))
		revision++
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(quantile(elsewhere, 0.5)), "p50-ms")
	b.ReportMetric(ms(quantile(elsewhere, 0.99)), "p99-ms")
	b.ReportMetric(ms(quantile(answered, 0.5)), "answer-p50-ms")
	b.ReportMetric(float64(quantile(elsewhere, 0.5))/float64(quantile(answered, 0.5)), "p50/answer")
}

// follow listens as another window does, and says when it held a new plan.
func follow(b *testing.B, client *http.Client, app *App, id string, seen chan<- time.Time) {
	b.Helper()
	// Making the first plan was an event: whoever has heard none is told so, and by which to go on.
	missed := listen(b, client, app, 0)
	var newest uint64
	for missed.Scan() {
		if number, ok := strings.CutPrefix(missed.Text(), "id: "); ok {
			newest, _ = strconv.ParseUint(number, 10, 64)
		}
	}
	lines := listen(b, client, app, newest)
	lines.Scan() // the first sign of life
	go func() {
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var h httpapi.Happening
			if !ok || json.Unmarshal([]byte(data), &h) != nil || h.ID != id {
				continue
			}
			get(b, client, app, "/plans/"+id)
			seen <- time.Now()
		}
	}()
}

func listen(b *testing.B, client *http.Client, app *App, after uint64) *bufio.Scanner {
	b.Helper()
	answer, err := client.Do(newRequest(b, app, "/events/stream", httpapi.Listen{After: after}))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = answer.Body.Close() })
	return bufio.NewScanner(answer.Body)
}
