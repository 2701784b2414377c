package ollama_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/embedding"
	"meridian/backend/hosting"
	"meridian/backend/llm"
	"meridian/backend/ollama"
	"meridian/backend/ollama/ollamatest"
)

// scripts are what the models of the tests say.
func scripts() []ollamatest.Script {
	return []ollamatest.Script{
		{Reply: []string{"Hello", " from", " the", " model."}},
		{Trigger: "[[ko]]", Reply: []string{"안녕", "하세", "요. ", "시험용 ", "모델", "입니다."}},
		// One syllable in two tokens: half of it must never be seen.
		{Trigger: "[[split]]", Reply: []string{"A\xea", "\xb0\x80B"}},
		{Trigger: "[[loop]]", Reply: []string{" tick", " tock"}, Loop: true},
		{Trigger: "[[repeat]]", Reply: []string{" again"}, Loop: true},
	}
}

// shared is one server with every model, for the tests that do not harm it.
var shared struct {
	once   sync.Once
	server *ollamatest.Server
}

// TestMain ends the shared server, which outlives the test that started it.
func TestMain(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		shared.server.Stop()
	}
	if directory != "" {
		_ = os.RemoveAll(directory)
	}
	os.Exit(code)
}

var directory string

// forAll is a testing.TB whose end is the end of all tests.
type forAll struct{ testing.TB }

func (forAll) Cleanup(func()) {}
func (f forAll) TempDir() string {
	dir, err := os.MkdirTemp("", "ollama")
	if err != nil {
		f.Fatal(err)
	}
	directory = dir
	return dir
}

func server(t *testing.T) *ollamatest.Server {
	t.Helper()
	shared.once.Do(func() {
		s := ollamatest.Start(forAll{t})
		furnish(t, s)
		shared.server = s
	})
	if shared.server == nil {
		t.Fatal("the shared server did not start")
	}
	return shared.server
}

func furnish(t *testing.T, s *ollamatest.Server) {
	for _, engine := range []string{"llama", "qwen3"} {
		s.Import(t, engine, ollamatest.Chat{Engine: engine, Scripts: scripts()}.Weights(), ollamatest.Template, nil)
	}
	s.Import(t, "thinker", ollamatest.Chat{Engine: "qwen3", Scripts: scripts()}.Weights(), ollamatest.ThinkingTemplate, nil)
	s.Import(t, "embed", ollamatest.Embedding{Words: []string{"cat", "sat", "mat", "stock", "market", "fell"}, Hangul: true}.Weights(), "", nil)
}

func host(s *ollamatest.Server) *ollama.Host {
	return &ollama.Host{URL: s.URL, Name: "test", Load: time.Minute}
}

func say(model, text string) llm.Request {
	return llm.Request{Model: model, Messages: []llm.Message{{Role: llm.User, Text: text}}, Options: llm.Options{Context: 2048, Reply: 200}}
}

func both(t *testing.T, do func(t *testing.T, model string)) {
	for _, model := range []string{"llama", "qwen3"} { // llama.cpp, and the server's own engine
		t.Run(model, func(t *testing.T) { do(t, model) })
	}
}

func TestARepliesPiecesAreTheReply(t *testing.T) {
	h := host(server(t))
	both(t, func(t *testing.T, model string) {
		for text, want := range map[string]string{
			"hello": "Hello from the model.", "[[ko]] 안녕": "안녕하세요. 시험용 모델입니다.", "[[split]]": "A가B",
		} {
			var pieces strings.Builder
			n := 0
			reply, err := h.Generate(t.Context(), say(model, text), func(p llm.Piece) error {
				n++
				pieces.WriteString(p.Text)
				return nil
			})
			if err != nil || reply.Text != want || pieces.String() != want || n == 0 {
				t.Errorf("%q: %q, %d pieces %q, %v", text, reply.Text, n, pieces.String(), err)
			}
			if u := reply.Usage; u.PromptTokens == 0 || u.ReplyTokens == 0 || reply.Host != "test" {
				t.Errorf("%q: %+v", text, reply)
			}
		}
	})
}

