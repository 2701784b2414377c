package simulate

import (
	"context"
	"math"
	"runtime"
)

// Sustainable is by how much all recurring spending could be multiplied so that
// the scenario's share of futures (Confidence) still succeeds by its Metric.
// Low and High are the 95 % interval by the binomial distribution of order
// statistics; N is how many futures it rests on.
type Sustainable struct {
	Multiplier, Low, High float64
	N                     int
}

// The multipliers looked at, and how finely.
const (
	maxMultiplier  = 64
	multiplierStep = 1.0 / 1024
)

// Sustain finds the sustainable multiplier on the scenario's first futures.
// Errors: those of Run; ErrRuled where a rule sets the spending.
//
// Each future has a critical multiplier, beyond which it fails. What is sought
// are three order statistics of these; so the futures are halved around a common
// multiplier, again and again, and only the part that holds a sought rank is
// played again. Where the scenario was run, played is what came of it, so that how
// futures end as they are need not be played again; or nil. progress is told of
// each playing.
func Sustain(ctx context.Context, sc Scenario, futures int, played *Result, progress func(done, total int)) (Sustainable, error) {
	sc.Paths = min(sc.Paths, futures)
	p, err := checked(ctx, &sc)
	if err != nil {
		return Sustainable{}, err
	}
	if p.ruled != nil {
		return Sustainable{}, ErrRuled
	}
	s := &solver{ctx: ctx, p: p, progress: progress, found: make(map[int]float64)}
	if played != nil {
		s.known = played.Rows.Outcome
	}
	low, rank, high := ranks(p.n, 1-sc.Confidence)
	parts := s.open(p.all(), []int{low, rank, high})
	for len(parts) > 0 && s.err == nil {
		parts = s.narrow(parts)
	}
	if s.err != nil {
		return Sustainable{}, s.err
	}
	return Sustainable{Multiplier: s.found[rank], Low: s.found[low], High: s.found[high], N: p.n}, nil
}

// ranks are the order statistics (from 0) of n that estimate the quantile q and
// bound it with 95 % confidence, by the normal approximation of the binomial
// distribution (Conover, Practical Nonparametric Statistics, 3.2).
func ranks(n int, q float64) (low, rank, high int) {
	at := float64(float64(n) * q)
	half := float64(1.959963984540054 * math.Sqrt(float64(at*(1-q))))
	clip := func(x float64) int { return max(0, min(n-1, int(x))) }
	return clip(math.Floor(at - half)), clip(math.Floor(at)), clip(math.Ceil(at + half))
}

type solver struct {
	ctx      context.Context
	p        *program
	known    []Outcome // of the futures as they are, where they were played before
	progress func(done, total int)
	played   int
	found    map[int]float64
	err      error
}

// solverPlays is about how many playings a solution takes, for the progress.
const solverPlays = 12

// part is futures that pass at low and fail at high, among which are the sought
// ranks; below is how many futures fail at low.
type part struct {
	futures   []int
	low, high float64
	below     int
	sought    []int
}

func (p *part) middle() float64 { return float64((p.low + p.high) / 2) }

// divide divides a part into the futures that fail at a multiplier and the others.
func (p *part) divide(multiplier float64, passes func(i int) bool) (fail, pass part) {
	fail = part{low: p.low, high: multiplier, below: p.below}
	pass = part{low: multiplier, high: p.high}
	for i, f := range p.futures {
		if passes(i) {
			pass.futures = append(pass.futures, f)
		} else {
			fail.futures = append(fail.futures, f)
		}
	}
	pass.below = p.below + len(fail.futures)
	cut := 0
	for cut < len(p.sought) && p.sought[cut] < pass.below {
		cut++
	}
	fail.sought, pass.sought = p.sought[:cut], p.sought[cut:]
	return fail, pass
}

// trial is a future played with its spending multiplied.
type trial struct {
	future     int
	multiplier float64
}

// open looks for the first multiplier at which a sought rank fails, doubling it.
func (s *solver) open(futures, sought []int) (parts []part) {
	low, below := 0.0, 0
	for high := 1.0; high <= maxMultiplier && len(sought) > 0 && s.err == nil; high *= 2 {
		ok := s.at(futures, high)
		if s.err != nil {
			return nil
		}
		p := part{futures: futures, low: low, below: below, sought: sought}
		fail, pass := p.divide(high, func(i int) bool { return ok[i] })
		parts = append(parts, fail)
		futures, sought, low, below = pass.futures, pass.sought, high, pass.below
	}
	for _, rank := range sought {
		s.found[rank] = maxMultiplier
	}
	return parts
}

