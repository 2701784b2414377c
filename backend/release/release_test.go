package release

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// signed is a manifest of body by a key of its own.
func signed(t testing.TB, body string) ([]byte, ed25519.PublicKey) {
	t.Helper()
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat("s", ed25519.SeedSize)))
	raw, err := json.Marshal(map[string]any{
		"release": json.RawMessage(body), "signature": base64.StdEncoding.EncodeToString(ed25519.Sign(private, []byte(body))),
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw, private.Public().(ed25519.PublicKey)
}

func TestRead(t *testing.T) {
	manifest, key := signed(t, `{"version":"1.2.3","made":"2026-03-01T00:00:00Z","sums":{"a.deb":"00"}}`)
	r, err := Read(manifest, key)
	if err != nil || r.Version != "1.2.3" || r.Sums["a.deb"] != "00" {
		t.Fatalf("%+v, %v", r, err)
	}
	other := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	noVersion, _ := signed(t, `{"version":"newest"}`)
	if _, err := Read(append(manifest, make([]byte, Most)...), key); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too long: %v", err)
	}
	for name, c := range map[string]struct {
		manifest []byte
		key      ed25519.PublicKey
	}{
		"another key":        {manifest, other},
		"a changed version":  {[]byte(strings.Replace(string(manifest), "1.2.3", "9.2.3", 1)), key},
		"no signature":       {[]byte(`{"release":{"version":"1.2.3"}}`), key},
		"rubbish":            {[]byte("<html>"), key},
		"signed, no version": {noVersion, key},
	} {
		if _, err := Read(c.manifest, c.key); !errors.Is(err, ErrNotSigned) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewer(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"0.1.1", "0.1.0", true}, {"0.1.0", "0.1.0", false}, {"0.1.0", "0.1.1", false}, {"0.10.0", "0.9.9", true},
		{"1.0.0", "0.99.99", true}, {"x", "0.1.0", false}, {"1.0.0", "x", false}, {"1.0", "0.1.0", false}, {"1.0.-1", "0.1.0", false},
	} {
		if got := Newer(c.a, c.b); got != c.want {
			t.Errorf("Newer(%s, %s) = %t", c.a, c.b, got)
		}
	}
}

func TestCurrent(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	seen := Release{Version: "1.2.0", Made: now}
	for name, c := range map[string]struct {
		release Release
		want    error
	}{
		"the same":                           {Release{Version: "1.2.0", Made: now}, nil},
		"a newer one":                        {Release{Version: "1.3.0", Made: now.Add(1), Until: now.Add(1)}, nil},
		"the same version, signed anew":      {Release{Version: "1.2.0", Made: now.Add(1)}, nil},
		"an older version":                   {Release{Version: "1.1.9", Made: now.Add(1)}, ErrOlder},
		"a newer version, in an older list":  {Release{Version: "1.3.0", Made: now.Add(-1)}, ErrOlder},
		"a list that has run out":            {Release{Version: "1.3.0", Made: now.Add(1), Until: now.Add(-1)}, ErrExpired},
		"a list that has run out and is old": {Release{Version: "1.0.0", Until: now.Add(-1)}, ErrExpired},
	} {
		if err := c.release.Current(seen, now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Release{Version: "0.0.1"}).Current(Release{}, now); err != nil {
		t.Errorf("the first that is seen: %v", err)
	}
}

func TestKey(t *testing.T) {
	_, key := signed(t, `{}`)
	if got, err := Key(hex.EncodeToString(key)); err != nil || !got.Equal(key) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "00", "zz"} {
		if _, err := Key(text); !errors.Is(err, ErrNoKey) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	manifest, key := signed(f, `{"version":"1.2.3"}`)
	f.Add(manifest)
	f.Add([]byte(`{"release":null,"signature":""}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := Read(raw, key); err == nil && r.Version != "1.2.3" {
			t.Errorf("%+v was believed", r)
		}
	})
}
