// Package track says whether a household is where its plan said it would be: it
// keeps what really happened, and what was forecast at the time.
//
// Terms are those of the package actual, and: a grid is the records of a plan that
// a check-in asks about; a review is what an import would do, before it does
// anything; a template is the layout of a file and the groups of its categories,
// remembered under the file's head for the next file like it.
//
// Promise: a review changes nothing. What is imported can be taken back whole. A
// snapshot is never computed again: it stays what was said then. A check-in
// changes the plan only when it is asked to, as one edit with a name.
package track

import (
	"context"
	"time"

	"meridian/backend/actual"
	"meridian/backend/fault"
	"meridian/backend/plan"
	"meridian/backend/statement"
)

// What may go wrong.
var (
	NoCheckIn = fault.New(fault.NotFound, "track.checkIn.missing",
		fault.Text{EN: "There is no such check-in any more.", KO: "그 점검 기록이 더는 없습니다."},
		fault.Text{EN: "Load the page again.", KO: "화면을 새로 고쳐 주세요."})
	NoImport = fault.New(fault.NotFound, "track.import.missing",
		fault.Text{EN: "There is no such import any more.", KO: "그 가져오기 기록이 더는 없습니다."},
		fault.Text{EN: "Load the page again.", KO: "화면을 새로 고쳐 주세요."})
	NoSnapshot = fault.New(fault.NotFound, "track.snapshot.missing",
		fault.Text{EN: "There is no such snapshot any more.", KO: "그 예측 기록이 더는 없습니다."},
		fault.Text{EN: "Load the page again.", KO: "화면을 새로 고쳐 주세요."})
	BadCheckIn = fault.New(fault.Invalid, "track.checkIn",
		fault.Text{EN: "This check-in cannot be kept.", KO: "이 점검을 저장할 수 없습니다."},
		fault.Text{EN: "Mend what is marked. Nothing was changed.", KO: "표시된 곳을 고쳐 주세요. 바뀐 것은 없습니다."})
	NothingToImport = fault.New(fault.Invalid, "track.import.nothing",
		fault.Text{EN: "There is nothing left to import.", KO: "가져올 거래가 없습니다."},
		fault.Text{EN: "Every line is in Meridian already, is left out, or cannot be read.", KO: "모든 줄이 이미 들어 있거나, 제외되었거나, 읽을 수 없습니다."})
	BadImport = fault.New(fault.Invalid, "track.import",
		fault.Text{EN: "This import cannot be done.", KO: "이렇게는 가져올 수 없습니다."},
		fault.Text{EN: "Choose the groups again.", KO: "지출 묶음을 다시 골라 주세요."})
)

// Store keeps what really happened, by the id of the plan.
type Store interface {
	// CheckIns are all of a plan, oldest first.
	CheckIns(ctx context.Context, planID string) ([]actual.CheckIn, error)
	// KeepCheckIn keeps one, in the place of another of the same day.
	KeepCheckIn(ctx context.Context, planID string, c actual.CheckIn) error
	// DropCheckIn takes one away; NoCheckIn when there is none.
	DropCheckIn(ctx context.Context, planID, id string) error

	// Imports are all of a plan, the newest first.
	Imports(ctx context.Context, planID string) ([]actual.Import, error)
	// KeepImport keeps one with its entries, and its template where there is one,
	// all or nothing.
	KeepImport(ctx context.Context, planID string, i actual.Import, entries []actual.Entry, t *Template) error
	// DropImport takes one away with its entries; NoImport when there is none.
	DropImport(ctx context.Context, planID, id string) error
	// Entries are the entries of all imports from one day through another, oldest first.
	Entries(ctx context.Context, planID string, from, to actual.Day) ([]actual.Entry, error)
	// Template is what is remembered for a head; false when nothing is.
	Template(ctx context.Context, planID, head string) (Template, bool, error)

	// Snapshots are all of a plan, oldest first.
	Snapshots(ctx context.Context, planID string) ([]actual.Snapshot, error)
	// Fan is the lines of one; NoSnapshot when there is none.
	Fan(ctx context.Context, planID, id string) (actual.Fan, error)
	// KeepSnapshot keeps one for good.
	KeepSnapshot(ctx context.Context, planID string, s actual.Snapshot, f actual.Fan) error
	// DropSnapshot takes one away; NoSnapshot when there is none.
	DropSnapshot(ctx context.Context, planID, id string) error
}

// Plans keeps plans.
type Plans interface {
	// Open is a plan as it stands and its newest revision.
	Open(ctx context.Context, id string) (plan.Plan, int, error)
	// CheckIn changes a plan by a merge patch as the edit that a check-in of a day is.
	CheckIn(ctx context.Context, id string, base int, day actual.Day, patch map[string]any) error
	// All are the ids of the plans that are not put away.
	All(ctx context.Context) ([]string, error)
}

// Engine plays plans. Its faults are those of the package forecast.
type Engine interface {
	// Forecast is what a plan may lead to: everything of a snapshot but its id, its
	// moment and whether it is Auto. A rough one takes a fifth of the futures.
	Forecast(ctx context.Context, p plan.Plan, rough bool) (actual.Snapshot, actual.Fan, error)
	// Planned is what a plan spends on each group in some months, in today's money
	// of the plan and its currency. Months before the plan's first are like it.
	Planned(p plan.Plan, from plan.Month, months int) (map[plan.SpendingGroup]float64, error)
}

// Template remembers how files with one head are read.
type Template struct {
	Head   string                        `json:"head"`
	Layout statement.Layout              `json:"layout"`
	Groups map[string]plan.SpendingGroup `json:"groups"` // by category
}

// Service keeps track. All fields must be set.
type Service struct {
	Store  Store
	Plans  Plans
	Engine Engine
	Now    func() time.Time
	NewID  func() string
}
