package queue

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"meridian/backend/fault"
	"meridian/backend/llm"
)

// Host serves models. Its methods are called from several goroutines at once
// and return soon after ctx ends. Its errors are those of package llm; an
// error that is no fault counts as its failure.
type Host interface {
	// Name tells it from others; it does not change.
	Name() string
	// Slots is how many requests it serves at once, at least 1.
	Slots() int
	// Generate writes a reply, and hands its pieces over as they come.
	Generate(ctx context.Context, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error)
	// Embed is the vectors of texts, one each.
	Embed(ctx context.Context, model string, texts []string) ([][]float32, error)
	// Health is nil when it can serve, or could after loading something.
	Health(ctx context.Context) error
	// Loaded is the models in its memory, and how many bytes of that are free; 0
	// when it does not say.
	Loaded(ctx context.Context) (models []string, free int64, err error)
}

// Member is a host with what the balance needs to know of it.
type Member struct {
	Host
	Weight int     // how much it can do compared with others; 0 is 1
	Watts  float64 // what it draws while it works, for estimates of energy; 0 when nobody knows
}

// The most turns that wait in a lane when Options do not say.
const (
	mostStream = 64
	mostShort  = 256
	mostBatch  = 256
)

// Options are what assembly decides; the zero value is usable.
type Options struct {
	Policy Policy           // see Balance
	Most   map[llm.Lane]int // turns that may wait in a lane
	Log    *slog.Logger     // nil discards
}

// Queue gives turns. All its methods are safe for concurrent use.
type Queue struct {
	opts    Options
	began   time.Time // of the clock that everything here runs by
	figures figures

	mu      sync.Mutex
	hosts   []*host
	waiting []*turn // in the order of their arrival
	running []*turn
	last    map[seat]int // of seats that have turns waiting, and of the one served last
	turns   int          // that have begun
	arrived int          // turns that were let in
	means   map[llm.Lane]time.Duration
	stays   stays
	retry   *time.Timer // for the next breaker to become half-open; nil before the first
}

// host is a member and what is known of it. The queue's mutex guards all but the
// Host itself, which stays what it was.
type host struct {
	Member
	breaker  breaker
	ill      bool            // its last check failed
	loaded   map[string]bool // models in its memory, as far as is known
	free     int64           // bytes
	inFlight int
	mean     time.Duration
	turn     int
}

// turn is one request that waits or runs.
type turn struct {
	place
	model, session string
	tried          map[*host]bool
	entered        bool          // it has been let in once
	granted        chan error    // holds one when the wait is over; nil is a slot
	news           chan llm.Wait // holds the newest; nil when nobody is told
	ahead          int           // last told; -1 before the first
	stop           context.CancelCauseFunc

	host     *host // that whose slot it holds; nil while it waits
	begun    time.Duration
	watts    float64 // that it draws meanwhile
	brief    bool    // it is over soon, and stopped for nobody
	firm     bool
	stopping bool
}

// errYield is the cause when a turn is stopped for somebody more urgent.
var errYield = errors.New("gave way")

// New is a queue over hosts.
func New(o Options, members ...Member) *Queue {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	q := &Queue{opts: o, began: time.Now(), last: map[seat]int{}, means: map[llm.Lane]time.Duration{}}
	q.Use(members...)
	return q
}

// Use makes these the hosts from now on. What runs on others comes to its end
// there; what is known of a host that stays is kept.
func (q *Queue) Use(members ...Member) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var next []*host
	for _, m := range members {
		m.Weight = max(1, m.Weight)
		if i := slices.IndexFunc(q.hosts, func(h *host) bool { return h.Host == m.Host }); i >= 0 {
			stays := q.hosts[i]
			stays.Weight, stays.Watts = m.Weight, m.Watts
			next = append(next, stays)
			continue
		}
		next = append(next, &host{Member: m})
	}
	q.hosts = next
	q.fill()
}

// Balance chooses hosts by a policy from now on; one that there is not is Loaded.
func (q *Queue) Balance(p Policy) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.opts.Policy = p
}

func (q *Queue) now() time.Duration { return time.Since(q.began) }

// Generate writes a reply when its turn has come. It fails with llm.Full when
// it was not let in, with llm.ErrNotReady when no host answers, with what piece
// returned, or as the host did. Pieces of a batch turn come when all of the
// reply is there.
func (q *Queue) Generate(ctx context.Context, t llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error) {
	var reply llm.Reply
	call := &generation{request: r, piece: piece, hold: t.Lane == llm.Batch}
	done := q.figures.begin(t.Lane, q.now())
	err := q.take(ctx, t, r.Model, false, done, func(ctx context.Context, h *host) (err error) {
		call.began(done)
		reply, err = call.run(ctx, h)
		reply.Host = h.Name()
		return err
	}, call.started)
	if err == nil {
		err = call.release()
	}
	done.usage = reply.Usage
	q.figures.end(done, q.now(), err)
	if err != nil {
		return llm.Reply{}, err
	}
	return reply, nil
}

