package backend

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/extract"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/library"
	"meridian/backend/plan"
	"meridian/backend/retrieve"
	"meridian/backend/sqlite"
)

// spoolName is the directory, within that of the data, of files that are still
// to be read.
const spoolName = "spool"

var _ httpapi.Library = (*library.Service)(nil)

// atOnce is how many passages a new embedding model is given at once: some
// minutes of work. A larger library waits for a night.
const atOnce = 2000

// newLibrary is the library over a store. It does nothing yet.
func newLibrary(o Options, store *sqlite.DB, plans *journal.Service, events *event.Hub) *library.Service {
	return library.New(library.Options{
		Store: store.Documents, Index: store.Documents, Spool: filepath.Join(o.Data, spoolName),
		Reader: o.Reader, OCR: ocr,
		Embedders: []library.Embedder{retrieve.Lexical{}},
		Plans:     &links{plans: plans, known: map[string]linked{}},
		Events:    events, Now: o.Now, NewID: o.NewID, Log: o.Logger,
	})
}

// ocr is what can be recognised in pictures on this machine. It is asked anew
// each time: somebody may be installing it just now.
func ocr(ctx context.Context) library.OCR {
	languages := extract.Recognises(ctx)
	return library.OCR{Available: len(languages) > 0, Languages: append([]string{}, languages...)}
}

// beginLibrary puts the library in order and lets it work until ctx ends.
func (a *App) beginLibrary(ctx context.Context) error {
	if _, err := a.library.Recover(ctx); err != nil {
		return fmt.Errorf("open library: %w", err)
	}
	a.working.Go(func() { a.library.Run(ctx) })
	return nil
}

// libraryCheck says whether documents are about to go that nobody could use.
func (a *App) libraryCheck(ctx context.Context) httpapi.Check {
	n, err := a.library.InGrace(ctx)
	if err != nil || n == 0 {
		return httpapi.Check{ID: "library", State: "ok",
			Text: fault.Text{EN: "Documents that nobody uses for 30 days are let go of.", KO: "30일 동안 쓰지 않은 문서는 지워집니다."}}
	}
	return httpapi.Check{ID: "library", State: "warn",
		Text: fault.Text{
			EN: fmt.Sprintf("%d documents expired while Meridian was not running. They go within 3 days.", n),
			KO: fmt.Sprintf("Meridian이 꺼져 있는 동안 문서 %d개의 보관 기한이 지났습니다. 3일 안에 지워집니다.", n)},
		Fix: fault.Text{EN: "Open or keep those that you need.", KO: "필요한 문서는 열어 보거나 보관으로 표시하세요."}}
}

// links knows which values of plans were taken from documents. What a plan says
// is read once for each of its revisions.
type links struct {
	plans *journal.Service

	mu    sync.Mutex
	known map[string]linked // by plan
}

// linked is what one revision of a plan took from documents.
type linked struct {
	revision int
	fields   map[document.ID][]library.Field
}

var _ library.Plans = (*links)(nil)

// Linked implements library.Plans: of all plans, archived ones too.
func (l *links) Linked(ctx context.Context) (map[document.ID][]library.Field, error) {
	open, err := l.plans.List(ctx)
	if err != nil {
		return nil, err
	}
	archived, err := l.plans.ListArchived(ctx)
	if err != nil {
		return nil, err
	}
	all := map[document.ID][]library.Field{}
	for _, e := range append(open, archived...) {
		fields, err := l.of(ctx, e)
		if err != nil {
			return nil, err
		}
		for id, f := range fields {
			all[id] = append(all[id], f...)
		}
	}
	return all, nil
}

func (l *links) of(ctx context.Context, e journal.Entry) (map[document.ID][]library.Field, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k, ok := l.known[e.ID]; ok && k.revision == e.Revision {
		return k.fields, nil
	}
	p, err := l.plans.Plan(ctx, e.ID, e.Revision)
	if err != nil {
		return nil, fmt.Errorf("read sources of plan %s: %w", e.ID, err)
	}
	fields := fieldsOf(e.ID, p)
	l.known[e.ID] = linked{e.Revision, fields}
	return fields, nil
}

// fieldsOf are the fields of a plan that name a document, in order.
func fieldsOf(id string, p plan.Plan) map[document.ID][]library.Field {
	fields := map[document.ID][]library.Field{}
	for path, source := range p.Sources {
		if source.Kind == plan.SourceDocument && source.DocID != "" {
			named := document.ID(source.DocID)
			fields[named] = append(fields[named], library.Field{Plan: id, Path: path})
		}
	}
	for _, f := range fields {
		slices.SortFunc(f, func(a, b library.Field) int {
			if a.Path < b.Path {
				return -1
			}
			return 1
		})
	}
	return fields
}

// Desk is the library without the rest of the program, for a terminal.
type Desk struct {
	*library.Service

	store  *sqlite.DB
	plans  *journal.Service
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// OpenDesk opens the library in a directory of data, and lets it work until
// Close. It fails with a fault that says who has the data when another program
// does.
func OpenDesk(ctx context.Context, opts Options) (*Desk, error) {
	opts = opts.withDefaults()
	store, err := opts.openStore(ctx)
	if err != nil {
		return nil, err
	}
	d := &Desk{store: store, plans: &journal.Service{Store: store.Plans, Now: opts.Now, NewID: opts.NewID}}
	d.Service = newLibrary(opts, store, d.plans, nil) // knows no chosen model, and must not put another in its place
	if _, err := d.Recover(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	d.work.Go(func() { d.Run(ctx) })
	return d, nil
}

// Close stops the work and closes the data. What is not done goes on at the
// next start.
func (d *Desk) Close() error {
	d.cancel()
	d.work.Wait()
	return d.store.Close()
}

// loneTenant is on whose behalf documents are kept where there is no plan yet.
const loneTenant = "household"

// Tenant is on whose behalf documents are kept when nobody says: the plan that
// was open last, or the newest.
func (d *Desk) Tenant(ctx context.Context) (document.Tenant, error) {
	plans, err := d.plans.List(ctx)
	if err != nil || len(plans) == 0 {
		return loneTenant, err
	}
	chosen, err := d.store.Settings.Get(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range plans {
		if p.ID == chosen.LastPlan {
			return document.Tenant(p.ID), nil
		}
	}
	return document.Tenant(plans[0].ID), nil
}
