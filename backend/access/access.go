// Package access says who may do what.
//
// A principal is whoever sends a request, as the rim has recognised it. A role
// is what a principal is to the household. An action is what a route needs;
// every route names one, and Allow is the only place where the answer is
// given.
//
// Promise: what no rule allows is refused. A principal without a role may do
// nothing at all.
package access

import "context"

// Role is what a principal is to the household.
type Role string

// Owner is the person at the machine on which Meridian runs.
const Owner Role = "owner"

// OwnerID is the ID of the owner: there is one, at the machine itself.
const OwnerID = "owner"

// Principal is whoever sends a request. The zero Principal is nobody.
type Principal struct {
	ID   string // the same for the same person, however often they come
	Role Role
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

// Action is something a route does to the household or the program.
type Action string

// The actions, named after what is touched and how.
const (
	SessionRead   Action = "session.read"   // what runs here, and whether it is well
	SettingsRead  Action = "settings.read"  // the owner's choices
	SettingsWrite Action = "settings.write" //
	PlanRead      Action = "plan.read"      // plans and their history
	PlanWrite     Action = "plan.write"     // edits, undo, new plans
	PlanArchive   Action = "plan.archive"   // putting a plan away and taking it back
	ForecastRead  Action = "forecast.read"  // jobs and results
	ForecastRun   Action = "forecast.run"   // starting and stopping calculations
	LibraryRead   Action = "library.read"   // documents, their text, and what is asked of them
	LibraryWrite  Action = "library.write"  // adding, keeping and forgetting documents
	BackupRead    Action = "backup.read"    // which backups there are, and what they hold
	BackupWrite   Action = "backup.write"   // making backups, and bringing things back
	MetricsRead   Action = "metrics.read"   // how quickly the program answers, and what it costs
	AdvisorRead   Action = "advisor.read"   // conversations with the advisor, and what its model saw
	AdvisorAsk    Action = "advisor.ask"    // asking, and marking answers
	AdvisorWrite  Action = "advisor.write"  // deleting conversations
	ModelRead     Action = "model.read"     // which language models there are, and how they do
	ModelWrite    Action = "model.write"    // fetching, importing and examining them
	TrackRead     Action = "track.read"     // what really happened, and what was forecast at the time
	TrackWrite    Action = "track.write"    // check-ins, imports and snapshots
	NativeUse     Action = "native.use"     // file dialogs and the system browser of the host
)

// Actions lists every action there is, in the order of their declaration.
func Actions() []Action {
	return []Action{SessionRead, SettingsRead, SettingsWrite, PlanRead, PlanWrite, PlanArchive, ForecastRead, ForecastRun, LibraryRead, LibraryWrite, BackupRead, BackupWrite, MetricsRead, AdvisorRead, AdvisorAsk, AdvisorWrite, ModelRead, ModelWrite, TrackRead, TrackWrite, NativeUse}
}

// Known reports whether the action is one of Actions.
func (a Action) Known() bool {
	for _, known := range Actions() {
		if a == known {
			return true
		}
	}
	return false
}

// Allow reports whether the principal may do the action. The owner may do
// every known action; nobody may do none.
func Allow(p Principal, a Action) bool {
	return p.Role == Owner && a.Known()
}
