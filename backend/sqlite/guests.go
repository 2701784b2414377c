package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
)

// Guests keeps whom the owner has let in, and the log of what they did.
type Guests struct{ db *DB }

var _ guest.Store = (*Guests)(nil)

const guestColumns = `ulid, kind, name, role, sections, money, base, control, email, made, expires, uses, max_uses, seen, revoked`

func scanGuest(scan func(...any) error) (guest.Guest, error) {
	var g guest.Guest
	var sections, made, expires, seen, revoked int64
	err := scan(&g.ID, &g.Kind, &g.Name, &g.Role, &sections, &g.Money, &g.Base, &g.Control, &g.Email, &made, &expires, &g.Uses, &g.MaxUses, &seen, &revoked)
	g.Sections, g.Made, g.Expires, g.Seen, g.Revoked = access.Sections(sections), moment(made), moment(expires), sometime(seen), sometime(revoked)
	return g, err
}

// sometime is the moment of milliseconds, 0 being none.
func sometime(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return moment(ms)
}

// AddGuest implements guest.Store.
func (s *Guests) AddGuest(ctx context.Context, g guest.Guest, secret guest.Hash) error {
	return s.do(ctx, "add guest", `INSERT INTO guests (`+guestColumns+`, secret) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)`,
		g.ID, string(g.Kind), g.Name, string(g.Role), int64(g.Sections), string(g.Money), g.Base, g.Control, g.Email,
		millis(g.Made), millis(g.Expires), g.Uses, g.MaxUses, secret[:])
}

// SaveGuest implements guest.Store.
func (s *Guests) SaveGuest(ctx context.Context, g guest.Guest) error {
	return s.one(ctx, "change guest", guest.NoGuest, `UPDATE guests SET name = ?, role = ?, sections = ?, money = ?, control = ?, email = ? WHERE ulid = ?`,
		g.Name, string(g.Role), int64(g.Sections), string(g.Money), g.Control, g.Email, g.ID)
}

// Guests implements guest.Store.
func (s *Guests) Guests(ctx context.Context) ([]guest.Guest, error) {
	return listOf(ctx, s.db, "list guests", scanGuest, `SELECT `+guestColumns+` FROM guests ORDER BY id DESC`)
}

// Guest implements guest.Store.
func (s *Guests) Guest(ctx context.Context, id string) (guest.Guest, error) {
	return oneOf(ctx, s.db, "find guest", guest.NoGuest, scanGuest, `SELECT `+guestColumns+` FROM guests WHERE ulid = ?`, id)
}

// ByEmail implements guest.Store.
func (s *Guests) ByEmail(ctx context.Context, email string) (guest.Guest, error) {
	if email == "" {
		return guest.Guest{}, guest.NoGuest
	}
	return oneOf(ctx, s.db, "find guest", guest.NoGuest, scanGuest,
		`SELECT `+guestColumns+` FROM guests WHERE email = ? AND revoked = 0 ORDER BY id DESC LIMIT 1`, email)
}

// Secret implements guest.Store.
func (s *Guests) Secret(ctx context.Context, id string) (guest.Hash, error) {
	return oneOf(ctx, s.db, "find guest", guest.NoGuest, func(scan func(...any) error) (guest.Hash, error) {
		var raw []byte
		err := scan(&raw)
		return hashFrom(raw), err
	}, `SELECT secret FROM guests WHERE ulid = ?`, id)
}

func hashFrom(raw []byte) (h guest.Hash) {
	copy(h[:], raw)
	return h
}

// Use implements guest.Store.
func (s *Guests) Use(ctx context.Context, id string, session guest.Session) error {
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		now := millis(session.Made)
		done, err := tx.ExecContext(ctx, `UPDATE guests SET uses = uses + 1, seen = ?1
			WHERE ulid = ?2 AND uses < max_uses AND revoked = 0 AND expires > ?1`, now, id)
		if err := affected(done, err, guest.Spent); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO guest_sessions (secret, before, guest, made, turned, seen, expires, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			session.Hash[:], session.Before[:], id, now, millis(session.Turned), millis(session.Seen), millis(session.Expires), session.Agent)
		return err
	})
	if err != nil {
		return fmt.Errorf("use invitation: %w", err)
	}
	return nil
}

