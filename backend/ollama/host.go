package ollama

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"meridian/backend/hosting"
	"meridian/backend/llm"
)

// Host is one server. Its fields are set once; any number of requests may be
// made at a time.
type Host struct {
	URL   string        // such as http://127.0.0.1:11434
	Name  string        // by which replies name it
	Idle  time.Duration // how long a model stays loaded after its last use; 0 means 5 minutes
	Load  time.Duration // longest silence before a reply begins, loading a model included; 0 means 5 minutes
	Stall time.Duration // longest silence within one; 0 means 30 s
	Grace time.Duration // longest silence of a loaded model that was left before it had ended; 0 means 20 s, and more for a long prompt

	Client *http.Client // speaks to it; nil is NewClient

	mu      sync.Mutex
	ignores map[string]bool // models whose chat does not keep to a schema
	left    map[string]bool // models whose last reply did not come to its end
}

var _ hosting.Host = (*Host)(nil)

// What one answer may take.
const (
	maxLine   = 4 << 20  // bytes of a line of a stream
	maxAnswer = 16 << 20 // bytes of an answer that is read whole
	maxReply  = 8 << 20  // bytes of a reply's text
	maxError  = 64 << 10
)

const (
	usualIdle  = 5 * time.Minute
	usualLoad  = 5 * time.Minute
	usualStall = 30 * time.Second
	usualGrace = 20 * time.Second
	slowest    = 20              // tokens of a prompt that are read in a second at least
	shortTime  = 5 * time.Second // for what a host knows without a model
)

// NewClient speaks to hosts. It never goes through a proxy: a host is on this
// machine, or somebody gave its address. It follows no redirects: a host that
// sends elsewhere is not one.
func NewClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 3 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: 5 * time.Second,
			MaxIdleConnsPerHost: 8,
			IdleConnTimeout:     time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// plain is for hosts that were given no client.
var plain = NewClient()

// Address is the canonical form of a host's address, or ErrBadAddress.
func Address(text string) (string, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "/")
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "" {
		return "", hosting.ErrBadAddress
	}
	return u.Scheme + "://" + u.Host, nil
}

func orDuration(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// keepAlive is how long a model stays loaded, as the host reads it.
func (h *Host) keepAlive() string { return orDuration(h.Idle, usualIdle).String() }

// send makes a request. The caller closes the answer's body.
func (h *Host) send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, h.URL+path, body)
	if err != nil {
		return nil, hosting.ErrBadAddress.With(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := cmp.Or(h.Client, plain).Do(req)
	if err != nil {
		return nil, unsent(ctx, err)
	}
	if resp.StatusCode >= 300 {
		defer resp.Body.Close()
		said, _ := io.ReadAll(io.LimitReader(resp.Body, maxError))
		return nil, refusal(resp.StatusCode, said)
	}
	return resp, nil
}

// unsent is the fault of a request that got no answer.
func unsent(ctx context.Context, err error) error {
	if why := context.Cause(ctx); why != nil {
		return why
	}
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return llm.ErrCutOff.With(err)
	}
	return llm.ErrNotReady.With(err)
}

// call sends a request and reads the whole answer.
func (h *Host) call(ctx context.Context, method, path string, in, out any, limit int64) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(raw)
	}
	resp, err := h.send(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return unsent(ctx, err)
	}
	if int64(len(raw)) > limit {
		return llm.ErrRefused.With(errors.New("the answer has no end"))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return llm.ErrNotReady.With(fmt.Errorf("the answer of %s is no JSON of the kind: %w", path, err))
	}
	return nil
}

// soon bounds what a host knows without a model.
func soon(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, shortTime, llm.ErrNotReady.With(errors.New("no answer in time")))
}

// leave remembers whether a model's reply was left before its end. A server that
// writes to somebody who is gone just then waits for ever, and with it whoever
// asks that model next (github.com/ollama/ollama/issues/17131).
func (h *Host) leave(model string, left bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.left == nil {
		h.left = map[string]bool{}
	}
	h.left[model] = left
}

// patiently asks a model, giving it as long as loading may take to say something,
// or shortly where it is loaded and may hang. One that does hang is taken out of
// memory, which frees it, and asked once more, unless something has come of it.
// tokens is about how long the prompt is.
func (h *Host) patiently(ctx context.Context, model string, tokens int, do func(silence time.Duration) error, untouched func() bool) error {
	most := orDuration(h.Load, usualLoad)
	h.mu.Lock()
	left := h.left[model]
	h.mu.Unlock()
	if !left || !h.holds(ctx, model) {
		return do(most)
	}
	err := do(min(most, orDuration(h.Grace, usualGrace)+time.Duration(tokens/slowest)*time.Second))
	if !errors.Is(err, hosting.ErrSilent) || !untouched() || h.free(ctx, model) != nil {
		return err
	}
	return do(most)
}

