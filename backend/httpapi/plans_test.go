package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"meridian/backend/plan"
)

func rename(base int, name string) Edit {
	return Edit{Base: base, Name: EditName{Key: "edit.name", Args: map[string]string{"name": name}}, Patch: map[string]any{"name": name}}
}

func TestPlanIsEditedUndoneAndRewound(t *testing.T) {
	b := newBench(t)
	made := b.demo()
	at := "/api/v1/plans/" + made.ID
	if made.Revision != 1 || made.Undo != nil || !made.Plan.Demo || made.Problems == nil {
		t.Fatalf("made %+v", made)
	}
	b.clock.pass(24 * time.Hour)
	edited := read[PlanState](t, b.ask("POST", at+"/edits", rename(1, "Ours")), 200)
	if edited.Revision != 2 || edited.Plan.Name != "Ours" || edited.Undo == nil || edited.Undo.Args["name"] != "Ours" {
		t.Errorf("edited %+v", edited)
	}
	undone := read[PlanState](t, b.ask("POST", at+"/undo", Base{Base: 2}), 200)
	if undone.Plan.Name != made.Plan.Name || undone.Redo == nil || undone.Undo != nil {
		t.Errorf("undone %+v", undone)
	}
	redone := read[PlanState](t, b.ask("POST", at+"/redo", Base{Base: 3}), 200)
	if redone.Plan.Name != "Ours" {
		t.Errorf("redone %+v", redone)
	}
	rewound := read[PlanState](t, b.ask("POST", at+"/rewind", Rewind{Base: 4, To: 1}), 200)
	if rewound.Plan.Name != made.Plan.Name {
		t.Errorf("rewound to 1: %+v", rewound)
	}
	day := b.clock.Now().In(time.Local).Format(time.DateOnly)
	read[PlanState](t, b.ask("POST", at+"/rewind", Rewind{Base: 5, Day: day}), 200)
	history := read[History](t, b.ask("GET", at+"/history", nil), 200)
	if len(history.Revisions) < 5 || history.Revisions[0].Revision <= history.Revisions[1].Revision || history.Revisions[len(history.Revisions)-1].Kind != "create" {
		t.Errorf("history %+v", history)
	}
	list := read[PlanList](t, b.ask("GET", "/api/v1/plans", nil), 200)
	if len(list.Plans) != 1 || list.Plans[0].ID != made.ID || !list.Plans[0].Demo {
		t.Errorf("list %+v", list)
	}
}

func TestPlanIsPutAwayAndTakenBack(t *testing.T) {
	b := newBench(t)
	at := "/api/v1/plans/" + b.demo().ID
	if w := b.ask("DELETE", at, nil); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Fatalf("archive gave %d %s", w.Code, w.Body)
	}
	problem(t, b.ask("GET", at, nil), 404, "plan.archived")
	if list := read[PlanList](t, b.ask("GET", "/api/v1/plans", nil), 200); list.Plans == nil || len(list.Plans) != 0 {
		t.Errorf("list %+v", list)
	}
	read[PlanState](t, b.ask("POST", at+"/restore", nil), 200)
	read[PlanState](t, b.ask("GET", at, nil), 200)
}

func TestPlanDocumentIsAFile(t *testing.T) {
	b := newBench(t)
	made := b.demo()
	w := b.ask("GET", "/api/v1/plans/"+made.ID+"/document", nil)
	p, err := plan.Decode(w.Body)
	if err != nil || p.Name != made.Plan.Name {
		t.Errorf("document: %v, %q", err, p.Name)
	}
	if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") || !strings.Contains(got, ".meridian.json") {
		t.Errorf("disposition %q", got)
	}
}

