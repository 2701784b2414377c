package simulate

import "meridian/backend/tax"

// Reason says why money moved into or out of an account, or why income was entered.
type Reason string

// The reasons, in the order in which they come up in a month.
const (
	ByPay     Reason = "pay"       // deducted from an income, or routed from it
	ByPayroll Reason = "payroll"   // a saving rule that takes from pay or an employer
	ByLaw     Reason = "required"  // must be taken out
	ByEarmark Reason = "earmarked" // meant for a payment
	BySurplus Reason = "surplus"   // left over
	BySale    Reason = "sale"      // left over from a sale
	ByOrder   Reason = "order"     // a step of the withdrawal order
	ByEarly   Reason = "early"     // opened before its time, at a penalty
	ByRefill  Reason = "refill"    // fills the cash buffer; a step of the order gives it
	ByMarket  Reason = "market"    // paid out by what is held
	notYet    Reason = ""          // nothing has moved
)

// Working is how a month of a replay came about, besides the lines of its cash
// flow. An account's closing balance is its opening one plus its moves plus its
// return line less its fee line.
type Working struct {
	Moves    []Transfer
	Entries  []Entry
	Assessed []Assessment
	// Decision is what a rule decided this month, or nil.
	Decision *Decision
	// Fills are the accounts that a step of the withdrawal order stops at for the
	// year's income or tax.
	Fills []Fill
}

// Fill is the most that an account might give in a step of the withdrawal order,
// in today's money, before the year's income or tax is where the step stops.
type Fill struct {
	Step, Account int
	Most          float64
}

// Transfer is real money into an account (positive) or out of it (negative). Step
// is the place in the withdrawal order, for ByOrder.
type Transfer struct {
	Account int
	Amount  float64
	Why     Reason
	Step    int
}

// Entry is income entered in a taxpayer's year, in money of the day; Once where
// it is a lump that is not spread over the year. Negative amounts are deductions.
type Entry struct {
	Payer  int
	Class  tax.Class
	Once   bool
	Amount float64
	Why    Reason
}

// Assessment is a taxpayer's tax on the year to date, in money of the day:
//
//	ToDate = Owed(Year) · Elapsed/12 + Owed(Whole) − Owed(Year)
//
// where Year is what comes regularly, to date, times 12/Elapsed, and Whole is that
// and what came once. Of it the taxpayer is Asked for what is not Withheld to date
// (see withhold.go; all of it where nothing is); what that exceeds Before by, which
// is what was asked for a month earlier, is paid, or paid back, in the next month.
type Assessment struct {
	Payer         int
	Elapsed       float64 // months of the tax year gone by
	Regular, Once tax.Income
	Year, Whole   tax.Year
	ToDate        float64
	Withheld      float64
	Asked, Before float64
}

// Decision is what a spending rule decided, and on what; the letters are those of
// RuleKind, per month in today's money. What the kind does not read is zero.
type Decision struct {
	Wealth, Ruled, Other, Tax float64
	// Before and After are the levels, Least the one below which nothing is cut.
	Before, After, Least float64
	// First is the first rate or wealth that is remembered.
	First         float64
	Annuity, CAPE float64
	// Low and High are rails of wealth.
	Low, High float64
}

// mark notes what has moved since the last mark, and why; notYet only remembers
// how things stand.
func (g *ledger) mark(why Reason, step int) {
	if g.trace != nil {
		g.trace.mark(g, why, step)
	}
}

// snapshot is how things stood at the last mark.
type snapshot struct {
	balance       []float64
	regular, once []tax.Income
}

func newSnapshot(p *program) snapshot {
	return snapshot{
		balance: make([]float64, len(p.accounts)),
		regular: make([]tax.Income, p.payers), once: make([]tax.Income, p.payers),
	}
}

func (r *trace) mark(g *ledger, why Reason, step int) {
	w := &r.Workings[r.month]
	for a := range r.last.balance {
		now := g.balance[a][0]
		if moved := now - r.last.balance[a]; moved != 0 && why != notYet && why != ByMarket {
			w.Moves = append(w.Moves, Transfer{a, moved, why, step})
		}
		r.last.balance[a] = now
	}
	for payer := range r.last.regular {
		r.entered(w, payer, false, &g.regular[payer], &r.last.regular[payer], why)
		r.entered(w, payer, true, &g.once[payer], &r.last.once[payer], why)
	}
}

// entered notes what has come into a taxpayer's year.
func (r *trace) entered(w *Working, payer int, once bool, year *[tax.Classes]vec, last *tax.Income, why Reason) {
	for c := range last {
		now := year[c][0]
		if added := now - last[c]; added != 0 && why != notYet {
			w.Entries = append(w.Entries, Entry{payer, tax.Class(c), once, added, why})
		}
		last[c] = now
	}
}

// assessed notes a taxpayer's assessment, of which the ledger holds in amount what
// is asked for.
func (r *trace) assessed(g *ledger, t, payer int, toDate float64) {
	a := Assessment{
		Payer: payer, Elapsed: g.p.elapsed[t], ToDate: toDate, Asked: g.amount[0], Before: g.assessed[payer][0],
		Year: tax.Year{Calendar: g.p.years[g.p.yearOf[t]], Payer: payer, Index: g.yearIndex[0]},
	}
	for c := range a.Regular {
		a.Regular[c], a.Once[c] = g.regular[payer][c][0], g.once[payer][c][0]
		if tax.Class(c) == tax.Withheld { // is no income
			a.Withheld, a.Regular[c] = a.Regular[c], 0
		}
		a.Year.Income[c] = a.Regular[c] * (12 / a.Elapsed)
	}
	a.Whole = a.Year
	for c, v := range a.Once {
		a.Whole.Income[c] += v
	}
	w := &r.Workings[t]
	w.Assessed = append(w.Assessed, a)
}

// filled notes how far a step fills the year from an account.
func (r *trace) filled(step, account int, most float64) {
	w := &r.Workings[r.month]
	w.Fills = append(w.Fills, Fill{step, account, most})
}

// decided notes a rule's decision.
func (r *trace) decided(o outlook, before, after standing) {
	r.Workings[r.month].Decision = &Decision{
		Wealth: o.wealth, Ruled: o.ruled, Other: o.other, Tax: o.tax,
		Before: before.level, After: after.level, Least: o.least, First: after.first,
		Annuity: o.annuity, CAPE: o.cape, Low: o.low, High: o.high,
	}
}
