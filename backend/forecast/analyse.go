package forecast

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"meridian/backend/fault"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// The futures that a moved plan is played in: a first look, and a closer one
// where the first leaves a difference wide open.
const (
	coarsePaths = 1_000
	finePaths   = 4_000
	// wide is the half-width of a difference's interval that asks for the closer look.
	wide = 0.01
)

// ErrAnalysis is the fault of asking for an analysis that there is not.
var ErrAnalysis = fault.New(fault.Invalid, "analysis.unknown",
	fault.Text{EN: "There is no such analysis.", KO: "그런 분석은 없습니다."},
	fault.Text{EN: "Ask for drivers, solve, map, stress, anatomy or success; a map needs two different levers, a target lies between 0 and 1.",
		KO: "drivers, solve, map, stress, anatomy, success 중에서 고르세요. map에는 서로 다른 두 가지가 필요하고, 목표는 0과 1 사이여야 합니다."})

// check refuses what no analysis can be asked for.
func (spec AnalysisSpec) check() error {
	if !(spec.Confidence >= 0 && spec.Confidence < 1) {
		return ErrAnalysis
	}
	switch spec.Kind {
	case KindDrivers, KindSolve, KindStress, KindAnatomy, KindSuccess:
		return nil
	case KindMap:
		_, x := leverOf(spec.X)
		_, y := leverOf(spec.Y)
		if x && y && spec.X != spec.Y {
			return nil
		}
	}
	return ErrAnalysis
}

// AnalysisHash is the hash that the answer to an analysis will have, without
// looking for it.
func (s *Service) AnalysisHash(ctx context.Context, p plan.Plan, spec AnalysisSpec) (string, error) {
	if err := spec.check(); err != nil {
		return "", err
	}
	run, err := s.asked(ctx, p, RunSpec{})
	return spec.hash(p, run), err
}

func (spec AnalysisSpec) hash(p plan.Plan, run run) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%g\n%s\n%s\n%s", run.hash(plan.Hash(p)), spec.Kind, spec.Confidence, spec.X, spec.Y, nameHash(p)))
	return hex.EncodeToString(sum[:])
}

// nameHash tells plans apart that differ only in what a person reads or in how a
// patch must be written; sentences and patches carry both.
func nameHash(p plan.Plan) string {
	p.Scenarios = nil
	sum := sha256.Sum256(plan.Encode(p))
	return hex.EncodeToString(sum[:])
}

// Analyse answers a question about a plan. The plan's own success is counted in
// all futures of its run; a moved plan is played in the first of the same ones.
// Errors: ErrAnalysis; those of Run.
func (s *Service) Analyse(ctx context.Context, p plan.Plan, spec AnalysisSpec, progress func(Progress)) (Analysis, error) {
	if err := spec.check(); err != nil {
		return Analysis{}, err
	}
	begun := s.now()
	run, err := s.asked(ctx, p, RunSpec{})
	if err != nil {
		return Analysis{}, err
	}
	hash := spec.hash(p, run)
	a, err := newAnalyst(ctx, p, run, progress)
	if err != nil {
		return Analysis{}, err
	}
	out := Analysis{
		Hash: hash, Kind: spec.Kind, PlanHash: a.base.c.PlanHash, Engine: EngineVersion, Seed: a.run.seed,
		Metric: metricName(a.base.c.Scenario.Metric), Confidence: a.base.c.Scenario.Confidence,
	}
	if spec.Kind == KindAnatomy {
		out.Anatomy, err = a.anatomy()
	} else if err = a.start(); err == nil {
		err = a.answer(&out, spec)
	}
	if err != nil {
		return Analysis{}, err
	}
	out.N, out.Base = len(a.base.outcomes), a.plain()
	out.MS = int(s.now().Sub(begun).Milliseconds())
	return out, nil
}

// answer fills in the part of an analysis that its kind names, once the plan's own
// futures have been played.
func (a *analyst) answer(out *Analysis, spec AnalysisSpec) (err error) {
	switch spec.Kind {
	case KindDrivers:
		out.Drivers, err = a.drivers()
	case KindSolve:
		out.Solve, err = a.solve(cmp.Or(spec.Confidence, out.Confidence))
	case KindMap:
		x, _ := leverOf(spec.X)
		y, _ := leverOf(spec.Y)
		out.Map, err = a.leverMap(x, y)
	case KindStress:
		out.Stress, err = a.stress()
	case KindSuccess:
		out.Success, err = a.success()
	default:
		err = ErrAnalysis
	}
	return err
}

