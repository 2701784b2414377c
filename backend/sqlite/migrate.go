package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// Each file of migrate/ takes the schema one version further, in one
// transaction. A file that was released never changes again.
//
//go:embed migrate/*.sql
var migrations embed.FS

const versionTable = "migrations"

func migrateUp(ctx context.Context, pool *sql.DB) error {
	steps, err := fs.Sub(migrations, "migrate")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	return migrateWith(ctx, pool, steps)
}

func migrateWith(ctx context.Context, pool *sql.DB, steps fs.FS) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, steps,
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring schema up to date: %w", err)
	}
	return nil
}

// versionOf is the schema's version; 0 for a file without one.
func versionOf(ctx context.Context, pool *sql.DB) (int64, error) {
	there, err := hasTable(ctx, pool, versionTable)
	if err != nil || !there {
		return 0, err
	}
	var version sql.NullInt64
	err = pool.QueryRowContext(ctx, `SELECT max(version_id) FROM migrations WHERE is_applied = 1`).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return version.Int64, err
}

// Schema is the version of the schema that this program writes.
func Schema() int64 { return newestVersion() }

// newestVersion is the schema that this program writes: the number at the
// start of the last file's name.
func newestVersion() int64 {
	names, err := fs.Glob(migrations, "migrate/*.sql")
	if err != nil || len(names) == 0 {
		panic("no migrations are embedded")
	}
	var newest int64
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrate/"), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			panic("a migration's name does not start with its number")
		}
		newest = max(newest, version)
	}
	return newest
}
