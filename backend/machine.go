package backend

import (
	"runtime"

	"meridian/backend/hosting"
)

// machine is what can be found out of this computer without asking anybody.
func machine(data string) hosting.Machine {
	m := hosting.Machine{Cores: runtime.NumCPU(), Memory: wholeMemory(), Disk: freeDisk(data)}
	if free, known := freeMemory(); known {
		m.Free = free
	}
	m.Graphics, m.VRAM = graphics()
	return m
}
