// Package backup makes one encrypted file of everything that Meridian keeps,
// and brings it back.
//
// Terms: a backup is that file; the passphrase opens it; its contents are a
// manifest, a copy of the database, and every plan as a document of its own; a
// shelf is the directory where backups lie; a schedule says how often one is
// made and how many are kept.
//
// The file is in the age format (age-encryption.org/v1) for one passphrase,
// over a gzipped tar archive. Whoever has the passphrase can read it without
// Meridian:
//
//	age --decrypt meridian-20261128-090000.age | tar --gzip --extract
//
// Promise: a backup has its name only after it was opened and read to its end,
// and every byte was what had been put in. Making one holds up nobody. What is
// brought back goes to a new place, whole or not at all; nothing that is there
// is overwritten. A passphrase is never written into a backup, a log or an error.
package backup

import (
	"time"

	"meridian/backend/fault"
)

// The bounds of a passphrase, in bytes. The key is derived by scrypt, which
// makes a guess cost about a second; ten characters that nobody can guess are
// then out of reach, and a longer sentence is better.
const (
	shortest = 10
	longest  = 1024
)

// ErrPassphrase is returned for a passphrase that protects nothing.
var ErrPassphrase = fault.New(fault.Invalid, "backup.passphrase",
	fault.Text{EN: "The passphrase must be 10 to 1,024 characters long.", KO: "암호 문구는 10자에서 1,024자 사이여야 합니다."},
	fault.Text{EN: "Use a sentence that only you would write.", KO: "자신만 떠올릴 수 있는 문장을 쓰세요."})

// What opening a backup may come to.
var (
	ErrWrongPassphrase = fault.New(fault.Refused, "backup.wrongPassphrase",
		fault.Text{EN: "This passphrase does not open the backup.", KO: "이 암호 문구로는 백업이 열리지 않습니다."},
		fault.Text{EN: "Check the keyboard's language and capitals, and try again. Without the passphrase or its recovery key nobody can open it.", KO: "한/영 상태와 대소문자를 확인하고 다시 시도하세요. 암호 문구나 복구 키가 없으면 아무도 열 수 없습니다."})
	ErrForeign = fault.New(fault.Invalid, "backup.foreign",
		fault.Text{EN: "This file is not a backup of Meridian.", KO: "Meridian의 백업 파일이 아닙니다."},
		fault.Text{EN: "Choose a file whose name ends in .age and that Meridian made.", KO: "이름이 .age로 끝나는, Meridian이 만든 파일을 고르세요."})
	ErrDamaged = fault.New(fault.Invalid, "backup.damaged",
		fault.Text{EN: "The backup is damaged.", KO: "백업 파일이 손상되었습니다."},
		fault.Text{EN: "Use another copy of it, or an older backup. Nothing was changed.", KO: "다른 사본이나 더 오래된 백업을 쓰세요. 바뀐 것은 없습니다."})
	ErrNewer = fault.New(fault.Refused, "backup.newer",
		fault.Text{EN: "The backup was made by a newer Meridian.", KO: "더 새로운 Meridian이 만든 백업입니다."},
		fault.Text{EN: "Install the newest Meridian and try again.", KO: "최신 Meridian을 설치한 뒤 다시 시도하세요."})
	ErrOccupied = fault.New(fault.Conflict, "backup.occupied",
		fault.Text{EN: "There is something in that place already.", KO: "그곳에 이미 다른 것이 있습니다."},
		fault.Text{EN: "Choose a new or empty directory. Nothing was overwritten.", KO: "새 폴더나 빈 폴더를 고르세요. 덮어쓴 것은 없습니다."})
	ErrGone = fault.New(fault.NotFound, "backup.gone",
		fault.Text{EN: "There is no such backup.", KO: "그런 백업이 없습니다."},
		fault.Text{EN: "Check that the drive is there.", KO: "드라이브가 연결되어 있는지 확인하세요."})
	ErrPlace = fault.New(fault.Unavailable, "backup.place",
		fault.Text{EN: "The backup cannot be written there.", KO: "그곳에 백업을 쓸 수 없습니다."},
		fault.Text{EN: "Check that the directory is there, may be written and has room. No half backup was left.", KO: "폴더가 있는지, 쓸 수 있는지, 공간이 있는지 확인하세요. 반쯤 쓰인 백업은 남지 않았습니다."})
)

// CheckPassphrase returns ErrPassphrase for one that protects nothing.
func CheckPassphrase(p string) error {
	if len(p) < shortest || len(p) > longest {
		return ErrPassphrase
	}
	return nil
}

// manifestFormat is what this program writes and the newest it reads.
const manifestFormat = 1

// Manifest says what a backup holds.
type Manifest struct {
	Format   int       `json:"format"`
	Made     time.Time `json:"made"`
	Program  string    `json:"program"` // e.g. "meridian 0.1.0"
	Database File      `json:"database"`
	Plans    []Plan    `json:"plans"`
}

// File is one file in a backup.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// Plan is one plan in a backup.
type Plan struct {
	ID   string `json:"id"`
	Name string `json:"name"` // as its people call it
	File File   `json:"file"`
}
