package backend

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// documentsEnv is a directory of files to measure with; without it, files are
// made up.
const documentsEnv = "MERIDIAN_DOCUMENTS"

func openBench(b *testing.B) *App {
	b.Helper()
	app, err := New(b.Context(), Options{Data: b.TempDir(), Port: NoPort, Pages: somePages, cold: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := app.Close(); err != nil {
			b.Error(err)
		}
	})
	return app
}

func hand(b *testing.B, app *App, title string, content []byte) library.Added {
	b.Helper()
	file, err := app.library.Spool(b.Context(), bytes.NewReader(content), int64(len(content)))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Discard()
	added, err := app.library.Add(b.Context(), library.NewDocument{Tenant: "kim", Title: title}, file)
	if err != nil {
		b.Fatal(err)
	}
	return added
}

func idle(b *testing.B, app *App) {
	b.Helper()
	for {
		waiting, err := app.store.Documents.Unfinished(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if len(waiting) == 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// A file of 8 MiB that is known is handed over again. beyond-ms is what that
// takes beyond reading and hashing its bytes, which happens on the way in.
func BenchmarkAddingAKnownFile(b *testing.B) {
	app := openBench(b)
	noise := make([]byte, 8<<20)
	if _, err := rand.Read(noise); err != nil {
		b.Fatal(err)
	}
	content := append([]byte(pdfOf("The premium is 100.")), noise...)
	hand(b, app, "a.pdf", content)
	idle(b, app)
	var hashing time.Duration
	n := 0
	for b.Loop() {
		if added := hand(b, app, "a.pdf", content); added.Known != library.SameBytes {
			b.Fatalf("it was taken for %s", added.Known)
		}
		b.StopTimer()
		began := time.Now()
		h := sha256.New()
		if _, err := io.Copy(h, bytes.NewReader(content)); err != nil {
			b.Fatal(err)
		}
		hashing += time.Since(began)
		n++
		b.StartTimer()
	}
	each := b.Elapsed() / time.Duration(n)
	b.ReportMetric(float64((each-hashing/time.Duration(n)).Microseconds())/1000, "beyond-ms")
}

// filings are the files to measure with.
func filings(b *testing.B) map[string][]byte {
	b.Helper()
	files := map[string][]byte{}
	names, _ := filepath.Glob(filepath.Join(os.Getenv(documentsEnv), "*.pdf"))
	if os.Getenv(documentsEnv) == "" || len(names) == 0 {
		for i := range 6 {
			var pages []string
			for p := range 40 {
				pages = append(pages, strings.Repeat(fmt.Sprintf("Revenue of unit %d in quarter %d was %d dollars.\n", i, p, i*p), 40))
			}
			files[fmt.Sprintf("filing %d.pdf", i)] = []byte(pdfOf(pages...))
		}
		return files
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		files[filepath.Base(name)] = raw
	}
	return files
}

// From handing files over to their being found: reading in a child, cutting,
// embedding, indexing, every step on the disk.
func BenchmarkIngest(b *testing.B) {
	files := filings(b)
	app := openBench(b)
	hand(b, app, "warm.pdf", []byte(pdfOf("The PDF engine is compiled once."))) // and kept
	idle(b, app)
	pages := 0
	for b.Loop() {
		for name, content := range files {
			hand(b, app, name, content)
		}
		idle(b, app)
		b.StopTimer()
		shelf, err := app.library.Shelf(b.Context(), "kim")
		if err != nil {
			b.Fatal(err)
		}
		for _, d := range shelf.Documents {
			if d.State != document.Ready {
				b.Fatalf("%s is %s: %v", d.Title, d.State, d.Fault)
			}
			if d.Title != "warm.pdf" {
				pages += d.Pages
			}
			if err := app.library.Forget(b.Context(), d.ID); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}

// What a person waits for a plan to open and for an edit to be saved, while
// nothing else happens and while documents are taken in, in turn within one
// run. The ratios are of medians and of 95th percentiles.
func BenchmarkRequestsWhileDocumentsAreTakenIn(b *testing.B) {
	files := filings(b)
	app := openBench(b)
	hand(b, app, "warm.pdf", []byte(pdfOf("The PDF engine is compiled once.")))
	idle(b, app)
	plans, err := app.api.Plans.List(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	id, revision := plans[0].ID, plans[0].Revision
	var reads, edits [2][]time.Duration // idle, busy
	measure := func(busy int) {
		reads[busy] = append(reads[busy], timed(func() { request(b, app, "GET", "/plans/"+id, "") }))
		body := fmt.Sprintf(`{"base":%d,"name":{"key":"edit.name"},"patch":{"name":"n%d"}}`, revision, revision)
		edits[busy] = append(edits[busy], timed(func() { request(b, app, "POST", "/plans/"+id+"/edits", body) }))
		revision++
		time.Sleep(2 * time.Millisecond) // people pause
	}
	for b.Loop() {
		for range 200 {
			measure(0)
		}
		for name, content := range files {
			hand(b, app, name, content)
		}
		for {
			waiting, err := app.store.Documents.Unfinished(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if len(waiting) == 0 {
				break
			}
			measure(1)
		}
		b.StopTimer()
		forgetAll(b, app)
		b.StartTimer()
	}
	for name, kind := range map[string][2][]time.Duration{"read": reads, "edit": edits} {
		b.ReportMetric(ms(quantile(kind[0], 0.5)), name+"-idle-ms")
		b.ReportMetric(ms(quantile(kind[1], 0.5)), name+"-busy-ms")
		b.ReportMetric(ratio(kind, 0.5), name+"-ratio")
		b.ReportMetric(ratio(kind, 0.95), name+"-p95-ratio")
	}
}

func forgetAll(b *testing.B, app *App) {
	b.Helper()
	shelf, err := app.library.Shelf(b.Context(), "kim")
	if err != nil {
		b.Fatal(err)
	}
	for _, d := range shelf.Documents {
		if err := app.library.Forget(context.WithoutCancel(b.Context()), d.ID); err != nil {
			b.Fatal(err)
		}
	}
}

func request(b *testing.B, app *App, method, path, body string) {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Host = app.Address()
	r.Header.Set("Authorization", "Bearer "+app.Owner())
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	app.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("%s %s gave %d: %s", method, path, w.Code, w.Body)
	}
}

func timed(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

func quantile(all []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func ratio(kind [2][]time.Duration, q float64) float64 {
	return float64(quantile(kind[1], q)) / float64(quantile(kind[0], q))
}
