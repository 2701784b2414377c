// Package health says what is not in order, how bad that is, and what helps.
//
// Terms: facts are what was found of the program, of this machine and of the
// households; an issue is one thing that follows from them by a rule. Its place
// is where it is put right, as the interface writes addresses; its act is what can
// be done about it at once, without going anywhere.
//
// Promise: the same facts give the same issues, the worst first. An issue never
// states an amount, and every issue says what to do.
package health

import (
	"cmp"
	"slices"
	"time"

	"meridian/backend/fault"
	"meridian/backend/plan"
)

// Severity is how bad an issue is.
type Severity string

// The severities, the worst first.
const (
	Fail Severity = "fail" // something does not work, or a plan cannot be played
	Warn Severity = "warn" // something will go wrong, or a figure is doubtful
	Note Severity = "note" // worth knowing
)

// Act is what can be done about an issue at once.
type Act string

// The acts.
const (
	NoAct    Act = ""
	TryGPU   Act = "tryGPU"   // forget the verdict on drawing, so that it is tried again
	WakeHost Act = "wakeHost" // start the model host and load the chosen model
)

// Issue is one thing that is not in order.
type Issue struct {
	ID       string     `json:"id"`
	Severity Severity   `json:"severity" jsonschema:"enum=fail,enum=warn,enum=note"`
	Plan     string     `json:"plan,omitempty"` // the household that it is about; "" for the program
	Name     string     `json:"name,omitempty"` // of that household
	Text     fault.Text `json:"text"`
	Fix      fault.Text `json:"fix"`
	Place    string     `json:"place,omitempty"` // such as plan/accounts or settings; "" for nowhere
	Act      Act        `json:"act,omitempty" jsonschema:"enum=tryGPU,enum=wakeHost"`
}

// Check is what the program found of a part of itself. State is ok, warn or fail.
type Check struct {
	ID    string
	State string
	Text  fault.Text
	Fix   fault.Text
}

// Household is one plan as it stands.
type Household struct {
	ID       string
	Plan     plan.Plan
	Problems []fault.Problem // of the plan, as plan.Validate lists them
	Success  float64         // the share of futures that hold; read where Played
	Target   float64         // the share that should
	Played   bool            // a forecast of the plan as it stands is there
	Dry      Dry             // likewise read where Played
	OverCap  []string        // names of saving rules that together ask for more than their yearly limit
}

// Dry is the calendar years that end without money to spend in at least half of the
// futures: how many, and the first. The zero value is none.
type Dry struct {
	Years int
	First int
}

// Host is a model host that the owner named.
type Host struct {
	Name  string
	State string // ok, resting or away
}

// Facts are everything that the rules look at.
type Facts struct {
	Now        time.Time
	Checks     []Check // the program's own, those of backup, model and library among them
	Households []Household
	GPU        string // what was found of drawing: "", works, software or none
	Hosts      []Host
}

// Issues are what follows from facts, the worst first; among equals those of the
// program before those of households, in the order of the rules.
func Issues(f Facts) []Issue {
	all := []Issue{}
	for _, c := range f.Checks {
		if c.State != "ok" {
			all = append(all, ofCheck(c))
		}
	}
	all = append(all, drawing(f.GPU)...)
	for _, h := range f.Hosts {
		all = append(all, hosts(h)...)
	}
	for _, h := range f.Households {
		for _, rule := range rules {
			for _, issue := range rule(h, monthOf(f.Now)) {
				issue.Plan, issue.Name = h.ID, h.Plan.Name
				all = append(all, issue)
			}
		}
	}
	rank := map[Severity]int{Fail: 0, Warn: 1, Note: 2}
	slices.SortStableFunc(all, func(a, b Issue) int { return cmp.Compare(rank[a.Severity], rank[b.Severity]) })
	return all
}

func monthOf(now time.Time) plan.Month { return plan.Month(now.Format("2006-01")) }

// places are where the program's own checks are put right, and what can be done.
var places = map[string]struct {
	place string
	act   Act
}{
	"backup": {"settings", NoAct}, "recovery": {"settings", NoAct}, "model": {"settings", WakeHost}, "library": {"docs", NoAct},
}

func ofCheck(c Check) Issue {
	severity := Warn
	if c.State == "fail" {
		severity = Fail
	}
	at := places[c.ID]
	return Issue{ID: c.ID, Severity: severity, Text: c.Text, Fix: c.Fix, Place: at.place, Act: at.act}
}

func drawing(gpu string) []Issue {
	switch gpu {
	case "none":
		return []Issue{{ID: "gpu.none", Severity: Note, Act: TryGPU,
			Text: fault.Text{EN: "Clouds of futures are drawn without the graphics processor.", KO: "미래 구름을 그래픽 프로세서 없이 그리고 있습니다."},
			Fix:  fault.Text{EN: "Try it again, for instance after an update of its driver.", KO: "드라이버를 업데이트했다면 다시 시도해 보세요."}}}
	case "software":
		return []Issue{{ID: "gpu.software", Severity: Note, Act: TryGPU,
			Text: fault.Text{EN: "Clouds of futures are drawn in software, which is slower.", KO: "미래 구름을 소프트웨어로 그리고 있어 느릴 수 있습니다."},
			Fix:  fault.Text{EN: "Try the graphics processor again, for instance after an update of its driver.", KO: "드라이버를 업데이트했다면 그래픽 프로세서를 다시 시도해 보세요."}}}
	}
	return nil
}

func hosts(h Host) []Issue {
	if h.State == "ok" {
		return nil
	}
	return []Issue{{ID: "host." + h.State, Severity: Warn, Place: "settings",
		Text: fault.Text{EN: "The model host “" + h.Name + "” does not answer.", KO: "‘" + h.Name + "’ 모델 서버가 응답하지 않습니다."},
		Fix:  fault.Text{EN: "See that it runs. Questions go to the others, or are answered without a model, meanwhile.", KO: "서버가 켜져 있는지 확인하세요. 그동안은 다른 서버가 답하거나 모델 없이 답합니다."}}}
}
