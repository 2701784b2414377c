package tunneltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Main is the stand-in, when this process was started as one: it does not return
// then. It is called first thing in TestMain.
func Main() {
	cloud := os.Getenv(cloudName)
	if cloud == "" {
		return
	}
	s := &standIn{cloud: cloud}
	if err := s.get("/scenario", &s.scenario); err != nil {
		fmt.Fprintln(os.Stderr, "no scenario:", err)
		os.Exit(3)
	}
	os.Exit(s.run(os.Args[1:]))
}

// standIn is one running program.
type standIn struct {
	cloud    string
	scenario Scenario
	asked    options
	host     string // public name
	origin   atomic.Pointer[url.URL]

	connections atomic.Int32
	busy        atomic.Int32 // visitors on their way
}

// options are the command line.
type options struct {
	config, metrics, protocol, url, tokenFile string
	grace                                     time.Duration
	named                                     bool
}

// run is the program from its command line to its exit code.
func (s *standIn) run(args []string) int {
	if slices.Contains(args, "--version") {
		version := s.scenario.Version
		if version == "" {
			version = "2026.8.2"
		}
		fmt.Printf("cloudflared version %s (built 2026-08-20-1200 UTC)\n", version)
		return 0
	}
	o, wrong := parse(args)
	if wrong != "" || s.scenario.Usage {
		fmt.Printf("Incorrect Usage: flag provided but not defined: %s\n\nNAME:\n   cloudflared tunnel\n", wrong)
		return 0
	}
	s.asked = o
	if code := s.surroundings(); code != 0 {
		return code
	}
	if o.named {
		if code := s.takeToken(); code != 0 {
			return code
		}
	} else if code := s.takeName(); code != 0 {
		return code
	}
	return s.serve()
}

// parse reads what the real program knows; the first option that it does not know
// is returned.
func parse(args []string) (o options, wrong string) {
	inner := false
	for i := 0; i < len(args); i++ {
		value := func() string {
			if i++; i < len(args) {
				return args[i]
			}
			return ""
		}
		switch a := args[i]; {
		case a == "tunnel" && i == 0, a == "--no-autoupdate" && !inner:
		case a == "run":
			inner, o.named = true, true
		case a == "--config" && !inner:
			o.config = value()
		case a == "--metrics" && !inner:
			o.metrics = value()
		case a == "--protocol" && !inner:
			o.protocol = value()
		case a == "--grace-period" && !inner:
			o.grace, _ = time.ParseDuration(value())
		case a == "--url" && !inner:
			o.url = value()
		case a == "--token-file" && inner:
			o.tokenFile = value()
		default:
			return o, a
		}
	}
	return o, ""
}

// surroundings are what the owner may have set for another tunnel.
func (s *standIn) surroundings() int {
	for _, name := range []string{"TUNNEL_NAME", "TUNNEL_BASTION", "TUNNEL_LOGLEVEL", "TUNNEL_TRANSPORT_PROTOCOL", "TUNNEL_TOKEN"} {
		if os.Getenv(name) != "" {
			fmt.Fprintln(os.Stderr, "Error locating origin cert: client didn't specify origincert path")
			return 1
		}
	}
	if raw, err := os.ReadFile(s.asked.config); err != nil || len(bytes.TrimSpace(raw)) == 0 {
		fmt.Fprintln(os.Stderr, "error reading the configuration file:", err)
		return 1
	}
	origin, err := url.Parse(s.asked.url)
	if err != nil || origin.Host == "" {
		fmt.Fprintln(os.Stderr, "no origin")
		return 1
	}
	s.origin.Store(origin)
	return 0
}

func (s *standIn) takeToken() int {
	raw, err := os.ReadFile(s.asked.tokenFile)
	if err != nil || !bytes.HasPrefix(raw, []byte("eyJ")) {
		fmt.Fprintln(os.Stderr, "Provided Tunnel token is not valid.")
		return 255
	}
	s.host = "plan.example.org"
	return 0
}

// takeName asks for a quick name, and ends as the real program does where that
// fails.
func (s *standIn) takeName() int {
	if s.scenario.Offline {
		fmt.Fprintln(os.Stderr, `failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host`)
		return 1
	}
	client := http.Client{Timeout: 300 * time.Millisecond} // 15 s in the real one
	resp, err := client.Post(s.cloud+"/tunnel", "application/json", nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, `failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`)
		return 1
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	var told struct {
		Result struct{ ID, Hostname string }
	}
	if err := json.Unmarshal(raw, &told); err != nil {
		s.log("error", "Error unmarshaling QuickTunnel response: "+string(raw), "status_code", resp.Status)
		fmt.Fprintln(os.Stderr, "failed to unmarshal quick Tunnel:", err)
		return 1
	}
	if len(told.Result.ID) != 36 {
		fmt.Fprintf(os.Stderr, "failed to parse quick Tunnel ID: invalid UUID length: %d\n", len(told.Result.ID))
		return 1
	}
	s.host = told.Result.Hostname
	s.log("info", "|  https://"+s.host+"   |") // before it is connected
	return 0
}

// log writes a line as the program was told to.
func (s *standIn) log(level, message string, more ...any) {
	if s.scenario.TextLogs || os.Getenv("TUNNEL_LOG_OUTPUT") != "json" {
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s %s", time.Now().UTC().Format(time.RFC3339), strings.ToUpper(level[:3]), message)
		for i := 0; i+1 < len(more); i += 2 {
			fmt.Fprintf(&b, " %v=%v", more[i], more[i+1])
		}
		fmt.Fprintln(os.Stderr, b.String())
		return
	}
	doc := map[string]any{"level": level, "time": time.Now().UTC().Format(time.RFC3339), "message": message}
	for i := 0; i+1 < len(more); i += 2 {
		doc[fmt.Sprint(more[i])] = more[i+1]
	}
	raw, _ := json.Marshal(doc)
	fmt.Fprintln(os.Stderr, string(raw))
}

