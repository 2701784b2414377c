package backend

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"meridian/backend/embedding"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/hosting"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/ollama"
	"meridian/backend/retrieve"
	"meridian/backend/sqlite"
	"meridian/backend/traffic"
)

// ModelOptions say where a model host is found. The zero value looks where one
// usually is.
type ModelOptions struct {
	Addresses []string      // of hosts of somebody else's; nil is where they usually answer
	Program   string        // path of the program of our own; "" looks for it
	Releases  string        // where that is fetched from; "" is its makers' address
	Rest      time.Duration // after which a host of our own that nobody uses is stopped; 0 means 15 minutes
}

// modelsName is the directory, within that of the data, of the model host's own.
const modelsName = "model"

// modelIdle is how long a model stays in memory after its last use.
const modelIdle = 10 * time.Minute

// The pauses after which an embedding model that could not be asked is asked again.
const (
	firstLook   = 15 * time.Second
	longestLook = 10 * time.Minute
)

// models is the model host, and what the library makes of its embedding model.
type models struct {
	*hosting.Service

	settings *sqlite.Settings
	known    func(ctx context.Context) ([]embedding.Model, error) // models that gave vectors before
	library  *library.Service                                     // nil outside the whole program
	log      *slog.Logger
	client   *http.Client // speaks to hosts that are named
	reached  reached
	named    namedHosts

	look   chan struct{} // holds one when the settings may have changed
	work   sync.WaitGroup
	cancel context.CancelFunc
}

var (
	_ httpapi.Models   = (*models)(nil)
	_ library.Embedder = (*hosting.Embedder)(nil)
)

// newModels is the model host that the settings ask for. It does nothing yet.
func newModels(o Options, store *sqlite.DB, lib *library.Service, events *event.Hub, book *traffic.Book) *models {
	dir := filepath.Join(o.Data, modelsName)
	m := &models{
		settings: store.Settings, known: store.Documents.Embedders, library: lib, log: o.Logger,
		look: make(chan struct{}, 1), cancel: func() {},
	}
	m.client = ollama.NewClient()
	m.client.Transport = book.Out(traffic.Model, m.client.Transport, m.named.is)
	addresses := o.Model.Addresses
	if addresses == nil {
		addresses = ollama.Usual(os.Getenv)
	}
	m.Service = hosting.New(hosting.Options{
		Choice: m.choice, Reach: m.reach, Addresses: addresses,
		Program: ollama.Program{Dir: dir, Getenv: os.Getenv, Path: o.Model.Program, Releases: o.Model.Releases, Client: downloads(book, o.Model.Releases), Ask: m.client},
		Machine: func() hosting.Machine { return machine(o.Data) },
		Rest:    o.Model.Rest, Now: o.Now, Log: o.Logger,
		Changed: func() { events.Publish(event.Event{Kind: event.SettingsChanged}) },
	})
	return m
}

// reached are the hosts at addresses that were asked for: what is known of one is
// known for as long as it answers there.
type reached struct {
	mu    sync.Mutex
	hosts map[string]*ollama.Host
}

// mostReached bounds what is remembered; a host of our own has another address each
// time that it is started.
const mostReached = 16

// reach is the host at an address, which the owner has named, or where one usually
// is.
func (m *models) reach(address string) (hosting.Host, error) {
	canonical, err := ollama.Address(address)
	if err != nil {
		return nil, err
	}
	m.named.add(hostOf(canonical))
	r := &m.reached
	r.mu.Lock()
	defer r.mu.Unlock()
	if h := r.hosts[canonical]; h != nil {
		return h, nil
	}
	if r.hosts == nil || len(r.hosts) >= mostReached {
		r.hosts = map[string]*ollama.Host{}
	}
	h := &ollama.Host{URL: canonical, Name: canonical, Idle: modelIdle, Client: m.client}
	r.hosts[canonical] = h
	return h, nil
}

// namedHosts are those that the owner has named. This machine is always one.
type namedHosts struct {
	mu    sync.Mutex
	hosts map[string]bool
}

func (n *namedHosts) add(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts == nil {
		n.hosts = map[string]bool{}
	}
	n.hosts[host] = true
}

func (n *namedHosts) is(host string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.hosts[host] || traffic.OnThisMachine(host)
}

func (m *models) choice(ctx context.Context) (hosting.Choice, error) {
	s, err := m.settings.Get(ctx)
	return hosting.Choice(s.Model), err
}

// Choose makes what the settings say of models take effect.
func (m *models) Choose() {
	select {
	case m.look <- struct{}{}:
	default:
	}
}

// begin lets the host be started and the library use its embedding model, until
// Close.
func (m *models) begin(ctx context.Context) error {
	ctx, m.cancel = context.WithCancel(context.WithoutCancel(ctx))
	m.work.Go(func() { m.Run(ctx) })
	if m.library == nil {
		return nil
	}
	chosen, before, err := m.remembered(ctx)
	if err != nil {
		return err
	}
	m.use(chosen, before)
	m.work.Go(func() { m.follow(ctx, chosen != nil) })
	return nil
}

