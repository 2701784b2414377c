package queue

import (
	"time"

	"meridian/backend/llm"
)

// estimate is how long a turn is likely to wait if nobody more urgent comes: it
// counts the turns that go first as the round lets them, and adds what they
// took before. The caller holds the mutex.
func (q *Queue) estimate(t *turn) llm.Wait {
	now, mine := q.now(), level(t.place, q.now())
	own := 0                  // turns of the same seat that go first
	seats := map[seat][]int{} // other seats as urgent: how many wait, and how many of them are before me in the round
	var wait llm.Wait
	var work time.Duration
	count := func(lane llm.Lane, n int) {
		wait.Ahead += n
		work += time.Duration(n) * q.means[lane]
	}
	s := scene{now: now, last: q.last}
	for _, o := range q.waiting {
		switch l := level(o.place, now); {
		case o == t || l > mine:
		case l < mine:
			count(o.lane, 1)
		case o.lane == t.lane && o.person == t.person:
			if o.since <= t.since {
				own++
				count(o.lane, 1)
			}
		default:
			k := seat{o.lane, o.person}
			if seats[k] == nil {
				seats[k] = []int{0, 0}
			}
			seats[k][0]++
			if s.before(o.place, t.place) {
				seats[k][1] = 1
			}
		}
	}
	for k, n := range seats {
		count(k.lane, min(n[0], own+n[1])) // each round lets one of every seat go
	}
	slots := q.slots()
	if slots == 0 || wait.Ahead == 0 && q.hostFor(t) != nil {
		return llm.Wait{Ahead: wait.Ahead}
	}
	for _, r := range q.running {
		if t.lane != llm.Batch && r.lane == llm.Batch && !r.firm {
			continue // it gives way
		}
		mean := q.means[r.lane]
		work += max(mean-(now-r.begun), mean/5)
	}
	wait.Left = work / time.Duration(slots)
	return wait
}
