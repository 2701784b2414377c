package tunnel

import (
	"slices"
	"time"

	"meridian/backend/fault"
	"meridian/backend/share"
)

// Pace is how patient the driver is. The zero value is what was measured to fit
// the real program and the real network.
type Pace struct {
	Connect time.Duration   // to be registered over one protocol; 0 means 12 s
	Settle  time.Duration   // before anybody looks the new name up; 0 means 10 s
	Prove   time.Duration   // since it was registered, after which the link is shown unproven; 0 means 45 s
	Again   time.Duration   // between two visits while one is missed; 0 means 5 s
	Visit   time.Duration   // between two visits while all is well; 0 means 30 s
	Mend    time.Duration   // that the program has to mend its connection by itself; 0 means 20 s
	Poll    time.Duration   // between two looks at the program's own state; 0 means 2 s
	Gap     time.Duration   // of the clock, from which on the machine has slept; 0 means 10 s
	Pauses  []time.Duration // before each restart in a row; nil means 30 s, 2, 5 and 15 minutes
	Window  time.Duration   // in which there are at most three restarts; 0 means 10 minutes
	Grace   time.Duration   // to end in order; 0 means 3 s, and one more before it is killed
}

// mostRestarts is how many restarts there may be within a window.
const mostRestarts = 3

func (p Pace) withDefaults() Pace {
	for _, d := range []struct {
		at    *time.Duration
		usual time.Duration
	}{
		{&p.Connect, 12 * time.Second}, {&p.Settle, 10 * time.Second}, {&p.Prove, 45 * time.Second}, {&p.Again, 5 * time.Second},
		{&p.Visit, 30 * time.Second}, {&p.Mend, 20 * time.Second}, {&p.Poll, 2 * time.Second}, {&p.Gap, 10 * time.Second},
		{&p.Window, 10 * time.Minute}, {&p.Grace, 3 * time.Second},
	} {
		if *d.at == 0 {
			*d.at = d.usual
		}
	}
	if p.Pauses == nil {
		p.Pauses = []time.Duration{30 * time.Second, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute}
	}
	return p
}

// The protocols, in the order in which they are tried.
const (
	quic  = "quic"
	http2 = "http2"
)

// machine is the state of one publication, and decides what is done. It has no
// clock and does nothing itself: events come in with the time, orders go out. It
// is owned by one goroutine. Its transitions are
//
//	state         event                                  next
//	starting      begun                                  connecting, over the protocol that worked last here, else QUIC
//	connecting    registered                             registered
//	              not in 12 s over QUIC                  connecting over HTTP/2
//	              not in 12 s over HTTP/2                restarting (blocked, or failed when turned away)
//	              ended                                  restarting, or failed where trying again cannot help
//	registered    10 s are over and the name is known    probing
//	              ended                                  restarting
//	probing       visit came through                     live
//	              45 s since registered                  degraded, shown with a note
//	live          visit missed, or no connection left    degraded
//	degraded      visit came through                     live
//	              second visit missed                    reconnecting
//	              where no visit ever came through:
//	              no connection left                     reconnecting
//	reconnecting  visit came through                     live
//	              20 s are over, and online              restarting
//	              turned away (named)                    failed
//	restarting    pause over, online, child gone         connecting
//	              budget spent                           failed
//	any but failed: child ended                          restarting
//	live, degraded, reconnecting: woke, network changed  visit at once
//
// The end of the context is the runner's: whatever the state, the child is ended.
type machine struct {
	pace  Pace
	named bool

	st       share.Status
	since    time.Time // of the phase
	joined   time.Time // when it was registered
	running  bool      // there is a child
	denied   bool      // the child was turned away since it was started
	online   bool
	proven   bool // a visit came through since it was registered
	visiting bool // a visit is under way
	visitAt  time.Time
	good     time.Time   // since when it has been live without a restart; zero when not
	restarts []time.Time // within the window
	inARow   int
	orders   []order
	wrong    *fault.Error // a fault that stays until it is mended, such as a wrong route
}

// order is what the runner does for the machine.
type order struct {
	do       string
	protocol string // of begin
}

