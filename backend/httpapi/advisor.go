package httpapi

import (
	"context"
	"net/http"

	"meridian/backend/access"
	"meridian/backend/answer"
	"meridian/backend/fault"
	"meridian/backend/graph"
	"meridian/backend/job"
)

// Advisor answers questions about plans and documents. Its faults are those of
// the package answer.
type Advisor interface {
	// Check refuses a question that could not be asked.
	Check(ctx context.Context, q answer.Question) error
	// Ask answers a question, keeps the card, and returns the id of its thread.
	Ask(ctx context.Context, q answer.Question, told func(answer.Progress)) (thread string, err error)
	// Threads are the conversations about a plan, without their cards.
	Threads(ctx context.Context, planID string) ([]answer.Thread, error)
	// Thread is a conversation with its cards as they stand now.
	Thread(ctx context.Context, id string) (answer.Thread, error)
	// DeleteThread deletes a conversation for good.
	DeleteThread(ctx context.Context, id string) error
	// Seen is what a model was told and said for a card.
	Seen(ctx context.Context, card string) ([]answer.Seen, error)
	// Mark keeps what a person says of a card.
	Mark(ctx context.Context, card string, m answer.Mark) error
	// Calibrate puts questions with known answers to the model; Calibrated is what came
	// of it last, false before the first time.
	Calibrate(ctx context.Context, told func(done, total int)) (answer.Calibration, error)
	Calibrated(ctx context.Context) (answer.Calibration, bool)
	// Assessed are the assessments of a plan that have something to tell.
	Assessed(ctx context.Context, planID string) ([]answer.Assessment, error)
	// Follows is the path that questions take now.
	Follows(ctx context.Context) graph.Graph
	// Steps is what became of the steps of paths since the program began.
	Steps() []answer.StepFigures
	// Ready is the name of the model that would write now; "" for none.
	Ready(ctx context.Context) string
}

// LaneAnswer is the lane of answers: one at a time, beside what else is computed.
const LaneAnswer = "answer"

const kindAnswer = "answer"

// mostSuggestions is how many questions are offered.
const mostSuggestions = 12

// startQuestion begins an answer. A newer question of the same client takes the
// older one's seat.
func (a *API) startQuestion(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewQuestion](r)
	if err != nil {
		return err
	}
	if len(asked.Client) > longestName {
		return unusable("/client", "value.long", fault.Text{EN: "This name is too long.", KO: "이름이 너무 깁니다."})
	}
	q := asked.question(r.PathValue("plan"), localeOf(r))
	q.Person = access.Who(r.Context()).ID
	if err := a.Advisor.Check(r.Context(), q); err != nil {
		return err
	}
	seat := job.Spec{Kind: kindAnswer, Lane: LaneAnswer, Key: q.Plan + "\x00" + clientOf(r.Context(), asked.Client) + "\x00" + kindAnswer}
	j, err := a.Jobs.Start(r.Context(), seat, func(ctx context.Context, report func(job.Progress)) (string, error) {
		thread, err := a.Advisor.Ask(ctx, q, func(p answer.Progress) { report(job.Progress(p)) })
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("answer failed", "plan", q.Plan, "error", err)
		}
		return thread, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

func (q NewQuestion) question(plan, locale string) answer.Question {
	return answer.Question{
		Plan: plan, Scenario: q.Scenario, Thread: q.Thread, Text: q.Question, Template: q.Template, Amount: q.Amount,
		Screen: q.Screen, Documents: q.Documents, Locale: locale,
	}
}

func (a *API) listThreads(w http.ResponseWriter, r *http.Request) error {
	threads, err := a.Advisor.Threads(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, ThreadList{Threads: threads})
}

func (a *API) getSuggestions(w http.ResponseWriter, r *http.Request) error {
	if _, err := a.Plans.Open(r.Context(), r.PathValue("plan")); err != nil {
		return err
	}
	return reply(w, http.StatusOK, Suggestions{
		Model:     a.Advisor.Ready(r.Context()),
		Questions: answer.Suggested(answer.Screen(r.URL.Query().Get("screen")), localeOf(r), mostSuggestions),
	})
}

func (a *API) getThread(w http.ResponseWriter, r *http.Request) error {
	t, err := a.Advisor.Thread(r.Context(), r.PathValue("thread"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, t)
}

func (a *API) deleteThread(w http.ResponseWriter, r *http.Request) error {
	if err := a.Advisor.DeleteThread(r.Context(), r.PathValue("thread")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) getSeen(w http.ResponseWriter, r *http.Request) error {
	seen, err := a.Advisor.Seen(r.Context(), r.PathValue("card"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, SeenByModel{Messages: append([]answer.Seen{}, seen...)})
}

func (a *API) markCard(w http.ResponseWriter, r *http.Request) error {
	m, err := decode[answer.Mark](r)
	if err != nil {
		return err
	}
	if err := a.Advisor.Mark(r.Context(), r.PathValue("card"), m); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *API) getPath(w http.ResponseWriter, r *http.Request) error {
	p := AdvisorPath{Path: a.Advisor.Follows(r.Context()), Steps: []StepFigures{}}
	for _, s := range a.Advisor.Steps() {
		p.Steps = append(p.Steps, StepFigures{Step: s.Step, Failed: s.Failed, Skipped: s.Skipped, Took: QuantilesOf(s.Took)})
	}
	return reply(w, http.StatusOK, p)
}

func (a *API) getAssessments(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Advisor.Assessed(r.Context(), r.PathValue("plan"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, AssessmentList{Assessments: all})
}
