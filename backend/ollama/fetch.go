package ollama

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/klauspost/compress/zstd"

	"meridian/backend/hosting"
)

// The program that is offered, and where its makers publish it.
const (
	offered  = "0.32.15"
	releases = "https://github.com/ollama/ollama/releases/download"
	licence  = "MIT"
	sums     = "sha256sum.txt"
)

// What an archive may hold.
const (
	maxArchive  = 4 << 30  // bytes
	maxUnpacked = 12 << 30 // bytes
	maxFiles    = 5000
	maxSums     = 1 << 20
)

// fetchSilence is how long a download may stand still.
const fetchSilence = time.Minute

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
	ctx, cancel := context.WithTimeout(ctx, fetchSilence)
	defer cancel()
	resp, err := request(ctx, http.MethodHead, o.From, nil)
	if err != nil {
		return hosting.Offer{}, err
	}
	if err := resp.Body.Close(); err != nil {
		return hosting.Offer{}, hosting.ErrOffline.With(err)
	}
	o.Bytes = max(0, resp.ContentLength)
	if info, err := os.Stat(p.part(o)); err == nil {
		o.Have = info.Size()
	}
	return o, nil
}

// published is the sum that the makers publish of a file.
func (p Program) published(ctx context.Context, asset string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchSilence)
	defer cancel()
	resp, err := request(ctx, http.MethodGet, p.at(sums), nil)
	if err != nil {
		return "", err
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

func request(ctx context.Context, method, address string, with http.Header) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, hosting.ErrOffline.With(err)
	}
	for name := range with {
		req.Header.Set(name, with.Get(name))
	}
	resp, err := fetcher.Do(req)
	if err != nil {
		return nil, orCause(ctx, hosting.ErrOffline.With(err))
	}
	if resp.StatusCode == http.StatusNotFound {
		return nil, errors.Join(hosting.ErrNoOffer, resp.Body.Close())
	}
	if resp.StatusCode >= 300 && resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		return nil, errors.Join(hosting.ErrOffline.With(fmt.Errorf("status %d", resp.StatusCode)), resp.Body.Close())
	}
	return resp, nil
}

// part is what has come of an offer. Its name holds the sum, so that what
// belongs to another version is not gone on with.
func (p Program) part(o hosting.Offer) string {
	return filepath.Join(p.Dir, "fetched-"+o.SHA256[:16]+".part")
}

// Fetch implements hosting.Program.
func (p Program) Fetch(ctx context.Context, told func(hosting.Progress)) error {
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return full(err)
	}
	o, err := p.Offer(ctx)
	if err != nil {
		return err
	}
	if err := p.get(ctx, o, told); err != nil {
		return err
	}
	if err := p.verify(ctx, o, told); err != nil {
		return err
	}
	if err := p.install(ctx, o, told); err != nil {
		return err
	}
	return os.Remove(p.part(o))
}

// get fetches what is missing. A server that cannot go on in the middle, or
// whose file is another by now, sends all of it.
func (p Program) get(ctx context.Context, o hosting.Offer, told func(hosting.Progress)) error {
	file, err := os.OpenFile(p.part(o), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return full(err)
	}
	defer file.Close()
	have, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return full(err)
	}
	if o.Bytes > 0 && have == o.Bytes {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(fetchSilence, func() { cancel(hosting.ErrOffline.With(hosting.ErrSilent)) })
	defer silent.Stop()
	resp, err := request(ctx, http.MethodGet, o.From, p.from(o, have))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusPartialContent {
		have = 0
		if err := errors.Join(file.Truncate(0), seek(file)); err != nil {
			return full(err)
		}
	}
	p.remember(o, resp.Header.Get("ETag"))
	if resp.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		return hosting.ErrDamaged // the next attempt begins anew
	}
	at := hosting.Progress{Phase: hosting.Fetching, Done: have, Total: o.Bytes}
	body := &counted{ctx, io.LimitReader(resp.Body, maxArchive-have), at, func(p hosting.Progress) { silent.Reset(fetchSilence); told(p) }}
	if _, err := io.Copy(file, body); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			return hosting.ErrDisk.With(err)
		}
		return orCause(ctx, hosting.ErrOffline.With(err))
	}
	return full(file.Sync())
}

func seek(file io.Seeker) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// from asks to go on after what is there, if the file is still the same.
func (p Program) from(o hosting.Offer, have int64) http.Header {
	tag, err := os.ReadFile(p.part(o) + ".tag")
	if have == 0 || err != nil || len(tag) == 0 {
		return nil
	}
	h := http.Header{}
	h.Set("Range", fmt.Sprintf("bytes=%d-", have))
	h.Set("If-Range", string(tag))
	return h
}

