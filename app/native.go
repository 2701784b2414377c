//go:build desktop && production

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"meridian/backend"
)

// native is what only a window can do for the page: the system's file dialogs
// and its browser. The page reaches it over HTTP like everything else.
type native struct {
	say    words
	window func() context.Context // Wails' own, which its runtime needs; waits for the window
}

var _ backend.Native = (*native)(nil)

// OpenPlan returns the content of the file that the person chooses; nil when
// they chose none.
func (n *native) OpenPlan(context.Context) ([]byte, error) {
	path, err := runtime.OpenFileDialog(n.window(), runtime.OpenDialogOptions{Title: n.say.OpenTitle, Filters: n.filters()})
	if err != nil {
		return nil, fmt.Errorf("ask for a plan file: %w", err)
	}
	if path == "" {
		return nil, nil
	}
	return readPlan(path)
}

// SavePlan writes document where the person chooses and returns that place;
// "" when they chose none.
func (n *native) SavePlan(_ context.Context, suggested string, document []byte) (string, error) {
	path, err := runtime.SaveFileDialog(n.window(), runtime.SaveDialogOptions{
		Title: n.say.SaveTitle, DefaultFilename: suggested, Filters: n.filters(), CanCreateDirectories: true,
	})
	if err != nil {
		return "", fmt.Errorf("ask where to save the plan: %w", err)
	}
	if path == "" {
		return "", nil
	}
	path = named(path)
	return path, writePlan(path, document)
}

// SaveFile writes what write gives where the person chooses and returns that
// place; "" when they chose none.
func (n *native) SaveFile(_ context.Context, suggested string, write func(io.Writer) error) (string, error) {
	path, err := runtime.SaveFileDialog(n.window(), runtime.SaveDialogOptions{
		Title: n.say.SaveFileTitle, DefaultFilename: suggested, CanCreateDirectories: true,
	})
	if err != nil {
		return "", fmt.Errorf("ask where to save the file: %w", err)
	}
	if path == "" {
		return "", nil
	}
	return path, writeFile(path, write)
}

// OpenLink shows a page of the web in the system's browser.
func (n *native) OpenLink(_ context.Context, address string) error {
	page, err := webPage(address)
	if err != nil {
		return err
	}
	runtime.BrowserOpenURL(n.window(), page)
	return nil
}

func (n *native) filters() []runtime.FileFilter {
	return []runtime.FileFilter{
		{DisplayName: n.say.PlanFiles, Pattern: "*.json;*.meridian"},
		{DisplayName: n.say.AllFiles, Pattern: "*"},
	}
}
