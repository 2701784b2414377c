package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"meridian/backend/fault"
)

// Call asks a service. It returns soon after ctx ends; its response is JSON.
type Call func(ctx context.Context, service string, request json.RawMessage) (json.RawMessage, error)

// State is what became of a step.
type State string

// The states.
const (
	Taken   State = "taken"
	Skipped State = "skipped" // its condition did not hold, or another was taken
	Failed  State = "failed"
)

// Timing is what became of a node or a step, and how long that took.
type Timing struct {
	Name    string        `json:"name"`
	Router  Router        `json:"router,omitempty"` // of a node; "" of a service
	State   State         `json:"state"`
	Began   time.Duration `json:"began"` // after the run did
	Took    time.Duration `json:"took"`
	Problem string        `json:"problem,omitempty"` // the code of the fault of what failed
	Steps   []*Timing     `json:"steps,omitempty"`
}

// Late is the fault of a node that had not ended by its deadline.
var Late = fault.New(fault.Unavailable, "graph.late",
	fault.Text{EN: "A part of the answer took too long.", KO: "답의 일부가 너무 오래 걸렸습니다."},
	fault.Text{EN: "Ask again, or allow it more time.", KO: "다시 묻거나 시간을 더 주세요."})

// Run carries a request along a graph that Parse gave. draw is a number from 0
// up to 1 that decides every splitter: the same draw takes the same way. The
// timings come with a failure too.
func Run(ctx context.Context, g Graph, request json.RawMessage, draw float64, call Call) (json.RawMessage, *Timing, error) {
	r := &run{graph: g, draw: draw, call: call, began: time.Now()}
	t := &Timing{Name: g.Root}
	response, err := r.node(ctx, g.Root, request, t)
	return response, t, err
}

// run is one run.
type run struct {
	graph Graph
	draw  float64
	call  Call
	began time.Time
}

// clock notes in a timing how long something took, and what became of it.
func (r *run) clock(t *Timing, do func() (json.RawMessage, error)) (json.RawMessage, error) {
	t.Began = time.Since(r.began)
	response, err := do()
	t.Took = time.Since(r.began) - t.Began
	t.State = Taken
	if err != nil {
		t.State, t.Problem = Failed, codeOf(err)
	}
	return response, err
}

func codeOf(err error) string {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return f.Code
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return string(fault.Internal)
}

func (r *run) node(ctx context.Context, name string, request json.RawMessage, t *Timing) (json.RawMessage, error) {
	n := r.graph.Nodes[name]
	t.Router = n.Router
	for _, s := range n.Steps {
		t.Steps = append(t.Steps, &Timing{Name: s.name(), State: Skipped})
	}
	return r.clock(t, func() (json.RawMessage, error) {
		if n.Seconds == 0 {
			return r.route(ctx, n, request, t)
		}
		limited, cancel := context.WithTimeout(ctx, n.deadline())
		defer cancel()
		response, err := r.route(limited, n, request, t)
		if err != nil && ctx.Err() == nil && limited.Err() != nil {
			return nil, Late.With(err)
		}
		return response, err
	})
}

func (r *run) route(ctx context.Context, n Node, request json.RawMessage, t *Timing) (json.RawMessage, error) {
	switch n.Router {
	case Sequence:
		return r.sequence(ctx, n, request, t)
	case Ensemble:
		return r.ensemble(ctx, n, request, t)
	case Splitter:
		i := pick(n.Steps, r.draw)
		return r.only(ctx, n.Steps[i], request, t.Steps[i])
	}
	for i, s := range n.Steps {
		if s.Condition == nil || s.Condition.holds(request) {
			return r.only(ctx, s, request, t.Steps[i])
		}
	}
	return request, nil // nothing is said about such a request: it stays as it is
}

// only takes one step alone. A soft one that fails leaves the request as it is.
func (r *run) only(ctx context.Context, s Step, request json.RawMessage, t *Timing) (json.RawMessage, error) {
	response, err := r.step(ctx, s, request, t)
	if err != nil && s.Dependency == Soft && ctx.Err() == nil {
		return request, nil
	}
	return response, err
}

// pick is the step of a splitter that a draw takes.
func pick(steps []Step, draw float64) int {
	at := int(draw * 100)
	for i, s := range steps {
		if at -= s.Weight; at < 0 {
			return i
		}
	}
	return len(steps) - 1
}

// sequence ends where a condition does not hold, with what was there until then.
func (r *run) sequence(ctx context.Context, n Node, request json.RawMessage, t *Timing) (json.RawMessage, error) {
	response := request
	for i, s := range n.Steps {
		data := request
		if s.Data == Response {
			data = response
		}
		if s.Condition != nil && !s.Condition.holds(data) {
			return response, nil
		}
		next, err := r.step(ctx, s, data, t.Steps[i])
		switch {
		case err == nil:
			response = next
		case s.Dependency != Soft, ctx.Err() != nil:
			return nil, err
		}
	}
	return response, nil
}

// ensemble takes all steps at once. The failure of a hard one ends the others.
func (r *run) ensemble(ctx context.Context, n Node, request json.RawMessage, t *Timing) (json.RawMessage, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var mu sync.Mutex
	var failed error
	gathered := map[string]json.RawMessage{}
	var all sync.WaitGroup
	for i, s := range n.Steps {
		all.Go(func() {
			response, err := r.step(ctx, s, request, t.Steps[i])
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				gathered[s.name()] = response
			case s.Dependency != Soft && failed == nil:
				failed = err
				cancel()
			}
		})
	}
	all.Wait()
	if failed != nil {
		return nil, failed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return json.Marshal(gathered)
}

// step goes where a step leads.
func (r *run) step(ctx context.Context, s Step, data json.RawMessage, t *Timing) (json.RawMessage, error) {
	if s.Node != "" {
		response, err := r.node(ctx, s.Node, data, t)
		t.Name = s.name()
		return response, err
	}
	return r.clock(t, func() (json.RawMessage, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		response, err := r.call(ctx, s.Service, data)
		if err != nil {
			return nil, fmt.Errorf("service %s: %w", s.Service, err)
		}
		if !json.Valid(response) {
			return nil, fmt.Errorf("service %s: its response is not JSON", s.Service)
		}
		return response, nil
	})
}

// holds reports whether a condition is met by data.
func (c Condition) holds(data json.RawMessage) bool {
	value, there := lookUp(data, c.Path)
	if c.Exists != nil {
		return there == *c.Exists
	}
	if !there {
		return false
	}
	number, isNumber := value.(float64)
	switch {
	case c.Below != nil:
		return isNumber && number < *c.Below
	case c.Above != nil:
		return isNumber && number > *c.Above
	}
	var want any
	return json.Unmarshal(c.Equals, &want) == nil && plain(value) && value == want
}

// lookUp is the value that a JSON pointer (RFC 6901) names.
func lookUp(data json.RawMessage, pointer string) (any, bool) {
	var value any
	if json.NewDecoder(bytes.NewReader(data)).Decode(&value) != nil {
		return nil, false
	}
	if pointer == "" {
		return value, true
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		switch in := value.(type) {
		case map[string]any:
			next, there := in[part]
			if !there {
				return nil, false
			}
			value = next
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(in) {
				return nil, false
			}
			value = in[i]
		default:
			return nil, false
		}
	}
	return value, true
}
