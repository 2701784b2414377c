package library

import (
	"context"
	"time"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/extract"
)

// Store keeps documents. Every change is made whole or not at all, and takes
// milliseconds. A document that has expired is missing from everything but
// Expiry. A call that names a document that is not there, or not any more,
// fails with NoDocument.
type Store interface {
	Records
	Pages
	Passages
	Models
	Expiry
}

// Records keeps what is known of documents.
type Records interface {
	// Add keeps a record. Where its tenant has the same bytes already, that
	// document lives on at least as long, is found by the new title too, and
	// comes back with added false.
	Add(ctx context.Context, r document.Record) (kept document.Record, added bool, err error)
	Document(ctx context.Context, id document.ID) (document.Record, error)
	// Documents are those of a tenant, of all for "", newest first.
	Documents(ctx context.Context, tenant document.Tenant) ([]document.Record, error)
	// OfHash is a tenant's document with these bytes: one or none.
	OfHash(ctx context.Context, tenant document.Tenant, hash document.Hash) ([]document.Record, error)
	// OfTitle are a tenant's documents of one title, newest first.
	OfTitle(ctx context.Context, tenant document.Tenant, title string) ([]document.Record, error)
	// Unfinished are all documents with work to be done, oldest first.
	Unfinished(ctx context.Context) ([]document.Record, error)
	// Change saves what do makes of a record; nobody's change comes between.
	Change(ctx context.Context, id document.ID, do func(*document.Record) error) (document.Record, error)
	// Touch notes that documents are used now, at most once an hour each.
	Touch(ctx context.Context, ids []document.ID) error
	// Counts are what documents have; one that is missing has nothing.
	Counts(ctx context.Context, ids ...document.ID) (map[document.ID]Counts, error)
}

// Counts is how much there is of a document.
type Counts struct {
	Pages    int
	Passages int
	Scanned  bool // a page's text was recognised from a picture
}

// Pages keeps what was read.
type Pages interface {
	// AddPages keeps pages as an extractor read them, beside those that it has
	// read before; a page that is there stays. What another extractor read goes.
	AddPages(ctx context.Context, id document.ID, extractor string, pages []document.Page) error
	// Pages are all pages of a document in order, without their boxes.
	Pages(ctx context.Context, id document.ID) ([]document.Page, error)
	// Page is one page with its boxes; a not-found fault when there is none.
	Page(ctx context.Context, id document.ID, number int) (document.Page, error)
}

// Passages keeps what is found, and finds it.
type Passages interface {
	// AddPassages keeps passages as a chunker cut them, beside those that it has
	// cut before; a passage that is there stays. What another chunker cut goes.
	AddPassages(ctx context.Context, id document.ID, chunker string, passages []document.Passage) error
	// Unembedded are texts of a document without a vector of a model, at most
	// that many, and how many there are altogether.
	Unembedded(ctx context.Context, id document.ID, model embedding.Model, most int) (texts []string, left int, err error)
	// PutVectors keeps what a model made of texts of a document.
	PutVectors(ctx context.Context, id document.ID, model embedding.Model, texts []string, vectors [][]float32) error
	// Finish makes a document's passages findable by their words, and the
	// document ready, in one step.
	Finish(ctx context.Context, id document.ID) (document.Record, error)
	// IndexVectors makes at most that many more passages of a document findable
	// by a model's vectors, and returns how many; 0 when there are no more.
	IndexVectors(ctx context.Context, id document.ID, model embedding.Model, most int) (int, error)
}

// Models keeps the vectors of several models apart. One is searched; another
// may be getting ready to take its place.
type Models interface {
	// Searched is the digest of the model whose vectors are searched: the first
	// that indexed a passage; "" before that.
	Searched(ctx context.Context) (digest string, err error)
	// Search makes a model the one that is searched.
	Search(ctx context.Context, model embedding.Model) error
	// Lagging are the ready documents with passages that a model's vectors do
	// not find, and how many passages those are.
	Lagging(ctx context.Context, model embedding.Model) (documents []document.Record, passages int, err error)
	// DropModels lets go of the vectors of all other models.
	DropModels(ctx context.Context, except ...string) error
}

// Expiry lets go of documents.
type Expiry interface {
	// Expired are the records that may not be seen any more, and those whose
	// last use or end lies further ahead than any use now would explain.
	Expired(ctx context.Context) ([]document.Record, error)
	// Extend sets the last use and the end of a document anew, unless it was
	// used since the record was read.
	Extend(ctx context.Context, r document.Record, used, expires time.Time) error
	// Bury takes a document out of sight at once and for good, pinned or not.
	Bury(ctx context.Context, id document.ID) error
	// Shed takes away at most that many parts of a document that may not be seen
	// any more, last of all its record; false when nothing is left of it.
	Shed(ctx context.Context, id document.ID, most int) (more bool, err error)
	// Weigh is what would go with a document.
	Weigh(ctx context.Context, id document.ID) (Goes, error)
	// Purge overwrites what is left of what has gone, in small steps, and gives
	// its room back to the disk.
	Purge(ctx context.Context) error
}

// Reader reads files, each in a process of its own.
type Reader interface {
	// Pages hands over the pages of a file one by one, in order. progress is
	// told before each page. A fault says what is wrong with the file; an error
	// of each ends the reading and is returned.
	Pages(ctx context.Context, file extract.Request, progress func(extract.Progress), each func(document.Page) error) (extract.Info, error)
}

// Embedder turns texts into vectors.
type Embedder interface {
	Model() embedding.Model
	// Embed is one vector a text, of the model's dimensions.
	Embed(ctx context.Context, purpose embedding.Purpose, texts []string) ([][]float32, error)
}
