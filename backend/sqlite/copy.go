package sqlite

import (
	"context"
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

// keepOlder copies the file before its schema changes, so that the program that
// wrote it can go on with it. One such copy is kept, the newest.
func (db *DB) keepOlder(ctx context.Context) error {
	version, err := versionOf(ctx, db.write)
	if err != nil || version == 0 || version == newestVersion() {
		return err
	}
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
