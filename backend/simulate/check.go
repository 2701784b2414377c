package simulate

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"meridian/backend/tax"
)

// ErrNoFuture says that a run has no future of that number.
var ErrNoFuture = errors.New("no such future")

// Problem is one fault of a scenario; Field names where, as in "accounts[2].balance".
type Problem struct {
	Field string
	What  string
}

// Invalid lists everything that is wrong with a scenario.
type Invalid struct{ Problems []Problem }

// Error names every fault.
func (e *Invalid) Error() string {
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = p.Field + ": " + p.What
	}
	return "invalid scenario: " + strings.Join(parts, "; ")
}

// The most that a scenario may ask for.
const (
	MaxMonths = 1500
	MaxPaths  = 1_000_000
	maxAmount = 1e18
)

// Check returns an *Invalid that lists everything wrong with the scenario, or nil.
func (s *Scenario) Check() error {
	c := checker{s: s}
	c.frame()
	c.marketAndMixes()
	if len(c.problems) > 0 { // what follows counts months, classes and people
		return &Invalid{c.problems}
	}
	c.people()
	c.accounts()
	c.income()
	c.outflows()
	c.saving()
	c.draws()
	c.fills()
	c.conversions()
	c.rule()
	c.shifts()
	c.lives()
	c.trigger()
	c.legacy()
	c.resorts()
	c.buffer()
	c.delays()
	c.spells()
	c.prepayments()
	c.uncertain()
	c.regime()
	if len(c.problems) > 0 {
		return &Invalid{c.problems}
	}
	return nil
}

type checker struct {
	s        *Scenario
	problems []Problem
}

func (c *checker) add(field, what string, args ...any) {
	c.problems = append(c.problems, Problem{field, fmt.Sprintf(what, args...)})
}

// need adds a problem unless ok.
func (c *checker) need(ok bool, field, what string, args ...any) {
	if !ok {
		c.add(field, what, args...)
	}
}

func (c *checker) frame() {
	s := c.s
	c.need(s.Months >= 1 && s.Months <= MaxMonths, "months", "outside 1 to %d", MaxMonths)
	c.need(s.Paths >= 1 && s.Paths <= MaxPaths, "paths", "outside 1 to %d", MaxPaths)
	c.need(s.Start.Month >= 1 && s.Start.Month <= 12, "start.month", "outside 1 to 12")
	c.need(s.Metric <= AllFunded, "metric", "unknown")
	c.need(s.Confidence > 0 && s.Confidence < 1, "confidence", "outside 0 to 1")
}

func (c *checker) marketAndMixes() {
	s := c.s
	for _, p := range s.Market.Check() {
		c.add("market."+p.Field, "%v", p.Err)
	}
	if s.Months > 0 && s.Market.Futures(1, s.Months) == 0 {
		c.add("market.model", "history is shorter than %d months", s.Months)
	}
	classes := len(s.Market.Classes)
	c.need(len(s.Yields) == classes, "yields", "must have one entry per class")
	for i, y := range s.Yields {
		field := fmt.Sprintf("yields[%d]", i)
		c.need(y.Rate >= 0 && y.Rate <= 1, field+".rate", "outside 0 to 1")
		c.need(y.As == tax.Interest || y.As == tax.Dividends, field+".as", "must be interest or dividends")
	}
	for i, m := range s.Mixes {
		c.mix(fmt.Sprintf("mixes[%d]", i), m, classes)
	}
}

func (c *checker) mix(field string, m Mix, classes int) {
	c.need(len(m.Points) > 0, field+".points", "none")
	c.need(m.Rebalance <= Never, field+".rebalance", "unknown")
	c.need(m.Band >= 0 && m.Band <= 1, field+".band", "outside 0 to 1")
	for i, p := range m.Points {
		at := fmt.Sprintf("%s.points[%d]", field, i)
		c.need(i == 0 || p.Month > m.Points[i-1].Month, at+".month", "must be after the point before")
		c.need(len(p.Weights) == classes, at+".weights", "must have one entry per class")
		sum := 0.0
		for _, w := range p.Weights {
			c.need(w >= 0 && w <= 1, at+".weights", "outside 0 to 1")
			sum += w
		}
		c.need(math.Abs(sum-1) <= 1e-6, at+".weights", "sum to %g, not 1", sum)
	}
}

func (c *checker) people() {
	for i, p := range c.s.People {
		field := fmt.Sprintf("people[%d]", i)
		c.need(p.Age >= -1200 && p.Age <= 1800, field+".age", "outside -1200 to 1800 months")
		c.need(p.Horizon >= 0, field+".horizon", "negative")
	}
	c.need(len(c.s.People) > 0 || !c.s.PerPerson, "people", "none to tax per person")
}

