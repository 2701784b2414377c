package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/cli"
	"meridian/backend/durable"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/share"
)

// runningName is the file by which the commands at a terminal find the program
// that runs on a directory of data, with a window or without one, on every system.
// It holds the secret of this launch, and only the owner of the data can read it:
// who can read it can read the data itself. A socket beside it would be a second
// way to the same, whose path few systems let be longer than a hundred bytes.
const runningName = "running.json"

// ErrNotRunning says that no program answers on a directory of data.
var ErrNotRunning = fault.New(fault.Unavailable, "door.notRunning",
	fault.Text{EN: "No Meridian answers on this data.", KO: "이 데이터로 실행 중인 Meridian이 없습니다."},
	fault.Text{EN: "Start it: meridiand serve, or meridiand service install to have the machine do so.", KO: "meridiand serve로 시작하거나, meridiand service install로 컴퓨터가 시작하게 하세요."})

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
	return durable.Write(filepath.Join(a.opts.Data, runningName), raw) // a command that looks meanwhile finds all of it or nothing
}

func (a *App) withdraw() { _ = os.Remove(filepath.Join(a.opts.Data, runningName)) }

// runningHost is a running program that a command speaks to.
type runningHost struct {
	running

	client *http.Client
}

// reach finds the program that runs on a directory of data. One that has crashed
// leaves its file behind: whoever answers there then is not it, and says so.
func reach(data string) (runningHost, error) {
	var r running
	raw, err := os.ReadFile(filepath.Join(data, runningName))
	if err != nil || json.Unmarshal(raw, &r) != nil {
		return runningHost{}, ErrNotRunning.With(err)
	}
	return runningHost{r, &http.Client{Timeout: 30 * time.Second}}, nil
}

// knock asks the program on a directory of data for a way in.
func knock(ctx context.Context, data string) (cli.Door, error) {
	r, err := reach(data)
	if err != nil {
		return cli.Door{}, err
	}
	var t httpapi.Ticket
	if err := r.ask(ctx, http.MethodPost, "/tickets", struct{}{}, &t); err != nil {
		return cli.Door{}, err
	}
	return cli.Door{Enter: t.Enter, Address: t.Address, Version: t.Version}, nil
}

// sharing speaks to the running program about sharing.
type sharing struct{ runningHost }

var _ cli.Sharing = sharing{}

// openSharing finds the program that runs on a directory of data.
func openSharing(data string) (cli.Sharing, error) {
	r, err := reach(data)
	if err != nil {
		return nil, err
	}
	return sharing{r}, nil
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
func (s runningHost) ask(ctx context.Context, method, path string, body, into any) error {
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
		if err := answer.Decode(&p); err != nil || p.Title == "" {
			return ErrNotRunning.With(err) // whatever answers there, it is not Meridian
		}
		return fault.New(fault.Unavailable, "control.refused", fault.Text{EN: p.Title, KO: p.Title}, fault.Text{EN: p.Fix, KO: p.Fix})
	}
	if err := answer.Decode(into); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}
