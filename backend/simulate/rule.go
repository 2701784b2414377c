package simulate

import (
	"errors"
	"math"

	"meridian/backend/market"
)

// ErrRuled says that spending set by a rule has no sustainable multiple: what
// is planned no longer decides what is spent.
var ErrRuled = errors.New("a rule sets the spending")

// RuleKind names how recurring spending answers to wealth.
type RuleKind uint8

// The rules. Each decides every twelve months, from Rule.From on, a level: what
// the spending it applies to is multiplied by until it decides again. In what
// follows, per month and in today's money:
//
//	W  wealth: the balances that the withdrawal order names and that are open;
//	S  the spending that the rule applies to, as planned;
//	F  all else that falls due regularly (other spending, debt payments, property
//	   costs; no goals, no Lumps), less regular income that reaches the purse;
//	T  the tax paid in the year gone by; in the rule's first year, the tax on a
//	   year of the income and of the draw that are then expected (firstTax).
//
// S and F are means over the twelve months ahead. The portfolio then pays
// level·S + F + T; goals and lumps are drawn on top.
const (
	// Needs changes nothing: what is planned is what is spent. With amounts that
	// follow prices this is constant real spending.
	// Source: Bengen, "Determining Withdrawal Rates Using Historical Data",
	// Journal of Financial Planning 7 (1994).
	Needs RuleKind = iota
	// PctOfPortfolio spends a fixed share of wealth a year:
	// level = (W·Pct/12 − F − T)/S, within Floor and Ceil.
	// Source: Bengen, "Conserving Client Portfolios During Retirement, Part IV",
	// Journal of Financial Planning 14 (2001), fixed-percentage withdrawals.
	PctOfPortfolio
	// VPW spends what would use wealth up evenly by the plan's end, were it to
	// grow at Rate: level = (W·a − F − T)/S, where a is the payment at each month's
	// beginning of an annuity of 1 over the n months left (PMT, type 1),
	// a = i/(1+i) / (1 − (1+i)^−n), i = (1+Rate)^(1/12) − 1; 1/n where i is 0.
	// Source: Bogleheads, "Variable percentage withdrawal" (PMT of the balance).
	VPW
	// Guardrails watches the rate R = (level·S + F)/W against its first value R0:
	// above Upper·R0 the level is cut by the share Cut, unless fewer than fifteen
	// years are left; below Lower·R0 it is raised by the share Raise. As long as
	// income pays for everything or there is no wealth, there is no R0 and
	// nothing changes. Prices are always made good, in bad years too: the freeze
	// of the original is not part of it. T is left out, so that R compares.
	// Source: Guyton and Klinger, "Decision Rules and Maximum Initial Withdrawal
	// Rates", Journal of Financial Planning 19 (2006): capital preservation and
	// prosperity rules.
	Guardrails
	// Ratchet never cuts: once W exceeds 1+Threshold times its first value, the
	// level is raised by the share Raise, at most every Gap months.
	// Source: Kitces, "The Ratcheting Safe Withdrawal Rate", kitces.com (2015);
	// wealth is compared in today's money here, which raises later.
	Ratchet
	// FloorCeiling spends the share of wealth that the plan draws in the first
	// year, R0 = (S + F)/W, ever after: level = (W·R0 − F)/S, within Floor and
	// Ceil. Without R0 (see Guardrails) the level is 1.
	// Source: Bengen (2001), as PctOfPortfolio, floor-and-ceiling withdrawals.
	FloorCeiling
	// CAPE spends a share of wealth a year that grows with what shares earn at
	// their price: level = (W·(A + B/CAPE)/12 − F − T)/S, within Floor and Ceil.
	// CAPE is the cyclically adjusted price-earnings ratio of the class Shares in
	// that month of the future; market.Source.Appraise says where it comes from.
	// Source: Jeske, "The Ultimate Guide to Safe Withdrawal Rates, Part 18:
	// Flexibility and the Mechanics of CAPE-Based Rules",
	// earlyretirementnow.com (2017).
	CAPE
	// RiskGuardrails watches the odds that what is planned, goals and lumps
	// included, can be paid to the plan's end at the level so far: below CutBelow
	// the level is cut by the share Step, above RaiseAbove it is raised by it. W is
	// all that the withdrawal order names and that opens before the end. The odds
	// come from a table worked out beforehand on the scenario's own market; see
	// type odds for the formula and its error.
	// Source: Fitzpatrick, Tharp, "Why Guyton-Klinger Guardrails Are Too Risky for
	// Most Retirees (and How Risk-Based Guardrails Can Help)", kitces.com (2024).
	RiskGuardrails
)

