package backend

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/oklog/ulid/v2"

	"meridian/backend/backup"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/job"
	"meridian/backend/journal"
	"meridian/backend/library"
	"meridian/backend/lock"
	"meridian/backend/plan"
	"meridian/backend/settings"
	"meridian/backend/share"
	"meridian/backend/sqlite"
	"meridian/backend/track"
	"meridian/backend/traffic"
	"meridian/frontend"
)

// Version is the version of the program.
const Version = "0.1.0"

// program is what this one calls itself, to a second process and in a backup.
const program = "meridian " + Version

// Native is what only a window on the owner's machine can do.
type Native = httpapi.Native

// NoPort in Options keeps the program from listening; its Handler answers to
// the address 127.0.0.1:0.
const NoPort = -1

// Options are what a program is made with. Only Data is needed.
type Options struct {
	Data    string           // directory of the data; made when missing
	Port    int              // of the local listener; 0 takes the last one, or a free one
	Locale  string           // language of the machine, ko or en
	Native  Native           // nil without a window
	Logger  *slog.Logger     // nil discards
	Now     func() time.Time // nil is time.Now
	NewID   func() string    // names plans and jobs; nil makes ULIDs
	Pages   fs.FS            // the interface; nil is the embedded one
	Reader  library.Reader   // of documents; nil runs this program again for each
	Model   ModelOptions     // where a model host is found
	Share   ShareOptions     // what sharing is made of
	Updates *http.Client     // asks for the list of releases; nil is http.DefaultClient

	before *before       // what the program before this one leaves to it; nil for the first, and where none can follow
	cold   bool          // begin no forecast before somebody asks; for tests of other things
	settle time.Duration // how long a plan must rest before its change is assessed; 0 means 20 s, and never when cold
}

// App is the whole program.
type App struct {
	opts      Options
	store     *sqlite.DB
	jobs      *job.Runner
	events    *event.Hub
	forecasts *forecasts
	library   *library.Service
	backups   *backup.Service
	models    *models
	book      *traffic.Book // of every connection
	share     *share.Service
	lock      *lock.Lock
	doctor    examiner
	again     chan struct{} // closed once the program is to begin again
	next      backup.Place  // with what is in there
	refused   refusal       // what the program before this one could not go on with
	durable   *job.Durable
	turns     *turns
	track     *track.Service
	api       *httpapi.API
	guard     *httpapi.Guard
	handler   http.Handler
	remote    http.Handler // for whoever was let in from elsewhere, once api.Afar knows a host
	listener  net.Listener // nil with NoPort
	server    *http.Server
	warm      sync.WaitGroup // the first forecast, begun before anybody asks
	working   sync.WaitGroup // what goes on until the program closes: the library, backups, models
	endWork   context.CancelFunc
	ending    <-chan struct{}    // closed once that work is to end
	endModels context.CancelFunc // ends, before the rest of that, the jobs that outlive the program
	close     sync.Once
	closed    error
}

// databaseName is the file in the data directory.
const databaseName = "meridian.db"

// ErrPortInUse is returned when the port that was asked for is taken.
var ErrPortInUse = fault.New(fault.Unavailable, "listen.portInUse",
	fault.Text{EN: "Another program is using this port.", KO: "다른 프로그램이 이 포트를 쓰고 있습니다."},
	fault.Text{EN: "Choose another port, or none to take a free one.", KO: "다른 포트를 고르거나, 포트를 지정하지 않으면 빈 포트를 씁니다."})

