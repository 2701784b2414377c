package ollama_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/hosting"
	"meridian/backend/llm"
	"meridian/backend/ollama"
)

// says is a host that gives one answer to everything: what a real one does only
// when it is broken in a way of its own.
func says(t testing.TB, status int, body string) *ollama.Host {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return &ollama.Host{URL: s.URL}
}

func TestBrokenHosts(t *testing.T) {
	const ended = `{"message":{"content":"hi"},"done":true,"done_reason":"stop"}`
	cases := map[string]struct {
		status int
		body   string
		want   error
	}{
		"a success that tells of an error":  {200, `{"message":{"content":"hi"}}` + "\n" + `{"error":"model runner has unexpectedly stopped"}`, llm.ErrCutOff},
		"a success with no end":             {200, `{"message":{"content":"hi"}}`, llm.ErrCutOff},
		"a success with nothing":            {200, "", llm.ErrCutOff},
		"a web page":                        {200, "<html>hello</html>", llm.ErrCutOff},
		"a line without an end":             {200, `{"message":{"content":"` + strings.Repeat("x", 5<<20), llm.ErrCutOff},
		"a reply without an end":            {200, strings.Repeat(`{"message":{"content":"`+strings.Repeat("x", 1<<20)+`"}}`+"\n", 9), llm.ErrCutOff},
		"too many wait":                     {503, `{"error":"server busy, please try again.  maximum pending requests exceeded"}`, llm.ErrBusy},
		"no memory for the model":           {500, `{"error":"model requires more system memory (8.0 GiB) than is available (1.0 GiB)"}`, hosting.ErrMemory},
		"a gateway before a host":           {502, "bad gateway", llm.ErrNotReady},
		"sent elsewhere":                    {302, "", llm.ErrRefused},
		"a failure without words":           {500, "", llm.ErrRefused},
		"an error after the end is unheard": {200, ended + "\n" + `{"error":"x"}`, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			reply, err := says(t, c.status, c.body).Generate(t.Context(), say("m", "x"), nil)
			if !errors.Is(err, c.want) || err != nil && reply.Text != "" {
				t.Errorf("%d bytes, %v", len(reply.Text), err)
			}
		})
	}
}

// TestASilentHostIsCutOff before it answers, and within an answer.
func TestASilentHostIsCutOff(t *testing.T) {
	for name, first := range map[string]string{"from the start": "", "within a reply": `{"message":{"content":"hi"}}` + "\n"} {
		t.Run(name, func(t *testing.T) {
			release := make(chan struct{})
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if first != "" {
					_, _ = io.WriteString(w, first)
					w.(http.Flusher).Flush()
				}
				<-release
			}))
			defer s.Close()
			defer close(release)
			h := &ollama.Host{URL: s.URL, Load: 100 * time.Millisecond, Stall: 50 * time.Millisecond}
			if _, err := h.Generate(t.Context(), say("m", "x"), nil); !errors.Is(err, llm.ErrCutOff) {
				t.Errorf("got %v", err)
			}
			if first == "" {
				if _, err := h.Embed(t.Context(), "m", []string{"x"}); !errors.Is(err, llm.ErrCutOff) {
					t.Errorf("vectors: %v", err)
				}
			}
		})
	}
}

// TestAHostThatHangsAfterACancelIsFoundOut soon where its model is loaded, and given
// all the time of loading where it is not.
func TestAHostThatHangsAfterACancelIsFoundOut(t *testing.T) {
	var hangs, loaded atomic.Bool
	loaded.Store(true)
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/api/ps":
			models := ""
			if loaded.Load() {
				models = `{"name":"m:latest"}`
			}
			_, _ = io.WriteString(w, `{"models":[`+models+`]}`)
		case r.URL.Path == "/api/generate": // taking a model out of memory does not help here
			w.WriteHeader(http.StatusInternalServerError)
		case hangs.Load():
			<-release
		default:
			_, _ = io.WriteString(w, `{"message":{"content":"hi"}}`+"\n")
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-release:
			}
		}
	}))
	defer s.Close()
	defer close(release)
	h := &ollama.Host{URL: s.URL, Load: time.Minute, Grace: 100 * time.Millisecond}
	leave := func() {
		ctx, cancel := context.WithCancel(t.Context())
		hangs.Store(false)
		if _, err := h.Generate(ctx, say("m", "x"), func(llm.Piece) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("left: %v", err)
		}
		hangs.Store(true)
	}
	silent := func(do func() error) time.Duration {
		began := time.Now()
		if err := do(); !errors.Is(err, hosting.ErrSilent) {
			t.Errorf("got %v", err)
		}
		return time.Since(began)
	}
	generate := func() error { _, err := h.Generate(t.Context(), say("m", "x"), nil); return err }
	leave()
	if took := silent(generate); took > 30*time.Second {
		t.Errorf("a loaded model that hangs was given %s", took)
	}
	leave()
	if took := silent(func() error { _, err := h.Embed(t.Context(), "m", []string{"x"}); return err }); took > 30*time.Second {
		t.Errorf("vectors of one were waited for %s", took)
	}
	leave()
	loaded.Store(false)
	h.Load = time.Second
	if took := silent(generate); took < 900*time.Millisecond {
		t.Errorf("a model that has to be loaded was given %s", took)
	}
}

