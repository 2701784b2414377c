package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"meridian/backend/fault"
)

const (
	leaseLife  = time.Minute            // of a job that is worked on; renewed three times within
	sayEvery   = 250 * time.Millisecond // how often text is saved; the first of it at once
	mostTries  = 8                      // begun so often without coming forward, a job has failed
	mostDeaths = 40                     // likewise where the program died each time: a person may just have been impatient
	longestTry = 5 * time.Minute        // between two attempts
	lookEvery  = 5 * time.Second        // for jobs that have become due
	keepEnded  = 24 * time.Hour         // how long an ended job can be asked for
)

// Steps is what jobs of a kind do. It begins at the task's cursor, saves how far
// it has come by Advance, and returns the name of its result. It returns soon
// after ctx ends. An error that Later made puts the job back; a fault of kind
// Unavailable lets it be tried again; any other ends it.
type Steps func(ctx context.Context, t *Task) (result string, err error)

// Durable runs jobs that a store keeps. Each kind has one worker, or as many as
// Wide says.
//
//	accepted ─▶ queued ──▶ running ──▶ done
//	              ▲  │        ├──────▶ failed
//	              │  └────────┼──────▶ cancelled
//	              └───────────┘ put back, tried again, or begun anew after the program died
//
// Promise: a job that Order has returned comes to exactly one end, however
// often the program dies meanwhile; what it had saved by Advance is not done
// again.
type Durable struct {
	Store Store
	Kinds map[string]Steps
	Wide  map[string]int // workers of a kind
	NewID func() string
	Now   func() time.Time
	Log   *slog.Logger

	mu      sync.Mutex
	wakes   map[string]chan struct{} // by kind; holds one when there may be work
	changed map[string]chan struct{} // by job; closed at every event
	working map[string]context.CancelCauseFunc
	closed  bool // Run has ended: nothing follows until the next start
}

// Order accepts a job and returns it as soon as it is saved. An order under a
// key that is known gives the job that it was first given for; ErrKeyReused
// when it orders something else.
func (d *Durable) Order(ctx context.Context, kind, key string, input []byte) (Job, error) {
	if d.Kinds[kind] == nil {
		panic("job: nobody works on this kind")
	}
	fresh := Record{ID: d.NewID(), Kind: kind, Key: key, Hash: hashOf(input), Input: input, State: Queued, Created: d.Now()}
	kept, known, err := d.Store.Accept(ctx, fresh)
	if err != nil {
		return Job{}, fmt.Errorf("accept job: %w", err)
	}
	if known && kept.Hash != fresh.Hash {
		return Job{}, ErrKeyReused
	}
	d.wake(kind)
	return kept.job(), nil
}

// wakeOf needs d.mu held.
func (d *Durable) wakeOf(kind string) chan struct{} {
	if d.wakes == nil {
		d.wakes, d.changed, d.working = map[string]chan struct{}{}, map[string]chan struct{}{}, map[string]context.CancelCauseFunc{}
	}
	if d.wakes[kind] == nil {
		d.wakes[kind] = make(chan struct{}, 1)
	}
	return d.wakes[kind]
}

func (d *Durable) wake(kind string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	select {
	case d.wakeOf(kind) <- struct{}{}:
	default:
	}
}

// Run takes up what was left when the program ended, and works until ctx ends.
// What it is working on then is put back.
func (d *Durable) Run(ctx context.Context) error {
	n, err := d.Store.Recover(ctx)
	if err != nil {
		return fmt.Errorf("take up jobs: %w", err)
	}
	if n > 0 {
		d.Log.Info("jobs are taken up again", "jobs", n)
	}
	var all sync.WaitGroup
	for kind, steps := range d.Kinds {
		for range max(1, d.Wide[kind]) {
			all.Go(func() { d.work(ctx, kind, steps) })
		}
	}
	all.Wait()
	d.close()
	return nil
}

// close lets go of who follows: they ask again after the next start.
func (d *Durable) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for id, c := range d.changed {
		close(c)
		delete(d.changed, id)
	}
}

// work does the jobs of a kind, one after another.
func (d *Durable) work(ctx context.Context, kind string, steps Steps) {
	d.mu.Lock()
	wake := d.wakeOf(kind)
	d.mu.Unlock()
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	for ctx.Err() == nil {
		did, err := d.once(ctx, kind, steps)
		if err != nil && ctx.Err() == nil {
			d.Log.Warn("a job could not be taken up", "kind", kind, "error", err)
		}
		if did && err == nil {
			continue
		}
		select {
		case <-wake:
		case <-looks.C:
			if err := d.Store.Prune(ctx, d.Now().Add(-keepEnded)); err != nil && ctx.Err() == nil {
				d.Log.Warn("ended jobs could not be forgotten", "error", err)
			}
		case <-ctx.Done():
		}
	}
}

