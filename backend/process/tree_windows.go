package process

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Tree is a child and all that it starts: a job object, which ends with this
// program, however that ends.
type Tree struct{ job windows.Handle }

// Prepare makes a child that was not started yet one without a console.
func Prepare(cmd *exec.Cmd, b Bounds) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
	if b.Polite {
		cmd.SysProcAttr.CreationFlags |= windows.BELOW_NORMAL_PRIORITY_CLASS
	}
}

// Hold is the tree of a child that was just started, and has started nothing
// itself yet.
func Hold(p *os.Process, b Bounds) (Tree, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return Tree{}, fmt.Errorf("create job: %w", err)
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{JobMemoryLimit: uintptr(b.Memory)}
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if b.Memory > 0 {
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_JOB_MEMORY
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		return Tree{}, errors.Join(fmt.Errorf("limit job: %w", err), windows.CloseHandle(job))
	}
	handle, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return Tree{}, errors.Join(fmt.Errorf("open process: %w", err), windows.CloseHandle(job))
	}
	defer windows.CloseHandle(handle)
	if err := windows.AssignProcessToJobObject(job, handle); err != nil {
		return Tree{}, errors.Join(fmt.Errorf("assign to job: %w", err), windows.CloseHandle(job))
	}
	return Tree{job}, nil
}

// Kill ends the whole tree at once.
func (t Tree) Kill() { _ = windows.TerminateJobObject(t.job, 1) }

// end does nothing: a program without a console cannot be asked to end, and is
// killed when its time to end in order is over.
func end(*os.Process) {}

// Release forgets a tree whose child is gone.
func (t Tree) Release() { _ = windows.CloseHandle(t.job) }
