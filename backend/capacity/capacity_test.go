package capacity

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/llm"
)

// slots is a host of so many slots, whose answers take a second and begin at
// once. It turns away whoever would be one too many.
type slots struct {
	free chan struct{}
	most chan struct{}
}

func newSlots(n, most int) *slots {
	return &slots{make(chan struct{}, n), make(chan struct{}, most)}
}

func (s *slots) Generate(ctx context.Context, t llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	select {
	case s.most <- struct{}{}:
		defer func() { <-s.most }()
	default:
		return llm.Reply{}, llm.Full{}
	}
	s.free <- struct{}{}
	defer func() { <-s.free }()
	if err := piece(llm.Piece{Text: "x"}); err != nil {
		return llm.Reply{}, err
	}
	time.Sleep(time.Second)
	return llm.Reply{Text: "x", Usage: llm.Usage{ReplyTokens: r.Options.Reply}}, nil
}

func TestMeasure(t *testing.T) {
	for _, tt := range []struct {
		name        string
		slots, most int
		served      int
		steps       int
	}{
		{"two slots, a wait of 3 s", 2, 1000, 8, 5}, // with 16 the last of a round waits 7 s
		{"as many as there are", 64, 1000, 16, 5},
		{"who is turned away is not served", 1, 4, 4, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var steps []Step
				served, err := Measure(t.Context(), newSlots(tt.slots, tt.most), Asked{Model: "m", People: 16, Limit: 4 * time.Second, Words: 10}, func(s Step) { steps = append(steps, s) })
				if err != nil || served != tt.served || len(steps) != tt.steps {
					t.Errorf("served %d in %d steps (%v): %+v", served, len(steps), err, steps)
				}
				if s := steps[0]; s.People != 1 || s.Answers != 10 || s.WaitP95 > 0.01 || s.TookP95 != 1 || s.Tokens != 10 {
					t.Errorf("with one person %+v", s)
				}
			})
		})
	}
	broken := errors.New("broken")
	if _, err := Measure(t.Context(), failing{broken}, Asked{}, func(Step) {}); !errors.Is(err, broken) {
		t.Errorf("the host is broken: %v", err)
	}
	if got := fmt.Sprint(quantile(nil, 50), quantile([]time.Duration{2e9, 1e9}, 50)); got != "0 2" {
		t.Errorf("quantiles %s", got)
	}
}

type failing struct{ err error }

func (f failing) Generate(context.Context, llm.Turn, llm.Request, func(llm.Piece) error) (llm.Reply, error) {
	return llm.Reply{}, f.err
}