// New opens the data and puts the program together. The port is taken, but
// nothing is answered before Run. The caller must Close it.
func New(ctx context.Context, opts Options) (*App, error) {
	opts = opts.withDefaults()
	store, err := opts.openStore(ctx)
	if err != nil {
		return nil, err
	}
	a := &App{opts: opts, store: store, book: &traffic.Book{Now: opts.Now}, again: make(chan struct{})}
	if opts.before != nil {
		a.refused.set(opts.before.place, opts.before.refused)
	}
	if a.lock, err = opts.takeLock(); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if err := a.listen(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	a.assemble()
	if err := errors.Join(a.begin(ctx), a.firstStart(ctx)); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// begin lets work that nobody asks for go on until the program closes.
func (a *App) begin(ctx context.Context) error {
	ctx, a.endWork = context.WithCancel(context.WithoutCancel(ctx))
	a.ending = ctx.Done()
	return errors.Join(a.beginModels(ctx), a.beginLibrary(ctx), a.beginBackups(ctx), a.beginTurns(ctx), a.beginShare(ctx), a.beginTrack(ctx), a.beginLock(ctx))
}

func (o Options) withDefaults() Options {
	o.Locale = cmp.Or(o.Locale, "en")
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		now := o.Now
		o.NewID = func() string { return ulid.MustNew(ulid.Timestamp(now()), rand.Reader).String() }
	}
	if o.Pages == nil {
		o.Pages = frontend.FS()
	}
	if o.Reader == nil {
		o.Reader = reader(os.Args[0], o.Data)
	}
	return o
}

// openStore opens the data of options that have their defaults.
func (o Options) openStore(ctx context.Context) (*sqlite.DB, error) {
	return sqlite.Open(ctx, filepath.Join(o.Data, databaseName), sqlite.Options{Now: o.Now, Log: o.Logger, Program: program})
}

// listen takes the port. One that was asked for must be free; the last one is
// taken again when it is, because a browser keeps what it stores by port.
func (a *App) listen(ctx context.Context) error {
	if a.opts.Port == NoPort {
		return nil
	}
	if a.opts.Port != 0 {
		return a.listenOn(ctx, a.opts.Port)
	}
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return fmt.Errorf("read last port: %w", err)
	}
	if chosen.Port == 0 || a.listenOn(ctx, chosen.Port) != nil {
		if err := a.listenOn(ctx, 0); err != nil {
			return err
		}
	}
	return a.rememberPort(ctx, chosen.Port)
}

func (a *App) listenOn(ctx context.Context, port int) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) || isWindowsInUse(err) {
		return fmt.Errorf("listen on port %d: %w", port, ErrPortInUse.With(err))
	}
	if err != nil {
		return fmt.Errorf("listen on port %d: %w", port, err)
	}
	a.listener = a.book.Listen(traffic.Pages, listener)
	return nil
}

// isWindowsInUse knows WSAEADDRINUSE, which is not syscall.EADDRINUSE there.
func isWindowsInUse(err error) bool {
	const wsaAddrInUse = syscall.Errno(10048)
	return runtime.GOOS == "windows" && errors.Is(err, wsaAddrInUse)
}

func (a *App) rememberPort(ctx context.Context, last int) error {
	port := a.listener.Addr().(*net.TCPAddr).Port
	if port == last {
		return nil
	}
	_, err := a.store.Settings.Change(ctx, func(s settings.Settings) (settings.Settings, error) {
		s.Port = port
		return s, nil
	})
	if err != nil {
		return errors.Join(fmt.Errorf("remember port: %w", err), a.listener.Close())
	}
	return nil
}

// progressPause is the least time between two reports of a forecast: a bar moves
// smoothly between them, and drawing it takes little from the work itself.
const progressPause = 100 * time.Millisecond

// restAfter is how long nothing must have been computed before memory goes back
// to the system; longer than the pause between two moves of a lever.
const restAfter = 3 * time.Second

// assemble wires everything by hand.
func (a *App) assemble() {
	o := a.opts
	a.guard = o.takeGuard(a.address())
	a.jobs = job.New(job.Options{
		NewID: o.NewID, Every: progressPause,
		// A run's matrices are large, and an idle program should not hold them.
		Rest: debug.FreeOSMemory, RestAfter: restAfter,
		Lanes: map[string]int{httpapi.LaneFull: 1, httpapi.LanePreview: 1, httpapi.LaneCloud: 1, httpapi.LaneAnalysis: 1, httpapi.LaneBackup: 1, httpapi.LaneAnswer: 1},
	})
	a.events = &event.Hub{}
	a.forecasts = newForecasts(o, a.store)
	plans := &journal.Service{Store: a.store.Plans, Now: o.Now, NewID: o.NewID, Events: a.events}
	a.library = newLibrary(o, a.store, plans, a.events)
	a.library.RenewAtMost = atOnce
	a.backups = newBackups(o, a.store, plans, a.lock)
	a.models = newModels(o, a.store, a.library, a.events, a.book)
	a.turns = newTurns(o, &atHand{models: a.models}, a.store.Hosts, a.book)
	a.models.Turn = a.turns.embed
	a.durable = a.newDurable()
	afar := httpapi.NewRemoteGuard(o.Now)
	a.share = newShare(o, a.store, a.book, a.events, http.HandlerFunc(a.serveGuests), afar)
	guests := newGuests(o, a.store, plans)
	a.track = newTrack(o, a.store, plans, a.forecasts)
	plans.Created = a.beginPast
	a.wireLock()
	a.doctor = examiner{app: a}
	datasets := newDatasets(o, a.store, plans)
	a.forecasts.service.Own = datasets
	a.api = &httpapi.API{
		Guard:     a.guard,
		Plans:     plans,
		Library:   a.library,
		Backups:   a.backups,
		Places:    a.backups,
		Exchange:  a.exchanger(),
		Refused:   a.refused.told,
		Lock:      a.lock,
		Doctor:    &a.doctor,
		Newest:    a.newest,
		Advisor:   newAdvisor(o, a.store, plans, a.forecasts, a.library, a.models, a.turns, a.track),
		Models:    a.models,
		Forecasts: a.forecasts,
		Jobs:      a.jobs,
		Durable:   a.durable,
		Turns:     a.turns,
		Share:     a.share,
		Network:   a.newNetwork(o),
		Track:     toldTrack{a.track, a.events},
		Datasets:  datasets,
		Events:    a.events,
		Choices:   choices{a.store.Settings, a.turns},
		Answers:   answers{a.store.Replies},
		Native:    o.Native,
		Guests:    guests,
		NameOf:    nameOf(guests),
		Tokens:    newTokens(o, a.book),
		Afar:      afar,
		Pages:     o.Pages,
		About:     httpapi.Session{Version: Version, Engine: forecast.EngineVersion, OS: runtime.GOOS, Locale: o.Locale, Window: o.Native != nil},
		Checks:    a.checks,
		Issues:    a.issues,
		Log:       o.Logger,
		Now:       o.Now,
	}
	a.handler = a.api.Handler()
	a.remote = a.api.Remote()
	a.server = &http.Server{
		Handler:           a.handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(o.Logger.Handler(), slog.LevelDebug),
	}
}

