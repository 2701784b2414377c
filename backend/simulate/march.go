package simulate

import (
	"context"
	"sync"
)

// march is the order in which a company's workers go about its work, so that none
// waits for another at every year's end: a year's series are told while the next
// year is played, and a worker takes whatever comes next. What a task hangs on
// comes well before it, half a year of blocks or more, so that it is done as a
// rule; where it is not, the worker waits for it.
//
// Turn y is the first half of the blocks' year y, all there is to tell of year
// y-1, and the other half.
type march struct {
	mu      sync.Mutex
	moved   sync.Cond
	next    int
	stopped bool
	played  []int // per year, how many blocks have
	telling []int // per year, how much of it is told
	blocks  []int // per block, how many years it has played
	by      []int // per block, who played it last
	line    []int // the blocks in the order in which they play
	tellers []int // per part of what is told, how many years it has told
}

func newMarch(years, blocks, tellers int) *march {
	m := &march{played: make([]int, years), telling: make([]int, years), blocks: make([]int, blocks), tellers: make([]int, tellers)}
	m.moved.L = &m.mu
	m.by, m.line = make([]int, blocks), make([]int, blocks)
	for b := range m.line {
		m.by[b], m.line[b] = None, b
	}
	return m
}

// task is a block's year to play, or a part of a year to tell.
type task struct {
	year, at int
	tell     bool
}

// take is the next task, once what it hangs on is done. There is none once all are
// taken, or the march was stopped.
func (m *march) take(worker int) (task, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for !m.stopped {
		k, left := m.task(m.next)
		if !left {
			break
		}
		m.next++
		if k.year < 0 || k.year == len(m.played) {
			continue // before the first year, or after the last
		}
		if !k.tell {
			k.at = m.own(worker, k.at)
		}
		for !m.ready(k) && !m.stopped {
			m.moved.Wait()
		}
		return k, !m.stopped
	}
	return task{}, false
}

// own is the block that plays next: one that the worker has played before, if there
// is one in this half of a turn, since what it carries may still be in the
// processor's cache; else the next in line.
func (m *march) own(worker, at int) int {
	end := len(m.line)
	if at < m.half() {
		end = m.half()
	}
	for j := at; j < end; j++ {
		if m.by[m.line[j]] == worker {
			m.line[at], m.line[j] = m.line[j], m.line[at]
			break
		}
	}
	b := m.line[at]
	m.by[b] = worker
	return b
}

// half is how many blocks play in a turn before anything is told.
func (m *march) half() int { return (len(m.blocks) + 1) / 2 }

// task is the one at a place in the order.
func (m *march) task(i int) (k task, left bool) {
	blocks, tellers := len(m.blocks), len(m.tellers)
	half := m.half()
	turn, at := i/(blocks+tellers), i%(blocks+tellers)
	switch {
	case at < half:
		k = task{turn, at, false}
	case at < half+tellers:
		k = task{turn - 1, at - half, true}
	default:
		k = task{turn, at - tellers, false}
	}
	return k, turn <= len(m.played)
}

// ready reports whether what a task hangs on is done. A block's year goes where the
// one two years before has been told from.
func (m *march) ready(k task) bool {
	if k.tell {
		return m.tellers[k.at] == k.year && m.played[k.year] == len(m.blocks)
	}
	return m.blocks[k.at] == k.year && (k.year < tapeYears || m.telling[k.year-tapeYears] == len(m.tellers))
}

// done enters a task as done. told is called, by one goroutine at a time, where it was
// the last of a year.
func (m *march) done(k task, told func(year int)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k.tell {
		m.tellers[k.at]++
		m.telling[k.year]++
		if m.telling[k.year] == len(m.tellers) {
			told(k.year)
		}
	} else {
		m.blocks[k.at]++
		m.played[k.year]++
	}
	m.moved.Broadcast()
}

func (m *march) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped = true
	m.moved.Broadcast()
}

// run lets a number of workers do all tasks; do gets the worker's number. No task is
// begun once ctx has ended.
func (m *march) run(ctx context.Context, workers int, do func(worker int, k task), told func(year int)) error {
	crew(workers, func(worker int) {
		for {
			if ctx.Err() != nil {
				m.stop()
				return
			}
			k, left := m.take(worker)
			if !left {
				return
			}
			do(worker, k)
			m.done(k, told)
		}
	})
	return ctx.Err()
}
