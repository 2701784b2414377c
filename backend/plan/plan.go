package plan

// Version is the plan document's version that this program writes.
const Version = 1

// Marker says of a JSON document that it is a plan.
type Marker string

// Schema is the document's fixed marker.
const Schema Marker = "meridian.plan"

// Plan is one household's whole document.
//
// Collections are records keyed by id, ordered by each record's Sort (a
// fractional string), so that two people's edits merge per field.
type Plan struct {
	Schema     Marker   `json:"schema"`
	Version    int      `json:"version"`
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Currency   Currency `json:"currency"`
	Locale     string   `json:"locale,omitempty"`
	Region     string   `json:"region,omitempty"`
	Start      Month    `json:"start"`
	PriceLevel Month    `json:"priceLevel"`
	RolledFrom Month    `json:"rolledFrom,omitempty"`
	// Demo marks a shipped example household; the interface watermarks it.
	Demo bool `json:"demo,omitempty"`

	FX map[string]FXRate `json:"fx,omitempty"`

	People     map[string]Person     `json:"people"`
	Milestones map[string]Milestone  `json:"milestones,omitempty"`
	Accounts   map[string]Account    `json:"accounts,omitempty"`
	Property   map[string]Property   `json:"property,omitempty"`
	Debts      map[string]Debt       `json:"debts,omitempty"`
	Income     map[string]Income     `json:"income,omitempty"`
	Spending   map[string]Spending   `json:"spending,omitempty"`
	Goals      map[string]Goal       `json:"goals,omitempty"`
	Saving     map[string]SavingRule `json:"saving,omitempty"`
	Insurance  map[string]Insurance  `json:"insurance,omitempty"`

	Withdrawal  Withdrawal  `json:"withdrawal"`
	Allocation  Allocation  `json:"allocation"`
	Tax         Tax         `json:"tax"`
	Assumptions Assumptions `json:"assumptions"`
	Legacy      *Legacy     `json:"legacy,omitempty"`
	Targets     Targets     `json:"targets"`

	Scenarios map[string]Scenario `json:"scenarios,omitempty"`
	// Sources maps a JSON pointer to where that value came from.
	Sources map[string]Source `json:"sources,omitempty"`
	// Notes maps a record id (or "plan") to markdown.
	Notes map[string]string `json:"notes,omitempty"`
	// Watches are futures to look at again.
	Watches map[string]Watch `json:"watches,omitempty"`
	Meta    *Meta            `json:"meta,omitempty"`
}

// Watch names some futures of a seed: the same courses of markets and prices,
// whatever becomes of the plan. Futures is a bitmap in base64; the lowest bit of
// its first byte is future 0.
type Watch struct {
	Name    string `json:"name"`
	Seed    uint64 `json:"seed"`
	Futures string `json:"futures"`
}

// Currency is an ISO 4217 code, e.g. "KRW".
type Currency string

// Month is a calendar month "YYYY-MM".
type Month string

// Decimal is an exact decimal number written as a string, e.g. "4500000" or "12.50".
type Decimal string

// Record is what every keyed record carries.
type Record struct {
	Sort     string `json:"sort,omitempty"`
	Name     string `json:"name,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

// Amount is money. Which of Cur, Per, Basis and AsOf may stand, and what
// their absence means, is said by the field that holds the amount:
// Cur defaults to the account's or plan's currency, Per to the field's
// natural period, Basis to "today".
type Amount struct {
	Amt   Decimal  `json:"amt"`
	Cur   Currency `json:"cur,omitempty"`
	Per   Per      `json:"per,omitempty"`
	Basis Basis    `json:"basis,omitempty"`
	AsOf  Month    `json:"asOf,omitempty"`
}

// Per is the period an amount is paid in.
type Per string

// The periods.
const (
	PerMonth Per = "month"
	PerYear  Per = "year"
	PerOnce  Per = "once"
)

// Basis says in whose prices an amount stands.
type Basis string

// The bases: prices of the plan's PriceLevel, or the money of the day it is paid.
const (
	BasisToday   Basis = "today"
	BasisNominal Basis = "nominal"
)

// TimeRef is a moment in the plan's time. At decides which other fields stand:
//
//	{at:"now"} {at:"month",month} {at:"age",person,years,months?}
//	{at:"milestone",ref,offsetMonths?} {at:"end"}
type TimeRef struct {
	At           At     `json:"at"`
	Month        Month  `json:"month,omitempty"`
	Person       string `json:"person,omitempty"`
	Years        int    `json:"years,omitempty"`
	Months       int    `json:"months,omitempty"`
	Ref          string `json:"ref,omitempty"`
	OffsetMonths int    `json:"offsetMonths,omitempty"`
}

// At is the kind of a TimeRef.
type At string

// The kinds of TimeRef. End is the last survivor's horizon.
const (
	AtNow       At = "now"
	AtMonth     At = "month"
	AtAge       At = "age"
	AtMilestone At = "milestone"
	AtEnd       At = "end"
)

// Span is a stretch of time: {start,end?}, {start,months} or {end,months}.
// A missing start means now, a missing end the horizon. The end month itself
// is outside the span.
type Span struct {
	Start  *TimeRef `json:"start,omitempty"`
	End    *TimeRef `json:"end,omitempty"`
	Months int      `json:"months,omitempty"`
}

// Growth says how an amount changes with time, smoothly, counted from the
// plan's start (for a nominal amount: from the start of its span). Rate is per year: real for inflationPlus, nominal for rate.
// Where no growth is given, an amount in today's money follows inflation and a
// nominal one stays flat.
type Growth struct {
	Kind  GrowthKind `json:"kind"`
	Rate  *float64   `json:"rate,omitempty"`
	Index string     `json:"index,omitempty"`
	Cap   *Amount    `json:"cap,omitempty"`
}

// GrowthKind names a way of growing.
type GrowthKind string

// The ways of growing. Flat keeps the nominal amount; index follows inflation
// plus the spread of that name in Assumptions.Inflation.Spreads.
const (
	GrowthInflation     GrowthKind = "inflation"
	GrowthInflationPlus GrowthKind = "inflationPlus"
	GrowthRate          GrowthKind = "rate"
	GrowthWage          GrowthKind = "wage"
	GrowthIndex         GrowthKind = "index"
	GrowthFlat          GrowthKind = "flat"
)

// Step changes a stream from a moment on: set it, add to it or multiply it;
// exactly one field stands. Set and Add are in prices of the plan's start,
// like the stream's own amount, and grow as it does.
type Step struct {
	At  TimeRef  `json:"at"`
	Set *Amount  `json:"set,omitempty"`
	Add *Amount  `json:"add,omitempty"`
	Mul *float64 `json:"mul,omitempty"`
}

// Alloc is a mix of asset classes: fixed Weights, or a Glide path of them.
type Alloc struct {
	Weights   map[string]float64 `json:"weights,omitempty"`
	Glide     []GlidePoint       `json:"glide,omitempty"`
	Interp    Interp             `json:"interp,omitempty"`
	Rebalance *Rebalance         `json:"rebalance,omitempty"`
}

// Interp says how a glide path moves between its points.
type Interp string

// The ways between two points of a glide path; absent means linear.
const (
	InterpLinear Interp = "linear"
	InterpStep   Interp = "step"
)

// GlidePoint is the mix at one moment of a glide path.
type GlidePoint struct {
	At      TimeRef            `json:"at"`
	Weights map[string]float64 `json:"weights"`
}

// Rebalance is "yearly", "monthly", "never", or {"band": 0.05} (absolute drift
// of any weight). In JSON it is that string or that object.
type Rebalance struct {
	Every RebalanceEvery
	Band  float64
}

// RebalanceEvery says how often a mix is restored.
type RebalanceEvery string

// How often a mix is restored.
const (
	RebalanceMonthly RebalanceEvery = "monthly"
	RebalanceYearly  RebalanceEvery = "yearly"
	RebalanceNever   RebalanceEvery = "never"
)

// RebalanceBand restores a mix when any weight drifts by more than Band.
type RebalanceBand struct {
	Band float64 `json:"band"`
}

// Person is a member of the household.
type Person struct {
	Record
	Birth       Month `json:"birth"`
	SexForTable Sex   `json:"sexForTable,omitempty"`
	// Horizon may be absent for a dependant only.
	Horizon   Horizon `json:"horizon,omitzero"`
	Work      *Work   `json:"work,omitempty"`
	Dependant bool    `json:"dependant,omitempty"`
	CaresFor  string  `json:"caresFor,omitempty"`
	// Disability and Care may befall the person; where absent they do not.
	Disability *Disability `json:"disability,omitempty"`
	Care       *Care       `json:"care,omitempty"`
}

// Disability is the chance per year, as long as the person works, to be unable to for
// so many months. Pay from work stops but for Share of it.
type Disability struct {
	ProbPerYear float64 `json:"probPerYear"`
	Months      int     `json:"months"`
	Share       float64 `json:"share,omitempty"`
}

// Care is the chance per year, from an age on, to need care for so many months, once
// in a life, and what it costs (per month when Per is absent).
type Care struct {
	ProbPerYear float64 `json:"probPerYear"`
	FromAge     int     `json:"fromAge"`
	Months      int     `json:"months"`
	Cost        Amount  `json:"cost"`
	Growth      *Growth `json:"growth,omitempty"`
}

// Horizon is how long a person is planned for: to an age, or to a percentile of a
// survival table ("us-2022", "kr-2023"; package mortality names their sources),
// the age that the person, who has reached today's, does not outlive with that
// chance (absent: 0.9). SexForTable picks the table's column (absent: both).
// Under Longevity table everybody is planned for by table, under drawn as well;
// an absent Table is then that of the plan's region or currency.
type Horizon struct {
	Age        int     `json:"age,omitempty"`
	Table      string  `json:"table,omitempty"`
	Percentile float64 `json:"percentile,omitempty"`
}

// Sex picks a survival table.
type Sex string

// The sexes that survival tables know.
const (
	SexFemale Sex = "female"
	SexMale   Sex = "male"
)

// Work says when a person stops working.
type Work struct {
	Stop TimeRef `json:"stop"`
}

// Milestone is a named moment that other records refer to.
type Milestone struct {
	Record
	Icon string        `json:"icon,omitempty"`
	When MilestoneWhen `json:"when"`
	Note string        `json:"note,omitempty"`
}

// MilestoneWhen is a TimeRef, or a Trigger that the simulated household pulls.
type MilestoneWhen struct {
	TimeRef
	Trigger *Trigger `json:"trigger,omitempty"`
}

// Trigger fires in the first month, from After on, in which the metric reaches the
// value, and at Before at the latest. A household has one condition that milestones
// wait for; a second one comes at its latest month. Each property may wait for its own.
// Value is currency of today for liquid and netWorth, a multiple for multipleOfSpending.
type Trigger struct {
	Metric TriggerMetric `json:"metric"`
	Op     TriggerOp     `json:"op"`
	Value  Decimal       `json:"value"`
	After  *TimeRef      `json:"after,omitempty"`
	Before *TimeRef      `json:"before,omitempty"`
}

// TriggerMetric is what a trigger watches.
type TriggerMetric string

// What a trigger may watch.
const (
	TriggerLiquid             TriggerMetric = "liquid"
	TriggerNetWorth           TriggerMetric = "netWorth"
	TriggerMultipleOfSpending TriggerMetric = "multipleOfSpending"
)

// TriggerOp compares the metric with the value.
type TriggerOp string

// The one comparison.
const TriggerAtLeast TriggerOp = ">="

// Owner of an account, property or debt: a person id, "joint", or a split.
// In JSON a string or an object {personId: share}.
type Owner struct {
	Person string
	Split  map[string]float64
}

// Wrapper is an account's tax shape, which needs no tax regime to be simulated.
type Wrapper string

// The wrappers (how money is taxed going in, growing, coming out).
const (
	WrapperCash       Wrapper = "cash"
	WrapperTaxable    Wrapper = "taxable"
	WrapperDeferred   Wrapper = "deferred"
	WrapperExempt     Wrapper = "exempt"
	WrapperCapped     Wrapper = "capped"
	WrapperPurpose    Wrapper = "purpose"
	WrapperPensionDB  Wrapper = "pensionDB"
	WrapperRestricted Wrapper = "restricted"
	WrapperCrypto     Wrapper = "crypto"
	WrapperOther      Wrapper = "other"
)

// Account holds money. Balance is nominal at AsOf.
type Account struct {
	Record
	Owner   Owner    `json:"owner"`
	Wrapper Wrapper  `json:"wrapper"`
	Kind    string   `json:"kind,omitempty"`
	Cur     Currency `json:"cur,omitempty"`
	Balance Amount   `json:"balance"`
	// CostBasis is what was paid for what the account holds now.
	CostBasis       *CostBasis `json:"basis,omitempty"`
	Alloc           *Alloc     `json:"alloc,omitempty"`
	Fee             *Fee       `json:"fee,omitempty"`
	Access          *Access    `json:"access,omitempty"`
	RMD             string     `json:"rmd,omitempty"`
	RollTo          string     `json:"rollTo,omitempty"`
	Institution     string     `json:"institution,omitempty"`
	LinkedActual    string     `json:"linkedActual,omitempty"`
	ExcludeFromPlan bool       `json:"excludeFromPlan,omitempty"`
}

// CostBasis is the untaxed part of a balance: what was paid, or what was contributed.
type CostBasis struct {
	Cost        *Amount `json:"cost,omitempty"`
	Contributed *Amount `json:"contributed,omitempty"`
}

// Fee is a yearly rate of the balance, or an amount. In JSON a number or an amount.
type Fee struct {
	Rate   float64
	Amount *Amount
}

// Access says from when an account may be drawn on. A null From means always.
type Access struct {
	From        *TimeRef `json:"from,omitempty" null:"absent" jsonschema:"nullable"`
	PenaltyRate float64  `json:"penaltyRate,omitempty"`
	Exceptions  []string `json:"exceptions,omitempty"`
}

// PropertyKind is what a property is.
type PropertyKind string

// The kinds of property. A leaseDeposit (전세) comes back at its nominal value;
// with a growth it is renewed every two years, and the increase is paid.
const (
	PropertyHome         PropertyKind = "home"
	PropertyRental       PropertyKind = "rental"
	PropertyLand         PropertyKind = "land"
	PropertyVehicle      PropertyKind = "vehicle"
	PropertyLeaseDeposit PropertyKind = "leaseDeposit"
	PropertyOther        PropertyKind = "other"
)

// Property is a thing of value that is not an account.
type Property struct {
	Record
	Kind   PropertyKind `json:"kind"`
	Owner  Owner        `json:"owner"`
	Value  *Amount      `json:"value,omitempty"`
	Growth *Growth      `json:"growth,omitempty"`
	Buy    *Buy         `json:"buy,omitempty"`
	Sell   *Sell        `json:"sell,omitempty"`
	Rent   *Amount      `json:"rent,omitempty"`
	Upkeep *Fee         `json:"upkeep,omitempty"`
	// TaxRate is yearly, of the value.
	TaxRate float64 `json:"taxRate,omitempty"`
	// Paid is what was paid for it, in money of the day; what is bought in the plan has
	// its price. Where it is known, or Sell.GainRate is, selling it is taxed on the gain.
	Paid     *Amount `json:"paid,omitempty"`
	Replaces string  `json:"replaces,omitempty"`
}

// Buy is a purchase in the future. Funding names an account to pay from, if not the usual order.
type Buy struct {
	At      TimeRef `json:"at"`
	Price   Amount  `json:"price"`
	Funding string  `json:"funding,omitempty"`
}

// Sell is a sale. CostRate is the share of the price that the sale costs. GainRate is
// the share of the gain that tax takes; absent, the gain is taxed as the regime taxes
// gains, in Korea and without a regime not at all. GainExempt of it is not taxed; absent,
// nothing, but for a home under us.federal what the law leaves untaxed.
type Sell struct {
	At         *TimeRef `json:"at,omitempty"`
	Trigger    *Trigger `json:"trigger,omitempty"`
	CostRate   float64  `json:"costRate,omitempty"`
	GainRate   *float64 `json:"gainRate,omitempty"`
	GainExempt *Amount  `json:"gainExempt,omitempty"`
}

// DebtKind is what a debt is.
type DebtKind string

// The kinds of debt. A lease is money borrowed for a leaseDeposit.
const (
	DebtMortgage DebtKind = "mortgage"
	DebtLease    DebtKind = "lease"
	DebtStudent  DebtKind = "student"
	DebtCard     DebtKind = "card"
	DebtMargin   DebtKind = "margin"
	DebtOther    DebtKind = "other"
)

// DebtType is how a debt is paid back.
type DebtType string

// How a debt is paid back. Amortising: equal payments. InterestOnly: interest
// each month, the principal at the end. Bullet: all of it at the end, interest included.
const (
	DebtAmortising   DebtType = "amortising"
	DebtInterestOnly DebtType = "interestOnly"
	DebtBullet       DebtType = "bullet"
)

// Debt is money owed, nominal. Rate is a yearly nominal rate, compounded monthly.
type Debt struct {
	Record
	Kind       DebtKind    `json:"kind"`
	Owner      *Owner      `json:"owner,omitempty"`
	Balance    Amount      `json:"balance"`
	Rate       float64     `json:"rate"`
	Type       DebtType    `json:"type"`
	End        *TimeRef    `json:"end,omitempty"`
	Payment    *Amount     `json:"payment,omitempty"`
	Extra      []Extra     `json:"extra,omitempty"`
	SecuredBy  string      `json:"securedBy,omitempty"`
	FixedUntil *TimeRef    `json:"fixedUntil,omitempty"`
	Then       *RateChange `json:"then,omitempty"`
}

// Extra is a payment beyond what is due.
type Extra struct {
	Amount Amount `json:"amount"`
	Span   Span   `json:"span"`
}

// RateChange is the rate after a fixed period.
type RateChange struct {
	Rate float64 `json:"rate"`
}

// IncomeKind is where an income comes from.
type IncomeKind string

// The kinds of income.
const (
	IncomeWage           IncomeKind = "wage"
	IncomeSelfEmployed   IncomeKind = "selfEmployed"
	IncomePublicPension  IncomeKind = "publicPension"
	IncomePrivatePension IncomeKind = "privatePension"
	IncomeAnnuity        IncomeKind = "annuity"
	IncomeRental         IncomeKind = "rental"
	IncomeBusiness       IncomeKind = "business"
	IncomeDividend       IncomeKind = "dividend"
	IncomeBenefit        IncomeKind = "benefit"
	IncomeGift           IncomeKind = "gift"
	IncomeInheritance    IncomeKind = "inheritance"
	IncomeSeverance      IncomeKind = "severance"
	IncomeOther          IncomeKind = "other"
)

// Income is a stream of money coming in.
type Income struct {
	Record
	Person string     `json:"person"`
	Kind   IncomeKind `json:"kind"`
	// Amount is paid per month when Per is absent.
	Amount Amount `json:"amount"`
	// Gross amounts are taxed; others are what arrives.
	Gross bool `json:"gross,omitempty"`
	// Span of a wage without an end stops with the person's work.
	Span   Span    `json:"span"`
	Growth *Growth `json:"growth,omitempty"`
	Steps  []Step  `json:"steps,omitempty"`

	Volatility *Volatility `json:"volatility,omitempty"`
	Interrupt  *Interrupt  `json:"interrupt,omitempty"`
	// TaxAs is what it is taxed as, where that is not its kind: wage, selfEmployed,
	// ordinary, publicPension, privatePension, interest, dividends, untaxed; in Korea
	// also otherIncome (기타소득 after expenses), fees and prizes (such income of which 60
	// and 80 % are expenses).
	TaxAs string `json:"taxAs,omitempty"`
	// Withhold is the share of a gross Amount that its payer sends to the tax office as
	// it is paid, as far as PreTax leaves it. It counts against the year's tax; what is
	// too much is paid back once the year is settled.
	Withhold *float64 `json:"withhold,omitempty"`

	PreTax        []PreTax `json:"preTax,omitempty"`
	RouteTo       *RouteTo `json:"routeTo,omitempty"`
	SurvivorShare float64  `json:"survivorShare,omitempty"`
	// ServiceYears are the years of work that a severance is paid for; its tax in
	// Korea depends on them.
	ServiceYears int    `json:"serviceYears,omitempty"`
	Claim        *Claim `json:"claim,omitempty"`
}

// Volatility is the standard deviation of a year's income, as a share of it, and its
// correlation with shares, whose last twelve months it follows.
type Volatility struct {
	SD             float64 `json:"sd"`
	CorrWithMarket float64 `json:"corrWithMarket,omitempty"`
}

// Interrupt is the chance per year that an income stops, and for how many months.
// Share of it goes on: what an unemployment insurance pays.
type Interrupt struct {
	ProbPerYear float64 `json:"probPerYear"`
	Months      int     `json:"months"`
	Share       float64 `json:"share,omitempty"`
}

// PreTax is a deduction before tax: an amount or a rate of the income, to an account or out of the plan.
type PreTax struct {
	Name   string   `json:"name"`
	Amount *Amount  `json:"amount,omitempty"`
	Rate   *float64 `json:"rate,omitempty"`
	To     string   `json:"to,omitempty"`
}

// RouteTo sends a share of an income straight to an account.
type RouteTo struct {
	AccountID string  `json:"accountId"`
	Share     float64 `json:"share"`
}

// Claim makes the age at which a public pension is claimed a lever. Ages in
// years; rates per year of claiming early or late. The income's Amount is what
// is paid at Normal. At is the chosen age and then also the start of the
// income; when it is absent the income's span and amount stand as they are.
type Claim struct {
	Earliest        int     `json:"earliest"`
	Normal          int     `json:"normal"`
	Latest          int     `json:"latest"`
	At              int     `json:"at,omitempty"`
	ReducePerYear   float64 `json:"reducePerYear"`
	IncreasePerYear float64 `json:"increasePerYear"`
}

// Tier says how much a spending or goal matters.
type Tier string

// The tiers, in the order in which they are cut last to first.
const (
	TierEssential Tier = "essential"
	TierFlexible  Tier = "flexible"
	TierWish      Tier = "wish"
)

// SpendingGroup is what money is spent on.
type SpendingGroup string

// The groups of spending.
const (
	GroupHouse     SpendingGroup = "house"
	GroupFood      SpendingGroup = "food"
	GroupHealth    SpendingGroup = "health"
	GroupCare      SpendingGroup = "care"
	GroupEducation SpendingGroup = "education"
	GroupTravel    SpendingGroup = "travel"
	GroupInsurance SpendingGroup = "insurance"
	GroupGiving    SpendingGroup = "giving"
	GroupOther     SpendingGroup = "other"
)

// Spending is a stream of money going out. What is for one Owner alone ends
// with that person's horizon.
// CutFloor is the share that remains when it is cut as far as it may be.
type Spending struct {
	Record
	Group SpendingGroup `json:"group,omitempty"`
	// Amount is paid per month when Per is absent.
	Amount   Amount   `json:"amount"`
	Span     Span     `json:"span"`
	Growth   *Growth  `json:"growth,omitempty"`
	Steps    []Step   `json:"steps,omitempty"`
	Tier     Tier     `json:"tier"`
	CutFloor float64  `json:"cutFloor,omitempty"`
	Owner    *Owner   `json:"owner,omitempty"`
	PayFrom  string   `json:"payFrom,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

// GoalKind is what a goal is about.
type GoalKind string

// The kinds of goal.
const (
	GoalEducation GoalKind = "education"
	GoalVehicle   GoalKind = "vehicle"
	GoalHome      GoalKind = "home"
	GoalTravel    GoalKind = "travel"
	GoalWedding   GoalKind = "wedding"
	GoalCare      GoalKind = "care"
	GoalGift      GoalKind = "gift"
	GoalBusiness  GoalKind = "business"
	GoalOther     GoalKind = "other"
)

// Fallback says what becomes of a goal that cannot be paid for in full.
type Fallback string

// What may become of such a goal; absent means reduce. Delay lets it wait for money
// for up to five years, in today's prices. Skip pays for it in whole or not at all;
// what is skipped is no shortfall.
const (
	FallbackReduce Fallback = "reduce"
	FallbackDelay  Fallback = "delay"
	FallbackSkip   Fallback = "skip"
)

// Goal is something the household wants to pay for. FundFrom are the shares of
// the cost that accounts pay before the usual order of withdrawal is asked.
// Every repeats it each that many years from the start of When.
type Goal struct {
	Record
	Kind GoalKind `json:"kind,omitempty"`
	// Target is paid once, or, when When is a Span and Per is absent, each year.
	Target   Amount             `json:"target"`
	When     GoalWhen           `json:"when"`
	Every    int                `json:"every,omitempty"`
	Growth   *Growth            `json:"growth,omitempty"`
	Tier     Tier               `json:"tier"`
	FundFrom map[string]float64 `json:"fundFrom,omitempty"`
	Fallback Fallback           `json:"fallback,omitempty"`
	Priority int                `json:"priority,omitempty"`
}

// GoalWhen is a moment (TimeRef fields) or a Span; never both.
type GoalWhen struct {
	*TimeRef
	*Span
}

// SurplusThen says where what is left over goes once the buffer is full.
type SurplusThen string

// Where it may go.
const (
	ThenTaxable SurplusThen = "taxable"
	ThenSpend   SurplusThen = "spend"
	ThenDebt    SurplusThen = "debt"
)

// The values of SavingRule.From that are not the id of an income.
const (
	FromSurplus  = "surplus"
	FromEmployer = "employer"
)

// ToLimit fills an account up to what the regime allows in a year.
type ToLimit string

// ToRegimeLimit is the limit that the tax regime knows; SavingRule.Cap stands
// in where it knows none.
const ToRegimeLimit ToLimit = "regime"

// SavingRule is one step of the contribution waterfall, worked through in the
// order of Sort. From is "surplus", "employer" or the id of an income.
type SavingRule struct {
	Record
	To            string       `json:"to"`
	From          string       `json:"from"`
	Amount        SavingAmount `json:"amount"`
	Span          *Span        `json:"span,omitempty"`
	Growth        *Growth      `json:"growth,omitempty"`
	PreTax        bool         `json:"preTax,omitempty"`
	Match         *Match       `json:"match,omitempty"`
	StopAtBalance *Amount      `json:"stopAtBalance,omitempty"`
	CapGroup      string       `json:"capGroup,omitempty"`
	Cap           *Amount      `json:"cap,omitempty"`
	BufferMonths  int          `json:"bufferMonths,omitempty"`
	Then          SurplusThen  `json:"then,omitempty"`
	Enabled       bool         `json:"enabled"`
}

// SavingAmount is how much a rule moves; exactly one field stands.
type SavingAmount struct {
	Fixed          *Amount      `json:"fixed,omitempty"`
	PctOfIncome    *PctOfIncome `json:"pctOfIncome,omitempty"`
	PctOfRemaining *float64     `json:"pctOfRemaining,omitempty"`
	ToLimit        ToLimit      `json:"toLimit,omitempty"`
	Rest           bool         `json:"rest,omitempty"`
}

// PctOfIncome is a share of one income.
type PctOfIncome struct {
	Income string  `json:"income"`
	Rate   float64 `json:"rate"`
}

// Match is what an employer adds: Rate per unit contributed, up to a share of pay, up to a cap per year.
type Match struct {
	Rate        float64 `json:"rate"`
	UpToPctPay  float64 `json:"upToPctOfPay,omitempty"`
	Cap         *Amount `json:"cap,omitempty"`
	MatchIncome string  `json:"income,omitempty"`
}

// InsuranceKind is what an insurance covers.
type InsuranceKind string

// The kinds of insurance.
const (
	InsuranceLife       InsuranceKind = "life"
	InsuranceHealth     InsuranceKind = "health"
	InsuranceDisability InsuranceKind = "disability"
	InsuranceCare       InsuranceKind = "care"
	InsuranceAnnuity    InsuranceKind = "annuity"
)

// InsureOn is the event that makes an insurance pay.
type InsureOn string

// The events.
const (
	OnDeath      InsureOn = "death"
	OnDisability InsureOn = "disability"
	OnCare       InsureOn = "care"
	OnAge        InsureOn = "age"
)

// Insurance is a premium now against a payout later.
type Insurance struct {
	Record
	Kind    InsuranceKind `json:"kind"`
	Insured string        `json:"insured"`
	Premium *Premium      `json:"premium,omitempty"`
	Payout  *Amount       `json:"payout,omitempty"`
	Span    *Span         `json:"span,omitempty"`
	Trigger *InsureEvent  `json:"trigger,omitempty"`
	// Surrender is what it pays if it is cashed in, as a last resort.
	Surrender *Amount `json:"surrender,omitempty"`
	DocRef    string  `json:"docRef,omitempty"`
}

// Premium is what an insurance costs, and how long.
type Premium struct {
	Amount Amount `json:"amount"`
	Span   Span   `json:"span"`
}

// InsureEvent is what makes an insurance pay.
type InsureEvent struct {
	On  InsureOn `json:"on"`
	Age int      `json:"age,omitempty"`
}

// Withdrawal is how spending is funded when income does not suffice.
type Withdrawal struct {
	Rule        SpendingRule     `json:"rule"`
	Order       []WithdrawalStep `json:"order,omitempty"`
	Preset      Preset           `json:"preset,omitempty"`
	Buffer      *Buffer          `json:"buffer,omitempty"`
	NeverTouch  []string         `json:"neverTouch,omitempty"`
	LastResort  []string         `json:"lastResort,omitempty"`
	Conversions []Conversion     `json:"conversions,omitempty"`
	// Shortfall is the order in which what cannot be paid is dealt with: wish,
	// flexible (cut to their floors), property:<id> (sold), borrow (as far as what is
	// held stands good for it, at BorrowRate), unfunded. LastResort comes after all of
	// these but the last: property:<id>, insurance:<id> (cashed in).
	Shortfall  []string      `json:"shortfall,omitempty"`
	BorrowRate float64       `json:"borrowRate,omitempty"`
	Surplus    SurplusPolicy `json:"surplus,omitempty"`
}

// Preset is a ready-made order of withdrawal, used when Order is empty.
// TaxableFirst and DeferredFirst draw on bank accounts down to the buffer, then on
// wrapper after wrapper, at last on the buffer. Proportional draws on all open
// accounts at once, each in proportion to its balance; since that leaves the
// household's mix as it is, keepTargetMix does the same. BracketFill draws on
// tax-deferred accounts until the year's income fills a low tax bracket, then on the
// others as taxableFirst does, at last on the rest of the deferred ones: under
// us.federal the 12 % bracket, under kr what private pensions pay at their low
// rates (and the 15 % bracket where they are taxed with the rest), under bands the
// lowest with a rate above zero. BestPerformer draws between the two steps on cash
// on the account whose mix has grown most over the last twelve months, then on the next.
type Preset string

// The presets.
const (
	PresetTaxableFirst  Preset = "taxableFirst"
	PresetDeferredFirst Preset = "deferredFirst"
	PresetProportional  Preset = "proportional"
	PresetBracketFill   Preset = "bracketFill"
	PresetBestPerformer Preset = "bestPerformer"
	PresetKeepTargetMix Preset = "keepTargetMix"
)

// SurplusPolicy says what becomes of money that no saving rule takes.
type SurplusPolicy string

// The policies; absent means saveSurplus.
const (
	SaveSurplus  SurplusPolicy = "saveSurplus"
	SpendSurplus SurplusPolicy = "spendSurplus"
)

// RuleKind names a spending rule.
type RuleKind string

// The spending rules.
const (
	RuleNeeds          RuleKind = "needs"
	RuleConstantReal   RuleKind = "constantReal"
	RulePctOfPortfolio RuleKind = "pctOfPortfolio"
	RuleVPW            RuleKind = "vpw"
	RuleGuardrails     RuleKind = "guardrails"
	RuleRiskGuardrails RuleKind = "riskGuardrails"
	RuleRatchet        RuleKind = "ratchet"
	RuleFloorCeiling   RuleKind = "floorCeiling"
	RuleSmile          RuleKind = "smile"
	RuleCAPE           RuleKind = "cape"
)

// ApplyTo says which spending a rule may change.
type ApplyTo string

// What a rule may change; absent means flexible, wishes included.
const (
	ApplyFlexible ApplyTo = "flexible"
	ApplyAll      ApplyTo = "all"
)

// SpendingRule is a withdrawal rule; Kind decides which parameters stand.
//
//	needs, constantReal : none
//	pctOfPortfolio      : Pct of wealth a year, within Floor and Ceil as shares of planned spending
//	vpw                 : Rate, the real return per year that the amortisation counts on
//	guardrails          : Upper and Lower as multiples of the first rate of withdrawal, Cut, Raise;
//	                      tiers up to FloorTier are never set below the plan
//	riskGuardrails      : CutBelow, RaiseAbove as shares of futures in which the rest of the plan
//	                      holds at the spending so far; Step, the share by which it is then cut or raised
//	ratchet             : Threshold of growth over the first wealth, Raise, at most every Years
//	floorCeiling        : Floor and Ceil as shares of planned spending
//	smile               : DeclinePerYear between FromAge and ToAge of the first person
//	cape                : A + B/CAPE of wealth a year, within Floor and Ceil as shares of planned
//	                      spending; StartCAPE, what shares cost of ten years' real earnings at the
//	                      plan's start (absent: the last month of the built-in history)
//
// The rule begins at From; absent, when the household has stopped working
// (smile: at FromAge).
type SpendingRule struct {
	Kind           RuleKind `json:"kind"`
	Pct            float64  `json:"pct,omitempty"`
	Floor          *float64 `json:"floor,omitempty"`
	Ceil           *float64 `json:"ceil,omitempty"`
	Rate           float64  `json:"rate,omitempty"`
	Table          string   `json:"table,omitempty"`
	Upper          float64  `json:"upper,omitempty"`
	Lower          float64  `json:"lower,omitempty"`
	Cut            float64  `json:"cut,omitempty"`
	Raise          float64  `json:"raise,omitempty"`
	FloorTier      Tier     `json:"floorTier,omitempty"`
	CutBelow       float64  `json:"cutBelow,omitempty"`
	RaiseAbove     float64  `json:"raiseAbove,omitempty"`
	Step           float64  `json:"step,omitempty"`
	Threshold      float64  `json:"threshold,omitempty"`
	Years          int      `json:"years,omitempty"`
	DeclinePerYear float64  `json:"declinePerYear,omitempty"`
	FromAge        int      `json:"fromAge,omitempty"`
	ToAge          int      `json:"toAge,omitempty"`
	A              float64  `json:"a,omitempty"`
	B              float64  `json:"b,omitempty"`
	StartCAPE      float64  `json:"startCape,omitempty"`
	ApplyTo        ApplyTo  `json:"applyTo,omitempty"`
	From           *TimeRef `json:"from,omitempty"`
}

// WithdrawalStep draws on a wrapper, an account id or a group until something is true.
type WithdrawalStep struct {
	Pick  string           `json:"pick"`
	Until *WithdrawalUntil `json:"until,omitempty"`
	When  *TimeRef         `json:"when,omitempty"`
	Limit *Amount          `json:"limit,omitempty"`
}

// WithdrawalUntil is where a step stops; one field stands. BracketTop is a rate: the
// step stops in a year at the end of the last bracket with a rate of at most that,
// by the owner's income so far; TaxAmount at so much tax of the household per year.
type WithdrawalUntil struct {
	Balance      *Amount  `json:"balance,omitempty"`
	BufferMonths int      `json:"bufferMonths,omitempty"`
	Yearly       *Amount  `json:"yearly,omitempty"`
	BracketTop   *float64 `json:"bracketTop,omitempty"`
	TaxAmount    *Amount  `json:"taxAmount,omitempty"`
}

// Buffer is how many months of spending are kept in cash.
type Buffer struct {
	Months     int        `json:"months"`
	RefillWhen RefillWhen `json:"refillWhen,omitempty"`
}

// RefillWhen says when the buffer is filled up again from what is invested: each
// January, or each January after a calendar year in which that gained more than
// prices rose; after other years the buffer is used first. Absent: by saving rules alone.
type RefillWhen string

// When the buffer is filled up again.
const (
	RefillAfterGain RefillWhen = "afterGain"
	RefillAlways    RefillWhen = "always"
)

// Conversion moves money from a deferred to an exempt account at the end of each
// December of its span, taxed as income and without penalty: what brings the year's
// income of the owner, before deductions and without gains and dividends, up to
// FillTo per year. Without FillTo all of it moves at once. To fill a bracket, give
// its top plus the deductions. It may also move a capped account (an ISA that has run its
// term) into a deferred one, which Korea gives a further credit for.
type Conversion struct {
	From   string  `json:"from"`
	To     string  `json:"to"`
	FillTo *Amount `json:"fillTo,omitempty"`
	Span   Span    `json:"span"`
}

// Allocation is the household's mix.
type Allocation struct {
	Default  Alloc    `json:"default"`
	Location Location `json:"location,omitempty"`
}

// Location says whether every account without a mix of its own holds the same one, or
// all of them hold it together, each what is taxed least in it (package simulate says
// in what order).
type Location string

// The locations; absent means same.
const (
	LocationSame     Location = "same"
	LocationTaxAware Location = "taxAware"
)

// Regime names a way of being taxed.
type Regime string

// The regimes.
const (
	RegimeNone      Regime = "none"
	RegimeFlat      Regime = "flat"
	RegimeBands     Regime = "bands"
	RegimeUSFederal Regime = "us.federal"
	RegimeKR        Regime = "kr"
)

// FilingStatus is who files a US return together.
type FilingStatus string

// The filing statuses.
const (
	FilingSingle          FilingStatus = "single"
	FilingJoint           FilingStatus = "joint"
	FilingSeparate        FilingStatus = "separate"
	FilingHeadOfHousehold FilingStatus = "headOfHousehold"
)

// Tax is the chosen regime and its parameters.
//
//	none  : nothing is owed
//	flat  : Params.Income on ordinary income and deferred withdrawals, Params.Gains on realised gains,
//	        Params.Dividends and Params.Interest on yields; Params.Pension on public pensions (absent: Income)
//	bands : Params.Bands on ordinary income after Params.Deduction; gains etc. as in flat
//	us.federal : the law's packs for Params.FilingStatus (absent: joint for two adults, single for one)
//	        and Params.StateRate
//	kr    : the law's packs, person by person; Params.LocalTax (absent: true), Gains (absent: as foreign
//	        shares), CappedExempt (absent: the pack's), SeveranceRate. Indexed false keeps thresholds as they are
type Tax struct {
	Regime    Regime    `json:"regime"`
	Pack      string    `json:"pack,omitempty"`
	Params    TaxParams `json:"params,omitzero"`
	PerPerson bool      `json:"perPerson,omitempty"`
}

// TaxParams are a regime's parameters; rates are shares.
type TaxParams struct {
	Income    *float64  `json:"income,omitempty"`
	Gains     *float64  `json:"gains,omitempty"`
	Dividends *float64  `json:"dividends,omitempty"`
	Interest  *float64  `json:"interest,omitempty"`
	Pension   *float64  `json:"pension,omitempty"`
	Bands     []TaxBand `json:"bands,omitempty"`
	Deduction *Amount   `json:"deduction,omitempty"`
	// Indexed moves the thresholds with inflation; absent means true.
	Indexed      *bool        `json:"indexed,omitempty"`
	FilingStatus FilingStatus `json:"filingStatus,omitempty"`
	LocalTax     *bool        `json:"localTax,omitempty"`
	// CappedExempt is the untaxed yearly gain inside a capped wrapper; CappedRate taxes the rest on the way out.
	CappedExempt *Amount  `json:"cappedExempt,omitempty"`
	CappedRate   *float64 `json:"cappedRate,omitempty"`
	// SeveranceRate is the share that the tax on severance pay takes of it in
	// Korea, local tax included; a part of it is owed on what a kr.dc account pays
	// out as a pension.
	SeveranceRate *float64 `json:"severanceRate,omitempty"`
	// StateRate is what a state of the United States takes, on top of the federal
	// tax, of income after the standard deduction and without social security.
	StateRate *float64 `json:"stateRate,omitempty"`
}

// TaxBand taxes income above From at Rate.
type TaxBand struct {
	From Amount  `json:"from"`
	Rate float64 `json:"rate"`
}

// Assumptions are what the household believes about the world.
type Assumptions struct {
	Classes   map[string]Class `json:"classes"`
	Corr      Corr             `json:"corr"`
	Inflation Inflation        `json:"inflation"`
	Wage      *Wage            `json:"wage,omitempty"`
	Returns   Returns          `json:"returns"`
	Datasets  []Dataset        `json:"datasets,omitempty"`
	Longevity *Longevity       `json:"longevity,omitempty"`
	Fees      *DefaultFee      `json:"fees,omitempty"`
	Run       *RunDefaults     `json:"run,omitempty"`
}

// Class is an asset class. Real is geometric per year; Yield is the part of
// the return paid out each year, taxed as YieldAs says (absent: dividends).
// History is the series of the past that the class follows in historical replay
// and block bootstrap.
type Class struct {
	Record
	Real    RealReturn `json:"real"`
	Yield   float64    `json:"yield,omitempty"`
	YieldAs YieldKind  `json:"yieldAs,omitempty"`
	History History    `json:"history,omitempty"`
	Source  string     `json:"source,omitempty"`
	AsOf    Month      `json:"asOf,omitempty"`
}

// YieldKind says what a yield is to the tax office.
type YieldKind string

// The kinds of yield.
const (
	YieldDividends YieldKind = "dividends"
	YieldInterest  YieldKind = "interest"
)

// History names a series of the embedded monthly history.
type History string

// The series.
const (
	HistoryStocks History = "stocks"
	HistoryBonds  History = "bonds"
	HistoryCash   History = "cash"
)

// RealReturn is a yearly real return: geometric mean (arithmetic when Kind says so) and standard deviation.
type RealReturn struct {
	Mean float64  `json:"mean"`
	SD   float64  `json:"sd"`
	Kind MeanKind `json:"kind,omitempty"`
}

// MeanKind says which mean a return is given by.
type MeanKind string

// The means; absent means geometric.
const (
	MeanGeometric  MeanKind = "geometric"
	MeanArithmetic MeanKind = "arithmetic"
)

// Corr is a correlation matrix over Order: class ids, "inflation", "wage".
type Corr struct {
	Order []string    `json:"order"`
	M     [][]float64 `json:"m"`
}

// Inflation is yearly: mean, standard deviation, AR(1) coefficient between
// years, and spreads of further indices above it.
type Inflation struct {
	Mean    float64            `json:"mean"`
	SD      float64            `json:"sd"`
	AR1     float64            `json:"ar1,omitempty"`
	Spreads map[string]float64 `json:"spreads,omitempty"`
}

// Wage is real growth of wages per year: its mean, and how much it varies about it,
// for all incomes that grow with wages together.
type Wage struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd,omitempty"`
}

