//go:build !linux

package sqlite

import "time"

// processorTime is known on Linux alone.
func processorTime() time.Duration { return 0 }
