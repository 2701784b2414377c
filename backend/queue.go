package backend

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"meridian/backend/answer"
	"meridian/backend/cli"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/job"
	"meridian/backend/latency"
	"meridian/backend/library"
	"meridian/backend/llm"
	"meridian/backend/openai"
	"meridian/backend/queue"
	"meridian/backend/settings"
	"meridian/backend/sqlite"
	"meridian/backend/traffic"
)

// turns is the queue before the model hosts that the owner named.
type turns struct {
	queue  *queue.Queue
	atHand queue.Host // the one that Meridian finds or runs itself; nil at a terminal
	store  *sqlite.Hosts
	client *http.Client
	known  namedHosts

	mu    sync.Mutex
	hosts map[string]named // those in use
}

// named is a host in use, and what it was made from.
type named struct {
	from sqlite.ModelHost
	host *openai.Host
}

var _ httpapi.Turns = (*turns)(nil)

func newTurns(o Options, atHand queue.Host, store *sqlite.Hosts, book *traffic.Book) *turns {
	m := &turns{atHand: atHand, queue: queue.New(queue.Options{Log: o.Logger}), store: store, client: openai.NewClient(), hosts: map[string]named{}}
	m.client.Transport = book.Out(traffic.Model, m.client.Transport, m.known.is)
	return m
}

// beginTurns lets the queue look after its hosts until the program closes, and
// takes up the jobs that it left when it last ended.
func (a *App) beginTurns(ctx context.Context) error {
	ctx, a.endModels = context.WithCancel(ctx)
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return err
	}
	a.turns.queue.Balance(queue.Policy(chosen.Balance))
	if err := a.turns.use(ctx); err != nil {
		return err
	}
	a.working.Go(func() { a.turns.queue.Run(ctx) })
	a.working.Go(func() { a.night().Order(ctx, a.durable, a.opts.Logger, kindEmbedding, kindReview, kindSummary) })
	a.beginAssessments(ctx)
	a.working.Go(func() {
		if err := a.durable.Run(ctx); err != nil && ctx.Err() == nil {
			a.opts.Logger.Error("jobs were not taken up", "error", err)
		}
	})
	return nil
}

// choices keeps the owner's settings, and obeys at once what the queue is told by
// them.
type choices struct {
	*sqlite.Settings

	turns *turns
}

var _ httpapi.Choices = choices{}

// Patch implements httpapi.Choices. A path that questions could not take is refused
// with everything that is wrong with it.
func (c choices) Patch(ctx context.Context, patch map[string]any) (settings.Settings, error) {
	if advisor, _ := patch["advisor"].(map[string]any); advisor != nil {
		if path, _ := advisor["path"].(string); path != "" {
			if _, err := answer.ParsePath([]byte(path)); err != nil {
				return settings.Settings{}, err
			}
		}
	}
	chosen, err := c.Settings.Patch(ctx, patch)
	if err == nil {
		c.turns.queue.Balance(queue.Policy(chosen.Balance))
	}
	return chosen, err
}

