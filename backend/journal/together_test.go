package journal_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/journal"
)

// as is a context in which somebody asks.
func as(t testing.TB, who string) context.Context {
	t.Helper()
	return access.As(t.Context(), access.Principal{ID: who, Role: access.Owner})
}

func patched(t testing.TB, text string) map[string]any {
	t.Helper()
	var patch map[string]any
	if err := json.Unmarshal([]byte(text), &patch); err != nil {
		t.Fatal(err)
	}
	return patch
}

// family is a desk with a plan of two people, edited by whoever.
type family struct {
	*desk
	t  testing.TB
	id string
}

func newFamily(t testing.TB) *family {
	d := newDesk()
	s := create(t, d)
	f := &family{d, t, s.ID}
	f.edit("owner", on(1), `{"people":{"p2":{"name":"Kim","birth":"1982-01","horizon":{"age":95}}}}`)
	return f
}

func (f *family) edit(who string, stamp journal.Stamp, patch string, settles ...string) journal.State {
	f.t.Helper()
	return must(f.t)(f.Edit(as(f.t, who), f.id, stamp, journal.EditName{Key: "edit." + who}, patched(f.t, patch), settles...))
}

func (f *family) undo(who string, base int) journal.State {
	f.t.Helper()
	return must(f.t)(f.Undo(as(f.t, who), f.id, on(base)))
}

func (f *family) redo(who string, base int) journal.State {
	f.t.Helper()
	return must(f.t)(f.Redo(as(f.t, who), f.id, on(base)))
}

// waiting are the open conflicts as "path=value by over standing".
func waiting(s journal.State) string {
	var all []string
	for _, c := range s.Conflicts {
		value, _ := json.Marshal(c.Value)
		all = append(all, fmt.Sprintf("%s=%s %s/%s", c.Path, value, c.Actor, c.Standing))
	}
	return strings.Join(all, ", ")
}

func TestAnOldBaseIsCarriedOverFieldByField(t *testing.T) {
	for _, c := range []struct {
		name, theirs, mine string
		want, conflicts    string // what stands of name and people; what waits
	}{
		{"other fields", `{"name":"T"}`, `{"people":{"p2":{"name":"Lee"}}}`, `T Lee`, ``},
		{"other fields of one record", `{"people":{"p2":{"birth":"1983-02"}}}`, `{"people":{"p2":{"name":"Lee"}}}`, `home Lee`, ``},
		{"the same field", `{"name":"T"}`, `{"name":"M"}`, `T Kim`, `/name="M" me/them`},
		{"the same field and another", `{"name":"T"}`, `{"name":"M","people":{"p2":{"name":"Lee"}}}`, `T Lee`, `/name="M" me/them`},
		{"the same value", `{"name":"X"}`, `{"name":"X"}`, `X Kim`, ``},
		{"a record that they took away", `{"people":{"p2":null}}`, `{"people":{"p2":{"name":"Lee"}}}`, `home `, `/people/p2={"birth":"1982-01","horizon":{"age":95},"name":"Lee"} me/them`},
		{"taking away a record that they changed", `{"people":{"p2":{"name":"T"}}}`, `{"people":{"p2":null}}`, `home T`, `/people/p2=null me/them`},
		{"taking away what they took away", `{"people":{"p2":null}}`, `{"people":{"p2":null}}`, `home `, ``},
		{"clearing what they set", `{"people":{"p2":{"name":"T"}}}`, `{"people":{"p2":{"name":null}}}`, `home T`, `/people/p2/name=null me/them`},
		{"the first two of a kind", `{"notes":{"a":"1"}}`, `{"notes":{"b":"2"}}`, `home Kim`, ``},
		{"the first two of a kind, of one name", `{"notes":{"a":"1"}}`, `{"notes":{"a":"2"}}`, `home Kim`, `/notes/a="2" me/them`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFamily(t)
			f.edit("them", on(2), c.theirs)
			s := f.edit("me", on(2), c.mine)
			if got := s.Plan.Name + " " + s.Plan.People["p2"].Name; got != c.want {
				t.Errorf("stands %q, want %q", got, c.want)
			}
			if got := waiting(s); got != c.conflicts {
				t.Errorf("waits %s, want %s", got, c.conflicts)
			}
			if opened := must(t)(f.Open(as(t, "me"), f.id)); !reflect.DeepEqual(opened, s) {
				t.Errorf("opened %+v, want %+v", opened, s)
			}
		})
	}
}

