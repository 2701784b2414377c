package sqlite

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
	"meridian/backend/retrieve"
)

// BenchmarkThousands has a thousand letters, and ten thousand: what is done to
// one must not cost more the more there are, and what is done to all of them
// ten times as much at most. Each library is made once.
func BenchmarkThousands(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkThousands(b, n) })
	}
}

func benchmarkThousands(b *testing.B, n int) {
	at := &clock{now0}
	db := openNew(b, Options{Now: at.now})
	service := library.New(library.Options{
		Store: db.Documents, Index: db.Documents, Spool: b.TempDir(), Reader: &fileReader{}, Embedders: []library.Embedder{retrieve.Lexical{}},
		Now: at.now, Log: slog.New(slog.DiscardHandler),
	})
	// What a disk takes to make certain of a change is not measured here.
	if _, err := db.write.Exec(`PRAGMA synchronous = OFF`); err != nil {
		b.Fatal(err)
	}
	source := newInvented(1)
	began := time.Now()
	for i := range n {
		letter(b, db, source, i)
	}
	b.Logf("%d letters taken in, %.2f ms each", n, time.Since(began).Seconds()*1000/float64(n))
	b.Run("Add", func(b *testing.B) { // one more, as far as whoever hands it over waits
		for i := 0; b.Loop(); i++ {
			file, err := service.Spool(b.Context(), strings.NewReader(fmt.Sprint("letter ", i)), -1)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := db.Documents.OfHash(b.Context(), "home", file.Hash); err != nil {
				b.Fatal(err)
			}
			file.Discard()
		}
	})
	b.Run("List", func(b *testing.B) {
		for b.Loop() {
			if shelf, err := service.Shelf(b.Context(), "home"); err != nil || len(shelf.Documents) != n {
				b.Fatalf("%d documents (%v)", len(shelf.Documents), err)
			}
		}
	})
	b.Run("Find", func(b *testing.B) { benchmarkFind(b, db, retrieve.Lexical{}) })
	b.Run("Sweep", func(b *testing.B) { // of all, once
		at.t = now0.Add(document.Keep)
		began := time.Now()
		gone, err := db.Documents.Expired(b.Context())
		if err != nil || len(gone) > n {
			b.Fatalf("%d have expired (%v)", len(gone), err)
		}
		for _, r := range gone {
			if err := shed(b.Context(), db, r.ID); err != nil {
				b.Fatal(err)
			}
		}
		if err := db.Documents.Purge(b.Context()); err != nil {
			b.Fatal(err)
		}
		if len(gone) > 0 {
			b.Logf("%d letters let go, %.2f ms each", len(gone), time.Since(began).Seconds()*1000/float64(len(gone)))
		}
	})
}

// letter takes a short document through every stage.
func letter(b *testing.B, db *DB, source *invented, i int) {
	id := document.ID(fmt.Sprintf("%026d", i))
	title := fmt.Sprint(source.words(3), i)
	add(b, db, recordOf("home", id, title, now0))
	text := source.words(130)
	if err := db.Documents.AddPages(b.Context(), id, "x1", []document.Page{{Number: 1, Text: text}}); err != nil {
		b.Fatal(err)
	}
	if err := db.Documents.AddPassages(b.Context(), id, "c1", []document.Passage{{Page: 1, Header: title, Text: text}}); err != nil {
		b.Fatal(err)
	}
	giveVectors(b, db, id, retrieve.Lexical{}.Model(), func(texts []string) [][]float32 {
		vectors, err := retrieve.Lexical{}.Embed(b.Context(), "passage", texts)
		if err != nil {
			b.Fatal(err)
		}
		return vectors
	})
	finish(b, db, id, retrieve.Lexical{}.Model(), document.About{})
}
