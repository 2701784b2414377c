package queue

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"meridian/backend/latency"
	"meridian/backend/llm"
)

// coldStart is how long loading a model takes at least, to count as one.
const coldStart = 200 * time.Millisecond

// Answer is what one turn cost. It says nothing of what was asked.
type Answer struct {
	At     time.Time
	Lane   llm.Lane
	Waited time.Duration // until a host began
	First  time.Duration // from then until the first piece; 0 when there was none
	Took   time.Duration // of the host, from beginning to end
	Tokens int           // of the reply
	Cold   bool          // the model had to be loaded
	Joules float64       // what the host drew meanwhile, an estimate; 0 when nobody knows
	Failed bool
}

// Figures is what the queue tells of itself.
type Figures struct {
	Waits   []latency.Named // until a host began, by lane
	Firsts  []latency.Named // from the beginning to the first piece, by lane
	Turns   []latency.Named // of the hosts, from beginning to end, by lane
	Waiting map[llm.Lane]int
	Running map[llm.Lane]int
	Refused uint64 // turns that were not let in
	Failed  uint64 // turns that a host failed
	Yielded uint64 // beginnings that were stopped for somebody more urgent
	Cold    uint64 // turns that loaded a model
	Tokens  uint64 // that replies had
	Writing time.Duration
	Joules  float64
	Answers []Answer // the newest first
	Hosts   []HostFigures
}

// HostFigures is what the queue knows of a host.
type HostFigures struct {
	Name     string
	Slots    int
	InFlight int
	Well     bool
	Open     bool // it may be sent requests: it is well, and its breaker lets them through
	Loaded   []string
	Free     int64 // bytes of memory
	Mean     time.Duration
}

// figures counts what the queue does, in bounded memory.
type figures struct {
	waits, firsts, turns latency.Record
	answers              latency.Log[Answer]

	mu                             sync.Mutex
	refused, failed, yielded, cold uint64
	tokens                         uint64
	writing                        time.Duration
	joules                         float64
}

// measured is one turn as it is measured. Only its own goroutine touches it
// until it has ended.
type measured struct {
	lane    llm.Lane
	arrived time.Duration
	begun   time.Duration
	starts  int
	born    time.Time // of begun
	first   time.Duration
	watts   float64
	usage   llm.Usage
}

func (f *figures) begin(lane llm.Lane, now time.Duration) *measured {
	return &measured{lane: lane, arrived: now}
}

func (m *measured) started(now time.Duration, watts float64) {
	m.begun, m.born, m.first, m.watts = now, time.Now(), 0, watts
	m.starts++
}

func (m *measured) firstPiece() {
	if m.first == 0 {
		m.first = max(1, time.Since(m.born))
	}
}

func (f *figures) end(m *measured, now time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.yielded += uint64(max(0, m.starts-1))
	if m.starts == 0 {
		if errors.Is(err, llm.ErrBusy) {
			f.refused++
		}
		return
	}
	if errors.Is(err, context.Canceled) {
		return
	}
	lane, took := string(m.lane), now-m.begun
	f.waits.Add(lane, m.begun-m.arrived)
	f.turns.Add(lane, took)
	if m.first > 0 {
		f.firsts.Add(lane, m.first)
	}
	a := Answer{At: time.Now(), Lane: m.lane, Waited: m.begun - m.arrived, First: m.first, Took: took,
		Tokens: m.usage.ReplyTokens, Cold: m.usage.Load >= coldStart, Joules: m.watts * took.Seconds(), Failed: err != nil}
	f.answers.Add(a)
	f.tokens += uint64(max(0, a.Tokens))
	f.writing += m.usage.Reply
	f.joules += a.Joules
	if a.Cold {
		f.cold++
	}
	if a.Failed {
		f.failed++
	}
}

// Figures is what the queue tells of itself now.
func (q *Queue) Figures() Figures {
	f := &q.figures
	f.mu.Lock()
	told := Figures{Refused: f.refused, Failed: f.failed, Yielded: f.yielded, Cold: f.cold, Tokens: f.tokens, Writing: f.writing, Joules: f.joules}
	f.mu.Unlock()
	told.Waits, told.Firsts, told.Turns, told.Answers = f.waits.Summaries(), f.firsts.Summaries(), f.turns.Summaries(), f.answers.Newest()
	q.mu.Lock()
	defer q.mu.Unlock()
	told.Waiting, told.Running = byLane(q.waiting), byLane(q.running)
	for _, h := range q.hosts {
		told.Hosts = append(told.Hosts, HostFigures{Name: h.Name(), Slots: h.Slots(), InFlight: h.inFlight, Well: !h.ill,
			Open: q.open(h), Loaded: sorted(h.loaded), Free: h.free, Mean: h.mean})
	}
	return told
}

// Idle reports whether nobody waits and nothing runs.
func (q *Queue) Idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)+len(q.running) == 0
}

func byLane(turns []*turn) map[llm.Lane]int {
	n := map[llm.Lane]int{llm.Stream: 0, llm.Short: 0, llm.Batch: 0}
	for _, t := range turns {
		n[t.lane]++
	}
	return n
}

func sorted(models map[string]bool) []string { return slices.Sorted(maps.Keys(models)) }
