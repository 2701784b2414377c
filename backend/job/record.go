package job

import (
	"context"
	"crypto/sha256"
	"time"

	"meridian/backend/fault"
)

// Record is a durable job as its store keeps it.
type Record struct {
	ID, Kind string
	Key      string   // the same key orders the same job; "" for none
	Hash     [32]byte // of the input as it was ordered
	Input    []byte   // nil once the job has ended
	State    State
	Attempt  int       // how many times it was begun
	Stuck    int       // and how many of these since it last came forward
	Lease    time.Time // until when a running job is its worker's
	Due      time.Time // a queued job does not begin before
	Cursor   []byte    // where the work stands, in its own words
	Progress Progress
	Seq      int // number of the last event
	Kept     int // number of the last event that no other attempt takes back
	Result   string
	Err      error // as a *fault.Error, once failed
	By       Reason
	Created  time.Time
	Ended    time.Time // zero while it lives
}

// job is the record in the words that all jobs share.
func (r Record) job() Job {
	j := Job{ID: r.ID, Spec: Spec{Kind: r.Kind}, State: r.State, Seq: r.Seq, Result: r.Result, Err: r.Err, By: r.By}
	if r.Progress != (Progress{}) {
		p := r.Progress
		j.Progress = &p
	}
	return j
}

// tell numbers an event.
func (r *Record) tell(ev Event) Event {
	r.Seq++
	ev.Seq = r.Seq
	return ev
}

// end ends a job once; what was ordered is not kept any longer than needed.
func (r *Record) end(now time.Time, ev Event) []Event {
	if r.State.Ended() {
		return nil
	}
	switch ev.Kind {
	case EventDone:
		r.State, r.Result = Done, ev.Result
	case EventFailed:
		r.State, r.Err = Failed, ev.Err
	default:
		r.State, r.By = Cancelled, ev.By
	}
	r.Input, r.Cursor, r.Lease, r.Due, r.Ended = nil, nil, time.Time{}, time.Time{}, now
	return []Event{r.tell(ev)}
}

// begin gives a job to a worker.
func (r *Record) begin(until time.Time) []Event {
	r.State, r.Lease, r.Due = Running, until, time.Time{}
	r.Attempt++
	r.Stuck++
	if r.Seq == r.Kept {
		return nil
	}
	void := r.Kept
	ev := r.tell(Event{Kind: EventAgain, After: void})
	r.Kept = r.Seq
	return []Event{ev}
}

// wait puts a job back.
func (r *Record) wait(due time.Time) { r.State, r.Lease, r.Due = Queued, time.Time{}, due }

// Store keeps durable jobs. Every method is one transaction: what it reports is
// saved for good, and of what failed nothing is. Errors of the store itself
// carry words fit for people.
type Store interface {
	// Accept keeps a new job. Where its kind and key are known already it returns
	// the job that has them, and true.
	Accept(ctx context.Context, r Record) (Record, bool, error)
	// Claim is the job of a kind that is to be worked on next: the oldest that is
	// due, or whose worker let its lease run out. begin changes it in the same
	// transaction; its events are kept. found is false when there is none.
	Claim(ctx context.Context, kind string, now time.Time, begin func(*Record) []Event) (r Record, found bool, err error)
	// Change lets change edit a job and keeps the events that it returns. An event
	// of progress takes the place of the one before it; one of again, that of the
	// text that it takes back. Where attempt is not 0 and not the job's, or the job
	// has ended, it returns ErrLost and changes nothing.
	Change(ctx context.Context, id string, attempt int, change func(*Record) []Event) (Record, error)
	// Record is a job; ErrUnknown when there is none.
	Record(ctx context.Context, id string) (Record, error)
	// Events are those kept of a job with numbers above after, in order, and the
	// job as it was at that moment.
	Events(ctx context.Context, id string, after int) ([]Event, Record, error)
	// Recover gives up the leases of all running jobs: their workers are dead. It
	// returns how many there were.
	Recover(ctx context.Context) (int, error)
	// Prune forgets what ended before a moment.
	Prune(ctx context.Context, before time.Time) error
}

// ErrLost is returned to a worker whose job somebody else has, or has ended.
var ErrLost = fault.New(fault.Conflict, "job.lost",
	fault.Text{EN: "This work was taken over or stopped.", KO: "이 작업은 다른 곳에서 이어받았거나 중지되었습니다."},
	fault.Text{EN: "Look at the job again.", KO: "작업 상태를 다시 확인하세요."})

// ErrKeyReused is returned for a key that another order has used.
var ErrKeyReused = fault.New(fault.Conflict, "job.keyReused",
	fault.Text{EN: "This key belongs to another order.", KO: "이 키는 다른 요청에 이미 쓰였습니다."},
	fault.Text{EN: "Use a new key for a new order.", KO: "새 요청에는 새 키를 사용하세요."})

// ErrStuck is what a job fails with that does not come forward.
var ErrStuck = fault.New(fault.Unavailable, "job.stuck",
	fault.Text{EN: "This work was tried many times and did not come forward.", KO: "여러 번 시도했지만 작업이 진행되지 않았습니다."},
	fault.Text{EN: "Check the Health page, then start it again.", KO: "상태 화면을 확인한 뒤 다시 시작하세요."})

func hashOf(input []byte) [32]byte { return sha256.Sum256(input) }
