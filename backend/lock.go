package backend

import (
	"context"
	"path/filepath"
	"time"

	"meridian/backend/event"
	"meridian/backend/lock"
)

// The files of the lock and of the recovery key, in the directory of the data and
// not in the database: what is brought back from a backup is not shut by a
// passphrase of long ago.
const (
	lockName  = "lock.json"
	spareName = "recovery.json"
	countName = "lock.tries.json"
)

// lockLook is how often the program asks itself whether anybody is still there.
const lockLook = 5 * time.Second

func newLock(o Options) (*lock.Lock, error) {
	l := &lock.Lock{File: filepath.Join(o.Data, lockName), Spare: filepath.Join(o.Data, spareName), Count: filepath.Join(o.Data, countName), Now: o.Now}
	return l, l.Load()
}

// takeLock is the lock of the program before this one, open or shut as it is, or a
// new one.
func (o Options) takeLock() (*lock.Lock, error) {
	if o.before != nil && o.before.lock != nil {
		return o.before.lock, nil
	}
	return newLock(o)
}

// wireLock has the lock ask and tell this program.
func (a *App) wireLock() {
	a.lock.Idle = func(ctx context.Context) (time.Duration, error) {
		chosen, err := a.store.Settings.Get(ctx)
		return time.Duration(chosen.Lock.Minutes) * time.Minute, err
	}
	a.lock.Told = func() { a.events.Publish(event.Event{Kind: event.LockChanged}) }
}

// beginLock shuts the lock when nobody touches the program.
func (a *App) beginLock(ctx context.Context) error {
	a.working.Go(func() { a.lock.Watch(ctx, lockLook) })
	return nil
}
