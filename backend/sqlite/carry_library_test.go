package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// TestDocumentsAreCarriedOver damages a library in several places, carries it
// over and lets it work on.
func TestDocumentsAreCarriedOver(t *testing.T) {
	d := newDesk(t, time.Now)
	texts := map[string]string{
		"whole": sentences("premium", 4), "pages": sentences("interest", 3), "passages": sentences("deposit", 3),
		"vectors": sentences("rent", 2), "forgotten": sentences("quagmire", 2), "broken": "broken",
	}
	ids := map[string]document.ID{}
	for _, name := range []string{"whole", "pages", "passages", "vectors", "forgotten", "broken"} {
		ids[name] = d.add("kim", name+".txt", texts[name]).Document.ID
		want := document.Ready
		if name == "broken" {
			want = document.Failed
		}
		d.until(ids[name], want)
	}
	if _, err := d.Pin(t.Context(), ids["whole"], library.Policy, "keep it"); err != nil {
		t.Fatal(err)
	}
	before := d.until(ids["whole"], document.Ready)
	if err := d.db.Documents.Bury(t.Context(), ids["forgotten"]); err != nil {
		t.Fatal(err)
	}
	d.end()

	from, row := filepath.Join(d.dir, "meridian.db"), func(name string) string {
		return `(SELECT id FROM library_documents WHERE ulid = '` + string(ids[name]) + `')`
	}
	for _, damage := range []string{
		`UPDATE pages SET text_packing = 1, text = x'ff' WHERE number = 2 AND document = ` + row("pages"),
		`UPDATE passages SET ordinal = 99 WHERE ordinal = 1 AND document = ` + row("passages"),
		`UPDATE vectors SET vector = x'00' WHERE hash IN (SELECT hash FROM passages WHERE ordinal = 0 AND document = ` + row("vectors") + `)`,
		`UPDATE concordances SET body = x'00'`,
		`DELETE FROM library_titles`,
	} {
		raw(t, from, damage)
	}
	d.dir = t.TempDir()
	got, err := carryOver(t.Context(), from, filepath.Join(d.dir, "meridian.db"))
	if want := (carriedDocuments{whole: 4, empty: 1}); err != nil || got.documents != want {
		t.Fatalf("carried %+v (%v), want %+v", got.documents, err, want)
	}
	_, had := d.embedder.asked()
	d.open(time.Now)
	d.start(time.Now)

	cut := d.until(ids["passages"], document.Ready)
	d.until(ids["vectors"], document.Ready)
	after := d.until(ids["whole"], document.Ready)
	if after.Pages != before.Pages || after.Passages != before.Passages || after.Pin == nil || after.Pin.Note != "keep it" || !after.Expires.Equal(before.Expires) {
		t.Errorf("%+v came over as %+v", before, after)
	}
	if _, has := d.embedder.asked(); has != had+cut.Passages+1 {
		t.Errorf("%d texts were embedded anew; %d were cut anew, and one had lost its vector", has-had, cut.Passages)
	}
	for name, want := range map[string]string{"premium": "whole", "deposit": "passages", "rent": "vectors"} {
		answer, err := d.Ask(t.Context(), library.Question{Tenant: "kim", Question: name + " costs"})
		if err != nil || len(answer.Quotes) == 0 || answer.Quotes[0].Citation.Document != ids[want] {
			t.Errorf("%s: %+v (%v)", name, answer, err)
		}
	}
	lost := d.until(ids["pages"], document.Failed)
	if lost.Fault == nil || lost.Fault.Code != library.Lost.Code {
		t.Errorf("where pages are missing: %+v", lost)
	}
	if again := d.add("kim", "pages.txt", texts["pages"]); again.Document.ID != lost.ID {
		t.Errorf("added again as %+v", again)
	}
	d.until(lost.ID, document.Ready)
	if where := d.holding("quagmire"); len(where) > 0 {
		t.Errorf("what was forgotten came over: %v", where)
	}
}
