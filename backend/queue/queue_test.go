package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
)

// timed is a host that takes time and nothing else. It fails the test when
// more is inside it than its slots.
type timed struct {
	t     *testing.T
	name  string
	slots int
	takes time.Duration
	fails error // instead of an answer
	after int   // pieces before it fails
	ill   error
	deaf  bool // does not end before its time when ctx does

	mu     sync.Mutex
	inside int
	asked  []string // models, in the order of their beginning
	load   []string
}

func (h *timed) Name() string { return h.name }
func (h *timed) Slots() int   { return h.slots }

func (h *timed) enter(model string) func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.inside++; h.inside > h.slots {
		h.t.Errorf("%d requests are inside %s", h.inside, h.name)
	}
	h.asked = append(h.asked, model)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.inside--
	}
}

func (h *timed) Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	defer h.enter(r.Model)()
	for range h.after {
		if err := piece(llm.Piece{Text: "begun "}); err != nil {
			return llm.Reply{}, err
		}
	}
	if h.fails != nil {
		return llm.Reply{}, h.fails
	}
	if h.deaf {
		ctx = context.WithoutCancel(ctx)
	}
	select {
	case <-time.After(h.takes):
	case <-ctx.Done():
		return llm.Reply{}, ctx.Err()
	}
	if err := piece(llm.Piece{Text: r.Model}); err != nil {
		return llm.Reply{}, err
	}
	return llm.Reply{Text: r.Model, Usage: llm.Usage{ReplyTokens: 3}}, nil
}

func (h *timed) Embed(ctx context.Context, model string, texts []string) ([][]float32, error) {
	if _, err := h.Generate(ctx, llm.Request{Model: model}, func(llm.Piece) error { return nil }); err != nil {
		return nil, err
	}
	return make([][]float32, len(texts)), nil
}

func (h *timed) Health(context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ill
}

func (h *timed) Loaded(context.Context) ([]string, int64, error) { return h.load, 1 << 30, nil }

func (h *timed) begun() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string{}, h.asked...)
}

func one(t *testing.T, takes time.Duration) (*Queue, *timed) {
	h := &timed{t: t, name: "one", slots: 1, takes: takes}
	return New(Options{}, Member{Host: h}), h
}

// ask begins a turn and waits until it stands in the queue.
func ask(q *Queue, turn llm.Turn, name string) *answer {
	a := &answer{done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.reply, a.err = q.Generate(context.Background(), turn, llm.Request{Model: name}, nil)
		a.at = q.now()
	}()
	synctest.Wait()
	return a
}

type answer struct {
	done  chan struct{}
	reply llm.Reply
	err   error
	at    time.Duration
}

func TestPeopleGoFirstAndInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, h := one(t, time.Second)
		var all []*answer
		for _, turn := range []struct {
			lane         llm.Lane
			person, name string
		}{
			{llm.Stream, "kim", "kim 1"}, {llm.Stream, "kim", "kim 2"}, {llm.Stream, "kim", "kim 3"}, {llm.Batch, "night", "night"},
			{llm.Stream, "lee", "lee 1"}, {llm.Short, "lee", "lee short"}, {llm.Stream, "lee", "lee 2"},
		} {
			all = append(all, ask(q, llm.Turn{Lane: turn.lane, Person: turn.person}, turn.name))
		}
		for _, a := range all {
			<-a.done
		}
		want := []string{"kim 1", "lee 1", "kim 2", "lee 2", "kim 3", "lee short", "night"}
		if got := h.begun(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("order %q, want %q", got, want)
		}
		if q.now() != 7*time.Second || !q.Idle() {
			t.Errorf("it took %v", q.now())
		}
	})
}

func TestBatchGivesWayAndIsDoneAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, h := one(t, 2*time.Second)
		batch := ask(q, llm.Turn{Lane: llm.Batch, Person: "night"}, "batch")
		time.Sleep(time.Second)
		person := ask(q, llm.Turn{Lane: llm.Stream, Person: "kim"}, "person")
		<-person.done
		if person.err != nil || person.at != 3*time.Second {
			t.Errorf("the person was answered after %v (%v)", person.at, person.err)
		}
		<-batch.done
		if batch.err != nil || batch.reply.Text != "batch" || batch.at != 5*time.Second {
			t.Errorf("batch ended %+v (%v) after %v", batch.reply, batch.err, batch.at)
		}
		if got := fmt.Sprint(h.begun()); got != "[batch person batch]" {
			t.Errorf("order %s", got)
		}
		if f := q.Figures(); f.Yielded != 1 || f.Failed != 0 || f.Hosts[0].Open != true {
			t.Errorf("figures %+v", f)
		}
	})
}

