package queue

import (
	"time"

	"meridian/backend/llm"
)

// ageStep is how long a turn waits before it counts as one lane more urgent.
const ageStep = 30 * time.Second

// place is a turn as the rule of order sees it.
type place struct {
	lane   llm.Lane
	person string
	since  time.Duration // when it arrived, by any clock that runs on
	turn   int           // how many turns had begun when it arrived
	number int           // of its arrival
}

// seat is a person within a lane: each has its own place in the round.
type seat struct {
	lane   llm.Lane
	person string
}

// scene is all that the rule of order looks at.
type scene struct {
	now     time.Duration
	slots   int          // of all hosts together
	running []place      // each holds a slot
	waiting []place      // each could use a slot now
	last    map[seat]int // the number of the turn that a seat was given last
}

// next is the index of the waiting turn that begins, or -1 when none may.
//
// The most urgent lane goes first, and every ageStep of waiting makes a turn
// one lane more urgent. Among equals the seat goes first that was given a turn
// longest ago, or arrived first where it was given none since; within a seat,
// who came first. Batch leaves one slot to people where there are two or more.
func next(s scene) int {
	if len(s.running) >= s.slots {
		return -1
	}
	batches := 0
	for _, p := range s.running {
		if p.lane == llm.Batch {
			batches++
		}
	}
	best := -1
	for i, p := range s.waiting {
		if p.lane == llm.Batch && s.slots > 1 && batches >= s.slots-1 {
			continue
		}
		if best < 0 || s.before(p, s.waiting[best]) {
			best = i
		}
	}
	return best
}

// before reports whether a goes before b.
func (s scene) before(a, b place) bool {
	if la, lb := level(a, s.now), level(b, s.now); la != lb {
		return la < lb
	}
	if ra, rb := s.round(a), s.round(b); ra != rb {
		return ra < rb
	}
	if a.since != b.since {
		return a.since < b.since
	}
	return a.number < b.number
}

// round is where a seat stands in the round, in half turns: behind the turn
// that it was given last, and behind those that had begun when its turn
// arrived. Without the latter, newcomers could keep somebody waiting for ever;
// the former goes behind who arrived since.
func (s scene) round(p place) int { return max(2*s.last[seat{p.lane, p.person}]+1, 2*p.turn) }

// level is how urgent a turn is by now; 0 is the most.
func level(p place, now time.Duration) int {
	return max(0, urgency(p.lane)-int((now-p.since)/ageStep))
}

func urgency(l llm.Lane) int {
	switch l {
	case llm.Stream:
		return 0
	case llm.Short:
		return 1
	}
	return 2
}

// firm reports whether a turn that begins now is not stopped for anybody: what
// waited until it was as urgent as people would otherwise never come to its end.
func firm(p place, now time.Duration) bool { return p.lane != llm.Batch || level(p, now) == 0 }

// yields is the index of the running turn that is stopped for a person who
// waits: the batch turn that began last, since it loses the least. It is -1
// when none may be stopped. began says when each began; stoppable, which may be.
func yields(running []place, began []time.Duration, stoppable []bool) int {
	best := -1
	for i, p := range running {
		if p.lane == llm.Batch && stoppable[i] && (best < 0 || began[i] > began[best]) {
			best = i
		}
	}
	return best
}
