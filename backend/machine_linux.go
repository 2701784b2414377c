package backend

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// wholeMemory is what is built in, in bytes: MemTotal of proc(5).
func wholeMemory() uint64 {
	raw, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, found := strings.CutPrefix(line, "MemTotal:"); found {
			kib, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// graphics is a processor that a model host can use: what the drivers say of
// themselves. NVIDIA's does not tell its memory in a file.
func graphics() (name string, memory uint64) {
	told, _ := filepath.Glob("/proc/driver/nvidia/gpus/*/information")
	for _, file := range told {
		raw, _ := os.ReadFile(file) // what cannot be read names nothing
		for line := range strings.Lines(string(raw)) {
			if model, found := strings.CutPrefix(line, "Model:"); found {
				return strings.TrimSpace(model), 0
			}
		}
	}
	cards, _ := filepath.Glob("/sys/class/drm/card*/device/mem_info_vram_total")
	for _, file := range cards {
		raw, _ := os.ReadFile(file)
		if n, err := strconv.ParseUint(strings.TrimSpace(string(raw)), 10, 64); err == nil && n > memory {
			name, memory = "AMD Radeon", n
		}
	}
	return name, memory
}
