// Package release reads what is the newest Meridian from a signed manifest.
//
// Terms: a manifest is a release and a signature of its bytes by the key of
// those who make releases; the key's public half is compiled into the program.
//
// Promise: nothing of a manifest is believed before its signature is checked, and
// none that is older than one that was seen, or has run out.
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
	Until   time.Time         `json:"until"` // after which it says nothing of what is newest; zero for ever
	Sums    map[string]string `json:"sums"`  // SHA-256 in hex, by the name of the file
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
	ErrTooLarge = fault.New(fault.Refused, "release.tooLarge",
		fault.Text{EN: "What was found there is too large for a list of releases.", KO: "그곳에 있는 파일은 배포 목록이라기에는 너무 큽니다."},
		fault.Text{EN: "Check the address. Nothing of it was read.", KO: "주소를 확인하세요. 내용은 읽지 않았습니다."})
	ErrOlder = fault.New(fault.Refused, "release.older",
		fault.Text{EN: "The list found there is older than what Meridian knows already.", KO: "그곳에 있는 목록은 Meridian이 이미 아는 것보다 오래되었습니다."},
		fault.Text{EN: "Somebody may be keeping newer ones back. Look where you got Meridian.", KO: "누군가 새 목록을 가리고 있을 수 있습니다. 프로그램을 받은 곳에서 확인하세요."})
	ErrExpired = fault.New(fault.Refused, "release.expired",
		fault.Text{EN: "The list found there has run out.", KO: "그곳에 있는 목록은 유효 기간이 지났습니다."},
		fault.Text{EN: "Somebody may be keeping newer ones back. Look where you got Meridian, and check this computer's clock.", KO: "누군가 새 목록을 가리고 있을 수 있습니다. 프로그램을 받은 곳과 이 컴퓨터의 시계를 확인하세요."})
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
// ErrTooLarge or ErrNotSigned.
func Read(manifest []byte, key ed25519.PublicKey) (Release, error) {
	var signed struct {
		Release   json.RawMessage `json:"release"`
		Signature string          `json:"signature"` // Ed25519 over the bytes of release, base64
	}
	if len(manifest) > Most {
		return Release{}, ErrTooLarge
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

// Current says whether a release, now, can be the newest for a program that has
// seen another: a signature stays right for ever, and whoever stands in between
// could show an old list again. It fails with ErrExpired or ErrOlder.
func (r Release) Current(seen Release, now time.Time) error {
	if !r.Until.IsZero() && now.After(r.Until) {
		return ErrExpired
	}
	if Newer(seen.Version, r.Version) || r.Made.Before(seen.Made) {
		return ErrOlder
	}
	return nil
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
