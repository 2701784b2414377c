package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// mostPlan is how much of a chosen file is read: what is longer is no plan, and
// the plan's own decoder says so.
const mostPlan = 8<<20 + 1

// readPlan returns the start of the file at path.
func readPlan(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open plan file: %w", err)
	}
	defer file.Close()
	document, err := io.ReadAll(io.LimitReader(file, mostPlan))
	if err != nil {
		return nil, fmt.Errorf("read plan file: %w", err)
	}
	return document, nil
}

// writePlan puts document at path whole or not at all: it is written beside it
// and takes its place in one step, so that a full disk costs no earlier copy.
func writePlan(path string, document []byte) error {
	return writeFile(path, func(to io.Writer) error {
		_, err := to.Write(document)
		return err
	})
}

// writeFile is writePlan for whatever write gives.
func writeFile(path string, write func(io.Writer) error) (err error) {
	draft, err := os.CreateTemp(filepath.Dir(path), ".meridian-*")
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(draft.Name()))
		}
	}()
	if err = errors.Join(write(draft), draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err = os.Rename(draft.Name(), path); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	return nil
}

// named gives a chosen path the ending of a plan, if the person typed none.
func named(path string) string {
	if filepath.Ext(path) == "" {
		return path + ".meridian.json"
	}
	return path
}

// webPage is address in the form that every launcher of a browser takes: a
// page of the web, with the characters escaped that a shell might read.
func webPage(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("open link: %w", err)
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return "", errors.New("open link: not a page of the web")
	}
	var escaped strings.Builder
	for _, r := range u.String() {
		if strings.ContainsRune("!$'()*;[]`{|}~", r) {
			fmt.Fprintf(&escaped, "%%%02X", r)
			continue
		}
		escaped.WriteRune(r)
	}
	return escaped.String(), nil
}
