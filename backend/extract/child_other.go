//go:build !linux

package extract

// limitMemory does nothing here: on Windows the job object bounds memory, and
// macOS has no bound that it keeps. The engine's own limit holds everywhere.
func limitMemory(uint64) {}
