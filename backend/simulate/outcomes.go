package simulate

import (
	"context"
	"fmt"
	"runtime"

	"meridian/backend/market"
)

// Outcomes plays the futures [from, until) of a scenario's run and tells how each
// ended, and nothing else: no series is kept, and a block of futures that have
// all fallen short is not played to its end. The outcomes are those that Run
// gives. Errors: those of Run; ErrNoFuture where the run has fewer.
func Outcomes(ctx context.Context, sc Scenario, from, until int, progress func(done, total int)) ([]Outcome, error) {
	p, futures, err := stretch(&sc, from, until)
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(futures))
	play := func(g *ledger, block int, part []int) {
		g.stopShort = true
		g.play(part)
		for l := range part {
			outcomes[block*market.Lanes+l] = g.row.outcome(l)
		}
	}
	err = p.each(ctx, runtime.GOMAXPROCS(0), futures, play, progress)
	return outcomes, err
}

// Fates plays the futures [from, until) of a scenario's run and tells their rows,
// which are those that Run gives; no series is kept. Errors: those of Outcomes.
func Fates(ctx context.Context, sc Scenario, from, until int, progress func(done, total int)) (Rows, error) {
	p, futures, err := stretch(&sc, from, until)
	if err != nil {
		return Rows{}, err
	}
	t := &tape{n: len(futures), rows: newRows(len(futures))}
	play := func(g *ledger, block int, part []int) {
		g.play(part)
		t.at(block * market.Lanes).finish(g)
	}
	err = p.each(ctx, runtime.GOMAXPROCS(0), futures, play, progress)
	return t.rows, err
}

// stretch lays out a scenario and lists a stretch of its futures.
func stretch(sc *Scenario, from, until int) (*program, []int, error) {
	p, err := checked(sc)
	if err != nil {
		return nil, nil, err
	}
	if from < 0 || from > until || until > p.n {
		return nil, nil, fmt.Errorf("futures %d to %d of %d: %w", from, until, p.n, ErrNoFuture)
	}
	return p, p.all()[from:until], nil
}

// keptSeries and keptColumns are what a run keeps of every future: four series of
// which a month is a float32, and columns of eight bytes.
const (
	keptSeries  = 4
	keptColumns = 13
)

// Bytes is the memory that a run of the scenario keeps until it is let go.
func (s *Scenario) Bytes() int64 {
	futures := int64(s.Market.Futures(s.Paths, s.Months))
	return futures * (4*keptSeries*int64(s.Months) + 8*keptColumns)
}
