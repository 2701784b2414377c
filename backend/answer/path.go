package answer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/fault"
	"meridian/backend/graph"
	"meridian/backend/latency"
	"meridian/backend/llm"
)

// The services that a path may call. All but those that only ask a model work on
// the card that is being written.
const (
	serviceWords     = "words"     // understands the question by the rule; it needs no model
	serviceChoose    = "choose"    // asks a model which question is meant
	serviceVote      = "vote"      // asks it again, the choices in another order
	serviceTally     = "tally"     // counts the votes that an ensemble gathered
	serviceCompute   = "compute"   // has the engine answer
	serviceQuote     = "quote"     // quotes documents, or says that nothing answers the question
	serviceLook      = "look"      // lets a model try changes, search, and look into a future
	serviceWrite     = "write"     // lets a model explain what was computed
	serviceCandidate = "candidate" // lets the model on trial explain it as well, beside
)

// Services are those that a path may call.
func Services() []string {
	return []string{serviceWords, serviceChoose, serviceVote, serviceTally, serviceCompute, serviceQuote, serviceLook, serviceWrite, serviceCandidate}
}

// turn is what is handed along a path. The card itself stays where it is.
type turn struct {
	Kind     string     `json:"kind"`               // plan, documents, open (a model is asked) or none
	Template TemplateID `json:"template,omitempty"` // which question it is, once that is known
	Close    bool       `json:"close"`              // a model chose and was not sure
	Explain  bool       `json:"explain"`            // there is something to explain, and a model
}

// The kinds of questions.
const (
	kindPlan      = "plan"
	kindDocuments = "documents"
	kindOpen      = "open"
	kindNone      = "none"
)

// Usual is the path that questions take unless the owner wrote another. With a
// share above 0 it tries a model: so many of a hundred answers are also written by
// the candidate.
func Usual(share int) graph.Graph {
	equals := func(path, value string) *graph.Condition {
		return &graph.Condition{Path: path, Equals: json.RawMessage(value)}
	}
	soft, response := graph.Soft, graph.Response
	writers := graph.Node{Router: graph.Sequence, Steps: []graph.Step{{Service: serviceWrite}}}
	g := graph.Graph{Root: "answer", Nodes: map[string]graph.Node{
		"answer": {Router: graph.Sequence, Steps: []graph.Step{
			{Service: serviceWords}, {Node: "understand", Data: response, Dependency: soft}, {Node: "question", Data: response},
		}},
		"understand": {Router: graph.Switch, Steps: []graph.Step{{Node: "choice", Condition: equals("/kind", `"open"`)}}},
		"choice": {Router: graph.Sequence, Seconds: 180, Steps: []graph.Step{
			{Service: serviceChoose, Dependency: soft},
			{Node: "closeCall", Data: response, Dependency: soft, Condition: equals("/close", "true")},
		}},
		"closeCall": {Router: graph.Sequence, Seconds: 90, Steps: []graph.Step{{Node: "votes"}, {Service: serviceTally, Data: response}}},
		"votes": {Router: graph.Ensemble, Steps: []graph.Step{
			{Name: "first", Service: serviceVote, Dependency: soft}, {Name: "second", Service: serviceVote, Dependency: soft}, {Name: "third", Service: serviceVote, Dependency: soft},
		}},
		"question": {Router: graph.Switch, Steps: []graph.Step{
			{Node: "plan", Condition: equals("/kind", `"plan"`)}, {Name: "documents", Service: serviceQuote, Condition: equals("/kind", `"documents"`)}, {Name: "anything", Service: serviceQuote},
		}},
		"plan": {Router: graph.Sequence, Steps: []graph.Step{
			{Service: serviceCompute}, {Node: "explain", Data: response, Dependency: soft, Condition: equals("/explain", "true")},
		}},
		"explain": {Router: graph.Sequence, Seconds: 300, Steps: []graph.Step{{Service: serviceLook}, {Node: "writers", Data: response}}},
	}}
	if share > 0 {
		writers = graph.Node{Router: graph.Splitter, Steps: []graph.Step{{Service: serviceWrite, Weight: 100 - share}, {Node: "sideBySide", Weight: share}}}
		if share >= 100 {
			writers = graph.Node{Router: graph.Sequence, Steps: []graph.Step{{Node: "sideBySide"}}}
		}
		g.Nodes["sideBySide"] = graph.Node{Router: graph.Ensemble, Steps: []graph.Step{{Service: serviceWrite}, {Service: serviceCandidate, Dependency: soft}}}
	}
	g.Nodes["writers"] = writers
	return g
}

