package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// ModelHost is a model host that the owner named. The key is for its address alone.
type ModelHost struct {
	Name, Address, Key string
	Slots, Weight      int
	Watts              float64
}

// Hosts keeps the model hosts that the owner named.
type Hosts struct{ db *DB }

// List is every host, by name.
func (h *Hosts) List(ctx context.Context) ([]ModelHost, error) {
	all, err := listHosts(ctx, h.db.read)
	if err != nil {
		return nil, fmt.Errorf("list hosts: %w", h.db.explain(err))
	}
	return all, nil
}

func listHosts(ctx context.Context, from *sql.DB) ([]ModelHost, error) {
	rows, err := from.QueryContext(ctx, `SELECT name, address, key, slots, weight, watts FROM hosts ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []ModelHost
	for rows.Next() {
		var one ModelHost
		if err := rows.Scan(&one.Name, &one.Address, &one.Key, &one.Slots, &one.Weight, &one.Watts); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Put keeps a host, instead of one of the same name. Without keepKey its key
// replaces the one before; with it that stays, unless the address is another: a
// key goes nowhere that it was not entered for.
func (h *Hosts) Put(ctx context.Context, one ModelHost, keepKey bool) error {
	err := h.db.change(ctx, func(tx *sql.Tx) error { return putHost(ctx, tx, one, keepKey) })
	if err != nil {
		return fmt.Errorf("keep host: %w", err)
	}
	return nil
}

// executer is a database or a transaction.
type executer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func putHost(ctx context.Context, into executer, one ModelHost, keepKey bool) error {
	const put = `INSERT INTO hosts (name, address, key, slots, weight, watts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (name) DO UPDATE SET address = ?2, slots = ?4, weight = ?5, watts = ?6,
		key = CASE WHEN ?7 AND address = ?2 THEN key ELSE ?3 END`
	_, err := into.ExecContext(ctx, put, one.Name, one.Address, one.Key, one.Slots, one.Weight, one.Watts, keepKey)
	return err
}

// Drop forgets a host and its key. found is false when there was none.
func (h *Hosts) Drop(ctx context.Context, name string) (found bool, err error) {
	err = h.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM hosts WHERE name = ?`, name)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		found = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("drop host: %w", err)
	}
	return found, nil
}