// use gives the queue the hosts that the store has. One that is as it was stays
// the same, so that what is known of it is kept.
func (m *turns) use(ctx context.Context) error {
	kept, err := m.store.List(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	next, members := map[string]named{}, []queue.Member{}
	if m.atHand != nil {
		members = append(members, queue.Member{Host: m.atHand})
	}
	for _, k := range kept {
		n := m.hosts[k.Name]
		if n.host == nil || n.from != k {
			base, err := openai.Address(k.Address)
			if err != nil {
				return fmt.Errorf("model host %s: %w", k.Name, err)
			}
			m.known.add(base.Host)
			n = named{k, &openai.Host{Label: k.Name, Base: base, Key: k.Key, Parallel: k.Slots, Client: m.client}}
		}
		next[k.Name] = n
		members = append(members, queue.Member{Host: n.host, Weight: k.Weight, Watts: k.Watts})
	}
	m.hosts = next
	m.queue.Use(members...)
	return nil
}

// Hosts implements httpapi.Turns.
func (m *turns) Hosts(ctx context.Context) ([]httpapi.ModelHost, error) {
	kept, err := m.store.List(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]queue.HostFigures{}
	for _, f := range m.queue.Figures().Hosts {
		known[f.Name] = f
	}
	all := []httpapi.ModelHost{}
	for _, k := range kept {
		f := known[k.Name]
		all = append(all, httpapi.ModelHost{
			Name: k.Name, Address: k.Address, HasKey: k.Key != "", Slots: k.Slots, Weight: k.Weight, Watts: k.Watts,
			State: stateOf(f), Models: append([]string{}, f.Loaded...), Busy: f.InFlight, MeanMS: milliseconds(f.Mean),
		})
	}
	return all, nil
}

func stateOf(f queue.HostFigures) string {
	switch {
	case !f.Well:
		return httpapi.HostAway
	case !f.Open:
		return httpapi.HostResting
	}
	return httpapi.HostOK
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// mostHosts bounds what the queue looks after.
const mostHosts = 32

// Faults of naming hosts.
var (
	errAddress = fault.New(fault.Invalid, "modelHost.address",
		fault.Text{EN: "This is not the address of a model host.", KO: "모델 서버의 주소가 아닙니다."},
		fault.Text{EN: "Enter an address such as http://192.168.0.10:8000/v1, without a name or a key in it.", KO: "http://192.168.0.10:8000/v1 같은 주소를 이름이나 키 없이 입력하세요."})
	errTooManyHosts = fault.New(fault.Invalid, "modelHost.many",
		fault.Text{EN: "No more model hosts can be named.", KO: "모델 서버를 더 추가할 수 없습니다."},
		fault.Text{EN: "Remove one that is not needed.", KO: "필요 없는 서버를 지우세요."})
	errNoHost = fault.New(fault.NotFound, "modelHost.unknown",
		fault.Text{EN: "There is no model host of this name.", KO: "이 이름의 모델 서버가 없습니다."},
		fault.Text{EN: "Look at the list again.", KO: "목록을 다시 확인하세요."})
)

// Put implements httpapi.Turns.
func (m *turns) Put(ctx context.Context, h httpapi.NewModelHost) error {
	base, err := openai.Address(h.Address)
	if err != nil {
		return errAddress
	}
	kept, err := m.store.List(ctx)
	if err != nil {
		return err
	}
	known := false
	for _, k := range kept {
		known = known || k.Name == h.Name
	}
	if !known && len(kept) >= mostHosts {
		return errTooManyHosts
	}
	one := sqlite.ModelHost{Name: h.Name, Address: base.String(), Slots: h.Slots, Weight: h.Weight, Watts: h.Watts}
	if h.Key != nil {
		one.Key = *h.Key
	}
	if err := m.store.Put(ctx, one, h.Key == nil); err != nil {
		return err
	}
	return m.changed(ctx)
}

// Drop implements httpapi.Turns.
func (m *turns) Drop(ctx context.Context, name string) error {
	found, err := m.store.Drop(ctx, name)
	if err != nil {
		return err
	}
	if !found {
		return errNoHost
	}
	return m.changed(ctx)
}

// changed uses the hosts as they are now, and looks at them at once.
func (m *turns) changed(ctx context.Context) error {
	if err := m.use(ctx); err != nil {
		return err
	}
	m.queue.Check(ctx)
	return nil
}

// Figures implements httpapi.Turns.
func (m *turns) Figures() httpapi.ModelFigures {
	f := m.queue.Figures()
	told := httpapi.ModelFigures{
		Refused: f.Refused, Failed: f.Failed, Yielded: f.Yielded, ColdStarts: f.Cold, Tokens: f.Tokens,
		TokensPerSecond: rate(int(f.Tokens), f.Writing), Joules: f.Joules, Answers: []httpapi.AnswerCost{},
	}
	for _, lane := range []llm.Lane{llm.Stream, llm.Short, llm.Batch} {
		told.Lanes = append(told.Lanes, httpapi.LaneFigures{
			Lane: string(lane), Waiting: f.Waiting[lane], Running: f.Running[lane],
			Waited: of(f.Waits, lane), First: of(f.Firsts, lane), Took: of(f.Turns, lane),
		})
	}
	for _, a := range f.Answers {
		told.Answers = append(told.Answers, httpapi.AnswerCost{
			At: a.At.UTC(), Lane: string(a.Lane), Waited: a.Waited.Seconds(), First: a.First.Seconds(), Took: a.Took.Seconds(),
			Tokens: a.Tokens, TokensPerSecond: rate(a.Tokens, a.Took-a.First), Cold: a.Cold, Joules: a.Joules, Failed: a.Failed,
		})
	}
	return told
}

// rate is tokens per second, 0 where nothing was measured.
func rate(tokens int, took time.Duration) float64 {
	if tokens == 0 || took <= 0 {
		return 0
	}
	return math.Round(100*float64(tokens)/took.Seconds()) / 100
}

func of(all []latency.Named, lane llm.Lane) httpapi.Quantiles {
	for _, n := range all {
		if n.Name == string(lane) {
			return httpapi.QuantilesOf(n.Summary)
		}
	}
	return httpapi.Quantiles{}
}

// kindEmbedding is the nightly job that embeds anew what an older model had
// embedded.
const kindEmbedding = "embedding"

// newDurable runs what outlives the program: work of the night, and what is told
// unasked.
func (a *App) newDurable() *job.Durable {
	return &job.Durable{
		Store: a.store.Jobs, NewID: a.opts.NewID, Now: a.opts.Now, Log: a.opts.Logger,
		Kinds: map[string]job.Steps{
			kindEmbedding:  a.night().Steps("embed", renewal{a.library}),
			kindReview:     a.night().Steps("review", reviews{a}),
			kindSummary:    a.night().Steps("summary", summaries{a}),
			kindAssessment: a.assess,
		},
	}
}

// night is when such work is done.
func (a *App) night() job.Night {
	return job.Night{Quiet: func() time.Duration { return a.api.Quiet() }, Idle: a.turns.queue.Idle, Now: a.opts.Now}
}

// renewal is the library's renewing in units.
type renewal struct{ library *library.Service }

// Unit implements job.Units.
func (r renewal) Unit(ctx context.Context, done int) (now, total int, err error) {
	left, err := r.library.Renew(ctx)
	if err != nil {
		return done, 0, err
	}
	if left == 0 {
		return done, done, nil
	}
	return done + 1, done + 1 + left, nil
}

// lone are model hosts without the rest of the program, for a terminal.
type lone struct {
	*turns

	close func() error
}

func (l lone) Close() error { return l.close() }

// Generate is the queue's.
func (l lone) Generate(ctx context.Context, t llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	return l.queue.Generate(ctx, t, r, piece)
}

// openTurns opens the host at an address, or those named in the data. It fails
// with llm.ErrNotReady when there is none.
func openTurns(ctx context.Context, asked cli.HostAsked, key string) (cli.Turns, error) {
	opts := Options{Data: asked.Data}.withDefaults()
	if asked.Address != "" {
		base, err := openai.Address(asked.Address)
		if err != nil {
			return nil, errAddress
		}
		m := newTurns(opts, nil, nil, &traffic.Book{Now: time.Now})
		m.known.add(base.Host)
		m.queue.Use(queue.Member{Host: &openai.Host{Label: base.Host, Base: base, Key: key, Parallel: asked.Slots, Client: m.client}})
		m.queue.Check(ctx)
		return lone{m, func() error { return nil }}, nil
	}
	if asked.Data == "" {
		return nil, llm.ErrNotReady
	}
	store, err := opts.openStore(ctx)
	if err != nil {
		return nil, err
	}
	m := newTurns(opts, nil, store.Hosts, &traffic.Book{Now: time.Now})
	if err := m.changed(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return lone{m, store.Close}, nil
}
