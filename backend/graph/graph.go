// Package graph carries a question along a path that is written down: steps one
// after another, one of several, several at once, or one by chance.
//
// The words are KServe's. A graph is nodes by name, one of which is the root. A
// node has a router and steps. A step goes to another node or to a service, on
// the node's request or on the response of the step before it. A sequence goes
// through its steps in order, as far as their conditions hold. A switch takes
// the first step whose condition holds. An ensemble takes all of them at once
// and gathers their responses under their names. A splitter takes one by its
// weight. A hard step fails its node, a soft one is left out. A node may have a
// deadline.
//
// Promise: Parse takes no graph that could go in circles or grow beyond its
// bounds, and says everything that is wrong with one. Run keeps how long every
// step took, also of what failed or was left out. The same draw takes the same
// way. Requests and responses are JSON; what they mean only services know.
package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"meridian/backend/fault"
)

// Router is how a node goes through its steps.
type Router string

// The routers.
const (
	Sequence Router = "sequence"
	Switch   Router = "switch"
	Ensemble Router = "ensemble"
	Splitter Router = "splitter"
)

// Dependency says what the failure of a step means.
type Dependency string

// The dependencies; none is Hard.
const (
	Hard Dependency = "hard" // its node fails
	Soft Dependency = "soft" // it is left out
)

// Data is what a step is given; none is the node's request.
type Data string

// The data.
const (
	Request  Data = "$request"
	Response Data = "$response" // of the step before it; of the node before the first
)

// Graph is a path that is written down.
type Graph struct {
	Root  string          `json:"root"`
	Nodes map[string]Node `json:"nodes"`
}

// Node is a place where paths part or meet.
type Node struct {
	Router  Router  `json:"router"`
	Steps   []Step  `json:"steps"`
	Seconds float64 `json:"seconds,omitempty"` // the node's deadline; 0 for none
}

// Step leads to a node or a service.
type Step struct {
	Name       string     `json:"name,omitempty"` // under which an ensemble gathers; by default what it leads to
	Node       string     `json:"node,omitempty"`
	Service    string     `json:"service,omitempty"`
	Data       Data       `json:"data,omitempty"`
	Condition  *Condition `json:"condition,omitempty"`
	Weight     int        `json:"weight,omitempty"` // per cent, in a splitter
	Dependency Dependency `json:"dependency,omitempty"`
}

// Condition is about one value of a step's data, named by a JSON pointer. One of
// the others stands.
type Condition struct {
	Path   string          `json:"path"`
	Equals json.RawMessage `json:"equals,omitempty"` // text, number or truth
	Below  *float64        `json:"below,omitempty"`
	Above  *float64        `json:"above,omitempty"`
	Exists *bool           `json:"exists,omitempty"`
}

// The bounds of a graph.
const (
	Longest     = 64 << 10 // bytes of its JSON
	mostNodes   = 64
	mostSteps   = 16
	mostDepth   = 8   // nodes within nodes
	mostCalls   = 256 // of services in one run
	longestName = 64
	mostSeconds = 3600
)

// Invalid is the fault of a graph that cannot be used; it lists everything.
var Invalid = fault.New(fault.Invalid, "graph.invalid",
	fault.Text{EN: "This inference graph cannot be used.", KO: "이 추론 그래프는 사용할 수 없습니다."},
	fault.Text{EN: "Correct what is listed.", KO: "아래에 적힌 부분을 고쳐 주세요."})

// name is what a step is called.
func (s Step) name() string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Node != "":
		return s.Node
	}
	return s.Service
}

func (n Node) deadline() time.Duration { return time.Duration(n.Seconds * float64(time.Second)) }

