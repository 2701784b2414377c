package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/event"
	"meridian/backend/extract"
	"meridian/backend/library"
)

// fileReader reads text files whose pages are apart by form feeds. A file that
// begins with "locked" needs the password "open", one that begins with "broken"
// is damaged.
type fileReader struct {
	mu    sync.Mutex
	files int           // read so far
	known int           // pages that it was told are known, the last time
	pause chan struct{} // each page takes one, unless nil
}

func (f *fileReader) Pages(ctx context.Context, r extract.Request, progress func(extract.Progress), each func(document.Page) error) (extract.Info, error) {
	f.mu.Lock()
	f.files++
	f.known = r.Known
	f.mu.Unlock()
	raw, err := os.ReadFile(r.Path)
	if err != nil {
		return extract.Info{}, extract.Gone.With(err)
	}
	text := string(raw)
	switch {
	case strings.HasPrefix(text, "broken"):
		return extract.Info{}, extract.Damaged
	case strings.HasPrefix(text, "locked") && r.Password == "":
		return extract.Info{}, extract.Locked
	case strings.HasPrefix(text, "locked") && r.Password != "open":
		return extract.Info{}, extract.WrongPassword
	}
	pages := strings.Split(text, "\f")
	for i, p := range pages {
		if f.pause != nil {
			select {
			case <-f.pause:
			case <-ctx.Done():
				return extract.Info{}, extract.Cancelled.With(ctx.Err())
			}
		}
		progress(extract.Progress{Page: i, Pages: len(pages)})
		if err := each(document.Page{Number: i + 1, Text: p, Width: 595, Height: 842}); err != nil {
			return extract.Info{}, err
		}
	}
	return extract.Info{Kind: document.Text, Pages: len(pages)}, nil
}

// hashEmbedder gives every text a vector of its own, and counts what it is asked.
type hashEmbedder struct {
	model embedding.Model
	mu    sync.Mutex
	calls int
	texts int
	fail  error
}

func newHashEmbedder(digest string) *hashEmbedder {
	return &hashEmbedder{model: embedding.Model{Name: "hash", Digest: digest, Dimensions: 8}}
}

func (h *hashEmbedder) Model() embedding.Model { return h.model }

func (h *hashEmbedder) Embed(_ context.Context, _ embedding.Purpose, texts []string) ([][]float32, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fail != nil {
		return nil, h.fail
	}
	h.calls++
	h.texts += len(texts)
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		sum := sha256.Sum256([]byte(h.model.Digest + text))
		for j := range h.model.Dimensions {
			vectors[i] = append(vectors[i], float32(sum[j])-127.5)
		}
	}
	return vectors, nil
}

func (h *hashEmbedder) asked() (calls, texts int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls, h.texts
}

// desk is a library over a real database, with what a test turns on it.
type desk struct {
	*library.Service
	t        testing.TB
	db       *DB
	dir      string
	reader   *fileReader
	embedder *hashEmbedder
	events   *event.Hub
	stop     func()
}

func newDesk(t testing.TB, now func() time.Time, with ...func(*library.Options)) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), reader: &fileReader{}, embedder: newHashEmbedder("a"), events: &event.Hub{}}
	d.open(now)
	d.start(now, with...)
	t.Cleanup(d.end) // again, where the test has done so
	return d
}

func (d *desk) open(now func() time.Time) {
	d.t.Helper()
	path := filepath.Join(d.dir, "meridian.db")
	putBlank(d.t, path)
	db, err := Open(context.Background(), path, Options{Now: now})
	if err != nil {
		d.t.Fatal(err)
	}
	d.db = db
}

func (d *desk) start(now func() time.Time, with ...func(*library.Options)) {
	ids := 0
	o := library.Options{
		Store: d.db.Documents, Index: d.db.Documents, Spool: filepath.Join(d.dir, "spool"), Reader: d.reader,
		Embedders: []library.Embedder{d.embedder}, RenewAtMost: 1000, Events: d.events, Now: now, Log: slog.New(slog.DiscardHandler),
		NewID: func() string { ids++; return fmt.Sprintf("D%03d", ids) },
	}
	for _, change := range with {
		change(&o)
	}
	d.Service = library.New(o)
	if _, err := d.Recover(context.Background()); err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { d.Run(ctx) })
	d.stop = sync.OnceFunc(func() { cancel(); ended.Wait() })
}

