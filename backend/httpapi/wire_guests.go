package httpapi

import (
	"time"

	"meridian/backend/access"
	"meridian/backend/guest"
)

// You is whoever asks, as Meridian knows them.
type You struct {
	ID       string            `json:"id"`
	Name     string            `json:"name,omitempty"` // of a guest
	Role     access.Role       `json:"role"`
	Remote   bool              `json:"remote"`  // came from elsewhere
	Control  bool              `json:"control"` // may do what is otherwise done at the machine
	Looking  bool              `json:"looking"` // the owner, seeing what a guest would
	Sections []access.Section  `json:"sections"`
	Money    access.Visibility `json:"money"`
}

// ShownInvitation is the secret part of an invitation's link.
type ShownInvitation struct {
	Token string `json:"token"`
}

// InvitationOffer is what an invitation offers.
type InvitationOffer struct {
	Name     string            `json:"name"`
	Role     access.Role       `json:"role"`
	Sections []access.Section  `json:"sections"`
	Money    access.Visibility `json:"money"`
	Expires  time.Time         `json:"expires"`
	Words    SpokenCheck       `json:"words"`
}

// SpokenCheck are six words that owner and guest read to one another.
type SpokenCheck struct {
	EN []string `json:"en"`
	KO []string `json:"ko"`
}

// NewGuest is what the owner offers somebody.
type NewGuest struct {
	Kind     guest.Kind        `json:"kind"`
	Name     string            `json:"name"`
	Role     access.Role       `json:"role"`
	Sections []access.Section  `json:"sections"`
	Money    access.Visibility `json:"money"`
	Control  bool              `json:"control,omitempty"`
	Email    string            `json:"email,omitempty"` // by which Cloudflare Access knows them; of a program, its client id there
	Days     float64           `json:"days"`            // until the invitation and its sessions end
	MaxUses  int               `json:"maxUses,omitempty"`
}

// GuestTerms replace what a guest was offered.
type GuestTerms struct {
	Name     string            `json:"name"`
	Role     access.Role       `json:"role"`
	Sections []access.Section  `json:"sections"`
	Money    access.Visibility `json:"money"`
	Control  bool              `json:"control,omitempty"`
	Email    string            `json:"email,omitempty"`
}

// Guest is somebody, or a program, whom the owner has let in.
type Guest struct {
	ID       string            `json:"id"`
	Kind     guest.Kind        `json:"kind"`
	Name     string            `json:"name"`
	Role     access.Role       `json:"role"`
	Sections []access.Section  `json:"sections"`
	Money    access.Visibility `json:"money"`
	Control  bool              `json:"control"`
	Email    string            `json:"email,omitempty"`
	Made     time.Time         `json:"made"`
	Expires  time.Time         `json:"expires"`
	Uses     int               `json:"uses"`
	MaxUses  int               `json:"maxUses"`
	Seen     *time.Time        `json:"seen,omitempty"`
	Revoked  *time.Time        `json:"revoked,omitempty"`
	Here     bool              `json:"here"` // a request of theirs is being answered
	Words    SpokenCheck       `json:"words"`
}

// GuestList is everybody who was ever let in.
type GuestList struct {
	Guests  []Guest `json:"guests"`  // the newest first
	Refused int     `json:"refused"` // requests from elsewhere, since the program began
	Door    Door    `json:"door"`
}

// InvitedGuest is a guest just invited. The secrets are told this once.
type InvitedGuest struct {
	Guest  Guest  `json:"guest"`
	Token  string `json:"token,omitempty"`  // of a person: goes behind #invite= in the link
	Secret string `json:"secret,omitempty"` // of a program
}

// Door is the Cloudflare Access application before the remote listener; empty for none.
type Door struct {
	Team     string `json:"team"`
	Audience string `json:"audience"`
}

// AuditLog is what was done, the newest first. Before asks for what lies further back.
type AuditLog struct {
	Entries []AuditEntry `json:"entries"`
	Before  int64        `json:"before,omitempty"`
}

// AuditEntry is one thing that was done. Who is a guest's id, "owner", or empty for
// nobody known; Act is a name of this package guest or of a route.
type AuditEntry struct {
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	Act     string    `json:"act"`
	Object  string    `json:"object,omitempty"`
	From    string    `json:"from,omitempty"`
	Country string    `json:"country,omitempty"`
	Ray     string    `json:"ray,omitempty"`
}

// DraftList is every draft that whoever asks may see, the newest first.
type DraftList struct {
	Drafts []Draft `json:"drafts"`
}

// Draft is a plan of an adviser's own, made of another plan.
type Draft struct {
	Plan  string           `json:"plan"`
	Of    string           `json:"of"`
	By    string           `json:"by"`
	Name  string           `json:"name"` // of whoever made it
	Made  time.Time        `json:"made"`
	State guest.DraftState `json:"state" jsonschema:"enum=open,enum=accepted,enum=declined"`
}
