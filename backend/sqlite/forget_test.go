package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/library"
)

func TestNothingOfAForgottenDocumentIsLeftInAnyFile(t *testing.T) {
	d := newDesk(t, time.Now)
	kept := d.add("kim", "kept.txt", sentences("ordinary", 20)) // its neighbours in every index
	d.until(kept.Document.ID, document.Ready)
	secret := sentences("zyzzyva", 20) + "\f특별한 비밀퇴직연금운용 보고서입니다."
	gone := d.add("kim", "Quixotry.txt", secret)
	d.until(gone.Document.ID, document.Ready)
	if _, err := d.Pin(t.Context(), gone.Document.ID, library.Contract, "my flapdoodle"); err != nil {
		t.Fatal(err)
	}
	after := d.add("kim", "after.txt", sentences("usual", 20))
	d.until(after.Document.ID, document.Ready)

	words := []string{"zyzzyva", "Quixotry", "quixotry", "flapdoodle", "비밀퇴직연금"}
	for _, word := range []string{"zyzzyva", "Quixotry", "flapdoodle", "비밀퇴직연금"} { // the test can see them at all
		if len(d.holding(word)) == 0 {
			t.Fatalf("%q cannot be found while it is there", word)
		}
	}
	vector := d.vectorOf(gone.Document.ID)

	what, err := d.Forgetting(t.Context(), gone.Document.ID)
	if err != nil || what.Goes.Pages != 21 || what.Goes.Passages < 20 || what.Goes.Vectors != what.Goes.Passages || what.Goes.Bytes == 0 {
		t.Errorf("what goes: %v %+v", err, what)
	}
	if err := d.Forget(t.Context(), gone.Document.ID); err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		if where := d.holding(word); len(where) > 0 {
			t.Errorf("%q is still in %v", word, where)
		}
	}
	if where := d.holding(string(vector)); len(where) > 0 {
		t.Errorf("a vector is still in %v", where)
	}
	if err := d.Forget(t.Context(), gone.Document.ID); !errors.Is(err, library.NoDocument) {
		t.Errorf("forgetting twice: %v", err)
	}
	for _, id := range []document.ID{kept.Document.ID, after.Document.ID} {
		if got := d.until(id, document.Ready); got.Passages < 20 {
			t.Errorf("a neighbour has %d passages", got.Passages)
		}
	}
}

// patience is how long a test waits for what must come: long, since machines
// that run tests are busy.
const patience = time.Minute

// vectorOf is a vector of a document, as it lies in the file.
func (d *desk) vectorOf(id document.ID) (vector []byte) {
	d.t.Helper()
	err := d.db.read.QueryRow(`SELECT v.vector FROM passages p JOIN vectors v ON v.hash = p.hash
		JOIN library_documents d ON d.id = p.document WHERE d.ulid = ? ORDER BY p.id LIMIT 1 OFFSET 3`, string(id)).Scan(&vector)
	if err != nil {
		d.t.Fatal(err)
	}
	return vector
}

func TestADocumentIsForgottenWhileItIsRead(t *testing.T) {
	d := newDesk(t, time.Now, func(o *library.Options) { o.Reader.(*fileReader).pause = make(chan struct{}, 64) })
	for range 18 {
		d.reader.pause <- struct{}{}
	}
	added := d.add("kim", "long.txt", sentences("premium", 60))
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		got, err := d.Detail(t.Context(), added.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Document.Progress.Done > 16 || time.Now().After(deadline) {
			break
		}
	}
	if err := d.Forget(t.Context(), added.Document.ID); err != nil {
		t.Fatal(err)
	}
	if where := d.holding("premium"); len(where) > 0 {
		t.Errorf("it is still in %v", where)
	}
}

