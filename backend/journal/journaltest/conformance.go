// Package journaltest holds every journal.Store to the same promise, and keeps
// one in memory for tests that need no file.
package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"meridian/backend/journal"
)

var day0 = time.Date(2026, 3, 1, 9, 30, 0, 123_000_000, time.UTC)

func revision(n int) journal.Revision {
	r := journal.Revision{Number: n, At: day0.Add(time.Duration(n) * time.Hour), Kind: journal.Edit, Name: journal.EditName{Key: "edit.name"}}
	if n == 1 {
		r.Kind, r.Name = journal.Create, journal.EditName{Key: "edit.create"}
	}
	return r
}

func document(n int) []byte { return fmt.Appendf(nil, `{"revision":%d,"이름":"민준"}`, n) }

func fill(t *testing.T, store journal.Store, id string, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		if err := store.Append(t.Context(), journal.Entry{ID: id, Name: fmt.Sprint("name ", i), Currency: "KRW"}, revision(i), document(i), journal.Effects{}); err != nil {
			t.Fatalf("append revision %d: %v", i, err)
		}
	}
}

// Run holds the stores that open makes to the promise of journal.Store. Every
// call of open must give an empty store.
func Run(t *testing.T, open func(t *testing.T) journal.Store) {
	t.Run("an empty store has no plans", func(t *testing.T) {
		store := open(t)
		plans, err := store.Plans(t.Context())
		if err != nil || len(plans) != 0 {
			t.Errorf("plans %v, err %v", plans, err)
		}
		wantFault(t, "Plan", journal.NoPlan, second(store.Plan(t.Context(), "none")))
		wantFault(t, "Revisions", journal.NoPlan, second(store.Revisions(t.Context(), "none")))
		wantFault(t, "Document", journal.NoRevision, second(store.Document(t.Context(), "none", 1)))
		wantFault(t, "SetArchived", journal.NoPlan, store.SetArchived(t.Context(), "none", true))
	})

	t.Run("what was appended is read back as it was", func(t *testing.T) {
		store := open(t)
		r := revision(1)
		r.Name.Args = map[string]string{"name": "김민준's \"급여\""}
		entry := journal.Entry{ID: "p1", Name: "김민준·이서연", Currency: "KRW", Demo: true}
		if err := store.Append(t.Context(), entry, r, document(1), journal.Effects{}); err != nil {
			t.Fatal(err)
		}
		fill2 := revision(2)
		fill2.Kind, fill2.Target = journal.Rewind, 1
		if err := store.Append(t.Context(), entry, fill2, document(2), journal.Effects{}); err != nil {
			t.Fatal(err)
		}
		history, err := store.Revisions(t.Context(), "p1")
		if want := []journal.Revision{r, fill2}; err != nil || !reflect.DeepEqual(history, want) {
			t.Errorf("history %+v (%v), want %+v", history, err, want)
		}
		got, err := store.Plan(t.Context(), "p1")
		entry.Revision, entry.Updated, entry.Newest = 2, fill2.At, "edit.name"
		if err != nil || !reflect.DeepEqual(got, entry) {
			t.Errorf("entry %+v (%v), want %+v", got, err, entry)
		}
		for i := 1; i <= 2; i++ {
			if got, err := store.Document(t.Context(), "p1", i); err != nil || !bytes.Equal(got, document(i)) {
				t.Errorf("document %d: %s (%v)", i, got, err)
			}
		}
		wantFault(t, "Document", journal.NoRevision, second(store.Document(t.Context(), "p1", 3)))
		wantFault(t, "Document", journal.NoRevision, second(store.Document(t.Context(), "p1", 0)))
	})

	t.Run("documents large and empty survive", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 1)
		large := bytes.Repeat([]byte("0123456789 민준 "), 200_000)
		for i, body := range [][]byte{large, {}, []byte("x"), large} {
			if err := store.Append(t.Context(), journal.Entry{ID: "p"}, revision(i+2), body, journal.Effects{}); err != nil {
				t.Fatal(err)
			}
			if got, err := store.Document(t.Context(), "p", i+2); err != nil || !bytes.Equal(got, body) {
				t.Errorf("document of %d bytes came back with %d (%v)", len(body), len(got), err)
			}
		}
	})

	t.Run("only the next revision is taken", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 3)
		for _, n := range []int{-1, 0, 1, 2, 3, 5} {
			wantFault(t, fmt.Sprintf("revision %d after 3", n), journal.Stale, store.Append(t.Context(), journal.Entry{ID: "p", Name: "wrong"}, revision(n), document(99), journal.Effects{}))
		}
		wantFault(t, "revision 2 of a new plan", journal.Stale, store.Append(t.Context(), journal.Entry{ID: "q"}, revision(2), document(2), journal.Effects{}))
		if _, err := store.Plan(t.Context(), "q"); !errors.Is(err, journal.NoPlan) {
			t.Errorf("a refused revision made a plan: %v", err)
		}
		entry, err := store.Plan(t.Context(), "p")
		if err != nil || entry.Revision != 3 || entry.Name != "name 3" {
			t.Errorf("a refused revision changed the plan: %+v (%v)", entry, err)
		}
	})

	t.Run("of many who append the same revision one succeeds", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 1)
		const rounds, writers = 10, 8
		for n := 2; n < 2+rounds; n++ {
			errs := make([]error, writers)
			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					errs[w] = store.Append(t.Context(), journal.Entry{ID: "p"}, revision(n), document(n*100+w), journal.Effects{})
				})
			}
			wg.Wait()
			winner := slices.Index(errs, nil)
			for w, err := range errs {
				if (err == nil) != (w == winner) || (err != nil && !errors.Is(err, journal.Stale)) {
					t.Fatalf("writer %d of revision %d: %v", w, n, err)
				}
			}
			if got, err := store.Document(t.Context(), "p", n); err != nil || !bytes.Equal(got, document(n*100+winner)) {
				t.Fatalf("revision %d is not the winner's: %s (%v)", n, got, err)
			}
		}
	})

	t.Run("plans do not touch each other", func(t *testing.T) {
		store := open(t)
		fill(t, store, "a", 3)
		fill(t, store, "b", 2)
		plans, err := store.Plans(t.Context())
		if err != nil || len(plans) != 2 {
			t.Fatalf("plans %v (%v)", plans, err)
		}
		history, err := store.Revisions(t.Context(), "b")
		if err != nil || len(history) != 2 {
			t.Errorf("history of b: %v (%v)", history, err)
		}
	})

	t.Run("archiving keeps everything", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 2)
		for _, archived := range []bool{true, true, false, false} {
			if err := store.SetArchived(t.Context(), "p", archived); err != nil {
				t.Fatal(err)
			}
			entry, err := store.Plan(t.Context(), "p")
			if err != nil || entry.Archived != archived || entry.Revision != 2 {
				t.Errorf("archived %t: %+v (%v)", archived, entry, err)
			}
			if got, err := store.Document(t.Context(), "p", 2); err != nil || !bytes.Equal(got, document(2)) {
				t.Errorf("the document is gone: %v", err)
			}
		}
	})

	t.Run("a cancelled append saves nothing", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 1)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := store.Append(ctx, journal.Entry{ID: "p"}, revision(2), document(2), journal.Effects{}); err == nil {
			t.Error("a cancelled append succeeded")
		}
		if entry, err := store.Plan(t.Context(), "p"); err != nil || entry.Revision != 1 {
			t.Errorf("entry %+v (%v)", entry, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func wantFault(t *testing.T, what string, want, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