// once does the next job of a kind, if there is one.
func (d *Durable) once(ctx context.Context, kind string, steps Steps) (did bool, err error) {
	r, found, err := d.Store.Claim(ctx, kind, d.Now(), func(r *Record) []Event { return r.begin(d.Now().Add(leaseLife)) })
	if err != nil || !found {
		return false, err
	}
	d.wake(kind) // another worker may find another
	d.announce(r.ID)
	ctx, cancel := context.WithCancelCause(ctx)
	d.occupy(r.ID, cancel)
	defer d.vacate(r.ID, cancel)
	t := &Task{ID: r.ID, Input: r.Input, Cursor: r.Cursor, Progress: r.Progress, attempt: r.Attempt, durable: d, cancel: cancel}
	leave := t.holdLease(ctx)
	result, err := "", error(nil)
	if r.Stuck > mostDeaths {
		err = ErrStuck
	} else {
		result, err = attempt(ctx, t, steps)
	}
	leave()
	return true, d.settle(context.WithoutCancel(ctx), t, ctx, result, err)
}

// attempt turns a panic of the work into its failure.
func attempt(ctx context.Context, t *Task, steps Steps) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("work panicked: %T", p)
		}
	}()
	return steps(ctx, t)
}

// later is the error of work that goes on at another time.
type later struct{ at time.Time }

func (l later) Error() string { return "goes on later" }

// Later puts a job back until a moment: there was no reason against it, only a
// better time.
func Later(at time.Time) error { return later{at} }

// settle records what came of an attempt. ctx outlives worked, that of the work.
func (d *Durable) settle(ctx context.Context, t *Task, worked context.Context, result string, err error) error {
	if lost := t.flush(ctx); err == nil {
		err = lost
	}
	var put later
	if errors.Is(err, ErrLost) || errors.Is(context.Cause(worked), ErrLost) {
		return nil // it is no longer ours to say
	}
	if err != nil && fault.Of(err) == fault.Internal && worked.Err() == nil && !errors.As(err, &put) {
		d.Log.Error("a job failed", "job", t.ID, "error", err)
	}
	_, changed := t.change(ctx, func(r *Record) []Event {
		switch {
		case err == nil:
			return r.end(d.Now(), Event{Kind: EventDone, Result: result})
		case worked.Err() != nil: // the program ends
			r.Stuck = 0
			r.wait(d.Now())
		case errors.As(err, &put):
			r.Stuck = 0
			r.wait(put.at)
		case fault.Of(err) == fault.Unavailable && r.Stuck < mostTries && !errors.Is(err, ErrStuck):
			r.wait(d.Now().Add(min(longestTry, time.Second<<(r.Stuck-1))))
		default:
			return r.end(d.Now(), Event{Kind: EventFailed, Err: told(err)})
		}
		return nil
	})
	if errors.Is(changed, ErrLost) {
		return nil
	}
	return changed
}

// told is the fault that a failed job is remembered with.
func told(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return errFailed
}

var errFailed = fault.New(fault.Internal, "job.failed",
	fault.Text{EN: "Meridian made a mistake in this work.", KO: "이 작업에서 Meridian에 오류가 생겼습니다."},
	fault.Text{EN: "Start it again.", KO: "다시 시작해 주세요."})

func (d *Durable) occupy(id string, cancel context.CancelCauseFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.working[id] = cancel
}

func (d *Durable) vacate(id string, cancel context.CancelCauseFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.working, id)
	cancel(nil)
}

// announce wakes who follows a job.
func (d *Durable) announce(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.changed[id]; c != nil {
		close(c)
		delete(d.changed, id)
	}
}

// Get is Runner.Get.
func (d *Durable) Get(ctx context.Context, id string) (Job, error) {
	r, err := d.Store.Record(ctx, id)
	return r.job(), err
}

// Since is Runner.Since. Once Run has ended nothing follows, whatever the state
// of the job.
func (d *Durable) Since(ctx context.Context, id string, after int) ([]Event, <-chan struct{}, error) {
	d.mu.Lock()
	d.wakeOf("")
	closed := d.closed
	more := d.changed[id]
	if more == nil {
		more = make(chan struct{})
		d.changed[id] = more
	}
	d.mu.Unlock()
	events, r, err := d.Store.Events(ctx, id, after)
	if err != nil || closed || r.State.Ended() {
		d.announce(id) // nobody will
		return events, nil, err
	}
	return events, more, nil
}

// Cancel is Runner.Cancel.
func (d *Durable) Cancel(ctx context.Context, id string, by Reason) (Job, error) {
	r, err := d.Store.Change(ctx, id, 0, func(r *Record) []Event {
		return r.end(d.Now(), Event{Kind: EventCancelled, By: by})
	})
	if errors.Is(err, ErrLost) {
		return d.Get(ctx, id) // it has ended before
	}
	if err != nil {
		return Job{}, err
	}
	d.mu.Lock()
	if cancel := d.working[id]; cancel != nil {
		cancel(ErrLost)
	}
	d.mu.Unlock()
	d.announce(id)
	return r.job(), nil
}

