package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is one Go module that is compiled into what we ship.
type module struct{ path, version, dir string }

// shipped are the builds whose modules are collected: what one system compiles
// in, another may not.
var shipped = []struct {
	system, tags string
	packages     []string
}{
	{"linux", "desktop,production,webkit2_41,netgo", []string{"./app", "./backend/cmd/meridiand"}},
	{"windows", "desktop,production,wv2runtime.download", []string{"./app", "./backend/cmd/meridiand"}},
	{"darwin", "desktop,production", []string{"./app", "./backend/cmd/meridiand"}},
}

// modules are those of all builds, by path.
func modules() ([]module, error) {
	found := map[string]module{}
	for _, build := range shipped {
		args := append([]string{"list", "-e", "-deps", "-tags", build.tags, "-f",
			`{{with .Module}}{{if not .Main}}{{.Path}}	{{.Version}}	{{if .Replace}}{{.Replace.Dir}}{{else}}{{.Dir}}{{end}}{{end}}{{end}}`}, build.packages...)
		list := exec.Command("go", args...)
		list.Env = append(os.Environ(), "GOOS="+build.system, "GOARCH=amd64", "CGO_ENABLED=1", "GOFLAGS=")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", build.system, err)
		}
		for line := range strings.Lines(string(out)) {
			if part := strings.Split(strings.TrimSpace(line), "\t"); len(part) == 3 {
				found[part[0]] = module{part[0], part[1], part[2]}
			}
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	all := slices.SortedFunc(maps.Values(found), func(a, b module) int { return strings.Compare(a.path, b.path) })
	return append(all, module{"The Go standard library and runtime", "", strings.TrimSpace(string(root))}), err
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|notice|unlicense|patents)([-.].*)?$`)

// licenceOf is everything that a module says of its licence.
func licenceOf(m module) (string, error) {
	files, err := os.ReadDir(m.dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", m.path, err)
	}
	var texts []string
	for _, f := range files {
		if f.IsDir() || !licenceFile.MatchString(f.Name()) || strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		body, err := os.ReadFile(filepath.Join(m.dir, f.Name()))
		if err != nil {
			return "", err
		}
		texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(body), "\r\n", "\n")))
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("%s says nothing of its licence", m.path)
	}
	return strings.Join(texts, "\n\n"), nil
}

// kinds are the licences that what we ship may have, by words that stand in no
// other. The first that fits is meant.
var kinds = []struct{ name, words string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License"},
	{"BSD-3-Clause", "names? of .{0,80} may (not )?be used to endorse"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
	{"ISC", "Permission to use, copy, modify, and(/or)? distribute this software"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"Unlicense", "free and unencumbered software released into the public domain"},
	{"CC0-1.0", "CC0 1.0 Universal"},
}

// kindOf names a licence. An unknown one is an error: somebody has to read it
// before it is shipped.
func kindOf(text string) (string, error) {
	flat := strings.Join(strings.Fields(text), " ")
	for _, k := range kinds {
		if regexp.MustCompile(k.words).MatchString(flat) {
			return k.name, nil
		}
	}
	return "", errors.New("has a licence that is not known here")
}

// licenceSheet is every licence once, under the names of all that have it.
func licenceSheet(all []module) ([]byte, error) {
	var order []string
	names := map[string][]string{}
	for _, m := range all {
		text, err := licenceOf(m)
		if err != nil {
			return nil, err
		}
		kind, err := kindOf(text)
		if err != nil {
			return nil, fmt.Errorf("%s %w", m.path, err)
		}
		if names[text] == nil {
			order = append(order, text)
		}
		names[text] = append(names[text], strings.Join(strings.Fields(m.path+" "+m.version), " ")+" ("+kind+")")
	}
	var b bytes.Buffer
	rule := strings.Repeat("-", 72)
	for _, text := range order {
		fmt.Fprintf(&b, "%s\n%s\n%s\n\n%s\n\n", rule, strings.Join(names[text], "\n"), rule, text)
	}
	return b.Bytes(), nil
}

// packLicences writes the licences of every Go module that is shipped to a file,
// or with --check compares them with it.
func packLicences(args []string) error {
	flags := flag.NewFlagSet("licences", flag.ContinueOnError)
	check := flags.Bool("check", false, "compare, and write nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	all, err := modules()
	if err != nil {
		return err
	}
	sheet, err := licenceSheet(all)
	if err != nil {
		return err
	}
	path := flags.Arg(0)
	if !*check {
		return os.WriteFile(path, sheet, 0o644)
	}
	if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, sheet) {
		return errors.Join(fmt.Errorf("%s is not what the modules say now", path), err)
	}
	return nil
}
