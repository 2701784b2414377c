package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"meridian/backend/document"
	"meridian/backend/library"
)

// Expired implements library.Store.
func (d *Documents) Expired(ctx context.Context) (all []document.Record, err error) {
	now := d.db.now()
	const query = `SELECT ` + recordColumns + ` FROM library_documents d WHERE d.pinned IS NULL
		AND (d.expires <= ?1 OR d.used > ?2 OR d.expires > ?3) ORDER BY d.expires, d.id`
	ahead := now.Add(document.MostAhead)
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, query, []any{millis(now), millis(ahead), millis(document.Expires(ahead))}, func(rows *sql.Rows) error {
			r, err := scanRecord(rows.Scan)
			all = append(all, r)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("find expired documents: %w", err)
	}
	return all, nil
}

// Extend implements library.Store.
func (d *Documents) Extend(ctx context.Context, r document.Record, used, expires time.Time) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		const update = `UPDATE library_documents SET used = ?, expires = ? WHERE ulid = ? AND used = ? AND expires = ? AND pinned IS NULL`
		_, err := tx.ExecContext(ctx, update, millis(used), millis(expires), string(r.ID), millis(r.Used), millis(r.Expires))
		return err
	})
	if err != nil {
		return fmt.Errorf("extend document: %w", err)
	}
	return nil
}

// buried is the end of a document that was told to go: see document.Record.Buried.
const buried = 0

// Bury implements library.Store. What a person called the document goes with
// the same step.
func (d *Documents) Bury(ctx context.Context, id document.ID) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		const bury = `UPDATE library_documents SET pinned = NULL, pin = '', pin_note = '', expires = ?, title = '', title_key = '' WHERE id = ?`
		if _, err := tx.ExecContext(ctx, bury, buried, row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM library_titles WHERE document = ?`, row)
		return err
	})
	if err != nil {
		return fmt.Errorf("bury document: %w", err)
	}
	return nil
}

// Shed implements library.Store. What hangs on a passage (its entries in the
// indexes, its vector if no other passage has the text) goes by triggers.
func (d *Documents) Shed(ctx context.Context, id document.ID, most int) (more bool, err error) {
	err = d.db.change(ctx, func(tx *sql.Tx) error {
		var row int64
		const dead = `SELECT d.id FROM library_documents d WHERE d.ulid = ? AND NOT ` + alive
		err := tx.QueryRowContext(ctx, dead, string(id), millis(d.db.now())).Scan(&row)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		more = true
		for _, part := range []string{"passages", "pages"} {
			shed := `DELETE FROM ` + part + ` WHERE id IN (SELECT id FROM ` + part + ` WHERE document = ? ORDER BY id LIMIT ?)`
			gone, err := tx.ExecContext(ctx, shed, row, most)
			if err != nil {
				return err
			}
			if n, err := gone.RowsAffected(); err != nil || n > 0 {
				return err
			}
		}
		more = false
		_, err = tx.ExecContext(ctx, `DELETE FROM library_documents WHERE id = ?`, row)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("shed document: %w", err)
	}
	return more, nil
}

// Weigh implements library.Store.
func (d *Documents) Weigh(ctx context.Context, id document.ID) (goes library.Goes, err error) {
	err = d.db.view(ctx, func(tx *sql.Tx) error {
		row, err := d.row(ctx, tx, id)
		if err != nil {
			return err
		}
		var text, vectors int64
		const pages = `SELECT count(*), coalesce(sum(length(text) + length(boxes)), 0) FROM pages WHERE document = ?`
		if err := tx.QueryRowContext(ctx, pages, row).Scan(&goes.Pages, &goes.Bytes); err != nil {
			return err
		}
		const passages = `SELECT count(*), coalesce(sum(octet_length(text) + octet_length(header) + octet_length(section)), 0) FROM passages WHERE document = ?`
		if err := tx.QueryRowContext(ctx, passages, row).Scan(&goes.Passages, &text); err != nil {
			return err
		}
		const own = `SELECT count(*), coalesce(sum(length(vector)), 0) FROM vectors v WHERE hash IN (SELECT hash FROM passages WHERE document = ?1)
			AND NOT EXISTS (SELECT 1 FROM passages o WHERE o.hash = v.hash AND o.document <> ?1)`
		if err := tx.QueryRowContext(ctx, own, row).Scan(&goes.Vectors, &vectors); err != nil {
			return err
		}
		goes.Bytes += text + vectors
		return nil
	})
	if err != nil {
		return library.Goes{}, fmt.Errorf("weigh document: %w", err)
	}
	return goes, nil
}

// stepPages is how many pages of the file are given back in one step: 3 MiB.
const stepPages = 200

// Purge implements library.Store. The writer overwrites what it deletes
// (secure_delete); what is left is in the log, and room in the file.
func (d *Documents) Purge(ctx context.Context) error {
	for _, step := range []func(context.Context) error{d.compactVectors, d.giveBack, d.emptyLog} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("purge: %w", d.db.explain(err))
		}
	}
	return nil
}

// giveBack gives free pages back to the disk, in small steps.
func (d *Documents) giveBack(ctx context.Context) error {
	for before := -1; ; {
		var free int
		if err := d.db.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil {
			return err
		}
		if free == 0 || free == before {
			return nil
		}
		before = free
		if _, err := d.db.write.ExecContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", stepPages)); err != nil {
			return err
		}
	}
}

// logPatience is how long readers may hold up the emptying of the log.
const logPatience = 10 * time.Second

// emptyLog moves what the log holds into the file, and cuts it off. A reader
// that is still in the midst of an older picture holds that up, so it is tried
// again for a while, and whoever wants to write goes in between.
func (d *Documents) emptyLog(ctx context.Context) error {
	for began := time.Now(); ; {
		done, err := d.tryEmptyLog(ctx)
		if err != nil || done {
			return err
		}
		if time.Since(began) > logPatience {
			return Busy
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (d *Documents) tryEmptyLog(ctx context.Context) (done bool, err error) {
	conn, err := d.db.write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	// Waiting here would keep the one connection that writes from everybody.
	if _, err := conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`); err != nil {
		return false, err
	}
	var busy, inLog, moved int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &moved)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA busy_timeout = 5000`)
	return busy == 0, errors.Join(err, back)
}
