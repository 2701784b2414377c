package httpapi

import (
	"context"
	"net/http"
	"strings"

	"meridian/backend/fault"
)

// Turns are the model hosts that the owner named, and the queue before them.
type Turns interface {
	// Hosts is every host, by name.
	Hosts(ctx context.Context) ([]ModelHost, error)
	// Put names a host or changes one; an invalid fault lists what cannot be used.
	Put(ctx context.Context, host NewModelHost) error
	// Drop forgets a host and its key; a not-found fault when there is none.
	Drop(ctx context.Context, name string) error
	// Figures is what the queue tells of itself.
	Figures() ModelFigures
}

func (a *API) getModelHosts(w http.ResponseWriter, r *http.Request) error {
	hosts, err := a.Turns.Hosts(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, ModelHosts{Hosts: hosts})
}

func (a *API) putModelHost(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewModelHost](r)
	if err != nil {
		return err
	}
	if err := usableHost(&asked); err != nil {
		return err
	}
	if err := a.Turns.Put(r.Context(), asked); err != nil {
		return err
	}
	return a.getModelHosts(w, r)
}

func (a *API) dropModelHost(w http.ResponseWriter, r *http.Request) error {
	if err := a.Turns.Drop(r.Context(), r.PathValue("host")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// What a host may be.
const (
	longestHostName = 64
	longestKey      = 4096
	mostSlots       = 256
	mostWeight      = 1000
	mostWatts       = 100_000
)

// usableHost refuses what no host can be, and fills in what was left out.
func usableHost(h *NewModelHost) error {
	h.Name = strings.TrimSpace(h.Name)
	h.Slots, h.Weight = max(h.Slots, 0), max(h.Weight, 0)
	if h.Slots == 0 {
		h.Slots = 1
	}
	if h.Weight == 0 {
		h.Weight = 1
	}
	switch {
	case h.Name == "" || len(h.Name) > longestHostName || strings.ContainsAny(h.Name, "/\x00\n\r"):
		return unusable("/name", "value.form", fault.Text{EN: "A host needs a name of at most 64 bytes without a slash.", KO: "이름은 빗금 없이 64바이트 이내여야 합니다."})
	case h.Slots > mostSlots:
		return unusable("/slots", "value.range", fault.Text{EN: "A host serves between 1 and 256 requests at once.", KO: "동시에 처리하는 요청은 1~256개여야 합니다."})
	case h.Weight > mostWeight:
		return unusable("/weight", "value.range", fault.Text{EN: "A weight is between 1 and 1000.", KO: "가중치는 1~1000이어야 합니다."})
	case h.Watts < 0 || h.Watts > mostWatts:
		return unusable("/watts", "value.range", fault.Text{EN: "Watts are between 0 and 100,000.", KO: "소비 전력은 0~100,000와트여야 합니다."})
	case h.Key != nil && (len(*h.Key) > longestKey || strings.ContainsFunc(*h.Key, func(r rune) bool { return r <= ' ' || r > '~' })):
		return unusable("/key", "value.form", fault.Text{EN: "A key has no spaces and only ASCII characters.", KO: "키는 공백 없는 ASCII 문자여야 합니다."})
	}
	return nil
}
