package sqlite

import "golang.org/x/sys/unix"

// systemMachine is the identity of the hardware.
func systemMachine() string {
	id, err := unix.Sysctl("kern.uuid")
	if err != nil {
		return ""
	}
	return id
}
