package hosting

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"meridian/backend/llm"
)

// Choice is what the owner chose.
type Choice struct {
	Address   string // of a host; "" finds one, or runs one
	Chat      string // model that answers; "" for none
	Embedding string // model that embeds; "" for none
	Context   int    // tokens that a question and its answer share
}

// Options are what assembly decides.
type Options struct {
	Choice    func(ctx context.Context) (Choice, error)
	Reach     func(address string) (Host, error) // ErrBadAddress for what is none
	Addresses []string                           // where a host of somebody else's may be, the likeliest first
	Program   Program
	Machine   func() Machine
	Rest      time.Duration // after which a host of our own that nobody uses is stopped; 0 means 15 minutes
	// Turn embeds texts when it is their turn; nil asks the host at once.
	Turn    func(ctx context.Context, lane llm.Lane, model string, texts []string) ([][]float32, error)
	Changed func() // called when the state of the host has changed; nil for nobody
	Now     func() time.Time
	Log     *slog.Logger
}

const (
	usualRest = 15 * time.Minute
	trusted   = 5 * time.Second // a host that answered so lately is not asked again
)

// Phase is where the host stands; the transitions are in the package comment.
type Phase string

// The phases of a host.
const (
	Absent   Phase = "absent"
	Stopped  Phase = "stopped"
	Starting Phase = "starting"
	Ready    Phase = "ready"
	Failed   Phase = "failed"
)

// Service keeps a language model at hand. All its methods are safe for
// concurrent use.
type Service struct {
	Options

	work sync.WaitGroup

	mu     sync.Mutex
	ctx    context.Context // of the child; nil before Run and after its end
	kept   *kept           // nil when there is no child
	failed error           // why the last child ended
	found  found
	busy   int
	used   time.Time
	last   *Examination
}

// found is a host that answered.
type found struct {
	host    Host
	address string
	version string
	at      time.Time
}

// kept is a host of our own.
type kept struct {
	ending  <-chan struct{} // closed when it is to end
	cancel  context.CancelFunc
	ready   chan struct{} // closed when it answers for the first time
	done    chan struct{} // closed when nothing of it is left
	address string        // "" while it does not answer
}

// New is a service over what the options name. Nothing runs before Run.
func New(o Options) *Service {
	if o.Changed == nil {
		o.Changed = func() {}
	}
	if o.Rest == 0 {
		o.Rest = usualRest
	}
	return &Service{Options: o}
}

// Run lets a host of our own be started, stops it when nobody uses it, and ends
// it with ctx.
func (s *Service) Run(ctx context.Context) {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	for tick := time.NewTicker(min(s.Rest/4, time.Minute)); ; {
		select {
		case <-tick.C:
			s.rest()
			continue
		case <-ctx.Done():
		}
		tick.Stop()
		break
	}
	s.mu.Lock()
	s.ctx = nil
	s.mu.Unlock()
	s.work.Wait()
}

// rest stops a host of our own that nobody uses.
func (s *Service) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept != nil && s.busy == 0 && s.Now().Sub(s.used) >= s.Rest {
		s.kept.cancel()
	}
}

// Generate asks a model of the host, which is started when it has to be. A host of
// our own that hung is asked once more when it has been started anew, unless
// somebody has seen the beginning of the reply.
func (s *Service) Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (reply llm.Reply, err error) {
	seen := false
	err = s.withAgain(ctx, func(h Host) error {
		reply, err = h.Generate(ctx, r, func(p llm.Piece) error {
			seen = true
			if piece == nil {
				return nil
			}
			return piece(p)
		})
		return err
	}, func() bool { return !seen })
	return reply, err
}

// Embed is one vector a text. A host of our own that hung is asked once more.
func (s *Service) Embed(ctx context.Context, model string, texts []string) (vectors [][]float32, err error) {
	err = s.withAgain(ctx, func(h Host) error {
		vectors, err = h.Embed(ctx, model, texts)
		return err
	}, func() bool { return true })
	return vectors, err
}

// withAgain does something at a host, and once more where a host of our own hung and
// nothing came of it.
func (s *Service) withAgain(ctx context.Context, do func(Host) error, untouched func() bool) error {
	err := s.with(ctx, do)
	if errors.Is(err, ErrSilent) && s.ownChild() && untouched() && ctx.Err() == nil {
		return s.with(ctx, do)
	}
	return err
}

