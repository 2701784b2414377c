package backend

import (
	"slices"
	"strings"
	"testing"
	"time"

	"meridian/backend/actual"
	"meridian/backend/answer"
	"meridian/backend/document"
	"meridian/backend/httpapi"
	"meridian/backend/llm"
)

// assessing is a program that tells of what happens soon after it does.
func assessing(t *testing.T, locale string, s *script) (*App, string) {
	t.Helper()
	a := open(t, t.TempDir(), func(o *Options) { o.Locale, o.settle, o.Now = locale, 30*time.Millisecond, time.Now })
	onStage(a)
	if s != nil {
		withModel(a, s)
	}
	return a, firstPlan(t, a).ID
}

func edited(t *testing.T, app *App, id string, patch map[string]any) {
	t.Helper()
	now := ask[httpapi.PlanState](t, app, "GET", "/plans/"+id, nil)
	ask[httpapi.PlanState](t, app, "POST", "/plans/"+id+"/edits", httpapi.Edit{Base: now.Revision, Name: httpapi.EditName{Key: "edit.assumptions"}, Patch: patch})
}

func paths(n int) map[string]any {
	return map[string]any{"assumptions": map[string]any{"run": map[string]any{"paths": n}}}
}

// assessedOf is the assessment of a subject once it is there and holds.
func assessedOf(t *testing.T, app *App, id string, about answer.About, holds func(answer.Assessment) bool) answer.Assessment {
	t.Helper()
	var found answer.Assessment
	eventually(t, "an assessment of "+string(about), func() bool {
		for _, a := range ask[httpapi.AssessmentList](t, app, "GET", "/plans/"+id+"/assessments", nil).Assessments {
			if a.About == about && holds(a) {
				found = a
				return true
			}
		}
		return false
	})
	return found
}

// assessedUpTo waits until the change of a plan up to a revision is assessed.
func assessedUpTo(t *testing.T, app *App, id string, revision int) {
	t.Helper()
	eventually(t, "a look at the plan", func() bool {
		a, there, err := app.store.Assessments.Assessment(t.Context(), answer.AboutChange, id, "")
		return err == nil && there && a.Revision == revision
	})
}

func always(answer.Assessment) bool { return true }

func TestAChangeOfThePlanIsToldUnasked(t *testing.T) {
	t.Parallel()
	app, id := assessing(t, "en", nil)
	edited(t, app, id, paths(100))
	assessedUpTo(t, app, id, 2)
	edited(t, app, id, map[string]any{"targets": map[string]any{"confidence": 0.9}})
	assessedUpTo(t, app, id, 3)
	a := assessedOf(t, app, id, answer.AboutChange, always)
	if a.Card.By != answer.ByEngine || !strings.HasPrefix(textOf(a.Card), "Since the change ") || !hasFigure(a.Card.Figures, "delta", 0) {
		t.Errorf("by %s: %q, %+v", a.Card.By, textOf(a.Card), a.Card.Figures)
	}
	for _, s := range a.Card.Answer {
		for _, p := range s {
			if p.Kind == answer.PartText && strings.ContainsAny(p.Text, "0123456789") {
				t.Errorf("it states a figure of its own: %q", p.Text)
			}
		}
	}
}

// TestTheMonthIsReviewedAtNight in units, by a model that waits for everybody else,
// and by the engine alone where there is none.
func TestTheMonthIsReviewedAtNight(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"en", "ko"} {
		says := map[string]string{"en": "The plan stands well.", "ko": "계획이 잘 지켜지고 있습니다."}[locale]
		s := &script{write: func(llm.Request, bool) (string, error) { return answersWith("yes", says), nil }}
		app, id := assessing(t, locale, nil)
		edited(t, app, id, paths(100))
		assessedUpTo(t, app, id, 2) // or it would ask the model meanwhile
		unit := reviews{app}.Unit
		if now, total, err := unit(t.Context(), 0); err != nil || now != 1 || total != 1 {
			t.Fatalf("%d of %d, %v", now, total, err)
		}
		a := assessedOf(t, app, id, answer.AboutReview, always)
		if a.Card.By != answer.ByEngine || len(a.Card.Answer) < 2 || len(a.Card.Try) != 1 || a.Subject != time.Now().Format("2006-01") {
			t.Errorf("%s: by %s, %q, tries %d, of %s", locale, a.Card.By, textOf(a.Card), len(a.Card.Try), a.Subject)
		}
		withModel(app, s)
		if _, _, err := unit(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		a = assessedOf(t, app, id, answer.AboutReview, func(a answer.Assessment) bool { return a.Card.By == answer.ByModel })
		if textOf(a.Card) != says+" " || a.Card.Model == nil {
			t.Errorf("%s: %q", locale, textOf(a.Card))
		}
		for _, turn := range s.turns {
			if turn.Lane != llm.Batch || turn.Patience != 0 {
				t.Errorf("%s: it asked in lane %s", locale, turn.Lane)
			}
		}
		asked := len(s.asked)
		if now, total, err := unit(t.Context(), 0); err != nil || now != 1 || total != 1 || len(s.asked) != asked {
			t.Errorf("%s: done, it was done again: %d of %d, %v", locale, now, total, err)
		}
		if now, total, err := unit(t.Context(), 1); err != nil || now != total {
			t.Errorf("%s: at its end %d of %d, %v", locale, now, total, err)
		}
	}
}

