package answer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/graph"
	"meridian/backend/plan"
)

// About says what an assessment is of.
type About string

// What is assessed.
const (
	AboutChange   About = "change"   // the plan, since it was assessed last
	AboutReview   About = "review"   // a month
	AboutDocument About = "document" // a document that has come
	AboutCheckIn  About = "checkIn"  // the newest check-in
	AboutMarket   About = "market"   // the plan's market figures, since they were assessed last
)

// Assessment is a card that nobody asked for. There is one of each subject; a newer
// one takes its place.
type Assessment struct {
	About    About     `json:"about" jsonschema:"enum=change,enum=review,enum=document,enum=checkIn,enum=market"`
	Plan     string    `json:"plan"`
	Subject  string    `json:"subject"`  // the month of a review, the id of a document; "" of the others
	Revision int       `json:"revision"` // of the plan as it was assessed
	Made     time.Time `json:"made"`
	// Silent says that there is nothing to tell, as of the first look at a plan.
	Silent bool `json:"silent,omitempty"`
	Card   Card `json:"card"`
}

// Written reports whether a model has written it.
func (a Assessment) Written() bool { return a.Card.By == ByModel }

// Assessments keeps assessments.
type Assessments interface {
	// Assessment is the one of a subject; of AboutReview with subject "" the newest
	// month before today's. found is false when there is none.
	Assessment(ctx context.Context, about About, plan, subject string) (a Assessment, found bool, err error)
	// Assessments are those of a plan, the newest first.
	Assessments(ctx context.Context, plan string) ([]Assessment, error)
	// KeepAssessment keeps one in place of that of its subject.
	KeepAssessment(ctx context.Context, a Assessment) error
	// DropAssessment lets go of one; nothing happens where there is none.
	DropAssessment(ctx context.Context, about About, plan, subject string) error
}

// DocumentFacts is what an assessment tells of a document: how many pages it has,
// on whose behalf it is kept, how many values on it a plan could take, and the lines
// that say the surest of them.
type DocumentFacts struct {
	Tenant document.Tenant
	Pages  int
	Values int
	Lines  []Source
}

