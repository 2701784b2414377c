package httpapi

import (
	"encoding/json"
	"time"

	"meridian/backend/document"
	"meridian/backend/event"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/job"
	"meridian/backend/plan"
)

// The types of this file are what travels: the OpenAPI document and the
// TypeScript types are generated from them. An optional field is a pointer or
// omitted when empty; a time is RFC 3339 in UTC.

// Session is what runs here.
type Session struct {
	Version string `json:"version"`
	Engine  string `json:"engine"`
	OS      string `json:"os"`
	Locale  string `json:"locale"`         // language of the machine: en or ko
	Window  bool   `json:"window"`         // the page is shown in the desktop window
	Native  bool   `json:"native"`         // file dialogs are there
	Demo    bool   `json:"demo,omitempty"` // the newest plan is a shipped example
	You     You    `json:"you"`
}

// Ticket is a way in for one browser, once.
type Ticket struct {
	Enter   string `json:"enter"`
	Address string `json:"address"` // host:port
	Version string `json:"version"`
}

// Health says whether the program is well.
type Health struct {
	Checks []Check `json:"checks"`
}

// Check is one thing that was looked at.
type Check struct {
	ID    string     `json:"id"`
	State string     `json:"state" jsonschema:"enum=ok,enum=warn,enum=fail"`
	Text  fault.Text `json:"text"`
	Fix   fault.Text `json:"fix"`
}

// PlanSummary is one line of the list of plans.
type PlanSummary struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Revision int           `json:"revision"`
	Updated  time.Time     `json:"updated"`
	Demo     bool          `json:"demo"`
	Currency plan.Currency `json:"currency"`
	// Newest is the key of the newest change's name: what was done last.
	Newest string `json:"newest"`
}

// PlanList is all plans that are not archived.
type PlanList struct {
	Plans []PlanSummary `json:"plans"`
}

// NewPlan asks for a plan: an example household, a blank one, or a document.
type NewPlan struct {
	From     string          `json:"from" jsonschema:"enum=demo-us,enum=demo-kr,enum=blank,enum=document"`
	Document json.RawMessage `json:"document,omitempty"`
	Name     string          `json:"name,omitempty"`
}

// EditName is what an edit is called, as a key that the interface translates.
type EditName struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
}

// PlanState is a plan at its newest revision.
type PlanState struct {
	ID       string          `json:"id"`
	Revision int             `json:"revision"`
	Updated  time.Time       `json:"updated"`
	Plan     plan.Plan       `json:"plan"`
	Undo     *EditName       `json:"undo" jsonschema:"nullable"` // what undo would take back of whoever asks; null when nothing
	Redo     *EditName       `json:"redo" jsonschema:"nullable"`
	Problems []fault.Problem `json:"problems"`
	// Conflicts are what waits to be decided, the oldest first.
	Conflicts []Conflict `json:"conflicts"`
}

// History is every revision of a plan, newest first.
type History struct {
	Revisions []Revision `json:"revisions"`
}

// Revision is one change of a plan.
type Revision struct {
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind" jsonschema:"enum=create,enum=edit,enum=undo,enum=redo,enum=rewind"`
	Name     EditName  `json:"name"`
	Actor    Actor     `json:"actor"`
}

// PlanCheck is what a check of a document found. Plan is its canonical form,
// when it could be read.
type PlanCheck struct {
	Problems []fault.Problem `json:"problems"`
	Plan     *plan.Plan      `json:"plan,omitempty"`
}

// NewForecast asks what a plan may lead to. Scenario and then Patch are laid
// over the plan; Revision 0 is the newest; Purpose defaults to full. Wait is how many
// milliseconds the answer may be held back for the end of the job.
type NewForecast struct {
	Plan     string         `json:"plan"`
	Revision int            `json:"revision,omitempty"`
	Patch    map[string]any `json:"patch,omitempty"`
	Scenario string         `json:"scenario,omitempty"`
	Paths    int            `json:"paths,omitempty"`
	Seed     *uint64        `json:"seed,omitempty"`
	Purpose  string         `json:"purpose" jsonschema:"enum=full,enum=preview,enum=cloud"`
	Client   string         `json:"client,omitempty"`
	Wait     int            `json:"wait,omitempty" jsonschema:"minimum=0,maximum=5000"`
}

