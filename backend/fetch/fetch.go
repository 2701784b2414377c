// Package fetch gets one published file onto the disk, whole or not at all: it
// goes on where an earlier attempt broke off, compares the sum, and unpacks an
// archive without letting anything of it out of its directory.
//
// Terms: the part is what has come so far; its name is the caller's, who puts the
// sum into it so that what belongs to another version is not gone on with. The tag
// beside it is by what a server recognises its file.
//
// Promise: a file whose sum is another is thrown away. What came before a
// connection broke is kept. Nothing is followed out of the directory that an
// archive is unpacked into, neither by a path nor by a link.
package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// What can go wrong; callers say it in words of what they fetch.
var (
	ErrOffline = errors.New("the download does not get through")
	ErrMissing = errors.New("nothing is published at this address")
	ErrDisk    = errors.New("the disk is full")
	ErrDamaged = errors.New("it is not what was published")
	ErrSilent  = errors.New("the server fell silent")
)

// Silence is how long a download may stand still.
const Silence = time.Minute

// maxFile is how large a file may be, in bytes, when nothing else is said.
const maxFile = 4 << 30

// Progress is how far it has come.
type Progress struct {
	Phase string // fetching, verifying or unpacking
	Done  int64  // bytes
	Total int64  // bytes known of so far; 0 while nobody knows
}

// The phases.
const (
	Fetching  = "fetching"
	Verifying = "verifying"
	Unpacking = "unpacking"
)

// File is one file to be fetched.
type File struct {
	Client *http.Client
	From   string // address
	SHA256 string // in hex
	Bytes  int64  // as far as it is known; 0 when not
	Most   int64  // bytes at most; 0 means 4 GiB
	Part   string // path of what has come
}

// Request asks a server. The caller closes the answer's body.
func Request(ctx context.Context, client *http.Client, method, address string, with http.Header) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOffline, err)
	}
	for name := range with {
		req.Header.Set(name, with.Get(name))
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, orCause(ctx, fmt.Errorf("%w: %w", ErrOffline, err))
	}
	if resp.StatusCode == http.StatusNotFound {
		return nil, errors.Join(ErrMissing, resp.Body.Close())
	}
	if resp.StatusCode >= 300 && resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		return nil, errors.Join(fmt.Errorf("%w: status %d", ErrOffline, resp.StatusCode), resp.Body.Close())
	}
	return resp, nil
}

// Size is how many bytes a server says that a file has; 0 when it does not say.
func Size(ctx context.Context, client *http.Client, address string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, Silence)
	defer cancel()
	resp, err := Request(ctx, client, http.MethodHead, address, nil)
	if err != nil {
		return 0, err
	}
	return max(0, resp.ContentLength), resp.Body.Close()
}

// Have is how many bytes have come.
func (f File) Have() int64 {
	info, err := os.Stat(f.Part)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Get fetches what is missing and compares the sum.
func (f File) Get(ctx context.Context, told func(Progress)) error {
	if err := f.get(ctx, told); err != nil {
		return err
	}
	return f.verify(ctx, told)
}

// get fetches what is missing. A server that cannot go on in the middle, or
// whose file is another by now, sends all of it.
func (f File) get(ctx context.Context, told func(Progress)) error {
	file, err := os.OpenFile(f.Part, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return Full(err)
	}
	defer file.Close()
	have, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return Full(err)
	}
	if f.Bytes > 0 && have == f.Bytes {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(Silence, func() { cancel(fmt.Errorf("%w: %w", ErrOffline, ErrSilent)) })
	defer silent.Stop()
	resp, err := Request(ctx, f.Client, http.MethodGet, f.From, f.from(have))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusPartialContent {
		have = 0
		if err := errors.Join(file.Truncate(0), seek(file)); err != nil {
			return Full(err)
		}
	}
	f.remember(resp.Header.Get("ETag"))
	if resp.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		return ErrDamaged // the next attempt begins anew
	}
	return f.receive(ctx, resp.Body, file, have, func(p Progress) { silent.Reset(Silence); told(p) })
}

func (f File) receive(ctx context.Context, from io.Reader, into *os.File, have int64, told func(Progress)) error {
	body := &counted{ctx, io.LimitReader(from, f.most()-have+1), Progress{Phase: Fetching, Done: have, Total: f.Bytes}, told}
	n, err := io.Copy(into, body)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: %w", ErrDisk, err)
	case err != nil:
		return orCause(ctx, fmt.Errorf("%w: %w", ErrOffline, err))
	case have+n > f.most():
		return errors.Join(fmt.Errorf("%w: it is too large", ErrDamaged), into.Truncate(0))
	}
	return Full(into.Sync())
}

func (f File) most() int64 {
	if f.Most == 0 {
		return maxFile
	}
	return f.Most
}

func seek(file io.Seeker) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// from asks to go on after what is there, if the file is still the same.
func (f File) from(have int64) http.Header {
	tag, err := os.ReadFile(f.Part + ".tag")
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
func (f File) remember(tag string) {
	if strings.HasPrefix(tag, "W/") {
		tag = "" // what is only much the same is not gone on with
	}
	_ = os.WriteFile(f.Part+".tag", []byte(tag), 0o600)
}

func (f File) verify(ctx context.Context, told func(Progress)) error {
	sum, err := sum(ctx, f.Part, Progress{Phase: Verifying, Total: f.Bytes}, told)
	if err != nil {
		return orCause(ctx, err)
	}
	_ = os.Remove(f.Part + ".tag")
	if sum != f.SHA256 {
		return errors.Join(ErrDamaged, os.Remove(f.Part))
	}
	return nil
}

// Sum is the SHA-256 of a file, in hex.
func Sum(ctx context.Context, name string) (string, error) {
	return sum(ctx, name, Progress{}, func(Progress) {})
}

func sum(ctx context.Context, name string, at Progress, told func(Progress)) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, &counted{ctx, file, at, told})
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

// Full is the error of a disk without room, or the error.
func Full(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	return err
}

func orCause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); why != nil {
		return why
	}
	return err
}

// counted is read from with progress, until ctx ends.
type counted struct {
	ctx  context.Context
	from io.Reader
	at   Progress
	told func(Progress)
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	c.at.Done += int64(n)
	c.told(c.at)
	return n, err
}
