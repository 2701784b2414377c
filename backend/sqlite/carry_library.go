package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/library"
)

// carriedDocuments says how many documents of a damaged database were carried
// over with all their pages, and of how many only the record was: their files
// have to be added again.
type carriedDocuments struct{ whole, empty int }

// sourceDocument is a document that a damaged file still names.
type sourceDocument struct {
	row    int64
	record document.Record
}

// carryLibrary carries what can be read of documents, each in one step. What
// was forgotten and not taken away yet stays behind. Concordances and tables of
// vectors are not carried: whatever takes documents in makes them anew from
// passages and vectors at the next start.
func carryLibrary(ctx context.Context, source, target *sql.DB) (found carriedDocuments, err error) {
	for _, d := range readableDocuments(ctx, source) {
		if d.record.Expires.Equal(moment(buried)) && d.record.Pin == nil {
			continue
		}
		whole, err := carryDocument(ctx, source, target, d)
		switch {
		case refused(err): // what it says of itself cannot be
			found.empty++
		case err != nil:
			return found, err
		case whole:
			found.whole++
		default:
			found.empty++
		}
	}
	var searched string
	if source.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, metaEmbedder).Scan(&searched) == nil {
		const insert = `INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`
		if _, err := target.ExecContext(ctx, insert, metaEmbedder, searched); err != nil {
			return found, err
		}
	}
	return found, ctx.Err()
}

// readableDocuments are the documents that the damaged file still names. What
// cannot be read is passed over.
func readableDocuments(ctx context.Context, source *sql.DB) (all []sourceDocument) {
	rows, err := source.QueryContext(ctx, `SELECT `+recordColumns+`, d.id FROM library_documents d ORDER BY d.id`)
	for err == nil && rows.Next() {
		var d sourceDocument
		if d.record, err = scanRecord(rows.Scan, &d.row); err == nil {
			all = append(all, d)
		}
	}
	closeRows(rows)
	return all
}

// refused reports whether the rules of the schema are against a row.
func refused(err error) bool {
	var native *sqlite.Error
	return errors.As(err, &native) && native.Code()&0xff == lib.SQLITE_CONSTRAINT
}

// carryDocument carries one document; whole reports whether its pages came too.
func carryDocument(ctx context.Context, source, target *sql.DB, d sourceDocument) (whole bool, err error) {
	parts, whole := readableParts(ctx, source, d.row)
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	if err := parts.put(ctx, tx, parts.stateOf(d.record, whole)); err != nil {
		return false, err
	}
	return whole, tx.Commit()
}

