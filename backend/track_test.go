package backend

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"meridian/backend/actual"
	"meridian/backend/httpapi"
	"meridian/backend/plan"
	"meridian/backend/track"
)

func tracked(t *testing.T, app *App, id string) track.State {
	t.Helper()
	return ask[track.State](t, app, "GET", "/plans/"+id+"/track", nil)
}

// found is a check-in that finds everything as it was last, but for the first account.
func found(grid []track.Item, day actual.Day, first plan.Decimal) track.NewCheckIn {
	asked := track.NewCheckIn{Day: day}
	for i, item := range grid {
		b := actual.Balance{Record: item.Record, Kind: item.Kind, Amount: plan.Amount{Amt: item.Last.Amt}, Same: i > 0}
		if i == 0 {
			b.Amount.Amt = first
		}
		asked.Balances = append(asked.Balances, b)
	}
	return asked
}

func TestACheckInChangesThePlanOnlyWhenAsked(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	at := "/plans/" + p.ID
	state := tracked(t, app, p.ID)
	if len(state.Grid) < 5 || len(state.CheckIns) != 0 || state.Reality != nil {
		t.Fatalf("at first %+v", state)
	}

	asked := found(state.Grid, "2026-02-28", "30000.25")
	ask[actual.CheckIn](t, app, "POST", at+"/check-ins", asked)
	if now := ask[httpapi.PlanState](t, app, "GET", at, nil); now.Revision != p.Revision {
		t.Errorf("the plan changed to revision %d", now.Revision)
	}

	asked.UpdatePlan, asked.Base = true, p.Revision
	ask[actual.CheckIn](t, app, "POST", at+"/check-ins", asked)
	now := ask[httpapi.PlanState](t, app, "GET", at, nil)
	first := state.Grid[0].Record
	if now.Plan.Start != "2026-02" || now.Plan.RolledFrom != "2026-01" || now.Plan.Accounts[first].Balance.Amt != "30000.25" || now.Plan.Accounts[first].Balance.AsOf != "2026-02" {
		t.Errorf("the plan begins %s with %+v", now.Plan.Start, now.Plan.Accounts[first].Balance)
	}
	if now.Undo == nil || now.Undo.Key != nameCheckIn || now.Undo.Args["day"] != "2026-02-28" {
		t.Errorf("undo would take back %+v", now.Undo)
	}
	back := ask[httpapi.PlanState](t, app, "POST", at+"/undo", httpapi.Base{Base: now.Revision})
	if back.Plan.Start != "2026-01" {
		t.Errorf("after undo it begins %s", back.Plan.Start)
	}
	state = tracked(t, app, p.ID)
	if len(state.CheckIns) != 1 || state.Grid[0].Last.Amt != "30000.25" || state.Grid[0].LastAt != "2026-02-28" {
		t.Errorf("check-ins %d, the grid offers %+v", len(state.CheckIns), state.Grid[0])
	}
	if late := send(t, app, "POST", at+"/check-ins", asked); late.Code != http.StatusCreated {
		t.Errorf("on top of an old revision: %d %s", late.Code, late.Body)
	}
	state = tracked(t, app, p.ID) // the same day again takes the place of the first
	if len(state.CheckIns) != 1 {
		t.Fatalf("%d check-ins of one day", len(state.CheckIns))
	}
	if w := send(t, app, "DELETE", at+"/check-ins/"+state.CheckIns[0].ID, nil); w.Code != http.StatusNoContent {
		t.Errorf("taken away: %d", w.Code)
	}
}

func TestACheckInSaysEverythingThatIsWrong(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	asked := found(tracked(t, app, p.ID).Grid, "2026-04-15", "12.345")
	asked.Balances = append(asked.Balances, asked.Balances[1], actual.Balance{Record: "nobody", Kind: actual.Debt})
	w := send(t, app, "POST", "/plans/"+p.ID+"/check-ins", asked)
	problem := decoded[httpapi.ProblemDocument](t, w)
	var said []string
	for _, one := range problem.Problems {
		said = append(said, one.Pointer+" "+one.Code)
	}
	last := len(asked.Balances)
	want := fmt.Sprintf("/day track.day.future,/balances/0/amount track.amount,/balances/%d/record track.record,/balances/%d/record track.record", last-2, last-1)
	if w.Code != http.StatusUnprocessableEntity || strings.Join(said, ",") != want {
		t.Errorf("%d %s, want %s", w.Code, strings.Join(said, ","), want)
	}
	if state := tracked(t, app, p.ID); len(state.CheckIns) != 0 {
		t.Error("it was kept")
	}
}

