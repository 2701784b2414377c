package backend

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/event"
	"meridian/backend/hosting"
	"meridian/backend/httpapi"
	"meridian/backend/ollama"
	"meridian/backend/share"
	"meridian/backend/sqlite"
	"meridian/backend/traffic"
	"meridian/backend/tunnel"
)

// ShareOptions say what sharing is made of. The zero value is the real world.
type ShareOptions struct {
	Names     string                // address of the resolver for fresh links; "" is Cloudflare's
	Port      string                // of public addresses; "" is 443
	Roots     *x509.CertPool        // of public addresses; nil are the system's
	Server    string                // name on the certificate of public addresses; "" is their own
	Releases  string                // where the tunnel program is fetched from; "" is its makers' address
	Pins      map[string]tunnel.Pin // of it; nil are the built-in ones
	Pace      tunnel.Pace
	Addresses func() []string // of this machine; nil asks the system
}

// shareName is the directory, within that of the data, of what is sharing's own.
const shareName = "share"

// resolver answers for names over HTTPS. It is asked for one name only: that of the
// own link, once the owner has opened it.
const resolver = "https://1.1.1.1/dns-query"

// newShare is sharing, closed. handler answers at the door, beyond the proof that
// it is this door; guests is told under which names.
func newShare(o Options, store *sqlite.DB, book *traffic.Book, events *event.Hub, handler http.Handler, guests *httpapi.RemoteGuard) *share.Service {
	addresses := o.Share.Addresses
	if addresses == nil {
		addresses = machineAddresses
	}
	return share.New(share.Options{
		Dir: filepath.Join(o.Data, shareName),
		Choice: func(ctx context.Context) (share.Choice, error) {
			s, err := store.Settings.Get(ctx)
			c := s.Share
			return share.Choice{Way: share.Way(c.Way), Minutes: c.Minutes, Host: strings.ToLower(c.Host), Port: c.Port, Resume: c.Resume,
				Program: c.Program, Address: c.Address, Certificate: c.Certificate, Key: c.Key}, err
		},
		Door: func(l share.Listen) share.Door {
			return &door{listen: l, book: book, handler: handler, named: guests.SetHosts, log: o.Logger}
		},
		Tunnel: newTunnel(o, book, addresses), Addresses: addresses, Now: o.Now, Log: o.Logger,
		Changed: func() { events.Publish(event.Event{Kind: event.ShareChanged}) }, Here: guests.Here,
	})
}

// tunnelDir is where a cloudflared that was fetched lies, and what it needs.
func tunnelDir(data string) string { return filepath.Join(data, shareName, "tunnel") }

// newTunnel is the driver of cloudflared, with a client for each of its purposes.
func newTunnel(o Options, book *traffic.Book, addresses func() []string) *tunnel.Driver {
	names := resolver
	if o.Share.Names != "" {
		names = o.Share.Names
	}
	asks := &http.Client{Timeout: 10 * time.Second, Transport: book.Out(traffic.Proof, &http.Transport{}, traffic.Only(hostOf(names)))}
	visitor := tunnel.Visitor{Names: tunnel.Names{Client: asks, Base: names}, Port: o.Share.Port, System: true}
	way := &http.Transport{DialContext: visitor.Dial, TLSClientConfig: &tls.Config{RootCAs: o.Share.Roots, ServerName: o.Share.Server, MinVersion: tls.VersionTLS12}}
	var own ownHost
	visits := &http.Client{Timeout: 10 * time.Second, Transport: book.Out(traffic.Proof, way, own.is),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	local := &http.Client{Timeout: 5 * time.Second, Transport: book.Out(traffic.Driving, &http.Transport{}, traffic.OnThisMachine)}
	return &tunnel.Driver{
		Dir: tunnelDir(o.Data), Getenv: os.Getenv, Local: local, Visit: own.visits(tunnel.Visits(visits)),
		Downloads: downloads(book, o.Share.Releases), Releases: o.Share.Releases, Pins: o.Share.Pins, Addresses: addresses,
		Began: func() func() { return book.Began(traffic.Tunnel, "argotunnel.com:7844") },
		Pace:  o.Share.Pace, Log: o.Logger,
	}
}

// ownHost is the public name that the tunnel has now: the only one that is visited.
type ownHost struct {
	mu   sync.Mutex
	host string
}

func (o *ownHost) is(asked string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.host != "" && traffic.HostOf(asked) == o.host
}

func (o *ownHost) visits(visit tunnel.Visit) tunnel.Visit {
	return func(ctx context.Context, host, nonce string) (string, time.Duration, error) {
		o.mu.Lock()
		o.host = strings.ToLower(host)
		o.mu.Unlock()
		return visit(ctx, host, nonce)
	}
}

// downloads fetch programs from their makers, who keep the files at another host
// of the same house.
func downloads(book *traffic.Book, releases string) *http.Client {
	client := ollama.Fetcher()
	other := hostOf(releases)
	client.Transport = book.Out(traffic.Program, client.Transport, func(host string) bool {
		name := traffic.HostOf(host)
		return name == "github.com" || strings.HasSuffix(name, ".githubusercontent.com") || other != "" && host == other
	})
	return client
}

// hostOf is the host:port of an address; "" when it has none.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// machineAddresses are the private addresses of this machine, IPv4 before IPv6,
// those of containers and virtual machines left out.
func machineAddresses() []string {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil
	}
	var four, six []string
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 || virtual(i.Name) {
			continue
		}
		all, _ := i.Addrs() // none when it is just going
		for _, a := range all {
			prefix, err := netip.ParsePrefix(a.String())
			switch ip := prefix.Addr(); {
			case err != nil || ip.IsLinkLocalUnicast():
			case ip.Is4():
				four = append(four, ip.String())
			default:
				six = append(six, ip.String())
			}
		}
	}
	return append(four, six...)
}

