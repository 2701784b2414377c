package backend

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/cli"
	"meridian/backend/fault"
	"meridian/backend/settings"
	"meridian/backend/share"
	"meridian/backend/traffic"
	"meridian/backend/tunnel"
	"meridian/backend/tunnel/tunneltest"
)

// shared is a program that listens, with a cloud before it.
type shared struct {
	*App
	cloud *tunneltest.Cloud
	owner *http.Client
}

// openShared runs a whole program whose tunnel is the stand-in, at a pace without
// the pauses that only the real network needs.
func openShared(t *testing.T, dir string, cloud *tunneltest.Cloud, program string) *shared {
	t.Helper()
	pace := tunnel.Pace{Connect: 5 * time.Second, Settle: 50 * time.Millisecond, Prove: 5 * time.Second, Again: 50 * time.Millisecond, Visit: 200 * time.Millisecond, Poll: 25 * time.Millisecond, Grace: 50 * time.Millisecond}
	app, err := New(t.Context(), Options{Data: dir, NewID: names(), Pages: somePages, Reader: reader(os.Args[0], engines), cold: true, Share: ShareOptions{
		Names: cloud.Names(), Port: cloud.Port(), Roots: cloud.Roots(), Server: tunneltest.CertificateName, Pace: pace,
		Addresses: func() []string { return []string{"127.0.0.1"} },
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- app.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &shared{App: app, cloud: cloud, owner: http.DefaultClient}
	s.choose(t, map[string]any{"program": program})
	return s
}

func (s *shared) choose(t *testing.T, share map[string]any) {
	t.Helper()
	if _, err := s.ChangeSettings(t.Context(), func(n settings.Settings) (settings.Settings, error) {
		return settings.Patch(n, map[string]any{"share": share})
	}); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request as the owner.
func (s *shared) ask(t *testing.T, method, path string, body, into any) int {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+s.Address()+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Owner())
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.owner.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if into != nil {
		if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	return resp.StatusCode
}

// await waits until sharing stands where it should.
func (s *shared) await(t *testing.T, so func(share.State) bool) share.State {
	t.Helper()
	var st share.State
	for range 6000 {
		if st = s.share.State(); so(st) {
			return st
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it stands at %+v", st)
	return st
}

func isLive(st share.State) bool { return st.Phase == share.Live }

// visit goes to an address from outside, and returns the status and the content.
func (s *shared) visit(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := s.cloud.Visitor().Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(raw)
}

func verdicts(t *testing.T, s *shared) map[string]traffic.Verdict {
	t.Helper()
	var trial struct{ Findings []traffic.Finding }
	if status := s.ask(t, http.MethodPost, "/network/leaks", struct{}{}, &trial); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	found := map[string]traffic.Verdict{}
	for _, f := range trial.Findings {
		found[f.ID] = f.Verdict
	}
	return found
}

// TestSharingFromClickToClose is the whole way: consent, link, visitor, self-test,
// close.
func TestSharingFromClickToClose(t *testing.T) {
	cloud := tunneltest.NewCloud(t)
	s := openShared(t, t.TempDir(), cloud, cloud.Program(t))
	var problem struct{ Code, Title string }
	if status := s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Quick}, &problem); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
		t.Errorf("without consent: status %d", status)
	}
	if s.share.State().Phase != share.Off {
		t.Fatal("it opened without consent")
	}
	begun := time.Now()
	if status := s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Quick, Minutes: 60, Consent: true}, nil); status != http.StatusAccepted {
		t.Fatalf("status %d", status)
	}
	st := s.await(t, isLive)
	t.Logf("from click to usable link: %v", time.Since(begun).Round(time.Millisecond))
	if !strings.HasPrefix(st.Address, "https://quiet-amber-") || st.Until == nil || st.Location != "icn01" || !st.Near || st.RoundTripMS <= 0 || st.Program == nil {
		t.Errorf("%+v", st)
	}
	if status, said := s.visit(t, st.Address+"/api/v1/plans"); status != http.StatusUnauthorized {
		t.Errorf("a stranger got %d %q", status, said)
	}
	found := verdicts(t, s)
	for _, id := range []string{"outside", "host", "origin", "stranger", "door.host", "door.local"} {
		if found[id] != traffic.Held {
			t.Errorf("%s: %s", id, found[id])
		}
	}
	var account struct{ Ways []traffic.Way }
	s.ask(t, http.MethodGet, "/network", nil, &account)
	open := map[traffic.Purpose]bool{}
	for _, w := range account.Ways {
		open[w.Purpose] = open[w.Purpose] || w.Open || w.Requests > 0
	}
	for _, p := range []traffic.Purpose{traffic.Pages, traffic.Visitors, traffic.Tunnel, traffic.Driving, traffic.Proof} {
		if !open[p] {
			t.Errorf("%s is not in the account: %+v", p, account.Ways)
		}
	}
	if status := s.ask(t, http.MethodDelete, "/share", nil, &st); status != http.StatusOK || st.Phase != share.Off || st.Ended != "owner" {
		t.Errorf("closed with status %d: %+v", status, st)
	}
}

// TestTheDoorCutsWhatIsUnderWay: whoever is in the middle of something when the door is closed gets
// no more of it.
func TestTheDoorCutsWhatIsUnderWay(t *testing.T) {
	reached, over := make(chan struct{}), make(chan struct{})
	d := &door{book: &traffic.Book{Now: time.Now}, log: slog.New(slog.DiscardHandler), listen: share.Listen{Address: "127.0.0.1:0", Proof: func(n string) string { return "is " + n }}, named: func(...string) {},
		handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			close(reached)
			<-r.Context().Done()
			close(over)
		})}
	address, err := d.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		host, path string
		want       int
	}{
		{address, "/x", http.StatusMisdirectedRequest}, // no name yet: nobody
		{"plan.example.org", proofPath + "?nonce=" + strings.Repeat("a", 32), http.StatusOK},
		{"PLAN.example.org", proofPath + "?nonce=short", http.StatusNotFound},
		{address, proofPath + "?nonce=" + strings.Repeat("a", 32), http.StatusMisdirectedRequest},
	} {
		if c.host != address {
			d.Hosts("plan.example.org")
		}
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+c.path, nil)
		req.Host = c.host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("%s%s: status %d", c.host, c.path, resp.StatusCode)
		}
	}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/stream", nil)
	req.Host = "plan.example.org"
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	<-reached
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("the stream came to an orderly end")
	}
	_ = resp.Body.Close()
	<-over
}

