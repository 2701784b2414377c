package httpapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"meridian/backend/access"
	"meridian/backend/job"
)

// streamJob sends the events of a job as they happen, as server-sent events
// in the answer to a POST: some tunnels hold streamed GET answers back until
// their end. The listener's going away ends the stream and nothing else.
func (a *API) streamJob(w http.ResponseWriter, r *http.Request) error {
	from, err := decode[Follow](r)
	if err != nil {
		return err
	}
	id := r.PathValue("job")
	if _, err := a.jobOf(r.Context(), id); err != nil {
		return err
	}
	s := a.newSSE(w, r)
	if err := s.comment("open"); err != nil {
		return nil //nolint:nilerr // the listener has gone: there is nobody to tell
	}
	a.follow(r, s, id, from.After)
	return nil
}

// follow sends events until the job ends or the listener goes.
func (a *API) follow(r *http.Request, s *sse, id string, after int) {
	beat := time.NewTicker(a.beat())
	defer beat.Stop()
	for {
		events, more, err := a.desk().Since(r.Context(), id, after)
		if err != nil {
			return // forgotten while we were listening: the listener asks again and is told
		}
		for _, ev := range events {
			if s.event(ev) != nil {
				return
			}
			after = ev.Seq
		}
		if more == nil {
			return
		}
		select {
		case <-more:
		case <-beat.C:
			if s.comment("beat") != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// beat is the time between two signs of life.
func (a *API) beat() time.Duration {
	if a.Beat > 0 {
		return a.Beat
	}
	return 15 * time.Second
}

// patience is how long one write to a listener may take before it counts as gone.
func (a *API) patience() time.Duration {
	if a.Patience > 0 {
		return a.Patience
	}
	return 30 * time.Second
}

// sse writes server-sent events.
type sse struct {
	w        io.Writer
	flush    *http.ResponseController
	locale   string
	veil     veil
	patience time.Duration
}

func (a *API) newSSE(w http.ResponseWriter, r *http.Request) *sse {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	return &sse{w, http.NewResponseController(w), localeOf(r), veil{access.Who(r.Context())}, a.patience()}
}

func (s *sse) comment(text string) error { return s.send(": " + text + "\n\n") }

func (s *sse) event(ev job.Event) error {
	if ev.Kind == job.EventText && s.veil.who.Visible() != access.Full {
		ev.Text = "" // a figure may come in pieces: it is read when it is whole
	}
	return s.frame(uint64(ev.Seq), string(ev.Kind), eventData(ev, s.locale))
}

func (s *sse) frame(number uint64, name string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	return s.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", number, name, s.veil.data(data)))
}

// send writes and flushes, within the time that a living listener needs.
func (s *sse) send(text string) error {
	_ = s.flush.SetWriteDeadline(time.Now().Add(s.patience)) // not every writer can
	if _, err := io.WriteString(s.w, text); err != nil {
		return err
	}
	return s.flush.Flush()
}

// eventData is what travels with an event of each kind.
func eventData(ev job.Event, locale string) any {
	switch ev.Kind {
	case job.EventText:
		return JobText{Text: ev.Text}
	case job.EventAgain:
		return JobAgain{After: ev.After}
	case job.EventDone:
		return JobDone{Result: ev.Result}
	case job.EventFailed:
		return problemOf(ev.Err, locale)
	case job.EventCancelled:
		return JobCancelled{By: ev.By}
	}
	return ev.Progress
}
