//go:build desktop && production

package main

import (
	"context"
	"runtime"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
	wails "github.com/wailsapp/wails/v2/pkg/runtime"
)

// zoomStep is how much larger one step makes the page.
const zoomStep = 1.1

// act is what the page is asked to do, by the name that it knows it under.
type act string

// The acts that the menu bar leaves to the page: it does them the same way
// when its own buttons are pressed.
const (
	actNew   act = "new-household"
	actOpen  act = "open-plan"
	actSave  act = "save-plan"
	actUndo  act = "undo"
	actRedo  act = "redo"
	actAbout act = "about"
)

// menuBar is the bar of a window whose Wails context comes from the start of
// the program; until then no item can be chosen.
func menuBar(say words, started func() context.Context) *menu.Menu {
	ask := func(a act) menu.Callback {
		return func(*menu.CallbackData) { askPage(started(), a) }
	}
	do := func(f func(context.Context)) menu.Callback {
		return func(*menu.CallbackData) { f(started()) }
	}
	bar := menu.NewMenu()
	if runtime.GOOS == "darwin" {
		bar.Append(menu.AppMenu()) // about, hide and quit, as every Mac program has them
	}
	file := bar.AddSubmenu(say.File)
	file.AddText(say.NewHousehold, keys.CmdOrCtrl("n"), ask(actNew))
	file.AddText(say.OpenPlan, keys.CmdOrCtrl("o"), ask(actOpen))
	file.AddText(say.SavePlan, keys.Combo("s", keys.CmdOrCtrlKey, keys.ShiftKey), ask(actSave))
	if runtime.GOOS != "darwin" {
		file.AddSeparator()
		file.AddText(say.Quit, keys.CmdOrCtrl("q"), do(wails.Quit))
	}
	editMenu(bar, say, ask, do)
	view := bar.AddSubmenu(say.View)
	view.AddText(say.Reload, keys.CmdOrCtrl("r"), do(reload))
	view.AddSeparator()
	view.AddText(say.ActualSize, keys.CmdOrCtrl("0"), do(zoomBy(0)))
	view.AddText(say.ZoomIn, keys.CmdOrCtrl("="), do(zoomBy(zoomStep)))
	view.AddText(say.ZoomOut, keys.CmdOrCtrl("-"), do(zoomBy(1/zoomStep)))
	view.AddSeparator()
	view.AddText(say.Screen, keys.Key("f11"), do(toggleFullScreen))
	bar.AddSubmenu(say.Help).AddText(say.About, nil, ask(actAbout))
	return bar
}

// quitMenu is the bar of a window that can only be closed.
func quitMenu(say words, started func() context.Context) *menu.Menu {
	bar := menu.NewMenu()
	bar.AddSubmenu(say.File).AddText(say.Quit, keys.CmdOrCtrl("q"), func(*menu.CallbackData) { wails.Quit(started()) })
	return bar
}

// editMenu leaves undo and redo to the page, which knows whether a field or
// the plan is meant, and the clipboard to the web view, which a page may not
// read from.
func editMenu(bar *menu.Menu, say words, ask func(act) menu.Callback, do func(func(context.Context)) menu.Callback) {
	if runtime.GOOS == "darwin" {
		bar.Append(menu.EditMenu()) // macOS takes its editing keys from this menu
		return
	}
	var page webview
	edit := bar.AddSubmenu(say.Edit)
	edit.AddText(say.Undo, keys.CmdOrCtrl("z"), ask(actUndo))
	edit.AddText(say.Redo, keys.Combo("z", keys.CmdOrCtrlKey, keys.ShiftKey), ask(actRedo))
	edit.AddSeparator()
	edit.AddText(say.Cut, keys.CmdOrCtrl("x"), do(page.cut))
	edit.AddText(say.Copy, keys.CmdOrCtrl("c"), do(page.copy))
	edit.AddText(say.Paste, keys.CmdOrCtrl("v"), do(page.paste))
	edit.AddText(say.SelectAll, keys.CmdOrCtrl("a"), do(page.selectAll))
}

// askPage tells the page what was chosen, as an event on its window.
func askPage(ctx context.Context, a act) {
	wails.WindowExecJS(ctx, `window.dispatchEvent(new CustomEvent("meridian:menu",{detail:"`+string(a)+`"}))`)
}

func reload(ctx context.Context) { wails.WindowExecJS(ctx, "location.reload()") }

func zoomBy(factor float64) func(context.Context) {
	return func(ctx context.Context) { webview{}.zoom(ctx, factor) }
}

func toggleFullScreen(ctx context.Context) {
	if wails.WindowIsFullscreen(ctx) {
		wails.WindowUnfullscreen(ctx)
		return
	}
	wails.WindowFullscreen(ctx)
}
