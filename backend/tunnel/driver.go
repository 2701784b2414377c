// Package tunnel drives cloudflared, which carries visitors from Cloudflare to the
// second listener of this program.
//
// Terms: a publication is a door with the tunnel before it. A visit is a request to
// the own address over the public internet, which the door answers as nobody else
// can; what the program says of itself is its own opinion only. The pace is how
// patient the driver is. A pin is a copy of the program that somebody has checked.
//
// What was learned of the real program shapes everything here: its own
// configuration file, since one of the owner's would replace what is published;
// surroundings of a short list; options that older versions do not know only as
// variables; the address from its metrics port, never from what it prints; QUIC
// first, and HTTP/2 when that does not come through, since the program does not
// fall back by itself; an end before it was registered is a failure whatever the
// exit code; a fresh name is not looked up before it has spread.
//
// Promise: what Keep started is gone when it returns, and what an earlier Meridian
// left behind is ended first. The program is driven by one goroutine; its table of
// transitions is in the comment of machine. It is never asked to log requests, no
// token stands on its command line, and of what it writes only its last words are
// used, to say in the words of the package share what went wrong.
package tunnel

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/process"
	"meridian/backend/share"
)

// Driver drives the program. Dir, Getenv, Local and Visit are needed.
type Driver struct {
	Dir       string              // of what is the tunnel's own; made when missing
	Getenv    func(string) string // of the surroundings
	Local     *http.Client        // asks the program how it is
	Visit     Visit               // goes to an address over the public internet
	Downloads *http.Client        // fetches the program
	Releases  string              // where from; "" is its makers' address
	Pins      map[string]Pin      // by system and processor; nil are the built-in ones
	Addresses func() []string     // of this machine, loopback excepted; none means that it is offline
	Began     func() func()       // accounts for the child; what it returns is called at its end; nil for nobody
	Pace      Pace
	Log       *slog.Logger
	Now       func() time.Time // nil is time.Now
}

// Visit goes to https://host/__health?nonce= and returns what was answered, and
// how long the way there and back took.
type Visit func(ctx context.Context, host, nonce string) (answer string, took time.Duration, err error)

var _ share.Tunnel = (*Driver)(nil)

func (d *Driver) getenv(name string) string { return d.Getenv(name) }

func (d *Driver) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// Sweep ends what a program that was killed has left behind. It is called at the
// start, since what is left goes on publishing a port that somebody else may take.
func (d *Driver) Sweep() {
	if n := process.Sweep(d.mark()); n > 0 {
		d.Log.Warn("a tunnel that was left behind was ended", "processes", n)
	}
}

// Keep implements share.Tunnel.
func (d *Driver) Keep(ctx context.Context, p share.Publication, told func(share.Status)) error {
	pace := d.Pace.withDefaults()
	if err := d.prepare(); err != nil {
		return err
	}
	d.Sweep()
	k := &keeping{Driver: d, p: p, pace: pace, told: told, events: make(chan any), done: make(chan struct{})}
	k.m = machine{pace: pace, named: p.Token != "", st: share.Status{Phase: share.Starting, Host: p.Host}}
	defer k.work.Wait()
	defer close(k.done)
	return k.run(ctx)
}

// prepare makes the program's own configuration: an empty one, so that none of
// the owner's is taken.
func (d *Driver) prepare() error {
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return fmt.Errorf("make the tunnel's directory: %w", err)
	}
	if err := os.WriteFile(d.config(), []byte("{}\n"), 0o600); err != nil {
		return fmt.Errorf("write the tunnel's configuration: %w", err)
	}
	return nil
}

func (d *Driver) config() string { return filepath.Join(d.Dir, "empty.yml") }
func (d *Driver) mark() string   { return filepath.Join(d.Dir, "child.json") }

