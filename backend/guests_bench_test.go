package backend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
)

// BenchmarkTwentyGuests is a round of twenty guests over real connections: each
// holds a stream of what happens, half of them without ever reading it, and reads
// the plan; the owner changes it once a round. heap-MB is what the program holds
// at the end, grown-MB how much more than after the first ten rounds.
func BenchmarkTwentyGuests(b *testing.B) {
	const guests, settled = 20, 10
	clock := &ticking{now: fixed()}
	app, err := New(b.Context(), Options{Data: b.TempDir(), Port: NoPort, Now: clock.Now, Pages: somePages, cold: true})
	if err != nil {
		b.Fatal(err)
	}
	defer app.Close()
	server := httptest.NewServer(app.remote)
	defer server.Close()
	defer app.api.Afar.Cut() // before the server waits for its streams
	host := server.Listener.Addr().String()
	app.api.Afar.SetHosts(host)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * guests}}
	plans, err := app.api.Plans.List(b.Context())
	if err != nil || len(plans) == 0 {
		b.Fatal(plans, err)
	}
	visitors := make([]*visitor, guests)
	for i := range visitors {
		visitors[i] = &visitor{client: client, base: "http://" + host, address: fmt.Sprintf("203.0.113.%d", i+1)}
		visitors[i].join(b, app, i)
		visitors[i].listen(b, i%2 == 0)
	}
	var first, last uint64
	rounds := 0
	for b.Loop() {
		clock.pass(time.Second) // what a guest may ask for in a second is not measured here
		state, err := app.api.Plans.Open(b.Context(), plans[0].ID)
		if err != nil {
			b.Fatal(err)
		}
		name, patch := journal.EditName{Key: "edit.name"}, map[string]any{"name": fmt.Sprint("Round ", rounds)}
		if _, err := app.api.Plans.Edit(b.Context(), state.ID, journal.Stamp{Base: state.Revision}, name, patch); err != nil {
			b.Fatal(err)
		}
		var all sync.WaitGroup
		for _, v := range visitors {
			all.Go(func() { v.read(b, "/api/v1/plans/"+state.ID) })
		}
		all.Wait()
		if rounds++; rounds == settled {
			first = heap()
		}
	}
	last = heap()
	b.ReportMetric(float64(last)/1e6, "heap-MB")
	if first > 0 {
		b.ReportMetric((float64(last)-float64(first))/1e6, "grown-MB")
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// visitor is a guest's browser.
type visitor struct {
	client        *http.Client
	base, address string
	cookie        *http.Cookie
}

func (v *visitor) ask(b *testing.B, method, path string, body any) *http.Response {
	b.Helper()
	raw, _ := json.Marshal(body)
	r, err := http.NewRequestWithContext(b.Context(), method, v.base+path, bytes.NewReader(raw))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Cf-Connecting-Ip", v.address)
	r.Header.Set("Origin", "https://"+r.URL.Host)
	r.Header.Set("Content-Type", "application/json")
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	answer, err := v.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(answer.Body)
		b.Fatalf("%s gave %d: %s", path, answer.StatusCode, said)
	}
	return answer
}

func (v *visitor) join(b *testing.B, app *App, i int) {
	made, err := app.api.Guests.Invite(b.Context(), guest.Person, guest.Terms{
		Name: fmt.Sprint("Guest ", i), Role: access.Viewer, Sections: access.SectionsOf(everything...), Money: access.Rounded, Life: time.Hour, MaxUses: 1,
	})
	if err != nil {
		b.Fatal(err)
	}
	answer := v.ask(b, http.MethodPost, "/api/v1/join", httpapi.ShownInvitation{Token: made.Token})
	answer.Body.Close()
	v.cookie = answer.Cookies()[0]
}

// listen holds a stream, and reads it or does not.
func (v *visitor) listen(b *testing.B, reads bool) {
	answer := v.ask(b, http.MethodPost, "/api/v1/events/stream", httpapi.Listen{})
	if reads {
		go func() { _, _ = io.Copy(io.Discard, answer.Body) }() // ends when the stream is cut
	}
	b.Cleanup(func() { answer.Body.Close() })
}

func (v *visitor) read(b *testing.B, path string) {
	answer := v.ask(b, http.MethodGet, path, nil)
	_, _ = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
}