// free takes a model that hangs out of a host's memory, and returns when it is
// gone: until then whoever asks it would wait with the others. A host that does
// not get that done is to be started anew.
func (h *Host) free(ctx context.Context, model string) error {
	ctx, cancel := soon(ctx)
	defer cancel()
	if err := h.Unload(ctx, model); err != nil {
		return err
	}
	for h.holds(ctx, model) {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return context.Cause(ctx)
}

// holds reports whether a model is in the host's memory.
func (h *Host) holds(ctx context.Context, model string) bool {
	ctx, cancel := soon(ctx)
	defer cancel()
	var loaded struct{ Models []entry }
	if h.call(ctx, http.MethodGet, "/api/ps", nil, &loaded, maxAnswer) != nil {
		return false
	}
	for _, e := range loaded.Models {
		if hosting.Same(e.Name, model) {
			return true
		}
	}
	return false
}

// errEnough ends a stream that has said all that is wanted of it.
var errEnough = errors.New("enough")

// stream posts a request and hands over each line of the answer. A line that
// says error is the error, whatever the status was. It ends with the answer;
// whether that was whole its lines have to say.
func (h *Host) stream(ctx context.Context, path string, in any, first, within time.Duration, each func(line []byte) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(first, func() { cancel(llm.ErrCutOff.With(hosting.ErrSilent)) })
	defer silent.Stop()
	raw, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	resp, err := h.send(ctx, http.MethodPost, path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for lines.Scan() {
		silent.Reset(within)
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if err := saidError(line); err != nil {
			return err
		}
		if err := each(line); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if why := context.Cause(ctx); why != nil {
		return why // a cancelled stream ends like one that is whole
	}
	if err := lines.Err(); err != nil {
		return llm.ErrCutOff.With(err)
	}
	return nil
}

// saidError is the error that a line tells of, nil for none.
func saidError(line []byte) error {
	var said struct{ Error string }
	if json.Unmarshal(line, &said) != nil {
		return llm.ErrCutOff.With(errors.New("a line of the answer is no JSON"))
	}
	if said.Error == "" {
		return nil
	}
	return refusal(http.StatusInternalServerError, line)
}

// maxSaid bounds what of a host's words is kept as the cause of a fault.
const maxSaid = 500

// refusal is the fault of an answer that is one.
func refusal(status int, body []byte) error {
	var said struct{ Error string }
	_ = json.Unmarshal(body, &said) // what is no JSON is no host's word
	cause := fmt.Errorf("status %d: %s", status, strings.ToValidUTF8(said.Error[:min(len(said.Error), maxSaid)], "?"))
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(strings.ToLower(said.Error), p) {
				return true
			}
		}
		return false
	}
	switch {
	case has("exceeds the context length", "exceeds maximum context", "input length exceeds"):
		return llm.ErrTooLong.With(cause)
	case has("more system memory", "out of memory", "unable to allocate", "requires more memory"):
		return hosting.ErrMemory.With(cause)
	case has("no space left", "not enough disk", "disk full"):
		return hosting.ErrDisk.With(cause)
	case has("file does not exist", "manifest unknown"):
		return hosting.ErrUnknownModel.With(cause)
	case has("no such host", "dial tcp", "i/o timeout", "tls:", "network is unreachable", "connection refused", "max retries exceeded"):
		return hosting.ErrOffline.With(cause)
	case has("runner has unexpectedly stopped", "runner process has terminated", "connection reset", "unexpected eof"):
		return llm.ErrCutOff.With(cause)
	case status == http.StatusNotFound:
		return llm.ErrNoModel.With(cause)
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		return llm.ErrBusy.With(cause)
	case status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		return llm.ErrNotReady.With(cause)
	}
	return llm.ErrRefused.With(cause)
}

// Version is the server's.
func (h *Host) Version(ctx context.Context) (string, error) {
	ctx, cancel := soon(ctx)
	defer cancel()
	var told struct{ Version string }
	if err := h.call(ctx, http.MethodGet, "/api/version", nil, &told, maxError); err != nil {
		return "", err
	}
	if told.Version == "" || len(told.Version) > 64 {
		return "", llm.ErrNotReady.With(errors.New("what answers is no model host"))
	}
	return told.Version, nil
}
