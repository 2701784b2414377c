package forecast

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"meridian/backend/fault"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// aim is a lever, or two, moved together along a line of efforts: the amount of
// each at effort e is e human-sized steps in its direction.
type aim struct {
	levers []lever
	toward []float64 // 1 or -1
	// grain is the effort between two amounts that are told apart, most the
	// farthest looked at, both in grains.
	grain float64
	most  int
}

// amount is how far lever i is moved at a number of grains.
func (m *aim) amount(i, grains int) float64 {
	l := &m.levers[i]
	exact := float64(grains) * m.grain * l.step
	return m.toward[i] * tidy(math.Round(exact/l.grain)*l.grain)
}

// single is one lever moved one way, in its own grains.
func single(l lever, toward float64) aim {
	return aim{levers: []lever{l}, toward: []float64{toward}, grain: l.grain / l.step, most: int(math.Round(l.most / l.grain))}
}

// quarter is the effort between two amounts of a pair.
const quarter = 0.25

// double is two levers moved with the same effort each, in quarters of a step.
func double(x, y aim) aim {
	m := aim{levers: []lever{x.levers[0], y.levers[0]}, toward: []float64{x.toward[0], y.toward[0]}, grain: quarter}
	m.most = int(math.Min(m.levers[0].most/m.levers[0].step, m.levers[1].most/m.levers[1].step) / quarter)
	return m
}

// found is where an aim came out.
type found struct {
	aim     aim
	grains  int
	success Estimate
	plan    plan.Plan
	reached bool
	why     *fault.Text
	// outcomes are how the first futures end; assumed tells that those were not
	// played which end alike with less and with more.
	outcomes []simulate.Outcome
	assumed  bool
}

// effort is the human-sized steps taken, of all levers together.
func (f *found) effort() float64 {
	return float64(f.grains) * f.aim.grain * float64(len(f.aim.levers))
}

// solve looks for the smallest changes that reach a target: each lever that the
// household decides about alone, and the best of them in twos.
//
// Success need not grow with a lever, so it is looked at from small amounts to
// large ones; between the last that misses the target and the first that reaches
// it, halves are taken. That rests on the first 1,000 futures; what it finds is
// played in all of them, and moved on or back to where it begins to hold there. A
// lever that reaches the target at none of the amounts looked at has not reached
// it.
//
// Between two amounts only those futures are played that end differently with the
// one and the other; what is told to reach the target was played in all of them.
func (a *analyst) solve(target float64) (*Solutions, error) {
	out := &Solutions{Target: target, Single: []Solution{}, Pairs: []Pair{}}
	if a.plain().Value >= target {
		out.Already = true
		return out, nil
	}
	a.total = 130
	best, err := a.singles(target)
	if err != nil {
		return nil, err
	}
	for i := range best {
		if best[i].reached {
			if err := a.confirm(&best[i], target); err != nil {
				return nil, err
			}
		}
		out.Single = append(out.Single, a.solution(&best[i]))
	}
	slices.SortStableFunc(out.Single, func(x, y Solution) int {
		if x.Reached != y.Reached {
			return map[bool]int{true: -1, false: 1}[x.Reached]
		}
		return cmp.Compare(x.Effort, y.Effort)
	})
	out.Pairs, err = a.pairs(best, target)
	a.done = a.total
	a.tell()
	return out, err
}

// singles is the better direction of every lever that the household decides about.
func (a *analyst) singles(target float64) ([]found, error) {
	var best []found
	for _, l := range levers() {
		if l.act == 0 {
			continue
		}
		var tried []found
		for _, toward := range []float64{1, -1} {
			if l.act != 2 && toward != float64(l.act) {
				continue
			}
			f, err := a.seek(single(l, toward), target)
			if err != nil {
				return nil, err
			}
			tried = append(tried, f)
		}
		best = append(best, slices.MinFunc(tried, better))
	}
	return best, nil
}

// better orders what reaches the target, with less effort first, before what
// does not, with more success first.
func better(x, y found) int {
	switch {
	case x.reached && y.reached:
		return cmp.Compare(x.effort(), y.effort())
	case x.reached:
		return -1
	case y.reached:
		return 1
	}
	return cmp.Compare(y.success.Value, x.success.Value)
}

// at plays an aim's amounts in so many futures.
func (a *analyst) at(m *aim, grains, futures int) (found, error) {
	f, t, err := a.ready(m, grains)
	if err != nil {
		return f, err
	}
	if err := a.play(&t, futures, nil); err != nil {
		return f, err
	}
	a.measure(&f, &t)
	return f, nil
}

