//go:build !linux

package traffic

import (
	"errors"
	"net/netip"
)

// Socket is an open TCP socket of this process, as the system tells it.
type Socket struct {
	Local, Remote netip.AddrPort
	Listening     bool
}

// Sockets are those that this process has open now. The error is errors.ErrUnsupported
// where the system does not tell.
func Sockets() ([]Socket, error) { return nil, errors.ErrUnsupported }
