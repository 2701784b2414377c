package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"meridian/backend/settings"
)

// Store is what is backed up.
type Store interface {
	// Copy writes all of it to a new file, as it stands at one moment, while
	// others go on reading and writing, and checks every page of the copy.
	Copy(ctx context.Context, to string) error
	// Check says whether a file is a whole database that this program can open.
	Check(ctx context.Context, file string) error
	// Holding opens a database that nobody else has open, brings it to the form
	// that this program writes, and says what it holds.
	Holding(ctx context.Context, file string) (Holding, error)
}

// Plans are the plans as documents of their own.
type Plans interface {
	// Documents is every plan, archived ones too; whole with its tables.
	Documents(ctx context.Context, whole bool) ([]Document, error)
}

// Document is a plan as a canonical JSON document.
type Document struct {
	ID, Name string
	Body     []byte
	Tables   []Table // what really happened; for Export alone
}

// Table is something that was kept beside a plan: as a table, and whole.
type Table struct {
	Name  string
	Head  []string
	Rows  [][]string
	Value any // for JSON
}

// Secrets keeps the passphrase of scheduled backups.
type Secrets interface {
	// Passphrase is what was kept; "" when nothing was.
	Passphrase(ctx context.Context) (string, error)
	// Keep replaces it; "" forgets it.
	Keep(ctx context.Context, passphrase string) error
}

// Spare seals passphrases for a recovery key, where the owner has made one.
type Spare interface {
	// Seal has a passphrase opened by the recovery key; nothing where there is none.
	Seal(passphrase string) ([]byte, error)
}

// Service makes backups and brings them back. All fields but Spare and Work must be set.
type Service struct {
	Store    Store
	Plans    Plans
	Secrets  Secrets
	Settings func(ctx context.Context) (settings.BackupSchedule, error)
	Shelf    string // where backups lie when the settings name no directory
	Places   string // the directory of what was brought back, and of what was in use before
	Spare    Spare  // nil for none
	Proofs   string // the file in which stands which backups were read to their end; "" for none
	Scratch  string // a directory beside the data for copies that are not encrypted yet; ours alone
	Now      func() time.Time
	Program  string // e.g. "meridian 0.1.0", told in the manifest
	Work     int    // logarithm of scrypt's work; 0 is age's own choice, about a second

	making  sync.Mutex // one at a time
	proving sync.Mutex // of the file of proofs
}

// Progress is how far making or reading a backup has come, in bytes of the
// database.
type Progress struct {
	Phase       Phase
	Done, Total int64
}

// Phase is a part of the work.
type Phase string

// The phases of making a backup, in order; reading one has the last alone.
const (
	Copying   Phase = "copy"
	Sealing   Phase = "seal"
	Verifying Phase = "verify"
)

// Make puts a backup on the shelf and lets the surplus go. "" takes the
// passphrase that is kept. It fails with ErrPassphrase, ErrPlace, or what the
// store fails with, and then leaves no file behind.
func (s *Service) Make(ctx context.Context, passphrase string, told func(Progress)) (Backup, error) {
	if passphrase == "" {
		kept, err := s.Secrets.Passphrase(ctx)
		if err != nil {
			return Backup{}, err
		}
		passphrase = kept
	}
	shelf, chosen, err := s.shelf(ctx)
	if err != nil {
		return Backup{}, err
	}
	made := s.Now().UTC().Truncate(time.Second)
	path := filepath.Join(shelf, nameAt(made))
	if err := s.WriteTo(ctx, path, passphrase, told); err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, ErrPlace.With(err)
	}
	if err := s.clear(shelf, chosen.Keep); err != nil {
		return Backup{}, err
	}
	fresh := Backup{Name: filepath.Base(path), Made: made, Bytes: info.Size(), Recoverable: there(path + spareSuffix)}
	return s.proven([]Backup{fresh})[0], nil
}

