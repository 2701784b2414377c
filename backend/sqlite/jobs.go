package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"meridian/backend/fault"
	"meridian/backend/job"
)

// Jobs keeps durable jobs and what they told.
type Jobs struct{ db *DB }

var _ job.Store = (*Jobs)(nil)

const jobColumns = `id, kind, key, hash, input, state, attempt, stuck, lease, due, cursor, phase, done, total, seq, kept, result, fault, reason, created, ended`

// Accept implements job.Store.
func (j *Jobs) Accept(ctx context.Context, r job.Record) (kept job.Record, known bool, err error) {
	err = j.db.change(ctx, func(tx *sql.Tx) error {
		if r.Key != "" {
			kept, err = scanJob(tx.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM jobs WHERE kind = ? AND key = ?`, r.Kind, r.Key))
			if known = err == nil; known || !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		kept = r
		return saveJob(ctx, tx, r)
	})
	if err != nil {
		return job.Record{}, false, fmt.Errorf("keep job: %w", err)
	}
	return kept, known, nil
}

// Claim implements job.Store. Looking comes first and costs no write: mostly
// there is nothing to do.
func (j *Jobs) Claim(ctx context.Context, kind string, now time.Time, begin func(*job.Record) []job.Event) (r job.Record, found bool, err error) {
	const next = `SELECT ` + jobColumns + ` FROM jobs WHERE kind = ?1 AND ended = 0
		AND (state = 'queued' AND due <= ?2 OR state = 'running' AND lease <= ?2) ORDER BY created, id LIMIT 1`
	if _, err := scanJob(j.db.read.QueryRowContext(ctx, next, kind, millis(now))); err != nil {
		return job.Record{}, false, unlessNone(j.db.explain(err))
	}
	err = j.db.change(ctx, func(tx *sql.Tx) error {
		if r, err = scanJob(tx.QueryRowContext(ctx, next, kind, millis(now))); err != nil {
			return err
		}
		return keepChange(ctx, tx, r, &r, begin)
	})
	if err != nil {
		return job.Record{}, false, unlessNone(err)
	}
	return r, true, nil
}

func unlessNone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return fmt.Errorf("claim job: %w", err)
}

// Change implements job.Store.
func (j *Jobs) Change(ctx context.Context, id string, attempt int, edit func(*job.Record) []job.Event) (r job.Record, err error) {
	err = j.db.change(ctx, func(tx *sql.Tx) error {
		if r, err = scanJob(tx.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM jobs WHERE id = ?`, id)); err != nil {
			return err
		}
		if r.State.Ended() || attempt != 0 && (r.Attempt != attempt || r.State != job.Running) {
			return job.ErrLost
		}
		return keepChange(ctx, tx, r, &r, edit)
	})
	return r, missingJob(id, err)
}

func missingJob(id string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return job.ErrUnknown
	}
	return fmt.Errorf("job %s: %w", id, err)
}

// keepChange edits a job and keeps it with the events of that.
func keepChange(ctx context.Context, tx *sql.Tx, was job.Record, r *job.Record, edit func(*job.Record) []job.Event) error {
	for _, ev := range edit(r) {
		if err := keepEvent(ctx, tx, was.ID, ev); err != nil {
			return err
		}
	}
	return saveJob(ctx, tx, *r)
}

