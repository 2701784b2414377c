package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"meridian/backend/backup"
	"meridian/backend/httpapi"
	"meridian/backend/job"
)

// serving is a program that answers at an address of its own.
type serving struct {
	*Program
	t *testing.T
}

func serveProgram(t *testing.T, dir string) *serving {
	t.Helper()
	clock := &ticking{now: fixed()}
	p, err := Open(t.Context(), Options{Data: dir, Now: clock.Now, NewID: names(), Pages: somePages, Reader: reader(os.Args[0], engines), cold: true})
	if err != nil {
		t.Fatal(err)
	}
	p.app.backups.Work, p.app.lock.Work = 10, 2
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- p.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("it ended with %v", err)
		}
		if err := p.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return &serving{p, t}
}

// call asks over the network, as the owner that was let in at the start.
func (s *serving) call(owner, method, path string, body any) (int, []byte) {
	s.t.Helper()
	raw, _ := json.Marshal(body)
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.Home()+"api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+owner)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer answer.Body.Close()
	told, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, told
}

func wanted[T any](s *serving, owner, method, path string, body any) (v T) {
	s.t.Helper()
	status, raw := s.call(owner, method, path, body)
	if status >= 300 || status == 0 || len(raw) > 0 && json.Unmarshal(raw, &v) != nil {
		s.t.Fatalf("%s %s gave %d: %s", method, path, status, raw)
	}
	return v
}

func (s *serving) ended(owner string, j httpapi.Job) string {
	s.t.Helper()
	eventually(s.t, "the end of a job", func() bool {
		j = wanted[httpapi.Job](s, owner, "GET", "/jobs/"+j.ID, nil)
		return j.State.Ended()
	})
	if j.State != job.Done {
		s.t.Fatalf("it ended as %+v", j)
	}
	return j.Result
}

// firstName is what the first plan is called; "" while nobody answers.
func (s *serving) firstName(owner string) string {
	status, raw := s.call(owner, "GET", "/plans", nil)
	var list httpapi.PlanList
	if status != http.StatusOK || json.Unmarshal(raw, &list) != nil || len(list.Plans) == 0 {
		return ""
	}
	return list.Plans[0].Name
}

// TestTheOwnerGoesOnWithABackup is the way over the screens: a backup is brought
// back beside what is in use, looked at, gone on with, and given up again. The
// browser that was let in at the start stays let in.
func TestTheOwnerGoesOnWithABackup(t *testing.T) {
	s := serveProgram(t, t.TempDir())
	owner, address := s.Owner(), s.Address()
	began := s.firstName(owner)
	plan := wanted[httpapi.PlanList](s, owner, "GET", "/plans", nil).Plans[0]
	name := s.ended(owner, wanted[httpapi.Accepted](s, owner, "POST", "/backups", map[string]any{"passphrase": passphrase}).Job)
	wanted[httpapi.PlanState](s, owner, "POST", "/plans/"+plan.ID+"/edits", map[string]any{"base": plan.Revision, "name": map[string]any{"key": "edit.name"}, "patch": map[string]any{"name": "Later"}})

	for what, body := range map[string]string{"a wrong passphrase": "not this one at all", "none": ""} {
		j := wanted[httpapi.Accepted](s, owner, "POST", "/backups/"+name+"/places", map[string]string{"passphrase": body}).Job
		eventually(t, "the end of a job", func() bool { j = wanted[httpapi.Job](s, owner, "GET", "/jobs/"+j.ID, nil); return j.State.Ended() })
		if j.State != job.Failed || j.Problem == nil || j.Problem.Code != "backup.wrongPassphrase" {
			t.Errorf("%s: %+v", what, j)
		}
	}
	id := s.ended(owner, wanted[httpapi.Accepted](s, owner, "POST", "/backups/"+name+"/places", map[string]string{"passphrase": passphrase}).Job)
	places := wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil).Places
	if len(places) != 1 || places[0].ID != id || len(places[0].Plans) != 1 || places[0].Plans[0].Name != began || places[0].From != name {
		t.Fatalf("in the place is %+v", places)
	}
	if now := s.firstName(owner); now != "Later" {
		t.Errorf("bringing it back changed what is in use: %q", now)
	}

	wanted[struct{}](s, owner, "POST", "/places/"+id+"/use", nil)
	eventually(t, "the household of the backup", func() bool { return s.firstName(owner) == began })
	if s.Address() != address || s.Owner() != owner {
		t.Error("it answers elsewhere, or to others")
	}
	places = wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil).Places
	if len(places) != 1 || places[0].Kind != backup.Kept || places[0].Plans[0].Name != "Later" || places[0].Bytes == 0 {
		t.Fatalf("kept is %+v", places)
	}

	wanted[struct{}](s, owner, "POST", "/places/"+places[0].ID+"/use", nil)
	eventually(t, "the household as it was", func() bool { return s.firstName(owner) == "Later" })
	places = wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil).Places
	if len(places) != 1 || places[0].Plans[0].Name != began {
		t.Fatalf("then kept is %+v", places)
	}
	if status, _ := s.call(owner, "DELETE", "/places/"+places[0].ID, nil); status != http.StatusNoContent {
		t.Errorf("deleting it gave %d", status)
	}
	if status, _ := s.call(owner, "POST", "/places/"+places[0].ID+"/use", nil); status != http.StatusNotFound {
		t.Errorf("going on with what is gone gave %d", status)
	}
}

