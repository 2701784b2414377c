package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"meridian/backend/dataset"
)

// Datasets keeps the histories of markets that households brought.
type Datasets struct{ db *DB }

var _ dataset.Store = (*Datasets)(nil)

const datasetColumns = `hash, name, licence, country, made, packing, size, body`

func scanDataset(scan func(...any) error) (dataset.Kept, error) {
	var k dataset.Kept
	var made int64
	var packing, size int
	var packed []byte
	if err := scan(&k.Hash, &k.Name, &k.Licence, &k.Country, &made, &packing, &size, &packed); err != nil {
		return k, err
	}
	k.Made = moment(made)
	var err error
	k.Table, err = unpack(packing, size, packed)
	return k, err
}

// Datasets implements dataset.Store.
func (d *Datasets) Datasets(ctx context.Context) ([]dataset.Kept, error) {
	all := []dataset.Kept{}
	err := d.db.view(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT `+datasetColumns+` FROM datasets ORDER BY name, hash`, nil, func(rows *sql.Rows) error {
			k, err := scanDataset(rows.Scan)
			all = append(all, k)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list data sets: %w", err)
	}
	return all, nil
}

// Dataset implements dataset.Store.
func (d *Datasets) Dataset(ctx context.Context, hash string) (dataset.Kept, bool, error) {
	k, err := scanDataset(d.db.read.QueryRowContext(ctx, `SELECT `+datasetColumns+` FROM datasets WHERE hash = ?`, hash).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return dataset.Kept{}, false, nil
	}
	if err != nil {
		return dataset.Kept{}, false, fmt.Errorf("read data set: %w", d.db.explain(err))
	}
	return k, true, nil
}

// KeepDataset implements dataset.Store.
func (d *Datasets) KeepDataset(ctx context.Context, k dataset.Kept) error {
	packing, packed := pack(k.Table)
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		const put = `INSERT INTO datasets (` + datasetColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET name = excluded.name, licence = excluded.licence, country = excluded.country`
		_, err := tx.ExecContext(ctx, put, k.Hash, k.Name, k.Licence, k.Country, millis(k.Made), packing, len(k.Table), packed)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep data set: %w", err)
	}
	return nil
}

// DropDataset implements dataset.Store.
func (d *Datasets) DropDataset(ctx context.Context, hash string) error {
	err := d.db.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM datasets WHERE hash = ?`, hash)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return dataset.Unknown
	})
	if err != nil {
		return fmt.Errorf("drop data set: %w", err)
	}
	return nil
}
