package sqlite

import (
	"context"
	"database/sql"

	"meridian/backend/answer"
)

// sourceThread is a conversation that a damaged file still names.
type sourceThread struct {
	row             int64
	id, plan, title string
	updated         int64
	cards           []sourceCard
	whole           bool // no card of it is missing, as far as the file says
}

// sourceCard is a card of it that can be read.
type sourceCard struct {
	id                         string
	packing, size, seenPacking int
	seenSize                   int
	body, seen                 []byte
}

// carryThreads carries the conversations that can be read, and what was told unasked:
// each with the cards that can be read, and none without any. How many came is
// returned, and how many lost a card or all of them.
func carryThreads(ctx context.Context, source, target *sql.DB) (whole, part int, err error) {
	for _, t := range readableThreads(ctx, source) {
		if len(t.cards) == 0 {
			part++
			continue
		}
		if err := putThread(ctx, target, t); err != nil {
			return whole, part, err
		}
		if t.whole {
			whole++
		} else {
			part++
		}
	}
	return whole, part, carryAssessments(ctx, source, target)
}

// readableThreads are those that the damaged file still names. What cannot be read is
// passed over.
func readableThreads(ctx context.Context, source *sql.DB) []sourceThread {
	var all []sourceThread
	rows, err := source.QueryContext(ctx, `SELECT id, ulid, plan, title, updated FROM threads`)
	for err == nil && rows.Next() {
		var t sourceThread
		if err = rows.Scan(&t.row, &t.id, &t.plan, &t.title, &t.updated); err == nil && t.id != "" && t.plan != "" {
			all = append(all, t)
		}
	}
	closeRows(rows)
	for i := range all {
		all[i].cards, all[i].whole = readableCards(ctx, source, all[i].row)
	}
	return all
}

// readableCards are the cards of a conversation that can be read to their end; whole
// when those are all that there are.
func readableCards(ctx context.Context, source *sql.DB, thread int64) (cards []sourceCard, whole bool) {
	rows, err := source.QueryContext(ctx, `SELECT ulid, packing, size, body, seen_packing, seen_size, seen FROM cards WHERE thread = ? ORDER BY id`, thread)
	whole = true
	for err == nil && rows.Next() {
		var c sourceCard
		if err = rows.Scan(&c.id, &c.packing, &c.size, &c.body, &c.seenPacking, &c.seenSize, &c.seen); err != nil {
			break
		}
		var card answer.Card
		var seen []answer.Seen
		if decodePacked(c.packing, c.size, c.body, &card) != nil || card.ID != c.id || decodePacked(c.seenPacking, c.seenSize, c.seen, &seen) != nil {
			whole = false
			continue
		}
		cards = append(cards, c)
	}
	if err != nil || rows.Err() != nil {
		whole = false
	}
	closeRows(rows)
	return cards, whole
}

func putThread(ctx context.Context, target *sql.DB, t sourceThread) error {
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	done, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO threads (ulid, plan, title, updated) VALUES (?, ?, ?, ?)`, t.id, t.plan, t.title, t.updated)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err // a damaged index may give the same one twice
	}
	for _, c := range t.cards {
		const put = `INSERT OR IGNORE INTO cards (ulid, thread, packing, size, body, seen_packing, seen_size, seen)
			VALUES (?, (SELECT id FROM threads WHERE ulid = ?), ?, ?, ?, ?, ?, ?)`
		if _, err := tx.ExecContext(ctx, put, c.id, t.id, c.packing, c.size, c.body, c.seenPacking, c.seenSize, c.seen); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// carryAssessments carries those that can be read.
func carryAssessments(ctx context.Context, source, target *sql.DB) error {
	rows, err := source.QueryContext(ctx, `SELECT about, plan, subject, made, packing, size, body FROM assessments`)
	for err == nil && rows.Next() {
		var about, plan, subject string
		var made int64
		var packing, size int
		var body []byte
		if err = rows.Scan(&about, &plan, &subject, &made, &packing, &size, &body); err != nil {
			break
		}
		var a answer.Assessment
		if decodePacked(packing, size, body, &a) != nil || a.Plan != plan {
			continue
		}
		const put = `INSERT OR IGNORE INTO assessments (about, plan, subject, made, packing, size, body) VALUES (?, ?, ?, ?, ?, ?, ?)`
		if _, err := target.ExecContext(ctx, put, about, plan, subject, made, packing, size, body); err != nil {
			closeRows(rows)
			return err
		}
	}
	closeRows(rows)
	return ctx.Err()
}
