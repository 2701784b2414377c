package answer

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
	"meridian/backend/prompt"
)

// Sure is the share of the probability that a choice must have among all choices
// to count, unless the model's own was measured and chosen. Below it the card
// abstains and asks back.
const Sure = 0.6

// patience is how long a question waits for a model before what was computed
// stands alone.
const patience = 30 * time.Second

// mostTools is how many things a model may have done before it answers.
const mostTools = 2

// session is a model at work on one card. Several requests of one may be under way.
type session struct {
	w      *writer
	chosen Chosen

	mu   sync.Mutex // guards what follows
	seen []Seen
	use  ModelUse
}

// model begins a session; nil without a model.
func (w *writer) model() *session {
	w.asking.Lock()
	defer w.asking.Unlock()
	if w.session != nil {
		return w.session
	}
	chosen, there := w.s.ready(w.ctx)
	if !there {
		return nil
	}
	w.session = &session{w: w, chosen: chosen, use: ModelUse{Name: chosen.Name}}
	return w.session
}

// generate puts a request to the model and remembers what was said. What arrives
// meanwhile is counted and never shown: nobody has checked it.
func (m *session) generate(ctx context.Context, lane llm.Lane, r llm.Request) (llm.Reply, error) {
	r.Model = m.chosen.Name
	turn := llm.Turn{Lane: lane, Person: m.w.q.Person, Patience: patience, Session: m.w.q.Thread}
	told, size := m.w.phase("write"), 0
	if lane == llm.Short {
		told = m.w.phase("understand")
	}
	if m.w.q.Idle { // it waits as long as people are served
		turn.Lane, turn.Patience = llm.Batch, 0
	}
	told(0, 0)
	reply, err := m.w.s.Model.Generate(ctx, turn, r, func(p llm.Piece) error {
		size += len(p.Text)
		told(min(size/4, r.Options.Reply-1), r.Options.Reply)
		return ctx.Err()
	})
	m.remember(r, reply, err)
	if err != nil {
		return llm.Reply{}, err
	}
	return reply, nil
}

// remember keeps what was said, a question and its reply together.
func (m *session) remember(r llm.Request, reply llm.Reply, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, message := range r.Messages[m.said(r):] {
		m.seen = append(m.seen, Seen{Role: string(message.Role), Text: message.Text})
	}
	if err != nil {
		return
	}
	m.use.Calls++
	m.use.Host = reply.Host
	m.use.PromptTokens += reply.Usage.PromptTokens
	m.use.ReplyTokens += reply.Usage.ReplyTokens
	m.seen = append(m.seen, Seen{Role: string(llm.Assistant), Text: shortened(reply.Text)})
}

// said is how many messages of a repair were said before.
func (m *session) said(r llm.Request) int {
	if len(r.Messages) <= 2 {
		return 0
	}
	return len(r.Messages) - 1
}

// mostSeen is how much of a reply is kept for whoever asks what was said, in bytes.
const mostSeen = 8 << 10

func shortened(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	if len(text) > mostSeen {
		return strings.ToValidUTF8(text[:mostSeen], "") + "…"
	}
	return text
}

// task is what a model is asked about a question that fits no template.
const task = "Which of these does the question ask about?"

// choosing asks a model which template the question means, of those in an order;
// "" for none of them.
func (m *session) choosing(ctx context.Context, order []template, temperature float64) (TemplateID, []weighed, error) {
	r, labels := choice(m.w.q.Text, order, m.chosen.Context)
	r.Options.Temperature = temperature
	reply, err := m.generate(ctx, llm.Short, r)
	if err != nil {
		return "", nil, err
	}
	id, weights := chosenOf(reply, order, labels)
	return id, weights, nil
}

// choice is the request to say which template a question means, or that it is none.
func choice(question string, order []template, context int) (llm.Request, []prompt.Label) {
	var about []string
	for _, t := range order {
		about = append(about, t.about)
	}
	labels := prompt.Labels(append(about, "none of these"))
	return prompt.Choose(question, task, labels, context), labels
}