// analyst plays variants of one plan in the same futures.
type analyst struct {
	ctx      context.Context
	plan     plan.Plan
	run      run
	base     trial
	least    simulate.Outcome // that counts as a success
	sampled  bool
	progress func(Progress)

	done, total int
}

// trial is a plan made ready, and how its first futures have ended so far.
type trial struct {
	c        Compiled
	n        int // futures there are
	outcomes []simulate.Outcome
}

// newAnalyst compiles a plan. Its own futures are played by start.
func newAnalyst(ctx context.Context, p plan.Plan, run run, progress func(Progress)) (*analyst, error) {
	p.Scenarios = nil
	a := &analyst{ctx: ctx, plan: p, run: run, progress: progress}
	base, err := a.trial(p)
	if err != nil {
		return nil, err
	}
	a.base = base
	sc := &a.base.c.Scenario
	a.least = simulate.EssentialPaid
	if sc.Metric == simulate.AllFunded {
		a.least = simulate.FullyPaid
	}
	a.sampled = (&telling{c: a.base.c}).sampled()
	return a, nil
}

// start plays the plan's own futures, all of them.
func (a *analyst) start() error {
	return a.play(&a.base, a.base.n, phase(a.progress, "simulate"))
}

// trial makes a plan ready to be played.
func (a *analyst) trial(p plan.Plan) (trial, error) {
	if a.run.paths < 1 || a.run.paths > a.run.purpose.Most() {
		return trial{}, ErrPaths
	}
	c, err := compileFor(p, a.run)
	if err != nil {
		return trial{}, err
	}
	return trial{c: c, n: c.Scenario.Market.Futures(a.run.paths, c.Scenario.Months)}, nil
}

// play plays a trial on to its first until futures, or as many as it has.
func (a *analyst) play(t *trial, until int, progress func(done, total int)) error {
	until = min(until, t.n)
	if until <= len(t.outcomes) {
		return nil
	}
	more, err := simulate.Outcomes(a.ctx, t.c.Scenario, len(t.outcomes), until, progress)
	if err != nil {
		return refuse(err)
	}
	t.outcomes = append(t.outcomes, more...)
	return nil
}

// plain is the success of the plan as it is.
func (a *analyst) plain() Estimate {
	e := Estimate{Value: a.share(a.base.outcomes)}
	if a.sampled {
		interval := wilsonShare(e.Value, float64(len(a.base.outcomes)))
		e.CI = &interval
	}
	return e
}

// share is how many outcomes are successes, of all.
func (a *analyst) share(outcomes []simulate.Outcome) float64 {
	good := 0
	for _, o := range outcomes {
		if o >= a.least {
			good++
		}
	}
	return float64(good) / float64(max(1, len(outcomes)))
}

// against sets a trial beside the plan, future by future.
func (a *analyst) against(t *trial) (success, delta Estimate) {
	p := Paired{N: min(len(t.outcomes), len(a.base.outcomes))}
	for i := range p.N {
		p.count(a.base.outcomes[i] >= a.least, t.outcomes[i] >= a.least)
	}
	p.Delta = pairedDelta(p)
	d := p.Delta
	success = estimate(p, a.share(a.base.outcomes), a.share(t.outcomes), len(a.base.outcomes), len(t.outcomes))
	if !a.sampled {
		return Estimate{Value: success.Value}, Estimate{Value: d.Value}
	}
	return success, Estimate{Value: d.Value, CI: &d.CI}
}

// tell reports that one more trial of total has been played.
func (a *analyst) tell() {
	a.done++
	if a.progress != nil {
		a.progress(Progress{Phase: "analyse", Done: min(a.done, a.total), Total: a.total})
	}
}

// why is the sentence for a plan that cannot be played; false for other errors.
func why(err error) (*fault.Text, bool) {
	var no impossible
	if errors.As(err, &no) {
		text := fault.Text(no)
		return &text, true
	}
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Kind == fault.Invalid {
		text := refused.Title
		for _, p := range refused.Problems {
			if p.Severity == fault.SeverityError {
				text = p.Text
				break
			}
		}
		return &text, true
	}
	return nil, false
}
