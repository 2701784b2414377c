package backend

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meridian/backend/doctor"
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
		p := &patient{chosen: settings.Settings{Updates: c.place}}
		found, err := p.lookAtUpdate(t.Context())
		if err != nil || len(found) != 1 || found[0].Verdict != c.want {
			t.Errorf("%s: %+v, %v", c.name, found, err)
		}
		if c.name == "a forged one" && found[0].Text != release.ErrNotSigned.Title {
			t.Errorf("forged: %+v", found[0])
		}
	}
	releaseKey = ""
	if _, err := newest(t.Context(), manifest("99.0.0")); !errors.Is(err, release.ErrNoKey) {
		t.Errorf("without a key: %v", err)
	}
}
