//go:build unix && (amd64 || arm64)

package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meridian/backend/fault"
	"meridian/backend/settings"
)

// migrationFaults are the operations of a migration that fail, in each way.
const migrationFaults = 25

// TestWhateverFailsNothingAcknowledgedIsLost lets every operation that changes a
// file fail in turn, in every way that disks fail, while households are edited.
// Afterwards everything is there that was reported as saved, the newest that was
// not is there whole or not at all, and the file is sound.
func TestWhateverFailsNothingAcknowledgedIsLost(t *testing.T) {
	unraced(t)
	out, err := child(t, "failing", filepath.Join(quick(t), "meridian.db")).Output()
	var told survived
	if err != nil || json.Unmarshal(lastLine(out), &told) != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if told.Faults < 300 || told.Refused < told.Faults/4 {
		t.Errorf("too little was tried: %+v", told)
	}
	t.Logf("survived %d faults: %v; %d acts were refused", told.Faults, told.Kinds, told.Refused)
}

// TestAMigrationOnAFailingDisk does the same while an old file is brought up to
// date: afterwards it opens, with all that stood in it.
func TestAMigrationOnAFailingDisk(t *testing.T) {
	unraced(t)
	text, err := os.ReadFile(firstDump)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(quick(t), "old.db")
	if err := bootstrap(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	raw(t, path, string(text))
	out, err := child(t, "migrating", path).Output()
	var told survived
	if err != nil || json.Unmarshal(lastLine(out), &told) != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if told.Faults < 30 || told.Refused < told.Faults/4 {
		t.Errorf("too little was tried: %+v", told)
	}
	t.Logf("survived %d faults: %v; %d openings were refused", told.Faults, told.Kinds, told.Refused)
}

// quick is a directory on a disk in memory where there is one: what fails here is
// made up, so the drive below need not be waited for.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "meridian-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // memory is given back in any case when the machine goes
	return dir
}

func lastLine(out []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	return lines[len(lines)-1]
}

// survived is what a child came through.
type survived struct {
	Faults  int            `json:"faults"`
	Kinds   map[string]int `json:"kinds"`   // of operations in one run without faults
	Refused int            `json:"refused"` // acts that reported a fault
}

// failingWays are every way in which a disk fails.
var failingWays = []failure{failsOnce, failsForever, failsFull, failsTorn}

// saved is what was acknowledged, and what was begun at most.
type saved struct {
	revisions, begun int
	port, tried      int
	refused          int
}

// surviveFailures is a role: for every way and every operation of a session, a
// session in which that operation fails.
func surviveFailures(path string) error {
	content, err := blank()
	if err != nil {
		return err
	}
	if err := standBetween(); err != nil {
		return err
	}
	told := survived{Kinds: map[string]int{}}
	for _, how := range failingWays {
		for n := 1; ; n++ {
			if err := freshFile(path, content); err != nil {
				return err
			}
			arm(how, n)
			s := session(path)
			kinds, done := failing.seen, disarm()
			if err := keptAfter(path, s); err != nil {
				return fmt.Errorf("operation %d of %d fails %s: %w", n, done, how, err)
			}
			told.Refused += s.refused
			if done < n {
				told.Kinds = kinds
				break
			}
			told.Faults++
		}
	}
	return json.NewEncoder(os.Stdout).Encode(told)
}