// at is which futures pass at one multiplier.
func (s *solver) at(futures []int, multiplier float64) []bool {
	if multiplier == 1 && s.known != nil {
		ok := make([]bool, len(futures))
		for i, f := range futures {
			ok[i] = s.known[f] == FullyPaid || s.known[f] == EssentialPaid && s.p.sc.Metric != AllFunded
		}
		return ok
	}
	trials := make([]trial, len(futures))
	for i, f := range futures {
		trials[i] = trial{f, multiplier}
	}
	return s.play(trials)
}

// narrow halves every part that is not narrow enough, several times where it has
// so few futures that lanes would stay empty.
func (s *solver) narrow(parts []part) []part {
	open := parts[:0:0]
	size := 0
	for _, p := range parts {
		if !s.settle(&p) {
			open, size = append(open, p), size+len(p.futures)
		}
	}
	times := 1
	for times < 5 && size*(1<<(times+1)-1) <= fewTrials {
		times++
	}
	var trials []trial
	for i := range open {
		trials = open[i].trials(trials, times)
	}
	ok := s.play(trials)
	var next []part
	for i := range open {
		if s.err != nil {
			return nil
		}
		n := len(open[i].futures) * (1<<times - 1)
		next = s.halve(open[i], times, ok[:n], next)
		ok = ok[n:]
	}
	return next
}

// fewTrials are as many as two blocks hold: one for each of two processors.
const fewTrials = 2 * len(vec{})

// settle notes the ranks of a part that is narrow enough, and reports whether
// nothing is sought in it any more.
func (s *solver) settle(p *part) bool {
	if len(p.sought) == 0 {
		return true
	}
	if p.high-p.low > float64(multiplierStep*p.high) && p.high >= multiplierStep {
		return false
	}
	for _, rank := range p.sought {
		s.found[rank] = p.low
	}
	return true
}

// trials adds all trials that halving a part a number of times may ask for: its
// middle first, then those of its lower half and those of its upper.
func (p *part) trials(to []trial, times int) []trial {
	if times == 0 {
		return to
	}
	for _, f := range p.futures {
		to = append(to, trial{f, p.middle()})
	}
	lower, upper := part{futures: p.futures, low: p.low, high: p.middle()}, part{futures: p.futures, low: p.middle(), high: p.high}
	return upper.trials(lower.trials(to, times-1), times-1)
}

// halve adds what is left of a part after halving it a number of times, by the
// outcomes of its trials.
func (s *solver) halve(p part, times int, ok []bool, to []part) []part {
	if s.settle(&p) {
		return to
	}
	if times == 0 {
		return append(to, p)
	}
	n := len(p.futures)
	fail, pass := p.divide(p.middle(), func(i int) bool { return ok[i] })
	rest := (len(ok) - n) / 2
	lower, upper := chosen(ok[n:n+rest], ok[:n], false), chosen(ok[n+rest:], ok[:n], true)
	return s.halve(pass, times-1, upper, s.halve(fail, times-1, lower, to))
}

// chosen are the outcomes of the futures whose first outcome is as wanted, out of
// some for every future, again and again.
func chosen(ok, first []bool, want bool) []bool {
	var kept []bool
	for i, v := range ok {
		if first[i%len(first)] == want {
			kept = append(kept, v)
		}
	}
	return kept
}

// play plays trials and tells which pass.
func (s *solver) play(trials []trial) []bool {
	if len(trials) == 0 || s.err != nil {
		return nil
	}
	ok, futures := make([]bool, len(trials)), make([]int, len(trials))
	for i, t := range trials {
		futures[i] = t.future
	}
	all := s.p.sc.Metric == AllFunded
	s.err = s.p.each(s.ctx, runtime.GOMAXPROCS(0), futures, func(g *ledger, block int, lanes []int) {
		first := block * len(vec{})
		fill(&g.scale, trials[first].multiplier)
		for l := range lanes {
			g.scale[l] = trials[first+l].multiplier
		}
		g.stopShort, g.verdict = true, true
		g.play(lanes)
		for l := range lanes {
			ok[first+l] = g.row.firstShort[l] == None && (!all || !g.row.cutAny[l])
		}
	}, nil)
	s.played++
	if s.progress != nil {
		s.progress(min(s.played, solverPlays), solverPlays)
	}
	return ok
}