func TestAFailureIsToldAndAQuickLinkDoesNotComeBack(t *testing.T) {
	dir, cloud := t.TempDir(), tunneltest.NewCloud(t)
	program := cloud.Program(t)
	t.Run("a page to sign in", func(t *testing.T) {
		s := openShared(t, dir, cloud, program)
		cloud.Set(func(n *tunneltest.Scenario) { n.Quick = "html" })
		s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Quick, Consent: true}, nil)
		st := s.await(t, func(st share.State) bool { return st.Phase == share.Failed })
		if st.Why != "share.portal" || st.Fix.KO == "" || st.Door != "" {
			t.Errorf("%+v", st)
		}
		cloud.Set(func(n *tunneltest.Scenario) { n.Quick = "" })
		s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Quick, Consent: true}, nil)
		s.await(t, isLive)
	})
	t.Run("after a restart", func(t *testing.T) {
		s := openShared(t, dir, cloud, program)
		if st := s.share.State(); st.Phase != share.Off || st.Ended != "restart" || st.Fix.EN == "" {
			t.Errorf("%+v", st)
		}
		s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Quick, Consent: true}, nil)
		if st := s.await(t, isLive); !st.Moved {
			t.Error("nobody is told that the link is another")
		}
	})
}

func TestANamedTunnelComesBackWhereTheOwnerChoseSo(t *testing.T) {
	dir, cloud, port := t.TempDir(), tunneltest.NewCloud(t), freePort(t)
	program := cloud.Program(t)
	cloud.Set(func(n *tunneltest.Scenario) { n.Ingress = fmt.Sprintf("http://127.0.0.1:%d", port) })
	t.Run("opened", func(t *testing.T) {
		s := openShared(t, dir, cloud, program)
		s.choose(t, map[string]any{"program": program, "way": "named", "host": "plan.example.org", "port": port, "resume": true})
		if status := s.ask(t, http.MethodPost, "/share/token", map[string]string{"token": "nonsense"}, nil); status < 400 {
			t.Errorf("nonsense was taken for a token: %d", status)
		}
		if status := s.ask(t, http.MethodPost, "/share/token", map[string]string{"token": someToken}, nil); status != http.StatusNoContent {
			t.Errorf("status %d", status)
		}
		info, err := os.Stat(filepath.Join(dir, shareName, "token"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the token lies open: %v %v", info, err)
		}
		s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Named, Consent: true}, nil)
		if st := s.await(t, isLive); st.Address != "https://plan.example.org" || !st.HasToken {
			t.Errorf("%+v", st)
		}
	})
	t.Run("again", func(t *testing.T) {
		s := openShared(t, dir, cloud, program)
		if st := s.await(t, isLive); st.Moved || st.Address != "https://plan.example.org" {
			t.Errorf("%+v", st)
		}
	})
}

