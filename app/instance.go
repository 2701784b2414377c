package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

// One window per data directory: a second start hands what it was asked to do
// to the first and ends. The two meet at a socket in the data directory, which
// only its owner can enter. The lock on the database is another matter and
// holds without this: here a person is spared the refusal.

// callWait bounds what a second start waits for the first to answer.
const callWait = 3 * time.Second

// call is what a second start hands over.
type call struct {
	File string `json:"file,omitempty"` // absolute path of a plan to open
}

// errAlone says that no other Meridian works on this data directory.
var errAlone = errors.New("no other window on this data")

func socketIn(dir string) string { return filepath.Join(dir, "window.sock") }

// handOver gives c to the window that already works on dir. It returns
// errAlone when there is none.
func handOver(dir string, c call) error {
	conn, err := net.DialTimeout("unix", socketIn(dir), callWait)
	if err != nil {
		return errAlone
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(callWait)); err != nil {
		return fmt.Errorf("speak to the open window: %w", err)
	}
	if err := json.NewEncoder(conn).Encode(c); err != nil {
		return fmt.Errorf("speak to the open window: %w", err)
	}
	var taken bool
	if err := json.NewDecoder(conn).Decode(&taken); err != nil || !taken {
		return fmt.Errorf("the open window did not answer: %w", err)
	}
	return nil
}

// callers takes the calls of later starts.
type callers struct{ listener net.Listener }

// listen opens the meeting place in dir. The caller holds the lock on dir's
// database, so a socket found there is left over from a crash.
func listen(dir string) (*callers, error) {
	path := socketIn(dir)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("clear the old window socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the window socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("close the window socket to others: %w", err), listener.Close())
	}
	return &callers{listener}, nil
}

// run gives every call to take, one after another, until ctx ends.
func (c *callers) run(ctx context.Context, take func(call)) {
	stop := context.AfterFunc(ctx, func() { _ = c.listener.Close() })
	defer stop()
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			return // closed
		}
		if got, ok := receive(conn); ok {
			take(got)
		}
	}
}

// receive reads one call and says that it was understood.
func receive(conn net.Conn) (call, bool) {
	defer conn.Close()
	var got call
	if conn.SetDeadline(time.Now().Add(callWait)) != nil || json.NewDecoder(conn).Decode(&got) != nil {
		return call{}, false
	}
	return got, json.NewEncoder(conn).Encode(true) == nil
}
