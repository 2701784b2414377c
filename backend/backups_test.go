package backend

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meridian/backend/backup"
	"meridian/backend/httpapi"
	"meridian/backend/lock"
	"meridian/backend/settings"
)

const passphrase = "what nobody would ever guess"

// lightly makes the derivation of keys cost a millisecond.
func lightly(app *App) *App {
	app.backups.Work = 10
	return app
}

// TestRestoreDrill is what an owner does after a fire: everything goes into one
// file while the program is in use, comes back in a new place, and is all there.
func TestRestoreDrill(t *testing.T) {
	app := lightly(open(t, t.TempDir()))
	_, err := app.ChangeSettings(t.Context(), func(s settings.Settings) (settings.Settings, error) {
		s.Locale = settings.Korean
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	plan := firstPlan(t, app)
	document := uploaded(t, app, "kim", "policy.txt", "The premium is 100 a month.")
	stands(t, app, document.Document.ID, "ready")
	using, stop := context.WithCancel(t.Context())
	edits := make(chan int)
	go func() { edits <- renameUntil(using, t, app, plan) }()
	made, err := app.backups.Make(t.Context(), passphrase, nil)
	time.Sleep(50 * time.Millisecond) // an edit is under way at least now
	stop()
	if n := <-edits; err != nil || n == 0 {
		t.Fatalf("%d edits meanwhile, and it ended with %v", n, err)
	}
	path, err := app.backups.Path(t.Context(), made.Name)
	if err != nil {
		t.Fatal(err)
	}

	place := filepath.Join(t.TempDir(), "after the fire")
	if _, err := app.backups.Restore(t.Context(), path, passphrase, place, nil); err != nil {
		t.Fatal(err)
	}
	again := open(t, place)
	if n := again.Notices(); len(n) > 0 {
		t.Errorf("it says %v", n)
	}
	if back := firstPlan(t, again); back.ID != plan.ID || back.Plan.Name == "" {
		t.Errorf("plan %s came back as %s", plan.ID, back.ID)
	}
	history := ask[httpapi.History](t, again, "GET", "/plans/"+plan.ID+"/history", nil)
	if len(history.Revisions) == 0 {
		t.Error("its history is gone")
	}
	if chosen, err := again.Settings(t.Context()); err != nil || chosen.Locale != settings.Korean {
		t.Errorf("settings %+v: %v", chosen, err)
	}
	found := send(t, again, "POST", "/library/ask", map[string]any{"tenant": "kim", "question": "What is the premium?"})
	if found.Code != http.StatusOK || !strings.Contains(found.Body.String(), "100 a month") {
		t.Errorf("the document: %d %s", found.Code, found.Body)
	}
}

// renameUntil edits a plan again and again and counts how often.
func renameUntil(ctx context.Context, t *testing.T, app *App, plan httpapi.PlanState) (n int) {
	for base := plan.Revision; ctx.Err() == nil; n++ {
		w := send(t, app, "POST", "/plans/"+plan.ID+"/edits", map[string]any{
			"base": base, "name": map[string]any{"key": "edit.name"}, "patch": map[string]any{"name": strings.Repeat("x", n%50+1)}})
		if w.Code != http.StatusOK {
			t.Errorf("edit %d: %d %s", n, w.Code, w.Body)
			return n
		}
		base++
	}
	return n
}

func TestBackupsOverTheAPI(t *testing.T) {
	app := lightly(open(t, t.TempDir()))
	status := func(method, path string, body any, want int) {
		t.Helper()
		if w := send(t, app, method, path, body); w.Code != want {
			t.Errorf("%s %s gave %d and not %d: %s", method, path, w.Code, want, w.Body)
		}
	}
	type secret map[string]any
	if shelf := ask[httpapi.BackupShelf](t, app, "GET", "/backups", nil); len(shelf.Backups) > 0 || shelf.Remembered || shelf.Folder == "" {
		t.Errorf("at first %+v", shelf)
	}
	status("POST", "/backups", secret{}, http.StatusUnprocessableEntity)
	status("POST", "/backups", secret{"passphrase": "short"}, http.StatusUnprocessableEntity)
	begun := ask[httpapi.Accepted](t, app, "POST", "/backups", secret{"passphrase": passphrase, "remember": true})
	name := "/backups/" + ended(t, app, begun.Job)
	if shelf := ask[httpapi.BackupShelf](t, app, "GET", "/backups", nil); len(shelf.Backups) != 1 || !shelf.Remembered {
		t.Errorf("then %+v", shelf)
	}
	if info, err := os.Stat(filepath.Join(app.opts.Data, passphraseName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the passphrase is kept with mode %v: %v", info.Mode(), err)
	}
	status("POST", name+"/contents", secret{"passphrase": "something else"}, http.StatusForbidden)
	holds := ask[httpapi.BackupContents](t, app, "POST", name+"/contents", secret{"passphrase": passphrase})
	if len(holds.Plans) != 1 {
		t.Fatalf("it holds %+v", holds)
	}
	back := ask[httpapi.PlanState](t, app, "POST", name+"/plans/"+holds.Plans[0].ID, secret{"passphrase": passphrase})
	if back.ID == "" || back.ID == holds.Plans[0].ID || back.Plan.Name != holds.Plans[0].Name {
		t.Errorf("the plan came back as %q, %q", back.ID, back.Plan.Name)
	}
	status("POST", name+"/plans/none", secret{"passphrase": passphrase}, http.StatusNotFound)
	status("GET", "/backups/..%2Fmeridian.db", nil, http.StatusNotFound)
	if whole := send(t, app, "GET", name, nil); whole.Code != http.StatusOK || !bytes.HasPrefix(whole.Body.Bytes(), []byte("age-encryption.org/v1")) {
		t.Errorf("downloaded: %d, %d bytes", whole.Code, whole.Body.Len())
	}
	zipped := send(t, app, "GET", "/export", nil).Body.Bytes()
	if z, err := zip.NewReader(bytes.NewReader(zipped), int64(len(zipped))); err != nil || len(z.File) < 10 {
		t.Errorf("exported %d bytes: %v", len(zipped), err)
	}
	status("DELETE", "/backups/passphrase", nil, http.StatusNoContent)
	if _, err := os.Stat(filepath.Join(app.opts.Data, passphraseName)); err == nil {
		t.Error("the passphrase is still there")
	}
}

func TestWhatIsSaidOfBackupsAndTheKey(t *testing.T) {
	now := fixed()
	fresh, old := backup.Backup{Made: now.Add(-time.Hour), Recoverable: true}, backup.Backup{Made: now.Add(-staleAfter - time.Hour), Recoverable: true}
	before := backup.Backup{Made: now.Add(-time.Hour)} // the key was made
	key := lock.Recovery{Lock: "a key's"}
	for name, c := range map[string]struct {
		kept  []backup.Backup
		later bool
		key   lock.Recovery
		says  string // of backups
		warns bool
		spare string // of the key
		lacks bool
	}{
		"nothing":              {nil, false, lock.Recovery{}, "no backup yet", true, "no recovery key", true},
		"put off":              {nil, true, lock.Recovery{}, "put it off", true, "no recovery key", true},
		"a backup, no key":     {[]backup.Backup{fresh}, false, lock.Recovery{}, "last 30 days", false, "no recovery key", true},
		"both":                 {[]backup.Backup{fresh, before}, false, key, "last 30 days", false, "with you alone", false},
		"both, put off before": {[]backup.Backup{fresh}, true, key, "last 30 days", false, "with you alone", false},
		"an old one":           {[]backup.Backup{old}, false, key, "more than 30 days", true, "with you alone", false},
		"a key made too late":  {[]backup.Backup{before, fresh}, false, key, "last 30 days", false, "does not open the newest", true},
	} {
		of, spare := checkOfBackups(c.kept, c.later, now), checkOfRecovery(c.kept, c.key)
		if !strings.Contains(of.Text.EN, c.says) || (of.State == "warn") != c.warns || c.warns && (of.Fix.EN == "" || of.Fix.KO == "") {
			t.Errorf("%s: %+v", name, of)
		}
		if !strings.Contains(spare.Text.EN, c.spare) || (spare.State == "warn") != c.lacks || c.lacks && (spare.Fix.EN == "" || spare.Fix.KO == "") {
			t.Errorf("%s: %+v", name, spare)
		}
	}
}
