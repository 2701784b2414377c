// Package traffic keeps account of everything by which the program speaks to
// others: each listener, each outgoing connection and each child program that has
// a network of its own, by what it is for.
//
// Terms: a purpose is what a connection is for. A way is one line of the account:
// a purpose with an address. A Book is the account. What a connection may reach is
// decided where it is made; anything else is refused before a byte leaves. A leak
// is what the self-test tries, and must not manage.
//
// Promise: a client that a Book made reaches the hosts that its purpose allows and
// no other, redirects included. Counting changes nothing of what is sent. No
// address of a person, no path and no content is kept.
package traffic

import (
	"cmp"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"meridian/backend/fault"
)

// Purpose is what a connection is for.
type Purpose string

// The purposes.
const (
	Pages    Purpose = "pages"    // the interface and the API, on this machine
	Visitors Purpose = "visitors" // the second listener, for people who were invited
	Model    Purpose = "model"    // the language model host
	Program  Purpose = "program"  // downloading a program that the owner asked for
	Tunnel   Purpose = "tunnel"   // cloudflared, which carries visitors here
	Driving  Purpose = "driving"  // asking cloudflared how it is, on this machine
	Proof    Purpose = "proof"    // visiting the own link, to see that it works
	Keys     Purpose = "keys"     // the keys by which tokens of Cloudflare Access are known
	Leak     Purpose = "leak"     // the self-test of this account
)

var purposes = map[Purpose]fault.Text{
	Pages:    {EN: "Meridian itself, for your window or browser", KO: "내 창이나 브라우저에 보이는 Meridian"},
	Visitors: {EN: "The door for people whom you invited", KO: "초대한 사람이 들어오는 문"},
	Model:    {EN: "The language model", KO: "언어 모델"},
	Program:  {EN: "A download that you asked for", KO: "직접 요청한 다운로드"},
	Tunnel:   {EN: "The Cloudflare tunnel that carries visitors here", KO: "방문자를 이곳으로 잇는 Cloudflare 터널"},
	Driving:  {EN: "Asking the tunnel program on this computer how it is", KO: "이 컴퓨터의 터널 프로그램에 상태 묻기"},
	Proof:    {EN: "Visiting your own link to see that it works", KO: "내 링크가 열리는지 직접 확인하기"},
	Keys:     {EN: "Keys of the Cloudflare Access application that you named", KO: "직접 지정한 Cloudflare Access 애플리케이션의 키"},
	Leak:     {EN: "The self-test on this page", KO: "이 화면의 자가 점검"},
}

// Text says a purpose in words.
func (p Purpose) Text() fault.Text { return purposes[p] }

// Kind is what sort of a way it is.
type Kind string

// The kinds.
const (
	Listening Kind = "listening" // others come to us
	Outgoing  Kind = "outgoing"  // we go to others
	Child     Kind = "child"     // a program of ours goes to others by itself
)

// Scope is how far a way reaches.
type Scope string

// The scopes.
const (
	ThisMachine Scope = "machine"
	Nearby      Scope = "nearby" // private addresses: the same office or home
	Internet    Scope = "internet"
)

// Way is one line of the account.
type Way struct {
	Kind     Kind       `json:"kind" jsonschema:"enum=listening,enum=outgoing,enum=child"`
	Purpose  Purpose    `json:"purpose"`
	Text     fault.Text `json:"text"`
	Address  string     `json:"address"` // host:port, or a host
	Scope    Scope      `json:"scope" jsonschema:"enum=machine,enum=nearby,enum=internet"`
	Open     bool       `json:"open"`     // now: it listens, runs, or has a request under way
	Requests int64      `json:"requests"` // or connections that came in
	Refused  int64      `json:"refused"`  // requests that were stopped before they left
	Sent     int64      `json:"sent"`     // bytes of content
	Received int64      `json:"received"` // likewise
	Since    time.Time  `json:"since"`
	Last     *time.Time `json:"last,omitempty"` // last use; nil before the first
}

// ErrElsewhere is the fault of a request to a host that its purpose does not allow.
var ErrElsewhere = fault.New(fault.Refused, "network.elsewhere",
	fault.Text{EN: "Meridian does not speak to this address.", KO: "Meridian은 이 주소와 통신하지 않습니다."},
	fault.Text{EN: "Nothing was sent. If it is a host of yours, name it in Settings.", KO: "아무것도 보내지 않았습니다. 내 서버라면 설정에 적어 주세요."})

// Book is the account. The zero value with a clock is ready to use; all its
// methods may be called at any time.
type Book struct {
	Now func() time.Time

	mu   sync.Mutex
	ways map[key]*Way
	busy map[key]int
	outs []*out // every client, for the self-test
}

type key struct {
	kind    Kind
	purpose Purpose
	address string
}

// mostWays bounds what the account holds: beyond it the way that was used least
// recently and is not open is forgotten.
const mostWays = 200

// note changes a way's line, which is begun when it is not there.
func (b *Book) note(k key, busy int, change func(*Way)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ways == nil {
		b.ways, b.busy = map[key]*Way{}, map[key]int{}
	}
	w := b.ways[k]
	if w == nil {
		b.makeRoom()
		w = &Way{Kind: k.kind, Purpose: k.purpose, Text: k.purpose.Text(), Address: k.address, Scope: ScopeOf(k.address), Since: b.Now()}
		b.ways[k] = w
	}
	b.busy[k] += busy
	w.Open = b.busy[k] > 0
	if change != nil {
		change(w)
	}
}

