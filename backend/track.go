package backend

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"meridian/backend/actual"
	"meridian/backend/answer"
	"meridian/backend/backup"
	"meridian/backend/event"
	"meridian/backend/forecast"
	"meridian/backend/httpapi"
	"meridian/backend/journal"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/sqlite"
	"meridian/backend/track"
)

var _ httpapi.Track = toldTrack{}

// newTrack keeps track of plans over a store. Monthly and wanted snapshots are
// of the very forecast that is shown.
func newTrack(o Options, store *sqlite.DB, plans *journal.Service, forecasts *forecasts) *track.Service {
	return &track.Service{Store: store.Track, Plans: trackedPlans{plans}, Engine: foreteller{forecasts}, Now: o.Now, NewID: o.NewID}
}

// toldTrack tells whoever listens that a check-in was kept or taken away.
type toldTrack struct {
	*track.Service
	events *event.Hub
}

func (t toldTrack) CheckIn(ctx context.Context, planID string, asked track.NewCheckIn) (actual.CheckIn, error) {
	c, err := t.Service.CheckIn(ctx, planID, asked)
	if err == nil {
		t.events.Publish(event.Event{Kind: event.Tracked, ID: planID})
	}
	return c, err
}

func (t toldTrack) DropCheckIn(ctx context.Context, planID, id string) error {
	err := t.Service.DropCheckIn(ctx, planID, id)
	if err == nil {
		t.events.Publish(event.Event{Kind: event.Tracked, ID: planID})
	}
	return err
}

// happened is what really happened, as the advisor tells it.
type happened struct{ track *track.Service }

var _ answer.Actual = happened{}

// CheckIn implements answer.Actual.
func (h happened) CheckIn(ctx context.Context, planID string) (answer.CheckInFacts, bool, error) {
	state, err := h.track.State(ctx, planID)
	if err != nil || len(state.CheckIns) == 0 {
		return answer.CheckInFacts{}, false, err
	}
	newest := state.CheckIns[len(state.CheckIns)-1]
	facts := answer.CheckInFacts{}
	if facts.NetWorth, err = worthOf(newest); err != nil {
		return answer.CheckInFacts{}, false, err
	}
	if n := len(state.CheckIns); n > 1 && state.CheckIns[n-2].NetWorth.Cur == newest.NetWorth.Cur {
		before, err := worthOf(state.CheckIns[n-2])
		if err != nil {
			return answer.CheckInFacts{}, false, err
		}
		facts.Before = &before
	}
	if r := state.Reality; r != nil {
		facts.Forecast = &answer.Foretold{Since: r.Since, Percentile: math.Round(r.Standing.Percentile), Beyond: string(r.Standing.Beyond), Median: r.Standing.Median}
	}
	return facts, true, nil
}

func worthOf(c actual.CheckIn) (float64, error) {
	worth, err := actual.Exact(c.NetWorth, c.NetWorth.Cur)
	if err != nil {
		return 0, fmt.Errorf("net worth of check-in %s: %w", c.ID, err)
	}
	return worth.Float(), nil
}

// nameCheckIn is what undo calls a check-in that changed the plan.
const nameCheckIn = "edit.checkIn"

// trackedPlans are the plans that what really happened is about.
type trackedPlans struct{ plans *journal.Service }

func (t trackedPlans) Open(ctx context.Context, id string) (plan.Plan, int, error) {
	state, err := t.plans.Open(ctx, id)
	return state.Plan, state.Revision, err
}

func (t trackedPlans) CheckIn(ctx context.Context, id string, base int, day actual.Day, patch map[string]any) error {
	name := journal.EditName{Key: nameCheckIn, Args: map[string]string{"day": string(day)}}
	_, err := t.plans.Edit(ctx, id, journal.Stamp{Base: base}, name, patch)
	return err
}

func (t trackedPlans) All(ctx context.Context) ([]string, error) {
	entries, err := t.plans.List(ctx)
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	return ids, err
}

// foreteller tells snapshots what plans may lead to.
type foreteller struct{ forecasts *forecasts }

var _ track.Engine = foreteller{}

// roughPaths is enough for lines that nobody has seen before.
const roughPaths = 2_000

// Forecast implements track.Engine. A rough forecast is kept nowhere else.
func (f foreteller) Forecast(ctx context.Context, p plan.Plan, rough bool) (actual.Snapshot, actual.Fan, error) {
	if rough {
		r, err := f.forecasts.service.Run(ctx, p, forecast.RunSpec{Purpose: forecast.Preview, Paths: roughPaths}, nil)
		if err != nil {
			return actual.Snapshot{}, actual.Fan{}, err
		}
		return snapshotOf(r.Header), fanOf(r), nil
	}
	run := forecast.RunSpec{Purpose: forecast.Full}
	hash, kept, err := f.forecasts.Find(ctx, p, run)
	if err == nil && !kept {
		hash, err = f.forecasts.Run(ctx, p, run, nil)
	}
	if err != nil {
		return actual.Snapshot{}, actual.Fan{}, err
	}
	r, err := f.forecasts.Result(ctx, hash)
	if err != nil {
		return actual.Snapshot{}, actual.Fan{}, err
	}
	return snapshotOf(r.Header), fanOf(r), nil
}

