package simulate

// sense notes, while a block is played, by how much its end wealth would change with
// each of its yearly coordinates: what is held in a class at the end of a month
// changes with the month's return, and from then on grows as everything does
// together. Taxes, fees and what prices do to nominal amounts are left out, so that
// it tells directions, and nothing else is taken from it.
// Source: pathwise derivatives, Glasserman, Monte Carlo Methods in Financial
// Engineering (2003), 7.2.
type sense struct {
	grown vec   // of everything, since the beginning
	held  vec   // in a sleeve
	month []vec // per class, what is held in it after this month's return
	years []vec // [year][class], the same over what everything has grown to, added up
}

func newSense(p *program) *sense {
	classes := len(p.sc.Market.Classes)
	s := &sense{month: make([]vec, classes), years: make([]vec, (p.months+11)/12*classes)}
	fill(&s.grown, 1)
	return s
}

// expose adds what is held in a sleeve's classes.
func (s *sense) expose(g *ledger, row, sleeve int) {
	s.held = vec{}
	for a := range g.p.accounts {
		if g.p.accounts[a].sleeve == sleeve {
			g.do.Add(&s.held, &g.balance[a])
		}
	}
	for k, c := range g.p.sleeves[sleeve].classes {
		g.do.Multiply(&g.room, &s.held, &g.composition[sleeve][k])
		g.do.AddProduct(&s.month[c], &g.room, g.block.Row(row, c))
	}
}

// close ends a month, once everything has grown.
func (s *sense) close(g *ledger, t int) {
	g.do.Compound(&s.grown, &g.row.before, &g.row.after, &g.largest, 0)
	g.do.Reciprocal(&g.room, &s.grown)
	for c := range s.month {
		g.do.AddProduct(&s.years[t/12*len(s.month)+c], &s.month[c], &g.room)
	}
	clear(s.month)
}

// gradient is what a lane has sensed, per coordinate of the future, times whatever
// is the same for all of them.
func (s *sense) gradient(p *program, l int) []float64 {
	classes := len(s.month)
	to := make([]float64, len(s.years)/classes*(classes+1))
	for i := range s.years {
		year, class := i/classes, i%classes
		for series, loading := range p.source.Loadings(class) {
			to[year*(classes+1)+series] += float64(s.years[i][l] * loading)
		}
	}
	return to
}
