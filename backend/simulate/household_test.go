package simulate

import (
	"meridian/backend/market"
	"meridian/backend/tax"
)

// fourClasses is a market of shares, bonds, real estate and cash.
func fourClasses(model market.Model) market.Spec {
	return market.Spec{
		Classes: []market.Class{
			{ID: "eq", Mean: 0.045, SD: 0.18, History: market.HistoryStocks},
			{ID: "bond", Mean: 0.012, SD: 0.06, History: market.HistoryBonds},
			{ID: "reit", Mean: 0.035, SD: 0.17, History: market.HistoryStocks},
			{ID: "cash", Mean: 0.003, SD: 0.01, History: market.HistoryCash},
		},
		Inflation: market.Inflation{Mean: 0.022, SD: 0.015, AR1: 0.6},
		Corr: [][]float64{
			{1, 0.1, 0.6, 0, -0.1},
			{0.1, 1, 0.15, 0.2, -0.3},
			{0.6, 0.15, 1, 0, 0},
			{0, 0.2, 0, 1, 0.2},
			{-0.1, -0.3, 0, 0.2, 1},
		},
		Model: model,
	}
}

var fourYields = []Yield{{0.02, tax.Dividends}, {0.025, tax.Interest}, {0.03, tax.Dividends}, {0.022, tax.Interest}}

