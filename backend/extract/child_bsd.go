//go:build unix && !linux

package extract

import "syscall"

// yield gives way to everything else that runs.
func yield() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, politeness) }