// Rule sets recurring spending by wealth. What its kind does not read is zero.
//
// Spending that may be cut is never cut by a rule below what CutFloor keeps of
// its tier. What a rule sets below the plan is a cut: the future does not
// succeed in full, and WorstCut counts it. Essentials that a rule set lower
// with All and that are paid at that level are no shortfall.
type Rule struct {
	Kind RuleKind
	// From is the month of the first decision.
	From int
	// Until, where lives end by chance, is the month that decisions take for the
	// plan's end; 0 is the plan's own.
	Until int
	// All applies it to all recurring spending; otherwise essentials stay as planned.
	All bool
	// Guard is how many tiers, from the most important on, are never set below
	// the plan.
	Guard int
	// Pct is the share of wealth per year.
	Pct float64
	// Floor and Ceil bound the level; Ceil 0 is none.
	Floor, Ceil float64
	// Rate is the real growth per year that VPW counts on.
	Rate float64
	// Upper and Lower are multiples of the first rate; Cut and Raise shares of the level.
	Upper, Lower, Cut, Raise float64
	// Threshold is growth over the first wealth, as a share; Gap is in months.
	Threshold float64
	Gap       int
	// A and B are CAPE's, Shares the class whose valuation it reads and StartCAPE
	// what that is at the beginning, where the market is not history's own.
	A, B      float64
	Shares    int
	StartCAPE float64
	// CutBelow and RaiseAbove are shares of futures that hold, Step a share of the level.
	CutBelow, RaiseAbove, Step float64
}

const (
	// maxLevel keeps amounts finite where next to nothing is planned.
	maxLevel = 1e6
	// levelDust is how far from 1 a level is rounding.
	levelDust = 1e-9
	// preservation is the months before the plan's end in which Guardrails no
	// longer cuts: fifteen years, in Guyton and Klinger.
	preservation = 180
)

// sets reports whether a rule decides an outflow.
func (r *Rule) sets(o *Outflow) bool {
	return o.Kind == KindSpending && o.During == nil && r.covers(o.Tier)
}

// Sets reports whether the rule decides recurring spending of a tier; no rule does not.
func (r *Rule) Sets(tier Tier) bool { return r.covers(tier) }

// covers reports whether the rule decides recurring spending of a tier.
func (r *Rule) covers(tier Tier) bool {
	return r != nil && r.Kind != Needs && (r.All || tier != Essential)
}

// left is the months to the end that a decision in month t counts on, at least
// those until the next.
func (r *Rule) left(t, months int) int {
	if r.Until > 0 {
		months = max(min(r.Until, months), t+12)
	}
	return months - t
}

// decides reports whether the rule decides in month t.
func (r *Rule) decides(t int) bool { return t >= r.From && (t-r.From)%12 == 0 }

// outlook is what a decision rests on: the letters of RuleKind, in order.
type outlook struct {
	wealth, ruled, other, tax float64
	// at is what the ruled spending comes to at the level so far.
	at float64
	// least is the level below which nothing changes.
	least float64
	// annuity is VPW's a.
	annuity float64
	// cape is CAPE's.
	cape float64
	// low and high are RiskGuardrails' rails, as wealth.
	low, high float64
	// left is the months to the plan's end, since those since the first decision.
	left, since int
}

// standing is what a rule remembers of its decisions: the level, the first rate
// or wealth (0: none yet), and the month, since the first decision, of the last raise.
type standing struct{ level, first, raised float64 }

