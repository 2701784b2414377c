// Package openai speaks to any host that offers OpenAI's interface for chat
// and embeddings, such as vLLM, LiteLLM or KServe.
//
// A host is an address with a key where it wants one. What it sends is foreign:
// every line, every reply and every list is bounded, and each way of going
// wrong becomes one of the faults of package llm.
//
// Promise: a reply that Generate returns is whole: the host said why it ended,
// and that it was not for want of room. The key goes to the address and nowhere
// else: no redirect is followed, and neither it nor what was asked stands in an
// error.
package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
)

// Host is a host at an address. Its methods are safe for concurrent use.
type Host struct {
	Label    string        // tells it from others
	Base     *url.URL      // of the interface, up to and with its version: see Address
	Key      string        // sent as a bearer token; "" sends none
	Parallel int           // requests it serves at once; 0 is 1
	Quiet    time.Duration // how long it may say nothing before it counts as hanging; 0 is 2 min, in which a long prompt is read
	Client   *http.Client  // nil makes one
}

const (
	usualQuiet    = 2 * time.Minute
	longestError  = 64 << 10
	longestList   = 4 << 20  // bytes of a list of models
	longestEmbeds = 64 << 20 // bytes of an answer with vectors
	mostModels    = 10_000
)

// ErrKey is returned when a host does not take the key, or wants one.
var ErrKey = fault.New(fault.Refused, "model.key",
	fault.Text{EN: "The model host does not accept the key.", KO: "모델 서버가 키를 받아들이지 않습니다."},
	fault.Text{EN: "Enter the host's key in Settings.", KO: "설정에서 모델 서버의 키를 입력하세요."})

// Address reads what a person enters as the address of a host. A bare address
// is given the version that all of them have.
func Address(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return nil, errors.New("not an address")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil, u.RawQuery != "", u.Fragment != "":
		return nil, errors.New("not a plain http or https address")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if u.Path == "" {
		u.Path = "/v1"
	}
	return u, nil
}

// Name implements the queue's host.
func (h *Host) Name() string { return h.Label }

// Slots implements the queue's host.
func (h *Host) Slots() int { return max(1, h.Parallel) }

// NewClient is what speaks to hosts: it follows no redirect, takes no proxy for
// a host on this machine, and keeps connections open.
func NewClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// send sends a request whose answer is watched: ctx of the answer ends when the
// host says nothing for Quiet. The caller closes the body.
func (h *Host) send(ctx context.Context, method, path string, body any) (*http.Response, *watch, error) {
	w := newWatch(ctx, h.quiet())
	response, err := h.do(w.ctx, method, path, body)
	if err != nil {
		w.end()
		return nil, nil, w.explain(err, llm.ErrNotReady)
	}
	if response.StatusCode != http.StatusOK {
		defer w.end()
		defer response.Body.Close()
		return nil, nil, w.explain(refusal(response), llm.ErrNotReady)
	}
	response.Body = &watched{response.Body, w}
	return response, w, nil
}

func (h *Host) quiet() time.Duration {
	if h.Quiet > 0 {
		return h.Quiet
	}
	return usualQuiet
}

func (h *Host) do(ctx context.Context, method, path string, body any) (*http.Response, error) {
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, llm.ErrRefused.With(errors.New("the request cannot be written as JSON"))
		}
		content = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, h.Base.JoinPath(path).String(), content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if h.Key != "" {
		request.Header.Set("Authorization", "Bearer "+h.Key)
	}
	return h.Client.Do(request)
}

// errQuiet is the cause when a host says nothing for too long.
var errQuiet = errors.New("the host says nothing")

// watch ends a context when its host says nothing for a while.
type watch struct {
	outer, ctx context.Context
	cancel     context.CancelCauseFunc
	timer      *time.Timer
	quiet      time.Duration
}

func newWatch(ctx context.Context, quiet time.Duration) *watch {
	w := &watch{outer: ctx, quiet: quiet}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(quiet, func() { w.cancel(errQuiet) })
	return w
}

func (w *watch) heard() { w.timer.Reset(w.quiet) }

func (w *watch) end() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain turns an error of the connection into a fault: into the context's own
// error where whoever asked gave up.
func (w *watch) explain(err error, otherwise *fault.Error) error {
	var known *fault.Error
	switch {
	case w.outer.Err() != nil:
		return w.outer.Err()
	case errors.As(err, &known):
		return err
	case context.Cause(w.ctx) == errQuiet:
		return otherwise.With(errQuiet)
	}
	var sent *url.Error
	if errors.As(err, &sent) { // it repeats the address
		err = sent.Err
	}
	return otherwise.With(err)
}

// watched is a body that tells its watch whenever something comes.
type watched struct {
	io.ReadCloser
	watch *watch
}

func (b *watched) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.watch.heard()
	}
	return n, err
}

func (b *watched) Close() error {
	defer b.watch.end()
	return b.ReadCloser.Close()
}

// complaint is what hosts send when they refuse. OpenAI has an object with an
// object in it; others leave one out, or say it as text.
type complaint struct {
	Error   json.RawMessage `json:"error"`
	Object  string          `json:"object"` // "error" in older vLLM
	Message string          `json:"message"`
	Code    any             `json:"code"`
	Type    string          `json:"type"`
	Detail  json.RawMessage `json:"detail"` // of FastAPI
}

