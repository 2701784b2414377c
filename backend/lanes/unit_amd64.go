package lanes

import "golang.org/x/sys/cpu"

// vectors are the units that the processor and the operating system support.
func vectors() []Unit {
	var units []Unit
	if cpu.X86.HasAVX2 {
		units = append(units, AVX2)
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
		units = append(units, AVX512)
	}
	return units
}
