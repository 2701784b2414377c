package backend

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/event"
	"meridian/backend/guest"
	"meridian/backend/httpapi"
)

// elsewhere is a program that is shared, behind a real listener.
type elsewhere struct {
	*house

	client *http.Client
	base   string
	host   string
}

func openElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	h := openHouse(t)
	server := httptest.NewUnstartedServer(h.app.remote)
	server.Config.ReadHeaderTimeout = 10 * time.Second
	server.Start()
	t.Cleanup(func() {
		h.app.api.Afar.Cut() // before the server waits for its streams
		server.Close()
	})
	host := server.Listener.Addr().String()
	h.app.api.Afar.SetHosts(theirHost, host)
	return &elsewhere{h, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}, server.URL, host}
}

// from sends a request as a tunnel does, on behalf of an address.
func (e *elsewhere) from(ctx context.Context, address, method, path string, body any, change ...func(*http.Request)) (*http.Response, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, e.base+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cf-Connecting-Ip", address)
	if method != http.MethodGet {
		r.Header.Set("Origin", "https://"+e.host)
		r.Header.Set("Content-Type", "application/json")
	}
	for _, c := range change {
		c(r)
	}
	return e.client.Do(r)
}

// status is what a request is answered with.
func (e *elsewhere) status(method, path string, body any, change ...func(*http.Request)) int {
	e.t.Helper()
	e.clock.pass(time.Second)
	answer, err := e.from(e.t.Context(), "203.0.113.9", method, path, body, change...)
	if err != nil {
		e.t.Fatal(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// stream opens a stream, and says by its status whether it was let in.
func (e *elsewhere) stream(ctx context.Context, path string, body any, as func(*http.Request)) *http.Response {
	e.t.Helper()
	answer, err := e.from(ctx, "203.0.113.10", http.MethodPost, path, body, as)
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// listen opens a guest's stream of what happens, from now on.
func (e *elsewhere) listen(ctx context.Context, as func(*http.Request)) *http.Response {
	e.t.Helper()
	e.clock.pass(time.Second)
	return e.stream(ctx, "/api/v1/events/stream", httpapi.Listen{After: e.newest()}, as)
}

// newest is the number of the newest event: whoever has heard of none is told so,
// and sent away.
func (e *elsewhere) newest() uint64 {
	r, err := http.NewRequestWithContext(e.t.Context(), "POST", "http://"+e.app.Address()+"/api/v1/events/stream", strings.NewReader(`{"after":0}`))
	if err != nil {
		e.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+e.app.Owner())
	r.Header.Set("Content-Type", "application/json")
	ctx, leave := context.WithTimeout(e.t.Context(), time.Minute)
	defer leave()
	w := httptest.NewRecorder()
	e.app.Handler().ServeHTTP(w, r.WithContext(ctx))
	numbers, _ := two(w.Body)
	if len(numbers) == 0 {
		e.t.Fatal("nothing has happened yet")
	}
	return uint64(numbers[len(numbers)-1])
}

// until waits for something that is bound to come.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("%s did not come to be", what)
}

// keys are what a program shows of itself.
func keys(id, secret string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Meridian-Client-Id", id)
		r.Header.Set("Meridian-Client-Secret", secret)
		r.Header.Del("Origin") // no browser sends it
	}
}

func TestAProgramIsKnownByItsKeys(t *testing.T) {
	e := openElsewhere(t)
	terms := httpapi.NewGuest{Kind: "program", Name: "Ledger", Role: access.Viewer, Sections: everything, Money: access.Full, Days: 2, MaxUses: 1}
	one, other := ask[httpapi.InvitedGuest](t, e.app, "POST", "/guests", terms), ask[httpapi.InvitedGuest](t, e.app, "POST", "/guests", terms)
	if one.Token != "" || one.Secret == "" || one.Secret == other.Secret {
		t.Fatalf("a program was given %+v", one)
	}
	const plans = "/api/v1/plans"
	if got := e.status("GET", plans, nil, keys(one.Guest.ID, one.Secret)); got != http.StatusOK {
		t.Errorf("its keys gave %d", got)
	}
	if got := e.status("POST", plans, httpapi.NewPlan{From: "demo-us"}, keys(one.Guest.ID, one.Secret)); got != http.StatusForbidden {
		t.Errorf("a viewer's keys made a plan: %d", got)
	}
	e.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full})
	for name, with := range map[string]func(*http.Request){
		"no secret":              keys(one.Guest.ID, ""),
		"the secret of another":  keys(one.Guest.ID, other.Secret),
		"the id of another":      keys(other.Guest.ID, one.Secret),
		"a secret made up":       keys(one.Guest.ID, strings.Repeat("A", 43)),
		"an id made up":          keys("01AAAAAAAAAAAAAAAAAAAAAAAA", one.Secret),
		"a token of invitations": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+one.Guest.ID+"."+one.Secret) },
	} {
		answer, err := e.from(t.Context(), "198.51.100."+strconv.Itoa(len(name)), "GET", plans, nil, with)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s gave %d", name, answer.StatusCode)
		}
	}
	if got := e.status("POST", "/api/v1/join", httpapi.ShownInvitation{Token: one.Guest.ID + "." + one.Secret}); got != http.StatusForbidden {
		t.Errorf("a program's keys were taken for an invitation: %d", got)
	}
	ask204(t, e.app, "POST", "/guests/"+one.Guest.ID+"/revoke")
	if got := e.status("GET", plans, nil, keys(one.Guest.ID, one.Secret)); got != http.StatusUnauthorized {
		t.Errorf("keys that were revoked gave %d", got)
	}
	if got := e.status("GET", plans, nil, keys(other.Guest.ID, other.Secret)); got != http.StatusOK {
		t.Errorf("revoking one program shut out another: %d", got)
	}
	e.clock.pass(3 * 24 * time.Hour)
	if got := e.status("GET", plans, nil, keys(other.Guest.ID, other.Secret)); got != http.StatusUnauthorized {
		t.Errorf("keys that are too old gave %d", got)
	}
}

