package answer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/graph"
	"meridian/backend/plan"
)

// Service answers questions. Engine, Plans, Store, Now, NewID and Log must be
// set; without a Library nothing is quoted, and without a Model every sentence
// comes from a template.
type Service struct {
	Engine  Engine
	Plans   Plans
	Library Library
	Store   Store
	Model   Model
	Choose  func(ctx context.Context) (Chosen, bool) // which model answers now; needed with a Model
	// Candidate is a model on trial, which answers beside the other where the path
	// says so; nil for none. Path is the one that questions take; nil is Usual.
	Candidate func(ctx context.Context) (Chosen, bool)
	Path      func(ctx context.Context) (graph.Graph, bool)
	// Assessments keeps what is told unasked; needed by Assess and Assessed. Actual
	// knows what really happened; needed by Assess of AboutCheckIn.
	Assessments Assessments
	Actual      Actual
	Now         func() time.Time
	NewID       func() string
	Log         *slog.Logger

	steps    steps // how long those of paths took
	measured atomic.Pointer[Calibration]
}

// Question is what somebody asks: in their own words, by a template, or both.
type Question struct {
	Plan      string
	Scenario  string // asked about instead of the plan itself; may be empty
	Thread    string // that it belongs to; "" begins one
	Text      string
	Template  TemplateID
	Amount    float64 // of a control; 0 takes what the words say
	Screen    Screen
	Documents []document.ID // to look in; all when empty
	Locale    string        // of whoever asks; a question in 한글 is answered in Korean
	Person    string        // whoever asks, for the queue of a model
	Idle      bool          // nobody waits for it: models are asked when they have nothing else to do
}

// Progress is how far an answer has come. Phase is one of forecast, trial,
// drivers, solve, anatomy, stress, search, understand and write; Total is 0 where
// nobody knows it.
type Progress struct {
	Phase       string
	Done, Total int
}

// check refuses what cannot be asked, and settles the language.
func (q Question) check() (Question, error) {
	q.Text = strings.TrimSpace(q.Text)
	t := templateOf(q.Template)
	switch {
	case q.Template != "" && t == nil, q.Template == "" && q.Text == "",
		!utf8.ValidString(q.Text), utf8.RuneCountInString(q.Text) > longestQuestion,
		strings.ContainsFunc(q.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }),
		q.Amount != q.Amount || q.Amount < -1e6 || q.Amount > 1e6, len(q.Documents) > 1000:
		return q, BadQuestion
	}
	if !slices.Contains([]Screen{ScreenToday, ScreenPlan, ScreenFutures, ScreenRuns, ScreenLevers, ScreenCompare, ScreenDocs}, q.Screen) {
		q.Screen = "" // a screen that answers say nothing of
	}
	q.Locale = languageOf(q.Locale, q.Text)
	if q.Text == "" {
		q.Text = t.ask.In(q.Locale)
	}
	return q, nil
}

func languageOf(locale, text string) string {
	if isHangul(text) || strings.HasPrefix(locale, "ko") {
		return "ko"
	}
	return "en"
}

// Check refuses a question that could not be asked, before any work is begun.
func (s *Service) Check(ctx context.Context, q Question) error {
	if _, err := q.check(); err != nil {
		return err
	}
	if q.Thread != "" {
		t, err := s.Store.Thread(ctx, q.Thread)
		if err != nil {
			return err
		}
		if t.Plan != q.Plan {
			return NoThread
		}
		if len(t.Cards) >= mostCards {
			return ThreadFull
		}
	}
	_, err := s.Plans.Plan(ctx, q.Plan, q.Scenario)
	return err
}

// Ready is the name of the model that would write now; "" for none.
func (s *Service) Ready(ctx context.Context) string {
	chosen, _ := s.ready(ctx)
	return chosen.Name
}

