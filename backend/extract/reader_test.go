package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
)

func TestAChildReadsAFile(t *testing.T) {
	needPDFium(t)
	path := put(t, "statement.pdf", pdfDoc{contents: []string{statement(), at(72, 700, 12, "the end")}, password: "geheim"}.bytes())
	var pages []document.Page
	var steps []Progress
	info, err := newReader(t).Pages(t.Context(), Request{Path: path, Password: "geheim"},
		func(p Progress) { steps = append(steps, p) },
		func(p document.Page) error { pages = append(pages, p); return nil })
	if err != nil || info.Kind != document.PDF || info.Pages != 2 || len(pages) != 2 {
		t.Fatalf("%+v, %d pages, %v", info, len(pages), err)
	}
	if !strings.Contains(pages[0].Text, "Pension  1,234,500  1,301,200") || len(pages[0].Boxes) != pages[0].Runes() || pages[1].Text != "the end" {
		t.Errorf("got %q, %d boxes", pages[0].Text, len(pages[0].Boxes))
	}
	if fmt.Sprint(steps) != "[{0 2} {1 2}]" {
		t.Errorf("progress %v", steps)
	}
}

// TestWhateverAChildDoesIsOneFault: each child is broken in its own way, and
// the reader says so, soon, and starts another.
func TestWhateverAChildDoesIsOneFault(t *testing.T) {
	path := put(t, "x.pdf", []byte("%PDF-1.4"))
	for how, want := range map[string]*fault.Error{
		"hang": TooSlow, "crash": Crashed, "eat": TooHeavy, "garbage": Crashed, "endless": TooSlow,
		"claims": Crashed, "skips": Crashed, "early": Crashed, "quit": Crashed,
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			if how == "eat" && limitless {
				t.Skip("this system does not bound a process's memory")
			}
			r := newReader(t)
			r.Args = []string{"misbehave", how}
			r.starting = 3 * time.Second
			if how == "eat" {
				r.starting = time.Minute
			}
			pages := 0
			_, err := r.Pages(t.Context(), Request{Path: path}, nil, func(document.Page) error { pages++; return nil })
			if !errors.Is(err, want) || pages != 0 {
				t.Errorf("%v after %d pages, want %s", err, pages, want.Code)
			}
			var f *fault.Error
			if !errors.As(err, &f) || f.Title.KO == "" || strings.Contains(err.Error(), path) {
				t.Errorf("not fit to be shown: %v", err)
			}
		})
	}
}

func TestCancellingEndsTheChild(t *testing.T) {
	r := newReader(t)
	r.Args = []string{"misbehave", "hang"}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	began := time.Now()
	_, err := r.Pages(ctx, Request{Path: put(t, "x.pdf", []byte("%PDF-1.4"))}, nil, func(document.Page) error { return nil })
	if !errors.Is(err, Cancelled) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAReceiverThatFailsGetsItsOwnErrorBack(t *testing.T) {
	needPDFium(t)
	path := put(t, "x.pdf", pdfDoc{contents: []string{statement(), statement()}}.bytes())
	full := errors.New("the disk is full")
	pages := 0
	_, err := newReader(t).Pages(t.Context(), Request{Path: path}, nil, func(document.Page) error { pages++; return full })
	if err != full || pages != 1 {
		t.Errorf("%v after %d pages", err, pages)
	}
}

// TestKnownPagesAreLeftOut reads a file again of which some pages are known,
// as after a crash.
func TestKnownPagesAreLeftOut(t *testing.T) {
	needPDFium(t)
	pdf := put(t, "x.pdf", pdfDoc{contents: []string{at(72, 700, 12, "one"), at(72, 700, 12, "two"), at(72, 700, 12, "three")}}.bytes())
	text := put(t, "x.txt", []byte("alpha"))
	for _, c := range []struct {
		path  string
		known int
		want  string
	}{
		{pdf, 0, "1 one, 2 two, 3 three"},
		{pdf, 2, "3 three"},
		{pdf, 3, ""},
		{text, 1, "1 alpha"}, // is read whole: what comes again is left out where it is kept
	} {
		var got []string
		info, err := newReader(t).Pages(t.Context(), Request{Path: c.path, Known: c.known}, nil, func(p document.Page) error {
			got = append(got, fmt.Sprint(p.Number, " ", p.Text))
			return nil
		})
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%d known: %v of %d pages, want %s (%v)", c.known, got, info.Pages, c.want, err)
		}
	}
}

// TestTimeOfTheReceiverIsNotCounted: the clock stands while a page is dealt with.
func TestTimeOfTheReceiverIsNotCounted(t *testing.T) {
	over := make(chan struct{})
	c := newClock(100*time.Millisecond, func() { close(over) })
	c.pause()
	select {
	case <-over:
		t.Fatal("it ran while it stood")
	case <-time.After(300 * time.Millisecond):
	}
	c.add(time.Millisecond)
	c.resume()
	select {
	case <-over:
	case <-time.After(time.Minute):
		t.Fatal("it never ends")
	}
}

