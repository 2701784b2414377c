package sqlite

import (
	"context"
	"database/sql"
)

// vec0 frees a chunk of vectors only when all its places are empty, and never
// fills a hole again, so a table that documents come to and go from grows. It
// is made anew when it takes half as much again as it needs.
func wasteful(chunks int, live []int) bool {
	needed := 0
	for _, n := range live {
		needed += (n + vectorChunk - 1) / vectorChunk
	}
	return 2*chunks > 3*needed && chunks > needed
}

// compactVectors makes those vector tables anew that are wasteful, each in one
// step: 8,000 vectors take about a tenth of a second.
func (d *Documents) compactVectors(ctx context.Context) error {
	models, err := d.models(ctx)
	if err != nil {
		return err
	}
	for _, embedder := range models {
		waste, err := d.wastes(ctx, embedder)
		if err != nil {
			return err
		}
		if !waste {
			continue
		}
		if err := d.db.change(ctx, func(tx *sql.Tx) error { return remakeVectors(ctx, tx, embedder) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *Documents) wastes(ctx context.Context, embedder int64) (bool, error) {
	table := vectorTable(embedder)
	var chunks int
	var live []int
	err := d.db.view(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM `+table+`_chunks`).Scan(&chunks); err != nil {
			return err
		}
		query := `SELECT count(*) FROM ` + table + `_rowids r JOIN passages p ON p.id = r.rowid
			JOIN library_documents d ON d.id = p.document GROUP BY d.tenant`
		return each(ctx, tx, query, nil, func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&n)
			live = append(live, n)
			return err
		})
	})
	return wasteful(chunks, live), err
}

func remakeVectors(ctx context.Context, tx *sql.Tx, embedder int64) error {
	table := vectorTable(embedder)
	var dimensions int
	if err := tx.QueryRowContext(ctx, `SELECT dimensions FROM embedders WHERE id = ?`, embedder).Scan(&dimensions); err != nil {
		return err
	}
	for _, drop := range []string{`DROP TRIGGER ` + table + `_gone`, `DROP TABLE ` + table} {
		if _, err := tx.ExecContext(ctx, drop); err != nil {
			return err
		}
	}
	if err := makeVectorTable(ctx, tx, embedder, dimensions); err != nil {
		return err
	}
	// A document that is just being indexed goes on where the table ends.
	insert := `INSERT INTO ` + table + ` (passage, tenant, vector) SELECT p.id, d.tenant, v.vector
		FROM passages p JOIN library_documents d ON d.id = p.document
		JOIN vectors v ON v.hash = p.hash AND v.embedder = ? AND v.chunker = d.chunker
		WHERE d.state IN ('index', 'ready') ORDER BY p.id`
	_, err := tx.ExecContext(ctx, insert, embedder)
	return err
}
