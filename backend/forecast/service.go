package forecast

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"meridian/backend/fault"
	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
)

// EngineVersion changes whenever the same plan and seed may give other figures.
// A test holds the figures of one run against it.
const EngineVersion = "11"

// Service runs forecasts. The zero value works; Now, where set, times runs, Free,
// where set and known, says how many bytes of memory are free, and Own, where set,
// finds the data sets that plans name.
type Service struct {
	Now  func() time.Time
	Free func() (bytes uint64, known bool)
	Own  Histories
}

// The futures played where neither the run nor the plan says.
const (
	fullPaths    = 10_000
	previewPaths = 1_000
	cloudPaths   = 100_000
	// solvePaths is how many of a run's futures the sustainable spending rests on.
	solvePaths  = 1_000
	defaultSeed = 42
)

// ErrPaths is the fault of a run that asks for too many futures.
var ErrPaths = fault.New(fault.Invalid, "forecast.paths",
	fault.Text{EN: "This many futures cannot be played.", KO: "이만큼의 미래는 계산할 수 없습니다."},
	fault.Text{
		EN: fmt.Sprintf("Ask for 1 to %d, or up to %d for a cloud.", plan.MaxPaths, simulate.MaxPaths),
		KO: fmt.Sprintf("1개에서 %d개 사이로, 구름을 볼 때는 %d개까지 정하세요.", plan.MaxPaths, simulate.MaxPaths),
	})

// ErrScenario is the fault of a plan that compiles into something the engine refuses.
var ErrScenario = fault.New(fault.Invalid, "forecast.scenario",
	fault.Text{EN: "The engine cannot play this plan.", KO: "이 계획은 계산할 수 없습니다."},
	fault.Text{EN: "Change what is listed.", KO: "아래 항목을 고쳐 주세요."})

// ErrFuture is the fault of asking for a future that a result does not have.
var ErrFuture = fault.New(fault.NotFound, "forecast.future",
	fault.Text{EN: "This result has no such future.", KO: "이 결과에는 그런 미래가 없습니다."},
	fault.Text{EN: "Choose one of its futures, counted from 0.", KO: "0부터 세어 있는 미래를 고르세요."})

// ErrDataset is the fault of playing a future of a result again whose data set is gone.
var ErrDataset = fault.New(fault.Conflict, "forecast.dataset",
	fault.Text{EN: "The data set that this result was computed with is not here any more.", KO: "이 결과를 계산할 때 쓴 자료가 더 이상 없습니다."},
	fault.Text{EN: "Bring the file again, or let the plan be computed anew.", KO: "파일을 다시 가져오거나 계획을 다시 계산하세요."})

// Histories finds the data sets that households brought.
type Histories interface {
	// History is the data set of a hash; nil where there is none.
	History(ctx context.Context, hash string) (*market.Past, error)
}

// run is a run with nothing left open.
type run struct {
	paths   int
	seed    uint64
	purpose Purpose
	// sampling is the plan's wish; never empty.
	sampling plan.Sampling
	// past is the plan's own data set and pastHash its hash; nil and "" where the
	// plan names none or it is not here.
	past     *market.Past
	pastHash string
}

// Most is the most futures that a run for a purpose may play.
func (p Purpose) Most() int {
	if p == Cloud {
		return simulate.MaxPaths
	}
	return plan.MaxPaths
}

// settle decides what spec leaves to the plan.
func (spec RunSpec) settle(p plan.Plan) run {
	r := run{paths: fullPaths, seed: defaultSeed, purpose: Full, sampling: plan.SamplingAuto}
	defaults := p.Assumptions.Run
	if defaults != nil && defaults.Paths > 0 {
		r.paths = defaults.Paths
	}
	if defaults != nil && defaults.Seed != 0 {
		r.seed = defaults.Seed
	}
	if defaults != nil && defaults.Sampling != "" {
		r.sampling = defaults.Sampling
	}
	if spec.Purpose == Preview {
		r.purpose, r.paths = Preview, previewPaths
	}
	if spec.Purpose == Cloud {
		r.purpose, r.paths = Cloud, cloudPaths
	}
	if spec.Paths != 0 {
		r.paths = spec.Paths
	}
	if spec.Seed != nil {
		r.seed = *spec.Seed
	}
	return r
}

// hash names what a run of a plan gives: everything that decides the figures.
func (r run) hash(planHash string) string {
	decides := fmt.Appendf(nil, "%s\n%s\n%d\n%d\n%s", planHash, EngineVersion, r.seed, r.paths, r.purpose)
	if r.pastHash != "" {
		decides = fmt.Appendf(decides, "\n%s", r.pastHash)
	}
	sum := sha256.Sum256(decides)
	return hex.EncodeToString(sum[:])
}

// Hash is the hash that the result of a run will have, without running it.
func (s *Service) Hash(ctx context.Context, p plan.Plan, spec RunSpec) (string, error) {
	asked, err := s.asked(ctx, p, spec)
	return asked.hash(plan.Hash(p)), err
}

