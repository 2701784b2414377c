package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/actual"
	"meridian/backend/money"
	"meridian/backend/plan"
	"meridian/backend/track"
)

// Track keeps what really happened to households.
type Track struct{ db *DB }

var _ track.Store = (*Track)(nil)

// amountOf is whole minor units as documents write them.
func amountOf(minor int64, currency string) plan.Amount {
	return actual.Plain(money.Amount{Minor: minor, Currency: money.Currency(currency)})
}

// minorOf is an amount that names its currency, in whole minor units.
func minorOf(a plan.Amount) (int64, error) {
	exact, err := actual.Exact(a, "")
	return exact.Minor, err
}

// CheckIns implements track.Store.
func (t *Track) CheckIns(ctx context.Context, planID string) ([]actual.CheckIn, error) {
	all := []actual.CheckIn{}
	err := t.db.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = checkInsOf(ctx, tx, planID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read check-ins: %w", err)
	}
	return all, nil
}

func checkInsOf(ctx context.Context, tx *sql.Tx, planID string) ([]actual.CheckIn, error) {
	all := []actual.CheckIn{}
	at := map[int64]int{}
	err := each(ctx, tx, `SELECT id, ulid, day, made, worth, currency FROM check_ins WHERE plan = ? ORDER BY day`, []any{planID}, func(rows *sql.Rows) error {
		c := actual.CheckIn{Balances: []actual.Balance{}}
		var id, made, worth int64
		var currency string
		err := rows.Scan(&id, &c.ID, &c.Day, &made, &worth, &currency)
		c.Made, c.NetWorth = moment(made), amountOf(worth, currency)
		at[id] = len(all)
		all = append(all, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	const query = `SELECT b.check_in, b.record, b.kind, b.name, b.minor, b.currency, b.same
		FROM balances b JOIN check_ins c ON c.id = b.check_in WHERE c.plan = ? ORDER BY b.check_in, b.place`
	return all, each(ctx, tx, query, []any{planID}, func(rows *sql.Rows) error {
		var b actual.Balance
		var id, minor int64
		var currency string
		if err := rows.Scan(&id, &b.Record, &b.Kind, &b.Name, &minor, &currency, &b.Same); err != nil {
			return err
		}
		b.Amount = amountOf(minor, currency)
		c := &all[at[id]]
		c.Balances = append(c.Balances, b)
		return nil
	})
}

// KeepCheckIn implements track.Store.
func (t *Track) KeepCheckIn(ctx context.Context, planID string, c actual.CheckIn) error {
	err := t.db.change(ctx, func(tx *sql.Tx) error { return putCheckIn(ctx, tx, planID, c) })
	if err != nil {
		return fmt.Errorf("keep check-in: %w", err)
	}
	return nil
}

func putCheckIn(ctx context.Context, tx *sql.Tx, planID string, c actual.CheckIn) error {
	worth, err := minorOf(c.NetWorth)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM check_ins WHERE plan = ? AND day = ?`, planID, string(c.Day)); err != nil {
		return err
	}
	const checkIn = `INSERT INTO check_ins (ulid, plan, day, made, worth, currency) VALUES (?, ?, ?, ?, ?, ?)`
	row, err := tx.ExecContext(ctx, checkIn, c.ID, planID, string(c.Day), millis(c.Made), worth, string(c.NetWorth.Cur))
	if err != nil {
		return err
	}
	id, err := row.LastInsertId()
	if err != nil {
		return err
	}
	for place, b := range c.Balances {
		minor, err := minorOf(b.Amount)
		if err != nil {
			return err
		}
		const balance = `INSERT INTO balances (check_in, place, record, kind, name, minor, currency, same) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
		if _, err := tx.ExecContext(ctx, balance, id, place, b.Record, string(b.Kind), b.Name, minor, string(b.Amount.Cur), b.Same); err != nil {
			return err
		}
	}
	return nil
}

// DropCheckIn implements track.Store.
func (t *Track) DropCheckIn(ctx context.Context, planID, id string) error {
	return t.drop(ctx, `DELETE FROM check_ins WHERE plan = ? AND ulid = ?`, planID, id, track.NoCheckIn)
}

// drop takes away one row, and what hangs on it.
func (t *Track) drop(ctx context.Context, query, planID, id string, missing error) error {
	err := t.db.change(ctx, func(tx *sql.Tx) error {
		gone, err := tx.ExecContext(ctx, query, planID, id)
		if err != nil {
			return err
		}
		if n, err := gone.RowsAffected(); err != nil || n == 0 {
			return errors.Join(missing, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("take away what was kept: %w", err)
	}
	return nil
}

const importColumns = `ulid, name, made, first, last, entries, total, currency`

func scanImport(scan func(...any) error) (actual.Import, error) {
	var i actual.Import
	var made, total int64
	var currency string
	err := scan(&i.ID, &i.Name, &made, &i.From, &i.To, &i.Entries, &total, &currency)
	i.Made, i.Total = moment(made), amountOf(total, currency)
	return i, err
}

// Imports implements track.Store.
func (t *Track) Imports(ctx context.Context, planID string) ([]actual.Import, error) {
	all := []actual.Import{}
	err := t.db.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = importsOf(ctx, tx, planID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read imports: %w", err)
	}
	return all, nil
}

func importsOf(ctx context.Context, tx *sql.Tx, planID string) ([]actual.Import, error) {
	all := []actual.Import{}
	err := each(ctx, tx, `SELECT `+importColumns+` FROM imports WHERE plan = ? ORDER BY made DESC, id DESC`, []any{planID}, func(rows *sql.Rows) error {
		i, err := scanImport(rows.Scan)
		all = append(all, i)
		return err
	})
	return all, err
}

// KeepImport implements track.Store.
func (t *Track) KeepImport(ctx context.Context, planID string, i actual.Import, entries []actual.Entry, template *track.Template) error {
	err := t.db.change(ctx, func(tx *sql.Tx) error {
		if err := putImport(ctx, tx, planID, i, entries); err != nil {
			return err
		}
		if template == nil {
			return nil
		}
		return putTemplate(ctx, tx, planID, *template)
	})
	if err != nil {
		return fmt.Errorf("keep import: %w", err)
	}
	return nil
}

func putImport(ctx context.Context, tx *sql.Tx, planID string, i actual.Import, entries []actual.Entry) error {
	total, err := minorOf(i.Total)
	if err != nil {
		return err
	}
	const header = `INSERT INTO imports (plan, ` + importColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	row, err := tx.ExecContext(ctx, header, planID, i.ID, i.Name, millis(i.Made), string(i.From), string(i.To), i.Entries, total, string(i.Total.Cur))
	if err != nil {
		return err
	}
	id, err := row.LastInsertId()
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO entries (import, plan, day, text, category, spent, minor, currency, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, e := range entries {
		minor, err := minorOf(e.Amount)
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, id, planID, string(e.Day), e.Text, e.Category, string(e.Group), minor, string(e.Amount.Cur), e.Key); err != nil {
			return err
		}
	}
	return nil
}

func putTemplate(ctx context.Context, tx *sql.Tx, planID string, template track.Template) error {
	body, err := json.Marshal(template)
	if err != nil {
		return err
	}
	const query = `INSERT INTO templates (plan, head, body) VALUES (?1, ?2, ?3) ON CONFLICT (plan, head) DO UPDATE SET body = ?3`
	_, err = tx.ExecContext(ctx, query, planID, template.Head, string(body))
	return err
}

// DropImport implements track.Store.
func (t *Track) DropImport(ctx context.Context, planID, id string) error {
	return t.drop(ctx, `DELETE FROM imports WHERE plan = ? AND ulid = ?`, planID, id, track.NoImport)
}

const entryFields = `day, text, category, spent, minor, currency, key`

func scanPayment(scan func(...any) error) (actual.Entry, error) {
	var e actual.Entry
	var minor int64
	var currency string
	err := scan(&e.Day, &e.Text, &e.Category, &e.Group, &minor, &currency, &e.Key)
	e.Amount = amountOf(minor, currency)
	return e, err
}

// Entries implements track.Store.
func (t *Track) Entries(ctx context.Context, planID string, from, to actual.Day) ([]actual.Entry, error) {
	var all []actual.Entry
	err := t.db.view(ctx, func(tx *sql.Tx) error {
		const query = `SELECT ` + entryFields + ` FROM entries WHERE plan = ? AND day BETWEEN ? AND ? ORDER BY day, id`
		return each(ctx, tx, query, []any{planID, string(from), string(to)}, func(rows *sql.Rows) error {
			e, err := scanPayment(rows.Scan)
			all = append(all, e)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return all, nil
}

// Template implements track.Store.
func (t *Track) Template(ctx context.Context, planID, head string) (track.Template, bool, error) {
	var body string
	err := t.db.read.QueryRowContext(ctx, `SELECT body FROM templates WHERE plan = ? AND head = ?`, planID, head).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return track.Template{}, false, nil
	}
	if err != nil {
		return track.Template{}, false, fmt.Errorf("read template: %w", t.db.explain(err))
	}
	var found track.Template
	if err := json.Unmarshal([]byte(body), &found); err != nil {
		return track.Template{}, false, fmt.Errorf("read template: %w", t.db.explain(Damaged.With(err)))
	}
	return found, true, nil
}

// Snapshots implements track.Store.
func (t *Track) Snapshots(ctx context.Context, planID string) ([]actual.Snapshot, error) {
	all := []actual.Snapshot{}
	err := t.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT body FROM snapshots WHERE plan = ? ORDER BY made, id`, []any{planID}, func(rows *sql.Rows) error {
			var body []byte
			var s actual.Snapshot
			if err := rows.Scan(&body); err != nil {
				return err
			}
			if err := json.Unmarshal(body, &s); err != nil {
				return Damaged.With(err)
			}
			all = append(all, s)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read snapshots: %w", err)
	}
	return all, nil
}

// Fan implements track.Store.
func (t *Track) Fan(ctx context.Context, planID, id string) (actual.Fan, error) {
	var packing, size int
	var packed []byte
	var f actual.Fan
	err := t.db.read.QueryRowContext(ctx, `SELECT packing, size, fan FROM snapshots WHERE plan = ? AND ulid = ?`, planID, id).Scan(&packing, &size, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return f, track.NoSnapshot
	}
	if err == nil {
		err = decodePacked(packing, size, packed, &f)
	}
	if err != nil {
		return f, fmt.Errorf("read lines of a snapshot: %w", t.db.explain(err))
	}
	return f, nil
}

// KeepSnapshot implements track.Store.
func (t *Track) KeepSnapshot(ctx context.Context, planID string, s actual.Snapshot, f actual.Fan) error {
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode snapshot: %w", err)
	}
	packing, size, packed, err := packJSON(f)
	if err != nil {
		return fmt.Errorf("encode snapshot: %w", err)
	}
	err = t.db.change(ctx, func(tx *sql.Tx) error {
		const query = `INSERT INTO snapshots (ulid, plan, made, body, packing, size, fan) VALUES (?, ?, ?, ?, ?, ?, ?)`
		_, err := tx.ExecContext(ctx, query, s.ID, planID, millis(s.Made), string(body), packing, size, packed)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep snapshot: %w", err)
	}
	return nil
}

// DropSnapshot implements track.Store.
func (t *Track) DropSnapshot(ctx context.Context, planID, id string) error {
	return t.drop(ctx, `DELETE FROM snapshots WHERE plan = ? AND ulid = ?`, planID, id, track.NoSnapshot)
}
