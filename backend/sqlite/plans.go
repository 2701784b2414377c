package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/journal"
)

// Plans keeps the histories of plans.
type Plans struct{ db *DB }

var _ journal.Store = (*Plans)(nil)

const entryColumns = `id, name, currency, demo, revision, updated, archived`

// newestColumn stands after entryColumns where the revisions can be read.
const newestColumn = `, (SELECT coalesce(name ->> 'key', '') FROM revisions WHERE plan = plans.id AND number = plans.revision)`

// scanEntry reads entryColumns.
func scanEntry(scan func(...any) error) (journal.Entry, error) {
	var e journal.Entry
	var updated int64
	err := scan(&e.ID, &e.Name, &e.Currency, &e.Demo, &e.Revision, &updated, &e.Archived)
	e.Updated = moment(updated)
	return e, err
}

// scanListed reads entryColumns and newestColumn.
func scanListed(scan func(...any) error) (journal.Entry, error) {
	var newest string
	e, err := scanEntry(func(into ...any) error { return scan(append(into, &newest)...) })
	e.Newest = newest
	return e, err
}

// Plans implements journal.Store.
func (p *Plans) Plans(ctx context.Context) ([]journal.Entry, error) {
	var entries []journal.Entry
	err := p.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT `+entryColumns+newestColumn+` FROM plans`, nil, func(rows *sql.Rows) error {
			e, err := scanListed(rows.Scan)
			entries = append(entries, e)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read plans: %w", err)
	}
	return entries, nil
}

// Plan implements journal.Store.
func (p *Plans) Plan(ctx context.Context, id string) (journal.Entry, error) {
	e, err := scanListed(p.db.read.QueryRowContext(ctx, `SELECT `+entryColumns+newestColumn+` FROM plans WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Entry{}, journal.NoPlan
	}
	if err != nil {
		return journal.Entry{}, fmt.Errorf("read plan: %w", p.db.explain(err))
	}
	return e, nil
}

