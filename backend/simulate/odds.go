package simulate

import (
	"context"
	"math"
	"slices"

	"meridian/backend/market"
)

// odds tell RiskGuardrails how likely it is that what is planned can be paid to
// the end at a level of spending, without playing futures within futures.
//
// A future's returns turn all that is still to be paid into the wealth that just
// pays for it, its stochastic present value:
//
//	V(s) = max(0, D(s) + V(s+1)/g(s)), V(end) = 0,
//
// where D(s) is month s's payments less its income at the level and g(s) the
// growth of the portfolio after fees, all in today's money. The plan holds in
// that future if and only if wealth is at least V. So the share of futures that
// hold is the distribution function of V at wealth, and a rail at a share p is V's
// p-quantile, kept for every decision and a few levels; in between it is taken
// linearly.
//
// V is drawn from sampled futures of the scenario's own market, other ones than
// those that are played. What is simplified: the portfolio is one, with the mix
// and fees that the accounts together have in the future where every return is its
// mean; whatever the accounts hold may be used, if it opens before the end; tax
// goes on as in the year gone by, and is taken off wealth as the median V of as
// much a month. Without taxes and with one account nothing is simplified but the
// sample: its standard error is sqrt(p(1−p)/1024), 1.5 points at p = 0.6. On a
// couple taxed by bands, with six accounts and pensions that begin later, the
// share that holds is 0.75 at the rail of 0.7 and 0.96 at that of 0.95: the tax of
// the years before a pension is not the tax after.
//
// Where lives end by chance, V is that of all people living up to Rule.Until.
//
// Source: Milevsky, Robinson, "A Sustainable Spending Rate without Simulation",
// Financial Analysts Journal 61 (2005): ruin as the stochastic present value of
// spending exceeding wealth.
type odds struct {
	// low and high are the wealths at which the shares CutBelow and RaiseAbove of
	// futures hold, [decision][level of oddsLevels].
	low, high [][]float64
	// annuity is the median V of 1 a month, per decision.
	annuity []float64
}

// oddsSample is how many futures V is drawn from, oddsFirst the first of them:
// beyond all that results rest on. Only a cloud of more futures plays them too,
// where they are one in a thousand.
const (
	oddsSample = 1024
	oddsFirst  = 100_000
)

// oddsLevels are the levels that V is worked out for.
var oddsLevels = [...]float64{0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5}

// rails are the wealths below which spending is cut and above which it is raised,
// at a decision and a level; tax is per month.
func (o *odds) rails(decision int, level, tax float64) (low, high float64) {
	i := 1
	for i < len(oddsLevels)-1 && oddsLevels[i] < level {
		i++
	}
	part := (level - oddsLevels[i-1]) / (oddsLevels[i] - oddsLevels[i-1])
	at := func(rail []float64) float64 {
		return rail[i-1] + float64(part*(rail[i]-rail[i-1])) + float64(tax*o.annuity[decision])
	}
	return at(o.low[decision]), at(o.high[decision])
}

// counts reports whether a rule's wealth includes an account in month t.
func (u *ruled) counts(a *account, t, months int) bool {
	if u.Kind == RiskGuardrails {
		return a.Access < months
	}
	return t >= a.Access
}

