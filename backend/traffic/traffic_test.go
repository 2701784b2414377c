package traffic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func newBook() *Book {
	return &Book{Now: func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }}
}

func wayOf(t *testing.T, b *Book, kind Kind, purpose Purpose) Way {
	t.Helper()
	for _, w := range b.Ways() {
		if w.Kind == kind && w.Purpose == purpose {
			return w
		}
	}
	t.Fatalf("no way %s for %s", kind, purpose)
	return Way{}
}

func TestEverythingIsCounted(t *testing.T) {
	b := newBook()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l = b.Listen(Pages, l)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, strings.Repeat("y", 500))
	})}
	go func() { _ = server.Serve(l) }()
	client := &http.Client{Transport: b.Out(Model, http.DefaultTransport, OnThisMachine)}
	resp, err := client.Post("http://"+l.Addr().String()+"/", "text/plain", bytes.NewReader(make([]byte, 300)))
	if err != nil {
		t.Fatal(err)
	}
	if w := wayOf(t, b, Outgoing, Model); !w.Open {
		t.Error("the answer is under way, and the line says that it is not")
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if w := wayOf(t, b, Outgoing, Model); w.Requests != 1 || w.Sent != 300 || w.Received != 500 || w.Open || w.Scope != ThisMachine {
		t.Errorf("%+v", w)
	}
	for range 6000 { // what the client has read is counted when the write has returned
		if wayOf(t, b, Listening, Pages).Sent >= 500 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if w := wayOf(t, b, Listening, Pages); w.Requests != 1 || w.Received < 300 || w.Sent < 500 || !w.Open {
		t.Errorf("%+v", w)
	}
	_ = server.Close()
	if w := wayOf(t, b, Listening, Pages); w.Open {
		t.Error("a listener that is closed is told as open")
	}
	end := b.Began(Tunnel, "Cloudflare")
	if w := wayOf(t, b, Child, Tunnel); !w.Open {
		t.Error("a child that runs is told as ended")
	}
	end()
	if w := wayOf(t, b, Child, Tunnel); w.Open {
		t.Error("a child that has ended is told as running")
	}
}

// TestNothingGoesElsewhere, redirects included.
func TestNothingGoesElsewhere(t *testing.T) {
	b := newBook()
	server := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/", http.StatusFound))
	defer server.Close()
	client := &http.Client{Transport: b.Out(Model, http.DefaultTransport, Only(strings.TrimPrefix(server.URL, "http://")))}
	for _, address := range []string{server.URL, "http://192.0.2.1/", "https://example.org/"} {
		resp, err := client.Get(address)
		if err == nil {
			_ = resp.Body.Close()
		}
		if !errors.Is(err, ErrElsewhere) {
			t.Errorf("%s: %v", address, err)
		}
	}
	refused := int64(0)
	for _, w := range b.Ways() {
		refused += w.Refused
		if strings.Contains(w.Address, "192.0.2.1") || strings.Contains(w.Address, "example.org") {
			t.Errorf("what was refused is kept by name: %s", w.Address)
		}
	}
	if refused != 3 {
		t.Errorf("%d refusals", refused)
	}
}

func TestScopes(t *testing.T) {
	for address, want := range map[string]Scope{
		"127.0.0.1:11434": ThisMachine, "[::1]:80": ThisMachine, "localhost:1": ThisMachine,
		"192.168.0.7:443": Nearby, "10.1.2.3": Nearby, "box.local:80": Nearby, "box": Nearby, "0.0.0.0:80": Nearby,
		"github.com:443": Internet, "1.1.1.1": Internet, "quiet-amber.trycloudflare.com": Internet, "": Internet,
	} {
		if got := ScopeOf(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestTheAccountIsBounded(t *testing.T) {
	b := newBook()
	keep := b.Began(Tunnel, "kept")
	defer keep()
	for i := range 3 * mostWays {
		b.Began(Tunnel, fmt.Sprint(i))()
	}
	ways := b.Ways()
	if len(ways) > mostWays {
		t.Errorf("%d lines", len(ways))
	}
	if w := ways[len(ways)-1]; w.Address != "kept" || !w.Open {
		t.Error("a way that is open was forgotten")
	}
}

// TestTheSelfTestCanFail: each way to leak is opened once, and found.
func TestTheSelfTestCanFail(t *testing.T) {
	everybody := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer everybody.Close()
	address := strings.TrimPrefix(everybody.URL, "http://")
	b := newBook()
	b.Out(Model, http.DefaultTransport, func(string) bool { return true })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	got := map[string]Verdict{}
	// 127.0.0.1 stands for the network: everybody listens there.
	targets := Targets{Book: b, Client: b.LeakClient(func() []string { return nil }), Local: address, Door: address, Model: everybody.URL, Addresses: []string{"127.0.0.1"}}
	for _, f := range targets.Try(ctx) {
		got[f.ID] = f.Verdict
		if f.Text.EN == "" || f.Text.KO == "" {
			t.Errorf("%s says nothing", f.ID)
		}
	}
	want := map[string]Verdict{
		"outside": Leaked, "host": Leaked, "origin": Leaked, "stranger": Leaked, "network": Leaked, "door.host": Leaked, "door.local": Leaked,
		"model.origin": Warning, "model.network": Warning, "sockets": Leaked,
	}
	if _, err := Sockets(); err != nil {
		want["sockets"] = Skipped
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("found %v\nwant  %v", got, want)
	}
}
