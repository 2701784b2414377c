package simulate

import "strconv"

// FlowLine is one line of the cash flow: what it is and where it comes from.
//
// Income, withdrawal and unfunded lines come into the purse; spending, goal,
// debt, property, saving and tax lines leave it; the two sums are the same in
// every month. Return and fee lines happen inside accounts. Property and debt
// lines of Income records (rent, sales, loans) come in; Inward says so.
type FlowLine struct {
	ID     string
	Kind   Kind
	Record string
	Tier   string
	Name   string
	Inward bool
	// known is the amount, where it does not depend on the future.
	known *Schedule
}

// lineIndex says where in the lines each part of the scenario stands.
type lineIndex struct {
	income              []int
	preTax, route       [][]int
	withheld            []int // per income, or None
	outflow             []int
	saving, match, from []int // per rule; from is the employers' money, as income
	sweep, spent        int
	draw                []int // per account
	conversion          []int
	tax                 []int // per taxpayer
	penalty             int
	fee, gain           []int // per account
	cut, unfunded       [Tiers]int
	borrowed, repaid    int
	refill              int
}

func (p *program) line(l FlowLine) int {
	switch l.Kind {
	case KindIncome, KindWithdrawal, KindUnfunded:
		l.Inward = true
	}
	p.lines = append(p.lines, l)
	return len(p.lines) - 1
}

func (p *program) layLines() {
	p.layIncomeLines()
	p.layOutflowLines()
	p.laySavingLines()
	p.layAccountLines()
	p.layConversionLines()
	p.layTaxLines()
	for tier := range p.at.cut {
		name := Tier(tier).String()
		p.at.cut[tier] = None
		if Tier(tier) != Essential || p.sc.Rule.covers(Essential) {
			p.at.cut[tier] = p.line(FlowLine{ID: "cut." + name, Kind: KindUnfunded, Tier: name})
		}
		p.at.unfunded[tier] = p.line(FlowLine{ID: "unfunded." + name, Kind: KindUnfunded, Tier: name})
	}
}

func (p *program) layIncomeLines() {
	p.at.income = make([]int, len(p.sc.Income))
	p.at.preTax = make([][]int, len(p.sc.Income))
	p.at.route = make([][]int, len(p.sc.Income))
	for i := range p.sc.Income {
		in := &p.sc.Income[i]
		known := func(s *Schedule) *Schedule {
			if in.chancy() {
				return nil
			}
			return s
		}
		p.at.income[i] = p.line(FlowLine{ID: "income." + in.ID, Kind: in.Kind, Record: in.ID, Name: in.Name, Inward: true, known: known(&in.Amount)})
		for j := range in.PreTax {
			pre := &in.PreTax[j]
			kind := KindSaving
			if pre.To == None {
				kind = KindSpending
			}
			l := p.line(FlowLine{ID: "pretax." + in.ID + "." + pre.ID, Kind: kind, Record: in.ID, Name: pre.Name, known: known(&pre.Amount)})
			p.at.preTax[i] = append(p.at.preTax[i], l)
		}
		p.at.withheld = append(p.at.withheld, None)
		if in.Withhold > 0 {
			p.at.withheld[i] = p.line(FlowLine{ID: "withheld." + in.ID, Kind: KindTax, Record: in.ID, Name: in.Name})
		}
		for j, route := range in.Route {
			to := p.sc.Accounts[route.Account]
			l := p.line(FlowLine{ID: "route." + in.ID + "." + strconv.Itoa(j), Kind: KindSaving, Record: to.ID, Name: to.Name})
			p.at.route[i] = append(p.at.route[i], l)
		}
	}
}

func (p *program) layOutflowLines() {
	for i := range p.sc.Outflows {
		o := &p.sc.Outflows[i]
		known := &o.Amount
		if p.sc.Rule.sets(o) || !o.certain() {
			known = nil
		}
		p.at.outflow = append(p.at.outflow, p.line(FlowLine{
			ID: string(o.Kind) + "." + o.ID, Kind: o.Kind, Record: o.ID, Tier: o.Tier.String(), Name: o.Name, known: known,
		}))
	}
}

func (p *program) laySavingLines() {
	for _, r := range p.sc.Saving {
		p.at.saving = append(p.at.saving, p.line(FlowLine{ID: "saving." + r.ID, Kind: KindSaving, Record: r.ID, Name: r.Name}))
		match, from := None, None
		if r.Match != nil {
			match = p.line(FlowLine{ID: "match." + r.ID, Kind: KindSaving, Record: r.ID, Name: r.Name})
		}
		if r.Match != nil || r.Source == FromEmployer {
			from = p.line(FlowLine{ID: "employer." + r.ID, Kind: KindIncome, Record: r.ID, Name: r.Name})
		}
		p.at.match = append(p.at.match, match)
		p.at.from = append(p.at.from, from)
	}
	p.at.sweep, p.at.spent = None, None
	if p.sc.Sweep != None {
		to := p.sc.Accounts[p.sc.Sweep]
		p.at.sweep = p.line(FlowLine{ID: "saving.surplus", Kind: KindSaving, Record: to.ID, Name: to.Name})
	} else {
		p.at.spent = p.line(FlowLine{ID: "spending.surplus", Kind: KindSpending, Tier: Wish.String()})
	}
}

