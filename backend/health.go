package backend

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
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
			h.Success, h.Target, h.Dry, h.Played = e.Forecasts.standing(ctx, state.Plan)
		}
		h.OverCap = overCap(state.Plan)
		facts.Households = append(facts.Households, h)
	}
	return health.Issues(facts), nil
}

// withoutStale leaves out that a plan began long ago: package health has a rule of
// its own for that, which spares examples.
func withoutStale(found []fault.Problem) []fault.Problem {
	return slices.DeleteFunc(found, func(p fault.Problem) bool { return p.Code == plan.StaleCode })
}

// overCap names the saving rules that together ask for more in the plan's first year
// than their limit lets in. A plan that cannot be played has none: its problems say so.
func overCap(p plan.Plan) []string {
	caps, err := forecast.Caps(p)
	if err != nil {
		return nil
	}
	var names []string
	for _, c := range caps {
		if c.Asked <= c.Yearly*(1+tolerance) {
			continue
		}
		for _, id := range c.Rules {
			names = append(names, cmp.Or(p.Saving[id].Name, c.Group))
		}
	}
	return names
}

// tolerance is what an amount may lie above a limit by rounding and by the growth of
// pay within the year.
const tolerance = 0.02

// standing is the share of futures that hold and the share that should, and the years
// without money, as the kept forecast of a plan has them; false when there is none.
func (f *forecasts) standing(ctx context.Context, p plan.Plan) (success, target float64, dry health.Dry, played bool) {
	hash, kept, err := f.Find(ctx, p, forecast.RunSpec{Purpose: forecast.Full})
	if err != nil || !kept {
		return 0, 0, health.Dry{}, false
	}
	result, err := f.Result(ctx, hash)
	if err != nil {
		return 0, 0, health.Dry{}, false
	}
	h := result.Header
	return h.Facts[successOf(h)].Value, h.Confidence, dryYears(result), true
}

// dryYears are the calendar years at whose end the middle of the futures has nothing
// that can be spent. The lines stand in the block [basis][metric][percentile][month].
func dryYears(r forecast.Result) health.Dry {
	b := r.Header.Blocks.Series
	metric, middle := slices.Index(b.Metrics, "liquid"), slices.Index(b.Percentiles, 50)
	if metric < 0 || middle < 0 {
		return health.Dry{}
	}
	line := r.Series[4*b.Months*(metric*len(b.Percentiles)+middle):]
	dry := health.Dry{}
	for m := range b.Months {
		month := plan.Month(r.Header.Start).Add(m)
		year, of := month.Date()
		if of != 12 && m != b.Months-1 {
			continue
		}
		if math.Float32frombits(binary.LittleEndian.Uint32(line[4*m:])) >= 1 {
			continue
		}
		if dry.Years++; dry.Years == 1 {
			dry.First = year
		}
	}
	return dry
}
