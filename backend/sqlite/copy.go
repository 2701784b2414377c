package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Copy writes everything, as it stands at one moment, to a new file at path,
// and checks every page of it. Others read and write meanwhile. The copy has
// nothing of what was forgotten: only what is still kept is written. It fails
// with Full, ReadOnly, Disk or Damaged, and then leaves no file.
func (db *DB) Copy(ctx context.Context, path string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("copy database: %w", db.explain(err))
			for _, name := range set(path) {
				_ = os.Remove(name)
			}
		}
	}()
	// A connection of its own: those of the pools may only read, or are needed.
	query := readerQuery()
	query.Del("_query_only") // it counts the copy as a change
	pool, err := dial(ctx, db.path, query, 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, `VACUUM INTO ?`, path)
	if err = errors.Join(err, pool.Close()); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	return checkCopy(ctx, path)
}

// olderSuffix, with a schema's version after it, names the copy that is kept of
// a file before its schema is brought up to date.
const olderSuffix = ".schema-"

// updating, in meta, is the version that a file had before an update of its
// schema that has not come to its end.
const updating = "updating"

// keepOlder copies the file before its schema changes, so that the program that
// wrote it can go on with it. One such copy is kept, the newest; but where an
// update was cut short, what is kept already is the file as a program wrote it,
// and the file as it is now is not.
func (db *DB) keepOlder(ctx context.Context) error {
	version, err := versionOf(ctx, db.write)
	if err != nil || version == 0 || version == newestVersion() {
		return err
	}
	if cut, err := db.cutShort(ctx); cut || err != nil {
		return err
	}
	if err := db.copyOlder(ctx, version); err != nil {
		return err
	}
	_, err = db.write.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2`, updating, strconv.FormatInt(version, 10))
	return err
}

// cutShort reports whether an update of the schema was begun and not ended, and
// the file as it was before is still kept.
func (db *DB) cutShort(ctx context.Context) (bool, error) {
	var from string
	err := db.write.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, updating).Scan(&from)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = os.Lstat(db.path + olderSuffix + from)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// updated notes that the schema is up to date.
func (db *DB) updated(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM meta WHERE name = ?`, updating)
	return err
}

func (db *DB) copyOlder(ctx context.Context, version int64) error {
	kept, err := filepath.Glob(globbed(db.path) + olderSuffix + "*")
	if err != nil {
		return err
	}
	fresh := db.path + ".copying"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := db.Copy(ctx, fresh); err != nil {
		return fmt.Errorf("keep a copy of schema %d: %w", version, err)
	}
	for _, older := range kept {
		if err := os.Remove(older); err != nil {
			return err
		}
	}
	return os.Rename(fresh, db.path+olderSuffix+strconv.FormatInt(version, 10))
}

// globbed is a path as a pattern that matches it alone.
func globbed(path string) string {
	var b strings.Builder
	for _, c := range path {
		if filepath.Separator != '\\' && strings.ContainsRune(`*?[\`, c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Check says whether the file at path is a whole database of Meridian that this
// program can open: every page of it is read. It fails with Foreign, Newer,
// NotAFile or Damaged.
func Check(ctx context.Context, path string) error {
	found, err := inspect(ctx, path)
	if err == nil && !found.exists {
		err = Damaged
	}
	if err == nil && found.damage == "" {
		err = checkCopy(ctx, path)
	} else if err == nil {
		err = Damaged.With(errors.New(found.damage))
	}
	if err != nil {
		return fmt.Errorf("check database: %w", explain(err))
	}
	return nil
}

func checkCopy(ctx context.Context, path string) (err error) {
	pool, err := peek(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	complaint, err := quickCheck(ctx, pool)
	if err == nil && complaint != "" {
		return Damaged.With(errors.New(complaint))
	}
	return err
}
