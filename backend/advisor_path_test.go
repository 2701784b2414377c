package backend

import (
	"context"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"meridian/backend/answer"
	"meridian/backend/fault"
	"meridian/backend/graph"
	"meridian/backend/httpapi"
	"meridian/backend/llm"
)

// taken are the steps of a card's path that were taken, in order, by their names.
func taken(t *graph.Timing) string {
	var names []string
	var walk func(t *graph.Timing)
	walk = func(t *graph.Timing) {
		if t.State == graph.Taken {
			names = append(names, t.Name)
		}
		for _, s := range t.Steps {
			walk(s)
		}
	}
	walk(t)
	return strings.Join(names, " ")
}

// silent is a model that writes nothing that could be shown.
func silent(llm.Request, bool) (string, error) { return "", llm.ErrNotReady }

// voting chooses with little certainty at first, and votes as it is told to: about
// holds what each vote is for.
func voting(about ...string) func(r llm.Request) llm.Reply {
	var n atomic.Int64
	return func(r llm.Request) llm.Reply {
		if r.Options.Temperature == 0 {
			return choosing(r, "taxes over the whole life", 0.5)
		}
		return choosing(r, about[int(n.Add(1)-1)%len(about)], 0.9)
	}
}

func TestACloseCallIsPutToTheVote(t *testing.T) {
	t.Parallel()
	const tax, left, fees = "taxes over the whole life", "what is left at the end", "paying lower fees"
	for name, c := range map[string]struct {
		votes []string
		want  answer.TemplateID
		of    answer.Votes
	}{
		"all agree":                      {[]string{tax, tax, tax}, answer.TemplateTax, answer.Votes{For: 4, Of: 4}},
		"most agree":                     {[]string{tax, left, tax}, answer.TemplateTax, answer.Votes{For: 3, Of: 4}},
		"most agree on something else":   {[]string{left, left, left}, answer.TemplateLeft, answer.Votes{For: 3, Of: 4}},
		"half agree, which is not most":  {[]string{left, tax, fees}, "", answer.Votes{}},
		"each says something of its own": {[]string{left, fees, "none of these"}, "", answer.Votes{}},
	} {
		t.Run(name, func(t *testing.T) {
			app, id := advisorOf(t, "en")
			withModel(app, &script{choice: voting(c.votes...), write: silent})
			card := question(t, app, "en", id, httpapi.NewQuestion{Question: "What does the treasury get from us?"})
			if c.want == "" {
				if card.By != answer.ByNobody || card.Choice == nil || card.Choice.Votes != nil || len(card.AskBack) != 1 {
					t.Errorf("by %s, choice %+v", card.By, card.Choice)
				}
				return
			}
			if card.By != answer.ByEngine || card.Choice == nil || card.Choice.Basis != "votes" || card.Choice.Template != c.want || card.Choice.Votes == nil || *card.Choice.Votes != c.of {
				t.Errorf("by %s, choice %+v", card.By, card.Choice)
			}
			for _, a := range card.Choice.Alternatives {
				if a.Template == c.want {
					t.Errorf("the choice is among its alternatives: %+v", card.Choice.Alternatives)
				}
			}
		})
	}
}

// withPath lets questions take a path.
func withPath(app *App, g graph.Graph) {
	app.advisor().Path = func(context.Context) (graph.Graph, bool) { return g, true }
}

