// Package release reads what is the newest Meridian from a signed manifest.
//
// Terms: a manifest is a release and a signature of its bytes by the key of
// those who make releases; the key's public half is compiled into the program.
//
// Promise: nothing of a manifest is believed before its signature is checked.
// Reading one tells the program that there is a newer version, and nothing
// more: it fetches no program and starts none.
package release

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"meridian/backend/fault"
)

// Release is one version of the program.
type Release struct {
	Version string            `json:"version"` // such as 1.2.3
	Made    time.Time         `json:"made"`
	Sums    map[string]string `json:"sums"` // SHA-256 in hex, by the name of the file
}

// Most is how large a manifest may be, in bytes.
const Most = 64 << 10

// The faults of this package.
var (
	ErrNoKey = fault.New(fault.Unavailable, "release.noKey",
		fault.Text{EN: "This program was built without the key that releases are checked by.", KO: "이 프로그램에는 배포판을 확인할 열쇠가 들어 있지 않습니다."},
		fault.Text{EN: "Look for a newer version where you got this one.", KO: "프로그램을 받은 곳에서 새 버전을 확인하세요."})
	ErrNotSigned = fault.New(fault.Refused, "release.notSigned",
		fault.Text{EN: "What was found there is not signed by those who make Meridian.", KO: "그곳에 있는 정보에 Meridian 제작자의 서명이 없습니다."},
		fault.Text{EN: "Check the address. Do not install what is offered there.", KO: "주소를 확인하고, 거기서 받은 것을 설치하지 마세요."})
)

// Key reads the public half of a key, in hex.
func Key(text string) (ed25519.PublicKey, error) {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, ErrNoKey
	}
	return key, nil
}

// Read is the release in a manifest that is signed by key. It fails with
// ErrNotSigned.
func Read(manifest []byte, key ed25519.PublicKey) (Release, error) {
	var signed struct {
		Release   json.RawMessage `json:"release"`
		Signature string          `json:"signature"` // Ed25519 over the bytes of release, base64
	}
	if len(manifest) > Most {
		return Release{}, ErrNotSigned
	}
	if err := json.Unmarshal(manifest, &signed); err != nil {
		return Release{}, ErrNotSigned.With(err)
	}
	signature, err := base64.StdEncoding.DecodeString(signed.Signature)
	if err != nil || !ed25519.Verify(key, signed.Release, signature) {
		return Release{}, ErrNotSigned
	}
	var r Release
	if err := json.Unmarshal(signed.Release, &r); err != nil {
		return Release{}, ErrNotSigned.With(err)
	}
	if _, ok := numbers(r.Version); !ok {
		return Release{}, ErrNotSigned
	}
	return r, nil
}

// Newer reports whether version a comes after b. What is no version comes after
// nothing.
func Newer(a, b string) bool {
	x, ok := numbers(a)
	y, known := numbers(b)
	if !ok || !known {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return x[i] > y[i]
		}
	}
	return false
}

// numbers reads 1.2.3.
func numbers(version string) (n [3]int, ok bool) {
	parts := strings.Split(version, ".")
	if len(parts) != len(n) {
		return n, false
	}
	for i, part := range parts {
		value, err := strconv.ParseUint(part, 10, 31)
		if err != nil {
			return n, false
		}
		n[i] = int(value)
	}
	return n, true
}
