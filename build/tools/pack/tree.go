package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// entry is one file or directory of a tree. Its owner is root, its date the
// epoch; of its mode only whether it may be run is kept.
type entry struct {
	path string // with slashes, without one at the start
	dir  bool
	mode int64
	body []byte
}

// entries reads a tree in the order of its paths.
func entries(root string) ([]entry, error) {
	var all []entry
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		e := entry{path: filepath.ToSlash(rel), dir: d.IsDir(), mode: 0o755}
		if !e.dir {
			if e, err = readEntry(e, path); err != nil {
				return err
			}
		}
		all = append(all, e)
		return nil
	})
	return all, err // WalkDir goes in lexical order
}

func readEntry(e entry, path string) (entry, error) {
	info, err := os.Stat(path)
	if err != nil {
		return e, err
	}
	if info.Mode()&0o111 == 0 {
		e.mode = 0o644
	}
	e.body, err = os.ReadFile(path)
	return e, err
}

// tarball is entries in a gzipped tar, each path with prefix before it.
func tarball(all []entry, prefix string, at time.Time) ([]byte, error) {
	var packed bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zipped)
	for _, e := range all {
		if err := putEntry(w, e, prefix, at); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	err = zipped.Close()
	return packed.Bytes(), err
}

func putEntry(w *tar.Writer, e entry, prefix string, at time.Time) error {
	head := &tar.Header{Name: prefix + e.path, Mode: e.mode, ModTime: at, Uname: "root", Gname: "root", Format: tar.FormatGNU, Typeflag: tar.TypeReg, Size: int64(len(e.body))}
	if e.dir {
		head.Name, head.Typeflag = strings.TrimSuffix(head.Name, "/")+"/", tar.TypeDir // the root's own name ends in one already
	}
	if err := w.WriteHeader(head); err != nil {
		return err
	}
	_, err := io.Copy(w, bytes.NewReader(e.body))
	return err
}

// packTar writes a tree as NAME/… in a gzipped tar.
func packTar(args []string) error {
	d, err := describe("tar", args)
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
	packed, err := tarball(append([]entry{{path: "", dir: true, mode: 0o755}}, all...), d.name+"/", at)
	if err != nil {
		return err
	}
	return os.WriteFile(d.out, packed, 0o644)
}
