package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/fault"
)

// startAfresh moves the damaged set aside and starts with a new file.
func (db *DB) startAfresh(ctx context.Context, damage string) error {
	kept, err := setAside(db.path, db.now())
	if err != nil {
		return fmt.Errorf("keep damaged database aside: %w", err)
	}
	db.log.Error("database was damaged and is kept aside", "damage", damage, "kept", kept)
	if err := bootstrap(ctx, db.path); err != nil {
		return err
	}
	if err := db.start(ctx); err != nil {
		return err
	}
	db.notices = append(db.notices, Notice{
		ID:   "store.keptAside",
		Kept: kept,
		Text: fault.Text{
			EN: fmt.Sprintf("The database was damaged. It is kept as %s and a new one was started.", filepath.Base(kept)),
			KO: fmt.Sprintf("데이터베이스가 손상되어 %s 이름으로 보관하고 새로 시작했습니다.", filepath.Base(kept)),
		},
		Fix: fault.Text{
			EN: "Check the disk. Keep that file: what is missing may still be in it.",
			KO: "디스크를 점검하고 그 파일을 지우지 마세요. 빠진 내용이 그 안에 남아 있을 수 있습니다.",
		},
	})
	return nil
}

// setAside gives the whole set of a damaged database a name that is free, and
// returns it. The file goes first: a log that stays behind after a crash in
// between is kept aside at the next start, whereas a file that stays behind
// without its log would look older than it is.
func setAside(path string, now time.Time) (string, error) {
	kept, err := freeName(fmt.Sprintf("%s.corrupt-%s", path, now.UTC().Format("20060102-150405")))
	if err != nil {
		return "", err
	}
	names := set(kept)
	for i, name := range set(path) {
		if err := os.Rename(name, names[i]); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	return kept, syncDirectory(filepath.Dir(path))
}

// freeName is name, or name with a number, such that no member of its set exists.
func freeName(name string) (string, error) {
	for n := 1; n <= 1000; n++ {
		candidate := name
		if n > 1 {
			candidate = fmt.Sprintf("%s-%d", name, n)
		}
		if free(candidate) {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("a thousand files named %s exist", filepath.Base(name))
}

func free(name string) bool {
	for _, member := range set(name) {
		if _, err := os.Lstat(member); !errors.Is(err, os.ErrNotExist) {
			return false
		}
	}
	return true
}
