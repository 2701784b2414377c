package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// machineName tells this machine from every other, though its name changes; ""
// where the system has none. It is made of the system's own, which it does not
// give away.
func machineName() string {
	own := strings.TrimSpace(systemMachine())
	if own == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("meridian\x00" + own))
	return hex.EncodeToString(sum[:8])
}
