package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/answer"
)

// Threads keeps conversations with the advisor.
type Threads struct{ db *DB }

var _ answer.Store = (*Threads)(nil)

const threadColumns = `t.ulid, t.plan, t.title, t.updated, (SELECT count(*) FROM cards c WHERE c.thread = t.id)`

func scanThread(scan func(...any) error) (answer.Thread, error) {
	var t answer.Thread
	var updated int64
	err := scan(&t.ID, &t.Plan, &t.Title, &updated, &t.Count)
	t.Updated = moment(updated)
	return t, err
}

// Threads implements answer.Store.
func (t *Threads) Threads(ctx context.Context, planID string) ([]answer.Thread, error) {
	rows, err := t.db.read.QueryContext(ctx, `SELECT `+threadColumns+` FROM threads t WHERE t.plan = ? ORDER BY t.updated DESC, t.id DESC`, planID)
	if err != nil {
		return nil, fmt.Errorf("list threads: %w", t.db.explain(err))
	}
	defer rows.Close()
	all := []answer.Thread{}
	for rows.Next() {
		thread, err := scanThread(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list threads: %w", t.db.explain(err))
		}
		all = append(all, thread)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list threads: %w", t.db.explain(err))
	}
	return all, nil
}

// Thread implements answer.Store.
func (t *Threads) Thread(ctx context.Context, id string) (answer.Thread, error) {
	thread, err := scanThread(t.db.read.QueryRowContext(ctx, `SELECT `+threadColumns+` FROM threads t WHERE t.ulid = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return answer.Thread{}, answer.NoThread
	}
	if err == nil {
		thread.Cards, err = t.cards(ctx, id)
	}
	if err != nil {
		return answer.Thread{}, fmt.Errorf("read thread %s: %w", id, t.db.explain(err))
	}
	return thread, nil
}

func (t *Threads) cards(ctx context.Context, thread string) ([]answer.Card, error) {
	rows, err := t.db.read.QueryContext(ctx, `SELECT packing, size, body FROM cards
		WHERE thread = (SELECT id FROM threads WHERE ulid = ?) ORDER BY id`, thread)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []answer.Card{}
	for rows.Next() {
		c, err := scanCard(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func scanCard(scan func(...any) error) (answer.Card, error) {
	var c answer.Card
	var packing, size int
	var packed []byte
	if err := scan(&packing, &size, &packed); err != nil {
		return c, err
	}
	return c, decodePacked(packing, size, packed, &c)
}

// decodePacked reads JSON that was packed; what cannot be read is damage.
func decodePacked(packing, size int, packed []byte, into any) error {
	raw, err := unpack(packing, size, packed)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return Damaged.With(err)
	}
	return nil
}

// Card implements answer.Store.
func (t *Threads) Card(ctx context.Context, id string) (answer.Card, []answer.Seen, error) {
	const query = `SELECT packing, size, body, seen_packing, seen_size, seen FROM cards WHERE ulid = ?`
	var c answer.Card
	seen := []answer.Seen{}
	var packing, size, seenPacking, seenSize int
	var packed, seenPacked []byte
	err := t.db.read.QueryRowContext(ctx, query, id).Scan(&packing, &size, &packed, &seenPacking, &seenSize, &seenPacked)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil, answer.NoCard
	}
	if err == nil {
		err = errors.Join(decodePacked(packing, size, packed, &c), decodePacked(seenPacking, seenSize, seenPacked, &seen))
	}
	if err != nil {
		return c, nil, fmt.Errorf("read card %s: %w", id, t.db.explain(err))
	}
	return c, seen, nil
}

// bare is a card without what documents say.
func bare(c answer.Card) answer.Card {
	sources := make([]answer.Source, len(c.Sources))
	for i, s := range c.Sources {
		s.Quote, s.Title, s.Label = "", "", ""
		sources[i] = s
	}
	c.Sources, c.Stale = sources, false
	return c
}

func packJSON(v any) (packing, size int, packed []byte, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return 0, 0, nil, err
	}
	packing, packed = pack(raw)
	return packing, len(raw), packed, nil
}

// Keep implements answer.Store.
func (t *Threads) Keep(ctx context.Context, c answer.Card, seen []answer.Seen, most int) error {
	if seen == nil {
		seen = []answer.Seen{}
	}
	packing, size, body, err := packJSON(bare(c))
	if err != nil {
		return fmt.Errorf("keep card: %w", err)
	}
	seenPacking, seenSize, seenBody, err := packJSON(seen)
	if err != nil {
		return fmt.Errorf("keep card: %w", err)
	}
	err = t.db.change(ctx, func(tx *sql.Tx) error {
		const thread = `INSERT INTO threads (ulid, plan, title, updated) VALUES (?, ?, ?, ?)
			ON CONFLICT (ulid) DO UPDATE SET updated = excluded.updated`
		if _, err := tx.ExecContext(ctx, thread, c.Thread, c.Plan, c.Question, millis(c.Asked)); err != nil {
			return err
		}
		const card = `INSERT INTO cards (ulid, thread, packing, size, body, seen_packing, seen_size, seen)
			VALUES (?, (SELECT id FROM threads WHERE ulid = ?), ?, ?, ?, ?, ?, ?)`
		if _, err := tx.ExecContext(ctx, card, c.ID, c.Thread, packing, size, body, seenPacking, seenSize, seenBody); err != nil {
			return err
		}
		const oldest = `DELETE FROM threads WHERE id IN (SELECT id FROM threads WHERE plan = ? ORDER BY updated DESC, id DESC LIMIT -1 OFFSET ?)`
		_, err := tx.ExecContext(ctx, oldest, c.Plan, most)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep card: %w", err)
	}
	return nil
}

// Change implements answer.Store.
func (t *Threads) Change(ctx context.Context, id string, edit func(answer.Card) (answer.Card, error)) (answer.Card, error) {
	var next answer.Card
	err := t.db.change(ctx, func(tx *sql.Tx) error {
		c, err := scanCard(tx.QueryRowContext(ctx, `SELECT packing, size, body FROM cards WHERE ulid = ?`, id).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return answer.NoCard
		}
		if err != nil {
			return err
		}
		if next, err = edit(c); err != nil {
			return err
		}
		packing, size, body, err := packJSON(bare(next))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE cards SET packing = ?, size = ?, body = ? WHERE ulid = ?`, packing, size, body, id)
		return err
	})
	if err != nil {
		return answer.Card{}, fmt.Errorf("change card %s: %w", id, err)
	}
	return next, nil
}

// DeleteThread implements answer.Store.
func (t *Threads) DeleteThread(ctx context.Context, id string) error {
	err := t.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM threads WHERE ulid = ?`, id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return answer.NoThread
	})
	if err != nil {
		return fmt.Errorf("delete thread %s: %w", id, err)
	}
	return nil
}
