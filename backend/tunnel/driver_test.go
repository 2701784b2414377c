package tunnel

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/fetch"
	"meridian/backend/share"
	"meridian/backend/tunnel/tunneltest"
)

func TestMain(m *testing.M) {
	tunneltest.Main()
	os.Exit(m.Run())
}

// hasty is a pace at which the stand-in's failures are seen in a moment.
var hasty = Pace{
	Connect: 1500 * time.Millisecond, Settle: 80 * time.Millisecond, Prove: 600 * time.Millisecond, Again: 60 * time.Millisecond,
	Visit: 120 * time.Millisecond, Mend: 250 * time.Millisecond, Poll: 25 * time.Millisecond, Pauses: []time.Duration{50 * time.Millisecond, 50 * time.Millisecond},
	Window: time.Millisecond, Grace: 100 * time.Millisecond,
}

// stage is a cloud, a door and a driver between them.
type stage struct {
	cloud  *tunneltest.Cloud
	driver *Driver
	door   *httptest.Server
	pub    share.Publication

	mu     sync.Mutex
	phases []share.Phase
	st     share.Status
	more   chan struct{}
}

func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{cloud: tunneltest.NewCloud(t), more: make(chan struct{}, 1000)}
	s.door = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if nonce := r.URL.Query().Get("nonce"); nonce != "" {
			fmt.Fprint(w, "proof of "+nonce)
			return
		}
		raw, _ := json.Marshal(r.Header)
		fmt.Fprintf(w, "%s %s", r.Host, raw)
	}))
	t.Cleanup(s.door.Close)
	visitor := Visitor{Names: Names{Client: http.DefaultClient, Base: s.cloud.Names()}, Port: s.cloud.Port()}
	visits := &http.Client{Transport: &http.Transport{DialContext: visitor.Dial, TLSClientConfig: &tls.Config{RootCAs: s.cloud.Roots(), ServerName: tunneltest.CertificateName}}}
	t.Cleanup(visits.CloseIdleConnections)
	s.driver = &Driver{
		Dir: t.TempDir(), Getenv: os.Getenv, Local: http.DefaultClient, Visit: Visits(visits), Downloads: http.DefaultClient,
		Addresses: func() []string { return []string{"192.0.2.10"} }, Pace: hasty, Log: slog.New(slog.DiscardHandler),
	}
	s.pub = share.Publication{
		Program: share.Program{Path: s.cloud.Program(t)}, Origin: strings.TrimPrefix(s.door.URL, "http://"),
		Proof: func(nonce string) string { return "proof of " + nonce },
	}
	return s
}

func (s *stage) told(st share.Status) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.phases) == 0 || s.phases[len(s.phases)-1] != st.Phase {
		s.phases = append(s.phases, st.Phase)
	}
	s.st = st
	select {
	case s.more <- struct{}{}:
	default:
	}
}

func (s *stage) now() (share.Status, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.st, fmt.Sprint(s.phases)
}

// open begins to publish; what it returns ends that and gives what Keep said.
func (s *stage) open(t testing.TB) (closeIt func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.driver.Keep(ctx, s.pub, s.told) }()
	var said error
	once := sync.OnceFunc(func() { cancel(); said = <-done })
	t.Cleanup(once)
	return func() error { once(); return said }
}

// await waits until what it is told is so.
func (s *stage) await(t testing.TB, what string, so func(share.Status) bool) share.Status {
	t.Helper()
	for limit := time.After(time.Minute); ; {
		if st, _ := s.now(); so(st) {
			return st
		}
		select {
		case <-s.more:
		case <-limit:
			st, phases := s.now()
			t.Fatalf("never %s: %+v %s", what, st, phases)
		}
	}
}

// because reports whether a status says why.
func because(st share.Status, why error) bool { return st.Why != nil && errors.Is(st.Why, why) }

func live(st share.Status) bool { return st.Phase == share.Live }

