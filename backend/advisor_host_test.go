package backend

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"meridian/backend/answer"
	"meridian/backend/httpapi"
	"meridian/backend/job"
	"meridian/backend/llm"
	"meridian/backend/ollama/ollamatest"
)

// spoken is a model that keeps to the schemas of the advisor: its replies have the
// form that the grammar of each schema allows, keys in the order of the schema. What
// it says hangs on words that only the instructions of each kind of request hold.
func spoken() *ollamatest.Weights {
	return ollamatest.Chat{Engine: "llama", Context: 16384, Scripts: []ollamatest.Script{
		{Reply: []string{"I have nothing to say."}},
		{Trigger: `"choice"`, Reply: []string{`{"choice":`, `"S"}`}}, // the nineteenth template: taxes
		{Trigger: `"tool"`, Reply: []string{`{"move":"none",`, `"tool":"none",`, `"words":"x"}`}},
		{Trigger: "English", Reply: []string{`{"because":["F1"],`, `"enough":"yes",`, `"sentences":["The plan comes to {F1}`, ` and rests on what was computed."],`, `"try":[]}`}},
		{Trigger: "Korean", Reply: []string{`{"because":["F1"],"enough"`, `:"yes","sentences":["계획을 `, `따르면 {F1}`, `입니다. 계산한 결과입니다."],"try"`, `:[]}`}},
	}}.Weights()
}

// answering is a program whose advisor asks that host, through the queue.
func answering(t *testing.T, locale string, host *ollamatest.Server) (*App, string) {
	t.Helper()
	app := open(t, t.TempDir(), withHost(host.URL), func(o *Options) { o.Locale = locale })
	p := firstPlan(t, app)
	edit := httpapi.Edit{Base: p.Revision, Name: httpapi.EditName{Key: "edit.assumptions"}, Patch: map[string]any{"assumptions": map[string]any{"run": map[string]any{"paths": 100}}}}
	ask[httpapi.PlanState](t, app, "POST", "/plans/"+p.ID+"/edits", edit)
	ask[any](t, app, "PATCH", "/settings", map[string]any{"model": map[string]any{"chat": "spoken", "context": 16384}})
	return app, p.ID
}

// TestTheAdvisorAnswersOnARealHost: by the queue, with replies that a grammar kept to
// the schema, in both languages; a question that is given up frees the host; and where
// the host dies meanwhile, what was computed stands.
func TestTheAdvisorAnswersOnARealHost(t *testing.T) {
	t.Parallel()
	host := ollamatest.Start(t)
	host.Import(t, "spoken", spoken(), ollamatest.Template, map[string]any{"num_ctx": 16384})
	for _, c := range []struct{ locale, known, open, says string }{
		{"en", "How much may we spend a month?", "What does the treasury get from us?", "The plan comes to "},
		{"ko", "한 달에 얼마까지 쓸 수 있나요?", "나라에 바치는 것은 모두 어느 만큼인가요?", "계획을 따르면 "},
	} {
		locale := c.locale
		app, id := answering(t, locale, host)
		card := question(t, app, locale, id, httpapi.NewQuestion{Question: c.known})
		if card.By != answer.ByModel || !strings.HasPrefix(textOf(card), c.says) || card.Note != "" || card.Model.Host == "" || card.Model.Calls != 2 {
			t.Errorf("%s: by %s, note %q, %+v: %q", locale, card.By, card.Note, card.Model, textOf(card))
		}
		if len(card.Because) == 0 || len(card.Answer) != 2 && locale == "ko" || card.Answer[0][1].Kind != answer.PartFigure {
			t.Errorf("%s: because %v, %+v", locale, card.Because, card.Answer)
		}
		card = question(t, app, locale, id, httpapi.NewQuestion{Question: c.open})
		if card.By != answer.ByModel || card.Choice == nil || card.Choice.Basis != "model" || card.Choice.Template != answer.TemplateTax || card.Choice.Confidence == nil || *card.Choice.Confidence < answer.Sure {
			t.Errorf("%s: by %s, note %q, choice %+v: %q", locale, card.By, card.Note, card.Choice, textOf(card))
		}
		f := ask[httpapi.Performance](t, app, "GET", "/performance", nil)
		if f.Models.Tokens == 0 || len(f.Models.Answers) < 5 || f.Models.Failed != 0 {
			t.Errorf("%s: the queue tells %d tokens, %d answers, %d failed", locale, f.Models.Tokens, len(f.Models.Answers), f.Models.Failed)
		}
		if locale == "en" {
			calibrated(t, app)
			givenUp(t, app, id)
		} else {
			cutOff(t, app, id, host)
		}
	}
}

