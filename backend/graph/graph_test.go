package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/fault"
)

// advice is a graph of the kind that an advisor uses: which kind of question,
// a vote on close calls, a new model for ten in a hundred.
const advice = `{"root": "advice", "nodes": {
  "advice": {"router": "sequence", "seconds": 60, "steps": [
    {"service": "kind"},
    {"node": "answer", "data": "$response", "condition": {"path": "/kind", "exists": true}},
    {"service": "polish", "data": "$response", "dependency": "soft"}]},
  "answer": {"router": "switch", "steps": [
    {"node": "vote", "condition": {"path": "/confidence", "below": 0.7}},
    {"service": "lookup", "condition": {"path": "/kind", "equals": "amount"}},
    {"node": "try"}]},
  "vote": {"router": "ensemble", "steps": [{"name": "a", "service": "model a"}, {"name": "b", "service": "model b", "dependency": "soft"}]},
  "try": {"router": "splitter", "steps": [{"service": "old", "weight": 90}, {"service": "new", "weight": 10}]}}}`

// scripted are services that answer with what is written here; an error where it
// begins with !.
func scripted(t *testing.T, says map[string]string, asked *[]string) Call {
	var mu sync.Mutex
	return func(_ context.Context, service string, request json.RawMessage) (json.RawMessage, error) {
		mu.Lock()
		defer mu.Unlock()
		*asked = append(*asked, service+" "+string(request))
		said, known := says[service]
		if !known {
			t.Errorf("service %s was called", service)
		}
		if said, bad := strings.CutPrefix(said, "!"); bad {
			return nil, errors.New(said)
		}
		return json.RawMessage(said), nil
	}
}

func TestRun(t *testing.T) {
	g, err := Parse([]byte(advice))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		says  map[string]string
		draw  float64
		asked string // sorted
		want  string
		fails bool
	}{
		{"a kind that is looked up", map[string]string{"kind": `{"kind":"amount","confidence":0.9}`, "lookup": `1`, "polish": `"one"`}, 0,
			`kind "q"|lookup {"kind":"amount","confidence":0.9}|polish 1`, `"one"`, false},
		{"a close call is voted on", map[string]string{"kind": `{"kind":"amount","confidence":0.4}`, "model a": `1`, "model b": `2`, "polish": `3`}, 0,
			`kind "q"|model a {"kind":"amount","confidence":0.4}|model b {"kind":"amount","confidence":0.4}|polish {"a":1,"b":2}`, `3`, false},
		{"a soft vote is left out", map[string]string{"kind": `{"kind":"x","confidence":0.4}`, "model a": `1`, "model b": "!down", "polish": `!down`}, 0,
			`kind "q"|model a {"kind":"x","confidence":0.4}|model b {"kind":"x","confidence":0.4}|polish {"a":1}`, `{"a":1}`, false},
		{"a hard vote fails", map[string]string{"kind": `{"kind":"x","confidence":0.4}`, "model a": "!down", "model b": `1`}, 0, "", "", true},
		{"the old model", map[string]string{"kind": `{"kind":"x"}`, "old": `1`, "polish": `2`}, 0.899, `kind "q"|old {"kind":"x"}|polish 1`, `2`, false},
		{"the new model", map[string]string{"kind": `{"kind":"x"}`, "new": `1`, "polish": `2`}, 0.9, `kind "q"|new {"kind":"x"}|polish 1`, `2`, false},
		{"a condition that does not hold ends a sequence", map[string]string{"kind": `{}`}, 0, `kind "q"`, `{}`, false},
		{"the first service fails", map[string]string{"kind": `!down`}, 0, `kind "q"`, "", true},
		{"a response that is not JSON", map[string]string{"kind": `no`}, 0, `kind "q"`, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			got, timing, err := Run(t.Context(), g, json.RawMessage(`"q"`), tt.draw, scripted(t, tt.says, &asked))
			if (err != nil) != tt.fails || string(got) != tt.want {
				t.Errorf("response %s (%v), want %s", got, err, tt.want)
			}
			slices.Sort(asked)
			if joined := strings.Join(asked, "|"); tt.asked != "" && joined != tt.asked {
				t.Errorf("asked %s\nwant  %s", joined, tt.asked)
			}
			if timing.Name != "advice" || len(timing.Steps) != 3 || (timing.State == Failed) != tt.fails {
				t.Errorf("timing %+v", timing)
			}
		})
	}
}

// shown is a timing without its times.
func shown(t *Timing) string {
	s := t.Name + ":" + string(t.State)
	if t.Problem != "" {
		s += "!" + t.Problem
	}
	for _, step := range t.Steps {
		s += " (" + shown(step) + ")"
	}
	return s
}

