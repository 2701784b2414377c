package fetch

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// archives are one file, packed in each way that is read.
func archives(t testing.TB) map[string][]byte {
	t.Helper()
	var zipped, zst, tgz bytes.Buffer
	z := zip.NewWriter(&zipped)
	w, err := z.Create("bin/program")
	if err == nil {
		_, err = io.WriteString(w, "x")
	}
	e, fault := zstd.NewWriter(&zst)
	g := gzip.NewWriter(&tgz)
	if err := errors.Join(err, fault, z.Close(), tarred(e), e.Close(), tarred(g), g.Close()); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"a.zip": zipped.Bytes(), "a.tar.zst": zst.Bytes(), "a.tgz": tgz.Bytes()}
}

func tarred(into io.Writer) error {
	w := tar.NewWriter(into)
	err := w.WriteHeader(&tar.Header{Name: "bin/program", Mode: 0o755, Size: 1, Typeflag: tar.TypeReg})
	if err == nil {
		_, err = io.WriteString(w, "x")
	}
	return errors.Join(err, w.Close())
}

func FuzzUnpack(f *testing.F) {
	for name, raw := range archives(f) {
		f.Add(name, raw)
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		dir := t.TempDir()
		archive, into := filepath.Join(dir, "archive"), filepath.Join(dir, "into")
		if err := errors.Join(os.WriteFile(archive, raw, 0o600), os.Mkdir(into, 0o700)); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(into)
		if err != nil {
			t.Fatal(err)
		}
		_ = Unpack(t.Context(), archive, name, root, func(Progress) {})
		_ = root.Close()
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 2 {
			t.Errorf("something got out: %v", left)
		}
	})
}
