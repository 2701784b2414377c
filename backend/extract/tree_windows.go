package extract

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// tree is a child and all that it starts: a job object, which also bounds their
// memory and ends them with this program.
type tree struct{ job windows.Handle }

// prepare starts the child without a console, below what people wait for.
func prepare(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		HideWindow:    true,
		CreationFlags: windows.CREATE_NO_WINDOW | windows.BELOW_NORMAL_PRIORITY_CLASS,
	}
}

// hold puts a child into a job. It has not been asked anything yet, so it has
// started nothing.
func hold(p *os.Process) (tree, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return tree{}, fmt.Errorf("create job: %w", err)
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{JobMemoryLimit: uintptr(maxMemory)}
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_JOB_MEMORY
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		return tree{}, errors.Join(fmt.Errorf("limit job: %w", err), windows.CloseHandle(job))
	}
	handle, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return tree{}, errors.Join(fmt.Errorf("open process: %w", err), windows.CloseHandle(job))
	}
	defer windows.CloseHandle(handle)
	if err := windows.AssignProcessToJobObject(job, handle); err != nil {
		return tree{}, errors.Join(fmt.Errorf("assign to job: %w", err), windows.CloseHandle(job))
	}
	return tree{job}, nil
}

// kill ends the whole tree.
func (t tree) kill() { _ = windows.TerminateJobObject(t.job, 1) }

// release forgets a tree whose child is gone.
func (t tree) release() { _ = windows.CloseHandle(t.job) }

// yield does nothing: the child was started polite.
func yield() {}
