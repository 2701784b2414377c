package ollama

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"meridian/backend/fetch"
	"meridian/backend/hosting"
)

// The program that is offered, and where its makers publish it.
const (
	offered  = "0.32.15"
	releases = "https://github.com/ollama/ollama/releases/download"
	licence  = "MIT"
	sums     = "sha256sum.txt"
)

// maxSums is how long the list of sums may be, in bytes.
const maxSums = 1 << 20

// assets are the archives by system and processor.
var assets = map[string]string{
	"linux/amd64": "ollama-linux-amd64.tar.zst", "linux/arm64": "ollama-linux-arm64.tar.zst",
	"darwin/amd64": "ollama-darwin.tgz", "darwin/arm64": "ollama-darwin.tgz",
	"windows/amd64": "ollama-windows-amd64.zip", "windows/arm64": "ollama-windows-arm64.zip",
}

func (p Program) at(file string) string {
	base := p.Releases
	if base == "" {
		base = releases
	}
	return base + "/v" + offered + "/" + file
}

// Offer implements hosting.Program.
func (p Program) Offer(ctx context.Context) (hosting.Offer, error) {
	asset, there := assets[runtime.GOOS+"/"+runtime.GOARCH]
	if !there {
		return hosting.Offer{}, hosting.ErrNoOffer
	}
	o := hosting.Offer{Version: offered, From: p.at(asset), Licence: licence}
	var err error
	if o.SHA256, err = p.published(ctx, asset); err != nil {
		return hosting.Offer{}, err
	}
	if o.Bytes, err = fetch.Size(ctx, p.client(), o.From); err != nil {
		return hosting.Offer{}, worded(err)
	}
	o.Have = p.file(o).Have()
	return o, nil
}

// published is the sum that the makers publish of a file.
func (p Program) published(ctx context.Context, asset string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, fetch.Silence)
	defer cancel()
	resp, err := fetch.Request(ctx, p.client(), http.MethodGet, p.at(sums), nil)
	if err != nil {
		return "", worded(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(io.LimitReader(resp.Body, maxSums)); lines.Scan(); {
		sum, name, _ := strings.Cut(lines.Text(), " ")
		if raw, err := hex.DecodeString(sum); err == nil && len(raw) == sha256.Size && strings.TrimPrefix(strings.TrimLeft(name, " *"), "./") == asset {
			return sum, nil
		}
	}
	return "", hosting.ErrNoOffer.With(errors.New("no sum is published"))
}

// file is the archive of an offer. The name of its part holds the sum, so that
// what belongs to another version is not gone on with.
func (p Program) file(o hosting.Offer) fetch.File {
	return fetch.File{Client: p.client(), From: o.From, SHA256: o.SHA256, Bytes: o.Bytes, Part: filepath.Join(p.Dir, "fetched-"+o.SHA256[:16]+".part")}
}

func (p Program) client() *http.Client { return cmp.Or(p.Client, fetcher) }

// Fetch implements hosting.Program.
func (p Program) Fetch(ctx context.Context, told func(hosting.Progress)) error {
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return worded(fetch.Full(err))
	}
	o, err := p.Offer(ctx)
	if err != nil {
		return err
	}
	f := p.file(o)
	if err := f.Get(ctx, told); err != nil {
		return worded(err)
	}
	if err := p.install(ctx, f.Part, path.Base(o.From), told); err != nil {
		return worded(err)
	}
	return p.tidy()
}

// tidy takes away what was fetched, of this version and of earlier ones.
func (p Program) tidy() error {
	parts, err := filepath.Glob(filepath.Join(p.Dir, "fetched-*"))
	for _, part := range parts {
		err = errors.Join(err, os.Remove(part))
	}
	return err
}

// install unpacks beside the runtime and then takes its place, so that there
// is a whole one or none.
func (p Program) install(ctx context.Context, archive, name string, told func(hosting.Progress)) error {
	fresh := p.runtime() + ".part"
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o700)); err != nil {
		return fetch.Full(err)
	}
	root, err := os.OpenRoot(fresh) // nothing of an archive gets out of it
	if err != nil {
		return fetch.Full(err)
	}
	err = errors.Join(fetch.Unpack(ctx, archive, name, root, told), root.Close())
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	if err := os.RemoveAll(p.runtime()); err != nil {
		return fetch.Full(err)
	}
	return fetch.Full(os.Rename(fresh, p.runtime()))
}

// worded says what went wrong with a download in words of a model host.
func worded(err error) error {
	switch {
	case errors.Is(err, fetch.ErrOffline):
		return hosting.ErrOffline.With(err)
	case errors.Is(err, fetch.ErrMissing):
		return hosting.ErrNoOffer.With(err)
	case errors.Is(err, fetch.ErrDisk):
		return hosting.ErrDisk.With(err)
	case errors.Is(err, fetch.ErrDamaged):
		return hosting.ErrDamaged.With(err)
	}
	return err
}
