package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"meridian/backend/durable"
	"meridian/backend/fault"
)

// Recovery from damage goes through files beside the database, so that it can
// stop anywhere and be taken up again:
//
//	NAME.recovering   what can be read of the damaged set is being carried here
//	NAME.recovered    that is complete, and takes the place of NAME
//	NAME.corrupt-…    the damaged set, kept for good
func (db *DB) recover(ctx context.Context, damage string) error {
	rescue := db.path + ".recovering"
	for _, name := range append(set(rescue), set(rescue+".new")...) {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	carried, err := carryOver(ctx, db.path, rescue)
	if err != nil {
		return fmt.Errorf("carry over from damaged database: %w", err)
	}
	db.log.Error("database is damaged", "damage", damage,
		"plansWhole", carried.whole, "plansInPart", carried.part, "plansLost", carried.lost,
		"documentsWhole", carried.documents.whole, "documentsEmpty", carried.documents.empty)
	if err := os.Rename(rescue, db.path+".recovered"); err != nil {
		return err
	}
	return db.adopt(carried)
}

// adopt puts a recovered file in the place of the damaged one, which it moves
// aside. It does nothing when there is none.
func (db *DB) adopt(carried carried) error {
	recovered := db.path + ".recovered"
	if _, err := os.Lstat(recovered); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	kept, err := setAside(db.path, db.now())
	if err != nil {
		return fmt.Errorf("keep damaged database aside: %w", err)
	}
	if err := os.Rename(recovered, db.path); err != nil {
		return err
	}
	db.log.Error("damaged database is kept aside", "kept", kept)
	db.notices = append(db.notices, noticeOf(kept, carried))
	return durable.SyncDirectory(filepath.Dir(db.path))
}

func noticeOf(kept string, c carried) Notice {
	name := filepath.Base(kept)
	came := c.inWords()
	return Notice{
		ID:   "store.keptAside",
		Kept: kept,
		Text: fault.Text{
			EN: fmt.Sprintf("The database was damaged. It is kept as %s; Meridian goes on with a new one. %s", name, came.EN),
			KO: fmt.Sprintf("데이터베이스가 손상되었습니다. 손상된 파일은 %s(으)로 보관하고 새 파일로 계속합니다. %s", name, came.KO),
		},
		Fix: fault.Text{
			EN: "Check the disk, and do not delete that file: what is missing may still be in it.",
			KO: "디스크를 점검하고 그 파일을 지우지 마세요. 빠진 내용이 아직 그 안에 있을 수 있습니다.",
		},
	}
}

func (c carried) inWords() fault.Text {
	plans := fault.Text{EN: "No plan could be read from it.", KO: "읽을 수 있는 계획이 없었습니다."}
	if c.whole+c.part > 0 {
		plans = fault.Text{
			EN: fmt.Sprintf("Plans carried over: %d whole, %d with their newest readable state only; %d could not be read.", c.whole, c.part, c.lost),
			KO: fmt.Sprintf("옮긴 계획: 온전히 %d개, 읽을 수 있는 마지막 상태만 %d개. 읽지 못한 계획: %d개.", c.whole, c.part, c.lost),
		}
	}
	d := c.documents
	if d.whole+d.empty == 0 {
		return plans
	}
	return fault.Text{
		EN: plans.EN + fmt.Sprintf(" Documents carried over: %d; to be added again: %d.", d.whole, d.empty),
		KO: plans.KO + fmt.Sprintf(" 옮긴 문서: %d개. 다시 추가해야 하는 문서: %d개.", d.whole, d.empty),
	}
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
	return kept, durable.SyncDirectory(filepath.Dir(path))
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
