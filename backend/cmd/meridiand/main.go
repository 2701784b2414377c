// Command meridiand is Meridian without a window: a host for browsers, and the
// commands at a terminal. It needs no cgo and runs on every system.
package main

import (
	"os"

	"meridian/backend"
)

func main() {
	os.Exit(backend.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