func (p *program) layAccountLines() {
	for _, a := range p.sc.Accounts {
		p.at.draw = append(p.at.draw, p.line(FlowLine{ID: "withdrawal." + a.ID, Kind: KindWithdrawal, Record: a.ID, Name: a.Name}))
		p.at.fee = append(p.at.fee, p.line(FlowLine{ID: "fee." + a.ID, Kind: KindFee, Record: a.ID, Name: a.Name}))
		p.at.gain = append(p.at.gain, p.line(FlowLine{ID: "return." + a.ID, Kind: KindReturn, Record: a.ID, Name: a.Name}))
	}
}

func (p *program) layTaxLines() {
	for payer := range p.payers {
		l := FlowLine{ID: "tax", Kind: KindTax}
		if p.payers > 1 {
			l.ID, l.Record, l.Name = "tax."+p.sc.People[payer].ID, p.sc.People[payer].ID, p.sc.People[payer].Name
		}
		p.at.tax = append(p.at.tax, p.line(l))
	}
	p.at.penalty = p.line(FlowLine{ID: "tax.penalty", Kind: KindTax})
}

// flows adds up the cash flow of one block of futures over a calendar year: a sum
// over its lanes per line, and per month the sum of 1/price, which values the
// lines known beforehand.
type flows struct {
	sums    []float64 // [line]
	inverse []float64 // [month of the year]
	// bySet is, per set of people where lives end by chance, how many futures
	// they live in and the sum of 1/price in those, [set][month of the year].
	bySet []tally
}

// tally is how many futures, and a sum over them, by month.
type tally struct{ futures, inverse []float64 }

// count adds up who lives.
func (f *flows) count(g *ledger) {
	if g.living == nil {
		return
	}
	for l, set := range g.living.set[:g.n] {
		f.bySet[set].futures[g.at]++
		f.bySet[set].inverse[g.at] += g.inverse[l]
	}
}

// newFlows is room for a number of lines and months.
func (p *program) newFlows(lines, months int) *flows {
	f := &flows{sums: make([]float64, lines), inverse: make([]float64, months)}
	if p.lives != nil {
		for range p.lives.sets {
			f.bySet = append(f.bySet, tally{make([]float64, months), make([]float64, months)})
		}
	}
	return f
}

// yearFlows is room for what a block's year adds up to.
func (p *program) yearFlows() *flows { return p.newFlows(len(p.lines), chunk) }

// allFlows is room for every year: [year][line] and [month].
func (p *program) allFlows() *flows { return p.newFlows(len(p.years)*len(p.lines), p.months) }

func (f *flows) clear() {
	clear(f.sums)
	clear(f.inverse)
	for set := range f.bySet {
		clear(f.bySet[set].futures)
		clear(f.bySet[set].inverse)
	}
}

// add adds a block's year.
func (f *flows) add(o *flows, year, first int) {
	sums := f.sums[year*len(o.sums):]
	for i, v := range o.sums {
		sums[i] += v
	}
	plus := func(all, of []float64) {
		for i, v := range of[:min(len(of), len(all)-first)] {
			all[first+i] += v
		}
	}
	plus(f.inverse, o.inverse)
	for set := range f.bySet {
		plus(f.bySet[set].futures, o.bySet[set].futures)
		plus(f.bySet[set].inverse, o.bySet[set].inverse)
	}
}

// known is the mean of an amount that does not depend on the future but by who lives.
func (f *flows) known(s *Schedule, t, n int) float64 {
	if s.by == nil {
		real, nominal := s.parts(t)
		return real + float64(nominal*f.inverse[t])/float64(n)
	}
	sum := 0.0
	for set := range s.by {
		real, nominal := s.by[set].parts(t)
		sum += float64(real*f.bySet[set].futures[t]) + float64(nominal*f.bySet[set].inverse[t])
	}
	return sum / float64(n)
}

// means is the mean of every line over n futures, per year.
func (p *program) means(f *flows, n int) [][]float64 {
	means := make([][]float64, len(p.lines))
	for i, l := range p.lines {
		m := make([]float64, len(p.years))
		if l.known != nil {
			for t := range p.months {
				m[p.yearOf[t]] += f.known(l.known, t, n)
			}
		} else {
			for y := range m {
				m[y] = f.sums[y*len(p.lines)+i] / float64(n)
			}
		}
		means[i] = m
	}
	return means
}
