package forecast

import (
	"cmp"
	"encoding/json"
	"slices"

	"meridian/backend/market"
	"meridian/backend/plan"
	"meridian/backend/simulate"
	"meridian/backend/tax"
)

// cashClass is the class that bank accounts hold where they name no mix.
const cashClass = "cash"

// market compiles what assets may return.
func (c *compiler) market() {
	a := c.plan.Assumptions
	for _, id := range ordered(a.Classes, func(plan.Class) plan.Record { return plan.Record{} }) {
		class := a.Classes[id]
		c.addClass(market.Class{ID: id, Mean: geometric(class.Real), SD: class.Real.SD, History: historyOf(class)},
			simulate.Yield{Rate: class.Yield, As: yieldAs(class)})
	}
	if _, ok := a.Classes[cashClass]; !ok && c.holdsPlainCash() {
		c.limit("/assumptions/classes", "cash.assumed", said{
			"There is no class “cash”: bank accounts are taken to keep up with prices, no more and no less.",
			"‘cash’ 자산군이 없어 예금은 물가만큼만 불어나는 것으로 계산합니다.",
		})
		c.addClass(market.Class{ID: cashClass, History: market.HistoryCash}, simulate.Yield{As: tax.Interest})
	}
	c.out.Market.Inflation = market.Inflation{Mean: a.Inflation.Mean, SD: a.Inflation.SD, AR1: a.Inflation.AR1}
	c.out.Market.Corr = c.correlations()
	c.out.Market.Model = c.model()
	c.ownHistory()
	c.historyLimits()
	c.modelLimits()
}

func (c *compiler) addClass(class market.Class, yield simulate.Yield) {
	c.classes = append(c.classes, class.ID)
	c.out.Market.Classes = append(c.out.Market.Classes, class)
	c.out.Yields = append(c.out.Yields, yield)
}

// geometric is the geometric mean of a return.
func geometric(r plan.RealReturn) float64 {
	if r.Kind == plan.MeanArithmetic {
		return market.Geometric(r.Mean, r.SD)
	}
	return r.Mean
}

func yieldAs(class plan.Class) tax.Class {
	if class.YieldAs == plan.YieldInterest {
		return tax.Interest
	}
	return tax.Dividends
}

// historyOf is the series that a class follows where the past is played: the one
// it names, or the one that its deviation is like.
func historyOf(class plan.Class) market.Series {
	switch class.History {
	case plan.HistoryStocks:
		return market.HistoryStocks
	case plan.HistoryBonds:
		return market.HistoryBonds
	case plan.HistoryCash:
		return market.HistoryCash
	}
	switch {
	case class.Real.SD >= 0.10:
		return market.HistoryStocks
	case class.Real.SD >= 0.02:
		return market.HistoryBonds
	}
	return market.HistoryCash
}

// historyLimits says which classes follow a series of the embedded history that
// they do not name.
func (c *compiler) historyLimits() {
	if !c.plan.Assumptions.Returns.PlaysHistory() || c.out.Market.Past != nil {
		return
	}
	for _, out := range c.out.Market.Classes {
		class, described := c.plan.Assumptions.Classes[out.ID]
		if !described || class.History != "" {
			continue
		}
		c.limit("/assumptions/classes/"+out.ID, "class.history", said{
			"“%[1]s” names no historical series; it follows %[2]s, which it resembles in its ups and downs.",
			"‘%[1]s’ 자산군에 과거 자료가 정해져 있지 않아 변동성이 비슷한 %[2]s 자료를 씁니다.",
		}, cmp.Or(class.Name, out.ID), out.History)
	}
}

// holdsPlainCash reports whether a bank account names no mix.
func (c *compiler) holdsPlainCash() bool {
	for _, a := range c.plan.Accounts {
		if a.Wrapper == plan.WrapperCash && a.Alloc == nil {
			return true
		}
	}
	return false
}

// correlations orders the plan's matrix as the engine has its classes; what the
// plan leaves out is uncorrelated.
func (c *compiler) correlations() [][]float64 {
	order := append(slices.Clone(c.classes), "inflation")
	at := map[string]int{}
	for i, name := range c.plan.Assumptions.Corr.Order {
		at[name] = i
	}
	m := make([][]float64, len(order))
	for i, a := range order {
		m[i] = make([]float64, len(order))
		for j, b := range order {
			m[i][j] = c.correlation(at, a, b)
		}
	}
	return m
}

func (c *compiler) correlation(at map[string]int, a, b string) float64 {
	i, ok1 := at[a]
	j, ok2 := at[b]
	switch {
	case a == b:
		return 1
	case !ok1 || !ok2:
		return 0
	}
	return c.plan.Assumptions.Corr.M[i][j]
}

