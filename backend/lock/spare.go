package lock

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"meridian/backend/recovery"
)

// Recovery is what the program keeps of the recovery key. The zero Recovery is
// that there is none.
type Recovery struct {
	Lock string    `json:"lock"` // seals for the key; tells nothing of it
	Made time.Time `json:"made"`
}

// NewKey is a recovery key that is being made: it holds once some of it was typed
// back, and opens nothing before.
type NewKey struct {
	Words []string // in order
	Ask   []int    // which of them must be typed back, counted from 0
}

const (
	askedBack = 2
	pendingAt = 15 * time.Minute
)

// Begin makes a recovery key and tells it, once. Where the lock has a passphrase,
// that one or the present key must be shown. It fails as Open does.
func (l *Lock) Begin(present string) (NewKey, error) {
	if err := l.shown(present); err != nil {
		return NewKey{}, err
	}
	key := recovery.New()
	ask := rand.Perm(recovery.Groups)[:askedBack] // no secret: which groups are asked for is told
	slices.Sort(ask)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending, l.asked, l.began = key, ask, l.wall()
	return NewKey{Words: key.Words(), Ask: ask}, nil
}

// Confirm has the key that was begun hold from now on, in the place of an older
// one. It fails with ErrNotBegun, or ErrUnconfirmed where a group differs.
func (l *Lock) Confirm(typed []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pending == (recovery.Key{}) || l.wall().Sub(l.began) > pendingAt {
		return ErrNotBegun
	}
	words := l.pending.Words()
	if len(typed) != len(l.asked) {
		return ErrUnconfirmed
	}
	for i, at := range l.asked {
		if !recovery.Same(typed[i], words[at]) {
			return ErrUnconfirmed
		}
	}
	spare, err := l.pending.Lock()
	if err != nil {
		return err
	}
	made := Recovery{Lock: spare, Made: l.wall().UTC().Truncate(time.Second)}
	if err := writeJSON(l.Spare, made); err != nil {
		return fmt.Errorf("keep the recovery key's lock: %w", err)
	}
	l.recovery, l.pending = made, recovery.Key{}
	return nil
}

// Seal has a passphrase opened by the recovery key; nil where there is none.
func (l *Lock) Seal(passphrase string) ([]byte, error) {
	spare := l.State().Recovery.Lock
	if spare == "" {
		return nil, nil
	}
	return recovery.Seal(spare, []byte(passphrase))
}