const schema = `{"type":"object","additionalProperties":false,"required":["title","score","tags","kind"],"properties":{
	"title":{"type":"string","maxLength":20},"score":{"type":"integer","minimum":1,"maximum":5},
	"tags":{"type":"array","items":{"type":"string","maxLength":9},"minItems":1,"maxItems":3},"kind":{"enum":["invoice","letter"]}}}`

func isOfSchema(text string) bool {
	var doc struct {
		Title, Kind string
		Score       int
		Tags        []string
	}
	return json.Unmarshal([]byte(text), &doc) == nil && doc.Title == "fixture" && doc.Score >= 1 && doc.Score <= 5 && len(doc.Tags) == 1
}

func TestASchemaIsKept(t *testing.T) {
	h := host(server(t))
	for _, model := range []string{"llama", "qwen3", "thinker"} { // a thinking model ignores a schema unless it is told not to think
		r := say(model, "x")
		r.Schema = json.RawMessage(schema)
		reply, err := h.Generate(t.Context(), r, nil)
		if err != nil || !isOfSchema(reply.Text) {
			t.Errorf("%s: %q, %v", model, reply.Text, err)
		}
	}
}

func TestProbabilitiesAreTold(t *testing.T) {
	h := host(server(t))
	both(t, func(t *testing.T, model string) {
		r := say(model, "hello")
		r.Options.TopLogprobs = 3
		var told []llm.Token
		reply, err := h.Generate(t.Context(), r, func(p llm.Piece) error { told = append(told, p.Tokens...); return nil })
		if err != nil || len(reply.Tokens) < 4 || len(told) != len(reply.Tokens) {
			t.Fatalf("%d tokens, %d told, %v", len(reply.Tokens), len(told), err)
		}
		if first := reply.Tokens[0]; first.Text != "Hello" || len(first.Top) != 3 || first.Top[0].Text != "Hello" || first.Logprob < math.Log(0.99) {
			t.Errorf("%+v", first)
		}
	})
}

// TestAReplyIsWholeOrAnError: what the host lets pass as an answer.
func TestAReplyIsWholeOrAnError(t *testing.T) {
	h := host(server(t))
	both(t, func(t *testing.T, model string) {
		short := say(model, "hello")
		short.Options.Reply = 2
		endless := say(model, "[[loop]]")
		endless.Options.Reply = 20_000
		tooLong := say(model, strings.Repeat("word ", 3000))
		cases := map[string]struct {
			ask  llm.Request
			want error
		}{
			"the host ends a repetition with nothing":  {say(model, "[[repeat]]"), llm.ErrCutOff},
			"the reply is longer than it may be":       {short, llm.ErrCutOff},
			"the prompt is longer than the context":    {tooLong, llm.ErrTooLong},
			"the reply fills the context":              {endless, llm.ErrCutOff},
			"the model is not there":                   {say("nobody", "hello"), llm.ErrNoModel},
			"the model embeds and does not speak":      {say("embed", "hello"), llm.ErrRefused},
			"a schema that is none":                    {withSchema(say(model, "x"), `{"type":"object","properties":{"a":{"$ref":"#/nowhere"}}}`), llm.ErrRefused},
			"a schema that the host's runner dies of":  {withSchema(say(model, "x"), `{"type":"string","maxLength":5000}`), nil},
			"after the runner died the next one lives": {say(model, "hello"), errNone},
		}
		for name, c := range cases {
			reply, err := h.Generate(t.Context(), c.ask, nil)
			switch {
			case c.want == errNone && err != nil, c.want == nil && err == nil:
				t.Errorf("%s: %q, %v", name, reply.Text, err)
			case c.want != nil && c.want != errNone && !errors.Is(err, c.want):
				t.Errorf("%s: %q, %v", name, reply.Text, err)
			case err != nil && reply.Text != "":
				t.Errorf("%s: half an answer came with the error", name)
			}
		}
	})
}

var errNone = errors.New("none")

func withSchema(r llm.Request, schema string) llm.Request {
	r.Schema = json.RawMessage(schema)
	return r
}

