package httpapi

import (
	"context"
	"net/http"
	"slices"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/hosting"
	"meridian/backend/job"
)

// Models keeps a language model at hand. Its faults are those of the packages
// hosting and llm.
type Models interface {
	// State looks at what there is, and starts nothing.
	State(ctx context.Context) (hosting.State, error)
	// Suggestions are models that could be fetched.
	Suggestions() (hosting.Machine, []hosting.Suggestion)
	// Offer is what fetching the program of a host would take.
	Offer(ctx context.Context) (hosting.Offer, error)
	// Warm loads the chosen model before anybody asks it.
	Warm(ctx context.Context) error
	// Pull has the host fetch a model.
	Pull(ctx context.Context, model string, told func(hosting.Progress)) error
	// Import has the host take in a file of weights.
	Import(ctx context.Context, path, model string, told func(hosting.Progress)) error
	// Fetch fetches the program of a host.
	Fetch(ctx context.Context, told func(hosting.Progress)) error
	// Examine asks what the host and the chosen models can do.
	Examine(ctx context.Context, told func(done, total int)) (hosting.Examination, error)
	// Last is the newest examination; false when there was none.
	Last() (hosting.Examination, bool)
	// Choose makes what the settings say of models take effect.
	Choose()
}

// The kinds of jobs about models.
const (
	kindPull      = "model.pull"
	kindImport    = "model.import"
	kindFetch     = "model.fetch"
	kindExamine   = "model.examine"
	kindWarm      = "model.warm"
	kindCalibrate = "model.calibrate"
)

func (a *API) getModel(w http.ResponseWriter, r *http.Request) error {
	state, err := a.Models.State(r.Context())
	if err != nil {
		return err
	}
	if !access.Allow(access.Who(r.Context()), access.ModelWrite) {
		state.Address, state.Program = "", "" // where it is on the host is the owner's
	}
	return reply(w, http.StatusOK, state)
}

func (a *API) getModelSuggestions(w http.ResponseWriter, _ *http.Request) error {
	machine, all := a.Models.Suggestions()
	return reply(w, http.StatusOK, ModelSuggestions{machine, all})
}

func (a *API) getModelOffer(w http.ResponseWriter, r *http.Request) error {
	offer, err := a.Models.Offer(r.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, offer)
}

func (a *API) getExamination(w http.ResponseWriter, _ *http.Request) error {
	last, there := a.Models.Last()
	if !there {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return reply(w, http.StatusOK, last)
}

func (a *API) pullModel(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[ModelPull](r)
	if err != nil {
		return err
	}
	return a.modelJob(w, r, kindPull, asked.Model, func(ctx context.Context, told func(hosting.Progress)) error {
		return a.Models.Pull(ctx, asked.Model, told)
	})
}

func (a *API) importModel(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[ModelImport](r)
	if err != nil {
		return err
	}
	return a.modelJob(w, r, kindImport, asked.Model, func(ctx context.Context, told func(hosting.Progress)) error {
		return a.Models.Import(ctx, asked.Path, asked.Model, told)
	})
}

func (a *API) fetchModelHost(w http.ResponseWriter, r *http.Request) error {
	return a.modelJob(w, r, kindFetch, "host", a.Models.Fetch)
}

func (a *API) warmModel(w http.ResponseWriter, r *http.Request) error {
	return a.modelJob(w, r, kindWarm, "warm", func(ctx context.Context, _ func(hosting.Progress)) error { return a.Models.Warm(ctx) })
}

func (a *API) examineModel(w http.ResponseWriter, r *http.Request) error {
	return a.modelJob(w, r, kindExamine, "examination", func(ctx context.Context, told func(hosting.Progress)) error {
		_, err := a.Models.Examine(ctx, func(done, total int) {
			told(hosting.Progress{Phase: kindExamine, Done: int64(done), Total: int64(total)})
		})
		return err
	})
}

func (a *API) getCalibration(w http.ResponseWriter, r *http.Request) error {
	last, there := a.Advisor.Calibrated(r.Context())
	if !there {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return reply(w, http.StatusOK, last)
}

func (a *API) calibrateModel(w http.ResponseWriter, r *http.Request) error {
	return a.modelJob(w, r, kindCalibrate, "calibration", func(ctx context.Context, told func(hosting.Progress)) error {
		_, err := a.Advisor.Calibrate(ctx, func(done, total int) {
			told(hosting.Progress{Phase: kindCalibrate, Done: int64(done), Total: int64(total)})
		})
		return err
	})
}

// modelJob begins long work about a model, or joins what does the same already.
// What it made may be what the settings wait for.
func (a *API) modelJob(w http.ResponseWriter, r *http.Request, kind, thing string, do func(context.Context, func(hosting.Progress)) error) error {
	spec := job.Spec{Kind: kind, Question: kind + "\x00" + thing}
	j, err := a.Jobs.Start(r.Context(), spec, func(ctx context.Context, report func(job.Progress)) (string, error) {
		err := do(ctx, func(p hosting.Progress) {
			report(job.Progress{Phase: p.Phase, Done: int(p.Done), Total: int(p.Total)})
		})
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("work on a model failed", "kind", kind, "error", err)
		}
		if err == nil && !slices.Contains([]string{kindExamine, kindWarm, kindCalibrate}, kind) {
			a.Models.Choose()
		}
		return thing, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}
