package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/viterin/vek/vek32"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
)

// invented is text in which words are as rare as in real ones: the nth most
// common word of a vocabulary of 30,000 has a share of about 1/n.
type invented struct {
	random *rand.Rand
	zipf   *rand.Zipf
}

func newInvented(seed uint64) *invented {
	random := rand.New(rand.NewPCG(seed, 1))
	return &invented{random, rand.NewZipf(random, 1.07, 8, 29_999)}
}

func (v *invented) words(n int) string {
	var text strings.Builder
	for range n {
		w := v.zipf.Uint64()
		if w%5 == 0 {
			fmt.Fprintf(&text, "%c%c%c ", 0xAC00+w*7%11172, 0xAC00+w*31%11172, 0xAC00+w*131%11172)
		} else {
			fmt.Fprintf(&text, "w%cx%cq%d ", 'a'+w%26, 'a'+w/26%26, w)
		}
	}
	return text.String()
}

// stocked is a database with so many documents of so many passages of 130
// words each, every text embedded by the lexical model.
func stocked(b testing.TB, documents, passages int) *DB {
	b.Helper()
	db := openNew(b, Options{})
	source := newInvented(1)
	lexical := func(texts []string) [][]float32 {
		vectors, err := retrieve.Lexical{}.Embed(b.Context(), embedding.Passage, texts)
		if err != nil {
			b.Fatal(err)
		}
		return vectors
	}
	for n := range documents {
		id := document.ID(fmt.Sprintf("%026d", n))
		title := source.words(4)
		add(b, db, recordOf("home", id, fmt.Sprint(title, n), now0))
		cut := make([]document.Passage, passages)
		for i := range cut {
			cut[i] = document.Passage{Page: i/4 + 1, Ordinal: i, Section: source.words(3), Header: title, Text: source.words(130)}
		}
		if err := db.Documents.AddPassages(b.Context(), id, "c1", cut); err != nil {
			b.Fatal(err)
		}
		giveVectors(b, db, id, retrieve.Lexical{}.Model(), lexical)
		finish(b, db, id, retrieve.Lexical{}.Model(), document.About{Issuer: title, Year: 2000 + n%25})
	}
	return db
}

// trained says of the lexical embedder that it is neural, so that vectors are
// always looked at.
type trained struct{ retrieve.Lexical }

func (t trained) Model() embedding.Model {
	m := t.Lexical.Model()
	m.Neural = true
	return m
}

// BenchmarkLarge asks 100,000 passages in a hundred documents; BenchmarkMany
// in two thousand. Each library is made once, in a minute or two.
func BenchmarkLarge(b *testing.B) { benchmarkLibrary(b, 100, 1000) }

func BenchmarkMany(b *testing.B) { benchmarkLibrary(b, 2000, 50) }

func benchmarkLibrary(b *testing.B, documents, passages int) {
	began := time.Now()
	db := stocked(b, documents, passages)
	b.Logf("taken in at %.0f passages a second", float64(documents*passages)/time.Since(began).Seconds())
	// Whole is from the text of a question to its quotes: words, vectors,
	// fusion and fetching. Words leaves the vectors out, as search does while no
	// model is there.
	b.Run("Whole", func(b *testing.B) { benchmarkFind(b, db, trained{}) })
	b.Run("Words", func(b *testing.B) { benchmarkFind(b, db, retrieve.Lexical{}) })
	// Memory is the limit: every vector read once and nothing else done.
	b.Run("Memory", benchmarkMemory(documents*passages))
	b.Run("Nearest", func(b *testing.B) { benchmarkNearest(b, db, (*scan).chunks) })
	b.Run("Vec0", func(b *testing.B) { benchmarkNearest(b, db, (*scan).match) })
}

// benchmarkFind asks questions of eight to sixteen words. Given are the middle
// and the slowest of a hundred, the first, which reads the index, and how much
// the processors worked, which neighbours do not change.
func benchmarkFind(b *testing.B, db *DB, embedder retrieve.Embedder) {
	finder := &retrieve.Finder{Index: db.Documents, Embedder: embedder}
	questions := newInvented(2)
	ask := func() time.Duration {
		text := questions.words(8 + questions.random.IntN(9))
		began := time.Now()
		if _, err := finder.Find(b.Context(), retrieve.Query{Text: text, Tenant: "home"}); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	db.Documents.shelf.forget()
	first := ask()
	var times []time.Duration
	busy := processorTime()
	for b.Loop() {
		times = append(times, ask())
	}
	busy = processorTime() - busy
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(first), "ms-first")
	b.ReportMetric(ms(times[len(times)/2]), "ms-p50")
	b.ReportMetric(ms(times[len(times)*99/100]), "ms-p99")
	b.ReportMetric(ms(busy)/float64(len(times)), "cpu-ms/op")
}

// forget is as if the program had just begun.
func (s *shelf) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.holdings)
}

func benchmarkMemory(vectors int) func(b *testing.B) {
	return func(b *testing.B) {
		all := make([]float32, vectors*384)
		for i := range all {
			all[i] = float32(i % 7)
		}
		b.SetBytes(int64(4 * len(all)))
		for b.Loop() {
			if vek32.Sum(all) < 0 {
				b.Fatal("a sum of what is positive")
			}
		}
	}
}

func benchmarkNearest(b *testing.B, db *DB, find func(*scan, context.Context) ([]retrieve.Scored, error)) {
	questions := newInvented(3)
	err := db.Documents.Look(b.Context(), "home", nil, func(v retrieve.View) error {
		w := v.(*view)
		for b.Loop() {
			vectors, err := retrieve.Lexical{}.Embed(b.Context(), embedding.Query, []string{questions.words(12)})
			if err != nil {
				return err
			}
			s := scan{tx: w.tx, table: "passages_vec_1", tenant: w.tenant, within: rangesOf(w.collection.Volumes()), most: 100, query: vectors[0]}
			if found, err := find(&s, b.Context()); err != nil || len(found) != 100 {
				return fmt.Errorf("found %d: %w", len(found), err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(100_000 * 384 * 4)
}
