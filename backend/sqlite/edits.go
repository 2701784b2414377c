package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/journal"
)

// Changes implements journal.Store.
func (p *Plans) Changes(ctx context.Context, id string, after, upTo int) ([]journal.Change, error) {
	var changes []journal.Change
	err := p.db.view(ctx, func(tx *sql.Tx) error {
		const revisions = `SELECT ` + revisionColumns + ` FROM revisions WHERE plan = ? AND number > ? AND number <= ? ORDER BY number`
		err := each(ctx, tx, revisions, []any{id, after, upTo}, func(rows *sql.Rows) error {
			r, err := scanRevision(rows.Scan)
			changes = append(changes, journal.Change{Revision: r})
			return err
		})
		if err != nil || len(changes) == 0 {
			return err
		}
		first := changes[0].Number
		const operations = `SELECT revision, path, before, after FROM operations WHERE plan = ? AND revision > ? AND revision <= ? ORDER BY revision, path`
		return each(ctx, tx, operations, []any{id, after, upTo}, func(rows *sql.Rows) error {
			revision, o, err := scanOperation(rows.Scan)
			if err != nil {
				return err
			}
			c := &changes[revision-first] // numbers have no gaps
			c.Operations = append(c.Operations, o)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	return changes, nil
}

func scanOperation(scan func(...any) error) (revision int, o journal.Operation, err error) {
	var before, after sql.NullString
	if err := scan(&revision, &o.Path, &before, &after); err != nil {
		return 0, o, err
	}
	o.Before, err = valueOf(before)
	if err == nil {
		o.After, err = valueOf(after)
	}
	return revision, o, err
}

// Made implements journal.Store.
func (p *Plans) Made(ctx context.Context, id, op string) (journal.Revision, error) {
	const query = `SELECT ` + revisionColumns + ` FROM revisions WHERE plan = ? AND op = ? AND op <> ''`
	r, err := scanRevision(p.db.read.QueryRowContext(ctx, query, id, op).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Revision{}, journal.NoRevision
	}
	if err != nil {
		return journal.Revision{}, fmt.Errorf("read revision: %w", p.db.explain(err))
	}
	return r, nil
}

const conflictsFrom = `SELECT c.id, c.path, c.value, c.opened, c.over, c.settled, o.actor, o.op, o.at, s.actor, s.at
	FROM conflicts c
	JOIN revisions o ON o.plan = c.plan AND o.number = c.opened
	JOIN revisions s ON s.plan = c.plan AND s.number = c.over
	WHERE c.plan = ?`

// Conflicts implements journal.Store.
func (p *Plans) Conflicts(ctx context.Context, id string) ([]journal.Conflict, error) {
	return p.conflicts(ctx, conflictsFrom+` AND c.settled = 0 ORDER BY c.opened, c.id`, id)
}

// Touched implements journal.Store.
func (p *Plans) Touched(ctx context.Context, id string, revision int) ([]journal.Conflict, error) {
	return p.conflicts(ctx, conflictsFrom+` AND (c.opened = ? OR c.settled = ?) ORDER BY c.opened, c.id`, id, revision, revision)
}

func (p *Plans) conflicts(ctx context.Context, query string, args ...any) ([]journal.Conflict, error) {
	var found []journal.Conflict
	err := p.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, query, args, func(rows *sql.Rows) error {
			c, err := scanConflict(rows.Scan)
			found = append(found, c)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read conflicts: %w", err)
	}
	return found, nil
}

func scanConflict(scan func(...any) error) (c journal.Conflict, err error) {
	var value sql.NullString
	var at, since int64
	if err := scan(&c.ID, &c.Path, &value, &c.Opened, &c.Over, &c.Settled, &c.Actor, &c.Op, &at, &c.Standing, &since); err != nil {
		return c, err
	}
	c.At, c.Since = moment(at), moment(since)
	c.Value, err = valueOf(value)
	return c, err
}

// keepEffects saves what a revision did besides leading to its document.
func keepEffects(ctx context.Context, tx *sql.Tx, id string, revision int, e journal.Effects) error {
	for _, o := range e.Operations {
		if err := keepOperation(ctx, tx, id, revision, o); err != nil {
			return err
		}
	}
	for _, c := range e.Opened {
		c.Opened = revision
		if err := keepConflict(ctx, tx, id, c); err != nil {
			return err
		}
	}
	const settle = `UPDATE conflicts SET settled = ? WHERE plan = ? AND id = ?`
	for _, conflict := range e.Settled {
		if _, err := tx.ExecContext(ctx, settle, revision, id, conflict); err != nil {
			return err
		}
	}
	for _, conflict := range e.Reopened {
		if _, err := tx.ExecContext(ctx, settle, 0, id, conflict); err != nil {
			return err
		}
	}
	return nil
}

func keepOperation(ctx context.Context, tx *sql.Tx, id string, revision int, o journal.Operation) error {
	before, err := jsonText(o.Before)
	if err != nil {
		return err
	}
	after, err := jsonText(o.After)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO operations (plan, revision, path, before, after) VALUES (?, ?, ?, ?, ?)`, id, revision, o.Path, before, after)
	return err
}

func keepConflict(ctx context.Context, tx *sql.Tx, id string, c journal.Conflict) error {
	value, err := jsonText(c.Value)
	if err != nil {
		return err
	}
	const query = `INSERT INTO conflicts (id, plan, path, value, opened, over, settled) VALUES (?, ?, ?, ?, ?, ?, ?)`
	_, err = tx.ExecContext(ctx, query, c.ID, id, c.Path, value, c.Opened, c.Over, c.Settled)
	return err
}

// jsonText is a value as JSON, NULL for nothing.
func jsonText(value any) (sql.NullString, error) {
	if value == nil {
		return sql.NullString{}, nil
	}
	text, err := json.Marshal(value)
	return sql.NullString{String: string(text), Valid: true}, err
}

func valueOf(text sql.NullString) (value any, err error) {
	if !text.Valid {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text.String), &value); err != nil {
		return nil, Damaged.With(fmt.Errorf("value of an operation: %w", err))
	}
	return value, nil
}
