package access

// Action is something a route does to the household or the program.
type Action string

// The actions, named after what is touched and how.
const (
	Join          Action = "join"           // showing an invitation, before anybody is known
	SessionRead   Action = "session.read"   // what runs here, and whether it is well
	SettingsRead  Action = "settings.read"  // the choices of whoever asks: the owner's, or a guest's own
	SettingsWrite Action = "settings.write" //
	HostRead      Action = "host.read"      // the hosts of language models that the owner named
	HostWrite     Action = "host.write"     //
	PlanRead      Action = "plan.read"      // plans and their history
	PlanWrite     Action = "plan.write"     // edits and undo
	PlanCreate    Action = "plan.create"    // new plans
	PlanArchive   Action = "plan.archive"   // putting a plan away and taking it back
	DraftRead     Action = "draft.read"     // which drafts there are
	DraftWrite    Action = "draft.write"    // beginning a draft of a plan
	DraftDecide   Action = "draft.decide"   // accepting and declining drafts
	ForecastRead  Action = "forecast.read"  // jobs and results
	ForecastRun   Action = "forecast.run"   // starting and stopping calculations
	LibraryRead   Action = "library.read"   // documents, their text, and what is asked of them
	LibraryWrite  Action = "library.write"  // adding, keeping and forgetting documents
	BackupRead    Action = "backup.read"    // which backups there are, and what they hold
	BackupWrite   Action = "backup.write"   // making backups, and bringing things back
	BackupSwitch  Action = "backup.switch"  // going on with what was brought back
	LockOpen      Action = "lock.open"      // how the lock stands, opening and shutting it
	LockWrite     Action = "lock.write"     // its passphrase and the recovery key
	MetricsRead   Action = "metrics.read"   // how quickly the program answers, and what it costs
	AdvisorRead   Action = "advisor.read"   // conversations with the advisor, and what its model saw
	AdvisorAsk    Action = "advisor.ask"    // asking, and marking answers
	AdvisorWrite  Action = "advisor.write"  // deleting conversations
	ModelRead     Action = "model.read"     // which language models there are, and how they do
	ModelWrite    Action = "model.write"    // fetching, importing and examining them
	ShareRead     Action = "share.read"     // whether the program is open to others, and how
	ShareWrite    Action = "share.write"    // opening and closing it
	NetworkRead   Action = "network.read"   // every connection by purpose, and the self-test
	TrackRead     Action = "track.read"     // what really happened, and what was forecast at the time
	TrackWrite    Action = "track.write"    // check-ins, imports and snapshots
	DatasetRead   Action = "dataset.read"   // histories of markets that were brought
	DatasetWrite  Action = "dataset.write"  // bringing and deleting them
	NativeUse     Action = "native.use"     // file dialogs and the system browser of the host
	TicketMake    Action = "ticket.make"    // an address that lets one more browser in
	AccessRead    Action = "access.read"    // who was let in, and the log
	AccessWrite   Action = "access.write"   // inviting, changing and revoking
)

