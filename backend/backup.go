package backend

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"meridian/backend/backup"
	"meridian/backend/durable"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/lock"
	"meridian/backend/settings"
	"meridian/backend/sqlite"
)

// The names of what backups need within the directory of the data.
const (
	shelfName      = "backups"
	scratchName    = "scratch"
	passphraseName = "backup.passphrase"
	placesName     = "places"
	proofsName     = "backups.json"
)

// backupLook is how often the program asks itself whether a backup is due.
const backupLook = 10 * time.Minute

func newBackups(o Options, store *sqlite.DB, plans *journal.Service, spare backup.Spare) *backup.Service {
	return &backup.Service{
		Spare: spare, Places: filepath.Join(o.Data, placesName), Proofs: filepath.Join(o.Data, proofsName),
		Store: copies{store}, Plans: planDocuments{plans, store}, Secrets: passphraseFile(filepath.Join(o.Data, passphraseName)),
		Settings: func(ctx context.Context) (settings.BackupSchedule, error) {
			chosen, err := store.Settings.Get(ctx)
			return chosen.Backup, err
		},
		Shelf: filepath.Join(o.Data, shelfName), Scratch: filepath.Join(o.Data, scratchName),
		Now: o.Now, Program: program,
	}
}

// withBackups opens a directory of data for its backups alone.
func withBackups(ctx context.Context, o Options, do func(*backup.Service) error) (err error) {
	o = o.withDefaults()
	store, err := o.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	spare, err := newLock(o)
	if err != nil {
		return err
	}
	return do(newBackups(o, store, &journal.Service{Store: store.Plans, Now: o.Now, NewID: o.NewID}, spare))
}

// copies are of a store that is in use; nil can only check.
type copies struct{ store *sqlite.DB }

var _ backup.Store = copies{}

func (c copies) Copy(ctx context.Context, to string) error  { return c.store.Copy(ctx, to) }
func (copies) Check(ctx context.Context, file string) error { return sqlite.Check(ctx, file) }

// Holding implements backup.Store.
func (copies) Holding(ctx context.Context, file string) (h backup.Holding, err error) {
	store, err := sqlite.Open(ctx, file, sqlite.Options{Program: program})
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return holdingOf(ctx, store)
}

// holdingOf is what an open store holds.
func holdingOf(ctx context.Context, store *sqlite.DB) (backup.Holding, error) {
	figures, err := store.Holding(ctx)
	if err != nil {
		return backup.Holding{}, err
	}
	h := backup.Holding{Documents: figures.Documents, Changed: figures.Changed}
	plans := &journal.Service{Store: store.Plans}
	open, err := plans.List(ctx)
	if err != nil {
		return h, err
	}
	archived, err := plans.ListArchived(ctx)
	if err != nil {
		return h, err
	}
	for _, e := range append(open, archived...) {
		h.Plans = append(h.Plans, backup.PlacePlan{Name: e.Name, Changed: e.Updated, Archived: e.Archived})
	}
	return h, nil
}

// planDocuments are all plans, archived ones too.
type planDocuments struct {
	plans *journal.Service
	store *sqlite.DB
}

func (p planDocuments) Documents(ctx context.Context, whole bool) ([]backup.Document, error) {
	open, err := p.plans.List(ctx)
	if err != nil {
		return nil, err
	}
	archived, err := p.plans.ListArchived(ctx)
	if err != nil {
		return nil, err
	}
	var all []backup.Document
	for _, e := range append(open, archived...) {
		body, err := p.plans.Document(ctx, e.ID)
		if err != nil {
			return nil, fmt.Errorf("read plan %s: %w", e.ID, err)
		}
		d := backup.Document{ID: e.ID, Name: e.Name, Body: body}
		if whole {
			if d.Tables, err = trackDocuments(ctx, p.store, e.ID); err != nil {
				return nil, fmt.Errorf("read what happened to plan %s: %w", e.ID, err)
			}
		}
		all = append(all, d)
	}
	return all, nil
}

// passphraseFile keeps the passphrase of scheduled backups in a file that only
// the owner of the data may read. It protects backups that lie elsewhere, not
// the data beside it, which the same person can read anyway.
type passphraseFile string

func (f passphraseFile) Passphrase(context.Context) (string, error) {
	kept, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSuffix(string(kept), "\n"), err
}