func TestAModelOnTrialAnswersBeside(t *testing.T) {
	t.Parallel()
	app, id := advisorOf(t, "en")
	service := app.advisor()
	var broken atomic.Bool
	withModel(app, &script{write: func(r llm.Request, _ bool) (string, error) {
		if r.Model == "trial:1b" {
			if broken.Load() {
				return "", llm.ErrCutOff
			}
			return answersWith("yes", "The other says {"+factCalled(r, "Sustainable spending a month")+"}."), nil
		}
		return answersWith("yes", "Ours says {"+factCalled(r, "Sustainable spending a month")+"}."), nil
	}})
	service.Candidate = func(context.Context) (answer.Chosen, bool) {
		return answer.Chosen{Name: "trial:1b", Context: 8192}, true
	}
	withPath(app, answer.Usual(100))
	c := question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend})
	if c.By != answer.ByModel || !strings.HasPrefix(textOf(c), "Ours says $") || c.Beside == nil || c.Beside.Model.Name != "trial:1b" || len(c.Beside.Answer) != 1 || c.Beside.Answer[0][1].Kind != answer.PartFigure {
		t.Fatalf("by %s: %q, beside %+v", c.By, textOf(c), c.Beside)
	}
	seen := ask[httpapi.SeenByModel](t, app, "GET", "/cards/"+c.ID+"/seen", nil)
	if last := seen.Messages[len(seen.Messages)-1]; last.Role != "candidate" || !strings.Contains(last.Text, "The other says") {
		t.Errorf("the last that was said: %+v", last)
	}
	if w := send(t, app, "POST", "/cards/"+c.ID+"/marks", answer.Mark{Preferred: new("beside")}); w.Code != http.StatusNoContent {
		t.Errorf("preferring gave %d", w.Code)
	}
	if kept := ask[answer.Thread](t, app, "GET", "/threads/"+c.Thread, nil).Cards[0]; kept.Preferred != "beside" || kept.Beside == nil {
		t.Errorf("kept: %+v", kept.Preferred)
	}
	if w := send(t, app, "POST", "/cards/"+c.ID+"/marks", answer.Mark{Preferred: new("both")}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("preferring both gave %d", w.Code)
	}

	broken.Store(true)
	c = question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend})
	if c.By != answer.ByModel || c.Note != "" || c.Beside == nil || len(c.Beside.Answer) != 0 || c.Beside.Note == "" {
		t.Errorf("the trial failed: by %s, note %q, beside %+v", c.By, c.Note, c.Beside)
	}
	if w := send(t, app, "POST", "/cards/"+c.ID+"/marks", answer.Mark{Preferred: new("own")}); w.Code != http.StatusNoContent {
		t.Errorf("preferring ours gave %d", w.Code)
	}

	// Ten in a hundred is about ten in a hundred, whatever the cards are called.
	withPath(app, answer.Usual(10))
	beside := 0
	for range 60 {
		if question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend}).Beside != nil {
			beside++
		}
	}
	if share := float64(beside) / 60; math.Abs(share-0.1) > 0.12 {
		t.Errorf("of 60 answers %d were tried", beside)
	}
}

