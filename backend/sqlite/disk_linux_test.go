package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

const nobody = 65534

// asNobody lets a child run as a user whom file modes bind: the superuser, as
// whom tests often run, may write anywhere. The binary is copied to where that
// user can reach it.
func asNobody(t testing.TB, cmd *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	self := filepath.Join(dir, "test-binary")
	if err := copyFile(self, cmd.Path); err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Dir = self, dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func copyFile(to, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// withOwnMounts lets a child mount what nobody else sees. It reports false
// where the kernel does not allow that.
func withOwnMounts(cmd *exec.Cmd) bool {
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	probe := exec.Command("/bin/true")
	probe.SysProcAttr = attr
	cmd.SysProcAttr = attr
	return probe.Run() == nil
}

func mountSmall(dir, options string, flags uintptr) error {
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts private: %w", err)
	}
	return syscall.Mount("none", dir, "tmpfs", flags, options)
}

func TestADiskThatIsReallyFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	cmd := child(t, "fulldisk", path)
	if !withOwnMounts(cmd) {
		t.Log("no private mounts here; TestAFullDiskSavesNothingHalf stands for this one")
		return
	}
	cmd.Env = append(cmd.Env, "MERIDIAN_TEST_MOUNT=size=6m")
	if out, err := cmd.Output(); err != nil {
		t.Errorf("%s (%v)", out, err)
	}
}

func TestADiskThatIsReallyReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meridian.db")
	cmd := child(t, "readonly", path)
	if !withOwnMounts(cmd) {
		t.Log("no private mounts here; TestADirectoryThatMayNotBeWrittenIn stands for this one")
		return
	}
	if out, err := cmd.Output(); err != nil {
		t.Errorf("%s (%v)", out, err)
	}
}

// openReadOnly is a role: it makes a database on a disk that then becomes
// read-only, as a failing disk or a locked card does.
func openReadOnly(path string) error {
	ctx := context.Background()
	dir := filepath.Dir(path)
	if err := mountSmall(dir, "size=6m", 0); err != nil {
		return err
	}
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	if err := append1(ctx, db, 1, []byte("{}")); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=6m"); err != nil {
		return err
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ReadOnly) {
		return fmt.Errorf("an existing database: %w", err)
	}
	if _, err := Open(ctx, filepath.Join(dir, "new", "meridian.db"), Options{}); !errors.Is(err, ReadOnly) {
		return fmt.Errorf("a new database: %w", err)
	}
	return nil
}

// smallDisk mounts what fillDisk works on, with ballast that can be thrown off.
func smallDisk(dir string) error {
	if err := mountSmall(dir, os.Getenv("MERIDIAN_TEST_MOUNT"), 0); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "ballast"), noise(1<<20), 0o600)
}