func (c *checker) accounts() {
	for i := range c.s.Accounts {
		a := &c.s.Accounts[i]
		field := fmt.Sprintf("accounts[%d]", i)
		switch a.Wrapper {
		case Cash, Taxable, Deferred, Exempt, Capped, Purpose, Restricted, Crypto, Other:
		default:
			c.add(field+".wrapper", "unknown")
		}
		c.amount(field+".balance", a.Balance)
		c.amount(field+".basis", a.Basis)
		c.index(field+".mix", a.Mix, len(c.s.Mixes), false)
		c.need(a.Fee >= 0 && a.Fee < 1, field+".fee", "outside 0 to 1")
		c.schedule(field+".feeAmount", a.FeeAmount)
		c.need(a.Access >= 0, field+".access", "negative month")
		c.share(field+".penalty", a.Penalty)
		c.need(int(a.TaxAs) < tax.Classes, field+".taxAs", "unknown")
		c.required(field+".required", a.Required)
		c.owners(field+".owners", a.Owners)
	}
	c.index("sweep", c.s.Sweep, len(c.s.Accounts), true)
}

func (c *checker) required(field string, shares []float64) {
	if shares == nil {
		return
	}
	c.need(len(shares) == c.s.Months, field, "covers %d months of %d", len(shares), c.s.Months)
	for t, v := range shares {
		if !(v >= 0 && v <= 1) {
			c.add(field, "month %d: %g is outside 0 to 1", t, v)
			break
		}
	}
}

func (c *checker) owners(field string, parts []float64) {
	if parts == nil {
		return
	}
	c.need(len(parts) == len(c.s.People), field, "must have one entry per person")
	sum := 0.0
	for _, v := range parts {
		c.share(field, v)
		sum += v
	}
	c.need(math.Abs(sum-1) <= 1e-6, field, "sum to %g, not 1", sum)
}

func (c *checker) income() {
	for i := range c.s.Income {
		in := &c.s.Income[i]
		field := fmt.Sprintf("income[%d]", i)
		c.need(in.Kind == KindIncome || in.Kind == KindProperty || in.Kind == KindDebt, field+".kind", "unknown")
		c.index(field+".person", in.Person, len(c.s.People), true)
		c.schedule(field+".amount", in.Amount)
		c.need(int(in.Tax) < tax.Classes && in.Tax != tax.Capped, field+".tax", "unknown")
		for j, pre := range in.PreTax {
			at := fmt.Sprintf("%s.preTax[%d]", field, j)
			c.schedule(at+".amount", pre.Amount)
			c.index(at+".to", pre.To, len(c.s.Accounts), true)
		}
		c.need(in.Free == nil || len(in.Free) == c.s.Months, field+".free", "must have one entry per month")
		c.share(field+".withhold", in.Withhold)
		sum := 0.0
		for j, r := range in.Route {
			at := fmt.Sprintf("%s.route[%d]", field, j)
			c.index(at+".account", r.Account, len(c.s.Accounts), false)
			c.share(at+".share", r.Share)
			sum += r.Share
		}
		c.need(sum <= 1+1e-9, field+".route", "shares sum to %g, more than 1", sum)
	}
}

func (c *checker) outflows() {
	for i := range c.s.Outflows {
		o := &c.s.Outflows[i]
		field := fmt.Sprintf("outflows[%d]", i)
		c.need(o.Kind == KindSpending || o.Kind == KindGoal || o.Kind == KindDebt || o.Kind == KindProperty, field+".kind", "unknown")
		c.need(o.Tier <= Wish, field+".tier", "unknown")
		c.schedule(field+".amount", o.Amount)
		c.share(field+".cutFloor", o.CutFloor)
		sum := 0.0
		for j, f := range o.Fund {
			at := fmt.Sprintf("%s.fund[%d]", field, j)
			c.index(at+".account", f.Account, len(c.s.Accounts), false)
			c.share(at+".share", f.Share)
			sum += f.Share
		}
		c.need(sum <= 1+1e-9, field+".fund", "shares sum to %g, more than 1", sum)
	}
	for i, h := range c.s.Holdings {
		field := fmt.Sprintf("holdings[%d]", i)
		c.need(h.Kind == KindProperty || h.Kind == KindDebt, field+".kind", "unknown")
		c.schedule(field+".value", h.Value)
	}
}

func (c *checker) saving() {
	for i, p := range c.s.Caps {
		c.schedule(fmt.Sprintf("caps[%d].yearly", i), p.Yearly)
	}
	for i := range c.s.Saving {
		r := &c.s.Saving[i]
		field := fmt.Sprintf("saving[%d]", i)
		c.index(field+".to", r.To, len(c.s.Accounts), false)
		c.index(field+".then", r.Then, len(c.s.Accounts), true)
		c.index(field+".cap", r.Cap, len(c.s.Caps), true)
		pay := r.Source == FromIncome || r.PctOfIncome > 0 || (r.Match != nil && r.Match.UpToPct > 0)
		c.index(field+".income", r.Income, len(c.s.Income), !pay)
		c.need(r.Source <= FromEmployer, field+".source", "unknown")
		c.need(!r.Rest || r.Source != FromEmployer, field+".rest", "an employer has no rest")
		c.need(int(r.TaxAs) < tax.Classes, field+".taxAs", "unknown")
		c.need(r.From >= 0 && r.Until >= r.From, field+".until", "before from")
		c.schedule(field+".amount", r.Amount)
		c.share(field+".pctOfIncome", r.PctOfIncome)
		c.share(field+".pctOfRemaining", r.PctOfRemaining)
		c.need(r.BufferMonths >= 0 && r.BufferMonths <= MaxMonths, field+".bufferMonths", "outside 0 to %d", MaxMonths)
		c.optional(field+".stopAt", r.StopAt)
		if r.Match != nil {
			c.need(r.Match.Rate >= 0 && r.Match.Rate <= 10, field+".match.rate", "outside 0 to 10")
			c.share(field+".match.upToPct", r.Match.UpToPct)
			c.optional(field+".match.cap", r.Match.Cap)
		}
	}
}

