package simulate

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

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

	kept [kinds]map[int][]float32
	fans [bases][fans][][]float32 // [percentile][month]
}

// Series names a series that every future has.
type Series uint8

// The series, at each month's end but for Spending, which is what was paid for
// spending and goals in the month. Prices is the price index.
const (
	NetWorth Series = iota
	Liquid
	Spending
	Prices

	kinds = int(Prices) + 1
	// fans is how many of them, the first, percentiles are told of; bases in how
	// many kinds of money.
	fans  = int(Prices)
	bases = 2
)

// Told is what a run tells of its futures' series, beside their rows and the cash
// flow. What is not told is not to be had afterwards: series are not kept.
type Told struct {
	// Percentiles ascend, from 1 to 100; they are told of every month of NetWorth,
	// Liquid and Spending, in today's money and in money of the day.
	Percentiles []int
	// Kept is, per series, the months of which it is kept whole, in today's money.
	Kept [kinds][]int
}

// kept is how many months are kept in all.
func (d *Told) kept() (months int) {
	for _, kept := range d.Kept {
		months += len(kept)
	}
	return months
}

// At is a series in month t, one value per future, in today's money; nil where it
// was not kept. It belongs to the result.
func (r *Result) At(s Series, t int) []float32 { return r.kept[s][t] }

// Percentiles is the exact order statistics of a series per month: of n
// futures, the percentile q is the ⌈qn/100⌉-th smallest. The result is
// [percentile][month] of the percentiles that were to be told, in today's money
// or, with nominal, in money of the day. It belongs to the result.
func (r *Result) Percentiles(s Series, nominal bool) [][]float32 {
	if nominal {
		return r.fans[1][s]
	}
	return r.fans[0][s]
}

// Run plays the scenario's futures. progress, where given, is told how many are
// done, never from two goroutines at once. Errors: an *Invalid that lists what
// is wrong with the scenario; ctx.Err() once ctx has ended.
func Run(ctx context.Context, sc Scenario, told Told, progress func(done, total int)) (Result, error) {
	return run(ctx, sc, told, runtime.GOMAXPROCS(0), progress)
}

func run(ctx context.Context, sc Scenario, told Told, workers int, progress func(done, total int)) (Result, error) {
	p, err := checked(ctx, &sc)
	if err != nil {
		return Result{}, err
	}
	return p.run(ctx, told, workers, progress)
}

// checked lays out a scenario, once nothing is found wrong with it.
func checked(ctx context.Context, sc *Scenario) (*program, error) {
	if err := sc.Check(); err != nil {
		return nil, err
	}
	p, err := prepare(ctx, sc)
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

// each plays the futures in blocks, on a number of workers that each have a
// ledger of their own. play gets the block's number and futures.
func (p *program) each(ctx context.Context, workers int, futures []int, play func(*ledger, int, []int), progress func(done, total int)) error {
	var (
		done   int
		report sync.Mutex
	)
	blocks := (len(futures) + market.Lanes - 1) / market.Lanes
	ledgers := make([]*ledger, workers)
	return among(ctx, workers, blocks, func(worker, b int) {
		if ledgers[worker] == nil {
			ledgers[worker] = newLedger(p)
		}
		block := futures[b*market.Lanes : min(len(futures), (b+1)*market.Lanes)]
		play(ledgers[worker], b, block)
		if progress != nil {
			report.Lock()
			done += len(block)
			progress(done, len(futures))
			report.Unlock()
		}
	})
}

// among lets a number of workers do tasks 0 to n-1, each whichever is next; do
// gets the worker's number. No task is begun once ctx has ended.
func among(ctx context.Context, workers, n int, do func(worker, task int)) error {
	var next atomic.Int64
	work := func(worker int) {
		for ctx.Err() == nil {
			task := int(next.Add(1)) - 1
			if task >= n {
				return
			}
			do(worker, task)
		}
	}
	crew(min(workers, n), work)
	return ctx.Err()
}

// crew lets a number of workers work side by side, the caller among them, until all
// have ended.
func crew(workers int, work func(worker int)) {
	var wait sync.WaitGroup
	for worker := 1; worker < workers; worker++ {
		wait.Go(func() { work(worker) })
	}
	work(0)
	wait.Wait()
}
