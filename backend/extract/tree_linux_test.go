package extract

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
)

// waitFor reads a file as soon as something is in it.
func waitFor(t *testing.T, path string) string {
	t.Helper()
	for range 1200 {
		if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
			return string(b)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s never came", filepath.Base(path))
	return ""
}

// TestTheTreeOfAChildEndsWithIt: what the child started is gone too, and all of
// it was polite.
func TestTheTreeOfAChildEndsWithIt(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	t.Setenv("TMPDIR", filepath.Dir(pidFile))
	r := newReader(t)
	r.Args = []string{"misbehave", "parent"}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error)
	go func() {
		_, err := r.Pages(ctx, Request{Path: put(t, "x.pdf", []byte("%PDF-1.4"))}, nil, func(document.Page) error { return nil })
		done <- err
	}()
	pid, err := strconv.Atoi(waitFor(t, pidFile))
	if err != nil {
		t.Fatal(err)
	}
	if nice := niceOf(t, pid); nice < politeness {
		t.Errorf("nice is %d", nice)
	}
	cancel()
	if err := <-done; !errors.Is(err, Cancelled) {
		t.Errorf("got %v", err)
	}
	for range 1200 {
		if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("it lives on")
}

// niceOf is the nice value of a process: field 19 of proc(5)'s stat.
func niceOf(t *testing.T, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	nice, err := strconv.Atoi(strings.Fields(after)[16])
	if err != nil {
		t.Fatal(err)
	}
	return nice
}
