//go:build amd64 || arm64

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A disk on which nothing can be renamed: every file is made under another name
// first and then takes its place, and that last step fails. What was there stays
// as it was, and once renaming works again nothing is missing.
func TestWhereNothingCanBeRenamed(t *testing.T) {
	text, err := os.ReadFile(firstDump)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		make func(t *testing.T, path string)
	}{
		{"a new file", func(*testing.T, string) {}},
		{"a damaged file", func(t *testing.T, path string) {
			damaged := uncleanHousehold(t, path)
			copy(damaged[(rootPage(t, path, "results")-1)*pageSize:], noise(pageSize))
			write(t, path, damaged)
		}},
		{"a file of the first schema", func(t *testing.T, path string) {
			if err := bootstrap(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			raw(t, path, string(text))
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "meridian.db")
			c.make(t, path)
			before, _ := os.ReadFile(path) // none where there is none
			out, err := child(t, "unrenaming", path).Output()
			if err != nil || string(bytes.TrimSpace(out)) != "refused" {
				t.Fatalf("%s (%v)", out, err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(after, before) {
				t.Error("the file is not what it was")
			}
			openAt(t, path, Options{})
		})
	}
}

// openUnrenaming is a role: it opens the database where every rename fails.
func openUnrenaming(path string) error {
	if err := refuseRenames(); err != nil {
		return err
	}
	if err := os.Rename(path, path+".x"); !errors.Is(err, unix.EIO) && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("renaming works: %w", err)
	}
	db, err := Open(context.Background(), path, Options{})
	if err == nil {
		return errors.Join(errors.New("it opened"), db.Close())
	}
	if !errors.Is(err, Disk) {
		return err
	}
	fmt.Println("refused")
	return nil
}

// refuseRenames has the kernel answer every rename of this process with an error
// of the drive (seccomp(2)).
func refuseRenames() error {
	const ret, errno = unix.BPF_RET | unix.BPF_K, 0x00050000 // SECCOMP_RET_ERRNO
	numbers := []uint32{unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2}
	if runtime.GOARCH == "amd64" {
		numbers = append(numbers, 82) // rename(2), which arm64 has not
	}
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}}
	for _, n := range numbers {
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: n},
			unix.SockFilter{Code: ret, K: errno | uint32(unix.EIO)})
	}
	filter = append(filter, unix.SockFilter{Code: ret, K: 0x7fff0000}) // SECCOMP_RET_ALLOW
	runtime.LockOSThread()                                             // the two calls below are of one thread
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	const allThreads = 1 // SECCOMP_FILTER_FLAG_TSYNC
	if _, _, e := unix.Syscall(unix.SYS_SECCOMP, 1, allThreads, uintptr(unsafe.Pointer(&program))); e != 0 {
		return e
	}
	return nil
}
