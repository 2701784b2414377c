package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"meridian/backend/journal"
	"meridian/backend/journal/journaltest"
)

var now0 = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// clock is a time that tests move by hand.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func openAt(t testing.TB, path string, options Options) *DB {
	t.Helper()
	if options.Now == nil {
		options.Now = func() time.Time { return now0 }
	}
	db, err := Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// blank is a new database as Open leaves it behind. Making one takes a tenth of
// a second, and seconds under the race detector; a copy is the same.
var blank = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "blank")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "meridian.db")
	db, err := Open(context.Background(), path, Options{Now: func() time.Time { return now0 }})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// putBlank puts a new database where there is none.
func putBlank(t testing.TB, path string) {
	t.Helper()
	if _, err := os.Lstat(path); err == nil {
		return
	}
	content, err := blank()
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, content)
}

func openNew(t testing.TB, options Options) *DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meridian.db")
	putBlank(t, path)
	return openAt(t, path, options)
}

func TestPlansKeepTheJournalsPromise(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journal.Store { return openNew(t, Options{}).Plans })
}

func TestTheFileHasTheSettingsThatWereDecided(t *testing.T) {
	db := openNew(t, Options{})
	cases := []struct {
		pragma string
		want   int64
	}{
		{"page_size", 16384},
		{"auto_vacuum", 2},
		{"application_id", applicationID},
		{"synchronous", 2},
		{"foreign_keys", 1},
	}
	for _, c := range cases {
		var got int64
		if err := db.write.QueryRow("PRAGMA " + c.pragma).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s is %d (%v), want %d", c.pragma, got, err, c.want)
		}
	}
	var mode string
	if err := db.write.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal mode %q (%v)", mode, err)
	}
	if _, err := db.read.Exec(`DELETE FROM meta`); err == nil {
		t.Error("a reader wrote")
	}
}
