package backend

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"meridian/backend/dataset"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/sqlite"
)

// The embedded history, taken out as a file and brought in again, is played in the
// place of itself: everything on the way, from the file to the figures.
func TestAnOwnHistoryIsBroughtPlayedAndKeptWhileAPlanNamesIt(t *testing.T) {
	app := open(t, t.TempDir())
	p := firstPlan(t, app)
	file := send(t, app, "GET", "/datasets/embedded/table", nil)
	if file.Code != http.StatusOK || !strings.HasPrefix(file.Body.String(), "month,inflation,stocks,bonds,cash\n1871-01,") {
		t.Fatalf("the built-in history as a file: %d %.60s", file.Code, file.Body)
	}
	asked := dataset.NewFile{Data: file.Body.Bytes(), Name: "Mine", Country: "US", Licence: "public", Basis: dataset.Real}
	review := ask[dataset.Review](t, app, "POST", "/datasets/review", asked)
	if review.Set == nil || review.Here || review.Set.Months != 1829 || review.Inflation != "inflation" {
		t.Fatalf("the review: %+v", review)
	}
	if list := ask[httpapi.DatasetList](t, app, "GET", "/datasets", nil); len(list.Datasets) != 0 {
		t.Fatalf("a review kept %d", len(list.Datasets))
	}
	set := ask[dataset.Set](t, app, "POST", "/datasets", asked)

	drawn := func(base int, returns, datasets any) httpapi.PlanState {
		return ask[httpapi.PlanState](t, app, "POST", "/plans/"+p.ID+"/edits", httpapi.Edit{
			Base: base, Name: httpapi.EditName{Key: "edit.assumptions.model"},
			Patch: map[string]any{"assumptions": map[string]any{"returns": returns, "datasets": datasets}},
		})
	}
	figures := func() forecast.Header {
		hash := finish(t, app, httpapi.NewForecast{Plan: p.ID, Paths: 400})
		return ask[forecast.Header](t, app, "GET", "/results/"+hash, nil)
	}
	p = drawn(p.Revision, map[string]any{"model": "blockBootstrap"}, nil)
	before := figures()
	columns := map[string]any{}
	for id := range p.Plan.Assumptions.Classes {
		columns[id] = id
	}
	p = drawn(p.Revision, map[string]any{"dataset": "d"}, []any{map[string]any{"id": "d", "name": "Mine", "hash": set.Hash, "columns": columns}})
	after := figures()
	if after.Dataset != set.Hash || before.Dataset != "" {
		t.Errorf("played are %q and %q: %+v", before.Dataset, after.Dataset, after.Limits)
	}
	for id, fact := range before.Facts {
		if after.Facts[id].Value != fact.Value {
			t.Errorf("%s is %v and was %v", id, after.Facts[id].Value, fact.Value)
		}
	}

	list := ask[httpapi.DatasetList](t, app, "GET", "/datasets", nil)
	if len(list.Datasets) != 1 || len(list.Datasets[0].UsedBy) != 1 || list.Datasets[0].UsedBy[0].ID != p.ID {
		t.Errorf("used by %+v", list.Datasets)
	}
	if w := send(t, app, "DELETE", "/datasets/"+set.Hash, nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "dataset.inUse") {
		t.Errorf("deleted while a plan draws from it: %d %s", w.Code, w.Body)
	}
	carriesDatasets(t, app, set.Hash)
	drawn(p.Revision, map[string]any{"dataset": nil}, nil)
	if w := send(t, app, "DELETE", "/datasets/"+set.Hash, nil); w.Code != http.StatusNoContent {
		t.Errorf("not deleted: %d %s", w.Code, w.Body)
	}
	if w := send(t, app, "POST", "/datasets", dataset.NewFile{Data: []byte("date,Shares,CPI\n1990-01,x,1\n1990-02,1,1\n1990-03,1,1\n")}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "/lines/2") {
		t.Errorf("a broken file: %d %s", w.Code, w.Body)
	}
}

// carriesDatasets checks that a backup holds what was brought: backups are copies of
// the store.
func carriesDatasets(t *testing.T, app *App, hash string) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := app.store.Copy(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	copied, err := sqlite.Open(t.Context(), to, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if _, ok, err := copied.Datasets.Dataset(t.Context(), hash); err != nil || !ok {
		t.Errorf("a copy of the store does not hold it: %v", err)
	}
}