// end stops everything.
func (d *desk) end() {
	d.stop()
	if err := d.db.Close(); err != nil {
		d.t.Error(err)
	}
}

// restart is what a start of the program does after the library was stopped.
func (d *desk) restart(with ...func(*library.Options)) {
	d.t.Helper()
	if err := d.db.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.open(time.Now)
	d.start(time.Now, with...)
}

func (d *desk) add(tenant, title, content string) library.Added {
	d.t.Helper()
	file, err := d.Spool(d.t.Context(), strings.NewReader(content), int64(len(content)))
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Discard()
	added, err := d.Add(d.t.Context(), library.NewDocument{Tenant: document.Tenant(tenant), Title: title}, file)
	if err != nil {
		d.t.Fatal(err)
	}
	return added
}

// until waits for a document to come to a state.
func (d *desk) until(id document.ID, want document.State) library.Document {
	d.t.Helper()
	var got library.Document
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		var err error
		if got, err = d.Document(d.t.Context(), id); err != nil {
			d.t.Fatal(err)
		}
		if got.State == want {
			return got
		}
	}
	d.t.Fatalf("document %s is %s, not %s: %v", id, got.State, want, got.Fault)
	return library.Document{}
}

func sentences(word string, pages int) string {
	var b strings.Builder
	for p := range pages {
		if p > 0 {
			b.WriteByte('\f')
		}
		for i := range 30 {
			fmt.Fprintf(&b, "On page %d, sentence %d says of %s what %s%d is.\n", p+1, i, word, word, p*30+i)
		}
	}
	return b.String()
}

func TestADocumentComesToBeReady(t *testing.T) {
	d := newDesk(t, time.Now)
	listening := d.events.Subscribe(t.Context(), event.LibraryChanged)
	added := d.add("kim", "Statement 2025.txt", sentences("premium", 40))
	if added.Known != library.NewFile || added.Document.State != document.Waiting || added.Document.Bytes == 0 {
		t.Errorf("added %+v", added)
	}
	got := d.until(added.Document.ID, document.Ready)
	if got.Pages != 40 || got.Passages < 40 || got.Kind != document.Text || got.Fault != nil {
		t.Errorf("ready is %+v", got)
	}
	if left, _ := os.ReadDir(filepath.Join(d.dir, "spool")); len(left) > 0 {
		t.Errorf("the spool holds %d files", len(left))
	}
	var states []string
	for e := range listening {
		if e.Document != string(got.ID) || e.Tenant != "kim" {
			t.Errorf("event %+v", e)
		}
		if n := len(states); n == 0 || states[n-1] != e.State {
			states = append(states, e.State)
		}
		if e.State == string(document.Ready) {
			break
		}
	}
	if want := "waiting extract chunk embed index ready"; strings.Join(states, " ") != want {
		t.Errorf("told of %v, want %s", states, want)
	}
	page, err := d.Page(t.Context(), got.ID, 7)
	if err != nil || !strings.HasPrefix(page.Text, "On page 7,") {
		t.Errorf("page 7: %v %.20q", err, page.Text)
	}
	if _, err := d.Page(t.Context(), got.ID, 41); !errors.Is(err, library.NoPage) {
		t.Errorf("page 41: %v", err)
	}
}

