// Package share opens the program to a few invited people, and closes it.
//
// Terms: a way is how they come here: over a quick tunnel (a new address each
// time), over a named tunnel (an address that the owner has at Cloudflare), or
// nearby, straight over the office's or home's own network with TLS. A door is the
// second listener, where nobody is the owner. The tunnel is the child program that
// carries visitors from Cloudflare to the door. The proof is a visit to the own
// address over the public internet, which only this door can answer.
//
//	off ──▶ locating ──▶ starting ──▶ connecting ──▶ registered ──▶ probing ──▶ live
//	 ▲         │             │            │                            │        │  ▲
//	 │         ▼             ▼            ▼                            ▼        ▼  │
//	stopping ◀─ failed ◀──────────── restarting ◀── reconnecting ◀── degraded ──────┘
//
// The tunnel's own table of transitions stands in the package tunnel.
//
// Promise: off by default. Nothing is opened without consent, and everything that
// is open is told. Close shuts the door before anything else, so that nobody gets
// in while the rest ends. A quick tunnel never comes back by itself after a
// restart; a named one does when the owner chose so and it was open. No token is
// ever told, logged or given to a program on its command line.
package share

import (
	"context"
	"crypto/tls"
	"time"

	"meridian/backend/fault"
	"meridian/backend/fetch"
)

// Way is how people come here.
type Way string

// The ways.
const (
	Quick  Way = "quick"
	Named  Way = "named"
	Nearby Way = "nearby"
)

// Choice is what the owner chose about sharing.
type Choice struct {
	Way         Way
	Minutes     int    // after which sharing ends by itself; 0 never
	Host        string // public name of the named tunnel, such as plan.example.org
	Port        int    // of the door of a named tunnel, or of one nearby; 0 is free for quick and nearby
	Resume      bool   // a named tunnel that was open opens again when the program starts
	Program     string // path of cloudflared; "" looks for it
	Address     string // of this machine, where people nearby come; "" takes the first private one
	Certificate string // path of a PEM certificate for nearby; "" makes an own authority
	Key         string // path of its private key
}

// Door is the second listener.
type Door interface {
	// Open listens, and answers as far as Hosts allows; address is host:port.
	Open(ctx context.Context) (address string, err error)
	// Hosts are the only names under which the door answers; none refuses all.
	Hosts(hosts ...string)
	// Close ends it and cuts everything that is under way through it.
	Close() error
}

// Listen is where a door listens and how it proves itself.
type Listen struct {
	Address string                    // host:port; port 0 takes a free one
	TLS     *tls.Config               // nil where a tunnel ends TLS
	Proof   func(nonce string) string // answers /__health?nonce=
}

// Tunnel drives the program that carries visitors here. Its faults are those of
// this package.
type Tunnel interface {
	// Find is the program to use; ErrNoProgram, ErrOldProgram or ErrUnsafeProgram.
	Find(ctx context.Context, path string) (Program, error)
	// Offer is what fetching the program would take; ErrNoPin where no copy was
	// checked for this version of Meridian.
	Offer(ctx context.Context) (Offer, error)
	// Fetch fetches, verifies and installs it.
	Fetch(ctx context.Context, told func(fetch.Progress)) error
	// Sweep ends what an earlier program has left behind.
	Sweep()
	// Keep publishes a door until ctx ends, and returns when nothing of it is left.
	// The error says why it cannot be kept, nil after ctx.
	Keep(ctx context.Context, p Publication, told func(Status)) error
}

// Program is an executable that was found.
type Program struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	Source  string `json:"source" jsonschema:"enum=chosen,enum=fetched,enum=system"` // chosen by the owner, fetched by Meridian, or on PATH
}

// Offer is what fetching the program would take.
type Offer struct {
	Version string `json:"version"`
	From    string `json:"from"`
	Bytes   int64  `json:"bytes"`
	Have    int64  `json:"have"` // bytes that came before
	Licence string `json:"licence"`
	Terms   string `json:"terms"` // address of what whoever runs it agrees to
	SHA256  string `json:"sha256"`
}

// Publication is what a tunnel publishes.
type Publication struct {
	Program Program
	Origin  string                    // host:port of the door
	Host    string                    // public name; "" lets a quick tunnel make one up
	Token   string                    // path of the file of a named tunnel's token; "" for a quick one
	Proof   func(nonce string) string // what the door answers
}

// Phase is where sharing stands; the transitions are in the package comment.
type Phase string

// The phases.
const (
	Off          Phase = "off"
	Locating     Phase = "locating"
	Starting     Phase = "starting"
	Connecting   Phase = "connecting"
	Registered   Phase = "registered"
	Probing      Phase = "probing"
	Live         Phase = "live"
	Degraded     Phase = "degraded"
	Reconnecting Phase = "reconnecting"
	Restarting   Phase = "restarting"
	Failed       Phase = "failed"
	Stopping     Phase = "stopping"
)

// Open reports whether the door stands open in this phase.
func (p Phase) Open() bool { return p != Off && p != Failed }

// Usable reports whether people can be told the address.
func (p Phase) Usable() bool { return p == Live || p == Degraded || p == Reconnecting }

// Status is what a tunnel tells of itself.
type Status struct {
	Phase       Phase
	Host        string        // public name; "" while there is none
	Protocol    string        // quic or http2; "" before it is tried
	Location    string        // of Cloudflare's data centre, such as icn01; "" unknown
	RoundTrip   time.Duration // of the newest proof; 0 before the first
	Connections int           // to Cloudflare
	Restarts    int           // since it was opened
	Again       time.Time     // when it is tried again; zero unless restarting
	Why         *fault.Error  // nil while nothing is wrong
}

// State is what there is to tell.
type State struct {
	Phase Phase      `json:"phase" jsonschema:"enum=off,enum=locating,enum=starting,enum=connecting,enum=registered,enum=probing,enum=live,enum=degraded,enum=reconnecting,enum=restarting,enum=failed,enum=stopping"`
	Way   Way        `json:"way" jsonschema:"enum=quick,enum=named,enum=nearby"` // that is open, or was chosen last
	Text  fault.Text `json:"text"`                                               // the phase as a sentence
	Fix   fault.Text `json:"fix"`                                                // what can be done about it; "" for nothing
	Why   string     `json:"why"`                                                // code of what is wrong; "" for nothing

	Address     string     `json:"address"`         // to be given to people; "" while there is none
	Moved       bool       `json:"moved"`           // it is another than people were given before
	Since       *time.Time `json:"since,omitempty"` // open since
	Until       *time.Time `json:"until,omitempty"` // closes by itself
	Again       *time.Time `json:"again,omitempty"` // is tried again
	Protocol    string     `json:"protocol"`
	Location    string     `json:"location"`
	Near        bool       `json:"near"`      // the location is in or beside Korea
	RoundTripMS float64    `json:"roundTrip"` // milliseconds to the own address and back; 0 unknown
	Connections int        `json:"connections"`
	Restarts    int        `json:"restarts"`
	Door        string     `json:"door"` // host:port of the second listener; "" while closed
	Here        int        `json:"here"` // guests who have a page open now

	Program     *Program `json:"program,omitempty"`
	Fingerprint string   `json:"fingerprint"` // SHA-256 of the certificate nearby; "" elsewhere
	OwnCA       bool     `json:"ownCA"`       // an own authority signed it, which guests do not know yet
	HasToken    bool     `json:"hasToken"`    // of a named tunnel; kept in a file that only its owner reads
	Ended       string   `json:"ended" jsonschema:"enum=,enum=owner,enum=timer,enum=restart,enum=fault"`
}
