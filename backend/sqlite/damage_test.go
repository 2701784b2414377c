package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/journal"
	"meridian/backend/settings"
)

// household makes a file with three plans of several revisions each, settings
// and a result, and closes it.
func household(t testing.TB, path string) {
	t.Helper()
	putBlank(t, path)
	db, err := Open(t.Context(), path, Options{Now: func() time.Time { return now0 }})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c"} {
		for n := 1; n <= 6; n++ {
			r := journal.Revision{Number: n, At: now0.Add(time.Duration(n) * time.Hour), Kind: journal.Edit, Name: journal.EditName{Key: "edit"}}
			if n == 1 {
				r.Kind = journal.Create
			}
			if err := db.Plans.Append(t.Context(), journal.Entry{ID: id, Name: "plan " + id, Currency: "KRW"}, r, householdDocument(id, n), journal.Effects{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Plans.SetArchived(t.Context(), "c", true); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Settings.Patch(t.Context(), map[string]any{"locale": "ko"}); err != nil {
		t.Fatal(err)
	}
	if err := db.Results.Save(t.Context(), Result{Hash: "h", Plan: "a", Header: []byte("{}"), Blocks: map[string][]byte{"series": noise(50_000)}}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// householdDocument does not pack, so that it fills pages.
func householdDocument(id string, n int) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, `{"name":"plan %s","currency":"KRW","notes":"`, id)
	state := uint32(n)*2654435761 + uint32(id[0])
	for range 2500 {
		state = state*1664525 + 1013904223
		text.WriteByte('a' + byte(state>>24)%26)
	}
	text.WriteString(`"}`)
	return []byte(text.String())
}

// raw changes a file behind the back of the package.
func raw(t testing.TB, path, statement string) {
	t.Helper()
	tool, err := dial(t.Context(), path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	if _, err := tool.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func uncleanHousehold(t testing.TB, path string) []byte {
	t.Helper()
	household(t, path)
	raw(t, path, `UPDATE meta SET value = '0' WHERE name = 'clean'`)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// keptAside checks that the damaged bytes are kept as they were, and returns
// where.
func keptAside(t *testing.T, db *DB, damaged []byte) string {
	t.Helper()
	notices := db.Notices()
	if len(notices) != 1 || notices[0].ID != "store.keptAside" || notices[0].Text.KO == "" || notices[0].Fix.EN == "" {
		t.Fatalf("notices %+v", notices)
	}
	kept := notices[0].Kept
	if want := db.path + ".corrupt-20260301-090000"; kept != want {
		t.Errorf("kept as %s, want %s", kept, want)
	}
	content, err := os.ReadFile(kept)
	if err != nil || !bytes.Equal(content, damaged) {
		t.Errorf("what is kept is not what was damaged (%v)", err)
	}
	return kept
}

// wholePlans counts the plans that have their whole history, and fails on any
// document that is not what was saved.
func wholePlans(t *testing.T, db *DB) int {
	t.Helper()
	entries, err := db.Plans.Plans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, e := range entries {
		history, err := db.Plans.Revisions(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Locate(history, access.OwnerID); err != nil {
			t.Fatal(err)
		}
		for _, r := range history {
			document, err := db.Plans.Document(t.Context(), e.ID, r.Number)
			if err != nil {
				t.Fatal(err)
			}
			known := false
			for n := 1; n <= 6; n++ {
				known = known || bytes.Equal(document, householdDocument(e.ID, n))
			}
			if !known {
				t.Fatalf("plan %s shows a document that was never saved", e.ID)
			}
		}
		if len(history) == 6 {
			whole++
		}
	}
	return whole
}

func TestDamageIsKeptAsideAndTheRestCarriedOver(t *testing.T) {
	sound := uncleanHousehold(t, filepath.Join(t.TempDir(), "meridian.db"))
	cases := []struct {
		name   string
		damage func(content []byte) []byte
		whole  int // at least so many plans come over whole
	}{
		{"the header is overwritten", func(c []byte) []byte { copy(c, "not a database at all"); return c }, 0},
		{"a text file lies there", func([]byte) []byte { return []byte("hello, I am not a database\n") }, 0},
		{"the page size is nonsense", func(c []byte) []byte { c[16], c[17] = 3, 7; return c }, 0},
		{"only the first page is left", func(c []byte) []byte { return c[:pageSize] }, 0},
		{"the second half is cut off", func(c []byte) []byte { return c[:len(c)/2/pageSize*pageSize] }, 0},
		{"the last page is torn", func(c []byte) []byte { return c[:len(c)-pageSize/2] }, 0},
		{"every byte is zero", func(c []byte) []byte { clear(c); return c }, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "meridian.db")
			damaged := c.damage(bytes.Clone(sound))
			write(t, path, damaged)
			db := openAt(t, path, Options{})
			keptAside(t, db, damaged)
			if whole := wholePlans(t, db); whole < c.whole {
				t.Errorf("%d plans came over whole, want %d", whole, c.whole)
			}
			if err := append1(t.Context(), db, 1, []byte("{}")); err != nil {
				t.Errorf("the new file does not take a plan: %v", err)
			}
		})
	}
}

// Whichever page is torn: the program starts, never shows a plan that was not
// saved, and keeps the torn file if it noticed.
func TestWhicheverPageIsTorn(t *testing.T) {
	unraced(t)
	sound := uncleanHousehold(t, filepath.Join(t.TempDir(), "meridian.db"))
	noticed, rescued, torn := 0, 0, 0
	for page := 1; page < len(sound)/pageSize; page++ {
		torn++
		path := filepath.Join(t.TempDir(), "meridian.db")
		damaged := bytes.Clone(sound)
		copy(damaged[page*pageSize:(page+1)*pageSize], noise(pageSize))
		write(t, path, damaged)
		db, err := Open(t.Context(), path, Options{Now: func() time.Time { return now0 }})
		if err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
		if len(db.Notices()) > 0 {
			noticed++
			keptAside(t, db, damaged)
			rescued += wholePlans(t, db)
		}
		if err := db.Close(); err != nil {
			t.Errorf("page %d: %v", page, err)
		}
	}
	t.Logf("%d of %d torn pages were noticed at the start; %d plans came over whole", noticed, torn, rescued)
	if noticed < 5 || rescued < noticed {
		t.Error("hardly anything was noticed or rescued")
	}
}

func TestDamageFoundWhileWorkingIsMendedAtTheNextStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	household(t, path) // closed properly: no check at the next start
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	root := rootPage(t, path, "revisions")
	copy(content[(root-1)*pageSize:], noise(pageSize))
	write(t, path, content)

	db := openAt(t, path, Options{})
	if len(db.Notices()) > 0 {
		t.Fatal("a file closed properly was checked")
	}
	if _, err := db.Plans.Revisions(t.Context(), "a"); !errors.Is(err, Damaged) {
		t.Fatalf("reading a torn page: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openAt(t, path, Options{})
	if n := db.Notices(); len(n) != 1 {
		t.Fatalf("notices %v", n)
	}
	if chosen, err := db.Settings.Get(t.Context()); err != nil || chosen.Locale != settings.Korean {
		t.Errorf("the settings did not come over: %+v (%v)", chosen, err)
	}
}

func rootPage(t testing.TB, path, table string) int {
	t.Helper()
	tool, err := dial(t.Context(), path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	var page int
	if err := tool.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = ?`, table).Scan(&page); err != nil {
		t.Fatal(err)
	}
	return page
}

func TestWhatIsCarriedOver(t *testing.T) {
	dir := t.TempDir()
	from, into := filepath.Join(dir, "from.db"), filepath.Join(dir, "into.db")
	household(t, from)
	for _, statement := range []string{
		`DROP TRIGGER documents_stay`, `DROP TRIGGER revisions_remain`,
		// One old document of b is not what was saved; the newest of c has gone.
		`UPDATE documents SET body = x'00' WHERE id = (SELECT document FROM revisions WHERE plan = 'b' AND number = 3)`,
		`DELETE FROM revisions WHERE plan = 'c' AND number = 6`,
		`PRAGMA foreign_keys = 0`,
	} {
		raw(t, from, statement)
	}
	raw(t, from, `INSERT INTO plans VALUES ('d', 'lost', 'KRW', 0, 2, 0, 0, 0)`)
	before, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	got, err := carryOver(t.Context(), from, into)
	if want := (carried{whole: 1, part: 2, lost: 1}); err != nil || got != want {
		t.Fatalf("carried %+v (%v), want %+v", got, err, want)
	}
	if after, err := os.ReadFile(from); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the damaged file was written to (%v)", err)
	}
	db := openAt(t, into, Options{})
	for _, want := range []journal.Entry{
		{ID: "a", Name: "plan a", Currency: "KRW", Revision: 6, Updated: now0.Add(6 * time.Hour), Newest: "edit"},
		{ID: "b", Name: "plan b", Currency: "KRW", Revision: 1, Updated: now0.Add(6 * time.Hour), Newest: nameRecovered},
		{ID: "c", Name: "plan c", Currency: "KRW", Revision: 1, Updated: now0.Add(5 * time.Hour), Archived: true, Newest: nameRecovered},
	} {
		if e, err := db.Plans.Plan(t.Context(), want.ID); err != nil || e != want {
			t.Errorf("plan %s: %+v (%v), want %+v", want.ID, e, err, want)
		}
	}
	if document, err := db.Plans.Document(t.Context(), "b", 1); err != nil || !bytes.Equal(document, householdDocument("b", 6)) {
		t.Errorf("b is not at its newest state (%v)", err)
	}
	if history, err := db.Plans.Revisions(t.Context(), "b"); err != nil || history[0].Name.Key != nameRecovered {
		t.Errorf("history of b: %v (%v)", history, err)
	}
	if _, err := db.Plans.Plan(t.Context(), "d"); !errors.Is(err, journal.NoPlan) {
		t.Errorf("d: %v", err)
	}
}

func TestALogWithoutItsDatabaseIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	write(t, path+"-wal", []byte("what is left of a log"))
	db := openAt(t, path, Options{})
	kept := db.Notices()[0].Kept
	if content, err := os.ReadFile(kept + "-wal"); err != nil || string(content) != "what is left of a log" {
		t.Errorf("the log is %q (%v)", content, err)
	}
}

func TestADamagedSetKeepsItsLog(t *testing.T) {
	dir := t.TempDir()
	live := openAt(t, filepath.Join(dir, "live.db"), Options{})
	if err := append1(t.Context(), live, 1, noise(40_000)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "meridian.db") // as after a crash: a file and its log
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(live.path + end)
		if err != nil || len(content) == 0 {
			t.Fatalf("%s has %d bytes (%v)", end, len(content), err)
		}
		if end == "" {
			copy(content, "scribble")
		}
		write(t, path+end, content)
	}
	want, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	db := openAt(t, path, Options{})
	if content, err := os.ReadFile(db.Notices()[0].Kept + "-wal"); err != nil || !bytes.Equal(content, want) {
		t.Errorf("the log was not kept as it was (%v)", err)
	}
}

func TestNothingKeptAsideIsEverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	seen := map[string]string{}
	for i := range 4 { // all within the same second
		content := "damage " + strconv.Itoa(i)
		write(t, path, []byte(content))
		db, err := Open(t.Context(), path, Options{Now: func() time.Time { return now0 }})
		if err != nil {
			t.Fatal(err)
		}
		seen[db.Notices()[0].Kept] = content
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range seen {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d names for 4 files", len(seen))
	}
}

// A recovery may be cut short after every step; the next start ends it.
func TestARecoveryThatWasCutShort(t *testing.T) {
	steps := []struct {
		name string
		stop func(t *testing.T, path string)
	}{
		{"while carrying over", func(t *testing.T, path string) {
			write(t, path+".recovering", []byte("half"))
			write(t, path+".recovering-wal", []byte("half"))
			write(t, path+".recovering.new", []byte("half"))
		}},
		{"before the damaged file was moved", func(t *testing.T, path string) {
			recovered(t, path)
		}},
		{"after the damaged file was moved", func(t *testing.T, path string) {
			recovered(t, path)
			if err := os.Rename(path, path+".corrupt-20260301-085959"); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "meridian.db")
			damaged := uncleanHousehold(t, path)
			copy(damaged[(rootPage(t, path, "results")-1)*pageSize:], noise(pageSize))
			write(t, path, damaged)
			step.stop(t, path)
			db := openAt(t, path, Options{})
			if whole := wholePlans(t, db); whole != 3 {
				t.Errorf("%d plans are there, want 3", whole)
			}
			kept, err := filepath.Glob(path + ".corrupt-*")
			if err != nil || len(kept) == 0 {
				t.Fatalf("nothing is kept (%v)", err)
			}
			if content, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(content, damaged) {
				t.Errorf("what is kept is not what was damaged (%v)", err)
			}
			left, err := filepath.Glob(path + ".reco*")
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v (%v)", left, err)
			}
		})
	}
}

// recovered leaves what a recovery has made just before it moves anything.
func recovered(t *testing.T, path string) {
	t.Helper()
	if _, err := carryOver(t.Context(), path, path+".recovering"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".recovering", path+".recovered"); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatAreNotOursAreNotTouched(t *testing.T) {
	newer := fmt.Sprintf(`INSERT INTO migrations (version_id, is_applied) VALUES (%d, 1)`, newestVersion()+1)
	cases := []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"another program's database", func(t *testing.T, path string) { raw(t, path, `CREATE TABLE notes (body TEXT)`) }, Foreign},
		{"a newer Meridian's", func(t *testing.T, path string) { household(t, path); raw(t, path, newer) }, Newer},
		{"a newer Meridian's that was not closed", func(t *testing.T, path string) {
			household(t, path)
			raw(t, path, newer)
			raw(t, path, `UPDATE meta SET value = '0'`)
		}, Newer},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "meridian.db")
			c.make(t, path)
			write(t, path+".lock", nil)
			before := snapshot(t, path)
			_, err := Open(t.Context(), path, Options{})
			if !errors.Is(err, c.want) {
				t.Fatalf("err %v, want %v", err, c.want)
			}
			if err := os.Truncate(path+".lock", 0); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path+".lock", now0, now0); err != nil {
				t.Fatal(err)
			}
			after := snapshot(t, path)
			if without(after, ".lock") != without(before, ".lock") {
				t.Errorf("something was changed:\n%s\nbefore:\n%s", after, before)
			}
			if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
				t.Errorf("looking left a trace: %v", left)
			}
		})
	}
}

// without is a snapshot without the lines of the files that end in end.
func without(all, end string) string {
	var rest strings.Builder
	for line := range strings.Lines(all) {
		if !strings.Contains(line, end+" ") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

func TestANewerLogIsNotTouchedEither(t *testing.T) {
	dir := t.TempDir()
	live := openAt(t, filepath.Join(dir, "live.db"), Options{})
	if _, err := live.write.Exec(`INSERT INTO migrations (version_id, is_applied) VALUES (?, 1)`, newestVersion()+1); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "copy", "meridian.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(live.path + end)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path+end, content)
	}
	before := snapshot(t, path)
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, Newer) {
		t.Fatalf("err %v", err)
	}
	if after := without(snapshot(t, path), ".lock"); after != before {
		t.Errorf("something was changed:\n%s\nbefore:\n%s", after, before)
	}
}

func TestAHistoryOnlyGrows(t *testing.T) {
	db := openNew(t, Options{})
	if err := append1(t.Context(), db, 1, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE revisions SET kind = 'undo'`, `DELETE FROM revisions`, `UPDATE documents SET body = x'00'`,
		`DELETE FROM documents`, `DELETE FROM plans`,
	} {
		if _, err := db.write.Exec(statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
}

func TestADocumentThatIsNotWhatWasSavedIsNotShown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	household(t, path)
	raw(t, path, `DROP TRIGGER documents_stay`)
	raw(t, path, `UPDATE documents SET packing = 0, size = 2, body = x'7b7d' WHERE id = 1`)
	db := openAt(t, path, Options{})
	if document, err := db.Plans.Document(t.Context(), "a", 1); !errors.Is(err, Damaged) {
		t.Errorf("shown %q (%v)", document, err)
	}
}

func FuzzOpenForeignBytes(f *testing.F) {
	f.Add([]byte("SQLite format 3\x00"))
	f.Add([]byte{})
	path := filepath.Join(f.TempDir(), "meridian.db")
	household(f, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole[:headSize])
	f.Add(whole[:2*pageSize])
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "meridian.db")
		write(t, path, content)
		db, err := Open(t.Context(), path, Options{})
		if errors.Is(err, Foreign) {
			if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, content) {
				t.Fatal("a foreign file was touched")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if len(db.Notices()) == 0 && len(content) > 0 {
			return
		}
		for _, n := range db.Notices() {
			if kept, err := os.ReadFile(n.Kept); err != nil || !bytes.Equal(kept, content) {
				t.Fatal("damage was not kept as it was")
			}
		}
	})
}

func FuzzUnpack(f *testing.F) {
	for _, body := range [][]byte{nil, []byte("short"), bytes.Repeat([]byte("long "), 1000)} {
		packing, packed := pack(body)
		f.Add(packing, len(body), packed)
	}
	f.Add(deflated, 1<<40, []byte{1, 2, 3})
	f.Add(7, 1, []byte{1})
	f.Fuzz(func(t *testing.T, packing, size int, packed []byte) {
		body, err := unpack(packing, size, packed)
		if err == nil && len(body) != size {
			t.Fatalf("%d bytes, want %d", len(body), size)
		}
		again, kept := pack(packed)
		if back, err := unpack(again, len(packed), kept); err != nil || !bytes.Equal(back, packed) {
			t.Fatalf("packing is not undone: %v", err)
		}
	})
}

func FuzzHolder(f *testing.F) {
	f.Add([]byte(`{"pid":12,"host":"h","since":"2026-03-01T09:00:00Z"}`))
	f.Add([]byte(`{"pid":-1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := lockedBy(parseHolder(raw)); !errors.Is(err, Locked) {
			t.Fatal(err)
		}
	})
}
