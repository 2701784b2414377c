//go:build !amd64

package workload

// Codes are those that this machine can run, the fastest last.
func Codes() []Code { return []Code{Portable} }

func newPlayer(w Work, _ Code, seed uint64) player { return newPortablePlayer(w, seed) }