// Actions lists every action there is, in the order of their declaration.
func Actions() []Action {
	return []Action{
		Join, SessionRead, SettingsRead, SettingsWrite, HostRead, HostWrite,
		PlanRead, PlanWrite, PlanCreate, PlanArchive, DraftRead, DraftWrite, DraftDecide,
		ForecastRead, ForecastRun, LibraryRead, LibraryWrite, BackupRead, BackupWrite, BackupSwitch, LockOpen, LockWrite, MetricsRead,
		AdvisorRead, AdvisorAsk, AdvisorWrite, ModelRead, ModelWrite, ShareRead, ShareWrite, NetworkRead, TrackRead, TrackWrite, DatasetRead, DatasetWrite, NativeUse, TicketMake, AccessRead, AccessWrite,
	}
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

// reach is from where an action may be done.
type reach int

const (
	atMachine   reach = iota // over the local listener alone
	withControl              // over the remote one too, where that was granted in so many words
	anywhere                 //
)

// rule is one line of the table: who may do an action, from where, and which
// section they must be allowed to see.
type rule struct {
	section Section
	from    reach
	roles   []Role
}

var (
	all     = []Role{Owner, Editor, Adviser, Viewer}
	writers = []Role{Owner, Editor, Adviser}
	keepers = []Role{Owner, Editor}
	owners  = []Role{Owner}
)

// ruleOf is the table. An action without a line is the owner's, at the machine.
func ruleOf(a Action) rule {
	switch a {
	case SessionRead, SettingsRead, SettingsWrite:
		return rule{Anything, anywhere, all}
	case PlanRead:
		return rule{AnyPart, anywhere, all}
	case PlanWrite: // an adviser's own drafts alone: see OnlyDrafts
		return rule{AnyPart, anywhere, writers}
	case PlanCreate:
		return rule{AnyPart, anywhere, keepers}
	case PlanArchive:
		return rule{AnyPart, anywhere, owners}
	case DraftRead:
		return rule{AnyPart, anywhere, writers}
	case DraftWrite:
		return rule{AnyPart, anywhere, []Role{Adviser}}
	case DraftDecide:
		return rule{AnyPart, anywhere, owners}
	case ForecastRead, ForecastRun:
		return rule{Results, anywhere, all}
	case TrackRead, TrackWrite: // of the whole household, as it is: for those who see all of it
		return rule{Results, anywhere, keepers}
	case DatasetRead: // for who may have a plan draw from them
		return rule{Rules, anywhere, writers}
	case DatasetWrite:
		return rule{Rules, anywhere, keepers}
	case LibraryRead:
		return rule{Documents, anywhere, all}
	case LibraryWrite:
		return rule{Documents, anywhere, keepers}
	case AdvisorRead, ModelRead:
		return rule{Advisor, anywhere, all}
	case AdvisorAsk:
		return rule{Advisor, anywhere, writers}
	case AdvisorWrite:
		return rule{Advisor, anywhere, owners}
	case BackupRead, BackupWrite, MetricsRead, ModelWrite, HostRead, HostWrite, AccessRead, AccessWrite:
		return rule{Anything, withControl, owners}
	}
	return rule{Anything, atMachine, owners}
}

// looks reports whether an action only shows something; results are computed to
// be shown.
func (a Action) looks() bool {
	switch a {
	case SessionRead, SettingsRead, PlanRead, DraftRead, ForecastRead, ForecastRun, LibraryRead, AdvisorRead, ModelRead:
		return true
	}
	return false
}

// ownChoice reports whether an action touches nothing but the asker's own choices.
func (a Action) ownChoice() bool { return a == SettingsWrite }

// Allow reports whether the principal may do the action.
//
// Nobody may do anything but join, and only from elsewhere. Whoever does not see
// the whole of a plan, or its amounts as they are, may change nothing: what they
// would send back is not what they were shown. The advisor draws on everything,
// so only who may see everything but exact amounts may see it.
func Allow(p Principal, a Action) bool {
	if p.Nobody() || a == Join {
		return p.Nobody() && p.Remote && a == Join
	}
	r := ruleOf(a)
	return a.Known() && r.holds(p.Role) && r.reaches(p) && p.sees(r.section) &&
		(a.looks() || a.ownChoice() && !p.Looking || p.SeesAll() && !p.Looking)
}

func (r rule) holds(role Role) bool {
	for _, one := range r.roles {
		if one == role {
			return true
		}
	}
	return false
}

func (r rule) reaches(p Principal) bool {
	switch {
	case !p.Remote:
		return true
	case r.from == withControl:
		return p.Control
	}
	return r.from == anywhere
}

// sees is Sees, but for the advisor, who may quote all the others.
func (p Principal) sees(s Section) bool {
	if s == Advisor && p.Role != Owner {
		return p.Sections == All()
	}
	return p.Sees(s)
}

// OnlyDrafts reports whether the principal may do the action to plans that are
// drafts of their own, and to no others.
func OnlyDrafts(p Principal, a Action) bool { return p.Role == Adviser && a == PlanWrite }