func TestNewPlans(t *testing.T) {
	demo, err := plan.Demo("kr")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		asked    NewPlan
		language string
		want     func(plan.Plan) bool
	}{
		{"the Korean demo", NewPlan{From: "demo-kr"}, "en", func(p plan.Plan) bool { return p.Demo && p.Currency == "KRW" }},
		{"a document", NewPlan{From: "document", Document: plan.Encode(demo)}, "en", func(p plan.Plan) bool { return p.Name == demo.Name }},
		{"a document under another name", NewPlan{From: "document", Document: plan.Encode(demo), Name: "우리"}, "en", func(p plan.Plan) bool { return p.Name == "우리" }},
		{"a blank one in English", NewPlan{From: "blank"}, "en-GB", func(p plan.Plan) bool { return p.Currency == "USD" && p.Start == "2026-03" && len(p.People) == 1 }},
		{"a blank one in Korean", NewPlan{From: "blank"}, "ko-KR,ko;q=0.9,en;q=0.8", func(p plan.Plan) bool { return p.Currency == "KRW" && p.Name == "내 계획" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			w := b.ask("POST", "/api/v1/plans", tt.asked, header("Accept-Language", tt.language))
			made := read[PlanState](t, w, http.StatusCreated)
			if !tt.want(made.Plan) || plan.Failed(made.Problems) {
				t.Errorf("made %+v", made)
			}
			if got := w.Header().Get("Location"); got != "/api/v1/plans/"+made.ID {
				t.Errorf("location %q", got)
			}
		})
	}
}

func TestPlanFaults(t *testing.T) {
	b := newBench(t)
	at := "/api/v1/plans/" + b.demo().ID
	read[PlanState](t, b.ask("POST", at+"/edits", rename(1, "Ours")), 200)
	for _, tt := range []struct {
		name   string
		method string
		path   string
		body   any
		status int
		code   string
	}{
		{"a base that never was", "POST", at + "/edits", rename(9, "x"), 409, "plan.stale"},
		{"a plan that is not there", "GET", "/api/v1/plans/none", nil, 404, "plan.missing"},
		{"nothing to redo", "POST", at + "/redo", Base{Base: 2}, 409, "plan.nothingToRedo"},
		{"an edit without a patch", "POST", at + "/edits", map[string]any{"base": 2, "name": EditName{Key: "k"}}, 422, "request.value"},
		{"an edit without a name", "POST", at + "/edits", Edit{Base: 2, Patch: map[string]any{"name": "x"}}, 422, "plan.badEditName"},
		{"a rewind to nowhere", "POST", at + "/rewind", Rewind{Base: 2}, 422, "request.value"},
		{"a rewind to two places", "POST", at + "/rewind", Rewind{Base: 2, To: 1, Day: "2026-01-01"}, 422, "request.value"},
		{"a rewind to no day", "POST", at + "/rewind", Rewind{Base: 2, Day: "2026-02-30"}, 422, "plan.badDay"},
		{"a plan of an unknown kind", "POST", "/api/v1/plans", NewPlan{From: "scratch"}, 422, "request.value"},
		{"a document that is no plan", "POST", "/api/v1/plans", `{"from":"document","document":{"x":1}}`, 422, "plan.invalid"},
		{"no document", "POST", "/api/v1/plans", NewPlan{From: "document"}, 422, "plan.malformed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problem(t, b.ask(tt.method, tt.path, tt.body), tt.status, tt.code)
		})
	}
	if got := read[PlanState](t, b.ask("GET", at, nil), 200); got.Revision != 2 {
		t.Errorf("something was saved: revision %d", got.Revision)
	}
}

func TestInvalidEditListsEveryProblemAndSavesNothing(t *testing.T) {
	b := newBench(t)
	made := b.demo()
	at := "/api/v1/plans/" + made.ID
	patch := map[string]any{
		"targets":  map[string]any{"confidence": 7},
		"currency": "usd",
		"surprise": true,
	}
	p := problem(t, b.ask("POST", at+"/edits", Edit{Base: 1, Name: EditName{Key: "k"}, Patch: patch}), 422, "plan.invalid")
	found := map[string]bool{}
	for _, one := range p.Problems {
		found[one.Pointer] = true
		if one.Text.EN == "" || one.Text.KO == "" || one.Code == "" {
			t.Errorf("a problem says too little: %+v", one)
		}
	}
	for _, want := range []string{"/targets/confidence", "/currency", "/surprise"} {
		if !found[want] {
			t.Errorf("%s is not among %v", want, found)
		}
	}
	if got := read[PlanState](t, b.ask("GET", at, nil), 200); got.Revision != 1 {
		t.Errorf("something was saved: revision %d", got.Revision)
	}
}