// household is a couple of 40 and 38 with pay, a mortgage, a child's studies,
// six accounts and pensions, taxed by bands, planned for 55 years.
func household(paths int) Scenario {
	const months = 55 * 12
	steady := func(v float64, from, until int) Schedule { return between(v, from, until, months) }
	nominal := func(v float64, from, until int) Schedule {
		return Schedule{Nominal: between(v, from, until, months).Real}
	}
	gainRates := tax.Rates{Gains: 0.15, Dividends: 0.15, Interest: 0.22, CappedExempt: 2000, CappedRate: 0.099}
	yearlyCap := ConstantNominal(23_000, months)
	debt, owed := amortised(280_000, 0.04, 240, months)
	return Scenario{
		Start: Month{2026, 1}, Months: months, Paths: paths, Seed: 42,
		People: []Person{
			{ID: "p1", Name: "A", Age: 40 * 12, Horizon: 53 * 12},
			{ID: "p2", Name: "B", Age: 38 * 12, Horizon: months},
		},
		Market: fourClasses(market.Model{Kind: market.Lognormal}),
		Yields: fourYields,
		Mixes: []Mix{
			{Points: []Point{{0, []float64{0.6, 0.25, 0.15, 0}}, {25 * 12, []float64{0.4, 0.5, 0.1, 0}}}, Linear: true, Rebalance: Yearly},
			{Points: []Point{{0, []float64{0, 0, 0, 1}}}, Rebalance: Monthly},
			{Points: []Point{{0, []float64{0.8, 0.2, 0, 0}}}, Rebalance: Banded, Band: 0.05},
		},
		Accounts: []Account{
			{ID: "bank", Wrapper: Cash, Balance: 30_000, Mix: 1},
			{ID: "broker", Wrapper: Taxable, Balance: 80_000, Basis: 60_000, Mix: 0, Fee: 0.003},
			{ID: "k1", Wrapper: Deferred, Balance: 150_000, Mix: 0, Fee: 0.004, Access: 20 * 12, Penalty: 0.1, Owners: []float64{1, 0}},
			{ID: "k2", Wrapper: Deferred, Balance: 60_000, Mix: 0, Fee: 0.004, Access: 22 * 12, Owners: []float64{0, 1}},
			{ID: "roth", Wrapper: Exempt, Balance: 40_000, Mix: 2, Fee: 0.002, Access: 20 * 12, Owners: []float64{1, 0}},
			{ID: "isa", Wrapper: Capped, Balance: 10_000, Basis: 9_000, Mix: 0, Owners: []float64{0, 1}},
		},
		Income: []Income{
			{ID: "w1", Kind: KindIncome, Person: 0, Amount: steady(7_000, 0, 300), Tax: tax.Ordinary},
			{ID: "w2", Kind: KindIncome, Person: 1, Amount: steady(3_500, 0, 300), Tax: tax.Ordinary},
			{ID: "s1", Kind: KindIncome, Person: 0, Amount: steady(2_200, 324, 53*12), Tax: tax.Pension},
			{ID: "s2", Kind: KindIncome, Person: 1, Amount: steady(1_400, 348, months), Tax: tax.Pension},
		},
		Outflows: []Outflow{
			{ID: "living", Kind: KindSpending, Tier: Essential, Amount: steady(3_400, 0, months)},
			{ID: "travel", Kind: KindSpending, Tier: Flexible, Amount: steady(1_200, 0, months), CutFloor: 0.5},
			{ID: "fun", Kind: KindSpending, Tier: Wish, Amount: steady(500, 0, 480)},
			{ID: "college", Kind: KindGoal, Tier: Essential, Amount: steady(2_000, 120, 168), Fund: []Fund{{1, 0.5}}},
			{ID: "loan", Kind: KindDebt, Tier: Essential, Amount: debt},
			{ID: "upkeep", Kind: KindProperty, Tier: Essential, Amount: steady(300, 0, months)},
		},
		Holdings: []Holding{
			{ID: "home", Kind: KindProperty, Value: steady(450_000, 0, months)},
			{ID: "loan", Kind: KindDebt, Value: owed},
		},
		Saving: []Saving{
			{ID: "k1", To: 2, Source: FromIncome, Income: 0, Until: 300, PctOfIncome: 0.08, PreTax: true, Cap: 0, Then: None,
				Match: &Match{Rate: 0.5, UpToPct: 0.06}},
			{ID: "k2", To: 3, Source: FromIncome, Income: 1, Until: 300, PctOfIncome: 0.05, PreTax: true, Cap: None, Then: None},
			{ID: "roth", To: 4, Source: FromSurplus, Income: None, Until: 300, Amount: steady(400, 0, 300), Cap: None, Then: None},
			{ID: "isa", To: 5, Source: FromSurplus, Income: None, Until: 300, Amount: nominal(300, 0, 300), Cap: None, Then: None},
			{ID: "rest", To: 0, Source: FromSurplus, Income: None, Until: months, Rest: true, Cap: None, BufferMonths: 6, Then: 1},
		},
		Caps:  []Cap{{ID: "k", Yearly: yearlyCap}},
		Sweep: 1,
		Draws: []Draw{
			{Accounts: []int{0}, KeepMonths: 6},
			{Accounts: []int{1}},
			{Accounts: []int{5}},
			{Accounts: []int{2, 3}},
			{Accounts: []int{4}},
			{Accounts: []int{0}},
		},
		Tax: &tax.Bands{
			Bands:     []tax.Band{{From: 0, Rate: 0.10}, {From: 11_600, Rate: 0.12}, {From: 47_150, Rate: 0.22}, {From: 100_525, Rate: 0.24}, {From: 191_950, Rate: 0.32}},
			Deduction: 14_600, Rates: gainRates,
		},
		PerPerson:  true,
		Retire:     300,
		Confidence: 0.8,
	}
}

// between is a real amount in the months [from, until) of n.
func between(v float64, from, until, n int) Schedule {
	s := Constant(0, n)
	for t := from; t < until; t++ {
		s.Real[t] = v
	}
	return s
}

// amortised is a loan's level payments and its balance at each month's end, nominal.
func amortised(balance, rate float64, term, months int) (payments, owed Schedule) {
	r := rate / 12
	payment := balance * r / (1 - market.Pow(1+r, -float64(term)))
	payments, owed = ConstantNominal(0, months), ConstantNominal(0, months)
	for t := range term {
		balance = balance*(1+r) - payment
		payments.Nominal[t], owed.Nominal[t] = payment, max(0, balance)
	}
	return payments, owed
}

// Constant is a schedule of the same real amount in every one of n months.
func Constant(real float64, n int) Schedule {
	s := Schedule{Real: make([]float64, n)}
	for t := range s.Real {
		s.Real[t] = real
	}
	return s
}

// ConstantNominal is a schedule of the same nominal amount in every one of n months.
func ConstantNominal(nominal float64, n int) Schedule {
	return Schedule{Nominal: Constant(nominal, n).Real}
}
