package httpapi

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"meridian/backend/access"
	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/job"
	"meridian/backend/plan"
)

// The lanes of the job runner: a preview must not wait behind a full forecast, nor
// either behind a cloud.
const (
	LaneFull    = "full"
	LanePreview = "preview"
	LaneCloud   = "cloud"
)

// newerThanAll outdates every version of a subject.
const newerThanAll = math.MaxInt

const (
	kindForecast = "forecast"
	longestName  = 128  // bytes of a client's name for itself
	longestWait  = 5000 // milliseconds
)

func (a *API) startForecast(w http.ResponseWriter, r *http.Request) error {
	asked, err := decode[NewForecast](r)
	if err != nil {
		return err
	}
	if len(asked.Patch) > 0 && !access.Who(r.Context()).SeesAll() {
		return errNotShown // what a change of their own does would tell what is kept back
	}
	asked.Client = clientOf(r.Context(), asked.Client)
	j, err := a.Start(r.Context(), asked)
	if err == nil {
		j, err = a.awaited(r.Context(), j, time.Duration(asked.Wait)*time.Millisecond)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Location", Prefix+"/jobs/"+j.ID)
	return reply(w, http.StatusAccepted, Accepted{Job: wireJob(j, localeOf(r))})
}

// awaited is a job once it has ended, or as it stands after so long. Whoever goes
// before that leaves it running.
func (a *API) awaited(ctx context.Context, j job.Job, atMost time.Duration) (job.Job, error) {
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	for !j.State.Ended() && ctx.Err() == nil {
		_, more, err := a.Jobs.Since(j.ID, j.Seq)
		if err != nil {
			return j, err
		}
		if more != nil {
			select {
			case <-more:
			case <-ctx.Done():
			}
		}
		if j, err = a.Jobs.Get(j.ID); err != nil {
			return j, err
		}
	}
	return j, nil
}

// clientOf is a client's name for itself, as one of whoever asks: nobody's newer
// question takes the seat of somebody else's.
func clientOf(ctx context.Context, client string) string {
	if who := access.Who(ctx); who.ID != access.OwnerID {
		return who.ID + "/" + client
	}
	return client
}

// Start begins a forecast, or finds that its result is already kept. A newer
// forecast of the same plan, client and purpose supersedes the older one.
func (a *API) Start(ctx context.Context, asked NewForecast) (job.Job, error) {
	if asked.Purpose == "" {
		asked.Purpose = string(forecast.Full)
	}
	if err := askable(asked); err != nil {
		return job.Job{}, err
	}
	p, revision, err := a.planFor(ctx, asked)
	if err != nil {
		return job.Job{}, err
	}
	run := forecast.RunSpec{Paths: asked.Paths, Seed: asked.Seed, Purpose: forecast.Purpose(asked.Purpose)}
	hash, found, err := a.Forecasts.Find(ctx, p, run)
	if err != nil {
		return job.Job{}, fmt.Errorf("find forecast of plan %s: %w", asked.Plan, err)
	}
	spec := seat(asked, revision, hash)
	if found {
		return a.Jobs.Finished(spec, hash)
	}
	return a.Jobs.Start(ctx, spec, func(ctx context.Context, report func(job.Progress)) (string, error) {
		hash, err := a.Forecasts.Run(ctx, p, run, func(pr forecast.Progress) { report(job.Progress(pr)) })
		if err != nil && ctx.Err() == nil && fault.Of(err) == fault.Internal {
			a.Log.Error("forecast failed", "plan", asked.Plan, "error", err)
		}
		return hash, err
	})
}

// seat says which job this one supersedes, and what outdates it. A preview is
// of a plan that is still being moved: its own successor ends it, no edit does.
// Another run of a patch is of the revision that the patch makes when it is saved:
// whoever asks for that then joins it.
func seat(asked NewForecast, revision int, hash string) job.Spec {
	spec := job.Spec{
		Kind: kindForecast, Lane: asked.Purpose, Question: hash,
		Key: asked.Plan + "\x00" + asked.Client + "\x00" + asked.Purpose,
	}
	if asked.Purpose != string(forecast.Preview) {
		spec.Subject, spec.Version = asked.Plan, revision
		if len(asked.Patch) > 0 {
			spec.Version++
		}
	}
	return spec
}

// askable refuses what no forecast can be asked for.
func askable(asked NewForecast) error {
	purpose := forecast.Purpose(asked.Purpose)
	switch {
	case purpose != forecast.Full && purpose != forecast.Preview && purpose != forecast.Cloud:
		return unusable("/purpose", "value.unknown", fault.Text{EN: "Say full, preview or cloud.", KO: "full, preview, cloud 가운데 하나여야 합니다."})
	case asked.Paths < 0 || asked.Paths > purpose.Most():
		return unusable("/paths", "value.range", fault.Text{
			EN: fmt.Sprintf("Between 1 and %d futures can be computed.", purpose.Most()),
			KO: fmt.Sprintf("미래의 수는 1에서 %d까지 가능합니다.", purpose.Most())})
	case asked.Revision < 0:
		return unusable("/revision", "value.range", fault.Text{EN: "Revisions begin with 1.", KO: "변경 번호는 1부터입니다."})
	case asked.Wait < 0 || asked.Wait > longestWait:
		return unusable("/wait", "value.range", fault.Text{EN: "The answer can be held back for 0 to 5,000 milliseconds.", KO: "답은 0~5,000밀리초까지 기다릴 수 있습니다."})
	case len(asked.Client) > longestName:
		return unusable("/client", "value.long", fault.Text{EN: "This name is too long.", KO: "이름이 너무 깁니다."})
	}
	return nil
}

// planFor is the plan that was asked about, with the scenario and then the
// patch laid over it, and the revision it started from.
func (a *API) planFor(ctx context.Context, asked NewForecast) (plan.Plan, int, error) {
	p, revision, err := a.revision(ctx, asked.Plan, asked.Revision)
	if err != nil {
		return plan.Plan{}, 0, err
	}
	if asked.Scenario != "" {
		if p, err = plan.Branch(p, asked.Scenario); err != nil {
			return plan.Plan{}, 0, fmt.Errorf("apply scenario %s: %w", asked.Scenario, err)
		}
	}
	if asked.Patch != nil {
		if p, err = plan.Patch(p, asked.Patch); err != nil {
			return plan.Plan{}, 0, fmt.Errorf("apply patch: %w", err)
		}
	}
	return p, revision, nil
}

// revision is a plan at a revision; 0 is the newest.
func (a *API) revision(ctx context.Context, id string, number int) (plan.Plan, int, error) {
	if number == 0 {
		state, err := a.Plans.Open(ctx, id)
		return state.Plan, state.Revision, err
	}
	p, err := a.Plans.Plan(ctx, id, number)
	return p, number, err
}

func (a *API) getJob(w http.ResponseWriter, r *http.Request) error {
	j, err := a.jobOf(r.Context(), r.PathValue("job"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, wireJob(j, localeOf(r)))
}

// jobOf is a job that whoever asks may know of: of calculations whoever sees
// results, of questions whoever sees the advisor, of anything else the owner.
func (a *API) jobOf(ctx context.Context, id string) (job.Job, error) {
	j, err := a.desk().Get(ctx, id)
	if err != nil {
		return job.Job{}, err
	}
	who, needs := access.Who(ctx), access.BackupRead
	switch j.Spec.Kind {
	case kindForecast, kindAnalysis:
		needs = access.ForecastRead
	case kindAnswer:
		needs = access.AdvisorRead
	}
	if !access.Allow(who, needs) {
		return job.Job{}, job.ErrUnknown
	}
	return j, nil
}

func (a *API) cancelJob(w http.ResponseWriter, r *http.Request) error {
	if _, err := a.jobOf(r.Context(), r.PathValue("job")); err != nil {
		return err
	}
	j, err := a.desk().Cancel(r.Context(), r.PathValue("job"), job.ByUser)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, wireJob(j, localeOf(r)))
}

func wireJob(j job.Job, locale string) Job {
	wired := Job{ID: j.ID, Kind: j.Spec.Kind, State: j.State, Seq: j.Seq, Progress: j.Progress, Result: j.Result, By: j.By}
	if j.Err != nil {
		p := problemOf(j.Err, locale)
		wired.Problem = &p
	}
	return wired
}

func (a *API) getResult(w http.ResponseWriter, r *http.Request) error {
	result, err := a.Forecasts.Result(r.Context(), r.PathValue("hash"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, result.Header)
}

func (a *API) getBlock(w http.ResponseWriter, r *http.Request) error {
	hash, name := r.PathValue("hash"), r.PathValue("block")
	result, err := a.Forecasts.Result(r.Context(), hash)
	if err != nil {
		return err
	}
	block, known := map[string][]byte{"series": result.Series, "futures": result.Futures, "years": result.Years}[name]
	if !known {
		return errNoRoute
	}
	block = veil{access.Who(r.Context())}.block(result.Header, name, block)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(block)))
	_, _ = w.Write(block) // whoever asked may be gone; there is nobody left to tell
	return nil
}

func (a *API) getFuture(w http.ResponseWriter, r *http.Request) error {
	hash := r.PathValue("hash")
	result, err := a.Forecasts.Result(r.Context(), hash)
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(r.PathValue("future"))
	if err != nil || i < 0 || i >= result.Header.N {
		return noFuture(result.Header.N)
	}
	replay, err := a.Forecasts.Replay(r.Context(), hash, i)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, replay)
}

func noFuture(n int) error {
	return fault.New(fault.NotFound, "result.noFuture",
		fault.Text{EN: "The result has no such future.", KO: "결과에 그런 미래가 없습니다."},
		fault.Text{EN: fmt.Sprintf("Futures are numbered from 0 to %d.", n-1), KO: fmt.Sprintf("미래는 0번부터 %d번까지 있습니다.", n-1)})
}

func (a *API) getAgainst(w http.ResponseWriter, r *http.Request) error {
	hash, other := r.PathValue("hash"), r.PathValue("other")
	paired, err := a.Forecasts.Compare(r.Context(), hash, other)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, paired)
}
