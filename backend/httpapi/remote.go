package httpapi

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
)

// RemoteGuard stands before the remote listener, where nobody is known by where
// they come from: what arrives through a tunnel arrives from 127.0.0.1.
//
// A request must be sent to one of our hosts, by one of our own pages, and carry
// a session, the secret of a program, or a token of the Cloudflare Access
// application before us. Without one there is nothing but the files of the
// interface, and showing an invitation. Every request takes of an allowance by its
// address, by its guest and in all; a guest whom the owner
// shows out is cut off in the middle of a stream.
//
// The address of a sender is where the connection comes from, and for one from
// this machine, which is what a tunnel makes, the Cf-Connecting-Ip that
// Cloudflare's edge wrote over whatever the sender claimed. X-Forwarded-For is
// never read.
type RemoteGuard struct {
	now    func() time.Time
	origin http.CrossOriginProtection

	addresses, accounts, begins, everybody *limiter
	shows, prefixes                        *limiter
	setbacks                               setbacks
	flights, visits, streams               seats

	mu      sync.Mutex
	hosts   map[string]bool
	live    map[string]map[*visit]struct{} // by guest
	refused map[int]uint64                 // by status
	told    *limiter                       // of refusals into the log
	read    map[string]string              // day on which a guest's reading of a route was logged
}

// visit is a request that is being answered.
type visit struct {
	cut    context.CancelFunc
	stream bool // goes on for as long as a page is open
}

// How much goes on at once. Cloudflare lets 200 in.
const (
	mostFlights, addressSeats  = 100, 60
	accountSeats               = 32
	mostStreams, accountStream = 80, 12
	mostRead                   = 4096 // readings remembered
)

const (
	remoteBody   = 32 << 20 // bytes of a body at most, where a route does not say less
	remoteAnswer = 2 * time.Minute
	remoteUpload = 5 * time.Minute
)

// NewRemoteGuard returns a guard that answers under no host yet.
func NewRemoteGuard(now func() time.Time) *RemoteGuard {
	// The interface is some two hundred small files, which a browser may fetch anew
	// with each page, and several people may come from one address: none of that must
	// run dry. What a guest asks for in their own name is a few answers a page.
	return &RemoteGuard{
		now:       now,
		addresses: newLimiter(allowance{"requests of an address", 900, 20 * time.Millisecond}),
		accounts:  newLimiter(allowance{"requests of a guest", 240, 40 * time.Millisecond}),
		begins:    newLimiter(allowance{"calculations and questions of a guest", 40, time.Second}),
		everybody: newLimiter(allowance{"requests of all", 2400, 5 * time.Millisecond}),
		shows:     newLimiter(allowance{"invitations shown by an address", 10, 6 * time.Second}),
		prefixes:  newLimiter(allowance{"showings of an invitation", 50, 72 * time.Second}),
		told:      newLimiter(allowance{"refusals in the log", 60, time.Minute}),
		flights:   seats{name: "requests at once of an address", all: mostFlights, each: addressSeats},
		visits:    seats{name: "requests at once of a guest", all: mostFlights, each: accountSeats},
		streams:   seats{name: "streams at once of a guest", all: mostStreams, each: accountStream},
		live:      map[string]map[*visit]struct{}{}, refused: map[int]uint64{}, read: map[string]string{},
	}
}

// SetHosts says under which hosts, as they stand in a Host header, requests are
// answered from now on. None answers 421 to everything.
func (g *RemoteGuard) SetHosts(hosts ...string) {
	known := map[string]bool{}
	for _, host := range hosts {
		if host != "" {
			known[strings.ToLower(host)] = true
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.hosts = known
}

// Cut ends every request that is being answered, streams among them.
func (g *RemoteGuard) Cut() {
	for _, id := range g.present() {
		g.CutGuest(id)
	}
}

// CutGuest ends every request of one guest that is being answered.
func (g *RemoteGuard) CutGuest(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for v := range g.live[id] {
		v.cut()
	}
}

// present are the guests whose requests are being answered.
func (g *RemoteGuard) present() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	ids := make([]string, 0, len(g.live))
	for id := range g.live {
		ids = append(ids, id)
	}
	return ids
}

// Here is how many guests have a page open: each holds a stream of what happens.
func (g *RemoteGuard) Here() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	here := 0
	for _, visits := range g.live {
		if anyStream(visits) {
			here++
		}
	}
	return here
}

// here reports whether a guest has a page open.
func (g *RemoteGuard) here(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return anyStream(g.live[id])
}

func anyStream(visits map[*visit]struct{}) bool {
	for v := range visits {
		if v.stream {
			return true
		}
	}
	return false
}

// Refusals are how many requests were refused, by status, since the program began.
func (g *RemoteGuard) Refusals() map[int]uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.refused)
}

