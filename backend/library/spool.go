package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"meridian/backend/document"
	"meridian/backend/durable"
)

// Spooled is a file whose bytes are on the disk, under a name that only the
// library knows.
type Spooled struct {
	Hash  document.Hash
	Bytes int64

	path string // "" once it was added or discarded
}

// Discard removes a file that was not added. It does nothing after Add.
func (f *Spooled) Discard() {
	if f.path != "" {
		_ = os.Remove(f.path) // what stays behind goes at the next start
		f.path = ""
	}
}

// incoming begins the names of files that no document owns yet.
const incoming = "incoming-"

// Spool puts a file's bytes on the disk as they come, and computes their hash
// on the way; size is what was announced, -1 for unknown. Whoever spools
// either adds or discards.
//
// It fails with EmptyFile, FileTooLarge, BrokenOff when the bytes end before
// they should, and NoRoom when the disk is full; nothing is left behind then.
func (s *Service) Spool(ctx context.Context, from io.Reader, size int64) (*Spooled, error) {
	if size > Largest {
		return nil, FileTooLarge
	}
	if err := os.MkdirAll(s.Options.Spool, 0o700); err != nil {
		return nil, explainDisk(fmt.Errorf("make spool: %w", err))
	}
	file, err := os.CreateTemp(s.Options.Spool, incoming) // 0600
	if err != nil {
		return nil, explainDisk(fmt.Errorf("make spool file: %w", err))
	}
	spooled := &Spooled{path: file.Name()}
	err = errors.Join(spooled.fill(ctx, file, from, size), file.Close())
	if err != nil {
		spooled.Discard()
		return nil, err
	}
	return spooled, nil
}

// fill copies what comes into the file.
func (f *Spooled) fill(ctx context.Context, file *os.File, from io.Reader, size int64) error {
	hash := sha256.New()
	source := &interruptible{ctx: ctx, from: io.LimitReader(from, Largest+1)}
	n, err := io.CopyBuffer(io.MultiWriter(file, hash), source, make([]byte, 256<<10))
	switch {
	case source.err != nil:
		return BrokenOff.With(source.err)
	case err != nil:
		return explainDisk(fmt.Errorf("spool file: %w", err))
	case n > Largest:
		return FileTooLarge
	case n == 0:
		return EmptyFile
	case size >= 0 && n != size:
		return BrokenOff.With(fmt.Errorf("%d bytes of %d", n, size))
	}
	f.Hash, f.Bytes = document.Hash(hash.Sum(nil)), n
	return nil
}

// interruptible reads until ctx ends, and remembers why reading failed, so
// that it is told apart from why writing did.
type interruptible struct {
	ctx  context.Context
	from io.Reader
	err  error
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		r.err = err
		return 0, err
	}
	n, err := r.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// settle gives the file to a document, so that it is there after the power
// failed.
func (f *Spooled) settle(path string) error {
	if err := durable.SyncFile(f.path); err != nil {
		return err
	}
	if err := os.Rename(f.path, path); err != nil {
		return err
	}
	f.path = ""
	return durable.SyncDirectory(filepath.Dir(path))
}

// file is where a document's bytes lie until it is ready.
func (s *Service) file(id document.ID) string { return filepath.Join(s.Options.Spool, string(id)) }

// hasFile reports whether a document's bytes are there.
func (s *Service) hasFile(id document.ID) bool {
	info, err := os.Stat(s.file(id))
	return err == nil && info.Mode().IsRegular()
}

// dropFile removes a document's bytes, which may have gone already.
func (s *Service) dropFile(id document.ID) {
	if err := os.Remove(s.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.Log.Warn("a spooled file could not be removed", "document", id, "error", withoutPath(err))
	}
}

// withoutPath is a file system's error without the name of the file.
func withoutPath(err error) error {
	var wrapped *fs.PathError
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// clearSpool removes files that belong to no document which still needs them.
func (s *Service) clearSpool(ctx context.Context) error {
	entries, err := os.ReadDir(s.Options.Spool)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), incoming) || !s.needs(ctx, document.ID(e.Name())) {
			s.dropFile(document.ID(e.Name()))
		}
	}
	return ctx.Err()
}

// needs reports whether a document's bytes may still be read. When in doubt
// they stay.
func (s *Service) needs(ctx context.Context, id document.ID) bool {
	r, err := s.Store.Document(ctx, id)
	if err != nil {
		return !isMissing(err)
	}
	return r.State != document.Ready
}

// The words of Windows for a full disk (winerror.h).
const (
	windowsHandleDiskFull = syscall.Errno(39)
	windowsDiskFull       = syscall.Errno(112)
)

// explainDisk puts the disk's refusals into words fit for people.
func explainDisk(err error) error {
	full := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && (errors.Is(err, windowsDiskFull) || errors.Is(err, windowsHandleDiskFull))
	switch {
	case full:
		return NoRoom.With(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return NoRight.With(err)
	}
	return err
}
