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

	t.Run("who made a change, on what, and what it did are kept", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 2)
		r := revision(3)
		r.Actor, r.Op, r.Base = "kim", "op-1", 1
		did := []journal.Operation{
			{Path: "/name", Before: "민준", After: "서연"},
			{Path: "/notes/a", After: "x"},
			{Path: "/people/p2", Before: map[string]any{"horizon": map[string]any{"age": 95.5}, "tags": []any{"a", true}}},
		}
		if err := store.Append(t.Context(), journal.Entry{ID: "p"}, r, document(3), journal.Effects{Operations: did}); err != nil {
			t.Fatal(err)
		}
		made, err := store.Made(t.Context(), "p", "op-1")
		if err != nil || !reflect.DeepEqual(made, r) {
			t.Errorf("made %+v (%v), want %+v", made, err, r)
		}
		changes, err := store.Changes(t.Context(), "p", 1, 3)
		if want := []journal.Change{{Revision: revision(2)}, {Revision: r, Operations: did}}; err != nil || !reflect.DeepEqual(changes, want) {
			t.Errorf("changes %+v (%v), want %+v", changes, err, want)
		}
		if none, err := store.Changes(t.Context(), "p", 3, 9); err != nil || len(none) != 0 {
			t.Errorf("changes after the newest: %v (%v)", none, err)
		}
		wantFault(t, "Made", journal.NoRevision, second(store.Made(t.Context(), "p", "op-2")))
		wantFault(t, "Made without a name", journal.NoRevision, second(store.Made(t.Context(), "p", "")))
	})

	t.Run("a change of one name is made once", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 1)
		fill(t, store, "q", 1)
		r := revision(2)
		r.Op = "op-1"
		for _, plan := range []string{"p", "q"} { // a name is a plan's own
			if err := store.Append(t.Context(), journal.Entry{ID: plan}, r, document(2), journal.Effects{}); err != nil {
				t.Fatal(err)
			}
		}
		r.Number = 3
		wantFault(t, "the same change again", journal.Stale, store.Append(t.Context(), journal.Entry{ID: "p"}, r, document(3), journal.Effects{}))
		if entry, err := store.Plan(t.Context(), "p"); err != nil || entry.Revision != 2 {
			t.Errorf("entry %+v (%v)", entry, err)
		}
	})

	t.Run("conflicts wait until they are settled, and may wait again", func(t *testing.T) {
		store := open(t)
		fill(t, store, "p", 2)
		fill(t, store, "q", 1)
		r := revision(3)
		r.Actor, r.Op = "kim", "op-1"
		opened := []journal.Conflict{{ID: "c1", Path: "/name", Value: "서연", Over: 2}, {ID: "c2", Path: "/notes/a", Over: 1}}
		if err := store.Append(t.Context(), journal.Entry{ID: "p"}, r, document(3), journal.Effects{Opened: opened}); err != nil {
			t.Fatal(err)
		}
		one := journal.Conflict{ID: "c1", Path: "/name", Value: "서연", Opened: 3, Over: 2, Actor: "kim", Op: "op-1", At: r.At, Since: revision(2).At}
		two := journal.Conflict{ID: "c2", Path: "/notes/a", Opened: 3, Over: 1, Actor: "kim", Op: "op-1", At: r.At, Since: revision(1).At}
		wantConflicts(t, "open", []journal.Conflict{one, two})(store.Conflicts(t.Context(), "p"))
		wantConflicts(t, "of another plan", nil)(store.Conflicts(t.Context(), "q"))

		if err := store.Append(t.Context(), journal.Entry{ID: "p"}, revision(4), document(4), journal.Effects{Settled: []string{"c1"}}); err != nil {
			t.Fatal(err)
		}
		wantConflicts(t, "left open", []journal.Conflict{two})(store.Conflicts(t.Context(), "p"))
		settled := one
		settled.Settled = 4
		wantConflicts(t, "touched by the settling", []journal.Conflict{settled})(store.Touched(t.Context(), "p", 4))
		wantConflicts(t, "touched by the opening", []journal.Conflict{settled, two})(store.Touched(t.Context(), "p", 3))
		if err := store.Append(t.Context(), journal.Entry{ID: "p"}, revision(5), document(5), journal.Effects{Reopened: []string{"c1"}}); err != nil {
			t.Fatal(err)
		}
		wantConflicts(t, "open again", []journal.Conflict{one, two})(store.Conflicts(t.Context(), "p"))
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

func wantConflicts(t *testing.T, what string, want []journal.Conflict) func([]journal.Conflict, error) {
	return func(got []journal.Conflict, err error) {
		t.Helper()
		if err != nil || (len(got)+len(want) > 0 && !reflect.DeepEqual(got, want)) {
			t.Errorf("%s: %+v (%v), want %+v", what, got, err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func wantFault(t *testing.T, what string, want, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