// remember keeps by what a server recognises its file. One that cannot is asked
// for all of it the next time.
func (p Program) remember(o hosting.Offer, tag string) {
	if strings.HasPrefix(tag, "W/") {
		tag = "" // what is only much the same is not gone on with
	}
	_ = os.WriteFile(p.part(o)+".tag", []byte(tag), 0o600)
}

func (p Program) verify(ctx context.Context, o hosting.Offer, told func(hosting.Progress)) error {
	file, err := os.Open(p.part(o))
	if err != nil {
		return err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, &counted{ctx, file, hosting.Progress{Phase: hosting.Verifying, Total: o.Bytes}, told})
	if err = errors.Join(err, file.Close()); err != nil {
		return orCause(ctx, err)
	}
	_ = os.Remove(p.part(o) + ".tag")
	if hex.EncodeToString(hash.Sum(nil)) != o.SHA256 {
		return errors.Join(hosting.ErrDamaged, os.Remove(p.part(o)))
	}
	return nil
}

// install unpacks beside the runtime and then takes its place, so that there
// is a whole one or none.
func (p Program) install(ctx context.Context, o hosting.Offer, told func(hosting.Progress)) error {
	fresh := p.runtime() + ".part"
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o700)); err != nil {
		return full(err)
	}
	root, err := os.OpenRoot(fresh) // nothing of an archive gets out of it
	if err != nil {
		return full(err)
	}
	err = errors.Join(unpack(ctx, p.part(o), path.Base(o.From), root, told), root.Close())
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	if err := os.RemoveAll(p.runtime()); err != nil {
		return full(err)
	}
	return full(os.Rename(fresh, p.runtime()))
}

// full is the fault of a disk without room, or the error.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return hosting.ErrDisk.With(err)
	}
	return err
}

// unpack writes an archive into a directory. name says of what kind it is.
func unpack(ctx context.Context, archive, name string, into *os.Root, told func(hosting.Progress)) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	u := &unpacking{into: into}
	from := &counted{ctx, file, hosting.Progress{Phase: hosting.Unpacking, Total: info.Size()}, told}
	switch {
	case strings.HasSuffix(name, ".zip"):
		err = u.zip(ctx, file, info.Size(), told)
	case strings.HasSuffix(name, ".zst"):
		var z *zstd.Decoder
		if z, err = zstd.NewReader(from, zstd.WithDecoderMaxMemory(512<<20), zstd.WithDecoderConcurrency(1)); err == nil {
			err = u.tar(z)
			z.Close()
		}
	default:
		var z *gzip.Reader
		if z, err = gzip.NewReader(from); err == nil {
			err = u.tar(z)
		}
	}
	switch {
	case err == nil && u.files == 0:
		return hosting.ErrDamaged.With(errors.New("the archive is empty"))
	case errors.Is(err, syscall.ENOSPC):
		return hosting.ErrDisk.With(err)
	case err != nil && ctx.Err() == nil:
		return hosting.ErrDamaged.With(err)
	}
	return err
}

// unpacking is an archive that is being unpacked, within its limits.
type unpacking struct {
	into  *os.Root
	files int
	bytes int64
}

func (u *unpacking) tar(from io.Reader) error {
	for r := tar.NewReader(from); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeReg:
			err = u.file(h.Name, h.FileInfo().Mode(), r)
		case tar.TypeSymlink:
			err = u.link(h.Name, h.Linkname)
		}
		if err != nil {
			return err
		}
	}
}

func (u *unpacking) zip(ctx context.Context, from io.ReaderAt, size int64, told func(hosting.Progress)) error {
	r, err := zip.NewReader(from, size)
	if err != nil {
		return err
	}
	for i, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		told(hosting.Progress{Phase: hosting.Unpacking, Done: int64(i), Total: int64(len(r.File))})
		content, err := f.Open()
		if err != nil {
			return err
		}
		if err := errors.Join(u.file(f.Name, f.Mode(), content), content.Close(), ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacking) file(name string, mode fs.FileMode, from io.Reader) error {
	if u.files++; u.files > maxFiles {
		return errors.New("too many files")
	}
	name = filepath.FromSlash(path.Clean(name))
	if err := u.into.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	file, err := u.into.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600|mode&0o100)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(from, maxUnpacked-u.bytes+1))
	if u.bytes += n; u.bytes > maxUnpacked {
		err = errors.New("too much is in it")
	}
	return errors.Join(err, file.Close())
}

// link makes a link to a file of the same archive, as versions of libraries are.
func (u *unpacking) link(name, to string) error {
	if u.files++; u.files > maxFiles {
		return errors.New("too many files")
	}
	if !filepath.IsLocal(filepath.FromSlash(path.Join(path.Dir(path.Clean(name)), to))) || path.IsAbs(to) {
		return errors.New("a link leads out of the archive")
	}
	name = filepath.FromSlash(path.Clean(name))
	if err := u.into.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return u.into.Symlink(filepath.FromSlash(to), name)
}
