package simulate

// Legacy is what should be left at a future's end, after taxes still due: Real in
// today's money and Nominal in money of that day. A future that leaves less does
// not succeed in full; essentials do not hang on it.
type Legacy struct{ Real, Nominal float64 }

func (c *checker) legacy() {
	if l := c.s.Legacy; l != nil {
		c.amount("legacy.real", l.Real)
		c.amount("legacy.nominal", l.Nominal)
	}
}

// asksLegacy reports whether what is left decides the success that counts.
func (p *program) asksLegacy() bool { return p.sc.Legacy != nil && p.sc.Metric == AllFunded }

// leave notes which lanes leave what they should.
func (g *ledger) leave() {
	want := g.p.sc.Legacy
	if want == nil {
		return
	}
	for l := range g.n {
		_, price := g.lived(l)
		target := want.Real + want.Nominal/price
		g.row.left[l] = g.row.worth[l] >= float64(target*(1-dust))
		if !g.row.left[l] {
			g.row.cutAny[l] = true
		}
	}
}