func TestASnapshotStaysAndRealityIsPlacedOnIt(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	at := "/plans/" + p.ID
	snap := ask[actual.Snapshot](t, app, "POST", at+"/snapshots", nil)
	if snap.N != 10_000 || snap.Success <= 0 || snap.Start != p.Plan.Start || snap.Auto {
		t.Fatalf("snapshot %+v", snap)
	}
	asked := found(tracked(t, app, p.ID).Grid, "2026-03-29", "900000000")
	ask[actual.CheckIn](t, app, "POST", at+"/check-ins", asked)
	if state := tracked(t, app, p.ID); state.Reality == nil || state.Reality.Standing.Beyond != actual.Above || state.Reality.Snapshot != snap.ID {
		t.Errorf("reality %+v", state.Reality)
	}
	edit := httpapi.Edit{Base: p.Revision, Name: httpapi.EditName{Key: "edit.x"}, Patch: map[string]any{"targets": map[string]any{"confidence": 0.7}}}
	ask[httpapi.PlanState](t, app, "POST", at+"/edits", edit)
	course := ask[track.Course](t, app, "GET", at+"/snapshots/"+snap.ID, nil)
	if len(course.Fan.Nominal) != 7 || len(course.Fan.Real[0]) != snap.Months || course.Fan.Nominal[6][24] <= course.Fan.Nominal[0][24] || len(course.Points) != 1 {
		t.Errorf("course of %d lines and %d points", len(course.Fan.Nominal), len(course.Points))
	}
}

