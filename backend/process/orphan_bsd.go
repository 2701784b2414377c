//go:build unix && !linux

package process

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// killMarked ends every process that carries a mark in its environment, which ps
// shows to their owner; it returns how many.
func killMarked(mark string) int {
	told, err := exec.Command("ps", "-A", "-E", "-ww", "-o", "pid=,command=").Output()
	if err != nil {
		return 0
	}
	killed := 0
	for line := range strings.Lines(string(told)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.Contains(line, markName+"="+mark) {
			continue
		}
		if pid, err := strconv.Atoi(fields[0]); err == nil && syscall.Kill(pid, syscall.SIGKILL) == nil {
			killed++
		}
	}
	return killed
}