// ReturnModel names a return model.
type ReturnModel string

// The return models.
const (
	ModelLognormal     ReturnModel = "lognormal"
	ModelStudentT      ReturnModel = "studentT"
	ModelRegime        ReturnModel = "regime"
	ModelBlock         ReturnModel = "blockBootstrap"
	ModelHistorical    ReturnModel = "historicalReplay"
	ModelDeterministic ReturnModel = "deterministic"
)

// Returns chooses the return model. DF is read by studentT; Regimes by regime;
// Wrap by historicalReplay. BlockMonths (absent: 60), Blocks, Stagger and Means
// are read by blockBootstrap. Package market documents the models.
type Returns struct {
	Model   ReturnModel `json:"model"`
	DF      float64     `json:"df,omitempty"`
	Dataset string      `json:"dataset,omitempty"`
	// BlockMonths is how long a stretch of history is: on average where Blocks
	// is stationary, always where it is circular.
	BlockMonths int       `json:"blockMonths,omitempty"`
	Blocks      BlockKind `json:"blocks,omitempty"`
	// Stagger lets the first stretch of each future end early by chance, so that
	// futures do not all change stretches in the same months.
	Stagger bool         `json:"stagger,omitempty"`
	Means   HistoryMeans `json:"means,omitempty"`
	Wrap    bool         `json:"wrap,omitempty"`
	Regimes *Switch      `json:"regimes,omitempty"`
}