// TestCancellingIsAnErrorAndFreesTheModel: a server now and then waits for ever for
// somebody who left, about once in forty times with models as quick as these. The
// next question is answered all the same.
func TestCancellingIsAnErrorAndFreesTheModel(t *testing.T) {
	h := host(server(t))
	h.Grace = time.Second
	both(t, func(t *testing.T, model string) {
		r := say(model, "[[loop]]")
		r.Options.Reply = 20_000
		for i := range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			n := 0
			_, err := h.Generate(ctx, r, func(llm.Piece) error {
				if n++; n < 10+i {
					return nil
				}
				if i%2 == 0 { // whoever receives has had enough
					return errNone
				}
				cancel()
				return nil
			})
			cancel()
			if !errors.Is(err, context.Canceled) && !errors.Is(err, errNone) {
				t.Errorf("%v after %d pieces", err, n)
			}
			if reply, err := h.Generate(t.Context(), say(model, "hello"), nil); err != nil || reply.Text != "Hello from the model." {
				t.Errorf("the next question: %q, %v", reply.Text, err)
			}
		}
	})
}

func TestAHostThatDiesMidStream(t *testing.T) {
	s := ollamatest.Start(t)
	furnish(t, s)
	h := host(s)
	r := say("llama", "[[loop]]")
	r.Options.Reply = 20_000
	var once sync.Once
	_, err := h.Generate(t.Context(), r, func(llm.Piece) error { once.Do(func() { go s.Stop() }); return nil })
	if !errors.Is(err, llm.ErrCutOff) {
		t.Errorf("got %v", err)
	}
	s.Stop()
	if _, err := h.Generate(t.Context(), say("llama", "hello"), nil); !errors.Is(err, llm.ErrNotReady) {
		t.Errorf("a host that is gone: %v", err)
	}
}

