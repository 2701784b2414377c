//go:build unix

package extract

import (
	"os"
	"os/exec"
	"syscall"
)

// tree is a child and all that it starts: a process group.
type tree struct{ group int }

// prepare makes the child the head of a group of its own.
func prepare(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// hold is the tree of a child that was just started.
func hold(p *os.Process) (tree, error) { return tree{p.Pid}, nil }

// kill ends the whole tree. It is called before the child was waited for, so
// the group is still its own.
func (t tree) kill() { _ = syscall.Kill(-t.group, syscall.SIGKILL) }

// release forgets a tree whose child is gone.
func (t tree) release() {}