// arguments are the command line for one protocol. What belongs to the tunnel
// stands before the word run.
// The program's own question for an e-mail before a quick tunnel (--allowed-mail) is
// not asked for: it lets no client through but a browser, so that the visit which
// proves that the link leads here would never arrive.
func (d *Driver) arguments(p share.Publication, protocol string, grace time.Duration) []string {
	args := []string{"tunnel", "--config", d.config(), "--no-autoupdate", "--metrics", "127.0.0.1:0",
		"--protocol", protocol, "--grace-period", grace.String(), "--url", "http://" + p.Origin}
	if p.Token != "" {
		args = append(args, "run", "--token-file", p.Token)
	}
	return args
}

// keeping is one publication. Everything in it belongs to the goroutine of run,
// but for events and done.
type keeping struct {
	*Driver
	p    share.Publication
	pace Pace
	told func(share.Status)
	m    machine

	events chan any
	done   chan struct{} // closed when nobody takes events any more
	work   sync.WaitGroup

	child   *child // nil when there is none
	asking  bool   // the child is being asked how it is
	lastSt  share.Status
	looked  time.Time // when the clock was looked at last
	network string    // what the machine's addresses were then
}

// child is one running program.
type child struct {
	cancel  context.CancelFunc
	metrics string // address of its own state; "" until it tells
}

// of is an event of one child; what an earlier one says is not heard.
type of struct {
	child *child
	event any
}

// listening: the child tells where its own state can be asked for.
type listening struct{ address string }

// looked are the answers of a child about its own state.
type lookedAt struct {
	ready       bool // it answered
	connections int
	host        string
	routes      *bool // whether the public name leads here; nil unknown
}

func (k *keeping) run(ctx context.Context) error {
	k.looked, k.network = k.now(), k.networkNow()
	k.step(begun{k.remembered()})
	poll := time.NewTicker(min(k.pace.Poll, k.pace.Settle, k.pace.Again))
	defer poll.Stop()
	for {
		k.obey(ctx)
		k.tell()
		if k.m.st.Phase == share.Failed && k.child == nil {
			return k.m.st.Why
		}
		select {
		case e := <-k.events:
			k.hear(e)
		case <-poll.C:
			k.look(ctx)
			k.step(tick{})
		case <-ctx.Done():
			k.stop()
			return nil
		}
	}
}

func (k *keeping) step(event any) { k.m.on(k.now(), event) }

// hear takes an event in, unless it is of a child that is gone.
func (k *keeping) hear(e any) {
	if own, is := e.(of); is {
		if own.child != k.child {
			return
		}
		e = own.event
	}
	switch e := e.(type) {
	case listening:
		k.child.metrics = e.address
		return
	case lookedAt:
		k.lookedAt(e)
		return
	case ended:
		k.child = nil
	}
	k.step(e)
}

func (k *keeping) lookedAt(e lookedAt) {
	k.asking = false
	if e.host != "" && !k.m.named {
		k.step(hosted{e.host})
	}
	if e.ready {
		k.step(counted{e.connections})
	}
	if e.routes != nil {
		k.step(routed{*e.routes})
	}
}

// post hands an event to the owner; false when it no longer listens.
func (k *keeping) post(e any) bool {
	select {
	case k.events <- e:
		return true
	case <-k.done:
		return false
	}
}

func (k *keeping) tell() {
	if k.m.st != k.lastSt {
		k.lastSt = k.m.st
		k.told(k.m.st)
	}
}

// obey does what the machine orders.
func (k *keeping) obey(ctx context.Context) {
	for _, o := range k.m.taken() {
		switch o.do {
		case doBegin:
			k.begin(ctx, o.protocol)
		case doEnd:
			if k.child != nil {
				k.child.cancel()
			}
		case doVisit:
			k.visit(ctx)
		case doLearn:
			k.learn(o.protocol)
		}
	}
}

