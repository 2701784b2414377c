package backend

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meridian/backend/doctor"
	"meridian/backend/httpapi"
	"meridian/backend/release"
	"meridian/backend/settings"
)

func TestUpdatesAreLookedForOnlyWhereAskedAndBelievedOnlyWhenSigned(t *testing.T) {
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	releaseKey = hex.EncodeToString(private.Public().(ed25519.PublicKey))
	defer func() { releaseKey = "" }()
	manifest := func(version string) string {
		body, err := json.Marshal(release.Release{Version: version})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(map[string]any{"release": json.RawMessage(body), "signature": base64.StdEncoding.EncodeToString(ed25519.Sign(private, body))})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "release.json")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	forged := manifest("9.9.9")
	raw, err := os.ReadFile(forged)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(forged, []byte(strings.Replace(string(raw), "9.9.9", "9.9.8", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, place string
		want        doctor.Verdict
	}{
		{"off", "", doctor.Skipped},
		{"the same version", manifest(Version), doctor.Fine},
		{"a newer version", manifest("99.0.0"), doctor.Warning},
		{"a forged one", forged, doctor.Warning},
		{"nothing there", filepath.Join(t.TempDir(), "none"), doctor.Warning},
	} {
		p := &patient{opts: Options{Data: t.TempDir(), Now: fixed}, chosen: settings.Settings{Updates: c.place}}
		found, err := p.lookAtUpdate(t.Context())
		if err != nil || len(found) != 1 || found[0].Verdict != c.want {
			t.Errorf("%s: %+v, %v", c.name, found, err)
		}
		if c.name == "a forged one" && found[0].Text != release.ErrNotSigned.Title {
			t.Errorf("forged: %+v", found[0])
		}
	}
	releaseKey = ""
	keyless := lookout{Now: fixed()}
	if _, err := keyless.newest(t.Context(), manifest("99.0.0")); !errors.Is(err, release.ErrNoKey) {
		t.Errorf("without a key: %v", err)
	}
}

// pack is the tool that signs releases, compiled from its own module.
func pack(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "pack")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-C", filepath.Join("..", "build", "tools"), "-o", tool, "./pack").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return tool
}

// newKey has the tool make a key: both halves, as the environment is given them.
func newKey(t *testing.T, tool string) (secret, public string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), tool, "key").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "MERIDIAN_RELEASE_KEY":
			secret = value
		case "MERIDIAN_RELEASE_PUBLIC":
			public = value
		}
	}
	return secret, public
}

// releases makes releases as build/package does: a directory with a program, its
// sum, and the manifest that the tool signs with a key from the environment.
type releases struct {
	t    *testing.T
	tool string
}

func (r releases) signed(secret, version string, made time.Time) []byte {
	r.t.Helper()
	dir := r.t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "meridian.deb"), []byte(version), 0o600); err != nil {
		r.t.Fatal(err)
	}
	for _, args := range [][]string{{"sums", dir}, {"manifest", "--version", version, dir}} {
		cmd := exec.CommandContext(r.t.Context(), r.tool, args...)
		cmd.Env = append(os.Environ(), "MERIDIAN_RELEASE_KEY="+secret, "SOURCE_DATE_EPOCH="+strconv.FormatInt(made.Unix(), 10))
		if out, err := cmd.CombinedOutput(); err != nil {
			r.t.Fatalf("%v: %s", err, out)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "release.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	return raw
}

// releaseHost serves the manifest that it was given last, over TLS on loopback.
type releaseHost struct {
	mu   sync.Mutex
	body []byte
	to   string // leads elsewhere instead
}

func (s *releaseHost) put(body []byte, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.body, s.to = body, to
}

func (s *releaseHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.to != "" && r.URL.Path == "/release.json" {
		http.Redirect(w, r, s.to, http.StatusFound)
		return
	}
	_, _ = w.Write(s.body)
}

// TestAReleaseIsFoundAndForgeriesAreRefused goes the whole way: the tool signs, a
// server shows, and the running program believes it or says why not.
func TestAReleaseIsFoundAndForgeriesAreRefused(t *testing.T) {
	made := releases{t, pack(t)}
	secret, public := newKey(t, made.tool)
	other, _ := newKey(t, made.tool)
	releaseKey = public
	defer func() { releaseKey = "" }()
	at := &releaseHost{}
	server := httptest.NewTLSServer(at)
	defer server.Close()
	plain := httptest.NewServer(at)
	defer plain.Close()
	app, err := New(t.Context(), Options{Data: t.TempDir(), Port: NoPort, Now: fixed, NewID: names(), Pages: somePages, Updates: server.Client(), cold: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	}()
	now := fixed()
	look := func() *httptest.ResponseRecorder { return send(t, app, "POST", "/updates/look", nil) }
	if w := look(); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nobody chose an address, and it gave %d: %s", w.Code, w.Body)
	}
	ask[settings.Settings](t, app, "PATCH", "/settings", map[string]any{"updates": server.URL + "/release.json"})

	ours := made.signed(secret, "99.1.0", now.Add(-time.Hour))
	at.put(ours, "")
	var found httpapi.UpdateLook
	if w := look(); w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &found) != nil || found.Newest != "99.1.0" || !found.Newer || found.Files != 1 {
		t.Fatalf("a release of ours gave %d: %s", w.Code, w.Body)
	}
	changed := bytes.Replace(ours, []byte("99.1.0"), []byte("99.2.0"), 1)
	sum := regexp.MustCompile(`"meridian.deb":"[0-9a-f]`).FindIndex(ours)
	otherSum := bytes.Clone(ours)
	otherSum[sum[1]-1] ^= 1
	for _, c := range []struct {
		name string
		body []byte
		to   string
		want string
	}{
		{"another version", changed, "", "release.notSigned"},
		{"one byte of a sum", otherSum, "", "release.notSigned"},
		{"signed by somebody else", made.signed(other, "99.2.0", now), "", "release.notSigned"},
		{"an older version", made.signed(secret, "99.0.9", now), "", "release.older"},
		{"a list from before", made.signed(secret, "99.1.0", now.Add(-2*time.Hour)), "", "release.older"},
		{"one that has run out", made.signed(secret, "99.3.0", now.AddDate(-1, 0, -1)), "", "release.expired"},
		{"too large", append(bytes.Clone(ours), bytes.Repeat([]byte(" "), release.Most)...), "", "release.tooLarge"},
		{"by a way that others read", ours, plain.URL + "/elsewhere.json", "release.plain"},
		{"round and round", ours, server.URL + "/release.json", "release.unreachable"},
	} {
		at.put(c.body, c.to)
		var told httpapi.ProblemDocument
		if w := look(); w.Code < 400 || json.Unmarshal(w.Body.Bytes(), &told) != nil || told.Code != c.want || told.Title == "" || told.Fix == "" {
			t.Errorf("%s gave %d: %s", c.name, w.Code, w.Body)
		}
	}
	at.put(made.signed(secret, "99.2.0", now), server.URL+"/elsewhere.json")
	if w := look(); w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &found) != nil || found.Newest != "99.2.0" {
		t.Errorf("the next one, by a way that nobody reads, gave %d: %s", w.Code, w.Body)
	}
	server.Close()
	var told httpapi.ProblemDocument
	if w := look(); json.Unmarshal(w.Body.Bytes(), &told) != nil || told.Code != "release.unreachable" {
		t.Errorf("nobody there gave %d: %s", w.Code, w.Body)
	}
}
