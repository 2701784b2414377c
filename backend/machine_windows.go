package backend

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryStatus is MEMORYSTATUSEX.
type memoryStatus struct {
	length, load                                                                            uint32
	total, available, totalPage, availablePage, totalVirtual, availableVirtual, extendedVir uint64
}

// wholeMemory is what is built in, in bytes.
func wholeMemory() uint64 {
	m := memoryStatus{}
	m.length = uint32(unsafe.Sizeof(m))
	done, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx").Call(uintptr(unsafe.Pointer(&m)))
	if done == 0 {
		return 0
	}
	return m.total
}

// freeDisk is what can be written where a directory lies, in bytes.
func freeDisk(dir string) uint64 {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0
	}
	var free uint64
	if windows.GetDiskFreeSpaceEx(name, &free, nil, nil) != nil {
		return 0
	}
	return free
}

// graphics is not looked for: asking for it takes a window.
func graphics() (name string, memory uint64) { return "", 0 }
