package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"meridian/backend/backup"
	"meridian/backend/fault"
	"meridian/backend/job"
	"meridian/backend/plan"
)

// Backups makes encrypted files of everything and brings things back from them.
// Its faults are those of the package backup.
type Backups interface {
	List(ctx context.Context) ([]backup.Backup, error)
	Where(ctx context.Context) (string, error)
	// Path is where a backup lies, by its name.
	Path(ctx context.Context, name string) (string, error)
	// Make makes a backup; "" takes the passphrase that is kept.
	Make(ctx context.Context, passphrase string, told func(backup.Progress)) (backup.Backup, error)
	Verify(ctx context.Context, path, passphrase string, told func(backup.Progress)) (backup.Manifest, error)
	// Plan is the document of one plan in a backup.
	Plan(ctx context.Context, path, passphrase, id string) ([]byte, error)
	// Remembers reports whether a passphrase is kept; Remember keeps one, and ""
	// forgets it.
	Remembers(ctx context.Context) (bool, error)
	Remember(ctx context.Context, passphrase string) error
	// Export writes every plan as JSON and CSV, zipped and not encrypted.
	Export(ctx context.Context, to io.Writer) error
}

const (
	// LaneBackup lets one backup be made at a time.
	LaneBackup = "backup"
	kindBackup = "backup"
)

func (a *API) getBackups(w http.ResponseWriter, r *http.Request) error {
	kept, err := a.Backups.List(r.Context())
	if err != nil {
		return err
	}
	where, err := a.Backups.Where(r.Context())
	if err != nil {
		return err
	}
	remembered, err := a.Backups.Remembers(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, BackupShelf{Folder: where, Remembered: remembered, Backups: append([]backup.Backup{}, kept...)})
}

// makeBackup begins a backup. The passphrase is checked first: what is wrong
// with it belongs beside its field, not at the end of a job.
func (a *API) makeBackup(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewBackup](r)
	if err != nil {
		return err
	}
	if asked.Passphrase != "" {
		if err := backup.CheckPassphrase(asked.Passphrase); err != nil {
			return err
		}
	} else if kept, err := a.Backups.Remembers(r.Context()); err != nil || !kept {
		return errors.Join(err, backup.ErrPassphrase)
	}
	if asked.Remember {
		if err := a.Backups.Remember(r.Context(), asked.Passphrase); err != nil {
			return err
		}
	}
	j, err := a.Jobs.Start(r.Context(), job.Spec{Kind: kindBackup, Lane: LaneBackup}, func(ctx context.Context, report func(job.Progress)) (string, error) {
		made, err := a.Backups.Make(ctx, asked.Passphrase, func(p backup.Progress) {
			report(job.Progress{Phase: string(p.Phase), Done: int(p.Done), Total: int(p.Total)})
		})
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("backup failed", "error", err)
		}
		return made.Name, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

// forgetPassphrase keeps no passphrase any more; scheduled backups then stop.
func (a *API) forgetPassphrase(w http.ResponseWriter, r *http.Request) error {
	if err := a.Backups.Remember(r.Context(), ""); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) readBackup(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Passphrase](r)
	if err != nil {
		return err
	}
	path, err := a.Backups.Path(r.Context(), r.PathValue("backup"))
	if err != nil {
		return err
	}
	m, err := a.Backups.Verify(r.Context(), path, asked.Passphrase, nil)
	if err != nil {
		return err
	}
	contents := BackupContents{Made: m.Made, Program: m.Program, Bytes: m.Database.Bytes, Plans: []BackedUpPlan{}}
	for _, p := range m.Plans {
		contents.Plans = append(contents.Plans, BackedUpPlan{p.ID, p.Name})
	}
	return reply(w, http.StatusOK, contents)
}

// bringBack makes a new plan of one in a backup. The plan that is there now
// stays as it is.
func (a *API) bringBack(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[Passphrase](r)
	if err != nil {
		return err
	}
	path, err := a.Backups.Path(r.Context(), r.PathValue("backup"))
	if err != nil {
		return err
	}
	body, err := a.Backups.Plan(r.Context(), path, asked.Passphrase, r.PathValue("plan"))
	if err != nil {
		return err
	}
	p, err := plan.Decode(bytes.NewReader(body))
	if err != nil {
		return err
	}
	state, err := a.Plans.Create(r.Context(), p)
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/plans/"+state.ID)
	return reply(w, http.StatusCreated, a.wirePlan(r, state))
}

func (a *API) downloadBackup(w http.ResponseWriter, r *http.Request) error {
	path, err := a.Backups.Path(r.Context(), r.PathValue("backup"))
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return backup.ErrGone.With(err)
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.PathValue("backup")+`"`) // a name of the shelf has no odd characters
	http.ServeContent(w, r, "", noTime, file)
	return nil
}

// saveBackup puts a backup where a person chooses: a window has no downloads.
func (a *API) saveBackup(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[SaveBackup](r)
	if err != nil {
		return err
	}
	path, err := a.Backups.Path(r.Context(), asked.Name)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return backup.ErrGone.With(err)
	}
	defer file.Close()
	return a.saveFile(w, r, asked.Name, func(to io.Writer) error {
		_, err := io.Copy(to, file)
		return err
	})
}

// saveExport is exportPlans into a file that a person chooses.
func (a *API) saveExport(w http.ResponseWriter, r *http.Request) error {
	return a.saveFile(w, r, a.exportName(), func(to io.Writer) error { return a.Backups.Export(r.Context(), to) })
}

func (a *API) exportName() string { return "meridian-" + a.Now().Format(time.DateOnly) + ".zip" }

func (a *API) saveFile(w http.ResponseWriter, r *http.Request, name string, write func(io.Writer) error) error {
	if a.Native == nil {
		return errNoNative
	}
	path, err := a.Native.SaveFile(r.Context(), name, write)
	if err != nil {
		return err
	}
	if path == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return reply(w, http.StatusOK, SavedFile{Path: path})
}

// exportPlans is answered whole: a fault in the middle of a stream could not be
// told any more, and plans are small.
func (a *API) exportPlans(w http.ResponseWriter, r *http.Request) error {
	var zipped bytes.Buffer
	if err := a.Backups.Export(r.Context(), &zipped); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+a.exportName()+`"`)
	return replyRaw(w, http.StatusOK, "application/zip", zipped.Bytes())
}
