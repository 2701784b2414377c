// Package process keeps a child program running: it starts it, waits until it
// is ready, starts it again when it ends by itself, and ends it with all that
// it has started.
//
// Terms: a tree is a child with everything it starts. A child is ready when one
// of its lines says so. The pause before a restart doubles with each, and the
// budget is how many restarts there may be while the child never stays up for
// long; when it is spent, Keep gives up. An orphan is what is left of a child
// whose keeper was killed.
//
//	starting ──▶ ready ──▶ stopping ──▶ (Keep returns nil)
//	   │  ▲         │
//	   ▼  └─ pause ◀┘ ended by itself
//	(Keep returns ErrGaveUp)
//
// Promise: when Keep returns nothing of the tree is alive. When this program
// is killed the system ends the child where it can (Linux, Windows), and Sweep
// ends at the next start whatever was left. What a child writes is read to its
// end, and only its last lines are kept.
package process

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// Bounds are what a tree is held to where the system does that from outside,
// which is on Windows.
type Bounds struct {
	Memory uint64 // bytes; 0 is unbounded
	Polite bool   // gives way to what people wait for
}

// ErrGaveUp is returned when a child ended by itself more often than its
// budget allows. Its text carries the child's last lines.
var ErrGaveUp = errors.New("the program keeps ending by itself")

// ErrLate is the cause where a child was ended because it was not ready in time.
var ErrLate = errors.New("not ready in time")

// Keeper keeps one child. Only Path is needed.
type Keeper struct {
	Path string
	Args []string
	Env  []string // of the child; nil is this program's
	Mark string   // file that names the running child, for Sweep; "" for none

	Ready func(line string) bool // says whether a line of output means ready; nil is ready once started
	Told  func(State)            // hears every change of state; nil for nobody

	Grace   time.Duration // to end in order when asked; 0 means 5 s
	Within  time.Duration // to become ready; 0 means a minute
	Pause   time.Duration // before the first restart; 0 means half a second
	Budget  int           // restarts in a row; 0 means 5, negative none
	Settled time.Duration // being ready for so long forgets earlier restarts; 0 means a minute
}

// State is where a child stands.
type State string

// The states; the transitions are in the package comment.
const (
	Starting State = "starting"
	Ready    State = "ready"
	Waiting  State = "waiting" // before a restart
	Stopping State = "stopping"
)

// markName is the variable that a child and all that it starts carry.
const markName = "MERIDIAN_CHILD"

// longestPause bounds the doubling.
const longestPause = time.Minute

// Keep keeps the child running until ctx ends, and then ends its tree. The
// error is ErrGaveUp, or says why the program cannot be started at all.
func (k Keeper) Keep(ctx context.Context) error {
	pause, left := orDuration(k.Pause, time.Second/2), k.Budget
	if left == 0 {
		left = 5
	}
	for {
		stayed, err := k.once(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, errNotStarted):
			return err
		case stayed >= orDuration(k.Settled, time.Minute):
			pause, left = orDuration(k.Pause, time.Second/2), max(k.Budget, 5)
		}
		if left--; left < 0 {
			return fmt.Errorf("%w: %w", ErrGaveUp, err)
		}
		k.tell(Waiting)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil
		}
		pause = min(2*pause, longestPause)
	}
}

func orDuration(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

func (k Keeper) tell(s State) {
	if k.Told != nil {
		k.Told(s)
	}
}

var errNotStarted = errors.New("the program cannot be started")

// once is one life of the child: how long it was ready, and how it ended.
func (k Keeper) once(ctx context.Context) (stayed time.Duration, err error) {
	// The system ends the child with the thread that started it, so that thread
	// must live as long as the child does.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	k.tell(Starting)
	c, err := k.start()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errNotStarted, err)
	}
	defer c.release(k.Mark)
	lost := time.NewTimer(orDuration(k.Within, time.Minute))
	defer lost.Stop()
	if k.Ready == nil {
		lost.Stop()
		k.tell(Ready)
	}
	var ready time.Time
	first := c.ready // it may say so again, which changes nothing
	for {
		select {
		case <-first:
			lost.Stop()
			first, ready = nil, time.Now()
			k.tell(Ready)
		case <-lost.C:
			c.end(0)
			return 0, fmt.Errorf("%w: %s", ErrLate, c.lines.last())
		case <-c.gone:
			c.tree.Kill() // what it started may be left
			if !ready.IsZero() {
				stayed = time.Since(ready)
			}
			return stayed, fmt.Errorf("it ended: %s", c.lines.last())
		case <-ctx.Done():
			k.tell(Stopping)
			c.end(orDuration(k.Grace, 5*time.Second))
			return 0, nil
		}
	}
}