func TestTimingsOfEveryNodeAreKept(t *testing.T) {
	g, err := Parse([]byte(advice))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		_, timing, err := Run(t.Context(), g, json.RawMessage(`1`), 0, func(ctx context.Context, service string, _ json.RawMessage) (json.RawMessage, error) {
			switch service {
			case "kind":
				time.Sleep(time.Second)
				return json.RawMessage(`{"kind":"x","confidence":0.1}`), nil
			case "model a":
				time.Sleep(2 * time.Second)
				return json.RawMessage(`1`), nil
			}
			time.Sleep(3 * time.Second)
			return nil, errors.New("down")
		})
		want := "advice:taken (kind:taken) (answer:taken (vote:taken (a:taken) (b:failed!internal)) (lookup:skipped) (try:skipped)) (polish:failed!internal)"
		if err != nil || shown(timing) != want {
			t.Errorf("%s (%v)\nwant %s", shown(timing), err, want)
		}
		a, vote, polish := timing.Steps[1].Steps[0].Steps[0], timing.Steps[1].Steps[0], timing.Steps[2]
		if a.Began != time.Second || a.Took != 2*time.Second || vote.Took != 3*time.Second || polish.Began != 4*time.Second || timing.Took != 7*time.Second {
			t.Errorf("a %v+%v, vote %v, polish at %v, all %v", a.Began, a.Took, vote.Took, polish.Began, timing.Took)
		}
	})
}