// enter makes a request one of the guest's until leave is called.
func (g *RemoteGuard) enter(r *http.Request, id string, until time.Time, stream bool) (*http.Request, func()) {
	ctx, cut := context.WithDeadline(r.Context(), time.Now().Add(until.Sub(g.now())))
	v := &visit{cut, stream}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.live[id] == nil {
		g.live[id] = map[*visit]struct{}{}
	}
	g.live[id][v] = struct{}{}
	return r.WithContext(ctx), func() { g.leave(id, v) }
}

func (g *RemoteGuard) leave(id string, v *visit) {
	v.cut()
	g.mu.Lock()
	defer g.mu.Unlock()
	if delete(g.live[id], v); len(g.live[id]) == 0 {
		delete(g.live, id)
	}
}

// address implements gate.
func (g *RemoteGuard) address(r *http.Request) error {
	if !g.ours(r.Host) {
		return errWrongHost
	}
	if crooked(r) {
		return errNoRoute
	}
	if r.Header.Get("Upgrade") != "" {
		return errUpgrade
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "https://"+r.Host {
		return errWrongOrigin
	}
	if err := g.origin.Check(r); err != nil {
		return errWrongOrigin
	}
	return nil
}

func (g *RemoteGuard) ours(host string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.hosts[strings.ToLower(host)]
}

// crooked reports whether a path is written in a way that two programs could
// read differently, or a method is none of ours.
func crooked(r *http.Request) bool {
	p := r.URL.Path
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodDelete:
	default:
		return true
	}
	straight := path.Clean(p) == p || path.Clean(p)+"/" == p
	return !strings.HasPrefix(p, "/") || !straight || strings.ContainsAny(p, "\\\x00;%") || len(p) > 1024
}

// sender is where a request comes from.
type sender struct {
	address netip.Addr
	country string
	ray     string
}

var (
	countryForm = regexp.MustCompile(`^[A-Z0-9]{2}$`)
	rayForm     = regexp.MustCompile(`^[0-9a-f]{8,20}(-[A-Z]{3})?$`)
)

// senderOf says where a request comes from. What Cloudflare says of it is believed
// only of a connection from this machine.
func senderOf(r *http.Request) sender {
	s := sender{address: netip.IPv6Unspecified()}
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		if a, err := netip.ParseAddr(host); err == nil {
			s.address = a.Unmap()
		}
	}
	if !s.address.IsLoopback() {
		return s
	}
	if a, err := netip.ParseAddr(r.Header.Get("Cf-Connecting-Ip")); err == nil {
		s.address = a.Unmap().WithZone("")
	}
	if c := r.Header.Get("Cf-Ipcountry"); countryForm.MatchString(c) {
		s.country = c
	}
	if ray := r.Header.Get("Cf-Ray"); rayForm.MatchString(ray) {
		s.ray = ray
	}
	return s
}

// entry is a line of the log about a request.
func (s sender) entry(who string, act guest.Act, object string) guest.Entry {
	return guest.Entry{Who: who, Act: act, Object: object, From: s.address.String(), Country: s.country, Ray: s.ray}
}

// tooOften is the fault of an allowance that is used up.
type tooOften struct {
	what string
	wait time.Duration
}

func (t tooOften) Error() string { return "too often: " + t.what }
func (t tooOften) Unwrap() error { return errTooOften }

// Remote is the API and the interface for whoever was let in. Handler must have
// been called before; there must be an Afar.
func (a *API) Remote() http.Handler {
	g := &remoteGate{a, a.Afar}
	return a.outer(g, g.front(a.mounted(g)))
}

// remoteGate is the gate of the remote listener.
type remoteGate struct {
	api *API
	*RemoteGuard
}

// front holds what comes before anybody is known: allowances, seats, how long an
// answer may take and how large a body may be.
func (g *remoteGate) front(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Robots-Tag", "noindex, nofollow")
		from := network(senderOf(r).address)
		leave, err := g.sit(from)
		if err != nil {
			g.api.problem(w, r, err)
			return
		}
		defer leave()
		if r.ContentLength > remoteBody {
			w.Header().Set("Connection", "close")
			g.api.problem(w, r, errTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, remoteBody)
		timed := http.NewResponseController(w)
		_ = timed.SetWriteDeadline(time.Now().Add(remoteAnswer)) // not every writer can; a stream renews its own
		_ = timed.SetReadDeadline(time.Now().Add(remoteUpload))
		defer func() {
			_ = timed.SetWriteDeadline(time.Time{})
			_ = timed.SetReadDeadline(time.Time{})
		}()
		next.ServeHTTP(w, r)
	})
}

// sit takes of the allowance of an address and of all, and a seat.
func (g *RemoteGuard) sit(from string) (leave func(), err error) {
	now := g.now()
	if err := g.addresses.take(from, now); err != nil {
		return nil, err
	}
	if err := g.everybody.take("", now); err != nil {
		return nil, err
	}
	return g.flights.sit(from)
}