// A session's secret is replaced as it grows old; the one before is good for a
// moment longer, for what was under way.
func TestASessionTurnsOver(t *testing.T) {
	h := openHouse(t)
	_, as := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full})
	read := func(as func(*http.Request)) *httptest.ResponseRecorder {
		return h.visit("GET", "/api/v1/plans", nil, as)
	}
	if w := read(as); w.Code != http.StatusOK || len(w.Result().Cookies()) != 0 {
		t.Fatalf("a fresh session gave %d and %v", w.Code, w.Result().Cookies())
	}
	h.clock.pass(13 * time.Hour)
	w := read(as)
	if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
		t.Fatalf("an old secret gave %d and %v", w.Code, w.Result().Cookies())
	}
	fresh := func(r *http.Request) { r.AddCookie(w.Result().Cookies()[0]) }
	if got := read(as); got.Code != http.StatusOK || len(got.Result().Cookies()) != 0 {
		t.Errorf("what was under way gave %d and %v", got.Code, got.Result().Cookies())
	}
	h.clock.pass(2 * time.Minute)
	if got := read(as); got.Code != http.StatusUnauthorized || got.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("a secret that was replaced gave %d", got.Code)
	}
	if got := read(fresh); got.Code != http.StatusOK {
		t.Errorf("the fresh one gave %d", got.Code)
	}
}

func TestASessionEnds(t *testing.T) {
	h := openHouse(t)
	terms := httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full, Days: 365}
	_, idle := h.invite(terms)
	_, busy := h.invite(terms)
	used := 0
	for range 12 { // every ten days, with whatever secret it has by then
		h.clock.pass(10 * 24 * time.Hour)
		w := h.visit("GET", "/api/v1/plans", nil, busy)
		if w.Code != http.StatusOK {
			break
		}
		used++
		if fresh := w.Result().Cookies(); len(fresh) == 1 {
			busy = func(r *http.Request) { r.AddCookie(fresh[0]) }
		}
		if used == 2 {
			if w := h.visit("GET", "/api/v1/plans", nil, idle); w.Code != http.StatusUnauthorized {
				t.Errorf("a session that nobody used for twenty days gave %d", w.Code)
			}
		}
	}
	if used != 8 {
		t.Errorf("a session that is used lasted %d times ten days, want until the 90th", used)
	}
}

