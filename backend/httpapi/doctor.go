package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"meridian/backend/doctor"
	"meridian/backend/fault"
	"meridian/backend/job"
)

// Doctor examines the whole program when somebody asks.
type Doctor interface {
	// Examine looks at everything, which may take minutes where there are models.
	Examine(ctx context.Context, told func(done, total int)) error
	// Last is the newest examination, as it is and as others may see it; false
	// before the first.
	Last() (exam, redacted doctor.Examination, there bool)
}

const kindExamination = "examination"

func (a *API) examine(w http.ResponseWriter, r *http.Request) error {
	j, err := a.Jobs.Start(r.Context(), job.Spec{Kind: kindExamination, Question: kindExamination}, func(ctx context.Context, report func(job.Progress)) (string, error) {
		err := a.Doctor.Examine(ctx, func(done, total int) { report(job.Progress{Phase: kindExamination, Done: done, Total: total}) })
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("examination failed", "error", err)
		}
		return kindExamination, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

func (a *API) lastExamination(w http.ResponseWriter, _ *http.Request) error {
	exam, _, there := a.Doctor.Last()
	if !there {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	told := ProgramExamination{At: exam.At, Versions: exam.Versions, Findings: []ProgramFinding{}}
	for _, f := range exam.Findings {
		told.Findings = append(told.Findings, ProgramFinding(f))
	}
	return reply(w, http.StatusOK, told)
}

// ProgramExamination is what the doctor found of the whole program.
type ProgramExamination struct {
	At       time.Time        `json:"at"`
	Versions doctor.Versions  `json:"versions"`
	Findings []ProgramFinding `json:"findings"`
}

// ProgramFinding is one thing that was examined.
type ProgramFinding doctor.Finding

// getReport is the examination that can be shown to others, as text.
func (a *API) getReport(w http.ResponseWriter, _ *http.Request) error {
	_, redacted, there := a.Doctor.Last()
	if !there {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	raw, err := json.MarshalIndent(redacted, "", "  ")
	if err != nil {
		return err
	}
	return replyRaw(w, http.StatusOK, "application/json", append(raw, '\n'))
}

// UpdateLook is what the signed manifest says; its signature was right.
type UpdateLook struct {
	Present string    `json:"present"` // the version that runs
	Newest  string    `json:"newest"`  // the one in the manifest
	Made    time.Time `json:"made"`
	Newer   bool      `json:"newer"`
	Files   int       `json:"files"` // that the manifest has sums of
}

func (a *API) lookForUpdate(w http.ResponseWriter, r *http.Request) error {
	found, err := a.Newest(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, found)
}
