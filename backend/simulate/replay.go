package simulate

import (
	"context"
	"fmt"
)

// Replay is one future, month by month, in today's money. It has the very
// numbers of the run.
type Replay struct {
	// Price is the price index at the beginning of each month, Closing at its
	// end. Flows times Price and balances times Closing are money of the day.
	Price, Closing []float64
	// Values is the cash flow, [line][month], over Lines.
	Lines  []FlowLine
	Values [][]float64
	// Balances is [account][month], at the end of the month.
	Balances [][]float64
	// Debts is what is owed at the end of each month; NetWorth less balances plus
	// Debts is what things are worth.
	Debts []float64
	// NetWorth, Liquid and Spending are the series of which a run tells percentiles.
	NetWorth, Liquid, Spending []float64
	// Fired is the month in which the Trigger's milestone comes, or None.
	Fired int
	// Workings say how each month came about.
	Workings []Working
}

// Again plays one future of a scenario's run again and writes it down.
func Again(ctx context.Context, sc Scenario, future int) (Replay, error) {
	p, err := checked(ctx, &sc)
	if err != nil {
		return Replay{}, err
	}
	if future < 0 || future >= p.n {
		return Replay{}, fmt.Errorf("replay future %d of %d: %w", future, p.n, ErrNoFuture)
	}
	return p.again(future), ctx.Err()
}

// again plays one future and writes it down.
func (p *program) again(future int) Replay {
	g := newLedger(p)
	g.trace = newTrace(p)
	g.play([]int{future})
	g.trace.Fired = g.come(0)
	return g.trace.Replay
}

// trace is a replay being written.
type trace struct {
	Replay
	month int
	last  snapshot
}

func newTrace(p *program) *trace {
	column := func() []float64 { return make([]float64, p.months) }
	table := func(n int) [][]float64 {
		t := make([][]float64, n)
		for i := range t {
			t[i] = column()
		}
		return t
	}
	return &trace{last: newSnapshot(p), Replay: Replay{
		Price: column(), Closing: column(), Lines: p.lines, Values: table(len(p.lines)),
		Balances: table(len(p.accounts)), Debts: column(), NetWorth: column(), Liquid: column(), Spending: column(),
		Workings: make([]Working, p.months),
	}}
}

// begin enters what is known of a month beforehand.
func (r *trace) begin(g *ledger, t int) {
	r.month = t
	r.Price[t] = g.price[0]
	for i := range r.Lines {
		if known := r.Lines[i].known; known != nil {
			real, nominal := g.in(known, 0).parts(t)
			r.Values[i][t] = real + float64(nominal*g.inverse[0])
		}
	}
}

// end enters a month's end.
func (r *trace) end(g *ledger, t int) {
	r.Closing[t] = g.nextPrice[0]
	r.NetWorth[t] = g.row.worth[0]
	r.Debts[t] = g.debts(t)
	r.Liquid[t] = g.amount[0]
	r.Spending[t] = g.give[0]
	for a := range r.Balances {
		r.Balances[a][t] = g.balance[a][0]
	}
}
