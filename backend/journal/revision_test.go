package journal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// written makes a history of one word per revision: "create", "edit",
// "undo:3", "redo:3", "rewind:2". Edits and rewinds are named by their number.
func written(t testing.TB, words string) []Revision {
	t.Helper()
	var history []Revision
	for i, word := range strings.Fields(words) {
		kind, target, _ := strings.Cut(word, ":")
		r := Revision{Number: i + 1, Kind: Kind(kind), Name: EditName{Key: strconv.Itoa(i + 1)}, At: time.Date(2026, 1, 1, i, 0, 0, 0, time.UTC)}
		if target != "" {
			n, err := strconv.Atoi(target)
			if err != nil {
				t.Fatal(err)
			}
			r.Target = n
		}
		history = append(history, r)
	}
	return history
}

// said is a step as "number(before>after)", "-" for none.
func said(s *Step) string {
	if s == nil {
		return "-"
	}
	return fmt.Sprintf("%s(%d>%d)", s.Name.Key, s.Number-1, s.Number)
}

func TestLocate(t *testing.T) {
	cases := []struct {
		name, history, undo, redo string
	}{
		{"a new plan", "create", "-", "-"},
		{"an edit can be undone", "create edit", "2(1>2)", "-"},
		{"the newest edit is undone first", "create edit edit", "3(2>3)", "-"},
		{"what was undone can be redone", "create edit undo:2", "-", "2(1>2)"},
		{"undone once of two", "create edit edit undo:3", "2(1>2)", "3(2>3)"},
		{"undone twice of two", "create edit edit undo:3 undo:2", "-", "2(1>2)"},
		{"redo comes back in the order of the edits", "create edit edit undo:3 undo:2 redo:2", "2(1>2)", "3(2>3)"},
		{"everything redone", "create edit edit undo:3 undo:2 redo:2 redo:3", "3(2>3)", "-"},
		{"redone and undone again", "create edit undo:2 redo:2 undo:2", "-", "2(1>2)"},
		{"an edit after an undo drops what could be redone", "create edit edit undo:3 edit", "5(4>5)", "-"},
		{"an edit after two undos drops both", "create edit edit undo:3 undo:2 edit", "6(5>6)", "-"},
		{"undoing a branch leads to where it began", "create edit edit undo:3 edit undo:5", "2(1>2)", "5(4>5)"},
		{"and on past it", "create edit edit undo:3 edit undo:5 undo:2", "-", "2(1>2)"},
		{"a rewind is a step", "create edit edit rewind:1", "4(3>4)", "-"},
		{"a rewind can be undone", "create edit edit rewind:1 undo:4", "3(2>3)", "4(3>4)"},
		{"and redone", "create edit edit rewind:1 undo:4 redo:4", "4(3>4)", "-"},
		{"undo goes on past a rewind", "create edit edit rewind:1 undo:4 undo:3", "2(1>2)", "3(2>3)"},
		{"a rewind after an undo drops what could be redone", "create edit edit undo:3 rewind:1", "5(4>5)", "-"},
		{"a rewind to an undo", "create edit edit undo:3 edit rewind:4", "6(5>6)", "-"},
		{"a rewind to a rewind", "create edit rewind:1 edit rewind:3", "5(4>5)", "-"},
		{"two rewinds undone in turn", "create edit rewind:1 rewind:2 undo:4 undo:3", "2(1>2)", "3(2>3)"},
		{"edit after a redo", "create edit edit undo:3 undo:2 redo:2 edit", "7(6>7)", "-"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			history := written(t, c.history)
			p, err := Locate(history, "")
			if err != nil {
				t.Fatal(err)
			}
			if said(p.Undo) != c.undo || said(p.Redo) != c.redo {
				t.Errorf("undo %s, redo %s; want %s, %s", said(p.Undo), said(p.Redo), c.undo, c.redo)
			}
			if p.Newest.Number != len(history) {
				t.Errorf("newest is %d of %d", p.Newest.Number, len(history))
			}
		})
	}
}

