package httpapi

import "time"

// Edit changes a plan by a merge patch (RFC 7396). Base is the newest revision
// that the sender had seen, Seen names their own changes that were still on
// their way; Op names this one: sent again, it is not made again. Settles names
// conflicts that it decides.
type Edit struct {
	Base    int            `json:"base"`
	Seen    []string       `json:"seen,omitempty"`
	Op      string         `json:"op,omitempty"`
	Name    EditName       `json:"name"`
	Patch   map[string]any `json:"patch"`
	Settles []string       `json:"settles,omitempty"`
}

// Base names the revision that the sender has seen, and the change that they ask for.
type Base struct {
	Base int    `json:"base"`
	Op   string `json:"op,omitempty"`
}

// Rewind asks for the plan as it was: at a revision, or at the end of a day.
type Rewind struct {
	Base int    `json:"base"`
	Op   string `json:"op,omitempty"`
	To   int    `json:"to,omitempty"`
	Day  string `json:"day,omitempty" jsonschema:"format=date"`
}

// Actor is whoever made a change.
type Actor struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"` // as the owner knows them; absent for the owner
	You  bool   `json:"you,omitempty"`  // whoever asks
}

// Conflict is a value that came too late: its place had been changed meanwhile.
// What stands there is in the plan.
type Conflict struct {
	ID       string    `json:"id"`
	Path     string    `json:"path"`            // JSON pointer
	Value    any       `json:"value,omitempty"` // what was meant; absent when it was to be removed
	By       Actor     `json:"by"`              // who meant it
	At       time.Time `json:"at"`              //
	Op       string    `json:"op,omitempty"`    // the change that it was part of
	Standing Actor     `json:"standing"`        // who had put there what stands
	Since    time.Time `json:"since"`
}

// Here is where in a plan a window stands.
type Here struct {
	Window string `json:"window"`         // a name that no other window has
	Place  string `json:"place"`          // the screen, and after a slash its section
	Gone   bool   `json:"gone,omitempty"` // it is being closed
}

// PresentList is who has a plan open, in other windows than the sender's.
type PresentList struct {
	Present []Present `json:"present"`
}

// Present is a window and where it stands.
type Present struct {
	Actor Actor     `json:"actor"`
	Place string    `json:"place"`
	Seen  time.Time `json:"seen"`
}
