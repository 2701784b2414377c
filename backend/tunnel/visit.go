package tunnel

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"time"
)

// Names finds the addresses of a host. The name of a fresh link is asked of its
// makers' own resolver over HTTPS, because a resolver in between that was asked
// too early remembers for half an hour that there is none.
type Names struct {
	Client *http.Client
	Base   string // of the resolver; such as https://1.1.1.1/dns-query
}

// ErrNoName is returned while a name is not known.
var ErrNoName = errors.New("the name is not known yet")

// maxNames bounds an answer, in bytes.
const maxNames = 64 << 10

// Lookup is the addresses of a host, IPv4 before IPv6.
func (n Names) Lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	var all []netip.Addr
	var errs []error
	for _, kind := range []string{"A", "AAAA"} {
		found, err := n.ask(ctx, host, kind)
		all, errs = append(all, found...), append(errs, err)
	}
	switch err := errors.Join(errs...); {
	case len(all) > 0:
		return all, nil
	case err != nil:
		return nil, err // the resolver was not reached, or said nothing that can be read
	}
	return nil, ErrNoName
}

func (n Names) ask(ctx context.Context, host, kind string) ([]netip.Addr, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.Base+"?name="+url.QueryEscape(host)+"&type="+kind, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/dns-json")
	resp, err := n.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var told struct {
		Answer []struct {
			Data string `json:"data"`
		} `json:"Answer"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxNames)).Decode(&told); err != nil {
		return nil, fmt.Errorf("read the answer of the resolver: %w", err)
	}
	var found []netip.Addr
	for _, a := range told.Answer {
		if ip, err := netip.ParseAddr(a.Data); err == nil { // names of names are left out
			found = append(found, ip)
		}
	}
	return found, nil
}

// Visitor goes to a link as a stranger would.
type Visitor struct {
	Names  Names
	Port   string // of the public address; "" is 443
	System bool   // asks the system's resolver where the other cannot be reached
}

// Dial connects to a host whose addresses it finds itself. It is for the transport
// of a client that visits.
func (v Visitor) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if v.Port != "" {
		port = v.Port
	}
	found, err := v.Names.Lookup(ctx, host)
	if err != nil && v.System && !errors.Is(err, ErrNoName) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	var errs []error
	for _, ip := range found {
		c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return c, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(append(errs, err)...)
}

// maxProof bounds an answer, in bytes.
const maxProof = 1024

// Visits are made by a client whose transport dials with a Visitor.
func Visits(client *http.Client) Visit {
	return func(ctx context.Context, host, nonce string) (string, time.Duration, error) {
		var begun time.Time // when the request was on its way: the connection stood
		trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { begun = time.Now() }}
		req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodGet, "https://"+host+"/__health?nonce="+nonce, nil)
		if err != nil {
			return "", 0, err
		}
		resp, err := client.Do(req)
		if err != nil {
			return "", 0, err
		}
		took := time.Since(begun)
		defer resp.Body.Close()
		answer, err := io.ReadAll(io.LimitReader(resp.Body, maxProof))
		if err == nil && resp.StatusCode != http.StatusOK {
			err = fmt.Errorf("status %d", resp.StatusCode)
		}
		return string(answer), took, err
	}
}

// newNonce is what nobody can have answered before.
func newNonce() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(raw)
}
