package httpapi

import (
	"context"
	"net/http"

	"meridian/backend/fault"
	"meridian/backend/fetch"
	"meridian/backend/job"
	"meridian/backend/share"
	"meridian/backend/traffic"
)

// Share opens the program to others, and closes it. Its faults are those of the
// package share.
type Share interface {
	// State is where sharing stands.
	State() share.State
	// Open opens, and returns when people can come in, with the address that they
	// are given.
	Open(ctx context.Context, asked share.Asked, told func(share.Phase)) (address string, err error)
	// Close closes, and returns when nothing of it is left.
	Close(ctx context.Context) error
	// SetToken keeps the token of a named tunnel.
	SetToken(token string) error
	// Offer is what fetching the tunnel program would take.
	Offer(ctx context.Context) (share.Offer, error)
	// Fetch fetches it.
	Fetch(ctx context.Context, told func(fetch.Progress)) error
	// Authority is the certificate of the own authority, as PEM.
	Authority() ([]byte, error)
}

// Network is the account of every connection.
type Network interface {
	// Ways is the account now.
	Ways() []traffic.Way
	// Addresses are those of this machine, loopback excepted.
	Addresses() []string
	// Try tries to leak.
	Try(ctx context.Context) []traffic.Finding
}

// The kinds of jobs about sharing.
const (
	kindOpen   = "share.open"
	kindTunnel = "share.fetch"
)

func (a *API) getShare(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, a.Share.State())
}

// openShare begins to open. Whoever asks for the same joins; what was opened stays
// open when nobody follows the job.
func (a *API) openShare(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[share.Asked](r)
	if err != nil {
		return err
	}
	if err := asked.Check(); err != nil {
		return err // told at once, before there is a job
	}
	return a.shareJob(w, r, kindOpen, string(asked.Way), func(ctx context.Context, report func(job.Progress)) (string, error) {
		return a.Share.Open(ctx, asked, func(p share.Phase) { report(job.Progress{Phase: string(p)}) })
	})
}

func (a *API) fetchTunnel(w http.ResponseWriter, r *http.Request) error {
	return a.shareJob(w, r, kindTunnel, "program", func(ctx context.Context, report func(job.Progress)) (string, error) {
		return "program", a.Share.Fetch(ctx, func(p fetch.Progress) {
			report(job.Progress{Phase: p.Phase, Done: int(p.Done), Total: int(p.Total)})
		})
	})
}

func (a *API) shareJob(w http.ResponseWriter, r *http.Request, kind, thing string, do job.Work) error {
	spec := job.Spec{Kind: kind, Question: kind + "\x00" + thing}
	j, err := a.Jobs.Start(r.Context(), spec, func(ctx context.Context, report func(job.Progress)) (string, error) {
		result, err := do(ctx, report)
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("work on sharing failed", "kind", kind, "error", err)
		}
		return result, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

func (a *API) closeShare(w http.ResponseWriter, r *http.Request) error {
	if err := a.Share.Close(r.Context()); err != nil {
		return err
	}
	return reply(w, http.StatusOK, a.Share.State())
}

func (a *API) putShareToken(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[ShareToken](r)
	if err != nil {
		return err
	}
	if err := a.Share.SetToken(asked.Token); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) getShareOffer(w http.ResponseWriter, r *http.Request) error {
	offer, err := a.Share.Offer(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, offer)
}

func (a *API) getAuthority(w http.ResponseWriter, _ *http.Request) error {
	raw, err := a.Share.Authority()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="meridian-authority.pem"`)
	return replyRaw(w, http.StatusOK, "application/x-pem-file", raw)
}

func (a *API) getNetwork(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, NetworkAccount{Ways: a.Network.Ways(), Addresses: append([]string{}, a.Network.Addresses()...)})
}

func (a *API) tryLeaks(w http.ResponseWriter, r *http.Request) error {
	return reply(w, http.StatusOK, NetworkTrial{Findings: a.Network.Try(r.Context())})
}