// decide is the rule's next standing.
func (r *Rule) decide(o outlook, s standing) standing {
	switch r.Kind {
	case PctOfPortfolio:
		s.level = r.bounded(o.affords(float64(o.wealth*(r.Pct/12)) - o.tax))
	case VPW:
		s.level = r.bounded(o.affords(float64(o.wealth*o.annuity) - o.tax))
	case CAPE:
		s.level = r.bounded(o.affords(float64(o.wealth*(r.rateAt(o.cape)/12)) - o.tax))
	case FloorCeiling:
		s = r.share(o, s)
	case Guardrails:
		s = r.guard(o, s)
	case Ratchet:
		s = r.ratchet(o, s)
	case RiskGuardrails:
		switch {
		case o.wealth < o.low:
			s.level = float64(s.level * (1 - r.Step))
		case o.wealth > o.high:
			s.level = float64(s.level * (1 + r.Step))
		}
	}
	s.level = max(min(s.level, maxLevel), o.least)
	if math.Abs(s.level-1) <= levelDust {
		s.level = 1
	}
	return s
}

// rateAt is CAPE's share of wealth a year.
func (r *Rule) rateAt(cape float64) float64 { return max(0, r.A+r.B/cape) }

// affords is the level at which the portfolio pays just draw.
func (o *outlook) affords(draw float64) float64 {
	if o.ruled <= 0 {
		return 1
	}
	return max(0, (draw-o.other)/o.ruled)
}

func (r *Rule) bounded(level float64) float64 {
	if r.Ceil > 0 {
		level = min(level, r.Ceil)
	}
	return max(level, r.Floor)
}

// rate is the share of wealth that the portfolio pays at the level so far; 0
// where it pays nothing or is nothing.
func (o *outlook) rate() float64 {
	if draw := o.at + o.other; draw > 0 && o.wealth > 0 {
		return draw / o.wealth
	}
	return 0
}

func (r *Rule) share(o outlook, s standing) standing {
	if s.first == 0 {
		s.first = o.rate()
	}
	if s.first > 0 {
		s.level = r.bounded(o.affords(float64(o.wealth * s.first)))
	}
	return s
}

func (r *Rule) guard(o outlook, s standing) standing {
	if s.first == 0 {
		s.first = o.rate()
		return s
	}
	draw, usual := o.at+o.other, float64(s.first*o.wealth)
	switch {
	case draw > float64(r.Upper*usual) && o.left > preservation:
		s.level = float64(s.level * (1 - r.Cut))
	case draw < float64(r.Lower*usual):
		s.level = float64(s.level * (1 + r.Raise))
	}
	return s
}

func (r *Rule) ratchet(o outlook, s standing) standing {
	if s.first == 0 {
		s.first, s.raised = o.wealth, -float64(r.Gap)
		return s
	}
	since := float64(o.since)
	if o.wealth > float64((1+r.Threshold)*s.first) && since-s.raised >= float64(r.Gap) {
		s.level, s.raised = float64(s.level*(1+r.Raise)), since
	}
	return s
}

// annuity is the payment at the beginning of each of n months that uses up 1
// growing at a yearly rate.
func annuity(rate float64, n int) float64 {
	i := market.Pow(1+rate, 1.0/12) - 1
	if math.Abs(i) < 1e-12 {
		return 1 / float64(n)
	}
	return i / (1 + i) / (1 - market.Pow(1+i, -float64(n)))
}

// ruled is what a rule decides on that does not depend on the future, by month.
type ruled struct {
	*Rule
	accounts []int // that the withdrawal order names
	lines    []ruledLine
	// Of recurring spending by tier: as planned this month; the mean of the next
	// twelve, as planned and as far as it may be cut.
	now, ahead, keeps [Tiers]Schedule
	// other is the mean of the next twelve months of all else that falls due
	// regularly, less regular income. It may be negative.
	other Schedule
	odds  *odds // of RiskGuardrails
}

// ruledLine is a line of the cash flow whose amount a rule decides.
type ruledLine struct {
	outflow *Outflow
	line    int
}

