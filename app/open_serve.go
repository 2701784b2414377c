//go:build !(desktop && production)

package main

import (
	"os"

	"meridian/backend"
)

// open serves the interface: this build has no window to show it in.
func open(args []string) int {
	serve := append([]string{args[0], "serve"}, args[1:]...)
	return backend.Main(serve, os.Stdin, os.Stdout, os.Stderr)
}
