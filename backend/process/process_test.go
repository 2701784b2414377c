//go:build unix

package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets this binary be the keeper that is killed: it keeps a shell
// that starts something of its own.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PROCESS_TEST_KEEP"); dir != "" {
		k := keeperOf(dir)
		k.Mark = filepath.Join(dir, "mark")
		fmt.Println(k.Keep(context.Background()))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// tree is a shell with a child that outlives it; both leave their numbers.
const tree = `sleep 300 & echo $! > %[1]s/inner; echo $$ > %[1]s/outer; echo here I am; wait`

func keeperOf(dir string) Keeper {
	return Keeper{Path: "/bin/sh", Args: []string{"-c", fmt.Sprintf(tree, dir)},
		Ready: func(line string) bool { return strings.Contains(line, "here") }}
}

// heard are the states that were told, and lets a test wait for one.
type heard struct {
	mu     sync.Mutex
	states []State
	more   chan struct{}
}

func newHeard() *heard { return &heard{more: make(chan struct{}, 100)} }

func (h *heard) told(s State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.states = append(h.states, s)
	h.more <- struct{}{}
}

func (h *heard) await(t *testing.T, s State) {
	t.Helper()
	for deadline := time.After(time.Minute); ; {
		h.mu.Lock()
		found := slices.Contains(h.states, s)
		h.mu.Unlock()
		if found {
			return
		}
		select {
		case <-h.more:
		case <-deadline:
			t.Fatalf("never %s: %v", s, h.states)
		}
	}
}

// numberIn waits for the number of a process that writes it to a file.
func numberIn(t *testing.T, file string) int {
	t.Helper()
	for range 6000 {
		raw, _ := os.ReadFile(file)
		if n, err := strconv.Atoi(strings.TrimSpace(string(raw))); err == nil {
			return n
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s never came", filepath.Base(file))
	return 0
}

// awaitDead fails when a process lives on; a zombie is dead.
func awaitDead(t *testing.T, pid int) {
	t.Helper()
	for range 6000 {
		stat, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
		if err != nil || strings.HasPrefix(string(stat), "Z") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d lives on", pid)
}

func TestTheTreeEndsWithTheContext(t *testing.T) {
	dir, h := t.TempDir(), newHeard()
	k := keeperOf(dir)
	k.Told, k.Mark = h.told, filepath.Join(dir, "mark")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- k.Keep(ctx) }()
	h.await(t, Ready)
	inner, outer := numberIn(t, filepath.Join(dir, "inner")), numberIn(t, filepath.Join(dir, "outer"))
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitDead(t, inner)
	awaitDead(t, outer)
	if fmt.Sprint(h.states) != "[starting ready stopping]" {
		t.Errorf("states %v", h.states)
	}
	if _, err := os.Stat(k.Mark); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the mark is left: %v", err)
	}
}

// TestAChildThatWillNotEnd is killed when its grace is over.
func TestAChildThatWillNotEnd(t *testing.T) {
	dir, h := t.TempDir(), newHeard()
	k := Keeper{Path: "/bin/sh", Args: []string{"-c", "trap '' TERM; echo $$ > " + dir + "/outer; echo here; while :; do sleep 1; done"},
		Ready: func(line string) bool { return line == "here" }, Told: h.told, Grace: 50 * time.Millisecond}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- k.Keep(ctx) }()
	h.await(t, Ready)
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	awaitDead(t, numberIn(t, filepath.Join(dir, "outer")))
}

func TestAChildThatEndsIsStartedAgain(t *testing.T) {
	dir, h := t.TempDir(), newHeard()
	// The first two lives end at once, the third stays.
	script := fmt.Sprintf(`echo x >> %[1]s/lives; echo "life $(wc -l < %[1]s/lives)"; [ $(wc -l < %[1]s/lives) -ge 3 ] || exit 1; echo here; exec sleep 300`, dir)
	k := Keeper{Path: "/bin/sh", Args: []string{"-c", script}, Ready: func(line string) bool { return line == "here" }, Told: h.told, Pause: time.Millisecond}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- k.Keep(ctx) }()
	h.await(t, Ready)
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(h.states) != "[starting waiting starting waiting starting ready stopping]" {
		t.Errorf("states %v", h.states)
	}
}