// asked is a run with nothing left open, and the plan's own data set in it.
func (s *Service) asked(ctx context.Context, p plan.Plan, spec RunSpec) (run, error) {
	r := spec.settle(p)
	d, ok := p.Assumptions.OwnHistory()
	if !ok || d.Hash == "" {
		return r, nil
	}
	err := s.find(ctx, d.Hash, &r)
	return r, err
}

// find gives a run the data set of a hash, where it is here.
func (s *Service) find(ctx context.Context, hash string, r *run) error {
	if s.Own == nil {
		return nil
	}
	past, err := s.Own.History(ctx, hash)
	if err != nil {
		return fmt.Errorf("find data set: %w", err)
	}
	if past != nil {
		r.past, r.pastHash = past, hash
	}
	return nil
}

// Run plays the plan's futures and tells their facts. progress, where given, is
// never called from two goroutines at once. Errors: a *fault.Error where the
// plan or the run is wrong; ctx.Err() once ctx has ended.
func (s *Service) Run(ctx context.Context, p plan.Plan, spec RunSpec, progress func(Progress)) (Result, error) {
	begun := s.now()
	asked, err := s.asked(ctx, p, spec)
	if err != nil {
		return Result{}, err
	}
	if asked.paths < 1 || asked.paths > asked.purpose.Most() {
		return Result{}, ErrPaths
	}
	c, err := compileFor(p, asked)
	if err != nil {
		return Result{}, err
	}
	told := asked.told(&c.Scenario)
	if err := s.fits(c.Scenario, &told); err != nil {
		return Result{}, err
	}
	played, err := simulate.Run(ctx, c.Scenario, told, phase(progress, "simulate"))
	if err != nil {
		return Result{}, refuse(err)
	}
	t := &telling{c: c, run: asked, played: &played}
	if asked.purpose == Full && c.Scenario.Rule == nil {
		if err := t.solve(ctx, phase(progress, "solve")); err != nil {
			return Result{}, refuse(err)
		}
	}
	result := t.tell()
	result.Plan = plan.Encode(p)
	result.Header.MS = int(s.now().Sub(begun).Milliseconds())
	return result, nil
}

// Replay plays one future of a result again. The plan is the result's own.
func (s *Service) Replay(ctx context.Context, r Result, future int) (Replay, error) {
	if future < 0 || future >= r.Header.N {
		return Replay{}, ErrFuture
	}
	p, err := plan.Decode(bytes.NewReader(r.Plan))
	if err != nil {
		return Replay{}, fmt.Errorf("replay: read the result's plan: %w", err)
	}
	as := run{paths: r.Header.N, seed: r.Header.Seed}
	if r.Header.Dataset != "" {
		if err := s.find(ctx, r.Header.Dataset, &as); err != nil {
			return Replay{}, err
		}
		if as.past == nil {
			return Replay{}, ErrDataset
		}
	}
	c, err := compileFor(p, as)
	if err != nil {
		return Replay{}, err
	}
	again, err := simulate.Again(ctx, c.Scenario, future)
	if err != nil {
		return Replay{}, refuse(err)
	}
	return replayOf(c, again, future), nil
}

func (s *Service) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

func compileFor(p plan.Plan, r run) (Compiled, error) {
	c, err := compileWith(p, r.past)
	if err != nil {
		return Compiled{}, err
	}
	c.Scenario.Paths, c.Scenario.Seed = r.paths, r.seed
	return c, nil
}

// phase adapts a progress to one phase of a run.
func phase(progress func(Progress), name string) func(done, total int) {
	if progress == nil {
		return nil
	}
	return func(done, total int) { progress(Progress{Phase: name, Done: done, Total: total}) }
}

func replayOf(c Compiled, again simulate.Replay, future int) Replay {
	r := Replay{
		Future: future, Months: c.Scenario.Months, Start: startOf(c.Scenario),
		Price: again.Price, NetWorth: again.NetWorth, Liquid: again.Liquid, Debts: again.Debts,
	}
	for i, values := range again.Balances {
		a := c.Scenario.Accounts[i]
		r.Balances = append(r.Balances, Balance{Record: a.ID, Name: a.Name, Values: values})
	}
	for i, l := range again.Lines {
		r.Lines = append(r.Lines, ReplayLine{
			ID: l.ID, Kind: string(l.Kind), Record: l.Record, Tier: l.Tier, Name: l.Name, Inward: l.Inward, Values: again.Values[i],
		})
	}
	w := workings{c: &c, terms: map[string]fault.Text{}}
	r.Working, r.Terms = w.months(again.Workings), w.terms
	followed, _ := c.variant(again.Fired)
	told := chronicle{c: &c, again: &again, retire: followed.Retire}
	r.Years = told.years()
	return r
}

func startOf(sc simulate.Scenario) string {
	return fmt.Sprintf("%04d-%02d", sc.Start.Year, sc.Start.Month)
}