// freshFile puts content at path, with nothing beside it.
func freshFile(path string, content []byte) error {
	beside, err := filepath.Glob(path + "*")
	if err != nil {
		return err
	}
	for _, name := range beside {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return os.WriteFile(path, content, 0o600)
}

// session is what somebody does in a sitting. It goes on after a fault, as
// people do.
func session(path string) (s saved) {
	ctx := context.Background()
	db, err := Open(ctx, path, Options{})
	if err != nil {
		s.refused++
		return s
	}
	edit := func() {
		s.begun = s.revisions + 1
		if err := append1(ctx, db, s.begun, []byte(`{"revision":`+fmt.Sprint(s.begun)+`,"text":"`+strings.Repeat("won ", 9000)+`"}`)); err != nil {
			s.refused++
			return
		}
		s.revisions = s.begun
	}
	edit()
	edit()
	if db.Results.Save(ctx, Result{Hash: "h", Plan: "p", Header: []byte("{}"), Blocks: map[string][]byte{"b": noise(40_000)}}) != nil {
		s.refused++
	}
	s.tried = 4242
	if _, err := db.Settings.Change(ctx, func(c settings.Settings) (settings.Settings, error) { c.Port = s.tried; return c, nil }); err != nil {
		s.refused++
	} else {
		s.port = s.tried
	}
	if _, err := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		s.refused++
	}
	edit()
	if db.Close() != nil {
		s.refused++
	}
	return s
}

// keptAfter checks, on a disk that works again, that everything acknowledged is
// there, and nothing half.
func keptAfter(path string, s saved) error {
	ctx := context.Background()
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return fmt.Errorf("open again: %w", err)
	}
	if n := db.Notices(); len(n) > 0 {
		return fmt.Errorf("the file counts as damaged: %v", n)
	}
	history, err := db.Plans.Revisions(ctx, "p")
	if err != nil && fault.Of(err) != fault.NotFound {
		return err
	}
	if len(history) < s.revisions || len(history) > max(s.begun, s.revisions) {
		return fmt.Errorf("%d revisions, %d were acknowledged and %d begun", len(history), s.revisions, s.begun)
	}
	for _, r := range history {
		document, err := db.Plans.Document(ctx, "p", r.Number)
		if err != nil || !json.Valid(document) {
			return fmt.Errorf("revision %d: %w", r.Number, err)
		}
	}
	chosen, err := db.Settings.Get(ctx)
	if err != nil || s.port != 0 && chosen.Port != s.port || chosen.Port != 0 && chosen.Port != s.tried {
		return fmt.Errorf("port %d, %d was acknowledged: %w", chosen.Port, s.port, err)
	}
	if complaint, err := quickCheck(ctx, db.read); err != nil || complaint != "" {
		return fmt.Errorf("check: %s: %w", complaint, err)
	}
	return db.Close()
}

// migrateFailing is a role: the old file at path is brought up to date while each
// operation fails in turn, as far as a small number of evenly spread ones goes.
func migrateFailing(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := standBetween(); err != nil {
		return err
	}
	told := survived{Kinds: map[string]int{}}
	arm(failsOnce, -1)
	if err := updateFile(path); err != nil {
		return err
	}
	told.Kinds = failing.seen
	all := disarm()
	for _, how := range failingWays {
		for n := 1; n <= all; n += max(1, all/migrationFaults) {
			if err := freshFile(path, content); err != nil {
				return err
			}
			arm(how, n)
			err := updateFile(path)
			disarm()
			if err != nil {
				told.Refused++
			}
			if err := updateFile(path); err != nil {
				return fmt.Errorf("operation %d of %d failed %s, and afterwards: %w", n, all, how, err)
			}
			told.Faults++
		}
	}
	return json.NewEncoder(os.Stdout).Encode(told)
}

// updateFile opens an old file, looks whether all is there, and closes it.
func updateFile(path string) (err error) {
	ctx := context.Background()
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if n := db.Notices(); len(n) > 0 {
		return fmt.Errorf("the file counts as damaged: %v", n)
	}
	entries, err := db.Plans.Plans(ctx)
	if err != nil {
		return err
	}
	if len(entries) != 1 {
		return fmt.Errorf("%d plans, want 1", len(entries))
	}
	history, err := db.Plans.Revisions(ctx, entries[0].ID)
	if err != nil || len(history) != len(firstHistory()) {
		return fmt.Errorf("%d revisions, want %d: %w", len(history), len(firstHistory()), err)
	}
	if err := Check(ctx, path+".schema-1"); err != nil {
		return fmt.Errorf("the file as it was is not kept: %w", err)
	}
	return nil
}
