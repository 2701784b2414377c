package process

import (
	"os/exec"
	"syscall"
)

// dieWithUs lets the system end the child in order when the thread that starts it
// ends, which it does with this program, however that ends.
func dieWithUs(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM }
