package answer

import (
	"context"

	"meridian/backend/document"
	"meridian/backend/fault"
	"meridian/backend/llm"
	"meridian/backend/plan"
)

// Forecast is what a plan may lead to. Facts are by the engine's ids; Success is
// the share of futures that hold, as every screen states it.
type Forecast struct {
	Hash       string
	N          int
	Success    Fact
	Confidence float64 // the share that should hold
	Facts      map[string]Fact
	Limits     []fault.Text
}

// Fact is a figure of the engine.
type Fact struct {
	Value float64
	Unit  string
	CI    *Interval
}

// Move is a lever and how far it is moved; see forecast.LeverID for what an
// amount of each means.
type Move struct {
	Lever  string
	Unit   string
	Amount float64
}

// Paired is a changed plan beside the plan, future by future.
type Paired struct {
	N       int
	Rescued int // hold only with the change
	Lost    int // hold only without it
	CI      *Interval
}

// Finding is one thing that an analysis found: moves of levers or a misfortune
// (then Told says what happens), and what comes of it.
type Finding struct {
	Moves   []Move
	Name    fault.Text // of a misfortune
	Told    fault.Text
	Patch   map[string]any // nil where no patch can say it
	Success Fact
	Delta   Fact
	Reached bool // of a solution
}

// Findings is what an analysis found, in the engine's order. Already says that
// the plan reaches the target of a solution as it is.
type Findings struct {
	Findings []Finding
	Causes   []Cause // of failing futures, the most frequent first
	Failed   int
	Already  bool
	Target   float64
}

// Cause is why futures fail, in which share of those that fail.
type Cause struct {
	Name  string
	Share float64
	// Told is how one of them goes, in words of the engine.
	Told   fault.Text
	Future int
}

// Look names an analysis.
type Look string

// The analyses that answers rest on.
const (
	LookDrivers Look = "drivers"
	LookReach   Look = "solve"
	LookStress  Look = "stress"
	LookFailure Look = "anatomy"
)

// Engine plays plans. Progress, where given, is never called from two goroutines
// at once. Errors: a *fault.Error where the plan cannot be played or moved like
// that; ctx.Err() once ctx has ended.
type Engine interface {
	// Forecast is what a plan may lead to.
	Forecast(ctx context.Context, p plan.Plan, progress func(done, total int)) (Forecast, error)
	// Moved is the plan with levers moved, and the patch that does it.
	Moved(p plan.Plan, moves []Move) (plan.Plan, map[string]any, error)
	// Compare sets two plans side by side that both were played.
	Compare(ctx context.Context, a, b Forecast) (Paired, error)
	// Look analyses a plan; target is read by LookReach, 0 takes the plan's own.
	Look(ctx context.Context, p plan.Plan, look Look, target float64, progress func(done, total int)) (Findings, error)
}

// Passages is what a library found for a question. Literal says that rare words
// of the question stand in the best of them.
type Passages struct {
	Sources []Source
	Literal bool
}

// Library finds and reads passages.
type Library interface {
	// Ask finds the passages that bear on a question, and counts as use of them.
	Ask(ctx context.Context, tenant document.Tenant, question string, among []document.ID) (Passages, error)
	// Read fills in what a source says and where; Gone where it is not there any
	// more or says something else by now.
	Read(ctx context.Context, s Source) (Source, error)
	// Facts is what an assessment tells of a document; a not-found fault when it is
	// gone.
	Facts(ctx context.Context, id document.ID) (DocumentFacts, error)
}

// Plans knows the plans.
type Plans interface {
	// Plan is a plan at its newest revision, under one of its scenarios or none.
	Plan(ctx context.Context, id, scenario string) (plan.Plan, error)
	// Newest is the number of a plan's newest revision.
	Newest(ctx context.Context, id string) (int, error)
	// At is a plan as it was at a revision; a not-found fault when there is none.
	At(ctx context.Context, id string, revision int) (plan.Plan, error)
}

// Store keeps threads and cards. Errors: NoThread, NoCard.
type Store interface {
	// Threads of a plan without their cards, the newest first.
	Threads(ctx context.Context, planID string) ([]Thread, error)
	// Thread is one with its cards.
	Thread(ctx context.Context, id string) (Thread, error)
	// Card is one card and what its model saw.
	Card(ctx context.Context, id string) (Card, []Seen, error)
	// Keep adds a card to its thread, which is made when it is new, and lets the
	// oldest threads of the plan go beyond most.
	Keep(ctx context.Context, c Card, seen []Seen, most int) error
	// Change replaces a card by what edit makes of it.
	Change(ctx context.Context, id string, edit func(Card) (Card, error)) (Card, error)
	// DeleteThread deletes a thread for good.
	DeleteThread(ctx context.Context, id string) error
}

// Model writes. It returns the faults of package llm, and ctx.Err() once ctx has
// ended; an error of piece ends the reply and comes back.
type Model interface {
	Generate(ctx context.Context, turn llm.Turn, r llm.Request, piece func(llm.Piece) error) (llm.Reply, error)
}

// Chosen is the model that answers, how many tokens prompt and reply share, and the
// share that its choices must have; 0 for Sure.
type Chosen struct {
	Name    string
	Context int
	Sure    float64
}