func TestWhatIsNoFileIsOneFault(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.pdf")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(maxInput+1), f.Close()); err != nil {
		t.Skipf("no sparse files here: %v", err)
	}
	for path, want := range map[string]*fault.Error{
		filepath.Join(dir, "none.pdf"): Gone,
		dir:                            Gone,
		put(t, "empty.pdf", nil):       Empty,
		large:                          TooLarge,
		put(t, "x.bin", []byte("\x00\x01\x02\x03\x00\xff\xfe\xfd\x00\x10")): Unknown,
	} {
		_, err := newReader(t).Pages(t.Context(), Request{Path: path}, nil, func(document.Page) error { return nil })
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %s", filepath.Base(path), err, want.Code)
		}
	}
}

func TestAFileThatVanishesIsOneFault(t *testing.T) {
	var said bytes.Buffer
	if err := serve(t.Context(), order{Path: filepath.Join(t.TempDir(), "gone.pdf")}, &said, nil); err != nil {
		t.Fatal(err)
	}
	f, err := readFrame(bufio.NewReader(&said))
	if err != nil || f.kind != frameFault || string(f.body) != Gone.Code {
		t.Errorf("%c %s, %v", f.kind, f.body, err)
	}
	// It is shorter than it was when it was looked at.
	short := file{strings.NewReader("%PDF-1.4 short"), 1 << 20, "x.pdf"}
	if _, err := short.all(); !errors.Is(err, Gone) {
		t.Errorf("a file that shrinks: %v", err)
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	r := &Reader{Program: filepath.Join(t.TempDir(), "none")}
	_, err := r.Pages(t.Context(), Request{Path: put(t, "x.pdf", []byte("%PDF-1.4"))}, nil, func(document.Page) error { return nil })
	if !errors.Is(err, NoProcess) {
		t.Errorf("got %v", err)
	}
}

func TestWithoutTheEngineAPDFFileSaysSo(t *testing.T) {
	if _, err := newPDFium(t.Context(), nil, ""); !errors.Is(err, NoPDF) {
		t.Errorf("got %v", err)
	}
	if _, err := newPDFium(t.Context(), []byte("no wasm"), ""); !errors.Is(err, NoPDF) {
		t.Errorf("a damaged engine: %v", err)
	}
}

func TestEveryFaultSpeaksBothLanguagesAndTravels(t *testing.T) {
	for code, f := range faults() {
		if f.Title.EN == "" || f.Title.KO == "" || (f.Fix.EN == "") != (f.Fix.KO == "") || !strings.HasPrefix(code, "document.") {
			t.Errorf("%s: %+v %+v", code, f.Title, f.Fix)
		}
		if !errors.Is(decodeFault([]byte(codeOf(fmt.Errorf("page 3: %w", f.With(io.EOF))))), f) {
			t.Errorf("%s does not arrive", code)
		}
	}
	if err := decodeFault([]byte("document.invented")); !errors.Is(err, errFrame) {
		t.Errorf("an invented fault: %v", err)
	}
}

// FuzzFrames feeds the parent what no child says.
func FuzzFrames(f *testing.F) {
	var whole bytes.Buffer
	page, err := encodePage(document.Page{Number: 1, Text: "보험", Boxes: make([]document.Box, 2)})
	if err != nil {
		f.Fatal(err)
	}
	_ = writeFrame(&whole, frameReady, nil) // a buffer takes all
	_ = writeJSON(&whole, frameProgress, Progress{Page: 0, Pages: 1})
	_ = writeFrame(&whole, framePage, page)
	_ = writeJSON(&whole, frameDone, Info{Kind: document.PDF, Pages: 1})
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:20])
	f.Add([]byte{framePage, 0xff, 0xff, 0xff, 0x7f})
	f.Add([]byte{frameFault, 1, 0, 0, 0, 'x'})
	f.Fuzz(func(t *testing.T, said []byte) {
		c := &child{out: bufio.NewReader(bytes.NewReader(said)), clock: newClock(time.Hour, func() {}), time: time.Hour}
		defer c.clock.pause()
		next := 1
		info, err := c.listen(0, func(Progress) {}, func(p document.Page) error {
			if p.Number != next || len(p.Boxes) != 0 && len(p.Boxes) != p.Runes() {
				t.Errorf("page %d with %d boxes came as number %d", p.Number, len(p.Boxes), next)
			}
			next++
			return nil
		})
		if err == nil && info.Pages != next-1 {
			t.Errorf("%d pages came, %d are told", next-1, info.Pages)
		}
	})
}
