package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"meridian/backend/document"
	"meridian/backend/fault"
)

// file is bytes with a name that somebody gave them.
type file struct {
	io.ReaderAt
	size int64
	name string
}

// all is the whole of the file.
func (f file) all() ([]byte, error) {
	b, err := io.ReadAll(io.NewSectionReader(f, 0, f.size))
	if err == nil && int64(len(b)) < f.size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, Gone.With(err)
	}
	return b, nil
}

// meta is what a reader learns of a file besides its pages.
type meta struct{ title string }

// reading is one file being read: what is given to its readers, and where its
// pages go. A mail's attachments are read by the same one.
type reading struct {
	ctx        context.Context
	password   string
	known      int // pages of a PDF file that are left out
	newEngine  func() (*pdfium, error)
	recogniser *recogniser

	emit      func(document.Page) error
	report    func(Progress) error // before a page
	recognise func(Progress) error // before a page is recognised

	pdfEngine *pdfium
	label     string // of the attachment that is being read, "" outside
	depth     int    // messages that it lies in
	parts     int    // of messages, so far
	unpacked  int64  // from archives, so far
	at        Progress
	pages     int // sent
	runes     int // sent
	scanned   bool
}

// Close ends what was started for the file.
func (r *reading) Close() error {
	if r.pdfEngine == nil {
		return nil
	}
	return r.pdfEngine.Close()
}

// readers is who reads which kind.
func (r *reading) readers() map[document.Kind]func(file) (meta, error) {
	return map[document.Kind]func(file) (meta, error){
		document.PDF: r.pdf, document.DOCX: r.docx, document.XLSX: r.xlsx, document.CSV: r.csv, document.HTML: r.html,
		document.Markdown: r.markdown, document.Text: r.text, document.EPUB: r.epub, document.Email: r.email, document.Image: r.picture,
	}
}

// read tells a file's kind and reads it. Info.Pages counts the pages that were
// sent, and those before that are known.
func (r *reading) read(f file) (Info, error) {
	kind, err := Detect(f, f.size, f.name)
	if err != nil {
		return Info{}, err
	}
	if kind != document.PDF {
		r.known = 0
	}
	r.pages = max(r.pages, r.known) // more only within a message, where none is known
	m, err := r.readers()[kind](f)
	if err != nil {
		return Info{}, err
	}
	return Info{Kind: kind, Title: line(m.title), Pages: r.pages, Scanned: r.scanned}, nil
}

// engine is the PDF engine, started when the first file asks for it. After a
// failure another is started: a mail may hold several files.
func (r *reading) engine() (*pdfium, error) {
	if r.pdfEngine != nil && r.pdfEngine.err == nil {
		return r.pdfEngine, nil
	}
	if err := r.Close(); err != nil {
		return nil, err
	}
	var err error
	r.pdfEngine, err = r.newEngine()
	return r.pdfEngine, err
}

// progress says that the page with an index comes next. pages is 0 where nobody
// knows how many there are.
func (r *reading) progress(index, pages int) error {
	if err := r.ctx.Err(); err != nil {
		return Cancelled.With(err)
	}
	r.at = Progress{Page: min(r.pages, maxPages), Pages: 0}
	if pages > 0 {
		r.at.Pages = min(r.pages-index+pages, maxPages)
	}
	return r.report(r.at)
}

// announce says that the page that comes next is recognised.
func (r *reading) announce() error { return r.recognise(r.at) }

// page sends one page and numbers it. A page without places that is longer than
// a page may be goes on on further ones.
func (r *reading) page(p document.Page) error {
	if r.label != "" {
		p.Label = joined(r.label, p.Label)
	}
	r.scanned = r.scanned || p.Scanned
	if len(p.Boxes) > 0 && len(p.Boxes) > maxRunes {
		return TooMuchText
	}
	for rest := p.Text; ; {
		p.Text, rest = cut(rest)
		if err := r.send(p); err != nil || rest == "" {
			return err
		}
		p.Heading = ""
	}
}

func (r *reading) send(p document.Page) error {
	if err := r.ctx.Err(); err != nil {
		return Cancelled.With(err)
	}
	r.pages++
	r.runes += utf8.RuneCountInString(p.Text)
	switch {
	case r.pages > maxPages:
		return TooManyPages
	case r.runes > maxText:
		return TooMuchText
	}
	p.Number = r.pages
	return r.emit(p)
}

// cut parts what fits on a page from the rest, at the end of a line where there is one.
func cut(text string) (page, rest string) {
	if len(text) <= maxRunes {
		return text, ""
	}
	n, at, end := 0, len(text), 0
	for i, c := range text {
		if n == maxRunes {
			at = i
			break
		}
		if c == '\n' {
			end = i
		}
		n++
	}
	if at == len(text) {
		return text, ""
	}
	if end > at/2 {
		return text[:end], text[end+1:]
	}
	return text[:at], text[at:]
}

// joined is the name of a part of a part.
func joined(outer, inner string) string {
	switch {
	case outer == "":
		return inner
	case inner == "":
		return outer
	}
	return outer + " › " + inner
}

// openFile opens the file at a path; close it. What is no plain file is Gone.
func openFile(path, name string) (f file, closer io.Closer, err error) {
	if err := checkFile(path); err != nil {
		return file{}, nil, err
	}
	opened, err := os.Open(path)
	if err != nil {
		return file{}, nil, Gone.With(err)
	}
	stat, err := opened.Stat()
	if err != nil {
		return file{}, nil, errors.Join(Gone.With(err), opened.Close())
	}
	if name == "" {
		name = filepath.Base(path)
	}
	return file{opened, stat.Size(), name}, opened, nil
}

// checkFile reports what can be told of a file without opening it.
func checkFile(path string) error {
	stat, err := os.Stat(path)
	switch {
	case err != nil:
		return Gone.With(err)
	case !stat.Mode().IsRegular():
		return Gone.With(fmt.Errorf("%s", stat.Mode().Type()))
	case stat.Size() == 0:
		return Empty
	case stat.Size() > maxInput:
		return TooLarge
	}
	return nil
}

// isFault reports whether err carries one of the faults.
func isFault(err error, these ...*fault.Error) bool {
	for _, f := range these {
		if errors.Is(err, f) {
			return true
		}
	}
	return false
}

// bare is a name without its folders and its ending.
func bare(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSuffix(name, filepath.Ext(name))
}