func (p *program) layRule() {
	if !p.sc.Rule.covers(Wish) {
		return
	}
	u := &ruled{Rule: p.sc.Rule, accounts: drawnOn(p.sc)}
	for tier := range u.ahead {
		d := &p.due[tier]
		u.now[tier], u.ahead[tier] = d.recurring, ahead(d.recurring)
		u.keeps[tier] = p.blank()
		switch {
		case tier < u.Guard:
			u.keeps[tier] = u.ahead[tier]
		case Tier(tier) != Essential:
			u.keeps[tier] = ahead(d.recurringFloor)
		}
	}
	other := p.blank()
	for i := range p.sc.Outflows {
		o := &p.sc.Outflows[i]
		if o.During == nil && (o.Kind == KindDebt || o.Kind == KindProperty) {
			other.add(o.Amount, 1)
			if o.Lumps != nil {
				other.add(*o.Lumps, -1)
			}
		}
		if u.sets(o) {
			u.lines = append(u.lines, ruledLine{o, p.at.outflow[i]})
		}
	}
	for i := range p.sc.Income {
		if in := &p.sc.Income[i]; !in.Once && in.expected() {
			other.add(p.available[i], -1)
			other.add(p.withheld[i], -1) // it is among the tax
		}
	}
	u.other = ahead(other)
	p.ruled = u
}

// drawnOn are the accounts that the withdrawal order names, each once.
func drawnOn(sc *Scenario) []int {
	var list []int
	seen := make([]bool, len(sc.Accounts))
	for _, d := range sc.Draws {
		for _, a := range d.Accounts {
			if !seen[a] {
				list = append(list, a)
			}
			seen[a] = true
		}
	}
	return list
}

// standings is every lane's standing, and the tax paid since the last decision.
type standings struct{ level, first, raised, tax vec }

func (g *ledger) beginRule() {
	for tier := range g.pace {
		g.pace[tier] = g.scale
	}
	g.standing = standings{}
	fill(&g.standing.level, 1)
}

// remember adds to the tax paid since the last decision.
func (g *ledger) remember(tax *vec) {
	for l, v := range tax {
		g.standing.tax[l] += v
	}
}

// decide lets the rule decide, where it does so this month.
func (g *ledger) decide(t int) {
	u := g.p.ruled
	if g.p.gates == nil && !u.decides(t) {
		return
	}
	g.whole = vec{}
	for _, a := range u.accounts {
		if u.counts(&g.p.accounts[a], t, g.p.months) {
			for l, b := range &g.balance[a] {
				g.whole[l] += b
			}
		}
	}
	base := outlook{left: u.left(t, g.p.months)}
	if u.Kind == VPW {
		base.annuity = annuity(u.Rate, base.left)
	}
	if u.Kind == CAPE {
		g.appraiser.CAPE(g.drawn, &g.cape)
	}
	s := &g.standing
	for l := range g.n {
		base.since = t - g.begins(t, l)
		if base.since < 0 || base.since%12 != 0 {
			continue
		}
		o := g.look(base, t, l)
		o.cape = g.cape[l]
		if o.since == 0 && u.expectsTax() {
			o.tax = g.firstTax(t, l, &o)
		}
		if u.odds != nil {
			o.low, o.high = u.odds.rails(o.since/12, s.level[l], o.tax)
		}
		before := standing{s.level[l], s.first[l], s.raised[l]}
		next := u.decide(o, before)
		if g.trace != nil && l == 0 {
			g.trace.decided(o, before, next)
		}
		s.level[l], s.first[l], s.raised[l], s.tax[l] = next.level, next.first, next.raised, 0
		g.setPace(t, l)
	}
}

// look is a lane's outlook.
func (g *ledger) look(o outlook, t, l int) outlook {
	u := g.p.ruled
	o.wealth = g.whole[l]
	o.other = g.in(&u.other, l).worth(t, g.inverse[l])
	if o.since > 0 {
		o.tax = g.standing.tax[l] / 12
	}
	o.least = maxLevel
	for tier := range u.ahead {
		planned := g.in(&u.ahead[tier], l).worth(t, g.inverse[l])
		if !u.covers(Tier(tier)) {
			o.other += planned
			continue
		}
		o.ruled += planned
		keeps := g.in(&u.keeps[tier], l).worth(t, g.inverse[l])
		o.at += max(float64(planned*g.standing.level[l]), keeps)
		if planned > 0 {
			o.least = min(o.least, keeps/planned)
		}
	}
	if o.ruled <= 0 {
		o.least = 0
	}
	o.other -= g.goneOther(t, l)
	return o
}

