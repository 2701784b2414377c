package backend

import (
	"context"
	"sync"

	"meridian/backend/doctor"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/release"
)

// examiner is the doctor of a program that runs: it looks at the very parts that
// are in use, and remembers what it found until the program ends.
type examiner struct {
	app *App

	mu       sync.Mutex
	last     doctor.Examination
	redacted doctor.Examination
	there    bool
}

var _ httpapi.Doctor = (*examiner)(nil)

// Examine implements httpapi.Doctor.
func (e *examiner) Examine(ctx context.Context, told func(done, total int)) error {
	a := e.app
	p := &patient{opts: a.opts, store: a.store, models: a.models, backups: a.backups}
	var err error
	if p.chosen, err = a.store.Settings.Get(ctx); err != nil {
		return err
	}
	plans := &journal.Service{Store: a.store.Plans, Now: a.opts.Now, NewID: a.opts.NewID}
	entries, err := plans.List(ctx)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		p.names = append(p.names, entry.Name)
	}
	found, err := doctor.Examine(ctx, p.looksOpen(), told)
	if err != nil {
		return err
	}
	exam := doctor.Examination{At: a.opts.Now(), Versions: versions(), Findings: found}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.last, e.redacted, e.there = exam, exam.Redacted(p.private()), true
	return nil
}

// Last implements httpapi.Doctor.
func (e *examiner) Last() (exam, redacted doctor.Examination, there bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last, e.redacted, e.there
}

// newest is what the signed manifest says, where the owner named a place to look.
func (a *App) newest(ctx context.Context) (httpapi.UpdateLook, error) {
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return httpapi.UpdateLook{}, err
	}
	if chosen.Updates == "" {
		return httpapi.UpdateLook{}, errNoUpdateAddress
	}
	found, err := a.opts.lookout().newest(ctx, chosen.Updates)
	if err != nil {
		return httpapi.UpdateLook{}, err
	}
	return httpapi.UpdateLook{Present: Version, Newest: found.Version, Made: found.Made, Newer: release.Newer(found.Version, Version), Files: len(found.Sums)}, nil
}
