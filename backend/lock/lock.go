// Package lock keeps the program's content from whoever comes to a machine that
// its owner has left.
//
// Terms: the lock has a passphrase, of which only a verifier is kept; it is shut
// by hand or when nobody has touched the program for a while, and opened by the
// passphrase or the recovery key. A program whose lock has a passphrase begins
// shut. A try is one passphrase shown to it.
//
// Promise: while the lock is shut, Shut says so from the very moment on, whatever
// anybody's page still shows. Tries are taken one after another, and wrong ones
// are made to wait longer and longer, also by a program that was started anew.
// The lock encrypts nothing: who can read the
// files of the data can read them all the same, and can take the verifier away.
package lock

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/scrypt"

	"meridian/backend/durable"
	"meridian/backend/fault"
	"meridian/backend/recovery"
)

// The bounds of a passphrase, in bytes. It is shown to a program that makes each
// try wait, and not to a file that can be guessed at leisure.
const (
	shortest = 6
	longest  = 1024
)

// The faults of this package.
var (
	ErrShort = fault.New(fault.Invalid, "lock.short",
		fault.Text{EN: "The passphrase must be 6 to 1,024 characters long.", KO: "암호 문구는 6자에서 1,024자 사이여야 합니다."},
		fault.Text{EN: "Use something that you type easily and others do not guess.", KO: "입력하기 쉽고 남이 짐작하기 어려운 것을 쓰세요."})
	ErrWrong = fault.New(fault.Refused, "lock.wrong",
		fault.Text{EN: "This does not open the lock.", KO: "잠금이 풀리지 않습니다."},
		fault.Text{EN: "Check the keyboard's language and capitals. If the passphrase is forgotten, type the recovery key.", KO: "한/영 상태와 대소문자를 확인하세요. 암호 문구를 잊었다면 복구 키를 입력하세요."})
	ErrWait = fault.New(fault.Unavailable, "lock.wait",
		fault.Text{EN: "Too many wrong tries.", KO: "여러 번 틀렸습니다."},
		fault.Text{EN: "Wait a little before the next one.", KO: "잠시 기다린 뒤 다시 시도하세요."})
	ErrNone = fault.New(fault.Conflict, "lock.none",
		fault.Text{EN: "The lock has no passphrase yet.", KO: "아직 잠금 암호 문구가 없습니다."},
		fault.Text{EN: "Set one under Settings, Lock.", KO: "설정의 잠금에서 먼저 정해 주세요."})
	ErrUnconfirmed = fault.New(fault.Invalid, "recovery.unconfirmed",
		fault.Text{EN: "These groups are not those of the recovery key.", KO: "복구 키의 묶음과 다릅니다."},
		fault.Text{EN: "Read them from your sheet again.", KO: "적어 둔 종이를 보고 다시 입력하세요."})
	ErrNotBegun = fault.New(fault.NotFound, "recovery.notBegun",
		fault.Text{EN: "No recovery key is being made, or it took too long.", KO: "만들고 있는 복구 키가 없거나 시간이 너무 지났습니다."},
		fault.Text{EN: "Begin again. The sheet from before opens nothing.", KO: "처음부터 다시 만드세요. 앞서 적은 키로는 열리지 않습니다."})
)

// verifier is what is kept of a passphrase. The parameters stand beside it, so
// that they can grow.
type verifier struct {
	Format int    `json:"format"`
	N      int    `json:"n"` // of scrypt
	R      int    `json:"r"`
	P      int    `json:"p"`
	Salt   []byte `json:"salt"`
	Sum    []byte `json:"sum"`
}

// scrypt's work: 2^15 with blocks of 8 takes 32 MiB and about a tenth of a second.
const (
	usualWork = 1 << 15
	blocks    = 8
	sumBytes  = 32
	mostWork  = 1 << 20
)

// Lock is the lock of one program. File and Spare must be set; the rest may be
// nil or 0. Load must have been called.
type Lock struct {
	File  string                                           // of the verifier
	Spare string                                           // of the lock of the recovery key
	Count string                                           // of the wrong tries on end
	Now   func() time.Time                                 // must be set
	Idle  func(ctx context.Context) (time.Duration, error) // after which it shuts by itself; 0 for never
	Told  func()                                           // hears that it was shut or opened
	Work  int                                              // scrypt's N; 0 is the usual one

	trying sync.Mutex // one try at a time

	mu       sync.Mutex
	kept     *verifier // nil without a passphrase
	shut     chan struct{}
	isShut   bool
	touched  time.Time
	tries    tries
	pending  recovery.Key
	asked    []int // groups of the pending key that must be typed back
	began    time.Time
	recovery Recovery
}

// State is how the lock stands.
type State struct {
	Set      bool          // it has a passphrase
	Shut     bool          //
	Wait     time.Duration // until the next try is taken
	Recovery Recovery
}

// Load reads what is kept. A lock with a passphrase is shut then.
func (l *Lock) Load() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shut, l.touched = make(chan struct{}), l.wall()
	l.tries = l.readTries()
	if err := readJSON(l.Spare, &l.recovery); err != nil {
		return fmt.Errorf("read the recovery key's lock: %w", err)
	}
	var v verifier
	if err := readJSON(l.File, &v); err != nil {
		return fmt.Errorf("read the lock: %w", err)
	}
	if v.Format == 0 {
		return nil
	}
	if v.Format != 1 || v.N < 2 || v.N > mostWork || v.R != blocks || v.P != 1 || len(v.Sum) != sumBytes {
		return fmt.Errorf("read the lock: it is of no form that is known")
	}
	l.kept, l.isShut = &v, true
	close(l.shut)
	return nil
}

