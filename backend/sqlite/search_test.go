package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/embedding"
	"meridian/backend/retrieve"
)

// found are the documents in which a question finds something.
func found(t testing.TB, db *DB, query retrieve.Query) map[document.ID]bool {
	t.Helper()
	finder := &retrieve.Finder{Index: db.Documents, Embedder: level{}}
	query.Most = 50
	answer, err := finder.Find(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[document.ID]bool{}
	for _, f := range answer.Found {
		ids[f.Document] = true
	}
	return ids
}

// level embeds every question as the same direction of model2, and counts as
// trained, so that vectors find whatever words do not.
type level struct{}

func (level) Model() embedding.Model {
	m := model2
	m.Neural = true
	return m
}

func (level) Embed(_ context.Context, _ embedding.Purpose, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i := range vectors {
		vectors[i] = []float32{1, 0}
	}
	return vectors, nil
}

func TestSearchSeesWhatItMay(t *testing.T) {
	at := &clock{now0}
	db := openNew(t, Options{Now: at.now})
	for _, d := range []struct {
		id     document.ID
		tenant document.Tenant
		added  time.Time
	}{{"01D1", "home", now0}, {"01D2", "home", now0.Add(-20 * 24 * time.Hour)}, {"01D3", "office", now0}, {"01D4", "home", now0}, {"01D5", "home", now0}} {
		add(t, db, recordOf(d.tenant, d.id, "title "+string(d.id), d.added))
		shelve(t, db, d.id, "the surrender charge of "+string(d.id), "해지환급금 "+string(d.id))
	}
	pin := func(r *document.Record) error {
		r.Pin = &document.Pin{Reason: "plan", Since: now0}
		return nil
	}
	fail := func(r *document.Record) error { r.State = document.Failed; return nil }
	for id, change := range map[document.ID]func(*document.Record) error{"01D5": pin, "01D4": fail} {
		if _, err := db.Documents.Change(t.Context(), id, change); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		at    time.Time
		query retrieve.Query
		want  []document.ID
	}{
		{"a tenant's own that are ready", now0, retrieve.Query{Tenant: "home"}, []document.ID{"01D1", "01D2", "01D5"}},
		{"another tenant's", now0, retrieve.Query{Tenant: "office"}, []document.ID{"01D3"}},
		{"nobody's", now0, retrieve.Query{Tenant: "nobody"}, nil},
		{"of some alone", now0, retrieve.Query{Tenant: "home", Among: []document.ID{"01D2", "01D3"}}, []document.ID{"01D2"}},
		{"not what expired and was not swept", now0.Add(10 * 24 * time.Hour), retrieve.Query{Tenant: "home"}, []document.ID{"01D1", "01D5"}},
		{"what is pinned stays", now0.Add(document.Keep), retrieve.Query{Tenant: "home"}, []document.ID{"01D5"}},
	} {
		at.t = c.at
		for _, text := range []string{"surrender charge", "해지환급금", "nothing that stands there"} { // words, words, vectors
			c.query.Text = text
			got := found(t, db, c.query)
			for _, id := range c.want {
				if !got[id] {
					t.Errorf("%s, %q: %s is not found", c.name, text, id)
				}
				delete(got, id)
			}
			if len(got) > 0 {
				t.Errorf("%s, %q: found too %v", c.name, text, got)
			}
		}
	}
}

func TestANewTitleIsFound(t *testing.T) {
	db := openNew(t, Options{})
	add(t, db, recordOf("home", "01D1", "scan", now0))
	shelve(t, db, "01D1", "nothing of note")
	finder := &retrieve.Finder{Index: db.Documents}
	for _, c := range []struct {
		title string
		want  int
	}{{"scan", 0}, {"Riverside lease", 1}, {"Hillside lease", 0}} {
		if _, err := db.Documents.Change(t.Context(), "01D1", func(r *document.Record) error { r.Title = c.title; return nil }); err != nil {
			t.Fatal(err)
		}
		answer, err := finder.Find(t.Context(), retrieve.Query{Text: "riverside", Tenant: "home"})
		if err != nil || len(answer.Found) != c.want {
			t.Errorf("titled %s: found %d, want %d (%v)", c.title, len(answer.Found), c.want, err)
		}
	}
}

// scattered is a library of random vectors from which random documents were
// deleted, so that vec0's chunks have holes.
func scattered(t testing.TB, dimensions int) (*DB, embedding.Model) {
	t.Helper()
	db := openNew(t, Options{})
	model := embedding.Model{Name: "random", Digest: "random", Dimensions: dimensions}
	random := rand.New(rand.NewPCG(3, 9))
	for n := range 14 {
		id := document.ID(fmt.Sprintf("%026d", n))
		add(t, db, recordOf(document.Tenant(fmt.Sprint("t", n%3)), id, fmt.Sprint("d", n), now0))
		var passages []document.Passage
		for i := range 1 + random.IntN(40) {
			passages = append(passages, document.Passage{Page: 1, Ordinal: i, Text: fmt.Sprint("text ", n, " ", i)})
		}
		if err := db.Documents.AddPassages(t.Context(), id, "c1", passages); err != nil {
			t.Fatal(err)
		}
		giveVectors(t, db, id, model, func(texts []string) [][]float32 { return randomVectors(random, len(texts), dimensions) })
		finish(t, db, id, model, document.About{})
	}
	for n := range 14 {
		if random.IntN(3) == 0 {
			if err := forget(t.Context(), db, document.ID(fmt.Sprintf("%026d", n))); err != nil {
				t.Fatal(err)
			}
		}
	}
	return db, model
}

func randomVectors(random *rand.Rand, n, dimensions int) [][]float32 {
	vectors := make([][]float32, n)
	for i := range vectors {
		vectors[i] = make([]float32, dimensions)
		for d := range vectors[i] {
			vectors[i][d] = float32(random.NormFloat64())
		}
		embedding.Unit(vectors[i])
	}
	return vectors
}

// sameFound compares two lists of nearest passages. Sums of floats in another
// order differ in the last bits, so that neighbours may change places.
func sameFound(t *testing.T, a, b []retrieve.Scored) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d and %d found", len(a), len(b))
	}
	close := func(x, y float32) bool { return math.Abs(float64(x-y)) < 1e-5 }
	for i := range a {
		alone := (i == 0 || !close(a[i-1].Score, a[i].Score)) && (i+1 == len(a) || !close(a[i].Score, a[i+1].Score))
		last := i+1 == len(a) // what it would change places with may not be in the list
		if !close(a[i].Score, b[i].Score) || alone && !last && a[i].Passage != b[i].Passage {
			t.Errorf("place %d: %v and %v", i, a[i], b[i])
		}
	}
}

