// Package library takes documents in, keeps what is used, and lets the rest go.
//
// Terms: adding puts a file's bytes on the disk, in a spool, and returns; what
// follows happens in stages: extract reads pages, chunk cuts them into
// passages, embed gives each passage a vector, index makes the document
// findable. Use is opening a document, citing it, asking about it or adding it
// again; a document that was not used for document.Keep expires, unless it is
// pinned. A sweep lets go of what has expired. The shelf is all documents of a
// tenant.
//
// Promise: what Add returned as added survives the death of the process at any
// moment, and each stage goes on where it was. The same bytes are read and
// embedded once. A passage that another document has word for word, of whoever,
// costs the model nothing while that one is kept; of a document that went
// nothing is kept, so that adding it again is adding it for the first time. A file that cannot be read costs one fault, on that file. A
// password is used and never kept. What was forgotten cannot be read from any
// file of the library afterwards.
package library

import (
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
)

// Progress is how far the stage has come that a document is in.
type Progress struct {
	Done  int `json:"done"`  // pages or passages
	Total int `json:"total"` // 0 while nobody knows
}

// Reason is why a document is kept for good.
type Reason string

// The reasons.
const (
	Statement Reason = "statement"
	Policy    Reason = "policy"
	Contract  Reason = "contract"
	Tax       Reason = "tax"
	Other     Reason = "other"
)

// Reasons lists every reason there is.
func Reasons() []Reason { return []Reason{Statement, Policy, Contract, Tax, Other} }

// Document is a file that was added, and where it stands.
type Document struct {
	document.Record
	Progress Progress
	Fault    *fault.Error // of a document that failed or is locked
	Pages    int          // read so far
	Passages int          // made so far
	Grace    bool         // it expired while nobody could use it: Expires is when it goes all the same
	Scanned  bool         // a page's text was recognised from a picture
	Linked   int          // fields of plans that took their value from it
}

// PageInfo is a page without its text.
type PageInfo struct {
	Number     int     `json:"number"` // from 1
	Label      string  `json:"label"`  // "" where that is the number
	Width      float32 `json:"width"`  // points; 0 where a page has no size
	Height     float32 `json:"height"`
	Heading    string  `json:"heading"`
	Scanned    bool    `json:"scanned"`    // the text was recognised from a picture and is not verified
	Pictures   bool    `json:"pictures"`   // it shows pictures whose text was not read
	Characters int     `json:"characters"` // code points of its text
}

// Detail is a document with its pages.
type Detail struct {
	Document Document
	Pages    []PageInfo
}

// Known says how a file that was added was recognised.
type Known string

// The ways to be known.
const (
	NewFile   Known = "new"
	SameBytes Known = "same"  // its bytes are there: its use was renewed and nothing is read again
	SameTitle Known = "title" // its title is there with other bytes: Document.Earlier
)

// Added is the answer to adding.
type Added struct {
	Document Document
	Known    Known
}

// Field is a place in a plan.
type Field struct {
	Plan string `json:"plan"` // id
	Path string `json:"path"` // JSON pointer
}

// Forgetting is what forgetting a document would take away, and what stays.
type Forgetting struct {
	Goes  Goes  `json:"goes"`
	Stays Stays `json:"stays"`
}

// Goes is what leaves with a document.
type Goes struct {
	Pages    int   `json:"pages"`
	Passages int   `json:"passages"`
	Vectors  int   `json:"vectors"` // that no other document needs
	Bytes    int64 `json:"bytes"`   // of text, places and vectors together
}

// Stays is what remains when a document has gone: the values that were
// accepted from it. The file itself stays wherever the person keeps it.
type Stays struct {
	Fields []Field `json:"fields"`
}

// Question is what somebody wants to know.
type Question struct {
	Tenant    document.Tenant `json:"tenant"`
	Question  string          `json:"question"`
	Documents []document.ID   `json:"documents,omitempty"` // to look in; all of the tenant's when empty
	Most      int             `json:"most,omitempty"`      // quotes at most, 1..8; 0 means 4
}

// Quote is a passage that bears on a question, and where it stands.
type Quote struct {
	Citation document.Citation `json:"citation"`
	Title    string            `json:"title"`
	Label    string            `json:"label"` // of the page
	Heading  string            `json:"heading"`
	Scanned  bool              `json:"scanned"`
	Score    float64           `json:"score"` // comparable within one answer only
	Marks    []document.Span   `json:"marks"` // the question's words, in code points of the quote
}

// Route is how a question was narrowed down.
type Route struct {
	Words     []string      `json:"words"`
	Documents []document.ID `json:"documents"` // empty when all were looked in
	Years     []int         `json:"years"`
}

// Found is what was found for a question, the best first.
type Found struct {
	Question string  `json:"question"`
	Quotes   []Quote `json:"quotes"`
	Literal  bool    `json:"literal"` // rare words of the question stand in the best quote; otherwise it is a guess
	Route    Route   `json:"route"`
	Took     float64 `json:"took"` // milliseconds
}

// EmbedderState says what gives passages their vectors.
type EmbedderState struct {
	Name       string `json:"name"`
	Dimensions int    `json:"dimensions"`
	Neural     bool   `json:"neural"`
	Pending    int    `json:"pending"` // passages that are still to be embedded anew
}

// OCR says whether text can be recognised in pictures.
type OCR struct {
	Available bool     `json:"available"`
	Languages []string `json:"languages"`
}

// Shelf is every document of a tenant, the last used first.
type Shelf struct {
	Documents []Document
	Embedder  EmbedderState
	OCR       OCR
	Now       time.Time // by which the documents expire
}