func (f passphraseFile) Keep(_ context.Context, passphrase string) error {
	if passphrase == "" {
		if err := os.Remove(string(f)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return durable.Write(string(f), []byte(passphrase+"\n"))
}

// beginBackups makes backups when they are due, until ctx ends.
func (a *App) beginBackups(ctx context.Context) error {
	if err := a.backups.Tidy(); err != nil {
		return fmt.Errorf("tidy up after backups: %w", err)
	}
	a.working.Go(func() {
		a.backups.Schedule(ctx, backupLook, func(err error) {
			a.opts.Logger.Warn("scheduled backup was not made", "error", err)
		})
	})
	return nil
}

// staleAfter is how old the newest backup may be before the owner is reminded.
const staleAfter = 30 * 24 * time.Hour

// keepingChecks say whether what the owner has would survive this machine, and a
// forgotten passphrase.
func (a *App) keepingChecks(ctx context.Context) []httpapi.Check {
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return nil // the check of the store says so
	}
	return checksOfKeeping(ctx, a.backups, a.lock.State(), chosen.Backup, a.opts.Now())
}

func checksOfKeeping(ctx context.Context, backups *backup.Service, locked lock.State, chosen settings.BackupSchedule, now time.Time) []httpapi.Check {
	kept, err := backups.List(ctx)
	if err != nil {
		return []httpapi.Check{{ID: "backup", State: "warn", Fix: fault.Text{EN: "Check that the drive of the backups is there.", KO: "백업을 두는 드라이브가 연결되어 있는지 확인하세요."},
			Text: fault.Text{EN: "The directory of the backups cannot be read.", KO: "백업 폴더를 읽을 수 없습니다."}}}
	}
	checks := []httpapi.Check{checkOfBackups(kept, chosen.Later, now)}
	if len(kept) > 0 || locked.Set { // there is a passphrase that can be forgotten
		checks = append(checks, checkOfRecovery(kept, locked.Recovery))
	}
	return checks
}

func checkOfBackups(kept []backup.Backup, later bool, now time.Time) httpapi.Check {
	fix := fault.Text{EN: "Make one under Settings, Backup.", KO: "설정의 백업에서 만들어 두세요."}
	switch {
	case len(kept) == 0 && later:
		return httpapi.Check{ID: "backup", State: "warn", Fix: fix,
			Text: fault.Text{EN: "There is no backup yet. You put it off.", KO: "아직 백업이 없습니다. 나중으로 미뤄 두었습니다."}}
	case len(kept) == 0:
		return httpapi.Check{ID: "backup", State: "warn", Fix: fix,
			Text: fault.Text{EN: "There is no backup yet.", KO: "아직 백업이 없습니다."}}
	case now.Sub(kept[0].Made) > staleAfter:
		return httpapi.Check{ID: "backup", State: "warn", Fix: fix,
			Text: fault.Text{EN: "The newest backup is more than 30 days old.", KO: "마지막 백업이 30일보다 오래되었습니다."}}
	}
	return httpapi.Check{ID: "backup", State: "ok",
		Text: fault.Text{EN: "There is a backup from the last 30 days.", KO: "최근 30일 안에 만든 백업이 있습니다."}}
}

// checkOfRecovery looks at the recovery key and at the newest backup, which it
// opens only where it was made after the key.
func checkOfRecovery(kept []backup.Backup, key lock.Recovery) httpapi.Check {
	switch {
	case key.Lock == "":
		return httpapi.Check{ID: "recovery", State: "warn",
			Text: fault.Text{EN: "There is no recovery key: a forgotten passphrase is the end of a backup.", KO: "복구 키가 없습니다. 암호 문구를 잊으면 백업을 다시 열 수 없습니다."},
			Fix:  fault.Text{EN: "Make one under Settings, Recovery key, and keep it on paper.", KO: "설정의 복구 키에서 만들어 종이에 적어 두세요."}}
	case len(kept) > 0 && !kept[0].Recoverable:
		return httpapi.Check{ID: "recovery", State: "warn",
			Text: fault.Text{EN: "The recovery key does not open the newest backup.", KO: "복구 키로는 마지막 백업을 열 수 없습니다."},
			Fix:  fault.Text{EN: "Make another backup: those made after the key can be opened by it.", KO: "백업을 한 번 더 만드세요. 키를 만든 뒤의 백업은 키로도 열립니다."}}
	}
	return httpapi.Check{ID: "recovery", State: "ok",
		Text: fault.Text{EN: "There is a recovery key, and it lies with you alone.", KO: "복구 키가 있습니다. 키는 본인만 가지고 있습니다."}}
}
