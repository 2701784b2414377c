//go:build desktop && production

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"meridian/backend/config"
)

// open shows Meridian in a window and returns the exit code when it has closed.
// Wails closes the window in order when an interrupt or the session's end asks.
func open(args []string) int {
	c, file, err := asked(args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "meridian:", err)
		return 2
	}
	if err := window(context.Background(), c, file, logger()); err != nil {
		fmt.Fprintln(os.Stderr, "meridian:", err)
		return 1
	}
	return 0
}

// asked reads what the program was started with: [--data DIR] [PLAN.json].
func asked(args []string) (c config.Config, file string, err error) {
	home, _ := os.UserHomeDir() // config says what to do without one
	c, err = config.Load(config.Surroundings{OS: runtime.GOOS, Home: home, Getenv: os.Getenv})
	if err != nil && !errors.Is(err, config.ErrNoHome) {
		return c, "", err
	}
	flags := flag.NewFlagSet("meridian", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "meridian [--data DIR] [PLAN.json] opens a window; meridian help lists the commands.")
	}
	flags.StringVar(&c.Data, "data", c.Data, "")
	if err := flags.Parse(args); err != nil {
		return c, "", err
	}
	if c.Data == "" {
		return c, "", config.ErrNoHome
	}
	if c.Data, err = filepath.Abs(c.Data); err != nil {
		return c, "", err
	}
	if flags.NArg() > 1 {
		return c, "", fmt.Errorf("%d files were given; one can be opened", flags.NArg())
	}
	if flags.NArg() == 0 {
		return c, "", nil
	}
	file, err = filepath.Abs(flags.Arg(0))
	return c, file, err
}
