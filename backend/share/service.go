package share

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"meridian/backend/fault"
	"meridian/backend/fetch"
)

// Options are what assembly decides.
type Options struct {
	Dir       string // of what is sharing's own: token, authority, what was open; made when missing
	Choice    func(ctx context.Context) (Choice, error)
	Door      func(Listen) Door
	Tunnel    Tunnel
	Addresses func() []string // private addresses of this machine, the likeliest first
	Changed   func()          // called when the state has changed; nil for nobody
	Here      func() int      // guests who have a page open; nil for none
	Now       func() time.Time
	Log       *slog.Logger
}

// look is how often the time to end is looked at. By the clock on the wall, since
// a computer that slept must not be open for longer.
const look = 2 * time.Second

// Service opens and closes. All its methods are safe for concurrent use.
type Service struct {
	Options

	mu    sync.Mutex
	ctx   context.Context // of everything that is open; nil before Begin
	open  *opened         // nil while closed
	last  string          // the address that people were given last
	ended string          // why it is closed; "" when it never was open
	fault *fault.Error    // that it ended with
	way   Way             // that was open last
}

// opened is one sharing, from consent to the end.
type opened struct {
	way     Way
	since   time.Time
	until   time.Time // zero never
	cancel  context.CancelCauseFunc
	done    chan struct{}
	door    Door
	address string // of the door
	scheme  string
	status  Status
	moved   bool
	program *Program
	print   string // fingerprint of the certificate
	ownCA   bool
	changed chan struct{} // closed and made anew with every change
}

// The reasons why a sharing ends, as causes of its context.
var (
	errByOwner = errors.New("closed by the owner")
	errByTimer = errors.New("its time is over")
)

// New is a service over what the options name. Nothing opens before Begin.
func New(o Options) *Service {
	if o.Changed == nil {
		o.Changed = func() {}
	}
	s := &Service{Options: o}
	s.remember(s.kept())
	return s
}

// remember takes up what was open when the program ended.
func (s *Service) remember(k kept) {
	s.last, s.way = k.Address, k.Way
	if k.Open {
		s.ended = byRestart
	}
}

// Begin lets sharing be opened until ctx ends, and opens a named tunnel again where
// the owner chose so. Whoever begins also waits.
func (s *Service) Begin(ctx context.Context) {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	s.Tunnel.Sweep()
	s.resume(ctx)
}

// Wait returns when ctx of Begin has ended and nothing is open any more.
func (s *Service) Wait() {
	<-s.ctx.Done()
	s.mu.Lock() // whoever is just opening sees the end of ctx
	defer s.mu.Unlock()
	for s.open != nil {
		done := s.open.done
		s.mu.Unlock()
		<-done
		s.mu.Lock()
	}
}

// resume opens a named tunnel that was open. A quick one would be another address,
// which nobody was told; it stays closed.
func (s *Service) resume(ctx context.Context) {
	k := s.kept()
	c, err := s.Choice(ctx)
	if err != nil || !k.Open || k.Way != Named || !c.Resume {
		return
	}
	asked := Asked{Way: Named, Consent: true}
	if !k.Until.IsZero() {
		left := k.Until.Sub(s.Now())
		if left < time.Minute {
			return
		}
		asked.Minutes = int(left / time.Minute)
	}
	if _, err := s.begin(ctx, asked); err != nil {
		s.Log.Warn("sharing did not come back", "error", err)
	}
}

// Asked is how sharing is to be opened.
type Asked struct {
	Way     Way  `json:"way" jsonschema:"enum=quick,enum=named,enum=nearby"`
	Minutes int  `json:"minutes"` // after which it ends by itself; 0 never
	Consent bool `json:"consent"` // the owner has read what it means
}

// mostMinutes is a week.
const mostMinutes = 7 * 24 * 60