// admit implements gate.
func (g *remoteGate) admit(w http.ResponseWriter, r *http.Request, route Route) (admitted, error) {
	if route.Needs == access.Join {
		return admitted{access.Principal{Remote: true}, r, func() {}}, nil
	}
	who, err := g.recognise(w, r)
	if err != nil {
		return admitted{}, err
	}
	return g.seat(r, route, who)
}

// seat takes of the guest's allowance, and a seat of theirs.
func (g *remoteGate) seat(r *http.Request, route Route, who known) (admitted, error) {
	id, now := who.guest.ID, g.now()
	visitorOf(r).id = id
	if err := g.accounts.take(id, now); err != nil {
		return admitted{}, err
	}
	if route.Kind == Begin || route.Kind == Upload {
		if err := g.begins.take(id, now); err != nil {
			return admitted{}, err
		}
	}
	room := &g.visits
	if route.streams() {
		room = &g.streams
	}
	stand, err := room.sit(id)
	if err != nil {
		return admitted{}, err
	}
	r, leave := g.enter(r, id, who.until, route.streams())
	if err := g.stillWelcome(r.Context(), route, id); err != nil {
		leave()
		stand()
		return admitted{}, err
	}
	return admitted{who.guest.Principal(), r, func() { leave(); stand() }}, nil
}

// stillWelcome asks again, after a stream can be cut: a guest who was shown out
// between being recognised and that would otherwise listen on.
func (g *remoteGate) stillWelcome(ctx context.Context, route Route, id string) error {
	if !route.streams() {
		return nil
	}
	now, err := g.api.Guests.Guest(ctx, id)
	if err == nil && !now.Welcome(g.now()) {
		err = errShownOut
	}
	return err
}

// streams reports whether a route's answer goes on until somebody leaves.
func (r Route) streams() bool { return r.Out == Media("text/event-stream") }

// known is a guest, and until when.
type known struct {
	guest guest.Guest
	until time.Time
}

// sessionCookie is the name of the cookie of a session. The prefix makes browsers
// take it only over TLS, for this host alone and all of it.
const sessionCookie = "__Host-session"

// The headers by which a program is known.
const (
	programID     = "Meridian-Client-Id"
	programSecret = "Meridian-Client-Secret"
	accessToken   = "Cf-Access-Jwt-Assertion"
)

// recognise says which guest sends a request.
func (g *remoteGate) recognise(w http.ResponseWriter, r *http.Request) (known, error) {
	if g.api.Guests == nil {
		return known{}, errNotJoined
	}
	byEmail, err := g.api.atDoor(r)
	if err != nil {
		return known{}, err
	}
	if id := r.Header.Get(programID); id != "" {
		return g.program(r, id)
	}
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		if !safe(r.Method) && r.Header.Get("Origin") == "" {
			return known{}, errWrongOrigin
		}
		return g.session(w, r, cookie.Value)
	}
	if byEmail != nil && (safe(r.Method) || r.Header.Get("Origin") != "") {
		return known{*byEmail, byEmail.Expires}, nil
	}
	return known{}, errNotJoined
}

// program recognises a program by its id and secret; whoever guesses waits.
func (g *remoteGate) program(r *http.Request, id string) (known, error) {
	from := network(senderOf(r).address)
	if err := g.setbacks.wait(from, g.now()); err != nil {
		return known{}, err
	}
	one, err := g.api.Guests.Program(r.Context(), id, r.Header.Get(programSecret))
	if errors.Is(err, guest.Unknown) {
		g.setbacks.wrong(from, g.now())
		return known{}, errNotJoined
	}
	return known{one, one.Expires}, err
}

// session recognises a session, and gives its browser the fresh secret that has
// taken the place of an older one.
func (g *remoteGate) session(w http.ResponseWriter, r *http.Request, secret string) (known, error) {
	found, err := g.api.Guests.Recognise(r.Context(), secret)
	if errors.Is(err, guest.Unknown) {
		setSession(w, "", 0) // a page that asks on with it would use up its allowance
		return known{}, errNotJoined
	}
	if err != nil {
		return known{}, err
	}
	if found.Fresh != "" {
		setSession(w, found.Fresh, found.Until.Sub(g.now()))
	}
	return known{found.Guest, found.Until}, nil
}

// setSession gives a browser a session; no life takes it away.
func setSession(w http.ResponseWriter, secret string, life time.Duration) {
	c := &http.Cookie{
		Name: sessionCookie, Value: secret, Path: "/", Secure: true, HttpOnly: true,
		SameSite: http.SameSiteStrictMode, MaxAge: int(life.Seconds()),
	}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// retryAfter says when an allowance is there again.
func retryAfter(w http.ResponseWriter, err error) {
	var t tooOften
	if errors.As(err, &t) {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(t.wait.Seconds()+0.999))))
	}
}
