// Package recovery makes the key that opens what a forgotten passphrase has shut.
//
// Terms: a recovery key is a random secret that a person keeps on paper; it is
// written in groups of letters and digits that cannot be taken for one another.
// Its lock is the half of it that stays with the program: what the lock has
// sealed the key alone opens.
//
// Promise: a lock tells nothing of its key. A key that was mistyped is told from
// one that is another's. What is sealed is opened whole or not at all: sealing is
// HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
package recovery

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"strings"

	"meridian/backend/fault"
)

const (
	random  = 18 // bytes: 144 bits, out of reach of guessing
	check   = 2  // bytes of a hash after them, by which a typing error is found
	perWord = 4  // symbols in a group
)

// Groups is how many groups a key is written in.
const Groups = (random + check) * 8 / 5 / perWord

// purpose keeps what is sealed here from being taken for anything else.
const purpose = "meridian recovery v1"

// ErrForm is returned for what is no recovery key, or was mistyped.
var ErrForm = fault.New(fault.Invalid, "recovery.form",
	fault.Text{EN: "This is not a recovery key; something in it is mistyped.", KO: "복구 키가 아니거나 잘못 적은 글자가 있습니다."},
	fault.Text{EN: "It has 8 groups of 4 letters and digits. Compare it with your sheet.", KO: "복구 키는 4글자씩 8묶음입니다. 적어 둔 종이와 비교해 보세요."})

// ErrOther is returned where a recovery key is not the one that belongs here.
var ErrOther = fault.New(fault.Refused, "recovery.other",
	fault.Text{EN: "This recovery key belongs to something else.", KO: "여기에 맞는 복구 키가 아닙니다."},
	fault.Text{EN: "Look for the sheet with the date of this one.", KO: "날짜가 맞는 복구 키를 찾아보세요."})

// letters are Crockford's: none looks like another, and none makes a bad word.
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Key is a recovery key. The zero Key is none.
type Key struct{ secret [random]byte }

// New makes a key.
func New() Key {
	var k Key
	_, _ = rand.Read(k.secret[:]) // never fails: crypto/rand ends the program instead
	return k
}

// alike reads what a hand may have written for what is meant.
var alike = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "", "\t", "", "\n", "", "\r", "", "·", "")

// Parse reads a key however it was spaced. It fails with ErrForm.
func Parse(text string) (Key, error) {
	if len(text) > 256 {
		return Key{}, ErrForm
	}
	text = alike.Replace(strings.ToUpper(text))
	raw, err := letters.DecodeString(text)
	if err != nil || len(text) != Groups*perWord {
		return Key{}, ErrForm
	}
	var k Key
	copy(k.secret[:], raw)
	if sum := sha256.Sum256(k.secret[:]); string(sum[:check]) != string(raw[random:]) {
		return Key{}, ErrForm
	}
	return k, nil
}

// Words are the groups that the key is written in.
func (k Key) Words() []string {
	sum := sha256.Sum256(k.secret[:])
	text := letters.EncodeToString(append(k.secret[:], sum[:check]...))
	words := make([]string, 0, Groups)
	for ; text != ""; text = text[perWord:] {
		words = append(words, text[:perWord])
	}
	return words
}

// String is the key as it is written.
func (k Key) String() string { return strings.Join(k.Words(), "-") }

// Same reports whether two groups are the same, as they are read from a hand.
func Same(a, b string) bool {
	return alike.Replace(strings.ToUpper(a)) == alike.Replace(strings.ToUpper(b))
}

func (k Key) private() (hpke.PrivateKey, error) {
	return hpke.DHKEM(ecdh.X25519()).DeriveKeyPair(k.secret[:])
}

// Lock is the half of the key that may lie about, in base64.
func (k Key) Lock() (string, error) {
	private, err := k.private()
	if err != nil {
		return "", fmt.Errorf("derive the lock of a recovery key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(private.PublicKey().Bytes()), nil
}

// Fits reports whether the key is the one of a lock. A lock is no secret.
func (k Key) Fits(lock string) bool {
	own, err := k.Lock()
	return err == nil && own == lock
}

// Seal has a secret opened by the key of a lock alone.
func Seal(lock string, secret []byte) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(lock)
	if err != nil {
		return nil, fmt.Errorf("read the lock of a recovery key: %w", err)
	}
	public, err := hpke.DHKEM(ecdh.X25519()).NewPublicKey(raw)
	if err != nil {
		return nil, fmt.Errorf("read the lock of a recovery key: %w", err)
	}
	return hpke.Seal(public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(purpose), secret)
}

// Open is what was sealed. It fails with ErrOther, also where it was changed.
func (k Key) Open(sealed []byte) ([]byte, error) {
	private, err := k.private()
	if err != nil {
		return nil, fmt.Errorf("derive a recovery key: %w", err)
	}
	secret, err := hpke.Open(private, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(purpose), sealed)
	if err != nil {
		return nil, ErrOther.With(err)
	}
	return secret, nil
}
