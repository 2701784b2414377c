package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/library"
)

var _ library.Store = (*Documents)(nil)

// AddPages implements library.Store.
func (d *Documents) AddPages(ctx context.Context, id document.ID, extractor string, pages []document.Page) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := startOver(ctx, tx, row, "extractor", extractor, "pages"); err != nil {
			return err
		}
		for _, p := range pages {
			there, err := holds(ctx, tx, `SELECT 1 FROM pages WHERE document = ? AND number = ?`, row, p.Number)
			if err != nil {
				return err
			}
			if there {
				continue
			}
			if err := insertPage(ctx, tx, row, p); err != nil {
				return fmt.Errorf("page %d: %w", p.Number, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep pages: %w", err)
	}
	return nil
}

// startOver takes away what another version of a maker made of a document, and
// notes which version makes it now. The concordance is of passages that go, or
// of others on other pages, so it goes too.
func startOver(ctx context.Context, tx *sql.Tx, row int64, maker, version, made string) error {
	var before string
	err := tx.QueryRowContext(ctx, `SELECT `+maker+` FROM library_documents WHERE id = ?`, row).Scan(&before)
	if err != nil || before == version {
		return err
	}
	for _, stale := range []string{made, "concordances"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+stale+` WHERE document = ?`, row); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `UPDATE library_documents SET `+maker+` = ? WHERE id = ?`, version, row)
	return err
}

func holds(ctx context.Context, tx *sql.Tx, query string, args ...any) (bool, error) {
	var one int
	err := tx.QueryRowContext(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// AddPassages implements library.Store.
func (d *Documents) AddPassages(ctx context.Context, id document.ID, chunker string, passages []document.Passage) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := startOver(ctx, tx, row, "chunker", chunker, "passages"); err != nil {
			return err
		}
		if err := closeUp(ctx, tx, row, passages); err != nil {
			return err
		}
		var missing []document.Passage
		for _, p := range passages {
			there, err := holds(ctx, tx, `SELECT 1 FROM passages WHERE document = ? AND ordinal = ?`, row, p.Ordinal)
			if err != nil {
				return err
			}
			if !there {
				missing = append(missing, p)
			}
		}
		return insertPassages(ctx, tx, row, missing)
	})
	if err != nil {
		return fmt.Errorf("keep passages: %w", err)
	}
	return nil
}

// closeUp takes away the passages of a document that is being cut from its
// beginning once more, if others have come behind them meanwhile: the ids of a
// document's passages have no gaps.
func closeUp(ctx context.Context, tx *sql.Tx, row int64, passages []document.Passage) error {
	if len(passages) == 0 || passages[0].Ordinal > 0 {
		return nil
	}
	var own sql.NullInt64
	var newest int64
	const query = `SELECT (SELECT max(id) FROM passages WHERE document = ?), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passages'), 0)`
	if err := tx.QueryRowContext(ctx, query, row).Scan(&own, &newest); err != nil || !own.Valid || own.Int64 == newest {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM passages WHERE document = ?`, row)
	return err
}

// Counts implements library.Store. Pages and passages are numbered without
// gaps, so that the last one says how many there are.
func (d *Documents) Counts(ctx context.Context, ids ...document.ID) (map[document.ID]library.Counts, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	const query = `SELECT d.ulid,
		(SELECT coalesce(max(number), 0) FROM pages WHERE document = d.id),
		(SELECT coalesce(max(ordinal) + 1, 0) FROM passages WHERE document = d.id),
		EXISTS (SELECT 1 FROM pages WHERE document = d.id AND scanned = 1)
		FROM json_each(?) j JOIN library_documents d ON d.ulid = j.value WHERE ` + alive
	all := make(map[document.ID]library.Counts, len(ids))
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, query, []any{string(list), millis(d.db.now())}, func(rows *sql.Rows) error {
			var id document.ID
			var c library.Counts
			err := rows.Scan(&id, &c.Pages, &c.Passages, &c.Scanned)
			all[id] = c
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("count documents: %w", err)
	}
	return all, nil
}

// Finish implements library.Store. The concordance of a long document takes a
// while to be made, so it is made before anything is held up.
func (d *Documents) Finish(ctx context.Context, id document.ID) (ready document.Record, err error) {
	var words concordance
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		words, err = compile(ctx, tx, row)
		return err
	})
	if err == nil {
		err = d.db.change(ctx, func(tx *sql.Tx) error {
			row, err := d.row(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := words.put(ctx, tx, row); err != nil {
				return err
			}
			if err := makeReady(ctx, tx, row); err != nil {
				return err
			}
			ready, err = scanRecord(tx.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM library_documents d WHERE d.id = ?`, row).Scan)
			return err
		})
	}
	if err != nil {
		return document.Record{}, fmt.Errorf("finish document: %w", err)
	}
	return ready, nil
}

