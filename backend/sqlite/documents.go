package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// NoDocument is the fault of a document that is not kept, or not any more.
var NoDocument = library.NoDocument

// Documents keeps what people handed over: records, pages and passages. What
// has expired is not found by any call but Sweep.
type Documents struct {
	db    *DB
	shelf shelf
}

// alive is the condition under which a document may still be seen; the time
// is its one argument.
const alive = `(d.pinned IS NOT NULL OR d.expires > ?)`

const recordColumns = `d.ulid, (SELECT name FROM tenants WHERE id = d.tenant), d.hash, d.title, d.kind, d.bytes,
	d.state, d.done, d.total, d.fault, d.added, d.used, d.expires, d.pin, d.pin_note, d.pinned,
	d.earlier, d.extractor, d.chunker, d.issuer, d.year, d.date, d.type`

func scanRecord(scan func(...any) error, more ...any) (document.Record, error) {
	var r document.Record
	var hash []byte
	var added, used, expires int64
	var pin document.Pin
	var pinned sql.NullInt64
	err := scan(append([]any{&r.ID, &r.Tenant, &hash, &r.Title, &r.Kind, &r.Bytes,
		&r.State, &r.Done, &r.Total, &r.Fault, &added, &used, &expires, &pin.Reason, &pin.Note, &pinned,
		&r.Earlier, &r.Extractor, &r.Chunker, &r.About.Issuer, &r.About.Year, &r.About.Date, &r.About.Type}, more...)...)
	if err != nil {
		return document.Record{}, err
	}
	copy(r.Hash[:], hash)
	r.Added, r.Used, r.Expires = moment(added), moment(used), moment(expires)
	if pinned.Valid {
		pin.Since = moment(pinned.Int64)
		r.Pin = &pin
	}
	return r, nil
}

