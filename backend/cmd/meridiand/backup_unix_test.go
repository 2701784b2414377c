//go:build unix

package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBackupsAtATerminal(t *testing.T) {
	const secret = "what nobody would ever guess"
	data, elsewhere := t.TempDir(), t.TempDir()
	file := filepath.Join(elsewhere, "mine.age")
	if got := call(t, "short\n", nil, "backup", "make", file, "--data", data); got.code != 1 || !strings.Contains(got.err, "10 to 1,024") {
		t.Errorf("a short passphrase: %d %s", got.code, got.err)
	}
	running := serve(t, data) // makes the demo household
	_ = running.Process.Signal(os.Interrupt)
	if err := running.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := call(t, secret+"\n", nil, "backup", "make", file, "--data", data); got.code != 0 || !strings.Contains(got.out, "read to its end") {
		t.Fatalf("made: %d %s%s", got.code, got.out, got.err)
	}
	if got := call(t, secret+"\n", nil, "backup", "make", file, "--data", data); got.code != 1 || !strings.Contains(got.err, "overwritten") {
		t.Errorf("made again: %d %s", got.code, got.err)
	}
	if got := call(t, secret, nil, "backup", "check", file); got.code != 0 || !strings.Contains(got.out, "The Rivera-Parks") {
		t.Errorf("checked: %d %s%s", got.code, got.out, got.err)
	}
	back := filepath.Join(elsewhere, "back")
	if got := call(t, secret, nil, "backup", "restore", file, "--to", back); got.code != 0 || !strings.Contains(got.out, "serve --data") {
		t.Fatalf("restored: %d %s%s", got.code, got.out, got.err)
	}
	if got := call(t, secret, nil, "backup", "restore", file, "--to", back); got.code != 1 || !strings.Contains(got.err, "in that place already") {
		t.Errorf("restored over it: %d %s", got.code, got.err)
	}
	zipped := filepath.Join(elsewhere, "plans.zip")
	if got := meridiand(t, "export", zipped, "--data", back); got.code != 0 {
		t.Fatalf("exported: %d %s", got.code, got.err)
	}
	z, err := zip.OpenReader(zipped)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if name := z.File[0].Name; !strings.HasPrefix(name, "The Rivera-Parks/") {
		t.Errorf("it holds %s", name)
	}
	for _, args := range [][]string{{"backup"}, {"backup", "burn"}, {"backup", "make"}, {"backup", "check"}, {"backup", "restore", file}, {"export"}} {
		if got := call(t, secret, nil, args...); got.code != 2 {
			t.Errorf("%v: %d %s", args, got.code, got.err)
		}
	}
}
