package simulate

import "slices"

// asksMore reports whether a future is more than its market: valuations, spells and
// pay that are a matter of chance, lives that
// end by chance, or a milestone that comes sooner where returns are high.
func (p *program) asksMore() bool {
	return p.lives != nil || p.trigger != nil || p.ventures != nil || p.spells != nil || (p.sc.Rule != nil && p.sc.Rule.Kind == CAPE)
}

// walk makes a block's walker: one that knows valuations where the rule asks
// for them. Its futures are the same.
func (c *carried) walk(p *program) {
	c.walker = p.source.Walk()
	if r := p.sc.Rule; r != nil && r.Kind == CAPE {
		c.appraiser = p.source.Appraise(r.Shares, r.StartCAPE)
		c.walker = c.appraiser
	}
}

// Chancy reports whether pay is a matter of chance in a scenario, or anything befalls it.
func (s *Scenario) Chancy() bool {
	return len(s.Spells) > 0 || slices.ContainsFunc(s.Income, func(in Income) bool { return in.chancy() })
}