// restored is a program with a backup brought back beside what is in use.
func restored(t *testing.T) (*serving, backup.Place) {
	t.Helper()
	s := serveProgram(t, t.TempDir())
	owner := s.Owner()
	name := s.ended(owner, wanted[httpapi.Accepted](s, owner, "POST", "/backups", map[string]any{"passphrase": passphrase}).Job)
	s.ended(owner, wanted[httpapi.Accepted](s, owner, "POST", "/backups/"+name+"/places", map[string]string{"passphrase": passphrase}).Job)
	return s, wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil).Places[0]
}

// TestWhatIsTornIsRefusedAtOnce tears the database of a place after it was looked
// at: whoever wants to go on with it is told so by the program that still runs.
func TestWhatIsTornIsRefusedAtOnce(t *testing.T) {
	s, place := restored(t)
	owner, app := s.Owner(), s.now()
	if err := os.Truncate(place.Database(), 40_000); err != nil {
		t.Fatal(err)
	}
	status, raw := s.call(owner, "POST", "/places/"+place.ID+"/use", nil)
	var told httpapi.ProblemDocument
	if err := json.Unmarshal(raw, &told); err != nil || status < 400 || told.Code != "backup.placeDamaged" || told.Fix == "" {
		t.Errorf("it gave %d: %s", status, raw)
	}
	if app.ends() || s.now() != app || s.firstName(owner) == "" {
		t.Error("the program ended for what it cannot go on with")
	}
	if places := wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil).Places; len(places) != 1 || places[0].ID != place.ID {
		t.Errorf("there is %+v", places)
	}
}

// TestWhatCannotBeGoneOnWithLeavesWhatIsInUse puts a log beside the database of a
// place, as somebody who opened it meanwhile would: that shows only when the
// program has ended. The one that begins again says why, until it is tried anew.
func TestWhatCannotBeGoneOnWithLeavesWhatIsInUse(t *testing.T) {
	s, place := restored(t)
	owner, app := s.Owner(), s.now()
	began := s.firstName(owner)
	log := place.Database() + "-wal"
	if err := os.WriteFile(log, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	wanted[struct{}](s, owner, "POST", "/places/"+place.ID+"/use", nil)
	eventually(t, "the program begins again", func() bool { return s.now() != app })
	list := wanted[httpapi.PlaceList](s, owner, "GET", "/places", nil)
	if r := list.Refused; r == nil || r.Place != place.ID || r.Problem.Code != "store.busy" || r.Problem.Fix == "" {
		t.Errorf("refused is %+v", r)
	}
	if s.firstName(owner) != began || len(list.Places) != 1 || list.Places[0].ID != place.ID {
		t.Errorf("there is %+v", list.Places)
	}
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	wanted[struct{}](s, owner, "POST", "/places/"+place.ID+"/use", nil)
	eventually(t, "the household of the backup", func() bool {
		status, raw := s.call(owner, "GET", "/places", nil)
		var list httpapi.PlaceList
		return status == http.StatusOK && json.Unmarshal(raw, &list) == nil && len(list.Places) == 1 && list.Places[0].Kind == backup.Kept && list.Refused == nil
	})
}

func TestAnAppAloneCannotBeginAgain(t *testing.T) {
	app := lightly(open(t, t.TempDir()))
	name := ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/backups", map[string]any{"passphrase": passphrase}).Job)
	id := ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/backups/"+name+"/places", map[string]string{"passphrase": passphrase}).Job)
	if w := send(t, app, "POST", "/places/"+id+"/use", nil); w.Code != http.StatusConflict {
		t.Errorf("it gave %d: %s", w.Code, w.Body)
	}
}

func TestTheDoctorExaminesARunningProgram(t *testing.T) {
	app := open(t, t.TempDir())
	if w := send(t, app, "GET", "/health/examination", nil); w.Code != http.StatusNoContent {
		t.Errorf("before the first: %d", w.Code)
	}
	ended(t, app, ask[httpapi.Accepted](t, app, "POST", "/health/examinations", nil).Job)
	w := send(t, app, "GET", "/health/examination", nil)
	for _, want := range []string{`"id":"engine"`, `"id":"store"`, `"id":"backup"`, `"id":"gpu"`, `"id":"tunnel"`, `"id":"update"`} {
		if !bytes.Contains(w.Body.Bytes(), []byte(want)) {
			t.Errorf("it lacks %s: %s", want, w.Body)
		}
	}
	report := send(t, app, "GET", "/health/report", nil)
	if report.Code != http.StatusOK || bytes.Contains(report.Body.Bytes(), []byte(filepath.Base(app.opts.Data)+"/")) || bytes.Contains(report.Body.Bytes(), []byte(firstPlan(t, app).Plan.Name)) {
		t.Errorf("the report: %d %s", report.Code, report.Body)
	}
	if w := send(t, app, "POST", "/updates/look", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no address: %d %s", w.Code, w.Body)
	}
}