func TestAVisitorComesIn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Noise = 1 << 20 }) // a pipe that is not drained would stop it
	shut := s.open(t)
	st := s.await(t, "live", live)
	if st.Protocol != quic || st.Location != "icn01" || st.RoundTrip <= 0 || st.Connections != 1 {
		t.Errorf("%+v", st)
	}
	resp, err := s.cloud.Visitor().Get("https://" + st.Host + "/plan")
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if got := string(raw); !strings.HasPrefix(got, st.Host) || !strings.Contains(got, `"Cf-Connecting-Ip":["203.0.113.7"]`) {
		t.Errorf("the door saw %s", got)
	}
	if first, there := s.cloud.FirstLookup(); !there || first < hasty.Settle {
		t.Errorf("the name was looked up after %v", first)
	}
	if err := shut(); err != nil {
		t.Error(err)
	}
	if _, phases := s.now(); phases != "[connecting registered probing live stopping]" {
		t.Errorf("phases %s", phases)
	}
	if _, err := os.Stat(s.driver.mark()); !errors.Is(err, os.ErrNotExist) {
		t.Error("a mark of the child is left")
	}
}

// TestFailures: whatever goes wrong at the beginning is said as what it is.
func TestFailures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set   func(*tunneltest.Scenario)
		phase share.Phase
		why   error
	}{
		"too many links":                    {func(n *tunneltest.Scenario) { n.Quick = "429" }, share.Restarting, share.ErrLimited},
		"a fault of the service":            {func(n *tunneltest.Scenario) { n.Quick = "500" }, share.Restarting, share.ErrService},
		"a page to sign in":                 {func(n *tunneltest.Scenario) { n.Quick = "html" }, share.Failed, share.ErrPortal},
		"a service that hangs":              {func(n *tunneltest.Scenario) { n.Quick = "hang" }, share.Restarting, share.ErrSilent},
		"no network":                        {func(n *tunneltest.Scenario) { n.Offline = true }, share.Restarting, share.ErrOffline},
		"an option that is not known":       {func(n *tunneltest.Scenario) { n.Usage = true }, share.Failed, share.ErrUsage},
		"a metrics port that is taken":      {func(n *tunneltest.Scenario) { n.PortBusy = true }, share.Restarting, share.ErrEnded},
		"turned away":                       {func(n *tunneltest.Scenario) { n.Denied = true }, share.Failed, share.ErrRevoked},
		"ready, but nobody comes through":   {func(n *tunneltest.Scenario) { n.DeadEdge = true }, share.Degraded, share.ErrUnproven},
		"a name that no resolver has heard": {func(n *tunneltest.Scenario) { n.Unknown = true }, share.Degraded, share.ErrUnproven},
		"everything blocked":                {func(n *tunneltest.Scenario) { n.QuicBlocked, n.TCPBlocked = true, true }, share.Restarting, share.ErrBlocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.driver.Pace.Pauses = []time.Duration{time.Hour}
			s.cloud.Set(c.set)
			shut := s.open(t)
			st := s.await(t, string(c.phase), func(st share.Status) bool { return st.Phase == c.phase && st.Why != nil })
			if !because(st, c.why) {
				t.Errorf("it said %v", st.Why)
			}
			if err := shut(); c.phase == share.Failed && !errors.Is(err, c.why) || c.phase != share.Failed && err != nil {
				t.Errorf("it ended with %v", err)
			}
		})
	}
}

func TestQUICThatIsBlockedGoesOverHTTP2AndIsRemembered(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.cloud.Set(func(n *tunneltest.Scenario) { n.QuicBlocked = true })
	shut := s.open(t)
	if st := s.await(t, "live", live); st.Protocol != http2 || st.Restarts != 0 {
		t.Errorf("%+v", st)
	}
	if err := shut(); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	s.open(t)
	s.await(t, "live again", live)
	if took := time.Since(begun); took > hasty.Connect {
		t.Errorf("QUIC was tried again on this network: %v", took)
	}
}