// The orders.
const (
	doBegin = "begin"
	doEnd   = "end"
	doVisit = "visit"
	doLearn = "learn" // that a protocol works on this network
)

// The events.
type (
	begun struct{ protocol string } // the runner was told to publish
	tick  struct{}
	// registered: Cloudflare has taken a connection.
	registered struct{ protocol, location string }
	// hosted: the public name is known.
	hosted struct{ host string }
	// counted: the program has so many connections, by its own word.
	counted struct{ connections int }
	// turnedAway: Cloudflare does not accept the tunnel.
	turnedAway struct{}
	// visited: a visit ended.
	visited struct {
		err  error
		took time.Duration
	}
	// ended: the child is gone; late when it was ended because it was not registered.
	ended struct {
		late bool
		why  *fault.Error
		hope bool // trying again can help
	}
	// woke: the machine has slept, or its network is another.
	woke struct{ online bool }
	// routed: what Cloudflare has been told of the public name.
	routed struct{ right bool }
)

func (m *machine) on(now time.Time, event any) {
	switch e := event.(type) {
	case begun:
		m.online = true
		m.begin(now, e.protocol)
	case tick:
		m.tick(now)
	case registered:
		m.registered(now, e)
	case hosted:
		m.st.Host = e.host
	case counted:
		m.counted(now, e.connections)
	case turnedAway:
		m.denied = true
	case visited:
		m.visited(now, e)
	case ended:
		m.ended(now, e)
	case woke:
		m.woke(now, e.online)
	case routed:
		m.routed(e.right)
	}
	m.tick(now)
}

func (m *machine) order(o order) { m.orders = append(m.orders, o) }

// taken are the orders since the last call.
func (m *machine) taken() []order {
	taken := m.orders
	m.orders = nil
	return taken
}

func (m *machine) enter(now time.Time, p share.Phase, why *fault.Error) {
	if m.st.Phase != p {
		m.since = now
	}
	m.st.Phase, m.st.Why, m.st.Again = p, why, time.Time{}
	if why == nil {
		m.st.Why = m.wrong
	}
}

func (m *machine) begin(now time.Time, protocol string) {
	m.running, m.denied, m.proven, m.visiting = true, false, false, false
	m.st.Protocol, m.st.Connections, m.st.Location = protocol, 0, ""
	if !m.named {
		m.st.Host = "" // the next one is another
	}
	m.since = now
	m.enter(now, share.Connecting, nil)
	m.order(order{do: doBegin, protocol: protocol})
}

func (m *machine) registered(now time.Time, e registered) {
	if e.location != "" {
		m.st.Location = e.location
	}
	m.denied = false
	if m.st.Phase != share.Connecting {
		m.visitSoon(now) // one more connection, or one that was mended
		return
	}
	if e.protocol != "" {
		m.st.Protocol = e.protocol
	}
	m.st.Connections, m.joined = 1, now
	m.order(order{do: doLearn, protocol: m.st.Protocol})
	m.enter(now, share.Registered, nil)
}

func (m *machine) counted(now time.Time, n int) {
	m.st.Connections = n
	switch {
	case n == 0 && m.st.Phase == share.Live:
		m.enter(now, share.Degraded, nil)
		m.visitSoon(now)
	case n == 0 && m.st.Phase == share.Degraded && !m.proven:
		m.enter(now, share.Reconnecting, nil)
	case n > 0 && m.st.Phase == share.Reconnecting && !m.proven:
		m.enter(now, share.Degraded, share.ErrUnproven) // all that can be known here
	}
}

func (m *machine) visitSoon(now time.Time) {
	switch m.st.Phase {
	case share.Live, share.Degraded, share.Reconnecting:
		m.visitAt = now
	}
}

func (m *machine) woke(now time.Time, online bool) {
	m.online = online
	m.visitSoon(now)
	if !online && m.st.Phase == share.Reconnecting {
		m.st.Why = share.ErrOffline
	}
}

func (m *machine) routed(right bool) {
	m.wrong = nil
	if !right {
		m.wrong = share.ErrMisrouted
	}
	if m.st.Why == nil || m.st.Why == share.ErrMisrouted {
		m.st.Why = m.wrong
	}
}

