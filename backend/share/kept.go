package share

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"meridian/backend/durable"
)

// kept is what outlives the program: whether sharing was open, and at what
// address. It is a hint for the next start, never a permission.
type kept struct {
	Open    bool      `json:"open"`
	Way     Way       `json:"way"`
	Until   time.Time `json:"until"`
	Address string    `json:"address"`
}

// The files of sharing, in its own directory.
const (
	keptName  = "open.json"
	tokenName = "token"
)

func (s *Service) kept() kept {
	var k kept
	raw, err := os.ReadFile(s.path(keptName))
	if err != nil || json.Unmarshal(raw, &k) != nil {
		return kept{}
	}
	return k
}

func (s *Service) keep(k kept) {
	raw, err := json.Marshal(k)
	if err == nil {
		err = durable.Write(s.path(keptName), raw)
	}
	if err != nil {
		s.Log.Warn("what is shared could not be noted", "error", err)
	}
}

func (s *Service) tokenFile() string { return s.path(tokenName) }

func (s *Service) hasToken() bool {
	info, err := os.Stat(s.tokenFile())
	return err == nil && info.Mode().IsRegular()
}

// token is what stands in the token of a named tunnel.
type token struct {
	Account string `json:"a"`
	Secret  string `json:"s"`
	Tunnel  string `json:"t"`
}

// maxToken bounds a token, in bytes; Cloudflare's have about 200.
const maxToken = 4096

// CheckToken reports whether a text can be the token of a tunnel.
func CheckToken(text string) error {
	if len(text) > maxToken {
		return ErrBadToken
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		raw, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	}
	var t token
	if err != nil || json.Unmarshal(raw, &t) != nil || t.Account == "" || t.Secret == "" || len(t.Tunnel) != len("00000000-0000-0000-0000-000000000000") {
		return ErrBadToken
	}
	return nil
}

// SetToken keeps the token of the named tunnel, in a file that only the owner of
// the data can read; an empty one is forgotten.
func (s *Service) SetToken(text string) error {
	defer s.Changed()
	text = strings.TrimSpace(text)
	if text == "" {
		if err := os.Remove(s.tokenFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("forget the token: %w", err)
		}
		return nil
	}
	if err := CheckToken(text); err != nil {
		return err
	}
	if err := durable.Write(s.tokenFile(), []byte(text)); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	return nil
}
