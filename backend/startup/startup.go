// Package startup has a machine start a program by itself, and start it again
// when it fails.
//
// Terms: a service is the program as the machine keeps it; its unit is the file
// in which a system writes that down: a unit of systemd, a property list of
// launchd, a task of Windows. A service is one person's own, or the machine's:
// the first needs no administrator, the second starts though nobody logs in.
//
// Promise: a unit is text made from the service alone, with every path escaped
// as its system reads it. Install leaves a service that runs, or takes back
// what it wrote; Remove leaves no unit, and touches no data.
package startup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"meridian/backend/fault"
)

// Service is a program that a machine keeps running.
type Service struct {
	Name    string // of the unit, such as meridian
	About   string // what it is, in a few words
	Program string // whole path
	Args    []string
	System  bool   // it is the machine's, not one person's
	User    string // whom a machine's service runs as
}

// Machine is where services are installed. It is given, so that every system can
// be checked on any.
type Machine struct {
	OS   string // runtime.GOOS
	Home string // the person's directory
	UID  int    // of the person; -1 where there is none
	// Config is where the person's configuration lies, XDG_CONFIG_HOME on Linux;
	// "" for the custom.
	Config string
	// Root is put before the machine's own paths; "" but in tests.
	Root string
	// Write keeps a file whole or not at all, for its owner alone: a unit names
	// where the data lies. A system's own manager reads it all the same.
	Write func(path string, content []byte) error
	// Run runs a program and returns what it printed.
	Run func(ctx context.Context, name string, args ...string) (string, error)
}

// State is how a service is.
type State struct {
	Installed bool   `json:"installed"`
	Running   bool   `json:"running"`
	Unit      string `json:"unit"` // path of the unit
}

// The faults of this package.
var (
	ErrNoManager = fault.New(fault.Unavailable, "startup.noManager",
		fault.Text{EN: "This system has nothing that starts programs which Meridian knows.", KO: "이 시스템에는 Meridian이 아는 자동 시작 기능이 없습니다."},
		fault.Text{EN: "systemd, launchd and the Windows Task Scheduler are known; start meridiand serve by your own means elsewhere.", KO: "systemd, launchd, Windows 작업 스케줄러를 씁니다. 다른 시스템에서는 meridiand serve를 직접 시작하세요."})
	ErrRefused = fault.New(fault.Unavailable, "startup.refused",
		fault.Text{EN: "The system did not take the service.", KO: "시스템이 서비스를 받아들이지 않았습니다."},
		fault.Text{EN: "See what it says above; a service for the whole machine needs an administrator.", KO: "위의 안내를 확인하세요. 컴퓨터 전체의 서비스에는 관리자 권한이 필요합니다."})
	ErrNotInstalled = fault.New(fault.NotFound, "startup.notInstalled",
		fault.Text{EN: "No service is installed.", KO: "설치된 서비스가 없습니다."},
		fault.Text{EN: "meridiand service install installs one.", KO: "meridiand service install로 설치합니다."})
)

// Refusal is what a system said when it did not take a service.
type Refusal struct {
	Command string
	Said    string
	cause   error
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %v\n%s", r.Command, r.cause, r.Said) }
func (r *Refusal) Unwrap() error { return r.cause }

// manager is what starts programs on one system.
type manager struct {
	path   func(m Machine, s Service) string
	unit   func(s Service) string
	start  func(m Machine, s Service, path string) [][]string
	stop   func(m Machine, s Service, path string) [][]string
	status func(m Machine, s Service) []string
	// runs reads what status printed, given whether it succeeded.
	runs func(out string, ok bool) bool
}

var managers = map[string]manager{
	"linux":   {systemdPath, systemdUnit, systemdStart, systemdStop, systemdStatus, func(out string, ok bool) bool { return ok && strings.TrimSpace(out) == "active" }},
	"darwin":  {launchdPath, launchdUnit, launchdStart, launchdStop, launchdStatus, func(out string, ok bool) bool { return ok && strings.Contains(out, "state = running") }},
	"windows": {taskPath, taskUnit, taskStart, taskStop, taskStatus, func(out string, ok bool) bool { return ok && strings.Contains(out, "Running") }},
}

// Unit is the path and the text of a service's unit on a system.
func Unit(m Machine, s Service) (path, text string, err error) {
	of, known := managers[m.OS]
	if !known {
		return "", "", ErrNoManager
	}
	return of.path(m, s), of.unit(s), nil
}

// Install writes the unit and has the service started, now and from now on.
// What is installed already is replaced. Where the system refuses, the unit is
// taken away again.
func Install(ctx context.Context, m Machine, s Service) (State, error) {
	path, text, err := Unit(m, s)
	if err != nil {
		return State{}, err
	}
	if err := m.Write(path, []byte(text)); err != nil {
		return State{}, fmt.Errorf("write unit: %w", err)
	}
	of := managers[m.OS]
	for _, command := range of.start(m, s, path) {
		if out, err := m.Run(ctx, command[0], command[1:]...); err != nil {
			for _, undo := range of.stop(m, s, path) {
				_, _ = m.Run(ctx, undo[0], undo[1:]...) // what was not begun cannot be ended
			}
			return State{}, errors.Join(ErrRefused.With(&Refusal{strings.Join(command, " "), strings.TrimSpace(out), err}), os.Remove(path))
		}
	}
	return Status(ctx, m, s)
}

// Remove ends the service and takes its unit away.
func Remove(ctx context.Context, m Machine, s Service) error {
	path, _, err := Unit(m, s)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		return ErrNotInstalled
	}
	of := managers[m.OS]
	for _, command := range of.stop(m, s, path) {
		_, _ = m.Run(ctx, command[0], command[1:]...) // what does not run cannot be ended; the unit goes all the same
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove unit: %w", err)
	}
	if m.OS == "linux" {
		_, _ = m.Run(ctx, "systemctl", append(scope(s), "daemon-reload")...) // it reads units anew at the next start of the machine at the latest
	}
	return nil
}

// Status says how a service is.
func Status(ctx context.Context, m Machine, s Service) (State, error) {
	path, _, err := Unit(m, s)
	if err != nil {
		return State{}, err
	}
	if _, err := os.Lstat(path); err != nil {
		return State{Unit: path}, nil
	}
	of := managers[m.OS]
	command := of.status(m, s)
	out, err := m.Run(ctx, command[0], command[1:]...)
	return State{Installed: true, Running: of.runs(out, err == nil), Unit: path}, nil
}

// uid is the person's number as text.
func (m Machine) uid() string { return strconv.Itoa(m.UID) }