// BadService is the fault of a path that calls what there is not.
var BadService = fault.New(fault.Invalid, "advisor.service",
	fault.Text{EN: "This path calls a step that the advisor does not know.", KO: "이 경로에는 상담이 알지 못하는 단계가 있습니다."},
	fault.Text{EN: "The steps are: " + strings.Join(Services(), ", ") + ".", KO: "쓸 수 있는 단계: " + strings.Join(Services(), ", ")})

// ParsePath reads a path. Its faults are graph.Invalid and BadService.
func ParsePath(raw []byte) (graph.Graph, error) {
	g, err := graph.Parse(raw)
	if err != nil {
		return graph.Graph{}, err
	}
	for _, n := range g.Nodes {
		for _, s := range n.Steps {
			if s.Service != "" && !slices.Contains(Services(), s.Service) {
				return graph.Graph{}, BadService.With(errors.New(s.Service))
			}
		}
	}
	return g, nil
}

// path is the one that questions take now.
func (s *Service) path(ctx context.Context) graph.Graph {
	if s.Path != nil {
		if g, own := s.Path(ctx); own {
			return g
		}
	}
	return Usual(0)
}

// follow answers along a path. Whatever becomes of the steps, what was computed
// stands: a path may leave out, and never take away. One that ends without an
// answer is finished by the rule alone.
func (w *writer) follow(g graph.Graph) error {
	request, err := json.Marshal(turn{Kind: kindNone})
	if err != nil {
		return err
	}
	_, timing, err := graph.Run(w.ctx, g, request, drawOf(w.card.ID), w.serve)
	w.card.Path = timing
	w.s.steps.count(timing, "")
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.failed != nil {
		return w.failed
	}
	w.at = w.ctx
	if w.answered || w.q.Idle {
		if err != nil && w.card.By != ByModel && w.card.Note == "" {
			return w.without(err)
		}
		return nil
	}
	if _, err := w.words(); err != nil {
		return err
	}
	if w.settled == nil || w.settled.id == TemplateDocument {
		_, err = w.quoted()
	} else {
		_, err = w.computed()
	}
	return err
}

// drawOf decides the splitters of a card's path, the same way for the same card.
func drawOf(id string) float64 {
	sum := sha256.Sum256([]byte(id))
	return float64(binary.BigEndian.Uint64(sum[:8])>>11) / (1 << 53)
}

// serve does what one step of a path asks for.
func (w *writer) serve(ctx context.Context, service string, request json.RawMessage) (json.RawMessage, error) {
	var answer any
	var err error
	switch service {
	case serviceWords:
		answer, err = w.holding(ctx, w.words)
	case serviceChoose:
		answer, err = w.choose(ctx)
	case serviceVote:
		answer, err = w.vote(ctx)
	case serviceTally:
		answer, err = w.holding(ctx, func() (turn, error) { return w.tally(request) })
	case serviceCompute:
		answer, err = w.holding(ctx, w.computed)
	case serviceQuote:
		answer, err = w.holding(ctx, w.quoted)
	case serviceLook:
		answer, err = w.holding(ctx, w.looked)
	case serviceWrite:
		answer, err = w.explain(ctx)
	case serviceCandidate:
		answer, err = w.explainBeside(ctx)
	default:
		err = BadService
	}
	if err != nil {
		return nil, err
	}
	// One after another: where steps side by side find out at once how their kind of
	// answer is written, the race detector was seen to lose sight of who did.
	w.alone.Lock()
	defer w.alone.Unlock()
	return json.Marshal(answer)
}

// have waits until a step has the card, which it gives back by w.alone.Unlock.
func (w *writer) have(ctx context.Context) error {
	w.alone.Lock()
	if err := ctx.Err(); err != nil {
		w.alone.Unlock()
		return err
	}
	return nil
}

// holding does a step that has the card, as long as ctx lasts.
func (w *writer) holding(ctx context.Context, do func() (turn, error)) (turn, error) {
	if err := w.have(ctx); err != nil {
		return turn{}, err
	}
	defer w.alone.Unlock()
	w.at = ctx
	defer func() { w.at = w.ctx }()
	return do()
}

// turn is where the card stands, for the steps that follow.
func (w *writer) turn() turn {
	t := turn{Kind: kindNone, Explain: w.card.By == ByEngine && w.answered && w.stayed == nil && w.model() != nil}
	switch {
	case w.settled == nil:
	case w.settled.id == TemplateDocument:
		t.Kind, t.Template = kindDocuments, w.settled.id
	default:
		t.Kind, t.Template = kindPlan, w.settled.id
	}
	return t
}

// words finds the template that the question means by the rule.
func (w *writer) words() (turn, error) {
	if t := templateOf(w.q.Template); t != nil {
		w.settled, w.card.Choice = t, &Choice{Template: t.id, Label: t.ask.In(w.q.Locale), Basis: "asked"}
	} else if t, by := match(w.q.Text); t != nil {
		w.settled, w.card.Choice = t, &Choice{Template: t.id, Label: t.ask.In(w.q.Locale), Basis: "words", Words: by}
	}
	t := w.turn()
	if t.Kind == kindNone && w.model() != nil {
		t.Kind = kindOpen
	}
	return t, nil
}