// TestAddingAgainCostsTheModelWhatIsNotKept: vectors of texts that another
// document has outlive a document; the rest goes with it, and is made anew.
func TestAddingAgainCostsTheModelWhatIsNotKept(t *testing.T) {
	d := newDesk(t, time.Now)
	content := sentences("premium", 3)
	first, second := d.add("kim", "a.txt", content).Document.ID, d.add("lee", "a.txt", content).Document.ID
	d.until(first, document.Ready)
	d.until(second, document.Ready)
	_, before := d.embedder.asked()
	what, err := d.Forgetting(t.Context(), first)
	if err != nil || what.Goes.Vectors != 0 {
		t.Errorf("what goes: %v %+v", err, what)
	}
	again := func() (made int) {
		d.until(d.add("kim", "a.txt", content).Document.ID, document.Ready)
		_, after := d.embedder.asked()
		made, before = after-before, after
		return made
	}
	forget := func(id document.ID) {
		if err := d.Forget(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	forget(first)
	if made := again(); made != 0 {
		t.Errorf("%d texts were embedded again that another document has", made)
	}
	shelf, err := d.Shelf(t.Context(), "kim")
	if err != nil || len(shelf.Documents) != 1 {
		t.Fatalf("%+v (%v)", shelf, err)
	}
	forget(shelf.Documents[0].ID)
	forget(second)
	if left := left(t, d.db)["vectors"]; left != 0 {
		t.Errorf("%d vectors are left of nothing", left)
	}
	if made := again(); made == 0 {
		t.Error("a vector was kept of a text that nothing has")
	}
}

// In a bubble time passes as fast as nobody does anything.
func TestDocumentsGoAfterThirtyDaysAndUseKeepsThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, time.Now)
		defer d.end()
		idle := d.add("kim", "idle.txt", "The idle premium is 100.").Document.ID
		used := d.add("kim", "used.txt", "The used premium is 100.").Document.ID
		pinned := d.add("kim", "pinned.txt", "The pinned premium is 100.").Document.ID
		synctest.Wait()
		if _, err := d.Pin(t.Context(), pinned, library.Tax, ""); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * 24 * time.Hour)
		if _, err := d.Open(t.Context(), used); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10*24*time.Hour - time.Minute)
		d.want(idle, used, pinned)
		told := d.events.Subscribe(t.Context(), event.LibraryChanged)
		time.Sleep(time.Minute + time.Second)
		d.want(used, pinned) // out of sight at once, and out of the file within the hour
		time.Sleep(time.Hour)
		if where := d.holding("idle"); len(where) > 0 {
			t.Errorf("it is still in %v", where)
		}
		if e := <-told; e.Document != "" {
			t.Errorf("told of %+v", e)
		}
		time.Sleep(20 * 24 * time.Hour)
		d.want(pinned)
		if _, err := d.Unpin(t.Context(), pinned); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30*24*time.Hour - time.Minute)
		d.want(pinned)
		time.Sleep(2 * time.Minute)
		d.want()
	})
}

func TestAMachineThatWasOffCostsNobodyADocumentUnwarned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, time.Now)
		id := d.add("kim", "a.txt", "The premium is 100.").Document.ID
		synctest.Wait()
		d.stop()
		time.Sleep(90 * 24 * time.Hour)
		d.restart()
		defer d.end()
		shelf := d.want(id)
		if !shelf.Documents[0].Grace || !shelf.Documents[0].Expires.Equal(time.Now().Add(document.Grace)) {
			t.Errorf("after months: %+v", shelf.Documents[0])
		}
		if n, err := d.InGrace(t.Context()); n != 1 || err != nil {
			t.Errorf("%d are in grace (%v)", n, err)
		}
		time.Sleep(document.Grace - time.Minute)
		d.want(id)
		time.Sleep(2 * time.Minute)
		d.want()
	})
}

func TestAMachineThatSleptGivesGraceToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asleep atomic.Int64 // that the clock on the wall went on while nothing ran, in nanoseconds
		now := func() time.Time { return time.Now().Add(time.Duration(asleep.Load())) }
		d := newDesk(t, now)
		defer d.end()
		id := d.add("kim", "a.txt", "The premium is 100.").Document.ID
		synctest.Wait()
		time.Sleep(29 * 24 * time.Hour)
		synctest.Wait()
		asleep.Store(int64(5 * 24 * time.Hour))
		time.Sleep(2 * time.Minute) // it is looked every minute
		if shelf := d.want(id); !shelf.Documents[0].Grace {
			t.Errorf("after sleep: %+v", shelf.Documents[0])
		}
		if _, err := d.Open(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if shelf := d.want(id); shelf.Documents[0].Grace || !shelf.Documents[0].Expires.Equal(document.Expires(now().Truncate(time.Millisecond))) {
			t.Errorf("after use: %+v", shelf.Documents[0])
		}
	})
}

func TestUseIsWrittenOnceAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, time.Now)
		defer d.end()
		id := d.add("kim", "a.txt", "The premium is 100.").Document.ID
		synctest.Wait()
		before := d.changes()
		for range 30 {
			time.Sleep(time.Minute)
			if _, err := d.Open(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if n := d.changes() - before; n != 0 {
			t.Errorf("half an hour of use wrote %d rows", n)
		}
		time.Sleep(31 * time.Minute)
		for range 5 {
			if _, err := d.Open(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if n := d.changes() - before; n != 1 {
			t.Errorf("an hour of use wrote %d rows", n)
		}
	})
}

// changes is how many rows were written since the database was opened.
func (d *desk) changes() (n int) {
	d.t.Helper()
	if err := d.db.write.QueryRow(`SELECT total_changes()`).Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}

// want checks which documents are on the shelf.
func (d *desk) want(ids ...document.ID) library.Shelf {
	d.t.Helper()
	shelf, err := d.Shelf(context.Background(), "kim")
	if err != nil {
		d.t.Fatal(err)
	}
	var got, wanted []string
	for _, doc := range shelf.Documents {
		got = append(got, string(doc.ID))
	}
	for _, id := range ids {
		wanted = append(wanted, string(id))
	}
	if len(got) != len(wanted) {
		d.t.Fatalf("on the shelf are %v, want %v", got, wanted)
	}
	for _, id := range wanted {
		if !strings.Contains(strings.Join(got, " "), id) {
			d.t.Fatalf("on the shelf are %v, want %v", got, wanted)
		}
	}
	return shelf
}

func TestAnInterruptedForgettingIsCompletedAtTheNextStart(t *testing.T) {
	d := newDesk(t, time.Now)
	id := d.add("kim", "a.txt", sentences("zyzzyva", 30)).Document.ID
	d.until(id, document.Ready)
	d.stop()
	if err := d.db.Documents.Bury(t.Context(), id); err != nil { // and then the power fails
		t.Fatal(err)
	}
	if _, err := d.db.Documents.Shed(t.Context(), id, 10); err != nil {
		t.Fatal(err)
	}
	d.restart()
	for deadline := time.Now().Add(patience); len(d.holding("zyzzyva")) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it is still in %v", d.holding("zyzzyva"))
		}
	}
}

func TestAnotherModelTakesOverWhenItIsDone(t *testing.T) {
	d := newDesk(t, time.Now)
	first := d.add("kim", "a.txt", sentences("premium", 20)).Document.ID
	d.until(first, document.Ready)
	d.stop()
	old, fresh := d.embedder, newHashEmbedder("b")
	fresh.model.Dimensions = 12
	fresh.fail = errors.New("not now")
	d.embedder = fresh
	d.restart(func(o *library.Options) { o.Embedders = append(o.Embedders, old) })
	shelf := d.want(first)
	if digest, err := d.db.Documents.Searched(t.Context()); err != nil || digest != "a" || shelf.Embedder.Pending != shelf.Documents[0].Passages {
		t.Errorf("searched is %q (%v), pending %d", digest, err, shelf.Embedder.Pending)
	}
	d.stop()
	fresh.fail = nil
	d.restart(func(o *library.Options) { o.Embedders = append(o.Embedders, old) })
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		digest, err := d.db.Documents.Searched(t.Context())
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("searched is %q (%v)", digest, err)
		}
		if digest == "b" {
			break
		}
	}
	if shelf := d.want(first); shelf.Embedder.Pending != 0 || shelf.Documents[0].State != document.Ready {
		t.Errorf("afterwards: %+v", shelf)
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		var models, vectors int
		err := d.db.read.QueryRow(`SELECT count(*), (SELECT count(*) FROM vectors WHERE length(vector) = 4 * 8) FROM embedders`).Scan(&models, &vectors)
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("%d models, %d old vectors (%v)", models, vectors, err)
		}
		if models == 1 && vectors == 0 {
			break
		}
	}
}