func virtual(name string) bool {
	return slices.ContainsFunc([]string{"docker", "veth", "br-", "virbr", "vmnet", "vboxnet"}, func(p string) bool { return strings.HasPrefix(name, p) })
}

// door is the second listener. It proves itself to a visit, and leaves everything
// else to the handler of those who were invited.
type door struct {
	listen  share.Listen
	book    *traffic.Book
	handler http.Handler
	named   func(hosts ...string) // tells the handler
	log     *slog.Logger

	mu     sync.Mutex
	server *http.Server
	served chan struct{}
	hosts  []string
}

var _ share.Door = (*door)(nil)

// Open implements share.Door.
func (d *door) Open(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", d.listen.Address)
	if err != nil {
		return "", err
	}
	l = d.book.Listen(traffic.Visitors, l)
	address := l.Addr().String()
	if d.listen.TLS != nil {
		l = tls.NewListener(l, d.listen.TLS)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.server = &http.Server{
		Handler: d, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(d.log.Handler(), slog.LevelDebug),
	}
	d.served = make(chan struct{})
	go func() {
		defer close(d.served)
		_ = d.server.Serve(l) // ends with Close
	}()
	return address, nil
}

// Hosts implements share.Door.
func (d *door) Hosts(hosts ...string) {
	d.mu.Lock()
	d.hosts = hosts
	d.mu.Unlock()
	d.named(hosts...)
}

// Close implements share.Door. Nobody is waited for: what is under way is cut.
func (d *door) Close() error {
	d.Hosts()
	d.mu.Lock()
	server, served := d.server, d.served
	d.mu.Unlock()
	if server == nil {
		return nil
	}
	err := server.Close()
	<-served
	return err
}

// proofPath is where a door proves itself.
const proofPath = "/__health"

// ServeHTTP implements http.Handler.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	known := slices.ContainsFunc(d.hosts, func(h string) bool { return strings.EqualFold(h, r.Host) })
	d.mu.Unlock()
	if !known {
		w.WriteHeader(http.StatusMisdirectedRequest)
		return
	}
	if r.URL.Path != proofPath {
		d.handler.ServeHTTP(w, r)
		return
	}
	nonce := r.URL.Query().Get("nonce")
	if r.Method != http.MethodGet || len(nonce) != 32 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, d.listen.Proof(nonce))
}

// serveGuests answers at the door, which opens only once all is assembled.
func (a *App) serveGuests(w http.ResponseWriter, r *http.Request) { a.remote.ServeHTTP(w, r) }

// beginShare lets sharing be opened until the program closes.
func (a *App) beginShare(ctx context.Context) error {
	a.share.Begin(ctx)
	a.working.Go(a.share.Wait)
	return nil
}

// shareCheck says whether the program is open to others.
func (a *App) shareCheck() httpapi.Check {
	st := a.share.State()
	check := httpapi.Check{ID: "share", State: "ok", Text: st.Text, Fix: st.Fix}
	if st.Phase == share.Failed || st.Why != "" {
		check.State = "warn"
	}
	return check
}

// network is the account of every connection, and its self-test.
type network struct {
	*traffic.Book

	client    *http.Client
	local     string
	share     *share.Service
	models    *models
	addresses func() []string
}

var _ httpapi.Network = (*network)(nil)

func (a *App) newNetwork(o Options) *network {
	addresses := o.Share.Addresses
	if addresses == nil {
		addresses = machineAddresses
	}
	return &network{Book: a.book, client: a.book.LeakClient(addresses), local: a.address(), share: a.share, models: a.models, addresses: addresses}
}

// Addresses implements httpapi.Network.
func (n *network) Addresses() []string { return n.addresses() }

// Try implements httpapi.Network.
func (n *network) Try(ctx context.Context) []traffic.Finding {
	t := traffic.Targets{Book: n.Book, Client: n.client, Local: n.local, Addresses: n.addresses()}
	st := n.share.State()
	t.Door, t.DoorTLS = st.Door, st.Way == share.Nearby
	if model, err := n.models.State(ctx); err == nil && model.Phase == hosting.Ready {
		t.Model = model.Address
	}
	return t.Try(ctx)
}