// Task is one attempt at a job. Its methods may be called from any goroutine.
type Task struct {
	ID       string
	Input    []byte
	Cursor   []byte   // where the last attempt stood; nil at the beginning
	Progress Progress // how far it had come

	attempt int
	durable *Durable
	cancel  context.CancelCauseFunc

	saving sync.Mutex // held while text is taken and saved, so that it is saved in order

	mu    sync.Mutex
	text  strings.Builder // said and not saved
	saved time.Time       // when text was saved last
	timer *time.Timer
}

// Advance saves how far the work has come, with all that was said until then:
// no later attempt does it again. It fails with ErrLost when the job is no
// longer this task's.
func (t *Task) Advance(ctx context.Context, cursor []byte, p Progress) error {
	t.saving.Lock()
	defer t.saving.Unlock()
	text := t.take()
	_, err := t.change(ctx, func(r *Record) []Event {
		var events []Event
		if text != "" {
			events = append(events, r.tell(Event{Kind: EventText, Text: text}))
		}
		r.Cursor, r.Progress, r.Stuck = cursor, p, 0
		events = append(events, r.tell(Event{Kind: EventProgress, Progress: p}))
		r.Kept = r.Seq
		return events
	})
	return err
}

// Say tells text to who follows, as it comes. The first is saved at once, what
// follows every 250 ms.
func (t *Task) Say(ctx context.Context, text string) error {
	t.mu.Lock()
	t.text.WriteString(text)
	due := t.timer == nil && time.Since(t.saved) >= sayEvery // a timer that is late saves this too
	if due {
		t.saved = time.Now()
	} else if t.timer == nil {
		t.timer = time.AfterFunc(sayEvery-time.Since(t.saved), func() { _ = t.flush(ctx) }) // what failed is tried again at the end, and told then
	}
	t.mu.Unlock()
	if due {
		return t.flush(ctx)
	}
	return nil
}

func (t *Task) take() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := t.text.String()
	t.text.Reset()
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	if text != "" {
		t.saved = time.Now()
	}
	return text
}

// flush saves what was said.
func (t *Task) flush(ctx context.Context) error {
	t.saving.Lock()
	defer t.saving.Unlock()
	text := t.take()
	if text == "" {
		return nil
	}
	_, err := t.change(ctx, func(r *Record) []Event { return []Event{r.tell(Event{Kind: EventText, Text: text})} })
	return err
}

// change edits the job while it is this task's; when it is not, the work ends.
func (t *Task) change(ctx context.Context, edit func(*Record) []Event) (Record, error) {
	r, err := t.durable.Store.Change(ctx, t.ID, t.attempt, edit)
	if errors.Is(err, ErrLost) {
		t.cancel(ErrLost)
	}
	if err == nil {
		t.durable.announce(t.ID)
	}
	return r, err
}

// holdLease renews the lease until the function it returns is called.
func (t *Task) holdLease(ctx context.Context) (leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() {
		beats := time.NewTicker(leaseLife / 3)
		defer beats.Stop()
		for {
			select {
			case <-beats.C:
				_, err := t.durable.Store.Change(ctx, t.ID, t.attempt, func(r *Record) []Event {
					r.Lease = t.durable.Now().Add(leaseLife)
					return nil
				})
				if errors.Is(err, ErrLost) {
					t.cancel(ErrLost)
				}
			case <-ctx.Done():
				return
			}
		}
	})
	return func() { cancel(); renewing.Wait() }
}

// Desk finds jobs by their id, whichever runner has them.
type Desk struct {
	Runner  *Runner
	Durable *Durable // nil without durable jobs
}

// Get returns what is known about a job, or ErrUnknown.
func (d Desk) Get(ctx context.Context, id string) (Job, error) {
	j, err := d.Runner.Get(id)
	if d.Durable != nil && errors.Is(err, ErrUnknown) {
		return d.Durable.Get(ctx, id)
	}
	return j, err
}

// Since is Runner.Since of whichever has the job.
func (d Desk) Since(ctx context.Context, id string, after int) ([]Event, <-chan struct{}, error) {
	events, more, err := d.Runner.Since(id, after)
	if d.Durable != nil && errors.Is(err, ErrUnknown) {
		return d.Durable.Since(ctx, id, after)
	}
	return events, more, err
}

// Cancel is Runner.Cancel of whichever has the job.
func (d Desk) Cancel(ctx context.Context, id string, by Reason) (Job, error) {
	j, err := d.Runner.Cancel(id, by)
	if d.Durable != nil && errors.Is(err, ErrUnknown) {
		return d.Durable.Cancel(ctx, id, by)
	}
	return j, err
}