// choose asks a model which template a question means that fits none.
func (w *writer) choose(ctx context.Context) (turn, error) {
	m := w.model()
	if m == nil {
		return turn{}, errNoModel
	}
	id, weights, err := m.choosing(ctx, templates(), 0)
	if held := w.have(ctx); held != nil {
		return turn{}, held
	}
	defer w.alone.Unlock()
	if err != nil {
		return turn{}, errors.Join(err, w.without(err))
	}
	sure := w.take(id, weights)
	t := w.turn()
	t.Close = !sure && id != ""
	return t, nil
}

// errNoModel is the error of a step that needs a model where there is none.
var errNoModel = fault.New(fault.Unavailable, "advisor.noModel",
	fault.Text{EN: "There is no language model.", KO: "언어 모델이 없습니다."},
	fault.Text{EN: "Choose one in Settings.", KO: "설정에서 고르세요."})

// ballot is one vote; Template is empty for none of the choices.
type ballot struct {
	Template TemplateID `json:"template"`
}

// warmth is at which temperature a model is asked again: answers that differ at all
// can only be counted where they may differ.
const warmth = 0.7

// vote asks a model again, with the choices in another order each time: small
// models lean to what they read first.
func (w *writer) vote(ctx context.Context) (ballot, error) {
	m := w.model()
	if m == nil {
		return ballot{}, errNoModel
	}
	w.asking.Lock()
	w.votes++
	n := w.votes
	w.asking.Unlock()
	order := templates()
	turned := (n * 7) % len(order)
	order = append(slices.Clone(order[turned:]), order[:turned]...)
	if n%2 == 0 {
		slices.Reverse(order)
	}
	id, _, err := m.choosing(ctx, order, warmth)
	return ballot{id}, err
}

// tally counts the votes, the first choice among them. More than half of all, and
// two at least, settle the question.
func (w *writer) tally(gathered json.RawMessage) (turn, error) {
	var votes map[string]ballot
	if err := json.Unmarshal(gathered, &votes); err != nil {
		return turn{}, err
	}
	if w.card.Choice == nil || w.settled != nil {
		return w.turn(), nil
	}
	counts := map[TemplateID]int{w.card.Choice.Template: 1}
	for _, v := range votes {
		counts[v.Template]++
	}
	for id, n := range counts {
		if t := templateOf(id); t != nil && n >= 2 && 2*n > len(votes)+1 {
			w.elect(t, Votes{n, len(votes) + 1})
		}
	}
	return w.turn(), nil
}

// elect settles what most votes were for. What the model first gave it stays told.
func (w *writer) elect(t *template, v Votes) {
	c := w.card.Choice
	if i := slices.IndexFunc(c.Alternatives, func(a Alternative) bool { return a.Template == t.id }); i >= 0 {
		if p := c.Alternatives[i].Probability; p > 0 {
			c.Confidence = &p
		}
		c.Alternatives = slices.Delete(c.Alternatives, i, i+1)
	} else if t.id != c.Template {
		c.Confidence = nil
	}
	c.Template, c.Label, c.Basis, c.Votes = t.id, t.ask.In(w.q.Locale), "votes", &v
	w.settled = t
}

// computed has the engine answer the question that was settled.
func (w *writer) computed() (turn, error) {
	t := w.settled
	if t == nil || t.id == TemplateDocument || w.answered {
		return w.turn(), nil
	}
	if t.id != unasked(AboutDocument) {
		if err := w.play(); err != nil {
			return turn{}, w.broke(err)
		}
	}
	if err := t.write(w); err != nil && !errors.Is(err, errImpossible) {
		return turn{}, w.broke(err)
	}
	w.answered = true
	return w.turn(), nil
}

// broke remembers that there is no answer, unless the step alone ran out of time.
func (w *writer) broke(err error) error {
	if w.at.Err() == nil || w.ctx.Err() != nil {
		w.failed = err
	}
	return err
}

// quoted answers by what documents say, or says that nothing answers the question.
// One that the engine answers it leaves to the engine, whichever comes first.
func (w *writer) quoted() (turn, error) {
	ofDocuments := w.settled != nil && w.settled.id == TemplateDocument
	if w.answered || w.settled != nil && !ofDocuments {
		return w.turn(), nil
	}
	var err error
	if ofDocuments {
		if err = w.settled.write(w); err == nil && w.card.By == ByNobody {
			w.offerQuestions()
		}
	} else {
		err = w.unmatched()
	}
	if err != nil {
		return turn{}, w.broke(err)
	}
	w.answered = true
	return w.turn(), nil
}