// TestAModelThatHangsIsFreed: by taking it out of memory, whoever runs the host.
// Whoever asked notices nothing but the clock, and half a reply is never asked again.
func TestAModelThatHangsIsFreed(t *testing.T) {
	var hangs, ending atomic.Bool // a model that is taken out is still there for a moment
	var freed atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			KeepAlive string `json:"keep_alive"`
		}
		raw, _ := io.ReadAll(r.Body) // a server that has read a request sees who leaves
		_ = json.Unmarshal(raw, &body)
		switch {
		case r.URL.Path == "/api/ps" && ending.Swap(false):
			hangs.Store(false)
			_, _ = io.WriteString(w, `{"models":[{"name":"m:latest"}]}`)
		case r.URL.Path == "/api/ps":
			there := ""
			if hangs.Load() {
				there = `{"name":"m:latest"}`
			}
			_, _ = io.WriteString(w, `{"models":[`+there+`]}`)
		case body.KeepAlive == "0s":
			ending.Store(true)
			freed.Add(1)
			_, _ = io.WriteString(w, `{"done":true}`)
		case hangs.Load():
			<-r.Context().Done()
		case r.URL.Path == "/api/embed":
			_, _ = io.WriteString(w, `{"embeddings":[[1,2]]}`)
		case bytes.Contains(raw, []byte("half")):
			_, _ = io.WriteString(w, `{"message":{"content":"hi"}}`+"\n")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		default:
			_, _ = io.WriteString(w, `{"message":{"content":"hi"},"done":true,"done_reason":"stop"}`)
		}
	}))
	defer s.Close()
	h := &ollama.Host{URL: s.URL, Load: time.Minute, Grace: 200 * time.Millisecond, Stall: 200 * time.Millisecond}
	leave := func() {
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := h.Generate(ctx, say("m", "half"), func(llm.Piece) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("left: %v", err)
		}
		hangs.Store(true)
	}
	leave()
	if reply, err := h.Generate(t.Context(), say("m", "x"), nil); err != nil || reply.Text != "hi" || freed.Load() != 1 {
		t.Errorf("%q, %v, freed %d times", reply.Text, err, freed.Load())
	}
	leave()
	if vectors, err := h.Embed(t.Context(), "m", []string{"x"}); err != nil || len(vectors) != 1 || freed.Load() != 2 {
		t.Errorf("%v, %v, freed %d times", vectors, err, freed.Load())
	}
	if _, err := h.Generate(t.Context(), say("m", "half"), nil); !errors.Is(err, hosting.ErrSilent) || freed.Load() != 2 {
		t.Errorf("half a reply: %v, freed %d times", err, freed.Load())
	}
}

// TestASchemaIgnoredByChat: newer servers do this for some models. Completing
// keeps to it, nothing of the first attempt is seen, and the next question goes
// the right way at once.
func TestASchemaIgnoredByChat(t *testing.T) {
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/ps" { // whether the model that was left is there
			_, _ = io.WriteString(w, `{"models":[]}`)
			return
		}
		asked = append(asked, r.URL.Path)
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		if r.URL.Path == "/api/chat" {
			_, _ = io.WriteString(w, `{"message":{"content":"  "}}`+"\n"+`{"message":{"content":"Sure! {"}}`+"\n")
			return
		}
		if body["system"] != "be brief" || body["prompt"] != "one\n\nAssistant: two\n\nthree" || body["think"] != false {
			t.Errorf("asked %v", body)
		}
		_, _ = io.WriteString(w, `{"response":"{\"a\""}`+"\n"+`{"response":":1}","done":true,"done_reason":"stop"}`)
	}))
	defer s.Close()
	h := &ollama.Host{URL: s.URL}
	r := llm.Request{Model: "m", Schema: json.RawMessage(`{"type":"object"}`), Messages: []llm.Message{
		{Role: llm.System, Text: "be brief"}, {Role: llm.User, Text: "one"}, {Role: llm.Assistant, Text: "two"}, {Role: llm.User, Text: "three"}}}
	for range 2 {
		var seen strings.Builder
		reply, err := h.Generate(t.Context(), r, func(p llm.Piece) error { seen.WriteString(p.Text); return nil })
		if err != nil || reply.Text != `{"a":1}` || seen.String() != reply.Text {
			t.Errorf("%q, seen %q, %v", reply.Text, seen.String(), err)
		}
	}
	if got := fmt.Sprint(asked); got != "[/api/chat /api/generate /api/generate]" {
		t.Errorf("asked %s", got)
	}
}

