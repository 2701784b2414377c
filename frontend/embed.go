// Package frontend carries the built interface (dist/) inside the binary.
//
// Promise: FS always opens; before the first frontend build it holds only a
// placeholder, and whoever serves it says so instead of showing a blank page.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is the built interface, rooted at its index.html.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil { // dist is a constant, valid path.
		panic("frontend: embedded dist is missing")
	}
	return sub
}
