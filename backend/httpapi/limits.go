package httpapi

import (
	"net/netip"
	"sync"
	"time"
)

// allowance is how often each key may do something: burst times at once, and then
// as time passes.
type allowance struct {
	name  string // what is allowed, for the log of the program itself
	burst int
	every time.Duration // until one more is allowed
}

// limiter keeps an allowance.
type limiter struct {
	allowance

	mu   sync.Mutex
	keys ledger[spent]
}

// spent is what a key has left of its allowance.
type spent struct {
	left float64
	at   time.Time
}

func newLimiter(a allowance) *limiter { return &limiter{allowance: a} }

// take uses one of the key's allowance. Where there is none the error says how long
// until there is.
func (l *limiter) take(key string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	key = l.keys.known(key, func(s spent) bool { return l.refilled(s, now) >= float64(l.burst) })
	s, seen := l.keys.of[key]
	if !seen {
		s = spent{float64(l.burst), now}
	}
	s = spent{l.refilled(s, now), now}
	wait := time.Duration((1 - s.left) * float64(l.every))
	if s.left >= 1 {
		s.left, wait = s.left-1, 0
	}
	l.keys.put(key, s)
	return l.after(wait)
}

// after is the fault of having to wait; nil for not at all.
func (a allowance) after(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	return tooOften{a.name, wait}
}

func (l *limiter) refilled(s spent, now time.Time) float64 {
	return min(float64(l.burst), s.left+max(0, now.Sub(s.at).Seconds())/l.every.Seconds())
}

// ledger is what is remembered of keys. It tells mostKeys of them apart; what comes
// beyond them is one key, so that making up keys wins nobody anything and fills no
// memory.
type ledger[T any] struct{ of map[string]T }

// mostKeys bounds the keys that a ledger tells apart.
const mostKeys = 4096

// others is the key of all that are not told apart; no address looks like it.
const others = "\x00others"

// known is the key itself, or others where there is no room for one more. Room is
// made by forgetting those of whom nothing is worth remembering.
func (l *ledger[T]) known(key string, idle func(T) bool) string {
	if _, seen := l.of[key]; seen || len(l.of) < mostKeys {
		return key
	}
	for k, one := range l.of {
		if idle(one) {
			delete(l.of, k)
		}
	}
	if len(l.of) < mostKeys {
		return key
	}
	return others
}

func (l *ledger[T]) put(key string, one T) {
	if l.of == nil {
		l.of = map[string]T{}
	}
	l.of[key] = one
}

// setbacks makes whoever is wrong again and again wait longer each time: nothing
// after the first three, then 2 s, 4 s, 8 s, up to setbackMost.
type setbacks struct {
	mu   sync.Mutex
	keys ledger[setback]
}

type setback struct {
	wrong int
	at    time.Time // of the last
}

const (
	setbackFree = 3
	setbackMost = 15 * time.Minute
	setbackKept = time.Hour // after which all is forgotten
)

// pause is how long a number of mistakes costs.
func (s setback) pause() time.Duration {
	if s.wrong <= setbackFree {
		return 0
	}
	return min(setbackMost, time.Second<<min(s.wrong-setbackFree, 20))
}

// wait is the fault of trying again too early; nil where that is allowed.
func (s *setbacks) wait(key string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.keys.of[key]
	return allowance{name: "tries after mistakes"}.after(one.pause() - now.Sub(one.at))
}

// wrong remembers a mistake.
func (s *setbacks) wrong(key string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key = s.keys.known(key, func(one setback) bool { return now.Sub(one.at) > setbackKept })
	one := s.keys.of[key]
	if now.Sub(one.at) > setbackKept {
		one.wrong = 0
	}
	s.keys.put(key, setback{one.wrong + 1, now})
}

// right forgets the mistakes of a key.
func (s *setbacks) right(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys.of, key)
}

// seats bounds how much goes on at once, in all and by key.
type seats struct {
	name      string // of what goes on, for the log of the program itself
	all, each int

	mu    sync.Mutex
	taken int
	keys  map[string]int
}

// sit takes a seat; the caller must leave it. The error says that there is none.
func (s *seats) sit(key string) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken >= s.all || s.keys[key] >= s.each {
		return nil, tooOften{s.name, time.Second}
	}
	if s.keys == nil {
		s.keys = map[string]int{}
	}
	s.taken++
	s.keys[key]++
	return func() { s.leave(key) }, nil
}

func (s *seats) leave(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken--
	if s.keys[key]--; s.keys[key] <= 0 {
		delete(s.keys, key)
	}
}

// network is what addresses are told apart by: all of an IPv4 address, and of an
// IPv6 address the /64 that one household or one server has.
func network(address netip.Addr) string {
	address = address.Unmap().WithZone("")
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}