func TestVectors(t *testing.T) {
	h := host(server(t))
	texts := []string{"cat sat mat", "the cat sat", "stock market fell", "고양이 시장", "고양이", ""}
	vectors, err := h.Embed(t.Context(), "embed", texts)
	if err != nil || len(vectors) != len(texts) {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		embedding.Unit(v)
	}
	if near, far := dot(vectors[0], vectors[1]), dot(vectors[0], vectors[2]); near < 0.4 || far > 0.3 {
		t.Errorf("near %.2f, far %.2f", near, far)
	}
	if near, far := dot(vectors[3], vectors[4]), dot(vectors[2], vectors[4]); near < 0.4 || far > 0.3 {
		t.Errorf("in Korean near %.2f, far %.2f", near, far)
	}
	if v, err := h.Embed(t.Context(), "embed", nil); v != nil || err != nil {
		t.Errorf("nothing: %v, %v", v, err)
	}
	if _, err := h.Embed(t.Context(), "embed", []string{strings.Repeat("cat ", 2000)}); !errors.Is(err, llm.ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
	if _, err := h.Embed(t.Context(), "qwen3", []string{"cat"}); err == nil {
		t.Error("a model that does not embed gave a vector")
	}
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestWhatIsThere(t *testing.T) {
	h := host(server(t))
	if v, err := h.Version(t.Context()); err != nil || v != "0.17.4" {
		t.Errorf("version %q, %v", v, err)
	}
	if err := h.Unload(t.Context(), "llama"); err != nil {
		t.Fatal(err)
	}
	if m := find(t, h, "llama:latest"); m.Loaded || m.Bytes == 0 || len(m.Digest) != 64 || m.Family != "llama" {
		t.Errorf("unloaded: %+v", m)
	}
	if err := h.Warm(t.Context(), "llama", 1024); err != nil {
		t.Fatal(err)
	}
	if m := find(t, h, "llama:latest"); !m.Loaded || m.Context != 1024 || m.Expires == nil || time.Until(*m.Expires) < time.Minute {
		t.Errorf("warm: %+v", m)
	}
	if d, err := h.Show(t.Context(), "llama"); err != nil || !d.Chat || d.Embedding || d.Thinking || d.Trained != 2048 {
		t.Errorf("llama: %+v, %v", d, err)
	}
	if d, err := h.Show(t.Context(), "thinker"); err != nil || !d.Thinking {
		t.Errorf("thinker: %+v, %v", d, err)
	}
	if d, err := h.Show(t.Context(), "embed"); err != nil || d.Chat || !d.Embedding || d.Dimensions != 128 {
		t.Errorf("embed: %+v, %v", d, err)
	}
	if _, err := h.Show(t.Context(), "nobody"); !errors.Is(err, llm.ErrNoModel) {
		t.Errorf("nobody: %v", err)
	}
}

func find(t *testing.T, h *ollama.Host, name string) hosting.Model {
	t.Helper()
	models, err := h.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("%s is not among %d models", name, len(models))
	return hosting.Model{}
}

func TestAPullGoesOnWhereItWas(t *testing.T) {
	registry := ollamatest.NewRegistry(t, server(t).Models())
	registry.BytesPerSecond = 1_500_000
	h := host(ollamatest.Start(t))
	ctx, cancel := context.WithCancel(t.Context())
	name := registry.Name("embed")
	err := h.Pull(ctx, name, func(p hosting.Progress) {
		if p.Done > 0 {
			cancel()
		}
	})
	cancel()
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	registry.BytesPerSecond = 0
	var last hosting.Progress
	if err := h.Pull(t.Context(), name, func(p hosting.Progress) {
		if p.Done < last.Done || p.Total < last.Total || p.Done > p.Total {
			t.Errorf("progress goes from %+v to %+v", last, p)
		}
		last = p
	}); err != nil {
		t.Fatal(err)
	}
	if last.Total < 6_000_000 || last.Done != last.Total {
		t.Errorf("the end was %+v", last)
	}
	if _, err := h.Embed(t.Context(), name, []string{"cat"}); err != nil {
		t.Errorf("what was pulled does not work: %v", err)
	}
	if err := h.Pull(t.Context(), registry.Name("nobody"), func(hosting.Progress) {}); !errors.Is(err, hosting.ErrUnknownModel) {
		t.Errorf("a model that the registry does not have: %v", err)
	}
	if err := h.Pull(t.Context(), "http://127.0.0.1:1/library/x:latest", func(hosting.Progress) {}); !errors.Is(err, hosting.ErrOffline) {
		t.Errorf("a registry that is not there: %v", err)
	}
	if err := h.Pull(t.Context(), "../x", func(hosting.Progress) {}); !errors.Is(err, hosting.ErrBadName) {
		t.Errorf("a name that is none: %v", err)
	}
}

func TestImport(t *testing.T) {
	h := host(server(t))
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.gguf"), filepath.Join(dir, "bad.gguf")
	weights := ollamatest.Chat{Engine: "llama", Context: 1024, Scripts: scripts()}.Weights().Bytes()
	if err := errors.Join(os.WriteFile(good, weights, 0o600), os.WriteFile(bad, append([]byte("GGUF"), bytes.Repeat([]byte{7}, 5000)...), 0o600),
		os.WriteFile(filepath.Join(dir, "text.gguf"), []byte("hello"), 0o600)); err != nil {
		t.Fatal(err)
	}
	phases := map[string]int64{}
	told := func(p hosting.Progress) { phases[p.Phase] = p.Done }
	for range 2 { // the second finds the file there
		if err := h.Import(t.Context(), good, "mine", told); err != nil {
			t.Fatal(err)
		}
	}
	if n := int64(len(weights)); phases[hosting.Verifying] != n || phases[hosting.Sending] != n {
		t.Errorf("progress %v of %d", phases, n)
	}
	if d, err := h.Show(t.Context(), "mine"); err != nil || d.Trained != 1024 {
		t.Errorf("%+v, %v", d, err)
	}
	for name, path := range map[string]string{"broken": bad, "no weights": filepath.Join(dir, "text.gguf"), "absent": filepath.Join(dir, "none"), "a directory": dir} {
		if err := h.Import(t.Context(), path, "other", told); !errors.Is(err, hosting.ErrNotWeights) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Import(t.Context(), good, "a b", told); !errors.Is(err, hosting.ErrBadName) {
		t.Errorf("a bad name: %v", err)
	}
}
