package queue

import "time"

const (
	tripAfter   = 3                // failures in a row that open a breaker
	firstPause  = 2 * time.Second  // how long it stays open at first; doubled every time it opens again
	longestRest = 60 * time.Second // and at most
)

// breaker keeps requests away from a host that fails.
//
//	closed ──3 failures──▶ open ──pause over──▶ half-open ──success──▶ closed
//	                        ▲                      │
//	                        └──────failure─────────┘ with a pause twice as long
//
// Half-open lets one request through; what comes of it decides. The zero
// breaker is closed. It is a value: its owner guards it.
type breaker struct {
	failures int           // in a row
	pause    time.Duration // of the last opening; 0 while closed
	until    time.Duration // when an open one becomes half-open
	trying   bool          // half-open, and its one request is under way
}

// lets reports whether a request may be sent now.
func (b breaker) lets(now time.Duration) bool {
	return b.pause == 0 || now >= b.until && !b.trying
}

// sent notes that a request is under way.
func (b *breaker) sent() { b.trying = b.pause > 0 }

// worked notes that the host answered.
func (b *breaker) worked() { *b = breaker{} }

// failed notes that it did not.
func (b *breaker) failed(now time.Duration) {
	b.failures++
	b.trying = false
	if b.pause == 0 && b.failures < tripAfter {
		return
	}
	b.pause = min(max(2*b.pause, firstPause), longestRest)
	b.until = now + b.pause
}

// spared notes that a request ended without saying anything about the host:
// whoever asked gave up.
func (b *breaker) spared() { b.trying = false }
