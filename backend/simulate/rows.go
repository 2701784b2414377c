package simulate

import "math"

// Outcome is how a future ended.
type Outcome uint8

// The outcomes: something essential went unpaid; every essential was paid but
// something planned was cut, or less was left than should be; everything planned was
// paid and left.
const (
	Failed Outcome = iota
	EssentialPaid
	FullyPaid
)

// Rows has one entry per future in every column. Money is real.
type Rows struct {
	// EndWealth is net worth at the end, after taxes still due.
	EndWealth []float64
	// LowestLiquid is the lowest month-end balance of accounts that may be drawn on.
	LowestLiquid []float64
	// WorstCut is the largest share of a month's planned payments that was cut,
	// by a rule or for want of money, or unpaid.
	WorstCut []float64
	// FirstShortfall is the first month in which something essential went unpaid, or None.
	FirstShortfall []int
	// ShortMonths is how many months something essential went unpaid in.
	ShortMonths []int
	// Depth is the share of essential payments left unpaid, from the first shortfall on.
	Depth []float64
	// FirstDecade is the yearly real return of all accounts together, before
	// fees, over the first ten years, or the whole time when it is shorter.
	FirstDecade []float64
	// Inflation is the yearly growth of prices over the whole time.
	Inflation []float64
	// TaxPaid is all tax, including what is due at the end; never negative over a
	// whole plan that begins in January.
	TaxPaid []float64
	Outcome []Outcome
	// Parted is, per estate, the month in which it was parted with, or None.
	Parted [][]int
	// Borrowed tells that money was ever borrowed.
	Borrowed []bool
	// Left tells that what should be left was.
	Left []bool
	// Ended is the first month that is no longer the future's: the plan's end, or
	// that of the last life where lives end by chance.
	Ended []int
	// Fired is the month in which the Trigger's milestone comes, or None.
	Fired []int
	// Locked tells that, at the first shortfall, accounts that could not yet be
	// opened held what was missing.
	Locked []bool
	// ReturnToShortfall is the yearly real return up to the first shortfall.
	ReturnToShortfall []float64
	// InflationToShortfall is the yearly growth of prices up to the first shortfall.
	InflationToShortfall []float64
	// Misfortune is what chance took until the first shortfall; nil where nothing of
	// the scenario is a matter of chance but markets, prices and lives.
	Misfortune []Misfortune
}

func newRows(n, estates int) Rows {
	column := func() []float64 { return make([]float64, n) }
	parted := make([][]int, estates)
	for i := range parted {
		parted[i] = make([]int, n)
	}
	return Rows{
		Parted: parted, Borrowed: make([]bool, n),
		EndWealth: column(), LowestLiquid: column(), WorstCut: column(),
		FirstShortfall: make([]int, n), ShortMonths: make([]int, n), Ended: make([]int, n), Fired: make([]int, n),
		Depth: column(), FirstDecade: column(), Inflation: column(), TaxPaid: column(),
		Outcome: make([]Outcome, n), Locked: make([]bool, n), Left: make([]bool, n),
		ReturnToShortfall: column(), InflationToShortfall: column(),
	}
}

// decade is the number of months of FirstDecade.
const decade = 120

// rows is what a block's lanes have gone through so far.
type rows struct {
	taxPaid, lowest, worstCut  vec
	unpaid, dueSince           vec // essentials, from the first shortfall on
	forgone                    vec // this month, cut or unpaid below essentials
	below                      vec // this month, what a rule plans below the plan; above it, negative
	before, after              vec // this month, all balances before and after the market
	grown, grownDecade         vec
	grownToShort, priceToShort vec
	worth                      vec // at the end of the month under way
	fallen                     vec // 1 where firstShort is known, else 0
	firstShort, shortMonths    [len(vec{})]int
	cutAny, locked, left       [len(vec{})]bool
	anyShort                   bool
}

func (r *rows) begin() {
	*r = rows{}
	fill(&r.lowest, 1e300)
	fill(&r.grown, 1)
	fill(&r.grownDecade, 1)
	for l := range r.firstShort {
		r.firstShort[l] = None
	}
}

// fail enters a month in which money is missing in some lane, or a rule has cut.
func (r *rows) fail(g *ledger, t int) {
	share := 0.0 // of the largest, that is none: a rule comes to its amounts by ways that round
	if g.p.ruled != nil {
		share = dust
	}
	if !g.do.Lost(&g.room, &r.forgone, &g.missing, &r.below, &g.largest, share) {
		return
	}
	for l, missing := range &g.missing {
		lost := g.room[l]
		if lost <= float64(share*g.largest[l]) {
			continue
		}
		r.cutAny[l] = true
		cut := 1.0
		if planned := g.total[l] + r.below[l]; planned > 0 {
			cut = min(1, lost/planned)
		}
		r.worstCut[l] = max(r.worstCut[l], cut)
		if missing > 0 {
			r.short(g, t, l, missing)
		}
	}
}