// Check says what is wrong with how sharing is asked for.
func (a Asked) Check() error {
	switch {
	case !a.Consent:
		return ErrNoConsent
	case a.Way != Quick && a.Way != Named && a.Way != Nearby:
		return ErrWay
	case a.Minutes < 0 || a.Minutes > mostMinutes:
		return ErrMinutes
	}
	return nil
}

// Open opens, and returns when people can come in, with the address that they are
// given; told hears each phase meanwhile. What was opened stays open when ctx ends.
func (s *Service) Open(ctx context.Context, asked Asked, told func(Phase)) (string, error) {
	o, err := s.begin(ctx, asked)
	if err != nil {
		return "", err
	}
	for {
		s.mu.Lock()
		phase, changed, address := o.status.Phase, o.changed, o.public()
		s.mu.Unlock()
		told(phase)
		if phase.Usable() {
			return address, nil
		}
		select {
		case <-changed:
		case <-o.done:
			return "", s.why(o)
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}

func (s *Service) why(o *opened) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.status.Why != nil {
		return o.status.Why
	}
	return ErrStopped
}

// begin begins a sharing, or joins the one that is open in the same way.
func (s *Service) begin(ctx context.Context, asked Asked) (*opened, error) {
	if err := asked.Check(); err != nil {
		return nil, err
	}
	c, err := s.Choice(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx == nil || s.ctx.Err() != nil {
		return nil, ErrNotRunning
	}
	if s.open != nil {
		if s.open.way != asked.Way {
			return nil, ErrOpen
		}
		return s.open, nil
	}
	o := &opened{way: asked.Way, since: s.Now(), scheme: "https", done: make(chan struct{}), changed: make(chan struct{}), status: Status{Phase: Locating}}
	if asked.Minutes > 0 {
		o.until = o.since.Add(time.Duration(asked.Minutes) * time.Minute)
	}
	var inner context.Context
	inner, o.cancel = context.WithCancelCause(s.ctx)
	s.open, s.ended, s.fault, s.way = o, "", nil, asked.Way
	s.keep(kept{Open: true, Way: o.way, Until: o.until, Address: s.last})
	go s.run(inner, o, c) // Wait waits for its end
	return o, nil
}

// run is one sharing from beginning to end.
func (s *Service) run(ctx context.Context, o *opened, c Choice) {
	s.Log.Info("sharing begins", "way", string(o.way))
	var timing sync.WaitGroup
	timing.Go(func() { s.endInTime(ctx, o) })
	err := s.hold(ctx, o, c)
	cause := context.Cause(ctx)
	o.cancel(nil)
	timing.Wait()
	s.end(o, cause, err)
}

// endInTime ends a sharing when its time is over.
func (s *Service) endInTime(ctx context.Context, o *opened) {
	if o.until.IsZero() {
		return
	}
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if !s.Now().Before(o.until) {
				s.shut(o, errByTimer)
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// hold opens the door and keeps the tunnel before it.
func (s *Service) hold(ctx context.Context, o *opened, c Choice) error {
	proof := newProof()
	if o.way == Nearby {
		return s.holdNearby(ctx, o, c, proof)
	}
	p := Publication{Proof: proof}
	listen := Listen{Address: "127.0.0.1:0", Proof: proof}
	if o.way == Named {
		if err := s.name(&p, c); err != nil {
			return err
		}
		listen.Address = net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port))
	}
	program, err := s.Tunnel.Find(ctx, c.Program)
	if err != nil {
		return err
	}
	p.Program = program
	if p.Origin, err = s.openDoor(ctx, o, listen); err != nil {
		return err
	}
	defer o.door.Close()
	s.change(o, func() { o.program, o.status.Phase = &program, Starting })
	return s.Tunnel.Keep(ctx, p, func(st Status) { s.told(o, st) })
}

// name is what a named tunnel needs.
func (s *Service) name(p *Publication, c Choice) error {
	if c.Host == "" || c.Port == 0 {
		return ErrNoHost
	}
	p.Host, p.Token = c.Host, s.tokenFile()
	if !s.hasToken() {
		return ErrNoToken
	}
	return nil
}

// newProof makes what a door answers to a visit: nobody else can.
func newProof() func(nonce string) string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return func(nonce string) string {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(nonce))
		return hex.EncodeToString(mac.Sum(nil))
	}
}