func TestNearestIsWhatVec0Finds(t *testing.T) {
	for _, dimensions := range []int{3, 384} {
		db, _ := scattered(t, dimensions)
		random := rand.New(rand.NewPCG(5, 5))
		for round := range 10 {
			query := randomVectors(random, 1, dimensions)[0]
			tenant := document.Tenant(fmt.Sprint("t", round%3))
			err := db.Documents.Look(t.Context(), tenant, nil, func(v retrieve.View) error {
				w := v.(*view)
				s := scan{tx: w.tx, table: "passages_vec_1", tenant: w.tenant, within: rangesOf(w.collection.Volumes()), most: 1 + random.IntN(60), query: query}
				if round%2 == 1 { // of some documents alone
					s.within = s.within[len(s.within)/2:]
				}
				quick, err := s.chunks(t.Context())
				if err != nil {
					return err
				}
				slow, err := s.match(t.Context())
				if err != nil {
					return err
				}
				if len(quick) == 0 {
					t.Error("nothing was found")
				}
				sameFound(t, quick, slow)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWithoutTheKnownLayoutVec0IsAsked(t *testing.T) {
	db, model := scattered(t, 8)
	err := db.Documents.Look(t.Context(), "t0", nil, func(v retrieve.View) error {
		w := v.(*view)
		s := scan{tx: w.tx, table: "passages_vec_9", tenant: w.tenant, within: rangesOf(w.collection.Volumes()), most: 5, query: make([]float32, 8)}
		if _, err := s.chunks(t.Context()); !errors.Is(err, errLayout) {
			t.Errorf("a table that is not there: %v", err)
		}
		s.table, s.query = "passages_vec_1", make([]float32, 9)
		if _, err := s.chunks(t.Context()); !errors.Is(err, errLayout) {
			t.Errorf("another number of dimensions: %v", err)
		}
		near, err := v.Nearest(t.Context(), embedding.Model{Digest: "unknown", Dimensions: 8}, make([]float32, 8), 5)
		if err != nil || near != nil {
			t.Errorf("a model that embedded nothing found %v (%v)", near, err)
		}
		near, err = v.Nearest(t.Context(), model, randomVectors(rand.New(rand.NewPCG(1, 1)), 1, 8)[0], 5)
		if err != nil || len(near) != 5 {
			t.Errorf("found %v (%v)", near, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDamagedConcordancesAreTold(t *testing.T) {
	db := openNew(t, Options{})
	add(t, db, recordOf("home", "01D1", "a", now0))
	shelve(t, db, "01D1", "text")
	if _, err := db.write.Exec(`UPDATE concordances SET body = x'00'`); err != nil {
		t.Fatal(err)
	}
	_, err := (&retrieve.Finder{Index: db.Documents}).Find(t.Context(), retrieve.Query{Text: "text", Tenant: "home"})
	if !errors.Is(err, Damaged) {
		t.Errorf("got %v", err)
	}
}

// TestSearchWhileDocumentsComeAndGo is for the race detector, and for what is
// found: never a document that was gone before the question was asked.
func TestSearchWhileDocumentsComeAndGo(t *testing.T) {
	db := openNew(t, Options{})
	add(t, db, recordOf("home", "stay", "stays", now0))
	shelve(t, db, "stay", "the surrender charge stays")
	var wait sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if ids := found(t, db, retrieve.Query{Text: "surrender charge", Tenant: "home"}); !ids["stay"] {
					t.Errorf("found %v", ids)
					return
				}
			}
		})
	}
	for n := range 12 {
		id := document.ID(fmt.Sprint("d", n))
		add(t, db, recordOf("home", id, "comes and goes "+string(id), now0))
		shelve(t, db, id, "a surrender charge that goes", "and more "+string(id))
		if !found(t, db, retrieve.Query{Text: "surrender charge", Tenant: "home"})[id] {
			t.Errorf("%s is ready and not found", id)
		}
		if err := forget(t.Context(), db, id); err != nil {
			t.Fatal(err)
		}
		if found(t, db, retrieve.Query{Text: "surrender charge", Tenant: "home"})[id] {
			t.Errorf("%s is forgotten and found", id)
		}
	}
	close(stop)
	wait.Wait()
	found(t, db, retrieve.Query{Text: "surrender charge", Tenant: "home"})
	for _, h := range db.Documents.shelf.holdings {
		if len(h.volumes) != 1 {
			t.Errorf("%d volumes are remembered of one document", len(h.volumes))
		}
	}
}

// TestManyShortDocumentsAreSearchedTogether has enough of them to be united,
// and forgets one in the midst of them.
func TestManyShortDocumentsAreSearchedTogether(t *testing.T) {
	at := &clock{now0}
	db := openNew(t, Options{Now: at.now})
	id := func(n int) document.ID { return document.ID(fmt.Sprintf("%026d", n)) }
	const many = 40
	for n := range many {
		add(t, db, recordOf("home", id(n), fmt.Sprint("letter ", n), now0.Add(time.Duration(n)*time.Minute)))
		shelve(t, db, id(n), fmt.Sprint("the fee is ", n, " euros"))
	}
	check := func(when string, want int) {
		t.Helper()
		if got := found(t, db, retrieve.Query{Text: "fee", Tenant: "home"}); len(got) != want {
			t.Errorf("%s: found %d documents, want %d", when, len(got), want)
		}
	}
	check("at first", many)
	check("again", many)
	if err := forget(t.Context(), db, id(7)); err != nil {
		t.Fatal(err)
	}
	check("one was forgotten", many-1)
	add(t, db, recordOf("home", "new", "another", now0.Add(time.Hour)))
	shelve(t, db, "new", "another fee")
	check("one has come", many)
	at.t = now0.Add(document.Keep).Add(3 * time.Minute)
	check("four have expired and nothing was written", many-4)
	at.t = now0
	check("the clock is set back", many)
	h := db.Documents.shelf.of(1)
	if size := h.size.Load(); size < many*512 || size > many*2048 {
		t.Errorf("what is remembered takes %d bytes", size)
	}
}

func TestWhatWasAskedLongestAgoIsForgotten(t *testing.T) {
	var s shelf
	for tenant := range int64(5) {
		s.of(tenant).size.Store(shelfRoom / 3)
	}
	last := s.of(2)
	if len(s.holdings) != 3 || s.holdings[0] != nil || s.holdings[1] != nil || s.holdings[2] != last {
		t.Errorf("remembered are %v", s.holdings)
	}
}