// serve runs until it is told to end.
func (s *standIn) serve() int {
	if s.scenario.PortBusy {
		fmt.Fprintln(os.Stderr, "Error opening metrics server listener: listen tcp 127.0.0.1:0: bind: address already in use")
		return 1
	}
	metrics, err := net.Listen("tcp", s.asked.metrics)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error opening metrics server listener:", err)
		return 1
	}
	go func() { _ = http.Serve(metrics, s.metrics()) }()
	s.log("info", "Starting metrics server on "+metrics.Addr().String()+"/metrics")
	if s.scenario.Noise > 0 {
		s.log("info", strings.Repeat("x", s.scenario.Noise))
	}
	visitors, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 1
	}
	go func() { _ = http.Serve(visitors, s.carry()) }()

	told := make(chan os.Signal, 2)
	signal.Notify(told, syscall.SIGTERM, os.Interrupt)
	over := make(chan int, 1)
	for range s.wanted() {
		go s.stayConnected("http://"+visitors.Addr().String(), over)
	}
	select {
	case code := <-over:
		return code
	case <-told:
	}
	return s.end(told)
}

// wanted is how many connections it makes: a quick tunnel is given one.
func (s *standIn) wanted() int {
	if s.asked.named {
		return 4
	}
	return 1
}

// end ends in order: over QUIC it always waits for the whole grace period.
func (s *standIn) end(told <-chan os.Signal) int {
	s.log("info", "Initiating graceful shutdown due to signal terminated ...")
	for waited := time.Duration(0); waited < s.asked.grace; waited += 10 * time.Millisecond {
		if s.asked.protocol == "http2" && s.busy.Load() == 0 {
			break
		}
		select {
		case <-told:
			return 143
		case <-time.After(10 * time.Millisecond):
		}
	}
	return 0
}

// stayConnected connects, and again whenever the connection is lost.
func (s *standIn) stayConnected(to string, over chan<- int) {
	for ; ; time.Sleep(50 * time.Millisecond) {
		var now Scenario
		if s.get("/scenario", &now) != nil {
			continue
		}
		if now.QuicBlocked && s.asked.protocol == "quic" || now.TCPBlocked && s.asked.protocol == "http2" {
			s.log("error", "Failed to dial a "+s.asked.protocol+" connection", "error", "timeout: no recent network activity")
			continue
		}
		time.Sleep(now.Delay)
		resp, err := http.Post(s.cloud+"/connect?host="+url.QueryEscape(s.host)+"&to="+url.QueryEscape(to), "text/plain", nil)
		if err != nil {
			s.log("error", "Unable to establish connection with Cloudflare edge", "error", err.Error())
			continue
		}
		if resp.StatusCode != http.StatusOK {
			_ = resp.Body.Close()
			s.log("error", "Register tunnel error from server side", "error", "Unauthorized: Failed to get tunnel")
			continue
		}
		s.connected(resp.Body, now, over)
	}
}

// connected is one connection from its registration to its loss.
func (s *standIn) connected(until io.ReadCloser, now Scenario, over chan<- int) {
	s.connections.Add(1)
	if now.Ingress != "" {
		if to, err := url.Parse(now.Ingress); err == nil {
			s.origin.Store(to)
		}
	}
	s.log("info", "Registered tunnel connection", "connIndex", 0, "connection", "00000000-0000-0000-0000-00000000000a",
		"event", 0, "ip", "198.41.200.43", "location", "icn01", "protocol", s.asked.protocol)
	if now.Crash > 0 {
		time.AfterFunc(now.Crash, func() { over <- 1 })
	}
	_, _ = io.Copy(io.Discard, until)
	_ = until.Close()
	s.connections.Add(-1)
	s.log("warn", "Lost connection with the edge", "connIndex", 0)
}

// metrics is the program's own state, and its own opinion.
func (s *standIn) metrics() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		n, status := s.connections.Load(), http.StatusOK
		if n == 0 {
			status = http.StatusServiceUnavailable
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"status":%d,"readyConnections":%d,"connectorId":"00000000-0000-0000-0000-000000000001"}`, status, n)
	})
	mux.HandleFunc("GET /quicktunnel", func(w http.ResponseWriter, _ *http.Request) {
		host := s.host
		if s.asked.named {
			host = ""
		}
		fmt.Fprintf(w, `{"hostname":%q}`, host)
	})
	mux.HandleFunc("GET /config", func(w http.ResponseWriter, _ *http.Request) {
		version := -1
		if s.scenario.Ingress != "" {
			version = 1
		}
		fmt.Fprintf(w, `{"version":%d,"config":{"ingress":[{"hostname":%q,"service":%q},{"service":"http_status:404"}]}}`, version, s.host, s.origin.Load().String())
	})
	return mux
}

// carry takes a visitor to what is published.
func (s *standIn) carry() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.busy.Add(1)
		defer s.busy.Add(-1)
		if s.asked.named && s.scenario.Ingress == "" {
			w.WriteHeader(http.StatusServiceUnavailable) // nothing was pushed yet
			return
		}
		proxy := &httputil.ReverseProxy{
			FlushInterval: -1,
			Rewrite: func(p *httputil.ProxyRequest) {
				p.SetURL(s.origin.Load())
				p.Out.Host = r.Host
				p.Out.Header.Set("Cf-Warp-Tag-Id", "00000000-0000-0000-0000-000000000001")
			},
			ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		}
		proxy.ServeHTTP(w, r)
	})
}

func (s *standIn) get(path string, into any) error {
	resp, err := http.Get(s.cloud + path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}