// ownChild reports whether the host is our own, running or ending.
func (s *Service) ownChild() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept != nil
}

// Warm loads the chosen chat model before anybody asks, where there is one.
func (s *Service) Warm(ctx context.Context) error {
	c, err := s.Choice(ctx)
	if err != nil || c.Chat == "" {
		return err
	}
	return s.with(ctx, func(h Host) error { return h.Warm(ctx, c.Chat, c.Context) })
}

// Pull has the host fetch a model.
func (s *Service) Pull(ctx context.Context, model string, told func(Progress)) error {
	return s.with(ctx, func(h Host) error { return h.Pull(ctx, model, told) })
}

// Import has the host take a file of weights in.
func (s *Service) Import(ctx context.Context, path, model string, told func(Progress)) error {
	return s.with(ctx, func(h Host) error { return h.Import(ctx, path, model, told) })
}

// Fetch fetches the program of a host.
func (s *Service) Fetch(ctx context.Context, told func(Progress)) error {
	defer s.Changed()
	return s.Program.Fetch(ctx, told)
}

// Offer is what fetching the program would take.
func (s *Service) Offer(ctx context.Context) (Offer, error) { return s.Program.Offer(ctx) }

// with does something at a host. One that fell silent is started anew, since it
// hangs; one that is gone is looked for again.
func (s *Service) with(ctx context.Context, do func(Host) error) error {
	s.enter(1)
	defer s.enter(-1)
	h, err := s.Host(ctx)
	if err != nil {
		return err
	}
	err = do(h)
	if errors.Is(err, llm.ErrNotReady) || errors.Is(err, ErrSilent) {
		s.mu.Lock()
		s.found = found{}
		if s.kept != nil && errors.Is(err, ErrSilent) {
			s.Log.Warn("the model host hangs and is started anew")
			s.kept.cancel()
		}
		s.mu.Unlock()
	}
	return err
}

func (s *Service) enter(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy += n
	s.used = s.Now()
}

// Host is the chosen host, or one that was found, or one of our own, which is
// started for it.
func (s *Service) Host(ctx context.Context) (Host, error) {
	c, err := s.Choice(ctx)
	if err != nil {
		return nil, err
	}
	f, err := s.find(ctx, c)
	if err == nil || c.Address != "" {
		return f.host, err
	}
	return s.own(ctx)
}

// find looks for a host that runs.
func (s *Service) find(ctx context.Context, c Choice) (found, error) {
	addresses := s.Addresses
	if c.Address != "" {
		addresses = []string{c.Address}
	}
	s.mu.Lock()
	last := s.found
	s.mu.Unlock()
	err := error(ErrNoProgram)
	for _, address := range addresses {
		if last.address == address && s.Now().Sub(last.at) < trusted {
			return last, nil
		}
		var f found
		if f, err = s.reach(ctx, address); err == nil {
			s.mu.Lock()
			s.found = f
			s.mu.Unlock()
			return f, nil
		}
	}
	return found{}, err
}

func (s *Service) reach(ctx context.Context, address string) (found, error) {
	h, err := s.Reach(address)
	if err != nil {
		return found{}, err
	}
	version, err := h.Version(ctx)
	return found{h, address, version, s.Now()}, err
}

// own is a host of our own, running. One that is just ending is waited for, and
// another takes its place.
func (s *Service) own(ctx context.Context) (Host, error) {
	k, err := s.begin()
	if err != nil {
		return nil, err
	}
	select {
	case <-k.ending:
		select {
		case <-k.done:
			return s.own(ctx)
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	default:
	}
	select {
	case <-k.ready:
	case <-k.done:
		return nil, s.why()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	s.mu.Lock()
	address := k.address
	s.mu.Unlock()
	if address == "" {
		return nil, llm.ErrNotReady
	}
	return s.Reach(address)
}

func (s *Service) why() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return llm.ErrNotReady.With(s.failed)
	}
	return llm.ErrNotReady
}