func TestWhatWasChangedAndChangedBackIsNoConflict(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"name":"T"}`)
	f.undo("them", 3)
	if s := f.edit("me", on(2), `{"name":"M"}`); s.Plan.Name != "M" || waiting(s) != "" {
		t.Errorf("stands %q, waits %s", s.Plan.Name, waiting(s))
	}
}

func TestOnesOwnEditsOnTheirWayAreSeen(t *testing.T) {
	f := newFamily(t)
	first := journal.Stamp{Base: 2, Op: "op-1"}
	second := journal.Stamp{Base: 2, Op: "op-2", Seen: []string{"op-1"}}
	f.edit("me", first, `{"name":"M1"}`)
	if s := f.edit("me", second, `{"name":"M2"}`); s.Plan.Name != "M2" || waiting(s) != "" {
		t.Errorf("stands %q, waits %s", s.Plan.Name, waiting(s))
	}
	// Another window of the same person has not seen them.
	if s := f.edit("me", on(2), `{"name":"M3"}`); s.Plan.Name != "M2" || waiting(s) != `/name="M3" me/me` {
		t.Errorf("stands %q, waits %s", s.Plan.Name, waiting(s))
	}
}

func TestASecondThoughtReplacesWhatWaits(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"name":"T","people":{"p2":null}}`)
	f.edit("me", journal.Stamp{Base: 2, Op: "op-1"}, `{"name":"M1","people":{"p2":{"name":"Lee"}}}`)
	s := f.edit("me", journal.Stamp{Base: 2, Op: "op-2", Seen: []string{"op-1"}}, `{"name":"M2","people":{"p2":{"birth":"1990-01"}}}`)
	const want = `/name="M2" me/them, /people/p2={"birth":"1990-01","horizon":{"age":95},"name":"Lee"} me/them`
	if got := waiting(s); got != want {
		t.Errorf("waits %s, want %s", got, want)
	}
}

func TestAChangeIsMadeOnceHoweverOftenItIsSent(t *testing.T) {
	f := newFamily(t)
	stamp := journal.Stamp{Base: 2, Op: "op-1"}
	s := f.edit("me", stamp, `{"name":"M"}`)
	f.edit("them", on(3), `{"name":"T"}`)
	again := f.edit("me", stamp, `{"name":"M"}`)
	if s.Revision != 3 || again.Revision != 4 || again.Plan.Name != "T" || waiting(again) != "" {
		t.Errorf("after %d: revision %d, %q stands, %q waits", s.Revision, again.Revision, again.Plan.Name, waiting(again))
	}
	undo := journal.Stamp{Base: 4, Op: "op-2"}
	for range 2 {
		if s = must(t)(f.Undo(as(t, "them"), f.id, undo)); s.Revision != 5 || s.Plan.Name != "M" {
			t.Errorf("undone: revision %d, %q", s.Revision, s.Plan.Name)
		}
	}
	_, err := f.Edit(as(t, "them"), f.id, stamp, journal.EditName{Key: "k"}, patched(t, `{"name":"X"}`))
	if !errors.Is(err, journal.OpTaken) {
		t.Errorf("another's name for a change: %v", err)
	}
	for _, bad := range []journal.Stamp{{Base: 5, Op: strings.Repeat("x", 65)}, {Base: 5, Op: "a b"}, {Base: 5, Seen: []string{"\x00"}}, {Base: 5, Seen: make([]string, 4097)}} {
		if _, err := f.Edit(as(t, "me"), f.id, bad, journal.EditName{Key: "k"}, patched(t, `{"name":"X"}`)); !errors.Is(err, journal.BadOp) {
			t.Errorf("a bad stamp: %v", err)
		}
	}
}

