package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/durable"
)

// An exchange puts another database in the place of the one at NAME and keeps
// that one. It stands in a note beside the file until it is done, so that it can
// stop anywhere and be taken up again:
//
//	NAME.exchange   which database comes, and where the present one goes
type exchange struct {
	Comes string `json:"comes"`
	Goes  string `json:"goes"`
}

const exchangeSuffix = ".exchange"

// Exchange puts the database at comes in the place of the one at path, which is
// kept whole at goes. Neither may be open. It fails with Locked when somebody has
// the one at path, as Check does for the one that comes, and leaves everything as
// it was when it fails before the note is written; what is cut short later is
// done by the next Open.
func Exchange(ctx context.Context, path, comes, goes string, options Options) (err error) {
	if err := Check(ctx, comes); err != nil {
		return err
	}
	if info, err := os.Stat(comes + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("exchange database: the one that comes was not closed: %w", Busy)
	}
	path, err = place(path)
	if err != nil {
		return fmt.Errorf("exchange database: %w", explain(err))
	}
	host, _ := os.Hostname()
	g, err := hold(path, Holder{PID: os.Getpid(), Host: host, Machine: machineName(), Program: options.Program, Since: time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return fmt.Errorf("exchange database: %w", err)
	}
	defer func() { err = errors.Join(err, g.release()) }()
	if err := noteExchange(path, exchange{Comes: comes, Goes: goes}); err != nil {
		return fmt.Errorf("exchange database: %w", explain(err))
	}
	if err := finishExchange(path); err != nil {
		return fmt.Errorf("exchange database: %w", explain(err))
	}
	return nil
}

// noteExchange has the disk know what is to be done before anything is.
func noteExchange(path string, e exchange) error {
	if !free(e.Goes) {
		return fmt.Errorf("something is kept as %s already: %w", filepath.Base(e.Goes), os.ErrExist)
	}
	if err := os.MkdirAll(filepath.Dir(e.Goes), 0o700); err != nil {
		return err
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return durable.Write(path+exchangeSuffix, raw)
}

// finishExchange does what the note beside a database says; without one, nothing.
// The caller holds the guard. The one that comes moves last: while it is still
// where it came from, whatever is at path is the one that goes.
func finishExchange(path string) error {
	raw, err := os.ReadFile(path + exchangeSuffix)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var e exchange
	if err := json.Unmarshal(raw, &e); err != nil || e.Comes == "" || e.Goes == "" {
		return fmt.Errorf("the note of an exchange cannot be read: %w", errors.Join(err, Damaged))
	}
	if _, err := os.Lstat(e.Comes); err == nil {
		err = errors.Join(moveSet(path, e.Goes), durable.SyncDirectory(filepath.Dir(e.Goes)))
		if err != nil {
			return err
		}
		if err := os.Rename(e.Comes, path); err != nil {
			return err
		}
	} else if _, here := os.Lstat(path); errors.Is(here, os.ErrNotExist) { // what should come was taken away: the old one comes back
		if err := moveSet(e.Goes, path); err != nil {
			return err
		}
	}
	if err := durable.SyncDirectory(filepath.Dir(path)); err != nil {
		return err
	}
	return os.Remove(path + exchangeSuffix)
}

// moveSet gives the files of a database another name; those that it does not
// have are passed over. The log goes first: a file without its log would look
// older than it is.
func moveSet(from, to string) error {
	names := set(to)
	for i, name := range set(from) {
		if i == 0 {
			continue
		}
		if err := os.Rename(name, names[i]); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(from, to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Holding says in figures what a database holds.
type Holding struct {
	Documents int       // that can be searched
	Changed   time.Time // when a plan was last changed; zero without plans
}

// Holding counts what this database holds.
func (db *DB) Holding(ctx context.Context) (Holding, error) {
	var h Holding
	var changed int64
	err := db.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM library_documents), (SELECT coalesce(max(updated), 0) FROM plans)`).Scan(&h.Documents, &changed)
	if err != nil {
		return h, fmt.Errorf("count what is held: %w", db.explain(err))
	}
	if changed > 0 {
		h.Changed = time.UnixMilli(changed).UTC()
	}
	return h, nil
}
