package backend

import (
	"context"
	"slices"
	"time"

	"meridian/backend/fault"
	"meridian/backend/forecast"
	"meridian/backend/health"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/plan"
	"meridian/backend/settings"
)

// issues are what is not in order, of the program and of every open household.
func (a *App) issues(ctx context.Context) ([]health.Issue, error) {
	chosen, err := a.store.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	hosts, err := a.turns.Hosts(ctx)
	if err != nil {
		return nil, err
	}
	return issuesOf(ctx, examined{Plans: a.api.Plans, Forecasts: a.forecasts, Chosen: chosen, Checks: a.checks(ctx), Hosts: hosts, Now: a.opts.Now()})
}

// examined is what issues are looked for in. Forecasts may be nil: whether a plan
// holds is then not looked at.
type examined struct {
	Plans     *journal.Service
	Forecasts *forecasts
	Chosen    settings.Settings
	Checks    []httpapi.Check
	Hosts     []httpapi.ModelHost
	Now       time.Time
}

// issuesOf gathers the facts that package health looks at. A household that
// cannot be read is left out: the checks say so.
func issuesOf(ctx context.Context, e examined) ([]health.Issue, error) {
	facts := health.Facts{Now: e.Now, GPU: string(e.Chosen.GPU)}
	for _, c := range e.Checks {
		facts.Checks = append(facts.Checks, health.Check(c))
	}
	for _, h := range e.Hosts {
		facts.Hosts = append(facts.Hosts, health.Host{Name: h.Name, State: h.State})
	}
	entries, err := e.Plans.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		state, err := e.Plans.Open(ctx, entry.ID)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			continue
		}
		h := health.Household{ID: entry.ID, Plan: state.Plan, Problems: withoutStale(state.Problems)}
		if e.Forecasts != nil {
			h.Success, h.Target, h.Played = e.Forecasts.success(ctx, state.Plan)
		}
		facts.Households = append(facts.Households, h)
	}
	return health.Issues(facts), nil
}

// withoutStale leaves out that a plan began long ago: package health has a rule of
// its own for that, which spares examples.
func withoutStale(found []fault.Problem) []fault.Problem {
	return slices.DeleteFunc(found, func(p fault.Problem) bool { return p.Code == plan.StaleCode })
}

// success is the share of futures that hold and the share that should, as the kept
// forecast of a plan has them; false when there is none.
func (f *forecasts) success(ctx context.Context, p plan.Plan) (success, target float64, played bool) {
	hash, kept, err := f.Find(ctx, p, forecast.RunSpec{Purpose: forecast.Full})
	if err != nil || !kept {
		return 0, 0, false
	}
	result, err := f.Result(ctx, hash)
	if err != nil {
		return 0, 0, false
	}
	return result.Header.Facts[successOf(result.Header)].Value, result.Header.Confidence, true
}