// BlockKind says how long the stretches of a block bootstrap are.
type BlockKind string

// The kinds of blocks; absent means stationary: lengths vary by chance around
// BlockMonths. Circular: all are BlockMonths long.
const (
	BlocksStationary BlockKind = "stationary"
	BlocksCircular   BlockKind = "circular"
)

// HistoryMeans says which means drawn history has.
type HistoryMeans string

// The means; absent means the plan's: history's ups and downs around the means
// of the classes and of inflation. History leaves the past's own.
const (
	MeansOfPlan    HistoryMeans = "plan"
	MeansOfHistory HistoryMeans = "history"
)

// Switch parameterises a two-state regime model. StayCalm and StayStress are
// the chances that a month of calm, or of stress, is followed by another.
// StressMean is what a year of stress does to the growth of classes with a
// deviation of 10 % or more, as a share of it (-0.25: a quarter less than
// usual). StressSD is how many times as large the ups and downs of everything
// are in stress as in calm. Over time, means and deviations stay those of the
// classes: calm is that much better.
type Switch struct {
	StayCalm   float64 `json:"stayCalm"`
	StayStress float64 `json:"stayStress"`
	StressMean float64 `json:"stressMean"`
	StressSD   float64 `json:"stressSd"`
}

// Dataset names an own file of history, which is kept beside plans, by the Hash of
// what it says. Columns says by asset class which of its columns the class follows;
// one that is empty leaves the class without ups and downs, at its mean.
type Dataset struct {
	ID      string            `json:"id"`
	Name    string            `json:"name,omitempty"`
	Licence string            `json:"licence,omitempty"`
	From    Month             `json:"from,omitempty"`
	To      Month             `json:"to,omitempty"`
	Country string            `json:"country,omitempty"`
	Hash    string            `json:"hash,omitempty"`
	Columns map[string]string `json:"columns,omitempty"`
}

