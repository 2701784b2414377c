package backend

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"meridian/backend/doctor"
	"meridian/backend/durable"
	"meridian/backend/fault"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

// looked is an examination by the ids of its findings.
func looked(t *testing.T, dir string) (map[string]doctor.Finding, doctor.Examination) {
	t.Helper()
	exam, err := examine(t.Context(), Options{Data: dir, Now: fixed, Model: ModelOptions{Addresses: []string{}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]doctor.Finding{}
	for _, f := range exam.Findings {
		if f.Text.EN == "" || f.Text.KO == "" || f.Verdict != doctor.Fine && f.Verdict != doctor.Skipped && (f.Fix.EN == "" || f.Fix.KO == "") {
			t.Errorf("%s says too little: %+v", f.ID, f)
		}
		found[f.ID] = f
	}
	return found, exam.Redacted(exam.Private)
}

func TestTheDoctorBeforeThereIsData(t *testing.T) {
	found, _ := looked(t, t.TempDir())
	if found["engine"].Verdict != doctor.Fine || found["store"].Verdict != doctor.Skipped {
		t.Errorf("%+v", found)
	}
}

func TestTheDoctorWhileAProgramRuns(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	found, _ := looked(t, dir)
	if found["store"].Verdict != doctor.Fine || found["open"].Verdict != doctor.Fine {
		t.Errorf("%+v", found)
	}
	if _, seen := found["backup"]; seen {
		t.Error("what another program holds was opened")
	}
}

func TestTheDoctorFindsWhatIsWrongAndItsReportNamesNobody(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Dropbox", "kim-household")
	app := open(t, dir)
	entries, err := app.api.Plans.List(t.Context())
	if err != nil || len(entries) == 0 {
		t.Fatal(err)
	}
	secret, err := plan.Demo("us")
	if err != nil {
		t.Fatal(err)
	}
	secret.Name = "Confidential Household"
	if _, err := app.api.Plans.Create(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	_, err = app.ChangeSettings(t.Context(), func(s settings.Settings) (settings.Settings, error) {
		s.GPU, s.Backup.Folder, s.Model.Chat, s.Model.Address = settings.GPUSoftware, filepath.Join(dir, "no such drive"), "kimmodel:1b", "http://127.0.0.1:9"
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, databaseName), 0o644); err != nil {
		t.Fatal(err)
	}
	found, report := looked(t, dir)
	for id, want := range map[string]doctor.Verdict{
		"engine": doctor.Fine, "place": doctor.Warning, "modes": doctor.Warning, "store": doctor.Fine,
		"backup": doctor.Warning, "gpu": doctor.Warning, "model.host": doctor.Warning,
	} {
		if found[id].Verdict != want {
			t.Errorf("%s is %q, want %q: %+v", id, found[id].Verdict, want, found[id])
		}
	}
	if report.Worst() != doctor.Warning {
		t.Errorf("the whole is %s", report.Worst())
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{dir, "kim-household", "Confidential", "127.0.0.1"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("%q is in the report: %s", word, raw)
		}
	}
}

func TestTheDoctorSeesATornPage(t *testing.T) {
	dir := t.TempDir()
	app := open(t, dir)
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, databaseName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 3 * 16384; i < 4*16384; i++ {
		content[i] ^= 0x5a
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	found, report := looked(t, dir)
	if found["store"].Verdict != doctor.Wrong || report.Worst() != doctor.Wrong {
		t.Errorf("%+v", found["store"])
	}
}

// TestADoctorSeesWhoElseMayReadSecrets opens one of the files beside the data to
// others: those of sharing lie a directory further down.
func TestADoctorSeesWhoElseMayReadSecrets(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes there")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{passphraseName, filepath.Join(shareName, "token")} {
		if err := durable.Write(filepath.Join(dir, name), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	modes := func() doctor.Finding { return lookAtPlace(dir)[1] }
	if f := modes(); f.ID != "modes" || f.Verdict != doctor.Fine || !strings.Contains(f.Text.EN, "keychain") {
		t.Errorf("all are closed: %+v", f)
	}
	for _, name := range []string{passphraseName, filepath.Join(shareName, "token"), shareName} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, info.Mode().Perm()|0o040); err != nil {
			t.Fatal(err)
		}
		if f := modes(); f.Verdict != doctor.Warning || f.Fix.EN == "" {
			t.Errorf("%s is open to others: %+v", name, f)
		}
		if err := os.Chmod(path, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWayInIsGivenToWhoMayReadTheData(t *testing.T) {
	dir := t.TempDir()
	if _, err := knock(t.Context(), dir); fault.Of(err) != fault.Unavailable {
		t.Errorf("nobody runs: %v", err)
	}
	app := open(t, dir, func(o *Options) { o.Port = 0 })
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- (&Program{opts: app.opts, app: app}).Run(ctx) }()
	eventually(t, "the program is found", func() bool {
		_, err := knock(t.Context(), dir)
		return err == nil
	})
	door, err := knock(t.Context(), dir)
	if err != nil || door.Address != app.Address() {
		t.Fatalf("%+v, %v", door, err)
	}
	if info, err := os.Stat(filepath.Join(dir, runningName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the way in: %v, %v", info, err)
	}
	once := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, want := range []int{http.StatusSeeOther, http.StatusUnauthorized} { // a way in is good once
		response, err := once.Get(door.Enter)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("entering: %d, want %d", response.StatusCode, want)
		}
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if _, err := knock(t.Context(), dir); fault.Of(err) != fault.Unavailable {
		t.Errorf("after the end: %v", err)
	}
}

func TestHealthzTellsNothingElse(t *testing.T) {
	app := open(t, t.TempDir())
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		app.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:0/healthz", nil))
		return w
	}
	if w := ask(); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if err := app.store.Close(); err != nil {
		t.Fatal(err)
	}
	if w := ask(); w.Code < 500 {
		t.Errorf("without its data: %d %q", w.Code, w.Body)
	}
}
