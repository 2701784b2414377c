package forecast

import "meridian/backend/plan"

// mapSteps is how many human-sized steps a map looks each way.
const mapSteps = 3

// leverMap is success over two levers, each three steps down and up.
func (a *analyst) leverMap(x, y lever) (*LeverMap, error) {
	out := &LeverMap{X: axis(x), Y: axis(y)}
	a.total = len(out.X.Values) * len(out.Y.Values)
	for _, v := range out.Y.Values {
		row := make([]LeverCell, 0, len(out.X.Values))
		for _, u := range out.X.Values {
			cell, err := a.cell(x, u, y, v)
			if err != nil {
				return nil, err
			}
			row = append(row, cell)
			a.tell()
		}
		out.Cells = append(out.Cells, row)
	}
	return out, nil
}

func axis(l lever) LeverAxis {
	out := LeverAxis{Lever: l.id, Unit: l.unit}
	for k := -mapSteps; k <= mapSteps; k++ {
		out.Values = append(out.Values, tidy(float64(k)*l.step))
	}
	return out
}

// cell plays both levers moved; where both stand still it is the plan itself.
func (a *analyst) cell(x lever, u float64, y lever, v float64) (LeverCell, error) {
	if u == 0 && v == 0 {
		plain := a.plain()
		return LeverCell{Possible: true, Success: &plain, Patch: map[string]any{}}, nil
	}
	moved, err := x.moved(a.plan, u)
	if err == nil {
		moved, err = y.moved(moved, v)
	}
	var t trial
	if err == nil {
		t, err = a.trial(moved)
	}
	if err == nil {
		err = a.play(&t, coarsePaths, nil)
	}
	if text, known := why(err); known {
		return LeverCell{Why: text}, nil
	}
	if err != nil {
		return LeverCell{}, err
	}
	success, _ := a.against(&t)
	return LeverCell{Possible: true, Success: &success, Patch: plan.Difference(a.plan, moved)}, nil
}
