package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/fault"
)

func TestWhoIsElsewhere(t *testing.T) {
	mine := Holder{PID: 1, Host: "desk", Machine: "aa"}
	for _, c := range []struct {
		name string
		h    Holder
		want bool
	}{
		{"nobody", Holder{}, false},
		{"one who took the name away", Holder{Host: "lap", Machine: "bb"}, false},
		{"this machine", Holder{PID: 7, Host: "desk", Machine: "aa"}, false},
		{"this machine under another name", Holder{PID: 7, Host: "desk.local", Machine: "aa"}, false},
		{"another machine", Holder{PID: 7, Host: "lap", Machine: "bb"}, true},
		{"another machine of the same name", Holder{PID: 7, Host: "desk", Machine: "bb"}, true},
		{"an older program here", Holder{PID: 7, Host: "desk"}, false},
		{"an older program elsewhere", Holder{PID: 7, Host: "lap"}, true},
	} {
		if got := c.h.elsewhere(mine); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
	if h := (Holder{PID: 7, Host: "lap"}); h.elsewhere(Holder{PID: 1}) {
		t.Error("a machine without a name cannot tell")
	}
}

// TestTwoMachinesOnOneSyncedFolder copies what another machine left to here, as a
// service does that keeps a folder the same on both.
func TestTwoMachinesOnOneSyncedFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	household(t, path)
	if err := sign(path+".lock", Holder{PID: 4711, Host: "laptop", Machine: "another", Since: time.Date(2026, 2, 28, 8, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, path)
	_, err := Open(t.Context(), path, Options{})
	var f *fault.Error
	if !errors.Is(err, Elsewhere) || !errors.As(err, &f) || !strings.Contains(f.Title.EN, "laptop") || !strings.Contains(f.Fix.KO, "meridian.db.lock") {
		t.Fatalf("not refused with reasons: %v", err)
	}
	if after := snapshot(t, path); after != before {
		t.Errorf("something was changed:\n%s\nbefore:\n%s", after, before)
	}
	if err := os.Remove(path + ".lock"); err != nil { // what the fix says
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if h := holder(path + ".lock"); h.PID != os.Getpid() {
		t.Errorf("the holder is %+v", h)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if h := holder(path + ".lock"); h != (Holder{}) {
		t.Errorf("whoever closed still holds: %+v", h)
	}
}
