package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/embedding"
)

var model2 = embedding.Model{Name: "two", Digest: "two-1", Dimensions: 2}

// recordOf is a document of a tenant whose bytes are its title.
func recordOf(tenant document.Tenant, id document.ID, title string, now time.Time) document.Record {
	return document.Record{ID: id, Tenant: tenant, Hash: document.TextHash(title), Title: title, Kind: document.PDF, Bytes: int64(len(title)),
		State: document.Waiting, Added: now, Used: now, Expires: document.Expires(now)}
}

func add(t testing.TB, db *DB, r document.Record) document.Record {
	t.Helper()
	kept, _, err := db.Documents.Add(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// shelve takes a document through every stage: one page and one passage a text.
func shelve(t testing.TB, db *DB, id document.ID, texts ...string) {
	t.Helper()
	ctx := t.Context()
	var pages []document.Page
	var passages []document.Passage
	for i, text := range texts {
		p := document.Page{Number: i + 1, Heading: "Heading", Text: text}
		pages = append(pages, p)
		passages = append(passages, document.Passage{Page: i + 1, Ordinal: i, Span: document.Span{End: p.Runes()}, Header: "head", Text: text})
	}
	if err := db.Documents.AddPages(ctx, id, "x1", pages); err != nil {
		t.Fatal(err)
	}
	if err := db.Documents.AddPassages(ctx, id, "c1", passages); err != nil {
		t.Fatal(err)
	}
	giveVectors(t, db, id, model2, turns)
	finish(t, db, id, model2, document.About{Issuer: "Acme", Year: 2024, Type: document.AnnualReport})
}

// giveVectors gives a vector to every text of a document that has none of a model.
func giveVectors(t testing.TB, db *DB, id document.ID, model embedding.Model, made func(texts []string) [][]float32) {
	t.Helper()
	todo, _, err := db.Documents.Unembedded(t.Context(), id, model, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Documents.PutVectors(t.Context(), id, model, todo, made(todo)); err != nil {
		t.Fatal(err)
	}
}

// finish makes a document findable that has passages and vectors.
func finish(t testing.TB, db *DB, id document.ID, model embedding.Model, about document.About) {
	t.Helper()
	if _, err := db.Documents.Change(t.Context(), id, func(r *document.Record) error { r.About = about; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Documents.IndexVectors(t.Context(), id, model, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Documents.Finish(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

// turns gives texts unit vectors whose angle is the text's length in degrees.
func turns(texts []string) [][]float32 {
	var all [][]float32
	for _, text := range texts {
		angle := float64(len(text)) * math.Pi / 180
		all = append(all, []float32{float32(math.Cos(angle)), float32(math.Sin(angle))})
	}
	return all
}

// left counts the rows of every table that keeps something of documents.
func left(t testing.TB, db *DB) map[string]int {
	t.Helper()
	counts := map[string]int{}
	tables, err := texts(t.Context(), db.read, `SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'library_%' OR name IN ('pages', 'passages', 'vectors', 'concordances') OR name LIKE 'passages_vec_%_rowids')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		var n int
		if err := db.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

func TestWhatIsKeptOfADocumentComesBack(t *testing.T) {
	db := openNew(t, Options{})
	want := recordOf("home", "01D1", "Report 2024.pdf", now0)
	want.Pin = &document.Pin{Reason: "plan", Note: "세금", Since: now0}
	want.Earlier, want.Total, want.Done, want.Fault = "01D0", 9, 3, "document.x"
	if got := add(t, db, want); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	page := document.Page{Number: 1, Label: "표지", Width: 612, Height: 792, Heading: "H", Text: strings.Repeat("한글 text ", 300), Scanned: true, Pictures: true}
	for i := range page.Runes() {
		page.Boxes = append(page.Boxes, document.Box{Left: float32(i%80) / 80, Top: float32(i/80) / 60, Right: float32(i%80+1) / 80, Bottom: 1})
	}
	if err := db.Documents.AddPages(t.Context(), want.ID, "x1", []document.Page{page, {Number: 2}}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Documents.Page(t.Context(), want.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range got.Boxes {
		for side, at := range sides(b) {
			if math.Abs(float64(at-sides(page.Boxes[i])[side])) > 1e-5 {
				t.Fatalf("box %d is %v, want %v", i, b, page.Boxes[i])
			}
		}
	}
	if len(got.Boxes) != len(page.Boxes) {
		t.Errorf("%d boxes, want %d", len(got.Boxes), len(page.Boxes))
	}
	got.Boxes, page.Boxes = nil, nil
	if !reflect.DeepEqual(got, page) {
		t.Errorf("page %+v", got)
	}
	if all, err := db.Documents.Pages(t.Context(), want.ID); err != nil || len(all) != 2 || all[0].Text != page.Text {
		t.Errorf("%d pages (%v)", len(all), err)
	}
	if _, err := db.Documents.Page(t.Context(), want.ID, 3); !errors.Is(err, NoDocument) {
		t.Errorf("a page that is not there: %v", err)
	}
}

func TestTheSameBytesAreOneDocumentOfTheirTenant(t *testing.T) {
	at := &clock{now0}
	db := openNew(t, Options{Now: at.now})
	first := add(t, db, recordOf("home", "01D1", "a.pdf", now0))
	at.t = now0.Add(24 * time.Hour)
	again := recordOf("home", "01D2", "b.pdf", at.t)
	again.Hash = first.Hash
	kept, added, err := db.Documents.Add(t.Context(), again)
	if err != nil || added || kept.ID != first.ID || !kept.Expires.Equal(again.Expires) || !kept.Used.Equal(at.t) {
		t.Fatalf("added %t, %+v (%v)", added, kept, err)
	}
	for _, title := range []string{"A.pdf", "b"} {
		if found, err := db.Documents.OfTitle(t.Context(), "home", title); err != nil || len(found) != 1 || found[0].ID != first.ID {
			t.Errorf("title %s: %v (%v)", title, found, err)
		}
	}
	again.Tenant, again.ID = "office", "01D3"
	if _, added, err := db.Documents.Add(t.Context(), again); err != nil || !added {
		t.Errorf("another tenant's was not added (%v)", err)
	}
	if found, err := db.Documents.OfHash(t.Context(), "office", first.Hash); err != nil || len(found) != 1 || found[0].ID != "01D3" {
		t.Errorf("by hash: %v (%v)", found, err)
	}
	if all, err := db.Documents.Documents(t.Context(), ""); err != nil || len(all) != 2 || all[0].ID != "01D3" {
		t.Errorf("all: %v (%v)", all, err)
	}
}

// forget takes a document away as forgetting does: out of sight, then in parts.
func forget(ctx context.Context, db *DB, id document.ID) error {
	return errors.Join(db.Documents.Bury(ctx, id), shed(ctx, db, id))
}

// shed takes away what is left of a document that may not be seen any more.
func shed(ctx context.Context, db *DB, id document.ID) error {
	for {
		if more, err := db.Documents.Shed(ctx, id, 2); err != nil || !more {
			return err
		}
	}
}

func TestADocumentGoesWhole(t *testing.T) {
	for name, remove := range map[string]func(context.Context, *DB) error{
		"forgotten": func(ctx context.Context, db *DB) error {
			return errors.Join(forget(ctx, db, "01D1"), forget(ctx, db, "01D2"), forget(ctx, db, "01D3"))
		},
		"swept": func(ctx context.Context, db *DB) error {
			gone, err := db.Documents.Expired(ctx)
			for _, r := range gone {
				err = errors.Join(err, shed(ctx, db, r.ID))
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			at := &clock{now0}
			db := openNew(t, Options{Now: at.now})
			add(t, db, recordOf("home", "01D1", "a", now0))
			shelve(t, db, "01D1", "shared text", "alpha only")
			add(t, db, recordOf("home", "01D2", "b", now0))
			shelve(t, db, "01D2", "shared text", "beta")
			add(t, db, recordOf("home", "01D3", "c", now0))
			if err := db.Documents.AddPassages(t.Context(), "01D3", "c1", []document.Passage{{Page: 1, Text: "never indexed"}}); err != nil {
				t.Fatal(err)
			}
			before := left(t, db)
			if before["passages"] != 5 || before["concordances"] != 2 || before["vectors"] != 3 || before["passages_vec_1_rowids"] != 4 {
				t.Errorf("before: %v", before)
			}
			if name == "swept" {
				at.t = now0.Add(document.Keep)
			}
			if err := remove(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			for table, n := range left(t, db) {
				if n != 0 {
					t.Errorf("%s still has %d rows", table, n)
				}
			}
			if problem, err := quickCheck(t.Context(), db.read); problem != "" || err != nil {
				t.Errorf("the file: %s (%v)", problem, err)
			}
		})
	}
}

func TestWhatExpiredIsGoneBeforeItIsSwept(t *testing.T) {
	at := &clock{now0}
	db := openNew(t, Options{Now: at.now})
	add(t, db, recordOf("home", "01D1", "a", now0))
	shelve(t, db, "01D1", "some text")
	pinned := recordOf("home", "01D2", "b", now0)
	pinned.Pin = &document.Pin{Reason: "plan", Since: now0}
	add(t, db, pinned)
	at.t = now0.Add(document.Keep)
	if _, err := db.Documents.Document(t.Context(), "01D1"); !errors.Is(err, NoDocument) {
		t.Errorf("it is still found: %v", err)
	}
	if _, err := db.Documents.Passages(t.Context(), "01D1"); !errors.Is(err, NoDocument) {
		t.Errorf("its passages are still read: %v", err)
	}
	if err := db.Documents.Touch(t.Context(), []document.ID{"01D1", "01D2"}); err != nil {
		t.Fatal(err)
	}
	all, err := db.Documents.Documents(t.Context(), "home")
	if err != nil || len(all) != 1 || all[0].ID != "01D2" || !all[0].Used.Equal(at.t) {
		t.Errorf("alive: %v (%v)", all, err)
	}
	again := recordOf("home", "01D3", "a", at.t)
	if kept, added, err := db.Documents.Add(t.Context(), again); err != nil || !added || kept.ID != "01D3" || kept.State != document.Waiting {
		t.Errorf("the same bytes after expiry: added %t, %+v (%v)", added, kept, err)
	}
}

func TestUseKeepsADocument(t *testing.T) {
	at := &clock{now0}
	db := openNew(t, Options{Now: at.now})
	add(t, db, recordOf("home", "01D1", "a", now0))
	for _, step := range []struct {
		after time.Duration
		used  time.Time
	}{
		{30 * time.Minute, now0}, // within touchStep nothing is written
		{29 * 24 * time.Hour, now0.Add(29 * 24 * time.Hour)},
	} {
		at.t = now0.Add(step.after)
		if err := db.Documents.Touch(t.Context(), []document.ID{"01D1"}); err != nil {
			t.Fatal(err)
		}
		r, err := db.Documents.Document(t.Context(), "01D1")
		if err != nil || !r.Used.Equal(step.used) || !r.Expires.Equal(document.Expires(step.used)) {
			t.Errorf("after %v: used %v, expires %v (%v)", step.after, r.Used, r.Expires, err)
		}
	}
}

func TestChangeSavesWhatItWasToldAndNoMore(t *testing.T) {
	db := openNew(t, Options{})
	first := add(t, db, recordOf("home", "01D1", "a", now0))
	changed, err := db.Documents.Change(t.Context(), "01D1", func(r *document.Record) error {
		r.State, r.Done, r.Total, r.Title, r.ID, r.Tenant = document.Extracting, 2, 7, "A new name", "other", "other"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := first
	want.State, want.Done, want.Total, want.Title = document.Extracting, 2, 7, "A new name"
	if got, err := db.Documents.Document(t.Context(), "01D1"); err != nil || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(changed, want) {
		t.Errorf("got %+v (%v)\nwant %+v", got, err, want)
	}
	for _, title := range []string{"a", "a new name"} {
		if found, err := db.Documents.OfTitle(t.Context(), "home", title); err != nil || len(found) != 1 {
			t.Errorf("title %q finds %d (%v)", title, len(found), err)
		}
	}
	stop := errors.New("stop")
	if _, err := db.Documents.Change(t.Context(), "01D1", func(*document.Record) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error was lost: %v", err)
	}
	if todo, err := db.Documents.Unfinished(t.Context()); err != nil || len(todo) != 1 {
		t.Errorf("unfinished %v (%v)", todo, err)
	}
}

func TestATextIsEmbeddedOnce(t *testing.T) {
	db := openNew(t, Options{})
	add(t, db, recordOf("home", "01D1", "a", now0))
	shelve(t, db, "01D1", "shared", "old")
	add(t, db, recordOf("office", "01D2", "a", now0))
	cut := []document.Passage{{Page: 1, Header: "head", Text: "shared"}, {Page: 1, Ordinal: 1, Header: "head", Text: "new"}, {Page: 1, Ordinal: 2, Header: "head", Text: "new"}}
	for _, c := range []struct {
		id      document.ID
		chunker string
		todo    string
	}{
		{"01D2", "c1", "[head\nnew]"},
		{"01D1", "c2", "[head\nshared head\nnew]"}, // what another chunker cut is cut, and embedded, anew
		{"01D1", "c2", "[head\nshared head\nnew]"},
	} {
		if err := db.Documents.AddPassages(t.Context(), c.id, c.chunker, cut); err != nil {
			t.Fatal(err)
		}
		todo, _, err := db.Documents.Unembedded(t.Context(), c.id, model2, 10)
		if err != nil || fmt.Sprint(todo) != c.todo {
			t.Errorf("%s by %s: %q to embed (%v)", c.id, c.chunker, todo, err)
		}
	}
	if has := left(t, db); has["passages"] != 6 || has["concordances"] != 0 || has["vectors"] != 1 || has["passages_vec_1_rowids"] != 0 {
		t.Errorf("of what was cut before there is left: %v", has)
	}
	if _, left, err := db.Documents.Unembedded(t.Context(), "01D1", embedding.Model{Digest: "other"}, 10); err != nil || left != 2 {
		t.Errorf("another model has %d to embed (%v)", left, err)
	}
}

func TestUnfitVectorsAreRefusedWhole(t *testing.T) {
	db := openNew(t, Options{})
	add(t, db, recordOf("home", "01D1", "a", now0))
	shelve(t, db, "01D1", "text")
	inf := float32(math.Inf(1))
	for name, c := range map[string]struct {
		model   embedding.Model
		vectors [][]float32
	}{
		"too few":           {model2, nil},
		"too short":         {model2, [][]float32{{1}}},
		"no direction":      {model2, [][]float32{{0, 0}}},
		"infinite":          {model2, [][]float32{{inf, 0}}},
		"another dimension": {embedding.Model{Digest: model2.Digest, Dimensions: 3}, [][]float32{{1, 0, 0}}},
		"none":              {embedding.Model{Digest: "none"}, [][]float32{{}}},
	} {
		if err := db.Documents.PutVectors(t.Context(), "01D1", c.model, []string{"head\ntext"}, c.vectors); !errors.Is(err, Unfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
