//go:build !race

package sqlite

import "testing"

// unraced begins tests that the race detector has nothing to say of.
func unraced(*testing.T) {}
