package answer

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
	"meridian/backend/prompt"
)

// Sure is the share of the probability that a choice must have among all choices
// to count. Below it the card abstains and asks back.
const Sure = 0.6

// patience is how long a question waits for a model before what was computed
// stands alone.
const patience = 30 * time.Second

// mostTools is how many things a model may have done before it answers.
const mostTools = 2

// session is a model at work on one card.
type session struct {
	w      *writer
	chosen Chosen
	seen   []Seen
	use    ModelUse
}

// model begins a session; nil without a model.
func (w *writer) model() *session {
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
func (m *session) generate(lane llm.Lane, r llm.Request) (llm.Reply, error) {
	r.Model = m.chosen.Name
	turn := llm.Turn{Lane: lane, Person: m.w.q.Person, Patience: patience, Session: m.w.q.Thread}
	told, size := m.w.phase("write"), 0
	if lane == llm.Short {
		told = m.w.phase("understand")
	}
	told(0, 0)
	for _, message := range r.Messages[m.said(r):] {
		m.seen = append(m.seen, Seen{Role: string(message.Role), Text: message.Text})
	}
	reply, err := m.w.s.Model.Generate(m.w.ctx, turn, r, func(p llm.Piece) error {
		size += len(p.Text)
		told(min(size/4, r.Options.Reply-1), r.Options.Reply)
		return m.w.ctx.Err()
	})
	if err != nil {
		return llm.Reply{}, err
	}
	m.use.Calls++
	m.use.Host = reply.Host
	m.use.PromptTokens += reply.Usage.PromptTokens
	m.use.ReplyTokens += reply.Usage.ReplyTokens
	m.seen = append(m.seen, Seen{Role: string(llm.Assistant), Text: shortened(reply.Text)})
	return reply, nil
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

// chosen asks a model which template a question means that fits none; nil
// without one, or when it is not sure.
func (w *writer) chosen() (*template, error) {
	m := w.model()
	if m == nil {
		return nil, nil
	}
	all := templates()
	var about []string
	for _, t := range all {
		about = append(about, t.about)
	}
	labels := prompt.Labels(append(about, "none of these"))
	reply, err := m.generate(llm.Short, prompt.Choose(w.q.Text, "Which of these does the question ask about?", labels, m.chosen.Context))
	if err != nil {
		return nil, w.without(err)
	}
	id, weights, ok := prompt.Chosen(reply, labels)
	if !ok {
		return nil, nil
	}
	return w.take(all, labels, id, weights), nil
}

// take settles a model's choice by the rule of the package comment.
func (w *writer) take(all []template, labels []prompt.Label, id string, weights []prompt.Weight) *template {
	at := func(id string) *template {
		for i, l := range labels {
			if l.ID == id && i < len(all) {
				return &all[i]
			}
		}
		return nil
	}
	t := at(id)
	choice := &Choice{Basis: "model"}
	for _, weight := range weights {
		if weight.ID == id {
			choice.Confidence = &weight.Probability
		} else if other := at(weight.ID); other != nil && len(choice.Alternatives) < 3 {
			choice.Alternatives = append(choice.Alternatives, Alternative{other.id, other.ask.In(w.q.Locale), weight.Probability})
		}
	}
	if t == nil {
		return nil
	}
	choice.Template, choice.Label = t.id, t.ask.In(w.q.Locale)
	w.card.Choice = choice
	if choice.Confidence == nil || *choice.Confidence < Sure {
		own := Alternative{Template: t.id, Label: choice.Label}
		if choice.Confidence != nil {
			own.Probability = *choice.Confidence
		}
		choice.Alternatives = append([]Alternative{own}, choice.Alternatives...)
		return nil
	}
	return t
}

// without notes that a model was not there when it was needed; nil unless the
// question itself was given up.
func (w *writer) without(err error) error {
	if w.ctx.Err() != nil {
		return w.ctx.Err()
	}
	w.card.Note = fault.Text{EN: "The language model did not answer, so this was written from what the engine computed.", KO: "언어 모델이 답하지 않아, 계산한 결과로 답을 만들었습니다."}.In(w.q.Locale)
	var f *fault.Error
	if errors.As(err, &f) {
		w.card.Note += " " + f.Title.In(w.q.Locale)
	}
	return nil
}

// explain lets a model explain what was computed, with what it asks for besides.
// Where it cannot, the card stays as it is.
func (s *Service) explain(w *writer) ([]Seen, error) {
	m := w.model()
	if m == nil {
		return nil, nil
	}
	var err error
	if w.card.By == ByEngine && w.card.Note == "" {
		err = m.improve()
	}
	if m.use.Calls > 0 {
		w.card.Model = &m.use
	}
	return w.unquoted(m.seen), err
}

// improve has the card's sentences written by the model.
func (m *session) improve() error {
	w := m.w
	if err := m.look(); err != nil {
		return w.without(err)
	}
	sheet, refs := w.sheet()
	request := prompt.Answer(sheet, m.chosen.Context)
	reply, err := m.generate(llm.Stream, request)
	if err != nil {
		return w.without(err)
	}
	draft, objections := prompt.Read(reply.Text, sheet)
	if len(draft.Sentences) == 0 && draft.Enough || len(objections) > 0 && !usable(draft) {
		reply, err = m.generate(llm.Stream, prompt.Repair(request, reply.Text, objections))
		if err != nil {
			return w.without(err)
		}
		draft, _ = prompt.Read(reply.Text, sheet)
	}
	if !usable(draft) {
		w.card.Note = fault.Text{EN: "What the language model wrote could not be shown, so this was written from what the engine computed.", KO: "언어 모델이 쓴 글을 그대로 보여 드릴 수 없어, 계산한 결과로 답을 만들었습니다."}.In(w.q.Locale)
		return nil
	}
	w.adopt(draft, refs)
	return nil
}

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
	w.card.By, w.card.Answer = ByModel, []Sentence{}
	for _, pieces := range d.Sentences {
		var sentence Sentence
		for _, p := range pieces {
			if p.Ref == "" {
				sentence = append(sentence, Part{Kind: PartText, Text: p.Text})
			} else if part, known := partOf(w.card, refs[p.Ref]); known {
				sentence = append(sentence, part)
			}
		}
		w.card.Answer = append(w.card.Answer, sentence)
	}
	var because []string
	for _, id := range d.Because {
		because = append(because, refs[id])
	}
	computed := w.card.Because
	w.card.Because = []string{}
	w.because(append(because, computed...)...)
	w.card.prefer(d.Try, refs)
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
		reply, err := m.generate(llm.Short, prompt.Tools(sheet, m.chosen.Context))
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
		asked := w.q.Text
		w.q.Text = c.Words
		found, err := w.quote(w.q.Documents)
		w.q.Text = asked
		return found, err
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
	found, err := w.s.Engine.Look(w.ctx, w.plan, LookFailure, 0, w.phase("anatomy"))
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
