package backend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"meridian/backend/answer"
	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/job"
)

// The jobs of what is told unasked: of what has just happened, and at night.
const (
	kindAssessment = "assessment" // of a change of a plan, a document that has come, or a check-in
	kindReview     = "review"     // of the month, of every plan
	kindSummary    = "summary"    // of documents that no model has written about yet
)

// usualSettle is how long a plan must rest before its change is assessed: long
// enough that a row of edits is one change.
const usualSettle = 20 * time.Second

// assessed is what a job of kindAssessment is about.
type assessed struct {
	About   answer.About `json:"about"`
	Plan    string       `json:"plan"`
	Subject string       `json:"subject"`
	Since   int          `json:"since,omitempty"` // the revision before the first edit that is assessed
}

// advisor is the service behind the API.
func (a *App) advisor() *answer.Service { return a.api.Advisor.(*answer.Service) }

// assess does a job of kindAssessment.
func (a *App) assess(ctx context.Context, t *job.Task) (string, error) {
	var of assessed
	if err := json.Unmarshal(t.Input, &of); err != nil {
		return "", fmt.Errorf("read what to assess: %w", err)
	}
	if err := a.assessOne(ctx, of); err != nil {
		return "", err
	}
	return of.Plan, nil
}

func (a *App) assessOne(ctx context.Context, of assessed) error {
	locale, err := a.localeOf(ctx, of.Plan)
	if err != nil {
		return err
	}
	if err := a.advisor().Assess(ctx, of.About, of.Plan, of.Subject, of.Since, locale); err != nil {
		return err
	}
	a.events.Publish(event.Event{Kind: event.Assessed, ID: of.Plan})
	return nil
}

// localeOf is the language in which a household is spoken to unasked.
func (a *App) localeOf(ctx context.Context, plan string) (string, error) {
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return "", err
	}
	own := ""
	if state, err := a.api.Plans.Open(ctx, plan); err == nil {
		own = state.Plan.Locale
	}
	return answer.LocaleOf(string(chosen.Locale), own), nil
}

// beginAssessments orders the assessment of what happens, until ctx ends.
func (a *App) beginAssessments(ctx context.Context) {
	settle := a.opts.settle
	if settle == 0 && a.opts.cold {
		return
	}
	if settle == 0 {
		settle = usualSettle
	}
	w := &watch{app: a, settle: settle, plans: map[string]*settling{}}
	a.working.Go(func() { w.run(ctx) })
}

// settling is a plan that has changed lately, since a revision.
type settling struct {
	timer *time.Timer
	since int
}

// watch hears of what happens, and orders its assessment.
type watch struct {
	app    *App
	settle time.Duration

	mu    sync.Mutex
	plans map[string]*settling // that have changed lately
}

func (w *watch) run(ctx context.Context) {
	defer w.stop()
	for ctx.Err() == nil {
		for e := range w.app.events.Subscribe(ctx, event.PlanChanged, event.LibraryChanged, event.Tracked) {
			switch {
			case e.Kind == event.PlanChanged:
				w.changed(ctx, e.ID, e.Revision)
			case e.Kind == event.Tracked:
				w.order(ctx, assessed{About: answer.AboutCheckIn, Plan: e.ID}, w.app.opts.NewID())
			case e.Kind == event.LibraryChanged && e.State == string(document.Ready):
				w.order(ctx, assessed{About: answer.AboutDocument, Plan: e.Tenant, Subject: e.Document}, e.Document)
			}
		}
		select { // it was too slow, or the hub is closed
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
}

func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.plans {
		s.timer.Stop()
	}
}

// changed begins to wait anew for a plan to rest.
func (w *watch) changed(ctx context.Context, plan string, revision int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	since := revision - 1
	if s := w.plans[plan]; s != nil {
		s.timer.Stop()
		since = s.since
	}
	w.plans[plan] = &settling{since: since, timer: time.AfterFunc(w.settle, func() {
		w.mu.Lock()
		delete(w.plans, plan)
		w.mu.Unlock()
		for _, about := range []answer.About{answer.AboutMarket, answer.AboutChange} {
			w.order(ctx, assessed{About: about, Plan: plan, Since: since}, fmt.Sprintf("%s\x00%d", plan, revision))
		}
	})}
}

func (w *watch) order(ctx context.Context, of assessed, key string) {
	if ctx.Err() != nil {
		return
	}
	raw, err := json.Marshal(of)
	if err == nil {
		_, err = w.app.durable.Order(ctx, kindAssessment, string(of.About)+"\x00"+key, raw)
	}
	if err != nil && ctx.Err() == nil {
		w.app.opts.Logger.Warn("an assessment was not ordered", "about", of.About, "error", err)
	}
}

// reviews are those of the month, one plan a unit.
type reviews struct{ app *App }

var _ job.Units = reviews{}

// Unit implements job.Units. A plan whose month is reviewed already, by a model where
// there is one, is passed over.
func (r reviews) Unit(ctx context.Context, done int) (now, total int, err error) {
	plans, err := r.app.api.Plans.List(ctx)
	if err != nil {
		return done, 0, err
	}
	if done >= len(plans) {
		return done, done, nil
	}
	month := answer.ReviewMonth(r.app.opts.Now())
	id := plans[done].ID
	a, found, err := r.app.store.Assessments.Assessment(ctx, answer.AboutReview, id, month)
	if err != nil {
		return done, 0, err
	}
	fresh := found && a.Revision == plans[done].Revision
	if !fresh || r.app.advisor().Ready(ctx) != "" && !a.Written() {
		if err := passable(r.app.assessOne(ctx, assessed{About: answer.AboutReview, Plan: id, Subject: month})); err != nil {
			return done, 0, err
		}
	}
	return done + 1, len(plans), nil
}

// passable is an error that ends such work: a plan that cannot be played is passed
// over, and the others are not.
func passable(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.Invalid {
		return nil
	}
	return err
}

// summaries are those of documents, one a unit.
type summaries struct{ app *App }

var _ job.Units = summaries{}

// Unit implements job.Units. done counts the documents that were looked at, of every
// plan in order.
func (s summaries) Unit(ctx context.Context, done int) (now, total int, err error) {
	all, err := s.documents(ctx)
	if err != nil {
		return done, 0, err
	}
	if done >= len(all) {
		return done, done, nil
	}
	of := all[done]
	a, found, err := s.app.store.Assessments.Assessment(ctx, of.About, of.Plan, of.Subject)
	if err != nil {
		return done, 0, err
	}
	if !found || s.app.advisor().Ready(ctx) != "" && !a.Written() {
		if err := passable(s.app.assessOne(ctx, of)); err != nil {
			return done, 0, err
		}
	}
	return done + 1, len(all), nil
}

// documents are those that can be read, of every plan.
func (s summaries) documents(ctx context.Context) ([]assessed, error) {
	plans, err := s.app.api.Plans.List(ctx)
	if err != nil {
		return nil, err
	}
	var all []assessed
	for _, p := range plans {
		shelf, err := s.app.library.Shelf(ctx, document.Tenant(p.ID))
		if err != nil {
			return nil, err
		}
		for _, d := range shelf.Documents {
			if d.State == document.Ready {
				all = append(all, assessed{About: answer.AboutDocument, Plan: p.ID, Subject: string(d.ID)})
			}
		}
	}
	return all, nil
}