func (b *Book) makeRoom() {
	if len(b.ways) < mostWays {
		return
	}
	var oldest key
	for k, w := range b.ways {
		if !w.Open && (b.ways[oldest] == nil || lastOf(w).Before(lastOf(b.ways[oldest]))) {
			oldest = k
		}
	}
	delete(b.ways, oldest)
	delete(b.busy, oldest)
}

func lastOf(w *Way) time.Time {
	if w.Last == nil {
		return w.Since
	}
	return *w.Last
}

// Ways is the account now: listeners first, then children, then what goes out.
func (b *Book) Ways() []Way {
	b.mu.Lock()
	all := make([]Way, 0, len(b.ways))
	for _, w := range b.ways {
		all = append(all, *w)
	}
	b.mu.Unlock()
	order := map[Kind]int{Listening: 0, Child: 1, Outgoing: 2}
	slices.SortFunc(all, func(x, y Way) int {
		return cmp.Or(cmp.Compare(order[x.Kind], order[y.Kind]), strings.Compare(string(x.Purpose), string(y.Purpose)), strings.Compare(x.Address, y.Address))
	})
	return all
}

// ScopeOf is how far an address reaches. A name reaches the internet unless it is
// known not to.
func ScopeOf(address string) Scope {
	host := HostOf(address)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return ThisMachine
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil && (strings.HasSuffix(host, ".local") || host != "" && !strings.Contains(host, ".")):
		return Nearby
	case err != nil:
		return Internet
	case ip.IsLoopback():
		return ThisMachine
	case ip.IsPrivate(), ip.IsLinkLocalUnicast(), ip.IsUnspecified():
		return Nearby
	}
	return Internet
}

// HostOf is the host of an address with or without a port, in lower case.
func HostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// Listen accounts for a listener until it is closed.
func (b *Book) Listen(purpose Purpose, l net.Listener) net.Listener {
	k := key{Listening, purpose, l.Addr().String()}
	b.note(k, 1, nil)
	return &listener{Listener: l, book: b, key: k, gone: sync.OnceFunc(func() { b.note(k, -1, nil) })}
}

type listener struct {
	net.Listener
	book *Book
	key  key
	gone func()
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.book.used(l.key)
	return &conn{c, l.book, l.key}, nil
}

func (l *listener) Close() error {
	l.gone()
	return l.Listener.Close()
}

func (b *Book) used(k key) {
	b.note(k, 0, func(w *Way) {
		now := b.Now()
		w.Requests, w.Last = w.Requests+1, &now
	})
}

// conn counts the bytes of a connection that came in.
type conn struct {
	net.Conn
	book *Book
	key  key
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.book.count(c.key, 0, n)
	return n, err
}

func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.book.count(c.key, n, 0)
	return n, err
}

func (b *Book) count(k key, sent, received int) {
	b.note(k, 0, func(w *Way) {
		w.Sent += int64(sent)
		w.Received += int64(received)
	})
}

// Began accounts for a child program that speaks to an address by itself, until
// what it returns is called.
func (b *Book) Began(purpose Purpose, address string) (ended func()) {
	k := key{Child, purpose, address}
	b.note(k, 1, func(w *Way) {
		now := b.Now()
		w.Requests, w.Last = w.Requests+1, &now
	})
	return sync.OnceFunc(func() { b.note(k, -1, nil) })
}

// Out is next for one purpose: it reaches only hosts that are allowed, each asked
// by its host:port or host, and counts.
func (b *Book) Out(purpose Purpose, next http.RoundTripper, allowed func(host string) bool) http.RoundTripper {
	o := &out{book: b, purpose: purpose, next: next, allowed: allowed}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.outs = append(b.outs, o)
	return o
}

type out struct {
	book    *Book
	purpose Purpose
	next    http.RoundTripper
	allowed func(host string) bool
}

// RoundTrip implements http.RoundTripper.
func (o *out) RoundTrip(r *http.Request) (*http.Response, error) {
	k := key{Outgoing, o.purpose, r.URL.Host}
	if !o.allowed(r.URL.Host) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		o.book.note(key{Outgoing, o.purpose, "elsewhere"}, 0, func(w *Way) { w.Refused++ })
		return nil, ErrElsewhere
	}
	now := o.book.Now()
	o.book.note(k, 1, func(w *Way) { w.Requests, w.Last = w.Requests+1, &now })
	ended := sync.OnceFunc(func() { o.book.note(k, -1, nil) })
	if r.Body != nil {
		r = r.Clone(r.Context())
		r.Body = &counted{r.Body, func(n int) { o.book.count(k, n, 0) }, func() {}}
	}
	resp, err := o.next.RoundTrip(r)
	if err != nil {
		ended()
		return nil, err
	}
	resp.Body = &counted{resp.Body, func(n int) { o.book.count(k, 0, n) }, ended}
	return resp, nil
}

// counted is a body whose bytes are counted.
type counted struct {
	io.ReadCloser
	count func(int)
	ended func()
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.count(n)
	if err != nil {
		c.ended()
	}
	return n, err
}

func (c *counted) Close() error {
	c.ended()
	return c.ReadCloser.Close()
}

// Only allows exactly the hosts named, whatever their port when none is given.
func Only(hosts ...string) func(string) bool {
	return func(asked string) bool {
		for _, h := range hosts {
			if strings.EqualFold(h, asked) || strings.EqualFold(h, HostOf(asked)) {
				return true
			}
		}
		return false
	}
}

// OnThisMachine allows loopback addresses.
func OnThisMachine(asked string) bool { return ScopeOf(asked) == ThisMachine }
