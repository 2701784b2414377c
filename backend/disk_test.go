package backend

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/sqlite"
)

// failing is the store of results on a disk that takes nothing.
type failing struct {
	shelf
	with *fault.Error // nil: the disk has recovered
}

func (f *failing) Save(ctx context.Context, r sqlite.Result) error {
	if f.with != nil {
		return f.with
	}
	return f.shelf.Save(ctx, r)
}

type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func healthOf(t *testing.T, app *App, id string) httpapi.Check {
	t.Helper()
	for _, c := range ask[httpapi.Health](t, app, "GET", "/health", nil).Checks {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("nothing is said of %s", id)
	return httpapi.Check{}
}

func TestAForecastThatCannotBeSavedIsShownAllTheSame(t *testing.T) {
	for _, disk := range []*fault.Error{sqlite.Full, sqlite.ReadOnly, sqlite.Disk} {
		t.Run(disk.Code, func(t *testing.T) {
			log := &lines{}
			app := open(t, t.TempDir(), func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(log, nil)) })
			kept := app.forecasts.results
			store := &failing{kept, disk}
			app.forecasts.results = store
			p := firstPlan(t, app)

			hash := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 12})
			if h := ask[forecast.Header](t, app, "GET", "/results/"+hash, nil); h.N != 12 {
				t.Errorf("shown are %d futures", h.N)
			}
			if w := send(t, app, "GET", "/results/"+hash+"/blocks/series", nil); w.Code != 200 || w.Body.Len() == 0 {
				t.Errorf("the series: %d with %d bytes", w.Code, w.Body.Len())
			}
			app.forecasts.settle()
			if saved, err := kept.Has(t.Context(), hash); saved || err != nil {
				t.Errorf("saved %v (%v)", saved, err)
			}
			c := healthOf(t, app, "results")
			if c.State != "warn" || !strings.Contains(c.Text.EN, disk.Title.EN) || !strings.Contains(c.Text.KO, disk.Title.KO) || c.Fix.EN == "" || c.Fix.KO == "" {
				t.Errorf("the check says %+v", c)
			}
			if text := log.text.String(); !strings.Contains(text, "could not be saved") || strings.Contains(text, p.Plan.Name) {
				t.Errorf("log: %s", text)
			}

			store.with = nil
			finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 13})
			app.forecasts.settle()
			if c := healthOf(t, app, "results"); c.State != "ok" {
				t.Errorf("with room again the check says %+v", c)
			}
		})
	}
}

// slow is a store on a disk that takes its time.
type slow struct {
	shelf
	let chan struct{}
}

func (s slow) Save(ctx context.Context, r sqlite.Result) error {
	<-s.let
	return s.shelf.Save(ctx, r)
}

func TestAForecastIsShownBeforeItIsSavedAndSavedBeforeTheEnd(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	disk := slow{app.forecasts.results, make(chan struct{})}
	app.forecasts.results = disk
	p := firstPlan(t, app)
	hash := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 12})
	if h := ask[forecast.Header](t, app, "GET", "/results/"+hash, nil); h.N != 12 {
		t.Errorf("shown are %d futures", h.N)
	}
	if saved, err := disk.Has(t.Context(), hash); saved || err != nil {
		t.Errorf("saved already %v (%v)", saved, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Close() }()
	disk.let <- struct{}{}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if saved, err := open(t, dir).forecasts.results.Has(t.Context(), hash); !saved || err != nil {
		t.Errorf("saved in the end %v (%v)", saved, err)
	}
}

// refusing is a journal on a disk that takes nothing.
type refusing struct {
	journal.Store
	with *fault.Error
}

func (r refusing) Append(context.Context, journal.Entry, journal.Revision, []byte, journal.Effects) error {
	return r.with
}
func (r refusing) SetArchived(context.Context, string, bool) error { return r.with }

func TestTroubleWithTheDiskIsToldAndLeavesThePlanAsItWas(t *testing.T) {
	for disk, status := range map[*fault.Error]int{sqlite.Full: 503, sqlite.ReadOnly: 503, sqlite.Disk: 503, sqlite.Damaged: 503, sqlite.Busy: 423} {
		t.Run(disk.Code, func(t *testing.T) {
			app := open(t, t.TempDir())
			p := firstPlan(t, app)
			edit := httpapi.Edit{Base: 1, Name: httpapi.EditName{Key: "k"}, Patch: map[string]any{"name": "Ours"}}
			ask[httpapi.PlanState](t, app, "POST", "/plans/"+p.ID+"/edits", edit)
			before := firstPlan(t, app)
			working := app.api.Plans.Store
			app.api.Plans.Store = refusing{working, disk}

			edit.Base, edit.Patch = 2, map[string]any{"name": "Theirs"}
			told(t, app, "POST", "/plans/"+p.ID+"/edits", edit, status, disk)
			told(t, app, "POST", "/plans/"+p.ID+"/undo", httpapi.Base{Base: 2}, status, disk)
			told(t, app, "POST", "/plans/"+p.ID+"/rewind", httpapi.Rewind{Base: 2, To: 1}, status, disk)
			told(t, app, "POST", "/plans", httpapi.NewPlan{From: "blank"}, status, disk)
			told(t, app, "DELETE", "/plans/"+p.ID, nil, status, disk)
			unchanged(t, app, before)

			app.api.Plans.Store = working
			if now := ask[httpapi.PlanState](t, app, "POST", "/plans/"+p.ID+"/edits", edit); now.Revision != 3 || now.Plan.Name != "Theirs" {
				t.Errorf("with a sound disk again: %q at %d", now.Plan.Name, now.Revision)
			}
		})
	}
}

// told expects the problem document of a fault, with words in both languages.
func told(t *testing.T, app *App, method, path string, body any, status int, why *fault.Error) {
	t.Helper()
	for locale, want := range map[string]string{"en": why.Title.EN, "ko": why.Title.KO} {
		w := sendIn(t, app, locale, method, path, body)
		p := decoded[httpapi.ProblemDocument](t, w)
		if w.Code != status || p.Status != status || p.Code != why.Code || p.Title != want || p.Fix == "" {
			t.Errorf("%s %s in %s gave %d: %s", method, path, locale, w.Code, w.Body)
		}
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s came as %q", method, path, got)
		}
	}
}

// unchanged expects one plan, and that one whole and as it was.
func unchanged(t *testing.T, app *App, before httpapi.PlanState) {
	t.Helper()
	list := ask[httpapi.PlanList](t, app, "GET", "/plans", nil)
	if len(list.Plans) != 1 || list.Plans[0].Revision != before.Revision || list.Plans[0].Name != before.Plan.Name {
		t.Errorf("the plans are %+v", list.Plans)
	}
	now := ask[httpapi.PlanState](t, app, "GET", "/plans/"+before.ID, nil)
	if now.Revision != before.Revision || now.Plan.Name != before.Plan.Name || !now.Updated.Equal(before.Updated) {
		t.Errorf("the plan is %q at %d, was %q at %d", now.Plan.Name, now.Revision, before.Plan.Name, before.Revision)
	}
	if h := ask[httpapi.History](t, app, "GET", "/plans/"+before.ID+"/history", nil); len(h.Revisions) != before.Revision {
		t.Errorf("the history has %d revisions, the plan is at %d", len(h.Revisions), before.Revision)
	}
}
