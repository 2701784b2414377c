package backend

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meridian/backend/document"
	"meridian/backend/extract"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/propose"
)

// testdata/locked.pdf is a page encrypted with lockedPassword (the standard
// handler, ISO 32000-1, 7.6.3); testdata/scanned.pdf is a page that is a
// picture of text.
const lockedPassword = "hunter2-elm"

func testFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestALockedPDFAsksForItsPasswordAndForgetsIt(t *testing.T) {
	var said bytes.Buffer
	data := t.TempDir()
	app := open(t, data, func(o *Options) {
		o.Logger = slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	id := uploaded(t, app, "kim", "Lease.pdf", testFile(t, "locked.pdf")).Document.ID
	locked := stands(t, app, id, document.Locked)
	if locked.Fault == nil || locked.Fault.Code != extract.Locked.Code || locked.Fault.Title != extract.Locked.Title.EN {
		t.Errorf("locked with %+v", locked.Fault)
	}
	retry := func(password string) {
		t.Helper()
		if w := send(t, app, "POST", "/library/documents/"+string(id)+"/retry", httpapi.RetryDocument{Password: password}); w.Code != http.StatusAccepted {
			t.Fatalf("a password gave %d: %s", w.Code, w.Body)
		}
	}
	const wrong = "wrong-horse-battery"
	retry(wrong)
	if locked = stands(t, app, id, document.Locked); locked.Fault == nil || locked.Fault.Code != extract.WrongPassword.Code {
		t.Errorf("a wrong password: %+v", locked.Fault)
	}
	retry(lockedPassword)
	stands(t, app, id, document.Ready)
	found := ask[library.Found](t, app, "POST", "/library/ask", library.Question{Tenant: "kim", Question: "How large is the deposit?"})
	if len(found.Quotes) == 0 || !strings.Contains(found.Quotes[0].Citation.Quote, "USD 2,400.00") {
		t.Errorf("found %+v", found)
	}
	if where := holding(t, data, wrong, lockedPassword); len(where) > 0 {
		t.Errorf("a password is in %v", where)
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	if where := holding(t, data, wrong, lockedPassword); len(where) > 0 {
		t.Errorf("a password is in %v after the end", where)
	}
	if log := said.String(); strings.Contains(log, wrong) || strings.Contains(log, lockedPassword) {
		t.Error("a password was logged")
	}
}

func TestAScannedPageIsReadAndMarked(t *testing.T) {
	if len(extract.Recognises(t.Context())) == 0 {
		t.Skip("needs tesseract with the data for English: build/setup test installs it")
	}
	app := open(t, t.TempDir())
	shelf := ask[httpapi.Shelf](t, app, "GET", "/library?tenant=kim", nil)
	if !shelf.OCR.Available || len(shelf.OCR.Languages) == 0 {
		t.Errorf("the shelf says of it: %+v", shelf.OCR)
	}
	id := uploaded(t, app, "kim", "Statement.pdf", testFile(t, "scanned.pdf")).Document.ID
	if ready := stands(t, app, id, document.Ready); !ready.Scanned || ready.Pages != 1 {
		t.Errorf("ready: %+v", ready)
	}
	page := ask[httpapi.PageText](t, app, "GET", "/library/documents/"+string(id)+"/pages/1", nil)
	if !page.Scanned || !strings.Contains(page.Text, "1,234,500") || len(page.Boxes) != 4*len([]rune(page.Text)) {
		t.Errorf("page: %+v", page)
	}
	found := ask[library.Found](t, app, "POST", "/library/ask", library.Question{Tenant: "kim", Question: "pension balance"})
	if len(found.Quotes) == 0 || !found.Quotes[0].Scanned {
		t.Errorf("a recognised quote is not marked: %+v", found.Quotes)
	}
}

func TestADocumentProposesWhatItSays(t *testing.T) {
	app := open(t, t.TempDir())
	id := string(uploaded(t, app, "kim", "Policy 2025.pdf", policyFile).Document.ID)
	stands(t, app, document.ID(id), document.Ready)
	got := ask[httpapi.Proposals](t, app, "GET", "/library/documents/"+id+"/proposals", nil).Proposals
	if len(got) != 2 || got[0].Field != propose.Premium || got[0].Figure != "USD 45.10" || got[1].Field != propose.Payout {
		t.Fatalf("proposed %+v", got)
	}
	page := ask[httpapi.PageText](t, app, "GET", "/library/documents/"+id+"/pages/1", nil)
	if line, ok := got[0].Citation.Span.Of(page.Text); !ok || line != got[0].Citation.Quote || !strings.Contains(line, "monthly premium") || got[0].Citation.QuoteHash != document.QuoteHash(line) {
		t.Errorf("it stands in %q: %+v", line, got[0])
	}
	failedWith(t, send(t, app, "GET", "/library/documents/01NOBODY/proposals", nil), 404, library.NoDocument)
}