// ready is an aim moved by its amounts, with nothing played yet.
func (a *analyst) ready(m *aim, grains int) (found, trial, error) {
	f := found{aim: *m, grains: grains, plan: a.plan}
	for i := range m.levers {
		moved, err := m.levers[i].moved(f.plan, m.amount(i, grains))
		if err != nil {
			return f, trial{}, err
		}
		f.plan = moved
	}
	t, err := a.trial(f.plan)
	return f, t, err
}

// measure tells how well a trial went.
func (a *analyst) measure(f *found, t *trial) {
	f.outcomes = t.outcomes
	f.success, _ = a.against(t)
	a.tell()
}

// between plays amounts that lie between two others in the futures in which those
// differ.
func (a *analyst) between(missed, reached *found, grains int) (found, error) {
	f, t, err := a.ready(&reached.aim, grains)
	if err != nil {
		return f, err
	}
	t.outcomes = slices.Clone(reached.outcomes)
	var open []int
	for i, o := range missed.outcomes {
		if (o >= a.least) != (t.outcomes[i] >= a.least) {
			open = append(open, i)
		}
	}
	again, err := simulate.OutcomesOf(a.ctx, t.c.Scenario, open)
	if err != nil {
		return f, refuse(err)
	}
	for k, i := range open {
		t.outcomes[i] = again[k]
	}
	f.assumed = true
	a.measure(&f, &t)
	return f, nil
}

// still is an aim that moves nothing.
func (a *analyst) still(m aim, futures int) found {
	return found{aim: m, plan: a.plan, success: a.plain(), outcomes: a.base.outcomes[:min(futures, len(a.base.outcomes))]}
}

// looks are the shares of the farthest amount that are looked at first.
var looks = []float64{1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1}

// seek finds the least amount of an aim that reaches the target in the first
// futures, or the best amount where none does.
func (a *analyst) seek(m aim, target float64) (found, error) {
	best := a.still(m, coarsePaths)
	missed := best
	for _, share := range looks {
		grains := max(missed.grains+1, int(math.Round(share*float64(m.most))))
		f, err := a.at(&m, grains, coarsePaths)
		if text, known := why(err); known {
			best.why = text
			break
		}
		if err != nil {
			return best, err
		}
		if f.success.Value >= target {
			return a.halve(f, missed, target)
		}
		if f.success.Value > best.success.Value {
			best = f
		}
		missed = f
	}
	if best.why == nil {
		best.why = &fault.Text{EN: "Even moved as far as is looked at, it does not reach the target.", KO: "살펴본 범위 안에서 아무리 바꾸어도 목표에 이르지 못합니다."}
	}
	return best, nil
}

// halve narrows in between an amount that misses and one that reaches the target
// in the same futures.
func (a *analyst) halve(reached, missed found, target float64) (found, error) {
	for least := missed.grains; reached.grains-least > 1; {
		middle := (reached.grains + least) / 2
		f, err := a.between(&missed, &reached, middle)
		switch {
		case errors.Is(err, nothingToMove): // a grain may round to nothing
			least = middle
		case err != nil:
			return reached, err
		case f.success.Value >= target:
			reached = f
		default:
			missed, least = f, middle
		}
	}
	reached.reached = true
	return reached, nil
}

// confirm plays a solution in all futures, and moves it on until it holds there,
// or back as far as it still does. What does not hold even at the farthest is not
// reached.
func (a *analyst) confirm(f *found, target float64) error {
	missed := a.still(f.aim, a.base.n)
	reached, err := a.at(&f.aim, f.grains, a.base.n)
	if err != nil {
		return err
	}
	if reached.success.Value < target {
		missed, reached, err = a.on(reached, target)
	}
	if err != nil {
		return err
	}
	if reached.grains == 0 {
		f.reached = false
		f.why = &fault.Text{EN: "It reaches the target in the first 1,000 futures but not in all.", KO: "처음 1,000개의 미래에서는 목표에 이르지만 전체에서는 이르지 못합니다."}
		return nil
	}
	*f, err = a.settle(reached, missed, target)
	return err
}

