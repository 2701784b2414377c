package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/fault"
	"meridian/backend/settings"
)

func TestResultsAreReadBackAsTheyWere(t *testing.T) {
	db := openNew(t, Options{})
	want := Result{Hash: "h1", Plan: "p", Header: []byte(`{"n":1}`), Blocks: map[string][]byte{"series": noise(300_000), "futures": {}, "years": {1}}}
	if err := db.Results.Save(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if err := db.Results.Save(t.Context(), Result{Hash: "h1", Header: []byte("another")}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Results.Load(t.Context(), "h1")
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("result differs (%v)", err)
	}
	for has, hash := range map[bool]string{true: "h1", false: "h2"} {
		if got, err := db.Results.Has(t.Context(), hash); err != nil || got != has {
			t.Errorf("has %s: %t (%v)", hash, got, err)
		}
	}
	if _, err := db.Results.Load(t.Context(), "h2"); !errors.Is(err, NoResult) || fault.Of(err) != fault.NotFound {
		t.Errorf("a result that is not kept: %v", err)
	}
}

// Flipped bits in a figure are worse than no figure.
func TestAResultWithFlippedBitsCountsAsNotKept(t *testing.T) {
	for _, damage := range []string{
		`UPDATE blocks SET body = x'01020305' WHERE name = 'years'`,
		`UPDATE results SET header = x'7b7d'`,
	} {
		db := openNew(t, Options{})
		if err := db.Results.Save(t.Context(), Result{Hash: "h", Header: []byte("{ }"), Blocks: map[string][]byte{"years": {1, 2, 3, 4}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.write.Exec(damage); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Results.Load(t.Context(), "h"); !errors.Is(err, NoResult) {
			t.Errorf("%s: %v", damage, err)
		}
		if has, err := db.Results.Has(t.Context(), "h"); err != nil || has {
			t.Errorf("%s: it is still kept (%v)", damage, err)
		}
		if err := db.Results.Save(t.Context(), Result{Hash: "h", Header: []byte("{}")}); err != nil {
			t.Errorf("%s: not saved again: %v", damage, err)
		}
	}
}

func TestAResultIsReadThoughItsUseCannotBeNoted(t *testing.T) {
	now := now0
	db := openNew(t, Options{Now: func() time.Time { return now }})
	if err := db.Results.Save(t.Context(), Result{Hash: "h", Header: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.Exec(`PRAGMA query_only = 1`); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	if r, err := db.Results.Load(t.Context(), "h"); err != nil || string(r.Header) != "{}" {
		t.Errorf("read %q (%v)", r.Header, err)
	}
	if _, err := db.write.Exec(`PRAGMA query_only = 0`); err != nil {
		t.Fatal(err)
	}
}

func TestSurplus(t *testing.T) {
	// Results are written "plan:bytes", the one used last first.
	cases := []struct {
		name   string
		all    string
		limits Limits
		gone   string
	}{
		{"nothing kept", "", Limits{2, 100}, ""},
		{"few and small stay", "a:10 b:10 a:10", Limits{2, 100}, ""},
		{"the oldest of a plan with too many goes", "a:1 a:1 a:1", Limits{2, 100}, "3"},
		{"each plan has its own limit", "a:1 b:1 a:1 b:1 a:1 b:1", Limits{2, 100}, "5 6"},
		{"the oldest go when the bytes are too many", "a:40 b:40 c:40 d:1", Limits{2, 100}, "3 4"},
		{"exactly full is not too full", "a:50 b:50", Limits{2, 100}, ""},
		{"what goes for its plan takes no bytes", "a:40 a:1 a:90 b:50", Limits{2, 100}, "3"},
		{"the one in use stays, however large", "a:500 b:1", Limits{2, 100}, "2"},
		{"the one in use stays, whatever the limit", "a:1 a:1", Limits{0, 100}, "2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var all []kept
			for i, word := range strings.Fields(c.all) {
				k := kept{id: int64(i + 1), used: int64(1000 - i)}
				if _, err := fmt.Sscanf(strings.Replace(word, ":", " ", 1), "%s %d", &k.plan, &k.bytes); err != nil {
					t.Fatal(err)
				}
				all = append(all, k)
			}
			slices.Reverse(all) // the order of rows means nothing
			if got := strings.Trim(fmt.Sprint(surplus(all, c.limits)), "[]"); got != c.gone {
				t.Errorf("gone: %q, want %q", got, c.gone)
			}
		})
	}
}

func TestResultsLeastUsedGo(t *testing.T) {
	clock := &clock{t: now0}
	db := openNew(t, Options{Now: clock.now, Limits: Limits{PerPlan: 2, Bytes: 1 << 20}})
	save := func(hash string) {
		t.Helper()
		clock.t = clock.t.Add(time.Hour)
		if err := db.Results.Save(t.Context(), Result{Hash: hash, Plan: "p", Header: []byte("{}"), Blocks: map[string][]byte{"b": noise(1000)}}); err != nil {
			t.Fatal(err)
		}
	}
	save("one")
	save("two")
	clock.t = clock.t.Add(time.Hour)
	if _, err := db.Results.Load(t.Context(), "one"); err != nil { // used again
		t.Fatal(err)
	}
	save("three")
	for hash, want := range map[string]bool{"one": true, "two": false, "three": true} {
		if got, err := db.Results.Has(t.Context(), hash); err != nil || got != want {
			t.Errorf("%s is kept: %t (%v), want %t", hash, got, err, want)
		}
	}
	var blocks int
	if err := db.read.QueryRow(`SELECT count(*) FROM blocks`).Scan(&blocks); err != nil || blocks != 2 {
		t.Errorf("%d blocks are left (%v), want 2", blocks, err)
	}
}

func TestSettingsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := db.Settings.Get(t.Context()); err != nil || got != settings.Default() {
		t.Errorf("before any choice: %+v (%v)", got, err)
	}
	want, err := db.Settings.Patch(t.Context(), map[string]any{"theme": "dark", "port": 4321.0})
	if err != nil || want.Theme != settings.ThemeDark || want.Port != 4321 {
		t.Fatalf("%+v (%v)", want, err)
	}
	if _, err := db.Settings.Patch(t.Context(), map[string]any{"theme": "pink"}); !errors.Is(err, settings.Invalid) {
		t.Errorf("a theme that does not exist: %v", err)
	}
	stop := errors.New("stop")
	if _, err := db.Settings.Change(t.Context(), func(settings.Settings) (settings.Settings, error) { return settings.Default(), stop }); !errors.Is(err, stop) {
		t.Errorf("a change given up: %v", err)
	}
	if _, err := db.Settings.Change(t.Context(), func(s settings.Settings) (settings.Settings, error) { s.Port = -1; return s, nil }); !errors.Is(err, settings.Invalid) {
		t.Errorf("a change to what cannot be: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := openAt(t, path, Options{}).Settings.Get(t.Context()); err != nil || got != want {
		t.Errorf("after a restart: %+v (%v), want %+v", got, err, want)
	}
}

func TestChangesOfSettingsDoNotOverwriteEachOther(t *testing.T) {
	db := openNew(t, Options{})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := db.Settings.Change(t.Context(), func(s settings.Settings) (settings.Settings, error) { s.Port++; return s, nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got, err := db.Settings.Get(t.Context()); err != nil || got.Port != 50 {
		t.Errorf("port %d (%v), want 50", got.Port, err)
	}
}

func TestRepliesAreRememberedForADay(t *testing.T) {
	clock := &clock{t: now0}
	db := openNew(t, Options{Now: clock.now})
	first := Reply{Principal: "ann", Key: "k", Request: "r", Status: 201, Media: "application/json", Location: "/x", Body: bytes.Repeat([]byte("body "), 500)}
	second := first
	second.Body = []byte("another")
	for _, reply := range []Reply{first, second} {
		if err := db.Replies.Keep(t.Context(), reply); err != nil {
			t.Fatal(err)
		}
	}
	recall := func(principal, key string) (Reply, bool) {
		t.Helper()
		reply, found, err := db.Replies.Recall(t.Context(), principal, key)
		if err != nil {
			t.Fatal(err)
		}
		return reply, found
	}
	clock.t = now0.Add(ReplyLife - time.Millisecond)
	if got, found := recall("ann", "k"); !found || fmt.Sprint(got) != fmt.Sprint(first) {
		t.Errorf("the first reply does not stand: %t %+v", found, got)
	}
	for _, other := range [][2]string{{"bob", "k"}, {"ann", "l"}, {"", "k"}} {
		if _, found := recall(other[0], other[1]); found {
			t.Errorf("%v was told ann's reply", other)
		}
	}
	clock.t = now0.Add(ReplyLife)
	if _, found := recall("ann", "k"); found {
		t.Error("remembered for too long")
	}
	if err := db.Replies.Keep(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if got, found := recall("ann", "k"); !found || string(got.Body) != "another" {
		t.Errorf("an expired key is not free again: %t %+v", found, got)
	}
}

func TestExpiredRepliesAreSweptInSmallBatches(t *testing.T) {
	clock := &clock{t: now0}
	db := openNew(t, Options{Now: clock.now})
	const old = 2*sweepBatch + 10
	for i := range old {
		if err := db.Replies.Keep(t.Context(), Reply{Key: fmt.Sprint("old", i)}); err != nil {
			t.Fatal(err)
		}
	}
	clock.t = now0.Add(2 * ReplyLife)
	for i, want := range []int{old - sweepBatch + 1, old - 2*sweepBatch + 2, 3, 4} {
		if err := db.Replies.Keep(t.Context(), Reply{Key: fmt.Sprint("new", i)}); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := db.read.QueryRow(`SELECT count(*) FROM replies`).Scan(&left); err != nil || left != want {
			t.Errorf("after %d calls %d replies are left (%v), want %d", i+1, left, err, want)
		}
	}
}

func TestACancelledCallIsToldSo(t *testing.T) {
	db := openNew(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, list := db.Plans.Plans(ctx)
	_, get := db.Settings.Get(ctx)
	_, _, recall := db.Replies.Recall(ctx, "", "k")
	_, load := db.Results.Load(ctx, "h")
	for what, err := range map[string]error{"list": list, "settings": get, "recall": recall, "load": load, "append": append1(ctx, db, 1, []byte("{}"))} {
		if fault.Of(err) != fault.Cancelled {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestCloseTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := db.Plans.Plans(t.Context()); err == nil {
		t.Error("a closed database answered")
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAFileThatIsMostlyEmptyShrinksWhenItIsClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	clock := &clock{t: now0}
	db, err := Open(t.Context(), path, Options{Now: clock.now, Limits: Limits{PerPlan: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for i, size := range []int{4 << 20, 1000} { // the large one goes when the small one comes
		clock.t = clock.t.Add(time.Hour)
		if err := db.Results.Save(t.Context(), Result{Hash: fmt.Sprint(i), Plan: "p", Blocks: map[string][]byte{"b": noise(size)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if held, empty := sizeOf(t, path), sizeOfNothing(t); held > empty+64<<10 {
		t.Errorf("the file has %d bytes, an empty one %d", held, empty)
	}
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// sizeOfNothing is how large a file is with every table and nothing in them.
func sizeOfNothing(t *testing.T) int64 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meridian.db")
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return sizeOf(t, path)
}