func TestOlderLogsAreUnderstood(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.cloud.Set(func(n *tunneltest.Scenario) { n.TextLogs = true })
	s.open(t)
	if st := s.await(t, "live", live); st.Location != "icn01" {
		t.Errorf("%+v", st)
	}
}

func TestAConnectionThatIsMendedKeepsTheLink(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.driver.Pace.Mend = 20 * time.Second
	s.open(t)
	host := s.await(t, "live", live).Host
	s.cloud.Set(func(n *tunneltest.Scenario) { n.DeadEdge = true })
	s.await(t, "reconnecting", func(st share.Status) bool { return st.Phase == share.Reconnecting })
	s.cloud.Set(func(n *tunneltest.Scenario) { n.DeadEdge = false })
	s.cloud.Cut()
	if st := s.await(t, "live again", live); st.Host != host || st.Restarts != 0 || s.cloud.Given() != 1 {
		t.Errorf("%+v", st)
	}
}

func TestAProgramThatEndsIsStartedAgainUnderANewName(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Crash = 500 * time.Millisecond })
	s.open(t)
	host := s.await(t, "live", live).Host
	s.await(t, "restarting", func(st share.Status) bool {
		return st.Phase == share.Restarting && st.Host == "" && because(st, share.ErrEnded)
	})
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Crash = 0 })
	if st := s.await(t, "live again", func(st share.Status) bool { return live(st) && st.Restarts == 1 }); st.Host == host {
		t.Errorf("the link is still %s", host)
	}
}

func TestAZombieIsReplaced(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.open(t)
	s.await(t, "live", live)
	s.cloud.Set(func(n *tunneltest.Scenario) { n.DeadEdge = true }) // it still says that it is ready
	s.await(t, "restarting", func(st share.Status) bool { return st.Phase == share.Restarting })
	s.cloud.Set(func(n *tunneltest.Scenario) { n.DeadEdge = false })
	s.await(t, "live again", live)
}

func TestANamedTunnel(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.pub.Host, s.pub.Token = "plan.example.org", filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(s.pub.Token, []byte("eyJhIjoiYSJ9"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Ingress = "http://127.0.0.1:1" })
	shut := s.open(t)
	s.await(t, "misrouted", func(st share.Status) bool { return because(st, share.ErrMisrouted) })
	if err := shut(); err != nil {
		t.Fatal(err)
	}
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Ingress = "http://" + s.pub.Origin })
	s.open(t)
	st := s.await(t, "live", func(st share.Status) bool { return live(st) && st.Connections == 4 })
	if st.Host != "plan.example.org" || st.Why != nil {
		t.Errorf("%+v", st)
	}
	s.cloud.Set(func(n *tunneltest.Scenario) { n.Denied = true })
	s.cloud.Cut()
	s.await(t, "revoked", func(st share.Status) bool { return st.Phase == share.Failed && because(st, share.ErrRevoked) })
}

func TestABadTokenFile(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.pub.Host, s.pub.Token = "plan.example.org", filepath.Join(t.TempDir(), "none")
	err := s.driver.Keep(t.Context(), s.pub, s.told)
	if !errors.Is(err, share.ErrBadToken) {
		t.Errorf("got %v", err)
	}
}

// TestTheSurroundingsOfTheOwnerStayAway: variables and a configuration for another
// tunnel change nothing here, and no token stands where others can read it.
func TestTheSurroundingsOfTheOwnerStayAway(t *testing.T) {
	s := newStage(t)
	t.Setenv("TUNNEL_NAME", "mine")
	t.Setenv("TUNNEL_LOGLEVEL", "error")
	s.open(t)
	s.await(t, "live", live)
	for _, v := range s.driver.surroundings() {
		if name, _, _ := strings.Cut(v, "="); name != "TUNNEL_LOG_OUTPUT" && name != "TUNNEL_NO_PRECHECKS" && name != "TUNNEL_MANAGEMENT_DIAGNOSTICS" && !strings.Contains(strings.Join(passed, " "), name) {
			t.Errorf("%s is passed on", name)
		}
	}
	args := strings.Join(s.driver.arguments(share.Publication{Origin: "127.0.0.1:1", Token: "/t"}, quic, 3*time.Second), " ")
	if want := "tunnel --config " + s.driver.config() + " --no-autoupdate --metrics 127.0.0.1:0 --protocol quic --grace-period 3s --url http://127.0.0.1:1 run --token-file /t"; args != want {
		t.Errorf("arguments\n%s\nwant\n%s", args, want)
	}
}

