package queue

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"meridian/backend/llm"
)

func at(lane llm.Lane, person string, since, turn int) place {
	return place{lane: lane, person: person, since: time.Duration(since) * time.Second, turn: turn}
}

func TestNext(t *testing.T) {
	const now = 100
	for _, tt := range []struct {
		name    string
		slots   int
		running []place
		waiting []place
		last    map[seat]int
		want    int
	}{
		{"nobody waits", 1, nil, nil, nil, -1},
		{"a free slot is used", 1, nil, []place{at(llm.Batch, "a", now, 0)}, nil, 0},
		{"no slot is free", 1, []place{at(llm.Short, "a", now, 0)}, []place{at(llm.Stream, "b", now, 0)}, nil, -1},
		{"a stream goes before a short and a batch", 1, nil,
			[]place{at(llm.Batch, "a", 80, 0), at(llm.Short, "a", 81, 0), at(llm.Stream, "a", 99, 0)}, nil, 2},
		{"a short goes before a batch", 1, nil, []place{at(llm.Batch, "a", 80, 0), at(llm.Short, "b", 99, 0)}, nil, 1},
		{"within a seat, who came first", 1, nil, []place{at(llm.Stream, "a", 95, 0), at(llm.Stream, "a", 90, 0)}, nil, 1},
		{"whoever was served longest ago", 1, nil,
			[]place{at(llm.Stream, "a", 90, 5), at(llm.Stream, "b", 95, 5)}, map[seat]int{{llm.Stream, "a"}: 9, {llm.Stream, "b"}: 7}, 1},
		{"a newcomer stands behind who was there", 1, nil,
			[]place{at(llm.Stream, "new", 99, 9), at(llm.Stream, "a", 90, 3)}, map[seat]int{{llm.Stream, "a"}: 8}, 1},
		{"whoever was just served stands behind who arrived since", 1, nil,
			[]place{at(llm.Stream, "a", 90, 8), at(llm.Stream, "b", 91, 8)}, map[seat]int{{llm.Stream, "a"}: 8}, 1},
		{"a turn in one lane is none in another", 1, nil,
			[]place{at(llm.Short, "a", 90, 3), at(llm.Short, "b", 91, 4)}, map[seat]int{{llm.Stream, "a"}: 8}, 0},
		{"30 s make a short as urgent as a stream", 1, nil,
			[]place{at(llm.Stream, "a", 99, 9), at(llm.Short, "b", 70, 3)}, nil, 1},
		{"29 s do not", 1, nil, []place{at(llm.Stream, "a", 99, 9), at(llm.Short, "b", 71, 3)}, nil, 0},
		{"60 s make a batch as urgent as a stream", 1, nil,
			[]place{at(llm.Stream, "a", 99, 9), at(llm.Batch, "b", 40, 3)}, nil, 1},
		{"batch leaves one slot of two to people", 2, []place{at(llm.Batch, "a", 90, 0)}, []place{at(llm.Batch, "a", 90, 0)}, nil, -1},
		{"however old it is", 2, []place{at(llm.Batch, "a", 90, 0)}, []place{at(llm.Batch, "a", 0, 0)}, nil, -1},
		{"people take the slot that is kept", 2, []place{at(llm.Batch, "a", 90, 0)}, []place{at(llm.Batch, "a", 0, 0), at(llm.Short, "b", 99, 0)}, nil, 1},
		{"batch may fill the rest", 3, []place{at(llm.Batch, "a", 90, 0)}, []place{at(llm.Batch, "b", 90, 0)}, nil, 0},
		{"hosts that went away leave too many running", 1, []place{at(llm.Short, "a", 90, 0), at(llm.Short, "b", 90, 0)}, []place{at(llm.Stream, "c", 99, 0)}, nil, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := scene{now * time.Second, tt.slots, tt.running, tt.waiting, tt.last}
			if got := next(s); got != tt.want {
				t.Errorf("next is %d, want %d", got, tt.want)
			}
		})
	}
}

func TestYields(t *testing.T) {
	running := []place{at(llm.Stream, "a", 0, 0), at(llm.Batch, "b", 0, 0), at(llm.Batch, "c", 0, 0)}
	began := []time.Duration{3, 1, 2}
	for _, tt := range []struct {
		name      string
		stoppable []bool
		want      int
	}{
		{"the batch that began last", []bool{true, true, true}, 2},
		{"one that may be stopped", []bool{true, true, false}, 1},
		{"a person is never stopped", []bool{true, false, false}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := yields(running, began, tt.stoppable); got != tt.want {
				t.Errorf("yields %d, want %d", got, tt.want)
			}
		})
	}
}

// simulated runs the rule by a clock of its own: turns take service, people
// arrive as arrive says, and each turn's wait is told.
type simulated struct {
	slots   int
	service func(llm.Lane) time.Duration
	now     time.Duration
	running []place
	ends    []time.Duration
	waiting []place
	last    map[seat]int
	turn    int
	arrived int
	waited  func(p place, wait time.Duration)
}

func (s *simulated) arrive(lane llm.Lane, person string) {
	s.arrived++
	s.waiting = append(s.waiting, place{lane: lane, person: person, since: s.now, turn: s.turn, number: s.arrived})
	s.fill()
}