// settle finds the least amount that holds in all futures between two that were
// played in all, and plays it in all: what is then found to miss is where it goes
// on from.
func (a *analyst) settle(reached, missed found, target float64) (found, error) {
	for {
		least, err := a.back(reached, missed, target)
		if err != nil || !least.assumed {
			return least, err
		}
		f, err := a.at(&least.aim, least.grains, a.base.n)
		if err != nil {
			return f, err
		}
		if f.success.Value >= target {
			f.reached = true
			return f, nil
		}
		missed = f
	}
}

// back goes back from an amount that holds, by one grain, two, four and so on,
// until one misses, and then takes halves in between.
func (a *analyst) back(reached, missed found, target float64) (found, error) {
	for step := 1; reached.grains-step > missed.grains; step *= 2 {
		less, err := a.between(&missed, &reached, reached.grains-step)
		if errors.Is(err, nothingToMove) {
			break
		}
		if err != nil {
			return reached, err
		}
		if less.success.Value < target {
			missed = less
			break
		}
		reached = less
	}
	return a.halve(reached, missed, target)
}

// on goes on from an amount that does not hold to one that does; none is found
// where even the farthest does not, or cannot be played. It goes half as far again
// as what each grain has given so far says is needed, and twice as far each time.
func (a *analyst) on(missed found, target float64) (last, reached found, err error) {
	each := (missed.success.Value - a.plain().Value) / float64(missed.grains)
	step := 1
	if each > 0 {
		step = max(1, int(math.Ceil(math.Min(float64(missed.aim.most), 1.5*(target-missed.success.Value)/each))))
	}
	for ; missed.grains < missed.aim.most; step *= 2 {
		more, err := a.at(&missed.aim, min(missed.aim.most, missed.grains+step), a.base.n)
		if _, known := why(err); known {
			break
		}
		if err != nil {
			return missed, found{}, err
		}
		if more.success.Value >= target {
			return missed, more, nil
		}
		missed = more
	}
	return missed, found{}, nil
}

func (a *analyst) solution(f *found) Solution {
	l := f.aim.levers[0]
	s := Solution{Lever: l.id, Unit: l.unit, Amount: f.aim.amount(0, f.grains), Reached: f.reached, Why: f.why, Effort: f.effort()}
	if f.grains > 0 {
		s.Success, s.Patch = &f.success, plan.Difference(a.plan, f.plan)
	}
	return s
}

// The pairs that are looked at and told.
const (
	pairedLevers = 4
	pairsTold    = 3
)

// pairs are the best two of the levers that help most, both moved with the same effort.
func (a *analyst) pairs(best []found, target float64) ([]Pair, error) {
	best = slices.DeleteFunc(slices.Clone(best), func(f found) bool { return f.grains == 0 })
	slices.SortStableFunc(best, better)
	best = best[:min(len(best), pairedLevers)]
	var tried []found
	for i := range best {
		for j := range i {
			f, err := a.seekPair(&best[j], &best[i], target)
			if err != nil {
				return nil, err
			}
			if f.reached {
				tried = append(tried, f)
			}
		}
	}
	slices.SortStableFunc(tried, better)
	out := []Pair{}
	for i := range tried[:min(len(tried), pairsTold)] {
		if err := a.confirm(&tried[i], target); err != nil {
			return nil, err
		}
		if tried[i].reached {
			out = append(out, a.pair(&tried[i]))
		}
	}
	slices.SortStableFunc(out, func(x, y Pair) int { return cmp.Compare(x.Effort, y.Effort) })
	return out, nil
}

// seekPair is seek for two levers. Where one of them reaches the target alone,
// no more of both than that is looked at.
func (a *analyst) seekPair(x, y *found, target float64) (found, error) {
	m := double(x.aim, y.aim)
	for _, f := range []*found{x, y} {
		if f.reached {
			m.most = min(m.most, int(math.Ceil(f.effort()/quarter)))
		}
	}
	if m.most < 1 {
		return found{}, nil
	}
	f, err := a.at(&m, m.most, coarsePaths)
	if _, known := why(err); known {
		return found{}, nil
	}
	if err != nil || f.success.Value < target {
		return f, err
	}
	return a.halve(f, a.still(m, coarsePaths), target)
}

func (a *analyst) pair(f *found) Pair {
	p := Pair{Patch: plan.Difference(a.plan, f.plan), Success: f.success, Effort: f.effort()}
	for i, l := range f.aim.levers {
		p.Levers = append(p.Levers, LeverAmount{Lever: l.id, Unit: l.unit, Amount: f.aim.amount(i, f.grains)})
	}
	return p
}
