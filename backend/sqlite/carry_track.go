package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// trackTables are the tables of what really happened, and of histories of markets,
// each after those that it refers to, with their columns.
var trackTables = []struct {
	name    string
	columns []string
}{
	{"check_ins", []string{"id", "ulid", "plan", "day", "made", "worth", "currency"}},
	{"balances", []string{"check_in", "place", "record", "kind", "name", "minor", "currency", "same"}},
	{"imports", []string{"id", "ulid", "plan", "name", "made", "first", "last", "entries", "total", "currency"}},
	{"entries", []string{"id", "import", "plan", "day", "text", "category", "spent", "minor", "currency", "key"}},
	{"templates", []string{"plan", "head", "body"}},
	{"snapshots", []string{"id", "ulid", "plan", "made", "body", "packing", "size", "fan"}},
	{"datasets", []string{"hash", "name", "licence", "country", "made", "packing", "size", "body"}},
}

// carryTrack carries what can be read of what really happened, to households and
// to markets: nobody could say it again. A row that cannot be read, or whose import or check-in is gone, is
// passed over.
func carryTrack(ctx context.Context, source, target *sql.DB) error {
	for _, table := range trackTables {
		columns := strings.Join(table.columns, ", ")
		rows, err := source.QueryContext(ctx, `SELECT `+columns+` FROM `+table.name)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue // damage, or a file of before there was such a table
		}
		into := `INSERT OR IGNORE INTO ` + table.name + ` (` + columns + `) VALUES (?` + strings.Repeat(", ?", len(table.columns)-1) + `)`
		err = carryRows(ctx, rows, len(table.columns), target, into)
		closeRows(rows)
		if err != nil {
			return fmt.Errorf("carry %s: %w", table.name, err)
		}
	}
	return ctx.Err()
}

// carryRows carries rows until one cannot be read.
func carryRows(ctx context.Context, rows *sql.Rows, width int, target *sql.DB, into string) error {
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for rows.Next() {
		values, places := make([]any, width), make([]any, width)
		for i := range values {
			places[i] = &values[i]
		}
		if rows.Scan(places...) != nil {
			break
		}
		if _, err := tx.ExecContext(ctx, into, values...); err != nil && ctx.Err() != nil {
			return err // otherwise the row hangs on one that could not be read
		}
	}
	return tx.Commit()
}