func (c *checker) draws() {
	for i := range c.s.Draws {
		d := &c.s.Draws[i]
		field := fmt.Sprintf("draws[%d]", i)
		for j, a := range d.Accounts {
			c.index(fmt.Sprintf("%s.accounts[%d]", field, j), a, len(c.s.Accounts), false)
		}
		c.need(d.From >= 0, field+".from", "negative month")
		c.need(d.KeepMonths >= 0 && d.KeepMonths <= MaxMonths, field+".keepMonths", "outside 0 to %d", MaxMonths)
		c.optional(field+".keep", d.Keep)
		c.optional(field+".yearly", d.Yearly)
		c.optional(field+".monthly", d.Monthly)
	}
}

func (c *checker) rule() {
	r := c.s.Rule
	if r == nil {
		return
	}
	c.need(r.Kind <= RiskGuardrails, "rule.kind", "unknown")
	c.need(r.From >= 0, "rule.from", "negative month")
	c.need(r.Until >= 0, "rule.until", "negative month")
	c.need(r.Guard <= Tiers, "rule.guard", "more tiers than there are")
	c.share("rule.pct", r.Pct)
	c.need(r.Floor >= 0 && r.Floor <= maxLevel, "rule.floor", "outside 0 to %g", maxLevel)
	c.need(r.Ceil == 0 || (r.Ceil >= r.Floor && r.Ceil <= maxLevel), "rule.ceil", "outside floor to %g", maxLevel)
	c.need(r.Rate > -1 && r.Rate <= 1, "rule.rate", "outside -1 to 1")
	c.need(r.Lower >= 0 && r.Lower <= r.Upper, "rule.lower", "outside 0 to upper")
	c.share("rule.cut", r.Cut)
	c.share("rule.raise", r.Raise)
	c.need(r.Threshold >= 0, "rule.threshold", "negative")
	c.need(r.Gap >= 0, "rule.gap", "negative")
	c.share("rule.cutBelow", r.CutBelow)
	c.share("rule.raiseAbove", r.RaiseAbove)
	c.need(r.CutBelow <= r.RaiseAbove, "rule.cutBelow", "above raiseAbove")
	c.share("rule.step", r.Step)
	c.need(r.A >= -1 && r.A <= 1, "rule.a", "outside -1 to 1")
	c.need(r.B >= -1 && r.B <= 10, "rule.b", "outside -1 to 10")
	if r.Kind == CAPE {
		c.index("rule.shares", r.Shares, len(c.s.Market.Classes), false)
		c.need(r.StartCAPE >= 1 && r.StartCAPE <= 1000, "rule.startCAPE", "outside 1 to 1000")
	}
	for i := range c.s.Outflows {
		if lumps := c.s.Outflows[i].Lumps; lumps != nil {
			c.schedule(fmt.Sprintf("outflows[%d].lumps", i), *lumps)
		}
	}
}

// regime asks a tax regime that can check itself.
func (c *checker) regime() {
	r, ok := c.s.Tax.(interface{ Check() []error })
	if !ok {
		return
	}
	for _, err := range r.Check() {
		c.add("tax", "%v", err)
	}
}

func (c *checker) amount(field string, v float64) {
	c.need(v >= 0 && v <= maxAmount, field, "%g is outside 0 to %g", v, float64(maxAmount))
}

func (c *checker) share(field string, v float64) {
	c.need(v >= 0 && v <= 1, field, "%g is outside 0 to 1", v)
}

func (c *checker) index(field string, i, n int, none bool) {
	c.need((i >= 0 && i < n) || (none && i == None), field, "points to no entry (%d)", i)
}

func (c *checker) optional(field string, s *Schedule) {
	if s != nil {
		c.schedule(field, *s)
	}
}

func (c *checker) schedule(field string, s Schedule) {
	for _, part := range [...][]float64{s.Real, s.Nominal} {
		if part == nil {
			continue
		}
		c.need(len(part) == c.s.Months, field, "covers %d months of %d", len(part), c.s.Months)
		for t, v := range part {
			if !(v >= 0 && v <= maxAmount) {
				c.add(field, "month %d: %g is outside 0 to %g", t, v, float64(maxAmount))
				break
			}
		}
	}
}