// said is what a complaint says of itself; ok is false when it is none.
func (c complaint) said() (code, message string, ok bool) {
	if len(c.Error) > 0 && string(c.Error) != "null" {
		var inner complaint
		var text string
		if json.Unmarshal(c.Error, &inner) == nil {
			return codeOf(inner), inner.Message, true
		}
		_ = json.Unmarshal(c.Error, &text) // else it says nothing that can be read
		return "", text, true
	}
	return codeOf(c), c.Message, c.Object == "error" || len(c.Detail) > 0
}

func codeOf(c complaint) string {
	if c.Code == nil {
		return c.Type
	}
	return fmt.Sprint(c.Code) + " " + c.Type
}

// refusal is the fault of an answer whose status is not 200.
func refusal(response *http.Response) error {
	raw, _ := io.ReadAll(io.LimitReader(response.Body, longestError)) // what came of it is enough
	var c complaint
	isJSON := json.Unmarshal(raw, &c) == nil
	code, message, _ := c.said()
	return faultOf(response.StatusCode, code, message, isJSON)
}

// faultOf maps what a host said to a fault. The message is looked at, and not
// repeated: hosts quote in it what they were asked.
func faultOf(status int, code, message string, isJSON bool) error {
	cause := fmt.Errorf("status %d", status)
	lower := strings.ToLower(code + " " + message)
	long := strings.Contains(lower, "context_length") || strings.Contains(lower, "context length") || strings.Contains(lower, "too long") || strings.Contains(lower, "maximum context")
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return ErrKey.With(cause)
	case long, status == http.StatusRequestEntityTooLarge:
		return llm.ErrTooLong.With(cause)
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return llm.ErrBusy.With(cause)
	case status == http.StatusNotFound && isJSON, strings.Contains(lower, "model_not_found"), strings.Contains(lower, "notfounderror"):
		return llm.ErrNoModel.With(cause)
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity, status == http.StatusNotImplemented:
		return llm.ErrRefused.With(cause)
	}
	return llm.ErrNotReady.With(cause)
}

// Health implements the queue's host: it lists its models.
func (h *Host) Health(ctx context.Context) error {
	_, err := h.Models(ctx)
	return err
}

// Loaded implements the queue's host. What such a host lists it also serves;
// its memory it does not tell.
func (h *Host) Loaded(ctx context.Context) (models []string, free int64, err error) {
	models, err = h.Models(ctx)
	return models, 0, err
}

// Models is what the host serves.
func (h *Host) Models(ctx context.Context) ([]string, error) {
	var list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err := h.fetch(ctx, http.MethodGet, "models", nil, longestList, &list); err != nil {
		return nil, err
	}
	if list.Data == nil {
		return nil, llm.ErrNotReady.With(errors.New("it lists no models"))
	}
	names := []string{}
	for _, m := range list.Data[:min(len(list.Data), mostModels)] {
		names = append(names, m.ID)
	}
	return names, nil
}

// fetch reads an answer that is one JSON document.
func (h *Host) fetch(ctx context.Context, method, path string, body any, longest int64, into any) error {
	response, w, err := h.send(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, longest+1))
	switch {
	case err != nil:
		return w.explain(err, llm.ErrNotReady)
	case int64(len(raw)) > longest:
		return llm.ErrNotReady.With(errors.New("the answer is too long"))
	}
	var c complaint
	if json.Unmarshal(raw, &c) == nil {
		if code, message, bad := c.said(); bad {
			return faultOf(statusIn(code), code, message, true)
		}
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return llm.ErrNotReady.With(errors.New("the answer is not what was expected"))
	}
	return nil
}

// statusIn is the status that a complaint in an answer of 200 names; 500 when
// it names none.
func statusIn(code string) int {
	var status int
	if _, err := fmt.Sscanf(code, "%d", &status); err != nil || status < 400 || status > 599 {
		return http.StatusInternalServerError
	}
	return status
}

// Embed is the vectors of texts, one each, all of the same length and finite.
func (h *Host) Embed(ctx context.Context, model string, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	var answer struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		} `json:"data"`
	}
	asked := map[string]any{"model": model, "input": texts, "encoding_format": "float"}
	if err := h.fetch(ctx, http.MethodPost, "embeddings", asked, longestEmbeds, &answer); err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(texts))
	for _, d := range answer.Data {
		if d.Index < 0 || d.Index >= len(texts) || vectors[d.Index] != nil || len(d.Embedding) == 0 {
			return nil, llm.ErrCutOff.With(errors.New("the vectors do not fit the texts"))
		}
		vectors[d.Index] = d.Embedding
	}
	for _, v := range vectors {
		if len(v) == 0 || len(v) != len(vectors[0]) || !finite(v) {
			return nil, llm.ErrCutOff.With(errors.New("a vector is missing or unlike the others"))
		}
	}
	return vectors, nil
}

func finite(v []float32) bool {
	for _, x := range v {
		if math.IsInf(float64(x), 0) || math.IsNaN(float64(x)) {
			return false
		}
	}
	return true
}

// isStream reports whether an answer is a stream of events.
func isStream(response *http.Response) bool {
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return err == nil && kind == "text/event-stream"
}
