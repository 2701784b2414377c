//go:build desktop && production

package main

import (
	"context"
	_ "embed"
	"os"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"meridian/backend/settings"
)

//go:embed icon.png
var icon []byte

// frame is the window around the page. Nothing is bound to it: the page speaks
// HTTP to the same server as every browser, so no page that ever got into the
// window could reach more than a browser can.
type frame struct {
	theme  settings.Theme
	menu   *menu.Menu
	splash func() splash         // what Wails shows first
	home   string                // where the page lives, as the start of every address of it
	leave  func(address string)  // takes an address outside home that the person asked for
	before settings.Window       // where the window stood last time
	keep   func(settings.Window) // is told where it stood when it closed

	started chan struct{}
	ctx     context.Context // Wails' own; set before started is closed
}

// window is the context that Wails' runtime wants. It waits for the window.
func (f *frame) window() context.Context {
	<-f.started
	return f.ctx
}

// show opens the window and returns when it has closed.
func (f *frame) show(ctx context.Context) error {
	ctx, closed := context.WithCancel(ctx)
	defer closed()
	size, _ := fitting(f.before, nil)
	if f.before.Width > 0 {
		size = f.before
	}
	state := options.Normal
	if f.before.Maximised {
		state = options.Maximised
	}
	return wails.Run(&options.App{
		Title:            "Meridian",
		Width:            size.Width,
		Height:           size.Height,
		MinWidth:         leastWidth,
		MinHeight:        leastHeight,
		WindowStartState: state,
		BackgroundColour: background(f.theme),
		AssetServer:      &assetserver.Options{Handler: pages(f.splash)},
		Menu:             f.menu,
		OnStartup:        func(w context.Context) { f.open(ctx, w) },
		OnBeforeClose:    f.close,
		Linux: &linux.Options{
			Icon:             icon,
			ProgramName:      "meridian",
			WebviewGpuPolicy: gpuPolicy(os.Getenv("MERIDIAN_GPU")),
		},
		Windows: &windows.Options{WebviewGpuIsDisabled: os.Getenv("MERIDIAN_GPU") == "never"},
	})
}

// gpuPolicy is when the page may draw on the graphics processor. Wails' own
// choice, when none is stated, is never; a driver that draws a blank window is
// the reason to ask for that here.
func gpuPolicy(asked string) linux.WebviewGpuPolicy {
	switch asked {
	case "always":
		return linux.WebviewGpuPolicyAlways
	case "never":
		return linux.WebviewGpuPolicyNever
	}
	return linux.WebviewGpuPolicyOnDemand
}

// background is what shows before the first page is drawn.
func background(theme settings.Theme) *options.RGBA {
	if theme == settings.ThemeDark {
		return options.NewRGB(0x10, 0x20, 0x1f)
	}
	return options.NewRGB(0xf6, 0xf4, 0xef)
}

// open puts the window where it stood and starts what runs beside it, until
// ctx ends with the window.
func (f *frame) open(ctx, w context.Context) {
	f.ctx = w
	close(f.started)
	go webview{}.guard(ctx, f.home, f.leave)
	f.restore(w)
}

// restore sizes and moves the window. The answer to a first question comes
// only when its main loop runs, and so after Wails has centred it.
func (f *frame) restore(w context.Context) {
	runtime.WindowGetSize(w)
	place, moved := fitting(f.before, screens(w))
	if f.before.Maximised {
		return
	}
	runtime.WindowSetSize(w, place.Width, place.Height)
	if moved && os.Getenv("XDG_SESSION_TYPE") != "wayland" { // where no program may place itself
		moveTo(w, place.X, place.Y)
	}
}

// moveTo brings the window's corner to (x, y). On Linux Wails counts a move
// from the screen that the window is on, but tells positions from the corner of
// all screens; so ask, look, and ask again for the difference.
func moveTo(w context.Context, x, y int) {
	askX, askY := x, y
	for range 3 {
		runtime.WindowSetPosition(w, askX, askY)
		time.Sleep(50 * time.Millisecond) // a window manager answers in its own time
		atX, atY := runtime.WindowGetPosition(w)
		if atX == x && atY == y {
			return
		}
		askX, askY = askX+x-atX, askY+y-atY
	}
}

// close remembers where the window stands; it never keeps it from closing.
func (f *frame) close(w context.Context) (prevent bool) {
	now := settings.Window{Maximised: runtime.WindowIsMaximised(w)}
	now.X, now.Y = runtime.WindowGetPosition(w)
	now.Width, now.Height = runtime.WindowGetSize(w)
	f.keep(remembered(f.before, now))
	return false
}

// present brings the window before the person.
func present(w context.Context) {
	runtime.WindowShow(w)
	runtime.WindowUnminimise(w)
}

func screens(w context.Context) []screen {
	all, err := runtime.ScreenGetAll(w)
	if err != nil {
		return nil // then the window manager alone decides what is visible
	}
	var found []screen
	for _, s := range all {
		found = append(found, screen{s.Size.Width, s.Size.Height})
	}
	return found
}