// Assess assesses a subject, and keeps first what was computed and then, where there
// is a model that nobody else needs, what it made of that. The subject of a review is
// a month such as 2026-11, that of a document its id, and that of the others "".
// Where a change or market figures were never assessed, they are set beside the plan's
// revision since; 0 for none. Nothing is done where a subject is gone. Errors: those of the engine and the store, and of ctx.
func (s *Service) Assess(ctx context.Context, about About, planID, subject string, since int, locale string) error {
	p, err := s.Plans.Plan(ctx, planID, "")
	if fault.Of(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	revision, err := s.Plans.Newest(ctx, planID)
	if err != nil {
		return err
	}
	x := &assessment{s: s, about: about, subject: subject, since: since, a: Assessment{About: about, Plan: planID, Subject: subject, Revision: revision}}
	q := Question{Plan: planID, Text: titles[about].In(locale), Locale: locale, Person: "night", Idle: true}
	if about == AboutMarket {
		if same, err := x.sameMarket(ctx, p); same || err != nil {
			return err
		}
	}
	x.w = s.writer(ctx, q, p, func(Progress) {})
	x.w.card.Thread = ""
	x.w.settled = &template{id: unasked(about), about: string(about), write: func(*writer) error { return x.write() }}
	if err := x.make(ctx); err != nil {
		return fmt.Errorf("assess %s of plan %s: %w", about, planID, err)
	}
	return nil
}

// unasked is the template of an assessment, which nobody can ask for.
func unasked(about About) TemplateID { return TemplateID("unasked." + string(about)) }

// titles are the questions that assessments answer.
var titles = map[About]fault.Text{
	AboutChange:   {EN: "What has the latest change of the plan brought?", KO: "계획을 고친 뒤 무엇이 달라졌나요?"},
	AboutReview:   {EN: "How does the plan stand this month?", KO: "이번 달 계획은 어떤가요?"},
	AboutDocument: {EN: "What is in this document for the plan?", KO: "이 문서에서 계획에 쓸 만한 것은 무엇인가요?"},
	AboutCheckIn:  {EN: "Where does the newest check-in stand?", KO: "이번 점검 결과는 어떤가요?"},
	AboutMarket:   {EN: "What have the new market figures brought?", KO: "시장 수치를 고친 뒤 무엇이 달라졌나요?"},
}

// assessment is one being made.
type assessment struct {
	s       *Service
	about   About
	subject string
	since   int // a revision; see Assess
	w       *writer
	a       Assessment
}

// The steps of an assessment: what can be computed, and what a model makes of it.
func computing() graph.Graph {
	return graph.Graph{Root: "assess", Nodes: map[string]graph.Node{"assess": {Router: graph.Sequence, Steps: []graph.Step{{Service: serviceCompute}}}}}
}

func explaining() graph.Graph {
	return graph.Graph{Root: "assess", Nodes: map[string]graph.Node{
		"assess":  {Router: graph.Sequence, Steps: []graph.Step{{Node: "explain", Dependency: graph.Soft}}},
		"explain": {Router: graph.Sequence, Seconds: 90, Steps: []graph.Step{{Service: serviceWrite}}},
	}}
}

func (x *assessment) make(ctx context.Context) error {
	w := x.w
	err := w.follow(computing())
	if errors.Is(err, errGone) {
		return x.s.Assessments.DropAssessment(ctx, x.about, x.a.Plan, x.subject)
	}
	if errors.Is(err, errSame) {
		return nil
	}
	if err != nil {
		return err
	}
	x.a.Silent = len(w.card.Answer) == 0
	explain := !x.a.Silent && w.turn().Explain
	if err := x.keep(ctx); err != nil || !explain {
		return err
	}
	if err := w.follow(explaining()); err != nil {
		return err
	}
	w.card.Note = "" // that no model was free is nothing to be told of unasked
	w.saw()
	return x.keep(ctx)
}

func (x *assessment) keep(ctx context.Context) error {
	c := *x.w.card
	c.tidy()
	x.a.Made, c.Asked = x.s.Now().UTC().Truncate(time.Millisecond), x.s.Now().UTC().Truncate(time.Millisecond)
	x.a.Card = c
	return x.s.Assessments.KeepAssessment(ctx, x.a)
}

var (
	errGone = errors.New("the subject is gone")
	errSame = errors.New("nothing has changed since")
)

func (x *assessment) write() error {
	switch x.about {
	case AboutChange:
		return x.change()
	case AboutReview:
		return x.review()
	case AboutCheckIn:
		return x.checkIn()
	case AboutMarket:
		return x.market()
	}
	return x.document()
}

// change sets the plan beside what it was when it was assessed last.
func (x *assessment) change() error {
	w := x.w
	then, found, err := x.then(w.at)
	switch {
	case err != nil || !found:
		return err // there is nothing to compare with: the next change is set beside this plan
	case planBasis(then) == w.card.Basis:
		return errSame
	case planBasis(withMarket(w.plan, then)) == planBasis(then):
		return nil // the market figures alone have changed, which is told by itself
	}
	before, err := x.s.Engine.Forecast(w.at, then, w.phase("forecast"))
	if err != nil {
		return nil //nolint:nilerr // a plan that could not be played then is nothing to compare with
	}
	x.compare(before)
	return nil
}

// then is the plan as it was when its change, or its market figures, were assessed
// last; false where there is nothing to compare with.
func (x *assessment) then(ctx context.Context) (plan.Plan, bool, error) {
	last, found, err := x.s.Assessments.Assessment(ctx, x.about, x.a.Plan, "")
	if err != nil {
		return plan.Plan{}, false, err
	}
	revision := x.since
	if found {
		revision = last.Revision
	}
	if revision == 0 {
		return plan.Plan{}, false, nil
	}
	then, err := x.s.Plans.At(ctx, x.a.Plan, revision)
	if fault.Of(err) == fault.NotFound {
		return plan.Plan{}, false, nil
	}
	return then, err == nil, err
}

// compare says what has become of the futures of a forecast.
func (x *assessment) compare(before Forecast) {
	w := x.w
	w.figure("before", fault.Text{EN: "Futures that held before", KO: "고치기 전에 지켜지던 미래"}, ScreenCompare, before.Success)
	delta := Fact{Value: w.forecast.Success.Value - before.Success.Value, Unit: "points"}
	paired, err := x.s.Engine.Compare(w.at, before, w.forecast)
	if err == nil {
		delta.CI = paired.CI
	}
	w.figure("delta", fault.Text{EN: "Difference, in the same futures", KO: "같은 미래에서의 차이"}, ScreenCompare, delta)
	if x.about == AboutMarket {
		w.say("With the new market figures {success} of futures hold instead of {before}, a difference of {delta}.", "새 시장 수치로는 미래의 {success}에서 지켜집니다. 고치기 전에는 {before}, 차이는 {delta}입니다.")
	} else {
		w.say("Since the change {success} of futures hold instead of {before}, a difference of {delta}.", "고친 뒤에는 미래의 {success}에서 지켜집니다. 고치기 전에는 {before}, 차이는 {delta}입니다.")
	}
	switch {
	case err != nil, delta.Value == 0:
	case delta.CI != nil && delta.CI.Low <= 0 && delta.CI.High >= 0:
		w.say("Luck alone could make such a difference.", "우연만으로도 생길 수 있는 차이입니다.")
	default:
		w.figure("rescued", fault.Text{EN: "Futures that hold only now", KO: "고쳐야 지켜지는 미래"}, ScreenCompare, Fact{Value: float64(paired.Rescued), Unit: "count"})
		w.figure("lost", fault.Text{EN: "Futures that held only before", KO: "고치면 무너지는 미래"}, ScreenCompare, Fact{Value: float64(paired.Lost), Unit: "count"})
		w.say("In the same futures, {rescued} that failed hold now and {lost} that held fail now.", "같은 미래에서 무너지던 {rescued}가지가 지켜지고, 지켜지던 {lost}가지가 무너집니다.")
	}
	if spent, known := before.Facts[factSustainable]; known && w.has(factSustainable) {
		w.figure("spend.before", fault.Text{EN: "Sustainable spending a month before", KO: "고치기 전에 한 달에 쓸 수 있던 돈"}, ScreenCompare, spent)
		w.say("Sustainable spending a month goes from {spend.before} to {spend.sustainable.month}.", "한 달에 쓸 수 있는 돈은 고치기 전 {spend.before}, 고친 뒤 {spend.sustainable.month}입니다.")
	}
	w.because("success", "before", "delta")
}

// review tells how the plan stands in a month, and what would help most.
func (x *assessment) review() error {
	w := x.w
	last, found, err := x.s.Assessments.Assessment(w.at, AboutReview, x.a.Plan, "")
	if err != nil {
		return err
	}
	said := false
	if found && last.Subject < x.subject {
		if before := figureOf(&last.Card, "success"); before != nil {
			w.figure("before", fault.Text{EN: "Futures that held at the review before", KO: "지난 점검 때 지켜지던 미래"}, ScreenFutures, Fact{Value: before.Value, Unit: "share"})
			w.say("This month {success} of futures hold; at the review before it was {before}.", "이번 달에는 미래의 {success}에서 지켜집니다. 지난 점검 때는 {before}였습니다.")
			said = true
		}
	}
	if !said {
		w.say("This month {success} of futures hold; the plan aims at {target}.", "이번 달에는 미래의 {success}에서 지켜집니다. 목표는 {target}입니다.")
	}
	w.say("You can spend {spend.sustainable.month} a month in today's money.", "오늘 돈으로 한 달에 {spend.sustainable.month}까지 쓸 수 있습니다.")
	drivers, err := x.s.Engine.Look(w.at, w.plan, LookDrivers, 0, w.phase("drivers"))
	if err != nil {
		return err
	}
	if err := w.offer(drivers.Findings, 1); err != nil && !errors.Is(err, errImpossible) {
		return err
	}
	if len(w.card.Try) > 0 {
		w.steps()
		w.say("What would help most: {move.1}. Then {share.1} of futures would hold.", "가장 도움이 되는 것은 {move.1}입니다. 그러면 미래의 {share.1}에서 지켜집니다.")
	}
	w.because("success", "before", "target", factSustainable, "share.1")
	return nil
}

// document tells what of a document a plan could take, and quotes where it stands.
func (x *assessment) document() error {
	w := x.w
	if w.s.Library == nil {
		return errGone
	}
	d, err := w.s.Library.Facts(w.at, document.ID(x.subject))
	if fault.Of(err) == fault.NotFound || err == nil && string(d.Tenant) != x.a.Plan {
		return errGone
	}
	if err != nil {
		return err
	}
	w.figure("pages", fault.Text{EN: "Pages", KO: "쪽수"}, ScreenDocs, Fact{Value: float64(d.Pages), Unit: "count"})
	w.figure("values", fault.Text{EN: "Values that the plan could take", KO: "계획에 쓸 수 있는 값"}, ScreenDocs, Fact{Value: float64(d.Values), Unit: "count"})
	for i, line := range d.Lines {
		line.ID = fmt.Sprintf("S%d", i+1)
		w.card.Sources = append(w.card.Sources, line)
	}
	if d.Values == 0 {
		w.say("No value on its {pages} pages could go into the plan.", "{pages}쪽 가운데 계획에 쓸 만한 값은 없습니다.")
	} else {
		w.say("On its {pages} pages stand {values} values that the plan could take; the surest are quoted below.", "{pages}쪽에 계획에 쓸 수 있는 값이 {values}개 있습니다. 가장 확실한 것을 아래에 옮겼습니다.")
	}
	w.because("pages", "values")
	return nil
}

// Assessed are the assessments of a plan that have something to tell, as they stand
// now: quotes are read again, and one of a document that is gone goes with it.
func (s *Service) Assessed(ctx context.Context, planID string) ([]Assessment, error) {
	if _, err := s.Plans.Plan(ctx, planID, ""); err != nil {
		return nil, err
	}
	all, err := s.Assessments.Assessments(ctx, planID)
	if err != nil {
		return nil, err
	}
	now := s.bases(ctx, planID)
	told := []Assessment{}
	for _, a := range all {
		if a.Silent {
			continue
		}
		if a.About == AboutDocument && s.Library != nil {
			if _, err := s.Library.Facts(ctx, document.ID(a.Subject)); fault.Of(err) == fault.NotFound {
				if err := s.Assessments.DropAssessment(ctx, a.About, a.Plan, a.Subject); err != nil {
					return nil, err
				}
				continue
			}
		}
		a.Card.Stale = a.About != AboutDocument && a.About != AboutCheckIn && now("") != a.Card.Basis
		if err := s.read(ctx, &a.Card); err != nil {
			return nil, err
		}
		told = append(told, a)
	}
	return told, nil
}

// ReviewMonth is the month of which a review is due at a moment.
func ReviewMonth(now time.Time) string { return now.Format("2006-01") }

// LocaleOf is the language in which a household is spoken to unasked.
func LocaleOf(chosen, plan string) string {
	for _, l := range []string{chosen, plan} {
		if strings.HasPrefix(l, "ko") {
			return "ko"
		}
		if l != "" {
			return "en"
		}
	}
	return "en"
}