// child is one running program.
type child struct {
	cmd   *exec.Cmd
	tree  Tree
	lines *lines
	ready chan struct{} // receives when a line says so; nil when it has
	gone  chan struct{} // closed when it has ended and its output was read
}

func (k Keeper) start() (*child, error) {
	mark := rand.Text()
	cmd := exec.Command(k.Path, k.Args...)
	cmd.Env = k.Env
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(slices.Clone(cmd.Env), markName+"="+mark)
	Prepare(cmd, Bounds{})
	dieWithUs(cmd)
	// A pipe of our own, since one that exec makes is waited for as long as
	// anything that the child has started holds it.
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = in, in
	// Before it runs: whoever dies in between has left a child that nobody finds.
	if err := leave(k.Mark, orphan{mark}); err != nil {
		return nil, errors.Join(err, in.Close(), out.Close())
	}
	if err := errors.Join(cmd.Start(), in.Close()); err != nil {
		forget(k.Mark)
		return nil, errors.Join(err, out.Close())
	}
	c := &child{cmd: cmd, lines: &lines{}, ready: make(chan struct{}, 1), gone: make(chan struct{})}
	if c.tree, err = Hold(cmd.Process, Bounds{}); err != nil {
		forget(k.Mark)
		return nil, errors.Join(err, cmd.Process.Kill(), cmd.Wait(), out.Close())
	}
	go c.watch(out, k.Ready)
	return c, nil
}

// watch reads what the child writes until nothing that could write is left, and
// collects it when it has ended.
func (c *child) watch(out *os.File, ready func(string) bool) {
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		c.lines.drain(out, func(line string) {
			if ready != nil && ready(line) {
				select {
				case c.ready <- struct{}{}:
				default:
				}
			}
		})
	}()
	_ = c.cmd.Wait() // how it ended stands in its last lines
	select {
	case <-drained:
	case <-time.After(time.Second): // something it started still holds the pipe
	}
	close(c.gone)
	_ = out.Close()
}

// end asks the child to end, and after the grace ends the whole tree.
func (c *child) end(grace time.Duration) {
	if grace > 0 {
		end(c.cmd.Process)
		select {
		case <-c.gone:
		case <-time.After(grace):
		}
	}
	c.tree.Kill() // also what outlives its parent
	<-c.gone
}

func (c *child) release(mark string) {
	c.tree.Release()
	forget(mark)
}

// lines keeps the last of what a child writes.
type lines struct {
	mu   sync.Mutex
	kept []string
}

const (
	linesKept   = 12
	longestLine = 64 << 10 // bytes; the rest of such a line is another line
	shownLine   = 300
)

// drain reads to the end, whatever comes.
func (l *lines) drain(from io.Reader, each func(string)) {
	r := bufio.NewReaderSize(from, longestLine)
	for {
		raw, err := r.ReadSlice('\n')
		if line := strings.TrimRight(string(raw), "\r\n"); line != "" {
			l.keep(line)
			each(line)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

func (l *lines) keep(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, strings.ToValidUTF8(line[:min(len(line), shownLine)], "?"))
	if len(l.kept) > linesKept {
		l.kept = l.kept[1:]
	}
}

func (l *lines) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.kept, "\n")
}

// orphan is what is known of a child after its keeper has died.
type orphan struct {
	Mark string `json:"mark"`
}

func leave(name string, o orphan) error {
	if name == "" {
		return nil
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		return fmt.Errorf("note the child: %w", err)
	}
	return nil
}

func forget(name string) {
	if name != "" {
		_ = os.Remove(name) // a mark of nothing is swept without effect
	}
}

// Sweep ends what a keeper with this mark left behind when it was killed, and
// returns how many processes that were. Nobody else may keep a child by the
// same mark meanwhile.
func Sweep(mark string) int {
	raw, err := os.ReadFile(mark)
	if err != nil {
		return 0
	}
	defer os.Remove(mark)
	var o orphan
	if json.Unmarshal(raw, &o) != nil || o.Mark == "" {
		return 0
	}
	return killMarked(o.Mark)
}
