//go:build !linux && !darwin && !windows

package sqlite

// systemMachine is not known elsewhere; the name of the machine is gone by.
func systemMachine() string { return "" }