// looked lets a model have things done before it explains.
func (w *writer) looked() (turn, error) {
	m := w.model()
	if m == nil {
		return turn{}, errNoModel
	}
	if err := m.look(); err != nil {
		return turn{}, errors.Join(err, w.without(err))
	}
	return w.turn(), nil
}

// explain has the card's sentences written by the model.
func (w *writer) explain(ctx context.Context) (turn, error) {
	m := w.model()
	if m == nil {
		return turn{}, errNoModel
	}
	g, err := w.explained(ctx)
	if err != nil {
		return turn{}, err
	}
	draft, err := m.draft(ctx, g)
	w.alone.Lock() // also after the step's time: why it failed is noted
	defer w.alone.Unlock()
	switch {
	case err != nil:
		return turn{}, errors.Join(err, w.without(err))
	case !usable(draft):
		w.card.Note = unusable.In(w.q.Locale)
		return w.turn(), nil
	}
	w.adopt(draft, g.refs)
	return w.turn(), nil
}

// explainBeside has the model on trial explain the same. Whatever comes of it, the
// card's own answer stays.
func (w *writer) explainBeside(ctx context.Context) (turn, error) {
	if w.s.Candidate == nil {
		return turn{}, errNoModel
	}
	chosen, there := w.s.Candidate(ctx)
	if !there {
		return turn{}, errNoModel
	}
	g, err := w.explained(ctx)
	if err != nil {
		return turn{}, err
	}
	m := &session{w: w, chosen: chosen, use: ModelUse{Name: chosen.Name}}
	began := time.Now()
	draft, err := m.draft(ctx, g)
	beside := &Beside{Model: m.use, Answer: []Sentence{}, Took: int(time.Since(began).Milliseconds())}
	w.alone.Lock()
	defer w.alone.Unlock()
	w.beside = m
	switch {
	case err != nil:
		beside.Note = fault.Text{EN: "It did not answer.", KO: "응답하지 않았습니다."}.In(w.q.Locale)
	case !usable(draft):
		beside.Note = fault.Text{EN: "What it wrote could not be shown.", KO: "쓴 글을 그대로 보여 드릴 수 없습니다."}.In(w.q.Locale)
	default:
		beside.Answer = w.card.sentences(draft, g.refs)
	}
	w.card.Beside = beside
	return w.turn(), err
}

// saw is what models were told and said, with marks where documents spoke; what
// they did is noted on the card.
func (w *writer) saw() []Seen {
	var seen []Seen
	if m := w.session; m != nil {
		seen = m.seen
		if m.use.Calls > 0 {
			w.card.Model = &m.use
		}
	}
	if w.beside != nil {
		for _, said := range w.beside.seen {
			if said.Role == string(llm.Assistant) {
				seen = append(seen, Seen{Role: "candidate", Text: said.Text})
			}
		}
	}
	return w.unquoted(seen)
}

// steps counts what became of the steps of paths, and how long they took. The zero
// value is ready to use.
type steps struct {
	mu    sync.Mutex
	known map[string]*step
}

type step struct {
	failed, skipped uint64
	took            latency.Histogram // of those taken
}

// mostSteps bounds how many steps are counted apart; a path has fewer.
const mostSteps = 512

func (s *steps) count(t *graph.Timing, above string) {
	if t == nil {
		return
	}
	name := above + t.Name
	s.mu.Lock()
	if s.known == nil {
		s.known = map[string]*step{}
	}
	one := s.known[name]
	if one == nil && len(s.known) < mostSteps {
		one = &step{}
		s.known[name] = one
	}
	if one != nil {
		switch t.State {
		case graph.Taken:
			one.took.Add(t.Took)
		case graph.Failed:
			one.failed++
		default:
			one.skipped++
		}
	}
	s.mu.Unlock()
	for _, inner := range t.Steps {
		s.count(inner, name+"/")
	}
}

// StepFigures is what became of one step of the path since the program began. Step
// is the names that lead to it, joined by slashes, the root's first.
type StepFigures struct {
	Step            string
	Failed, Skipped uint64
	Took            latency.Summary
}

// Steps are those of the paths that questions took, by name.
func (s *Service) Steps() []StepFigures {
	s.steps.mu.Lock()
	defer s.steps.mu.Unlock()
	all := []StepFigures{}
	for name, one := range s.steps.known {
		all = append(all, StepFigures{name, one.failed, one.skipped, one.took.Summary()})
	}
	slices.SortFunc(all, func(a, b StepFigures) int { return strings.Compare(a.Step, b.Step) })
	return all
}

// Follows is the path that questions take now.
func (s *Service) Follows(ctx context.Context) graph.Graph { return s.path(ctx) }
