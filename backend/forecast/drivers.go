package forecast

import (
	"cmp"
	"math"
	"slices"

	"meridian/backend/plan"
)

// drivers moves every lever one human-sized step down and up.
func (a *analyst) drivers() (*Drivers, error) {
	all := levers()
	a.total = 2 * len(all)
	rows := make([]Driver, 0, len(all))
	for i := range all {
		l := &all[i]
		down, err := a.move(l, -l.step)
		if err != nil {
			return nil, err
		}
		up, err := a.move(l, l.step)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Driver{Lever: l.id, Unit: l.unit, Down: down, Up: up})
	}
	slices.SortStableFunc(rows, func(x, y Driver) int { return cmp.Compare(y.spread(), x.spread()) })
	return &Drivers{Rows: rows}, nil
}

// spread is the widest that a driver moves success, either way or between both;
// less than zero where it cannot be moved at all.
func (d *Driver) spread() float64 {
	low, high, any := 0.0, 0.0, false
	for _, m := range []Move{d.Down, d.Up} {
		if m.Delta != nil {
			low, high, any = min(low, m.Delta.Value), max(high, m.Delta.Value), true
		}
	}
	if !any {
		return -1
	}
	return high - low
}

// move plays the plan with a lever moved: coarsely, and closer where what it
// changes is not clear yet.
func (a *analyst) move(l *lever, amount float64) (Move, error) {
	defer a.tell()
	m := Move{Amount: amount}
	moved, t, err := a.variant(l, a.plan, amount)
	if err != nil {
		text, known := why(err)
		if !known {
			return Move{}, err
		}
		m.Why = text
		return m, nil
	}
	if err := a.play(&t, coarsePaths, nil); err != nil {
		return Move{}, err
	}
	success, delta := a.against(&t)
	if delta.CI != nil && math.Abs(delta.CI.High-delta.CI.Low) > 2*wide {
		if err := a.play(&t, finePaths, nil); err != nil {
			return Move{}, err
		}
		success, delta = a.against(&t)
	}
	m.Possible, m.Patch = true, plan.Difference(a.plan, moved)
	m.Success, m.Delta, m.N = &success, &delta, len(t.outcomes)
	return m, nil
}

// variant is a plan with a lever moved, ready to be played.
func (a *analyst) variant(l *lever, p plan.Plan, amount float64) (plan.Plan, trial, error) {
	moved, err := l.moved(p, amount)
	if err != nil {
		return plan.Plan{}, trial{}, err
	}
	t, err := a.trial(moved)
	return moved, t, err
}
