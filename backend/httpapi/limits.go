package httpapi

import (
	"net/netip"
	"sync"
	"time"
)

// limiter lets each key do something so often: burst times at once, and then as
// time passes. It remembers mostKeys keys; what comes beyond them shares one
// allowance, so that making up keys wins nobody anything and fills no memory.
type limiter struct {
	burst float64
	every time.Duration // until one more is allowed

	mu   sync.Mutex
	keys map[string]allowance
}

type allowance struct {
	left float64
	at   time.Time
}

// mostKeys bounds the keys that a limiter tells apart.
const mostKeys = 4096

// others is the key of all that are not told apart; no address looks like it.
const others = "\x00others"

func newLimiter(burst int, every time.Duration) *limiter {
	return &limiter{burst: float64(burst), every: every, keys: map[string]allowance{}}
}

// take uses one of the key's allowance. Where there is none it says how long
// until there is.
func (l *limiter) take(key string, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key = l.known(key, now)
	a, seen := l.keys[key]
	if !seen {
		a = allowance{l.burst, now}
	}
	a.left = l.refilled(a, now)
	a.at = now
	if a.left < 1 {
		l.keys[key] = a
		return time.Duration((1 - a.left) * float64(l.every))
	}
	a.left--
	l.keys[key] = a
	return 0
}

func (l *limiter) refilled(a allowance, now time.Time) float64 {
	return min(l.burst, a.left+max(0, now.Sub(a.at).Seconds())/l.every.Seconds())
}

// known is the key itself, or others where there is no room for one more.
func (l *limiter) known(key string, now time.Time) string {
	if _, seen := l.keys[key]; seen || len(l.keys) < mostKeys {
		return key
	}
	for k, a := range l.keys {
		if l.refilled(a, now) >= l.burst {
			delete(l.keys, k) // as if it had never come
		}
	}
	if len(l.keys) < mostKeys {
		return key
	}
	return others
}

// setbacks makes whoever is wrong again and again wait longer each time: nothing
// after the first three, then 2 s, 4 s, 8 s, up to setbackMost.
type setbacks struct {
	mu   sync.Mutex
	keys map[string]setback
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

// wait is how long the key has to wait before it may try again.
func (s *setbacks) wait(key string, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.keys[key]
	return max(0, one.pause()-now.Sub(one.at))
}

// wrong remembers a mistake.
func (s *setbacks) wrong(key string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys == nil {
		s.keys = map[string]setback{}
	}
	if _, seen := s.keys[key]; !seen && len(s.keys) >= mostKeys {
		s.forget(now)
	}
	if _, seen := s.keys[key]; !seen && len(s.keys) >= mostKeys {
		key = others
	}
	one := s.keys[key]
	if now.Sub(one.at) > setbackKept {
		one.wrong = 0
	}
	s.keys[key] = setback{one.wrong + 1, now}
}

func (s *setbacks) forget(now time.Time) {
	for k, one := range s.keys {
		if now.Sub(one.at) > setbackKept {
			delete(s.keys, k)
		}
	}
}

// right forgets the mistakes of a key.
func (s *setbacks) right(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys, key)
}

// seats bounds how much goes on at once, in all and by key.
type seats struct {
	all, each int

	mu    sync.Mutex
	taken int
	keys  map[string]int
}

// sit takes a seat; the caller must leave it. false when there is none.
func (s *seats) sit(key string) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken >= s.all || s.keys[key] >= s.each {
		return nil, false
	}
	if s.keys == nil {
		s.keys = map[string]int{}
	}
	s.taken++
	s.keys[key]++
	return func() { s.leave(key) }, true
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