func TestTheSameBytesAreReadAndEmbeddedOnce(t *testing.T) {
	d := newDesk(t, time.Now)
	content := sentences("premium", 5)
	first := d.add("kim", "a.txt", content)
	d.until(first.Document.ID, document.Ready)
	calls, texts := d.embedder.asked()
	again := d.add("kim", "renamed.txt", content)
	if again.Known != library.SameBytes || again.Document.ID != first.Document.ID || again.Document.State != document.Ready {
		t.Errorf("again: %+v", again)
	}
	// The same file for somebody else: read again, for them, but nothing is embedded.
	other := d.add("lee", "a.txt", content)
	if other.Known != library.NewFile {
		t.Errorf("for another tenant: %+v", other)
	}
	d.until(other.Document.ID, document.Ready)
	if c, n := d.embedder.asked(); c != calls || n != texts {
		t.Errorf("the embedder was asked %d times for %d texts, then %d for %d", calls, texts, c, n)
	}
	if d.reader.files != 2 {
		t.Errorf("%d files were read", d.reader.files)
	}
}

// TestAReadingThatWasCutShortGoesOn ends the program in the midst of a file.
func TestAReadingThatWasCutShortGoesOn(t *testing.T) {
	d := newDesk(t, time.Now, func(o *library.Options) { o.Reader.(*fileReader).pause = make(chan struct{}, 64) })
	for range 40 {
		d.reader.pause <- struct{}{}
	}
	id := d.add("kim", "long.txt", sentences("premium", 60)).Document.ID
	for deadline := time.Now().Add(patience); len(d.reader.pause) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not read")
		}
	}
	d.stop()
	kept, err := d.db.Documents.Counts(t.Context(), id)
	if err != nil || kept[id].Pages < 16 || kept[id].Pages == 60 {
		t.Fatalf("%d pages are kept (%v)", kept[id].Pages, err)
	}
	d.reader.pause = nil
	d.restart()
	if got := d.until(id, document.Ready); got.Pages != 60 || d.reader.known != kept[id].Pages {
		t.Errorf("%d pages; %d of %d were known", got.Pages, d.reader.known, kept[id].Pages)
	}
}

func TestAnotherVersionOfATitleIsOffered(t *testing.T) {
	d := newDesk(t, time.Now)
	first := d.add("kim", "Policy.txt", "The premium is 100.")
	d.until(first.Document.ID, document.Ready)
	second := d.add("kim", "policy", "The premium is 120.")
	if second.Known != library.SameTitle || second.Document.Earlier != first.Document.ID {
		t.Errorf("second version: %+v", second)
	}
	d.until(second.Document.ID, document.Ready)
	after, err := d.Supersede(t.Context(), second.Document.ID)
	if err != nil || after.Earlier != "" {
		t.Errorf("superseding: %v %+v", err, after)
	}
	if _, err := d.Detail(t.Context(), first.Document.ID); !errors.Is(err, library.NoDocument) {
		t.Errorf("the first version: %v", err)
	}
	if _, err := d.Supersede(t.Context(), second.Document.ID); !errors.Is(err, library.NoEarlier) {
		t.Errorf("superseding twice: %v", err)
	}
}

func TestAFileThatFailsCostsNothingElse(t *testing.T) {
	d := newDesk(t, time.Now)
	bad := d.add("kim", "bad.pdf", "broken")
	good := d.add("kim", "good.txt", "The premium is 100.")
	d.until(good.Document.ID, document.Ready)
	failed := d.until(bad.Document.ID, document.Failed)
	if failed.Fault == nil || failed.Fault.Code != extract.Damaged.Code || failed.Fault.Title.KO != extract.Damaged.Title.KO {
		t.Errorf("the fault is %+v", failed.Fault)
	}
	if _, err := d.Retry(t.Context(), bad.Document.ID, ""); err != nil {
		t.Errorf("retrying: %v", err)
	}
	d.until(bad.Document.ID, document.Failed)
	if again := d.add("kim", "bad.pdf", "broken"); again.Known != library.SameBytes {
		t.Errorf("handed over again: %+v", again)
	}
	if _, err := d.Retry(t.Context(), good.Document.ID, ""); !errors.Is(err, library.NoSpool) {
		t.Errorf("retrying what is ready: %v", err)
	}
}