// Close ends a host of our own and everything else that was begun.
func (m *models) Close() {
	m.cancel()
	m.work.Wait()
}

// remembered is the chosen embedding model as it was when it last gave vectors,
// nil when it never did, and the others that did.
func (m *models) remembered(ctx context.Context) (chosen library.Embedder, before []library.Embedder, err error) {
	c, err := m.choice(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := m.known(ctx)
	for _, k := range all {
		switch {
		case !k.Neural:
		case !hosting.Same(k.Name, c.Embedding):
			before = append(before, m.Known(k))
		case chosen == nil:
			chosen = m.Known(k)
		}
	}
	return chosen, before, err
}

// use tells the library which models can be asked. The words alone can always
// be; models of earlier vectors are searched until the chosen one has caught up.
func (m *models) use(chosen library.Embedder, before []library.Embedder) {
	all := append([]library.Embedder{retrieve.Lexical{}}, before...)
	if chosen != nil {
		all = append([]library.Embedder{chosen}, all...)
	}
	m.library.Use(all...)
}

// follow takes the chosen embedding model up whenever the settings may have
// changed. One that cannot be asked yet is looked for again. Where it is known
// from before nobody wakes it for that.
func (m *models) follow(ctx context.Context, known bool) {
	pause := firstLook
	if !known {
		m.Choose()
	}
	for again := (<-chan time.Time)(nil); ; {
		select {
		case <-m.look:
			pause = firstLook
		case <-again:
			pause = min(2*pause, longestLook)
		case <-ctx.Done():
			return
		}
		again = nil
		if !m.takeUp(ctx) {
			again = time.After(pause)
		}
	}
}

// takeUp uses the chosen embedding model; false when it cannot be asked now.
func (m *models) takeUp(ctx context.Context) bool {
	c, err := m.choice(ctx)
	if err != nil {
		return false
	}
	chosen, before, err := m.remembered(ctx)
	if err != nil {
		return false
	}
	if c.Embedding == "" {
		m.use(nil, before)
		return true
	}
	e, err := m.Embedder(ctx)
	if err != nil {
		m.log.Info("the embedding model cannot be asked", "error", err)
		if chosen != nil {
			m.use(chosen, before)
		}
		return false
	}
	m.use(e, before)
	return true
}

// beginModels lets the model host work until the program closes.
func (a *App) beginModels(ctx context.Context) error { return a.models.begin(ctx) }

// modelCheck says whether a language model answers.
func (a *App) modelCheck(ctx context.Context) httpapi.Check {
	st, err := a.models.State(ctx)
	switch {
	case err != nil || st.Phase == hosting.Failed:
		return httpapi.Check{ID: "model", State: "warn",
			Text: fault.Text{EN: "The model host does not answer.", KO: "모델 서버가 응답하지 않습니다."},
			Fix:  fault.Text{EN: "Open Language model in Settings.", KO: "설정의 언어 모델을 여세요."}}
	case st.Chat.Name != "" && st.Phase == hosting.Ready && !st.Chat.There:
		return httpapi.Check{ID: "model", State: "warn",
			Text: fault.Text{EN: "The chosen language model is not on the model host.", KO: "고른 언어 모델이 모델 서버에 없습니다."},
			Fix:  fault.Text{EN: "Download it in Settings.", KO: "설정에서 내려받으세요."}}
	case st.Chat.Name == "":
		return httpapi.Check{ID: "model", State: "ok",
			Text: fault.Text{EN: "No language model is chosen; everything else works without one.", KO: "언어 모델을 고르지 않았습니다. 나머지는 모두 모델 없이 동작합니다."}}
	}
	return httpapi.Check{ID: "model", State: "ok",
		Text: fault.Text{EN: "The language model answers on this computer's terms.", KO: "언어 모델을 쓸 수 있습니다."}}
}

// ModelDesk is the model host without the rest of the program, for a terminal.
type ModelDesk struct {
	*models

	store *sqlite.DB
}

// OpenModelDesk opens what the settings in a directory of data say of models,
// and lets a host be started until Close.
func OpenModelDesk(ctx context.Context, opts Options) (*ModelDesk, error) {
	opts = opts.withDefaults()
	store, err := opts.openStore(ctx)
	if err != nil {
		return nil, err
	}
	d := &ModelDesk{models: newModels(opts, store, nil, &event.Hub{}, &traffic.Book{Now: opts.Now}), store: store}
	return d, d.begin(ctx)
}

// Close ends the host where it is our own, and closes the data.
func (d *ModelDesk) Close() error {
	d.models.Close()
	return d.store.Close()
}
