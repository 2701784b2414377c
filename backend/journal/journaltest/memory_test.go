package journaltest

import (
	"testing"

	"meridian/backend/journal"
)

func TestMemory(t *testing.T) {
	Run(t, func(*testing.T) journal.Store { return new(Memory) })
}
