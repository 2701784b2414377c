package answer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/plan"
)

// writer writes one card, by the steps of a path. A step that changes the card has
// it alone; several may ask models at once.
type writer struct {
	ctx      context.Context // of the question
	at       context.Context // of the step that has the card: it may end earlier
	s        *Service
	q        Question
	w        words
	reading  reading
	plan     plan.Plan
	forecast Forecast
	card     *Card
	phase    func(name string) func(done, total int)
	tried    int // moves that have a figure

	alone    sync.Mutex // held by the step that has the card
	settled  *template  // which question it is; nil while nobody knows
	answered bool       // the card says something that was computed, quoted, or that it cannot answer
	failed   error      // of the engine or the library: there is no answer then
	stayed   error      // why a model did not answer; nil when all did

	asking  sync.Mutex // guards what follows
	session *session
	beside  *session // of the model on trial
	votes   int
	given   *given // what models explain; nil before the first is asked to
}

// play computes the plan's own forecast, which every template needs.
func (w *writer) play() error {
	if w.forecast.Hash != "" {
		return nil
	}
	f, err := w.s.Engine.Forecast(w.at, w.plan, w.phase("forecast"))
	if err != nil {
		return err
	}
	w.forecast, w.card.Result = f, f.Hash
	for id, fact := range f.Facts {
		if known, ok := facts[id]; ok {
			w.figure(id, known.label, known.screen, fact)
		}
	}
	w.figure("success", facts["success"].label, facts["success"].screen, f.Success)
	w.figure("target", facts["target"].label, facts["target"].screen, Fact{Value: f.Confidence, Unit: "share"})
	w.figure("futures", facts["futures"].label, facts["futures"].screen, Fact{Value: float64(f.N), Unit: "count"})
	for _, text := range f.Limits {
		w.card.Limits = append(w.card.Limits, text.In(w.reading.locale))
	}
	return nil
}

// figure makes a fact known to the card. What nothing refers to in the end is
// left out by tidy.
func (w *writer) figure(id string, label fault.Text, screen Screen, f Fact) string {
	if f.CI != nil && f.CI.Low == f.CI.High {
		f.CI = nil
	}
	w.card.Figures = append(slices.DeleteFunc(w.card.Figures, func(old Figure) bool { return old.ID == id }), w.reading.figure(id, label, screen, f))
	return id
}

// named makes a figure whose text is a name that holds a figure, such as that of
// a move.
func (w *writer) named(label fault.Text, f Fact, text string) string {
	w.tried++
	id := fmt.Sprintf("move.%d", w.tried)
	w.figure(id, label, ScreenLevers, f)
	w.card.Figures[len(w.card.Figures)-1].Text = text
	return id
}

// has reports whether the card knows a figure.
func (w *writer) has(id string) bool { return figureOf(w.card, id) != nil }

func figureOf(c *Card, id string) *Figure {
	for i := range c.Figures {
		if c.Figures[i].ID == id {
			return &c.Figures[i]
		}
	}
	return nil
}

// say adds a sentence. {id} stands for a figure, {S1} for a source. A reference
// to what is not known is a fault of this program, and the sentence is left out.
func (w *writer) say(en, ko string) {
	sentence, ok := compose(fault.Text{EN: en, KO: ko}.In(w.reading.locale), w.card)
	if ok {
		w.card.Answer = append(w.card.Answer, sentence)
	}
}

// compose cuts a sentence into its parts; false when it refers to what the card
// does not know.
func compose(text string, c *Card) (Sentence, bool) {
	var out Sentence
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			out = append(out, Part{Kind: PartText, Text: text})
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			return nil, false
		}
		if open > 0 {
			out = append(out, Part{Kind: PartText, Text: text[:open]})
		}
		part, known := partOf(c, text[open+1:open+length])
		if !known {
			return nil, false
		}
		out = append(out, part)
		text = text[open+length+1:]
	}
	return out, len(out) > 0
}

func partOf(c *Card, id string) (Part, bool) {
	if f := figureOf(c, id); f != nil {
		return Part{Kind: PartFigure, Text: f.Text, Ref: id}, true
	}
	for _, s := range c.Sources {
		if s.ID == id {
			return Part{Kind: PartQuote, Ref: id}, true
		}
	}
	return Part{}, false
}

