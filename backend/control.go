package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/cli"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/share"
)

// runningName is the file by which the commands at a terminal find the program
// that runs on a directory of data. It holds the secret of this launch, and only
// the owner of the data can read it: who can read it can read the data itself.
const runningName = "running.json"

// running is what stands in that file.
type running struct {
	Address string `json:"address"` // host:port
	Owner   string `json:"owner"`
}

// announce lets commands at a terminal find this program, until withdraw.
func (a *App) announce() error {
	raw, err := json.Marshal(running{a.address(), a.guard.Owner()})
	if err != nil {
		return err
	}
	name := filepath.Join(a.opts.Data, runningName)
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, raw, 0o600) // made anew, so that it has these rights
}

func (a *App) withdraw() { _ = os.Remove(filepath.Join(a.opts.Data, runningName)) }

// sharing speaks to the running program about sharing.
type sharing struct {
	running

	client *http.Client
}

var _ cli.Sharing = sharing{}

// openSharing finds the program that runs on a directory of data.
func openSharing(data string) (cli.Sharing, error) {
	var r running
	raw, err := os.ReadFile(filepath.Join(data, runningName))
	if err != nil || json.Unmarshal(raw, &r) != nil {
		return nil, ErrNotRunning.With(err)
	}
	return sharing{r, &http.Client{Timeout: 30 * time.Second}}, nil
}

// State implements cli.Sharing.
func (s sharing) State(ctx context.Context) (share.State, error) {
	var st share.State
	return st, s.ask(ctx, http.MethodGet, "/share", nil, &st)
}

// Open implements cli.Sharing.
func (s sharing) Open(ctx context.Context, asked share.Asked, told func(share.State)) (share.State, error) {
	var accepted httpapi.Accepted
	if err := s.ask(ctx, http.MethodPost, "/share", asked, &accepted); err != nil {
		return share.State{}, err
	}
	for {
		var j httpapi.Job
		if err := s.ask(ctx, http.MethodGet, "/jobs/"+accepted.Job.ID, nil, &j); err != nil {
			return share.State{}, err
		}
		st, err := s.State(ctx)
		if err != nil || j.State.Ended() {
			return st, err
		}
		told(st)
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return st, context.Cause(ctx)
		}
	}
}

// Close implements cli.Sharing.
func (s sharing) Close(ctx context.Context) (share.State, error) {
	var st share.State
	return st, s.ask(ctx, http.MethodDelete, "/share", nil, &st)
}

// ask sends a request as the owner.
func (s sharing) ask(ctx context.Context, method, path string, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+s.Address+httpapi.Prefix+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.Owner)
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(req)
	if err != nil {
		return ErrNotRunning.With(err)
	}
	defer resp.Body.Close()
	answer := json.NewDecoder(io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode == http.StatusUnauthorized {
		return ErrNotRunning // another program has the port by now
	}
	if resp.StatusCode >= 300 {
		var p struct{ Title, Fix string }
		_ = answer.Decode(&p)
		return fault.New(fault.Unavailable, "control.refused", fault.Text{EN: p.Title, KO: p.Title}, fault.Text{EN: p.Fix, KO: p.Fix})
	}
	if err := answer.Decode(into); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}