// begin starts a child. Its life is that of the publication, not of ctx: it is
// ended in order by stop.
func (k *keeping) begin(ctx context.Context, protocol string) {
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &child{cancel: cancel}
	k.child, k.asking = c, false
	keeper := process.Keeper{
		Path: k.p.Program.Path, Args: k.arguments(k.p, protocol, k.pace.Grace), Env: k.surroundings(), Mark: k.mark(),
		Grace: k.pace.Grace + time.Second, Within: k.pace.Connect, Budget: -1,
		Ready: func(text string) bool { return k.said(c, read(text)) },
	}
	k.Log.Info("the tunnel program starts", "protocol", protocol, "version", k.p.Program.Version)
	k.work.Go(func() {
		if k.Began != nil {
			defer k.Began()()
		}
		defer cancel()
		if err := k.still(life); err != nil {
			k.post(of{c, ended{why: share.ErrDamaged.With(err)}})
			return
		}
		k.post(of{c, endedBy(keeper.Keep(life))})
	})
}

// still reports whether the copy that Meridian fetched is the one that was pinned,
// before every start; other programs are their owner's.
func (k *keeping) still(ctx context.Context) error {
	if k.p.Program.Source != "fetched" {
		return nil
	}
	return k.unchanged(ctx, k.p.Program.Path)
}

// said hears a line of a child; true when it has been registered. It is called
// while the child's output is drained, and the owner always listens.
func (k *keeping) said(c *child, l line) bool {
	switch {
	case l.metrics() != "":
		k.post(of{c, listening{l.metrics()}})
	case l.registered():
		k.post(of{c, registered{l.Protocol, l.Location}})
		return true
	case l.turnedAway():
		k.post(of{c, turnedAway{}})
	}
	return false
}

// endedBy is what the end of a child means.
func endedBy(err error) ended {
	if err == nil {
		return ended{why: share.ErrEnded, hope: true} // it was told to
	}
	if errors.Is(err, process.ErrLate) {
		return ended{late: true}
	}
	if !errors.Is(err, process.ErrGaveUp) {
		return ended{why: share.ErrBadProgram.With(err)}
	}
	why, hope := classify(err.Error())
	return ended{why: why, hope: hope}
}

// stop ends the child and waits for its end.
func (k *keeping) stop() {
	st := k.m.st
	st.Phase, st.Why, st.Again = share.Stopping, nil, time.Time{}
	k.told(st)
	if k.child == nil {
		return
	}
	k.child.cancel()
	for k.child != nil {
		if own, is := (<-k.events).(of); is && own.child == k.child {
			if _, over := own.event.(ended); over {
				k.child = nil
			}
		}
	}
}

// visit goes to the own address.
func (k *keeping) visit(ctx context.Context) {
	host, c := k.m.st.Host, k.child
	k.work.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, 2*k.pace.Again)
		defer cancel()
		nonce := newNonce()
		answer, took, err := k.Visit(ctx, host, nonce)
		if err == nil && answer != k.p.Proof(nonce) {
			err = errors.New("somebody else answers at this address")
		}
		if err != nil {
			k.Log.Info("the link was visited in vain", "error", err)
		}
		k.post(of{c, visited{err, took}})
	})
}

// look asks the child how it is, and looks whether the machine slept or moved.
func (k *keeping) look(ctx context.Context) {
	now := k.now()
	network := k.networkNow()
	if slept(k.looked, now, k.pace) || network != k.network {
		k.Log.Info("the machine woke or its network changed")
		k.step(woke{network != ""})
	}
	k.looked, k.network = now, network
	if k.child == nil || k.child.metrics == "" || k.asking {
		return
	}
	k.asking = true
	c, address := k.child, k.child.metrics
	k.work.Go(func() { k.post(of{c, k.askChild(ctx, address)}) })
}

// slept reports whether the machine stood still between two looks: the clock on
// the wall went further than the one that stops in sleep, or both went too far.
func slept(before, now time.Time, pace Pace) bool {
	wall := now.Round(0).Sub(before.Round(0))
	return wall-now.Sub(before) > pace.Gap || now.Sub(before) > pace.Poll+pace.Gap
}

