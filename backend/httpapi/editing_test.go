package httpapi

import (
	"fmt"
	"testing"
	"time"

	"meridian/backend/event"
)

func edit(base int, op, field, value string) Edit {
	return Edit{Base: base, Op: op, Name: EditName{Key: "k"}, Patch: map[string]any{field: value}}
}

func TestALateValueWaitsBesideWhatStands(t *testing.T) {
	b := newBench(t)
	at := "/api/v1/plans/" + b.demo().ID
	read[PlanState](t, b.ask("POST", at+"/edits", edit(1, "op-1", "name", "First")), 200)
	late := read[PlanState](t, b.ask("POST", at+"/edits", edit(1, "op-2", "name", "Late")), 200)
	if late.Plan.Name != "First" || len(late.Conflicts) != 1 {
		t.Fatalf("%q stands, %+v wait", late.Plan.Name, late.Conflicts)
	}
	c := late.Conflicts[0]
	you := Actor{ID: "owner", You: true}
	if c.Path != "/name" || c.Value != "Late" || c.Op != "op-2" || c.By != you || c.Standing != you {
		t.Errorf("waits %+v", c)
	}
	again := read[PlanState](t, b.ask("POST", at+"/edits", edit(1, "op-2", "name", "Late")), 200)
	if again.Revision != late.Revision {
		t.Errorf("sent twice, made twice: revision %d", again.Revision)
	}
	decide := edit(late.Revision, "op-3", "name", "Late")
	decide.Settles = []string{c.ID}
	if s := read[PlanState](t, b.ask("POST", at+"/edits", decide), 200); s.Plan.Name != "Late" || len(s.Conflicts) != 0 {
		t.Errorf("decided: %q stands, %+v wait", s.Plan.Name, s.Conflicts)
	}
	h := read[History](t, b.ask("GET", at+"/history", nil), 200)
	if len(h.Revisions) != 4 || h.Revisions[0].Actor != you {
		t.Errorf("history %+v", h.Revisions)
	}
}

func TestAChangeNeedsANameThatItCanHave(t *testing.T) {
	b := newBench(t)
	at := "/api/v1/plans/" + b.demo().ID
	problem(t, b.ask("POST", at+"/edits", edit(1, "no spaces", "name", "x")), 422, "plan.badOp")
	problem(t, b.ask("POST", at+"/undo", Base{Base: 1, Op: "한글"}), 422, "plan.badOp")
}

func TestWindowsSeeWhoElseIsThere(t *testing.T) {
	b := newBench(t)
	id := b.demo().ID
	at := "/api/v1/plans/" + id + "/presence"
	events := b.listenAll(t.Context(), t, 1)
	if alone := read[PresentList](t, b.ask("POST", at, Here{Window: "w1", Place: "today"}), 200); len(alone.Present) != 0 {
		t.Errorf("alone with %+v", alone.Present)
	}
	told(t, events, 2, event.Presence, fmt.Sprintf(`{"kind":"presence","id":"%s"}`, id))
	b.clock.pass(time.Second)
	two := read[PresentList](t, b.ask("POST", at, Here{Window: "w2", Place: "plan/income"}), 200)
	want := Present{Actor: Actor{ID: "owner", You: true}, Place: "today", Seen: b.clock.Now().Add(-time.Second)}
	if len(two.Present) != 1 || two.Present[0] != want {
		t.Errorf("with %+v, want %+v", two.Present, want)
	}
	read[PresentList](t, b.ask("POST", at, Here{Window: "w1", Gone: true}), 200)
	if left := read[PresentList](t, b.ask("POST", at, Here{Window: "w2", Place: "plan/income"}), 200); len(left.Present) != 0 {
		t.Errorf("still with %+v", left.Present)
	}
	problem(t, b.ask("POST", at, Here{Place: "today"}), 422, "request.value")
	problem(t, b.ask("POST", at, Here{Window: string(make([]byte, 65))}), 422, "request.value")
	problem(t, b.ask("POST", "/api/v1/plans/none/presence", Here{Window: "w1"}), 404, "plan.missing")
}
