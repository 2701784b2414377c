// Package sqlite keeps everything that Meridian knows in one SQLite file.
//
// Terms: the guard is a lock beside the file that keeps other processes away;
// the log is SQLite's write-ahead log, which belongs to the file; a set is the
// file with its log and index; a notice is something that Open did which the
// owner should hear of.
//
// Promise: what a call reported as saved survives the death of the process at
// any moment, and the loss of power as far as the disk keeps its own promise.
// What failed left nothing behind. A file that is damaged is moved aside and
// never written to again; a file of a newer program, or of another one, is not
// touched at all.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"

	"meridian/backend/durable"
	"meridian/backend/fault"
)

// applicationID marks the file as ours in its header: "MRDN".
const applicationID = 0x4D52444E

const pageSize = 16384

// Options are what assembly decides. The zero value is usable.
type Options struct {
	Now     func() time.Time // nil is time.Now
	Log     *slog.Logger     // nil is silent
	Program string           // e.g. "meridian 0.1.0", told to a second process
	Limits  Limits           // of kept results; zero fields take the defaults
}

// Notice is something that Open did which the owner should hear of.
type Notice struct {
	ID   string     `json:"id"`
	Text fault.Text `json:"text"`
	Fix  fault.Text `json:"fix"`
	Kept string     `json:"kept,omitempty"` // the path of what was kept aside
}

// DB is the open file. Each noun has its part; all parts are safe for
// concurrent use.
type DB struct {
	Plans     *Plans
	Results   *Results
	Settings  *Settings
	Replies   *Replies
	Documents *Documents
	Jobs      *Jobs
	Hosts     *Hosts
	Threads   *Threads
	Guests    *Guests

	Assessments *Assessments
	Track       *Track
	Datasets    *Datasets

	path    string
	guard   *guard
	write   *sql.DB // one connection
	read    *sql.DB
	log     *slog.Logger
	now     func() time.Time
	notices []Notice
	suspect atomic.Bool  // damage was seen: check the whole file at the next start
	began   atomic.Int64 // changes that were begun
	ended   atomic.Int64 // and those that are over
	close   sync.Once
	closed  error
}

// Open takes the database at path for this process, makes it if there is none,
// and brings its schema up to date.
//
// It fails with Locked when another process has it, Elsewhere when one on another
// machine has, Newer when a newer program wrote it, Foreign when it is not
// Meridian's, and ReadOnly, Full, NotAFile, NoPlace, Busy or Disk as their words
// say. A damaged set is moved aside, what can be read of it is carried over, and
// Notices tells of it.
func Open(ctx context.Context, path string, options Options) (*DB, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	sqlite.StrictPragmas(true)
	if err := registerNearest(); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	path, err := place(path)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", explain(err))
	}
	host, _ := os.Hostname()
	g, err := hold(path, Holder{PID: os.Getpid(), Host: host, Machine: machineName(), Program: options.Program, Since: options.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{path: path, guard: g, log: options.Log, now: options.Now}
	db.Plans, db.Results, db.Settings, db.Replies = &Plans{db}, &Results{db: db, limits: options.Limits.orDefault()}, &Settings{db}, &Replies{db}
	db.Documents, db.Threads = &Documents{db: db}, &Threads{db}
	db.Jobs, db.Hosts, db.Guests, db.Assessments, db.Track, db.Datasets = &Jobs{db}, &Hosts{db}, &Guests{db}, &Assessments{db}, &Track{db}, &Datasets{db}
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", db.explain(err)), db.disconnect(), g.release())
	}
	return db, nil
}

// place makes the directory and follows links, so that two names of one file
// have one guard.
func place(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(path)), nil
}

func (db *DB) open(ctx context.Context) error {
	if err := finishExchange(db.path); err != nil {
		return err
	}
	if err := db.adopt(carried{}); err != nil { // a recovery that was cut short
		return err
	}
	found, err := inspect(ctx, db.path)
	if err != nil {
		return err
	}
	if found.damage != "" {
		err = db.recover(ctx, found.damage)
	} else if !found.exists {
		err = bootstrap(ctx, db.path)
	}
	if err != nil {
		return err
	}
	if err := db.connect(ctx); err != nil {
		return err
	}
	if err := db.keepOlder(ctx); err != nil {
		return err
	}
	if err := migrateUp(ctx, db.write); err != nil {
		return err
	}
	if err := db.updated(ctx); err != nil {
		return err
	}
	return db.setClean(ctx, false)
}

func (db *DB) connect(ctx context.Context) error {
	var err error
	if db.write, err = dial(ctx, db.path, writerQuery(), 1); err != nil {
		return err
	}
	db.read, err = dial(ctx, db.path, readerQuery(), 4)
	return err
}