func TestLocateRefusesAHistoryThatCannotBe(t *testing.T) {
	cases := []struct{ name, history string }{
		{"empty", ""},
		{"no beginning", "edit"},
		{"two beginnings", "create create"},
		{"undo of nothing", "create undo:1"},
		{"undo out of turn", "create edit edit undo:2"},
		{"undo twice", "create edit undo:2 undo:2"},
		{"redo of nothing", "create edit redo:2"},
		{"redo of what an edit dropped", "create edit undo:2 edit redo:2"},
		{"rewind into the future", "create rewind:3"},
		{"rewind to itself", "create rewind:2"},
		{"rewind to nothing", "create rewind:0"},
		{"a kind nobody knows", "create merge"},
	}
	for _, c := range cases {
		if p, err := Locate(written(t, c.history), ""); err == nil {
			t.Errorf("%s: located at %+v", c.name, p)
		}
	}
	gap := written(t, "create edit edit")
	if _, err := Locate(slices.Delete(gap, 1, 2), ""); err == nil {
		t.Error("a missing revision went unnoticed")
	}
}

// Whatever is edited, undone, redone and rewound: what stands is what a simple
// editor with two stacks of whole documents would show.
func FuzzLocateAgreesWithAnEditorOfTwoStacks(f *testing.F) {
	f.Add([]byte{0, 0, 1, 2, 0, 1, 1, 2, 3, 1, 0, 3})
	f.Add([]byte{0, 1, 0, 1, 0, 1, 2, 2, 2, 3, 3, 1, 1, 1})
	f.Fuzz(func(t *testing.T, moves []byte) {
		if len(moves) > 200 {
			return
		}
		history := []Revision{{Number: 1, Kind: Create}}
		documents := []int{0} // what stood after each revision, as a serial number
		shown, undo, redo := 0, []int{}, []int{}
		serial := 0
		step := func(document int) { undo, redo, shown = append(undo, shown), nil, document }
		for _, move := range moves {
			p, err := Locate(history, "")
			if err != nil {
				t.Fatal(err)
			}
			if (p.Undo != nil) != (len(undo) > 0) || (p.Redo != nil) != (len(redo) > 0) {
				t.Fatalf("undo %s of %d, redo %s of %d", said(p.Undo), len(undo), said(p.Redo), len(redo))
			}
			r := Revision{Number: len(history) + 1}
			var document int
			switch {
			case move%4 == 1 && p.Undo != nil:
				r.Kind, r.Target, document = Undo, p.Undo.Number, documents[p.Undo.Number-2]
				redo, shown, undo = append(redo, shown), undo[len(undo)-1], undo[:len(undo)-1]
			case move%4 == 2 && p.Redo != nil:
				r.Kind, r.Target, document = Redo, p.Redo.Number, documents[p.Redo.Number-1]
				undo, shown, redo = append(undo, shown), redo[len(redo)-1], redo[:len(redo)-1]
			case move%4 == 3:
				r.Kind, r.Target = Rewind, int(move/4)%len(history)+1
				document = documents[r.Target-1]
				step(document)
			default:
				serial++
				r.Kind, document = Edit, serial
				step(document)
			}
			history, documents = append(history, r), append(documents, document)
			if document != shown {
				t.Fatalf("revision %d (%s) shows %d, the editor %d", r.Number, r.Kind, document, shown)
			}
		}
	})
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	where, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return where
}

