package httpapi

import (
	"meridian/backend/answer"
	"meridian/backend/document"
	"meridian/backend/graph"
)

// NewQuestion asks the advisor in somebody's own words, by a template, or both.
// Amount answers what a card asked back. Without a thread a new one begins.
type NewQuestion struct {
	Question  string            `json:"question,omitempty"`
	Template  answer.TemplateID `json:"template,omitempty"`
	Amount    float64           `json:"amount,omitempty"`
	Scenario  string            `json:"scenario,omitempty"`
	Thread    string            `json:"thread,omitempty"`
	Screen    answer.Screen     `json:"screen,omitempty"`
	Documents []document.ID     `json:"documents,omitempty"`
	Client    string            `json:"client,omitempty"`
}

// ThreadList is the conversations about a plan.
type ThreadList struct {
	Threads []answer.Thread `json:"threads"`
}

// Suggestions are questions to offer, and the model that would write the answers;
// Model is empty where there is none.
type Suggestions struct {
	Model     string              `json:"model"`
	Questions []answer.Suggestion `json:"questions"`
}

// SeenByModel is a model's context for one answer, in the order of time.
type SeenByModel struct {
	Messages []answer.Seen `json:"messages"`
}

// AdvisorPath is the path that questions take, and what became of its steps since
// the program began.
type AdvisorPath struct {
	Path  graph.Graph   `json:"path"`
	Steps []StepFigures `json:"steps"`
}

// StepFigures is what became of one step. Step is the names that lead to it, joined
// by slashes, the root's first; Took counts only where it was taken.
type StepFigures struct {
	Step    string    `json:"step"`
	Failed  uint64    `json:"failed"`
	Skipped uint64    `json:"skipped"`
	Took    Quantiles `json:"took"`
}

// AssessmentList is what is told of a plan unasked, the newest first.
type AssessmentList struct {
	Assessments []answer.Assessment `json:"assessments"`
}
