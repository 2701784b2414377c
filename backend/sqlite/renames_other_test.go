//go:build !linux || !(amd64 || arm64)

package sqlite

import "errors"

// Elsewhere no kernel can be asked to refuse it.
func openUnrenaming(string) error { return errors.ErrUnsupported }
