package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"meridian/backend/fault"
)

// Holder is who has the database open.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Machine string    `json:"machine,omitempty"` // tells two machines of one name apart, and one with two names not
	Program string    `json:"program"`
	Since   time.Time `json:"since"`
}

// elsewhere reports whether the holder is a program on another machine than mine.
// What a program did not say cannot be told apart.
func (h Holder) elsewhere(mine Holder) bool {
	switch {
	case h.PID == 0:
		return false
	case h.Machine != "" && mine.Machine != "":
		return h.Machine != mine.Machine
	}
	return h.Host != "" && mine.Host != "" && h.Host != mine.Host
}

// guard keeps every other process away from one database, from before the
// first look at it until after the last write. The operating system lets go of
// it when the process ends, however it ends; the file itself stays.
//
// A lock ends at the machine. Where a folder is copied to others, what is
// written in the lock file gets there too: a holder on another machine that has
// not taken its name away counts as one that still works on the data.
type guard struct {
	file *flock.Flock
}

// holderAt is where in the lock file the holder stands. Windows locks the first
// byte against reading too, so whoever is refused could not read it there.
const holderAt = 1

// hold takes the guard of a database, or says who has it.
func hold(path string, me Holder) (*guard, error) {
	g := &guard{file: flock.New(path+".lock", flock.SetPermissions(0o600))}
	taken, err := g.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, explain(err))
	}
	if !taken {
		return nil, lockedBy(holder(g.file.Path()))
	}
	if h := holder(g.file.Path()); h.elsewhere(me) {
		return nil, errors.Join(heldElsewhere(h, g.file.Path()), g.file.Unlock())
	}
	if err := sign(g.file.Path(), me); err != nil {
		g.release()
		return nil, fmt.Errorf("sign lock of %s: %w", path, explain(err))
	}
	return g, nil
}

// release takes the holder's name away and lets others in.
func (g *guard) release() error {
	return errors.Join(os.Truncate(g.file.Path(), 0), g.file.Unlock())
}

// sign writes who holds the lock, for whoever is refused.
func sign(lockPath string, me Holder) error {
	raw, err := json.Marshal(me)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(lockPath, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(holderAt); err != nil {
		return err
	}
	if _, err := file.WriteAt(raw, holderAt); err != nil {
		return err
	}
	return file.Close()
}

// holder reads who holds the lock; the zero Holder when that cannot be read.
func holder(lockPath string) Holder {
	file, err := os.Open(lockPath)
	if err != nil {
		return Holder{}
	}
	defer file.Close()
	const enough = 4096
	raw, err := io.ReadAll(io.NewSectionReader(file, holderAt, enough))
	if err != nil {
		return Holder{}
	}
	return parseHolder(raw)
}

func parseHolder(raw []byte) Holder {
	var h Holder
	if json.Unmarshal(raw, &h) != nil || h.PID <= 0 {
		return Holder{}
	}
	return h
}

func lockedBy(h Holder) error {
	title := fault.Text{
		EN: "Another Meridian is using this data.",
		KO: "다른 Meridian이 이 데이터를 쓰고 있습니다.",
	}
	if h.PID > 0 {
		since := h.Since.Local().Format("2006-01-02 15:04")
		title = fault.Text{
			EN: fmt.Sprintf("Another Meridian (process %d on %s, since %s) is using this data.", h.PID, h.Host, since),
			KO: fmt.Sprintf("다른 Meridian(프로세스 %d, %s, %s부터)이 이 데이터를 쓰고 있습니다.", h.PID, h.Host, since),
		}
	}
	return fault.New(fault.Locked, codeLocked, title, Locked.Fix)
}

// heldElsewhere says who has the data on another machine, and what to do where
// nobody has any more.
func heldElsewhere(h Holder, lockPath string) error {
	since := h.Since.Local().Format("2006-01-02 15:04")
	name := filepath.Base(lockPath)
	return fault.New(Elsewhere.Kind, Elsewhere.Code, fault.Text{
		EN: fmt.Sprintf("This data is open in Meridian on another computer (%s, since %s), to which its folder is copied.", h.Host, since),
		KO: fmt.Sprintf("이 데이터가 다른 컴퓨터(%s, %s부터)의 Meridian에서 열려 있습니다. 폴더가 그 컴퓨터와 동기화되고 있습니다.", h.Host, since),
	}, fault.Text{
		EN: fmt.Sprintf("Close it there and wait until the folder is the same here. If that computer is gone or Meridian ended badly on it, remove the file %s. Two computers at once would destroy each other's changes: let them share one host, or bring a backup from one to the other.", name),
		KO: fmt.Sprintf("그 컴퓨터에서 닫고 동기화가 끝날 때까지 기다리세요. 그 컴퓨터가 없거나 Meridian이 비정상으로 끝났다면 %s 파일을 지우세요. 두 컴퓨터에서 동시에 쓰면 서로의 변경을 망가뜨립니다. 한 컴퓨터를 함께 쓰거나 백업 파일로 옮기세요.", name),
	})
}