// Revoke implements guest.Store. A guest who was shown out before stays so.
func (s *Guests) Revoke(ctx context.Context, id string, at time.Time) error {
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE guests SET revoked = CASE revoked WHEN 0 THEN ? ELSE revoked END WHERE ulid = ?`, millis(at), id)
		if err := affected(done, err, guest.NoGuest); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM guest_sessions WHERE guest = ?`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("revoke guest: %w", err)
	}
	return nil
}

// Touch implements guest.Store.
func (s *Guests) Touch(ctx context.Context, id string, session guest.Hash, at time.Time) error {
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE guests SET seen = max(seen, ?) WHERE ulid = ?`, millis(at), id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE guest_sessions SET seen = max(seen, ?) WHERE secret = ?`, millis(at), session[:])
		return err
	})
	if err != nil {
		return fmt.Errorf("note guest: %w", err)
	}
	return nil
}

// Session implements guest.Store.
func (s *Guests) Session(ctx context.Context, secret guest.Hash) (guest.Session, error) {
	return oneOf(ctx, s.db, "find session", guest.NoSession, func(scan func(...any) error) (guest.Session, error) {
		var one guest.Session
		var hash, before []byte
		var made, turned, seen, expires int64
		err := scan(&hash, &before, &one.Guest, &made, &turned, &seen, &expires, &one.Agent)
		one.Hash, one.Before = hashFrom(hash), hashFrom(before)
		one.Made, one.Turned, one.Seen, one.Expires = moment(made), moment(turned), moment(seen), moment(expires)
		return one, err
	}, `SELECT secret, before, guest, made, turned, seen, expires, agent FROM guest_sessions WHERE secret = ?1 OR before = ?1`, secret[:])
}

// Turn implements guest.Store.
func (s *Guests) Turn(ctx context.Context, old, fresh guest.Hash, at time.Time) error {
	return s.one(ctx, "replace session", guest.NoSession,
		`UPDATE guest_sessions SET secret = ?1, before = ?2, turned = ?3, seen = ?3 WHERE secret = ?2`, fresh[:], old[:], millis(at))
}

// DropSession implements guest.Store.
func (s *Guests) DropSession(ctx context.Context, secret guest.Hash) error {
	return s.do(ctx, "end session", `DELETE FROM guest_sessions WHERE secret = ?1 OR before = ?1`, secret[:])
}

// SweepSessions implements guest.Store.
func (s *Guests) SweepSessions(ctx context.Context, ended, unused time.Time) error {
	return s.do(ctx, "forget sessions", `DELETE FROM guest_sessions WHERE expires <= ? OR seen <= ?`, millis(ended), millis(unused))
}

// Choices implements guest.Store.
func (s *Guests) Choices(ctx context.Context, id string) ([]byte, error) {
	return oneOf(ctx, s.db, "read choices", guest.NoGuest, func(scan func(...any) error) ([]byte, error) {
		var raw sql.NullString
		if err := scan(&raw); err != nil || !raw.Valid {
			return nil, err
		}
		return []byte(raw.String), nil
	}, `SELECT choices FROM guests WHERE ulid = ?`, id)
}

// SetChoices implements guest.Store.
func (s *Guests) SetChoices(ctx context.Context, id string, choices []byte) error {
	return s.one(ctx, "keep choices", guest.NoGuest, `UPDATE guests SET choices = ? WHERE ulid = ?`, string(choices), id)
}

