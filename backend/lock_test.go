package backend

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/httpapi"
	"meridian/backend/settings"
)

const lockPassphrase = "open sesame"

// locked is a program whose lock is shut.
func locked(t *testing.T) *App {
	t.Helper()
	app := open(t, t.TempDir())
	app.lock.Work = 2
	if w := send(t, app, "POST", "/lock/passphrase", map[string]string{"passphrase": lockPassphrase}); w.Code != http.StatusNoContent {
		t.Fatalf("the passphrase: %d %s", w.Code, w.Body)
	}
	if w := send(t, app, "POST", "/lock/shut", nil); w.Code != http.StatusNoContent {
		t.Fatalf("shutting: %d %s", w.Code, w.Body)
	}
	return app
}

// TestAShutLockAnswersNothingElse walks every route there is.
func TestAShutLockAnswersNothingElse(t *testing.T) {
	app := open(t, t.TempDir())
	plan := firstPlan(t, app)
	var described struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(send(t, app, "GET", "/openapi.json", nil).Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	app.lock.Work = 2
	if err := app.lock.Set("", lockPassphrase); err != nil {
		t.Fatal(err)
	}
	if err := app.lock.Close(); err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\{[^}]*\}`)
	walked, open := 0, 0
	for path, methods := range described.Paths {
		path = strings.TrimPrefix(strings.ReplaceAll(path, "{plan}", plan.ID), "/api/v1")
		path = named.ReplaceAllString(path, "x")
		for method := range methods {
			w := send(t, app, strings.ToUpper(method), path, map[string]string{"passphrase": "wrong"})
			walked++
			switch {
			case path == "/lock" || path == "/lock/open" || path == "/lock/shut":
				open++
			case path == "/tickets": // who reads the files of the data may come to the lock's screen
			case strings.HasPrefix(path, "/join"): // is nothing at the machine
			case w.Code != http.StatusLocked:
				t.Errorf("%s %s gave %d: %.120s", method, path, w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), plan.Plan.Name) {
				t.Errorf("%s %s tells the household's name", method, path)
			}
		}
	}
	if walked < 100 || open != 3 {
		t.Errorf("%d routes, %d of them open: the walk proves nothing", walked, open)
	}
	if w := send(t, app, "GET", "/nowhere", nil); w.Code != http.StatusLocked {
		t.Errorf("no route gave %d", w.Code)
	}
}

func TestALockOpensOverTheAPI(t *testing.T) {
	app := locked(t)
	state := ask[httpapi.LockState](t, app, "GET", "/lock", nil)
	if !state.Set || !state.Shut || state.Minutes != 0 || state.Recovery != "" {
		t.Errorf("it stands at %+v", state)
	}
	for i := range 4 {
		w := send(t, app, "POST", "/lock/open", map[string]string{"passphrase": "open sesam"})
		if want := []int{http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusServiceUnavailable}[i]; w.Code != want {
			t.Errorf("try %d gave %d: %s", i, w.Code, w.Body)
		}
		if i >= 2 && w.Header().Get("Retry-After") == "" {
			t.Errorf("try %d does not say how long to wait", i)
		}
	}
	if wait := ask[httpapi.LockState](t, app, "GET", "/lock", nil).Wait; wait != 2 {
		t.Errorf("the wait is %d s", wait)
	}
	if info, err := os.Stat(filepath.Join(app.opts.Data, lockName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the verifier's mode is %v: %v", info, err)
	}
	again := open(t, t.TempDir())
	if state := ask[httpapi.LockState](t, again, "GET", "/lock", nil); state.Set || state.Shut {
		t.Errorf("without a passphrase it stands at %+v", state)
	}
}

func TestTheRecoveryKeyOpensLockAndBackup(t *testing.T) {
	app := lightly(open(t, t.TempDir()))
	app.lock.Work = 2
	key := ask[httpapi.NewRecoveryKey](t, app, "POST", "/recovery-key", map[string]string{"passphrase": ""})
	typed := []string{key.Words[key.Ask[0]], key.Words[key.Ask[1]]}
	if w := send(t, app, "POST", "/recovery-key/confirm", map[string]any{"words": typed}); w.Code != http.StatusNoContent {
		t.Fatalf("confirmed: %d %s", w.Code, w.Body)
	}
	begun := ask[httpapi.Accepted](t, app, "POST", "/backups", map[string]any{"passphrase": passphrase})
	name := ended(t, app, begun.Job)
	whole := strings.Join(key.Words, "-")
	if holds := ask[httpapi.BackupContents](t, app, "POST", "/backups/"+name+"/contents", map[string]string{"passphrase": whole}); len(holds.Plans) != 1 {
		t.Errorf("the key opens %+v", holds)
	}
	if err := app.lock.Set("", lockPassphrase); err != nil {
		t.Fatal(err)
	}
	_ = app.lock.Close()
	if opened := ask[httpapi.OpenedLock](t, app, "POST", "/lock/open", map[string]string{"passphrase": whole}); !opened.ByRecovery {
		t.Error("it does not say that the key opened it")
	}
	if w := send(t, app, "POST", "/lock/passphrase", map[string]string{"present": whole, "passphrase": "another one"}); w.Code != http.StatusNoContent {
		t.Errorf("a new passphrase: %d %s", w.Code, w.Body)
	}
	firstPlan(t, app) // it is open
}

func TestStreamsEndWhenTheLockShuts(t *testing.T) {
	app := open(t, t.TempDir())
	app.lock.Work = 2
	if err := app.lock.Set("", lockPassphrase); err != nil {
		t.Fatal(err)
	}
	newest := 0 // whoever has heard less is told so, and the stream ends
	_, _ = fmt.Sscanf(strings.SplitAfterN(send(t, app, "POST", "/events/stream", map[string]any{}).Body.String(), "\n\n", 2)[1], "id: %d", &newest)
	over := make(chan int, 1)
	go func() { over <- send(t, app, "POST", "/events/stream", map[string]any{"after": newest}).Code }()
	select {
	case code := <-over:
		t.Fatalf("the stream ended by itself with %d", code)
	case <-time.After(50 * time.Millisecond):
	}
	_ = app.lock.Close()
	select {
	case <-over:
	case <-time.After(time.Minute):
		t.Error("the stream goes on")
	}
}

// TestGuestsComeInWhileTheLockIsShut unless the owner chose otherwise.
func TestGuestsComeInWhileTheLockIsShut(t *testing.T) {
	h := openHouse(t)
	id := firstPlan(t, h.app).ID
	h.app.lock.Work = 2
	_, asKim := h.invite(httpapi.NewGuest{Role: access.Viewer, Sections: everything, Money: access.Full})
	kim := func(path string) *httptest.ResponseRecorder { return h.visit("GET", "/api/v1"+path, nil, asKim) }
	if err := h.app.lock.Set("", lockPassphrase); err != nil {
		t.Fatal(err)
	}
	_ = h.app.lock.Close()
	if w := kim("/plans/" + id); w.Code != http.StatusOK {
		t.Errorf("a guest gets %d: %s", w.Code, w.Body)
	}
	_, err := h.app.ChangeSettings(t.Context(), func(s settings.Settings) (settings.Settings, error) {
		s.Lock.Remote = true
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if w := kim("/plans/" + id); w.Code != http.StatusLocked || !strings.Contains(w.Body.String(), "lock.afar") {
		t.Errorf("then a guest gets %d: %s", w.Code, w.Body)
	}
	if w := kim("/lock"); w.Code != http.StatusForbidden {
		t.Errorf("a guest is told of the lock: %d", w.Code)
	}
}