func (c *compiler) model() market.Model {
	r := c.plan.Assumptions.Returns
	switch r.Model {
	case plan.ModelStudentT:
		return market.Model{Kind: market.StudentT, DF: r.DF}
	case plan.ModelDeterministic:
		return market.Model{Kind: market.Deterministic}
	case plan.ModelHistorical:
		return market.Model{Kind: market.Replay, Wrap: r.Wrap}
	case plan.ModelRegime:
		return market.Model{Kind: market.Regime, Switch: market.Switch(*r.Regimes)}
	case plan.ModelBlock:
		return market.Model{Kind: market.BlockBootstrap, Pieces: market.Pieces{
			Months:     cmp.Or(r.BlockMonths, usualBlock),
			Fixed:      r.Blocks == plan.BlocksCircular,
			Stagger:    r.Stagger,
			AsRecorded: r.Means == plan.MeansOfHistory,
		}}
	}
	return market.Model{Kind: market.Lognormal}
}

// usualBlock is the months of a stretch of history where the plan names none.
const usualBlock = 60

// modelLimits notes what of the chosen model is not played as the plan has it.
func (c *compiler) modelLimits() {
	r := c.plan.Assumptions.Returns
	if kept := c.out.Market.StressKept(); kept < 1 {
		played := market.Pow(1+r.Regimes.StressMean, kept) - 1
		c.limit("/assumptions/returns/regimes/stressMean", "returns.stressMean", said{
			"A change of %.3[1]g %% a year in stress would be more than the spread of the classes allows; %.3[2]g %% is simulated.",
			"위기 때 연 %.3[1]g%%의 변화는 자산군의 변동 폭으로 설명할 수 있는 정도를 넘습니다. %.3[2]g%%로 계산합니다.",
		}, 100*r.Regimes.StressMean, 100*played)
	}
	if run := c.plan.Assumptions.Run; run != nil && run.Antithetic {
		c.limit("/assumptions/run/antithetic", "run.antithetic", said{
			"Futures are drawn independently; paired draws are not simulated: evenly spread futures make success far more certain than they could.",
			"미래는 서로 독립적으로 뽑습니다. 고르게 펼친 미래가 훨씬 정확하므로 짝을 이루어 뽑는 방식은 쓰지 않습니다.",
		})
	}
}

// accounts compiles everything that holds money.
func (c *compiler) accounts() {
	for _, id := range ordered(c.plan.Accounts, func(a plan.Account) plan.Record { return a.Record }) {
		a := c.plan.Accounts[id]
		if a.ExcludeFromPlan {
			continue
		}
		if a.Wrapper == plan.WrapperPensionDB {
			c.limit(pointer("accounts", id), "account.pensionDB", said{
				"“%s” is a promise of a pension: enter what it will pay as an income; its balance is not counted.",
				"‘%s’ 계좌는 확정급여형입니다. 받을 금액을 소득으로 입력해 주세요. 잔액은 계산에 넣지 않습니다.",
			}, cmp.Or(a.Name, id))
			continue
		}
		c.account[id] = len(c.out.Accounts)
		account := c.oneAccount(id, a)
		c.accountLaw(id, a, &account)
		c.out.Accounts = append(c.out.Accounts, account)
		if a.RMD != "" && a.RMD != noRMD && account.Required == nil {
			c.limit(pointer("accounts", id, "rmd"), "account.rmd", said{
				"Required withdrawals from “%s” are not simulated yet.",
				"‘%s’ 계좌의 의무 인출은 아직 계산하지 않습니다.",
			}, cmp.Or(a.Name, id))
		}
	}
}

func (c *compiler) oneAccount(id string, a plan.Account) simulate.Account {
	out := simulate.Account{
		ID: id, Name: a.Name, Wrapper: simulate.Wrapper(a.Wrapper), Owners: c.owners(a.Owner),
		Balance: c.value(a.Balance, a.Cur), Mix: c.mix(id, a),
	}
	out.Basis = c.basis(id, a, out.Balance)
	c.fee(id, a, &out)
	if a.Access != nil {
		out.Penalty = a.Access.PenaltyRate
		if a.Access.From != nil {
			month, _ := c.time.At(*a.Access.From)
			out.Access = min(max(month, 0), c.months)
		}
	}
	return out
}

// owners is a share per person; nil for the household.
func (c *compiler) owners(o plan.Owner) []float64 {
	shares := make([]float64, len(c.out.People))
	total := 0.0
	if i, ok := c.person[o.Person]; ok {
		shares[i], total = 1, 1
	}
	for _, id := range ordered(c.plan.People, func(p plan.Person) plan.Record { return p.Record }) {
		if i, ok := c.person[id]; ok && o.Split[id] > 0 {
			shares[i] = o.Split[id]
			total += o.Split[id]
		}
	}
	if total == 0 {
		return nil
	}
	for i := range shares {
		shares[i] /= total
	}
	return shares
}