// short enters a lane's month in which something essential is unpaid.
func (r *rows) short(g *ledger, t, l int, missing float64) {
	r.anyShort = true
	r.shortMonths[l]++
	r.unpaid[l] += missing
	if r.firstShort[l] != None {
		return
	}
	r.firstShort[l], r.fallen[l] = t, 1
	r.grownToShort[l] = r.grown[l]
	r.priceToShort[l] = g.price[l]
	g.fate(l)
	locked := 0.0
	for a := range g.p.accounts {
		if t < g.p.accounts[a].Access {
			locked += g.balance[a][l]
		}
	}
	r.locked[l] = locked >= missing
}

// since adds up essentials due in lanes that have fallen short.
func (r *rows) since(g *ledger) {
	if r.anyShort {
		g.do.SinceShort(&r.dueSince, &g.falls[Essential], &g.missing, &r.fallen)
	}
}

// record writes the month's end onto the tape.
func (g *ledger) record(t int) {
	if g.verdict && !g.p.asksLegacy() {
		if t == g.p.months-1 {
			g.measure(t)
		}
		return
	}
	r := &g.row
	g.do.Compound(&r.grown, &r.before, &r.after, &g.largest, dust) // an account drawn empty may keep a rounding
	if t == decade-1 || (t == g.p.months-1 && t < decade) {
		r.grownDecade = r.grown
	}
	g.measure(t)
	if g.tape != nil {
		g.tape.month(g, t)
	}
	if g.trace != nil {
		g.trace.end(g, t)
	}
	if t == g.p.months-1 {
		g.leave()
		g.settle()
	}
}

// measure sets worth, and amount to what is liquid.
func (g *ledger) measure(t int) {
	r := &g.row
	g.worthHeld(t)
	g.worthGone(t)
	g.worthEarly(&r.worth, &g.nextInverse)
	for payer := range g.owed {
		g.do.SubProduct(&r.worth, &g.owed[payer], &g.nextInverse)
	}
	g.worthHeldBack(&r.worth, &g.nextInverse)
	for a := range g.p.accounts {
		g.open[a] = t >= g.p.accounts[a].Access
	}
	g.do.Wealth(&r.worth, &g.amount, g.balance, g.open)
	g.rest()
	g.do.AtMost(&r.lowest, &g.amount)
	g.do.Paid(&g.give, &g.spending, &r.forgone, &g.missing)
}

// worthHeld sets worth to what is held outside accounts.
func (g *ledger) worthHeld(t int) {
	s := &g.p.holdings
	if s.by == nil {
		real, nominal := s.parts(t)
		g.do.Worth(&g.row.worth, &g.nextInverse, real, nominal)
		return
	}
	for l := range g.row.worth {
		real, nominal := g.in(s, l).parts(t)
		g.row.worth[l] = real + float64(nominal*g.nextInverse[l])
	}
}

// settle adds what is still owed to the taxes paid.
func (g *ledger) settle() {
	for payer := range g.owed {
		for l, owed := range &g.owed[payer] {
			g.row.taxPaid[l] += float64(owed * g.nextInverse[l])
		}
	}
	if g.tape != nil {
		g.tape.finish(g)
	}
}

// tape is where the futures of a run leave their series and rows, each at its own
// place, so that the order in which blocks end does not matter. Of the series it
// holds two calendar years: one is told while the next is played, so that all there
// is of them stays in the processor's cache, and a run of many futures needs no more
// memory than a run of few months would.
//
// Memory: [month of the two years][series][future], whole blocks of futures.
type tape struct {
	n      int
	width  int     // futures, rounded up to whole blocks
	months []sheet // of even calendar years, then of odd ones; none where no series is told
	rows   Rows
}

// tapeYears is how many calendar years are on a tape.
const tapeYears = 2

// sheet is a month's series, one value per future, in today's money. In money of the
// day it is a product with prices: of the month's beginning for what was spent, of its
// end for the rest.
type sheet struct {
	real      [fans][]float32
	from, end []float32 // prices; from is the month before's end, but in a year's first month
}

