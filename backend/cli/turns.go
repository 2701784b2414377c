package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"meridian/backend/capacity"
	"meridian/backend/graph"
	"meridian/backend/llm"
)

// HostAsked says which model hosts a command speaks to: one at an address, or
// those that were named in the data.
type HostAsked struct {
	Data    string
	Address string // "" takes those of the data
	Slots   int    // of the one at the address
}

// Turns are what the queue gives on the model hosts.
type Turns interface {
	Generate(ctx context.Context, t llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error)
	Close() error
}

// hostFlags are the flags of commands that speak to model hosts.
func (c *command) hostFlags(flags *flag.FlagSet) *HostAsked {
	asked := &HostAsked{}
	flags.StringVar(&asked.Data, "data", c.Data, "")
	flags.StringVar(&asked.Address, "host", "", "")
	flags.IntVar(&asked.Slots, "slots", 1, "")
	return asked
}

// capacity measures how many people the model hosts serve at which waiting time.
func (c *command) capacity(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("capacity", flag.ContinueOnError)
	host := c.hostFlags(flags)
	model := flags.String("model", "", "")
	people := flags.Int("people", 0, "")
	limit := flags.Float64("limit", 10, "")
	step := flags.Float64("step", 10, "")
	asJSON := flags.Bool("json", false, "")
	if _, err := c.parse(flags, args); err != nil {
		return err
	}
	switch {
	case *model == "":
		return misuse{c.say("capacity: --model is missing", "capacity: --model이 없습니다")}
	case host.Slots < 1 || *people < 0 || !(*limit > 0) || !(*step > 0) || *limit > 3600 || *step > 3600:
		return misuse{c.say("capacity: numbers must be above 0, times at most 3600 s", "capacity: 수는 0보다 커야 하고 시간은 3600초까지입니다")}
	}
	models, err := c.OpenTurns(ctx, *host)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, models.Close()) }()
	tell := c.tellStep
	if *asJSON {
		tell = c.writeStep
	} else {
		fmt.Fprintln(c.out, c.say("people  answers  first word p50   p95  answer p95  tokens/s  turned away", "사람 수  답  첫 단어 p50  p95  답 p95  토큰/초  거절"))
	}
	asked := capacity.Asked{Model: *model, People: *people, Limit: inSeconds(*limit), Step: inSeconds(*step)}
	served, err := capacity.Measure(ctx, models, asked, tell)
	if err != nil || *asJSON {
		return err
	}
	fmt.Fprintf(c.out, c.say("%d people at once have their first word within %g s, 95 times in 100.\n", "동시에 %d명까지 100번 중 95번 %g초 안에 첫 단어를 받습니다.\n"), served, *limit)
	return nil
}

func inSeconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func (c *command) tellStep(s capacity.Step) {
	fmt.Fprintf(c.out, "%6d  %7d  %11.2f s %5.2f s  %8.2f s  %8.1f  %d\n", s.People, s.Answers, s.WaitP50, s.WaitP95, s.TookP95, s.Tokens, s.Refused)
}

func (c *command) writeStep(s capacity.Step) {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("cli: a step cannot be encoded")
	}
	fmt.Fprintf(c.out, "%s\n", raw)
}

// graph shows an inference graph, and with --ask carries a question along it.
func (c *command) graph(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("graph", flag.ContinueOnError)
	host := c.hostFlags(flags)
	question := flags.String("ask", "", "")
	draw := flags.Float64("draw", rand.Float64(), "")
	rest, err := c.parse(flags, args, c.say("GRAPH.json", "그래프 파일"))
	if err != nil {
		return err
	}
	if host.Slots < 1 || !(*draw >= 0 && *draw < 1) {
		return misuse{c.say("graph: --slots must be above 0, --draw from 0 up to 1", "graph: --slots는 0보다 크고 --draw는 0 이상 1 미만이어야 합니다")}
	}
	g, err := c.readGraph(rest[0])
	if err != nil {
		return err
	}
	if *question == "" {
		c.drawGraph(g, g.Root, "", "")
		return nil
	}
	models, err := c.OpenTurns(ctx, *host)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, models.Close()) }()
	request, err := json.Marshal(*question)
	if err != nil {
		return err
	}
	response, timing, err := graph.Run(ctx, g, request, *draw, askModel(models))
	c.tellTiming(timing, 0)
	if err == nil {
		fmt.Fprintf(c.out, "%s\n", response)
	}
	return err
}

func (c *command) readGraph(name string) (graph.Graph, error) {
	from := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return graph.Graph{}, err
		}
		defer file.Close()
		from = file
	}
	raw, err := io.ReadAll(io.LimitReader(from, graph.Longest+1))
	if err != nil {
		return graph.Graph{}, err
	}
	return graph.Parse(raw)
}

const (
	graphContext = 4096 // tokens
	graphReply   = 512
)

// askModel makes services of models: a service is a model's name, its request
// what the model is asked, and its response what it says, as it is where that is
// JSON and as text otherwise.
func askModel(models Turns) graph.Call {
	return func(ctx context.Context, service string, request json.RawMessage) (json.RawMessage, error) {
		text := string(request)
		_ = json.Unmarshal(request, &text) // what is no text is asked as it stands
		reply, err := models.Generate(ctx, llm.Turn{Lane: llm.Stream, Person: "graph"}, llm.Request{
			Model: service, Messages: []llm.Message{{Role: llm.User, Text: text}}, Options: llm.Options{Context: graphContext, Reply: graphReply},
		}, nil)
		if err != nil {
			return nil, err
		}
		if json.Valid([]byte(reply.Text)) {
			return json.RawMessage(reply.Text), nil
		}
		return json.Marshal(reply.Text)
	}
}

// drawGraph writes a node and what it leads to as a tree.
func (c *command) drawGraph(g graph.Graph, name, indent, about string) {
	n := g.Nodes[name]
	fmt.Fprintf(c.out, "%s%s [%s]%s\n", indent, name, n.Router, about)
	for _, s := range n.Steps {
		about := describe(s)
		if s.Node != "" {
			c.drawGraph(g, s.Node, indent+"  ", about)
			continue
		}
		fmt.Fprintf(c.out, "%s  %s%s\n", indent, s.Service, about)
	}
}

// describe is what a step says besides where it leads.
func describe(s graph.Step) string {
	var b strings.Builder
	if s.Weight > 0 {
		fmt.Fprintf(&b, " %d%%", s.Weight)
	}
	if s.Data == graph.Response {
		b.WriteString(" on the response before it")
	}
	if s.Dependency == graph.Soft {
		b.WriteString(" if it can")
	}
	if s.Condition != nil {
		raw, err := json.Marshal(s.Condition)
		if err != nil {
			panic("cli: a condition cannot be encoded")
		}
		fmt.Fprintf(&b, " where %s", raw)
	}
	return b.String()
}

func (c *command) tellTiming(t *graph.Timing, depth int) {
	line := fmt.Sprintf("%s%s %s", strings.Repeat("  ", depth), t.Name, t.State)
	if t.State != graph.Skipped {
		line += fmt.Sprintf(" %.0f ms", float64(t.Took.Microseconds())/1000)
	}
	if t.Problem != "" {
		line += " " + t.Problem
	}
	fmt.Fprintln(c.err, line)
	for _, s := range t.Steps {
		c.tellTiming(s, depth+1)
	}
}
