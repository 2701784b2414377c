package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"meridian/backend/fault"
)

const codeLocked = "store.locked"

// What a person is told when the database cannot do its work.
var (
	Locked = fault.New(fault.Locked, codeLocked,
		fault.Text{EN: "Another Meridian is using this data.", KO: "다른 Meridian이 이 데이터를 쓰고 있습니다."},
		fault.Text{EN: "Go to its window, or end it and start again. To work on other data, start with --data DIRECTORY.", KO: "열려 있는 창으로 가거나, 그 프로그램을 끝낸 뒤 다시 시작해 주세요. 다른 데이터로 일하려면 --data 폴더를 주고 시작하세요."})
	Elsewhere = fault.New(fault.Locked, "store.elsewhere",
		fault.Text{EN: "This data is open in Meridian on another computer.", KO: "이 데이터가 다른 컴퓨터의 Meridian에서 열려 있습니다."},
		fault.Text{EN: "Close it there first.", KO: "먼저 그 컴퓨터에서 닫아 주세요."})
	Busy = fault.New(fault.Locked, "store.busy",
		fault.Text{EN: "Another program is holding the database file.", KO: "다른 프로그램이 데이터베이스 파일을 붙잡고 있습니다."},
		fault.Text{EN: "Close database tools, backup or sync programs that use it and try again. Nothing was changed.", KO: "그 파일을 쓰는 데이터베이스 도구나 백업·동기화 프로그램을 닫고 다시 시도해 주세요. 바뀐 것은 없습니다."})
	ReadOnly = fault.New(fault.Unavailable, "store.readOnly",
		fault.Text{EN: "Meridian may not write in its data directory.", KO: "데이터 폴더에 쓸 수 없습니다."},
		fault.Text{EN: "Give yourself the right to write there, or choose another place with --data DIRECTORY. Nothing was changed.", KO: "그 폴더에 쓰기 권한을 주거나 --data 폴더로 다른 곳을 고르세요. 바뀐 것은 없습니다."})
	Full = fault.New(fault.Unavailable, "store.full",
		fault.Text{EN: "The disk is full.", KO: "디스크가 가득 찼습니다."},
		fault.Text{EN: "Make room and try again. What was saved before is safe; this change was not saved.", KO: "공간을 비우고 다시 시도해 주세요. 이전에 저장한 것은 안전하며, 이번 변경은 저장되지 않았습니다."})
	Damaged = fault.New(fault.Unavailable, "store.damaged",
		fault.Text{EN: "The database file is damaged.", KO: "데이터베이스 파일이 손상되었습니다."},
		fault.Text{EN: "Start Meridian again: the damaged file is then kept aside and what can be read is carried over.", KO: "Meridian을 다시 시작하세요. 손상된 파일은 따로 보관되고 읽을 수 있는 내용은 옮겨집니다."})
	Newer = fault.New(fault.Refused, "store.newer",
		fault.Text{EN: "This data was written by a newer Meridian.", KO: "더 새로운 Meridian이 저장한 데이터입니다."},
		fault.Text{EN: "Install the newest Meridian, or choose other data with --data DIRECTORY. Nothing was changed.", KO: "최신 Meridian을 설치하거나 --data 폴더로 다른 데이터를 고르세요. 바뀐 것은 없습니다."})
	Foreign = fault.New(fault.Refused, "store.foreign",
		fault.Text{EN: "The file in the place of Meridian's data belongs to another program.", KO: "Meridian 데이터 자리에 다른 프로그램의 파일이 있습니다."},
		fault.Text{EN: "Move it away, or choose another place with --data DIRECTORY. Nothing was changed.", KO: "그 파일을 옮기거나 --data 폴더로 다른 곳을 고르세요. 바뀐 것은 없습니다."})
	NotAFile = fault.New(fault.Refused, "store.notAFile",
		fault.Text{EN: "Meridian's data cannot be kept there: that is not a file.", KO: "그곳에는 데이터를 둘 수 없습니다. 파일이 아닙니다."},
		fault.Text{EN: "Choose another place with --data DIRECTORY.", KO: "--data 폴더로 다른 곳을 고르세요."})
	NoPlace = fault.New(fault.Unavailable, "store.noPlace",
		fault.Text{EN: "Meridian's data directory cannot be reached.", KO: "데이터 폴더에 닿을 수 없습니다."},
		fault.Text{EN: "Check that the drive is there, or choose another place with --data DIRECTORY.", KO: "드라이브가 연결되어 있는지 확인하거나 --data 폴더로 다른 곳을 고르세요."})
	Disk = fault.New(fault.Unavailable, "store.disk",
		fault.Text{EN: "The disk reported an error.", KO: "디스크에서 오류가 났습니다."},
		fault.Text{EN: "Check the disk and make a copy of the data directory. This change was not saved.", KO: "디스크를 점검하고 데이터 폴더를 복사해 두세요. 이번 변경은 저장되지 않았습니다."})
	Cancelled = fault.New(fault.Cancelled, "store.cancelled",
		fault.Text{EN: "Cancelled.", KO: "취소했습니다."},
		fault.Text{EN: "Nothing was changed.", KO: "바뀐 것은 없습니다."})
)

// explain puts err into words fit for people where it comes from the database
// or the disk, with err as the cause; any other error stays as it is.
func explain(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if kind := fromContext(err); kind != nil {
		return kind.With(err)
	}
	var native *sqlite.Error
	if errors.As(err, &native) {
		if kind := fromCode(native.Code()); kind != nil {
			return kind.With(err)
		}
		return err
	}
	if kind := fromSystem(err); kind != nil {
		return kind.With(err)
	}
	return err
}

func fromContext(err error) *fault.Error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Cancelled
	}
	return nil
}

// fromCode reads SQLite's result codes (sqlite.org/rescode.html); the low byte
// is the primary one.
func fromCode(code int) *fault.Error {
	switch code {
	case lib.SQLITE_IOERR_SHMSIZE: // no room for the shared index of the log
		return Full
	case lib.SQLITE_IOERR_CORRUPTFS:
		return Damaged
	}
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return Full
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return ReadOnly
	case lib.SQLITE_CANTOPEN:
		return NoPlace
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return Busy
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return Damaged
	case lib.SQLITE_IOERR:
		return Disk
	case lib.SQLITE_INTERRUPT:
		return Cancelled
	}
	return nil
}

// Windows says that a disk is full in its own words (winerror.h).
const (
	windowsHandleDiskFull = syscall.Errno(39)
	windowsDiskFull       = syscall.Errno(112)
)

func fromSystem(err error) *fault.Error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Full
	case runtime.GOOS == "windows" && (errors.Is(err, windowsDiskFull) || errors.Is(err, windowsHandleDiskFull)):
		return Full
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return NoPlace
	case errors.Is(err, syscall.EISDIR):
		return NotAFile
	case errors.Is(err, syscall.EIO):
		return Disk
	}
	return nil
}