// Ask answers a question, keeps the card and returns its thread's id. Progress may
// come from any goroutine, but never from two at once. Errors: BadQuestion,
// NoThread; those of the engine where the plan cannot be played.
func (s *Service) Ask(ctx context.Context, q Question, told func(Progress)) (string, error) {
	began := s.Now()
	q, err := q.check()
	if err != nil {
		return "", err
	}
	p, err := s.Plans.Plan(ctx, q.Plan, q.Scenario)
	if err != nil {
		return "", err
	}
	w := s.writer(ctx, q, p, told)
	w.card.Asked = began.UTC().Truncate(time.Millisecond)
	if err := w.follow(s.path(ctx)); err != nil {
		return "", fmt.Errorf("answer question about plan %s: %w", q.Plan, err)
	}
	seen := w.saw()
	w.card.tidy()
	w.card.Took = int(s.Now().Sub(began).Milliseconds())
	if err := s.Store.Keep(ctx, *w.card, seen, mostThreads); err != nil {
		return "", err
	}
	return w.card.Thread, nil
}

func (s *Service) writer(ctx context.Context, q Question, p plan.Plan, told func(Progress)) *writer {
	if q.Thread == "" {
		q.Thread = s.NewID()
	}
	w := &writer{
		ctx: ctx, at: ctx, s: s, q: q, w: wordsOf(q.Text), plan: p,
		reading: reading{locale: q.Locale, currency: p.Currency},
		card: &Card{
			ID: s.NewID(), Thread: q.Thread, Plan: q.Plan, Scenario: q.Scenario, Question: q.Text, Locale: q.Locale, Screen: q.Screen,
			By: ByEngine, Basis: planBasis(p),
			Answer: []Sentence{}, Figures: []Figure{}, Because: []string{}, Try: []Trial{}, AskBack: []Control{}, Sources: []Source{}, Limits: []string{},
		},
	}
	var one sync.Mutex // steps tell of themselves at the same time
	w.phase = func(name string) func(done, total int) {
		return func(done, total int) {
			one.Lock()
			defer one.Unlock()
			told(Progress{name, done, total})
		}
	}
	return w
}

// planBasis names a plan as far as answers go: its scenarios aside, everything.
func planBasis(p plan.Plan) string {
	p.Scenarios = nil
	sum := sha256.Sum256(plan.Encode(p))
	return hex.EncodeToString(sum[:])
}

// unmatched answers what no template does: by quotes alone, or not at all.
func (w *writer) unmatched() error {
	found, err := w.quote(w.q.Text, w.q.Documents)
	if err != nil {
		return err
	}
	if found {
		w.card.By = ByQuotes
		w.say("This is what your documents say.", "문서에는 이렇게 적혀 있습니다.")
		return nil
	}
	w.abstain()
	w.offerQuestions()
	return nil
}

// offerQuestions asks back with what could be asked here: what the question may
// have meant, where a model has said so, else what the screen is about.
func (w *writer) offerQuestions() {
	c := Control{Name: "template", Label: fault.Text{EN: "You could ask", KO: "이런 것은 물어보실 수 있습니다"}.In(w.q.Locale)}
	if w.card.Choice != nil {
		for _, a := range w.card.Choice.Alternatives {
			c.Options = append(c.Options, Option{Label: a.Label, Template: a.Template})
		}
	}
	for _, s := range Suggested(w.q.Screen, w.q.Locale, 4) {
		if len(c.Options) < 4 {
			c.Options = append(c.Options, Option{Label: s.Text, Template: s.Template})
		}
	}
	w.card.AskBack = []Control{c}
}

// Threads are the conversations about a plan, the newest first, without cards.
func (s *Service) Threads(ctx context.Context, planID string) ([]Thread, error) {
	if _, err := s.Plans.Plan(ctx, planID, ""); err != nil {
		return nil, err
	}
	return s.Store.Threads(ctx, planID)
}

