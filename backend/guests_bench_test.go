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
)

// BenchmarkTwentyGuests is a round of twenty guests over real connections: each
// holds a stream of what happens, half of them without ever reading it; one of the
// ten editors changes the plan, another each round, and everybody reads it.
// heap-MB is what the program holds at the end, grown-MB how much more than after
// the first hundred rounds. Run for ten minutes (-benchtime 10m) it logs what it
// holds each minute.
func BenchmarkTwentyGuests(b *testing.B) {
	const guests, settled = 20, 100
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
	path, revision := "/api/v1/plans/"+plans[0].ID, plans[0].Revision
	visitors := make([]*visitor, guests)
	for i := range visitors {
		clock.pass(time.Minute)
		visitors[i] = &visitor{client: client, base: "http://" + host, address: fmt.Sprintf("203.0.113.%d", i+1)}
		visitors[i].join(b, app, i)
		visitors[i].listen(b, i%4 < 2)
	}
	var first uint64
	rounds, minutes, begun := 0, 1, time.Now()
	b.Logf("%2d guests, heap %.1f MB", guests, float64(heap())/1e6)
	for b.Loop() {
		clock.pass(time.Second) // what a guest may ask for in a second is not measured here
		editor := visitors[2*(rounds%(guests/2))]
		answer := editor.ask(b, http.MethodPost, path+"/edits", httpapi.Edit{
			Base: revision, Op: fmt.Sprint("op-", rounds), Name: httpapi.EditName{Key: "edit.name"}, Patch: map[string]any{"name": fmt.Sprint("Round ", rounds)},
		})
		answer.Body.Close()
		revision++
		var all sync.WaitGroup
		for _, v := range visitors {
			all.Go(func() { v.read(b, path) })
		}
		all.Wait()
		if rounds++; rounds == settled {
			first = heap()
		}
		if time.Since(begun) > time.Duration(minutes)*time.Minute {
			b.Logf("minute %2d: %6d rounds, heap %.1f MB, %d goroutines", minutes, rounds, float64(heap())/1e6, runtime.NumGoroutine())
			minutes++
		}
	}
	last := heap()
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
	terms := guest.Terms{Name: fmt.Sprint("Guest ", i), Role: access.Viewer, Sections: access.SectionsOf(everything...), Money: access.Rounded, Life: 60 * 24 * time.Hour, MaxUses: 1}
	if i%2 == 0 {
		terms.Role, terms.Money = access.Editor, access.Full
	}
	made, err := app.api.Guests.Invite(b.Context(), guest.Person, terms)
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