// Log implements guest.Store.
func (s *Guests) Log(ctx context.Context, e guest.Entry) error {
	return s.do(ctx, "log", `INSERT INTO audit (at, who, act, object, address, country, ray) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		millis(e.At), e.Who, string(e.Act), e.Object, e.From, e.Country, e.Ray)
}

// Logged implements guest.Store.
func (s *Guests) Logged(ctx context.Context, before int64, most int) ([]guest.Entry, error) {
	return listOf(ctx, s.db, "read log", func(scan func(...any) error) (guest.Entry, error) {
		var e guest.Entry
		var at int64
		err := scan(&e.Number, &at, &e.Who, &e.Act, &e.Object, &e.From, &e.Country, &e.Ray)
		e.At = moment(at)
		return e, err
	}, `SELECT id, at, who, act, object, address, country, ray FROM audit WHERE ?1 = 0 OR id < ?1 ORDER BY id DESC LIMIT ?2`, before, most)
}

// AddDraft implements guest.Store.
func (s *Guests) AddDraft(ctx context.Context, d guest.Draft) error {
	return s.do(ctx, "add draft", `INSERT INTO drafts (plan, of, base, guest, made, state) VALUES (?, ?, ?, ?, ?, ?)`,
		d.Plan, d.Of, d.Base, d.By, millis(d.Made), string(d.State))
}

const draftColumns = `plan, of, base, guest, made, state`

func scanDraft(scan func(...any) error) (guest.Draft, error) {
	var d guest.Draft
	var made int64
	err := scan(&d.Plan, &d.Of, &d.Base, &d.By, &made, &d.State)
	d.Made = moment(made)
	return d, err
}

// Drafts implements guest.Store.
func (s *Guests) Drafts(ctx context.Context) ([]guest.Draft, error) {
	return listOf(ctx, s.db, "list drafts", scanDraft, `SELECT `+draftColumns+` FROM drafts ORDER BY id DESC`)
}

// Draft implements guest.Store.
func (s *Guests) Draft(ctx context.Context, plan string) (guest.Draft, error) {
	return oneOf(ctx, s.db, "find draft", guest.NoDraft, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE plan = ?`, plan)
}

// SetDraft implements guest.Store.
func (s *Guests) SetDraft(ctx context.Context, plan string, state guest.DraftState) error {
	return s.one(ctx, "decide draft", guest.NoDraft, `UPDATE drafts SET state = ? WHERE plan = ?`, string(state), plan)
}

// Door implements guest.Store.
func (s *Guests) Door(ctx context.Context) (guest.Door, error) {
	d, err := oneOf(ctx, s.db, "read door", guest.NoGuest, func(scan func(...any) error) (d guest.Door, err error) {
		err = scan(&d.Team, &d.Audience)
		return d, err
	}, `SELECT team, audience FROM door`)
	if errors.Is(err, guest.NoGuest) {
		return guest.Door{}, nil
	}
	return d, err
}

// SetDoor implements guest.Store.
func (s *Guests) SetDoor(ctx context.Context, d guest.Door) error {
	return s.do(ctx, "keep door", `INSERT INTO door (id, team, audience) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET team = ?1, audience = ?2`, d.Team, d.Audience)
}

// do runs a statement that may change any number of rows.
func (s *Guests) do(ctx context.Context, what, query string, args ...any) error {
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// one runs a statement that must change a row; absent is the fault when it does not.
func (s *Guests) one(ctx context.Context, what string, absent error, query string, args ...any) error {
	err := s.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, query, args...)
		return affected(done, err, absent)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// affected is err, or absent when no row was changed.
func affected(done sql.Result, err, absent error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, absent)
	}
	return nil
}

// oneOf reads one row; absent is the fault when there is none.
func oneOf[T any](ctx context.Context, db *DB, what string, absent error, scan func(func(...any) error) (T, error), query string, args ...any) (T, error) {
	one, err := scan(db.read.QueryRowContext(ctx, query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return one, absent
	}
	if err != nil {
		return one, fmt.Errorf("%s: %w", what, db.explain(err))
	}
	return one, nil
}

// listOf reads all rows.
func listOf[T any](ctx context.Context, db *DB, what string, scan func(func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, db.explain(err))
	}
	defer rows.Close()
	all := []T{}
	for rows.Next() {
		one, err := scan(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, db.explain(err))
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, db.explain(err))
	}
	return all, nil
}