func (a *App) address() string {
	if a.listener == nil {
		return "127.0.0.1:0"
	}
	return a.listener.Addr().String()
}

// firstStart gives an empty store the demo household of the language, and
// begins the forecast that whoever comes will want to see first.
func (a *App) firstStart(ctx context.Context) error {
	open, err := a.api.Plans.List(ctx)
	if err != nil {
		return err
	}
	archived, err := a.api.Plans.ListArchived(ctx)
	if err != nil {
		return err
	}
	if len(open)+len(archived) > 0 {
		a.warmUp(ctx, a.lastOf(ctx, open))
		return nil
	}
	demo, err := plan.Demo(region(a.opts.Locale))
	if err != nil {
		return err
	}
	state, err := a.api.Plans.Create(ctx, demo)
	if err != nil {
		return fmt.Errorf("make the demo household: %w", err)
	}
	a.warmUp(ctx, state.ID)
	return nil
}

func region(locale string) string {
	if locale == "ko" {
		return "kr"
	}
	return "us"
}

// lastOf is the plan that was open last, or the newest; "" when there is none.
func (a *App) lastOf(ctx context.Context, open []journal.Entry) string {
	if len(open) == 0 {
		return ""
	}
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return open[0].ID // the settings are asked again, and their fault told, by whoever needs them
	}
	return lastAmong(open, chosen)
}

// lastAmong is the plan of a list that was open last, or its first.
func lastAmong(open []journal.Entry, chosen settings.Settings) string {
	for _, e := range open {
		if e.ID == chosen.LastPlan {
			return e.ID
		}
	}
	return open[0].ID
}

// warmUp begins the forecast of a plan before anybody asks. Whoever asks then
// joins it. That it cannot be begun is told when it is asked for.
func (a *App) warmUp(ctx context.Context, id string) {
	if id == "" || a.opts.cold {
		return
	}
	a.warm.Go(func() {
		asked := httpapi.NewForecast{Plan: id, Purpose: string(forecast.Full), Client: "start"}
		if _, err := a.api.Start(context.WithoutCancel(ctx), asked); err != nil && !errors.Is(err, job.ErrClosed) {
			a.opts.Logger.Warn("first forecast did not begin", "error", err)
		}
	})
}

// Handler is the interface and the API.
func (a *App) Handler() http.Handler { return a.handler }

// Address is where the program listens, as host:port.
func (a *App) Address() string { return a.address() }

// Home is the address of the interface for whoever has the cookie.
func (a *App) Home() string { return a.guard.Origin() + "/" }

// Enter is an address that lets one browser in, once, until life has passed.
func (a *App) Enter(life time.Duration) string {
	return a.guard.Origin() + "/enter?t=" + a.guard.Ticket(life)
}

// Owner is the secret of this launch, for programs that send it as a bearer token.
func (a *App) Owner() string { return a.guard.Owner() }

// Settings is what the owner chose.
func (a *App) Settings(ctx context.Context) (settings.Settings, error) {
	return a.store.Settings.Get(ctx)
}