// One guest holds so many streams and no more; another has room still, and a seat
// that is left can be taken.
func TestHowMuchGoesOnAtOnce(t *testing.T) {
	e := openElsewhere(t)
	viewer := httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full}
	_, as := e.invite(viewer)
	_, other := e.invite(viewer)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	held, refused := 0, 0
	for range 20 {
		switch answer := e.listen(ctx, as); answer.StatusCode {
		case http.StatusOK:
			held++
		case http.StatusTooManyRequests:
			refused++
			if answer.Header.Get("Retry-After") == "" {
				t.Error("nobody says for how long")
			}
		default:
			t.Fatalf("a stream gave %d", answer.StatusCode)
		}
	}
	if held != 12 || refused != 8 {
		t.Errorf("one guest holds %d streams, and %d were refused", held, refused)
	}
	if got := e.status("GET", "/api/v1/plans", nil, as); got != http.StatusOK {
		t.Errorf("streams took the seats of everything else: %d", got)
	}
	if answer := e.listen(t.Context(), other); answer.StatusCode != http.StatusOK {
		t.Errorf("one guest took the seats of another: %d", answer.StatusCode)
	}
	if here := e.app.api.Afar.Here(); here != 2 {
		t.Errorf("%d guests are here, want 2", here)
	}
	leave()
	until(t, "a seat", func() bool { return e.app.api.Afar.Here() == 1 })
	if answer := e.listen(t.Context(), as); answer.StatusCode != http.StatusOK {
		t.Errorf("a seat that was left could not be taken: %d", answer.StatusCode)
	}
}

// blanks is a body that never says how long it is.
type blanks struct{ left int }

func (b *blanks) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), b.left)
	for i := range n {
		p[i] = ' '
	}
	b.left -= n
	return n, nil
}

func TestBodiesEndSomewhere(t *testing.T) {
	e := openElsewhere(t)
	_, as := e.invite(httpapi.NewGuest{Role: access.Owner, Money: access.Full})
	for path, most := range map[string]int{"/api/v1/plans": 9 << 20, "/api/v1/plans/x/undo": 1 << 20, "/api/v1/join": 1 << 20} {
		body := &blanks{left: most}
		e.clock.pass(time.Second)
		r, err := http.NewRequestWithContext(t.Context(), "POST", e.base+path, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", "https://"+e.host)
		r.Header.Set("Content-Type", "application/json")
		as(r)
		answer, err := e.client.Do(r)
		if err != nil {
			continue // cut off while it was sent
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s gave %d", path, answer.StatusCode)
		}
	}
}

// Listeners who take nothing in are let go, and what they did not take is not kept.
func TestSlowReadersAreCut(t *testing.T) {
	e := openElsewhere(t)
	e.app.api.Patience = 100 * time.Millisecond
	const readers = 10
	dialer, after := net.Dialer{}, e.newest()
	for i := range readers {
		_, as := e.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full, Name: fmt.Sprint("Reader ", i)})
		conn, err := dialer.DialContext(t.Context(), "tcp", e.host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.(*net.TCPConn).SetReadBuffer(4096)
		r, _ := http.NewRequestWithContext(t.Context(), "POST", e.base+"/api/v1/events/stream", strings.NewReader(fmt.Sprintf(`{"after":%d}`, after)))
		r.Header.Set("Origin", "https://"+e.host)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Cf-Connecting-Ip", fmt.Sprint("203.0.113.", i))
		as(r)
		if err := r.Write(conn); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "everybody listening", func() bool { return e.app.api.Afar.Here() == readers })
	before := heap()
	big := strings.Repeat("x", 64<<10)
	until(t, "everybody gone", func() bool {
		e.app.events.Publish(event.Event{Kind: event.PlanChanged, ID: big})
		return e.app.api.Afar.Here() == 0
	})
	if grown := int64(heap()) - int64(before); grown > 8<<20 {
		t.Errorf("%d bytes are held for those who read nothing", grown)
	}
}

