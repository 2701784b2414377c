package share

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/fetch"
)

// scripted is a tunnel that says what a test wants.
type scripted struct {
	find error
	say  chan Status // each is told
	fail chan error  // ends it
	slow time.Duration
}

func newScripted() *scripted { return &scripted{say: make(chan Status), fail: make(chan error)} }

func (s *scripted) Find(context.Context, string) (Program, error)     { return Program{Path: "/p"}, s.find }
func (s *scripted) Sweep()                                            {}
func (s *scripted) Offer(context.Context) (Offer, error)              { return Offer{}, ErrNoPin }
func (s *scripted) Fetch(context.Context, func(fetch.Progress)) error { return ErrNoPin }
func (s *scripted) Keep(ctx context.Context, _ Publication, told func(Status)) error {
	for {
		select {
		case st := <-s.say:
			told(st)
		case err := <-s.fail:
			return err
		case <-ctx.Done():
			time.Sleep(s.slow)
			return nil
		}
	}
}

// latch is a door without a listener.
type latch struct {
	mu     sync.Mutex
	hosts  []string
	open   bool
	listen Listen
}

func (l *latch) Open(context.Context) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = true
	return "127.0.0.1:40000", nil
}

func (l *latch) Hosts(hosts ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hosts = hosts
}

func (l *latch) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = false
	return nil
}

func (l *latch) state() (bool, string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open, strings.Join(l.hosts, " ")
}

// house is a service with its parts.
type house struct {
	*Service
	tunnel *scripted
	door   *latch
	choice Choice
	end    func()
}

// newHouse is to be called within a bubble of its own time.
func newHouse(t *testing.T, dir string, choice Choice) *house {
	t.Helper()
	h := &house{tunnel: newScripted(), door: &latch{}, choice: choice}
	h.Service = New(Options{
		Dir: dir, Choice: func(context.Context) (Choice, error) { return h.choice, nil }, Tunnel: h.tunnel,
		Door:      func(l Listen) Door { h.door.listen = l; return h.door },
		Addresses: func() []string { return []string{"203.0.113.9", "192.168.0.7"} }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(t.Context())
	h.Begin(ctx)
	h.end = sync.OnceFunc(func() { cancel(); h.Wait() })
	return h
}

// opening opens in the background, and gives the outcome when it is asked for.
func (h *house) opening(t *testing.T, asked Asked) func() (string, error) {
	done := make(chan struct{})
	var address string
	var err error
	go func() {
		defer close(done)
		address, err = h.Open(t.Context(), asked, func(Phase) {})
	}()
	synctest.Wait()
	return func() (string, error) { <-done; return address, err }
}

var quickly = Asked{Way: Quick, Consent: true}

func liveAt(host string) Status { return Status{Phase: Live, Host: host} }

func TestNothingOpensWithoutConsent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		for _, c := range []struct {
			asked Asked
			want  error
		}{
			{Asked{Way: Quick}, ErrNoConsent}, {Asked{Way: "door", Consent: true}, ErrWay},
			{Asked{Way: Quick, Minutes: -1, Consent: true}, ErrMinutes}, {Asked{Way: Quick, Minutes: mostMinutes + 1, Consent: true}, ErrMinutes},
		} {
			if _, err := h.Open(t.Context(), c.asked, func(Phase) {}); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c.asked, err)
			}
		}
		if st := h.State(); st.Phase != Off || st.Door != "" {
			t.Errorf("%+v", st)
		}
	})
}

func TestTheDoorAnswersUnderItsNameOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		opened := h.opening(t, quickly)
		if open, hosts := h.door.state(); !open || hosts != "" {
			t.Errorf("before it has a name: %v %q", open, hosts)
		}
		h.tunnel.say <- liveAt("a.trycloudflare.com")
		if address, err := opened(); err != nil || address != "https://a.trycloudflare.com" {
			t.Errorf("%s, %v", address, err)
		}
		if _, hosts := h.door.state(); hosts != "a.trycloudflare.com" {
			t.Errorf("it answers under %q", hosts)
		}
		h.tunnel.say <- Status{Phase: Restarting, Why: ErrEnded}
		synctest.Wait()
		if _, hosts := h.door.state(); hosts != "" || h.State().Address != "" {
			t.Errorf("without a name it answers under %q", hosts)
		}
		h.tunnel.say <- liveAt("b.trycloudflare.com")
		synctest.Wait()
		if st := h.State(); !st.Moved || st.Address != "https://b.trycloudflare.com" {
			t.Errorf("%+v", st)
		}
	})
}

func TestTheDoorIsShutBeforeTheRestEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		h.tunnel.slow = 4 * time.Second
		opened := h.opening(t, quickly)
		h.tunnel.say <- liveAt("a.trycloudflare.com")
		_, _ = opened()
		begun := time.Now()
		closed := make(chan error, 1)
		go func() { closed <- h.Close(t.Context()) }()
		synctest.Wait()
		if open, hosts := h.door.state(); open || hosts != "" || h.State().Phase != Stopping {
			t.Errorf("the door is open: %v %q", open, hosts)
		}
		if err := <-closed; err != nil || time.Since(begun) != 4*time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		if st := h.State(); st.Phase != Off || st.Ended != byOwner {
			t.Errorf("%+v", st)
		}
		if err := h.Close(t.Context()); err != nil {
			t.Errorf("again: %v", err)
		}
	})
}

func TestItEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		opened := h.opening(t, Asked{Way: Quick, Minutes: 30, Consent: true})
		h.tunnel.say <- liveAt("a.trycloudflare.com")
		_, _ = opened()
		time.Sleep(29 * time.Minute)
		if h.State().Phase != Live {
			t.Error("it ended too early")
		}
		time.Sleep(time.Minute + look)
		synctest.Wait()
		if st := h.State(); st.Phase != Off || st.Ended != byTimer || st.Text.EN == phases[Off].text.EN {
			t.Errorf("%+v", st)
		}
		if open, _ := h.door.state(); open {
			t.Error("the door is open")
		}
	})
}

func TestWhoAsksForTheSameJoins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		first, second := h.opening(t, quickly), h.opening(t, quickly)
		if _, err := h.Open(t.Context(), Asked{Way: Nearby, Consent: true}, func(Phase) {}); !errors.Is(err, ErrOpen) {
			t.Errorf("another way: %v", err)
		}
		h.tunnel.say <- liveAt("a.trycloudflare.com")
		one, err1 := first()
		two, err2 := second()
		if one != two || err1 != nil || err2 != nil {
			t.Errorf("%s %v, %s %v", one, err1, two, err2)
		}
	})
}

func TestClosingWhileItOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		opened := h.opening(t, quickly)
		if err := h.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := opened(); !errors.Is(err, ErrStopped) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAFailureIsToldWithWhatToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{})
		defer h.end()
		h.tunnel.find = ErrNoProgram
		if _, err := h.Open(t.Context(), quickly, func(Phase) {}); !errors.Is(err, ErrNoProgram) {
			t.Errorf("got %v", err)
		}
		if st := h.State(); st.Phase != Failed || st.Why != ErrNoProgram.Code || st.Fix != ErrNoProgram.Fix {
			t.Errorf("%+v", st)
		}
		h.tunnel.find = nil
		opened := h.opening(t, quickly)
		h.tunnel.fail <- ErrPortal
		if _, err := opened(); !errors.Is(err, ErrPortal) {
			t.Errorf("got %v", err)
		}
		if open, _ := h.door.state(); open {
			t.Error("the door is left open")
		}
	})
}

// TestAfterARestart: a quick link stays closed and says so; a named tunnel comes
// back where the owner chose so, for the time that was left.
func TestAfterARestart(t *testing.T) {
	for name, c := range map[string]struct {
		way    Way
		resume bool
		pause  time.Duration
		back   bool
	}{
		"a quick link":                      {Quick, true, time.Minute, false},
		"a named tunnel":                    {Named, true, time.Minute, true},
		"a named tunnel that may not":       {Named, false, time.Minute, false},
		"a named tunnel whose time is over": {Named, true, 3 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				choice := Choice{Host: "plan.example.org", Port: 4000, Resume: c.resume}
				h := newHouse(t, dir, choice)
				if err := h.SetToken(someToken); err != nil {
					t.Fatal(err)
				}
				opened := h.opening(t, Asked{Way: c.way, Minutes: 120, Consent: true})
				h.tunnel.say <- liveAt("plan.example.org")
				_, _ = opened()
				h.end()
				time.Sleep(c.pause)
				again := newHouse(t, dir, choice)
				defer again.end()
				synctest.Wait()
				st := again.State()
				if st.Phase.Open() != c.back || !c.back && st.Ended != byRestart {
					t.Errorf("%+v", st)
				}
				if c.back && (st.Until == nil || time.Until(*st.Until) > 2*time.Hour) {
					t.Errorf("it is open until %v", st.Until)
				}
			})
		})
	}
}