func TestAConflictIsDecidedEitherWay(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"name":"T"}`)
	s := f.edit("me", on(2), `{"name":"M"}`)
	id := s.Conflicts[0].ID

	kept := f.edit("them", on(s.Revision), `{}`, id)
	if kept.Plan.Name != "T" || waiting(kept) != "" || kept.Revision != 5 {
		t.Errorf("kept what stood: %q, %s", kept.Plan.Name, waiting(kept))
	}
	back := f.undo("them", 5)
	if waiting(back) != `/name="M" me/them` {
		t.Errorf("undecided again: %s", waiting(back))
	}
	took := f.edit("them", on(6), `{"name":"M"}`, id)
	if took.Plan.Name != "M" || waiting(took) != "" {
		t.Errorf("took the other: %q, %s", took.Plan.Name, waiting(took))
	}
	// Whoever was slower to decide the same thing is not refused.
	if late := f.edit("me", on(6), `{}`, id); late.Revision != 7 || waiting(late) != "" {
		t.Errorf("decided twice: revision %d, %s", late.Revision, waiting(late))
	}
}

func TestTypingTheOtherValueDecidesToo(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"name":"T"}`)
	s := f.edit("me", on(2), `{"name":"M"}`)
	if s = f.edit("them", on(s.Revision), `{"name":"M"}`); waiting(s) != "" {
		t.Errorf("still waits: %s", waiting(s))
	}
}

func TestEverybodyUndoesTheirOwn(t *testing.T) {
	f := newFamily(t)
	f.edit("me", on(2), `{"name":"M"}`)
	s := f.edit("them", on(3), `{"people":{"p2":{"name":"T"}}}`)
	if named(s.Undo) != "edit.them " {
		t.Errorf("they would undo %s", named(s.Undo))
	}
	s = f.undo("me", 3) // what they did meanwhile does not matter
	if s.Plan.Name != "home" || s.Plan.People["p2"].Name != "T" || named(s.Redo) != "edit.me " || s.Undo != nil {
		t.Errorf("after my undo %q, %q; next %s, back %s", s.Plan.Name, s.Plan.People["p2"].Name, named(s.Undo), named(s.Redo))
	}
	s = f.redo("me", s.Revision)
	s = f.undo("them", s.Revision)
	if s.Plan.Name != "M" || s.Plan.People["p2"].Name != "Kim" || waiting(s) != "" {
		t.Errorf("after theirs %q, %q, %s", s.Plan.Name, s.Plan.People["p2"].Name, waiting(s))
	}
	if _, err := f.Undo(as(t, "nobody else"), f.id, on(s.Revision)); !errors.Is(err, journal.NothingToUndo) {
		t.Errorf("who did nothing undoes: %v", err)
	}
	f.edit("me", on(s.Revision), `{"name":"M2"}`)
	if _, err := f.Undo(as(t, "me"), f.id, on(s.Revision)); !errors.Is(err, journal.Stale) {
		t.Errorf("what another window of mine did is undone unseen: %v", err)
	}
}

func TestUndoOverwritesNobody(t *testing.T) {
	f := newFamily(t)
	f.edit("me", on(2), `{"name":"M","people":{"p2":{"name":"Lee"}}}`)
	s := f.edit("them", on(3), `{"name":"T"}`)
	s = f.undo("me", s.Revision)
	if s.Plan.Name != "T" || s.Plan.People["p2"].Name != "Kim" || waiting(s) != `/name="home" me/them` {
		t.Errorf("stands %q and %q, waits %s", s.Plan.Name, s.Plan.People["p2"].Name, waiting(s))
	}
	s = f.redo("me", s.Revision) // takes the undo back, and what waits with it
	if s.Plan.Name != "T" || s.Plan.People["p2"].Name != "Lee" || waiting(s) != "" {
		t.Errorf("redone: stands %q and %q, waits %s", s.Plan.Name, s.Plan.People["p2"].Name, waiting(s))
	}
}

