package tunneltest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// cloudName is the variable that makes a test's binary the stand-in.
const cloudName = "TUNNELTEST_CLOUD"

// Cloud is the part of Cloudflare that a tunnel needs.
type Cloud struct {
	control, edge *httptest.Server

	mu         sync.Mutex
	scenario   Scenario
	connectors map[string]*connector // by public name
	named      int                   // quick names given out
	lookups    []time.Time           // when the name of a link was asked for
	joined     []time.Time           // when a connection was registered
}

// connector is one child that is connected.
type connector struct {
	to    *url.URL // where it takes visitors
	drop  chan struct{}
	close func()
}

// NewCloud is a cloud that behaves well, until the test ends.
func NewCloud(t testing.TB) *Cloud {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script around the test's binary")
	}
	c := &Cloud{connectors: map[string]*connector{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /scenario", c.tell)
	mux.HandleFunc("POST /tunnel", c.giveName)
	mux.HandleFunc("POST /connect", c.connect)
	mux.HandleFunc("GET /dns-query", c.lookup)
	c.control = httptest.NewServer(mux)
	c.edge = httptest.NewTLSServer(http.HandlerFunc(c.visit))
	t.Cleanup(func() {
		c.Cut()
		c.edge.CloseClientConnections()
		c.edge.Close()
		c.control.CloseClientConnections()
		c.control.Close()
	})
	return c
}

// Program is the path of the stand-in, which behaves as this cloud's scenario says.
func (c *Cloud) Program(t testing.TB) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cloudflared")
	script := fmt.Sprintf("#!/bin/sh\nexport %s='%s'\nexec '%s' \"$@\"\n", cloudName, c.control.URL, self)
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// Set changes how everything behaves from now on.
func (c *Cloud) Set(change func(*Scenario)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.scenario)
}

func (c *Cloud) now() Scenario {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.scenario
}

// Cut ends every connection of a child, as a network that goes away does. Children
// connect again as long as the scenario lets them.
func (c *Cloud) Cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.connectors {
		one.close()
	}
}

// Names is the address of the resolver, and Port that of the edge.
func (c *Cloud) Names() string { return c.control.URL + "/dns-query" }

// Port is where visitors come to, on 127.0.0.1.
func (c *Cloud) Port() string {
	_, port, _ := net.SplitHostPort(c.edge.Listener.Addr().String())
	return port
}

// Roots are the authorities of the edge's certificate.
func (c *Cloud) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.edge.Certificate())
	return pool
}

// CertificateName is the name on the edge's certificate, whatever the link is called.
const CertificateName = "example.com"

// FirstLookup is how long after the first registration the name of a link was first
// asked for.
func (c *Cloud) FirstLookup() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.lookups) == 0 || len(c.joined) == 0 {
		return 0, false
	}
	return c.lookups[0].Sub(c.joined[0]), true
}

// Given is how many quick names were given out.
func (c *Cloud) Given() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.named
}

// Visitor is a client of somebody outside, whatever name they ask for.
func (c *Cloud) Visitor() *http.Client {
	edge := c.edge.Listener.Addr().String()
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: c.Roots(), ServerName: CertificateName},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, edge)
		},
	}}
}

func (c *Cloud) tell(w http.ResponseWriter, _ *http.Request) {
	_ = json.NewEncoder(w).Encode(c.now())
}

func (c *Cloud) giveName(w http.ResponseWriter, r *http.Request) {
	switch c.now().Quick {
	case "429":
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, "error code: 1015")
	case "500":
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, `{"success":false,"result":{}}`)
	case "html":
		fmt.Fprint(w, "<html><body>Sign in to this network</body></html>")
	case "hang":
		<-r.Context().Done()
	default:
		c.mu.Lock()
		c.named++
		n := c.named
		c.mu.Unlock()
		fmt.Fprintf(w, `{"success":true,"result":{"id":"%08d-0000-0000-0000-000000000000","hostname":"quiet-amber-%d.trycloudflare.com"}}`, n, n)
	}
}

// connect registers a child for a name until either side ends the connection.
func (c *Cloud) connect(w http.ResponseWriter, r *http.Request) {
	host, to := r.URL.Query().Get("host"), r.URL.Query().Get("to")
	target, err := url.Parse(to)
	s := c.now()
	switch {
	case err != nil || host == "":
		http.Error(w, "asked wrongly", http.StatusBadRequest)
		return
	case s.Denied:
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	one := &connector{to: target, drop: make(chan struct{})}
	one.close = sync.OnceFunc(func() { close(one.drop) })
	c.mu.Lock()
	c.connectors[host] = one
	c.joined = append(c.joined, time.Now())
	c.mu.Unlock()
	w.WriteHeader(http.StatusOK)
	_ = http.NewResponseController(w).Flush()
	select {
	case <-one.drop:
	case <-r.Context().Done():
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.connectors[host] == one {
		delete(c.connectors, host)
	}
}

// lookup answers for names, as a resolver over HTTPS does.
func (c *Cloud) lookup(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.lookups = append(c.lookups, time.Now())
	unknown := c.scenario.Unknown
	c.mu.Unlock()
	w.Header().Set("Content-Type", "application/dns-json")
	if unknown || r.URL.Query().Get("type") != "A" {
		fmt.Fprint(w, `{"Status":3,"Answer":[]}`)
		return
	}
	fmt.Fprintf(w, `{"Status":0,"Answer":[{"name":%q,"type":1,"TTL":300,"data":"127.0.0.1"}]}`, r.URL.Query().Get("name"))
}

// visit carries a visitor to the child of the name, as the edge does.
func (c *Cloud) visit(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	c.mu.Lock()
	one, dead := c.connectors[host], c.scenario.DeadEdge
	c.mu.Unlock()
	if one == nil || dead {
		w.WriteHeader(530) // Cloudflare's own: the tunnel is not there
		_, _ = io.WriteString(w, "error code: 1033")
		return
	}
	proxy := &httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(one.to)
			p.Out.Host = host
			p.Out.Header.Set("Cf-Connecting-Ip", "203.0.113.7") // whatever the visitor wrote there
			p.Out.Header.Set("Cf-Ray", "8f0000000000-ICN")
			p.Out.Header.Set("Cf-Ipcountry", "KR")
			p.Out.Header.Set("X-Forwarded-Proto", "https")
		},
	}
	proxy.ServeHTTP(w, r)
}
