package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meridian/backend/httpapi"
	"meridian/backend/job"
	"meridian/backend/llm"
	"meridian/backend/queue"
)

// BenchmarkFiftyPeople holds ordinary requests against themselves: before and
// after, while nobody else is there, and between, while 50 people each follow an answer that is
// written for 12 seconds, over real connections, through the queue, and saved as
// it comes.
func BenchmarkFiftyPeople(b *testing.B) {
	const people, words = 50, 240 // of 50 ms each
	host := modelHost(b, pace{first: 50 * time.Millisecond, each: 50 * time.Millisecond, words: words})
	app, err := New(b.Context(), Options{Data: b.TempDir(), Pages: somePages, cold: true})
	if err != nil {
		b.Fatal(err)
	}
	app.turns.queue.Use(member(b, "test", host, people))
	talk := func(ctx context.Context, t *job.Task) (string, error) {
		reply, err := app.turns.queue.Generate(ctx, llm.Turn{Lane: llm.Stream, Person: t.ID}, aRequest, func(p llm.Piece) error { return t.Say(ctx, p.Text) })
		return fmt.Sprint(len(reply.Text)), err
	}
	saved := &countedJobs{Store: app.store.Jobs}
	durable := &job.Durable{Store: saved, Kinds: map[string]job.Steps{"talk": talk}, Wide: map[string]int{"talk": people},
		NewID: app.opts.NewID, Now: time.Now, Log: app.opts.Logger}
	app.api.Durable = durable
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() { _ = durable.Run(ctx) })
	all.Go(func() { _ = app.Run(ctx) })
	defer func() { cancel(); all.Wait(); _ = app.Close() }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	plan, err := app.api.Plans.List(ctx)
	if err != nil {
		b.Fatal(err)
	}
	ordinary := func(until func() bool) []time.Duration {
		var took []time.Duration
		for n := 0; !until(); n++ {
			path := []string{"/settings", "/plans", "/plans/" + plan[0].ID, "/plans/" + plan[0].ID + "/history"}[n%4]
			began := time.Now()
			get(b, client, app, path)
			took = append(took, time.Since(began))
			time.Sleep(5 * time.Millisecond)
		}
		slices.Sort(took)
		return took
	}
	for b.Loop() {
		idle := ordinary(after(6 * time.Second))
		var streams sync.WaitGroup
		var done atomic.Int64
		for range people {
			j, err := durable.Order(ctx, "talk", "", nil)
			if err != nil {
				b.Fatal(err)
			}
			streams.Go(func() {
				followToEnd(b, client, app, j.ID)
				done.Add(1)
			})
		}
		began, before := time.Now(), saved.changes.Load()
		loaded := ordinary(func() bool { return done.Load() > 0 })
		b.ReportMetric(float64(saved.changes.Load()-before)/time.Since(began).Seconds(), "saves/s")
		streams.Wait()
		idle = append(idle, ordinary(after(6*time.Second))...) // what else runs on the machine comes and goes
		slices.Sort(idle)
		p99 := func(d []time.Duration) float64 { return float64(d[len(d)*99/100].Microseconds()) / 1000 }
		b.ReportMetric(p99(idle), "idle-p99-ms")
		b.ReportMetric(p99(loaded), "loaded-p99-ms")
		b.ReportMetric(p99(loaded)/p99(idle), "ratio")
		b.ReportMetric(float64(len(loaded)), "requests")
	}
}

// countedJobs counts how often a change of a job is saved.
type countedJobs struct {
	job.Store
	changes atomic.Int64
}

func (c *countedJobs) Change(ctx context.Context, id string, attempt int, change func(*job.Record) []job.Event) (job.Record, error) {
	c.changes.Add(1)
	return c.Store.Change(ctx, id, attempt, change)
}

func after(d time.Duration) func() bool {
	end := time.Now().Add(d)
	return func() bool { return time.Now().After(end) }
}

func get(b *testing.B, client *http.Client, app *App, path string) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, app.guard.Origin()+"/api/v1"+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	answer, err := client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != 200 {
		b.Fatalf("%s: %d (%v)", path, answer.StatusCode, err)
	}
}

// followToEnd reads the stream of a job until it ends.
func followToEnd(b *testing.B, client *http.Client, app *App, id string) {
	r := newRequest(b, app, "/jobs/"+id+"/stream", httpapi.Follow{})
	answer, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	defer answer.Body.Close()
	if n, err := io.Copy(io.Discard, answer.Body); err != nil || n < 1000 {
		b.Errorf("the stream had %d bytes (%v)", n, err)
	}
}