// generation is one reply on its way, over as many hosts as it takes.
type generation struct {
	request llm.Request
	piece   func(llm.Piece) error
	hold    bool // pieces are held back until the reply is whole
	held    []llm.Piece
	handed  bool  // a piece has been handed over
	refused error // of piece
	first   func()
}

func (g *generation) began(m *measured) { g.held, g.first = nil, m.firstPiece }

func (g *generation) run(ctx context.Context, h Host) (llm.Reply, error) {
	reply, err := h.Generate(ctx, g.request, func(p llm.Piece) error {
		g.first()
		if g.hold {
			g.held = append(g.held, p)
			return nil
		}
		g.handed = true
		if g.piece != nil {
			g.refused = g.piece(p)
		}
		return g.refused
	})
	if g.refused != nil {
		return llm.Reply{}, abandoned{g.refused}
	}
	return reply, err
}

// started reports whether somebody has seen the beginning of the reply, so
// that it cannot be begun again.
func (g *generation) started() bool { return g.handed }

// release hands over what was held back.
func (g *generation) release() error {
	for _, p := range g.held {
		if g.piece == nil {
			return nil
		}
		if err := g.piece(p); err != nil {
			return err
		}
	}
	return nil
}

// abandoned is an error of whoever asked, which says nothing of the host.
type abandoned struct{ error }

func (a abandoned) Unwrap() error { return a.error }

// Embed is the vectors of texts, one each, when its turn has come. Its errors
// are those of Generate. Whoever embeds much asks for little at a time: a turn
// is the least that others wait for.
func (q *Queue) Embed(ctx context.Context, t llm.Turn, model string, texts []string) ([][]float32, error) {
	var vectors [][]float32
	done := q.figures.begin(t.Lane, q.now())
	// A few texts are embedded sooner than a host lets go of them, and one that
	// is asked for vectors all the time would never finish a batch: it is brief.
	err := q.take(ctx, t, model, true, done, func(ctx context.Context, h *host) (err error) {
		vectors, err = h.Embed(ctx, model, texts)
		return err
	}, func() bool { return false })
	q.figures.end(done, q.now(), err)
	if err != nil {
		return nil, err
	}
	return vectors, nil
}

// take waits for a turn and uses it, again where it was stopped for somebody
// more urgent or where another host may do what one could not.
func (q *Queue) take(ctx context.Context, asked llm.Turn, model string, brief bool, m *measured, call func(context.Context, *host) error, started func() bool) error {
	t := &turn{
		place: place{lane: asked.Lane, person: asked.Person}, model: model, session: asked.Session, brief: brief,
		tried: map[*host]bool{}, granted: make(chan error, 1), ahead: -1,
	}
	if asked.Told != nil {
		t.news = make(chan llm.Wait, 1)
	}
	patience := asked.Patience
	for {
		inner, stop := context.WithCancelCause(ctx)
		if err := q.enter(t, stop, patience); err != nil {
			stop(nil)
			return err
		}
		if err := q.await(ctx, t, patience, asked.Told); err != nil {
			stop(nil)
			return err
		}
		m.started(t.begun, t.watts)
		again, err := q.use(inner, t, call)
		stop(nil)
		var gave abandoned
		switch {
		case errors.As(err, &gave):
			return gave.error
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case !again || started():
			return err
		}
		patience = 0 // it has begun once
	}
}

// use serves a turn on the host whose slot it holds, and gives the slot back
// even when the call panics. again reports whether the turn is to be taken
// again.
func (q *Queue) use(ctx context.Context, t *turn, call func(context.Context, *host) error) (again bool, err error) {
	err = abandoned{errors.New("the call did not return")}
	defer func() { again = q.leave(ctx, t, err) }()
	err = call(ctx, t.host)
	return false, err
}

// enter lets a turn wait, or says why it may not.
func (q *Queue) enter(t *turn, stop context.CancelCauseFunc, patience time.Duration) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	t.stop, t.stopping, t.host = stop, false, nil
	if !q.servable(t) {
		return llm.ErrNotReady
	}
	if !t.entered {
		t.entered, t.since, t.turn, t.number = true, q.now(), q.turns, q.arrived
		wait := q.estimate(t)
		if q.count(t.lane) >= q.most(t.lane) || patience > 0 && wait.Left > patience {
			return llm.Full{Wait: wait}
		}
		q.arrived++
	}
	q.waiting = append(q.waiting, t)
	q.fill()
	return nil
}