func TestDeadlines(t *testing.T) {
	slow := func(ctx context.Context, service string, _ json.RawMessage) (json.RawMessage, error) {
		select {
		case <-time.After(10 * time.Second):
			return json.RawMessage(`"slow"`), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	for dependency, want := range map[Dependency]string{Hard: "", Soft: `"q"`} {
		synctest.Test(t, func(t *testing.T) {
			g, err := Parse(fmt.Appendf(nil, `{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"node":"b","dependency":%q}]},"b":{"router":"switch","seconds":2,"steps":[{"service":"s"}]}}}`, dependency))
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			got, timing, err := Run(t.Context(), g, json.RawMessage(`"q"`), 0, slow)
			if string(got) != want || (dependency == Hard) != errors.Is(err, Late) || time.Since(began) != 2*time.Second {
				t.Errorf("%s: %s (%v) after %v", dependency, got, err, time.Since(began))
			}
			if timing.Steps[0].Problem != "graph.late" {
				t.Errorf("%s: %s", dependency, shown(timing))
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // whoever asked goes: soft or not, it ends
		g, err := Parse([]byte(`{"root":"a","nodes":{"a":{"router":"ensemble","steps":[{"service":"s","dependency":"soft"}]}}}`))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got, _, err := Run(ctx, g, json.RawMessage(`1`), 0, slow); !errors.Is(err, context.DeadlineExceeded) || got != nil {
			t.Errorf("%s (%v)", got, err)
		}
	})
}

func TestASplitterKeepsItsWeights(t *testing.T) {
	steps := []Step{{Weight: 90}, {Weight: 7}, {Weight: 3}}
	n := make([]int, 3)
	for i := range 1000 {
		n[pick(steps, float64(i)/1000)]++
	}
	if fmt.Sprint(n) != "[900 70 30]" || pick(steps, 0.9999999) != 2 || pick(steps, 1) != 2 {
		t.Errorf("picked %v", n)
	}
}

func TestConditions(t *testing.T) {
	data := json.RawMessage(`{"a":{"b/c":[1,"x",true,null]},"n":0.5}`)
	number, yes, no := 0.5, true, false
	more, less := 0.6, 0.4
	for _, tt := range []struct {
		c    Condition
		want bool
	}{
		{Condition{Path: "/n", Equals: []byte(`0.5`)}, true}, {Condition{Path: "/n", Equals: []byte(`"0.5"`)}, false},
		{Condition{Path: "/a/b~1c/1", Equals: []byte(`"x"`)}, true}, {Condition{Path: "/a/b~1c/2", Equals: []byte(`true`)}, true},
		{Condition{Path: "/a", Equals: []byte(`"x"`)}, false}, {Condition{Path: "/n", Below: &more}, true}, {Condition{Path: "/n", Below: &number}, false},
		{Condition{Path: "/n", Above: &less}, true}, {Condition{Path: "/a", Above: &less}, false}, {Condition{Path: "/x", Below: &more}, false},
		{Condition{Path: "/a/b~1c/3", Exists: &yes}, true}, {Condition{Path: "/a/b~1c/4", Exists: &yes}, false}, {Condition{Path: "/x", Exists: &no}, true},
		{Condition{Path: "/a/b~1c/-1", Exists: &yes}, false}, {Condition{Path: "", Exists: &yes}, true},
	} {
		if got := tt.c.holds(data); got != tt.want {
			t.Errorf("%+v holds: %t", tt.c, got)
		}
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	one := func(steps string) string {
		return `{"root":"a","nodes":{"a":{"router":"sequence","steps":[` + steps + `]}}}`
	}
	deep := func(n int) string {
		nodes := []string{}
		for i := range n {
			next := fmt.Sprintf(`{"node":"n%d"}`, i+1)
			if i == n-1 {
				next = `{"service":"s"}`
			}
			nodes = append(nodes, fmt.Sprintf(`"n%d":{"router":"sequence","steps":[%s]}`, i, next))
		}
		return `{"root":"n0","nodes":{` + strings.Join(nodes, ",") + `}}`
	}
	wide := func() string { // 16 × 16 × 16 calls in three nodes
		step := func(to string) string { return strings.TrimSuffix(strings.Repeat(to+",", 16), ",") }
		return `{"root":"a","nodes":{"a":{"router":"sequence","steps":[` + step(`{"node":"b"}`) + `]},"b":{"router":"sequence","steps":[` + step(`{"node":"c"}`) +
			`]},"c":{"router":"sequence","steps":[` + step(`{"service":"s"}`) + `]}}}`
	}
	for _, tt := range []struct{ name, raw, want string }{
		{"nothing", ``, " graph.form"}, {"a list", `[]`, " graph.form"}, {"two documents", one(`{"service":"s"}`) + `{}`, " graph.form"},
		{"a field that there is not", `{"root":"a","nodes":{},"edges":[]}`, " graph.form"}, {"a wrong type", `{"root":1}`, "/root graph.form"},
		{"no nodes", `{"root":"a"}`, "/nodes graph.nodes"}, {"no root", `{"root":"b","nodes":{"a":{"router":"switch","steps":[{"service":"s"}]}}}`, "/root graph.unknown"},
		{"a router that there is not", `{"root":"a","nodes":{"a":{"router":"loop","steps":[{"service":"s"}]}}}`, "/nodes/a/router graph.router"},
		{"no steps", one(``), "/nodes/a/steps graph.steps"}, {"many steps", one(strings.TrimSuffix(strings.Repeat(`{"service":"s"},`, 17), ",")), "/nodes/a/steps graph.steps"},
		{"a step to nowhere", one(`{}`), "/nodes/a/steps/0 graph.target"}, {"a step to two places", one(`{"node":"a","service":"s"}`), "/nodes/a/steps/0 graph.target"},
		{"a node that there is not", one(`{"node":"x"}`), "/nodes/a/steps/0/node graph.unknown"}, {"odd data", one(`{"service":"s","data":"$all"}`), "/nodes/a/steps/0/data graph.data"},
		{"an odd dependency", one(`{"service":"s","dependency":"firm"}`), "/nodes/a/steps/0/dependency graph.dependency"},
		{"a weight without a splitter", one(`{"service":"s","weight":5}`), "/nodes/a/steps/0/weight graph.weight"},
		{"weights that do not add up", `{"root":"a","nodes":{"a":{"router":"splitter","steps":[{"service":"s","weight":60},{"service":"t","weight":30}]}}}`, "/nodes/a/steps graph.weights"},
		{"a negative weight", `{"root":"a","nodes":{"a":{"router":"splitter","steps":[{"service":"s","weight":110},{"service":"t","weight":-10}]}}}`, "/nodes/a/steps/0/weight graph.weight"},
		{"a condition in an ensemble", `{"root":"a","nodes":{"a":{"router":"ensemble","steps":[{"service":"s","condition":{"path":"","exists":true}}]}}}`, "/nodes/a/steps/0/condition graph.condition"},
		{"the same name twice", `{"root":"a","nodes":{"a":{"router":"ensemble","steps":[{"service":"s"},{"service":"s"}]}}}`, "/nodes/a/steps/1/name graph.twice"},
		{"a condition that says nothing", one(`{"service":"s","condition":{"path":"/x"}}`), "/nodes/a/steps/0/condition graph.condition"},
		{"a condition that says two things", one(`{"service":"s","condition":{"path":"/x","below":1,"above":2}}`), "/nodes/a/steps/0/condition graph.condition"},
		{"a path that is none", one(`{"service":"s","condition":{"path":"x","below":1}}`), "/nodes/a/steps/0/condition/path graph.path"},
		{"equal to a list", one(`{"service":"s","condition":{"path":"","equals":[1]}}`), "/nodes/a/steps/0/condition/equals graph.equals"},
		{"a long deadline", `{"root":"a","nodes":{"a":{"router":"switch","seconds":1e9,"steps":[{"service":"s"}]}}}`, "/nodes/a/seconds graph.seconds"},
		{"a circle", `{"root":"a","nodes":{"a":{"router":"switch","steps":[{"node":"b"}]},"b":{"router":"switch","steps":[{"node":"a"}]}}}`, "/nodes/a graph.circle"},
		{"too deep", deep(mostDepth + 1), fmt.Sprintf("/nodes/n%d graph.depth", mostDepth)}, {"too wide", wide(), " graph.size"},
		{"a node that nothing reaches", `{"root":"a","nodes":{"a":{"router":"switch","steps":[{"service":"s"}]},"b/c":{"router":"switch","steps":[{"service":"s"}]}}}`, "/nodes/b~1c graph.unreached"},
		{"too long", `"` + strings.Repeat("x", Longest) + `"`, " graph.long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.raw))
			var f *fault.Error
			if !errors.As(err, &f) || !errors.Is(err, Invalid) || len(f.Problems) == 0 {
				t.Fatalf("parsed: %v", err)
			}
			if got := f.Problems[0].Pointer + " " + f.Problems[0].Code; got != tt.want {
				t.Errorf("problem %q, want %q", got, tt.want)
			}
			for _, p := range f.Problems {
				if p.Text.EN == "" || p.Text.KO == "" {
					t.Errorf("%s has no words", p.Code)
				}
			}
		})
	}
	if _, err := Parse([]byte(deep(mostDepth))); err != nil {
		t.Errorf("as deep as may be: %v", err)
	}
	// A node that lies high for one step and too deep for another.
	twice := strings.Replace(deep(mostDepth), `"n0":{"router":"sequence","steps":[`, `"n0":{"router":"sequence","steps":[{"node":"n4"},{"node":"n1"},{"node":"m"}]},"m":{"router":"switch","steps":[{"node":"n1"},`, 1)
	if _, err := Parse([]byte(twice)); !errors.Is(err, Invalid) {
		t.Errorf("deep by another way: %v", err)
	}
	_, err := Parse([]byte(`{"root":"x","nodes":{"a":{"router":"loop","steps":[{}]}}}`))
	var f *fault.Error
	if errors.As(err, &f); len(f.Problems) != 3 {
		t.Errorf("not everything is said: %v", f.Problems)
	}
}

// FuzzParse feeds graphs that nobody would write. What is taken runs to its end,
// within its bounds, whatever services say.
func FuzzParse(f *testing.F) {
	f.Add([]byte(advice), []byte(`{"kind":"x","confidence":0.3}`), 0.5)
	f.Add([]byte(`{"root":"a","nodes":{"a":{"router":"splitter","steps":[{"service":"s","weight":100}]}}}`), []byte(`null`), 0.99)
	f.Add([]byte(`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"node":"b"},{"node":"b"}]},"b":{"router":"ensemble","steps":[{"service":"s"}]}}}`), []byte(`[]`), 0.0)
	for _, raw := range []string{
		"", "null", "[]", "{", `{"root":"a","nodes":{}}`, `{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"node":"a"}]}}}`,
		`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"node":"b"}]},"b":{"router":"switch","steps":[{"node":"a"}]}}}`,
		`{"root":"a","nodes":{"a":{"router":"switch","seconds":1e308,"steps":[{"service":"s","condition":{"path":"/x/0/~1","equals":{"deep":1}}}]}}}`,
		`{"root":"a","nodes":{"a":{"router":"switch","steps":[{"service":"s","condition":{"path":"/kind","equals":"x"}},{"service":"t","dependency":"soft","condition":{"path":"","exists":false}}]}}}`,
		`{"root":"\u202ea~/","nodes":{"\u202ea~/":{"router":"ensemble","steps":[{"name":"삼","service":"s"},{"name":"사","service":"s","data":"$response"}]}}}`,
		`{"root":"a","nodes":{"a":{"router":"splitter","steps":[{"service":"s","weight":-1},{"service":"t","weight":101}]}}}`,
		strings.Repeat(`{"root":`, 9000), strings.Repeat(" ", Longest+1),
	} {
		for _, said := range []string{"", "{}", "null", "\x00", `{"kind":"x","confidence":1e999}`} {
			f.Add([]byte(raw), []byte(said), 0.1)
		}
	}
	f.Fuzz(func(t *testing.T, raw, said []byte, draw float64) {
		g, err := Parse(raw)
		if err != nil {
			if !errors.Is(err, Invalid) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		var mu sync.Mutex
		calls := 0
		_, timing, err := Run(t.Context(), g, json.RawMessage(`{}`), draw, func(context.Context, string, json.RawMessage) (json.RawMessage, error) {
			mu.Lock()
			defer mu.Unlock()
			calls++
			return said, nil
		})
		if calls > mostCalls || timing == nil || err == nil && timing.State != Taken {
			t.Errorf("%d calls, %v, %v", calls, timing, err)
		}
	})
}