// TestBatchThatAgedIsNotStopped is why nobody starves: people ask without a
// pause, and batch comes to its end after 60 s of waiting and one turn.
func TestBatchThatAgedIsNotStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := one(t, 5*time.Second)
		batch := ask(q, llm.Turn{Lane: llm.Batch, Person: "night"}, "batch")
		stop := make(chan struct{})
		var people sync.WaitGroup
		for i := range 2 {
			people.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						_, _ = q.Generate(t.Context(), llm.Turn{Lane: llm.Stream, Person: fmt.Sprint(i)}, llm.Request{Model: "people"}, nil)
					}
				}
			})
		}
		<-batch.done
		if limit := 2*ageStep + 3*5*time.Second; batch.err != nil || batch.at > limit {
			t.Errorf("batch ended after %v (%v), want at most %v", batch.at, batch.err, limit)
		}
		close(stop)
		people.Wait()
	})
}

func TestAFullLaneRefusesAndSaysHowLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &timed{t: t, name: "one", slots: 1, takes: 4 * time.Second}
		q := New(Options{Most: map[llm.Lane]int{llm.Short: 2}}, Member{Host: h})
		<-ask(q, llm.Turn{Lane: llm.Short, Person: "kim"}, "measured").done
		var all []*answer
		for i := range 3 {
			all = append(all, ask(q, llm.Turn{Lane: llm.Short, Person: "kim"}, fmt.Sprint(i)))
		}
		refused := ask(q, llm.Turn{Lane: llm.Short, Person: "kim"}, "refused")
		<-refused.done
		var full llm.Full
		if !errors.As(refused.err, &full) || !errors.Is(refused.err, llm.ErrBusy) || fault.Of(refused.err) != fault.Unavailable {
			t.Fatalf("the fourth got %v", refused.err)
		}
		if full.Ahead != 2 || full.Again() != 12*time.Second {
			t.Errorf("it was told %+v", full)
		}
		other := ask(q, llm.Turn{Lane: llm.Stream, Person: "kim"}, "another lane")
		for _, a := range append(all, other) {
			if <-a.done; a.err != nil {
				t.Error(a.err)
			}
		}
		if f := q.Figures(); f.Refused != 1 {
			t.Errorf("figures %+v", f)
		}
	})
}

func TestPatienceIsRefusedOnArrivalWhenItCannotBeMet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, h := one(t, 4*time.Second)
		first := ask(q, llm.Turn{Lane: llm.Stream, Person: "a", Patience: time.Millisecond}, "nothing measured yet")
		<-first.done
		running := ask(q, llm.Turn{Lane: llm.Stream, Person: "a"}, "running")
		refused := ask(q, llm.Turn{Lane: llm.Stream, Person: "b", Patience: 3 * time.Second}, "refused")
		select {
		case <-refused.done:
		default:
			t.Fatal("it was let in to wait 4 s with a patience of 3")
		}
		let := ask(q, llm.Turn{Lane: llm.Stream, Person: "b", Patience: 5 * time.Second}, "let in")
		for _, a := range []*answer{first, running, let} {
			if <-a.done; a.err != nil {
				t.Error(a.err)
			}
		}
		if got := h.begun(); !errors.Is(refused.err, llm.ErrBusy) || len(got) != 3 {
			t.Errorf("refused with %v, served %q", refused.err, got)
		}
	})
}

func TestPatienceEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, h := one(t, time.Hour) // nothing was measured: it is let in
		running, cancel := context.WithCancel(t.Context())
		go func() { _, _ = q.Generate(running, llm.Turn{Lane: llm.Stream}, llm.Request{Model: "long"}, nil) }()
		synctest.Wait()
		a := ask(q, llm.Turn{Lane: llm.Stream, Person: "b", Patience: 3 * time.Second}, "impatient")
		<-a.done
		if !errors.Is(a.err, llm.ErrBusy) || a.at != 3*time.Second || len(h.begun()) != 1 {
			t.Errorf("after %v: %v", a.at, a.err)
		}
		cancel()
		synctest.Wait()
		if !q.Idle() {
			t.Error("something is left")
		}
	})
}

func TestCancelledBeforeDispatchNeverReachesAHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, h := one(t, time.Second)
		running := ask(q, llm.Turn{Lane: llm.Stream, Person: "a"}, "running")
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() {
			_, err := q.Embed(ctx, llm.Turn{Lane: llm.Short, Person: "b"}, "cancelled", []string{"x"})
			gone <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
		<-running.done
		if got := h.begun(); len(got) != 1 || !q.Idle() {
			t.Errorf("the host was asked %q", got)
		}
	})
}

