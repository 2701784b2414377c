package startup

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew")

// odd is a service whose words every system reads otherwise.
var odd = Service{
	Name: "meridian", About: "Meridian, 100% private",
	Program: "/opt/My Programs/meridiand", Args: []string{"serve", "--data", `/home/김 "kim"/50% $HOME & <more>\`, "--quiet"},
}

func plain(system bool) Service {
	s := Service{Name: "meridian", About: "Meridian, a private wealth planner", Program: "/usr/bin/meridiand", Args: []string{"serve", "--quiet", "--data", "/var/lib/meridian"}, System: system}
	if system {
		s.User = "meridian"
	}
	return s
}

func TestUnits(t *testing.T) {
	systems := map[string]string{"linux": "service", "darwin": "plist", "windows": "xml"}
	for os, ending := range systems {
		for name, s := range map[string]Service{"user": plain(false), "system": plain(true), "odd": odd} {
			_, text, err := Unit(Machine{OS: os, Home: "/home/kim"}, s)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, os+"-"+name+"."+ending, text)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s is otherwise (%v):\n%s", name, err, got)
	}
}

// TestSystemdTakesTheUnits asks systemd itself where it is installed. It need not run.
func TestSystemdTakesTheUnits(t *testing.T) {
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd is not installed here")
		return
	}
	program, err := os.Executable() // systemd wants a program that is there
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"user", "system", "odd"} {
		s := map[string]Service{"user": plain(false), "system": plain(true), "odd": odd}[name]
		s.Program = program
		if s.System {
			s.User = "root"
		}
		path := filepath.Join(t.TempDir(), "meridian.service")
		if err := os.WriteFile(path, []byte(systemdUnit(s)), 0o644); err != nil {
			t.Fatal(err)
		}
		args := append(map[bool][]string{false: {"--user"}}[s.System], "verify", "--man=no", path)
		cmd := exec.CommandContext(t.Context(), verify, args...)
		cmd.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+t.TempDir())
		out, err := cmd.CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, "meridian.service") {
				t.Errorf("%s: systemd complains (%v): %s", name, err, line)
			}
		}
	}
}

func TestPropertyListsAndTasksAreWellFormed(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not installed here; the golden files were looked at")
		return
	}
	for _, text := range []string{launchdUnit(odd), launchdUnit(plain(true)), taskUnit(odd), taskUnit(plain(true))} {
		cmd := exec.CommandContext(t.Context(), lint, "--nonet", "--noout", "-")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// a recorder is a system that does what it is told, and remembers it.
type recorder struct {
	ran     []string
	refuses string // a word of commands that fail
	prints  string
}

func (r *recorder) run(_ context.Context, name string, args ...string) (string, error) {
	line := strings.Join(append([]string{name}, args...), " ")
	r.ran = append(r.ran, line)
	if r.refuses != "" && strings.Contains(line, r.refuses) {
		return "no", errors.New("exit status 1")
	}
	return r.prints, nil
}

// keep stands for the whole-or-nothing writer that assembly gives.
func keep(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

func TestAServiceComesAndGoes(t *testing.T) {
	for system, running := range map[string]string{"linux": "active\n", "darwin": "\tstate = running\n", "windows": "Status: Running\r\n"} {
		for _, s := range []Service{plain(false), plain(true)} {
			r := &recorder{prints: running}
			m := Machine{OS: system, Home: t.TempDir(), Root: t.TempDir(), UID: 1000, Write: keep, Run: r.run}
			if err := Remove(t.Context(), m, s); !errors.Is(err, ErrNotInstalled) {
				t.Errorf("%s: nothing is removed: %v", system, err)
			}
			state, err := Install(t.Context(), m, s)
			if err != nil || !state.Installed || !state.Running {
				t.Fatalf("%s: %+v, %v", system, state, err)
			}
			if _, err := os.Stat(state.Unit); err != nil {
				t.Errorf("%s: %v", system, err)
			}
			if err := Remove(t.Context(), m, s); err != nil {
				t.Errorf("%s: %v", system, err)
			}
			if state, err := Status(t.Context(), m, s); err != nil || state.Installed || state.Running {
				t.Errorf("%s: after removing: %+v, %v", system, state, err)
			}
			scope := "user"
			if s.System {
				scope = "system"
			}
			lines := strings.ReplaceAll(strings.ReplaceAll(strings.Join(r.ran, "\n")+"\n", m.Home, "HOME"), m.Root, "")
			golden(t, system+"-"+scope+".commands", lines)
		}
	}
}

func TestARefusalIsTakenBack(t *testing.T) {
	r := &recorder{refuses: "enable"}
	m := Machine{OS: "linux", Home: t.TempDir(), UID: 1000, Write: keep, Run: r.run}
	_, err := Install(t.Context(), m, plain(false))
	var said *Refusal
	if !errors.Is(err, ErrRefused) || !errors.As(err, &said) || said.Said != "no" {
		t.Errorf("refused: %v", err)
	}
	if state, _ := Status(t.Context(), m, plain(false)); state.Installed {
		t.Error("a unit is left that was never taken")
	}
}

func TestAnUnknownSystem(t *testing.T) {
	if _, err := Install(t.Context(), Machine{OS: "plan9"}, plain(false)); !errors.Is(err, ErrNoManager) {
		t.Errorf("%v", err)
	}
}
