package forecast

import (
	"slices"

	"meridian/backend/simulate"
)

// Reached is when a milestone that waits for money comes, over all futures. Share
// is how many of them it comes in; Early, Median and Late are the months of the
// 10th, 50th and 90th percentile of those.
type Reached struct {
	Share  float64 `json:"share"`
	Early  int     `json:"early"`
	Median int     `json:"median"`
	Late   int     `json:"late"`
}

// variant is the scenario that a future follows in which the milestone comes in a
// month, and that month's place among those looked at; the plan's own and
// simulate.None where it comes at the latest or never.
func (c *Compiled) variant(month int) (*simulate.Scenario, int) {
	tr := c.Scenario.Trigger
	if tr == nil || tr.Variants == nil || month == simulate.None || month >= tr.Latest {
		return &c.Scenario, simulate.None
	}
	k := (month - tr.From) / tr.Every
	return tr.Variants[k], k
}

// milestones are the plan's: those that wait for money, with when they come, and
// those that hang on them, as in the median of the futures in which it comes.
func (t *telling) milestones() []Milestone {
	w := t.c.Waiting
	if w == nil {
		return orEmpty(t.c.Milestones)
	}
	var come []int
	for _, month := range t.played.Rows.Fired {
		if month != simulate.None {
			come = append(come, month)
		}
	}
	slices.Sort(come)
	reached := Reached{Share: float64(len(come)) / float64(max(1, t.played.N))}
	list := t.c.Milestones
	if len(come) > 0 {
		reached.Early, reached.Median, reached.Late = come[rank(len(come), 0.1)], come[rank(len(come), 0.5)], come[rank(len(come), 0.9)]
		if _, k := t.c.variant(reached.Median); k != simulate.None {
			list = w.Milestones[k]
		}
	}
	list = slices.Clone(list)
	for i := range list {
		if slices.Contains(w.IDs, list[i].ID) {
			list[i].Reached = &reached
			if reached.Share > 0 {
				list[i].Month = reached.Median
			}
		}
	}
	return orEmpty(list)
}
