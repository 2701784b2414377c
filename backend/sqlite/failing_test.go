//go:build unix && (amd64 || arm64)

package sqlite

import (
	"errors"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// A disk whose operations fail when they are told to. It lies between SQLite and
// the system: every file that SQLite opens gets the methods of its own system
// (sqlite.org/c3ref/io_methods.html), with those replaced that change something.
//
// There is one of it in a process, and it stays: only a child that plays a role
// puts it there.

// failure is how an operation fails.
type failure int

const (
	failsOnce    failure = iota // an error of the drive, which then works again
	failsForever                // the drive is gone
	failsFull                   // no room, and none later
	failsTorn                   // half of a write gets there, then the power is gone
)

func (f failure) String() string {
	return [...]string{"once", "for ever", "full", "torn"}[f]
}

var failing struct {
	sync.Mutex
	armed bool
	how   failure
	at    int            // the operation that fails first, counted from 1
	done  int            // operations since it was armed
	seen  map[string]int // of each kind

	open, remove uintptr
	methods      map[uintptr]uintptr // replaced, by the system's own
	own          map[uintptr]lib.Tsqlite3_io_methods
}

// arm lets the operation at fail, and counts from now on.
func arm(how failure, at int) {
	failing.Lock()
	defer failing.Unlock()
	failing.armed, failing.how, failing.at, failing.done, failing.seen = true, how, at, 0, map[string]int{}
}

// disarm lets everything work again and says how many operations there were.
func disarm() int {
	failing.Lock()
	defer failing.Unlock()
	failing.armed = false
	return failing.done
}

// verdict counts one operation: what it returns when it fails, 0 otherwise; and
// whether half of it is to be done.
func verdict(kind string, code int32) (failed int32, half bool) {
	failing.Lock()
	defer failing.Unlock()
	if !failing.armed {
		return 0, false
	}
	failing.done++
	failing.seen[kind]++
	switch n := failing.done - failing.at; {
	case n < 0, n > 0 && failing.how == failsOnce:
		return 0, false
	case failing.how == failsFull && kind != "write":
		return 0, false // only writing takes room
	case failing.how == failsFull:
		return lib.SQLITE_FULL, false
	case failing.how == failsTorn && n == 0 && kind == "write":
		return code, true
	}
	return code, false
}

// at is what lies at an address of SQLite's own memory.
func at[T any](address uintptr) *T { return (*T)(*(*unsafe.Pointer)(unsafe.Pointer(&address))) }

// call is the function at an address, as SQLite's translation calls it.
func call[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{address})) }

// address is where SQLite can call f, a function that lasts as long as the process.
func address[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&struct{ f F }{f})) }

// standBetween puts the disk below every database that is opened from now on.
func standBetween() error {
	tls := libc.NewTLS()
	system := lib.Xsqlite3_vfs_find(tls, 0)
	size := unsafe.Sizeof(lib.Tsqlite3_vfs{})
	ours := libc.Xmalloc(tls, lib.Tsize_t(size))
	if system == 0 || ours == 0 {
		return errors.New("SQLite has no file system")
	}
	*at[lib.Tsqlite3_vfs](ours) = *at[lib.Tsqlite3_vfs](system)
	v := at[lib.Tsqlite3_vfs](ours)
	failing.open, failing.remove = v.FxOpen, v.FxDelete
	failing.methods, failing.own = map[uintptr]uintptr{}, map[uintptr]lib.Tsqlite3_io_methods{}
	v.FxOpen, v.FxDelete = address(openFailing), address(deleteFailing)
	name, err := libc.CString("failing")
	if err != nil {
		return err
	}
	v.FzName = name
	if lib.Xsqlite3_vfs_register(tls, ours, 1) != lib.SQLITE_OK {
		return errors.New("SQLite did not take the failing disk")
	}
	return nil
}

func openFailing(tls *libc.TLS, vfs, path, file uintptr, flags int32, out uintptr) int32 {
	if flags&lib.SQLITE_OPEN_CREATE != 0 {
		if failed, _ := verdict("create", lib.SQLITE_CANTOPEN); failed != 0 {
			*at[uintptr](file) = 0 // no methods: nothing to close
			return failed
		}
	}
	opened := call[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](failing.open)(tls, vfs, path, file, flags, out)
	if own := *at[uintptr](file); opened == lib.SQLITE_OK && own != 0 {
		*at[uintptr](file) = replaced(tls, own)
	}
	return opened
}

// replaced is the address of a system's methods with ours among them.
func replaced(tls *libc.TLS, own uintptr) uintptr {
	failing.Lock()
	defer failing.Unlock()
	if known := failing.methods[own]; known != 0 {
		return known
	}
	ours := libc.Xmalloc(tls, lib.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_io_methods{})))
	m := at[lib.Tsqlite3_io_methods](ours)
	*m = *at[lib.Tsqlite3_io_methods](own)
	failing.methods[own], failing.own[ours] = ours, *m
	m.FxWrite, m.FxSync, m.FxTruncate, m.FxShmMap = address(writeFailing), address(syncFailing), address(truncateFailing), address(mapFailing)
	return ours
}

// ownOf are the system's methods of an open file.
func ownOf(file uintptr) lib.Tsqlite3_io_methods {
	failing.Lock()
	defer failing.Unlock()
	return failing.own[*at[uintptr](file)]
}

func writeFailing(tls *libc.TLS, file, from uintptr, n int32, offset int64) int32 {
	write := call[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](ownOf(file).FxWrite)
	failed, half := verdict("write", lib.SQLITE_IOERR_WRITE)
	if half {
		write(tls, file, from, n/2, offset)
	}
	if failed != 0 {
		return failed
	}
	return write(tls, file, from, n, offset)
}

func syncFailing(tls *libc.TLS, file uintptr, flags int32) int32 {
	if failed, _ := verdict("sync", lib.SQLITE_IOERR_FSYNC); failed != 0 {
		return failed
	}
	return call[func(*libc.TLS, uintptr, int32) int32](ownOf(file).FxSync)(tls, file, flags)
}

func truncateFailing(tls *libc.TLS, file uintptr, size int64) int32 {
	if failed, _ := verdict("truncate", lib.SQLITE_IOERR_TRUNCATE); failed != 0 {
		return failed
	}
	return call[func(*libc.TLS, uintptr, int64) int32](ownOf(file).FxTruncate)(tls, file, size)
}

func mapFailing(tls *libc.TLS, file uintptr, region, size, extend int32, to uintptr) int32 {
	if extend != 0 { // otherwise nothing is written
		if failed, _ := verdict("map", lib.SQLITE_IOERR_SHMMAP); failed != 0 {
			return failed
		}
	}
	return call[func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32](ownOf(file).FxShmMap)(tls, file, region, size, extend, to)
}

func deleteFailing(tls *libc.TLS, vfs, path uintptr, sync int32) int32 {
	if failed, _ := verdict("delete", lib.SQLITE_IOERR_DELETE); failed != 0 {
		return failed
	}
	return call[func(*libc.TLS, uintptr, uintptr, int32) int32](failing.remove)(tls, vfs, path, sync)
}
