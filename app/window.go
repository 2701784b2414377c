//go:build desktop && production

package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"meridian/backend"
	"meridian/backend/config"
	"meridian/backend/fault"
	"meridian/backend/settings"
)

// ticketLife is how long the splash page has to reach the interface.
const ticketLife = 30 * time.Second

// window shows the household of c in a window, with the plan in file if one is
// given, and returns when it has closed. Where a window is already open on the
// same data, that one is brought forward instead.
func window(ctx context.Context, c config.Config, file string, log *slog.Logger) error {
	if handOver(c.Data, call{File: file}) == nil {
		return nil
	}
	f := &frame{started: make(chan struct{})}
	n := &native{window: f.window}
	app, err := backend.Open(ctx, backend.Options{Data: c.Data, Port: c.Port, Locale: c.Locale, Native: n, Logger: log})
	if fault.Of(err) == fault.Locked && handOverSoon(ctx, c.Data, call{File: file}) == nil {
		return nil // it had only just started
	}
	if err != nil {
		return errors.Join(err, f.tell(ctx, settings.Locale(c.Locale), err))
	}
	return errors.Join(f.around(ctx, c, app, n, file, log), app.Close())
}

// handOverSoon waits a little for a window that is still opening.
func handOverSoon(ctx context.Context, dir string, c call) error {
	for range 20 {
		if err := handOver(dir, c); !errors.Is(err, errAlone) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return errAlone
}

// around shows app's page in f until the window closes.
func (f *frame) around(ctx context.Context, c config.Config, app *backend.Program, n *native, file string, log *slog.Logger) error {
	chosen, err := app.Settings(ctx)
	if err != nil {
		return err
	}
	locale := cmp.Or(chosen.Locale, settings.Locale(c.Locale))
	n.say = wordsFor(locale)
	f.theme, f.before, f.home = chosen.Theme, chosen.Window, app.Home()
	f.menu = menuBar(n.say, f.window)
	f.leave = func(address string) { _ = n.OpenLink(ctx, address) } // no page of the web: it stays unopened
	f.splash = func() splash {
		return splash{Lang: locale, Theme: chosen.Theme, Enter: app.Enter(ticketLife)}
	}
	f.keep = func(now settings.Window) { keepPlace(ctx, app, now, log) }

	beside, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- app.Run(beside) }()
	obey := func(later call) { f.obey(beside, app, locale, later) }
	if callers, err := listen(c.Data); err == nil {
		go callers.run(beside, obey)
	} else {
		log.Warn("later starts cannot reach this window", "error", err)
	}
	if file != "" {
		go obey(call{File: file})
	}
	shown := f.show(ctx)
	stop()
	return errors.Join(shown, <-served)
}

// keepPlace writes down where the window stood. That it could not must not keep
// the window from closing.
func keepPlace(ctx context.Context, app *backend.Program, now settings.Window, log *slog.Logger) {
	_, err := app.ChangeSettings(context.WithoutCancel(ctx), func(s settings.Settings) (settings.Settings, error) {
		s.Window = now
		return s, nil
	})
	if err != nil {
		log.Warn("the window's place was not kept", "error", err)
	}
}

// obey does what a later start asks: come forward, and open its plan.
func (f *frame) obey(ctx context.Context, app *backend.Program, locale settings.Locale, later call) {
	w := f.window()
	present(w)
	if later.File == "" {
		return
	}
	place, err := openFile(ctx, app, locale, later.File)
	if err != nil {
		_, _ = runtime.MessageDialog(w, runtime.MessageDialogOptions{Type: runtime.ErrorDialog, Title: "Meridian", Message: err.Error()})
		return
	}
	runtime.WindowExecJS(w, "location.assign("+quoted(place)+")")
}

// openFile makes a plan of a file, has the next start come back to it, and
// returns where the page shows it.
func openFile(ctx context.Context, app *backend.Program, locale settings.Locale, path string) (place string, err error) {
	id, err := plans{api: app.Home() + "api/v1/", owner: app.Owner(), locale: locale}.add(ctx, path)
	if err != nil {
		return "", err
	}
	place = "/h/" + id + "/today"
	_, err = app.ChangeSettings(ctx, func(s settings.Settings) (settings.Settings, error) {
		s.LastPlan, s.LastPath = id, place
		return s, nil
	})
	return place, err
}

// tell shows why Meridian cannot open, in a window that can only be closed: a
// program started from a desktop has no terminal to say it in.
func (f *frame) tell(ctx context.Context, locale settings.Locale, why error) error {
	title, fix := why.Error(), ""
	if known, ok := errors.AsType[*fault.Error](why); ok {
		title, fix = known.Title.In(string(locale)), known.Fix.In(string(locale))
	}
	f.theme = settings.ThemeSystem
	f.splash = func() splash { return splash{Lang: locale, Theme: f.theme, Trouble: title, Fix: fix} }
	f.home = splashOrigin
	f.leave = func(string) {}
	f.keep = func(settings.Window) {}
	f.menu = quitMenu(wordsFor(locale), f.window)
	return f.show(ctx)
}

// logger writes what goes wrong to where a terminal or a session's journal reads it.
func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
