// Command pack makes of built programs what a person installs, and says what is
// in it: archives and packages for Linux, the resources of a Windows program,
// the icon of a macOS one, the licences of everything that is compiled in, the
// list of parts, the sums and the signed manifest of a release.
//
// Terms: a tree is a directory laid out as it is to be installed; the epoch is
// the moment that everything in a package is dated to, from SOURCE_DATE_EPOCH.
//
// Promise: the same input and epoch give the same bytes, on any machine. No
// clock, no name of a user or a host and no order of a directory goes in.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"
)

// commands are what pack does, by name.
var commands = map[string]func(args []string) error{
	"tar":       packTar,
	"deb":       packDeb,
	"rpm":       packRPM,
	"resources": packResources,
	"icns":      packICNS,
	"ico":       packICO,
	"licences":  packLicences,
	"sbom":      packSBOM,
	"sums":      packSums,
	"manifest":  packManifest,
	"key":       packKey,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: pack tar|deb|rpm|resources|icns|ico|licences|sbom|sums|manifest|key …")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "pack %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

// epoch is the moment that everything is dated to.
func epoch() (time.Time, error) {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH must be a number of seconds: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// described are the flags that a package's description comes from.
type described struct {
	name, version, arch, summary, text, depends, conflicts string
	tree, out                                              string
}

func describe(kind string, args []string) (described, error) {
	var d described
	flags := flag.NewFlagSet(kind, flag.ContinueOnError)
	flags.StringVar(&d.name, "name", "", "of the package, or of the directory in a tar")
	flags.StringVar(&d.version, "version", "", "")
	flags.StringVar(&d.arch, "arch", "amd64", "as Go names it")
	flags.StringVar(&d.summary, "summary", "", "one line")
	flags.StringVar(&d.text, "text", "", "a few sentences")
	flags.StringVar(&d.depends, "depends", "", "as the kind of package writes it")
	flags.StringVar(&d.conflicts, "conflicts", "", "")
	flags.StringVar(&d.tree, "tree", "", "what is to be installed, from the root on")
	flags.StringVar(&d.out, "out", "", "file to write")
	if err := flags.Parse(args); err != nil {
		return d, err
	}
	if d.name == "" || d.tree == "" || d.out == "" {
		return d, fmt.Errorf("--name, --tree and --out are needed")
	}
	return d, nil
}
