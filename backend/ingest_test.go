package backend

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"     // the driver
	_ "modernc.org/sqlite/vec" // the tables of vectors

	"meridian/backend/library"
)

// ingestEnv says that this process takes documents in until it is killed, and
// where the compiled PDF engine is.
const ingestEnv = "MERIDIAN_TEST_INGEST"

// killsEnv says how many kills the library must survive; the usual number is
// what takes a few seconds.
const (
	killsEnv   = "MERIDIAN_KILLS"
	usualKills = 24
)

// ingestFiles are what is taken in: of one page and of many, one that is read
// on from the page that is missing, one that cannot be read, and one whose
// passages another one has too.
func ingestFiles() []string {
	page := func(word string, n int) string {
		var b strings.Builder
		for i := range 40 {
			fmt.Fprintf(&b, "Sentence %d of page %d says of %s that it costs %d dollars.\n", i, n, word, 40*n+i)
		}
		return b.String()
	}
	pages := func(word string, n int) (all []string) {
		for i := range n {
			all = append(all, page(word, i))
		}
		return all
	}
	return []string{
		epubOf(pages("premium", 30)...), pdfOf(pages("charge", 24)...), page("rent", 1), "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x9c\x03", 400),
		"# Premiums\n\n" + page("premium", 1), page("rent", 1) + page("interest", 2),
	}
}

// ingestUntilKilled takes the files in and says so: "open" when the program
// stands, "done" when everything came to an end.
func ingestUntilKilled(data string) int {
	ctx := context.Background()
	app, err := New(ctx, Options{Data: data, Port: NoPort, Now: fixed, Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)), Pages: somePages, Reader: reader(os.Args[0], os.Getenv(ingestEnv)), cold: true})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	for i, content := range ingestFiles() {
		if err := takeIn(ctx, app, i, content); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	for left := 1; left > 0; time.Sleep(2 * time.Millisecond) {
		waiting, err := app.store.Documents.Unfinished(ctx)
		if left = len(waiting); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	if err := app.Close(); err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("done")
	return 0
}

// takeIn hands a file over unless it is there, as whoever repeats after a crash
// what was not acknowledged.
func takeIn(ctx context.Context, app *App, i int, content string) error {
	known, err := app.store.Documents.OfHash(ctx, "kim", sha256.Sum256([]byte(content)))
	if err != nil || len(known) > 0 {
		return err
	}
	file, err := app.library.Spool(ctx, strings.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	defer file.Discard()
	_, err = app.library.Add(ctx, library.NewDocument{Tenant: "kim", Title: fmt.Sprintf("File %d", i)}, file)
	return err
}

// ingest runs a child on a directory and kills it after a while; 0 lets it
// come to its end. done reports whether it did, and how long that took since it
// was open.
func ingest(t *testing.T, data string, after time.Duration) (done bool, took time.Duration) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, data)
	cmd.Env = append(os.Environ(), ingestEnv+"="+engines, "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "open\n" {
		t.Fatalf("the child said %q (%v)", line, err)
	}
	began := time.Now()
	if after > 0 {
		killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer killer.Stop()
	}
	rest, err := io.ReadAll(lines)
	took = time.Since(began)
	_ = cmd.Wait()
	if said := strings.TrimSpace(string(rest)); err != nil || said != "" && said != "done" {
		t.Fatalf("the child said %q (%v)", said, err)
	}
	return len(rest) > 0, took
}

func TestKillingLosesAndDoublesNothing(t *testing.T) {
	unraced(t)
	kills := usualKills
	if asked, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = asked
	}
	calm := t.TempDir()
	done, usual := ingest(t, calm, 0)
	if !done {
		t.Fatal("undisturbed, it did not come to its end")
	}
	want := contentOf(t, calm)
	if len(want) < 10 {
		t.Fatalf("only %d tables were compared", len(want))
	}

	const lives = 2 // at once: one of them waits for a disk or a process most of the time
	for range lives {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			killAndCompare(t, kills/lives, usual, want)
		})
	}
	t.Logf("undisturbed it takes %v", usual)
}

// killAndCompare takes the files in again and again, killed so many times on the way,
// and compares what is there in the end with what would be undisturbed.
func killAndCompare(t *testing.T, kills int, usual time.Duration, want map[string]string) {
	t.Helper()
	for killed := 0; killed < kills; {
		data := t.TempDir()
		for done := false; !done; {
			// Early kills fall on what happens at the start; and one in some is late
			// enough for the work to come forward.
			limit := usual / 4
			if rand.N(4) == 0 {
				limit = usual
			}
			if done, _ = ingest(t, data, 1+rand.N(limit)); !done {
				killed++
			}
		}
		compare(t, want, contentOf(t, data))
		if left := entriesOf(t, filepath.Join(data, spoolName)); len(left) != 1 { // that of the file that cannot be read
			t.Errorf("%d files are left in the spool", len(left))
		}
	}
}

func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	for table, rows := range want {
		if got[table] != rows {
			t.Errorf("table %s differs after kills:\n%.600s\nwant:\n%.600s", table, got[table], rows)
		}
	}
	for table := range got {
		if _, known := want[table]; !known {
			t.Errorf("table %s is there after kills only", table)
		}
	}
}

// contentOf is the content of every table of the library, a row a line. Ids of
// documents are left out, which are random.
func contentOf(t *testing.T, data string) map[string]string {
	t.Helper()
	address := url.URL{Scheme: "file", OmitHost: true, Path: filepath.Join(data, databaseName), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	for _, table := range column(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table'`) {
		switch {
		case strings.HasPrefix(table, "sqlite_") && table != "sqlite_sequence":
		case table == "library_documents":
			all[table] = rowsOf(t, db, `SELECT id, tenant, hex(hash), title, title_key, kind, bytes, state, done, total, fault, added, used, expires,
				pin, pin_note, pinned, earlier = '', extractor, chunker, issuer, year, date, type FROM library_documents ORDER BY 1`)
		case strings.HasPrefix(table, "library_"), strings.HasPrefix(table, "passages"), strings.HasPrefix(table, "sqlite_"),
			table == "tenants", table == "pages", table == "concordances", table == "embedders", table == "vectors":
			all[table] = rowsOf(t, db, `SELECT * FROM `+table+` ORDER BY 1, 2`)
		}
	}
	return all
}

func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	for line := range strings.Lines(rowsOf(t, db, query)) {
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

func rowsOf(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if i > 0 {
				b.WriteByte('|')
			}
			if raw, ok := v.([]byte); ok {
				b.WriteString(hex.EncodeToString(raw))
			} else {
				fmt.Fprint(&b, v)
			}
		}
		b.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
