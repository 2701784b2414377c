package track

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"meridian/backend/actual"
	"meridian/backend/plan"
)

// State is everything that is known of what really happened.
type State struct {
	Today     actual.Day        `json:"today"`
	Grid      []Item            `json:"grid"`
	CheckIns  []actual.CheckIn  `json:"checkIns"`  // oldest first
	Snapshots []actual.Snapshot `json:"snapshots"` // oldest first
	Imports   []actual.Import   `json:"imports"`   // newest first
	Spending  *Spending         `json:"spending,omitempty"`
	Reality   *Reality          `json:"reality,omitempty"` // absent until a check-in follows a snapshot
}

// Item is a record that a check-in asks about, and what it was last known to be
// worth: at the newest check-in, else in the plan.
type Item struct {
	Record string      `json:"record"`
	Kind   actual.Kind `json:"kind"`
	Name   string      `json:"name"`
	Last   plan.Amount `json:"last"`
	LastAt string      `json:"lastAt"` // a day, or the month of the plan's balance
}

// Reality is where the newest check-in is among the futures of the oldest
// snapshot that can tell.
type Reality struct {
	Snapshot string          `json:"snapshot"`
	Since    plan.Month      `json:"since"` // when the snapshot was made
	Day      actual.Day      `json:"day"`
	NetWorth plan.Amount     `json:"netWorth"`
	Standing actual.Standing `json:"standing"`
}

// State says everything there is to say of a plan.
func (s *Service) State(ctx context.Context, planID string) (State, error) {
	p, _, err := s.Plans.Open(ctx, planID)
	if err != nil {
		return State{}, err
	}
	state := State{Today: actual.DayOf(s.Now())}
	if state.CheckIns, err = s.Store.CheckIns(ctx, planID); err != nil {
		return State{}, fmt.Errorf("read check-ins: %w", err)
	}
	if state.Snapshots, err = s.Store.Snapshots(ctx, planID); err != nil {
		return State{}, fmt.Errorf("read snapshots: %w", err)
	}
	if state.Imports, err = s.Store.Imports(ctx, planID); err != nil {
		return State{}, fmt.Errorf("read imports: %w", err)
	}
	state.Grid = gridOf(p, state.CheckIns)
	if state.Spending, err = s.spending(ctx, p, state.Imports); err != nil {
		return State{}, err
	}
	state.Reality, err = s.reality(ctx, planID, state.CheckIns, state.Snapshots)
	return state, err
}

// reality asks the oldest snapshot first: the further back a forecast lies, the
// more it says.
func (s *Service) reality(ctx context.Context, planID string, checks []actual.CheckIn, snapshots []actual.Snapshot) (*Reality, error) {
	if len(checks) == 0 {
		return nil, nil
	}
	newest := checks[len(checks)-1]
	for _, snap := range snapshots {
		if string(newest.NetWorth.Cur) != string(snap.Currency) {
			continue
		}
		f, err := s.Store.Fan(ctx, planID, snap.ID)
		if err != nil {
			return nil, fmt.Errorf("read snapshot %s: %w", snap.ID, err)
		}
		if standing, ok := stand(snap, f, newest); ok {
			return &Reality{snap.ID, plan.Month(snap.Made.Format("2006-01")), newest.Day, newest.NetWorth, standing}, nil
		}
	}
	return nil, nil
}

// stand places a check-in among the futures of a snapshot that was made before it.
func stand(snap actual.Snapshot, f actual.Fan, c actual.CheckIn) (actual.Standing, bool) {
	worth, err := actual.Exact(c.NetWorth, snap.Currency)
	if err != nil || c.Day < actual.DayOf(snap.Made) {
		return actual.Standing{}, false
	}
	return f.Stand(snap.Start, c.Day, worth.Float())
}

// gridOf is every record of a plan that has a worth, in the order of the plan.
func gridOf(p plan.Plan, checks []actual.CheckIn) []Item {
	last := map[string]Item{}
	for _, c := range checks {
		for _, b := range c.Balances {
			last[key(b.Kind, b.Record)] = Item{Last: b.Amount, LastAt: string(c.Day)}
		}
	}
	grid := []Item{}
	add := func(i Item, fallback plan.Amount) {
		known, ok := last[key(i.Kind, i.Record)]
		if !ok || known.Last.Cur != i.Last.Cur {
			known.Last = plan.Amount{Amt: fallback.Amt, Cur: i.Last.Cur}
			known.LastAt = string(fallback.AsOf)
			if known.LastAt == "" {
				known.LastAt = string(p.Start)
			}
		}
		i.Last, i.LastAt = known.Last, known.LastAt
		grid = append(grid, i)
	}
	for _, id := range ordered(p.Accounts, func(a plan.Account) plan.Record { return a.Record }) {
		if a := p.Accounts[id]; !a.Archived && !a.ExcludeFromPlan && a.Wrapper != plan.WrapperPensionDB {
			add(Item{Record: id, Kind: actual.Account, Name: a.Name, Last: plan.Amount{Cur: curOf(a.Balance.Cur, a.Cur, p.Currency)}}, a.Balance)
		}
	}
	for _, id := range ordered(p.Property, func(r plan.Property) plan.Record { return r.Record }) {
		if r := p.Property[id]; !r.Archived && r.Value != nil && r.Buy == nil {
			add(Item{Record: id, Kind: actual.Property, Name: r.Name, Last: plan.Amount{Cur: curOf(r.Value.Cur, "", p.Currency)}}, *r.Value)
		}
	}
	for _, id := range ordered(p.Debts, func(d plan.Debt) plan.Record { return d.Record }) {
		if d := p.Debts[id]; !d.Archived {
			add(Item{Record: id, Kind: actual.Debt, Name: d.Name, Last: plan.Amount{Cur: curOf(d.Balance.Cur, "", p.Currency)}}, d.Balance)
		}
	}
	return grid
}

func key(kind actual.Kind, record string) string { return string(kind) + "\x00" + record }

// curOf is the first currency that is said.
func curOf(said ...plan.Currency) plan.Currency {
	for _, c := range said {
		if c != "" {
			return c
		}
	}
	return ""
}

// ordered are the ids of records as the plan orders them.
func ordered[R any](records map[string]R, record func(R) plan.Record) []string {
	ids := make([]string, 0, len(records))
	for id := range records {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := strings.Compare(record(records[a]).Sort, record(records[b]).Sort); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return ids
}