func snapshotOf(h forecast.Header) actual.Snapshot {
	return actual.Snapshot{
		Hash: h.Hash, Engine: h.Engine, Seed: h.Seed, N: h.N, Start: plan.Month(h.Start), Months: h.Months,
		Currency: plan.Currency(h.Currency), Success: h.Facts[successOf(h)].Value,
	}
}

// fanOf reads the lines of the net worth, the first metric, out of the block
// [basis][metric][percentile][month] of float32.
func fanOf(r forecast.Result) actual.Fan {
	b := r.Header.Blocks.Series
	lines := func(basis int) [][]float64 {
		all := make([][]float64, len(b.Percentiles))
		for i := range all {
			at := 4 * b.Months * (basis*len(b.Metrics)*len(b.Percentiles) + i)
			all[i] = make([]float64, b.Months)
			for m := range all[i] {
				all[i][m] = math.Round(float64(math.Float32frombits(binary.LittleEndian.Uint32(r.Series[at+4*m:]))))
			}
		}
		return all
	}
	return actual.Fan{Percentiles: b.Percentiles, Real: lines(0), Nominal: lines(1)}
}

// Planned implements track.Engine.
func (f foreteller) Planned(p plan.Plan, from plan.Month, months int) (map[plan.SpendingGroup]float64, error) {
	c, err := forecast.Compile(p)
	if err != nil {
		return nil, err
	}
	planned := map[plan.SpendingGroup]float64{}
	first := from.Since(p.Start)
	for _, o := range c.Scenario.Outflows {
		spending, ok := p.Spending[o.ID]
		if o.Kind != simulate.KindSpending || !ok {
			continue
		}
		group := spending.Group
		if group == "" {
			group = plan.GroupOther
		}
		for i := range months {
			m := min(max(0, first+i), c.Scenario.Months-1)
			planned[group] += amountIn(o.Amount, m)
		}
	}
	return planned, nil
}

// amountIn is what a schedule has in a month; near the plan's start money of the
// day is today's.
func amountIn(s simulate.Schedule, month int) float64 {
	v := 0.0
	if s.Real != nil {
		v = s.Real[month]
	}
	if s.Nominal != nil {
		v += s.Nominal[month]
	}
	return v
}

// When the program looks whether a monthly snapshot is due: once the start is
// over, and then seldom.
const (
	snapshotFirst = time.Minute
	snapshotLook  = time.Hour
)

// beginTrack keeps monthly snapshots until ctx ends.
func (a *App) beginTrack(ctx context.Context) error {
	if a.opts.cold {
		return nil
	}
	a.working.Go(func() {
		a.track.Watch(ctx, snapshotFirst, snapshotLook, func(err error) {
			a.opts.Logger.Warn("monthly snapshot was not taken", "error", err)
		})
	})
	return nil
}

// foretellAfter is how long the first forecast of a new plan has for itself.
const foretellAfter = 2 * time.Second

// beginPast gives a new demo household a past; what was foretold in it is played
// a little later, since the first picture is waited for.
func (a *App) beginPast(ctx context.Context, p plan.Plan) error {
	if a.opts.cold || !p.Demo {
		return nil
	}
	if err := a.track.Begin(ctx, p); err != nil {
		return fmt.Errorf("past of a demo household: %w", err)
	}
	ctx = context.WithoutCancel(ctx)
	a.warm.Go(func() {
		select {
		case <-a.ending:
			return
		case <-time.After(foretellAfter):
		}
		if err := a.track.Foretell(ctx, p); err != nil {
			a.opts.Logger.Warn("snapshots of a demo household were not taken", "error", err)
		}
	})
	return nil
}

// trackDocuments is what really happened to a plan, for an export.
func trackDocuments(ctx context.Context, store *sqlite.DB, id string) ([]backup.Table, error) {
	checks, err := store.Track.CheckIns(ctx, id)
	if err != nil {
		return nil, err
	}
	entries, err := store.Track.Entries(ctx, id, "0000-01-01", "9999-12-31")
	if err != nil {
		return nil, err
	}
	snapshots, err := store.Track.Snapshots(ctx, id)
	if err != nil {
		return nil, err
	}
	balances := backup.Table{Name: "checkIns", Head: []string{"day", "kind", "record", "name", "amount", "currency", "netWorth", "netWorthCurrency"}, Value: checks}
	for _, c := range checks {
		for _, b := range c.Balances {
			balances.Rows = append(balances.Rows, []string{string(c.Day), string(b.Kind), b.Record, b.Name, string(b.Amount.Amt), string(b.Amount.Cur), string(c.NetWorth.Amt), string(c.NetWorth.Cur)})
		}
	}
	spent := backup.Table{Name: "entries", Head: []string{"day", "text", "category", "group", "amount", "currency"}, Value: entries}
	for _, e := range entries {
		spent.Rows = append(spent.Rows, []string{string(e.Day), e.Text, e.Category, string(e.Group), string(e.Amount.Amt), string(e.Amount.Cur)})
	}
	foretold := backup.Table{Name: "snapshots", Head: []string{"made", "start", "months", "success", "engine", "seed", "futures", "hash"}, Value: snapshots}
	for _, s := range snapshots {
		foretold.Rows = append(foretold.Rows, []string{s.Made.Format(time.RFC3339), string(s.Start), fmt.Sprint(s.Months), fmt.Sprint(s.Success), s.Engine, fmt.Sprint(s.Seed), fmt.Sprint(s.N), s.Hash})
	}
	return []backup.Table{balances, spent, foretold}, nil
}