// because names the figures that an answer rests on, those that are known.
func (w *writer) because(ids ...string) {
	for _, id := range ids {
		if w.has(id) && !slices.Contains(w.card.Because, id) {
			w.card.Because = append(w.card.Because, id)
		}
	}
}

// errImpossible is wrapped around why a move cannot be made.
var errImpossible = errors.New("a move is not possible")

// try plays moves in the plan's own futures and offers them. Where they cannot
// be made it says why and errs with errImpossible.
func (w *writer) try(moves ...Move) (Trial, error) {
	moved, patch, err := w.s.Engine.Moved(w.plan, moves)
	if err != nil {
		return Trial{}, w.refused(err)
	}
	return w.trial(moveName(moves, w.reading.locale), moved, patch, !ours(moves))
}

// refused is why moves cannot be made, said in a sentence.
func (w *writer) refused(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return err
	}
	w.say("This cannot be tried: "+withoutBraces(f.Title.EN), "이렇게는 해 볼 수 없습니다. "+withoutBraces(f.Title.KO))
	return errImpossible
}

func withoutBraces(text string) string { return strings.NewReplacer("{", "(", "}", ")").Replace(text) }

// trial plays a changed plan and sets it beside the plan.
func (w *writer) trial(name string, moved plan.Plan, patch map[string]any, assumption bool) (Trial, error) {
	after, err := w.s.Engine.Forecast(w.at, moved, w.phase("trial"))
	if err != nil {
		return Trial{}, w.refused(err)
	}
	paired, err := w.s.Engine.Compare(w.at, w.forecast, after)
	if err != nil {
		return Trial{}, w.refused(err)
	}
	t := Trial{
		Name: name, Patch: patch, Assumption: assumption, State: TrialOpen,
		Before: w.forecast.Success.Value, After: after.Success.Value, Delta: after.Success.Value - w.forecast.Success.Value,
		CI: paired.CI, N: paired.N, Rescued: paired.Rescued, Lost: paired.Lost,
	}
	if before, ok := w.forecast.Facts[factSustainable]; ok {
		if now, ok := after.Facts[factSustainable]; ok {
			t.SpendBefore, t.SpendAfter = &before.Value, &now.Value
		}
	}
	w.card.Try = append(w.card.Try, t)
	return t, nil
}

const factSustainable = "spend.sustainable.month"

// tell says in up to three sentences what a trial brings.
func (w *writer) tell(t Trial, move Move) {
	name := w.named(fault.Text{EN: "What was tried", KO: "해 본 것"}, Fact{Value: move.Amount, Unit: move.Unit}, t.Name)
	w.figure("after", fault.Text{EN: "Futures that hold with it", KO: "바꾸면 지켜지는 미래"}, ScreenCompare, Fact{Value: t.After, Unit: "share"})
	w.figure("delta", fault.Text{EN: "Difference, in the same futures", KO: "같은 미래에서의 차이"}, ScreenCompare, Fact{Value: t.Delta, Unit: "points", CI: t.CI})
	w.figure("rescued", fault.Text{EN: "Futures that hold only with it", KO: "바꿔야 지켜지는 미래"}, ScreenCompare, Fact{Value: float64(t.Rescued), Unit: "count"})
	w.figure("lost", fault.Text{EN: "Futures that fail only with it", KO: "바꾸면 무너지는 미래"}, ScreenCompare, Fact{Value: float64(t.Lost), Unit: "count"})
	w.say("{"+name+"}: {after} of futures hold instead of {success}, a change of {delta}.",
		"{"+name+"}: 지켜지는 미래가 {success}에서 {after}로 바뀝니다. 차이는 {delta}입니다.")
	switch {
	case t.CI != nil && t.CI.Low <= 0 && t.CI.High >= 0:
		w.say("Luck alone could make such a difference.", "우연만으로도 생길 수 있는 차이입니다.")
	case t.Lost == 0:
		w.say("In the same {futures} futures, {rescued} that failed now hold and none is lost.",
			"같은 미래 {futures}가지 가운데 무너지던 {rescued}가지가 지켜지고, 새로 무너지는 것은 없습니다.")
	case t.Rescued == 0:
		w.say("In the same {futures} futures, {lost} that held now fail and none is rescued.",
			"같은 미래 {futures}가지 가운데 지켜지던 {lost}가지가 무너지고, 새로 지켜지는 것은 없습니다.")
	default:
		w.say("In the same {futures} futures, {rescued} that failed now hold and {lost} that held now fail.",
			"같은 미래 {futures}가지 가운데 무너지던 {rescued}가지가 지켜지고, 지켜지던 {lost}가지가 무너집니다.")
	}
	if t.SpendAfter != nil {
		w.figure("spend.after", fault.Text{EN: "Sustainable spending a month with it", KO: "바꾸면 한 달에 쓸 수 있는 돈"}, ScreenCompare, Fact{Value: *t.SpendAfter, Unit: "currencyPerMonth"})
		w.say("Sustainable spending a month goes from {spend.sustainable.month} to {spend.after}.",
			"한 달에 쓸 수 있는 돈은 바꾸기 전 {spend.sustainable.month}, 바꾼 뒤 {spend.after}입니다.")
	}
	w.because("success", "after", "delta", "spend.after")
}

