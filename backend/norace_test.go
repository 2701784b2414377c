//go:build !race

package backend

// raced says that the race detector watches.
const raced = false
