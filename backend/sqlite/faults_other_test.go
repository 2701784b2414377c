//go:build !unix || !(amd64 || arm64)

package sqlite

import "errors"

// Elsewhere SQLite is laid out otherwise in memory.
func surviveFailures(string) error { return errors.ErrUnsupported }
func migrateFailing(string) error  { return errors.ErrUnsupported }
