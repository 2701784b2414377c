// Package guest lets people and programs in from elsewhere, and shows them out.
//
// Terms: an invitation is a secret that the owner hands to one person, in a link;
// whoever shows it becomes that guest, on as many devices as it may be used. A
// guest has a role, the sections that they may see, and how far amounts are
// shown. A session is one device of a guest that has shown the invitation. A
// program is a guest without a browser: it sends its id and secret with every
// request. The spoken check is six words that owner and guest both see and read
// to one another, so that each knows the other's screen is the right one. The log
// says who did what, when and from where.
//
// Promise: no secret is kept, only its SHA-256, and nothing that is kept lets
// anybody in. Revoking takes effect before the call returns: no request that
// begins afterwards is answered. The log is only ever added to, and holds no
// amounts, names of files, questions or secrets.
package guest

import (
	"context"
	"time"

	"meridian/backend/access"
)

// Kind is what a guest is.
type Kind string

// The kinds.
const (
	Person  Kind = "person"
	Program Kind = "program"
)

// Guest is somebody, or a program, whom the owner has let in.
type Guest struct {
	ID       string
	Kind     Kind
	Name     string // as the owner calls them
	Role     access.Role
	Sections access.Sections
	Money    access.Visibility
	Base     float64 // what percentages are of; see access.Principal
	Control  bool    // an owner elsewhere may do what is otherwise done at the machine
	Email    string  // by which Cloudflare Access knows them; "" for none
	Made     time.Time
	Expires  time.Time // until when the invitation can be shown and its sessions last
	Uses     int       // how often the invitation was shown
	MaxUses  int
	Seen     time.Time // when they last asked for anything; zero for never
	Revoked  time.Time // zero while they are welcome
}

// Welcome reports whether the guest may still come in.
func (g Guest) Welcome(now time.Time) bool { return g.Revoked.IsZero() && now.Before(g.Expires) }

// Principal is the guest as who asks over the remote listener.
func (g Guest) Principal() access.Principal {
	return access.Principal{
		ID: g.ID, Role: g.Role, Remote: true, Control: g.Control && g.Role == access.Owner,
		Sections: g.Sections, Money: g.Money, Base: g.Base,
	}
}

// Hash is the SHA-256 of a secret.
type Hash [32]byte

// Session is one device of a guest.
type Session struct {
	Hash    Hash
	Before  Hash // of the secret that Hash has replaced, good for a moment longer
	Guest   string
	Made    time.Time
	Turned  time.Time // when its secret was last replaced
	Seen    time.Time
	Expires time.Time // however much it is used
	Agent   string    // what the browser calls itself, cut short
}

// Entry is one line of the log. Who is a guest's id, access.OwnerID, or "" for
// nobody known. Object is the id of what it was done to.
type Entry struct {
	Number  int64
	At      time.Time
	Who     string
	Act     Act
	Object  string
	From    string // address; "" at the machine
	Country string // as Cloudflare says; "" for unknown
	Ray     string // by which Cloudflare knows the request
}

// Act is what was done.
type Act string

// The acts that are logged besides the names of the routes that change something.
const (
	Invited  Act = "invited"
	Changed  Act = "changed"
	Revoked  Act = "revoked"
	Joined   Act = "joined"
	Left     Act = "left"
	Refused  Act = "refused" // Object is the code of the refusal
	Looked   Act = "looked"  // the owner began to see what a guest would
	Accepted Act = "accepted"
	Declined Act = "declined"
	Drafted  Act = "drafted"
)

// Draft is a plan of an adviser's own, made of another. Base is the revision that
// it was made of.
type Draft struct {
	Plan  string // its own
	Of    string // the plan that it is a draft of
	Base  int
	By    string // guest
	Made  time.Time
	State DraftState
}

// DraftState is what became of a draft.
type DraftState string

// The states.
const (
	DraftOpen     DraftState = "open"
	DraftAccepted DraftState = "accepted"
	DraftDeclined DraftState = "declined"
)

// Store keeps guests. Whatever it does not find is NoGuest, NoSession or NoDraft.
type Store interface {
	// AddGuest keeps a new guest and the hash of their secret.
	AddGuest(ctx context.Context, g Guest, secret Hash) error
	// SaveGuest replaces what the owner may change of a guest.
	SaveGuest(ctx context.Context, g Guest) error
	Guests(ctx context.Context) ([]Guest, error)
	Guest(ctx context.Context, id string) (Guest, error)
	// Secret is the hash of a guest's secret.
	Secret(ctx context.Context, id string) (Hash, error)
	// ByEmail is the newest guest of that e-mail who was not revoked.
	ByEmail(ctx context.Context, email string) (Guest, error)
	// Use counts a showing of the invitation, and begins the session, in one step;
	// it fails with Spent when the invitation may not be shown any more.
	Use(ctx context.Context, id string, s Session) error
	// Revoke marks the guest and forgets their sessions, in one step.
	Revoke(ctx context.Context, id string, at time.Time) error
	// Touch remembers that the guest, and their session if there is one, was here.
	Touch(ctx context.Context, id string, session Hash, at time.Time) error

	// Session finds a session by its secret's hash, or by the one before.
	Session(ctx context.Context, secret Hash) (Session, error)
	// Turn replaces the session's secret.
	Turn(ctx context.Context, old, fresh Hash, at time.Time) error
	DropSession(ctx context.Context, secret Hash) error
	// SweepSessions forgets those that ended, or were not used since.
	SweepSessions(ctx context.Context, ended, unused time.Time) error

	// Choices are a guest's own settings, as JSON; nil before the first.
	Choices(ctx context.Context, id string) ([]byte, error)
	SetChoices(ctx context.Context, id string, choices []byte) error

	Log(ctx context.Context, e Entry) error
	// Logged is the log before a number, the newest first; 0 begins with the newest.
	Logged(ctx context.Context, before int64, most int) ([]Entry, error)

	AddDraft(ctx context.Context, d Draft) error
	Drafts(ctx context.Context) ([]Draft, error)
	Draft(ctx context.Context, plan string) (Draft, error)
	SetDraft(ctx context.Context, plan string, state DraftState) error

	// Door is the Cloudflare Access application before the remote listener; the
	// zero Door for none.
	Door(ctx context.Context) (Door, error)
	SetDoor(ctx context.Context, d Door) error
}

// Door is a Cloudflare Access application: everybody who comes through the tunnel
// must carry its token.
type Door struct {
	Team     string // of TEAM.cloudflareaccess.com
	Audience string // the application's AUD tag
}

// Shut reports whether there is such an application.
func (d Door) Shut() bool { return d.Team != "" }