// chosenOf reads a choice; "" for none of the templates, and for a reply that is no
// choice.
func chosenOf(reply llm.Reply, order []template, labels []prompt.Label) (TemplateID, []weighed) {
	at := func(id string) TemplateID {
		for i, l := range labels {
			if l.ID == id && i < len(order) {
				return order[i].id
			}
		}
		return ""
	}
	id, weights, _ := prompt.Chosen(reply, labels)
	var all []weighed
	for _, weight := range weights {
		all = append(all, weighed{at(weight.ID), weight.Probability})
	}
	return at(id), all
}

// weighed is a template and its probability among all choices; "" stands for none
// of them.
type weighed struct {
	id          TemplateID
	probability float64
}

// take settles a model's choice by the rule of the package comment; false when the
// model is not sure of it.
func (w *writer) take(id TemplateID, weights []weighed) bool {
	t := templateOf(id)
	if t == nil {
		return false
	}
	choice := &Choice{Basis: "model", Template: t.id, Label: t.ask.In(w.q.Locale)}
	for _, weight := range weights {
		if weight.id == id {
			choice.Confidence = &weight.probability
		} else if other := templateOf(weight.id); other != nil && len(choice.Alternatives) < 3 {
			choice.Alternatives = append(choice.Alternatives, Alternative{other.id, other.ask.In(w.q.Locale), weight.probability})
		}
	}
	w.card.Choice = choice
	if choice.Confidence == nil || *choice.Confidence < w.sure() {
		own := Alternative{Template: t.id, Label: choice.Label}
		if choice.Confidence != nil {
			own.Probability = *choice.Confidence
		}
		choice.Alternatives = append([]Alternative{own}, choice.Alternatives...)
		return false
	}
	w.settled = t
	return true
}

// sure is the share that the model's choice must have.
func (w *writer) sure() float64 {
	if m := w.model(); m != nil && m.chosen.Sure > 0 {
		return m.chosen.Sure
	}
	return Sure
}

// without notes that a model was not there when it was needed; nil unless the
// question itself was given up.
func (w *writer) without(err error) error {
	if w.ctx.Err() != nil {
		return w.ctx.Err()
	}
	w.stayed = err
	w.card.Note = fault.Text{EN: "The language model did not answer, so this was written from what the engine computed.", KO: "언어 모델이 답하지 않아, 계산한 결과로 답을 만들었습니다."}.In(w.q.Locale)
	var f *fault.Error
	if errors.As(err, &f) {
		w.card.Note += " " + f.Title.In(w.q.Locale)
	}
	return nil
}

// given is what models explain: the card as it was computed, in their words.
type given struct {
	sheet prompt.Sheet
	refs  map[string]string
}

// explained is what is given to models to explain, the same for all of them.
func (w *writer) explained(ctx context.Context) (given, error) {
	if err := w.have(ctx); err != nil {
		return given{}, err
	}
	defer w.alone.Unlock()
	if w.given == nil {
		sheet, refs := w.sheet()
		w.given = &given{sheet, refs}
	}
	return *w.given, nil
}

// draft has a model explain what it is given. Its error is that no model answered;
// a draft that is not usable could not be shown.
func (m *session) draft(ctx context.Context, g given) (prompt.Draft, error) {
	request := prompt.Answer(g.sheet, m.chosen.Context)
	reply, err := m.generate(ctx, llm.Stream, request)
	if err != nil {
		return prompt.Draft{}, err
	}
	draft, objections := prompt.Read(reply.Text, g.sheet)
	if len(draft.Sentences) == 0 && draft.Enough || len(objections) > 0 && !usable(draft) {
		reply, err = m.generate(ctx, llm.Stream, prompt.Repair(request, reply.Text, objections))
		if err != nil {
			return prompt.Draft{}, err
		}
		draft, _ = prompt.Read(reply.Text, g.sheet)
	}
	return draft, nil
}

var unusable = fault.Text{EN: "What the language model wrote could not be shown, so this was written from what the engine computed.", KO: "언어 모델이 쓴 글을 그대로 보여 드릴 수 없어, 계산한 결과로 답을 만들었습니다."}

// usable reports whether a draft can stand in place of the computed sentences.
func usable(d prompt.Draft) bool { return len(d.Sentences) > 0 && d.Enough }