// put writes a document with its parts.
func (p documentParts) put(ctx context.Context, tx *sql.Tx, r document.Record) error {
	tenant, err := tenantOf(ctx, tx, r.Tenant)
	if err != nil {
		return err
	}
	row, err := insertRecord(ctx, tx, tenant, r)
	if err != nil {
		return err
	}
	for _, t := range append(p.titles, title{r.Title, millis(r.Used)}) {
		if err := insertTitle(ctx, tx, tenant, row, t.text, moment(t.seen)); err != nil {
			return err
		}
	}
	for _, page := range p.pages {
		if err := insertPage(ctx, tx, row, page); err != nil {
			return err
		}
	}
	if err := insertPassages(ctx, tx, row, p.passages); err != nil {
		return err
	}
	for _, v := range p.vectors {
		if err := v.put(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// documentParts is what can be read of a document besides its record.
type documentParts struct {
	titles   []title
	pages    []document.Page
	passages []document.Passage // none unless all of them are there
	vectors  []keptVector
}

type title struct {
	text string
	seen int64
}

// keptVector is a vector as it is kept, and who made it of what.
type keptVector struct {
	hash, vector []byte
	chunker      string
	model        embedding.Model
}

func (v keptVector) put(ctx context.Context, tx *sql.Tx) error {
	if len(v.vector) != 4*v.model.Dimensions || len(v.hash) != len(document.Hash{}) {
		return nil // it is damaged, and is made again
	}
	embedder, err := embedderOf(ctx, tx, v.model)
	if err != nil {
		return err
	}
	const insert = `INSERT INTO vectors (hash, embedder, chunker, vector) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`
	_, err = tx.ExecContext(ctx, insert, v.hash, embedder, v.chunker, v.vector)
	return err
}

// readableParts are the parts of a document. ok is false when pages are
// missing; then there are no parts but titles.
func readableParts(ctx context.Context, source *sql.DB, row int64) (parts documentParts, ok bool) {
	tx, err := source.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return documentParts{}, false
	}
	defer tx.Rollback()
	_ = each(ctx, tx, `SELECT title, seen FROM library_titles WHERE document = ?`, []any{row}, func(rows *sql.Rows) error {
		var t title
		err := rows.Scan(&t.text, &t.seen)
		parts.titles = append(parts.titles, t)
		return err
	}) // those that could be read are found by
	if parts.pages, err = pagesOf(ctx, tx, row); err != nil {
		parts.pages = nil
		return parts, false
	}
	if parts.passages, err = passagesOf(ctx, tx, row); err != nil {
		parts.passages = nil
		return parts, true
	}
	parts.vectors = vectorsOf(ctx, tx, row)
	return parts, true
}

// pagesOf are all pages of a document with their boxes; an error when one of
// them is damaged or missing.
func pagesOf(ctx context.Context, tx *sql.Tx, row int64) (pages []document.Page, err error) {
	const query = `SELECT number, label, width, height, heading, scanned, pictures, text_packing, text_size, text,
		boxes_packing, boxes_size, boxes FROM pages WHERE document = ? ORDER BY number`
	err = each(ctx, tx, query, []any{row}, func(rows *sql.Rows) error {
		p, err := scanPage(rows.Scan)
		if err == nil && p.Number != len(pages)+1 {
			err = Damaged
		}
		pages = append(pages, p)
		return err
	})
	return pages, err
}

// passagesOf are all passages of a document; an error when one of them is
// damaged or missing.
func passagesOf(ctx context.Context, tx *sql.Tx, row int64) (passages []document.Passage, err error) {
	passages, err = readPassages(ctx, tx, row)
	for i, p := range passages {
		if err == nil && p.Ordinal != i {
			err = Damaged
		}
	}
	return passages, err
}

// vectorsOf are the vectors of a document's texts that can be read.
func vectorsOf(ctx context.Context, tx *sql.Tx, row int64) (vectors []keptVector) {
	const query = `SELECT v.hash, v.vector, v.chunker, e.name, e.digest, e.dimensions, e.neural
		FROM passages p JOIN vectors v ON v.hash = p.hash JOIN embedders e ON e.id = v.embedder WHERE p.document = ?`
	_ = each(ctx, tx, query, []any{row}, func(rows *sql.Rows) error {
		var v keptVector
		err := rows.Scan(&v.hash, &v.vector, &v.chunker, &v.model.Name, &v.model.Digest, &v.model.Dimensions, &v.model.Neural)
		if err == nil {
			vectors = append(vectors, v)
		}
		return err
	}) // what is missing is made again
	return vectors
}

// stateOf is a document's record as it goes on from what was carried: where
// pages are missing it has failed, where passages are it is cut once more.
func (p documentParts) stateOf(r document.Record, whole bool) document.Record {
	switch r.State {
	case document.Chunking, document.Embedding, document.Indexing, document.Ready:
	default: // its file is still there, or somebody is asked
		if !whole {
			r.Extractor = ""
		}
		return r
	}
	r.Done, r.Total = 0, 0
	switch {
	case !whole || len(p.pages) == 0:
		r.State, r.Fault, r.Extractor, r.Chunker = document.Failed, library.Lost.Encode(), "", ""
	case len(p.passages) == 0:
		r.State, r.Chunker = document.Chunking, ""
	default:
		r.State = document.Embedding
	}
	return r
}