// Add keeps a document that was handed over. Where its tenant has the same
// bytes already, nothing is read again: that document is used now, lives on at
// least as long as record says, is found by the new title too, and comes back
// with added false. The record's ID, Added, Used and Expires are the caller's.
func (d *Documents) Add(ctx context.Context, record document.Record) (kept document.Record, added bool, err error) {
	err = d.db.change(ctx, func(tx *sql.Tx) error {
		tenant, err := tenantOf(ctx, tx, record.Tenant)
		if err != nil {
			return err
		}
		// What expired is gone, swept or not: the bytes come as new ones.
		const clear = `DELETE FROM library_documents AS d WHERE d.tenant = ? AND d.hash = ? AND NOT ` + alive
		if _, err := tx.ExecContext(ctx, clear, tenant, record.Hash[:], millis(d.db.now())); err != nil {
			return err
		}
		var id int64
		err = tx.QueryRowContext(ctx, `SELECT id FROM library_documents WHERE tenant = ? AND hash = ?`, tenant, record.Hash[:]).Scan(&id)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			added = true
			id, err = insertRecord(ctx, tx, tenant, record)
		case err == nil:
			_, err = tx.ExecContext(ctx, `UPDATE library_documents SET used = max(used, ?), expires = max(expires, ?) WHERE id = ?`,
				millis(record.Used), millis(record.Expires), id)
		}
		if err != nil {
			return err
		}
		if err := insertTitle(ctx, tx, tenant, id, record.Title, record.Used); err != nil {
			return err
		}
		kept, err = scanRecord(tx.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM library_documents d WHERE d.id = ?`, id).Scan)
		return err
	})
	if err != nil {
		return document.Record{}, false, fmt.Errorf("add document: %w", err)
	}
	return kept, added, nil
}

// tenantOf is a tenant's number, given out on first sight.
func tenantOf(ctx context.Context, tx *sql.Tx, tenant document.Tenant) (int64, error) {
	if _, err := tx.ExecContext(ctx, `INSERT INTO tenants (name) VALUES (?) ON CONFLICT (name) DO NOTHING`, tenant); err != nil {
		return 0, err
	}
	var id int64
	err := tx.QueryRowContext(ctx, `SELECT id FROM tenants WHERE name = ?`, tenant).Scan(&id)
	return id, err
}

func insertRecord(ctx context.Context, tx *sql.Tx, tenant int64, r document.Record) (int64, error) {
	const insert = `INSERT INTO library_documents (ulid, tenant, hash, added, title, title_key, kind, bytes,
		state, done, total, fault, used, expires, pin, pin_note, pinned,
		earlier, extractor, chunker, issuer, year, date, type)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	row, err := tx.ExecContext(ctx, insert, append([]any{string(r.ID), tenant, r.Hash[:], millis(r.Added)}, changeable(r)...)...)
	if err != nil {
		return 0, err
	}
	return row.LastInsertId()
}

// changeable are the values of the columns that may change, in the order of
// insertRecord and Change.
func changeable(r document.Record) []any {
	var pin document.Pin
	var since sql.NullInt64
	if r.Pin != nil {
		pin, since = *r.Pin, sql.NullInt64{Int64: millis(r.Pin.Since), Valid: true}
	}
	return []any{r.Title, document.TitleKey(r.Title), string(r.Kind), r.Bytes,
		string(r.State), r.Done, r.Total, r.Fault, millis(r.Used), millis(r.Expires), pin.Reason, pin.Note, since,
		string(r.Earlier), r.Extractor, r.Chunker, r.About.Issuer, r.About.Year, r.About.Date, string(r.About.Type)}
}

func insertTitle(ctx context.Context, tx *sql.Tx, tenant, id int64, title string, seen time.Time) error {
	const insert = `INSERT INTO library_titles (tenant, title_key, document, title, seen) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (tenant, title_key, document) DO UPDATE SET title = excluded.title, seen = max(seen, excluded.seen)`
	_, err := tx.ExecContext(ctx, insert, tenant, document.TitleKey(title), id, title, millis(seen))
	return err
}

// Document is one document's record; NoDocument when there is none or it has
// expired.
func (d *Documents) Document(ctx context.Context, id document.ID) (document.Record, error) {
	const query = `SELECT ` + recordColumns + ` FROM library_documents d WHERE d.ulid = ? AND ` + alive
	r, err := scanRecord(d.db.read.QueryRowContext(ctx, query, id, millis(d.db.now())).Scan)
	if err != nil {
		return document.Record{}, fmt.Errorf("find document: %w", d.db.explain(orNoDocument(err)))
	}
	return r, nil
}

func orNoDocument(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return NoDocument
	}
	return err
}

// Documents are all documents of a tenant, newest first; of all tenants for "".
func (d *Documents) Documents(ctx context.Context, tenant document.Tenant) ([]document.Record, error) {
	return d.records(ctx, `(?1 = '' OR d.tenant = (SELECT id FROM tenants WHERE name = ?1))`, string(tenant))
}

// OfHash is a tenant's document with these bytes: one or none.
func (d *Documents) OfHash(ctx context.Context, tenant document.Tenant, hash document.Hash) ([]document.Record, error) {
	return d.records(ctx, `d.tenant = (SELECT id FROM tenants WHERE name = ?) AND d.hash = ?`, string(tenant), hash[:])
}

// OfTitle are a tenant's documents that were ever handed over under a title
// that people would call the same, newest first.
func (d *Documents) OfTitle(ctx context.Context, tenant document.Tenant, title string) ([]document.Record, error) {
	return d.records(ctx, `d.id IN (SELECT document FROM library_titles
		WHERE tenant = (SELECT id FROM tenants WHERE name = ?) AND title_key = ?)`, string(tenant), document.TitleKey(title))
}

// Unfinished are all documents with work to be done, oldest first.
func (d *Documents) Unfinished(ctx context.Context) ([]document.Record, error) {
	all, err := d.records(ctx, `d.state NOT IN ('ready', 'locked', 'failed')`)
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all, err
}

func (d *Documents) records(ctx context.Context, where string, args ...any) (all []document.Record, err error) {
	query := `SELECT ` + recordColumns + ` FROM library_documents d WHERE ` + where + ` AND ` + alive + ` ORDER BY d.added DESC, d.id DESC`
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, query, append(args, millis(d.db.now())), func(rows *sql.Rows) error {
			r, err := scanRecord(rows.Scan)
			all = append(all, r)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return all, nil
}

// Change lets do alter a record and saves what came of it, in one step that
// nobody else's change comes between. ID, Tenant, Hash and Added stay. A new
// title is found like the old one. NoDocument when there is none.
func (d *Documents) Change(ctx context.Context, id document.ID, do func(*document.Record) error) (changed document.Record, err error) {
	err = d.db.change(ctx, func(tx *sql.Tx) error {
		var row, tenant int64
		const query = `SELECT ` + recordColumns + `, d.id, d.tenant FROM library_documents d WHERE d.ulid = ? AND ` + alive
		r, err := scanRecord(tx.QueryRowContext(ctx, query, id, millis(d.db.now())).Scan, &row, &tenant)
		if err != nil {
			return orNoDocument(err)
		}
		changed = r
		if err := do(&changed); err != nil {
			return err
		}
		changed.ID, changed.Tenant, changed.Hash, changed.Added = r.ID, r.Tenant, r.Hash, r.Added
		const update = `UPDATE library_documents SET title = ?, title_key = ?, kind = ?, bytes = ?,
			state = ?, done = ?, total = ?, fault = ?, used = ?, expires = ?, pin = ?, pin_note = ?, pinned = ?,
			earlier = ?, extractor = ?, chunker = ?, issuer = ?, year = ?, date = ?, type = ? WHERE id = ?`
		if _, err := tx.ExecContext(ctx, update, append(changeable(changed), row)...); err != nil {
			return err
		}
		if changed.Title == r.Title {
			return nil
		}
		return d.renamed(ctx, tx, tenant, row, changed)
	})
	if err != nil {
		return document.Record{}, fmt.Errorf("change document: %w", err)
	}
	return changed, nil
}

// renamed makes a document found by its new title.
func (d *Documents) renamed(ctx context.Context, tx *sql.Tx, tenant, row int64, r document.Record) error {
	if err := insertTitle(ctx, tx, tenant, row, r.Title, d.db.now()); err != nil {
		return err
	}
	if r.State != document.Ready {
		return nil
	}
	return indexWords(ctx, tx, row)
}

// touchStep is how exactly the last use of a document is known, so that a
// search seldom writes.
const touchStep = time.Hour

// Touch notes that documents were used now: they live on for document.Keep.
// What has expired does not come back.
func (d *Documents) Touch(ctx context.Context, ids []document.ID) error {
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	now := d.db.now()
	// Nothing comes into sight or goes by this, so that it is not counted as a
	// change: what search remembers stays right.
	const update = `UPDATE library_documents AS d SET used = ?1, expires = max(expires, ?2)
		WHERE d.ulid IN (SELECT value FROM json_each(?3)) AND d.used < ?4 AND (d.pinned IS NOT NULL OR d.expires > ?1)`
	_, err = d.db.write.ExecContext(ctx, update, millis(now), millis(document.Expires(now)), string(list), millis(now.Add(-touchStep)))
	if err != nil {
		return fmt.Errorf("touch documents: %w", d.db.explain(err))
	}
	return nil
}