func TestTheBudgetIsKept(t *testing.T) {
	lives := filepath.Join(t.TempDir(), "lives")
	k := Keeper{Path: "/bin/sh", Args: []string{"-c", "echo x >> " + lives + "; echo out of luck"}, Pause: time.Millisecond, Budget: 2}
	err := k.Keep(t.Context())
	if !errors.Is(err, ErrGaveUp) || !strings.Contains(err.Error(), "out of luck") {
		t.Errorf("got %v", err)
	}
	if raw, err := os.ReadFile(lives); err != nil || len(raw) != 2*3 {
		t.Errorf("%d lives, %v", len(raw)/2, err)
	}
}

func TestWhatCannotStartSaysSo(t *testing.T) {
	k := Keeper{Path: filepath.Join(t.TempDir(), "none")}
	if err := k.Keep(t.Context()); err == nil || errors.Is(err, ErrGaveUp) {
		t.Errorf("got %v", err)
	}
}

func TestAChildThatIsNeverReady(t *testing.T) {
	k := Keeper{Path: "/bin/sh", Args: []string{"-c", "echo not yet; exec sleep 300"}, Ready: func(string) bool { return false },
		Within: 100 * time.Millisecond, Budget: -1}
	if err := k.Keep(t.Context()); !errors.Is(err, ErrGaveUp) || !errors.Is(err, ErrLate) || !strings.Contains(err.Error(), "not yet") {
		t.Errorf("got %v", err)
	}
}

// TestOutputNeverBlocks: a child that writes a great deal, in lines without an
// end, ends all the same, and little of it is kept.
func TestOutputNeverBlocks(t *testing.T) {
	k := Keeper{Path: "/bin/sh", Args: []string{"-c", "head -c 5000000 /dev/zero | tr '\\0' x; echo; echo the end"}, Budget: -1}
	err := k.Keep(t.Context())
	if !errors.Is(err, ErrGaveUp) || !strings.Contains(err.Error(), "the end") || len(err.Error()) > linesKept*(shownLine+1)+200 {
		t.Errorf("%d bytes of error", len(err.Error()))
	}
}

// TestNothingOutlivesAKilledKeeper really kills one. On Linux the system ends the
// child; what that has started is left, and Sweep ends it.
func TestNothingOutlivesAKilledKeeper(t *testing.T) {
	dir := t.TempDir()
	keeper := exec.Command(os.Args[0])
	keeper.Env = append(os.Environ(), "PROCESS_TEST_KEEP="+dir)
	if err := keeper.Start(); err != nil {
		t.Fatal(err)
	}
	inner, outer := numberIn(t, filepath.Join(dir, "inner")), numberIn(t, filepath.Join(dir, "outer"))
	if err := keeper.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = keeper.Wait()
	if linux {
		awaitDead(t, outer)
	}
	if syscall.Kill(inner, 0) != nil {
		t.Fatal("the inner process was to be left, or nothing is shown")
	}
	if n := Sweep(filepath.Join(dir, "mark")); n == 0 {
		t.Error("nothing was swept")
	}
	awaitDead(t, inner)
	awaitDead(t, outer)
	if n := Sweep(filepath.Join(dir, "mark")); n != 0 {
		t.Errorf("swept %d again", n)
	}
}

// TestSweepIsCareful: a mark that says nothing, or names somebody else's
// process, ends nothing.
func TestSweepIsCareful(t *testing.T) {
	other := exec.Command("/bin/sleep", "300")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = other.Process.Kill(), other.Wait() }()
	mark := filepath.Join(t.TempDir(), "mark")
	for _, text := range []string{"", "{", "{}", `{"mark":""}`, `{"mark":"somebody"}`} {
		if err := os.WriteFile(mark, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if n := Sweep(mark); n != 0 {
			t.Errorf("%q swept %d", text, n)
		}
	}
	if other.Process.Signal(syscall.Signal(0)) != nil {
		t.Error("somebody else's process was ended")
	}
}