func (db *DB) disconnect() error {
	var errs []error
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// bootstrap makes an empty file with the settings that can only be made
// before anything is in it. It does so under another name: the file is there
// whole or not at all.
func bootstrap(ctx context.Context, path string) error {
	fresh := path + ".new"
	for _, name := range set(fresh) {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := initialise(ctx, fresh); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o600); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return durable.SyncDirectory(filepath.Dir(path))
}

func initialise(ctx context.Context, path string) (err error) {
	pool, err := dial(ctx, path, url.Values{"_busy_timeout": {"5000"}}, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	for _, pragma := range []string{ // the order matters: each fixes what the next one writes
		fmt.Sprintf("PRAGMA page_size = %d", pageSize),
		"PRAGMA auto_vacuum = INCREMENTAL",
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		"PRAGMA journal_mode = WAL",
	} {
		if _, err := pool.ExecContext(ctx, pragma); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
	}
	return nil
}

// dial opens a pool of at most n connections, which it keeps.
func dial(ctx context.Context, path string, query url.Values, n int) (*sql.DB, error) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	address := url.URL{Scheme: "file", OmitHost: true, Path: slashed, RawQuery: query.Encode()}
	pool, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

// mapped is how much of the file is mapped into memory. Windows cannot shrink
// a file while it is mapped.
func mapped() string {
	if runtime.GOOS == "windows" {
		return "mmap_size(0)"
	}
	return "mmap_size(1073741824)"
}

func writerQuery() url.Values {
	query := url.Values{
		"_txlock":       {"immediate"},
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_defensive":    {"1"},
		"_dqs":          {"0"},
		"_pragma":       {"cache_size(-65536)", mapped(), "temp_store(MEMORY)", "journal_size_limit(67108864)", "secure_delete(1)"},
	}
	if runtime.GOOS == "darwin" { // a plain fsync there does not reach the platter
		query["_pragma"] = append(query["_pragma"], "fullfsync(1)", "checkpoint_fullfsync(1)")
	}
	return query
}

func readerQuery() url.Values {
	return url.Values{
		"mode":          {"ro"},
		"_query_only":   {"1"},
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_defensive":    {"1"},
		"_dqs":          {"0"},
		"_pragma":       {"cache_size(-16384)", mapped(), "temp_store(MEMORY)"},
	}
}

// Notices is what Open did that the owner should hear of.
func (db *DB) Notices() []Notice { return db.notices }

// Path is where the file is.
func (db *DB) Path() string { return db.path }

// Close ends all use of the file and marks it as closed properly. Calls after
// the first return what the first did.
func (db *DB) Close() error {
	db.close.Do(func() {
		var errs []error
		if !db.suspect.Load() {
			errs = append(errs, db.shrink(context.Background()), db.setClean(context.Background(), true))
		}
		errs = append(errs, db.disconnect(), db.guard.release())
		if err := errors.Join(errs...); err != nil {
			db.closed = fmt.Errorf("close database: %w", err)
		}
	})
	return db.closed
}

// shrinkStep is the most pages that closing gives back to the disk, 32 MiB, so
// that closing stays quick; what remains is used again or goes next time.
const shrinkStep = 2048

// shrink gives free pages back to the disk when more than half of the file is
// free. Otherwise they are left for the next results.
func (db *DB) shrink(ctx context.Context) error {
	var all, free int
	err := db.write.QueryRowContext(ctx, `SELECT page_count, freelist_count FROM pragma_page_count, pragma_freelist_count`).Scan(&all, &free)
	if err == nil && free > all/2 {
		_, err = db.write.ExecContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", shrinkStep))
	}
	if err != nil {
		return fmt.Errorf("shrink database: %w", err)
	}
	return nil
}

func (db *DB) setClean(ctx context.Context, clean bool) error {
	value := "0"
	if clean {
		value = "1"
	}
	_, err := db.write.ExecContext(ctx,
		`INSERT INTO meta (name, value) VALUES ('clean', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1`, value)
	if err != nil {
		return fmt.Errorf("mark database: %w", err)
	}
	return nil
}

// change runs do in one transaction: all of it is saved when change returns
// nil, none of it otherwise.
func (db *DB) change(ctx context.Context, do func(tx *sql.Tx) error) error {
	db.began.Add(1)
	defer db.ended.Add(1)
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return db.explain(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return db.explain(err)
	}
	return db.explain(tx.Commit())
}

// view runs do on one unchanging picture of the database.
func (db *DB) view(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.explain(err)
	}
	defer tx.Rollback()
	return db.explain(do(tx))
}

// explain is the package's explain, and remembers damage for the next start.
func (db *DB) explain(err error) error {
	err = explain(err)
	if errors.Is(err, Damaged) && !db.suspect.Swap(true) {
		db.log.Error("database is damaged", "error", err)
	}
	return err
}

// quiet reports whether no change is under way, and how many there were. A
// picture of the file that was taken between two equal answers is of the time
// after that many changes.
func (db *DB) quiet() (changes int64, quiet bool) {
	ended := db.ended.Load()
	began := db.began.Load()
	return began, began == ended
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