func TestAsOf(t *testing.T) {
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	history := []Revision{
		{Number: 1, At: at("2026-03-28T10:00:00Z")},
		{Number: 2, At: at("2026-03-28T22:30:00Z")}, // the 29th in Berlin has not begun there, it has in Seoul
		{Number: 3, At: at("2026-03-29T14:59:59Z")}, // the last second of the 29th in Seoul
		{Number: 4, At: at("2026-03-29T15:00:00Z")}, // the 30th in Seoul
		{Number: 5, At: at("2026-04-02T08:00:00Z")},
	}
	cases := []struct {
		name, day, where string
		want             int
	}{
		{"before there was a plan", "2026-03-27", "UTC", 0},
		{"the day it was made", "2026-03-28", "UTC", 2},
		{"a day without changes shows the last before it", "2026-03-31", "UTC", 4},
		{"a day to come shows the newest", "2030-01-01", "UTC", 5},
		{"in Seoul the evening is already tomorrow", "2026-03-28", "Asia/Seoul", 1},
		{"in Seoul the last second counts", "2026-03-29", "Asia/Seoul", 3},
		{"in Seoul midnight is the next day", "2026-03-30", "Asia/Seoul", 4},
		{"in Los Angeles the morning is still yesterday", "2026-03-28", "America/Los_Angeles", 2},
		{"across the change of clocks in Berlin", "2026-03-29", "Europe/Berlin", 4},
	}
	for _, c := range cases {
		if got := AsOf(history, c.day, zone(t, c.where)); got != c.want {
			t.Errorf("%s: revision %d, want %d", c.name, got, c.want)
		}
	}
}

// On 2018-11-04 São Paulo had no midnight: clocks went from 23:59:59 to 01:00.
func TestAsOfOnADayWithoutMidnight(t *testing.T) {
	where := zone(t, "America/Sao_Paulo")
	history := []Revision{
		{Number: 1, At: time.Date(2018, 11, 4, 2, 59, 59, 0, time.UTC)}, // 23:59:59 on the 3rd
		{Number: 2, At: time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC)},   // 01:00 on the 4th
	}
	if got := AsOf(history, "2018-11-03", where); got != 1 {
		t.Errorf("the 3rd ends with revision %d, want 1", got)
	}
	if got := AsOf(history, "2018-11-04", where); got != 2 {
		t.Errorf("the 4th ends with revision %d, want 2", got)
	}
}

func TestNextNeverGoesBack(t *testing.T) {
	last := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	cases := []struct {
		name string
		now  time.Time
		want time.Time
	}{
		{"the clock goes on", last.Add(time.Hour), last.Add(time.Hour)},
		{"the clock was set back", last.Add(-time.Hour), last},
		{"the clock stands", last, last},
		{"less than a millisecond later", last.Add(999 * time.Microsecond), last},
		{"whole milliseconds only", last.Add(1500 * time.Microsecond), last.Add(time.Millisecond)},
		{"another zone is the same time", last.Add(time.Hour).In(time.FixedZone("KST", 9*3600)), last.Add(time.Hour)},
	}
	for _, c := range cases {
		if got := next(c.now, last); !got.Equal(c.want) || got.Location() != time.UTC {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestEditNames(t *testing.T) {
	many := map[string]string{}
	for i := range maxNameArgs + 1 {
		many[strconv.Itoa(i)] = ""
	}
	cases := []struct {
		name string
		edit EditName
		ok   bool
	}{
		{"a key", EditName{Key: "edit.income.amount"}, true},
		{"a key with arguments", EditName{Key: "edit.income.amount", Args: map[string]string{"name": "민준 급여"}}, true},
		{"no key", EditName{Args: map[string]string{"name": "x"}}, false},
		{"a key too long", EditName{Key: strings.Repeat("k", maxNameKey+1)}, false},
		{"too many arguments", EditName{Key: "k", Args: many}, false},
		{"an argument too long", EditName{Key: "k", Args: map[string]string{"a": strings.Repeat("v", maxNameArgSize+1)}}, false},
		{"an argument's name too long", EditName{Key: "k", Args: map[string]string{strings.Repeat("a", maxNameKey+1): ""}}, false},
	}
	for _, c := range cases {
		if err := c.edit.check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
