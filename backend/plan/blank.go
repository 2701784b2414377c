package plan

// Blank is a plan with nobody in it and sensible assumptions: what a new
// household starts from. It becomes valid with its first person. The document's
// id and name are left to the caller.
//
// The assumptions are round figures of the kind that long-run studies report
// (real geometric returns of 4.5 % for world shares and 1.2 % for bonds); they
// are marked as defaults, for the household to replace.
func Blank(locale string, currency Currency, start Month) Plan {
	yearly := &Rebalance{Every: RebalanceYearly}
	return Plan{
		Schema:     Schema,
		Version:    Version,
		Currency:   currency,
		Locale:     locale,
		Start:      start,
		PriceLevel: start,
		People:     map[string]Person{},
		Withdrawal: Withdrawal{
			Rule:      SpendingRule{Kind: RuleNeeds},
			Order:     []WithdrawalStep{{Pick: string(WrapperCash), Until: &WithdrawalUntil{BufferMonths: 6}}, {Pick: string(WrapperTaxable)}, {Pick: string(WrapperCapped)}, {Pick: string(WrapperDeferred)}, {Pick: string(WrapperExempt)}, {Pick: string(WrapperPurpose)}, {Pick: string(WrapperRestricted)}, {Pick: string(WrapperCrypto)}, {Pick: string(WrapperOther)}, {Pick: string(WrapperCash)}},
			Shortfall: []string{"wish", "flexible", "unfunded"},
			Surplus:   SaveSurplus,
		},
		Allocation: Allocation{Default: Alloc{Weights: map[string]float64{"stocks": 0.6, "bonds": 0.4}, Rebalance: yearly}},
		Tax:        Tax{Regime: RegimeNone},
		Assumptions: Assumptions{
			Classes: map[string]Class{
				"stocks": defaultClass("a0", "World stocks", 0.045, 0.18, 0.018, YieldDividends, HistoryStocks, start),
				"bonds":  defaultClass("a1", "Bonds", 0.012, 0.055, 0.03, YieldInterest, HistoryBonds, start),
				"cash":   defaultClass("a2", "Cash", 0.002, 0.01, 0.02, YieldInterest, HistoryCash, start),
			},
			Corr: Corr{
				Order: []string{"stocks", "bonds", "cash", "inflation"},
				M: [][]float64{
					{1, 0.1, 0, -0.1},
					{0.1, 1, 0.2, -0.3},
					{0, 0.2, 1, -0.4},
					{-0.1, -0.3, -0.4, 1},
				},
			},
			Inflation: Inflation{Mean: 0.022, SD: 0.013, AR1: 0.6, Spreads: map[string]float64{"health": 0.015, "education": 0.01}},
			Returns:   Returns{Model: ModelLognormal},
			Longevity: &Longevity{Kind: LongevityFixed},
			Fees:      &DefaultFee{Default: 0.004},
			Run:       &RunDefaults{Paths: 10_000, Seed: 42, Step: StepMonth},
		},
		Targets: Targets{Confidence: 0.8, Metric: MetricEssential, HorizonRule: HorizonLastSurvivor},
	}
}

func defaultClass(sort, name string, mean, sd, yield float64, as YieldKind, history History, asOf Month) Class {
	return Class{Record: Record{Sort: sort, Name: name}, Real: RealReturn{Mean: mean, SD: sd}, Yield: yield, YieldAs: as, History: history, Source: string(SourceDefault), AsOf: asOf}
}