// servable reports whether some host may serve the turn, now or after others.
func (q *Queue) servable(t *turn) bool {
	now := q.now()
	return slices.ContainsFunc(q.hosts, func(h *host) bool { return !h.ill && !t.tried[h] && (h.breaker.lets(now) || h.breaker.trying) })
}

func (q *Queue) count(lane llm.Lane) (n int) {
	for _, t := range q.waiting {
		if t.lane == lane {
			n++
		}
	}
	return n
}

func (q *Queue) most(lane llm.Lane) int {
	if n, set := q.opts.Most[lane]; set {
		return n
	}
	switch lane {
	case llm.Stream:
		return mostStream
	case llm.Short:
		return mostShort
	}
	return mostBatch
}

// await waits until the turn holds a slot.
func (q *Queue) await(ctx context.Context, t *turn, patience time.Duration, told func(llm.Wait)) error {
	var over <-chan time.Time
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		over = timer.C
	}
	for {
		select {
		case err := <-t.granted:
			return err
		default:
		}
		select {
		case err := <-t.granted:
			return err
		case wait := <-t.news:
			told(wait)
		case <-ctx.Done():
			q.giveUp(t)
			return ctx.Err()
		case <-over:
			return llm.Full{Wait: q.giveUp(t)}
		}
	}
}

// giveUp takes a turn away that will not be used, and tells how long it would
// still have waited.
func (q *Queue) giveUp(t *turn) llm.Wait {
	q.mu.Lock()
	defer q.mu.Unlock()
	wait := llm.Wait{}
	if i := slices.Index(q.waiting, t); i >= 0 {
		wait = q.estimate(t)
		q.waiting = slices.Delete(q.waiting, i, i+1)
	} else if t.host != nil { // the slot came at the same moment
		t.host.breaker.spared()
		q.free(t)
	}
	q.fill()
	return wait
}

// leave gives the slot back, learns from what came of it, and reports whether
// the turn is to be taken again. ctx is that of the call.
func (q *Queue) leave(ctx context.Context, t *turn, err error) (again bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	h, took := t.host, q.now()-t.begun
	q.free(t)
	defer q.fill()
	var gave abandoned
	switch {
	case err == nil:
		h.breaker.worked()
		h.learn(t.model)
		h.mean = average(h.mean, took)
		q.means[t.lane] = average(q.means[t.lane], took)
		return false
	case context.Cause(ctx) == errYield:
		h.breaker.spared()
		return true
	case ctx.Err() != nil, errors.As(err, &gave):
		h.breaker.spared()
		return false
	}
	if blames(err) {
		h.breaker.failed(q.now())
		q.opts.Log.Warn("a model host failed", "host", h.Name(), "failures", h.breaker.failures, "error", err)
		q.retryLater(h)
	} else {
		h.breaker.worked()
	}
	t.tried[h] = true
	return elsewhere(err) && q.servable(t)
}

// blames reports whether an error is a failure of the host rather than of what
// it was asked.
func blames(err error) bool {
	if errors.As(err, new(llm.Truncated)) {
		return false
	}
	kind := fault.Of(err)
	return kind == fault.Unavailable || kind == fault.Internal
}

// elsewhere reports whether another host may do better.
func elsewhere(err error) bool { return blames(err) || errors.Is(err, llm.ErrNoModel) }

// average leans to what was measured last.
func average(mean, took time.Duration) time.Duration {
	if mean == 0 {
		return took
	}
	return mean + (took-mean)/5
}

func (h *host) learn(model string) {
	if h.loaded == nil {
		h.loaded = map[string]bool{}
	}
	h.loaded[model] = true
}

// retryLater fills slots when the breaker of a host becomes half-open.
func (q *Queue) retryLater(h *host) {
	if h.breaker.pause == 0 {
		return
	}
	if q.retry != nil {
		q.retry.Stop()
	}
	q.retry = time.AfterFunc(h.breaker.until-q.now(), func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.fill()
	})
}

// free gives back the slot that a turn holds.
func (q *Queue) free(t *turn) {
	t.host.inFlight--
	q.running = slices.DeleteFunc(q.running, func(o *turn) bool { return o == t })
}

// forget lets go of the places in the round that no longer matter: of seats of
// which no turn waits, since their next one arrives behind them.
func (q *Queue) forget() {
	waits := map[seat]bool{}
	for _, t := range q.waiting {
		waits[seat{t.lane, t.person}] = true
	}
	maps.DeleteFunc(q.last, func(s seat, turn int) bool { return turn < q.turns && !waits[s] })
}