// readJSON reads a file into v; one that is not there leaves it as it is.
func readJSON(path string, v any) error {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}

// writeJSON writes a file that only its owner may read, whole or not at all.
func writeJSON(path string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return durable.Write(path, raw)
}

// wall is the time without what stands still while a machine sleeps.
func (l *Lock) wall() time.Time { return l.Now().Round(0) }

// State is how the lock stands now.
func (l *Lock) State() State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return State{Set: l.kept != nil, Shut: l.isShut, Wait: l.wait(), Recovery: l.recovery}
}

// Shut reports whether the lock is shut, and shuts it first when nobody has
// touched the program for as long as its owner chose.
func (l *Lock) Shut(ctx context.Context) bool {
	l.shutWhenIdle(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.isShut
}

// Shutting is closed as soon as the lock is shut.
func (l *Lock) Shutting() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shut
}

func (l *Lock) shutWhenIdle(ctx context.Context) {
	l.mu.Lock()
	open := l.kept != nil && !l.isShut
	l.mu.Unlock()
	if !open || l.Idle == nil {
		return
	}
	idle, err := l.Idle(ctx)
	if err != nil || idle <= 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.wall()
	if now.Before(l.touched) { // the clock was set back
		l.touched = now
	}
	if now.Sub(l.touched) >= idle {
		l.shutNow()
	}
}

// Watch shuts the lock when nobody touches the program, until ctx ends.
func (l *Lock) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.shutWhenIdle(ctx)
		}
	}
}

// Touch says that a person uses the program.
func (l *Lock) Touch() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.isShut {
		l.touched = l.wall()
	}
}

// Close shuts the lock. It fails with ErrNone where it has no passphrase.
func (l *Lock) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept == nil {
		return ErrNone
	}
	l.shutNow()
	return nil
}

func (l *Lock) shutNow() {
	if l.kept == nil || l.isShut {
		return
	}
	l.isShut = true
	close(l.shut)
	if l.Told != nil {
		l.Told()
	}
}

// Open opens the lock by its passphrase or the recovery key, and says whether it
// was the key. It fails with ErrWrong, ErrWait or ErrNone.
func (l *Lock) Open(typed string) (byRecovery bool, err error) {
	byRecovery, err = l.try(typed)
	if err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.touched = l.wall()
	if !l.isShut {
		return byRecovery, nil
	}
	l.isShut, l.shut = false, make(chan struct{})
	if l.Told != nil {
		l.Told()
	}
	return byRecovery, nil
}

// try holds what was typed against the lock.
func (l *Lock) try(typed string) (byRecovery bool, err error) {
	l.trying.Lock()
	defer l.trying.Unlock()
	l.mu.Lock()
	kept, spare, wait := l.kept, l.recovery.Lock, l.wait()
	l.mu.Unlock()
	if kept == nil {
		return false, ErrNone
	}
	if wait > 0 {
		return false, ErrWait
	}
	l.begun()
	if key, err := recovery.Parse(typed); err == nil && spare != "" && key.Fits(spare) {
		l.right()
		return true, nil
	}
	same, err := kept.is(typed)
	if err != nil {
		return false, err
	}
	if !same {
		return false, ErrWrong
	}
	l.right()
	return false, nil
}

func (v verifier) is(typed string) (bool, error) {
	if len(typed) > longest {
		return false, nil
	}
	sum, err := scrypt.Key([]byte(typed), v.Salt, v.N, v.R, v.P, sumBytes)
	if err != nil {
		return false, fmt.Errorf("derive verifier: %w", err)
	}
	return subtle.ConstantTimeCompare(sum, v.Sum) == 1, nil
}

func (l *Lock) verifierOf(passphrase string) (*verifier, error) {
	work := l.Work
	if work == 0 {
		work = usualWork
	}
	v := &verifier{Format: 1, N: work, R: blocks, P: 1, Salt: make([]byte, 16)}
	_, _ = rand.Read(v.Salt) // never fails: crypto/rand ends the program instead
	var err error
	if v.Sum, err = scrypt.Key([]byte(passphrase), v.Salt, v.N, v.R, v.P, sumBytes); err != nil {
		return nil, fmt.Errorf("derive verifier: %w", err)
	}
	return v, nil
}

// Set gives the lock a passphrase. Where it has one, that one or the recovery key
// must be shown. It fails with ErrShort, ErrWrong or ErrWait, and leaves the lock
// open or shut as it is.
func (l *Lock) Set(present, passphrase string) error {
	if len(passphrase) < shortest || len(passphrase) > longest {
		return ErrShort
	}
	if err := l.shown(present); err != nil {
		return err
	}
	v, err := l.verifierOf(passphrase)
	if err != nil {
		return err
	}
	if err := writeJSON(l.File, v); err != nil {
		return fmt.Errorf("keep the lock: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept, l.touched = v, l.wall()
	return nil
}

// shown wants the passphrase or the recovery key where there is a lock.
func (l *Lock) shown(present string) error {
	if !l.State().Set {
		return nil
	}
	_, err := l.try(present)
	return err
}

// Remove takes the passphrase away, which must be shown. It fails as Open does.
func (l *Lock) Remove(present string) error {
	if _, err := l.try(present); err != nil {
		return err
	}
	if err := os.Remove(l.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the lock: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept = nil; l.isShut {
		l.isShut, l.shut = false, make(chan struct{})
	}
	return nil
}
