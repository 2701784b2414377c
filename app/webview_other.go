//go:build desktop && production && !linux

package main

import (
	"context"
	"fmt"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// webview is the page inside the window, beyond what Wails offers of it. The
// web views of macOS and Windows bring their own keys for editing; what the
// menu asks for goes through the page.
type webview struct{}

// guard has nothing to hold on to here: Wails offers no say in where the page
// goes. The page itself links nowhere, its content security policy allows no
// form or frame to leave, and nothing is bound that another page could call.
func (webview) guard(ctx context.Context, _ string, _ func(string)) { <-ctx.Done() }

func (webview) cut(ctx context.Context)       { command(ctx, "cut") }
func (webview) copy(ctx context.Context)      { command(ctx, "copy") }
func (webview) paste(ctx context.Context)     { command(ctx, "paste") }
func (webview) selectAll(ctx context.Context) { command(ctx, "selectAll") }

func command(ctx context.Context, name string) {
	runtime.WindowExecJS(ctx, fmt.Sprintf("document.execCommand(%q)", name))
}

// zoom makes the page larger by factor; 0 gives it its natural size.
func (webview) zoom(ctx context.Context, factor float64) {
	runtime.WindowExecJS(ctx, fmt.Sprintf(
		"document.documentElement.style.zoom = %g ? Math.min(3, Math.max(0.5, (Number(document.documentElement.style.zoom) || 1) * %[1]g)) : 1",
		factor))
}