// What a job says is heard whole by a guest whose connection drops in between.
func TestADroppedStreamIsTakenUp(t *testing.T) {
	t.Parallel()
	e := openElsewhere(t)
	state := ask[httpapi.PlanState](t, e.app, "POST", "/plans", httpapi.NewPlan{From: "demo-us"})
	_, as := e.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Rounded})
	answer, err := e.from(t.Context(), "203.0.113.11", "POST", "/api/v1/forecasts", httpapi.NewForecast{Plan: state.ID, Paths: 20_000, Purpose: "full"}, as)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var accepted httpapi.Accepted
	if err := json.NewDecoder(answer.Body).Decode(&accepted); err != nil || answer.StatusCode != http.StatusAccepted {
		t.Fatalf("a forecast gave %d, %v", answer.StatusCode, err)
	}
	var numbers []int
	after, end := 0, ""
	for drops := 0; end != "done"; drops++ {
		if drops > 1000 || end == "failed" {
			t.Fatalf("it ended as %q after %d connections", end, drops)
		}
		e.clock.pass(time.Second)
		ctx, drop := context.WithCancel(t.Context())
		stream := e.stream(ctx, "/api/v1/jobs/"+accepted.Job.ID+"/stream", httpapi.Follow{After: after}, as)
		if stream.StatusCode != http.StatusOK {
			t.Fatalf("following gave %d", stream.StatusCode)
		}
		var heard []int
		heard, end = two(stream.Body)
		drop()
		numbers = append(numbers, heard...)
		if len(heard) > 0 {
			after = heard[len(heard)-1]
		}
	}
	for i := 1; i < len(numbers); i++ {
		if numbers[i] <= numbers[i-1] {
			t.Errorf("event %d came after %d", numbers[i], numbers[i-1])
		}
	}
	if len(numbers) == 0 {
		t.Error("nothing was heard")
	}
}

// two reads at most two events, and says the number of each and the name of the last.
func two(body io.Reader) (numbers []int, name string) {
	for lines := bufio.NewScanner(body); lines.Scan(); {
		if lines.Text() == "" && len(numbers) == 2 {
			break
		}
		if number, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
			n, _ := strconv.Atoi(number)
			numbers = append(numbers, n)
		}
		if event, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = event
		}
	}
	return numbers, name
}

