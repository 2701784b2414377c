package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"meridian/backend/market"
)

// secondOdds is the second opinion on the odds: for every decision and a few
// levels, the wealth that each sampled future would have needed, found for one
// future, one decision and one level at a time.
type secondOdds struct {
	rule    *Rule
	needs   [][][]float64 // [decision][level], sorted
	annuity [][]float64   // [decision], sorted
}

func oddsOf(sc *Scenario, source *market.Source) *secondOdds {
	r := sc.Rule
	if r == nil || r.Kind != RiskGuardrails || r.From >= sc.Months {
		return nil
	}
	growths, prices := sampledPortfolio(sc, source)
	end := sc.Months
	if r.Until > 0 {
		end = min(end, max(r.Until, r.From+12))
	}
	o := &secondOdds{rule: r}
	for t := r.From; t < sc.Months; t += 12 {
		o.annuity = append(o.annuity, nil)
		o.needs = append(o.needs, make([][]float64, len(oddsLevels)))
	}
	for i := range growths {
		for k, v := range presentValues(growths[i][:end], r.From, func(int) float64 { return 1 }) {
			o.annuity[k] = append(o.annuity[k], v)
		}
		s := &second{sc: sc}
		for level := range oddsLevels {
			needs := presentValues(growths[i][:end], r.From, func(m int) float64 {
				s.t, s.price = m, prices[i][m]
				return s.shortOf(oddsLevels[level])
			})
			for k, v := range needs {
				o.needs[k][level] = append(o.needs[k][level], v)
			}
		}
	}
	for k := range o.needs {
		slices.Sort(o.annuity[k])
		for level := range oddsLevels {
			slices.Sort(o.needs[k][level])
		}
	}
	return o
}

// presentValues is, for every twelfth month from one on, what must be there to
// pay all that falls due.
func presentValues(growth []float64, from int, due func(month int) float64) []float64 {
	values, v := make([]float64, (len(growth)-from+11)/12), 0.0
	for m := len(growth) - 1; m >= from; m-- {
		v = math.Max(0, due(m)+v/growth[m])
		if (m-from)%12 == 0 {
			values[(m-from)/12] = v
		}
	}
	return values
}

// shortOf is what this month's payments at a level are above its income.
func (s *second) shortOf(level float64) float64 {
	var pays, keeps [Tiers]float64
	due := 0.0
	for _, o := range s.sc.Outflows {
		if o.During != nil {
			continue
		}
		v := s.worthOf(o.Amount)
		if o.Kind != KindSpending || !s.ruled(o.Tier) {
			due += v
			continue
		}
		pays[o.Tier] += v
		if int(o.Tier) < s.sc.Rule.Guard {
			keeps[o.Tier] += v
		} else if o.Tier != Essential {
			keeps[o.Tier] += v * o.CutFloor
		}
	}
	for tier := range pays {
		due += math.Max(level*pays[tier], keeps[tier])
	}
	named := func(a int) bool {
		return slices.ContainsFunc(s.sc.Draws, func(d Draw) bool { return slices.Contains(d.Accounts, a) })
	}
	for _, in := range s.sc.Income {
		if in.During != nil {
			continue
		}
		net := s.worthOf(in.Amount)
		for _, pre := range in.PreTax {
			v := s.worthOf(pre.Amount)
			net -= v
			if pre.To != None && named(pre.To) {
				due -= v
			}
		}
		for _, r := range in.Route {
			if !named(r.Account) {
				due += net * r.Share
			}
		}
		due -= net
	}
	return due
}

