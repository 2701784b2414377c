package track

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"meridian/backend/actual"
	"meridian/backend/money"
	"meridian/backend/plan"
)

// Spending is what was spent, beside what the plan spends, over whole months.
type Spending struct {
	From    plan.Month   `json:"from"`
	To      plan.Month   `json:"to"` // the last month, counted
	Months  int          `json:"months"`
	Groups  []GroupSpent `json:"groups"` // the most spent first
	Actual  plan.Amount  `json:"actual"`
	Planned float64      `json:"planned"`
}

// GroupSpent is one group of it. Actual is exact; Planned is in today's money of
// the plan.
type GroupSpent struct {
	Group   plan.SpendingGroup `json:"group"`
	Actual  plan.Amount        `json:"actual"`
	Planned float64            `json:"planned"`
}

// mostMonths is how far back spending is compared: a year evens out what comes
// once in one.
const mostMonths = 12

// spending compares the newest whole months that have entries; nil without any.
func (s *Service) spending(ctx context.Context, p plan.Plan, imports []actual.Import) (*Spending, error) {
	from, to, months := s.span(imports)
	if months == 0 {
		return nil, nil
	}
	entries, err := s.Store.Entries(ctx, p.ID, actual.Day(from+"-01"), actual.Day(to+"-31"))
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	planned, err := s.Engine.Planned(p, from, months)
	if err != nil {
		return nil, nil // a plan that cannot be played is said to be so elsewhere; what was spent needs one to compare with
	}
	return tally(p, entries, planned, Spending{From: from, To: to, Months: months})
}

// span is the newest months with entries; a month that has not ended is left out
// unless there is no other.
func (s *Service) span(imports []actual.Import) (from, to plan.Month, months int) {
	for _, i := range imports {
		if m := i.From.Month(); from == "" || m < from {
			from = m
		}
		to = max(to, i.To.Month())
	}
	if from == "" {
		return "", "", 0
	}
	if this := plan.Month(s.Now().Format("2006-01")); to >= this && from < this {
		to = this.Add(-1)
	}
	months = min(to.Since(from)+1, mostMonths)
	return to.Add(1 - months), to, months
}

func tally(p plan.Plan, entries []actual.Entry, planned map[plan.SpendingGroup]float64, into Spending) (*Spending, error) {
	zero := money.Amount{Currency: money.Currency(p.Currency)}
	spent, total := map[plan.SpendingGroup]money.Amount{}, zero
	for _, e := range entries {
		a, err := actual.Exact(e.Amount, p.Currency)
		if err != nil || a.Currency != zero.Currency {
			continue // the plan was in another currency when it came
		}
		before, ok := spent[e.Group]
		if !ok {
			before = zero
		}
		if spent[e.Group], err = before.Add(a); err != nil {
			return nil, err
		}
		if total, err = total.Add(a); err != nil {
			return nil, err
		}
	}
	into.Groups, into.Actual = []GroupSpent{}, actual.Plain(total)
	for _, word := range plan.GroupOther.Words() {
		g := plan.SpendingGroup(word)
		a, ok := spent[g]
		if !ok && planned[g] == 0 {
			continue
		}
		if !ok {
			a = zero
		}
		into.Groups = append(into.Groups, GroupSpent{g, actual.Plain(a), planned[g]})
		into.Planned += planned[g]
	}
	slices.SortStableFunc(into.Groups, func(a, b GroupSpent) int {
		return cmp.Compare(max(spent[b.Group].Float(), b.Planned), max(spent[a.Group].Float(), a.Planned))
	})
	return &into, nil
}