func TestADocumentIsToldUnaskedAndForgotten(t *testing.T) {
	t.Parallel()
	app, id := assessing(t, "en", nil)
	edited(t, app, id, paths(100))
	added := uploaded(t, app, id, "Pension.md", "# Pension statement\n\nMonthly pension: $1,250\n\nBalance on 2026-03-31: $84,300\n")
	stands(t, app, added.Document.ID, document.Ready)
	a := assessedOf(t, app, id, answer.AboutDocument, always)
	if a.Subject != string(added.Document.ID) || len(a.Card.Answer) != 1 || a.Card.By != answer.ByEngine {
		t.Errorf("of %s, by %s: %q", a.Subject, a.Card.By, textOf(a.Card))
	}
	if len(a.Card.Sources) == 0 || !strings.Contains(a.Card.Sources[0].Quote, "$") || a.Card.Sources[0].Title != "Pension.md" {
		t.Errorf("sources %+v", a.Card.Sources)
	}
	kept, _, err := app.store.Assessments.Assessment(t.Context(), answer.AboutDocument, id, a.Subject)
	if err != nil || len(kept.Card.Sources) == 0 || kept.Card.Sources[0].Quote != "" || kept.Card.Sources[0].Title != "" {
		t.Errorf("what the document says is kept: %+v, %v", kept.Card.Sources, err)
	}
	s := &script{write: func(llm.Request, bool) (string, error) {
		return answersWith("yes", "It tells of a pension {S1}."), nil
	}}
	withModel(app, s)
	if now, total, err := (summaries{app}).Unit(t.Context(), 0); err != nil || now != 1 || total != 1 {
		t.Fatalf("%d of %d, %v", now, total, err)
	}
	a = assessedOf(t, app, id, answer.AboutDocument, func(a answer.Assessment) bool { return a.Card.By == answer.ByModel })
	if a.Card.Answer[0][1].Kind != answer.PartQuote {
		t.Errorf("it says %+v", a.Card.Answer)
	}
	if w := send(t, app, "DELETE", "/library/documents/"+a.Subject, nil); w.Code >= 300 {
		t.Fatalf("forgetting gave %d", w.Code)
	}
	for _, a := range ask[httpapi.AssessmentList](t, app, "GET", "/plans/"+id+"/assessments", nil).Assessments {
		if a.About == answer.AboutDocument {
			t.Errorf("a forgotten document is told of: %q", textOf(a.Card))
		}
	}
	if _, found, err := app.store.Assessments.Assessment(t.Context(), answer.AboutDocument, id, a.Subject); found || err != nil {
		t.Errorf("its assessment is kept: %v, %v", found, err)
	}
}

// TestACheckInIsToldUnasked in places among what was forecast, a newer one in place of
// an older, and none once it is taken away.
func TestACheckInIsToldUnasked(t *testing.T) {
	t.Parallel()
	for locale, says := range map[string]string{"en": "Your net worth is ", "ko": "순자산은 "} {
		app, id := assessing(t, locale, nil)
		edited(t, app, id, paths(100))
		at := "/plans/" + id
		ask[actual.Snapshot](t, app, "POST", at+"/snapshots", nil)
		today := actual.DayOf(time.Now())
		kept := ask[actual.CheckIn](t, app, "POST", at+"/check-ins", found(tracked(t, app, id).Grid, today, "30000"))
		a := assessedOf(t, app, id, answer.AboutCheckIn, always)
		if a.Card.By != answer.ByEngine || !strings.HasPrefix(textOf(a.Card), says) || !mentions(a.Card, "worth") || a.Card.Stale {
			t.Errorf("%s: by %s: %q, %+v", locale, a.Card.By, textOf(a.Card), a.Card.Figures)
		}
		if w := send(t, app, "DELETE", at+"/check-ins/"+kept.ID, nil); w.Code != 204 {
			t.Fatalf("taking it away gave %d", w.Code)
		}
		eventually(t, "silence about what was taken away", func() bool {
			_, there, err := app.store.Assessments.Assessment(t.Context(), answer.AboutCheckIn, id, "")
			return err == nil && !there
		})
	}
}

// TestMarketFiguresAreToldByThemselves: what they alone have brought, also where the
// plan has changed besides, and not as a change of the plan as well.
func TestMarketFiguresAreToldByThemselves(t *testing.T) {
	t.Parallel()
	app, id := assessing(t, "en", nil)
	edited(t, app, id, paths(100))
	assessedUpTo(t, app, id, 2)
	if a, there, err := app.store.Assessments.Assessment(t.Context(), answer.AboutMarket, id, ""); there && !a.Silent || err != nil {
		t.Errorf("market figures are assessed that have not changed: %v", err)
	}
	edited(t, app, id, map[string]any{"assumptions": map[string]any{"inflation": map[string]any{"mean": 0.06}}})
	a := assessedOf(t, app, id, answer.AboutMarket, always)
	if !strings.HasPrefix(textOf(a.Card), "With the new market figures ") || !mentions(a.Card, "delta") || !strings.Contains(textOf(a.Card), "Inflation a year goes from ") {
		t.Errorf("%q, %+v", textOf(a.Card), a.Card.Figures)
	}
	for _, f := range a.Card.Figures {
		if f.ID == "moved.after" && f.Text != "6.0%" {
			t.Errorf("inflation is told as %q", f.Text)
		}
	}
	eventually(t, "the change to be silent", func() bool {
		c, there, err := app.store.Assessments.Assessment(t.Context(), answer.AboutChange, id, "")
		return err == nil && there && c.Revision == 3 && c.Silent
	})
}

// mentions reports whether a card has a figure.
func mentions(c answer.Card, id string) bool {
	return slices.ContainsFunc(c.Figures, func(f answer.Figure) bool { return f.ID == id })
}
