package httpapi

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
)

// anyPath fills the wildcards of a route.
func anyPath(r Route) string {
	return Prefix + regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(r.path(), "x")
}

func TestEveryRouteRefusesWithoutCredentials(t *testing.T) {
	b := newBench(t)
	for _, route := range b.table() {
		if route.Needs == access.Join {
			problem(t, b.ask(route.method(), anyPath(route), nil), http.StatusNotFound, "request.route") // not at the machine
			continue
		}
		for name, change := range map[string]func(*http.Request){
			"nothing":        func(r *http.Request) { r.Header.Del("Authorization") },
			"a wrong secret": header("Authorization", "Bearer "+strings.Repeat("0", 64)),
			"no scheme":      header("Authorization", b.Guard.Owner()),
			"a guessed cookie": func(r *http.Request) {
				r.Header.Del("Authorization")
				r.AddCookie(&http.Cookie{Name: b.Guard.cookieName, Value: strings.Repeat("0", 64)})
			},
		} {
			t.Run(route.Pattern+" with "+name, func(t *testing.T) {
				problem(t, b.ask(route.method(), anyPath(route), nil, change), http.StatusUnauthorized, "request.credentials")
			})
		}
	}
}

func TestUnknownAddressesRefuseWithoutCredentialsToo(t *testing.T) {
	b := newBench(t)
	w := b.ask("GET", "/api/v1/secrets", nil, func(r *http.Request) { r.Header.Del("Authorization") })
	problem(t, w, http.StatusUnauthorized, "request.credentials")
}

func TestRouteMustBeWhole(t *testing.T) {
	do := func(http.ResponseWriter, *http.Request) error { return nil }
	for name, route := range map[string]Route{
		"no action":      {Pattern: "GET /x", Do: do, ID: "x"},
		"unknown action": {Pattern: "GET /x", Needs: "plan.burn", Do: do, ID: "x"},
		"no handler":     {Pattern: "GET /x", Needs: access.PlanRead, ID: "x"},
		"no name":        {Pattern: "GET /x", Needs: access.PlanRead, Do: do},
		"no method":      {Pattern: "/x", Needs: access.PlanRead, Do: do, ID: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the route started")
				}
			}()
			mount([]Route{route}, func(Route) http.Handler { return http.NotFoundHandler() })
		})
	}
}

func TestEveryChangeIsMarkedSo(t *testing.T) {
	reads := map[string]bool{ // POSTs without effect, or whose effect may be had twice
		"checkPlan": true, "followJob": true, "listen": true, "selfTest": true, "brush": true, "ask": true, "bePresent": true, "openDocument": true, "tryLeaks": true, "reviewImport": true, "reviewDataset": true,
		"lookInvitation": true, "join": true, "leave": true, "inviteGuest": true, "makeTicket": true, // what lets somebody in is answered once
		"lookForUpdate": true, "openLock": true, "shutLock": true, "touchLock": true,
		"setLock": true, "removeLock": true, "beginRecoveryKey": true, "confirmRecoveryKey": true, "restoreBackup": true,
		"retryDocument": true, "makeBackup": true, "readBackup": true, "bringBack": true, // their bodies hold a password, of which not even a hash is kept
	}
	for _, route := range (&API{}).table() {
		if got, want := route.Kind == Read, safe(route.method()) || reads[route.ID]; got != want {
			t.Errorf("%s: read is %v, want %v", route.Pattern, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	const path = "/api/v1/session"
	for _, tt := range []struct {
		name   string
		host   string
		origin string
		status int
		code   string
	}{
		{"our own page", testHost, "http://" + testHost, 200, ""},
		{"no origin, as in navigation", testHost, "", 200, ""},
		{"a name rebound to us", "evil.example:45991", "", 421, "request.host"},
		{"localhost is another origin", "localhost:45991", "", 421, "request.host"},
		{"no port", "127.0.0.1", "", 421, "request.host"},
		{"another port", "127.0.0.1:80", "", 421, "request.host"},
		{"another site", testHost, "https://evil.example", 403, "request.origin"},
		{"a page without an origin", testHost, "null", 403, "request.origin"},
		{"another port's page", testHost, "http://127.0.0.1:8080", 403, "request.origin"},
		{"https of the same address", testHost, "https://" + testHost, 403, "request.origin"},
		{"an origin that begins like ours", testHost, "http://" + testHost + ".evil.example", 403, "request.origin"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			w := b.ask("GET", path, nil, func(r *http.Request) {
				r.Host = tt.host
				if tt.origin != "" {
					r.Header.Set("Origin", tt.origin)
				}
			})
			if tt.code == "" {
				read[Session](t, w, tt.status)
				return
			}
			problem(t, w, tt.status, tt.code)
		})
	}
}

// visit sends a request as a browser that holds the cookie.
func (b *bench) visit(cookie *http.Cookie, method, path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	all := append([]func(*http.Request){func(r *http.Request) {
		r.Header.Del("Authorization")
		r.AddCookie(cookie)
	}}, change...)
	var body any
	if method != http.MethodGet {
		body = "{}"
	}
	return b.ask(method, path, body, all...)
}

// enter exchanges a ticket for a cookie.
func (b *bench) enter(ticket string) *httptest.ResponseRecorder {
	return b.ask("GET", "/enter?t="+ticket, nil, func(r *http.Request) {
		r.Header.Del("Authorization")
		r.Header.Set("Sec-Fetch-Site", "cross-site") // from the window's first page
	})
}

func (b *bench) cookie() *http.Cookie {
	b.t.Helper()
	w := b.enter(b.Guard.Ticket(time.Minute))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		b.t.Fatalf("entering gave %d to %q", w.Code, w.Header().Get("Location"))
	}
	return w.Result().Cookies()[0]
}

func TestTicketIsGoodOnceAndForAWhile(t *testing.T) {
	b := newBench(t)
	ticket := b.Guard.Ticket(time.Minute)
	if w := b.enter(ticket); w.Code != http.StatusSeeOther {
		t.Fatalf("a fresh ticket gave %d", w.Code)
	}
	if w := b.enter(ticket); w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) != 0 {
		t.Errorf("a used ticket gave %d", w.Code)
	}
	late := b.Guard.Ticket(time.Minute)
	b.clock.pass(time.Minute)
	if w := b.enter(late); w.Code != http.StatusUnauthorized {
		t.Errorf("an expired ticket gave %d", w.Code)
	}
	for _, wrong := range []string{"", "x", b.Guard.Owner()} {
		if w := b.enter(wrong); w.Code != http.StatusUnauthorized {
			t.Errorf("ticket %q gave %d", wrong, w.Code)
		}
	}
}