func makeReady(ctx context.Context, tx *sql.Tx, row int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE library_documents SET state = ?, done = 0, total = 0, fault = '' WHERE id = ?`, string(document.Ready), row)
	return err
}

// IndexVectors implements library.Store. The model that indexes the first
// passage of all is the one that is searched.
func (d *Documents) IndexVectors(ctx context.Context, id document.ID, model embedding.Model, most int) (did int, err error) {
	err = d.db.change(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		embedder, err := embedderOf(ctx, tx, model)
		if err != nil {
			return err
		}
		table := vectorTable(embedder)
		insert := `INSERT INTO ` + table + ` (passage, tenant, vector) SELECT p.id, d.tenant, v.vector
			FROM passages p JOIN library_documents d ON d.id = p.document
			JOIN vectors v ON v.hash = p.hash AND v.embedder = ?1 AND v.chunker = d.chunker
			WHERE p.document = ?2 AND NOT EXISTS (SELECT 1 FROM ` + table + `_rowids WHERE rowid = p.id)
			ORDER BY p.id LIMIT ?3`
		result, err := tx.ExecContext(ctx, insert, embedder, row, most)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		did = int(n)
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, metaEmbedder, model.Digest)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("index vectors: %w", err)
	}
	return did, nil
}

// metaEmbedder names what the file knows of the model whose vectors are searched.
const metaEmbedder = "embedder"

// Searched implements library.Store.
func (d *Documents) Searched(ctx context.Context) (digest string, err error) {
	err = d.db.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, metaEmbedder).Scan(&digest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read model: %w", d.db.explain(err))
	}
	return digest, nil
}

// Search implements library.Store.
func (d *Documents) Search(ctx context.Context, model embedding.Model) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2`, metaEmbedder, model.Digest)
		return err
	})
	if err != nil {
		return fmt.Errorf("change model: %w", err)
	}
	return nil
}

// Lagging implements library.Store.
func (d *Documents) Lagging(ctx context.Context, model embedding.Model) (documents []document.Record, passages int, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		lacking := `1` // a model that is not known yet lacks everything
		var embedder int64
		err := tx.QueryRowContext(ctx, `SELECT id FROM embedders WHERE digest = ?`, model.Digest).Scan(&embedder)
		if err == nil {
			lacking = `NOT EXISTS (SELECT 1 FROM ` + vectorTable(embedder) + `_rowids WHERE rowid = p.id)`
		} else if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		query := `SELECT ` + recordColumns + `, count(*) FROM library_documents d JOIN passages p ON p.document = d.id
			WHERE d.state = 'ready' AND ` + alive + ` AND ` + lacking + ` GROUP BY d.id ORDER BY d.id`
		return each(ctx, tx, query, []any{millis(d.db.now())}, func(rows *sql.Rows) error {
			var n int
			r, err := scanRecord(rows.Scan, &n)
			documents, passages = append(documents, r), passages+n
			return err
		})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("find what a model lacks: %w", err)
	}
	return documents, passages, nil
}

// DropModels implements library.Store.
func (d *Documents) DropModels(ctx context.Context, except ...string) error {
	models, err := d.models(ctx)
	if err != nil {
		return fmt.Errorf("list models: %w", err)
	}
	for digest, embedder := range models {
		if slices.Contains(except, digest) {
			continue
		}
		if err := d.dropModel(ctx, embedder); err != nil {
			return fmt.Errorf("drop model: %w", err)
		}
	}
	return nil
}

// models are the numbers of all models, by digest.
func (d *Documents) models(ctx context.Context) (map[string]int64, error) {
	all := map[string]int64{}
	err := d.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT digest, id FROM embedders`, nil, func(rows *sql.Rows) error {
			var digest string
			var id int64
			err := rows.Scan(&digest, &id)
			all[digest] = id
			return err
		})
	})
	return all, err
}

// vectorsAtOnce is how many vectors of a model leave in one step.
const vectorsAtOnce = 500

func (d *Documents) dropModel(ctx context.Context, embedder int64) error {
	for {
		gone, err := d.db.write.ExecContext(ctx, `DELETE FROM vectors WHERE (hash, embedder, chunker) IN
			(SELECT hash, embedder, chunker FROM vectors WHERE embedder = ? LIMIT ?)`, embedder, vectorsAtOnce)
		if err != nil {
			return d.db.explain(err)
		}
		if n, err := gone.RowsAffected(); err != nil || n == 0 {
			break
		}
	}
	return d.db.change(ctx, func(tx *sql.Tx) error {
		for _, drop := range []string{
			`DROP TRIGGER IF EXISTS ` + vectorTable(embedder) + `_gone`,
			`DROP TABLE IF EXISTS ` + vectorTable(embedder),
		} {
			if _, err := tx.ExecContext(ctx, drop); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM embedders WHERE id = ?`, embedder)
		return err
	})
}
