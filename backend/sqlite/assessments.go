package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meridian/backend/answer"
)

// Assessments keeps what is told unasked.
type Assessments struct{ db *DB }

var _ answer.Assessments = (*Assessments)(nil)

// mostReviews is how many months of a plan are kept.
const mostReviews = 24

func scanAssessment(scan func(...any) error) (answer.Assessment, error) {
	var a answer.Assessment
	var packing, size int
	var packed []byte
	if err := scan(&packing, &size, &packed); err != nil {
		return a, err
	}
	return a, decodePacked(packing, size, packed, &a)
}

// Assessment implements answer.Assessments.
func (t *Assessments) Assessment(ctx context.Context, about answer.About, plan, subject string) (answer.Assessment, bool, error) {
	query := `SELECT packing, size, body FROM assessments WHERE about = ? AND plan = ? AND subject = ?`
	args := []any{about, plan, subject}
	if about == answer.AboutReview && subject == "" {
		query, args = `SELECT packing, size, body FROM assessments WHERE about = ? AND plan = ? AND subject < ? ORDER BY subject DESC LIMIT 1`,
			[]any{about, plan, answer.ReviewMonth(t.db.now())}
	}
	a, err := scanAssessment(t.db.read.QueryRowContext(ctx, query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return answer.Assessment{}, false, nil
	}
	if err != nil {
		return answer.Assessment{}, false, fmt.Errorf("read assessment of plan %s: %w", plan, t.db.explain(err))
	}
	return a, true, nil
}

// Assessments implements answer.Assessments.
func (t *Assessments) Assessments(ctx context.Context, plan string) ([]answer.Assessment, error) {
	rows, err := t.db.read.QueryContext(ctx, `SELECT packing, size, body FROM assessments WHERE plan = ? ORDER BY made DESC, about, subject`, plan)
	if err != nil {
		return nil, fmt.Errorf("list assessments: %w", t.db.explain(err))
	}
	defer rows.Close()
	all := []answer.Assessment{}
	for rows.Next() {
		a, err := scanAssessment(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list assessments: %w", t.db.explain(err))
		}
		all = append(all, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list assessments: %w", t.db.explain(err))
	}
	return all, nil
}

// KeepAssessment implements answer.Assessments. Of the reviews of a plan the oldest
// go beyond two years.
func (t *Assessments) KeepAssessment(ctx context.Context, a answer.Assessment) error {
	a.Card = bare(a.Card)
	packing, size, body, err := packJSON(a)
	if err != nil {
		return fmt.Errorf("keep assessment: %w", err)
	}
	err = t.db.change(ctx, func(tx *sql.Tx) error {
		const put = `INSERT INTO assessments (about, plan, subject, made, packing, size, body) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (about, plan, subject) DO UPDATE SET made = excluded.made, packing = excluded.packing, size = excluded.size, body = excluded.body`
		if _, err := tx.ExecContext(ctx, put, a.About, a.Plan, a.Subject, millis(a.Made), packing, size, body); err != nil {
			return err
		}
		const oldest = `DELETE FROM assessments WHERE about = 'review' AND plan = ?1 AND subject NOT IN
			(SELECT subject FROM assessments WHERE about = 'review' AND plan = ?1 ORDER BY subject DESC LIMIT ?2)`
		_, err := tx.ExecContext(ctx, oldest, a.Plan, mostReviews)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep assessment: %w", err)
	}
	return nil
}

// DropAssessment implements answer.Assessments.
func (t *Assessments) DropAssessment(ctx context.Context, about answer.About, plan, subject string) error {
	err := t.db.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM assessments WHERE about = ? AND plan = ? AND subject = ?`, about, plan, subject)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop assessment: %w", err)
	}
	return nil
}
