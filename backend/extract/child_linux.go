package extract

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// yield gives way to everything else that runs: every thread of this process,
// and so every thread and process that they start. Threads that appear while it
// looks are seen in the second round.
func yield() {
	for range 2 {
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return // impolite, but at work
		}
		for _, task := range tasks {
			if id, err := strconv.Atoi(task.Name()); err == nil {
				_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, politeness)
			}
		}
	}
}

// limitMemory bounds what this process may take past what it has.
func limitMemory(more uint64) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return
	}
	pages, err := strconv.ParseUint(strings.Fields(string(statm))[0], 10, 64)
	if err != nil {
		return
	}
	limit := pages*uint64(os.Getpagesize()) + more
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit})
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) // a core file would hold the document
}
