package simulate

// asksMore reports whether a future is more than its market: valuations, or lives
// that end by chance.
func (p *program) asksMore() bool {
	return p.lives != nil || (p.sc.Rule != nil && p.sc.Rule.Kind == CAPE)
}

// walk makes the ledger's walker: one that knows valuations where the rule asks
// for them. Its futures are the same.
func (g *ledger) walk() {
	g.walker = g.p.source.Walk()
	if r := g.p.sc.Rule; r != nil && r.Kind == CAPE {
		g.appraiser = g.p.source.Appraise(r.Shares, r.StartCAPE)
		g.walker = g.appraiser
	}
}
