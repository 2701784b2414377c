package backend

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"meridian/backend/backup"
	"meridian/backend/httpapi"
	"meridian/backend/lock"
	"meridian/backend/settings"
	"meridian/backend/sqlite"
)

// Program is an App that begins again when its owner goes on with other data: at
// the same address, for the same browsers, and with the same lock.
type Program struct {
	opts Options

	mu  sync.Mutex
	app *App
}

// before is what a program leaves to the one that follows it.
type before struct {
	guard *httpapi.Guard
	lock  *lock.Lock

	place   string // that could not be gone on with, "" for none
	refused error  // why
}

// refusal is a place that the program could not begin again with, until it is
// asked to begin again anew.
type refusal struct {
	mu    sync.Mutex
	place string
	err   error
}

func (r *refusal) told() (place string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.place, r.err
}

func (r *refusal) set(place string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.place, r.err = place, err
}

// takeGuard is the guard of the program before this one, whose browsers stay let
// in, or a new one.
func (o Options) takeGuard(address string) *httpapi.Guard {
	if o.before != nil && o.before.guard != nil && o.before.guard.Host == address {
		return o.before.guard
	}
	return httpapi.NewGuard(address, o.Now)
}

// Open is New for a program that can begin again. The caller must Close it.
func Open(ctx context.Context, opts Options) (*Program, error) {
	opts.before = &before{}
	app, err := New(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &Program{opts: app.opts, app: app}, nil
}

func (p *Program) now() *App {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.app
}

// Run answers requests until ctx ends, and begins again as often as its owner
// goes on with other data. The caller still has to Close.
func (p *Program) Run(ctx context.Context) error {
	for {
		app := p.now()
		if err := app.Run(ctx); err != nil || !app.ends() {
			return err
		}
		if err := p.exchange(ctx, app); err != nil {
			return err
		}
	}
}

// exchange puts what the owner chose in the place of the data and begins again.
// What goes wrong leaves the data that was in use, and the program goes on with it
// and says why.
func (p *Program) exchange(ctx context.Context, app *App) error {
	ctx = context.WithoutCancel(ctx) // whoever ends the program now ends the one that follows
	opts := p.opts
	opts.before = &before{guard: app.guard, lock: app.lock}
	if at, ok := app.listener.Addr().(*net.TCPAddr); ok {
		opts.Port = at.Port
	}
	kept, refused := app.keeping(ctx)
	if err := app.Close(); err != nil {
		return fmt.Errorf("end before going on with other data: %w", err)
	}
	var next *App
	if refused == nil {
		next, refused = opts.begunWith(ctx, app.next, kept)
	}
	if refused != nil {
		app.opts.Logger.Error("the other data could not be gone on with", "error", refused)
		opts.before.place, opts.before.refused = app.next.ID, refused
		var err error
		if next, err = New(ctx, opts); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.app = next
	return nil
}

// keeping names the place for what is in use.
func (a *App) keeping(ctx context.Context) (backup.Place, error) {
	holds, err := holdingOf(ctx, a.store)
	if err != nil {
		return backup.Place{}, err
	}
	return a.backups.Keeping(holds)
}

// begunWith exchanges the data and opens it. Where it does not open, the data is
// exchanged back.
func (o Options) begunWith(ctx context.Context, comes, kept backup.Place) (*App, error) {
	data := filepath.Join(o.Data, databaseName)
	if err := sqlite.Exchange(ctx, data, comes.Database(), kept.Database(), sqlite.Options{Program: program}); err != nil {
		return nil, errors.Join(err, os.RemoveAll(kept.Directory))
	}
	next, err := New(ctx, o)
	if err != nil {
		back := sqlite.Exchange(ctx, data, kept.Database(), comes.Database(), sqlite.Options{Program: program})
		if back == nil {
			back = os.RemoveAll(kept.Directory)
		}
		return nil, errors.Join(err, back)
	}
	_ = os.RemoveAll(comes.Directory) // the database has left it; what is left is a note of what was in it
	return next, nil
}

// exchanger has the program end, for the one that follows to begin with what is
// in a place; nil where none can follow.
func (a *App) exchanger() func(backup.Place) {
	if a.opts.before == nil || a.listener == nil {
		return nil
	}
	var once sync.Once
	return func(place backup.Place) {
		once.Do(func() {
			a.refused.set("", nil)
			a.next = place
			close(a.again)
		})
	}
}

// ends reports whether the program ended for another to follow.
func (a *App) ends() bool {
	select {
	case <-a.again:
		return true
	default:
		return false
	}
}

// Address is where the program listens, as host:port.
func (p *Program) Address() string { return p.now().Address() }

// Home is the address of the interface for whoever has the cookie.
func (p *Program) Home() string { return p.now().Home() }

// Enter is an address that lets one browser in, once, until life has passed.
func (p *Program) Enter(life time.Duration) string { return p.now().Enter(life) }

// Owner is the secret of this launch, for programs that send it as a bearer token.
func (p *Program) Owner() string { return p.now().Owner() }

// Settings is what the owner chose.
func (p *Program) Settings(ctx context.Context) (settings.Settings, error) {
	return p.now().Settings(ctx)
}

// ChangeSettings replaces the settings by what edit makes of them.
func (p *Program) ChangeSettings(ctx context.Context, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error) {
	return p.now().ChangeSettings(ctx, edit)
}

// Notices are what the owner should hear of.
func (p *Program) Notices() []sqlite.Notice { return p.now().Notices() }

// Close ends the program as App.Close does.
func (p *Program) Close() error { return p.now().Close() }
