// Package cfaccess verifies the tokens that Cloudflare Access gives to whoever
// has passed it on the way here.
//
// Promise: only a token passes that was signed with RS256 by a key of exactly the
// team that the owner named, for exactly the application, and has not expired.
// What does not even look like one is refused before a key is looked for, and keys
// are asked for once a minute at most, whatever tokens come. They are fetched from
// Cloudflare, over TLS, and only when a token has come that needs one.
package cfaccess

import (
	"context"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"meridian/backend/guest"
)

// The limits of what is read, and how often keys are asked for.
const (
	longestToken = 16 << 10 // bytes
	longestKeys  = 1 << 20
	mostKeys     = 64
	longestID    = 128
	fetchTime    = 10 * time.Second
	fetchPause   = time.Minute
	keysKept     = 24 * time.Hour
)

// errRefused is why a token lets nobody in; more is not told, since whoever sent it
// would learn from it.
var errRefused = errors.New("the token of Cloudflare Access is not good")

// Verifier verifies tokens. Now must be set.
type Verifier struct {
	Now    func() time.Time
	Client *http.Client             // fetches keys; nil is http.DefaultClient
	Keys   func(team string) string // address of a team's keys; nil is Cloudflare's

	mu    sync.Mutex
	teams map[string]keyring
}

// keyring is the keys of one team, and when they were last asked for.
type keyring struct {
	keys    map[string]crypto.PublicKey // by their id
	fetched time.Time
	asked   time.Time
}

// Verify is the e-mail that a token is for, or of a program its client id.
func (v *Verifier) Verify(ctx context.Context, d guest.Door, token string) (string, error) {
	issuer := "https://" + d.Team + ".cloudflareaccess.com"
	kid, err := glance(token, issuer, d.Audience, v.Now())
	if err != nil {
		return "", err
	}
	key, err := v.key(ctx, d.Team, issuer, kid)
	if err != nil {
		return "", err
	}
	verifier := oidc.NewVerifier(issuer, &oidc.StaticKeySet{PublicKeys: []crypto.PublicKey{key}}, &oidc.Config{
		ClientID: d.Audience, SupportedSigningAlgs: []string{oidc.RS256}, Now: v.Now,
	})
	good, err := verifier.Verify(ctx, token)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errRefused, err)
	}
	return bearer(good)
}

// bearer is who a token is for. A service token has no e-mail: its common name is
// the client id.
func bearer(token *oidc.IDToken) (string, error) {
	var said struct {
		Email string `json:"email"`
		Name  string `json:"common_name"`
	}
	if err := token.Claims(&said); err != nil {
		return "", fmt.Errorf("%w: %w", errRefused, err)
	}
	if said.Email != "" && token.Subject != "" {
		return said.Email, nil
	}
	if said.Name != "" && token.Subject == "" {
		return said.Name, nil
	}
	return "", errRefused
}

// audience is a list of names, or one.
type audience []string

// UnmarshalJSON reads both forms.
func (a *audience) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(a))
}

// glance refuses what cannot be good whatever its signature is, and says which key
// it names.
func glance(token, issuer, application string, now time.Time) (kid string, err error) {
	if len(token) > longestToken {
		return "", errRefused
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 || parts[2] == "" {
		return "", errRefused
	}
	var head struct {
		Alg string `json:"alg"`
		Kid string `json:"kid"`
	}
	var said struct {
		Issuer   string   `json:"iss"`
		Audience audience `json:"aud"`
		Expires  float64  `json:"exp"`
	}
	if unfold(parts[0], &head) != nil || unfold(parts[1], &said) != nil {
		return "", errRefused
	}
	if head.Alg != oidc.RS256 || head.Kid == "" || len(head.Kid) > longestID || said.Issuer != issuer ||
		!slices.Contains(said.Audience, application) || said.Expires <= float64(now.Unix()) {
		return "", errRefused
	}
	return head.Kid, nil
}

func unfold(part string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// key is a key of a team. Only for one that is not known, or when those that are
// may have been retired, are they fetched.
func (v *Verifier) key(ctx context.Context, team, issuer, kid string) (crypto.PublicKey, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	ring, now := v.teams[team], v.Now()
	stale := now.Sub(ring.fetched) >= keysKept
	if key, known := ring.keys[kid]; known && !stale {
		return key, nil
	}
	if !ring.asked.IsZero() && now.Sub(ring.asked) < fetchPause {
		return nil, errRefused
	}
	if v.teams == nil {
		v.teams = map[string]keyring{}
	}
	ring.asked = now
	v.teams[team] = ring
	keys, err := v.fetch(ctx, team, issuer)
	if err != nil {
		return nil, err
	}
	v.teams = map[string]keyring{team: {keys, now, now}} // the owner has one team at a time
	if key, known := keys[kid]; known {
		return key, nil
	}
	return nil, errRefused
}

// fetch asks for the keys of a team. Whoever gives up waiting does not end it for
// the next, who would have to wait a minute.
func (v *Verifier) fetch(ctx context.Context, team, issuer string) (map[string]crypto.PublicKey, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
	defer cancel()
	address := issuer + "/cdn-cgi/access/certs"
	if v.Keys != nil {
		address = v.Keys(team)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for keys of Cloudflare Access: %w", err)
	}
	client := v.Client
	if client == nil {
		client = http.DefaultClient
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask for keys of Cloudflare Access: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask for keys of Cloudflare Access: status %d", answer.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, longestKeys))
	if err != nil {
		return nil, fmt.Errorf("read keys of Cloudflare Access: %w", err)
	}
	return keysIn(raw)
}

// keysIn are the keys of a key set.
func keysIn(raw []byte) (map[string]crypto.PublicKey, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(raw, &set); err != nil {
		return nil, fmt.Errorf("read keys of Cloudflare Access: %w", err)
	}
	keys := map[string]crypto.PublicKey{}
	for _, key := range set.Keys {
		if key.IsPublic() && key.Valid() && key.KeyID != "" && len(keys) < mostKeys {
			keys[key.KeyID] = key.Key
		}
	}
	return keys, nil
}
