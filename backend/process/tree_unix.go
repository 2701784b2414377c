//go:build unix

package process

import (
	"os"
	"os/exec"
	"syscall"
)

// Tree is a child and all that it starts: a process group.
type Tree struct{ group int }

// Prepare makes a child that was not started yet the head of a tree of its own.
func Prepare(cmd *exec.Cmd, _ Bounds) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// Hold is the tree of a child that was just started, and has started nothing
// itself yet. On Unix the bounds are the child's own to set.
func Hold(p *os.Process, _ Bounds) (Tree, error) { return Tree{p.Pid}, nil }

// Kill ends the whole tree at once. It is called before the child was waited
// for or at once afterwards: the number of a group that is empty is given away
// again some day.
func (t Tree) Kill() { _ = syscall.Kill(-t.group, syscall.SIGKILL) }

// end asks the child to end in order.
func end(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }

// Release forgets a tree whose child is gone.
func (t Tree) Release() {}
