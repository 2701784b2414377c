package queue

import (
	"testing"
	"time"
)

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		name   string
		policy Policy
		hosts  []view
		want   int
	}{
		{"no host", Loaded, nil, -1},
		{"no slot free", Loaded, []view{{weight: 1, loaded: true}}, -1},
		{"the model is loaded", Loaded, []view{{free: 9, weight: 9, memory: 99}, {free: 1, weight: 1, inFlight: 3, loaded: true}}, 1},
		{"loaded but full", Loaded, []view{{free: 1, weight: 1}, {weight: 1, loaded: true}}, 0},
		{"not loaded anywhere: the most free memory", Loaded, []view{{free: 1, weight: 9, memory: 1}, {free: 1, weight: 1, memory: 2}}, 1},
		{"loaded everywhere: the fewest by weight", Loaded, []view{{free: 1, weight: 1, inFlight: 1, loaded: true}, {free: 1, weight: 4, inFlight: 3, loaded: true}}, 1},
		{"equal: the one that rested longer", Loaded, []view{{free: 1, weight: 1, turn: 8}, {free: 1, weight: 1, turn: 3}}, 1},
		{"a conversation stays", Loaded, []view{{free: 1, weight: 1, loaded: true}, {free: 1, weight: 1, sticky: true}}, 1},
		{"unless its host is full", Loaded, []view{{free: 1, weight: 1}, {weight: 1, sticky: true}}, 0},
		{"each in turn", RoundRobin, []view{{free: 1, weight: 9, turn: 8}, {free: 1, weight: 1, inFlight: 5, turn: 3}}, 1},
		{"weighted does not ask what is loaded", Weighted, []view{{free: 1, weight: 1, inFlight: 1, loaded: true}, {free: 1, weight: 1}}, 1},
		{"the fastest", LeastResponse, []view{{free: 1, weight: 1, mean: 3 * time.Second}, {free: 1, weight: 1, mean: time.Second, inFlight: 1}}, 1},
		{"the fastest by what it does now", LeastResponse, []view{{free: 1, weight: 1, mean: 3 * time.Second}, {free: 1, weight: 1, mean: time.Second, inFlight: 3}}, 0},
		{"one that was never measured", LeastResponse, []view{{free: 1, weight: 1, mean: time.Second}, {free: 1, weight: 1}}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := choose(tt.policy, tt.hosts); got != tt.want {
				t.Errorf("choose %d, want %d", got, tt.want)
			}
		})
	}
}

func TestBreaker(t *testing.T) {
	var b breaker
	b.failed(0)
	b.failed(0)
	if !b.lets(0) {
		t.Error("two failures opened it")
	}
	b.worked()
	for range tripAfter - 1 {
		b.failed(0)
	}
	if !b.lets(0) {
		t.Error("failures before a success were counted")
	}
	b.failed(0)
	if b.lets(0) || b.lets(firstPause-1) {
		t.Error("three failures in a row did not open it")
	}
	if !b.lets(firstPause) {
		t.Error("it stays open for ever")
	}
	b.sent()
	if b.lets(firstPause) {
		t.Error("half-open let a second request through")
	}
	b.spared()
	if !b.lets(firstPause) {
		t.Error("a request that was given up holds half-open shut")
	}
	b.sent()
	b.failed(firstPause)
	if b.lets(2*firstPause) || !b.lets(3*firstPause) {
		t.Error("the second pause is not twice the first")
	}
	for range 20 {
		b.failed(0)
	}
	if !b.lets(longestRest) {
		t.Error("the pause has no end")
	}
	b.sent()
	b.worked()
	if !b.lets(0) || b != (breaker{}) {
		t.Error("a success did not close it")
	}
}