// TestNothingIsLeftOfAKilledProgram kills a program that publishes, and finds
// nothing of its tunnel afterwards.
func TestNothingIsLeftOfAKilledProgram(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	keeper := exec.Command(os.Args[0], "-test.run=^TestKeepsUntilKilled$", "-test.v")
	keeper.Env = append(os.Environ(), "TUNNEL_TEST_KEEP="+s.pub.Program.Path+"|"+s.driver.Dir+"|"+s.pub.Origin)
	if err := keeper.Start(); err != nil {
		t.Fatal(err)
	}
	wait := func(what string, so func() bool) {
		t.Helper()
		for range 1000 {
			if so() {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("never %s", what)
	}
	answers := func() bool {
		resp, err := s.cloud.Visitor().Get("https://quiet-amber-1.trycloudflare.com/x")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}
	wait("published", answers)
	if err := keeper.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = keeper.Wait()
	if runtime.GOOS != "linux" {
		s.open(t) // sweeps what was left
	}
	wait("gone", func() bool { return !answers() })
}

// TestKeepsUntilKilled is the program that the test above kills.
func TestKeepsUntilKilled(t *testing.T) {
	told := strings.Split(os.Getenv("TUNNEL_TEST_KEEP"), "|")
	if len(told) != 3 {
		t.Skip("only for the test of a killed program")
	}
	d := &Driver{Dir: told[1], Getenv: os.Getenv, Local: http.DefaultClient, Log: slog.New(slog.DiscardHandler),
		Visit: func(context.Context, string, string) (string, time.Duration, error) {
			return "", 0, errors.New("not here")
		}}
	_ = d.Keep(t.Context(), share.Publication{Program: share.Program{Path: told[0]}, Origin: told[2]}, func(share.Status) {})
}

func TestFindingTheProgram(t *testing.T) {
	s := newStage(t)
	at := s.pub.Program.Path
	t.Run("where the owner says", func(t *testing.T) {
		p, err := s.driver.Find(t.Context(), at)
		if err != nil || p.Version != "2026.8.2" || p.Source != "chosen" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("on the path", func(t *testing.T) {
		t.Setenv("PATH", filepath.Dir(at)+":/bin:/usr/bin")
		p, err := s.driver.Find(t.Context(), "")
		if err != nil || p.Path != at || p.Source != "system" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("nowhere", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := s.driver.Find(t.Context(), ""); !errors.Is(err, share.ErrNoProgram) {
			t.Errorf("got %v", err)
		}
		if _, err := s.driver.Find(t.Context(), filepath.Join(t.TempDir(), "cloudflared")); !errors.Is(err, share.ErrNoProgram) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("too old", func(t *testing.T) {
		s.cloud.Set(func(n *tunneltest.Scenario) { n.Version = "2025.4.2" })
		defer s.cloud.Set(func(n *tunneltest.Scenario) { n.Version = "" })
		if _, err := s.driver.Find(t.Context(), at); !errors.Is(err, share.ErrOldProgram) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("something else", func(t *testing.T) {
		if _, err := s.driver.Find(t.Context(), "/bin/true"); !errors.Is(err, share.ErrBadProgram) {
			t.Errorf("got %v", err)
		}
		if _, err := s.driver.Find(t.Context(), t.TempDir()); !errors.Is(err, share.ErrBadProgram) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("others can write to it", func(t *testing.T) {
		if err := os.Chmod(at, 0o777); err != nil {
			t.Fatal(err)
		}
		if _, err := s.driver.Find(t.Context(), at); !errors.Is(err, share.ErrUnsafeProgram) {
			t.Errorf("got %v", err)
		}
	})
}

// publish serves a program for download and pins it.
func (s *stage) publish(t *testing.T, raw []byte) *Pin {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/"+offered+"/cloudflared-here" {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(raw)))
	}))
	t.Cleanup(server.Close)
	sum := sha256.Sum256(raw)
	hexed := hex.EncodeToString(sum[:])
	pin := Pin{Asset: "cloudflared-here", Archive: hexed, Binary: hexed}
	s.driver.Releases, s.driver.Pins = server.URL, map[string]Pin{runtime.GOOS + "/" + runtime.GOARCH: pin}
	return &pin
}

func quietly(fetch.Progress) {}

func TestDownloading(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	if _, err := s.driver.Offer(t.Context()); !errors.Is(err, share.ErrNoPin) {
		t.Errorf("without a pin: %v", err)
	}
	if err := s.driver.Fetch(t.Context(), quietly); !errors.Is(err, share.ErrNoPin) {
		t.Errorf("without a pin: %v", err)
	}
	raw, err := os.ReadFile(s.pub.Program.Path)
	if err != nil {
		t.Fatal(err)
	}
	pin := s.publish(t, raw)
	offer, err := s.driver.Offer(t.Context())
	if err != nil || offer.Bytes != int64(len(raw)) || offer.Version != offered || offer.Terms == "" || offer.Licence == "" {
		t.Fatalf("%+v, %v", offer, err)
	}
	if err := s.driver.Fetch(t.Context(), quietly); err != nil {
		t.Fatal(err)
	}
	found, err := s.driver.Find(t.Context(), "")
	if err != nil || found.Source != "fetched" {
		t.Fatalf("%+v, %v", found, err)
	}
	if err := s.driver.Fetch(t.Context(), quietly); err != nil {
		t.Errorf("again: %v", err)
	}
	// Whatever has changed it since: it is looked at before every start.
	if err := os.WriteFile(found.Path, append(raw, '\n'), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := s.driver.Find(t.Context(), ""); !errors.Is(err, share.ErrDamaged) {
		t.Errorf("a changed copy: %v", err)
	}
	pin.Archive = strings.Repeat("ab", 32)
	s.driver.Pins = map[string]Pin{runtime.GOOS + "/" + runtime.GOARCH: *pin}
	if err := s.driver.Fetch(t.Context(), quietly); !errors.Is(err, share.ErrDamaged) {
		t.Errorf("another sum: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.driver.Dir, "*.part")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestTheTableOfPins: a sum is whole or it is none.
func TestTheTableOfPins(t *testing.T) {
	for system, p := range pins {
		for _, sum := range []string{p.Archive, p.Binary} {
			if raw, err := hex.DecodeString(sum); err != nil || len(raw) != 0 && len(raw) != sha256.Size {
				t.Errorf("%s: %q is no sum", system, sum)
			}
		}
		if (p.Archive == "") != (p.Binary == "") || p.Asset == "" {
			t.Errorf("%s: half a pin", system)
		}
	}
}

// BenchmarkClickToLink is the time from the order to publish to a link that was
// visited, with the pauses that the network needs and without them.
func BenchmarkClickToLink(b *testing.B) {
	for name, pace := range map[string]Pace{"usual": {}, "without pauses": hasty} {
		b.Run(name, func(b *testing.B) {
			s := newStage(b)
			s.driver.Pace = pace
			s.driver.Pace.Grace = 10 * time.Millisecond
			for b.Loop() {
				s.st, s.phases = share.Status{}, nil
				shut := s.open(b)
				s.await(b, "live", live)
				b.StopTimer()
				if err := shut(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}
