package backend

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/hosting"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/llm"
	"meridian/backend/ollama/ollamatest"
)

// withHost lets a program find that host and no other.
func withHost(addresses ...string) func(*Options) {
	return func(o *Options) {
		o.Model.Addresses = append([]string{}, addresses...)
		o.Now = time.Now // a host's clock is the wall's
	}
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never came: %s", what)
}

func shelfOf(t *testing.T, app *App) httpapi.Shelf {
	t.Helper()
	return ask[httpapi.Shelf](t, app, "GET", "/library?tenant=t", nil)
}

func foundIn(t *testing.T, app *App, question string) library.Found {
	t.Helper()
	return ask[library.Found](t, app, "POST", "/library/ask", library.Question{Tenant: "t", Question: question})
}

// TestAnotherEmbeddingModelTakesOverWhileSearchGoesOn: from words to a model,
// and from that to another, by a real host.
func TestAnotherEmbeddingModelTakesOverWhileSearchGoesOn(t *testing.T) {
	host := ollamatest.Start(t)
	words := []string{"the", "pension", "pays", "every", "month", "rent", "insurance", "house", "fire"}
	for i, name := range []string{"first", "second"} {
		host.Import(t, name, ollamatest.Embedding{Words: words, Hangul: true, Dimensions: 128 * (i + 1), Seed: uint64(i)}.Weights(), "", nil)
	}
	app := open(t, t.TempDir(), withHost(host.URL))
	var ids []document.ID
	for i, text := range []string{"The pension pays every month.", "The rent of the house.", "국민연금은 매달 지급된다."} {
		ids = append(ids, uploaded(t, app, "t", fmt.Sprintf("%d.txt", i), text).Document.ID)
	}
	for _, id := range ids {
		stands(t, app, id, document.Ready)
	}
	if e := shelfOf(t, app).Embedder; e.Neural {
		t.Fatalf("nothing was chosen, and %+v embeds", e)
	}
	for _, name := range []string{"first", "second"} {
		ask[any](t, app, "PATCH", "/settings", map[string]any{"model": map[string]any{"embedding": name}})
		eventually(t, name+" searches", func() bool {
			if found := foundIn(t, app, "pension every month"); len(found.Quotes) == 0 || found.Quotes[0].Citation.Document != ids[0] {
				t.Fatalf("search did not go on: %+v", found.Quotes)
			}
			e := shelfOf(t, app).Embedder
			searched, err := app.store.Documents.Searched(t.Context())
			return err == nil && e.Name == name+":latest" && e.Neural && e.Pending == 0 && strings.HasPrefix(searched, "ollama:")
		})
		known, err := app.store.Documents.Embedders(t.Context())
		if err != nil || known[0].Name != name+":latest" {
			t.Errorf("vectors are of %+v, %v", known, err)
		}
	}

	// A document that comes while the host is away is found by its words, and its
	// vectors follow.
	host.Stop()
	late := uploaded(t, app, "t", "late.txt", "The insurance pays for fire.").Document.ID
	stands(t, app, late, document.Ready)
	if found := foundIn(t, app, "insurance fire"); len(found.Quotes) == 0 || found.Quotes[0].Citation.Document != late {
		t.Errorf("without the host: %+v", found.Quotes)
	}
}