func TestUndoOfAnEditThatWaitsWithdrawsIt(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"name":"T"}`)
	s := f.edit("me", on(2), `{"name":"M"}`)
	if s = f.undo("me", s.Revision); waiting(s) != "" || s.Plan.Name != "T" {
		t.Errorf("withdrawn: %s", waiting(s))
	}
	if s = f.redo("me", s.Revision); waiting(s) != `/name="M" me/them` {
		t.Errorf("meant again: %s", waiting(s))
	}
}

func TestARewindIsWholeAndTakenBackFieldByField(t *testing.T) {
	f := newFamily(t)
	f.edit("me", on(2), `{"name":"M"}`)
	s := must(t)(f.Rewind(as(t, "them"), f.id, on(3), 1))
	if _, there := s.Plan.People["p2"]; there || s.Plan.Name != "home" {
		t.Errorf("rewound to %q with %v", s.Plan.Name, s.Plan.People)
	}
	f.edit("me", on(4), `{"name":"N"}`)
	s = f.undo("them", 5)
	if s.Plan.Name != "N" || s.Plan.People["p2"].Name != "Kim" || waiting(s) != `/name="M" them/me` {
		t.Errorf("stands %q and %q, waits %s", s.Plan.Name, s.Plan.People["p2"].Name, waiting(s))
	}
}

func TestAnEditThatBreaksARuleAfterTheRebaseIsRefused(t *testing.T) {
	f := newFamily(t)
	f.edit("them", on(2), `{"people":{"p2":null}}`)
	_, err := f.Edit(as(t, "me"), f.id, on(2), journal.EditName{Key: "k"}, patched(t,
		`{"milestones":{"m1":{"name":"Rest","when":{"at":"age","person":"p2","years":60}}}}`))
	var told *fault.Error
	if !errors.As(err, &told) || told.Kind != fault.Invalid || len(told.Problems) == 0 || !strings.HasPrefix(told.Problems[0].Pointer, "/milestones/m1") {
		t.Fatalf("an age of somebody who is gone: %v", err)
	}
	if s := must(t)(f.Open(as(t, "me"), f.id)); s.Revision != 3 || waiting(s) != "" {
		t.Errorf("something was saved: %d, %s", s.Revision, waiting(s))
	}
}

func TestAScenarioIsChangedWhole(t *testing.T) {
	f := newFamily(t)
	f.edit("owner", on(2), `{"scenarios":{"s1":{"name":"Later","patch":{"name":"L","notes":{"a":null}}}}}`)
	f.edit("them", on(3), `{"scenarios":{"s1":{"name":"Much later"}}}`)
	s := f.edit("me", on(3), `{"scenarios":{"s1":{"patch":{"notes":{"a":null}}}}}`)
	got := s.Plan.Scenarios["s1"]
	if got.Name != "Much later" || !reflect.DeepEqual(got.Patch, map[string]any{"notes": map[string]any{"a": nil}}) {
		t.Errorf("%+v", got)
	}
	s = f.edit("them", on(4), `{"scenarios":{"s1":{"patch":{"name":"T"}}}}`)
	if waiting(s) != `/scenarios/s1/patch={"name":"T"} them/me` {
		t.Errorf("waits %s", waiting(s))
	}
}

// A history from before operations were kept says nothing of them; its documents do.
type forgetful struct{ journal.Store }

func (f forgetful) Changes(ctx context.Context, id string, after, upTo int) ([]journal.Change, error) {
	changes, err := f.Store.Changes(ctx, id, after, upTo)
	for i := range changes {
		changes[i].Operations, changes[i].Base = nil, 0
	}
	return changes, err
}

func TestOperationsAreFoundFromTheDocuments(t *testing.T) {
	f := newFamily(t)
	f.Store = forgetful{f.Store}
	f.edit("them", on(2), `{"name":"T"}`)
	s := f.edit("me", on(2), `{"name":"M","people":{"p2":{"name":"Lee"}}}`)
	if waiting(s) != `/name="M" me/them` || s.Plan.People["p2"].Name != "Lee" {
		t.Errorf("stands %q, waits %s", s.Plan.People["p2"].Name, waiting(s))
	}
	if s = f.undo("me", s.Revision); s.Plan.People["p2"].Name != "Kim" || waiting(s) != "" {
		t.Errorf("undone: %q, %s", s.Plan.People["p2"].Name, waiting(s))
	}
}

func TestTheHistoryOfAPlanIsWhatItsOperationsDid(t *testing.T) {
	f := newFamily(t)
	f.edit("me", on(2), `{"name":"M","notes":{"a/b~c":"1"}}`)
	f.edit("them", on(3), `{"people":{"p2":null},"notes":{"a/b~c":"2"}}`)
	f.undo("me", 4)
	changes, err := f.Store.Changes(t.Context(), f.id, 0, 5)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes {
		for _, o := range c.Operations {
			got = append(got, fmt.Sprint(c.Number, " ", c.Actor, " ", o.Path))
		}
	}
	want := "2 owner /people/p2; 3 me /name; 3 me /notes/a~1b~0c; 4 them /notes/a~1b~0c; 4 them /people/p2; 5 me /name"
	if joined := strings.Join(got, "; "); joined != want {
		t.Errorf("operations %s\nwant %s", joined, want)
	}
	p, err := f.Plan(t.Context(), f.id, 5)
	if err != nil || p.Notes["a/b~c"] != "2" || p.Name != "home" {
		t.Errorf("%q, %v (%v)", p.Name, p.Notes, err)
	}
}