// WriteTo makes a backup under a name of its own, which must be free.
func (s *Service) WriteTo(ctx context.Context, path, passphrase string, told func(Progress)) error {
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	s.making.Lock()
	defer s.making.Unlock()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return ErrOccupied.With(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return ErrPlace.With(err)
	}
	// The copy is not encrypted: it lies where the data does, never on the shelf,
	// which may be a drive that others see.
	scratch, err := s.scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	part := path + partSuffix
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ErrPlace.With(err)
	}
	defer os.Remove(part) // is not there any more when all went well
	if err := s.seal(ctx, part, filepath.Join(scratch, databaseName), passphrase, told); err != nil {
		return err
	}
	if _, err := read(ctx, part, passphrase, parts{told: phase(told, Verifying)}); err != nil {
		return fmt.Errorf("verify backup: %w", err)
	}
	if err := s.spare(path, passphrase); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return ErrPlace.With(err)
	}
	s.prove(path)
	return nil
}

// partSuffix marks what is not a backup yet. It is encrypted already.
const partSuffix = ".part"

// scratch is an empty directory for the copy. What a program that was killed
// left in it goes first.
func (s *Service) scratch() (string, error) {
	if err := os.RemoveAll(s.Scratch); err != nil {
		return "", ErrPlace.With(err)
	}
	if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
		return "", ErrPlace.With(err)
	}
	return s.Scratch, nil
}

func (s *Service) seal(ctx context.Context, sealed, copied, passphrase string, told func(Progress)) error {
	if told == nil {
		told = func(Progress) {}
	}
	told(Progress{Phase: Copying})
	if err := s.Store.Copy(ctx, copied); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	plans, err := s.Plans.Documents(ctx, false) // their tables are in the database
	if err != nil {
		return err
	}
	c := contents{made: s.Now(), program: s.Program, database: copied, plans: plans}
	info, err := os.Stat(copied)
	if err != nil {
		return ErrPlace.With(err)
	}
	return create(sealed, func(to io.Writer) error {
		return seal(ctx, to, passphrase, c, s.Work, func(done int64) { told(Progress{Sealing, done, info.Size()}) })
	})
}

// create writes a file that only its owner may read, and waits until the disk
// has it.
func create(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return ErrPlace.With(err)
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	var disk *fs.PathError
	if errors.As(err, &disk) {
		return ErrPlace.With(err)
	}
	return err
}

func phase(told func(Progress), p Phase) func(done, total int64) {
	if told == nil {
		return nil
	}
	return func(done, total int64) { told(Progress{p, done, total}) }
}

// read opens a backup and reads it to its end.
func read(ctx context.Context, path, passphrase string, take parts) (Manifest, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, ErrGone.With(err)
	}
	if err != nil {
		return Manifest{}, ErrPlace.With(err)
	}
	defer file.Close()
	if passphrase, err = opening(path, passphrase); err != nil {
		return Manifest{}, err
	}
	return unseal(ctx, file, passphrase, take)
}

// Verify reads a whole backup and says what it holds. A recovery key opens what
// its passphrase would, where the spare lies beside the backup. It fails with
// ErrWrongPassphrase, ErrForeign, ErrDamaged, ErrNewer or ErrGone.
func (s *Service) Verify(ctx context.Context, path, passphrase string, told func(Progress)) (Manifest, error) {
	m, err := read(ctx, path, passphrase, parts{told: phase(told, Verifying)})
	if err == nil {
		s.prove(path)
	}
	return m, err
}

// Plan is the document of one plan in a backup; ErrGone when it holds none
// with that id. The whole backup is read: what is brought back is known to be
// what was put in.
func (s *Service) Plan(ctx context.Context, path, passphrase, id string) ([]byte, error) {
	var found []byte
	_, err := read(ctx, path, passphrase, parts{plan: func(p Plan, body []byte) error {
		if p.ID == id {
			found = body
		}
		return nil
	}})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, ErrGone
	}
	return found, nil
}

// Restore brings a backup back as the data of a directory that is new or
// empty. It fails as Verify does, with ErrOccupied, or as the store's Check;
// then nothing is left there.
func (s *Service) Restore(ctx context.Context, path, passphrase, directory string, told func(Progress)) (Manifest, error) {
	if err := vacant(directory); err != nil {
		return Manifest{}, err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return Manifest{}, ErrPlace.With(err)
	}
	arriving := filepath.Join(directory, databaseName+".arriving")
	var m Manifest
	err := create(arriving, func(to io.Writer) (err error) {
		m, err = read(ctx, path, passphrase, parts{database: to, told: phase(told, Verifying)})
		return err
	})
	if err == nil {
		err = s.Store.Check(ctx, arriving)
	}
	if err == nil {
		err = os.Rename(arriving, filepath.Join(directory, databaseName))
	}
	if err != nil {
		_ = os.Remove(arriving)
		_ = os.Remove(directory) // only if it is empty, as we found or made it
		return Manifest{}, err
	}
	return m, nil
}

