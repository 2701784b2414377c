//go:build unix && !linux && !darwin

package backend

func wholeMemory() uint64 { return 0 }

func graphics() (name string, memory uint64) { return "", 0 }
