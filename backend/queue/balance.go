package queue

import "time"

// Policy is how one of several hosts is chosen.
type Policy string

// The policies. All of them take only hosts that are well and have a slot free.
const (
	Loaded        Policy = ""              // one that has the model in memory, then the most free memory, then the fewest requests by weight
	RoundRobin    Policy = "roundRobin"    // each in turn
	Weighted      Policy = "weighted"      // the fewest requests by weight
	LeastResponse Policy = "leastResponse" // the one that answered fastest, by what it is doing now
)

// view is a host as the policy sees it.
type view struct {
	free     int  // slots
	inFlight int  // requests inside
	weight   int  // how much it can do compared with others; at least 1
	loaded   bool // the model is in its memory
	memory   int64
	mean     time.Duration // of its answers; 0 before the first
	turn     int           // the number of the last turn that it was given
	sticky   bool          // it has read the beginning of this conversation
}

// choose is the index of the host that serves a request, or -1 when no host
// has a slot free. A host that has read the beginning of the conversation goes
// first, because it need not read it again.
func choose(p Policy, hosts []view) int {
	best := -1
	for i, h := range hosts {
		if h.free > 0 && (best < 0 || better(p, h, hosts[best])) {
			best = i
		}
	}
	return best
}

func better(p Policy, a, b view) bool {
	if a.sticky != b.sticky {
		return a.sticky
	}
	switch p {
	case RoundRobin:
		return a.turn < b.turn
	case Weighted:
		return lighter(a, b)
	case LeastResponse:
		return quicker(a, b)
	}
	if a.loaded != b.loaded {
		return a.loaded
	}
	if !a.loaded && a.memory != b.memory {
		return a.memory > b.memory
	}
	return lighter(a, b)
}

// lighter reports whether a would have fewer requests by weight than b with
// one more; among equals the one that rested longer goes first.
func lighter(a, b view) bool {
	if la, lb := (a.inFlight+1)*b.weight, (b.inFlight+1)*a.weight; la != lb {
		return la < lb
	}
	return a.turn < b.turn
}

// quicker compares what an answer took, times the requests that share the
// host. One that was never asked is asked first, so that it is measured.
func quicker(a, b view) bool {
	la, lb := a.mean*time.Duration(a.inFlight+1), b.mean*time.Duration(b.inFlight+1)
	if la != lb {
		return la < lb
	}
	return a.turn < b.turn
}
