package httpapi

import (
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// Shelf is every document of a tenant, the last used first.
type Shelf struct {
	Documents []LibraryDocument     `json:"documents"`
	Embedder  library.EmbedderState `json:"embedder"`
	OCR       library.OCR           `json:"ocr"`
	KeepDays  int                   `json:"keepDays"` // how long a document stays that nobody uses
	Now       time.Time             `json:"now"`      // by which the documents expire
}

// LibraryDocument is a file that was added, and where it stands.
type LibraryDocument struct {
	ID       document.ID     `json:"id"`
	Tenant   document.Tenant `json:"tenant"`
	Title    string          `json:"title"`
	Kind     document.Kind   `json:"kind"` // "" until its content was looked at
	Bytes    int64           `json:"bytes"`
	Pages    int             `json:"pages"`    // read so far
	Passages int             `json:"passages"` // made so far
	State    document.State  `json:"state"`
	Progress *Progress       `json:"progress,omitempty"`
	Fault    *DocumentFault  `json:"fault,omitempty"` // of a document that failed or is locked
	Added    time.Time       `json:"added"`
	LastUsed time.Time       `json:"lastUsed"`
	Expires  *time.Time      `json:"expires,omitempty"` // when it goes unless it is used; absent when pinned
	Grace    bool            `json:"grace"`             // it expired while nobody could use it, and goes at Expires all the same
	Pinned   *DocumentPin    `json:"pinned,omitempty"`
	Earlier  document.ID     `json:"earlier,omitempty"` // of the same title, which this one may replace
	Scanned  bool            `json:"scanned"`           // a page's text was recognised from a picture
	Issuer   string          `json:"issuer,omitempty"`
	Year     int             `json:"year,omitempty"`
	Linked   int             `json:"linked"` // fields of plans that took their value from it
}

// Proposals are values of a document that a plan could take.
type Proposals struct {
	Proposals []library.Proposal `json:"proposals"`
}

// DocumentPin keeps a document for good.
type DocumentPin struct {
	Reason library.Reason `json:"reason"`
	Note   string         `json:"note,omitempty"` // in the person's own words
	Since  time.Time      `json:"since"`
}

// Progress is how far a document has come in a stage.
type Progress struct {
	Stage document.State `json:"stage"`
	Done  int            `json:"done"`  // pages or passages
	Total int            `json:"total"` // 0 while nobody knows
}

// DocumentFault is why a document could not be read, in the language of the request.
type DocumentFault struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Fix   string `json:"fix"`
}

// DocumentAdded is the answer to a file: how it was recognised.
type DocumentAdded struct {
	Document LibraryDocument `json:"document"`
	Known    library.Known   `json:"known"`
}

// DocumentDetail is a document and its pages.
type DocumentDetail struct {
	Document LibraryDocument    `json:"document"`
	Pages    []library.PageInfo `json:"pages"`
}

// PageText is a page with its text. Boxes are four integers a code point (left,
// top, right and bottom, in 1/10000 of the page's width and height), or empty
// where the format has no places.
type PageText struct {
	Number  int     `json:"number"`
	Label   string  `json:"label"`
	Width   float32 `json:"width"` // points; 0 where a page has no size
	Height  float32 `json:"height"`
	Heading string  `json:"heading"`
	Scanned bool    `json:"scanned"`
	Text    string  `json:"text"`
	Boxes   []int   `json:"boxes"`
}

// RetryDocument asks to read a document again; the password is never kept.
type RetryDocument struct {
	Password string `json:"password,omitempty"`
}

// PinDocument says why a document is kept for good.
type PinDocument struct {
	Reason library.Reason `json:"reason"`
	Note   string         `json:"note,omitempty"`
}