func TestTicketsDoNotPileUp(t *testing.T) {
	b := newBench(t)
	for range 10 * ticketsKept {
		b.Guard.Ticket(time.Hour)
	}
	if n := len(b.Guard.tickets); n > ticketsKept {
		t.Errorf("%d tickets are kept", n)
	}
}

func TestCookieHoldsOnlyForOurPages(t *testing.T) {
	b := newBench(t)
	cookie := b.cookie()
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.MaxAge != 0 {
		t.Errorf("the cookie is %+v", cookie)
	}
	if other := newBench(t).cookie(); other.Name == cookie.Name || other.Value == cookie.Value {
		t.Error("two launches give the same cookie")
	}
	read[Session](t, b.visit(cookie, "GET", "/api/v1/session"), 200)
	read[Session](t, b.visit(cookie, "GET", "/api/v1/session", header("Sec-Fetch-Site", "same-origin")), 200)
	problem(t, b.visit(cookie, "GET", "/api/v1/session", header("Sec-Fetch-Site", "cross-site")), 403, "request.origin")
	problem(t, b.visit(cookie, "GET", "/api/v1/session", header("Sec-Fetch-Site", "same-site")), 403, "request.origin")

	const change = "/api/v1/settings"
	problem(t, b.visit(cookie, "PATCH", change), 403, "request.origin")
	read[any](t, b.visit(cookie, "PATCH", change, header("Origin", "http://"+testHost)), 200)
	read[any](t, b.visit(cookie, "PATCH", change, header("Sec-Fetch-Site", "same-origin")), 200)
}

func TestOldestOrExpiredTicketsGoFirstButNewOneStays(t *testing.T) {
	b := newBench(t)
	var last string
	for range 3 * ticketsKept {
		last = b.Guard.Ticket(time.Hour)
	}
	if w := b.enter(last); w.Code != http.StatusSeeOther {
		t.Errorf("the newest ticket gave %d", w.Code)
	}
}

func TestEveryAnswerIsHardened(t *testing.T) {
	b := newBench(t)
	for _, path := range []string{"/", "/icon.svg", "/enter?t=x", "/api/v1/session", "/api/v1/nothing", "/today"} {
		h := b.ask("GET", path, nil).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"X-Frame-Options":              "DENY",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q allows something unsafe", path, csp)
		}
	}
}
