//go:build unix

package backend

import "golang.org/x/sys/unix"

// freeDisk is what can be written where a directory lies, in bytes.
func freeDisk(dir string) uint64 {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0
	}
	return s.Bavail * uint64(s.Bsize)
}