// begin starts the child unless it is there.
func (s *Service) begin() (*kept, error) {
	path, there := s.Program.Find()
	if !there {
		return nil, ErrNoProgram
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx == nil || s.ctx.Err() != nil {
		return nil, llm.ErrNotReady
	}
	if s.kept != nil {
		return s.kept, nil
	}
	ctx, cancel := context.WithCancel(s.ctx)
	k := &kept{ending: ctx.Done(), cancel: cancel, ready: make(chan struct{}), done: make(chan struct{})}
	s.kept, s.failed = k, nil
	s.work.Go(func() { s.keep(ctx, k, path) })
	return k, nil
}

// keep runs the child until nobody wants it.
func (s *Service) keep(ctx context.Context, k *kept, path string) {
	defer k.cancel()
	s.Changed()
	answered := sync.OnceFunc(func() { close(k.ready) })
	err := s.Program.Keep(ctx, path, func(address string) {
		s.mu.Lock()
		k.address = address
		s.mu.Unlock()
		if address != "" {
			answered()
		}
		s.Changed()
	})
	s.mu.Lock()
	s.kept, s.failed = nil, err
	s.mu.Unlock()
	if err != nil {
		s.Log.Warn("the model host cannot be kept running", "error", err)
	}
	close(k.done)
	s.Changed()
}

// State is what there is.
type State struct {
	Phase   Phase  `json:"phase"`
	Address string `json:"address"` // of the host that answers; "" for none
	Version string `json:"version"`
	Own     bool   `json:"own"`     // it is, or would be, our child
	Program string `json:"program"` // path of an installed program; "" for none

	Chat      Chosen  `json:"chat"`
	Embedding Chosen  `json:"embedding"`
	Models    []Model `json:"models"`
}

// Chosen is a model that the owner chose, and whether it is there.
type Chosen struct {
	Name   string `json:"name"` // "" for none
	There  bool   `json:"there"`
	Loaded bool   `json:"loaded"` // otherwise the next question begins cold
}

// State looks at what there is, and starts nothing.
func (s *Service) State(ctx context.Context) (State, error) {
	c, err := s.Choice(ctx)
	if err != nil {
		return State{}, err
	}
	st := State{Phase: Absent, Models: []Model{}, Chat: Chosen{Name: c.Chat}, Embedding: Chosen{Name: c.Embedding}}
	st.Program, _ = s.Program.Find()
	host := s.look(ctx, c, &st)
	if host == nil {
		return st, nil
	}
	if st.Models, err = host.Models(ctx); err != nil {
		st.Phase, st.Models = Failed, []Model{}
		return st, nil //nolint:nilerr // that it does not answer is its state
	}
	st.Chat.find(st.Models)
	st.Embedding.find(st.Models)
	return st, nil
}

// look is the host that answers now, nil for none.
func (s *Service) look(ctx context.Context, c Choice, st *State) Host {
	if f, err := s.find(ctx, c); err == nil {
		st.Phase, st.Address, st.Version = Ready, f.address, f.version
		return f.host
	}
	if c.Address != "" {
		st.Phase, st.Address = Failed, c.Address
		return nil
	}
	s.mu.Lock()
	k, failed := s.kept, s.failed
	address := ""
	if k != nil {
		address = k.address
	}
	s.mu.Unlock()
	st.Own = st.Program != ""
	switch {
	case address != "":
		if f, err := s.reach(ctx, address); err == nil {
			st.Phase, st.Address, st.Version = Ready, address, f.version
			return f.host
		}
		st.Phase = Starting
	case k != nil:
		st.Phase = Starting
	case failed != nil:
		st.Phase = Failed
	case st.Program != "":
		st.Phase = Stopped
	}
	return nil
}

func (c *Chosen) find(models []Model) {
	for _, m := range models {
		if Same(m.Name, c.Name) {
			c.There, c.Loaded = true, m.Loaded
		}
	}
}

// embedding is the chosen embedding model as it is now, or why it cannot be
// asked.
func (s *Service) embedding(ctx context.Context) (Model, Detail, error) {
	c, err := s.Choice(ctx)
	if err != nil {
		return Model{}, Detail{}, err
	}
	if c.Embedding == "" {
		return Model{}, Detail{}, llm.ErrNoModel
	}
	var m Model
	var d Detail
	err = s.with(ctx, func(h Host) error {
		models, err := h.Models(ctx)
		if err != nil {
			return err
		}
		for _, m = range models {
			if Same(m.Name, c.Embedding) {
				d, err = h.Show(ctx, m.Name)
				return err
			}
		}
		return llm.ErrNoModel
	})
	if err == nil && (!d.Embedding || d.Dimensions == 0) {
		err = llm.ErrRefused.With(fmt.Errorf("%s does not embed", c.Embedding))
	}
	return m, d, err
}
