// Package tunneltest is a stand-in for cloudflared and for the part of Cloudflare
// that it speaks to, for tests that run the whole way from a visitor to the door.
//
// Cloud runs in the test: it gives out quick names, answers for names, and is the
// edge that visitors come to. The stand-in is the test's own binary, run again as a
// child: Main is called first thing in TestMain. Both behave as the real program
// was seen to behave, its failures included; a Scenario says which of them.
//
// The child carries visitors for real: from the edge to the address that it was
// told to publish, with the headers that the real one adds.
package tunneltest

import "time"

// Scenario is how Cloudflare, the network and the program behave.
type Scenario struct {
	Version string // of the program; "" is 2026.8.2

	Quick       string        // what the service for quick names says: "", 429, 500, html, hang
	QuicBlocked bool          // UDP does not come through
	TCPBlocked  bool          // nor does TCP
	Delay       time.Duration // before a connection is registered
	Usage       bool          // the program does not know its options: exit code 0
	Offline     bool          // no name can be resolved
	DeadEdge    bool          // registered and ready, but visitors get 530
	Denied      bool          // the tunnel is not accepted: the program goes on trying
	TextLogs    bool          // the log is text, as of older programs
	PortBusy    bool          // the metrics port is taken
	Crash       time.Duration // the program ends by itself so long after it was registered; 0 never
	Ingress     string        // service of a named tunnel's public name that is pushed; "" pushes nothing
	Unknown     bool          // the public name is not known to the resolver
	Noise       int           // bytes of log that the program writes at once
}