// PlaysHistory reports whether classes move as they did in the past.
func (r Returns) PlaysHistory() bool { return r.Model == ModelHistorical || r.Model == ModelBlock }

// OwnHistory is the data set that the return model draws from; false where it
// draws from none, or from the embedded history. One that the returns name and
// nothing describes has its id alone.
func (a Assumptions) OwnHistory() (Dataset, bool) {
	if a.Returns.Dataset == "" || !a.Returns.PlaysHistory() {
		return Dataset{}, false
	}
	for _, d := range a.Datasets {
		if d.ID == a.Returns.Dataset {
			return d, true
		}
	}
	return Dataset{ID: a.Returns.Dataset}, true
}

// Longevity says whether lives end at fixed ages or by table. Fixed (or absent):
// everybody is planned for to their own Horizon. Table: to the percentile of a
// survival table, whatever Horizon says of age. Drawn: in each future each life
// ends by chance, by the table, independently of the others'; the future ends
// with the last life, and until then follows those who live: pensions end or pass
// on in part (Income.SurvivorShare), spending changes (Spending.Owner,
// Legacy.Survivors), accounts pass over. Joint says so in words; lives are always
// joint in that sense.
type Longevity struct {
	Kind  LongevityKind `json:"kind"`
	Joint bool          `json:"joint,omitempty"`
}

