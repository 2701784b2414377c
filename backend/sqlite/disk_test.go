package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/journal"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// noise is n bytes that do not pack.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func append1(ctx context.Context, db *DB, n int, document []byte) error {
	kind := journal.Edit
	if n == 1 {
		kind = journal.Create
	}
	r := journal.Revision{Number: n, At: now0, Kind: kind, Name: journal.EditName{Key: "k"}}
	return db.Plans.Append(ctx, journal.Entry{ID: "p", Currency: "USD"}, r, document, journal.Effects{})
}

// fill adds revisions until one fails, and says which was saved last.
func fill(ctx context.Context, db *DB, from int) (saved int, err error) {
	for n := from; n < from+10_000; n++ {
		if err := append1(ctx, db, n, noise(20_000)); err != nil {
			return n - 1, err
		}
	}
	return 0, errors.New("the disk never became full")
}

// soundAfterFull checks that exactly what was acknowledged is there.
func soundAfterFull(ctx context.Context, db *DB, saved int) error {
	history, err := db.Plans.Revisions(ctx, "p")
	if err != nil || len(history) != saved {
		return fmt.Errorf("%d revisions of %d saved: %w", len(history), saved, err)
	}
	for _, r := range history {
		if _, err := db.Plans.Document(ctx, "p", r.Number); err != nil {
			return fmt.Errorf("revision %d: %w", r.Number, err)
		}
	}
	complaint, err := quickCheck(ctx, db.read)
	if err != nil || complaint != "" {
		return fmt.Errorf("check: %s: %w", complaint, err)
	}
	return nil
}

func TestAFullDiskSavesNothingHalf(t *testing.T) {
	db := openNew(t, Options{})
	var pages int // the schema's own
	if err := db.write.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+16)); err != nil {
		t.Fatal(err)
	}
	saved, err := fill(t.Context(), db, 1)
	if !errors.Is(err, Full) || fault.Of(err) != fault.Unavailable {
		t.Fatalf("fault %v", err)
	}
	if err := soundAfterFull(t.Context(), db, saved); err != nil {
		t.Error(err)
	}
	if err := db.Results.Save(t.Context(), Result{Hash: "h", Blocks: map[string][]byte{"b": noise(1 << 20)}}); !errors.Is(err, Full) {
		t.Errorf("a result on a full disk: %v", err)
	}
	if kept, err := db.Results.Has(t.Context(), "h"); err != nil || kept {
		t.Errorf("half a result is kept: %t (%v)", kept, err)
	}
	if _, err := db.write.Exec(`PRAGMA max_page_count = 100000`); err != nil {
		t.Fatal(err)
	}
	if err := append1(t.Context(), db, saved+1, noise(20_000)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// fillDisk is a role: it works on a disk that is really small.
func fillDisk(path string) error {
	ctx := context.Background()
	if err := smallDisk(filepath.Dir(path)); err != nil {
		return err
	}
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	saved, err := fill(ctx, db, 1)
	if !errors.Is(err, Full) {
		return fmt.Errorf("not told that the disk is full: %w", err)
	}
	if err := soundAfterFull(ctx, db, saved); err != nil {
		return err
	}
	if err := db.Close(); err != nil && !errors.Is(explain(err), Full) {
		return err
	}
	if err := os.Remove(filepath.Join(filepath.Dir(path), "ballast")); err != nil {
		return err
	}
	db, err = Open(ctx, path, Options{})
	if err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if n := db.Notices(); len(n) > 0 {
		return fmt.Errorf("a full disk damaged the file: %v", n)
	}
	if err := soundAfterFull(ctx, db, saved); err != nil {
		return err
	}
	if err := append1(ctx, db, saved+1, noise(100)); err != nil {
		return err
	}
	return db.Close()
}

func TestADirectoryThatMayNotBeWrittenIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("file modes mean something else on Windows")
		return
	}
	for _, existing := range []bool{false, true} {
		dir := openToAll(t)
		path := filepath.Join(dir, "data", "meridian.db")
		if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if existing {
			db := openAt(t, path, Options{})
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{path, path + ".lock"} {
				if err := os.Chmod(name, 0o444); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.Chmod(filepath.Dir(path), 0o555); err != nil {
			t.Fatal(err)
		}
		before := snapshot(t, path)
		cmd := child(t, "try", path)
		asNobody(t, cmd, dir)
		out, err := cmd.Output()
		if err != nil || !strings.HasPrefix(string(out), "store.readOnly\n") {
			t.Errorf("existing %t: %s (%v)", existing, out, err)
		}
		if after := snapshot(t, path); after != before {
			t.Errorf("existing %t: something was changed:\n%s\nbefore:\n%s", existing, after, before)
		}
	}
}

func TestPlacesWhereNoDatabaseCanBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, path string
		want       error
	}{
		{"a directory", dir, NotAFile},
		{"below a file", filepath.Join(file, "meridian.db"), NoPlace},
	}
	for _, c := range cases {
		_, err := Open(t.Context(), c.path, Options{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestAnotherProgramHoldingTheFile(t *testing.T) {
	db := openNew(t, Options{})
	if _, err := db.write.Exec(`PRAGMA busy_timeout = 20`); err != nil {
		t.Fatal(err)
	}
	tool, err := dial(t.Context(), db.path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	if _, err := tool.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if err := append1(t.Context(), db, 1, []byte("{}")); !errors.Is(err, Busy) || fault.Of(err) != fault.Locked {
		t.Errorf("append while a tool holds the file: %v", err)
	}
	if _, err := db.Plans.Plans(t.Context()); err != nil {
		t.Errorf("readers need not wait: %v", err)
	}
	if _, err := tool.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := append1(t.Context(), db, 1, []byte("{}")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestStrangePathsWork(t *testing.T) {
	for _, name := range []string{"민준 서연.db", "a #1?.db", "100%25.db", "a&mode=ro.db"} {
		if runtime.GOOS == "windows" && strings.Contains(name, "?") {
			continue
		}
		path := filepath.Join(t.TempDir(), "자료 & co", name)
		db := openAt(t, path, Options{})
		if err := append1(t.Context(), db, 1, []byte("{}")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoNamesOfOneFileHaveOneGuard(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("links need a privilege on Windows")
		return
	}
	db := openNew(t, Options{})
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(db.path, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), link, Options{}); !errors.Is(err, Locked) {
		t.Errorf("through a link: %v", err)
	}
}

// snapshot is what is in a database's directory: names, sizes, times and sums.
// The index of the log is left out: whoever reads may write in it.
func snapshot(t testing.TB, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "-shm") {
			continue
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, e.Name(), info.Size(), info.ModTime().UnixNano(), checksum(raw))
	}
	return all.String()
}

// openToAll is a directory that every user may enter, unlike t.TempDir.
func openToAll(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "meridian-open-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}
