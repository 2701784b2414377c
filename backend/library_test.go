package backend

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/extract"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/tunnel/tunneltest"
)

// TestMain lets this binary be what the program runs itself as: the reader of
// one file.
func TestMain(m *testing.M) {
	tunneltest.Main()
	if len(os.Args) > 1 && os.Args[1] == "extract" {
		os.Exit(Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
	}
	if os.Getenv(ingestEnv) != "" {
		os.Exit(ingestUntilKilled(os.Args[len(os.Args)-1]))
	}
	os.Exit(cached(m))
}

// engines is where the compiled PDF engine is kept for all tests of a run:
// compiling it takes seconds, and ten times as long under the race detector.
var engines string

func cached(m *testing.M) int {
	dir, err := os.MkdirTemp("", "engines")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	engines = dir
	// Programs of tests that run side by side would write it for the first time at once,
	// where the race detector was seen to lose sight of who did.
	if _, err := json.Marshal(assessed{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// upload hands a file over.
func upload(t *testing.T, app *App, tenant, title string, body io.Reader, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	query := url.Values{"tenant": {tenant}, "title": {title}}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/library/documents?"+query.Encode(), body)
	r.Host = app.Address()
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	app.Handler().ServeHTTP(w, r)
	return w
}

func uploaded(t *testing.T, app *App, tenant, title, content string) httpapi.DocumentAdded {
	t.Helper()
	w := upload(t, app, tenant, title, strings.NewReader(content))
	if w.Code != http.StatusAccepted {
		t.Fatalf("handing over gave %d: %s", w.Code, w.Body)
	}
	return decoded[httpapi.DocumentAdded](t, w)
}

// stands waits for a document to come to a state.
func stands(t *testing.T, app *App, id document.ID, want document.State) httpapi.LibraryDocument {
	t.Helper()
	var got httpapi.DocumentDetail
	// The first that reads a PDF file compiles its engine, under the race detector and on a busy machine for more than a minute.
	for deadline := time.Now().Add(4 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		got = ask[httpapi.DocumentDetail](t, app, "GET", "/library/documents/"+string(id), nil)
		if got.Document.State == want {
			return got.Document
		}
		if s := got.Document.State; !s.Unfinished() {
			break
		}
	}
	t.Fatalf("the document is %s, not %s: %+v", got.Document.State, want, got.Document.Fault)
	return httpapi.LibraryDocument{}
}

// failedWith checks that an answer is a fault with one sentence in each language.
func failedWith(t *testing.T, w *httptest.ResponseRecorder, status int, want *fault.Error) {
	t.Helper()
	p := decoded[httpapi.ProblemDocument](t, w)
	if w.Code != status || p.Code != want.Code || p.Title != want.Title.EN || p.Fix != want.Fix.EN || want.Title.KO == "" || want.Fix.KO == "" {
		t.Errorf("%d %+v, want %d %s", w.Code, p, status, want.Code)
	}
}

var policyFile = pdfOf("Policy of Example Life\n\nThe monthly premium is USD 45.10 from March 2025.\n\nThe cover is USD 100,000.\n")

func TestADocumentIsHandedOverReadAskedKeptAndForgotten(t *testing.T) {
	app := open(t, t.TempDir())
	plan := firstPlan(t, app)
	happenings := app.events.Subscribe(t.Context(), event.LibraryChanged)
	added := uploaded(t, app, plan.ID, "Policy 2025.pdf", policyFile)
	if added.Known != library.NewFile {
		t.Errorf("added %+v", added)
	}
	id := string(added.Document.ID)
	ready := stands(t, app, added.Document.ID, document.Ready)
	if ready.Kind != document.PDF || ready.Pages != 1 || ready.Passages == 0 || ready.Expires == nil || !ready.Expires.Equal(fixed().Add(document.Keep)) {
		t.Errorf("ready: %+v", ready)
	}
	if e := <-happenings; e.Document != id || e.State != string(document.Waiting) || e.Tenant != plan.ID {
		t.Errorf("told of %+v", e)
	}

	found := ask[library.Found](t, app, "POST", "/library/ask", library.Question{Tenant: document.Tenant(plan.ID), Question: "What is the monthly premium?"})
	if len(found.Quotes) == 0 || !strings.Contains(found.Quotes[0].Citation.Quote, "45.10") {
		t.Fatalf("found %+v", found)
	}
	cited := found.Quotes[0].Citation
	page := ask[httpapi.PageText](t, app, "GET", fmt.Sprintf("/library/documents/%s/pages/%d", id, cited.Page), nil)
	if quote, ok := cited.Span.Of(page.Text); !ok || quote != cited.Quote {
		t.Errorf("the page says %q", quote)
	}

	edit := httpapi.Edit{Base: plan.Revision, Name: httpapi.EditName{Key: "edit.fromDocument"}, Patch: map[string]any{
		"sources": map[string]any{"/accounts/a1/balance": map[string]any{"kind": "document", "docId": id, "page": 1, "quoteHash": cited.QuoteHash}},
	}}
	ask[httpapi.PlanState](t, app, "POST", "/plans/"+plan.ID+"/edits", edit)
	shelf := ask[httpapi.Shelf](t, app, "GET", "/library?tenant="+plan.ID, nil)
	if len(shelf.Documents) != 1 || shelf.Documents[0].Linked != 1 || shelf.KeepDays != 30 || shelf.Embedder.Name == "" || !shelf.Now.Equal(fixed()) {
		t.Errorf("shelf: %+v", shelf)
	}

	pinned := ask[httpapi.LibraryDocument](t, app, "POST", "/library/documents/"+id+"/pin", httpapi.PinDocument{Reason: library.Policy, Note: "needed in court"})
	if pinned.Pinned == nil || pinned.Pinned.Reason != library.Policy || pinned.Expires != nil {
		t.Errorf("pinned: %+v", pinned)
	}
	if let := ask[httpapi.LibraryDocument](t, app, "DELETE", "/library/documents/"+id+"/pin", nil); let.Pinned != nil || let.Expires == nil {
		t.Errorf("let go: %+v", let)
	}
	what := ask[library.Forgetting](t, app, "GET", "/library/documents/"+id+"/forgetting", nil)
	if what.Goes.Pages != 1 || what.Goes.Passages == 0 || len(what.Stays.Fields) != 1 || what.Stays.Fields[0] != (library.Field{Plan: plan.ID, Path: "/accounts/a1/balance"}) {
		t.Errorf("forgetting: %+v", what)
	}
	if w := send(t, app, "DELETE", "/library/documents/"+id, nil); w.Code != http.StatusNoContent {
		t.Errorf("forgetting gave %d: %s", w.Code, w.Body)
	}
	failedWith(t, send(t, app, "GET", "/library/documents/"+id, nil), 404, library.NoDocument)
	if where := holding(t, app.opts.Data, "Policy 2025", "45.10", "needed in court"); len(where) > 0 {
		t.Errorf("something is left in %v", where)
	}
}

// holding are the files of a directory in which one of some texts stands.
func holding(t *testing.T, dir string, texts ...string) (where []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		for _, text := range texts {
			if bytes.Contains(raw, []byte(text)) {
				where = append(where, filepath.Base(name)+": "+text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}

func TestAFileHandedOverTwiceUnderOneKeyIsTakenOnce(t *testing.T) {
	app := open(t, t.TempDir())
	key := func(r *http.Request) { r.Header.Set("Idempotency-Key", "k1") }
	first := upload(t, app, "kim", "a.txt", strings.NewReader("The premium is 100."), key)
	again := upload(t, app, "kim", "a.txt", strings.NewReader("The premium is 100."), key)
	if first.Code != 202 || again.Code != 202 || again.Header().Get("Idempotent-Replay") != "true" || first.Body.String() != again.Body.String() {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	other := upload(t, app, "kim", "a.txt", strings.NewReader("The premium is 200."), key)
	if p := decoded[httpapi.ProblemDocument](t, other); other.Code != 422 || p.Code != "request.keyReused" {
		t.Errorf("another file under the same key: %d %+v", other.Code, p)
	}
	unkeyed := decoded[httpapi.DocumentAdded](t, upload(t, app, "kim", "b.txt", strings.NewReader("The premium is 100.")))
	if unkeyed.Known != library.SameBytes {
		t.Errorf("without a key: %+v", unkeyed)
	}
	left, _ := filepath.Glob(filepath.Join(app.opts.Data, spoolName, "incoming-*"))
	if len(left) > 0 {
		t.Errorf("left in the spool: %v", left)
	}
}

// untouchable is a body that must not be read.
type untouchable struct{ t *testing.T }

func (u untouchable) Read([]byte) (int, error) {
	u.t.Error("a body was read that is too long")
	return 0, io.EOF
}

func TestWhatCannotBeTakenIsRefusedInOneSentence(t *testing.T) {
	app := open(t, t.TempDir())
	some := func() io.Reader { return strings.NewReader("The premium is 100.") }
	long := func(r *http.Request) { r.ContentLength = 10 << 30 }
	failedWith(t, upload(t, app, "kim", "huge.pdf", untouchable{t}, long), 413, library.FileTooLarge)
	failedWith(t, upload(t, app, "kim", "empty.pdf", strings.NewReader("")), 422, library.EmptyFile)
	failedWith(t, upload(t, app, "k/i m", "a.txt", some()), 422, library.BadTenant)
	failedWith(t, upload(t, app, "", "a.txt", some()), 422, library.BadTenant)
	failedWith(t, upload(t, app, "kim", "", some()), 422, library.BadTitle)
	failedWith(t, upload(t, app, "kim", strings.Repeat("가", 201), some()), 422, library.BadTitle)
	failedWith(t, upload(t, app, "kim", "a\nb", some()), 422, library.BadTitle)
	failedWith(t, upload(t, app, "kim", "a.txt", some(), func(r *http.Request) { r.URL.RawQuery += "&versionOf=nobody" }), 404, library.NoDocument)
	failedWith(t, upload(t, app, "kim", "a.txt", some(), func(r *http.Request) { r.ContentLength = 1000 }), 422, library.BrokenOff)
	failedWith(t, send(t, app, "GET", "/library?tenant=k%20m", nil), 422, library.BadTenant)
	failedWith(t, send(t, app, "GET", "/library", nil), 422, library.BadTenant)
	for _, route := range [][2]string{
		{"GET", ""}, {"DELETE", ""}, {"GET", "/forgetting"}, {"GET", "/pages/1"}, {"POST", "/open"}, {"POST", "/supersede"}, {"DELETE", "/pin"},
	} {
		failedWith(t, send(t, app, route[0], "/library/documents/01NOBODY"+route[1], nil), 404, library.NoDocument)
	}
	failedWith(t, send(t, app, "POST", "/library/documents/01NOBODY/retry", httpapi.RetryDocument{}), 404, library.NoDocument)
	failedWith(t, send(t, app, "POST", "/library/documents/01NOBODY/pin", httpapi.PinDocument{Reason: library.Tax}), 404, library.NoDocument)
	failedWith(t, send(t, app, "POST", "/library/ask", library.Question{Tenant: "kim"}), 422, library.BadQuestion)
	if w := sendIn(t, app, "ko", "GET", "/library/documents/01NOBODY", nil); !strings.Contains(w.Body.String(), library.NoDocument.Title.KO) {
		t.Errorf("in Korean: %s", w.Body)
	}
	added := uploaded(t, app, "kim", "a.pdf", policyFile)
	id := string(added.Document.ID)
	stands(t, app, added.Document.ID, document.Ready)
	failedWith(t, send(t, app, "GET", "/library/documents/"+id+"/pages/2", nil), 404, library.NoPage)
	failedWith(t, send(t, app, "GET", "/library/documents/"+id+"/pages/x", nil), 404, library.NoPage)
	failedWith(t, send(t, app, "POST", "/library/documents/"+id+"/pin", httpapi.PinDocument{Reason: "fun"}), 422, library.BadReason)
	failedWith(t, send(t, app, "POST", "/library/documents/"+id+"/supersede", nil), 409, library.NoEarlier)
	failedWith(t, send(t, app, "POST", "/library/documents/"+id+"/retry", httpapi.RetryDocument{}), 404, library.NoSpool)
	if entries, err := os.ReadDir(filepath.Join(app.opts.Data, spoolName)); err != nil || len(entries) > 0 {
		t.Errorf("the spool holds %v (%v)", entries, err)
	}
}

func TestAFileThatBreaksOffLeavesNothing(t *testing.T) {
	app := open(t, t.TempDir(), func(o *Options) { o.Port = 0 })
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- app.Run(ctx) }()
	defer func() { cancel(); <-ran }()
	conn, err := net.Dial("tcp", app.Address())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /api/v1/library/documents?tenant=kim&title=a HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: 100000\r\n\r\nhalf of", app.Address(), app.Owner())
	spool := filepath.Join(app.opts.Data, spoolName)
	for len(entriesOf(t, spool)) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); len(entriesOf(t, spool)) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the spool still holds %v", entriesOf(t, spool))
		}
	}
	if shelf := ask[httpapi.Shelf](t, app, "GET", "/library?tenant=kim", nil); len(shelf.Documents) > 0 {
		t.Errorf("half a document is on the shelf: %+v", shelf.Documents)
	}
}

func entriesOf(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return entries
}

func TestFilesThatCannotBeReadSayWhy(t *testing.T) {
	app := open(t, t.TempDir())
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for name, content := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + strings.Repeat(" ", 40<<20),
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		title, content string
		why            *fault.Error
	}{
		{"bomb.docx", bomb.String(), extract.Bomb},
		{"program", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x9c\x03", 400), extract.Unknown},
		{"damaged.pdf", "%PDF-1.7\nthis goes nowhere", extract.Damaged},
	} {
		title, content := bad.title, bad.content
		got := stands(t, app, uploaded(t, app, "kim", title, content).Document.ID, document.Failed)
		if got.Fault == nil || got.Fault.Code != bad.why.Code || got.Fault.Title != bad.why.Title.EN || got.Fault.Fix != bad.why.Fix.EN {
			t.Errorf("%s failed with %+v", title, got.Fault)
			continue
		}
		var korean httpapi.DocumentDetail
		w := sendIn(t, app, "ko", "GET", "/library/documents/"+string(got.ID), nil)
		if korean = decoded[httpapi.DocumentDetail](t, w); korean.Document.Fault.Title == got.Fault.Title {
			t.Errorf("%s fails in one language: %+v", title, korean.Document.Fault)
		}
	}
	// An ending that says something else is no fault: what counts is the content.
	if got := stands(t, app, uploaded(t, app, "kim", "named.pdf", "In truth this is plain text.").Document.ID, document.Ready); got.Kind != document.Text {
		t.Errorf("it was taken for %s", got.Kind)
	}
}