// TestEverythingIsSaid: what a host would take for granted changes with its version.
func TestEverythingIsSaid(t *testing.T) {
	var body map[string]any
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&body)
		_, _ = io.WriteString(w, `{"done":true,"done_reason":"stop"}`)
	}))
	defer s.Close()
	if _, err := (&ollama.Host{URL: s.URL}).Generate(t.Context(), say("m", "x"), nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"think", "truncate", "shift", "keep_alive", "stream"} {
		if _, there := body[name]; !there {
			t.Errorf("%s is not said", name)
		}
	}
	options, _ := body["options"].(map[string]any)
	for _, name := range []string{"temperature", "seed", "num_ctx", "num_predict", "top_k", "top_p", "min_p", "typical_p", "repeat_last_n", "repeat_penalty", "presence_penalty", "frequency_penalty"} {
		if _, there := options[name]; !there {
			t.Errorf("option %s is not said", name)
		}
	}
}

func TestVectorsThatCannotBeCompared(t *testing.T) {
	for name, body := range map[string]string{
		"too few": `{"embeddings":[[1,2]]}`, "of two lengths": `{"embeddings":[[1,2],[1]]}`,
		"empty": `{"embeddings":[[],[]]}`, "too large": `{"embeddings":[[1e60],[1]]}`, "none": `{}`, "no JSON": `[`,
	} {
		if v, err := says(t, 200, body).Embed(t.Context(), "m", []string{"a", "b"}); err == nil {
			t.Errorf("%s: %v", name, v)
		}
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"127.0.0.1:11434": "http://127.0.0.1:11434", " http://host/ ": "http://host", "https://host:1": "https://host:1",
		"": "", "ftp://host": "", "http://user@host": "", "http://host/path": "", "http://host?x": "", "http://": "", "::": "",
	} {
		if got, err := ollama.Address(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

// FuzzAnswers: whatever a host sends is a whole reply or a fault, and soon.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"message":{"content":"{\"a\":1}"},"done":true,"done_reason":"stop"}`))
	f.Add([]byte(`{"response":"x","logprobs":[{"token":"x","top_logprobs":[{}]}]}` + "\n" + `{"error":"x"}`))
	f.Add([]byte(`{"embeddings":[[0.5]],"models":[{"name":"m","expires_at":"2319-01-01T00:00:00Z"}],"version":"1"}`))
	f.Add([]byte(`{"status":"pulling","digest":"d","total":-5,"completed":9}` + "\n" + `{"status":"success"}`))
	f.Add([]byte(`{"capabilities":["completion"],"model_info":{"general.architecture":"x","x.context_length":"y"}}`))
	for _, raw := range []string{
		"", "null", "[]", "7", "<html>", `{"error":""}`, `{"error":{"message":"x"}}`, `{"error":"model runner has unexpectedly stopped"}`, `{"message":null,"done":true}`, `{"message":{"content":"{"}}`,
		`{"message":{"content":"{\"a\":1}"},"done":true,"done_reason":"length"}`, `{"message":{"content":"{\"a\":1}"},"done":true,"done_reason":"load"}`, `{"message":{"content":"{\"a\":1}"}}` + "\n" + `{"error":"unexpected EOF"}`,
		`{"message":{"content":"\ud800\u0000\u202e"}}` + "\r\n\r\n" + `{"done":true}`, `{"eval_count":-1,"eval_duration":1e300}`, `{"logprobs":[{"token":"A","logprob":-1e999}]}`, "{\"message\":{\"content\":\"\xff\"}}",
		strings.Repeat(`{"message":{"content":" "}}`+"\n", 40), `{"message":{"content":"` + strings.Repeat("loop ", 200_000) + `"},"done":true}`, strings.Repeat("[", 100_000),
		`{"embeddings":[[1e39]]}`, `{"embeddings":[[null]]}`, `{"embeddings":[]}`, `{"models":[{"size":-1,"name":""}]}`, `{"status":"pulling","total":9223372036854775807,"completed":9223372036854775807}`,
	} {
		f.Add([]byte(raw))
	}
	var body []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write(body)
	}))
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, raw []byte) {
		body = raw
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		h := &ollama.Host{URL: s.URL}
		r := say("m", "x")
		r.Schema = json.RawMessage(`{"type":"object"}`)
		reply, err := h.Generate(ctx, r, nil)
		if err == nil && !json.Valid([]byte(reply.Text)) {
			t.Errorf("%q is no reply of the schema", reply.Text)
		}
		check := func(err error) {
			if err != nil && (fault.Of(err) == fault.Internal || ctx.Err() != nil) {
				t.Errorf("an error that is no fault: %v", err)
			}
		}
		check(err)
		_, err = h.Embed(ctx, "m", []string{"x"})
		check(err)
		_, err = h.Models(ctx)
		check(err)
		_, err = h.Show(ctx, "m")
		check(err)
		check(h.Pull(ctx, "m", func(p hosting.Progress) {
			if p.Done < 0 || p.Total < 0 || p.Done > p.Total {
				t.Errorf("progress %+v", p)
			}
		}))
	})
}