// Revisions implements journal.Store.
func (p *Plans) Revisions(ctx context.Context, id string) ([]journal.Revision, error) {
	var history []journal.Revision
	err := p.db.view(ctx, func(tx *sql.Tx) (err error) {
		history, err = revisionsOf(ctx, tx, id, revisionColumns)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read revisions: %w", err)
	}
	if len(history) == 0 {
		return nil, journal.NoPlan
	}
	return history, nil
}

func revisionsOf(ctx context.Context, tx *sql.Tx, id, columns string) ([]journal.Revision, error) {
	var history []journal.Revision
	query := `SELECT ` + columns + ` FROM revisions WHERE plan = ? ORDER BY number`
	err := each(ctx, tx, query, []any{id}, func(rows *sql.Rows) error {
		r, err := scanRevision(rows.Scan)
		history = append(history, r)
		return err
	})
	return history, err
}

const revisionColumns = `number, at, kind, name, target, actor, op, base`

// soleColumns are revisionColumns of a file from before plans were edited together.
const soleColumns = `number, at, kind, name, target, 'owner', '', 0`

// scanRevision reads revisionColumns.
func scanRevision(scan func(...any) error) (journal.Revision, error) {
	var r journal.Revision
	var at int64
	var name []byte
	if err := scan(&r.Number, &at, &r.Kind, &name, &r.Target, &r.Actor, &r.Op, &r.Base); err != nil {
		return r, err
	}
	r.At = moment(at)
	if err := json.Unmarshal(name, &r.Name); err != nil {
		return r, Damaged.With(fmt.Errorf("name of revision %d: %w", r.Number, err))
	}
	return r, nil
}

// Document implements journal.Store.
func (p *Plans) Document(ctx context.Context, id string, revision int) ([]byte, error) {
	var body []byte
	err := p.db.view(ctx, func(tx *sql.Tx) (err error) {
		body, err = documentOf(ctx, tx, id, revision)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, journal.NoRevision
	}
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return body, nil
}

// documentOf is sql.ErrNoRows when there is none, and Damaged when the bytes
// are not those that were saved.
func documentOf(ctx context.Context, tx *sql.Tx, id string, revision int) ([]byte, error) {
	const query = `SELECT d.hash, d.packing, d.size, d.body
		FROM revisions r JOIN documents d ON d.id = r.document
		WHERE r.plan = ? AND r.number = ?`
	var hash, packed []byte
	var packing, size int
	if err := tx.QueryRowContext(ctx, query, id, revision).Scan(&hash, &packing, &size, &packed); err != nil {
		return nil, err
	}
	body, err := unpack(packing, size, packed)
	if err != nil {
		return nil, Damaged.With(err)
	}
	if sum := sha256.Sum256(body); string(sum[:]) != string(hash) {
		return nil, Damaged.With(errors.New("a document is not what was saved"))
	}
	return body, nil
}

// Append implements journal.Store.
func (p *Plans) Append(ctx context.Context, entry journal.Entry, r journal.Revision, document []byte, e journal.Effects) error {
	err := p.db.change(ctx, func(tx *sql.Tx) error {
		if err := appendRevision(ctx, tx, entry, r, document); err != nil {
			return err
		}
		return keepEffects(ctx, tx, entry.ID, r.Number, e)
	})
	if err != nil {
		return fmt.Errorf("append revision: %w", err)
	}
	return nil
}

func appendRevision(ctx context.Context, tx *sql.Tx, entry journal.Entry, r journal.Revision, document []byte) error {
	newest := 0
	err := tx.QueryRowContext(ctx, `SELECT revision FROM plans WHERE id = ?`, entry.ID).Scan(&newest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if r.Number != newest+1 {
		return journal.Stale
	}
	var made bool
	const op = `SELECT EXISTS (SELECT 1 FROM revisions WHERE plan = ?1 AND op = ?2 AND op <> '')`
	if err := tx.QueryRowContext(ctx, op, entry.ID, r.Op).Scan(&made); err != nil {
		return err
	}
	if made {
		return journal.Stale
	}
	name, err := json.Marshal(r.Name)
	if err != nil {
		return err
	}
	kept, err := keepDocument(ctx, tx, document)
	if err != nil {
		return err
	}
	const plan = `INSERT INTO plans (id, name, currency, demo, revision, created, updated, archived)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0)
		ON CONFLICT (id) DO UPDATE SET name = ?2, currency = ?3, demo = ?4, revision = ?5, updated = ?6`
	if _, err := tx.ExecContext(ctx, plan, entry.ID, entry.Name, string(entry.Currency), entry.Demo, r.Number, millis(r.At)); err != nil {
		return err
	}
	const revision = `INSERT INTO revisions (plan, number, at, kind, name, target, document, actor, op, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	_, err = tx.ExecContext(ctx, revision, entry.ID, r.Number, millis(r.At), string(r.Kind), string(name), r.Target, kept, r.Actor, r.Op, r.Base)
	return err
}

// keepDocument is the id of the document, which is stored if it is not yet:
// what undo brings back takes no room.
func keepDocument(ctx context.Context, tx *sql.Tx, document []byte) (int64, error) {
	hash := sha256.Sum256(document)
	var id int64
	err := tx.QueryRowContext(ctx, `SELECT id FROM documents WHERE hash = ?`, hash[:]).Scan(&id)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	packing, packed := pack(document)
	if packed == nil {
		packed = []byte{}
	}
	const query = `INSERT INTO documents (hash, packing, size, body) VALUES (?, ?, ?, ?)`
	result, err := tx.ExecContext(ctx, query, hash[:], packing, len(document), packed)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// SetArchived implements journal.Store.
func (p *Plans) SetArchived(ctx context.Context, id string, archived bool) error {
	err := p.db.change(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE plans SET archived = ? WHERE id = ?`, archived, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(journal.NoPlan, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("archive plan: %w", err)
	}
	return nil
}

// each calls row for every row of a query.
func each(ctx context.Context, tx *sql.Tx, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