// TestAPathMayLeaveOutAndNeverTakeAway: whatever the owner's path does, the answer
// that can be computed stands.
func TestAPathMayLeaveOutAndNeverTakeAway(t *testing.T) {
	t.Parallel()
	hangs := &script{write: func(llm.Request, bool) (string, error) { return "", context.DeadlineExceeded }}
	for name, c := range map[string]struct {
		path, note, taken string
	}{
		"nothing is computed":         {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"}]}}}`, "", "a words"},
		"no model is asked":           {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"service":"compute"}]}}}`, "", "a words compute"},
		"computed before it is known": {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"compute"},{"service":"words"}]}}}`, "", "a compute words"},
		"twice":                       {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"service":"compute"},{"service":"quote"},{"service":"compute"}]}}}`, "", "a words compute quote compute"},
		"quoted first":                {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"service":"quote"},{"service":"compute"}]}}}`, "", "a words quote compute"},
		"all at once":                 {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"node":"b"}]},"b":{"router":"ensemble","steps":[{"service":"compute"},{"service":"quote"},{"service":"tally","dependency":"soft"}]}}}`, "", "a words b compute quote"},
		"a hard step fails":           {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"service":"compute"},{"service":"write"}]}}}`, "did not answer", "words compute"},
		"a trial without a candidate": {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"words"},{"service":"compute"},{"service":"candidate"}]}}}`, "did not answer", "words compute"},
	} {
		t.Run(name, func(t *testing.T) {
			app, id := advisorOf(t, "en")
			want := textOf(question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend}))
			withModel(app, hangs)
			g, err := answer.ParsePath([]byte(c.path))
			if err != nil {
				t.Fatal(err)
			}
			app.advisor().Candidate = nil
			withPath(app, g)
			card := question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateSpend})
			if card.By != answer.ByEngine || textOf(card) != want || !strings.Contains(card.Note, c.note) || c.note == "" && card.Note != "" {
				t.Errorf("by %s, note %q: %q", card.By, card.Note, textOf(card))
			}
			if got := taken(card.Path); got != c.taken {
				t.Errorf("took %q, want %q", got, c.taken)
			}
		})
	}
}

// TestAStepHasItsTime: a model that does not come to an end is left when its node's
// time is over, and the step says so.
func TestAStepHasItsTime(t *testing.T) {
	app, id := advisorOf(t, "en")
	withModel(app, endless{})
	g := answer.Usual(0)
	explain := g.Nodes["explain"]
	explain.Seconds = 0.1
	g.Nodes["explain"] = explain
	withPath(app, g)
	c := question(t, app, "en", id, httpapi.NewQuestion{Template: answer.TemplateHold})
	if c.By != answer.ByEngine || c.Note == "" || len(c.Answer) == 0 {
		t.Errorf("by %s, note %q", c.By, c.Note)
	}
	told := ask[httpapi.AdvisorPath](t, app, "GET", "/advisor/path", nil)
	late := false
	for _, s := range told.Steps {
		late = late || s.Step == "answer/question/plan/explain" && s.Failed == 1
	}
	if !late || told.Path.Root != "answer" || len(told.Path.Nodes) < 8 {
		t.Errorf("told %+v", told.Steps)
	}
}

// endless is a model that thinks until nobody waits for it any more.
type endless struct{}

func (endless) Generate(ctx context.Context, _ llm.Turn, _ llm.Request, _ func(llm.Piece) error) (llm.Reply, error) {
	<-ctx.Done()
	return llm.Reply{}, ctx.Err()
}

func TestAPathIsConfigured(t *testing.T) {
	app, _ := advisorOf(t, "en")
	for name, c := range map[string]struct {
		path string
		want *fault.Error
	}{
		"no JSON":      {`{`, graph.Invalid},
		"a circle":     {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"node":"a"}]}}}`, graph.Invalid},
		"no such step": {`{"root":"a","nodes":{"a":{"router":"sequence","steps":[{"service":"fortune"}]}}}`, answer.BadService},
	} {
		w := send(t, app, "PATCH", "/settings", map[string]any{"advisor": map[string]any{"path": c.path}})
		if w.Code != http.StatusUnprocessableEntity || decoded[httpapi.ProblemDocument](t, w).Code != c.want.Code {
			t.Errorf("%s gave %d: %s", name, w.Code, w.Body)
		}
	}
	own := `{"root":"mine","nodes":{"mine":{"router":"sequence","steps":[{"service":"words"},{"service":"compute"}]}}}`
	ask[any](t, app, "PATCH", "/settings", map[string]any{"advisor": map[string]any{"path": own}})
	if told := ask[httpapi.AdvisorPath](t, app, "GET", "/advisor/path", nil); told.Path.Root != "mine" {
		t.Errorf("it follows %+v", told.Path)
	}
	ask[any](t, app, "PATCH", "/settings", map[string]any{"advisor": map[string]any{"path": "", "candidate": "trial:1b", "share": 25}})
	told := ask[httpapi.AdvisorPath](t, app, "GET", "/advisor/path", nil)
	if s := told.Path.Nodes["writers"].Steps; len(s) != 2 || s[0].Weight != 75 || s[1].Weight != 25 {
		t.Errorf("a trial goes %+v", told.Path.Nodes["writers"])
	}
}
