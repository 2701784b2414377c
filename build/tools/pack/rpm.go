package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/google/rpmpack"
)

// rpmArch is how RPM names what Go names otherwise.
var rpmArch = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

// packRPM writes a tree as an RPM package. Directories that the system owns are
// not in it: two packages may not own one.
func packRPM(args []string) error {
	d, err := describe("rpm", args)
	if err != nil {
		return err
	}
	at, err := epoch()
	if err != nil {
		return err
	}
	all, err := entries(d.tree)
	if err != nil {
		return err
	}
	requires, err := relations(d.depends)
	if err != nil {
		return err
	}
	conflicts, err := relations(d.conflicts)
	if err != nil {
		return err
	}
	r, err := rpmpack.NewRPM(rpmpack.RPMMetaData{
		Name: d.name, Summary: d.summary, Description: d.text, Version: d.version, Release: "1", Arch: rpmArch[d.arch],
		OS: "linux", Vendor: "Meridian", Licence: "Apache-2.0", BuildHost: "localhost", Compressor: "zstd:best",
		Epoch: rpmpack.NoEpoch, BuildTime: at, Requires: requires, Conflicts: conflicts,
	})
	if err != nil {
		return err
	}
	for _, e := range all {
		if !e.dir {
			r.AddFile(rpmpack.RPMFile{Name: "/" + e.path, Body: e.body, Mode: uint(0o100000 | e.mode), Owner: "root", Group: "root", MTime: uint32(at.Unix())})
		}
	}
	out, err := os.Create(d.out)
	if err != nil {
		return err
	}
	if err := r.Write(out); err != nil {
		return fmt.Errorf("write %s: %w", d.out, err)
	}
	return out.Close()
}

// relations reads "gtk3, webkit2gtk4.1 >= 2.40".
func relations(text string) (rpmpack.Relations, error) {
	var all rpmpack.Relations
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if err := all.Set(one); err != nil {
			return nil, fmt.Errorf("relation %q: %w", one, err)
		}
	}
	return all, nil
}