func TestALockedFileWaitsForItsPassword(t *testing.T) {
	d := newDesk(t, time.Now)
	added := d.add("kim", "secret.txt", "locked: the premium is 100.")
	id := added.Document.ID
	locked := d.until(id, document.Locked)
	if locked.Fault == nil || locked.Fault.Code != extract.Locked.Code {
		t.Errorf("locked with %+v", locked.Fault)
	}
	if _, err := d.Retry(t.Context(), id, "shut-it-now"); err != nil {
		t.Fatal(err)
	}
	if locked = d.until(id, document.Locked); locked.Fault.Code != extract.WrongPassword.Code {
		t.Errorf("with a wrong password: %+v", locked.Fault)
	}
	if _, err := d.Retry(t.Context(), id, "open"); err != nil {
		t.Fatal(err)
	}
	d.until(id, document.Ready)
	if where := d.holding("shut-it-now"); len(where) > 0 {
		t.Errorf("a password is in %v", where)
	}
}

// holding are the files of the data directory in which a text stands, in any
// of the forms that it may take there.
func (d *desk) holding(text string) (where []string) {
	d.t.Helper()
	forms := formsOf(text)
	err := filepath.WalkDir(d.dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for form, bytesOf := range forms {
			if bytes.Contains(raw, bytesOf) {
				where = append(where, filepath.Base(name)+" "+form)
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return where
}

func formsOf(text string) map[string][]byte {
	var wide []byte
	for _, r := range text {
		wide = append(wide, byte(r), byte(r>>8))
	}
	return map[string][]byte{"as it is": []byte(text), "UTF-16": wide}
}

func TestAQuestionFindsWhatStandsThere(t *testing.T) {
	d := newDesk(t, time.Now)
	id := d.add("kim", "보험증권.txt", "약관 1쪽\n보험의 종류를 설명합니다.\f월 보험료는 45,000원이며 2025년 3월부터 납입합니다.\f해지 환급금을 설명합니다.").Document.ID
	d.until(id, document.Ready)
	d.until(d.add("lee", "other.txt", "보험료는 99,000원입니다.").Document.ID, document.Ready)
	found, err := d.Ask(t.Context(), library.Question{Tenant: "kim", Question: "2025년 월 보험료는 얼마인가요?", Most: 2})
	if err != nil || len(found.Quotes) == 0 {
		t.Fatalf("%v %+v", err, found)
	}
	best := found.Quotes[0]
	c := best.Citation
	if c.Document != id || c.Page != 2 || !strings.Contains(c.Quote, "45,000원") || c.QuoteHash != document.QuoteHash(c.Quote) {
		t.Errorf("the best quote is %+v", best)
	}
	page, err := d.Page(t.Context(), id, c.Page)
	if cut, ok := c.Span.Of(page.Text); err != nil || !ok || cut != c.Quote {
		t.Errorf("the quote is not what stands there: %q (%v)", cut, err)
	}
	marked := ""
	for _, m := range best.Marks {
		word, ok := m.Of(c.Quote)
		if !ok {
			t.Errorf("mark %v is outside the quote", m)
		}
		marked += word + " "
	}
	if !strings.Contains(marked, "보험료") {
		t.Errorf("marked are %q", marked)
	}
	if len(found.Route.Years) != 1 || found.Route.Years[0] != 2025 || len(found.Route.Words) == 0 {
		t.Errorf("the route is %+v", found.Route)
	}
	for _, q := range []library.Question{
		{Tenant: "kim", Question: " "}, {Tenant: "kim", Question: strings.Repeat("가", 2001)}, {Tenant: "kim", Question: "a", Most: 9},
	} {
		if _, err := d.Ask(t.Context(), q); !errors.Is(err, library.BadQuestion) {
			t.Errorf("asking %.10q: %v", q.Question, err)
		}
	}
	if _, err := d.Ask(t.Context(), library.Question{Tenant: "lee", Question: "a", Documents: []document.ID{id}}); !errors.Is(err, library.NoDocument) {
		t.Errorf("asking for another's document: %v", err)
	}
	if _, err := d.Ask(t.Context(), library.Question{Tenant: "k i m", Question: "a"}); !errors.Is(err, library.BadTenant) {
		t.Errorf("a wrong tenant: %v", err)
	}
}