// someToken has the form of a real one.
const someToken = "eyJhIjoiYWNjb3VudCIsInMiOiJzZWNyZXQiLCJ0IjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIn0="

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// TestNearby opens on an address of this machine, with a certificate of the own
// authority, which a device that trusts it accepts.
func TestNearby(t *testing.T) {
	cloud := tunneltest.NewCloud(t)
	s := openShared(t, t.TempDir(), cloud, cloud.Program(t))
	s.choose(t, map[string]any{"address": "127.0.0.1"}) // stands for that of an office
	s.ask(t, http.MethodPost, "/share", share.Asked{Way: share.Nearby, Consent: true}, nil)
	st := s.await(t, isLive)
	if !strings.HasPrefix(st.Address, "https://127.0.0.1:") || len(st.Fingerprint) != 32*3-1 || !st.OwnCA {
		t.Errorf("%+v", st)
	}
	authority, err := s.share.Authority()
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(authority) {
		t.Fatal("the authority is no certificate")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	resp, err := client.Get(st.Address + "/api/v1/plans")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger got %d", resp.StatusCode)
	}
	if found := verdicts(t, s); found["door.host"] != traffic.Held || found["door.local"] != traffic.Held {
		t.Errorf("found %v", found)
	}
	info, err := os.Stat(filepath.Join(s.opts.Data, shareName, "authority.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key of the authority lies open: %v %v", info, err)
	}
}

func TestSharingAtATerminal(t *testing.T) {
	cloud := tunneltest.NewCloud(t)
	s := openShared(t, t.TempDir(), cloud, cloud.Program(t))
	run := func(args ...string) (int, string) {
		t.Helper()
		var out, errs bytes.Buffer
		code := cli.Main(t.Context(), append([]string{"share"}, args...), nil, &out, &errs, cli.Program{Name: "meridiand", Locale: "en", Data: s.opts.Data, OpenSharing: openSharing})
		return code, out.String() + errs.String()
	}
	for range 6000 { // until it is announced
		if _, err := os.Stat(filepath.Join(s.opts.Data, runningName)); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"status", 0, "Nobody can reach Meridian"},
		{"start", 2, "--yes"},
		{"start --yes --way nowhere", 1, "no such way"},
		{"start --yes", 0, "https://quiet-amber-"},
		{"status", 0, "https://quiet-amber-"},
		{"stop", 0, "Nobody can reach Meridian"},
		{"dance", 2, "start, stop or status"},
	} {
		if code, said := run(strings.Fields(c.args)...); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d %q", c.args, code, said)
		}
	}
	if _, err := openSharing(t.TempDir()); fault.Of(err) != fault.Unavailable {
		t.Errorf("where nothing runs: %v", err)
	}
}
