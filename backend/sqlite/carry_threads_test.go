package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"meridian/backend/answer"
)

// TestConversationsAreCarriedOver: whole ones, those that lost a card, and what was
// told unasked; a card that cannot be read stays behind.
func TestConversationsAreCarriedOver(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "from.db")
	db, err := Open(t.Context(), from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct{ thread, card string }{{"whole", "w1"}, {"whole", "w2"}, {"cut", "c1"}, {"cut", "c2"}, {"lost", "l1"}} {
		card := answer.Card{ID: c.card, Thread: c.thread, Plan: "p", Question: "Why?", Asked: at, By: answer.ByEngine}
		if err := db.Threads.Keep(t.Context(), card, []answer.Seen{{Role: "user", Text: c.card}}, 100); err != nil {
			t.Fatal(err)
		}
	}
	for _, subject := range []string{"2026-04", "2026-05"} {
		if err := db.Assessments.KeepAssessment(t.Context(), answer.Assessment{About: answer.AboutReview, Plan: "p", Subject: subject, Made: at}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{
		`UPDATE cards SET packing = 1, body = x'ff' WHERE ulid = 'c1'`,
		`UPDATE cards SET seen_packing = 1, seen = x'ff' WHERE ulid = 'l1'`,
		`UPDATE assessments SET packing = 1, body = x'ff' WHERE subject = '2026-04'`,
	} {
		raw(t, from, damage)
	}
	into := filepath.Join(dir, "into.db")
	got, err := carryOver(t.Context(), from, into)
	if err != nil || got.threads != 1 || got.cutThreads != 2 {
		t.Fatalf("carried %+v, %v", got, err)
	}
	if db, err = Open(t.Context(), into, Options{}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for thread, want := range map[string]int{"whole": 2, "cut": 1} {
		kept, err := db.Threads.Thread(t.Context(), thread)
		if err != nil || len(kept.Cards) != want || !kept.Updated.Equal(at) || kept.Title != "Why?" {
			t.Errorf("%s: %+v, %v", thread, kept, err)
		}
	}
	if _, seen, err := db.Threads.Card(t.Context(), "w2"); err != nil || len(seen) != 1 || seen[0].Text != "w2" {
		t.Errorf("what a model saw: %+v, %v", seen, err)
	}
	if all, err := db.Assessments.Assessments(t.Context(), "p"); err != nil || len(all) != 1 || all[0].Subject != "2026-05" {
		t.Errorf("told unasked: %+v, %v", all, err)
	}
}
