package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meridian/backend/access"
	"meridian/backend/journal"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

// carried says how many plans of a damaged database were carried over with
// their whole history, how many with their newest readable state only, and how
// many are known to have been there and could not be read; and what came of
// documents.
type carried struct {
	whole, part, lost int
	documents         carriedDocuments
	threads           int // conversations that came over whole
	cutThreads        int // and those that lost an answer, or all
}

// nameRecovered is the edit name of a plan whose history was lost.
const nameRecovered = "edit.recovered"

// carryOver makes a new database at into, with all that can be read of the
// damaged one at from. Results are left behind: they can be computed again.
// Damage is never an error here, and from is only read.
func carryOver(ctx context.Context, from, into string) (found carried, err error) {
	if err := bootstrap(ctx, into); err != nil {
		return carried{}, err
	}
	target, err := dial(ctx, into, writerQuery(), 1)
	if err != nil {
		return carried{}, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if err := migrateUp(ctx, target); err != nil {
		return carried{}, err
	}
	source, err := peek(ctx, from)
	if err != nil {
		return carried{}, nothingToRead(err)
	}
	defer source.Close()
	if err := carrySettings(ctx, source, target); err != nil {
		return carried{}, err
	}
	if err := carryHosts(ctx, source, target); err != nil {
		return carried{}, err
	}
	for _, entry := range readableEntries(ctx, source) {
		if err := carryPlan(ctx, source, target, entry, &found); err != nil {
			return carried{}, err
		}
	}
	if err := carryTrack(ctx, source, target); err != nil {
		return carried{}, err
	}
	if found.documents, err = carryLibrary(ctx, source, target); err != nil {
		return found, err
	}
	found.threads, found.cutThreads, err = carryThreads(ctx, source, target)
	return found, errors.Join(err, ctx.Err())
}

// nothingToRead forgives damage and the absence of a file; anything else ends
// the recovery before something has been moved.
func nothingToRead(err error) error {
	if told := explain(err); errors.Is(told, Damaged) || errors.Is(told, NoPlace) {
		return nil
	}
	return err
}

// peek opens a set for reading only, and leaves it as it is.
func peek(ctx context.Context, path string) (*sql.DB, error) {
	logged, err := hasLog(path)
	if err != nil {
		return nil, err
	}
	query := readerQuery()
	if !logged {
		query.Set("immutable", "1")
	}
	return dial(ctx, path, query, 1)
}

// carryHosts carries the model hosts that can be read.
func carryHosts(ctx context.Context, source, target *sql.DB) error {
	hosts, err := listHosts(ctx, source)
	if err != nil {
		return ctx.Err()
	}
	for _, h := range hosts {
		if err := putHost(ctx, target, h, false); err != nil {
			return err
		}
	}
	return nil
}

func carrySettings(ctx context.Context, source, target *sql.DB) error {
	chosen, err := loadSettings(ctx, source)
	if err != nil || chosen == settings.Default() {
		return ctx.Err()
	}
	_, err = target.ExecContext(ctx, `INSERT INTO settings (id, body) VALUES (1, ?)`, string(settings.Encode(chosen)))
	return err
}

// readableEntries are the plans that the damaged file still names. What cannot
// be read is passed over: that is the point.
func readableEntries(ctx context.Context, source *sql.DB) []journal.Entry {
	known := make(map[string]bool)
	var entries []journal.Entry
	rows, err := source.QueryContext(ctx, `SELECT `+entryColumns+` FROM plans`)
	for err == nil && rows.Next() {
		var e journal.Entry
		if e, err = scanEntry(rows.Scan); err == nil && !known[e.ID] {
			known[e.ID] = true
			entries = append(entries, e)
		}
	}
	closeRows(rows)
	rows, err = source.QueryContext(ctx, `SELECT DISTINCT plan FROM revisions`)
	for err == nil && rows.Next() {
		var e journal.Entry
		if err = rows.Scan(&e.ID); err == nil && !known[e.ID] {
			known[e.ID] = true
			entries = append(entries, e)
		}
	}
	closeRows(rows)
	return entries
}

func closeRows(rows *sql.Rows) {
	if rows != nil {
		rows.Close()
	}
}

// chapter is a revision and the document that stood after it.
type chapter struct {
	revision journal.Revision
	document []byte
}

func carryPlan(ctx context.Context, source, target *sql.DB, entry journal.Entry, found *carried) error {
	chapters, complete := readableChapters(ctx, source, entry)
	switch {
	case complete:
		found.whole++
	case len(chapters) > 0:
		found.part++
		chapters = []chapter{anew(chapters[len(chapters)-1])}
	default:
		found.lost++
		return ctx.Err()
	}
	tx, err := target.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, c := range chapters {
		if err := appendRevision(ctx, tx, describe(entry, c.document), c.revision, c.document); err != nil {
			return fmt.Errorf("carry revision: %w", err)
		}
	}
	for _, c := range readableConflicts(ctx, source, entry.ID) {
		if !complete {
			c.Opened, c.Over = 1, 1
		}
		if err := keepConflict(ctx, tx, entry.ID, c); err != nil {
			return fmt.Errorf("carry conflict: %w", err)
		}
	}
	if entry.Archived {
		if _, err := tx.ExecContext(ctx, `UPDATE plans SET archived = 1 WHERE id = ?`, entry.ID); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// readableConflicts are what waits to be decided, as far as it can be read. What
// the operations of the revisions were is found again from their documents.
func readableConflicts(ctx context.Context, source *sql.DB, id string) (found []journal.Conflict) {
	rows, err := source.QueryContext(ctx, conflictsFrom+` AND c.settled = 0 ORDER BY c.opened, c.id`, id)
	for err == nil && rows.Next() {
		var c journal.Conflict
		if c, err = scanConflict(rows.Scan); err == nil {
			found = append(found, c)
		}
	}
	closeRows(rows)
	return found
}

// readableChapters are the revisions of a plan whose documents are what was
// saved; complete when that is its whole history.
func readableChapters(ctx context.Context, source *sql.DB, entry journal.Entry) (chapters []chapter, complete bool) {
	tx, err := source.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, false
	}
	defer tx.Rollback()
	columns := revisionColumns
	if !hasActors(ctx, tx) {
		columns = soleColumns
	}
	history, err := revisionsOf(ctx, tx, entry.ID, columns)
	complete = err == nil && len(history) == entry.Revision
	for _, r := range history {
		document, err := documentOf(ctx, tx, entry.ID, r.Number)
		if err != nil {
			complete = false
			continue
		}
		r.Base = 0 // its operations are found from the documents
		chapters = append(chapters, chapter{r, document})
	}
	if _, err := journal.Locate(history, access.OwnerID); err != nil {
		complete = false
	}
	return chapters, complete
}

// hasActors reports whether a file says who made its revisions.
func hasActors(ctx context.Context, tx *sql.Tx) bool {
	var there bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_table_info('revisions') WHERE name = 'actor')`).Scan(&there)
	return err != nil || there
}

// anew is a chapter as the first of a new history.
func anew(c chapter) chapter {
	c.revision.Number, c.revision.Target = 1, 0
	c.revision.Kind, c.revision.Name = journal.Create, journal.EditName{Key: nameRecovered}
	return c
}

// describe is the entry with what the document itself says of it.
func describe(entry journal.Entry, document []byte) journal.Entry {
	var said struct {
		Name     string        `json:"name"`
		Currency plan.Currency `json:"currency"`
		Demo     bool          `json:"demo"`
	}
	if json.Unmarshal(document, &said) == nil {
		entry.Name, entry.Currency, entry.Demo = said.Name, said.Currency, said.Demo
	}
	return entry
}