// fill begins turns until the rule lets none begin, stops batch turns for
// people who wait, refuses what no host can serve, and tells who still waits.
// Whoever changes anything that the rule looks at calls it, holding the mutex.
func (q *Queue) fill() {
	q.refuse()
	for {
		i := q.pick()
		if i < 0 {
			break
		}
		q.begin(q.waiting[i], q.hostFor(q.waiting[i]))
	}
	q.makeRoom()
	q.tell()
}

// refuse ends the wait of turns that no host will serve.
func (q *Queue) refuse() {
	possible := func(t *turn) bool {
		return slices.ContainsFunc(q.hosts, func(h *host) bool { return !h.ill && !t.tried[h] })
	}
	for _, t := range slices.Clone(q.waiting) {
		if !possible(t) {
			q.waiting = slices.DeleteFunc(q.waiting, func(o *turn) bool { return o == t })
			t.granted <- llm.ErrNotReady
		}
	}
}

// pick is the index of the waiting turn that begins now, or -1.
func (q *Queue) pick() int {
	s := scene{now: q.now(), slots: q.slots(), last: q.last}
	for _, t := range q.running {
		s.running = append(s.running, t.place)
	}
	var index []int
	for i, t := range q.waiting {
		if q.hostFor(t) != nil {
			s.waiting, index = append(s.waiting, t.place), append(index, i)
		}
	}
	i := next(s)
	if i < 0 {
		return -1
	}
	return index[i]
}

// slots is how many requests all hosts that are well serve at once. What still
// runs on a host that went away has its slot with it.
func (q *Queue) slots() (n int) {
	for _, h := range q.hosts {
		if q.open(h) {
			n += h.Slots()
		}
	}
	for _, t := range q.running {
		if !slices.Contains(q.hosts, t.host) || !q.open(t.host) {
			n++
		}
	}
	return n
}

// open reports whether a host may be sent requests, or has its trial under way.
func (q *Queue) open(h *host) bool {
	return !h.ill && (h.breaker.lets(q.now()) || h.breaker.trying)
}

// hostFor is the host that would serve a turn now, or nil.
func (q *Queue) hostFor(t *turn) *host {
	views := make([]view, len(q.hosts))
	stays := q.stays.of(t.session)
	for i, h := range q.hosts {
		v := view{inFlight: h.inFlight, weight: h.Weight, loaded: h.loaded[t.model], memory: h.free, mean: h.mean, turn: h.turn, sticky: stays == h}
		if !h.ill && h.breaker.lets(q.now()) && !t.tried[h] {
			v.free = h.Slots() - h.inFlight
		}
		views[i] = v
	}
	if i := choose(q.opts.Policy, views); i >= 0 {
		return q.hosts[i]
	}
	return nil
}

// begin gives a turn a slot of a host.
func (q *Queue) begin(t *turn, h *host) {
	q.waiting = slices.DeleteFunc(q.waiting, func(o *turn) bool { return o == t })
	q.running = append(q.running, t)
	q.turns++
	q.last[seat{t.lane, t.person}] = q.turns
	q.forget()
	q.stays.put(t.session, h)
	t.host, t.begun, t.watts, t.firm = h, q.now(), h.Watts, t.brief || firm(t.place, q.now())
	h.inFlight++
	h.turn = q.turns
	h.breaker.sent()
	t.granted <- nil
}

// makeRoom stops one batch turn for every person who waits and could use its
// slot.
func (q *Queue) makeRoom() {
	people := 0
	for _, t := range q.waiting {
		if t.lane != llm.Batch {
			people++
		}
	}
	for _, t := range q.running {
		if t.stopping {
			people--
		}
	}
	for ; people > 0; people-- {
		places, began, stoppable := []place{}, []time.Duration{}, []bool{}
		for _, t := range q.running {
			places, began = append(places, t.place), append(began, t.begun)
			stoppable = append(stoppable, !t.firm && !t.stopping && slices.Contains(q.hosts, t.host))
		}
		i := yields(places, began, stoppable)
		if i < 0 {
			return
		}
		q.running[i].stopping = true
		q.running[i].stop(errYield)
	}
}

// tell tells those who wait and want to know it what has changed for them.
func (q *Queue) tell() {
	for _, t := range q.waiting {
		if t.news == nil {
			continue
		}
		wait := q.estimate(t)
		if wait.Ahead == t.ahead {
			continue
		}
		t.ahead = wait.Ahead
		select {
		case <-t.news: // nobody has read it: it is no longer true
		default:
		}
		t.news <- wait
	}
}