// newTape is a tape for rows, and for what is told of series.
func newTape(p *program, n int, told *Told) *tape {
	t := &tape{n: n, width: (n + len(vec{}) - 1) / len(vec{}) * len(vec{}), rows: newRows(n, len(p.estates))}
	if p.unlucky() {
		t.rows.Misfortune = make([]Misfortune, n)
	}
	if len(told.Percentiles) == 0 && told.kept() == 0 {
		return t
	}
	stride := t.width
	if stride%1024 == 0 {
		stride += len(vec{}) // rows a page apart would share the cache's sets
	}
	t.months = make([]sheet, tapeYears*chunk)
	all := make([]float32, tapeYears*(chunk*(fans+1)+1)*stride)
	row := func() []float32 {
		r := all[:t.width:t.width]
		all = all[stride:]
		return r
	}
	for m := range t.months {
		if m%chunk == 0 {
			t.months[m].from = row()
		} else {
			t.months[m].from = t.months[m-1].end
		}
		for s := range fans {
			t.months[m].real[s] = row()
		}
		t.months[m].end = row()
	}
	return t
}

// sheet is where a month stands.
func (p *tape) sheet(of *program, t int) *sheet {
	y := of.yearOf[t]
	return &p.months[y%tapeYears*chunk+t-of.begins[y]]
}

// of is a series in today's money.
func (m *sheet) of(s Series) []float32 {
	if s == Prices {
		return m.end
	}
	return m.real[s]
}

// prices are what a series is worth money of the day at.
func (m *sheet) prices(s Series) []float32 {
	if s == Spending {
		return m.from
	}
	return m.end
}

// month writes a block's month.
func (p *tape) month(g *ledger, t int) {
	if p.months == nil {
		return
	}
	m := p.sheet(g.p, t)
	p.write(g, m.real[NetWorth], &g.row.worth, infinite)
	p.write(g, m.real[Liquid], &g.amount, infinite)
	p.write(g, m.real[Spending], &g.give, infinite)
	p.write(g, m.end, &g.nextPrice, 1)
	if g.at == 0 {
		p.write(g, m.from, &g.price, 1)
	}
}

// expect has a month's place brought into the cache, well before it is written:
// whoever told what stood there two years before may be another processor.
func (p *tape) expect(g *ledger, t int) {
	if p == nil || p.months == nil {
		return
	}
	m := p.sheet(g.p, t)
	for s := range fans {
		g.do.Expect(p.lanes(g, m.real[s]))
	}
	g.do.Expect(p.lanes(g, m.end))
}

// write writes a block's part of a row, and beyond all futures what is above them all.
func (p *tape) write(g *ledger, row []float32, v *vec, beyond float32) {
	to := p.lanes(g, row)
	g.do.Singles(to, v)
	for l := g.n; l < len(v); l++ {
		to[l] = beyond
	}
}

var infinite = float32(math.Inf(1))

// lanes is a block's part of a row.
func (p *tape) lanes(g *ledger, row []float32) *[len(vec{})]float32 {
	return (*[len(vec{})]float32)(row[g.place:])
}

// finish writes the block's rows.
func (p *tape) finish(g *ledger) {
	r := &g.row
	for l := range g.n {
		i := g.place + l
		months, price := g.lived(l)
		p.rows.Ended[i] = int(months)
		p.rows.Fired[i] = g.come(l)
		p.rows.EndWealth[i] = r.worth[l]
		p.rows.LowestLiquid[i] = r.lowest[l]
		p.rows.WorstCut[i] = r.worstCut[l]
		p.rows.FirstShortfall[i] = r.firstShort[l]
		p.rows.ShortMonths[i] = r.shortMonths[l]
		p.rows.FirstDecade[i] = annual(r.grownDecade[l], min(decade, months))
		p.rows.Inflation[i] = annual(price, months)
		p.rows.TaxPaid[i] = r.taxPaid[l]
		p.rows.Outcome[i] = r.outcome(l)
		p.rows.Left[i] = r.left[l]
		for e := range p.rows.Parted {
			p.rows.Parted[e][i] = g.parting.month[e][l]
		}
		p.rows.Borrowed[i] = g.parting != nil && g.parting.lent[l]
		if first := r.firstShort[l]; first != None {
			p.rows.Depth[i] = min(1, r.unpaid[l]/r.dueSince[l])
			p.rows.Locked[i] = r.locked[l]
			if m := g.misfortune; m != nil {
				p.rows.Misfortune[i] = m.at[l]
				p.rows.Misfortune[i].Unpaid = r.unpaid[l]
			}
			p.rows.ReturnToShortfall[i] = annual(r.grownToShort[l], float64(first))
			p.rows.InflationToShortfall[i] = annual(r.priceToShort[l], float64(first))
		}
	}
}

// allShort reports whether the first n lanes have all fallen short.
func (r *rows) allShort(n int) bool {
	for _, first := range r.firstShort[:n] {
		if first == None {
			return false
		}
	}
	return true
}

func (r *rows) outcome(l int) Outcome {
	switch {
	case r.firstShort[l] != None:
		return Failed
	case r.cutAny[l]:
		return EssentialPaid
	default:
		return FullyPaid
	}
}