// Thread is a conversation with its cards as they stand now: quotes are read
// again, and a card about another plan than there is now is stale.
func (s *Service) Thread(ctx context.Context, id string) (Thread, error) {
	t, err := s.Store.Thread(ctx, id)
	if err != nil {
		return Thread{}, err
	}
	now := s.bases(ctx, t.Plan)
	for i := range t.Cards {
		c := &t.Cards[i]
		c.Stale = now(c.Scenario) != c.Basis
		if err := s.read(ctx, c); err != nil {
			return Thread{}, err
		}
	}
	return t, nil
}

// bases is the basis of each scenario of a plan, found once; "" for one that is
// not there any more.
func (s *Service) bases(ctx context.Context, planID string) func(scenario string) string {
	known := map[string]string{}
	return func(scenario string) string {
		if _, found := known[scenario]; !found {
			known[scenario] = ""
			if p, err := s.Plans.Plan(ctx, planID, scenario); err == nil {
				known[scenario] = planBasis(p)
			}
		}
		return known[scenario]
	}
}

// read fills in what a card's sources say.
func (s *Service) read(ctx context.Context, c *Card) error {
	for i, source := range c.Sources {
		if s.Library == nil {
			c.Sources[i].Gone = true
			continue
		}
		read, err := s.Library.Read(ctx, source)
		if err != nil {
			return fmt.Errorf("read source of card %s: %w", c.ID, err)
		}
		c.Sources[i] = read
	}
	return nil
}

// Seen is what a model was told and said for a card, word by word; empty where
// none took part. What a document said stands in it as long as the document does.
func (s *Service) Seen(ctx context.Context, card string) ([]Seen, error) {
	c, seen, err := s.Store.Card(ctx, card)
	if err != nil {
		return nil, err
	}
	if err := s.read(ctx, &c); err != nil {
		return nil, err
	}
	for i := range seen {
		seen[i].Text = fillQuotes(seen[i].Text, c)
	}
	return seen, nil
}

// quoteMark stands for a source's words in what is kept of a model's context.
func quoteMark(id string) string { return "\x00" + id + "\x00" }

func fillQuotes(text string, c Card) string {
	for _, source := range c.Sources {
		words := source.Quote
		if source.Gone {
			words = fault.Text{EN: "[forgotten]", KO: "[지워진 문서]"}.In(c.Locale)
		}
		text = strings.ReplaceAll(text, quoteMark(source.ID), words)
	}
	return text
}

// DeleteThread deletes a conversation for good.
func (s *Service) DeleteThread(ctx context.Context, id string) error {
	return s.Store.DeleteThread(ctx, id)
}

// Mark is what a person says of a card: what became of a trial, or a rating.
type Mark struct {
	Trial  *int       `json:"trial,omitempty"` // from 0
	State  TrialState `json:"state,omitempty"`
	Rating *string    `json:"rating,omitempty"` // up, down, or empty to take it back
	// Preferred is own, beside, or empty to take it back, of a card with an answer
	// of a model on trial.
	Preferred *string `json:"preferred,omitempty"`
}

// Mark keeps what a person says of a card. Errors: NoCard, BadMark.
func (s *Service) Mark(ctx context.Context, card string, m Mark) error {
	_, err := s.Store.Change(ctx, card, func(c Card) (Card, error) {
		if m.Rating == nil && m.Trial == nil && m.Preferred == nil {
			return c, BadMark
		}
		if m.Preferred != nil {
			if c.Beside == nil || !slices.Contains([]string{"", "own", "beside"}, *m.Preferred) {
				return c, BadMark
			}
			c.Preferred = *m.Preferred
		}
		if m.Rating != nil {
			if *m.Rating != "" && *m.Rating != "up" && *m.Rating != "down" {
				return c, BadMark
			}
			c.Rating = *m.Rating
		}
		if m.Trial != nil {
			known := m.State == TrialOpen || m.State == TrialApplied || m.State == TrialKept || m.State == TrialDismissed
			if !known || *m.Trial < 0 || *m.Trial >= len(c.Try) {
				return c, BadMark
			}
			c.Try[*m.Trial].State = m.State
		}
		return c, nil
	})
	return err
}
