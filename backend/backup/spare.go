package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"meridian/backend/recovery"
)

// A spare lies beside a backup, under its name and this: the backup's passphrase,
// sealed for the recovery key. The age format has no room for it, since a file
// that a passphrase opens is opened by nothing else. Without its spare a backup
// is opened by its passphrase alone.
const spareSuffix = ".recovery"

// largestSpare is how much of one is read, in bytes.
const largestSpare = 8 << 10

func there(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

// spare writes what lets the recovery key open a backup, before the backup has
// its name; nothing where there is no recovery key.
func (s *Service) spare(path, passphrase string) error {
	if s.Spare == nil {
		return nil
	}
	sealed, err := s.Spare.Seal(passphrase)
	if err != nil || sealed == nil {
		return err
	}
	if err := os.Remove(path + spareSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ErrPlace.With(err)
	}
	return create(path+spareSuffix, func(to io.Writer) error {
		_, err := to.Write(sealed)
		return err
	})
}

// opening is the passphrase of a backup: what was typed, or, where that is a
// recovery key and a spare is there, what the spare says. A key that is not the
// one of the spare is told as what it is, and not as a wrong passphrase.
func opening(path, typed string) (string, error) {
	key, err := recovery.Parse(typed)
	if err != nil {
		return typed, nil //nolint:nilerr // it is a passphrase
	}
	file, err := os.Open(path + spareSuffix)
	if err != nil {
		return typed, nil //nolint:nilerr // without a spare it can only be a passphrase
	}
	defer file.Close()
	sealed, err := io.ReadAll(io.LimitReader(file, largestSpare))
	if err != nil {
		return "", ErrPlace.With(err)
	}
	passphrase, err := key.Open(sealed)
	return string(passphrase), err
}

// ageHead begins every file that age encrypted with a passphrase.
const ageHead = "age-encryption.org/v1\n-> scrypt "

// TakeIn puts a backup that lies elsewhere on the shelf, under its own name
// where that is one of a backup and free. What it holds is known once it is
// opened. It fails with ErrForeign for what is no backup, and ErrPlace.
func (s *Service) TakeIn(ctx context.Context, name string, from io.Reader) (Backup, error) {
	shelf, _, err := s.shelf(ctx)
	if err != nil {
		return Backup{}, err
	}
	head := make([]byte, len(ageHead))
	if _, err := io.ReadFull(from, head); err != nil || string(head) != ageHead {
		return Backup{}, ErrForeign.With(err)
	}
	s.making.Lock()
	defer s.making.Unlock()
	path, err := s.freePath(shelf, name)
	if err != nil {
		return Backup{}, err
	}
	if err := os.MkdirAll(shelf, 0o700); err != nil {
		return Backup{}, ErrPlace.With(err)
	}
	part := path + partSuffix
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Backup{}, ErrPlace.With(err)
	}
	defer os.Remove(part) // is not there any more when all went well
	err = create(part, func(to io.Writer) error {
		_, err := io.Copy(to, io.MultiReader(bytes.NewReader(head), &watched{ctx: ctx, from: from}))
		return err
	})
	if err != nil {
		return Backup{}, err
	}
	if err := os.Rename(part, path); err != nil {
		return Backup{}, ErrPlace.With(err)
	}
	made, _ := madeAt(filepath.Base(path))
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, ErrPlace.With(err)
	}
	return Backup{Name: filepath.Base(path), Made: made, Bytes: info.Size()}, nil
}

// freePath is where a backup with a name can lie: under it, or under the time now.
func (s *Service) freePath(shelf, name string) (string, error) {
	if _, ours := madeAt(name); ours && !strings.ContainsAny(name, `/\`) && !there(filepath.Join(shelf, name)) {
		return filepath.Join(shelf, name), nil
	}
	path := filepath.Join(shelf, nameAt(s.Now()))
	if there(path) {
		return "", ErrOccupied
	}
	return path, nil
}
