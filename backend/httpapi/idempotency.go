package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"meridian/backend/access"
)

// Answer is what was answered to a request that carried an Idempotency-Key.
type Answer struct {
	Request string // hash of what was asked
	Status  int
	Media   string // Content-Type
	Where   string // Location
	Body    []byte
}

// Answers keeps answers by their key, for as long as a sender may plausibly repeat itself.
type Answers interface {
	// Recall returns the answer kept under the key; false when there is none.
	Recall(ctx context.Context, key string) (Answer, bool, error)
	// Keep stores an answer under a key that has none yet.
	Keep(ctx context.Context, key string, a Answer) error
}

// brief keeps the newest answers in memory: enough for work whose answer names
// a job, since no job outlives the program either.
type brief struct {
	mu    sync.Mutex
	known map[string]Answer
	order []string
}

// briefKept bounds the answers in memory.
const briefKept = 512

func (b *brief) Recall(_ context.Context, key string) (Answer, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	a, found := b.known[key]
	return a, found, nil
}

func (b *brief) Keep(_ context.Context, key string, a Answer) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.order) >= briefKept {
		delete(b.known, b.order[0])
		b.order = b.order[1:]
	}
	b.known[key] = a
	b.order = append(b.order, key)
	return nil
}

// once makes a repeated change give the answer of the first: same key and same
// request, same stored answer; same key and another request, refused. Two at
// the same time take turns.
//
// A change that was made is answered even when its answer cannot be kept, on a
// disk that has just become full: to say that it failed would be untrue. Such
// an answer is remembered while the program lives.
type once struct {
	answers Answers
	spare   brief
	log     *slog.Logger

	mu   sync.Mutex
	busy map[string]chan struct{}
}

func newOnce(answers Answers, log *slog.Logger) *once {
	if answers == nil {
		answers = &brief{known: map[string]Answer{}}
	}
	return &once{answers: answers, spare: brief{known: map[string]Answer{}}, log: log, busy: map[string]chan struct{}{}}
}

// do runs the change unless its answer is known, and writes the answer.
// Without a key it simply runs.
func (o *once) do(w http.ResponseWriter, r *http.Request, raw []byte, change Handler) error {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		return change(w, r)
	}
	if !validKey(key) {
		return errKeyForm
	}
	key = keyOf(r.Context(), key)
	if err := o.turn(r.Context(), key); err != nil {
		return err
	}
	defer o.leave(key)
	hash := hashRequest(r, raw)
	known, found, err := o.recall(r.Context(), key)
	if err != nil {
		return err
	}
	if found && known.Request != hash {
		return errKeyReused
	}
	if found {
		known.write(w)
		return nil
	}
	return o.first(w, r, key, hash, change)
}

// keyOf is a key as one of whoever sent it: nobody is given the answer to
// somebody else's.
func keyOf(ctx context.Context, key string) string {
	if who := access.Who(ctx); who.ID != access.OwnerID {
		return who.ID + ":" + key
	}
	return key
}

func (o *once) recall(ctx context.Context, key string) (Answer, bool, error) {
	if a, found, _ := o.spare.Recall(ctx, key); found {
		return a, true, nil
	}
	a, found, err := o.answers.Recall(ctx, key)
	if err != nil {
		return Answer{}, false, fmt.Errorf("recall answer: %w", err)
	}
	return a, found, nil
}

func (o *once) keep(ctx context.Context, key string, a Answer) {
	if err := o.answers.Keep(ctx, key, a); err != nil {
		o.log.WarnContext(ctx, "an answer could not be saved and is kept in memory", "error", err)
		_ = o.spare.Keep(ctx, key, a) // memory takes it
	}
}

// first runs the change and keeps its answer. An error is not kept: a change
// that was refused has changed nothing and may be tried again.
func (o *once) first(w http.ResponseWriter, r *http.Request, key, hash string, change Handler) error {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	if err := change(rec, r); err != nil {
		return err
	}
	a := Answer{
		Request: hash, Status: rec.status, Body: rec.body.Bytes(),
		Media: rec.header.Get("Content-Type"), Where: rec.header.Get("Location"),
	}
	o.keep(context.WithoutCancel(r.Context()), key, a)
	for name, values := range rec.header {
		w.Header()[name] = values
	}
	w.WriteHeader(rec.status)
	_, _ = w.Write(a.Body)
	return nil
}

// turn waits until no other request uses the key.
func (o *once) turn(ctx context.Context, key string) error {
	for {
		o.mu.Lock()
		other := o.busy[key]
		if other == nil {
			o.busy[key] = make(chan struct{})
			o.mu.Unlock()
			return nil
		}
		o.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return errTooMany.because(ctx.Err())
		}
	}
}

func (o *once) leave(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.busy[key])
	delete(o.busy, key)
}

func (a Answer) write(w http.ResponseWriter) {
	if a.Media != "" {
		w.Header().Set("Content-Type", a.Media)
	}
	if a.Where != "" {
		w.Header().Set("Location", a.Where)
	}
	w.Header().Set("Idempotent-Replay", "true")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}

func hashRequest(r *http.Request, raw []byte) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n", r.Method, r.URL.RequestURI())
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil))
}

func validKey(key string) bool {
	if len(key) > 128 {
		return false
	}
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// recorder holds an answer back until it is known to be whole.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
