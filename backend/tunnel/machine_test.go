package tunnel

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/share"
)

// play is a machine with a clock of its own.
type play struct {
	m      machine
	now    time.Time
	orders []string
}

func newPlay(named bool) *play {
	p := &play{now: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
	p.m = machine{pace: Pace{}.withDefaults(), named: named, st: share.Status{Phase: share.Starting}}
	if named {
		p.m.st.Host = "plan.example.org"
	}
	p.on(begun{quic})
	return p
}

func (p *play) on(event any) {
	p.m.on(p.now, event)
	for _, o := range p.m.taken() {
		p.orders = append(p.orders, strings.TrimSpace(o.do+" "+o.protocol))
	}
}

// pass lets time go by, looking every two seconds as the runner does.
func (p *play) pass(d time.Duration) {
	for end := p.now.Add(d); p.now.Before(end); {
		p.now = p.now.Add(2 * time.Second)
		p.on(tick{})
	}
}

// since are the orders since the last call.
func (p *play) since() string {
	all := strings.Join(p.orders, ", ")
	p.orders = nil
	return all
}

var errMissed = errors.New("status 530")

// live brings it to where people come in.
func (p *play) live() *play {
	p.on(registered{quic, "icn01"})
	p.on(hosted{"quiet-amber.trycloudflare.com"})
	p.pass(10 * time.Second)
	p.on(visited{took: 20 * time.Millisecond})
	p.since()
	return p
}

func (p *play) expect(t *testing.T, phase share.Phase, why *fault.Error) {
	t.Helper()
	if p.m.st.Phase != phase || (why == nil) != (p.m.st.Why == nil) || why != nil && !why.Is(p.m.st.Why) {
		t.Fatalf("it is %s (%v), want %s (%v)", p.m.st.Phase, p.m.st.Why, phase, why)
	}
}

func TestANameIsNotLookedUpBeforeItHasSpread(t *testing.T) {
	p := newPlay(false)
	p.on(hosted{"quiet-amber.trycloudflare.com"})
	p.on(registered{quic, "icn01"})
	p.expect(t, share.Registered, nil)
	p.pass(8 * time.Second)
	if got := p.since(); got != "begin quic, learn quic" {
		t.Errorf("orders %s", got)
	}
	p.pass(2 * time.Second)
	p.expect(t, share.Probing, nil)
	if got := p.since(); got != "visit" {
		t.Errorf("orders %s", got)
	}
	p.on(visited{took: 12 * time.Millisecond})
	p.expect(t, share.Live, nil)
	if p.m.st.RoundTrip != 12*time.Millisecond || p.m.st.Location != "icn01" {
		t.Errorf("%+v", p.m.st)
	}
}

func TestALinkThatCannotBeVisitedIsShownWithANote(t *testing.T) {
	p := newPlay(false)
	p.on(registered{quic, ""})
	p.on(hosted{"quiet-amber.trycloudflare.com"})
	for range 22 {
		p.pass(2 * time.Second)
		p.on(visited{err: errMissed})
	}
	p.pass(2 * time.Second)
	p.expect(t, share.Degraded, share.ErrUnproven)
	p.pass(5 * time.Minute) // and is kept, since this network alone may be in the way
	p.on(visited{err: errMissed})
	p.expect(t, share.Degraded, share.ErrUnproven)
	p.on(counted{0})
	p.expect(t, share.Reconnecting, nil)
	p.on(counted{1})
	p.expect(t, share.Degraded, share.ErrUnproven)
	p.on(visited{})
	p.expect(t, share.Live, nil)
}

func TestQUICFirstThenHTTP2(t *testing.T) {
	p := newPlay(false)
	p.on(ended{late: true})
	p.expect(t, share.Connecting, nil)
	if got := p.since(); got != "begin quic, begin http2" || p.m.st.Restarts != 0 {
		t.Errorf("orders %s, %d restarts", got, p.m.st.Restarts)
	}
	p.on(registered{http2, "nrt12"})
	if got := p.since(); got != "learn http2" {
		t.Errorf("orders %s", got)
	}
}

func TestBothBlockedIsSaidAndTriedAgain(t *testing.T) {
	p := newPlay(false)
	p.on(ended{late: true})
	p.on(ended{late: true})
	p.expect(t, share.Restarting, share.ErrBlocked)
	p.pass(30 * time.Second)
	p.expect(t, share.Connecting, nil)
	if got := p.since(); got != "begin quic, begin http2, begin quic" {
		t.Errorf("orders %s", got)
	}
}

func TestOneMissedVisitIsNothingYet(t *testing.T) {
	p := newPlay(false).live()
	p.pass(30 * time.Second)
	if got := p.since(); got != "visit" {
		t.Fatalf("orders %s", got)
	}
	p.on(visited{err: errMissed})
	p.expect(t, share.Degraded, nil)
	p.pass(6 * time.Second)
	if got := p.since(); got != "visit" {
		t.Errorf("it was to be visited again after five seconds: %s", got)
	}
	p.on(visited{})
	p.expect(t, share.Live, nil)
}

// lose brings a live machine to where the program is given time to mend it.
func (p *play) lose() {
	for range 2 {
		p.pass(30 * time.Second)
		p.on(visited{err: errMissed})
	}
}

func TestTwoMissedVisitsGiveTheProgramTimeThenRestart(t *testing.T) {
	p := newPlay(false).live()
	p.lose()
	p.expect(t, share.Reconnecting, nil)
	p.since()
	p.pass(18 * time.Second)
	p.expect(t, share.Reconnecting, nil)
	p.pass(2 * time.Second)
	p.expect(t, share.Restarting, share.ErrSilent)
	if !strings.Contains(p.since(), doEnd) || p.m.st.Host != "" {
		t.Errorf("the child was to end, and its name with it: %q", p.m.st.Host)
	}
	p.pass(time.Minute)
	p.expect(t, share.Restarting, share.ErrSilent) // it is still ending
	p.on(ended{why: share.ErrEnded, hope: true})
	p.expect(t, share.Connecting, nil)
	if p.m.st.Restarts != 1 {
		t.Errorf("%d restarts", p.m.st.Restarts)
	}
}

func TestAVisitThatComesThroughEndsTheMending(t *testing.T) {
	p := newPlay(false).live()
	p.lose()
	p.pass(10 * time.Second)
	p.on(visited{})
	p.expect(t, share.Live, nil)
}

func TestNothingIsRestartedWhileOffline(t *testing.T) {
	p := newPlay(false).live()
	p.on(woke{online: false})
	p.lose()
	p.expect(t, share.Reconnecting, share.ErrOffline)
	p.pass(time.Hour)
	p.expect(t, share.Reconnecting, share.ErrOffline)
	p.since()
	p.on(visited{err: errMissed})
	p.on(woke{online: true})
	if got := p.since(); !strings.Contains(got, doVisit) && !strings.Contains(got, doEnd) {
		t.Errorf("orders %s", got)
	}
}

func TestWakingVisitsAtOnce(t *testing.T) {
	p := newPlay(false).live()
	p.on(woke{online: true})
	if got := p.since(); got != doVisit {
		t.Errorf("orders %s", got)
	}
}

// TestTheBudget: half a minute, two, five and fifteen minutes, and never more than
// three within ten; then somebody has to ask.
func TestTheBudget(t *testing.T) {
	p := newPlay(false)
	start, at := p.now, []time.Duration{}
	for range 6 {
		p.on(ended{why: share.ErrService, hope: true})
		if p.m.st.Phase == share.Failed {
			break
		}
		p.expect(t, share.Restarting, share.ErrService)
		for p.m.st.Phase == share.Restarting {
			p.pass(2 * time.Second)
		}
		at = append(at, p.now.Sub(start))
	}
	p.expect(t, share.Failed, share.ErrGaveUp)
	if got := fmt.Sprint(at); got != "[30s 2m30s 7m30s 22m30s]" {
		t.Errorf("started at %s", got)
	}
}

// TestTheWindow holds even where being live forgets what was before.
func TestTheWindow(t *testing.T) {
	p := newPlay(false)
	p.m.pace.Pauses = []time.Duration{time.Second, time.Second, time.Second, time.Second, time.Second}
	start, last := p.now, time.Duration(0)
	for range 4 {
		p.on(ended{why: share.ErrEnded, hope: true})
		for p.m.st.Phase == share.Restarting {
			p.pass(2 * time.Second)
		}
		last = p.now.Sub(start)
	}
	if last < 10*time.Minute {
		t.Errorf("the fourth restart came after %v", last)
	}
}

func TestBeingLiveLongForgetsEarlierRestarts(t *testing.T) {
	p := newPlay(true).live()
	p.on(ended{why: share.ErrEnded, hope: true})
	p.pass(30 * time.Second)
	p.live()
	for range 40 {
		p.pass(30 * time.Second)
		p.on(visited{})
	}
	p.on(ended{why: share.ErrEnded, hope: true})
	if pause := p.m.st.Again.Sub(p.now); pause > 30*time.Second {
		t.Errorf("a pause of %v", pause)
	}
}

func TestWhatCannotBeHelpedFails(t *testing.T) {
	for _, why := range []*fault.Error{share.ErrPortal, share.ErrUsage, share.ErrBadToken} {
		p := newPlay(false)
		p.on(ended{why: why})
		p.expect(t, share.Failed, why)
		p.pass(time.Hour)
		p.expect(t, share.Failed, why)
	}
}

func TestATunnelThatIsTurnedAway(t *testing.T) {
	t.Run("at the beginning", func(t *testing.T) {
		p := newPlay(true)
		p.on(turnedAway{})
		p.on(ended{late: true})
		p.expect(t, share.Failed, share.ErrRevoked)
	})
	t.Run("while it is open", func(t *testing.T) {
		p := newPlay(true).live()
		p.lose()
		p.on(turnedAway{})
		p.pass(20 * time.Second)
		p.expect(t, share.Failed, share.ErrRevoked)
		if !strings.Contains(p.since(), doEnd) {
			t.Error("the program goes on trying")
		}
	})
	t.Run("a quick one gets another", func(t *testing.T) {
		p := newPlay(false).live()
		p.lose()
		p.on(turnedAway{})
		p.pass(20 * time.Second)
		p.expect(t, share.Restarting, share.ErrSilent)
	})
}

func TestAWrongRouteIsSaidUntilItIsMended(t *testing.T) {
	p := newPlay(true).live()
	p.on(routed{false})
	p.expect(t, share.Live, share.ErrMisrouted)
	p.on(visited{})
	p.expect(t, share.Live, share.ErrMisrouted)
	p.on(routed{true})
	p.expect(t, share.Live, nil)
}

func TestANamedTunnelKeepsItsName(t *testing.T) {
	p := newPlay(true).live()
	name := p.m.st.Host
	p.on(ended{why: share.ErrEnded, hope: true})
	p.pass(30 * time.Second)
	if p.m.st.Host != name {
		t.Errorf("it is called %q now", p.m.st.Host)
	}
}

func TestSleepIsSeen(t *testing.T) {
	pace := Pace{}.withDefaults()
	now := time.Now()
	for name, c := range map[string]struct {
		later time.Time
		want  bool
	}{
		"two seconds":               {now.Add(2 * time.Second), false},
		"a slow machine":            {now.Add(9 * time.Second), false},
		"the process stood still":   {now.Add(time.Minute), true},
		"the clock on the wall ran": {now.Add(2 * time.Second).Round(0).Add(time.Hour), true},
	} {
		if got := slept(now, c.later, pace); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLinesOfBothForms(t *testing.T) {
	for text, want := range map[string]line{
		`{"level":"info","time":"x","message":"Registered tunnel connection","location":"icn01","protocol":"quic"}`: {Level: "info", Message: "Registered tunnel connection", Location: "icn01", Protocol: "quic"},
		`2026-01-01T00:00:00Z INF Registered tunnel connection connIndex=0 location=icn01 protocol=http2`:           {Message: `2026-01-01T00:00:00Z INF Registered tunnel connection connIndex=0 location=icn01 protocol=http2`, Location: "icn01", Protocol: "http2"},
		`{"broken`: {Message: `{"broken`},
		`{}`:       {Message: `{}`},
	} {
		if got := read(text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if at := read(`{"message":"Starting metrics server on 127.0.0.1:40539/metrics"}`).metrics(); at != "127.0.0.1:40539" {
		t.Errorf("metrics at %q", at)
	}
	if at := read(`{"message":"Starting metrics server on 10.0.0.1:40539/metrics"}`).metrics(); at != "" {
		t.Errorf("metrics at %q", at)
	}
}

func TestVersions(t *testing.T) {
	for said, old := range map[string]bool{
		"cloudflared version 2026.8.2 (built 2026-08-20)": false,
		"cloudflared version 2025.6.1 (built x)":          false,
		"cloudflared version 2025.6.0 (built x)":          true,
		"cloudflared version 2025.4.2":                    true,
		"cloudflared version 2021.12.3":                   true,
	} {
		if got := olderThan(versionOf(said), leastVersion); got != old {
			t.Errorf("%s: %v", said, got)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add(`{"message":"Registered tunnel connection","location":"icn01"}`)
	f.Add(`2026 ERR x error="Unauthorized: y" location=`)
	f.Fuzz(func(t *testing.T, text string) {
		l := read(text)
		_, _, _ = l.metrics(), l.registered(), l.turnedAway()
		if why, _ := classify(text); why == nil {
			t.Error("an end without a reason")
		}
	})
}
