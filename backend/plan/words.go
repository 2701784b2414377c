package plan

// Worded is a string type with a closed set of values. The checker and the
// schema both ask it. Where a plan may leave the choice of a preset, of blocks, means,
// longevity, sampling or location out, the first value is meant.
type Worded interface{ Words() []string }

// Patterned is a string type whose values match a regular expression.
type Patterned interface{ Pattern() string }

// The patterns of plain strings in a plan.
const (
	currencyPattern = `^[A-Z]{3}$`
	monthPattern    = `^[0-9]{4}-(0[1-9]|1[0-2])$`
	decimalPattern  = `^-?[0-9]{1,20}(\.[0-9]{1,10})?$`
)

// Pattern is an ISO 4217 code's.
func (Currency) Pattern() string { return currencyPattern }

// Pattern is that of "2041-03".
func (Month) Pattern() string { return monthPattern }

// Pattern is a plain decimal's: no exponent, no grouping.
func (Decimal) Pattern() string { return decimalPattern }

func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// Words are the values of Marker.
func (Marker) Words() []string {
	return words(Schema)
}

// Words are the values of Per.
func (Per) Words() []string {
	return words(PerMonth, PerYear, PerOnce)
}

// Words are the values of Basis.
func (Basis) Words() []string {
	return words(BasisToday, BasisNominal)
}

// Words are the values of At.
func (At) Words() []string {
	return words(AtNow, AtMonth, AtAge, AtMilestone, AtEnd)
}

// Words are the values of GrowthKind.
func (GrowthKind) Words() []string {
	return words(GrowthInflation, GrowthInflationPlus, GrowthRate, GrowthWage, GrowthIndex, GrowthFlat)
}

// Words are the values of Interp.
func (Interp) Words() []string {
	return words(InterpLinear, InterpStep)
}

// Words are the values of RebalanceEvery.
func (RebalanceEvery) Words() []string {
	return words(RebalanceMonthly, RebalanceYearly, RebalanceNever)
}

// Words are the values of Sex.
func (Sex) Words() []string {
	return words(SexFemale, SexMale)
}

// Words are the values of TriggerMetric.
func (TriggerMetric) Words() []string {
	return words(TriggerLiquid, TriggerNetWorth, TriggerMultipleOfSpending)
}

// Words are the values of TriggerOp.
func (TriggerOp) Words() []string {
	return words(TriggerAtLeast)
}

// Words are the values of Wrapper.
func (Wrapper) Words() []string {
	return words(WrapperCash, WrapperTaxable, WrapperDeferred, WrapperExempt, WrapperCapped, WrapperPurpose, WrapperPensionDB, WrapperRestricted, WrapperCrypto, WrapperOther)
}

// Words are the values of PropertyKind.
func (PropertyKind) Words() []string {
	return words(PropertyHome, PropertyRental, PropertyLand, PropertyVehicle, PropertyLeaseDeposit, PropertyOther)
}

// Words are the values of DebtKind.
func (DebtKind) Words() []string {
	return words(DebtMortgage, DebtLease, DebtStudent, DebtCard, DebtMargin, DebtOther)
}

// Words are the values of DebtType.
func (DebtType) Words() []string {
	return words(DebtAmortising, DebtInterestOnly, DebtBullet)
}

// Words are the values of IncomeKind.
func (IncomeKind) Words() []string {
	return words(IncomeWage, IncomeSelfEmployed, IncomePublicPension, IncomePrivatePension, IncomeAnnuity, IncomeRental, IncomeBusiness, IncomeDividend, IncomeBenefit, IncomeGift, IncomeInheritance, IncomeSeverance, IncomeOther)
}

// Words are the values of Tier.
func (Tier) Words() []string {
	return words(TierEssential, TierFlexible, TierWish)
}

// Words are the values of SpendingGroup.
func (SpendingGroup) Words() []string {
	return words(GroupHouse, GroupFood, GroupHealth, GroupCare, GroupEducation, GroupTravel, GroupInsurance, GroupGiving, GroupOther)
}

