package openai

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
)

// served is a host that speaks the protocol over TCP. Its models are scripts:
// what a model's name stands for in models is what it does.
func served(t *testing.T, key string) (*Host, *[]string) {
	t.Helper()
	var mu sync.Mutex // a host that broke off may still be answering
	var asked []string
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"object":"list","data":[{"id":"words","object":"model"},{"id":"vectors","object":"model"}]}`)
	})
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		mu.Lock()
		asked = append(asked, string(raw))
		mu.Unlock()
		var c struct{ Model string }
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Errorf("not JSON: %s", raw)
		}
		if do := models[c.Model]; do != nil {
			do(w, r)
			return
		}
		refuse(w, http.StatusNotFound, `{"error":{"message":"The model does not exist.","type":"NotFoundError","param":null,"code":404}}`)
	})
	mux.HandleFunc("POST /v1/embeddings", func(w http.ResponseWriter, r *http.Request) {
		var c struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
			t.Error(err)
		}
		if said, scripted := embeds[c.Model]; scripted {
			fmt.Fprint(w, said)
			return
		}
		var data []string
		for i := range c.Input { // the last first: whoever reads goes by the index
			data = append([]string{fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[%d.5,-0.25]}`, i, len(c.Input[i]))}, data...)
		}
		fmt.Fprintf(w, `{"object":"list","data":[%s],"model":"vectors","usage":{"prompt_tokens":3,"total_tokens":3}}`, strings.Join(data, ","))
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if key != "" && r.Header.Get("Authorization") != "Bearer "+key {
			refuse(w, http.StatusUnauthorized, `{"error":"Unauthorized"}`)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	base, err := Address(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &Host{Label: "served", Base: base, Key: key, Parallel: 2, Quiet: 5 * time.Second, Client: NewClient()}, &asked
}

func refuse(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// stream sends text as it is, in the parts given, each at once.
func stream(parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		for _, p := range parts {
			fmt.Fprint(w, p)
			_ = http.NewResponseController(w).Flush()
		}
	}
}

func say(text string) string {
	raw, _ := json.Marshal(text)
	return fmt.Sprintf("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s},\"finish_reason\":null}]}\n\n", raw)
}

const (
	stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
	used = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}\n\n"
	done = "data: [DONE]\n\n"
)

// hang says nothing more until the other side goes.
func hang(before ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(before) > 0 {
			stream(before...)(w, r)
		}
		<-r.Context().Done()
	}
}

// cut breaks the connection in the middle of an event.
func cut(w http.ResponseWriter, r *http.Request) {
	stream(say("half of"), "data: {\"choi")(w, r)
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, not an end
		}
		conn.Close()
	}
}

