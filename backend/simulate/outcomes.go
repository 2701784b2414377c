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
	p, futures, err := selected(ctx, &sc, from, until)
	if err != nil {
		return nil, err
	}
	return p.outcomes(ctx, futures, progress)
}

// OutcomesOf is Outcomes of some futures, in any order.
func OutcomesOf(ctx context.Context, sc Scenario, futures []int) ([]Outcome, error) {
	p, err := checked(ctx, &sc)
	if err != nil {
		return nil, err
	}
	for _, f := range futures {
		if f < 0 || f >= p.n {
			return nil, fmt.Errorf("future %d of %d: %w", f, p.n, ErrNoFuture)
		}
	}
	return p.outcomes(ctx, futures, nil)
}

func (p *program) outcomes(ctx context.Context, futures []int, progress func(done, total int)) ([]Outcome, error) {
	outcomes := make([]Outcome, len(futures))
	err := p.each(ctx, runtime.GOMAXPROCS(0), futures, func(g *ledger, block int, part []int) {
		g.stopShort, g.verdict = true, p.sc.Legacy == nil // what is left takes the end wealth of every lane
		g.play(part)
		for l := range part {
			outcomes[block*market.Lanes+l] = g.row.outcome(l)
		}
	}, progress)
	return outcomes, err
}

// Fates plays the futures [from, until) of a scenario's run and tells their rows,
// which are those that Run gives; no series is kept. Errors: those of Outcomes.
func Fates(ctx context.Context, sc Scenario, from, until int, progress func(done, total int)) (Rows, error) {
	p, futures, err := selected(ctx, &sc, from, until)
	if err != nil {
		return Rows{}, err
	}
	t := newTape(p, len(futures), &Told{})
	play := func(g *ledger, block int, part []int) {
		g.tape, g.place = t, block*market.Lanes
		g.play(part)
	}
	err = p.each(ctx, runtime.GOMAXPROCS(0), futures, play, progress)
	return t.rows, err
}

// selected lays out a scenario and lists a stretch of its futures.
func selected(ctx context.Context, sc *Scenario, from, until int) (*program, []int, error) {
	p, err := checked(ctx, sc)
	if err != nil {
		return nil, nil, err
	}
	if from < 0 || from > until || until > p.n {
		return nil, nil, fmt.Errorf("futures %d to %d of %d: %w", from, until, p.n, ErrNoFuture)
	}
	return p, p.all()[from:until], nil
}

// What a run needs of memory for each future: the columns of its rows, of eight
// bytes; two years of its series on the tape; and what it carries from one year into
// the next beside accounts, as rows of a ledger and of a walker.
const (
	keptColumns = 14
	tapeSeries  = 2*fans + 1
	carriedRows = 48
	// of a Misfortune
	misfortuneColumns = 6
)

// Bytes is about the memory that a run of the scenario takes which tells so much.
func (s *Scenario) Bytes(told *Told) int64 {
	chancy, futures := false, int64(s.Market.Futures(s.Paths, s.Months))
	carried := carriedRows + 2*len(s.Accounts) + len(s.Mixes)*len(s.Market.Classes) + len(s.People)
	carried += 4*len(s.Spells) + len(s.Prepayments)
	for i := range s.Income {
		if s.Income[i].chancy() {
			carried += 2
			chancy = true
		}
	}
	if chancy || len(s.Spells) > 0 {
		carried += 2 * misfortuneColumns // under way, and in the rows
	}
	return futures * int64(8*(keptColumns+carried)+4*(told.kept()+tapeSeries*tapeYears*chunk))
}