// calibrated measures how sure the host's model is: it takes every question for one of
// taxes, and says so with certainty, so that no share can be proposed.
func calibrated(t *testing.T, app *App) {
	t.Helper()
	if w := send(t, app, "GET", "/model/calibration", nil); w.Code != http.StatusNoContent {
		t.Errorf("before it was measured: %d", w.Code)
	}
	ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/model/calibrations", nil).Job)
	c := ask[answer.Calibration](t, app, "GET", "/model/calibration", nil)
	if c.Model != "spoken" || c.Asked < 40 || c.Right != 2 || c.Weighed != c.Asked || c.Sure != 0 || c.NowWrong != c.Asked-2 || c.Error < 0.8 || c.Host == "" {
		t.Errorf("it is calibrated as %+v", c)
	}
	of := func(advisor map[string]any) float64 {
		ask[any](t, app, "PATCH", "/settings", map[string]any{"advisor": advisor})
		chosen, _ := app.models.chat(t.Context())
		return chosen.Sure
	}
	if own, other := of(map[string]any{"sure": 85, "sureOf": "spoken"}), of(map[string]any{"sureOf": "another"}); own != 0.85 || other != 0 {
		t.Errorf("its share is %g, measured on another model %g", own, other)
	}
	if w := send(t, app, "PATCH", "/settings", map[string]any{"advisor": map[string]any{"sure": 100}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a share that nothing can have: %d %s", w.Code, w.Body)
	}
	of(map[string]any{"sure": 0, "sureOf": ""})
}

// underWay waits until the host works on a question, which it returns.
func underWay(t *testing.T, app *App, id string) httpapi.Job {
	t.Helper()
	// Words that the host has not read yet, so that it is busy for a while.
	long := "How much may we spend a month? " + strings.Repeat("We wonder about it, all of us. ", 60)
	began := ask[httpapi.Accepted](t, app, "POST", "/plans/"+id+"/questions", httpapi.NewQuestion{Question: long}).Job
	eventually(t, "the host works on the question", func() bool {
		r := app.turns.queue.Figures().Running
		return r[llm.Short]+r[llm.Stream] > 0
	})
	return began
}

func givenUp(t *testing.T, app *App, id string) {
	t.Helper()
	j := underWay(t, app, id)
	if j = ask[httpapi.Job](t, app, "POST", "/jobs/"+j.ID+"/cancel", nil); j.State != job.Cancelled {
		t.Errorf("given up: %s", j.State)
	}
	began := time.Now()
	eventually(t, "the host is free again", app.turns.queue.Idle)
	t.Logf("free after %s", time.Since(began))
	card := question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend})
	if card.By != answer.ByModel {
		t.Errorf("after one was given up: by %s, note %q", card.By, card.Note)
	}
}

func cutOff(t *testing.T, app *App, id string, host *ollamatest.Server) {
	t.Helper()
	j := underWay(t, app, id)
	host.Stop()
	thread := ask[answer.Thread](t, app, "GET", "/threads/"+ended(t, app, j), nil)
	card := thread.Cards[len(thread.Cards)-1]
	if card.By != answer.ByEngine || card.Note == "" || len(card.Answer) == 0 {
		t.Errorf("the host died: by %s, note %q, %q", card.By, card.Note, textOf(card))
	}
	if card := question(t, app, "ko", id, httpapi.NewQuestion{Template: answer.TemplateHold}); card.By != answer.ByEngine || len(card.Answer) == 0 {
		t.Errorf("without the host: by %s", card.By)
	}
}

// TestAskAtATerminal answers as the screen does, in the language of the surroundings.
func TestAskAtATerminal(t *testing.T) {
	t.Setenv("OLLAMA_HOST", "127.0.0.1:1")
	t.Setenv("LANG", "ko_KR.UTF-8")
	t.Setenv("LC_ALL", "")
	dir := t.TempDir()
	var out, errs bytes.Buffer
	if code := Main([]string{"meridiand", "ask", "한 달에 얼마까지 쓸 수 있나요?", "--data", dir}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "한 달에") || !strings.Contains(out.String(), "만원") {
		t.Errorf("%d: %s %s", code, out.String(), errs.String())
	}
	out.Reset()
	if code := Main([]string{"meridiand", "ask", "한 달에 얼마까지 쓸 수 있나요?", "--json", "--data", dir}, nil, &out, &errs); code != 0 {
		t.Errorf("%d: %s", code, errs.String())
	}
	var card answer.Card
	if err := json.Unmarshal(out.Bytes(), &card); err != nil || card.By != answer.ByEngine || card.Path == nil {
		t.Errorf("%v: %s", err, out.String())
	}
	if code := Main([]string{"meridiand", "ask", "--data", dir}, nil, &out, &errs); code != 2 {
		t.Errorf("nothing was asked: %d", code)
	}
}