// ChangeSettings replaces the settings by what edit makes of them.
func (a *App) ChangeSettings(ctx context.Context, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error) {
	return a.store.Settings.Change(ctx, edit)
}

// Notices are what the owner should hear of: above all, that a damaged store was kept aside.
func (a *App) Notices() []sqlite.Notice { return a.store.Notices() }

// graceful is how long answers under way may take when the program ends.
const graceful = 3 * time.Second

// Run answers requests until ctx ends, and then lets answers under way finish.
// The caller still has to Close.
func (a *App) Run(ctx context.Context) error {
	if a.listener == nil {
		return errors.New("run: the program was made without a port")
	}
	if err := a.announce(); err != nil {
		a.opts.Logger.Warn("commands at a terminal will not find this program", "error", err)
	}
	served := make(chan error, 1)
	go func() { served <- a.server.Serve(a.listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	case <-a.again:
	}
	a.shutOut()
	a.jobs.Close() // ends every stream of a job with the reason
	a.endModels()  // and of those that outlive the program without one
	a.events.Close()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer cancel()
	if err := a.server.Shutdown(limit); err != nil {
		_ = a.server.Close() // what is still open after the grace is cut off
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Close stops work, listening and storing, in that order. Calls after the
// first return what the first did.
func (a *App) Close() error {
	a.close.Do(func() {
		a.withdraw()
		a.endWork()
		a.working.Wait()
		a.models.Close()
		a.warm.Wait()
		a.jobs.Close()
		a.events.Close()
		errs := []error{a.server.Close()}
		if a.listener != nil {
			if err := a.listener.Close(); !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
		a.forecasts.settle()
		a.closed = errors.Join(append(errs, a.store.Close())...)
	})
	return a.closed
}

// checks says whether the program is well.
func (a *App) checks(ctx context.Context) []httpapi.Check {
	checks := []httpapi.Check{a.storeCheck(ctx), a.forecasts.check(), a.libraryCheck(ctx), a.modelCheck(ctx), a.shareCheck()}
	checks = append(checks, a.keepingChecks(ctx)...)
	for _, n := range a.store.Notices() {
		checks = append(checks, httpapi.Check{ID: n.ID, State: "warn", Text: n.Text, Fix: n.Fix})
	}
	return append(checks, a.pagesCheck())
}

func (a *App) storeCheck(ctx context.Context) httpapi.Check {
	if _, err := a.store.Settings.Get(ctx); err != nil {
		return httpapi.Check{ID: "store", State: "fail",
			Text: fault.Text{EN: "Your data cannot be read.", KO: "데이터를 읽을 수 없습니다."},
			Fix:  fault.Text{EN: "Check the disk, then start Meridian again.", KO: "디스크를 점검한 뒤 Meridian을 다시 시작하세요."}}
	}
	return httpapi.Check{ID: "store", State: "ok",
		Text: fault.Text{EN: "Your data is on this computer and can be read.", KO: "데이터가 이 컴퓨터에 있고 읽을 수 있습니다."}}
}

func (a *App) pagesCheck() httpapi.Check {
	if _, err := fs.Stat(a.opts.Pages, "index.html"); errors.Is(err, os.ErrNotExist) {
		return httpapi.Check{ID: "pages", State: "fail",
			Text: fault.Text{EN: "The interface was not built into this program.", KO: "이 프로그램에 화면이 들어 있지 않습니다."},
			Fix:  fault.Text{EN: "Run make build.", KO: "make build를 실행하세요."}}
	}
	return httpapi.Check{ID: "pages", State: "ok",
		Text: fault.Text{EN: "The interface is part of this program; nothing is fetched.", KO: "화면이 프로그램에 들어 있어 아무것도 내려받지 않습니다."}}
}

// answers keeps the owner's answers in the store.
type answers struct{ replies *sqlite.Replies }

var _ httpapi.Answers = answers{}

const ownerKeys = "" // the store's name for the owner

func (a answers) Recall(ctx context.Context, key string) (httpapi.Answer, bool, error) {
	r, found, err := a.replies.Recall(ctx, ownerKeys, key)
	return httpapi.Answer{Request: r.Request, Status: r.Status, Media: r.Media, Where: r.Location, Body: r.Body}, found, err
}

func (a answers) Keep(ctx context.Context, key string, answer httpapi.Answer) error {
	return a.replies.Keep(ctx, sqlite.Reply{
		Principal: ownerKeys, Key: key, Request: answer.Request,
		Status: answer.Status, Media: answer.Media, Location: answer.Where, Body: answer.Body,
	})
}
