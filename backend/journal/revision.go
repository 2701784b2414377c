package journal

import (
	"fmt"
	"time"

	"meridian/backend/fault"
)

// Kind says how a revision came to be.
type Kind string

// The kinds of revisions.
const (
	Create Kind = "create" // the first of every plan
	Edit   Kind = "edit"   // a person or the program changed something
	Undo   Kind = "undo"   // took back the edit or rewind named by Target
	Redo   Kind = "redo"   // brought back the edit or rewind named by Target
	Rewind Kind = "rewind" // the plan is again as it was at revision Target
)

// Revision is one entry of a plan's history. It is never changed or removed;
// taking something back adds another one.
type Revision struct {
	Number int       `json:"revision"` // 1, 2, 3 … within a plan
	At     time.Time `json:"at"`       // UTC, whole milliseconds, never before the revision before it
	Kind   Kind      `json:"kind"`
	Name   EditName  `json:"name"`
	Target int       `json:"target,omitempty"` // for undo, redo and rewind
	Actor  string    `json:"actor"`            // who made it: the ID of a principal
	Op     string    `json:"op,omitempty"`     // the name that its maker gave it; "" for none
	Base   int       `json:"base,omitempty"`   // the revision that it was made on; 0 of the first, and of those from before operations were kept
}

// EditName says what an edit did, in a form that any language can render: a
// message key and what stands in it, such as
// {edit.income.amount, {name: "Alex's salary"}}.
type EditName struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
}

// The names that the journal gives itself.
const (
	nameCreate     = "edit.create"
	nameRewind     = "edit.rewind"    // args: revision
	nameRewindDay  = "edit.rewindDay" // args: day
	maxNameKey     = 128
	maxNameArgs    = 16
	maxNameArgSize = 256
)

// check refuses a name that could not be shown, or that is a way to store
// something else than a name.
func (n EditName) check() error {
	if n.Key == "" || len(n.Key) > maxNameKey || len(n.Args) > maxNameArgs {
		return BadName
	}
	for key, value := range n.Args {
		if len(key) > maxNameKey || len(value) > maxNameArgSize {
			return BadName
		}
	}
	return nil
}

// Step is an edit or a rewind of one person. Last is the revision that did it,
// undid it or did it again last: taking that one back is the way on.
type Step struct {
	Number, Last int
	Name         EditName
}

// Position is where a history stands: the newest revision, the step of one
// person that undo would take back and the one that redo would bring back, nil
// for none.
type Position struct {
	Newest     Revision
	Undo, Redo *Step
}

// steps are those of one person: that stand, and that were taken back.
type steps struct{ done, undone []Step }

// Locate reads a whole history, oldest first, and says where it stands for one
// of those who made it.
//
// The rule is that of every editor, for each person apart: undo takes back the
// newest of their steps that stands, redo brings back the one that they took
// back last, and a new step forgets what they took back. A rewind is a step like
// an edit, so that it can itself be taken back.
//
// A history that breaks the rule was not written by this program; that is an
// error, never a guess.
func Locate(history []Revision, actor string) (Position, error) {
	everybody := map[string]*steps{}
	for i, r := range history {
		if r.Number != i+1 {
			return Position{}, fmt.Errorf("revision %d stands in place %d", r.Number, i+1)
		}
		if (r.Kind == Create) != (i == 0) {
			return Position{}, fmt.Errorf("revision %d is of kind %s", r.Number, r.Kind)
		}
		theirs := everybody[r.Actor]
		if theirs == nil {
			theirs = &steps{}
			everybody[r.Actor] = theirs
		}
		if err := theirs.take(r); err != nil {
			return Position{}, err
		}
	}
	if len(history) == 0 {
		return Position{}, fmt.Errorf("the history is empty")
	}
	position := Position{Newest: history[len(history)-1]}
	if theirs := everybody[actor]; theirs != nil {
		position.Undo, position.Redo = top(theirs.done), top(theirs.undone)
	}
	return position, nil
}

// take reads one more revision of the same person.
func (s *steps) take(r Revision) error {
	switch r.Kind {
	case Create:
	case Edit, Rewind:
		if r.Kind == Rewind && (r.Target < 1 || r.Target >= r.Number) {
			return fmt.Errorf("revision %d rewinds to %d", r.Number, r.Target)
		}
		s.done = append(s.done, Step{Number: r.Number, Last: r.Number, Name: r.Name})
		s.undone = s.undone[:0]
	case Undo:
		return move(r, &s.done, &s.undone)
	case Redo:
		return move(r, &s.undone, &s.done)
	default:
		return fmt.Errorf("revision %d is of unknown kind %q", r.Number, r.Kind)
	}
	return nil
}

