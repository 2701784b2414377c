package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/journal"
	"meridian/backend/plan"
)

// The test binary plays other processes too: what it does then stands in this
// variable, and the database's path in the argument after it.
const childRole = "MERIDIAN_TEST_CHILD"

func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(play(role, os.Args[len(os.Args)-1]))
	}
	os.Exit(m.Run())
}

// child is a command that runs this binary in a role on a database.
func child(t testing.TB, role, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, path)
	cmd.Env = append(os.Environ(), childRole+"="+role, "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	return cmd
}

func play(role, path string) int {
	roles := map[string]func(string) error{
		"hold":       holdUntilTold,
		"edit":       editUntilKilled,
		"try":        tryToOpen,
		"jobs":       workUntilKilled,
		"fulldisk":   fillDisk,
		"readonly":   openReadOnly,
		"failing":    surviveFailures,
		"migrating":  migrateFailing,
		"unrenaming": openUnrenaming,
	}
	if err := roles[role](path); err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	return 0
}

// holdUntilTold opens the database, says so, and closes it when its input ends.
func holdUntilTold(path string) error {
	db, err := Open(context.Background(), path, Options{Program: "meridian test"})
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, db.Close())
}

// tryToOpen says with what fault Open fails, "opened" when it does not.
func tryToOpen(path string) error {
	db, err := Open(context.Background(), path, Options{})
	if err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			return err
		}
		fmt.Println(f.Code)
		fmt.Println(f.Title.EN)
		return nil
	}
	fmt.Println("opened")
	return db.Close()
}

// editUntilKilled edits one plan for ever, saving results beside it, and says
// each revision once it is saved.
func editUntilKilled(path string) error {
	ctx := context.Background()
	db, err := Open(ctx, path, Options{Limits: Limits{PerPlan: 3}})
	if err != nil {
		return err
	}
	plans := &journal.Service{Store: db.Plans, Now: time.Now}
	list, err := plans.List(ctx)
	if err != nil {
		return err
	}
	state, err := plans.Open(ctx, list[0].ID)
	if err != nil {
		return err
	}
	go saveResults(ctx, db)
	for {
		if state.Revision%7 == 6 {
			state, err = plans.Undo(ctx, state.ID, journal.Stamp{Base: state.Revision})
		} else {
			name := map[string]any{"name": strconv.Itoa(state.Revision + 1)}
			state, err = plans.Edit(ctx, state.ID, journal.Stamp{Base: state.Revision}, journal.EditName{Key: "edit.name"}, name)
		}
		if err != nil {
			return err
		}
		fmt.Println(state.Revision)
	}
}

func saveResults(ctx context.Context, db *DB) {
	block := noise(60_000)
	for i := 0; ; i++ {
		result := Result{Hash: fmt.Sprint(time.Now().UnixNano(), i), Plan: "p", Header: []byte("{}"), Blocks: map[string][]byte{"series": block, "years": block}}
		if db.Results.Save(ctx, result) != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestAcknowledgedEditsSurviveKilling(t *testing.T) {
	unraced(t)
	path := t.TempDir() + "/meridian.db"
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	created, err := (&journal.Service{Store: db.Plans, Now: time.Now}).Create(t.Context(), plan.Blank("en", "USD", "2026-03"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		acknowledged := killWhileEditing(t, path)
		checkAfterKill(t, path, created.ID, acknowledged)
	}
}

// killWhileEditing is the last revision that the child had said was saved.
func killWhileEditing(t *testing.T, path string) int {
	t.Helper()
	cmd := child(t, "edit", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	last := 0
	heed := func() error {
		line, err := lines.ReadString('\n')
		if err != nil {
			return err
		}
		if last, err = strconv.Atoi(strings.TrimSpace(line)); err != nil {
			t.Fatalf("the child said %q", line)
		}
		return nil
	}
	for range 1 + rand.N(5) {
		if err := heed(); err != nil {
			t.Fatalf("the child said nothing: %v", err)
		}
	}
	time.Sleep(rand.N(10 * time.Millisecond)) // somewhere in the midst of the next one
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for heed() == nil { // what it had said before it died
	}
	if cmd.Wait() == nil {
		t.Fatal("the child ended before it was killed")
	}
	return last
}

// checkAfterKill opens what a killed process left behind.
func checkAfterKill(t *testing.T, path, id string, acknowledged int) {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n := db.Notices(); len(n) > 0 {
		t.Fatalf("killing damaged the file: %v", n)
	}
	history, err := db.Plans.Revisions(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	position, err := journal.Locate(history, access.OwnerID)
	if err != nil {
		t.Fatal(err)
	}
	if position.Newest.Number < acknowledged {
		t.Fatalf("revision %d was acknowledged, %d is the newest", acknowledged, position.Newest.Number)
	}
	for _, r := range history[max(0, len(history)-20):] {
		document, err := db.Plans.Document(t.Context(), id, r.Number)
		if err != nil || len(document) == 0 {
			t.Fatalf("document of revision %d: %v", r.Number, err)
		}
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	path := t.TempDir() + "/meridian.db"
	cmd := child(t, "hold", path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "open\n" {
		t.Fatalf("the child said %q (%v)", line, err)
	}
	before := snapshot(t, path)

	_, err = Open(t.Context(), path, Options{})
	var f *fault.Error
	if !errors.Is(err, Locked) || !errors.As(err, &f) || f.Kind != fault.Locked {
		t.Fatalf("a second process: %v", err)
	}
	who := fmt.Sprintf("process %d ", cmd.Process.Pid)
	if !contains(f.Title.EN, who) || !contains(f.Title.KO, strconv.Itoa(cmd.Process.Pid)) || f.Fix.EN == "" || f.Fix.KO == "" {
		t.Errorf("it does not say who: %+v", f)
	}
	if after := snapshot(t, path); after != before {
		t.Errorf("the refused process touched the files:\n%s\nbefore:\n%s", after, before)
	}

	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	openAt(t, path, Options{}) // the lock went with the process
}

func TestAKilledHolderLetsGo(t *testing.T) {
	path := t.TempDir() + "/meridian.db"
	cmd := child(t, "hold", path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if cmd.Wait() == nil {
		t.Fatal("the child was not killed")
	}
	openAt(t, path, Options{})
}