// TestASlotThatComesTooLateIsGivenBack gives a slot to a turn in the moment in
// which whoever asked goes.
func TestASlotThatComesTooLateIsGivenBack(t *testing.T) {
	q, _ := one(t, time.Second)
	late := &turn{place: place{lane: llm.Stream}, tried: map[*host]bool{}, granted: make(chan error, 1)}
	if err := q.enter(late, func(error) {}, 0); err != nil || late.host == nil {
		t.Fatalf("it was not given a slot: %v", err)
	}
	q.giveUp(late)
	if !q.Idle() || q.hosts[0].inFlight != 0 {
		t.Errorf("the slot is lost: %d inside", q.hosts[0].inFlight)
	}
}

func TestTheWaitIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := one(t, 2*time.Second)
		<-ask(q, llm.Turn{Lane: llm.Stream, Person: "z"}, "measured").done
		ask(q, llm.Turn{Lane: llm.Stream, Person: "a"}, "running")
		ask(q, llm.Turn{Lane: llm.Stream, Person: "b"}, "ahead")
		var told []llm.Wait
		a := ask(q, llm.Turn{Lane: llm.Stream, Person: "c", Told: func(w llm.Wait) { told = append(told, w) }}, "told")
		<-a.done
		if want := "[{1 4s} {0 2s}]"; fmt.Sprint(told) != want {
			t.Errorf("told %v, want %s", told, want)
		}
	})
}

func TestAnotherHostIsTriedWhileNobodyHasSeenAnything(t *testing.T) {
	for _, tt := range []struct {
		name  string
		bad   *timed
		lane  llm.Lane
		again bool
	}{
		{"it does not answer", &timed{fails: llm.ErrNotReady}, llm.Stream, true},
		{"it breaks", &timed{fails: errors.New("broken")}, llm.Short, true},
		{"it has no such model", &timed{fails: llm.ErrNoModel}, llm.Short, true},
		{"it refuses what was asked", &timed{fails: llm.ErrRefused}, llm.Short, false},
		{"its reply has no end", &timed{fails: llm.Truncated{}}, llm.Short, false},
		{"it stops after the first words", &timed{fails: llm.ErrCutOff, after: 1}, llm.Stream, false},
		{"batch has not seen the first words", &timed{fails: llm.ErrCutOff, after: 1}, llm.Batch, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tt.bad.t, tt.bad.name, tt.bad.slots = t, "bad", 1
				good := &timed{t: t, name: "good", slots: 1, takes: time.Second}
				q := New(Options{}, Member{Host: tt.bad, Weight: 100}, Member{Host: good}) // the bad one is asked first
				var seen string
				reply, err := q.Generate(t.Context(), llm.Turn{Lane: tt.lane}, llm.Request{Model: "m"}, func(p llm.Piece) error {
					seen += p.Text
					return nil
				})
				switch {
				case len(tt.bad.begun()) != 1:
					t.Errorf("the bad host was asked %d times", len(tt.bad.begun()))
				case tt.again && (err != nil || reply.Host != "good" || seen != "m"):
					t.Errorf("answered %+v (%v), seen %q", reply, err, seen)
				case !tt.again && !errors.Is(err, tt.bad.fails):
					t.Errorf("ended with %v, want %v", err, tt.bad.fails)
				}
			})
		})
	}
}

func TestAHostThatFailsRestsAndIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &timed{t: t, name: "bad", slots: 2, takes: time.Second, fails: llm.ErrNotReady}
		q := New(Options{}, Member{Host: h})
		for range tripAfter {
			<-ask(q, llm.Turn{Lane: llm.Short}, "fails").done
		}
		refused := ask(q, llm.Turn{Lane: llm.Short}, "refused")
		<-refused.done
		if !errors.Is(refused.err, llm.ErrNotReady) || len(h.begun()) != tripAfter {
			t.Fatalf("an open breaker let a request through: %v", refused.err)
		}
		time.Sleep(firstPause)
		h.fails = nil
		trial := ask(q, llm.Turn{Lane: llm.Short, Person: "a"}, "trial")
		waits := ask(q, llm.Turn{Lane: llm.Short, Person: "b"}, "waits for the trial")
		if n := len(h.begun()); n != tripAfter+1 {
			t.Errorf("half-open let %d requests through", n-tripAfter)
		}
		<-trial.done
		<-waits.done
		if trial.err != nil || waits.err != nil {
			t.Errorf("%v, %v", trial.err, waits.err)
		}
	})
}

func TestWithoutAHostNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New(Options{})
		a := ask(q, llm.Turn{Lane: llm.Stream}, "m")
		if <-a.done; !errors.Is(a.err, llm.ErrNotReady) {
			t.Errorf("no host: %v", a.err)
		}
		h := &timed{t: t, name: "one", slots: 1, takes: time.Minute}
		q.Use(Member{Host: h})
		running := ask(q, llm.Turn{Lane: llm.Stream}, "running")
		waiting := ask(q, llm.Turn{Lane: llm.Stream}, "waiting")
		h.ill = errors.New("unplugged")
		q.Check(t.Context())
		if <-waiting.done; !errors.Is(waiting.err, llm.ErrNotReady) {
			t.Errorf("the host fell ill: %v", waiting.err)
		}
		h.ill = nil
		q.Check(t.Context())
		q.Use() // what runs comes to its end
		if <-running.done; running.err != nil || !q.Idle() {
			t.Errorf("running ended with %v", running.err)
		}
	})
}

func TestAConversationStaysOnItsHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := &timed{t: t, name: "a", slots: 2, takes: time.Second}, &timed{t: t, name: "b", slots: 2, takes: time.Second}
		q := New(Options{Policy: RoundRobin}, Member{Host: a}, Member{Host: b})
		hosts := map[string]bool{}
		for range 6 {
			talk := ask(q, llm.Turn{Lane: llm.Stream, Person: "kim", Session: "talk"}, "m")
			<-talk.done
			hosts[talk.reply.Host] = true
			<-ask(q, llm.Turn{Lane: llm.Stream, Person: "kim"}, "m").done
		}
		if len(hosts) != 1 || len(a.begun()) == 12 || len(b.begun()) == 12 {
			t.Errorf("the conversation was on %v; %d and %d turns", hosts, len(a.begun()), len(b.begun()))
		}
		for i := range 3 * mostStays {
			q.stays.put(fmt.Sprint(i), q.hosts[0])
		}
		if len(q.stays.hosts) != mostStays || len(q.stays.used) != mostStays {
			t.Errorf("%d conversations are remembered", len(q.stays.hosts))
		}
	})
}

// TestNoSlotIsLost ends turns in every way at once, over hosts that come and
// go, and then asks for every slot.
func TestNoSlotIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hosts := []*timed{
			{t: t, name: "a", slots: 3, takes: 30 * time.Millisecond},
			{t: t, name: "b", slots: 1, takes: 10 * time.Millisecond, fails: llm.ErrCutOff, after: 1},
			{t: t, name: "c", slots: 2, takes: 20 * time.Millisecond, deaf: true},
		}
		q := New(Options{}, Member{Host: hosts[0]}, Member{Host: hosts[1]}, Member{Host: hosts[2]})
		var all sync.WaitGroup
		for i := range 600 {
			time.Sleep(2 * time.Millisecond)
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%97)*time.Millisecond)
				defer cancel()
				lane := []llm.Lane{llm.Stream, llm.Short, llm.Batch}[i%3]
				turn := llm.Turn{Lane: lane, Person: fmt.Sprint(i % 5), Patience: time.Duration(i%7) * 10 * time.Millisecond, Told: func(llm.Wait) {}}
				defer func() { _ = recover() }()
				_, _ = q.Generate(ctx, turn, llm.Request{Model: fmt.Sprint(i % 4)}, func(llm.Piece) error {
					if i%31 == 0 {
						return errors.New("not wanted any more")
					}
					if i%37 == 0 {
						panic("whoever reads along is broken")
					}
					return nil
				})
			})
			if i%100 == 50 {
				hosts[0].mu.Lock()
				hosts[0].ill = map[bool]error{true: errors.New("away")}[hosts[0].ill == nil]
				hosts[0].mu.Unlock()
				all.Go(func() { q.Check(t.Context()) })
				q.Use(Member{Host: hosts[0], Weight: i, Watts: float64(i)}, Member{Host: hosts[1]}, Member{Host: hosts[2]})
			}
		}
		all.Wait()
		for _, h := range q.hosts {
			if h.inFlight != 0 {
				t.Errorf("%s has %d requests inside", h.Name(), h.inFlight)
			}
		}
		if !q.Idle() || len(q.last) > 1 {
			t.Errorf("something is left: %d waiting, %d running, %d seats", len(q.waiting), len(q.running), len(q.last))
		}
	})
}
