package job

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// ids returns a source of job names j1, j2, …
func ids() func() string {
	n := 0
	return func() string { n++; return "j" + strconv.Itoa(n) }
}

func start(t *testing.T, r *Runner, spec Spec, work Work) Job {
	t.Helper()
	j, err := r.Start(t.Context(), spec, work)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	return j
}

func get(t *testing.T, r *Runner, id string) Job {
	t.Helper()
	j, err := r.Get(id)
	if err != nil {
		t.Fatalf("get %s: %v", id, err)
	}
	return j
}

// untilStopped works until its context ends.
func untilStopped(ctx context.Context, _ func(Progress)) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func TestWorkEnds(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name string
		work Work
		want State
	}{
		{"with a result", func(context.Context, func(Progress)) (string, error) { return "abc", nil }, Done},
		{"with an error", func(context.Context, func(Progress)) (string, error) { return "", broken }, Failed},
		{"with a panic", func(context.Context, func(Progress)) (string, error) { panic("boom") }, Failed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := New(Options{NewID: ids()})
				defer r.Close()
				j := start(t, r, Spec{Kind: "k"}, tt.work)
				synctest.Wait()
				j = get(t, r, j.ID)
				if j.State != tt.want || j.Seq != 1 {
					t.Errorf("state %s seq %d, want %s seq 1", j.State, j.Seq, tt.want)
				}
				if (tt.want == Done) != (j.Result == "abc") || (tt.want == Failed) != (j.Err != nil) {
					t.Errorf("result %q, err %v do not fit %s", j.Result, j.Err, j.State)
				}
			})
		})
	}
}

func TestDisconnectNeverCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		request, hangUp := context.WithCancel(t.Context())
		j, err := r.Start(request, Spec{Kind: "k"}, func(ctx context.Context, _ func(Progress)) (string, error) {
			select {
			case <-ctx.Done():
				return "", ctx.Err()
			case <-time.After(time.Second):
				return "kept", nil
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		hangUp()
		time.Sleep(2 * time.Second)
		if got := get(t, r, j.ID); got.State != Done || got.Result != "kept" {
			t.Errorf("after a disconnect the job is %s with %q", got.State, got.Result)
		}
	})
}

func TestCancelStopsTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		stopped := false
		j := start(t, r, Spec{Kind: "k"}, func(ctx context.Context, report func(Progress)) (string, error) {
			<-ctx.Done()
			report(Progress{Phase: "late", Done: 1, Total: 1})
			stopped = true
			return "too late", nil
		})
		synctest.Wait()
		got, err := r.Cancel(j.ID, ByUser)
		if err != nil || got.State != Cancelled || got.By != ByUser {
			t.Fatalf("cancel gave %+v, %v", got, err)
		}
		synctest.Wait()
		if !stopped {
			t.Error("the work was not told to stop")
		}
		if got = get(t, r, j.ID); got.State != Cancelled || got.Seq != 1 || got.Result != "" {
			t.Errorf("something followed the end: %+v", got)
		}
		if again, err := r.Cancel(j.ID, ByEdited); err != nil || again.By != ByUser {
			t.Errorf("a second cancel changed the first: %+v, %v", again, err)
		}
	})
}

func TestNewerJobSupersedesOlderOfSameKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		a := start(t, r, Spec{Key: "p1/full"}, untilStopped)
		other := start(t, r, Spec{Key: "p2/full"}, untilStopped)
		free1 := start(t, r, Spec{}, untilStopped)
		free2 := start(t, r, Spec{}, untilStopped)
		b := start(t, r, Spec{Key: "p1/full"}, untilStopped)
		synctest.Wait()
		if got := get(t, r, a.ID); got.State != Cancelled || got.By != BySuperseded {
			t.Errorf("the older job is %s by %q", got.State, got.By)
		}
		for _, j := range []Job{b, other, free1, free2} {
			if got := get(t, r, j.ID); got.State != Running {
				t.Errorf("job %s is %s, want running", j.ID, got.State)
			}
		}
		c, err := r.Finished(Spec{Key: "p1/full"}, "known")
		if err != nil || c.State != Done || c.Result != "known" {
			t.Fatalf("finished gave %+v, %v", c, err)
		}
		if got := get(t, r, b.ID); got.By != BySuperseded {
			t.Errorf("a known result did not supersede the running job: %+v", got)
		}
	})
}

func TestSameQuestionIsJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		question := func(key, q string, version int) Spec {
			return Spec{Key: key, Question: q, Subject: "p1", Version: version}
		}
		a := start(t, r, question("start", "h1", 1), untilStopped)
		b := start(t, r, question("tab", "h1", 1), untilStopped)
		if a.ID != b.ID {
			t.Fatalf("the question is worked on twice: %s and %s", a.ID, b.ID)
		}
		if again := start(t, r, question("tab", "h1", 1), untilStopped); again.ID != a.ID {
			t.Errorf("asking again made %s", again.ID)
		}
		if newer := start(t, r, question("later", "h1", 2), untilStopped); newer.ID == a.ID {
			t.Error("a newer version joined a job that an edit may end")
		}
		start(t, r, question("tab", "h2", 1), untilStopped)
		synctest.Wait()
		if got := get(t, r, a.ID); got.State != Running {
			t.Errorf("a job that somebody else waits for is %s by %q", got.State, got.By)
		}
		start(t, r, question("start", "h3", 1), untilStopped)
		if got := get(t, r, a.ID); got.By != BySuperseded {
			t.Errorf("a job that nobody waits for is %s", got.State)
		}
		if fresh := start(t, r, question("tab", "h1", 1), untilStopped); fresh.ID == a.ID {
			t.Error("a job that has ended was joined")
		}
	})
}

func TestOutdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		old := start(t, r, Spec{Subject: "p1", Version: 3}, untilStopped)
		fresh := start(t, r, Spec{Subject: "p1", Version: 4}, untilStopped)
		other := start(t, r, Spec{Subject: "p2", Version: 1}, untilStopped)
		if n := r.Outdate("p1", 4); n != 1 {
			t.Errorf("outdated %d jobs, want 1", n)
		}
		synctest.Wait()
		if got := get(t, r, old.ID); got.By != ByEdited {
			t.Errorf("old job: %+v", got)
		}
		for _, j := range []Job{fresh, other} {
			if got := get(t, r, j.ID); got.State != Running {
				t.Errorf("job %s is %s, want running", j.ID, got.State)
			}
		}
	})
}

func TestSinceResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		defer r.Close()
		step := make(chan struct{})
		j := start(t, r, Spec{}, func(_ context.Context, report func(Progress)) (string, error) {
			for i := 1; i <= 3; i++ {
				<-step
				report(Progress{Phase: "simulate", Done: i, Total: 3})
			}
			<-step
			return "r", nil
		})
		events, more, err := r.Since(j.ID, 0)
		if err != nil || len(events) != 0 || more == nil {
			t.Fatalf("before the first event: %v %v %v", events, more, err)
		}
		step <- struct{}{}
		<-more
		step <- struct{}{}
		step <- struct{}{}
		synctest.Wait()
		events, more, _ = r.Since(j.ID, 1)
		if len(events) != 2 || events[0].Seq != 2 || events[1].Progress.Done != 3 || more == nil {
			t.Fatalf("after 1: %+v", events)
		}
		step <- struct{}{}
		<-more
		events, more, _ = r.Since(j.ID, 3)
		if len(events) != 1 || events[0].Kind != EventDone || events[0].Seq != 4 || events[0].Result != "r" || more != nil {
			t.Fatalf("the end: %+v, more %v", events, more)
		}
	})
}

func TestRingKeepsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids(), Ring: 4})
		defer r.Close()
		j := start(t, r, Spec{}, func(_ context.Context, report func(Progress)) (string, error) {
			for i := range 100 {
				report(Progress{Phase: "simulate", Done: i, Total: 1000})
			}
			return "r", nil
		})
		synctest.Wait()
		events, _, _ := r.Since(j.ID, 0)
		if len(events) != 4 || events[0].Seq != 98 || events[3].Kind != EventDone || events[3].Seq != 101 {
			t.Errorf("ring holds %+v", events)
		}
	})
}

func TestProgressIsThinnedButPhasesAndTheirEndsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids(), Every: time.Second})
		defer r.Close()
		j := start(t, r, Spec{}, func(_ context.Context, report func(Progress)) (string, error) {
			for i := 1; i <= 100; i++ {
				report(Progress{Phase: "simulate", Done: i, Total: 100})
			}
			report(Progress{Phase: "solve", Done: 1, Total: 9})
			return "r", nil
		})
		synctest.Wait()
		events, _, _ := r.Since(j.ID, 0)
		if len(events) != 4 || events[0].Progress.Done != 1 || events[1].Progress.Done != 100 || events[2].Progress.Phase != "solve" {
			t.Errorf("told %+v", events)
		}
	})
}

func TestLaneBoundsWhatWorksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids(), Lanes: map[string]int{"full": 1}})
		defer r.Close()
		a := start(t, r, Spec{Lane: "full"}, untilStopped)
		synctest.Wait()
		b := start(t, r, Spec{Lane: "full"}, untilStopped)
		c := start(t, r, Spec{Lane: "full"}, untilStopped)
		free := start(t, r, Spec{Lane: "preview"}, untilStopped)
		synctest.Wait()
		for id, want := range map[string]State{a.ID: Running, b.ID: Queued, c.ID: Queued, free.ID: Running} {
			if got := get(t, r, id); got.State != want {
				t.Errorf("job %s is %s, want %s", id, got.State, want)
			}
		}
		mustCancel(t, r, b.ID) // a queued job can be cancelled and never works
		mustCancel(t, r, a.ID)
		synctest.Wait()
		if got := get(t, r, c.ID); got.State != Running {
			t.Errorf("the next in the lane is %s, want running", got.State)
		}
	})
}

func mustCancel(t *testing.T, r *Runner, id string) {
	t.Helper()
	if _, err := r.Cancel(id, ByUser); err != nil {
		t.Fatal(err)
	}
}

func TestEndedJobsAreKeptAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids(), Keep: time.Minute})
		defer r.Close()
		quick := func(context.Context, func(Progress)) (string, error) { return "r", nil }
		j := start(t, r, Spec{}, quick)
		time.Sleep(59 * time.Second)
		start(t, r, Spec{}, quick)
		get(t, r, j.ID)
		time.Sleep(2 * time.Second)
		start(t, r, Spec{}, quick)
		if _, err := r.Get(j.ID); !errors.Is(err, ErrUnknown) {
			t.Errorf("an old job is still known: %v", err)
		}
		if _, _, err := r.Since(j.ID, 0); !errors.Is(err, ErrUnknown) {
			t.Errorf("its events are still known: %v", err)
		}
		if _, err := r.Cancel(j.ID, ByUser); !errors.Is(err, ErrUnknown) {
			t.Errorf("it can still be cancelled: %v", err)
		}
	})
}

func TestCloseWaitsForAllWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{NewID: ids()})
		ended := false
		j := start(t, r, Spec{}, func(ctx context.Context, _ func(Progress)) (string, error) {
			<-ctx.Done()
			time.Sleep(time.Second)
			ended = true
			return "", ctx.Err()
		})
		synctest.Wait()
		r.Close()
		if !ended {
			t.Error("Close returned before the work did")
		}
		if got := get(t, r, j.ID); got.By != ByClosing {
			t.Errorf("job after Close: %+v", got)
		}
		if _, err := r.Start(t.Context(), Spec{}, untilStopped); !errors.Is(err, ErrClosed) {
			t.Errorf("start after Close: %v", err)
		}
		if _, err := r.Finished(Spec{}, "x"); !errors.Is(err, ErrClosed) {
			t.Errorf("finished after Close: %v", err)
		}
	})
}

func TestRestComesAWhileAfterTheLastWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rests atomic.Int32
		r := New(Options{NewID: ids(), Rest: func() { rests.Add(1) }, RestAfter: 3 * time.Second})
		defer r.Close()
		stay := func(d time.Duration) Work {
			return func(context.Context, func(Progress)) (string, error) { time.Sleep(d); return "", nil }
		}
		start(t, r, Spec{Kind: "k"}, stay(time.Second))
		start(t, r, Spec{Kind: "k"}, stay(2*time.Second))
		for _, step := range []struct {
			wait time.Duration
			want int32
		}{{4 * time.Second, 0}, {2 * time.Second, 1}, {time.Minute, 1}} {
			time.Sleep(step.wait)
			if got := rests.Load(); got != step.want {
				t.Fatalf("after %v more: %d rests, want %d", step.wait, got, step.want)
			}
		}
		start(t, r, Spec{Kind: "k"}, stay(time.Second))
		time.Sleep(3 * time.Second)
		start(t, r, Spec{Kind: "k"}, stay(time.Second)) // before it came to rest
		time.Sleep(3 * time.Second)
		if got := rests.Load(); got != 1 {
			t.Errorf("it rested between two jobs: %d", got)
		}
		time.Sleep(2 * time.Second)
		if got := rests.Load(); got != 2 {
			t.Errorf("%d rests at the end, want 2", got)
		}
	})
}