// At a terminal only words are known. What is done there must not cost the
// vectors of the model that was chosen.
func TestWhoMayNotChangeTheModelLeavesItsVectors(t *testing.T) {
	d := newDesk(t, time.Now)
	d.until(d.add("kim", "a.txt", sentences("premium", 20)).Document.ID, document.Ready)
	var before int
	if err := d.db.read.QueryRow(`SELECT count(*) FROM vectors`).Scan(&before); err != nil || before == 0 {
		t.Fatalf("%d vectors: %v", before, err)
	}
	d.stop()
	d.embedder = newHashEmbedder("b")
	ids := 0
	d.restart(func(o *library.Options) {
		o.RenewAtMost, o.NewID = 0, func() string { ids++; return fmt.Sprintf("E%03d", ids) }
	})
	for _, title := range []string{"b.txt", "c.txt"} { // the second is begun after whatever follows on the first
		d.until(d.add("kim", title, sentences(title, 3)).Document.ID, document.Ready)
	}
	digest, err := d.db.Documents.Searched(t.Context())
	var old int
	if err := d.db.read.QueryRow(`SELECT count(*) FROM vectors WHERE embedder = (SELECT id FROM embedders WHERE digest = 'a')`).Scan(&old); err != nil {
		t.Fatal(err)
	}
	if err != nil || digest != "a" || old != before {
		t.Errorf("searched is %q (%v), %d of %d vectors are left", digest, err, old, before)
	}
}

func TestTablesOfVectorsAreMadeAnewWhenTheyWaste(t *testing.T) {
	for _, c := range []struct {
		chunks int
		live   []int
		want   bool
	}{
		{0, nil, false},
		{1, nil, true},
		{1, []int{1}, false},
		{2, []int{1, 1}, false}, // one tenant, one chunk
		{3, []int{256}, false},
		{4, []int{256}, true},
		{12, []int{1000}, false},
		{13, []int{1000}, true},
		{782, []int{100_000}, false},
		{1174, []int{100_000}, true},
	} {
		if got := wasteful(c.chunks, c.live); got != c.want {
			t.Errorf("%d chunks for %v: %v", c.chunks, c.live, got)
		}
	}
}

func TestAskingGoesOnWhileDocumentsGo(t *testing.T) {
	d := newDesk(t, time.Now)
	var ids []document.ID
	for i := range 8 {
		ids = append(ids, d.add("kim", fmt.Sprintf("%d.txt", i), sentences(fmt.Sprintf("premium%d", i), 4)).Document.ID)
	}
	for _, id := range ids {
		d.until(id, document.Ready)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, id := range ids[1:] {
			if err := d.Forget(t.Context(), id); err != nil {
				t.Errorf("forgetting: %v", err)
			}
		}
	}()
	for going := true; going; {
		select {
		case <-done:
			going = false
		default:
		}
		found, err := d.Ask(t.Context(), library.Question{Tenant: "kim", Question: "What says page 2 of premium0?", Most: 8})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Quotes) == 0 || found.Quotes[0].Citation.Document != ids[0] {
			t.Fatalf("found %+v", found.Quotes)
		}
	}
	found, err := d.Ask(t.Context(), library.Question{Tenant: "kim", Question: "premium premium1 premium2", Most: 8})
	for _, q := range found.Quotes {
		if q.Citation.Document != ids[0] {
			t.Errorf("a forgotten document is quoted: %+v (%v)", q, err)
		}
	}
}
