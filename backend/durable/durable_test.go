package durable

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestAFileIsReplacedWhole(t *testing.T) {
	name := filepath.Join(t.TempDir(), "made", "note")
	for _, content := range []string{"first", "", "a longer one than before"} {
		if err := Write(name, []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name)
		if err != nil || string(got) != content {
			t.Errorf("%q: %q %v", content, got, err)
		}
	}
	if runtime.GOOS != "windows" {
		for path, want := range map[string]os.FileMode{name: 0o600, filepath.Dir(name): 0o700} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v %v", filepath.Base(path), info.Mode().Perm(), err)
			}
		}
	}
	alone(t, name)
}

// alone fails when anything but the file lies in its directory.
func alone(t *testing.T, name string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d entries are left (%v)", len(entries), err)
	}
}

func TestWhatCannotBeReplacedStaysAsItWas(t *testing.T) {
	name := filepath.Join(t.TempDir(), "note")
	if err := os.MkdirAll(filepath.Join(name, "occupied"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(name, []byte("new")); err == nil {
		t.Error("a directory was written over")
	}
	alone(t, name)
	if err := Write(filepath.Join(name, "occupied", "\x00"), nil); err == nil {
		t.Error("a name that cannot be was written to")
	}
}

func TestWhatIsNotThereCannotBeKept(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	if SyncFile(missing) == nil {
		t.Error("a file that is not there was kept")
	}
	if runtime.GOOS != "windows" && SyncDirectory(missing) == nil {
		t.Error("a directory that is not there was kept")
	}
}