func TestCheckSavesNothing(t *testing.T) {
	b := newBench(t)
	demo, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	good := read[PlanCheck](t, b.ask("POST", "/api/v1/plans/check", string(plan.Encode(demo))), 200)
	if good.Plan == nil || len(good.Problems) > 0 {
		t.Errorf("the demo: %+v", good.Problems)
	}
	bad := read[PlanCheck](t, b.ask("POST", "/api/v1/plans/check", `{"schema":"meridian.plan","version":1,"x":1}`), 200)
	if bad.Plan != nil || len(bad.Problems) < 2 {
		t.Errorf("a bad document: %+v", bad)
	}
	newer := read[PlanCheck](t, b.ask("POST", "/api/v1/plans/check", `{"schema":"meridian.plan","version":99}`), 200)
	if len(newer.Problems) == 0 {
		t.Error("a plan of a newer version passed")
	}
	if broken := read[PlanCheck](t, b.ask("POST", "/api/v1/plans/check", `{`), 200); len(broken.Problems) != 1 {
		t.Errorf("broken JSON: %+v", broken)
	}
	if list := read[PlanList](t, b.ask("GET", "/api/v1/plans", nil), 200); len(list.Plans) != 0 {
		t.Errorf("checking saved %+v", list)
	}
}

func TestProblemsSpeakTheLanguageOfTheRequest(t *testing.T) {
	b := newBench(t)
	for language, want := range map[string]string{
		"": "There is no such plan.", "en": "There is no such plan.", "de": "There is no such plan.",
		"ko": "그런 계획이 없습니다.", "ko-KR,en;q=0.5": "그런 계획이 없습니다.", "en;q=0.1, ko": "그런 계획이 없습니다.", "%%%": "There is no such plan.",
	} {
		w := b.ask("GET", "/api/v1/plans/none", nil, header("Accept-Language", language))
		if p := problem(t, w, 404, "plan.missing"); p.Title != want {
			t.Errorf("in %q: %q, want %q", language, p.Title, want)
		}
	}
}

func TestSettings(t *testing.T) {
	b := newBench(t)
	got := read[map[string]any](t, b.ask("PATCH", "/api/v1/settings", `{"theme":"dark"}`), 200)
	if got["theme"] != "dark" || got["privacy"] != "show" {
		t.Errorf("settings %v", got)
	}
	problem(t, b.ask("PATCH", "/api/v1/settings", `{"theme":"pink"}`), 422, "settings.invalid")
	if got := read[map[string]any](t, b.ask("GET", "/api/v1/settings", nil), 200); got["theme"] != "dark" {
		t.Errorf("settings %v", got)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"The Rivera-Parks":       "The Rivera-Parks.meridian.json",
		"김민준·이서연 가구":             "김민준·이서연 가구.meridian.json",
		"../../etc/passwd":       "-..-etc-passwd.meridian.json",
		`a<b>:"c|d?*`:            "a-b---c-d--.meridian.json",
		"":                       "plan.meridian.json",
		" . ":                    "plan.meridian.json",
		"a\nb\x00":               "ab.meridian.json",
		strings.Repeat("가", 200): strings.Repeat("가", 80) + ".meridian.json",
	} {
		if got := fileName(name); got != want {
			t.Errorf("fileName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSessionAndHealth(t *testing.T) {
	b := newBench(t)
	s := read[Session](t, b.ask("GET", "/api/v1/session", nil), 200)
	if s.Native || s.Demo || s.Version != "0.1.0" {
		t.Errorf("session %+v", s)
	}
	b.demo()
	if s = read[Session](t, b.ask("GET", "/api/v1/session", nil), 200); !s.Demo {
		t.Errorf("session with a demo: %+v", s)
	}
	if h := read[Health](t, b.ask("GET", "/api/v1/health", nil), 200); h.Checks == nil {
		t.Error("no checks travel as null")
	}
	var doc map[string]any
	if err := json.Unmarshal(b.ask("GET", "/api/v1/openapi.json", nil).Body.Bytes(), &doc); err != nil || doc["openapi"] != "3.1.0" {
		t.Errorf("openapi: %v", err)
	}
	if w := b.ask("GET", "/api/v1/plan.schema.json", nil); !json.Valid(w.Body.Bytes()) {
		t.Error("the plan's schema is no JSON")
	}
}
