package backend

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/httpapi"
	"meridian/backend/library"
	"meridian/backend/sqlite"
)

// aloneEnv says that this process has mounts of its own.
const aloneEnv = "MERIDIAN_TEST_ALONE"

// alone runs the calling test again in a process with mounts that nobody else
// sees, and reports whether this is that process.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(aloneEnv) != "" {
		return true
	}
	own := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		own.Cloneflags |= syscall.CLONE_NEWUSER
		own.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		own.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if probe := (&exec.Cmd{Path: "/bin/true", SysProcAttr: own}); probe.Run() != nil || !rootIsMounted(t) {
		t.Log("no private mounts here; TestTroubleWithTheDiskIsToldAndLeavesThePlanAsItWas stands for this one")
		return false
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	again := exec.CommandContext(t.Context(), self, "-test.run=^"+t.Name()+"$", "-test.count=1")
	again.Env, again.SysProcAttr = append(os.Environ(), aloneEnv+"=1"), own
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("%s (%v)", out, err)
	}
	return false
}

// rootIsMounted reports whether / is a mount point; in a plain chroot it is
// not, and cannot be made private.
func rootIsMounted(t *testing.T) bool {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Log(err)
		return false
	}
	for line := range strings.Lines(string(mounts)) {
		if at := strings.Fields(line); len(at) > 4 && at[4] == "/" {
			return true
		}
	}
	return false
}

// smallDisk is a directory on a disk of its own, of 8 MiB.
func smallDisk(t *testing.T) string {
	t.Helper()
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// stuff fills the disk to its last byte.
func stuff(t *testing.T, name string) {
	t.Helper()
	ballast, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer ballast.Close()
	for err == nil {
		_, err = ballast.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk ended with %v", err)
	}
}

// note is a text that takes the room it has.
func note() string {
	raw := make([]byte, 2000)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}

func TestADiskThatIsReallyFullHalvesNothing(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := smallDisk(t)
	app := open(t, dir)
	plan := firstPlan(t, app)
	edit := func() httpapi.Edit {
		return httpapi.Edit{Base: plan.Revision, Name: httpapi.EditName{Key: "k"}, Patch: map[string]any{"notes": map[string]any{"a": note()}}}
	}
	plan = ask[httpapi.PlanState](t, app, "POST", "/plans/"+plan.ID+"/edits", edit())

	ballast := filepath.Join(dir, "ballast")
	stuff(t, ballast)
	for tries := 0; ; tries++ { // the log may have room that it took before
		w := send(t, app, "POST", "/plans/"+plan.ID+"/edits", edit())
		if w.Code != 200 {
			break
		}
		plan = decoded[httpapi.PlanState](t, w)
		if tries > 1000 {
			t.Fatal("the disk never became full")
		}
	}
	told(t, app, "POST", "/plans/"+plan.ID+"/edits", edit(), 503, sqlite.Full)
	told(t, app, "POST", "/plans", httpapi.NewPlan{From: "demo-kr"}, 503, sqlite.Full)
	unchanged(t, app, plan)
	finish(t, app, httpapi.NewForecast{Plan: plan.ID, Paths: 500})
	app.forecasts.settle()
	if c := healthOf(t, app, "results"); c.State != "warn" {
		t.Errorf("the check says %+v", c)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	plan = ask[httpapi.PlanState](t, app, "POST", "/plans/"+plan.ID+"/edits", edit())
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	unchanged(t, open(t, dir), plan)
}

func TestADiskThatBecameReadOnlyIsSaid(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := smallDisk(t)
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=8m"); err != nil {
		t.Fatal(err)
	}
	_, err := New(t.Context(), Options{Data: dir, Port: NoPort, Pages: somePages})
	if !errors.Is(err, sqlite.ReadOnly) || fault.Of(err) != fault.Unavailable {
		t.Errorf("starting gave %v", err)
	}
}

func TestAFullDiskTakesNoDocumentAndLosesNone(t *testing.T) {
	if !alone(t) {
		return
	}
	dir := smallDisk(t)
	app := open(t, dir)
	first := uploaded(t, app, "kim", "first.txt", "The premium is 100.")
	stands(t, app, first.Document.ID, document.Ready)

	failedWith(t, upload(t, app, "kim", "large.pdf", strings.NewReader(strings.Repeat("%PDF", 4<<20))), 503, library.NoRoom)
	ballast := filepath.Join(dir, "ballast")
	stuff(t, ballast)
	w := upload(t, app, "kim", "small.txt", strings.NewReader("The rent is 100."))
	if p := decoded[httpapi.ProblemDocument](t, w); w.Code != 503 || p.Code != library.NoRoom.Code && p.Code != sqlite.Full.Code {
		t.Errorf("on a full disk: %d %+v", w.Code, p)
	}
	if left := entriesOf(t, filepath.Join(dir, spoolName)); len(left) > 0 {
		t.Errorf("the spool holds %v", left)
	}
	stands(t, app, first.Document.ID, document.Ready)

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	stands(t, app, uploaded(t, app, "kim", "small.txt", "The rent is 100.").Document.ID, document.Ready)
}
