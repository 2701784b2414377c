package lock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/recovery"
)

const right = "open sesame"

type bench struct {
	*Lock
	clock time.Time
	idle  time.Duration
	told  int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{clock: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	b.Lock = &Lock{File: filepath.Join(dir, "lock.json"), Spare: filepath.Join(dir, "recovery.json"), Count: filepath.Join(dir, "tries.json"), Work: 2,
		Now: func() time.Time { return b.clock }, Idle: func(context.Context) (time.Duration, error) { return b.idle, nil }, Told: func() { b.told++ }}
	if err := b.Load(); err != nil {
		t.Fatal(err)
	}
	return b
}

// again is the lock of a program that was started anew.
func (b *bench) again() *Lock {
	return &Lock{File: b.File, Spare: b.Lock.Spare, Count: b.Count, Now: b.Now}
}

func (b *bench) mustSet(t *testing.T) {
	t.Helper()
	if err := b.Set("", right); err != nil {
		t.Fatal(err)
	}
}

func TestALockShutsAndOpens(t *testing.T) {
	b := newBench(t)
	if err := b.Close(); !errors.Is(err, ErrNone) {
		t.Errorf("without a passphrase: %v", err)
	}
	b.mustSet(t)
	if b.Shut(t.Context()) {
		t.Error("whoever sets the passphrase is locked out")
	}
	shutting := b.Shutting()
	if err := b.Close(); err != nil || !b.Shut(t.Context()) {
		t.Errorf("it is not shut: %v", err)
	}
	select {
	case <-shutting:
	default:
		t.Error("those who wait for it were not told")
	}
	if _, err := b.Open("open sesam"); !errors.Is(err, ErrWrong) || !b.Shut(t.Context()) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if by, err := b.Open(right); err != nil || by || b.Shut(t.Context()) {
		t.Errorf("the right one: %v", err)
	}
	if b.told != 2 {
		t.Errorf("told %d times", b.told)
	}
	select {
	case <-b.Shutting():
		t.Error("it is open and says that it shuts")
	default:
	}
}

func TestItBeginsShutAndItsFilesAreTight(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	again := b.again()
	if err := again.Load(); err != nil || !again.Shut(t.Context()) {
		t.Errorf("after a new start it is open: %v", err)
	}
	if _, err := again.Open(right); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(b.File)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
	if raw, _ := os.ReadFile(b.File); strings.Contains(string(raw), right) {
		t.Error("the passphrase itself is kept")
	}
	for _, odd := range []string{`{"format":2}`, `{"format":1,"n":1}`, `no json`} {
		if err := os.WriteFile(b.File, []byte(odd), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := again.Load(); err == nil {
			t.Errorf("%s is taken for no lock", odd)
		}
	}
}

func TestItShutsWhenNobodyIsThere(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	b.clock = b.clock.Add(24 * time.Hour)
	if b.Shut(t.Context()) {
		t.Error("it shuts by itself, and nobody asked for that")
	}
	b.idle = 5 * time.Minute
	b.Touch()
	b.clock = b.clock.Add(5*time.Minute - time.Second)
	if b.Shut(t.Context()) {
		t.Error("a second too early")
	}
	b.Touch()
	b.clock = b.clock.Add(5 * time.Minute)
	if !b.Shut(t.Context()) {
		t.Error("it is open after five minutes")
	}
	b.Touch()
	if !b.Shut(t.Context()) {
		t.Error("a touch opens it")
	}
	if _, err := b.Open(right); err != nil {
		t.Fatal(err)
	}
	b.clock = b.clock.Add(-time.Hour) // set back
	if b.Shut(t.Context()) {
		t.Error("a clock that was set back shuts it")
	}
	b.clock = b.clock.Add(5 * time.Minute)
	if !b.Shut(t.Context()) {
		t.Error("a clock that was set back keeps it open")
	}
}

func TestWrongTriesWait(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for range freeTries {
		if _, err := b.Open("wrong"); !errors.Is(err, ErrWrong) {
			t.Fatal(err)
		}
	}
	if wait := b.State().Wait; wait != firstWait {
		t.Errorf("the wait is %v", wait)
	}
	if _, err := b.Open(right); !errors.Is(err, ErrWait) {
		t.Errorf("the right one, too soon: %v", err)
	}
	b.clock = b.clock.Add(firstWait)
	if _, err := b.Open("wrong"); !errors.Is(err, ErrWrong) {
		t.Error(err)
	}
	if wait := b.State().Wait; wait != 2*firstWait {
		t.Errorf("then the wait is %v", wait)
	}
	b.clock = b.clock.Add(2 * firstWait)
	if _, err := b.Open(right); err != nil || b.State().Wait != 0 {
		t.Errorf("after it: %v, %v", err, b.State().Wait)
	}
	for wrong, want := range map[int]time.Duration{0: 0, 2: 0, 3: 2 * time.Second, 6: 16 * time.Second, 11: mostWait, 1000: mostWait} {
		if got := Pause(wrong); got != want {
			t.Errorf("after %d: %v", wrong, got)
		}
	}
}

// TestStartingAnewIsNoWayAround ends the program after each try, as whoever wants
// to guess faster would.
func TestStartingAnewIsNoWayAround(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	start := func() *Lock {
		again := b.again()
		if err := again.Load(); err != nil {
			t.Fatal(err)
		}
		return again
	}
	for range freeTries {
		if _, err := start().Open("wrong"); !errors.Is(err, ErrWrong) {
			t.Fatal(err)
		}
	}
	if wait := start().State().Wait; wait != firstWait {
		t.Errorf("the wait is %v", wait)
	}
	if _, err := start().Open(right); !errors.Is(err, ErrWait) {
		t.Errorf("the right one, too soon: %v", err)
	}
	b.clock = b.clock.Add(-time.Hour) // set back
	if wait := start().State().Wait; wait != firstWait {
		t.Errorf("with the clock set back the wait is %v", wait)
	}
	b.clock = b.clock.Add(time.Hour + firstWait)
	if _, err := start().Open("wrong"); !errors.Is(err, ErrWrong) {
		t.Error(err)
	}
	if wait := start().State().Wait; wait != 2*firstWait {
		t.Errorf("then the wait is %v", wait)
	}
	info, err := os.Stat(b.Count)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
	b.clock = b.clock.Add(2 * firstWait)
	if _, err := start().Open(right); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(b.Count); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the count is there: %v", err)
	}
	for _, odd := range []string{`no json`, `{"wrong":-1}`, `{"wrong":1000000000}`} {
		if err := os.WriteFile(b.Count, []byte(odd), 0o600); err != nil {
			t.Fatal(err)
		}
		if wait := start().State().Wait; wait != mostWait {
			t.Errorf("%s: the wait is %v", odd, wait)
		}
	}
}

// TestATryThatIsCutShortCounts has deriving the key fail, which ends a try between
// its beginning and its result.
func TestATryThatIsCutShortCounts(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	b.kept.N = 3 // no power of two: scrypt refuses
	if _, err := b.Open(right); err == nil || errors.Is(err, ErrWrong) {
		t.Fatalf("the try was not cut short: %v", err)
	}
	again := b.again()
	if err := again.Load(); err != nil || again.tries.Wrong != 1 {
		t.Errorf("%+v: %v", again.tries, err)
	}
}

func TestADiskThatTakesNothingShutsNobodyOut(t *testing.T) {
	b := newBench(t)
	b.mustSet(t)
	_ = b.Close()
	b.Count = filepath.Join(b.File, "no such directory", "tries.json")
	for range freeTries {
		if _, err := b.Open("wrong"); !errors.Is(err, ErrWrong) {
			t.Fatal(err)
		}
	}
	if wait := b.State().Wait; wait != firstWait {
		t.Errorf("the wait is %v", wait)
	}
	b.clock = b.clock.Add(firstWait)
	if _, err := b.Open(right); err != nil {
		t.Error(err)
	}
}

func TestThePassphraseIsChangedByWhoKnowsIt(t *testing.T) {
	b := newBench(t)
	for _, bad := range []string{"", "five!", strings.Repeat("x", longest+1)} {
		if err := b.Set("", bad); !errors.Is(err, ErrShort) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
	b.mustSet(t)
	if err := b.Set("wrong", "another one"); !errors.Is(err, ErrWrong) {
		t.Errorf("changed by whoever: %v", err)
	}
	if err := b.Set(right, "another one"); err != nil {
		t.Error(err)
	}
	if err := b.Remove(right); !errors.Is(err, ErrWrong) {
		t.Errorf("removed by the old one: %v", err)
	}
	if err := b.Remove("another one"); err != nil || b.State().Set {
		t.Errorf("removed: %v", err)
	}
	if _, err := os.Stat(b.File); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}

func TestTheRecoveryKeyOpensTheLock(t *testing.T) {
	b := newBench(t)
	if sealed, err := b.Seal("secret"); sealed != nil || err != nil {
		t.Errorf("sealed for nobody: %v", err)
	}
	if err := b.Confirm(nil); !errors.Is(err, ErrNotBegun) {
		t.Errorf("before it was begun: %v", err)
	}
	made, err := b.Begin("")
	if err != nil || len(made.Words) != recovery.Groups || len(made.Ask) != askedBack {
		t.Fatalf("%d words, %v asked: %v", len(made.Words), made.Ask, err)
	}
	for _, wrong := range [][]string{nil, {"0000", "0000"}, {made.Words[made.Ask[1]], made.Words[made.Ask[0]]}} {
		if err := b.Confirm(wrong); !errors.Is(err, ErrUnconfirmed) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	b.mustSet(t)
	_ = b.Close()
	if _, err := b.Open(strings.Join(made.Words, "-")); !errors.Is(err, ErrWrong) {
		t.Errorf("a key that nobody confirmed: %v", err)
	}
	if err := b.Confirm([]string{strings.ToLower(made.Words[made.Ask[0]]), made.Words[made.Ask[1]]}); err != nil {
		t.Fatal(err)
	}
	if by, err := b.Open(strings.Join(made.Words, " ")); err != nil || !by || b.Shut(t.Context()) {
		t.Errorf("by the key: %v, %v", by, err)
	}
	key, _ := recovery.Parse(strings.Join(made.Words, ""))
	sealed, err := b.Seal("secret")
	if opened, oops := key.Open(sealed); err != nil || oops != nil || string(opened) != "secret" {
		t.Errorf("what is sealed opens as %q: %v, %v", opened, err, oops)
	}
	if err := b.Set(key.String(), "a new one"); err != nil {
		t.Errorf("a new passphrase by the key: %v", err)
	}
	if _, err := b.Begin("wrong"); !errors.Is(err, ErrWrong) {
		t.Errorf("another key was begun by whoever: %v", err)
	}
	if _, err := b.Begin("a new one"); err != nil {
		t.Error(err)
	}
	b.clock = b.clock.Add(pendingAt + time.Second)
	if err := b.Confirm([]string{"", ""}); !errors.Is(err, ErrNotBegun) {
		t.Errorf("much later: %v", err)
	}
}
