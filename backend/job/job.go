// Package job runs long work apart from the request that asked for it,
// numbers its events, and lets newer work supersede older.
//
// A job is one piece of work with a beginning and one of three ends. Its key
// names the seat that it takes: a newer job with the same key takes the seat,
// and the older one is cancelled. Its subject and version name what it reads:
// when a newer version of the subject exists, older jobs are outdated. Its
// question names what it will find out: whoever asks what a living job is
// already working on joins it instead of working twice. A lane bounds how many
// jobs work at once; the others wait their turn.
//
//	queued ──▶ running ──▶ done
//	   │          ├──────▶ failed
//	   └──────────┴──────▶ cancelled
//
// There are two runners with these words. Runner keeps its jobs in memory, for
// work that is quickly done again. Durable keeps them in a Store: what it has
// accepted comes to its end even when the program dies meanwhile. A Desk finds a
// job of either by its id.
//
// Promise: a job lives as long as its work, never as long as somebody listens.
// Every event carries a number, one more than the event before it; whoever
// lost the connection asks for what came after the last number it has seen and
// always receives the end. Once a job has ended nothing follows. Close returns
// when no work is left running.
package job

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"meridian/backend/fault"
)

// State is where a job stands; the transitions are in the package comment.
type State string

// The states of a job.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Ended reports whether a job in this state never changes again.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Reason says why a job was cancelled.
type Reason string

// The reasons for a cancellation.
const (
	ByUser       Reason = "user"       // somebody pressed stop
	BySuperseded Reason = "superseded" // a newer job took its seat
	ByEdited     Reason = "edited"     // what it reads has changed
	ByClosing    Reason = "closing"    // the program ends
)