// NewAnalysis asks a question about a plan beyond its forecast. Scenario and then
// Patch are laid over the plan; Revision 0 is the newest.
type NewAnalysis struct {
	Plan     string                `json:"plan"`
	Revision int                   `json:"revision,omitempty"`
	Patch    map[string]any        `json:"patch,omitempty"`
	Scenario string                `json:"scenario,omitempty"`
	Kind     forecast.AnalysisKind `json:"kind"`
	Options  *AnalysisOptions      `json:"options,omitempty"`
	Client   string                `json:"client,omitempty"`
}

// AnalysisOptions are what some kinds of analysis are asked besides. Confidence
// is the share that a solve should reach, absent the plan's own; X and Y are the
// levers of a map.
type AnalysisOptions struct {
	Confidence float64 `json:"confidence,omitempty"`
	X          string  `json:"x,omitempty"`
	Y          string  `json:"y,omitempty"`
}

// NewBrush names a subset of a result's futures, each once.
type NewBrush struct {
	Futures []int `json:"futures"`
}

// Accepted is the answer to work that takes its time.
type Accepted struct {
	Job Job `json:"job"`
}

// Job is work under way, or its end.
type Job struct {
	ID       string           `json:"id"`
	Kind     string           `json:"kind" jsonschema:"enum=forecast,enum=analysis,enum=backup,enum=embedding,enum=answer"`
	State    job.State        `json:"state"`
	Seq      int              `json:"seq"` // number of the last event
	Progress *job.Progress    `json:"progress,omitempty"`
	Result   string           `json:"result,omitempty"`
	Problem  *ProblemDocument `json:"problem,omitempty"`
	By       job.Reason       `json:"by,omitempty"`
}

// Follow asks for the events of a job after a number; 0 asks for all.
type Follow struct {
	After int `json:"after"`
}

// JobDone is the data of a done event.
type JobDone struct {
	Result string `json:"result"`
}

// JobCancelled is the data of a cancelled event.
type JobCancelled struct {
	By job.Reason `json:"by"`
}

// Listen asks for what happens after an event's number; 0 when none was read.
type Listen struct {
	After uint64 `json:"after,omitempty"`
}

// Happening is what has happened to a plan, a document or the settings: enough
// to know what to read again. Kind presence says that somebody came to a plan,
// went, or moved. Kind lagged says that something was missed; kind
// library without a document, that any of them may have changed.
type Happening struct {
	Kind     event.Kind     `json:"kind"`
	ID       string         `json:"id,omitempty"`       // of the plan
	Revision int            `json:"revision,omitempty"` // the plan's newest
	Tenant   string         `json:"tenant,omitempty"`   // of the document
	Document string         `json:"document,omitempty"` // its id
	State    document.State `json:"state,omitempty"`    // where it stands now
	Progress *Progress      `json:"progress,omitempty"` // of the stage that it is in
}

// ProblemDocument is what went wrong, as RFC 9457 has it. Title and Fix are in the
// language of the request.
type ProblemDocument struct {
	Type     string          `json:"type"`
	Title    string          `json:"title"`
	Detail   string          `json:"detail,omitempty"`
	Status   int             `json:"status"`
	Code     string          `json:"code"`
	Fix      string          `json:"fix"`
	Problems []fault.Problem `json:"problems,omitempty"`
	Wait     *Waiting        `json:"wait,omitempty"` // of what was turned away because too many wait
}

// SavePlan names the plan to write to a file.
type SavePlan struct {
	Plan string `json:"plan"`
}

// SavedFile is where a file was written.
type SavedFile struct {
	Path string `json:"path"`
}

// OpenLink asks the host to show an address in the system's browser.
type OpenLink struct {
	URL string `json:"url" jsonschema:"format=uri"`
}
