// Package document says what a document, its pages and its passages are, and
// how long they are kept.
//
// Terms: a document is a file that somebody handed over, read once. A tenant
// is on whose behalf it is kept: a household, a company, a client. A page is
// what a citation can name: a sheet of paper, a worksheet, a chapter, or the
// whole of a file that has no pages. A passage is a piece of a page that is
// found and quoted. A span counts Unicode code points, never bytes, so that Go
// and a browser mean the same characters.
//
// Promise: a page's Text, its Boxes and every Span into it agree to the code
// point; what identifies a document, a passage or a quote is computed here and
// nowhere else.
package document

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ID names a document. It is a ULID.
type ID string

// Tenant names on whose behalf a document is kept: a plan's id for a
// household, or a word that its owner chose.
type Tenant string

// Kind is what a file is, by its content.
type Kind string

// The kinds of files that are read.
const (
	PDF      Kind = "pdf"
	DOCX     Kind = "docx"
	XLSX     Kind = "xlsx"
	CSV      Kind = "csv"
	HTML     Kind = "html"
	Markdown Kind = "markdown"
	Text     Kind = "text"
	EPUB     Kind = "epub"
	Email    Kind = "email"
	Image    Kind = "image"
)

// Kinds lists every kind that is read.
func Kinds() []Kind {
	return []Kind{PDF, DOCX, XLSX, CSV, HTML, Markdown, Text, EPUB, Email, Image}
}

// Hash is the SHA-256 of a document's bytes, or of a text.
type Hash [sha256.Size]byte

// String is the hash in lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// TitleKey is what two titles share when a person would call them the same:
// composed characters, no case, single spaces, no file ending.
func TitleKey(title string) string {
	t := strings.ToLower(norm.NFKC.String(title))
	if dot := strings.LastIndexByte(t, '.'); dot > 0 && len(t)-dot <= 9 && !strings.ContainsAny(t[dot:], " /") {
		t = t[:dot]
	}
	return strings.Join(strings.Fields(t), " ")
}

// Span is a run of code points, [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is how many code points the span covers.
func (s Span) Len() int { return s.End - s.Start }

// Of cuts the span out of a text; ok is false when the text is too short or
// the span runs backwards.
func (s Span) Of(text string) (cut string, ok bool) {
	if s.Start < 0 || s.End < s.Start {
		return "", false
	}
	from := offset(text, s.Start)
	if from < 0 {
		return "", false
	}
	length := offset(text[from:], s.Len())
	if length < 0 {
		return "", false
	}
	return text[from : from+length], true
}

// offset is where the nth code point begins, in bytes; -1 past the end.
func offset(text string, n int) int {
	if n == 0 {
		return 0
	}
	for at := range text {
		if n == 0 {
			return at
		}
		n--
	}
	if n == 0 {
		return len(text)
	}
	return -1
}

// Box is where a character stands on its page, in fractions of the page's
// width and height from the upper left corner, so that a picture of any size
// can be marked with it.
type Box struct {
	Left, Top, Right, Bottom float32
}

// Page is one page as it was read.
type Page struct {
	Number   int     // from 1, in the order of the file
	Label    string  // what people call it where that is not its number: a sheet's name, a chapter's title
	Width    float32 // in points (1/72 inch); 0 where a page has no size
	Height   float32
	Heading  string // the page's first heading, "" without one
	Text     string // NFC, lines end in \n, table cells on one line are apart by two spaces or more
	Boxes    []Box  // one a code point of Text, or none where the format has no places
	Scanned  bool   // the text was recognised from a picture and is not verified
	Pictures bool   // the page shows pictures whose text was not read
}

// Runes is how many code points the page's text has.
func (p Page) Runes() int { return utf8.RuneCountInString(p.Text) }

// Passage is a piece of a page that is found, embedded and quoted.
type Passage struct {
	Page    int    // number of the page it stands on
	Ordinal int    // from 0, in the order of the document
	Span    Span   // where in the page's text it stands
	Section string // headings above it, outermost first, joined with " › "
	Header  string // what is prefixed for search and embedding: title, issuer, date, section
	Text    string // the span's text; for a row group of a table, with the table's header row before it
}

// Whole is what is embedded of a passage: its header and its text.
func (p Passage) Whole() string {
	if p.Header == "" {
		return p.Text
	}
	return p.Header + "\n" + p.Text
}

// TextHash is the SHA-256 of a text.
func TextHash(text string) Hash { return sha256.Sum256([]byte(text)) }

// Citation says where an answer stands.
type Citation struct {
	Document  ID     `json:"document"`
	Page      int    `json:"page"`
	Span      Span   `json:"span"`
	Quote     string `json:"quote"`
	QuoteHash string `json:"quoteHash"` // see QuoteHash
}

// QuoteHash is what holds a quote to its page: the SHA-256 of the quote's
// words, joined by single spaces, composed, in hexadecimal after "sha256:".
// Line breaks and spacing may change when a file is read again; the words may
// not.
func QuoteHash(quote string) string {
	words := strings.Join(strings.Fields(norm.NFC.String(quote)), " ")
	return "sha256:" + Hash(sha256.Sum256([]byte(words))).String()
}
