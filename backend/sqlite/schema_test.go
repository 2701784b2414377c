package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"meridian/backend/access"
	"meridian/backend/journal"
	"meridian/backend/settings"
)

var update = flag.Bool("update", false, "write golden files that are not there yet")

// released are the migrations that have reached people, by the SHA-256 of
// their files. They never change again; a new schema is a new file.
var released = map[string]string{
	"migrate/0001_first.sql": "b8b0918bfd22e4d4170ada328e298773cee63717195df1b3a96fa83907186012",
}

func TestReleasedMigrationsNeverChange(t *testing.T) {
	for name, want := range released {
		content, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s was changed: %s", name, got)
		}
	}
}

// The file that the first schema made, as SQL. It was written once and is
// never written again.
const firstDump = "testdata/v1.sql"

func TestAFileOfTheFirstSchemaIsOpened(t *testing.T) {
	if _, err := os.Stat(firstDump); *update && errors.Is(err, os.ErrNotExist) {
		writeFirstDump(t)
	}
	text, err := os.ReadFile(firstDump)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "meridian.db")
	if err := bootstrap(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	raw(t, path, string(text))

	db := openAt(t, path, Options{})
	if n := db.Notices(); len(n) > 0 {
		t.Fatalf("notices %v", n)
	}
	checkFirst(t, db)
	if err := Check(t.Context(), path+".schema-1"); err != nil {
		t.Errorf("the file as it was is not kept: %v", err)
	}
	fresh := openNew(t, Options{})
	if old, now := schemaOf(t, db), schemaOf(t, fresh); old != now {
		t.Errorf("an old file brought up to date has another schema than a new one:\n%s\nnew:\n%s", old, now)
	}
}

