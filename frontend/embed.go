// Package frontend carries what npm brings inside the binary: the built
// interface (dist/) and the reader of PDF files (pdfium/).
//
// Promise: FS always opens; before the first frontend build it holds only a
// placeholder, and whoever serves it says so instead of showing a blank page.
// PDFium is empty before that build, and whoever reads PDF files says so.
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

//go:embed all:pdfium
var pdfium embed.FS

// PDFium is the PDF engine as WebAssembly; nil in a program that was built
// without it.
func PDFium() []byte {
	wasm, err := pdfium.ReadFile("pdfium/pdfium.wasm")
	if err != nil {
		return nil
	}
	return wasm
}
