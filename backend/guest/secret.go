package guest

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// secretBytes is how long a secret is: 256 bits, which nobody guesses, so that a
// fast hash is enough at rest.
const secretBytes = 32

// newSecret is a fresh secret, as it is written in links and cookies.
func newSecret() string {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

// hashOf is what is kept of a secret; false for what no secret looks like.
func hashOf(secret string) (Hash, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
	if err != nil || len(raw) != secretBytes || len(secret) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return Hash{}, false
	}
	return sha256.Sum256(raw), true
}

// same compares hashes in a time that depends on neither.
func (h Hash) same(other Hash) bool { return subtle.ConstantTimeCompare(h[:], other[:]) == 1 }

// token is what a link carries: the id of the guest, by which the secret is
// found, and the secret.
func token(id, secret string) string { return id + "." + secret }

// parse takes a token apart; ok is false for what no token looks like. The id of
// a guest is a ULID or another short name of letters, digits and hyphens.
func parse(token string) (id string, hash Hash, ok bool) {
	id, secret, found := strings.Cut(token, ".")
	if !found || id == "" || len(id) > 64 || strings.IndexFunc(id, notOfAnID) >= 0 {
		return "", Hash{}, false
	}
	hash, ok = hashOf(secret)
	return id, hash, ok
}

func notOfAnID(c rune) bool {
	return c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
}

// Prefix is the part of a token that names its guest, for counting attempts;
// "" for what no token looks like.
func Prefix(token string) string {
	id, _, ok := parse(token)
	if !ok {
		return ""
	}
	return id
}

// Words are the spoken check of a secret: six words out of 256, in English and in
// Korean, that owner and guest read to one another. They say nothing of the
// secret itself: they are taken from a hash of its hash.
func (h Hash) Words() (en, ko []string) {
	sum := sha256.Sum256(append([]byte("meridian spoken check\x00"), h[:]...))
	english, korean := strings.Fields(englishWords), strings.Fields(koreanWords)
	for _, b := range sum[:6] {
		en, ko = append(en, english[b]), append(ko, korean[b])
	}
	return en, ko
}