// LongevityKind says how the ends of lives are chosen.
type LongevityKind string

// How the ends of lives are chosen.
const (
	LongevityFixed LongevityKind = "fixed"
	LongevityTable LongevityKind = "table"
	LongevityDrawn LongevityKind = "drawn"
)

// DefaultFee is the yearly fee of accounts that name none.
type DefaultFee struct {
	Default float64 `json:"default"`
}

// RunDefaults are proposals for a run; what was run is stored with the result.
type RunDefaults struct {
	Paths int `json:"paths,omitempty"`
	// Seed is at most 2^53-1, so that JavaScript reads it exactly.
	Seed       uint64  `json:"seed,omitempty"`
	Antithetic bool    `json:"antithetic,omitempty"`
	Step       RunStep `json:"step,omitempty"`
	// Sampling is how the chance of success is found; without it, auto.
	Sampling Sampling `json:"sampling,omitempty"`
}

// Sampling is how the chance of success is found: from the run's own futures
// (plain), also from evenly spread ones (quasi), or as the return model and the
// size of the run suggest (auto).
type Sampling string

// The ways to find the chance of success.
const (
	SamplingAuto  Sampling = "auto"
	SamplingPlain Sampling = "plain"
	SamplingQuasi Sampling = "quasi"
)

// RunStep is the length of a simulated step.
type RunStep string

