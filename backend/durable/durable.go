// Package durable puts small files on the disk so that they last.
//
// Terms: a file is kept when it would be there, whole, after the power failed
// now.
//
// Promise: Write leaves the file as it was or as it was meant to be, never half,
// and readable by its owner alone; what returned without an error is kept.
package durable

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Write keeps content under a name, in place of what was there. The directory is
// made where it is missing, for its owner alone.
func Write(name string, content []byte) error {
	directory := filepath.Dir(name)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(directory, ".new-*") // made for its owner alone
	if err != nil {
		return err
	}
	_, err = fresh.Write(content)
	if err = errors.Join(err, fresh.Sync(), fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh.Name()))
	}
	return SyncDirectory(directory)
}

// SyncFile keeps what was written to a file.
func SyncFile(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// SyncDirectory keeps which names a directory holds, as after a rename. Windows
// has no such call and needs none.
func SyncDirectory(directory string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(directory)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
