// Package latency keeps how long things took, in bounded memory.
//
// A histogram counts durations in buckets that grow by a ninth, so that a
// quantile is told to within that, however many there were. A record keeps a
// histogram under each of a bounded number of names. A log keeps the newest of
// what was slow.
//
// Promise: nothing here grows with use. Adding is quick enough to be done for
// every request, and safe from any goroutine. What is kept says how long and
// where, and never what was asked.
package latency

import (
	"maps"
	"math"
	"slices"
	"sync"
	"time"
)

const (
	smallest = 50 * time.Microsecond // what is shorter counts as this
	perTwice = 6                     // buckets to a doubling: each is 12 % wider than the one before
	buckets  = 26 * perTwice         // up to about an hour; what is longer counts as that
)

// Histogram counts durations. The zero value is ready to use.
type Histogram struct {
	mu     sync.Mutex
	counts [buckets]uint64
	n      uint64
	sum    time.Duration
	most   time.Duration
}

// Summary is what a histogram tells. Without durations all of it is zero.
type Summary struct {
	Count         uint64
	Sum           time.Duration
	P50, P95, P99 time.Duration // no less than they were, and at most 13 % more
	Most          time.Duration
}

// Add counts a duration.
func (h *Histogram) Add(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts[bucket(d)]++
	h.n++
	h.sum += d
	h.most = max(h.most, d)
}

// Summary is what was counted so far.
func (h *Histogram) Summary() Summary {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Summary{h.n, h.sum, h.quantile(0.50), h.quantile(0.95), h.quantile(0.99), h.most}
}

// quantile is the upper edge of the bucket in which a share of all ends.
func (h *Histogram) quantile(share float64) time.Duration {
	rank := uint64(math.Ceil(share * float64(h.n)))
	var seen uint64
	for i, n := range h.counts {
		if seen += n; n > 0 && seen >= rank {
			if i == buckets-1 {
				return h.most
			}
			return min(edge(i), h.most)
		}
	}
	return 0
}

func bucket(d time.Duration) int {
	if d <= smallest {
		return 0
	}
	i := int(math.Ceil(perTwice * math.Log2(float64(d)/float64(smallest))))
	return min(i, buckets-1)
}

// edge is the longest duration that a bucket holds.
func edge(i int) time.Duration {
	return time.Duration(float64(smallest) * math.Exp2(float64(i)/perTwice))
}

// mostNames bounds a record; what comes under further names is told as Others.
const mostNames = 256

// Others is the name of what found no room under its own.
const Others = "others"

// Record is a histogram under each name. The zero value is ready to use.
type Record struct {
	mu    sync.Mutex
	names map[string]*Histogram
}

// Add counts a duration under a name.
func (r *Record) Add(name string, d time.Duration) { r.of(name).Add(d) }

func (r *Record) of(name string) *Histogram {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.names == nil {
		r.names = map[string]*Histogram{}
	}
	if r.names[name] == nil && len(r.names) >= mostNames {
		name = Others
	}
	if r.names[name] == nil {
		r.names[name] = &Histogram{}
	}
	return r.names[name]
}

// Named is a summary under its name.
type Named struct {
	Name string
	Summary
}

// Summaries are those of all names, by name.
func (r *Record) Summaries() []Named {
	r.mu.Lock()
	held := maps.Clone(r.names)
	r.mu.Unlock()
	all := []Named{}
	for _, name := range slices.Sorted(maps.Keys(held)) {
		all = append(all, Named{name, held[name].Summary()})
	}
	return all
}

// Log keeps the newest of what is added, Keep of them at most. The zero value
// keeps 100.
type Log[T any] struct {
	Keep int

	mu  sync.Mutex
	all []T // oldest first
}

// Add keeps one more, and lets the oldest go where there is no room.
func (l *Log[T]) Add(one T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	keep := l.Keep
	if keep <= 0 {
		keep = 100
	}
	if len(l.all) >= keep {
		l.all = append(l.all[:0], l.all[len(l.all)-keep+1:]...)
	}
	l.all = append(l.all, one)
}

// Newest is what is kept, the newest first.
func (l *Log[T]) Newest() []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := slices.Clone(l.all)
	slices.Reverse(all)
	return all
}
