package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/job"
	"meridian/backend/library"
	"meridian/backend/llm"
)

// runner is a runner of durable jobs over a store, at work until the test ends.
func runner(t *testing.T, db *DB, kinds map[string]job.Steps) (d *job.Durable, stop func()) {
	t.Helper()
	var n int
	var mu sync.Mutex
	d = &job.Durable{Store: db.Jobs, Kinds: kinds, Now: time.Now, Log: slog.New(slog.DiscardHandler), NewID: func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprint("job ", n)
	}}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return d, stop
}

// follow reads the events of a job to its end.
func follow(t *testing.T, d *job.Durable, id string) (all []job.Event) {
	t.Helper()
	for after := 0; ; {
		events, more, err := d.Since(t.Context(), id, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range events {
			all, after = append(all, ev), ev.Seq
		}
		if more == nil {
			return all
		}
		select {
		case <-more:
		case <-time.After(time.Minute):
			t.Fatalf("nothing more came after %v", all)
		}
	}
}

// textOf is what a reader of events has in the end: text, without what was
// taken back.
func textOf(events []job.Event) string {
	type piece struct {
		seq  int
		text string
	}
	var pieces []piece
	for _, ev := range events {
		switch ev.Kind {
		case job.EventText:
			pieces = append(pieces, piece{ev.Seq, ev.Text})
		case job.EventAgain:
			for len(pieces) > 0 && pieces[len(pieces)-1].seq > ev.After {
				pieces = pieces[:len(pieces)-1]
			}
		}
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// count says the numbers below what it was given, each as a step of its own.
func count(pause time.Duration) job.Steps {
	return func(ctx context.Context, t *job.Task) (string, error) {
		most, _ := strconv.Atoi(string(t.Input))
		from, _ := strconv.Atoi(string(t.Cursor))
		for i := from; i < most; i++ {
			if err := t.Say(ctx, fmt.Sprint(i, " ")); err != nil {
				return "", err
			}
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return "", ctx.Err()
			}
			if err := t.Advance(ctx, []byte(strconv.Itoa(i+1)), job.Progress{Phase: "count", Done: i + 1, Total: most}); err != nil {
				return "", err
			}
		}
		return fmt.Sprint("counted ", most), nil
	}
}

func counted(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprint(&b, i, " ")
	}
	return b.String()
}

// TestWhatIsSaidIsSavedInGroups: a stream of small pieces is one write every quarter of
// a second, and nothing of it is lost.
func TestWhatIsSaidIsSavedInGroups(t *testing.T) {
	const pieces, every = 300, 250 * time.Millisecond // the latter as job has it
	db := openNew(t, Options{})
	d, _ := runner(t, db, map[string]job.Steps{"say": func(ctx context.Context, t *job.Task) (string, error) {
		for range pieces {
			if err := t.Say(ctx, "x"); err != nil {
				return "", err
			}
			time.Sleep(time.Millisecond)
		}
		return "", nil
	}})
	began := time.Now()
	j, err := d.Order(t.Context(), "say", "key", nil)
	if err != nil {
		t.Fatal(err)
	}
	events := follow(t, d, j.ID)
	took := time.Since(began)
	if got := textOf(events); got != strings.Repeat("x", pieces) {
		t.Errorf("%d of %d pieces were kept", len(got), pieces)
	}
	writes := 0
	for _, ev := range events {
		if ev.Kind == job.EventText {
			writes++
		}
	}
	if most := 2 + int(took/every); writes > most { // the first at once, the last at the end
		t.Errorf("%d writes in %s, want %d at most", writes, took, most)
	}
}

func TestADurableJobIsDone(t *testing.T) {
	db := openNew(t, Options{})
	d, _ := runner(t, db, map[string]job.Steps{"count": count(0)})
	j, err := d.Order(t.Context(), "count", "key", []byte("5"))
	if err != nil || j.State.Ended() {
		t.Fatalf("%+v (%v)", j, err)
	}
	events := follow(t, d, j.ID)
	if got := textOf(events); got != counted(5) {
		t.Errorf("it said %q", got)
	}
	for i := 1; i < len(events); i++ {
		if events[i].Seq <= events[i-1].Seq {
			t.Errorf("events are not in order: %v", events)
		}
	}
	if last := events[len(events)-1]; last.Kind != job.EventDone || last.Result != "counted 5" {
		t.Errorf("it ended with %+v", last)
	}
	again, err := d.Order(t.Context(), "count", "key", []byte("5"))
	if err != nil || again.ID != j.ID || again.State != job.Done || again.Result != "counted 5" || *again.Progress != (job.Progress{Phase: "count", Done: 5, Total: 5}) {
		t.Errorf("ordered again: %+v (%v)", again, err)
	}
	if _, err := d.Order(t.Context(), "count", "key", []byte("6")); !errors.Is(err, job.ErrKeyReused) {
		t.Errorf("another order under the same key: %v", err)
	}
	r, err := db.Jobs.Record(t.Context(), j.ID)
	if err != nil || len(r.Input)+len(r.Cursor) > 0 || r.Ended.IsZero() {
		t.Errorf("what was ordered is kept: %+v (%v)", r, err)
	}
	if err := db.Jobs.Prune(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(t.Context(), j.ID); !errors.Is(err, job.ErrUnknown) {
		t.Errorf("pruned: %v", err)
	}
	if _, _, err := d.Since(t.Context(), j.ID, 0); !errors.Is(err, job.ErrUnknown) {
		t.Errorf("pruned: %v", err)
	}
}

func TestAJobThatCannotGoOnIsTriedAgainOrFails(t *testing.T) {
	db := openNew(t, Options{})
	var mu sync.Mutex
	tries := map[string]int{}
	d, _ := runner(t, db, map[string]job.Steps{"try": func(ctx context.Context, task *job.Task) (string, error) {
		mu.Lock()
		tries[string(task.Input)]++
		n := tries[string(task.Input)]
		mu.Unlock()
		if err := task.Say(ctx, fmt.Sprint("try ", n, " ")); err != nil {
			return "", err
		}
		switch {
		case string(task.Input) == "invalid":
			return "", llm.ErrRefused
		case string(task.Input) == "panics":
			panic("broken")
		case string(task.Input) == "later" && n < 3:
			return "", job.Later(time.Now())
		case string(task.Input) == "unavailable" && n < 2:
			return "", llm.ErrNotReady
		}
		return "well", nil
	}})
	for _, tt := range []struct {
		input string
		state job.State
		tries int
		kind  fault.Kind
	}{
		{"invalid", job.Failed, 1, fault.Invalid}, {"panics", job.Failed, 1, fault.Internal},
		{"later", job.Done, 3, ""}, {"unavailable", job.Done, 2, ""},
	} {
		j, err := d.Order(t.Context(), "try", "", []byte(tt.input))
		if err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(50*time.Millisecond, func() { // what is put back is looked for every few seconds; an order wakes
			for range 40 {
				_, _ = d.Order(context.Background(), "try", "waker", nil)
				time.Sleep(50 * time.Millisecond)
			}
		})
		events := follow(t, d, j.ID)
		stop.Stop()
		j, err = d.Get(t.Context(), j.ID)
		if err != nil || j.State != tt.state || fault.Of(j.Err) != tt.kind || tries[tt.input] != tt.tries {
			t.Errorf("%s: %+v after %d tries (%v)", tt.input, j, tries[tt.input], err)
		}
		if got, want := textOf(events), fmt.Sprint("try ", tt.tries, " "); got != want {
			t.Errorf("%s: it said %q, want %q: %v", tt.input, got, want, events)
		}
	}
}

func TestAJobThatIsCancelledIsNotWorkedOn(t *testing.T) {
	db := openNew(t, Options{})
	d, _ := runner(t, db, map[string]job.Steps{"count": count(time.Hour)})
	running, err := d.Order(t.Context(), "count", "", []byte("2"))
	if err != nil {
		t.Fatal(err)
	}
	waiting, err := d.Order(t.Context(), "count", "", []byte("3"))
	if err != nil {
		t.Fatal(err)
	}
	for _, more, _ := d.Since(t.Context(), running.ID, 0); ; _, more, _ = d.Since(t.Context(), running.ID, 0) {
		if r, err := db.Jobs.Record(t.Context(), running.ID); err != nil || r.Seq > 0 {
			break
		}
		<-more
	}
	for _, id := range []string{waiting.ID, running.ID, running.ID} {
		j, err := d.Cancel(t.Context(), id, job.ByUser)
		if err != nil || j.State != job.Cancelled || j.By != job.ByUser {
			t.Errorf("cancelled %+v (%v)", j, err)
		}
		events := follow(t, d, id)
		if last := events[len(events)-1]; last.Kind != job.EventCancelled || last.By != job.ByUser {
			t.Errorf("it ended with %+v", last)
		}
	}
	if _, err := d.Cancel(t.Context(), "nothing", job.ByUser); !errors.Is(err, job.ErrUnknown) {
		t.Errorf("unknown: %v", err)
	}
}

// TestWhatWasLostIsNotWritten is the fence: a worker that slept through its
// lease writes nothing over the work of the next.
func TestWhatWasLostIsNotWritten(t *testing.T) {
	db := openNew(t, Options{})
	ctx := t.Context()
	if _, _, err := db.Jobs.Accept(ctx, job.Record{ID: "a", Kind: "k", State: job.Queued, Created: now0}); err != nil {
		t.Fatal(err)
	}
	begin := func(until time.Time) func(*job.Record) []job.Event {
		return func(r *job.Record) []job.Event {
			r.State, r.Lease = job.Running, until
			r.Attempt++
			return nil
		}
	}
	first, found, err := db.Jobs.Claim(ctx, "k", now0, begin(now0.Add(time.Minute)))
	if err != nil || !found {
		t.Fatal(err)
	}
	if _, found, err := db.Jobs.Claim(ctx, "k", now0.Add(59*time.Second), begin(now0)); found || err != nil {
		t.Errorf("claimed while it is leased (%v)", err)
	}
	if _, found, err := db.Jobs.Claim(ctx, "other", now0.Add(time.Hour), begin(now0)); found || err != nil {
		t.Errorf("claimed as another kind (%v)", err)
	}
	second, found, err := db.Jobs.Claim(ctx, "k", now0.Add(time.Minute), begin(now0.Add(time.Hour)))
	if err != nil || !found || second.Attempt != first.Attempt+1 {
		t.Fatalf("the lease ran out: %+v %t (%v)", second, found, err)
	}
	keep := func(r *job.Record) []job.Event { r.Cursor = []byte("late"); return nil }
	if _, err := db.Jobs.Change(ctx, "a", first.Attempt, keep); !errors.Is(err, job.ErrLost) {
		t.Errorf("the first worker wrote: %v", err)
	}
	if r, err := db.Jobs.Record(ctx, "a"); err != nil || len(r.Cursor) > 0 {
		t.Errorf("record %+v (%v)", r, err)
	}
	if n, err := db.Jobs.Recover(ctx); n != 1 || err != nil {
		t.Errorf("recovered %d (%v)", n, err)
	}
	if _, err := db.Jobs.Change(ctx, "a", second.Attempt, keep); !errors.Is(err, job.ErrLost) {
		t.Errorf("a worker from before the start wrote: %v", err)
	}
}

// TestClosingPutsWorkBack stops the runner in the midst and starts another.
func TestClosingPutsWorkBack(t *testing.T) {
	db := openNew(t, Options{})
	d, stop := runner(t, db, map[string]job.Steps{"count": count(2 * time.Millisecond)})
	j, err := d.Order(t.Context(), "count", "", []byte("20"))
	if err != nil {
		t.Fatal(err)
	}
	_, more, _ := d.Since(t.Context(), j.ID, 5)
	<-more
	stop()
	if r, err := db.Jobs.Record(t.Context(), j.ID); err != nil || r.State != job.Queued {
		t.Fatalf("%+v (%v)", r, err)
	}
	next, _ := runner(t, db, map[string]job.Steps{"count": count(0)})
	if got := textOf(follow(t, next, j.ID)); got != counted(20) {
		t.Errorf("it said %q", got)
	}
}

// jobsOf is what the child orders: some long, one of a single step.
func jobsOf() []int { return []int{12, 1, 7, 20} }

// workUntilKilled orders the jobs, says of each that it was accepted, and "done"
// when all have ended.
func workUntilKilled(path string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	d := &job.Durable{Store: db.Jobs, Kinds: map[string]job.Steps{"count": count(time.Millisecond)}, Now: time.Now,
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return fmt.Sprint(time.Now().UnixNano()) }}
	fmt.Println("open")
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	var ids []string
	for i, n := range jobsOf() {
		j, err := d.Order(ctx, "count", fmt.Sprint("order ", i), []byte(strconv.Itoa(n)))
		if err != nil {
			return err
		}
		fmt.Println("accepted", i)
		ids = append(ids, j.ID)
	}
	for _, id := range ids {
		for {
			_, more, err := d.Since(ctx, id, 0)
			if err != nil {
				return err
			}
			if more == nil {
				break
			}
			<-more
		}
	}
	fmt.Println("done")
	cancel()
	return errors.Join(<-done, db.Close())
}

// TestAcceptedJobsSurviveKilling kills the program again and again, in moments
// that chance chooses, until it comes to its end; MERIDIAN_KILLS says how often.
// Then every job that was accepted has ended once, and has said everything once.
func TestAcceptedJobsSurviveKilling(t *testing.T) {
	unraced(t)
	kills := 30
	if asked, err := strconv.Atoi(os.Getenv("MERIDIAN_KILLS")); err == nil {
		kills = asked
	}
	for killed := 0; killed < kills; {
		path := t.TempDir() + "/meridian.db"
		accepted := map[string]bool{}
		// The longest life grows, for a busy machine may do nothing in a short one.
		longest := 80 * time.Millisecond
		for done := false; !done; longest += 10 * time.Millisecond {
			said, ended := runJobs(t, path, rand.N(longest))
			for _, line := range said {
				accepted[line] = true
			}
			if done = ended; !done {
				killed++
			}
		}
		checkJobs(t, path, len(accepted))
	}
}

// runJobs runs a child and kills it a while after it has opened the store.
func runJobs(t *testing.T, path string, after time.Duration) (accepted []string, done bool) {
	t.Helper()
	cmd := child(t, "jobs", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "open\n" {
		t.Fatalf("the child said %q (%v)", line, err)
	}
	killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if bytes.Contains(rest, []byte("failed")) {
		t.Fatalf("the child said %s", rest)
	}
	for line := range strings.Lines(string(rest)) {
		if line == "done\n" {
			done = true
		} else if strings.HasSuffix(line, "\n") {
			accepted = append(accepted, line)
		}
	}
	return accepted, done
}

func checkJobs(t *testing.T, path string, accepted int) {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ids, err := texts(t.Context(), db.read, `SELECT id FROM jobs ORDER BY key`)
	if err != nil || len(ids) != len(jobsOf()) || accepted != len(jobsOf()) {
		t.Fatalf("%d jobs, %d accepted (%v)", len(ids), accepted, err)
	}
	for i, id := range ids {
		events, r, err := db.Jobs.Events(t.Context(), id, 0)
		if err != nil {
			t.Fatal(err)
		}
		ends := 0
		for _, ev := range events {
			if ev.Kind == job.EventDone {
				ends++
			}
		}
		n := jobsOf()[i]
		if got := textOf(events); got != counted(n) || ends != 1 || r.State != job.Done || r.Result != fmt.Sprint("counted ", n) {
			t.Errorf("job of %d after %d attempts: %s, %d ends, said %q", n, r.Attempt, r.State, ends, got)
		}
	}
}

func TestHostsAndTheirKeys(t *testing.T) {
	db := openNew(t, Options{})
	ctx := t.Context()
	put := func(h ModelHost, keep bool) string {
		t.Helper()
		if err := db.Hosts.Put(ctx, h, keep); err != nil {
			t.Fatal(err)
		}
		all, err := db.Hosts.List(ctx)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v (%v)", all, err)
		}
		return all[0].Key
	}
	h := ModelHost{Name: "desk", Address: "http://a/v1", Key: "k1", Slots: 2, Weight: 1, Watts: 40}
	if got := put(h, false); got != "k1" {
		t.Errorf("key %q", got)
	}
	h.Key, h.Slots = "", 4
	if got := put(h, true); got != "k1" {
		t.Errorf("kept key is %q", got)
	}
	h.Address = "http://b/v1"
	if got := put(h, true); got != "" {
		t.Error("the key went to another address")
	}
	rescued := filepath.Join(t.TempDir(), "rescued.db")
	if _, err := carryOver(ctx, db.Path(), rescued); err != nil {
		t.Fatal(err)
	}
	if all, err := openAt(t, rescued, Options{}).Hosts.List(ctx); err != nil || len(all) != 1 || all[0].Slots != 4 {
		t.Errorf("carried over %v (%v)", all, err)
	}
	if found, err := db.Hosts.Drop(ctx, "desk"); !found || err != nil {
		t.Errorf("drop: %t (%v)", found, err)
	}
	if found, err := db.Hosts.Drop(ctx, "desk"); found || err != nil {
		t.Errorf("drop again: %t (%v)", found, err)
	}
}

func BenchmarkAdvance(b *testing.B) {
	db, err := Open(b.Context(), b.TempDir()+"/meridian.db", Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, _, err := db.Jobs.Accept(b.Context(), job.Record{ID: "a", Kind: "k", State: job.Running, Attempt: 1, Created: now0}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, err := db.Jobs.Change(b.Context(), "a", 1, func(r *job.Record) []job.Event {
			r.Seq++
			return []job.Event{{Seq: r.Seq, Kind: job.EventText, Text: "some words of an answer"}}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// TestAnotherModelTakesOverByNight embeds anew in units of a nightly job, which
// is stopped and goes on where it stood.
func TestAnotherModelTakesOverByNight(t *testing.T) {
	d := newDesk(t, time.Now)
	first := d.add("kim", "a.txt", sentences("premium", 20)).Document.ID
	d.until(first, document.Ready)
	d.stop()
	old, fresh := d.embedder, newHashEmbedder("b")
	fresh.model.Dimensions = 12
	d.embedder = fresh
	d.restart(func(o *library.Options) {
		o.Embedders, o.RenewAtMost = append(o.Embedders, old), 1
	})
	defer d.stop()
	if digest, err := d.db.Documents.Searched(t.Context()); err != nil || digest != "a" || d.want(first).Embedder.Pending == 0 {
		t.Fatalf("searched is %q (%v) before the night", digest, err)
	}
	var asked atomic.Int64 // a night in which somebody comes at the third look
	night := job.Night{Now: time.Now, Idle: func() bool { return true }, Quiet: func() time.Duration {
		if asked.Add(1) == 3 {
			return 0
		}
		return time.Hour
	}}
	durable, _ := runner(t, d.db, map[string]job.Steps{"embedding": night.Steps("embed", renewing{d})})
	j, err := durable.Order(t.Context(), "embedding", "2026-03-14", nil)
	if err != nil {
		t.Fatal(err)
	}
	for r := (job.Record{}); r.State != job.Queued || r.Attempt == 0; time.Sleep(time.Millisecond) {
		if r, err = d.db.Jobs.Record(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
	}
	calls, _ := fresh.asked()
	if calls != 2 {
		t.Errorf("%d units were done before somebody came", calls)
	}
	if _, err := d.db.Jobs.Change(t.Context(), j.ID, 0, func(r *job.Record) []job.Event { r.Due = time.Time{}; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := durable.Order(t.Context(), "embedding", "2026-03-14", nil); err != nil { // wakes
		t.Fatal(err)
	}
	follow(t, durable, j.ID)
	digest, err := d.db.Documents.Searched(t.Context())
	_, texts := fresh.asked()
	if shelf := d.want(first); err != nil || digest != "b" || shelf.Embedder.Pending != 0 || texts != shelf.Documents[0].Passages {
		t.Errorf("searched is %q (%v), %d texts embedded, %+v", digest, err, texts, shelf)
	}
}

type renewing struct{ *desk }

func (r renewing) Unit(ctx context.Context, done int) (now, total int, err error) {
	left, err := r.Renew(ctx)
	if err != nil || left == 0 {
		return done, done, err
	}
	return done + 1, done + 1 + left, nil
}
