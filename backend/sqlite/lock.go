package sqlite

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gofrs/flock"

	"meridian/backend/fault"
)

// Holder is who has the database open.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Program string    `json:"program"`
	Since   time.Time `json:"since"`
}

// guard keeps every other process away from one database, from before the
// first look at it until after the last write. The operating system lets go of
// it when the process ends, however it ends; the file itself stays.
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
	if err := sign(g.file.Path(), me); err != nil {
		g.release()
		return nil, fmt.Errorf("sign lock of %s: %w", path, explain(err))
	}
	return g, nil
}

func (g *guard) release() error {
	return g.file.Unlock()
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
