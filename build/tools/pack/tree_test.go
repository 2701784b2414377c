package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestATarball holds what dpkg stumbles over: a root called ".//" leaves an empty
// name in its list of files, and with it nothing can be installed any more.
func TestATarball(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "usr", "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "usr", "bin", "x"), []byte("body"), 0o700); err != nil {
		t.Fatal(err)
	}
	all, err := entries(root)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1700000000, 0)
	packed, err := tarball(append([]entry{{dir: true, mode: 0o755}}, all...), "./", at)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := tarball(append([]entry{{dir: true, mode: 0o755}}, all...), "./", at); err != nil || !bytes.Equal(again, packed) {
		t.Errorf("two archives of one tree differ (%v)", err)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Mode != 0o755 || h.Uid != 0 || !h.ModTime.Equal(at) {
			t.Errorf("%s: mode %o of %d at %v", h.Name, h.Mode, h.Uid, h.ModTime)
		}
		names = append(names, h.Name)
	}
	if want := []string{"./", "./usr/", "./usr/bin/", "./usr/bin/x"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
}