// Words are the values of GoalKind.
func (GoalKind) Words() []string {
	return words(GoalEducation, GoalVehicle, GoalHome, GoalTravel, GoalWedding, GoalCare, GoalGift, GoalBusiness, GoalOther)
}

// Words are the values of Fallback.
func (Fallback) Words() []string {
	return words(FallbackReduce, FallbackDelay, FallbackSkip)
}

// Words are the values of SurplusThen.
func (SurplusThen) Words() []string {
	return words(ThenTaxable, ThenSpend, ThenDebt)
}

// Words are the values of ToLimit.
func (ToLimit) Words() []string {
	return words(ToRegimeLimit)
}

// Words are the values of InsuranceKind.
func (InsuranceKind) Words() []string {
	return words(InsuranceLife, InsuranceHealth, InsuranceDisability, InsuranceCare, InsuranceAnnuity)
}

// Words are the values of InsureOn.
func (InsureOn) Words() []string {
	return words(OnDeath, OnDisability, OnCare, OnAge)
}

// Words are the values of Preset.
func (Preset) Words() []string {
	return words(PresetTaxableFirst, PresetDeferredFirst, PresetProportional, PresetBracketFill, PresetBestPerformer, PresetKeepTargetMix)
}

// Words are the values of SurplusPolicy.
func (SurplusPolicy) Words() []string {
	return words(SaveSurplus, SpendSurplus)
}

// Words are the values of RuleKind.
func (RuleKind) Words() []string {
	return words(RuleNeeds, RuleConstantReal, RulePctOfPortfolio, RuleVPW, RuleGuardrails, RuleRiskGuardrails, RuleRatchet, RuleFloorCeiling, RuleSmile, RuleCAPE)
}

// Words are the values of ApplyTo.
func (ApplyTo) Words() []string {
	return words(ApplyFlexible, ApplyAll)
}

// Words are the values of RefillWhen.
func (RefillWhen) Words() []string {
	return words(RefillAfterGain, RefillAlways)
}

// Words are the values of Location.
func (Location) Words() []string {
	return words(LocationSame, LocationTaxAware)
}

// Words are the values of Regime.
func (Regime) Words() []string {
	return words(RegimeNone, RegimeFlat, RegimeBands, RegimeUSFederal, RegimeKR)
}

// Words are the values of FilingStatus.
func (FilingStatus) Words() []string {
	return words(FilingSingle, FilingJoint, FilingSeparate, FilingHeadOfHousehold)
}

// Words are the values of MeanKind.
func (MeanKind) Words() []string {
	return words(MeanGeometric, MeanArithmetic)
}

// Words are the values of ReturnModel.
func (ReturnModel) Words() []string {
	return words(ModelLognormal, ModelStudentT, ModelRegime, ModelBlock, ModelHistorical, ModelDeterministic)
}

// Words are the values of BlockKind.
func (BlockKind) Words() []string {
	return words(BlocksStationary, BlocksCircular)
}

// Words are the values of HistoryMeans.
func (HistoryMeans) Words() []string {
	return words(MeansOfPlan, MeansOfHistory)
}

// Words are the values of LongevityKind.
func (LongevityKind) Words() []string {
	return words(LongevityFixed, LongevityTable, LongevityDrawn)
}

// Words are the values of RunStep.
func (RunStep) Words() []string {
	return words(StepMonth)
}

// Words are the values of Sampling.
func (Sampling) Words() []string {
	return words(SamplingAuto, SamplingPlain, SamplingQuasi)
}

// Words are the values of Metric.
func (Metric) Words() []string {
	return words(MetricEssential, MetricAll)
}

// Words are the values of HorizonRule.
func (HorizonRule) Words() []string {
	return words(HorizonLastSurvivor)
}

// Words are the values of SourceKind.
func (SourceKind) Words() []string {
	return words(SourceManual, SourceImport, SourceDocument, SourceAdvisor, SourceDefault)
}

// Words are the values of YieldKind.
func (YieldKind) Words() []string {
	return words(YieldDividends, YieldInterest)
}

// Words are the values of History.
func (History) Words() []string {
	return words(HistoryStocks, HistoryBonds, HistoryCash)
}
