package fetch

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/klauspost/compress/zstd"
)

// What an archive may hold.
const (
	maxUnpacked = 12 << 30 // bytes
	maxFiles    = 5000
)

// Unpack writes an archive into a directory. name says of what kind it is.
func Unpack(ctx context.Context, archive, name string, into *os.Root, told func(Progress)) error {
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
	from := &counted{ctx, file, Progress{Phase: Unpacking, Total: info.Size()}, told}
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
		return fmt.Errorf("%w: the archive is empty", ErrDamaged)
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: %w", ErrDisk, err)
	case err != nil && ctx.Err() == nil:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
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

func (u *unpacking) zip(ctx context.Context, from io.ReaderAt, size int64, told func(Progress)) error {
	r, err := zip.NewReader(from, size)
	if err != nil {
		return err
	}
	for i, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		told(Progress{Phase: Unpacking, Done: int64(i), Total: int64(len(r.File))})
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