func TestMonthlySnapshotsAreTakenOnce(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	for range 2 {
		if err := app.track.Due(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if state := tracked(t, app, p.ID); len(state.Snapshots) != 1 || !state.Snapshots[0].Auto {
		t.Errorf("snapshots %+v", state.Snapshots)
	}
}

const statementOfMarch = "Date,Description,Amount\n03/03/2026,GROCERY STORE,-84.20\n03/03/2026,GROCERY STORE,-84.20\n03/05/2026,PHARMACY,-12.00\n03/13/2026,PAYROLL,4200.00\n03/33/2026,BROKEN,-1\n"

// counted is a review in short: how many rows stand how.
func counted(r track.Review) string {
	n := map[track.RowState]int{}
	for _, row := range r.Rows {
		n[row.State]++
	}
	return fmt.Sprintf("%d valid %d warn %d error %d duplicate %d incoming", n[track.Valid], n[track.Warned], n[track.Faulty], n[track.Duplicate], n[track.Incoming])
}

func TestAStatementIsReviewedImportedKnownAgainAndTakenBack(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	at := "/plans/" + p.ID + "/imports"
	file := track.NewImport{Name: "march.csv", Data: []byte(statementOfMarch)}
	review := ask[track.Review](t, app, "POST", at+"/review", file)
	if got := counted(review); got != "3 valid 0 warn 1 error 0 duplicate 1 incoming" || review.Remembered {
		t.Fatalf("at first %s", got)
	}
	if state := tracked(t, app, p.ID); len(state.Imports) != 0 {
		t.Fatal("a review kept something")
	}
	file.Groups = map[string]plan.SpendingGroup{"PHARMACY": plan.GroupCare}
	kept := ask[actual.Import](t, app, "POST", at, file)
	if kept.Entries != 3 || kept.Total.Amt != "180.4" || kept.From != "2026-03-03" || kept.To != "2026-03-05" {
		t.Errorf("kept %+v", kept)
	}

	later := track.NewImport{Name: "later.csv", Data: []byte(statementOfMarch + "03/28/2026,PHARMACY,-3.00\n")}
	review = ask[track.Review](t, app, "POST", at+"/review", later)
	if got := counted(review); got != "1 valid 0 warn 1 error 3 duplicate 1 incoming" || !review.Remembered {
		t.Errorf("again %s, remembered %t", got, review.Remembered)
	}
	if last := review.Rows[len(review.Rows)-1]; last.Group != plan.GroupCare {
		t.Errorf("the pharmacy is %s", last.Group)
	}
	later.Skip, later.Anyway = []int{7}, []int{2}
	if kept := ask[actual.Import](t, app, "POST", at, later); kept.Entries != 1 || kept.Total.Amt != "84.2" {
		t.Errorf("of those chosen %+v", kept)
	}

	state := tracked(t, app, p.ID)
	if s := state.Spending; s == nil || s.From != "2026-03" || s.Months != 1 || s.Actual.Amt != "264.6" || s.Planned < 1000 {
		t.Errorf("spending %+v", state.Spending)
	}
	for _, i := range state.Imports {
		if w := send(t, app, "DELETE", at+"/"+i.ID, nil); w.Code != http.StatusNoContent {
			t.Errorf("taken back: %d", w.Code)
		}
	}
	if state := tracked(t, app, p.ID); len(state.Imports) != 0 || state.Spending != nil {
		t.Errorf("left %+v", state)
	}
}

func TestAnImportThatCannotBeSaysWhy(t *testing.T) {
	app := open(t, t.TempDir())
	at := "/plans/" + firstPlan(t, app).ID + "/imports"
	for name, tt := range map[string]struct {
		asked track.NewImport
		code  string
	}{
		"a picture":       {track.NewImport{Data: []byte("\x89PNG\r\n\x00\x01\x02\x03\x04")}, "statement.noText"},
		"nothing to take": {track.NewImport{Data: []byte(statementOfMarch), Skip: []int{2, 3, 4}}, "track.import.nothing"},
		"no such group":   {track.NewImport{Data: []byte(statementOfMarch), Groups: map[string]plan.SpendingGroup{"x": "yachts"}}, "track.import"},
		"no dates at all": {track.NewImport{Data: []byte("a,b\nc,d\n")}, "statement.layout"},
		"far too much":    {track.NewImport{Data: make([]byte, 4<<20+1)}, "statement.large"},
	} {
		w := send(t, app, "POST", at, tt.asked)
		if got := decoded[httpapi.ProblemDocument](t, w); got.Code != tt.code || got.Fix == "" {
			t.Errorf("%s: %d %s", name, w.Code, got.Code)
		}
	}
}

func TestADemoHouseholdHasAPast(t *testing.T) {
	app := open(t, t.TempDir())
	for _, from := range []string{"demo-us", "demo-kr"} {
		p := ask[httpapi.PlanState](t, app, "POST", "/plans", httpapi.NewPlan{From: from})
		if err := app.track.Begin(t.Context(), p.Plan); err != nil {
			t.Fatal(err)
		}
		if err := app.track.Foretell(t.Context(), p.Plan); err != nil {
			t.Fatal(err)
		}
		state := tracked(t, app, p.ID)
		if len(state.CheckIns) != 14 || len(state.Snapshots) != 2 || len(state.Imports) != 1 || state.CheckIns[13].Day != "2026-02-28" {
			t.Errorf("%s: %d check-ins, %d snapshots, %d imports", from, len(state.CheckIns), len(state.Snapshots), len(state.Imports))
		}
		if r := state.Reality; r == nil || r.Since != "2025-01" || r.Standing.Beyond != "" || r.Standing.Percentile < 20 || r.Standing.Percentile > 90 {
			t.Errorf("%s: reality %+v", from, r)
		}
		if s := state.Spending; s == nil || s.Months != 12 || s.Planned <= 0 {
			t.Fatalf("%s: spending %+v", from, s)
		}
		spent, err := actual.Exact(state.Spending.Actual, p.Plan.Currency)
		if ratio := spent.Float() / state.Spending.Planned; err != nil || ratio < 0.8 || ratio > 1.2 {
			t.Errorf("%s: spent %.2f of what was planned (%v)", from, ratio, err)
		}
	}
}

func TestWhatHappenedIsExported(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	if err := app.track.Begin(t.Context(), p.Plan); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	if err := app.backups.Export(t.Context(), &zipped); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, f := range archive.File {
		opened, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(f.Name, "/")
		lines[name] = strings.Count(string(body), "\n")
	}
	if lines["checkIns.csv"] < 14*5 || lines["entries.csv"] < 14*3 || lines["checkIns.json"] == 0 || lines["entries.json"] == 0 {
		t.Errorf("files and their lines: %v", lines)
	}
}
