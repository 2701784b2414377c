package backend

import (
	"strings"
	"testing"
	"unicode"

	"meridian/backend/answer"
	"meridian/backend/httpapi"
)

// advisorOf is a program whose example household is played in few futures.
func advisorOf(t *testing.T, locale string) (*App, string) {
	t.Helper()
	a := open(t, t.TempDir(), func(o *Options) { o.Locale = locale })
	onStage(a)
	p := firstPlan(t, a)
	edit := httpapi.Edit{Base: p.Revision, Name: httpapi.EditName{Key: "edit.assumptions"}, Patch: map[string]any{"assumptions": map[string]any{"run": map[string]any{"paths": 100}}}}
	ask[httpapi.PlanState](t, a, "POST", "/plans/"+p.ID+"/edits", edit)
	return a, p.ID
}

// question puts a question to a program and returns the card that answers it.
func question(t *testing.T, a *App, locale, plan string, q httpapi.NewQuestion) answer.Card {
	t.Helper()
	began := decoded[httpapi.Accepted](t, sendIn(t, a, locale, "POST", "/plans/"+plan+"/questions", q))
	thread := ask[answer.Thread](t, a, "GET", "/threads/"+ended(t, a, began.Job), nil)
	return thread.Cards[len(thread.Cards)-1]
}

func textOf(c answer.Card) string {
	var text strings.Builder
	for _, s := range c.Answer {
		for _, p := range s {
			text.WriteString(p.Text)
		}
		text.WriteString(" ")
	}
	return text.String()
}

// Every question that is offered is answered for both example households, in both
// languages, with figures that stand in parts of their own.
func TestEveryTemplateIsAnswered(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"en", "ko"} {
		a, id := advisorOf(t, locale)
		for _, s := range answer.Suggested(answer.ScreenToday, locale, 100) {
			c := question(t, a, locale, id, httpapi.NewQuestion{Template: s.Template})
			t.Logf("%s\n  %s\n  because %v try %d ask %d took %d ms", c.Question, textOf(c), c.Because, len(c.Try), len(c.AskBack), c.Took)
			if s.Template == answer.TemplateDocument {
				if c.By != answer.ByNobody {
					t.Errorf("%s is answered by %s without any document", s.Template, c.By)
				}
				continue
			}
			if c.By != answer.ByEngine || len(c.Answer) == 0 || len(c.Because) == 0 && s.Template != answer.TemplateLimits {
				t.Errorf("%s: by %s, %d sentences, because %v", s.Template, c.By, len(c.Answer), c.Because)
			}
			for _, sentence := range c.Answer {
				for _, p := range sentence {
					if p.Kind == answer.PartText && strings.ContainsFunc(p.Text, unicode.IsNumber) {
						t.Errorf("%s writes a figure of its own: %q", s.Template, p.Text)
					}
				}
			}
		}
	}
}