// fill begins turns until the rule lets none begin.
func (s *simulated) fill() {
	for {
		i := next(scene{s.now, s.slots, s.running, s.waiting, s.last})
		if i < 0 {
			return
		}
		p := s.waiting[i]
		s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
		s.turn++
		s.last[seat{p.lane, p.person}] = s.turn
		s.running, s.ends = append(s.running, p), append(s.ends, s.now+s.service(p.lane))
		s.waited(p, s.now-p.since)
	}
}

// until ends what ends by a moment, in order, and fills what becomes free.
func (s *simulated) until(moment time.Duration) {
	for {
		first := -1
		for i, end := range s.ends {
			if end <= moment && (first < 0 || end < s.ends[first]) {
				first = i
			}
		}
		if first < 0 {
			s.now = moment
			return
		}
		s.now = s.ends[first]
		s.running = append(s.running[:first], s.running[first+1:]...)
		s.ends = append(s.ends[:first], s.ends[first+1:]...)
		s.fill()
	}
}

// TestEverybodyIsServedFairly plays 12,000 turns: one greedy person who always
// has 20 turns waiting, seven who ask now and then, and batch work without end.
//
// The bounds: a turn takes 1 s. Whoever has one turn waiting is behind at most
// one turn of each other person in the round, one of batch where that has
// waited long, and what is running: 9 s on one slot.
func TestEverybodyIsServedFairly(t *testing.T) {
	for _, slots := range []int{1, 2, 4} {
		t.Run(fmt.Sprint(slots, " slots"), func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, uint64(slots)))
			longest, served := map[string]time.Duration{}, map[string]int{}
			s := &simulated{slots: slots, last: map[seat]int{}, service: func(llm.Lane) time.Duration { return time.Second },
				waited: func(p place, wait time.Duration) {
					name := string(p.lane) + " " + p.person
					longest[name], served[name] = max(longest[name], wait), served[name]+1
				}}
			open := func(lane llm.Lane, person string) (n int) {
				for _, p := range s.waiting {
					if p.lane == lane && p.person == person {
						n++
					}
				}
				return n
			}
			for turns := 0; turns < 12000; turns = s.turn {
				for open(llm.Stream, "greedy") < 20 {
					s.arrive(llm.Stream, "greedy")
				}
				for i := range 7 {
					if person := fmt.Sprint("person ", i); open(llm.Stream, person) == 0 && random.IntN(8*slots) == 0 {
						s.arrive(llm.Stream, person)
					}
				}
				if open(llm.Batch, "nightly") == 0 {
					s.arrive(llm.Batch, "nightly")
				}
				s.until(s.now + time.Duration(random.IntN(400)+1)*time.Millisecond)
			}
			limit := 9 * time.Second
			for i := range 7 {
				if name := fmt.Sprint("stream person ", i); longest[name] > limit || served[name] < 100 {
					t.Errorf("%s waited up to %v in %d turns, want at most %v", name, longest[name], served[name], limit)
				}
			}
			if got := longest["batch nightly"]; got > 2*ageStep+limit || served["batch nightly"] < 12000/(70*slots) {
				t.Errorf("batch waited up to %v in %d turns", got, served["batch nightly"])
			}
			if served["stream greedy"] < 12000/8 {
				t.Errorf("the greedy person had %d turns: what nobody else needs is hers", served["stream greedy"])
			}
		})
	}
}

// TestNobodyStarvesAndNoSlotIdles plays random scenes: whoever arrives is
// served in bounded time however many newcomers there are, and after every
// filling either all slots are taken or nobody waits who may go.
func TestNobodyStarvesAndNoSlotIdles(t *testing.T) {
	lanes := []llm.Lane{llm.Stream, llm.Short, llm.Batch}
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(11, seed))
		slots := 1 + random.IntN(4)
		var longest time.Duration
		s := &simulated{slots: slots, last: map[seat]int{}, waited: func(_ place, wait time.Duration) { longest = max(longest, wait) },
			service: func(llm.Lane) time.Duration { return time.Duration(1+random.IntN(2000)) * time.Millisecond }}
		for n := range 1500 {
			// A little more than can be served while few wait: queues build up and are
			// bounded, as the dispatcher bounds them.
			if len(s.waiting) < 40 {
				s.arrive(lanes[random.IntN(3)], fmt.Sprint("person ", n/3)) // nobody comes a fourth time
			}
			s.until(s.now + time.Duration(random.IntN(1000/slots)+1)*time.Millisecond)
			free, people, batches := slots-len(s.running), 0, 0
			for _, p := range s.waiting {
				if p.lane != llm.Batch {
					people++
				}
			}
			for _, p := range s.running {
				if p.lane == llm.Batch {
					batches++
				}
			}
			mayBatch := slots == 1 || batches < slots-1
			if free < 0 || free > 0 && (people > 0 || len(s.waiting) > 0 && mayBatch) {
				t.Fatalf("seed %d: %d slots are free while %d wait, %d of them people", seed, free, len(s.waiting), people)
			}
		}
		// 40 wait, each for 2 s at most; batch on one slot fewer, after 60 s of ageing.
		if limit := 2*ageStep + 40*2*time.Second; longest > limit {
			t.Errorf("seed %d: somebody waited %v, want at most %v", seed, longest, limit)
		}
	}
}
