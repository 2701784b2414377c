//go:build race

package sqlite

import "testing"

// unraced begins tests of processes that are killed and of files that fail or
// are torn, of which the race detector sees nothing and which it slows down many
// times: build/test runs them without it.
func unraced(t *testing.T) {
	t.Helper()
	t.Skip("is run without the race detector")
}