// BenchmarkFirstToken is what the queue adds before the first token: the same
// host is asked directly and through it, in turn.
func BenchmarkFirstToken(b *testing.B) {
	one := member(b, "test", modelHost(b, pace{first: 5 * time.Millisecond, words: 1}), 1)
	q := queue.New(queue.Options{}, one)
	var direct, queued []time.Duration
	for b.Loop() {
		for _, through := range []bool{false, true} {
			began := time.Now()
			var first time.Duration
			piece := func(llm.Piece) error { first = time.Since(began); return nil }
			var err error
			if through {
				_, err = q.Generate(b.Context(), llm.Turn{Lane: llm.Stream, Person: "kim"}, aRequest, piece)
				queued = append(queued, first)
			} else {
				_, err = one.Generate(b.Context(), aRequest, piece)
				direct = append(direct, first)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	slices.Sort(direct)
	slices.Sort(queued)
	b.ReportMetric(float64((queued[len(queued)/2]-direct[len(direct)/2]).Microseconds())/1000, "added-p50-ms")
	b.ReportMetric(float64((queued[len(queued)*99/100]-direct[len(direct)*99/100]).Microseconds())/1000, "added-p99-ms")
}

// BenchmarkPreemption is how long a host keeps a batch request after a person
// came, and how long it takes until the person's request is there.
func BenchmarkPreemption(b *testing.B) {
	var cut, began, asked atomic.Int64
	q := queue.New(queue.Options{}, member(b, "test", modelHost(b, pace{first: 2 * time.Millisecond, each: 20 * time.Millisecond, words: 2000, cut: &cut, began: &began, asked: &asked}), 1))
	ctx, cancel := context.WithCancel(b.Context())
	var batch sync.WaitGroup
	batch.Go(func() { _, _ = q.Generate(ctx, llm.Turn{Lane: llm.Batch, Person: "night"}, aRequest, nil) })
	short := aRequest
	short.Options.Reply = 1
	var freed, reached []float64
	for b.Loop() {
		for before := asked.Load(); asked.Load() == before || q.Figures().Running[llm.Batch] == 0; {
			time.Sleep(time.Millisecond) // until batch is inside again
			if q.Figures().Running[llm.Batch] == 1 && asked.Load() > 0 {
				break
			}
		}
		time.Sleep(10 * time.Millisecond)
		came := time.Now().UnixNano()
		if _, err := q.Generate(b.Context(), llm.Turn{Lane: llm.Stream, Person: "kim"}, short, func(llm.Piece) error {
			freed, reached = append(freed, float64(cut.Load()-came)/1e6), append(reached, float64(began.Load()-came)/1e6)
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	cancel()
	batch.Wait()
	b.ReportMetric(slices.Max(freed), "freed-max-ms")
	b.ReportMetric(slices.Max(reached), "reached-max-ms")
}

// BenchmarkBalance asks three hosts of different speeds, 12 requests at a time.
func BenchmarkBalance(b *testing.B) {
	for name, policy := range map[string]queue.Policy{"loaded": queue.Loaded, "roundRobin": queue.RoundRobin, "weighted": queue.Weighted, "leastResponse": queue.LeastResponse} {
		b.Run(name, func(b *testing.B) {
			var members []queue.Member
			for i, each := range []time.Duration{time.Millisecond, 2 * time.Millisecond, 8 * time.Millisecond} {
				m := member(b, fmt.Sprint("host ", i), modelHost(b, pace{first: each, each: each, words: 10}), 4)
				m.Weight = []int{8, 4, 1}[i]
				members = append(members, m)
			}
			q := queue.New(queue.Options{Policy: policy}, members...)
			q.Check(b.Context())
			var mu sync.Mutex
			var took []time.Duration
			began := time.Now()
			for b.Loop() {
				var all sync.WaitGroup
				for person := range 12 {
					all.Go(func() {
						for range 5 {
							asked := time.Now()
							if _, err := q.Generate(b.Context(), llm.Turn{Lane: llm.Short, Person: fmt.Sprint(person)}, aRequest, nil); err != nil {
								b.Error(err)
							}
							mu.Lock()
							took = append(took, time.Since(asked))
							mu.Unlock()
						}
					})
				}
				all.Wait()
			}
			slices.Sort(took)
			b.ReportMetric(float64(len(took))/time.Since(began).Seconds(), "answers/s")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func newRequest(b *testing.B, app *App, path string, body any) *http.Request {
	b.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		b.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, app.guard.Origin()+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	r.Header.Set("Content-Type", "application/json")
	return r
}