// networkNow stands for the network that the machine is in; "" when in none.
func (k *keeping) networkNow() string {
	if k.Addresses == nil {
		return "unknown"
	}
	all := slices.Clone(k.Addresses())
	slices.Sort(all)
	return strings.Join(all, " ")
}

// askChild asks a child for its own state. An answer that does not come is told as
// none.
func (k *keeping) askChild(ctx context.Context, address string) lookedAt {
	ctx, cancel := context.WithTimeout(ctx, 2*k.pace.Poll)
	defer cancel()
	var at lookedAt
	var ready struct {
		Connections *int `json:"readyConnections"`
	}
	if k.get(ctx, address, "/ready", &ready) && ready.Connections != nil {
		at.ready, at.connections = true, *ready.Connections
	}
	if k.m.named {
		at.routes = k.askRoutes(ctx, address)
		return at
	}
	var quick struct {
		Host string `json:"hostname"`
	}
	if k.get(ctx, address, "/quicktunnel", &quick) && validHost(quick.Host) {
		at.host = strings.ToLower(quick.Host)
	}
	return at
}

// askRoutes reports whether the public name leads to the door, by what Cloudflare
// has told the program; nil while it has told nothing.
func (k *keeping) askRoutes(ctx context.Context, address string) *bool {
	var told struct {
		Version int `json:"version"`
		Config  struct {
			Ingress []struct {
				Hostname string `json:"hostname"`
				Service  string `json:"service"`
			} `json:"ingress"`
		} `json:"config"`
	}
	if !k.get(ctx, address, "/config", &told) || told.Version < 1 || len(told.Config.Ingress) == 0 {
		return nil
	}
	right := false
	for _, rule := range told.Config.Ingress {
		if rule.Hostname == "" || strings.EqualFold(rule.Hostname, k.p.Host) {
			service := strings.TrimSuffix(strings.Replace(rule.Service, "localhost", "127.0.0.1", 1), "/")
			right = service == "http://"+k.p.Origin
			break // the first rule that fits is the one that holds
		}
	}
	return &right
}

// maxState bounds what a child may say of itself, in bytes.
const maxState = 1 << 20

func (k *keeping) get(ctx context.Context, address, path string, into any) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return false
	}
	resp, err := k.Local.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return json.NewDecoder(io.LimitReader(resp.Body, maxState)).Decode(into) == nil
}

// validHost refuses what is no plain name of a host.
func validHost(host string) bool {
	if len(host) < 3 || len(host) > 253 || !strings.Contains(host, ".") {
		return false
	}
	return strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}

// remembered is the protocol that worked last on this network; QUIC where none did.
func (k *keeping) remembered() string {
	return cmp.Or(k.protocols()[k.networkKey()], quic)
}

// learn remembers that a protocol worked. HTTP/2 is remembered for this network
// only, so that another one begins with QUIC.
func (k *keeping) learn(protocol string) {
	known := k.protocols()
	if known[k.networkKey()] == protocol {
		return
	}
	if len(known) >= mostNetworks {
		known = map[string]string{}
	}
	known[k.networkKey()] = protocol
	raw, err := json.Marshal(known)
	if err == nil {
		err = os.WriteFile(k.networksFile(), raw, 0o600)
	}
	if err != nil {
		k.Log.Warn("the protocol of this network was not kept", "error", err)
	}
}

// mostNetworks bounds what is remembered.
const mostNetworks = 50

func (k *keeping) networksFile() string { return filepath.Join(k.Dir, "networks.json") }

func (k *keeping) protocols() map[string]string {
	known := map[string]string{}
	raw, err := os.ReadFile(k.networksFile())
	if err != nil || json.Unmarshal(raw, &known) != nil {
		return map[string]string{}
	}
	for network, protocol := range known {
		if protocol != quic && protocol != http2 {
			delete(known, network)
		}
	}
	return known
}

// networkKey names a network without telling where it is.
func (k *keeping) networkKey() string {
	sum := sha256.Sum256([]byte(k.networkNow()))
	return hex.EncodeToString(sum[:8])
}