func (s *Service) openDoor(ctx context.Context, o *opened, l Listen) (string, error) {
	door := s.Door(l)
	address, err := door.Open(ctx)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "", ErrPort.With(err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "", ErrBadAddress.With(err)
	case err != nil:
		return "", fmt.Errorf("open the second listener: %w", err)
	}
	s.change(o, func() { o.door, o.address = door, address })
	if context.Cause(ctx) != nil { // it was shut while it opened
		return "", errors.Join(context.Cause(ctx), door.Close())
	}
	return address, nil
}

// holdNearby is the door alone, with TLS of its own.
func (s *Service) holdNearby(ctx context.Context, o *opened, c Choice, proof func(string) string) error {
	host := c.Address
	if host == "" {
		if host = firstPrivate(s.Addresses()); host == "" {
			return ErrNoNetwork
		}
	}
	certificate, own, err := s.certificate(c, host)
	if err != nil {
		return err
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	address, err := s.openDoor(ctx, o, Listen{Address: net.JoinHostPort(host, strconv.Itoa(c.Port)), TLS: config, Proof: proof})
	if err != nil {
		return err
	}
	defer o.door.Close()
	sum := sha256.Sum256(certificate.Certificate[0])
	s.change(o, func() { o.print, o.ownCA = fingerprint(sum[:]), own })
	s.told(o, Status{Phase: Live, Host: address})
	<-ctx.Done()
	return nil
}

// firstPrivate is the first address that nobody on the internet can reach; "" for
// none. One that they can reach must be chosen by name.
func firstPrivate(addresses []string) string {
	for _, a := range addresses {
		if ip, err := netip.ParseAddr(a); err == nil && ip.IsPrivate() {
			return a
		}
	}
	return ""
}

// fingerprint is a sum as people compare it: AB:CD:…
func fingerprint(sum []byte) string {
	parts := make([]string, len(sum))
	for i, b := range sum {
		parts[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(parts, ":")
}

// told takes in what the tunnel says. The door answers under the name that it has
// now, and under no other. Whoever hears of a failure finds the door closed: until
// it is, sharing is stopping.
func (s *Service) told(o *opened, st Status) {
	moved := false
	if st.Phase == Failed {
		st.Phase = Stopping
	}
	s.change(o, func() {
		if st.Host != o.status.Host {
			if st.Host == "" {
				o.door.Hosts()
			} else {
				o.door.Hosts(st.Host)
			}
		}
		o.status = st
		if address := o.public(); st.Phase.Usable() && address != s.last {
			o.moved = s.last != "" && o.way != Nearby
			s.last, moved = address, true
		}
	})
	if moved {
		s.keep(kept{Open: true, Way: o.way, Until: o.until, Address: s.last})
	}
	s.Log.Info("sharing", "phase", string(st.Phase), "protocol", st.Protocol, "why", code(st.Why))
}

func code(f *fault.Error) string {
	if f == nil {
		return ""
	}
	return f.Code
}

// public is the address for people; "" while there is none that can be used.
func (o *opened) public() string {
	if o.status.Host == "" || !o.status.Phase.Usable() {
		return ""
	}
	return o.scheme + "://" + o.status.Host
}

// change changes a sharing and tells everybody.
func (s *Service) change(o *opened, do func()) {
	s.mu.Lock()
	do()
	close(o.changed)
	o.changed = make(chan struct{})
	s.mu.Unlock()
	s.Changed()
}

// shut closes the door at once and lets the rest end.
func (s *Service) shut(o *opened, cause error) {
	o.cancel(cause)
	s.change(o, func() {
		o.status.Phase = Stopping
		if o.door != nil {
			o.door.Hosts()
			_ = o.door.Close()
		}
	})
}

// Close closes, and returns when nothing of it is left. It is no error when
// nothing was open.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	o := s.open
	if o == nil {
		s.ended = ""
	}
	s.mu.Unlock()
	if o == nil {
		s.Changed()
		return nil
	}
	s.shut(o, errByOwner)
	select {
	case <-o.done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// end takes down that a sharing is over. When the program ends, that it was open
// stays kept.
func (s *Service) end(o *opened, cause, err error) {
	var f *fault.Error
	if cause == nil && err != nil && !errors.As(err, &f) {
		f = ErrEnded.With(err)
	}
	s.mu.Lock()
	closing, last := s.ctx.Err() != nil, s.last
	s.mu.Unlock()
	if !closing {
		s.keep(kept{Way: o.way, Address: last})
	}
	s.mu.Lock()
	s.open = nil
	switch {
	case errors.Is(cause, errByOwner):
		s.ended = byOwner
	case errors.Is(cause, errByTimer):
		s.ended = byTimer
	case f != nil && !closing:
		s.ended, s.fault, o.status.Why = byFault, f, f
		s.Log.Warn("sharing ended", "why", f.Code)
	}
	close(o.done)
	s.mu.Unlock()
	s.Changed()
}

// Offer is what fetching the tunnel program would take.
func (s *Service) Offer(ctx context.Context) (Offer, error) { return s.Tunnel.Offer(ctx) }

// Fetch fetches the tunnel program.
func (s *Service) Fetch(ctx context.Context, told func(fetch.Progress)) error {
	defer s.Changed()
	return s.Tunnel.Fetch(ctx, told)
}

// State is where sharing stands.
func (s *Service) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := State{Phase: Off, Way: s.way, HasToken: s.hasToken(), Ended: s.ended}
	if st.Way == "" {
		st.Way = Quick
	}
	if s.open == nil {
		s.closed(&st)
		return st
	}
	s.opened(&st, s.open)
	return st
}

func (s *Service) closed(st *State) {
	said := phases[Off]
	if s.fault != nil {
		st.Phase, st.Why = Failed, s.fault.Code
		said = words{s.fault.Title, s.fault.Fix}
	} else if w, there := ended[s.ended]; there {
		said = w
	}
	st.Text, st.Fix = said.text, said.fix
}

func (s *Service) opened(st *State, o *opened) {
	now := o.status
	said := phases[now.Phase]
	if o.way == Nearby && now.Phase == Live {
		said = nearbyLive
	}
	st.Phase, st.Text, st.Fix = now.Phase, said.text, said.fix
	if now.Why != nil {
		st.Why, st.Fix = now.Why.Code, now.Why.Fix
		st.Text = joined(now.Why.Title, said.text, now.Phase)
	}
	st.Address, st.Moved = o.public(), o.moved
	if s.Here != nil {
		st.Here = s.Here()
	}
	st.Since, st.Until, st.Again = &o.since, point(o.until), point(now.Again)
	st.Protocol, st.Location, st.Near = now.Protocol, now.Location, near(now.Location)
	st.RoundTripMS = float64(now.RoundTrip.Microseconds()) / 1000
	st.Connections, st.Restarts, st.Door = now.Connections, now.Restarts, o.address
	st.Program, st.Fingerprint, st.OwnCA = o.program, o.print, o.ownCA
}

// joined says what is wrong, and while something is done about it also what.
func joined(why, phase fault.Text, p Phase) fault.Text {
	if p == Degraded || p == Failed || p == Live {
		return why
	}
	return fault.Text{EN: why.EN + " " + phase.EN, KO: why.KO + " " + phase.KO}
}

func point(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// near reports whether one of Cloudflare's places is in Korea or just beside it;
// which one is taken is decided by the way of the network, not by anybody.
func near(location string) bool {
	for _, place := range []string{"icn", "nrt", "kix", "fuk"} {
		if strings.HasPrefix(strings.ToLower(location), place) {
			return true
		}
	}
	return false
}

func (s *Service) path(name string) string { return filepath.Join(s.Dir, name) }