// basis is the untaxed part of a balance. Where a taxable account does not say
// what was paid, no gain is assumed so far.
func (c *compiler) basis(id string, a plan.Account, balance float64) float64 {
	switch {
	case a.CostBasis != nil && a.CostBasis.Cost != nil:
		return c.value(*a.CostBasis.Cost, a.Cur)
	case a.CostBasis != nil && a.CostBasis.Contributed != nil:
		return c.value(*a.CostBasis.Contributed, a.Cur)
	case a.Wrapper == plan.WrapperDeferred || a.Wrapper == plan.WrapperPurpose:
		return 0
	}
	if a.Wrapper == plan.WrapperTaxable && balance > 0 {
		c.limit(pointer("accounts", id, "basis"), "account.basis", said{
			"“%s” does not say what was paid for it; it is taken to have no gain yet.",
			"‘%s’ 계좌의 취득가를 몰라 지금까지의 이익이 없는 것으로 계산합니다.",
		}, cmp.Or(a.Name, id))
	}
	return balance
}

func (c *compiler) fee(id string, a plan.Account, out *simulate.Account) {
	switch {
	case a.Fee == nil && c.plan.Assumptions.Fees != nil:
		out.Fee = c.plan.Assumptions.Fees.Default
	case a.Fee == nil:
	case a.Fee.Amount == nil:
		out.Fee = a.Fee.Rate
	default:
		amount := *a.Fee.Amount
		amount.Cur = cmp.Or(amount.Cur, a.Cur)
		out.FeeAmount = c.schedule(stream{pointer: pointer("accounts", id, "fee"), amount: amount, per: plan.PerYear, until: c.months})
	}
}

// mix is the index of what an account is invested in. Accounts with the same
// mix share one.
func (c *compiler) mix(id string, a plan.Account) int {
	alloc := c.plan.Allocation.Default
	switch {
	case a.Alloc != nil:
		alloc = *a.Alloc
	case a.Wrapper == plan.WrapperCash:
		alloc = plan.Alloc{Weights: map[string]float64{cashClass: 1}}
	}
	located := c.plan.Allocation.Location == plan.LocationTaxAware && a.Alloc == nil && a.Wrapper != plan.WrapperCash
	key, err := json.Marshal(struct {
		plan.Alloc
		Located bool
	}{alloc, located})
	if err == nil {
		if i, ok := c.mixes[string(key)]; ok {
			return i
		}
	}
	c.mixes[string(key)] = len(c.out.Mixes)
	mix := c.mixOf(alloc)
	mix.Located = located
	c.out.Mixes = append(c.out.Mixes, mix)
	return len(c.out.Mixes) - 1
}

func (c *compiler) mixOf(alloc plan.Alloc) simulate.Mix {
	m := simulate.Mix{Linear: alloc.Interp != plan.InterpStep, Rebalance: simulate.Yearly}
	if alloc.Rebalance != nil {
		m.Rebalance, m.Band = rebalanced(*alloc.Rebalance)
	}
	if len(alloc.Glide) == 0 {
		m.Points = []simulate.Point{{Weights: c.weights(alloc.Weights)}}
		return m
	}
	for _, g := range alloc.Glide {
		month, _ := c.time.At(g.At)
		m.Points = append(m.Points, simulate.Point{Month: month, Weights: c.weights(g.Weights)})
	}
	slices.SortStableFunc(m.Points, func(a, b simulate.Point) int { return cmp.Compare(a.Month, b.Month) })
	m.Points = lastOfEachMonth(m.Points)
	return m
}

// lastOfEachMonth leaves one point per month: the last one given for it.
func lastOfEachMonth(points []simulate.Point) []simulate.Point {
	var out []simulate.Point
	for i, p := range points {
		if i == len(points)-1 || points[i+1].Month > p.Month {
			out = append(out, p)
		}
	}
	return out
}

func rebalanced(r plan.Rebalance) (simulate.Rebalance, float64) {
	switch r.Every {
	case plan.RebalanceMonthly:
		return simulate.Monthly, 0
	case plan.RebalanceNever:
		return simulate.Never, 0
	case plan.RebalanceYearly:
		return simulate.Yearly, 0
	}
	return simulate.Banded, r.Band
}

// weights are a mix's weights in the order of the engine's classes, summing to
// exactly one as closely as floats do.
func (c *compiler) weights(w map[string]float64) []float64 {
	out := make([]float64, len(c.classes))
	total := 0.0
	for i, id := range c.classes {
		out[i] = w[id]
		total += w[id]
	}
	for i := range out {
		if total > 0 {
			out[i] /= total
		}
	}
	return out
}