// What no honest browser sends is refused, counted and logged, and whoever goes on
// sending it waits.
func TestAbuseIsRefusedCountedAndLogged(t *testing.T) {
	e := openElsewhere(t)
	_, as := e.invite(httpapi.NewGuest{Role: access.Owner, Money: access.Full})
	const plans = "/api/v1/plans"
	path := func(raw string) func(*http.Request) {
		return func(r *http.Request) { r.URL.Opaque = "//" + e.host + raw }
	}
	for _, try := range []struct {
		name, method, path string
		with               []func(*http.Request)
		want               int
	}{
		{"a cookie made up", "GET", plans, []func(*http.Request){set("Cookie", "__Host-session="+strings.Repeat("B", 43))}, 401},
		{"a cookie of another name", "GET", plans, []func(*http.Request){set("Cookie", "session="+strings.Repeat("B", 43))}, 401},
		{"the owner's secret", "GET", plans, []func(*http.Request){set("Authorization", "Bearer "+e.app.Owner())}, 401},
		{"a token of an application that is not there", "GET", plans, []func(*http.Request){set("Cf-Access-Jwt-Assertion", "eyJhbGciOiJub25lIn0.e30.")}, 401},
		{"another host", "GET", plans, []func(*http.Request){as, func(r *http.Request) { r.Host = "evil.example" }}, 421},
		{"the local listener's host", "GET", plans, []func(*http.Request){as, func(r *http.Request) { r.Host = e.app.Address() }}, 421},
		{"another site", "POST", plans, []func(*http.Request){as, set("Origin", "https://evil.example")}, 403},
		{"a page in a frame of another site", "POST", plans, []func(*http.Request){as, func(r *http.Request) { r.Header.Del("Origin") }, set("Sec-Fetch-Site", "cross-site")}, 403},
		{"no origin, with a cookie", "POST", plans, []func(*http.Request){as, func(r *http.Request) { r.Header.Del("Origin") }}, 403},
		{"a form", "POST", plans, []func(*http.Request){as, set("Content-Type", "text/plain")}, 415},
		{"two slashes", "GET", plans, []func(*http.Request){as, path("//api//v1/plans")}, 404},
		{"dots", "GET", plans, []func(*http.Request){as, path("/assets/../api/v1/plans")}, 404},
		{"dots in percent", "GET", plans, []func(*http.Request){as, path("/assets/%2e%2e/api/v1/plans")}, 404},
		{"a slash in percent", "GET", plans, []func(*http.Request){as, path("/api/v1/plans/..%2f..%2fsettings")}, 404},
		{"a percent in percent", "GET", plans, []func(*http.Request){as, path("/api/v1/%252e%252e/plans")}, 404},
		{"a backslash", "GET", plans, []func(*http.Request){as, path("/api/v1/..%5cplans")}, 404},
		{"a NUL", "GET", plans, []func(*http.Request){as, path("/api/v1/plans%00.json")}, 404},
		{"a WebSocket", "GET", "/api/v1/events/stream", []func(*http.Request){as, set("Upgrade", "websocket"), set("Connection", "Upgrade")}, 400},
		{"a stream asked for by GET", "GET", "/api/v1/events/stream", []func(*http.Request){as}, 405},
		{"a stream of nothing", "POST", "/api/v1/jobs/x/stream", []func(*http.Request){as}, 404},
		{"TRACE", "TRACE", plans, []func(*http.Request){as}, 404},
		{"CONNECT by name", "DEBUG", plans, []func(*http.Request){as}, 404},
	} {
		counted := refusals(e)
		if got := e.status(try.method, try.path, nil, try.with...); got != try.want {
			t.Errorf("%s gave %d, want %d", try.name, got, try.want)
		}
		if now := refusals(e); now != counted+1 {
			t.Errorf("%s was counted %d times", try.name, now-counted)
		}
	}
	log := ask[httpapi.AuditLog](t, e.app, "GET", "/audit", nil)
	refused, named := 0, 0
	for _, entry := range log.Entries {
		if entry.Act == string(guest.Refused) {
			refused++
			if entry.Who != "" {
				named++
			}
			if entry.From != "203.0.113.9" {
				t.Errorf("a refusal came from %q", entry.From)
			}
		}
	}
	if refused < 20 || named == 0 || named == refused {
		t.Errorf("%d refusals are logged, %d of them with who it was", refused, named)
	}
	waited := 0
	for range 1000 { // the clock stands: nothing is given back
		answer, err := e.from(t.Context(), "198.51.100.77", "GET", plans, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusTooManyRequests {
			waited++
		}
	}
	if waited < 50 {
		t.Errorf("of 1,000 requests at once only %d had to wait", waited)
	}
}

// A ticket of the machine itself is nothing elsewhere, and is not used up there.
func TestATicketIsNothingElsewhere(t *testing.T) {
	e := openElsewhere(t)
	enter := e.app.Enter(time.Hour)
	w := e.visit("GET", strings.TrimPrefix(enter, "http://"+e.app.Address()), nil)
	if len(w.Result().Cookies()) != 0 || w.Header().Get("Location") != "" {
		t.Errorf("it gave %d, %v", w.Code, w.Result().Cookies())
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", enter, nil)
	here := httptest.NewRecorder()
	e.app.Handler().ServeHTTP(here, r)
	if here.Code != http.StatusSeeOther || len(here.Result().Cookies()) != 1 {
		t.Errorf("at the machine it gave %d", here.Code)
	}
}

func refusals(e *elsewhere) int {
	all := 0
	for _, n := range e.app.api.Afar.Refusals() {
		all += int(n)
	}
	return all
}

// Who is at a plan is told to guests, and an owner who looks through a guest's eyes
// is not there in their place.
func TestGuestsSeeWhoIsThere(t *testing.T) {
	h := openHouse(t)
	id := firstPlan(t, h.app).ID
	kim, as := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: []access.Section{access.Income}, Money: access.Percent})
	ask[httpapi.PresentList](t, h.app, "POST", "/plans/"+id+"/presence", httpapi.Here{Window: "w1", Place: "today"})
	look := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/plans/"+id+"/presence", strings.NewReader(`{"window":"w2","place":"today"}`))
	look.Host = h.app.Address()
	look.Header.Set("Authorization", "Bearer "+h.app.Owner())
	look.Header.Set("Content-Type", "application/json")
	look.Header.Set("Meridian-View-As", kim)
	w := httptest.NewRecorder()
	h.app.Handler().ServeHTTP(w, look)
	if w.Code != http.StatusOK {
		t.Fatalf("looking gave %d: %s", w.Code, w.Body)
	}
	seen := decoded[httpapi.PresentList](t, h.visit("POST", "/api/v1/plans/"+id+"/presence", httpapi.Here{Window: "w3", Place: "plan/income"}, as)).Present
	if len(seen) != 1 || seen[0].Actor.ID != access.OwnerID || seen[0].Actor.You {
		t.Errorf("the guest sees %+v", seen)
	}
	others := ask[httpapi.PresentList](t, h.app, "POST", "/plans/"+id+"/presence", httpapi.Here{Window: "w1", Place: "today"}).Present
	if len(others) != 1 || others[0].Actor.ID != kim || others[0].Actor.Name != "Kim" || others[0].Place != "plan/income" {
		t.Errorf("the owner sees %+v", others)
	}
}