// move takes the step that r is about from the top of one stack to the other.
func move(r Revision, from, to *[]Step) error {
	step := top(*from)
	if step == nil || step.Number != r.Target {
		return fmt.Errorf("revision %d: %s of %d is out of turn", r.Number, r.Kind, r.Target)
	}
	step.Last = r.Number
	*from, *to = (*from)[:len(*from)-1], append(*to, *step)
	return nil
}

// top is a copy of the last step, nil for none.
func top(all []Step) *Step {
	if len(all) == 0 {
		return nil
	}
	step := all[len(all)-1]
	return &step
}

// AsOf is the number of the revision that stood when the calendar day (written
// "2026-03-29") ended for somebody living in where; 0 when there was none yet.
//
// It compares calendar dates and never computes a midnight, because in some
// places some days have none.
func AsOf(history []Revision, day string, where *time.Location) int {
	found := 0
	for _, r := range history {
		if r.At.In(where).Format(time.DateOnly) <= day {
			found = r.Number
		}
	}
	return found
}

// next is the time of a revision made now after last: in whole milliseconds,
// and never before last even when the clock was set back.
func next(now, last time.Time) time.Time {
	now = now.UTC().Truncate(time.Millisecond)
	if now.Before(last) {
		return last
	}
	return now
}

// What a person is told when the journal cannot do what was asked.
var (
	NoPlan = fault.New(fault.NotFound, "plan.missing",
		fault.Text{EN: "There is no such plan.", KO: "그런 계획이 없습니다."},
		fault.Text{EN: "Open another plan from the list.", KO: "목록에서 다른 계획을 열어 주세요."})
	Archived = fault.New(fault.NotFound, "plan.archived",
		fault.Text{EN: "This plan was put away.", KO: "이 계획은 보관되어 있습니다."},
		fault.Text{EN: "Restore it to open it again.", KO: "다시 열려면 복원해 주세요."})
	NoRevision = fault.New(fault.NotFound, "plan.noRevision",
		fault.Text{EN: "The plan has no such revision.", KO: "이 계획에는 그런 변경 기록이 없습니다."},
		fault.Text{EN: "Choose one from the history.", KO: "기록에서 하나를 골라 주세요."})
	BeforeFirst = fault.New(fault.NotFound, "plan.beforeFirst",
		fault.Text{EN: "The plan did not exist on that day.", KO: "그날에는 이 계획이 아직 없었습니다."},
		fault.Text{EN: "Choose the day on which the plan was made or a later one.", KO: "계획을 만든 날이나 그 뒤의 날을 골라 주세요."})
	BadDay = fault.New(fault.Invalid, "plan.badDay",
		fault.Text{EN: "That is not a calendar day.", KO: "달력에 없는 날짜입니다."},
		fault.Text{EN: "Write the day as 2026-03-29.", KO: "2026-03-29처럼 적어 주세요."})
	BadName = fault.New(fault.Invalid, "plan.badEditName",
		fault.Text{EN: "The edit does not say what it does.", KO: "무엇을 바꾸는지 적혀 있지 않습니다."},
		fault.Text{EN: "Send a name with a key and short arguments.", KO: "키와 짧은 인자가 있는 이름을 함께 보내 주세요."})
	Stale = fault.New(fault.Conflict, "plan.stale",
		fault.Text{EN: "The plan has changed in the meantime.", KO: "그사이에 계획이 바뀌었습니다."},
		fault.Text{EN: "Look at the newest version and make the change again.", KO: "최신 내용을 확인한 뒤 다시 바꿔 주세요."})
	BadOp = fault.New(fault.Invalid, "plan.badOp",
		fault.Text{EN: "The change is not named as changes are.", KO: "변경을 가리키는 이름의 형식이 맞지 않습니다."},
		fault.Text{EN: "Name it with at most 64 letters, digits, dots and dashes, and say at most 4,096 names of changes before it.", KO: "영문자, 숫자, 점, 붙임표 64자 이내로 이름을 붙이고, 앞선 변경의 이름은 4,096개까지만 보내 주세요."})
	OpTaken = fault.New(fault.Conflict, "plan.opTaken",
		fault.Text{EN: "Somebody else has made a change under that name.", KO: "다른 사람이 같은 이름으로 변경한 적이 있습니다."},
		fault.Text{EN: "Name the change anew and send it again.", KO: "변경에 새 이름을 붙여 다시 보내 주세요."})
	NothingToUndo = fault.New(fault.Conflict, "plan.nothingToUndo",
		fault.Text{EN: "There is nothing to undo.", KO: "되돌릴 것이 없습니다."},
		fault.Text{EN: "The plan is as it was made.", KO: "계획이 처음 만든 그대로입니다."})
	NothingToRedo = fault.New(fault.Conflict, "plan.nothingToRedo",
		fault.Text{EN: "There is nothing to redo.", KO: "다시 실행할 것이 없습니다."},
		fault.Text{EN: "Redo is possible right after an undo.", KO: "되돌리기를 한 바로 뒤에만 다시 실행할 수 있습니다."})
)