// sampledPortfolio is the growth of all accounts of the order together, by month
// of each sampled future, and its price index.
func sampledPortfolio(sc *Scenario, source *market.Source) (growths, prices [][]float64) {
	mean := *sc
	mean.Rule, mean.Lives, mean.Paths = nil, nil, 1
	mean.Market.Model = market.Model{Kind: market.Deterministic}
	steady, err := market.New(mean.Market, mean.Seed)
	if err != nil {
		panic(err)
	}
	expected := playSecond(&mean, steady, nil, 0)
	weights, fees := make([][]float64, sc.Months), make([]float64, sc.Months)
	for t := range weights {
		weights[t] = make([]float64, len(sc.Market.Classes))
		total := 0.0
		for a, account := range sc.Accounts {
			if account.Access >= sc.Months || !slices.ContainsFunc(sc.Draws, func(d Draw) bool { return slices.Contains(d.Accounts, a) }) {
				continue
			}
			held := expected.held[t][a]
			total += held
			fees[t] += held * (1 - math.Pow(1-account.Fee, 1.0/12))
			target := expected.target(sc.Mixes[account.Mix], t)
			sum := 0.0
			for _, w := range target {
				sum += w
			}
			for c, w := range target {
				weights[t][c] += held * w / sum
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
	n, first := sc.Market.Futures(1024, sc.Months), oddsFirst
	if sc.Market.Model.Kind == market.Replay || sc.Market.Model.Kind == market.Deterministic {
		first = 0
	}
	for i := 0; i < n; i += market.Lanes {
		w, b := source.Walk(), market.NewBlock(1, len(sc.Market.Classes))
		var futures []int
		for l := range min(market.Lanes, n-i) {
			futures = append(futures, first+i+l)
			growths, prices = append(growths, nil), append(prices, []float64{1})
		}
		w.Begin(futures)
		for t := range sc.Months {
			w.Next(b, 1)
			for l := range futures {
				grown := 0.0
				for c, part := range weights[t] {
					grown += part * b.Row(0, c)[l]
				}
				growths[i+l] = append(growths[i+l], grown*(1-fees[t]))
				prices[i+l] = append(prices[i+l], prices[i+l][t]*b.Inflation(0)[l])
			}
		}
	}
	return growths, prices
}

func (o *secondOdds) rails(decision int, level, tax float64) (low, high float64) {
	if len(o.annuity[decision]) == 0 {
		return 0, math.Inf(1)
	}
	at := func(share float64) float64 {
		k := int(math.Ceil(share*float64(len(o.annuity[decision])))) - 1
		k = max(0, k)
		i := 0
		for i+2 < len(oddsLevels) && oddsLevels[i+1] < level {
			i++
		}
		a, b := o.needs[decision][i][k], o.needs[decision][i+1][k]
		middle := o.annuity[decision][int(math.Ceil(0.5*float64(len(o.annuity[decision]))))-1]
		return a + (b-a)*(level-oddsLevels[i])/(oddsLevels[i+1]-oddsLevels[i]) + tax*middle
	}
	return at(o.rule.CutBelow), at(o.rule.RaiseAbove)
}

func TestTheSecondOpinionAgreesOnRandomOdds(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 31))
			sc := randomScenario(r)
			sc.Rule = randomSpendingRule(r, sc.Months)
			sc.Rule.Kind = RiskGuardrails
			agree(t, sc, 6)
		})
	}
}

// railsAt are the rails of a scenario's rule at a decision, without tax.
func railsAt(t *testing.T, sc Scenario, decision int, level float64) (low, high float64) {
	t.Helper()
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	return p.ruled.odds.rails(decision, level, 0)
}

// What the table says is what playing the rest of the plan anew says: with the
// wealth of a rail, as large a share of futures holds. The sample's error is 1.5
// points at the lower rail, 0.7 at the upper one; two standard errors and a half.
func TestTheOddsAreThoseOfPlayingTheRest(t *testing.T) {
	models := map[string]market.Model{
		"lognormal": {Kind: market.Lognormal},
		"student t": {Kind: market.StudentT, DF: 4},
		"regime":    {Kind: market.Regime, Switch: market.Switch{StayCalm: 0.96, StayStress: 0.8, StressMean: -0.3, StressSD: 2}},
	}
	const months = 300
	for name, model := range models {
		for _, decision := range []int{0, 15} {
			for _, level := range []float64{1, 1.37} {
				rule := Rule{Kind: RiskGuardrails, CutBelow: 0.6, RaiseAbove: 0.95, Step: 0.1, All: true}
				sc := retired(model, months, 100, rule)
				low, high := railsAt(t, sc, decision, level)
				for wealth, want := range map[float64]float64{low: 0.6, high: 0.95} {
					left := months - 12*decision
					rest := retired(model, left, 6000, Rule{})
					rest.Rule, rest.Accounts[0].Balance = nil, wealth
					for o := range rest.Outflows {
						rest.Outflows[o].Amount = Constant(2*level, left)
					}
					r, holds := mustRun(t, rest), 0
					for i := range r.N {
						if r.Rows.Outcome[i] == FullyPaid {
							holds++
						}
					}
					got, se := float64(holds)/float64(r.N), math.Sqrt(want*(1-want)/oddsSample)
					if math.Abs(got-want) > 2.5*se {
						t.Errorf("%s, decision %d, level %v: with %v %v hold, want %v", name, decision, level, wealth, got, want)
					}
				}
			}
		}
	}
}