// The one length of a step.
const StepMonth RunStep = "month"

// Legacy is what should be left at the end: the floor and the bequests together.
// A future that leaves less is none in which everything is paid.
type Legacy struct {
	Floor     Amount             `json:"floor"`
	Survivors *Survivors         `json:"survivors,omitempty"`
	Bequests  map[string]Bequest `json:"bequests,omitempty"`
}

// Survivors scales spending after the first death.
type Survivors struct {
	SpendingFactor float64 `json:"spendingFactor"`
}

// Bequest is money left to someone.
type Bequest struct {
	Record
	Amount Amount `json:"amount"`
}

// Targets says what success means to this household.
type Targets struct {
	Confidence  float64     `json:"confidence"`
	Metric      Metric      `json:"metric"`
	HorizonRule HorizonRule `json:"horizonRule,omitempty"`
}

// Metric is what counts as success.
type Metric string

// The metrics: every month's essential spending funded, or all spending and goals.
const (
	MetricEssential Metric = "essentialFunded"
	MetricAll       Metric = "allFunded"
)

// HorizonRule says how long the plan must hold.
type HorizonRule string

// The one rule: to the end of the last survivor's horizon.
const HorizonLastSurvivor HorizonRule = "lastSurvivor"

// Scenario is a merge patch (RFC 7396) over the base plan.
type Scenario struct {
	Record
	Patch map[string]any `json:"patch"`
	Note  string         `json:"note,omitempty"`
}