func saveJob(ctx context.Context, tx *sql.Tx, r job.Record) error {
	const save = `INSERT INTO jobs (` + jobColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET input = excluded.input, state = excluded.state, attempt = excluded.attempt, stuck = excluded.stuck,
		lease = excluded.lease, due = excluded.due, cursor = excluded.cursor, phase = excluded.phase, done = excluded.done, total = excluded.total,
		seq = excluded.seq, kept = excluded.kept, result = excluded.result, fault = excluded.fault, reason = excluded.reason, ended = excluded.ended`
	_, err := tx.ExecContext(ctx, save, r.ID, r.Kind, r.Key, r.Hash[:], filled(r.Input), r.State, r.Attempt, r.Stuck, orZero(r.Lease), orZero(r.Due),
		filled(r.Cursor), r.Progress.Phase, r.Progress.Done, r.Progress.Total, r.Seq, r.Kept, r.Result, encodeFault(r.Err), r.By, millis(r.Created), orZero(r.Ended))
	return err
}

// orZero is a moment as it is stored, 0 for none.
func orZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return millis(t)
}

func orNone(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return moment(ms)
}

func scanJob(row *sql.Row) (job.Record, error) {
	var r job.Record
	var hash []byte
	var lease, due, created, ended int64
	var told string
	err := row.Scan(&r.ID, &r.Kind, &r.Key, &hash, &r.Input, &r.State, &r.Attempt, &r.Stuck, &lease, &due, &r.Cursor, &r.Progress.Phase, &r.Progress.Done,
		&r.Progress.Total, &r.Seq, &r.Kept, &r.Result, &told, &r.By, &created, &ended)
	if err != nil {
		return job.Record{}, err
	}
	copy(r.Hash[:], hash)
	r.Lease, r.Due, r.Created, r.Ended = orNone(lease), orNone(due), moment(created), orNone(ended)
	r.Err = decodeFault(told)
	return r, nil
}

// eventBody is what is kept of an event besides its number and kind.
type eventBody struct {
	Progress *job.Progress `json:"progress,omitempty"`
	Text     string        `json:"text,omitempty"`
	After    int           `json:"after,omitempty"`
	Result   string        `json:"result,omitempty"`
	Fault    string        `json:"fault,omitempty"`
	By       job.Reason    `json:"by,omitempty"`
}

// keepEvent adds an event, and takes away what it makes untrue.
func keepEvent(ctx context.Context, tx *sql.Tx, id string, ev job.Event) error {
	body := eventBody{Text: ev.Text, After: ev.After, Result: ev.Result, Fault: encodeFault(ev.Err), By: ev.By}
	gone := ""
	switch ev.Kind {
	case job.EventProgress:
		body.Progress = &ev.Progress
		gone = `DELETE FROM job_events WHERE job = ? AND kind = 'progress' AND seq > ?`
	case job.EventAgain:
		gone = `DELETE FROM job_events WHERE job = ? AND kind IN ('text', 'again') AND seq > ?`
	}
	if gone != "" {
		if _, err := tx.ExecContext(ctx, gone, id, ev.After); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO job_events (job, seq, kind, body) VALUES (?, ?, ?, ?)`, id, ev.Seq, ev.Kind, string(raw))
	return err
}

// Record implements job.Store.
func (j *Jobs) Record(ctx context.Context, id string) (job.Record, error) {
	r, err := scanJob(j.db.read.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM jobs WHERE id = ?`, id))
	return r, missingJob(id, j.db.explain(err))
}

// Events implements job.Store.
func (j *Jobs) Events(ctx context.Context, id string, after int) (events []job.Event, r job.Record, err error) {
	err = j.db.view(ctx, func(tx *sql.Tx) error {
		if r, err = scanJob(tx.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM jobs WHERE id = ?`, id)); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT seq, kind, body FROM job_events WHERE job = ? AND seq > ? ORDER BY seq`, id, after)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			ev, err := scanEvent(rows)
			if err != nil {
				return err
			}
			events = append(events, ev)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, job.Record{}, missingJob(id, err)
	}
	return events, r, nil
}

func scanEvent(rows *sql.Rows) (job.Event, error) {
	var ev job.Event
	var raw []byte
	var body eventBody
	if err := rows.Scan(&ev.Seq, &ev.Kind, &raw); err != nil {
		return job.Event{}, err
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return job.Event{}, Damaged.With(err)
	}
	if body.Progress != nil {
		ev.Progress = *body.Progress
	}
	ev.Text, ev.After, ev.Result, ev.By, ev.Err = body.Text, body.After, body.Result, body.By, decodeFault(body.Fault)
	return ev, nil
}

// Recover implements job.Store. The file is this process's alone, so whoever
// held a lease before is dead.
func (j *Jobs) Recover(ctx context.Context) (int, error) {
	var n int64
	err := j.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE jobs SET state = 'queued', lease = 0 WHERE state = 'running'`)
		if err == nil {
			n, err = done.RowsAffected()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("recover jobs: %w", err)
	}
	return int(n), nil
}

// Prune implements job.Store, a few at a time.
func (j *Jobs) Prune(ctx context.Context, before time.Time) error {
	var old int
	if err := j.db.read.QueryRowContext(ctx, `SELECT count(*) FROM jobs WHERE ended > 0 AND ended < ?`, millis(before)).Scan(&old); err != nil || old == 0 {
		return j.db.explain(err)
	}
	return j.db.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE ended > 0 AND ended < ? ORDER BY ended LIMIT ?)`, millis(before), sweepBatch)
		return err
	})
}

func encodeFault(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return f.Encode()
}

func decodeFault(told string) error {
	if f, whole := fault.Decode(told); whole {
		return f
	}
	return nil
}
