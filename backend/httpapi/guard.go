package httpapi

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"meridian/backend/access"
)

// Guard recognises the owner on the local listener.
//
// Other users of the machine can reach a loopback port, and so can every page
// that a browser shows. So the address must be exactly ours (a name that was
// rebound to 127.0.0.1 is not), a request from another origin is refused, and
// every request to the API must carry a secret of this launch: the owner's
// bearer secret, or the cookie that was given for a ticket. A ticket is good
// once and for a short while. Cookies are shared by all ports of an address,
// so ours has a name that nobody can guess or collide with.
type Guard struct {
	Host string           // the only Host that is answered, e.g. 127.0.0.1:45991
	Now  func() time.Time // the clock that tickets expire by

	owner      string
	cookieName string
	cookie     string

	mu      sync.Mutex
	tickets map[[sha256.Size]byte]time.Time // expiry, by hash of the ticket
}

// ticketsKept bounds what unanswered tickets may pile up.
const ticketsKept = 64

// NewGuard returns a guard with fresh secrets.
func NewGuard(host string, now func() time.Time) *Guard {
	return &Guard{
		Host: host, Now: now,
		owner: secret(32), cookie: secret(32), cookieName: "meridian_" + secret(6),
		tickets: map[[sha256.Size]byte]time.Time{},
	}
}

// secret returns n random bytes in hex.
func secret(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(raw)
}

// Origin is the origin of our own pages.
func (g *Guard) Origin() string { return "http://" + g.Host }

// Owner is the bearer secret of this launch.
func (g *Guard) Owner() string { return g.owner }

// Ticket returns a secret that can be exchanged for the cookie once, until life has passed.
func (g *Guard) Ticket(life time.Duration) string {
	ticket := secret(32)
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.Now()
	for hash, expiry := range g.tickets {
		if !now.Before(expiry) || len(g.tickets) >= ticketsKept {
			delete(g.tickets, hash)
		}
	}
	g.tickets[sha256.Sum256([]byte(ticket))] = now.Add(life)
	return ticket
}

// redeem takes a ticket out of circulation and reports whether it was good.
// Tickets are looked up by their hash, so that time tells nothing about them.
func (g *Guard) redeem(ticket string) bool {
	hash := sha256.Sum256([]byte(ticket))
	g.mu.Lock()
	defer g.mu.Unlock()
	expiry, known := g.tickets[hash]
	delete(g.tickets, hash)
	return known && g.Now().Before(expiry)
}

// enter exchanges a ticket for the cookie and shows the interface.
func (g *Guard) enter(w http.ResponseWriter, r *http.Request) error {
	if !g.redeem(r.URL.Query().Get("t")) {
		return errTicket
	}
	http.SetCookie(w, &http.Cookie{
		Name: g.cookieName, Value: g.cookie, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// address refuses what was not sent to us, or was sent by another site.
func (g *Guard) address(r *http.Request) error {
	if r.Host != g.Host {
		return errWrongHost
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != g.Origin() {
		return errWrongOrigin
	}
	return nil
}

// admit implements gate.
func (g *Guard) admit(_ http.ResponseWriter, r *http.Request, route Route) (admitted, error) {
	if route.Needs == access.Join {
		return admitted{}, errNoRoute // nobody is invited at the machine itself
	}
	who, err := g.principal(r)
	if err != nil {
		return admitted{}, err
	}
	return admitted{who, r, func() {}}, nil
}

// answered implements gate.
func (g *Guard) answered(*http.Request, int) {}

// principal recognises the sender. A change through the cookie must also say
// that it comes from our own page.
func (g *Guard) principal(r *http.Request) (access.Principal, error) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		if !same(token, g.owner) {
			return access.Principal{}, errNoCredentials
		}
		return access.Principal{ID: access.OwnerID, Role: access.Owner}, nil
	}
	cookie, err := r.Cookie(g.cookieName)
	if err != nil || !same(cookie.Value, g.cookie) {
		return access.Principal{}, errNoCredentials
	}
	if !safe(r.Method) && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		return access.Principal{}, errWrongOrigin
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return access.Principal{}, errWrongOrigin
	}
	return access.Principal{ID: access.OwnerID, Role: access.Owner}, nil
}

// safe reports whether a method changes nothing by its definition.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// same compares secrets in a time that depends on neither.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
