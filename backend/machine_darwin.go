package backend

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// wholeMemory is what is built in, in bytes.
func wholeMemory() uint64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return n
}

// graphics shares the memory of the whole machine here.
func graphics() (name string, memory uint64) {
	if runtime.GOARCH == "arm64" {
		return "Apple GPU", 0
	}
	return "", 0
}
