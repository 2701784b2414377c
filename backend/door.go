package backend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"meridian/backend/cli"
	"meridian/backend/fault"
)

// A program that the machine started prints its way in nowhere. Whoever may
// enter the directory of the data asks for one at a socket in it, the door, and
// gets an address that is good once.

// doorName is the socket in the directory of the data.
const doorName = "host.sock"

// How long a way in is good, and how long asking for one may take.
const (
	doorLife = 10 * time.Minute
	doorWait = 3 * time.Second
)

// ErrNotRunning says that no program answers on a directory of data.
var ErrNotRunning = fault.New(fault.Unavailable, "door.notRunning",
	fault.Text{EN: "No Meridian answers on this data.", KO: "이 데이터로 실행 중인 Meridian이 없습니다."},
	fault.Text{EN: "Start it: meridiand serve, or meridiand service install to have the machine do so.", KO: "meridiand serve로 시작하거나, meridiand service install로 컴퓨터가 시작하게 하세요."})

// host is a program at a terminal or started by the machine: it also attends
// the door.
type host struct{ *Program }

var _ cli.Server = host{}

// Run answers requests and the door until ctx ends.
func (h host) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	attended := make(chan struct{})
	go func() {
		defer close(attended)
		if err := h.attend(ctx); err != nil {
			h.opts.Logger.Warn("nobody attends the door", "error", err)
		}
	}()
	err := h.Program.Run(ctx)
	stop()
	<-attended
	return err
}

// attend gives ways in until ctx ends. The lock on the data is held, so a
// socket that lies there is left over from a crash.
func (h host) attend(ctx context.Context) error {
	path := filepath.Join(h.opts.Data, doorName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	if err := os.Chmod(path, 0o600); err != nil && runtime.GOOS != "windows" {
		return errors.Join(err, listener.Close())
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return nil // closed
		}
		h.welcome(conn)
	}
}

func (h host) welcome(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(doorWait)) // a connection without a deadline just waits
	_ = json.NewEncoder(conn).Encode(cli.Door{Enter: h.Enter(doorLife), Address: h.Address(), Version: Version})
}

// knock asks the program on a directory of data for a way in.
func knock(ctx context.Context, data string) (cli.Door, error) {
	ctx, cancel := context.WithTimeout(ctx, doorWait)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", filepath.Join(data, doorName))
	if err != nil {
		return cli.Door{}, ErrNotRunning.With(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(doorWait))
	var door cli.Door
	if err := json.NewDecoder(conn).Decode(&door); err != nil {
		return cli.Door{}, ErrNotRunning.With(fmt.Errorf("read the answer: %w", err))
	}
	return door, nil
}
