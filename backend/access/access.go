// Package access says who may do what, and what they may see.
//
// A principal is whoever sends a request, as the rim has recognised it: the
// owner at the machine, or a guest whom the owner has let in from elsewhere. A
// role is what a principal is to the household. An action is what a route needs;
// every route names one, and Allow is the only place where the answer is given:
// a table of role, action and section. A section is a part of the household that
// a guest may be shown; a visibility is how far amounts of money are.
//
// Promise: what no rule allows is refused. A principal without a role may do
// nothing but show an invitation. An action that has no rule is the owner's, at
// the machine.
package access

import "context"

// Role is what a principal is to the household.
type Role string

// The roles. The owner decides everything. An editor changes plans and
// documents. An adviser changes only drafts of their own, which the owner accepts
// or declines. A viewer looks.
const (
	Owner   Role = "owner"
	Editor  Role = "editor"
	Adviser Role = "adviser"
	Viewer  Role = "viewer"
)

// Roles lists every role, the one that may most first.
func Roles() []Role { return []Role{Owner, Editor, Adviser, Viewer} }

// OwnerID is the ID of the owner at the machine itself. An owner who comes from
// elsewhere came by an invitation, and has its ID.
const OwnerID = "owner"

// Principal is whoever sends a request. The zero Principal is nobody.
type Principal struct {
	ID       string // the same for the same person, however often they come
	Role     Role
	Remote   bool       // came over the remote listener
	Control  bool       // may do from elsewhere what is otherwise done at the machine
	Looking  bool       // the owner, seeing what a guest would: changes nothing
	Sections Sections   // that the principal may see; the owner sees all
	Money    Visibility // of amounts; the owner sees all of them
	Base     float64    // what percentages are of, in major units of the plan's currency
}

// principalKey is where a context keeps a principal.
type principalKey struct{}

// As returns a context in which p is whoever asks.
func As(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// Who is whoever asks; nobody when the context does not say.
func Who(ctx context.Context) Principal {
	p, _ := ctx.Value(principalKey{}).(Principal)
	return p
}

// Nobody reports whether the request came without valid credentials.
func (p Principal) Nobody() bool { return p.Role == "" }

// AtMachine reports whether this is the owner at the machine, and not looking
// through a guest's eyes.
func (p Principal) AtMachine() bool { return p.Role == Owner && !p.Remote && !p.Looking }

// Sees reports whether the principal may be shown a section.
func (p Principal) Sees(s Section) bool {
	return p.Role == Owner || !p.Nobody() && p.Sections.Has(s)
}

// SeesWholePlan reports whether no part of a plan is kept from the principal.
func (p Principal) SeesWholePlan() bool {
	return p.Role == Owner || !p.Nobody() && p.Sections&wholePlan == wholePlan
}

// Visible is how amounts are shown to the principal: to a guest of whom that is
// not known, as little as can be.
func (p Principal) Visible() Visibility {
	switch {
	case p.Role == Owner:
		return Full
	case p.Money == Full || p.Money == Rounded:
		return p.Money
	}
	return Percent
}

// SeesAll reports whether nothing of an answer has to be left out for the principal.
func (p Principal) SeesAll() bool { return p.Visible() == Full && p.SeesWholePlan() }
