package journal_test

import (
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/journal"
)

// TestWhatIsFoundIsOfTheRevisionAndNobodyElses: opened again it is the same, changed
// it is found anew, and what a caller does to the list stays with the caller.
func TestWhatIsFoundIsOfTheRevisionAndNobodyElses(t *testing.T) {
	d := newDesk()
	state := create(t, d)
	codes := func(problems []fault.Problem) string {
		var all []string
		for _, p := range problems {
			all = append(all, p.Code)
		}
		return strings.Join(all, " ")
	}
	open := func() []fault.Problem {
		again, err := d.Open(t.Context(), state.ID)
		if err != nil {
			t.Fatal(err)
		}
		return again.Problems
	}
	first := open()
	if len(first) == 0 {
		t.Fatal("nothing is found in a plan without a pension")
	}
	before := codes(first)
	first[0].Code = "mine"
	if got := codes(open()); got != before {
		t.Errorf("opened again: %s, before %s", got, before)
	}
	patch := map[string]any{"income": map[string]any{"i1": map[string]any{"kind": "publicPension", "person": "p1", "name": "Pension", "amount": map[string]any{"amt": "1000", "per": "month"},
		"span": map[string]any{"start": map[string]any{"at": "age", "person": "p1", "years": 67}}}}}
	if _, err := d.Edit(t.Context(), state.ID, journal.Stamp{Base: state.Revision}, journal.EditName{Key: "edit.income"}, patch); err != nil {
		t.Fatal(err)
	}
	if got := codes(open()); got == before || strings.Contains(got, "pension.missing") {
		t.Errorf("after the change: %s", got)
	}
}

// BenchmarkOpen is what every look at a plan asks for.
func BenchmarkOpen(b *testing.B) {
	d := newDesk()
	state, err := d.Create(b.Context(), demo(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Open(b.Context(), state.ID); err != nil {
			b.Fatal(err)
		}
	}
}
