//go:build desktop && production

package main

/*
#cgo pkg-config: gtk+-3.0
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#include <stdlib.h>
#include "webview_linux.h"
*/
import "C"

import (
	"context"
	"unsafe"
)

// leaving carries the addresses that the person asked for and the window
// refused to go to, from GTK's thread to whoever opens them.
var leaving = make(chan string, 4)

//export leavePage
func leavePage(address *C.char) {
	select {
	case leaving <- C.GoString(address):
	default: // a page that clicks faster than a browser opens loses the click
	}
}

// webview is the page inside the window, beyond what Wails offers of it.
type webview struct{}

// guard keeps the window on Meridian's own pages; what else the person asks
// for goes to open. It returns when ctx ends.
func (webview) guard(ctx context.Context, home string, open func(string)) {
	withC(home, func(h *C.char) {
		withC(splashOrigin, func(s *C.char) { C.guardPage(h, s) })
	})
	for {
		select {
		case address := <-leaving:
			open(address)
		case <-ctx.Done():
			return
		}
	}
}

func (webview) cut(context.Context)       { withC("Cut", func(c *C.char) { C.editPage(c) }) }
func (webview) copy(context.Context)      { withC("Copy", func(c *C.char) { C.editPage(c) }) }
func (webview) paste(context.Context)     { withC("Paste", func(c *C.char) { C.editPage(c) }) }
func (webview) selectAll(context.Context) { withC("SelectAll", func(c *C.char) { C.editPage(c) }) }

// zoom makes the page larger by factor; 0 gives it its natural size.
func (webview) zoom(_ context.Context, factor float64) { C.zoomPage(C.double(factor)) }

// withC lends text to C, which copies what it keeps.
func withC(text string, use func(*C.char)) {
	c := C.CString(text)
	defer C.free(unsafe.Pointer(c))
	use(c)
}
