package simulate

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"meridian/backend/lanes"
	"meridian/backend/market"
)

// Result is what a run left behind. It is not changed afterwards.
type Result struct {
	// N is how many futures were played, Months how long each is.
	N, Months int
	// Moved is the largest change made to a correlation to make the matrix
	// positive semi-definite.
	Moved float64
	Rows  Rows
	// Years are the calendar years; YearEnds the last simulated month of each.
	Years, YearEnds []int
	// Lines are the cash flow's lines, Means the mean of each over all futures
	// per year, real.
	Lines []FlowLine
	Means [][]float64

	tape *tape
	unit lanes.Unit
}

// Run plays the scenario's futures. progress, where given, is told how many are
// done, never from two goroutines at once. Errors: an *Invalid that lists what
// is wrong with the scenario; ctx.Err() once ctx has ended.
func Run(ctx context.Context, sc Scenario, progress func(done, total int)) (Result, error) {
	return run(ctx, sc, runtime.GOMAXPROCS(0), progress)
}

func run(ctx context.Context, sc Scenario, workers int, progress func(done, total int)) (Result, error) {
	p, err := checked(&sc)
	if err != nil {
		return Result{}, err
	}
	t := newTape(p.n, p.months)
	sums := make([]*flows, (p.n+market.Lanes-1)/market.Lanes)
	play := func(g *ledger, block int, futures []int) {
		g.tape, g.flows = t.at(futures[0]), p.newFlows()
		g.play(futures)
		sums[block] = g.flows
	}
	if err := p.each(ctx, workers, p.all(), play, progress); err != nil {
		return Result{}, err
	}
	return p.result(t, sums), nil
}

// checked lays out a scenario, once nothing is found wrong with it.
func checked(sc *Scenario) (*program, error) {
	if err := sc.Check(); err != nil {
		return nil, err
	}
	p, err := prepare(sc)
	if err != nil {
		return nil, fmt.Errorf("prepare scenario: %w", err)
	}
	return p, nil
}

func (p *program) all() []int {
	futures := make([]int, p.n)
	for i := range futures {
		futures[i] = i
	}
	return futures
}

func (p *program) result(t *tape, sums []*flows) Result {
	total := p.newFlows()
	for _, f := range sums {
		total.add(f)
	}
	r := Result{
		N: p.n, Months: p.months, Moved: p.source.Moved, Rows: t.rows, tape: t, unit: p.unit,
		Years: p.years, Lines: p.lines, Means: p.means(total, p.n),
	}
	for m := range p.months {
		if m == p.months-1 || p.yearOf[m+1] != p.yearOf[m] {
			r.YearEnds = append(r.YearEnds, m)
		}
	}
	return r
}

// each plays the futures in blocks, on a number of workers that each have a
// ledger of their own. play gets the block's number and futures.
func (p *program) each(ctx context.Context, workers int, futures []int, play func(*ledger, int, []int), progress func(done, total int)) error {
	var (
		next, done atomic.Int64
		report     sync.Mutex
		wait       sync.WaitGroup
	)
	blocks := (len(futures) + market.Lanes - 1) / market.Lanes
	for range min(workers, blocks) {
		wait.Go(func() {
			g := newLedger(p)
			for ctx.Err() == nil {
				b := int(next.Add(1)) - 1
				if b >= blocks {
					return
				}
				block := futures[b*market.Lanes : min(len(futures), (b+1)*market.Lanes)]
				play(g, b, block)
				if progress != nil {
					report.Lock()
					progress(int(done.Add(int64(len(block)))), len(futures))
					report.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}