func (m *machine) visited(now time.Time, e visited) {
	m.visiting = false
	if e.err == nil {
		m.came(now, e.took)
		return
	}
	m.visitAt = now.Add(m.pace.Again)
	switch m.st.Phase {
	case share.Live:
		m.enter(now, share.Degraded, nil)
	case share.Degraded:
		if !m.proven {
			m.visitAt = now.Add(m.pace.Visit)
			return
		}
		m.enter(now, share.Reconnecting, nil)
		if !m.online {
			m.st.Why = share.ErrOffline
		}
	}
}

// came is a visit that came through.
func (m *machine) came(now time.Time, took time.Duration) {
	switch m.st.Phase {
	case share.Probing, share.Live, share.Degraded, share.Reconnecting:
	default:
		return // a visit from before
	}
	m.st.RoundTrip, m.proven, m.online = took, true, true
	m.visitAt = now.Add(m.pace.Visit)
	if m.good.IsZero() {
		m.good = now
	}
	m.enter(now, share.Live, nil)
}

func (m *machine) ended(now time.Time, e ended) {
	m.running = false
	switch {
	case m.st.Phase == share.Failed, m.st.Phase == share.Restarting:
		return // it was ended for that
	case e.late && m.denied:
		m.enter(now, share.Failed, share.ErrRevoked)
	case e.late && m.st.Protocol == quic:
		m.begin(now, http2)
	case e.late:
		m.restart(now, share.ErrBlocked)
	case !e.hope:
		m.enter(now, share.Failed, e.why)
	default:
		m.restart(now, e.why)
	}
}

// restart plans the next beginning, or gives up.
func (m *machine) restart(now time.Time, why *fault.Error) {
	if !m.good.IsZero() && now.Sub(m.good) >= m.pace.Window {
		m.inARow = 0
	}
	m.good = time.Time{}
	if m.inARow >= len(m.pace.Pauses) {
		m.enter(now, share.Failed, share.ErrGaveUp.With(why))
		m.end()
		return
	}
	again := now.Add(m.pace.Pauses[m.inARow])
	m.restarts = slices.DeleteFunc(m.restarts, func(t time.Time) bool { return now.Sub(t) >= m.pace.Window })
	if len(m.restarts) >= mostRestarts {
		again = later(again, m.restarts[len(m.restarts)-mostRestarts].Add(m.pace.Window))
	}
	m.inARow++
	m.enter(now, share.Restarting, why)
	m.st.Again, m.st.Connections = again, 0
	if !m.named {
		m.st.Host = ""
	}
	m.end()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (m *machine) end() {
	if m.running {
		m.order(order{do: doEnd})
	}
}

// tick does what is due.
func (m *machine) tick(now time.Time) {
	switch m.st.Phase {
	case share.Registered:
		if m.st.Host != "" && now.Sub(m.joined) >= m.pace.Settle {
			m.enter(now, share.Probing, nil)
			m.visitAt = now
		}
	case share.Probing:
		if now.Sub(m.joined) >= m.pace.Prove {
			m.enter(now, share.Degraded, share.ErrUnproven)
		}
	case share.Reconnecting:
		m.mend(now)
	case share.Restarting:
		if !m.running && m.online && !now.Before(m.st.Again) {
			m.restarts = append(m.restarts, now)
			m.st.Restarts++
			m.begin(now, m.preferred())
		}
	}
	m.visit(now)
}

// preferred is the protocol of the next beginning: what worked, else the first.
func (m *machine) preferred() string {
	if m.st.Why != nil && m.st.Why.Is(share.ErrBlocked) || m.st.Protocol == "" {
		return quic
	}
	return m.st.Protocol
}

func (m *machine) mend(now time.Time) {
	if !m.online || now.Sub(m.since) < m.pace.Mend {
		return
	}
	if m.denied && m.named {
		m.enter(now, share.Failed, share.ErrRevoked)
		m.end()
		return
	}
	m.restart(now, share.ErrSilent)
}

func (m *machine) visit(now time.Time) {
	switch m.st.Phase {
	case share.Probing, share.Live, share.Degraded, share.Reconnecting:
		if !m.visiting && !now.Before(m.visitAt) {
			m.visiting = true
			m.order(order{do: doVisit})
		}
	}
}
