package cfaccess

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"meridian/backend/guest"
)

var door = guest.Door{Team: "meridian-tests", Audience: "0123456789abcdef0123456789abcdef"}

// team signs tokens and serves its keys, as Cloudflare does for a team.
type team struct {
	t       *testing.T
	key     *rsa.PrivateKey
	kid     string
	fetches atomic.Int32
	now     time.Time
}

func newTeam(t *testing.T) (*team, *Verifier) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &team{t: t, key: key, kid: "k1", now: time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		c.fetches.Add(1)
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: c.key.Public(), KeyID: c.kid, Algorithm: "RS256", Use: "sig"}}})
	}))
	t.Cleanup(server.Close)
	return c, &Verifier{Now: func() time.Time { return c.now }, Keys: func(string) string { return server.URL }}
}

func (c *team) claims(change map[string]any) map[string]any {
	said := map[string]any{
		"iss": "https://meridian-tests.cloudflareaccess.com", "aud": []string{door.Audience}, "sub": "u1", "email": "kim@example.com",
		"iat": c.now.Unix(), "nbf": c.now.Unix(), "exp": c.now.Add(time.Hour).Unix(),
	}
	for name, value := range change {
		said[name] = value
	}
	return said
}

func (c *team) sign(key any, kid string, alg jose.SignatureAlgorithm, said map[string]any) string {
	c.t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	raw, _ := json.Marshal(said)
	signed, err := signer.Sign(raw)
	if err != nil {
		c.t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		c.t.Fatal(err)
	}
	return token
}

func TestOnlyAGoodTokenPasses(t *testing.T) {
	c, v := newTeam(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	good := c.sign(c.key, c.kid, jose.RS256, c.claims(nil))
	parts := strings.Split(good, ".")
	fold := func(v any) string { raw, _ := json.Marshal(v); return base64.RawURLEncoding.EncodeToString(raw) }
	for name, tt := range map[string]struct{ token, want string }{
		"a person":             {good, "kim@example.com"},
		"a service token":      {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"sub": "", "email": "", "common_name": "abc.access"})), "abc.access"},
		"a name beside a user": {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"email": "", "common_name": "abc.access"})), ""},
		"an e-mail of nobody":  {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"sub": ""})), ""},
		"expired":              {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"exp": c.now.Add(-time.Second).Unix()})), ""},
		"not yet":              {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"nbf": c.now.Add(time.Hour).Unix()})), ""},
		"another application":  {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"aud": []string{"another"}})), ""},
		"another team":         {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"iss": "https://evil.cloudflareaccess.com"})), ""},
		"a longer team":        {c.sign(c.key, c.kid, jose.RS256, c.claims(map[string]any{"iss": "https://meridian-tests.cloudflareaccess.com.evil.example"})), ""},
		"another key":          {c.sign(other, c.kid, jose.RS256, c.claims(nil)), ""},
		"another algorithm":    {c.sign(c.key, c.kid, jose.PS256, c.claims(nil)), ""},
		"a shared secret":      {c.sign([]byte(strings.Repeat("x", 32)), c.kid, jose.HS256, c.claims(nil)), ""},
		"alg none":             {fold(map[string]any{"alg": "none", "kid": c.kid}) + "." + parts[1] + ".", ""},
		"alg none, signed":     {fold(map[string]any{"alg": "none", "kid": c.kid}) + "." + parts[1] + "." + parts[2], ""},
		"other claims":         {parts[0] + "." + fold(c.claims(map[string]any{"email": "evil@example.com"})) + "." + parts[2], ""},
		"nothing":              {"", ""},
		"dots":                 {"..", ""},
		"very long":            {strings.Repeat("a", longestToken+1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := v.Verify(t.Context(), door, tt.token)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("%q, %v; want %q", got, err, tt.want)
			}
		})
	}
	if n := c.fetches.Load(); n != 1 {
		t.Errorf("the keys were fetched %d times", n)
	}
}

// Whoever makes up keys makes us ask Cloudflare once a minute and no more.
func TestUnknownKeysAreAskedForOnceAMinute(t *testing.T) {
	c, v := newTeam(t)
	for range 20 {
		_, _ = v.Verify(t.Context(), door, c.sign(c.key, "made-up", jose.RS256, c.claims(nil)))
	}
	if n := c.fetches.Load(); n != 1 {
		t.Fatalf("20 forged tokens made %d fetches", n)
	}
	c.kid = "k2" // the team has a new key
	fresh := c.sign(c.key, "k2", jose.RS256, c.claims(nil))
	if _, err := v.Verify(t.Context(), door, fresh); err == nil {
		t.Error("a key was known that was never fetched")
	}
	c.now = c.now.Add(fetchPause)
	if _, err := v.Verify(t.Context(), door, fresh); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func FuzzGlance(f *testing.F) {
	f.Add("")
	f.Add("e30.e30.e30")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Fuzz(func(t *testing.T, token string) {
		kid, err := glance(token, "https://x.cloudflareaccess.com", "aud", time.Unix(0, 0))
		if err == nil && (kid == "" || len(kid) > longestID) {
			t.Errorf("%q names the key %q", token, kid)
		}
	})
}

func FuzzKeysIn(f *testing.F) {
	f.Add([]byte(`{"keys":[]}`))
	f.Add([]byte(`{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		keys, err := keysIn(raw)
		if err == nil && len(keys) > mostKeys {
			t.Errorf("%d keys", len(keys))
		}
	})
}