// SourceKind is how a value came into the plan.
type SourceKind string

// How a value came into the plan.
const (
	SourceManual   SourceKind = "manual"
	SourceImport   SourceKind = "import"
	SourceDocument SourceKind = "document"
	SourceAdvisor  SourceKind = "advisor"
	SourceDefault  SourceKind = "default"
)

// Source is where a value came from.
type Source struct {
	Kind      SourceKind `json:"kind"`
	DocID     string     `json:"docId,omitempty"`
	Page      int        `json:"page,omitempty"`
	QuoteHash string     `json:"quoteHash,omitempty"`
	ThreadID  string     `json:"threadId,omitempty"`
	PatchID   string     `json:"patchId,omitempty"`
	Key       string     `json:"key,omitempty"`
	Date      string     `json:"date,omitempty"`
}

// FXRate is a constant real exchange rate: one unit of the pair's first
// currency in the second ("USD/KRW").
type FXRate struct {
	Rate   Decimal `json:"rate"`
	AsOf   Month   `json:"asOf,omitempty"`
	Source string  `json:"source,omitempty"`
}

// Meta is when and by whom the document was written. No personal data beyond names the user typed.
type Meta struct {
	Created string   `json:"created,omitempty"`
	Updated string   `json:"updated,omitempty"`
	Authors []string `json:"authors,omitempty"`
}