// TestAHostOfOurOwn is started when it is needed, holds what is imported, is
// examined, goes when nobody uses it, and leaves nothing behind.
func TestAHostOfOurOwn(t *testing.T) {
	t.Setenv("HOME", t.TempDir()) // no models of somebody else's
	app := open(t, t.TempDir(), withHost(), func(o *Options) {
		o.Model.Program, o.Model.Rest = ollamatest.Program(t), 2*time.Second
	})
	if st := ask[hosting.State](t, app, "GET", "/model", nil); st.Phase != hosting.Stopped || !st.Own {
		t.Fatalf("before: %+v", st)
	}
	dir := t.TempDir()
	chat := filepath.Join(dir, "chat.gguf")
	speaks := ollamatest.Chat{Engine: "llama", Context: 8192, Scripts: []ollamatest.Script{{Reply: []string{"연금은", " 노후에", " 받는", " 돈입니다."}}}}
	if err := os.WriteFile(chat, speaks.Weights().Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	imported := ask[httpapi.Accepted](t, app, "POST", "/model/imports", httpapi.ModelImport{Path: chat, Model: "speaks"})
	ended(t, app, imported.Job)
	ask[any](t, app, "PATCH", "/settings", map[string]any{"model": map[string]any{"chat": "speaks", "context": 4096}})
	if st := ask[hosting.State](t, app, "GET", "/model", nil); st.Phase != hosting.Ready || !st.Chat.There || len(st.Models) != 1 {
		t.Errorf("after the import: %+v", st)
	}
	reply, err := app.models.Generate(t.Context(), llm.Request{Model: "speaks", Messages: []llm.Message{{Role: llm.User, Text: "?<|assistant|>"}}, Options: llm.Options{Context: 4096}}, nil)
	if err != nil || !strings.HasPrefix(reply.Text, "연금은") {
		t.Errorf("%q, %v", reply.Text, err)
	}
	ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/model/examinations", nil).Job)
	exam := ask[hosting.Examination](t, app, "GET", "/model/examination", nil)
	for _, f := range exam.Findings {
		// None embeds; a file without a template of its own is asked in plain text, at
		// which this model says nothing; and how fast it is hangs on what else this
		// machine does.
		if f.Verdict != hosting.Fine && f.ID != "embedding" && f.ID != "korean" && (f.ID != "speed" || f.Verdict != hosting.Warning) {
			t.Errorf("%s: %s, %s", f.ID, f.Verdict, f.Text.EN)
		}
		if f.Text.EN == "" || f.Text.KO == "" {
			t.Errorf("%s is said in one language", f.ID)
		}
	}
	if exam.TokensPerSecond <= 0 || len(exam.Findings) != 7 {
		t.Errorf("%+v", exam)
	}
	eventually(t, "the idle host is stopped", func() bool {
		return ask[hosting.State](t, app, "GET", "/model", nil).Phase == hosting.Stopped
	})
	if _, err := os.Stat(filepath.Join(app.opts.Data, modelsName, "child.json")); !os.IsNotExist(err) {
		t.Errorf("its mark is left: %v", err)
	}
}

// TestWithoutAnyHost everything says so, in one sentence.
func TestWithoutAnyHost(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir := t.TempDir()
	app := open(t, dir, withHost())
	if st := ask[hosting.State](t, app, "GET", "/model", nil); st.Phase != hosting.Absent || st.Models == nil {
		t.Errorf("%+v", st)
	}
	if w := send(t, app, "GET", "/model/examination", nil); w.Code != http.StatusNoContent {
		t.Errorf("no examination was made: %d", w.Code)
	}
	ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/model/examinations", nil).Job)
	if exam := ask[hosting.Examination](t, app, "GET", "/model/examination", nil); len(exam.Findings) != 1 || exam.Findings[0].Verdict != hosting.Wrong {
		t.Errorf("%+v", exam)
	}
	told := ask[httpapi.ModelSuggestions](t, app, "GET", "/model/suggestions", nil)
	if len(told.Suggestions) == 0 || told.Machine.Cores == 0 || told.Machine.Disk == 0 {
		t.Errorf("%+v", told.Machine)
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	t.Setenv("OLLAMA_HOST", "127.0.0.1:1")
	if code := Main([]string{"meridiand", "model", "doctor", "--data", dir}, nil, &out, &errs); code != 1 || !strings.Contains(out.String(), "✗ ") {
		t.Errorf("%d: %s %s", code, out.String(), errs.String())
	}
	if code := Main([]string{"meridiand", "model", "status", "--data", dir}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "none") {
		t.Errorf("%d: %s %s", code, out.String(), errs.String())
	}
}