// sheet is what the model may know of this card, and what each of its ids means.
func (w *writer) sheet() (prompt.Sheet, map[string]string) {
	s := prompt.Sheet{Locale: w.q.Locale, Question: w.q.Text}
	refs, ids := map[string]string{}, map[string]string{}
	for _, f := range w.ranked() {
		id := fmt.Sprintf("F%d", len(s.Facts)+1)
		refs[id], ids[f.ID] = f.ID, id
		s.Facts = append(s.Facts, prompt.Fact{ID: id, Label: f.Label, Text: f.Text})
	}
	for _, source := range w.card.Sources {
		refs[source.ID] = source.ID
		s.Passages = append(s.Passages, prompt.Passage{ID: source.ID, Text: source.Quote})
	}
	for i, t := range w.card.Try {
		id := fmt.Sprintf("M%d", i+1)
		refs[id] = t.Name
		s.Moves = append(s.Moves, prompt.Move{ID: id, Name: t.Name})
	}
	for _, sentence := range w.card.Answer {
		for _, p := range sentence {
			if p.Ref == "" {
				s.Computed += p.Text
			} else if id := ids[p.Ref]; id != "" {
				s.Computed += "{" + id + "}"
			}
		}
		s.Computed += " "
	}
	return s, refs
}

// mostFacts is how many facts a model is shown.
const mostFacts = 24

// ranked are the card's figures, those that the computed answer rests on first.
func (w *writer) ranked() []Figure {
	var first, rest []Figure
	used := map[string]bool{}
	for _, id := range w.card.Because {
		used[id] = true
	}
	for _, sentence := range w.card.Answer {
		for _, p := range sentence {
			used[p.Ref] = true
		}
	}
	for _, f := range w.card.Figures {
		if used[f.ID] {
			first = append(first, f)
		} else {
			rest = append(rest, f)
		}
	}
	all := append(first, rest...)
	return all[:min(len(all), mostFacts)]
}

// adopt puts a draft's sentences in place of the computed ones. What the computed
// answer rests on stays; the trials are put in the draft's order.
func (w *writer) adopt(d prompt.Draft, refs map[string]string) {
	w.card.By, w.card.Answer, w.card.Note = ByModel, w.card.sentences(d, refs), ""
	var because []string
	for _, id := range d.Because {
		because = append(because, refs[id])
	}
	computed := w.card.Because
	w.card.Because = []string{}
	w.because(append(because, computed...)...)
	w.card.prefer(d.Try, refs)
}

// sentences are a draft's, with the card's figures and quotes in them.
func (c *Card) sentences(d prompt.Draft, refs map[string]string) []Sentence {
	out := []Sentence{}
	for _, pieces := range d.Sentences {
		var sentence Sentence
		for _, p := range pieces {
			if p.Ref == "" {
				sentence = append(sentence, Part{Kind: PartText, Text: p.Text})
			} else if part, known := partOf(c, refs[p.Ref]); known {
				sentence = append(sentence, part)
			}
		}
		out = append(out, sentence)
	}
	return out
}

// prefer puts the named trials first.
func (c *Card) prefer(ids []string, refs map[string]string) {
	rank := map[string]int{}
	for i, id := range ids {
		rank[refs[id]] = len(ids) - i
	}
	ordered := make([]Trial, 0, len(c.Try))
	for want := len(ids); want >= 0; want-- {
		for _, t := range c.Try {
			if rank[t.Name] == want {
				ordered = append(ordered, t)
			}
		}
	}
	c.Try = ordered
}

// look lets the model have up to mostTools things done: play the plan under one
// of a bounded set of moves, search the documents, tell how a future fails.
func (m *session) look() error {
	w := m.w
	moves := w.open()
	for range mostTools {
		sheet, _ := w.sheet()
		sheet.Moves = nil
		for i, move := range moves {
			sheet.Moves = append(sheet.Moves, prompt.Move{ID: fmt.Sprintf("M%d", i+1), Name: moveName([]Move{move}, w.q.Locale)})
		}
		reply, err := m.generate(w.at, llm.Short, prompt.Tools(sheet, m.chosen.Context))
		if err != nil {
			return err
		}
		call := prompt.ReadCall(reply.Text, sheet)
		done, err := w.call(call, moves)
		if err != nil || !done {
			return err
		}
	}
	return nil
}