// Taxes, several accounts and pensions that begin later are simplified: how far
// the rails are off then, on a household taxed by brackets. Wealth at the rail is
// spread over the accounts as the mean future has it at retirement.
func TestTheOddsOfAHouseholdAreNearThoseOfPlayingIt(t *testing.T) {
	sc := household(100)
	sc.Rule = &Rule{Kind: RiskGuardrails, From: 300, CutBelow: 0.7, RaiseAbove: 0.95, Step: 0.1, All: true}
	p, err := checked(t.Context(), &sc)
	if err != nil {
		t.Fatal(err)
	}
	mean := household(1)
	mean.Market.Model = market.Model{Kind: market.Deterministic}
	steady := mustAgain(t, mean)
	total := 0.0
	for a := range sc.Accounts {
		total += steady.Balances[a][299]
	}
	for _, share := range []float64{0.7, 0.95} {
		tax, holds := 0.0, 0.0
		for range 3 { // tax depends on what is drawn, which the wealth hardly moves
			wealth, high := p.ruled.odds.rails(0, 1, tax)
			if share > 0.9 {
				wealth = high
			}
			r := mustRun(t, from300(household(2000), steady, wealth/total))
			holds, tax = 0, 0
			for i := range r.N {
				if r.Rows.Outcome[i] == FullyPaid {
					holds += 1 / float64(r.N)
				}
			}
			for l, line := range r.Lines {
				if line.Kind == KindTax {
					tax += r.Means[l][1] / 12
				}
			}
		}
		if math.Abs(holds-share) > 0.08 {
			t.Errorf("%.3f of futures hold, the table says %v", holds, share)
		}
	}
}

// from300 is the rest of the household's plan from its retirement on, in today's
// money of then, its accounts a multiple of what they hold in a replay.
func from300(sc Scenario, at Replay, times float64) Scenario {
	const start = 300
	cut := func(s *Schedule) {
		if s.Real != nil {
			s.Real = s.Real[start:]
		}
		if s.Nominal != nil {
			s.Nominal = slices.Clone(s.Nominal[start:])
			for t := range s.Nominal {
				s.Nominal[t] /= at.Price[start]
			}
		}
	}
	sc.Months -= start
	sc.Start.Year += start / 12
	sc.Retire = 0
	for i := range sc.People {
		sc.People[i].Age += start
		sc.People[i].Horizon -= start
	}
	for i := range sc.Mixes {
		for j := range sc.Mixes[i].Points {
			sc.Mixes[i].Points[j].Month -= start
		}
	}
	for i := range sc.Accounts {
		a := &sc.Accounts[i]
		a.Balance = times * at.Balances[i][start-1]
		a.Basis = 0.6 * a.Balance
		a.Access = 0
	}
	for i := range sc.Income {
		cut(&sc.Income[i].Amount)
	}
	for i := range sc.Outflows {
		cut(&sc.Outflows[i].Amount)
	}
	for i := range sc.Holdings {
		cut(&sc.Holdings[i].Value)
	}
	sc.Saving = sc.Saving[4:]
	sc.Saving[0].Until = sc.Months
	sc.Caps = nil
	return sc
}

func TestRailsLieWhereTheyMust(t *testing.T) {
	sc := retired(market.Model{Kind: market.Lognormal}, 360, 10, Rule{Kind: RiskGuardrails, CutBelow: 0.6, RaiseAbove: 0.95, Step: 0.1, All: true})
	last := 0.0
	for _, level := range []float64{0, 0.3, 0.8, 1, 1.1, 2.5, 7} {
		low, high := railsAt(t, sc, 3, level)
		if low > high || low < last {
			t.Errorf("level %v: rails at %v and %v after %v", level, low, high, last)
		}
		last = low
	}
	// With one account and no other payments, wealth for twice the level is twice as much.
	low, _ := railsAt(t, sc, 3, 1)
	if twice, _ := railsAt(t, sc, 3, 2); math.Abs(twice/low-2) > 1e-9 {
		t.Errorf("%v for twice the level, %v for it", twice, low)
	}
	// Without chance, V is the annuity due of 4 a month.
	sc = retired(market.Model{Kind: market.Deterministic}, 360, 1, *sc.Rule)
	g, want := math.Pow(1.05, 1.0/12), 0.0
	for m := range 360 - 36 {
		want += 4 / math.Pow(g, float64(m))
	}
	if low, high := railsAt(t, sc, 3, 1); math.Abs(low-want) > 1e-6 || math.Abs(high-want) > 1e-6 {
		t.Errorf("rails at %v and %v, want %v", low, high, want)
	}
}
