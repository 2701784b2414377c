//go:build unix

package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestServeLetsInAndEndsInOrder(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w, err := client.Get(s.address)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode != http.StatusSeeOther || len(w.Cookies()) != 1 {
		t.Errorf("entering gave %d with %d cookies", w.StatusCode, len(w.Cookies()))
	}
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil || s.errs.Len() > 0 {
		t.Errorf("after an interrupt: %v %s", err, s.errs)
	}
	again := serve(t, data) // the lock and the port are free
	if base(again.address) != base(s.address) {
		t.Errorf("the port went from %s to %s", base(s.address), base(again.address))
	}
	_ = again.Process.Signal(os.Interrupt)
	if err := again.Wait(); err != nil {
		t.Errorf("the second end: %v", err)
	}
}

func base(address string) string { before, _, _ := strings.Cut(address, "/enter"); return before }
