package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meridian/backend/settings"
)

// Settings keeps what the owner chose.
type Settings struct{ db *DB }

// Get is what the owner chose; the defaults before there was a choice.
func (s *Settings) Get(ctx context.Context) (settings.Settings, error) {
	chosen, err := loadSettings(ctx, s.db.read)
	if err != nil {
		return settings.Settings{}, fmt.Errorf("read settings: %w", s.db.explain(err))
	}
	return chosen, nil
}

// Change replaces the settings with what edit makes of them, and returns that.
// No other change comes in between. When edit fails, nothing is saved.
func (s *Settings) Change(ctx context.Context, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error) {
	var next settings.Settings
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		chosen, err := loadSettings(ctx, tx)
		if err != nil {
			return err
		}
		if next, err = edit(chosen); err != nil {
			return err
		}
		if found := settings.Validate(next); len(found) > 0 {
			return settings.Invalid.WithProblems(found)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO settings (id, body) VALUES (1, ?1)
			ON CONFLICT (id) DO UPDATE SET body = ?1`, string(settings.Encode(next)))
		return err
	})
	if err != nil {
		return settings.Settings{}, fmt.Errorf("change settings: %w", err)
	}
	return next, nil
}

// Patch applies a merge patch to the settings and returns what holds now. An
// invalid fault lists everything that cannot be obeyed.
func (s *Settings) Patch(ctx context.Context, patch map[string]any) (settings.Settings, error) {
	return s.Change(ctx, func(chosen settings.Settings) (settings.Settings, error) {
		return settings.Patch(chosen, patch)
	})
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func loadSettings(ctx context.Context, from rowQuerier) (settings.Settings, error) {
	var body []byte
	err := from.QueryRowContext(ctx, `SELECT body FROM settings WHERE id = 1`).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return settings.Default(), nil
	}
	if err != nil {
		return settings.Settings{}, err
	}
	return settings.Decode(body), nil
}