// layOdds works out the odds of a rule that asks for them.
func (p *program) layOdds(ctx context.Context) error {
	if p.ruled == nil || p.ruled.Kind != RiskGuardrails || p.ruled.From >= p.months {
		return nil
	}
	weights, fees, err := p.expectedMix(ctx)
	if err != nil {
		return err
	}
	v := newValuer(p, weights, fees)
	for first := 0; first < v.sample && ctx.Err() == nil; first += market.Lanes {
		v.draw(first, min(market.Lanes, v.sample-first))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.ruled.odds = v.odds()
	return nil
}

// expectedMix is, per month, the weights of the classes in the accounts of the
// withdrawal order together, and the share that fees take, where every return is
// its mean. While there is nothing in them, both stay as they were.
func (p *program) expectedMix(ctx context.Context) (weights [][]float64, fees []float64, err error) {
	sc := *p.sc
	if p.lives != nil {
		sc = *p.lives.sets[p.lives.all].sc
	}
	sc.Rule, sc.Lives, sc.Trigger, sc.Paths = nil, nil, nil, 1
	sc.Market.Model = market.Model{Kind: market.Deterministic}
	mean, err := prepare(ctx, &sc)
	if err != nil {
		return nil, nil, err
	}
	balances := mean.again(0).Balances
	weights, fees = make([][]float64, p.months), make([]float64, p.months)
	for t := range weights {
		weights[t] = make([]float64, len(p.sc.Market.Classes))
		total := 0.0
		for _, a := range p.ruled.accounts {
			account, held := &p.accounts[a], p.accounts[a].Balance
			if t > 0 {
				held = balances[a][t-1]
			}
			if account.Access >= p.months {
				continue
			}
			total += held
			fees[t] += float64(held * account.monthly)
			for c, w := range p.sleeves[account.sleeve].target[t] {
				weights[t][c] += float64(held * w)
			}
		}
		switch {
		case total > 0:
			fees[t] /= total
			for c := range weights[t] {
				weights[t][c] /= total
			}
		case t > 0:
			weights[t], fees[t] = weights[t-1], fees[t-1]
		}
	}
	return weights, fees, nil
}

// valuer draws V.
type valuer struct {
	p       *program
	weights [][]float64
	fees    []float64
	walker  market.Walker
	block   *market.Block
	sample  int
	first   int
	end     int // month up to which payments count
	// income is what comes in beside all that falls due; floor is per tier what
	// the rule never cuts of a month.
	income Schedule
	floor  [Tiers]Schedule
	growth []vec // per month
	prices []vec // inverse, at each month's beginning
	// drawn are V's, [decision][level][future], the last level that of 1 a month.
	drawn [][][]float64
}

func newValuer(p *program, weights [][]float64, fees []float64) *valuer {
	v := &valuer{
		p: p, weights: weights, fees: fees, walker: p.source.Walk(), block: market.NewBlock(chunk, len(p.sc.Market.Classes)),
		sample: p.sc.Market.Futures(oddsSample, p.months), first: oddsFirst, income: p.blank(),
		growth: make([]vec, p.months), prices: make([]vec, p.months),
	}
	v.end = p.ruled.From + p.ruled.left(p.ruled.From, p.months)
	v.end = min(v.end, p.months)
	switch p.sc.Market.Model.Kind {
	case market.Replay, market.Deterministic:
		v.first = 0
	}
	v.income.add(p.in, 1)
	v.income.add(p.withholding, 1)  // it is among the tax
	for _, of := range p.ventures { // on average
		if p.sc.Income[of.income].expected() {
			v.income.add(p.available[of.income], 1)
			v.income.add(p.withheld[of.income], 1)
		}
	}
	for _, d := range p.deposits {
		if slices.Contains(p.ruled.accounts, d.account) { // what chance takes off deposits it adds on average
			v.income.add(d.amount, 1)
		}
	}
	for tier := range v.floor {
		switch {
		case tier < p.ruled.Guard:
			v.floor[tier] = p.due[tier].recurring
		case Tier(tier) != Essential:
			v.floor[tier] = p.due[tier].recurringFloor
		default:
			v.floor[tier] = p.blank()
		}
	}
	for range (p.months - p.ruled.From + 11) / 12 {
		levels := make([][]float64, len(oddsLevels)+1)
		for i := range levels {
			levels[i] = make([]float64, v.sample)
		}
		v.drawn = append(v.drawn, levels)
	}
	return v
}

// draw works out V in some futures, from the end backwards.
func (v *valuer) draw(first, n int) {
	v.play(first, n)
	var need [len(oddsLevels) + 1]vec
	for t := v.end - 1; t >= v.p.ruled.From; t-- {
		for l := range n {
			discount := 1 / v.growth[t][l]
			pays, keeps, rest := v.month(t, v.prices[t][l])
			for i, level := range oddsLevels {
				due := rest
				for tier := range pays {
					due += max(float64(level*pays[tier]), keeps[tier])
				}
				need[i][l] = max(0, due+float64(need[i][l]*discount))
			}
			last := &need[len(oddsLevels)][l]
			*last = 1 + float64(*last*discount)
		}
		if v.p.ruled.decides(t) {
			for i := range need {
				copy(v.drawn[(t-v.p.ruled.From)/12][i][first:first+n], need[i][:n])
			}
		}
	}
}

// month is what the rule sets of a month by tier and keeps of it, and all else
// that falls due less income, at 1/price.
func (v *valuer) month(t int, inverse float64) (pays, keeps [Tiers]float64, rest float64) {
	rest = -v.income.worth(t, inverse)
	for tier := range pays {
		d := &v.p.due[tier]
		rest += d.other.worth(t, inverse)
		recurring := d.recurring.worth(t, inverse)
		if v.p.ruled.covers(Tier(tier)) {
			pays[tier], keeps[tier] = recurring, v.floor[tier].worth(t, inverse)
		} else {
			rest += recurring
		}
	}
	return pays, keeps, rest
}

// play notes the portfolio's growth and prices in some futures.
func (v *valuer) play(first, n int) {
	futures := make([]int, n)
	for l := range futures {
		futures[l] = v.first + first + l
	}
	v.walker.Begin(futures)
	var price vec
	fill(&price, 1)
	for t := range v.p.months {
		if t%chunk == 0 {
			v.walker.Next(v.block, min(chunk, v.p.months-t))
		}
		growth, inflation := &v.growth[t], v.block.Inflation(t%chunk)
		*growth = vec{}
		for c, w := range v.weights[t] {
			if w == 0 {
				continue
			}
			for l, g := range v.block.Row(t%chunk, c) {
				growth[l] += float64(w * g)
			}
		}
		for l := range growth {
			growth[l] = float64(growth[l] * (1 - v.fees[t]))
			v.prices[t][l] = 1 / price[l]
			price[l] = float64(price[l] * inflation[l])
		}
	}
}

// odds are the rails: quantiles of V.
func (v *valuer) odds() *odds {
	o := &odds{}
	r := v.p.ruled.Rule
	for decision, levels := range v.drawn {
		after := r.From+12*decision >= v.end // nothing is left to weigh, and nothing changes
		low, high := make([]float64, len(oddsLevels)), make([]float64, len(oddsLevels))
		for i := range oddsLevels {
			slices.Sort(levels[i])
			low[i], high[i] = quantile(levels[i], r.CutBelow), quantile(levels[i], r.RaiseAbove)
			if r.CutBelow == 0 {
				low[i] = 0 // odds are never below nothing
			}
			if r.RaiseAbove == 1 || after {
				high[i] = maxAmount * maxAmount // nor above certainty
			}
		}
		slices.Sort(levels[len(oddsLevels)])
		o.low, o.high = append(o.low, low), append(o.high, high)
		o.annuity = append(o.annuity, quantile(levels[len(oddsLevels)], 0.5))
	}
	return o
}

// quantile is the smallest of sorted values that at least a share q of them does
// not exceed.
func quantile(sorted []float64, q float64) float64 {
	i := int(math.Ceil(float64(q*float64(len(sorted))))) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}