const someToken = "eyJhIjoiYWNjb3VudCIsInMiOiJzZWNyZXQiLCJ0IjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIn0="

func TestTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, t.TempDir(), Choice{Way: Named})
		defer h.end()
		for _, wrong := range []string{"x", "eyJhIjoiYSJ9", strings.Repeat("A", maxToken+1), "--token"} {
			if err := h.SetToken(wrong); !errors.Is(err, ErrBadToken) {
				t.Errorf("%.20q: %v", wrong, err)
			}
		}
		if _, err := h.Open(t.Context(), Asked{Way: Named, Consent: true}, func(Phase) {}); !errors.Is(err, ErrNoHost) {
			t.Errorf("without a name: %v", err)
		}
		h.choice.Host, h.choice.Port = "plan.example.org", 4000
		if _, err := h.Open(t.Context(), Asked{Way: Named, Consent: true}, func(Phase) {}); !errors.Is(err, ErrNoToken) {
			t.Errorf("without a token: %v", err)
		}
		if err := h.SetToken(" " + someToken + "\n"); err != nil || !h.State().HasToken {
			t.Errorf("%v", err)
		}
		if info, err := os.Stat(h.tokenFile()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
		if err := errors.Join(h.SetToken(""), h.SetToken("")); err != nil || h.State().HasToken {
			t.Errorf("forgetting: %v", err)
		}
	})
}

func FuzzToken(f *testing.F) {
	f.Add(someToken)
	f.Add("eyJhIjoxfQ==")
	f.Fuzz(func(t *testing.T, text string) {
		if err := CheckToken(text); err != nil && !errors.Is(err, ErrBadToken) {
			t.Error(err)
		}
	})
}

func TestNearby(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, dir, Choice{})
		defer h.end()
		if _, err := h.Open(t.Context(), Asked{Way: Nearby, Consent: true}, func(Phase) {}); err != nil {
			t.Fatal(err)
		}
		// The first address could be reached from the internet.
		if h.door.listen.Address != "192.168.0.7:0" {
			t.Errorf("it listens at %s", h.door.listen.Address)
		}
		leaf, err := x509.ParseCertificate(h.door.listen.TLS.Certificates[0].Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		authority, err := h.Authority()
		if err != nil {
			t.Fatal(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(authority)
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: "192.168.0.7", CurrentTime: time.Now()}); err != nil {
			t.Error(err)
		}
		if life := leaf.NotAfter.Sub(leaf.NotBefore); life > 398*24*time.Hour {
			t.Errorf("browsers refuse a certificate of %v", life)
		}
		again, err := h.Authority()
		if err != nil || string(again) != string(authority) {
			t.Error("the authority is another each time")
		}
	})
}

func TestACertificateThatWasGiven(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, dir, Choice{})
		defer h.end()
		made, err := h.made("192.168.0.7")
		if err != nil {
			t.Fatal(err)
		}
		key, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		cert, hidden := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
		if err := errors.Join(
			os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]}), 0o600),
			os.WriteFile(hidden, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600)); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			cert, key string
			later     time.Duration
			good      bool
		}{{cert, hidden, 0, true}, {cert, cert, 0, false}, {hidden, hidden, 0, false}, {filepath.Join(dir, "none"), hidden, 0, false}, {cert, hidden, 400 * 24 * time.Hour, false}} {
			time.Sleep(c.later)
			got, err := h.given(Choice{Certificate: c.cert, Key: c.key})
			if (err == nil) != c.good || err != nil && !errors.Is(err, ErrCertificate) || c.good && !equal(got, made) {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

func equal(a, b tls.Certificate) bool { return string(a.Certificate[0]) == string(b.Certificate[0]) }

// TestEveryStateSpeaks both languages.
func TestEveryStateSpeaks(t *testing.T) {
	for _, p := range []Phase{Off, Locating, Starting, Connecting, Registered, Probing, Live, Degraded, Reconnecting, Restarting, Failed, Stopping} {
		w, there := phases[p]
		if !there || w.text.EN == "" || w.text.KO == "" || (w.fix.EN == "") != (w.fix.KO == "") {
			t.Errorf("%s says %+v", p, w)
		}
	}
}