// Progress is how far the work has come.
type Progress struct {
	Phase string `json:"phase"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// EventKind names what an event tells.
type EventKind string

// The kinds of events; all but the first three are ends.
const (
	EventProgress  EventKind = "progress"
	EventText      EventKind = "text"  // what the work writes, as it is written
	EventAgain     EventKind = "again" // an attempt was cut short: what it wrote is void
	EventDone      EventKind = "done"
	EventFailed    EventKind = "failed"
	EventCancelled EventKind = "cancelled"
)

// Event is one numbered thing that happened to a job. Kind decides which of
// the other fields stands.
type Event struct {
	Seq      int
	Kind     EventKind
	Progress Progress
	Text     string
	After    int // of again: text told under a higher number is void
	Result   string
	Err      error
	By       Reason
}

// Job is a copy of what is known about a job at one moment.
type Job struct {
	ID       string
	Spec     Spec
	State    State
	Seq      int       // number of the last event, 0 before the first
	Progress *Progress // nil before the first report
	Result   string    // set when done
	Err      error     // set when failed
	By       Reason    // set when cancelled
}

// Spec says what kind of job is asked for. Only Kind is needed.
type Spec struct {
	Kind     string
	Key      string // the seat; empty for work that nothing supersedes
	Lane     string // the lane whose width bounds it; unknown lanes are unbounded
	Subject  string // what the work reads
	Version  int    // which version of the subject it reads
	Question string // what it will find out; empty for work that nobody can join
}

// Work is what a job does. It returns the name of its result, must return
// soon after ctx ends, and may report progress from any goroutine.
type Work func(ctx context.Context, report func(Progress)) (result string, err error)

// Options are the runner's settings; every zero value has a sensible meaning.
type Options struct {
	NewID func() string  // names jobs; required
	Lanes map[string]int // how many jobs of a lane work at once
	Keep  time.Duration  // how long an ended job can still be asked for; 0 means ten minutes
	Ring  int            // how many events of a job are kept; 0 means 128
	Every time.Duration  // least time between two progress events of a phase; 0 keeps all

	// Rest, where set, is called when no job has worked for RestAfter: the time to
	// give back what work has left behind.
	Rest      func()
	RestAfter time.Duration
}

const (
	defaultKeep = 10 * time.Minute
	defaultRing = 128
	mostEnded   = 256 // ended jobs kept at most, whatever their age
)

// ErrUnknown is returned for a job that never was or is no longer kept.
var ErrUnknown = fault.New(fault.NotFound, "job.unknown",
	fault.Text{EN: "This calculation is no longer known.", KO: "이 계산은 더 이상 남아 있지 않습니다."},
	fault.Text{EN: "Start it again.", KO: "다시 시작해 주세요."})

// ErrClosed is returned when work is started after Close.
var ErrClosed = fault.New(fault.Unavailable, "job.closed",
	fault.Text{EN: "Meridian is closing.", KO: "Meridian을 종료하는 중입니다."},
	fault.Text{EN: "Open Meridian again.", KO: "Meridian을 다시 열어 주세요."})

// Runner owns all jobs. The zero Runner is not usable; see New.
type Runner struct {
	opts  Options
	lanes map[string]chan struct{}
	work  sync.WaitGroup

	mu     sync.Mutex
	jobs   map[string]*entry
	seats  map[string]*entry // by key, living jobs only; a joined job has several
	asked  map[string]*entry // by question, living jobs only
	ended  []*entry          // oldest first
	closed bool
	busy   int         // jobs at work
	rest   *time.Timer // calls Options.Rest; nil before the first job
}

// entry is a job and its ring of events; the runner's mutex guards it.
type entry struct {
	job      Job
	events   []Event
	changed  chan struct{} // closed and replaced at every event
	cancel   context.CancelFunc
	keys     map[string]bool // the seats it holds
	endedAt  time.Time
	lastTold time.Time
}

// New returns a runner without jobs.
func New(opts Options) *Runner {
	if opts.NewID == nil {
		panic("job: New needs NewID")
	}
	if opts.Keep == 0 {
		opts.Keep = defaultKeep
	}
	if opts.Ring <= 0 {
		opts.Ring = defaultRing
	}
	r := &Runner{opts: opts, lanes: map[string]chan struct{}{}, jobs: map[string]*entry{}, seats: map[string]*entry{}, asked: map[string]*entry{}}
	for lane, width := range opts.Lanes {
		r.lanes[lane] = make(chan struct{}, width)
	}
	return r
}

// Start begins work in the background and returns at once; a living job that
// works on the same question of the same subject and version is joined
// instead. The seat of its key is taken: the job that held it is cancelled as
// superseded, unless it holds another seat for somebody else. The values of
// ctx reach the work, its end does not: a disconnect cancels nothing.
func (r *Runner) Start(ctx context.Context, spec Spec, work Work) (Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return Job{}, ErrClosed
	}
	r.prune()
	if e := r.asked[spec.Question]; e != nil && e.job.Spec.Subject == spec.Subject && e.job.Spec.Version == spec.Version {
		r.sit(e, spec.Key)
		return e.job, nil
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	e := r.add(spec, cancel)
	if spec.Question != "" {
		r.asked[spec.Question] = e
	}
	r.sit(e, spec.Key)
	r.work.Go(func() { r.run(ctx, e, work) })
	return e.job, nil
}

// Finished records a job that needed no work because its result is already
// there. It supersedes the job that holds the seat of its key.
func (r *Runner) Finished(spec Spec, result string) (Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return Job{}, ErrClosed
	}
	r.prune()
	e := r.add(spec, func() {})
	r.sit(e, spec.Key)
	r.finish(e, Event{Kind: EventDone, Result: result})
	return e.job, nil
}

// add makes a queued job.
func (r *Runner) add(spec Spec, cancel context.CancelFunc) *entry {
	e := &entry{
		job:     Job{ID: r.opts.NewID(), Spec: spec, State: Queued},
		changed: make(chan struct{}), cancel: cancel, keys: map[string]bool{},
	}
	r.jobs[e.job.ID] = e
	return e
}

// sit gives a job the seat of a key and cancels the job that loses its last
// seat by that.
func (r *Runner) sit(e *entry, key string) {
	older := r.seats[key]
	if key == "" || older == e {
		return
	}
	r.seats[key] = e
	e.keys[key] = true
	if older == nil {
		return
	}
	delete(older.keys, key)
	if len(older.keys) == 0 {
		r.finish(older, Event{Kind: EventCancelled, By: BySuperseded})
	}
}

// Get returns what is known about a job, or ErrUnknown.
func (r *Runner) Get(id string) (Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.jobs[id]
	if e == nil {
		return Job{}, ErrUnknown
	}
	return e.job, nil
}

// Since returns the kept events numbered above after, and a channel that is
// closed when there are more. The channel is nil when the job has ended: then
// the events are all there will ever be. A job that is not known gives
// ErrUnknown. Events that fell out of the ring are progress; the state they
// told is told again by those that followed.
func (r *Runner) Since(id string, after int) ([]Event, <-chan struct{}, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.jobs[id]
	if e == nil {
		return nil, nil, ErrUnknown
	}
	var fresh []Event
	for _, ev := range e.events {
		if ev.Seq > after {
			fresh = append(fresh, ev)
		}
	}
	if e.job.State.Ended() {
		return fresh, nil, nil
	}
	return fresh, e.changed, nil
}

// Cancel ends a job for the given reason and returns it. A job that has ended
// stays as it is.
func (r *Runner) Cancel(id string, by Reason) (Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.jobs[id]
	if e == nil {
		return Job{}, ErrUnknown
	}
	r.finish(e, Event{Kind: EventCancelled, By: by})
	return e.job, nil
}

// Outdate cancels the living jobs about a subject that read a version older
// than the given one, and returns how many there were.
func (r *Runner) Outdate(subject string, version int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, e := range r.jobs {
		if e.job.Spec.Subject != subject || e.job.Spec.Version >= version || e.job.State.Ended() {
			continue
		}
		r.finish(e, Event{Kind: EventCancelled, By: ByEdited})
		n++
	}
	return n
}

// Close cancels what is running and returns when all work has returned.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed = true
	for _, e := range r.jobs {
		r.finish(e, Event{Kind: EventCancelled, By: ByClosing})
	}
	r.mu.Unlock()
	r.work.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rest != nil {
		r.rest.Stop()
	}
}

// run waits for the lane, works, and records the end.
func (r *Runner) run(ctx context.Context, e *entry, work Work) {
	defer e.cancel()
	if lane := r.lanes[e.job.Spec.Lane]; lane != nil {
		select {
		case lane <- struct{}{}:
			defer func() { <-lane }()
		case <-ctx.Done():
			return
		}
	}
	if !r.begin(e) {
		return
	}
	defer r.leave()
	result, err := guard(ctx, work, func(p Progress) { r.report(e, p) })
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.finish(e, Event{Kind: EventFailed, Err: err})
		return
	}
	r.finish(e, Event{Kind: EventDone, Result: result})
}

// guard turns a panic of the work into its failure: one broken calculation
// must not take the program with it.
func guard(ctx context.Context, work Work, report func(Progress)) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.Join(err, fmt.Errorf("work panicked: %v", p))
		}
	}()
	return work(ctx, report)
}

// begin moves a job from queued to running; false when it has ended meanwhile.
func (r *Runner) begin(e *entry) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.job.State.Ended() {
		return false
	}
	e.job.State = Running
	r.busy++
	if r.rest != nil {
		r.rest.Stop()
	}
	return true
}

// leave counts a job out; the last one sets the time of rest.
func (r *Runner) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy--; r.busy > 0 || r.opts.Rest == nil || r.closed {
		return
	}
	if r.rest == nil {
		r.rest = time.AfterFunc(r.opts.RestAfter, r.opts.Rest)
		return
	}
	r.rest.Reset(r.opts.RestAfter)
}

// report records progress. Reports closer together than Options.Every are
// dropped, except the first and the last of a phase.
func (r *Runner) report(e *entry, p Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.job.State.Ended() {
		return
	}
	now := time.Now()
	samePhase := e.job.Progress != nil && e.job.Progress.Phase == p.Phase
	if samePhase && p.Done < p.Total && now.Sub(e.lastTold) < r.opts.Every {
		return
	}
	e.lastTold = now
	e.job.Progress = &p
	r.tell(e, Event{Kind: EventProgress, Progress: p})
}

// finish ends a job once; later ends are ignored. The caller holds the mutex.
func (r *Runner) finish(e *entry, ev Event) {
	if e.job.State.Ended() {
		return
	}
	switch ev.Kind {
	case EventDone:
		e.job.State, e.job.Result = Done, ev.Result
	case EventFailed:
		e.job.State, e.job.Err = Failed, ev.Err
	default:
		e.job.State, e.job.By = Cancelled, ev.By
	}
	e.cancel()
	e.endedAt = time.Now()
	r.ended = append(r.ended, e)
	for key := range e.keys {
		delete(r.seats, key)
	}
	if r.asked[e.job.Spec.Question] == e {
		delete(r.asked, e.job.Spec.Question)
	}
	r.tell(e, ev)
}

// tell numbers an event, keeps it in the ring and wakes who waits for it.
func (r *Runner) tell(e *entry, ev Event) {
	e.job.Seq++
	ev.Seq = e.job.Seq
	if len(e.events) >= r.opts.Ring {
		e.events = append(e.events[:0], e.events[1:]...)
	}
	e.events = append(e.events, ev)
	close(e.changed)
	e.changed = make(chan struct{})
}

// prune forgets ended jobs that are too old or too many.
func (r *Runner) prune() {
	now := time.Now()
	for len(r.ended) > 0 && (len(r.ended) > mostEnded || now.Sub(r.ended[0].endedAt) > r.opts.Keep) {
		delete(r.jobs, r.ended[0].job.ID)
		r.ended = r.ended[1:]
	}
}
