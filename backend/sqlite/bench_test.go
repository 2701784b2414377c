package sqlite

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"meridian/backend/journal"
	"meridian/backend/plan"
)

func demoPlan(t testing.TB) plan.Plan {
	t.Helper()
	p, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// BenchmarkEdit is one edit of a demo household, from patch to disk.
func BenchmarkEdit(b *testing.B) {
	db := openNew(b, Options{})
	plans := &journal.Service{Store: db.Plans, Now: time.Now}
	state, err := plans.Create(b.Context(), demoPlan(b))
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		state, err = plans.Edit(b.Context(), state.ID, journal.Stamp{Base: state.Revision}, journal.EditName{Key: "edit.name"}, map[string]any{"name": strconv.Itoa(i)})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppend is what of an edit the file takes.
func BenchmarkAppend(b *testing.B) {
	db := openNew(b, Options{})
	document := householdDocument("a", 1)
	for n := 1; b.Loop(); n++ {
		if err := append1(b.Context(), db, n, strconv.AppendInt(document, int64(n), 10)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUndoAfterManyEdits is an undo and a redo at the end of 2,000 revisions.
func BenchmarkUndoAfterManyEdits(b *testing.B) {
	db := openNew(b, Options{})
	plans := &journal.Service{Store: db.Plans, Now: time.Now}
	state, err := plans.Create(b.Context(), demoPlan(b))
	if err != nil {
		b.Fatal(err)
	}
	document, err := plans.Document(b.Context(), state.ID)
	if err != nil {
		b.Fatal(err)
	}
	entry, err := db.Plans.Plan(b.Context(), state.ID)
	if err != nil {
		b.Fatal(err)
	}
	const edits = 2000
	for n := 2; n <= edits; n++ {
		r := journal.Revision{Number: n, At: entry.Updated, Kind: journal.Edit, Name: journal.EditName{Key: "edit.name"}}
		if err := db.Plans.Append(b.Context(), entry, r, document, journal.Effects{}); err != nil {
			b.Fatal(err)
		}
	}
	state.Revision = edits
	for b.Loop() {
		if state, err = plans.Undo(b.Context(), state.ID, journal.Stamp{Base: state.Revision}); err != nil {
			b.Fatal(err)
		}
		if state, err = plans.Redo(b.Context(), state.ID, journal.Stamp{Base: state.Revision}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "meridian.db")
	household(b, path)
	for name, unclean := range map[string]bool{"closed properly": false, "checked whole, 64 MB": true} {
		b.Run(name, func(b *testing.B) {
			if unclean {
				grow(b, path, 64<<20)
			}
			for b.Loop() {
				if unclean {
					b.StopTimer()
					raw(b, path, `UPDATE meta SET value = '0' WHERE name = 'clean'`)
					b.StartTimer()
				}
				db, err := Open(b.Context(), path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

func grow(b *testing.B, path string, size int) {
	b.Helper()
	db, err := Open(b.Context(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	for i := range size >> 22 {
		if err := db.Results.Save(b.Context(), Result{Hash: strconv.Itoa(i), Plan: strconv.Itoa(i), Blocks: map[string][]byte{"years": noise(4 << 20)}}); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkResult saves and loads what 10,000 futures over 60 years leave.
func BenchmarkResult(b *testing.B) {
	db := openNew(b, Options{})
	result := Result{Plan: "p", Header: noise(50_000), Blocks: map[string][]byte{"series": noise(121_000), "futures": noise(360_000), "years": noise(4_800_000)}}
	b.Run("save", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			result.Hash = strconv.Itoa(i)
			if err := db.Results.Save(b.Context(), result); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Results.Load(b.Context(), result.Hash); err != nil {
				b.Fatal(err)
			}
		}
	})
}
