//go:build !linux

package sqlite

import (
	"errors"
	"os/exec"
	"testing"
)

func asNobody(testing.TB, *exec.Cmd, string) {}

func smallDisk(string) error { return errors.New("no small disk on this system") }

func openReadOnly(string) error { return errors.New("no read-only disk on this system") }
