package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
)

var _ retrieve.Index = (*Documents)(nil)

// Look lets do see one unchanging picture of a tenant's documents that are
// ready and have not expired.
func (d *Documents) Look(ctx context.Context, tenant document.Tenant, among []document.ID, do func(retrieve.View) error) error {
	before, quiet := d.db.quiet()
	return d.db.view(ctx, func(tx *sql.Tx) error {
		v := &view{tx: tx, db: d.db, collection: retrieve.Collect(nil)}
		err := tx.QueryRowContext(ctx, `SELECT id FROM tenants WHERE name = ?`, tenant).Scan(&v.tenant)
		if errors.Is(err, sql.ErrNoRows) {
			return do(v)
		}
		if err != nil {
			return err
		}
		changes, still := d.db.quiet() // the picture was taken with the first query
		if !quiet || !still || changes != before {
			changes = unknown
		}
		if v.collection, err = d.shelf.of(v.tenant).collect(ctx, tx, v.tenant, changes, d.db.now()); err != nil {
			return fmt.Errorf("read concordances: %w", err)
		}
		v.collection = v.collection.Among(among)
		return do(v)
	})
}

// view is one read transaction.
type view struct {
	tx         *sql.Tx
	db         *DB
	tenant     int64
	collection *retrieve.Collection
}

// Collection is the documents.
func (v *view) Collection() *retrieve.Collection { return v.collection }

// Nearest are the passages of the documents whose vectors are nearest.
func (v *view) Nearest(ctx context.Context, model embedding.Model, vector []float32, most int) ([]retrieve.Scored, error) {
	var embedder int64
	err := v.tx.QueryRowContext(ctx, `SELECT id FROM embedders WHERE digest = ? AND dimensions = ?`, model.Digest, len(vector)).Scan(&embedder)
	if errors.Is(err, sql.ErrNoRows) || len(v.collection.Volumes()) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := scan{tx: v.tx, table: vectorTable(embedder), tenant: v.tenant, within: rangesOf(v.collection.Volumes()), most: most, query: vector}
	found, err := s.chunks(ctx)
	if errors.Is(err, errLayout) {
		v.db.log.Warn("vectors do not lie as expected; the slower way is taken", "error", err)
		return s.match(ctx)
	}
	return found, err
}

// Passages are passages by their ids, in the order of the ids.
func (v *view) Passages(ctx context.Context, ids []int64) ([]document.Passage, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	const query = `SELECT p.ordinal, p.page, p.start, p."end", p.section, p.header, p.text
		FROM json_each(?) j JOIN passages p ON p.id = j.value ORDER BY j.key`
	var passages []document.Passage
	err = each(ctx, v.tx, query, []any{string(list)}, func(rows *sql.Rows) error {
		var p document.Passage
		err := rows.Scan(&p.Ordinal, &p.Page, &p.Span.Start, &p.Span.End, &p.Section, &p.Header, &p.Text)
		passages = append(passages, p)
		return err
	})
	if err == nil && len(passages) != len(ids) {
		err = fmt.Errorf("%d of %d passages are there", len(passages), len(ids))
	}
	return passages, err
}
