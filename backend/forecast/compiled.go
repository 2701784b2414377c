package forecast

import (
	"meridian/backend/fault"
	"meridian/backend/simulate"
)

// Compiled is a plan made ready to run: func Compile(p plan.Plan) (Compiled, error).
// Compile leaves Scenario.Paths and Scenario.Seed to the run.
type Compiled struct {
	Scenario simulate.Scenario
	// PlanHash is plan.Hash of the plan.
	PlanHash string
	Currency string
	// Milestones are the milestones within the plan's time, by month; what waits for
	// money stands at its latest.
	Milestones []Milestone
	// Waiting, where set, is the milestone that the scenario's Trigger is.
	Waiting *Waiting
	// People are the planned-for people in order of Scenario.People.
	People []Person
	// Limits are what the plan says that this engine does not model, each marked
	// by the pointer of the field.
	Limits []fault.Problem
}

// Milestone is a named month of the plan.
type Milestone struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Icon  string `json:"icon"`
	Month int    `json:"month"`
	// Reached, where the milestone waits for money, is when it comes; Month is then
	// the median.
	Reached *Reached `json:"reached,omitempty"`
}

// Person is a member of the household on a result's time axis. Birth is
// "YYYY-MM"; HorizonMonth is the first month no longer planned for.
type Person struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Birth        string `json:"birth"`
	HorizonMonth int    `json:"horizonMonth"`
}
