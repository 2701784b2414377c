package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ReplyLife is how long a reply is remembered: longer than anybody sensible
// repeats a request.
const ReplyLife = 24 * time.Hour

// sweepBatch bounds how many expired replies one call takes away, so that no
// call is slow.
const sweepBatch = 100

// Reply is what was answered to a request that carried a key.
type Reply struct {
	Principal string // who asked, "" for the owner
	Key       string
	Request   string // hash of what was asked
	Status    int
	Media     string // Content-Type
	Location  string
	Body      []byte
}

// Replies remembers answers, so that a repeated request is answered and not
// done again.
type Replies struct{ db *DB }

// Recall is the reply remembered under a key; false when there is none.
func (r *Replies) Recall(ctx context.Context, principal, key string) (Reply, bool, error) {
	const query = `SELECT request, status, media, location, packing, size, body
		FROM replies WHERE principal = ? AND key = ? AND expires > ?`
	reply := Reply{Principal: principal, Key: key}
	var packing, size int
	var packed []byte
	err := r.db.read.QueryRowContext(ctx, query, principal, key, millis(r.db.now())).
		Scan(&reply.Request, &reply.Status, &reply.Media, &reply.Location, &packing, &size, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return Reply{}, false, nil
	}
	if err == nil {
		if reply.Body, err = unpack(packing, size, packed); err != nil {
			err = Damaged.With(err)
		}
	}
	if err != nil {
		return Reply{}, false, fmt.Errorf("recall reply: %w", r.db.explain(err))
	}
	return reply, true, nil
}

// Keep remembers a reply for ReplyLife. The first reply under a key stays: a
// later one is not kept. Replies that have expired are forgotten on the way.
func (r *Replies) Keep(ctx context.Context, reply Reply) error {
	now := r.db.now()
	packing, packed := pack(reply.Body)
	if packed == nil {
		packed = []byte{}
	}
	err := r.db.change(ctx, func(tx *sql.Tx) error {
		const sweep = `DELETE FROM replies WHERE id IN (SELECT id FROM replies WHERE expires <= ? ORDER BY expires LIMIT ?)
			OR (principal = ? AND key = ? AND expires <= ?)`
		if _, err := tx.ExecContext(ctx, sweep, millis(now), sweepBatch, reply.Principal, reply.Key, millis(now)); err != nil {
			return err
		}
		const insert = `INSERT INTO replies (principal, key, request, status, media, location, packing, size, body, expires)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (principal, key) DO NOTHING`
		_, err := tx.ExecContext(ctx, insert, reply.Principal, reply.Key, reply.Request, reply.Status, reply.Media,
			reply.Location, packing, len(reply.Body), packed, millis(now.Add(ReplyLife)))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep reply: %w", err)
	}
	return nil
}
