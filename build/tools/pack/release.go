package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// packSums writes SHA256SUMS of every file in a directory, in the order of
// their names, as sha256sum --check reads it.
func packSums(args []string) error {
	dir := args[0]
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range files {
		if f.IsDir() || f.Name() == "SHA256SUMS" {
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(body), f.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(b.String()), 0o644)
}

// release is the newest version, as programs that look for one read it. The
// form is that of the package release in the program.
type release struct {
	Version string            `json:"version"`
	Made    time.Time         `json:"made"`
	Until   time.Time         `json:"until"`
	Sums    map[string]string `json:"sums"` // SHA-256 in hex, by the name of the file
}

// signed is a release and what proves whose it is.
type signed struct {
	Release   json.RawMessage `json:"release"`
	Signature string          `json:"signature"` // Ed25519 over the bytes of release, base64
}

// lasts is how long a manifest is believed, so that nobody can show an old one for
// ever. It is signed anew, with a later epoch, when nothing was released meanwhile.
const lasts = 365 * 24 * time.Hour

// packManifest writes release.json of a directory with SHA256SUMS, signed by the
// key in MERIDIAN_RELEASE_KEY.
func packManifest(args []string) error {
	flags := flag.NewFlagSet("manifest", flag.ContinueOnError)
	number := flags.String("version", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir := flags.Arg(0)
	seed, err := base64.StdEncoding.DecodeString(os.Getenv("MERIDIAN_RELEASE_KEY"))
	if err != nil || len(seed) != ed25519.SeedSize {
		return fmt.Errorf("MERIDIAN_RELEASE_KEY is no key; pack key makes one")
	}
	at, err := epoch()
	if err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		return err
	}
	r := release{Version: *number, Made: at, Until: at.Add(lasts), Sums: map[string]string{}}
	for line := range strings.Lines(string(sums)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			r.Sums[name] = sum
		}
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	signature := ed25519.Sign(ed25519.NewKeyFromSeed(seed), body)
	whole, err := json.Marshal(signed{body, base64.StdEncoding.EncodeToString(signature)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "release.json"), append(whole, '\n'), 0o644)
}

// packKey prints a fresh key for releases: the secret half for
// MERIDIAN_RELEASE_KEY, the public half for MERIDIAN_RELEASE_PUBLIC.
func packKey([]string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	fmt.Printf("MERIDIAN_RELEASE_KEY=%s\nMERIDIAN_RELEASE_PUBLIC=%s\n",
		base64.StdEncoding.EncodeToString(private.Seed()), hex.EncodeToString(public))
	return nil
}
