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
// played again. progress is told of each playing.
func Sustain(ctx context.Context, sc Scenario, futures int, progress func(done, total int)) (Sustainable, error) {
	sc.Paths = min(sc.Paths, futures)
	p, err := checked(&sc)
	if err != nil {
		return Sustainable{}, err
	}
	if p.ruled != nil {
		return Sustainable{}, ErrRuled
	}
	s := &solver{ctx: ctx, p: p, progress: progress}
	low, rank, high := ranks(p.n, 1-sc.Confidence)
	found := make(map[int]float64)
	s.open(p.all(), []int{low, rank, high}, found)
	if s.err != nil {
		return Sustainable{}, s.err
	}
	return Sustainable{Multiplier: found[rank], Low: found[low], High: found[high], N: p.n}, nil
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
	progress func(done, total int)
	played   int
	err      error
}

// solverPlays is about how many playings a solution takes, for the progress.
const solverPlays = 24

// open looks for the first multiplier at which a sought rank fails, doubling it.
func (s *solver) open(futures, sought []int, found map[int]float64) {
	low, below := 0.0, 0
	for high := 1.0; high <= maxMultiplier && len(sought) > 0 && s.err == nil; high *= 2 {
		passed, failed := s.split(futures, high)
		var here []int
		for len(sought) > 0 && sought[0] < below+len(failed) {
			here, sought = append(here, sought[0]), sought[1:]
		}
		s.narrow(failed, low, high, below, here, found)
		futures, low, below = passed, high, below+len(failed)
	}
	for _, rank := range sought {
		found[rank] = maxMultiplier
	}
}

// narrow finds the sought ranks among futures that pass at low and fail at high;
// below is how many futures fail at low.
func (s *solver) narrow(futures []int, low, high float64, below int, sought []int, found map[int]float64) {
	if len(sought) == 0 || s.err != nil {
		return
	}
	if high-low <= float64(multiplierStep*high) || high < multiplierStep {
		for _, rank := range sought {
			found[rank] = low
		}
		return
	}
	mid := float64((low + high) / 2)
	passed, failed := s.split(futures, mid)
	cut := 0
	for cut < len(sought) && sought[cut] < below+len(failed) {
		cut++
	}
	s.narrow(failed, low, mid, below, sought[:cut], found)
	s.narrow(passed, mid, high, below+len(failed), sought[cut:], found)
}

// split plays futures with spending multiplied and divides them by success.
func (s *solver) split(futures []int, multiplier float64) (passed, failed []int) {
	ok := make([]bool, len(futures))
	all := s.p.sc.Metric == AllFunded
	play := func(g *ledger, block int, part []int) {
		fill(&g.scale, multiplier)
		g.stopShort = true
		g.play(part)
		for l := range part {
			ok[block*len(vec{})+l] = g.row.firstShort[l] == None && (!all || !g.row.cutAny[l])
		}
	}
	if s.err = s.p.each(s.ctx, runtime.GOMAXPROCS(0), futures, play, nil); s.err != nil {
		return nil, nil
	}
	s.played++
	if s.progress != nil {
		s.progress(min(s.played, solverPlays), solverPlays)
	}
	for i, f := range futures {
		if ok[i] {
			passed = append(passed, f)
		} else {
			failed = append(failed, f)
		}
	}
	return passed, failed
}