// fillFirst is what stands in the dump.
func fillFirst(t *testing.T, db *DB) {
	t.Helper()
	entry := journal.Entry{ID: "01JZK7Q3V6T4M0A8N2R5B9C1DX", Name: "김민준·이서연", Currency: "KRW", Demo: true}
	for _, r := range firstHistory() {
		if err := db.Plans.Append(t.Context(), entry, r, firstDocument(r), journal.Effects{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Plans.SetArchived(t.Context(), entry.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Settings.Patch(t.Context(), map[string]any{"locale": "ko", "theme": "dark", "window": map[string]any{"width": 1280.0, "height": 800.0}}); err != nil {
		t.Fatal(err)
	}
	if err := db.Results.Save(t.Context(), firstResult()); err != nil {
		t.Fatal(err)
	}
	if err := db.Replies.Keep(t.Context(), firstReply()); err != nil {
		t.Fatal(err)
	}
}

func checkFirst(t *testing.T, db *DB) {
	t.Helper()
	entries, err := db.Plans.Plans(t.Context())
	if err != nil || len(entries) != 1 {
		t.Fatalf("plans %v (%v)", entries, err)
	}
	want := journal.Entry{ID: "01JZK7Q3V6T4M0A8N2R5B9C1DX", Name: "김민준·이서연", Currency: "KRW", Demo: true, Revision: 5, Updated: now0.Add(5 * time.Hour), Archived: true, Newest: "edit.rewind"}
	if entries[0] != want {
		t.Errorf("entry %+v, want %+v", entries[0], want)
	}
	history, err := db.Plans.Revisions(t.Context(), want.ID)
	if got, want := fmt.Sprint(history), fmt.Sprint(firstHistory()); err != nil || got != want {
		t.Errorf("history %s (%v), want %s", got, err, want)
	}
	for _, r := range firstHistory() {
		if document, err := db.Plans.Document(t.Context(), want.ID, r.Number); err != nil || !bytes.Equal(document, firstDocument(r)) {
			t.Errorf("document of revision %d: %.60s (%v)", r.Number, document, err)
		}
	}
	chosen, err := db.Settings.Get(t.Context())
	if err != nil || chosen.Locale != settings.Korean || chosen.Theme != settings.ThemeDark || chosen.Window.Width != 1280 {
		t.Errorf("settings %+v (%v)", chosen, err)
	}
	if got, err := db.Results.Load(t.Context(), "f00d"); err != nil || fmt.Sprint(got) != fmt.Sprint(firstResult()) {
		t.Errorf("result %v (%v)", got, err)
	}
	if got, found, err := db.Replies.Recall(t.Context(), "", "key-1"); err != nil || !found || fmt.Sprint(got) != fmt.Sprint(firstReply()) {
		t.Errorf("reply %v %t (%v)", got, found, err)
	}
}

func firstHistory() []journal.Revision {
	at := func(n int) time.Time { return now0.Add(time.Duration(n) * time.Hour) }
	const who = access.OwnerID // nobody else was there
	named := journal.EditName{Key: "edit.income.amount", Args: map[string]string{"name": "민준의 '급여'"}}
	return []journal.Revision{
		{Number: 1, Actor: who, At: at(1), Kind: journal.Create, Name: journal.EditName{Key: "edit.create"}},
		{Number: 2, Actor: who, At: at(2), Kind: journal.Edit, Name: named},
		{Number: 3, Actor: who, At: at(3), Kind: journal.Undo, Name: named, Target: 2},
		{Number: 4, Actor: who, At: at(4), Kind: journal.Redo, Name: named, Target: 2},
		{Number: 5, Actor: who, At: at(5), Kind: journal.Rewind, Name: journal.EditName{Key: "edit.rewind", Args: map[string]string{"revision": "1"}}, Target: 1},
	}
}

// firstDocument is short before the edit, long enough to be packed after it.
func firstDocument(r journal.Revision) []byte {
	if r.Kind == journal.Edit || r.Kind == journal.Redo {
		return []byte(`{"name":"` + strings.Repeat("김민준·이서연 ", 60) + `"}`)
	}
	return []byte(`{"name":"김민준·이서연"}`)
}

func firstResult() Result {
	return Result{Hash: "f00d", Plan: "01JZK7Q3V6T4M0A8N2R5B9C1DX", Header: []byte(`{"n":10000}`),
		Blocks: map[string][]byte{"series": {0, 0, 128, 63}, "futures": {}, "years": {1, 2, 3, 4}}}
}

func firstReply() Reply {
	return Reply{Key: "key-1", Request: "abcd", Status: 201, Media: "application/json", Location: "/api/v1/plans/x", Body: []byte(`{"id":"x"}`)}
}

func writeFirstDump(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meridian.db")
	db, err := Open(t.Context(), path, Options{Now: func() time.Time { return now0 }})
	if err != nil {
		t.Fatal(err)
	}
	fillFirst(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	tool, err := dial(t.Context(), path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	text, err := dump(t.Context(), tool)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(firstDump), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, firstDump, []byte(text))
}

// dump is a database as the SQL that makes it: tables, their rows, then what
// hangs on them.
func dump(ctx context.Context, pool *sql.DB) (string, error) {
	var text strings.Builder
	tables, err := texts(ctx, pool, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`)
	if err != nil {
		return "", err
	}
	for _, table := range tables {
		create, err := texts(ctx, pool, `SELECT sql FROM sqlite_schema WHERE name = '`+table+`'`)
		if err != nil {
			return "", err
		}
		columns, err := texts(ctx, pool, `SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_info('`+table+`')`)
		if err != nil {
			return "", err
		}
		rows, err := texts(ctx, pool, `SELECT `+columns[0]+` FROM `+table)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "%s;\n", create[0])
		for _, row := range rows {
			fmt.Fprintf(&text, "INSERT INTO %s VALUES (%s);\n", table, row)
		}
	}
	rest, err := texts(ctx, pool, `SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid`)
	for _, create := range rest {
		fmt.Fprintf(&text, "%s;\n", create)
	}
	return text.String(), err
}

func texts(ctx context.Context, pool *sql.DB, query string) ([]string, error) {
	var all []string
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// schemaOf is every table, index and trigger with the white space evened out.
func schemaOf(t *testing.T, db *DB) string {
	t.Helper()
	all, err := texts(t.Context(), db.read, `SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range all {
		all[i] = strings.Join(strings.Fields(one), " ")
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func TestMigrationsGoForwardWholeOrNotAtAll(t *testing.T) {
	db := openNew(t, Options{})
	steps := fstest.MapFS{}
	names, err := fs.Glob(migrations, "migrate/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		steps[strings.TrimPrefix(name, "migrate/")] = &fstest.MapFile{Data: content}
	}
	good := newestVersion() + 1
	broken := fmt.Sprintf("%04d_broken.sql", good+1)
	steps[fmt.Sprintf("%04d_good.sql", good)] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE good (x INTEGER) STRICT;\n")}
	steps[broken] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE half (x INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\n")}
	if err := migrateWith(t.Context(), db.write, steps); err == nil {
		t.Fatal("a broken migration succeeded")
	}
	version, err := versionOf(t.Context(), db.read)
	if err != nil || version != good {
		t.Errorf("version %d (%v), want %d", version, err, good)
	}
	for table, want := range map[string]bool{"good": true, "half": false, "plans": true} {
		if there, err := hasTable(t.Context(), db.read, table); err != nil || there != want {
			t.Errorf("table %s: %t (%v), want %t", table, there, err, want)
		}
	}
	steps[broken] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE half (x INTEGER) STRICT;\n")}
	if err := migrateWith(t.Context(), db.write, steps); err != nil {
		t.Errorf("once mended: %v", err)
	}
}

func TestEveryMigrationHasItsOwnNumberInOrder(t *testing.T) {
	names, err := fs.Glob(migrations, "migrate/*")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if want := fmt.Sprintf("migrate/%04d_", i+1); !strings.HasPrefix(name, want) || !strings.HasSuffix(name, ".sql") {
			t.Errorf("%s should start with %s", name, want)
		}
	}
	if got := newestVersion(); got != int64(len(names)) {
		t.Errorf("newest version %d of %d files", got, len(names))
	}
}