// Parse reads a graph. An Invalid fault lists everything that is wrong with it.
func Parse(raw []byte) (Graph, error) {
	var g Graph
	if len(raw) > Longest {
		return Graph{}, Invalid.WithProblems([]fault.Problem{problem("", "graph.long", fmt.Sprintf("must have at most %d bytes", Longest), fmt.Sprintf("%d바이트를 넘을 수 없습니다", Longest))})
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil || d.More() {
		return Graph{}, Invalid.WithProblems([]fault.Problem{malformed(err)}).With(err)
	}
	if found := check(g); len(found) > 0 {
		return Graph{}, Invalid.WithProblems(found)
	}
	return g, nil
}

// malformed says where a document is not the JSON of a graph.
func malformed(err error) fault.Problem {
	pointer := ""
	if wrong, ok := err.(*json.UnmarshalTypeError); ok && wrong.Field != "" {
		pointer = "/" + strings.ReplaceAll(wrong.Field, ".", "/")
	}
	return problem(pointer, "graph.form", "is not the JSON of a graph", "그래프의 JSON 형식이 아닙니다")
}

func problem(pointer, code, en, ko string) fault.Problem {
	return fault.Problem{Pointer: pointer, Code: code, Severity: fault.SeverityError, Text: fault.Text{EN: en, KO: ko}}
}

// checker gathers what is wrong with a graph.
type checker struct {
	graph Graph
	found []fault.Problem
}

func (c *checker) add(pointer, code, en, ko string) {
	c.found = append(c.found, problem(pointer, code, en, ko))
}

// escape is RFC 6901 for a name in a pointer.
var escape = strings.NewReplacer("~", "~0", "/", "~1")

func check(g Graph) []fault.Problem {
	c := &checker{graph: g}
	if len(g.Nodes) == 0 || len(g.Nodes) > mostNodes {
		c.add("/nodes", "graph.nodes", fmt.Sprintf("must have between 1 and %d nodes", mostNodes), fmt.Sprintf("노드는 1~%d개여야 합니다", mostNodes))
		return c.found
	}
	if _, known := g.Nodes[g.Root]; !known {
		c.add("/root", "graph.unknown", "names no node", "없는 노드입니다")
	}
	for _, name := range slices.Sorted(maps.Keys(g.Nodes)) {
		c.node("/nodes/"+escape.Replace(name), name, g.Nodes[name])
	}
	if len(c.found) == 0 {
		c.paths()
	}
	return c.found
}

func (c *checker) node(at, name string, n Node) {
	if name == "" || len(name) > longestName {
		c.add(at, "graph.name", fmt.Sprintf("needs a name of at most %d bytes", longestName), fmt.Sprintf("이름은 1~%d바이트여야 합니다", longestName))
	}
	if !slices.Contains([]Router{Sequence, Switch, Ensemble, Splitter}, n.Router) {
		c.add(at+"/router", "graph.router", "must be sequence, switch, ensemble or splitter", "sequence, switch, ensemble, splitter 가운데 하나여야 합니다")
	}
	if !(n.Seconds >= 0 && n.Seconds <= mostSeconds) {
		c.add(at+"/seconds", "graph.seconds", fmt.Sprintf("must be between 0 and %d", mostSeconds), fmt.Sprintf("0~%d초여야 합니다", mostSeconds))
	}
	if len(n.Steps) == 0 || len(n.Steps) > mostSteps {
		c.add(at+"/steps", "graph.steps", fmt.Sprintf("must have between 1 and %d steps", mostSteps), fmt.Sprintf("단계는 1~%d개여야 합니다", mostSteps))
	}
	names, weights := map[string]bool{}, 0
	for i, s := range n.Steps {
		here := at + "/steps/" + strconv.Itoa(i)
		c.step(here, n.Router, s)
		if n.Router == Ensemble && names[s.name()] {
			c.add(here+"/name", "graph.twice", "is the name of another step", "다른 단계와 이름이 같습니다")
		}
		names[s.name()] = true
		weights += s.Weight
	}
	if n.Router == Splitter && weights != 100 {
		c.add(at+"/steps", "graph.weights", fmt.Sprintf("must have weights that add up to 100, not %d", weights), fmt.Sprintf("가중치의 합이 %d이 아니라 100이어야 합니다", weights))
	}
}

func (c *checker) step(at string, router Router, s Step) {
	if (s.Node == "") == (s.Service == "") {
		c.add(at, "graph.target", "must lead to a node or to a service", "노드나 서비스 가운데 하나로 이어져야 합니다")
	}
	if _, known := c.graph.Nodes[s.Node]; s.Node != "" && !known {
		c.add(at+"/node", "graph.unknown", "names no node", "없는 노드입니다")
	}
	if len(s.Name) > longestName || len(s.Service) > longestName {
		c.add(at+"/name", "graph.name", fmt.Sprintf("must have at most %d bytes", longestName), fmt.Sprintf("%d바이트를 넘을 수 없습니다", longestName))
	}
	if s.Data != "" && s.Data != Request && s.Data != Response {
		c.add(at+"/data", "graph.data", "must be $request or $response", "$request 또는 $response여야 합니다")
	}
	if s.Dependency != "" && s.Dependency != Hard && s.Dependency != Soft {
		c.add(at+"/dependency", "graph.dependency", "must be hard or soft", "hard 또는 soft여야 합니다")
	}
	if router == Splitter && (s.Weight < 1 || s.Weight > 100) || router != Splitter && s.Weight != 0 {
		c.add(at+"/weight", "graph.weight", "must be between 1 and 100 in a splitter, and absent elsewhere", "splitter에서는 1~100이어야 하고, 다른 곳에는 없어야 합니다")
	}
	if s.Condition == nil {
		return
	}
	if router == Ensemble || router == Splitter {
		c.add(at+"/condition", "graph.condition", "has no meaning here", "여기서는 쓸 수 없습니다")
	}
	c.condition(at+"/condition", *s.Condition)
}

func (c *checker) condition(at string, cond Condition) {
	if cond.Path != "" && !strings.HasPrefix(cond.Path, "/") {
		c.add(at+"/path", "graph.path", "must be a JSON pointer", "JSON 포인터여야 합니다")
	}
	n := 0
	for _, there := range []bool{cond.Equals != nil, cond.Below != nil, cond.Above != nil, cond.Exists != nil} {
		if there {
			n++
		}
	}
	if n != 1 {
		c.add(at, "graph.condition", "must say one of equals, below, above and exists", "equals, below, above, exists 가운데 하나만 있어야 합니다")
	}
	if cond.Equals != nil {
		var v any
		if json.Unmarshal(cond.Equals, &v) != nil || !plain(v) {
			c.add(at+"/equals", "graph.equals", "must be a text, a number or a truth", "글, 수, 참·거짓 가운데 하나여야 합니다")
		}
	}
}

// plain reports whether a value can be compared.
func plain(v any) bool {
	switch v.(type) {
	case string, float64, bool:
		return true
	}
	return false
}

// extent is how far a node reaches when it is followed.
type extent struct {
	calls int // of services
	depth int // nodes within it, itself among them
}

// paths refuses circles, and graphs that grow too deep or too wide when they are
// followed: a node that several steps lead to counts for each.
func (c *checker) paths() {
	if e, fine := c.follow(c.graph.Root, nil, map[string]extent{}); fine && e.calls > mostCalls {
		c.add("", "graph.size", fmt.Sprintf("would call services more than %d times", mostCalls), fmt.Sprintf("서비스를 %d번보다 많이 부르게 됩니다", mostCalls))
	}
	c.unreached()
}

// follow is how far a node reaches that lies below others; false when something
// is wrong on the way, which is then said.
func (c *checker) follow(name string, above []string, known map[string]extent) (extent, bool) {
	at := "/nodes/" + escape.Replace(name)
	if slices.Contains(above, name) {
		way := strings.Join(append(above, name), " → ")
		c.add(at, "graph.circle", "leads back to itself: "+way, "자신에게 되돌아옵니다: "+way)
		return extent{}, false
	}
	e, done := known[name]
	if !done {
		e.depth = 1
	}
	if len(above)+e.depth > mostDepth {
		c.add(at, "graph.depth", fmt.Sprintf("reaches more than %d nodes deep", mostDepth), fmt.Sprintf("노드가 %d단계보다 깊게 이어집니다", mostDepth))
		return extent{}, false
	}
	if done {
		return e, true
	}
	for _, s := range c.graph.Nodes[name].Steps {
		inner := extent{calls: 1}
		if s.Node != "" {
			var fine bool
			if inner, fine = c.follow(s.Node, append(slices.Clone(above), name), known); !fine {
				return extent{}, false
			}
		}
		e.calls, e.depth = min(e.calls+inner.calls, mostCalls+1), max(e.depth, 1+inner.depth)
	}
	known[name] = e
	return e, true
}

// unreached refuses nodes that no step leads to.
func (c *checker) unreached() {
	reached := map[string]bool{}
	c.reach(c.graph.Root, reached, 0)
	for _, name := range slices.Sorted(maps.Keys(c.graph.Nodes)) {
		if len(c.found) == 0 && !reached[name] {
			c.add("/nodes/"+escape.Replace(name), "graph.unreached", "is reached by no step", "어떤 단계에서도 이어지지 않습니다")
		}
	}
}

func (c *checker) reach(name string, reached map[string]bool, depth int) {
	if reached[name] || depth > mostNodes {
		return
	}
	reached[name] = true
	for _, s := range c.graph.Nodes[name].Steps {
		if s.Node != "" {
			c.reach(s.Node, reached, depth+1)
		}
	}
}
