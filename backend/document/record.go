package document

import "time"

// Keep is how long a document stays after its last use.
const Keep = 30 * 24 * time.Hour

// Expires is when a document that was used at a moment, and never again, goes.
func Expires(used time.Time) time.Time { return used.Add(Keep) }

// State is how far a document has come.
//
//	waiting → extract → chunk → embed → index → ready
//
// Any of them may lead to locked (it needs a password) or failed, and both of
// these back to waiting.
type State string

// The states.
const (
	Waiting    State = "waiting" // handed over, not begun
	Extracting State = "extract" // its pages are being read
	Chunking   State = "chunk"   // its pages are being cut into passages
	Embedding  State = "embed"   // its passages are being turned into vectors
	Indexing   State = "index"   // its passages are being made findable
	Ready      State = "ready"   // it can be searched
	Locked     State = "locked"  // it cannot be read without its password
	Failed     State = "failed"  // it could not be read; Fault says why
)

// Unfinished reports whether work remains that nobody has to be asked about.
func (s State) Unfinished() bool {
	switch s {
	case Waiting, Extracting, Chunking, Embedding, Indexing:
		return true
	}
	return false
}

// Type is what a document is for, as far as its words say.
type Type string

// The types that are told apart; "" is any other.
const (
	AnnualReport    Type = "annualReport"
	QuarterlyReport Type = "quarterlyReport"
	CurrentReport   Type = "currentReport" // of a single event
	EarningsRelease Type = "earningsRelease"
	Statement       Type = "statement" // of an account, a fund or a pension
	Policy          Type = "policy"    // of an insurance
	Lease           Type = "lease"
	TaxReturn       Type = "taxReturn"
	Payslip         Type = "payslip"
	Will            Type = "will"
)

// About is what a document says of itself, guessed from its title and first
// pages. Search prefers by it and never excludes by it, since a guess may be
// wrong.
type About struct {
	Issuer string // who wrote it, "" where unknown
	Year   int    // which year it is about, 0 where unknown
	Date   string // as printed, "" where unknown
	Type   Type
}

// Pin keeps a document from expiring.
type Pin struct {
	Reason string // a word that the service knows
	Note   string // what a person wrote
	Since  time.Time
}

// Record is what is known of a document apart from its pages.
type Record struct {
	ID     ID
	Tenant Tenant
	Hash   Hash // of its bytes
	Title  string
	Kind   Kind
	Bytes  int64 // length of the file

	State State
	Done  int    // of Total steps of the present state: pages or passages
	Total int    // 0 where unknown
	Fault string // code of what went wrong, "" when nothing did

	Added   time.Time
	Used    time.Time
	Expires time.Time
	Pin     *Pin // nil when nothing keeps it
	Earlier ID   // the version that this one replaced, "" without one

	Extractor string // version that read the pages, "" before
	Chunker   string // version that cut the passages, "" before
	About     About
}

// Alive reports whether a document may still be seen at a moment. What has
// expired is gone for everybody, whether or not it was swept.
func (r Record) Alive(now time.Time) bool { return r.Pin != nil || now.Before(r.Expires) }
