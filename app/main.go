// Package main is Meridian in a window of its own, and the same program
// without one.
//
// Terms: the page is the interface, served by the backend on a loopback
// address; the frame is the window around it; a call is what a second start
// hands to the first. The package holds nothing that plans or computes: it
// opens the data, shows the page, and does for it what only a window can do.
//
// Promise: nothing is bound to the page, so what runs in the window can do no
// more than a browser; a second start on the same data never opens it twice;
// built without the tags desktop and production it needs no window at all and
// serves the same interface at an address that it prints.
package main

import (
	"os"

	"meridian/backend"
	"meridian/backend/cli"
)

func main() {
	if len(os.Args) > 1 && cli.Knows(os.Args[1]) {
		os.Exit(backend.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(open(os.Args))
}