var models = map[string]http.HandlerFunc{
	"words":      stream(": comment\n\n", say("두 "), say("단어"), stop, used, done),
	"split":      stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r", "\n\r\n", "data:{\"choices\":[{\"delta\":\r\ndata: {\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\r\n\r\n"),
	"without":    stream(say("no done"), stop),
	"logprobs":   stream("data: {\"choices\":[{\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\",\"logprobs\":{\"content\":[{\"token\":\"yes\",\"logprob\":-0.1,\"top_logprobs\":[{\"token\":\"yes\",\"logprob\":-0.1},{\"token\":\"no\",\"logprob\":-2.5}]}]}}]}\n\n", done),
	"hang":       hang(),
	"hang late":  hang(say("begun")),
	"cut":        cut,
	"ends":       stream(say("begun")),
	"done only":  stream(say("begun"), done),
	"length":     stream(say("begun"), "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n", done),
	"filtered":   stream("data: {\"choices\":[{\"delta\":{\"refusal\":\"I won't\"},\"finish_reason\":\"stop\"}]}\n\n", done),
	"garbage":    stream(say("begun"), "data: {not json}\n\n"),
	"error 200":  stream("data: {\"error\":{\"message\":\"out of memory at: what is my balance\",\"type\":\"server_error\",\"code\":500}}\n\n", done),
	"error text": stream(say("x"), "data: {\"error\":\"overloaded\"}\n\n"),
	"old vllm": func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400}`)
	},
	"too long": func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusBadRequest, `{"error":{"message":"too many","type":"invalid_request_error","code":"context_length_exceeded"}}`)
	},
	"bad request": func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusBadRequest, `{"detail":[{"msg":"schema"}]}`)
	},
	"busy": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3")
		refuse(w, http.StatusTooManyRequests, "")
	},
	"overloaded":  func(w http.ResponseWriter, r *http.Request) { refuse(w, http.StatusServiceUnavailable, "<html>") },
	"broken":      func(w http.ResponseWriter, r *http.Request) { refuse(w, http.StatusInternalServerError, "") },
	"no such way": func(w http.ResponseWriter, r *http.Request) { refuse(w, http.StatusNotFound, "<html>404</html>") },
	"page": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><body>Sign in</body></html>")
	},
	"elsewhere": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:1/steal", http.StatusTemporaryRedirect)
	},
	"long line":  stream("data: " + strings.Repeat("x", 1<<20) + "\n\n"),
	"long event": stream(strings.Repeat("data: "+strings.Repeat("x", 1000)+"\n", 1000) + "\n"),
	"no end": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		text := say(strings.Repeat("again ", 20000))
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, text); err != nil {
				return
			}
		}
	},
}

func ask(t *testing.T, h *Host, model string) (llm.Reply, string, error) {
	t.Helper()
	var seen strings.Builder
	reply, err := h.Generate(t.Context(), llm.Request{Model: model, Messages: []llm.Message{{Role: llm.User, Text: "what is my balance"}}}, func(p llm.Piece) error {
		seen.WriteString(p.Text)
		return nil
	})
	return reply, seen.String(), err
}

func TestAReplyIsRead(t *testing.T) {
	h, asked := served(t, "k-123")
	schema := json.RawMessage(`{"type":"object","properties":{"a":{"enum":["x"]}}}`)
	r := llm.Request{Model: "words", Messages: []llm.Message{{Role: llm.System, Text: "short"}, {Role: llm.User, Text: "안녕"}}, Schema: schema,
		Options: llm.Options{Temperature: 0, Seed: 7, Reply: 40, TopLogprobs: 3}}
	var pieces []llm.Piece
	reply, err := h.Generate(t.Context(), r, func(p llm.Piece) error { pieces = append(pieces, p); return nil })
	if err != nil || reply.Text != "두 단어" || len(pieces) != 2 {
		t.Fatalf("reply %+v in %d pieces (%v)", reply, len(pieces), err)
	}
	if u := reply.Usage; u.PromptTokens != 7 || u.ReplyTokens != 2 || u.Prompt <= 0 || u.Reply < 0 {
		t.Errorf("usage %+v", u)
	}
	want := `{"model":"words","messages":[{"role":"system","content":"short"},{"role":"user","content":"안녕"}],"stream":true,` +
		`"stream_options":{"include_usage":true},"temperature":0,"seed":7,"max_tokens":40,` +
		`"response_format":{"json_schema":{"name":"answer","schema":{"type":"object","properties":{"a":{"enum":["x"]}}},"strict":true},"type":"json_schema"},` +
		`"logprobs":true,"top_logprobs":3}`
	if (*asked)[0] != want {
		t.Errorf("asked %s\nwant  %s", (*asked)[0], want)
	}
	for model, want := range map[string]string{"split": "ab", "without": "no done"} {
		if reply, seen, err := ask(t, h, model); err != nil || reply.Text != want || seen != want {
			t.Errorf("%s: %q, seen %q (%v)", model, reply.Text, seen, err)
		}
	}
	reply, _, err = ask(t, h, "logprobs")
	if err != nil || fmt.Sprint(reply.Tokens) != "[{{yes -0.1} [{yes -0.1} {no -2.5}]}]" {
		t.Errorf("tokens %v (%v)", reply.Tokens, err)
	}
}

func TestEveryWayOfGoingWrong(t *testing.T) {
	h, _ := served(t, "")
	// Only what hangs is waited for; the others have all the time that a busy machine takes.
	silence := map[string]time.Duration{"hang": 200 * time.Millisecond, "hang late": 3 * time.Second}
	for model, want := range map[string]error{
		"hang": llm.ErrNotReady, "hang late": llm.ErrCutOff, "cut": llm.ErrCutOff, "ends": llm.ErrCutOff, "done only": llm.ErrCutOff,
		"length": llm.ErrCutOff, "filtered": llm.ErrRefused, "garbage": llm.ErrCutOff, "error 200": llm.ErrNotReady, "error text": llm.ErrNotReady,
		"old vllm": llm.ErrTooLong, "too long": llm.ErrTooLong, "bad request": llm.ErrRefused, "busy": llm.ErrBusy, "overloaded": llm.ErrBusy,
		"broken": llm.ErrNotReady, "no such way": llm.ErrNotReady, "page": llm.ErrNotReady, "elsewhere": llm.ErrNotReady,
		"long line": llm.ErrCutOff, "long event": llm.ErrCutOff, "no end": llm.ErrCutOff, "unknown": llm.ErrNoModel,
	} {
		t.Run(model, func(t *testing.T) {
			h.Quiet = cmp.Or(silence[model], time.Minute)
			reply, _, err := ask(t, h, model)
			if !errors.Is(err, want) || reply.Text != "" {
				t.Errorf("%v, want %v", err, want)
			}
			if long := errors.As(err, new(llm.Truncated)); long != (model == "length") {
				t.Errorf("it reached its length: %t", long)
			}
			if err != nil && strings.Contains(err.Error(), "balance") {
				t.Errorf("the error repeats what was asked: %v", err)
			}
		})
	}
}

func TestKeysStayWhereTheyBelong(t *testing.T) {
	h, _ := served(t, "k-123")
	h.Key = "k-wrong"
	if _, _, err := ask(t, h, "words"); !errors.Is(err, ErrKey) || fault.Of(err) != fault.Refused || strings.Contains(err.Error(), "k-wrong") {
		t.Errorf("a wrong key gives %v", err)
	}
	if err := h.Health(t.Context()); !errors.Is(err, ErrKey) {
		t.Errorf("health: %v", err)
	}
	away, _ := Address("http://127.0.0.1:1")
	h.Base = away
	if _, _, err := ask(t, h, "words"); !errors.Is(err, llm.ErrNotReady) || strings.Contains(err.Error(), "k-") {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestCancellingEndsTheRequest(t *testing.T) {
	h, _ := served(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := h.Generate(ctx, llm.Request{Model: "hang late"}, func(llm.Piece) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	enough := errors.New("enough")
	if _, err := h.Generate(t.Context(), llm.Request{Model: "no end"}, func(llm.Piece) error { return enough }); err != enough {
		t.Errorf("whoever reads had enough: %v", err)
	}
}

// embeds are answers with vectors that do not fit, by model.
var embeds = map[string]string{
	"too few":   `{"data":[{"index":0,"embedding":[1]}]}`,
	"twice":     `{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`,
	"outside":   `{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}`,
	"uneven":    `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}`,
	"empty":     `{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`,
	"error":     `{"error":{"message":"x","code":429}}`,
	"not JSON":  `<html>`,
	"too large": `{"data":[{"index":0,"embedding":[1e99]},{"index":1,"embedding":[1]}]}`,
}

func TestVectors(t *testing.T) {
	h, _ := served(t, "")
	got, err := h.Embed(t.Context(), "vectors", []string{"a", "bcd"})
	if err != nil || fmt.Sprint(got) != "[[1.5 -0.25] [3.5 -0.25]]" {
		t.Errorf("vectors %v (%v)", got, err)
	}
	if got, err := h.Embed(t.Context(), "vectors", nil); err != nil || len(got) != 0 {
		t.Errorf("no texts: %v (%v)", got, err)
	}
	for model := range embeds {
		if got, err := h.Embed(t.Context(), model, []string{"a", "b"}); fault.Of(err) != fault.Unavailable || got != nil {
			t.Errorf("%s: %v (%v)", model, got, err)
		}
	}
	if !finite([]float32{1, -2}) || finite([]float32{float32(math.Inf(1))}) || finite([]float32{float32(math.NaN())}) {
		t.Error("finite")
	}
}

func TestModels(t *testing.T) {
	h, _ := served(t, "")
	models, free, err := h.Loaded(t.Context())
	if err != nil || fmt.Sprint(models) != "[words vectors]" || free != 0 {
		t.Errorf("models %v, %d free (%v)", models, free, err)
	}
	if h.Name() != "served" || h.Slots() != 2 || (&Host{}).Slots() != 1 {
		t.Error("name or slots")
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"http://127.0.0.1:8000": "http://127.0.0.1:8000/v1", " https://h.example/openai/v1/ ": "https://h.example/openai/v1",
		"ftp://h": "", "h:8000": "", "": "", "http://user:secret@h": "", "http://h?x": "", "http://": "", "http://h/%zz": "",
	} {
		u, err := Address(text)
		if want == "" && err == nil || want != "" && (err != nil || u.String() != want) {
			t.Errorf("%q is %v (%v), want %q", text, u, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error repeats a secret: %v", err)
		}
	}
}

// FuzzStream feeds streams that no server would send. Nothing panics, a reply
// that counts as whole has a reason, and how the bytes come does not matter.
func FuzzStream(f *testing.F) {
	f.Add([]byte(say("안녕") + stop + used + done))
	f.Add([]byte("data: {\"error\":{\"code\":500}}\n\n"))
	f.Add([]byte("data: {\"choices\":[{}]}\r\rdata\r\n:\n\ndata: [DONE]\n\n"))
	f.Add([]byte("data: null\n\ndata: {\"choices\":[{\"logprobs\":{\"content\":[{}]}}]}\n\n"))
	for _, raw := range []string{
		"", "data: [DONE]\n\n", "data:\n\n", "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"", say("hi"), say("hi") + done, say("hi") + stop, say("hi") + "data: {\"error\":\"model runner has unexpectedly stopped\"}\n\n",
		say("hi") + "data: {\"choices\":[{\"finish_reason\":\"length\"}]}\n\n", "event: error\ndata: {\"error\":{\"message\":\"x\",\"code\":503}}\n\n", "data: {\"object\":\"error\",\"message\":\"x\",\"code\":\"y\"}\n\n",
		"data: {\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}\n\n", "data: {\"choices\":null,\"usage\":{\"prompt_tokens\":-1}}\n\n", "<html>", "data: 7\n\n", "\xef\xbb\xbfdata: {}\n\n", "data: \"\\ud800\\u0000\\u202e\"\n\n",
		say(strings.Repeat("loop ", 1000)) + stop, "data: " + strings.Repeat("x", longestLine+1) + "\n\n", strings.Repeat("data: x\n", 1000) + "\n", say(strings.Repeat("a", 100_000)) + say(strings.Repeat("한", 30_000)) + stop + done,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		play := func(from io.Reader) string {
			g := &reading{began: time.Now(), piece: func(llm.Piece) error { return nil }}
			err := events(from, g.event)
			reply, end := g.end()
			if end == nil && g.finish != "stop" {
				t.Fatalf("a reply that ended with %q counts as whole", g.finish)
			}
			return fmt.Sprint(reply.Text, len(reply.Tokens), fault.Of(err), fault.Of(end))
		}
		at, byte1 := play(bytes.NewReader(raw)), play(iotest.OneByteReader(bytes.NewReader(raw)))
		if at != byte1 {
			t.Errorf("at once %q, byte by byte %q", at, byte1)
		}
	})
}
