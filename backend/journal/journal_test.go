package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/journal"
	"meridian/backend/journal/journaltest"
	"meridian/backend/plan"
)

// desk is a journal in memory with a clock that ticks an hour per look.
type desk struct {
	*journal.Service
	clock time.Time
}

func newDesk() *desk {
	d := &desk{clock: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	ids := 0
	d.Service = &journal.Service{
		Store: new(journaltest.Memory),
		Now:   func() time.Time { d.clock = d.clock.Add(time.Hour); return d.clock },
		NewID: func() string { ids++; return fmt.Sprintf("01JZK7Q3V6T4M0A8N2R5B9C1%02d", ids) },
	}
	return d
}

func demo(t testing.TB) plan.Plan {
	t.Helper()
	p, err := plan.Demo("kr")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// on is a change made on a revision.
func on(base int) journal.Stamp { return journal.Stamp{Base: base} }

// small is a plan of one person, quick to check.
func small() plan.Plan {
	p := plan.Blank("en", "USD", "2026-03")
	p.Name = "home"
	p.People["p1"] = plan.Person{Birth: "1980-05", Horizon: plan.Horizon{Age: 95}}
	return p
}

func create(t testing.TB, d *desk) journal.State {
	t.Helper()
	state, err := d.Create(t.Context(), small())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// rename is an edit that shows in the state.
func rename(t testing.TB, d *desk, s journal.State, name string) journal.State {
	t.Helper()
	next, err := d.Edit(t.Context(), s.ID, on(s.Revision), journal.EditName{Key: "edit.plan.name", Args: map[string]string{"to": name}}, map[string]any{"name": name})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func must(t testing.TB) func(journal.State, error) journal.State {
	return func(s journal.State, err error) journal.State {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func named(name *journal.EditName) string {
	if name == nil {
		return "-"
	}
	return name.Key + " " + name.Args["to"]
}

// seen checks what a person sees: the plan's name, its revision, and what undo
// and redo offer.
func seen(t testing.TB, s journal.State, revision int, name, undo, redo string) {
	t.Helper()
	if s.Revision != revision || s.Plan.Name != name || strings.TrimSpace(named(s.Undo)) != undo || strings.TrimSpace(named(s.Redo)) != redo {
		t.Errorf("revision %d, name %q, undo %q, redo %q; want %d, %q, %q, %q",
			s.Revision, s.Plan.Name, named(s.Undo), named(s.Redo), revision, name, undo, redo)
	}
}

func TestAChangeCanBeUndoneAndRedone(t *testing.T) {
	d := newDesk()
	first := create(t, d)
	home := first.Plan.Name
	seen(t, first, 1, home, "-", "-")
	s := rename(t, d, first, "B")
	seen(t, s, 2, "B", "edit.plan.name B", "-")
	s = rename(t, d, s, "C")
	s = must(t)(d.Undo(t.Context(), s.ID, on(s.Revision)))
	seen(t, s, 4, "B", "edit.plan.name B", "edit.plan.name C")
	s = must(t)(d.Undo(t.Context(), s.ID, on(s.Revision)))
	seen(t, s, 5, home, "-", "edit.plan.name B")
	s = must(t)(d.Redo(t.Context(), s.ID, on(s.Revision)))
	seen(t, s, 6, "B", "edit.plan.name B", "edit.plan.name C")
	s = rename(t, d, s, "D")
	seen(t, s, 7, "D", "edit.plan.name D", "-")
	s = must(t)(d.Undo(t.Context(), s.ID, on(s.Revision)))
	seen(t, s, 8, "B", "edit.plan.name B", "edit.plan.name D")

	opened := must(t)(d.Open(t.Context(), s.ID))
	if !reflect.DeepEqual(opened, s) {
		t.Errorf("opened\n%+v\nwant\n%+v", opened, s)
	}
}

func TestUndoAndRedoEnd(t *testing.T) {
	d := newDesk()
	s := create(t, d)
	if _, err := d.Undo(t.Context(), s.ID, on(1)); !errors.Is(err, journal.NothingToUndo) {
		t.Errorf("undo: %v", err)
	}
	if _, err := d.Redo(t.Context(), s.ID, on(1)); !errors.Is(err, journal.NothingToRedo) {
		t.Errorf("redo: %v", err)
	}
}

func TestRewindToARevisionCanItselfBeUndone(t *testing.T) {
	d := newDesk()
	first := create(t, d)
	s := rename(t, d, rename(t, d, first, "B"), "C")
	s = must(t)(d.Rewind(t.Context(), s.ID, on(3), 1))
	seen(t, s, 4, first.Plan.Name, "edit.rewind", "-")
	if s.Undo.Args["revision"] != "1" {
		t.Errorf("the rewind is named %v", s.Undo)
	}
	s = must(t)(d.Undo(t.Context(), s.ID, on(4)))
	seen(t, s, 5, "C", "edit.plan.name C", "edit.rewind")
	s = must(t)(d.Rewind(t.Context(), s.ID, on(5), 3)) // what already stands
	seen(t, s, 5, "C", "edit.plan.name C", "edit.rewind")
	for _, to := range []int{-1, 0, 6} {
		if _, err := d.Rewind(t.Context(), s.ID, on(5), to); !errors.Is(err, journal.NoRevision) {
			t.Errorf("rewind to %d: %v", to, err)
		}
	}
}

func TestRewindToADayOfTheOwner(t *testing.T) {
	d := newDesk()
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	d.clock = time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC) // 22:00 in Seoul
	s := create(t, d)                                      // at 23:00 on the 1st
	home := s.Plan.Name
	s = rename(t, d, s, "after midnight") // at 00:00 on the 2nd
	s = rename(t, d, s, "later")
	s = must(t)(d.RewindToDay(t.Context(), s.ID, on(3), "2026-03-01", seoul))
	seen(t, s, 4, home, "edit.rewindDay", "-")
	if s.Undo.Args["day"] != "2026-03-01" {
		t.Errorf("the rewind is named %v", s.Undo)
	}
	s = must(t)(d.Undo(t.Context(), s.ID, on(4)))
	if in := must(t)(d.RewindToDay(t.Context(), s.ID, on(5), "2026-03-01", time.UTC)); in.Revision != 5 || in.Plan.Name != "later" {
		t.Errorf("in UTC all of it was the 1st: %d %s", in.Revision, in.Plan.Name)
	}
	if _, err := d.RewindToDay(t.Context(), s.ID, on(5), "2026-02-28", seoul); !errors.Is(err, journal.BeforeFirst) {
		t.Errorf("before the plan: %v", err)
	}
	for _, day := range []string{"", "yesterday", "2026-02-30", "2026-3-1", "2026-03-01T00:00:00Z"} {
		if _, err := d.RewindToDay(t.Context(), s.ID, on(5), day, seoul); !errors.Is(err, journal.BadDay) {
			t.Errorf("day %q: %v", day, err)
		}
	}
}

func TestAStaleBaseIsTold(t *testing.T) {
	d := newDesk()
	s := rename(t, d, create(t, d), "B")
	name := journal.EditName{Key: "k"}
	for what, attempt := range map[string]func(base int) error{
		"edit": func(base int) error {
			_, err := d.Edit(t.Context(), s.ID, on(base), name, map[string]any{"name": "x"})
			return err
		},
		"undo":   func(base int) error { _, err := d.Undo(t.Context(), s.ID, on(base)); return err },
		"redo":   func(base int) error { _, err := d.Redo(t.Context(), s.ID, on(base)); return err },
		"rewind": func(base int) error { _, err := d.Rewind(t.Context(), s.ID, on(base), 1); return err },
		"day": func(base int) error {
			_, err := d.RewindToDay(t.Context(), s.ID, on(base), "2026-03-01", time.UTC)
			return err
		},
	} {
		for _, n := range []int{-1, 0, 1, 3} {
			if n == 1 && what == "edit" {
				continue // an edit is carried over
			}
			if err := attempt(n); !errors.Is(err, journal.Stale) || fault.Of(err) != fault.Conflict {
				t.Errorf("%s on base %d: %v", what, n, err)
			}
		}
	}
	if now := must(t)(d.Open(t.Context(), s.ID)); now.Revision != 2 {
		t.Errorf("revision %d was saved", now.Revision)
	}
}

func TestARefusedEditSavesNothingAndNamesEverything(t *testing.T) {
	d := newDesk()
	s := must(t)(d.Create(t.Context(), demo(t)))
	cases := []struct {
		name, patch string
		pointers    []string
	}{
		{"two fields that a plan does not have", `{"colour":1,"people":{"p1":{"height":180}}}`, []string{"/colour", "/people/p1/height"}},
		{"two values that cannot be", `{"start":"2026-13","targets":{"metric":"luck"}}`, []string{"/start", "/targets/metric"}},
		{"another identity", `{"id":"01JZK7Q3V6T4M0A8N2R5B9C1ZZ"}`, []string{"/id"}},
		{"nothing left", `{"people":null}`, []string{"/people"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var patch map[string]any
			if err := json.Unmarshal([]byte(c.patch), &patch); err != nil {
				t.Fatal(err)
			}
			_, err := d.Edit(t.Context(), s.ID, on(1), journal.EditName{Key: "k"}, patch)
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.Invalid {
				t.Fatalf("err %v", err)
			}
			var all []string
			for _, p := range f.Problems {
				all = append(all, p.Pointer)
			}
			for _, want := range c.pointers {
				if !strings.Contains(strings.Join(all, " ")+" ", want+" ") {
					t.Errorf("%s is not among %v", want, all)
				}
			}
			if now := must(t)(d.Open(t.Context(), s.ID)); !reflect.DeepEqual(now, s) {
				t.Error("something was saved")
			}
		})
	}
	if _, err := d.Edit(t.Context(), s.ID, on(1), journal.EditName{}, map[string]any{"name": "x"}); !errors.Is(err, journal.BadName) {
		t.Errorf("an edit without a name: %v", err)
	}
}

func TestAnEditThatChangesNothingAddsNoRevision(t *testing.T) {
	d := newDesk()
	s := rename(t, d, create(t, d), "B")
	for _, patch := range []map[string]any{{}, {"name": "B"}, {"notThere": nil}} {
		next := must(t)(d.Edit(t.Context(), s.ID, on(2), journal.EditName{Key: "k"}, patch))
		seen(t, next, 2, "B", "edit.plan.name B", "-")
	}
}

func TestCreateNeverOverwritesAPlan(t *testing.T) {
	d := newDesk()
	a := create(t, d)
	b := must(t)(d.Create(t.Context(), a.Plan))
	if a.ID == b.ID || b.Plan.ID != b.ID {
		t.Errorf("ids %s and %s, in the document %s", a.ID, b.ID, b.Plan.ID)
	}
	broken := small()
	broken.Start = "2026-13"
	if _, err := d.Create(t.Context(), broken); fault.Of(err) != fault.Invalid {
		t.Errorf("a plan that starts in month 13: %v", err)
	}
	if list, err := d.List(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("list %v (%v)", list, err)
	}
}

func TestNewIDsAreDistinctULIDs(t *testing.T) {
	d := newDesk()
	d.NewID = nil
	a, b := create(t, d), create(t, d)
	if len(a.ID) != 26 || len(b.ID) != 26 || a.ID >= b.ID {
		t.Errorf("ids %q, %q", a.ID, b.ID)
	}
}

func TestArchiveHidesAndRestoreBringsBack(t *testing.T) {
	d := newDesk()
	s := rename(t, d, create(t, d), "B")
	other := create(t, d)
	if err := d.Archive(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := d.List(t.Context()); err != nil || len(list) != 1 || list[0].ID != other.ID {
		t.Errorf("list %v (%v)", list, err)
	}
	if list, err := d.ListArchived(t.Context()); err != nil || len(list) != 1 || list[0].ID != s.ID || list[0].Name != "B" {
		t.Errorf("archived %v (%v)", list, err)
	}
	_, opened := d.Open(t.Context(), s.ID)
	_, edited := d.Edit(t.Context(), s.ID, on(2), journal.EditName{Key: "k"}, map[string]any{"name": "x"})
	_, undone := d.Undo(t.Context(), s.ID, on(2))
	_, read := d.Document(t.Context(), s.ID)
	_, history := d.History(t.Context(), s.ID)
	for what, err := range map[string]error{"open": opened, "edit": edited, "undo": undone, "document": read, "history": history} {
		if !errors.Is(err, journal.Archived) {
			t.Errorf("%s: %v", what, err)
		}
	}
	back := must(t)(d.Restore(t.Context(), s.ID))
	seen(t, back, 2, "B", "edit.plan.name B", "-")
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	d := newDesk()
	_, opened := d.Open(t.Context(), "none")
	_, restored := d.Restore(t.Context(), "none")
	for what, err := range map[string]error{"open": opened, "restore": restored, "archive": d.Archive(t.Context(), "none")} {
		if !errors.Is(err, journal.NoPlan) || fault.Of(err) != fault.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	s := create(t, d)
	if _, err := d.Plan(t.Context(), s.ID, 2); !errors.Is(err, journal.NoRevision) {
		t.Errorf("revision 2 of 1: %v", err)
	}
}

func TestAnyRevisionCanBeSeenAndTheDocumentIsCanonical(t *testing.T) {
	d := newDesk()
	first := must(t)(d.Create(t.Context(), demo(t)))
	s := rename(t, d, first, "B")
	before, err := d.Plan(t.Context(), s.ID, 1)
	if err != nil || before.Name != first.Plan.Name {
		t.Errorf("revision 1 is %q (%v)", before.Name, err)
	}
	document, err := d.Document(t.Context(), s.ID)
	if err != nil || !bytes.Equal(document, plan.Encode(s.Plan)) {
		t.Errorf("the document is not the canonical encoding (%v)", err)
	}
	history, err := d.History(t.Context(), s.ID)
	if err != nil || len(history) != 2 || history[0].Kind != journal.Create || history[1].Kind != journal.Edit || history[1].Name.Args["to"] != "B" {
		t.Errorf("history %+v (%v)", history, err)
	}
}

func TestEveryChangeIsTold(t *testing.T) {
	d := newDesk()
	d.Events = new(event.Hub)
	events := d.Events.Subscribe(t.Context())
	s := rename(t, d, create(t, d), "B")
	s = must(t)(d.Undo(t.Context(), s.ID, on(2)))
	s = must(t)(d.Redo(t.Context(), s.ID, on(3)))
	must(t)(d.Rewind(t.Context(), s.ID, on(4), 1))
	if _, err := d.Undo(t.Context(), s.ID, on(1)); err == nil { // stale: nothing to tell
		t.Error("a stale undo succeeded")
	}
	if err := d.Archive(t.Context(), s.ID); err != nil {
		t.Fatal(err)
	}
	must(t)(d.Restore(t.Context(), s.ID))
	d.Events.Close()
	var got []string
	for e := range events {
		got = append(got, fmt.Sprint(e.Kind, " ", e.Revision))
	}
	want := "plan.changed 1, plan.changed 2, plan.changed 3, plan.changed 4, plan.changed 5, plan.archived 0, plan.restored 0"
	if joined := strings.Join(got, ", "); joined != want {
		t.Errorf("told %s\nwant %s", joined, want)
	}
}