// open are the moves that a model may still have tried: human-sized steps that
// the household can decide about.
func (w *writer) open() []Move {
	var out []Move
	for _, m := range []Move{
		{"retire", "months", 12}, {"retire", "months", 24}, {"spendRetired", "share", -0.05}, {"spendRetired", "share", -0.1},
		{"spendFlexible", "share", -0.1}, {"saving", "share", 0.02}, {"fees", "points", -0.0025}, {"equity", "points", 0.1},
	} {
		if !w.hasTrial(moveName([]Move{m}, w.q.Locale)) {
			out = append(out, m)
		}
	}
	return out
}

func (w *writer) hasTrial(name string) bool {
	for _, t := range w.card.Try {
		if t.Name == name {
			return true
		}
	}
	return false
}

// call does what a model chose; false when there was nothing to do.
func (w *writer) call(c prompt.Call, moves []Move) (bool, error) {
	switch c.Tool {
	case prompt.ToolPlan:
		var at int
		if _, err := fmt.Sscanf(c.Move, "M%d", &at); err != nil || at < 1 || at > len(moves) || len(w.card.Try) >= mostTrials || w.hasTrial(moveName(moves[at-1:at], w.q.Locale)) {
			return false, nil
		}
		return w.tryFor(moves[at-1])
	case prompt.ToolSearch:
		if len(w.card.Sources) > 0 {
			return false, nil
		}
		return w.quote(c.Words, w.q.Documents)
	case prompt.ToolFuture:
		return w.future()
	}
	return false, nil
}

// tryFor tries a move that a model chose, and makes its outcome known as figures.
func (w *writer) tryFor(move Move) (bool, error) {
	said := len(w.card.Answer)
	t, err := w.try(move)
	w.card.Answer = w.card.Answer[:said] // why it is not possible is no part of this answer
	if errors.Is(err, errImpossible) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	f := Finding{Name: fault.Text{EN: t.Name, KO: t.Name}, Success: Fact{Value: t.After}, Delta: Fact{Value: t.Delta, CI: t.CI}}
	w.finding(&f)
	return true, nil
}

// future tells how the first future fails that fails for the commonest cause.
func (w *writer) future() (bool, error) {
	if w.has("told") {
		return false, nil
	}
	found, err := w.s.Engine.Look(w.at, w.plan, LookFailure, 0, w.phase("anatomy"))
	if err != nil || len(found.Causes) == 0 {
		return false, err
	}
	cause := found.Causes[0]
	w.figure("told", fault.Text{EN: "How such a future goes", KO: "그런 미래가 흘러가는 모습"}, ScreenRuns, Fact{Value: float64(cause.Future), Unit: "count"})
	w.card.Figures[len(w.card.Figures)-1].Text = cause.Told.In(w.q.Locale)
	w.card.Figures[len(w.card.Figures)-1].Unit = ""
	w.figure("cause.1", fault.Text{EN: capital(causes[cause.Name].EN), KO: causes[cause.Name].KO}, ScreenRuns, Fact{Value: cause.Share, Unit: "share"})
	return true, nil
}

var fenced = regexp.MustCompile(`(?s)<<<(S\d+)\n.*?\n(S\d+)>>>`)

// unquoted is what was said, with marks in place of what documents say: that is
// read from the library whenever somebody asks, and kept nowhere.
func (w *writer) unquoted(seen []Seen) []Seen {
	var passages []prompt.Passage
	for _, source := range w.card.Sources {
		passages = append(passages, prompt.Passage{ID: source.ID, Text: source.Quote})
	}
	for i := range seen {
		seen[i].Text = fenced.ReplaceAllStringFunc(seen[i].Text, func(passage string) string {
			id := passage[3:strings.IndexByte(passage, '\n')]
			return "<<<" + id + "\n" + quoteMark(id) + "\n" + id + ">>>"
		})
		if seen[i].Role == string(llm.Assistant) && prompt.Copies(seen[i].Text, passages) {
			seen[i].Text = fault.Text{EN: "(It repeated a document word for word, which is not kept.)", KO: "(문서를 그대로 옮긴 대답이라 남기지 않았습니다.)"}.In(w.q.Locale)
		}
	}
	return seen
}

// ready reports whether there is a model at all.
func (s *Service) ready(ctx context.Context) (Chosen, bool) {
	if s.Model == nil || s.Choose == nil {
		return Chosen{}, false
	}
	return s.Choose(ctx)
}
