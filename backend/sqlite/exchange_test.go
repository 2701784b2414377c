package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"meridian/backend/fault"
)

// TestAnExchangeEndsWhereverItWasCut begins where a power cut could have left an
// exchange, and opens the database: the other one is there, and the old one is
// kept whole.
func TestAnExchangeEndsWhereverItWasCut(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  func(t *testing.T, path string, e exchange)
	}{
		{"not begun", func(t *testing.T, path string, e exchange) {
			if err := Exchange(t.Context(), path, e.Comes, e.Goes, Options{}); err != nil {
				t.Fatal(err)
			}
		}},
		{"noted", func(t *testing.T, path string, e exchange) { noted(t, path, e) }},
		{"the old log moved", func(t *testing.T, path string, e exchange) {
			write(t, path+"-wal", nil)
			noted(t, path, e)
			rename(t, path+"-wal", e.Goes+"-wal")
		}},
		{"the old one moved", func(t *testing.T, path string, e exchange) {
			noted(t, path, e)
			rename(t, path, e.Goes)
		}},
		{"the other one came", func(t *testing.T, path string, e exchange) {
			noted(t, path, e)
			rename(t, path, e.Goes)
			rename(t, e.Comes, path)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path, e := filepath.Join(dir, "meridian.db"), exchange{filepath.Join(dir, "new", "meridian.db"), filepath.Join(dir, "kept", "meridian.db")}
			named(t, path, "old")
			named(t, e.Comes, "new")
			c.cut(t, path, e)
			if got := nameIn(t, path); got != "new" {
				t.Errorf("the database is the %s one", got)
			}
			if got := nameIn(t, e.Goes); got != "old" {
				t.Errorf("kept is the %s one", got)
			}
			if _, err := os.Lstat(path + exchangeSuffix); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the note is still there: %v", err)
			}
		})
	}
}

func TestWhatShouldComeWasTakenAway(t *testing.T) {
	dir := t.TempDir()
	path, e := filepath.Join(dir, "meridian.db"), exchange{filepath.Join(dir, "new.db"), filepath.Join(dir, "kept", "meridian.db")}
	named(t, path, "old")
	noted(t, path, e)
	rename(t, path, e.Goes)
	if got := nameIn(t, path); got != "old" {
		t.Errorf("the database is the %s one", got)
	}
}

func TestAnExchangeThatCannotBeIsNone(t *testing.T) {
	dir := t.TempDir()
	path, comes := filepath.Join(dir, "meridian.db"), filepath.Join(dir, "new.db")
	named(t, path, "old")
	write(t, comes, []byte("no database at all"))
	if err := Exchange(t.Context(), path, comes, filepath.Join(dir, "kept.db"), Options{}); err == nil {
		t.Error("words took the place of a database")
	}
	if err := os.Remove(comes); err != nil {
		t.Fatal(err)
	}
	named(t, comes, "new")
	write(t, filepath.Join(dir, "kept.db"), nil)
	if err := Exchange(t.Context(), path, comes, filepath.Join(dir, "kept.db"), Options{}); err == nil {
		t.Error("what was kept would have been overwritten")
	}
	db := openAt(t, path, Options{})
	if err := Exchange(t.Context(), path, comes, filepath.Join(dir, "other.db"), Options{}); fault.Of(err) != fault.Locked {
		t.Errorf("a database that is open was exchanged: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := nameIn(t, path); got != "old" {
		t.Errorf("the database is the %s one", got)
	}
}

func noted(t *testing.T, path string, e exchange) {
	t.Helper()
	if err := noteExchange(path, e); err != nil {
		t.Fatal(err)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// named makes a database that knows a name, and closes it.
func named(t *testing.T, path, name string) {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.Exec(`INSERT INTO meta (name, value) VALUES ('test', ?)`, name); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func nameIn(t *testing.T, path string) (name string) {
	t.Helper()
	db := openAt(t, path, Options{})
	if err := db.read.QueryRow(`SELECT value FROM meta WHERE name = 'test'`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}