// setPace makes a lane's level its tiers' pace, as far as each may be cut.
func (g *ledger) setPace(t, l int) {
	u := g.p.ruled
	for tier := range g.pace {
		if !u.covers(Tier(tier)) {
			continue
		}
		pace := g.standing.level[l]
		if planned := g.in(&u.ahead[tier], l).worth(t, g.inverse[l]); planned > 0 {
			pace = max(pace, g.in(&u.keeps[tier], l).worth(t, g.inverse[l])/planned)
		}
		g.pace[tier][l] = pace
	}
}

// worth is what a schedule that has both parts is worth at 1/price.
func (s *Schedule) worth(t int, inverse float64) float64 {
	return s.Real[t] + float64(s.Nominal[t]*inverse)
}

// paced writes recurring amounts of all tiers, each at its pace, and others.
func (g *ledger) paced(recurring *[Tiers]Schedule, other *Schedule, t int, to *vec) {
	g.value(other, t, to)
	for tier := range recurring {
		pace := &g.pace[tier]
		if recurring[tier].by != nil {
			for l := range to {
				to[l] += float64(g.in(&recurring[tier], l).worth(t, g.inverse[l]) * pace[l])
			}
			continue
		}
		r, rn := recurring[tier].parts(t)
		if r == 0 && rn == 0 {
			continue
		}
		for l := range to {
			to[l] += float64((r + float64(rn*g.inverse[l])) * pace[l])
		}
	}
}

// noteRuled enters what the rule makes of this month's spending in the cash
// flow, and how far that lies below the plan.
func (g *ledger) noteRuled(t int) {
	u := g.p.ruled
	for i := range u.lines {
		o := u.lines[i].outflow
		if !g.value(&o.Amount, t, &g.amount) {
			continue
		}
		pace := &g.pace[o.Tier]
		for l := range g.amount {
			g.amount[l] = float64(g.amount[l] * pace[l])
		}
		g.note(u.lines[i].line, &g.amount)
	}
	g.row.below = vec{}
	for tier := range u.now {
		pace := &g.pace[tier]
		for l := range pace {
			g.row.below[l] += float64(g.in(&u.now[tier], l).worth(t, g.inverse[l]) * (1 - pace[l]))
		}
	}
}

// forgoRaise takes back first, where money is missing, what a rule has put on
// top of essentials.
func (g *ledger) forgoRaise(t int) {
	if g.p.ruled == nil || !g.p.ruled.covers(Essential) {
		return
	}
	d := &g.p.due[Essential]
	g.due(&d.recurring, &d.other, &g.scale, t, &g.keeps[Essential])
	g.lessGone(dueOf, &g.scale, t, &g.keeps[Essential])
	g.keepUnruled(t)
	g.within(Essential)
	g.forgo(g.p.at.cut[Essential], &g.falls[Essential], &g.keeps[Essential])
}

// keepUnruled adds to what is kept of essentials what no rule has put there: goals
// that waited, and what a spell costs.
func (g *ledger) keepUnruled(t int) {
	if v := g.delays; v != nil {
		for k, i := range g.p.delayed {
			if g.p.sc.Outflows[i].Tier == Essential {
				g.do.Add(&g.keeps[Essential], &v.paid[k])
			}
		}
	}
	g.addUponUs(t, &g.keeps[Essential])
}

// within keeps what is never cut of a tier to what a rule lets fall due.
func (g *ledger) within(tier Tier) {
	if g.p.ruled == nil {
		return
	}
	keeps, falls := &g.keeps[tier], &g.falls[tier]
	for l := range keeps {
		keeps[l] = min(keeps[l], falls[l])
	}
}