func vacant(directory string) error {
	inside, err := os.ReadDir(directory)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return ErrPlace.With(err)
	case len(inside) > 0:
		return ErrOccupied
	}
	return nil
}

// List is what lies on the shelf, the newest first. A shelf that is not there
// is empty.
func (s *Service) List(ctx context.Context) ([]Backup, error) {
	shelf, _, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	backups, err := list(shelf, s.Now())
	return s.proven(backups), err
}

func list(shelf string, now time.Time) ([]Backup, error) {
	found, err := os.ReadDir(shelf)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, ErrPlace.With(err)
	}
	var backups []Backup
	for _, entry := range found {
		made, ours := madeAt(entry.Name())
		info, err := entry.Info()
		if !ours || err != nil || !info.Mode().IsRegular() {
			continue
		}
		backups = append(backups, Backup{Name: entry.Name(), Made: made, Bytes: info.Size(), Recoverable: there(filepath.Join(shelf, entry.Name()+spareSuffix))})
	}
	newestFirst(backups, now)
	return backups, nil
}

// Path is where a backup on the shelf lies; ErrGone for a name that none has.
func (s *Service) Path(ctx context.Context, name string) (string, error) {
	shelf, _, err := s.shelf(ctx)
	if err != nil {
		return "", err
	}
	if _, ours := madeAt(name); !ours || strings.ContainsAny(name, `/\`) {
		return "", ErrGone
	}
	path := filepath.Join(shelf, name)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return "", ErrGone.With(err)
	}
	return path, nil
}

// Where is the directory in which backups lie.
func (s *Service) Where(ctx context.Context) (string, error) {
	shelf, _, err := s.shelf(ctx)
	return shelf, err
}

func (s *Service) shelf(ctx context.Context) (string, settings.BackupSchedule, error) {
	chosen, err := s.Settings(ctx)
	if err != nil {
		return "", settings.BackupSchedule{}, err
	}
	if chosen.Folder != "" {
		return chosen.Folder, chosen, nil
	}
	return s.Shelf, chosen, nil
}

// clear lets the surplus go.
func (s *Service) clear(shelf string, keep int) error {
	now := s.Now()
	backups, err := list(shelf, now)
	if err != nil {
		return err
	}
	for _, old := range Surplus(backups, keep, now) {
		for _, name := range []string{old.Name, old.Name + spareSuffix} {
			if err := os.Remove(filepath.Join(shelf, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return ErrPlace.With(err)
			}
		}
	}
	return nil
}

// Schedule makes a backup whenever one is due, until ctx ends. every is how
// often it looks. What fails is told and tried again the next time.
func (s *Service) Schedule(ctx context.Context, every time.Duration, failed func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.makeIfDue(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Service) makeIfDue(ctx context.Context) error {
	chosen, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	backups, err := s.List(ctx)
	if err != nil {
		return err
	}
	var last time.Time
	if len(backups) > 0 {
		last = backups[0].Made
	}
	if !Due(chosen.Every, last, s.Now()) {
		return nil
	}
	_, err = s.Make(ctx, "", nil)
	return err
}

// Remembers reports whether a passphrase is kept for scheduled backups.
func (s *Service) Remembers(ctx context.Context) (bool, error) {
	kept, err := s.Secrets.Passphrase(ctx)
	return kept != "", err
}

// Remember keeps a passphrase for scheduled backups; "" forgets it.
func (s *Service) Remember(ctx context.Context, passphrase string) error {
	if passphrase != "" {
		if err := CheckPassphrase(passphrase); err != nil {
			return err
		}
	}
	return s.Secrets.Keep(ctx, passphrase)
}

// Tidy removes what a program that was killed left behind.
func (s *Service) Tidy() error { return os.RemoveAll(s.Scratch) }
