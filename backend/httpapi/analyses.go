package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/job"
)

// LaneAnalysis is the lane of analyses: one at a time, beside the forecasts.
const LaneAnalysis = "analysis"

const kindAnalysis = "analysis"

func (a *API) startAnalysis(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewAnalysis](r)
	if err != nil {
		return err
	}
	if len(asked.Patch) > 0 && !access.Who(r.Context()).SeesAll() {
		return errNotShown // as of a forecast
	}
	asked.Client = clientOf(r.Context(), asked.Client)
	j, err := a.analyse(r.Context(), asked)
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

// analyse begins an analysis, or finds that its answer is already kept. A newer
// analysis of the same plan, client and kind supersedes the older one.
func (a *API) analyse(ctx context.Context, asked NewAnalysis) (job.Job, error) {
	about := NewForecast{
		Plan: asked.Plan, Revision: asked.Revision, Patch: asked.Patch, Scenario: asked.Scenario,
		Client: asked.Client, Purpose: string(forecast.Full),
	}
	if err := askable(about); err != nil {
		return job.Job{}, err
	}
	p, revision, err := a.planFor(ctx, about)
	if err != nil {
		return job.Job{}, err
	}
	spec := asked.spec()
	hash, found, err := a.Forecasts.FindAnalysis(ctx, p, spec)
	if err != nil {
		return job.Job{}, fmt.Errorf("find analysis of plan %s: %w", asked.Plan, err)
	}
	seat := job.Spec{
		Kind: kindAnalysis, Lane: LaneAnalysis, Question: hash, Subject: asked.Plan, Version: revision,
		Key: asked.Plan + "\x00" + asked.Client + "\x00" + kindAnalysis + "\x00" + string(asked.Kind),
	}
	if found {
		return a.Jobs.Finished(seat, hash)
	}
	return a.Jobs.Start(ctx, seat, func(ctx context.Context, report func(job.Progress)) (string, error) {
		hash, err := a.Forecasts.Analyse(ctx, p, spec, func(pr forecast.Progress) { report(job.Progress(pr)) })
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("analysis failed", "plan", asked.Plan, "kind", asked.Kind, "error", err)
		}
		return hash, err
	})
}

// spec is what the engine is asked.
func (asked NewAnalysis) spec() forecast.AnalysisSpec {
	spec := forecast.AnalysisSpec{Kind: asked.Kind}
	if o := asked.Options; o != nil {
		spec.Confidence, spec.X, spec.Y = o.Confidence, forecast.LeverID(o.X), forecast.LeverID(o.Y)
	}
	return spec
}

func (a *API) getAnalysis(w http.ResponseWriter, r *http.Request) error {
	hash := r.PathValue("hash")
	analysis, err := a.Forecasts.Analysis(r.Context(), hash)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, analysis)
}

func (a *API) brush(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewBrush](r)
	if err != nil {
		return err
	}
	result, err := a.Forecasts.Result(r.Context(), r.PathValue("hash"))
	if err != nil {
		return err
	}
	for _, f := range asked.Futures {
		if f < 0 || f >= result.Header.N {
			return unusable("/futures", "value.range", fault.Text{
				EN: "Futures are numbered from 0 to " + strconv.Itoa(result.Header.N-1) + ".",
				KO: "미래는 0번부터 " + strconv.Itoa(result.Header.N-1) + "번까지 있습니다."})
		}
	}
	found, err := forecast.BrushOver(result, asked.Futures)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, found)
}