// askAmount asks back by how much.
func (w *writer) askAmount(label fault.Text, now float64, unit string, amounts ...float64) {
	c := Control{Name: "amount", Label: label.In(w.reading.locale), Template: w.card.Choice.Template, Value: now}
	if !slices.Contains(amounts, now) {
		amounts = append(amounts, now)
		slices.Sort(amounts)
	}
	for _, a := range amounts {
		c.Options = append(c.Options, Option{Label: w.amountLabel(unit, a), Value: a})
	}
	w.card.AskBack = append(w.card.AskBack, c)
}

// amountLabel is an amount with its way, short enough for a choice.
func (w *writer) amountLabel(unit string, amount float64) string {
	name := amountName(unit, amount, w.reading.locale)
	if unit == "months" {
		if amount < 0 {
			return fault.Text{EN: name + " earlier", KO: name + " 일찍"}.In(w.reading.locale)
		}
		return fault.Text{EN: name + " later", KO: name + " 늦게"}.In(w.reading.locale)
	}
	if unit == "share of futures" {
		return name
	}
	if amount < 0 {
		return "−" + name
	}
	return "+" + name
}

// quote finds passages for a question and takes them in as sources; false when none
// of them answers it.
func (w *writer) quote(question string, among []document.ID) (bool, error) {
	if w.s.Library == nil {
		return false, nil
	}
	w.phase("search")(0, 0)
	found, err := w.s.Library.Ask(w.at, document.Tenant(w.q.Plan), question, among)
	if err != nil {
		return false, err
	}
	if !found.Literal {
		return false, nil
	}
	for i, s := range found.Sources {
		s.ID = fmt.Sprintf("S%d", i+1)
		w.card.Sources = append(w.card.Sources, s)
	}
	return len(found.Sources) > 0, nil
}

// tidy leaves out the figures that nothing refers to, and keeps to the limits of
// a card.
func (c *Card) tidy() {
	c.Answer = c.Answer[:min(len(c.Answer), mostSentences)]
	c.Try = c.Try[:min(len(c.Try), mostTrials)]
	c.AskBack = c.AskBack[:min(len(c.AskBack), mostControls)]
	used := map[string]bool{}
	for _, id := range c.Because {
		used[id] = true
	}
	said := c.Answer
	if c.Beside != nil {
		said = append(slices.Clone(said), c.Beside.Answer...)
	}
	for _, s := range said {
		for _, p := range s {
			used[p.Ref] = true
		}
	}
	c.Figures = slices.DeleteFunc(c.Figures, func(f Figure) bool { return !used[f.ID] })
	slices.SortFunc(c.Figures, func(a, b Figure) int { return strings.Compare(a.ID, b.ID) })
}

// What a card holds at most.
const (
	mostSentences = 3
	mostTrials    = 3
	mostControls  = 2
)
