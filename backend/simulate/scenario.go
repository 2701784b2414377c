package simulate

import (
	"meridian/backend/market"
	"meridian/backend/tax"
)

// None stands where an index (of an account, a person, a cap) points nowhere.
const None = -1

// Scenario is everything a run needs, with no reference left to resolve.
//
// References between its parts are indexes into its slices; None means none.
// Every Schedule covers Months months.
type Scenario struct {
	// Start is the calendar month of month 0.
	Start Month
	// Months is how many months are simulated: to the last survivor's horizon.
	Months int
	// Paths is how many futures are asked for; see market.Spec.Futures.
	Paths int
	// Seed decides the futures.
	Seed uint64

	People []Person
	Market market.Spec
	// Shifts move the market of all futures for some months.
	Shifts []Shift
	// Yields has one entry per class of Market, in the same order.
	Yields []Yield
	// Mixes are what accounts may be invested in.
	Mixes    []Mix
	Accounts []Account

	Income   []Income
	Outflows []Outflow
	Holdings []Holding

	// Saving is the contribution waterfall, in order.
	Saving []Saving
	// Caps are yearly limits that saving rules may share.
	Caps []Cap
	// Prepayments are debts that a surplus pays back early, in order.
	Prepayments []Prepayment
	// Sweep is the account that takes a surplus no rule took; None spends it.
	Sweep int
	// Draws is the withdrawal order.
	Draws []Draw
	// Conversions move money between accounts, in order.
	Conversions []Conversion
	// Buffer is a reserve of cash that is filled up again, or nil.
	Buffer *Buffer
	// Estates are what futures may part with, Resorts what is done, in order, where
	// accounts cannot pay; Proceeds is the account for what a sale leaves over.
	Estates  []Estate
	Resorts  []Resort
	Proceeds int
	// Rule sets recurring spending by wealth; nil spends what is planned.
	Rule *Rule

	// Spells are what befalls the household by chance; Wages how wages wander.
	Spells []Spell
	Wages  Wages
	// Lives, where set, lets lives end by chance.
	Lives *Lives
	// Trigger, where set, is a milestone that waits for the household's money.
	Trigger *Trigger

	// Tax is the regime; nil means none.
	Tax tax.Regime
	// PerPerson taxes each person apart; otherwise the household is one taxpayer.
	PerPerson bool

	// Legacy is what should be left at the end, or nil.
	Legacy *Legacy

	// Retire is the month in which the household has stopped working, or None.
	Retire int
	// Metric is the success that counts for this household.
	Metric Metric
	// Confidence is the share of futures that should succeed, in (0, 1).
	Confidence float64
}

// Month is a calendar month; Month 1 is January.
type Month struct{ Year, Month int }

// YearEnds are the last simulated months of each calendar year.
func (s *Scenario) YearEnds() []int {
	var ends []int
	for t := range s.Months {
		if t == s.Months-1 || (s.Start.Month+t)%12 == 0 {
			ends = append(ends, t)
		}
	}
	return ends
}

// Metric chooses between the two successes.
type Metric uint8

// The successes: every essential payment made, or nothing planned cut at all.
const (
	EssentialFunded Metric = iota
	AllFunded
)

// Schedule is an amount per month: Real in today's money and Nominal in money
// of the day, added. Either may be nil, which is all zeros. Amounts are per
// month and never negative.
type Schedule struct {
	Real, Nominal []float64
	// by is the schedule's counterpart for each set of people who may be alive,
	// where lives end by chance, and for each month in which a Trigger may be pulled.
	by []Schedule
	// ever, where set, says in which months any of them has an amount, and grid is
	// their real and then their nominal amounts, month by month.
	ever []bool
	grid []float64
}

// Person is a member of the household.
type Person struct {
	ID, Name string
	// Age is in months, at the beginning of month 0.
	Age int
	// Horizon is the first month in which the person is no longer planned for.
	// From then on what they own is the longest-living person's.
	Horizon int
	// Dependant people own nothing and are taxed on nothing.
	Dependant bool
}

// Yield is the part of a class's return that is paid out, per year, as a share
// of the balance. In accounts whose wrapper is taxed it is income of class As
// (tax.Interest or tax.Dividends) and is reinvested.
type Yield struct {
	Rate float64
	As   tax.Class
}

// Mix is what an account is invested in, over time.
type Mix struct {
	// Points are target weights from their month on, in order of months; the
	// first point's month is 0 or earlier in effect. Weights has one entry per
	// class and sums to 1.
	Points []Point
	// Linear moves the target evenly between points; otherwise it steps.
	Linear bool
	// Rebalance says when holdings return to the target.
	Rebalance Rebalance
	// Band is the drift of any weight, absolute, that triggers Rebalance Band.
	Band float64
	// Located lets the mix be held by its accounts together, each holding what is taxed
	// least in it.
	Located bool
}

// Point is the target at one month.
type Point struct {
	Month   int
	Weights []float64
}

// Rebalance says when holdings return to their target.
type Rebalance uint8

// Rebalancing happens at the end of a month: of every month, of December, when
// a weight has drifted beyond the band, or never. It is not taxed. Money that
// comes in buys the mix as it stands, but for Never, where it buys the target.
const (
	Monthly Rebalance = iota
	Yearly
	Banded
	Never
)

// Wrapper is an account's tax shape.
type Wrapper string

// The wrappers. Growth in cash and taxable accounts pays tax on yields; what
// comes out is free (cash, exempt), gains above the average cost (taxable,
// restricted, crypto, other), income (deferred), capped gains (capped), or free
// for its earmarked purpose and income otherwise (purpose).
const (
	Cash       Wrapper = "cash"
	Taxable    Wrapper = "taxable"
	Deferred   Wrapper = "deferred"
	Exempt     Wrapper = "exempt"
	Capped     Wrapper = "capped"
	Purpose    Wrapper = "purpose"
	Restricted Wrapper = "restricted"
	Crypto     Wrapper = "crypto"
	Other      Wrapper = "other"
)

// Account holds money.
type Account struct {
	ID, Name string
	Wrapper  Wrapper
	// Owners has a share per person, summing to 1; nil is everybody who is no
	// dependant, equally.
	Owners []float64
	// Balance is at the beginning of month 0.
	Balance float64
	// Basis is what was paid for the balance, untaxed on the way out.
	Basis float64
	// Mix is an index into Mixes.
	Mix int
	// Fee is per year, a share of the balance; FeeAmount is per month.
	Fee       float64
	FeeAmount Schedule
	// Access is the first month in which the account may be drawn on; 0 always,
	// Months or more never.
	Access int
	// Penalty is the share lost of what is drawn before Access. Zero means it
	// cannot be drawn on before.
	Penalty float64
	// PenaltyOnly says that the penalty is all the tax there is on what is drawn
	// before Access.
	PenaltyOnly bool
	// TaxAs, where set, is the class of what comes out of a deferred or purpose
	// account, instead of tax.Ordinary.
	TaxAs tax.Class
	// Required, where set, is per month the share of the year's opening balance
	// (in money of that day) that must be taken out, needed or not.
	Required []float64
}

// Kind says what a line of the cash flow is.
type Kind string

// The kinds of cash flow lines.
const (
	KindIncome     Kind = "income"
	KindSpending   Kind = "spending"
	KindGoal       Kind = "goal"
	KindDebt       Kind = "debt"
	KindProperty   Kind = "property"
	KindSaving     Kind = "saving"
	KindWithdrawal Kind = "withdrawal"
	KindTax        Kind = "tax"
	KindFee        Kind = "fee"
	KindReturn     Kind = "return"
	KindUnfunded   Kind = "unfunded"
)

// Income is money coming in: pay, pensions, rents, gifts, proceeds of sales.
type Income struct {
	ID, Name string
	// Kind is KindIncome, or KindProperty for rent and sales, or KindDebt for money borrowed.
	Kind Kind
	// Person receives it and is taxed on it; None is everybody who is no
	// dependant, equally.
	Person int
	// Amount is gross.
	Amount Schedule
	// Tax is the class. Pay (tax.Wages) of all but the first person counts as
	// tax.SecondWages, and tax.SelfEmployed as tax.SecondSelfEmployed, where the household is taxed together; what PreTax puts into
	// accounts stays in it and is taken off tax.Ordinary instead, because payroll
	// taxes are owed on it.
	Tax tax.Class
	// Once marks lump sums, whose tax is not spread over the year.
	Once bool
	// Free, where set, has a month's payment left untaxed, and nothing withheld from
	// it, in each month that is marked; one entry per month.
	Free []bool
	// PreTax is taken off before tax (Tax must not be Untaxed for that to matter).
	PreTax []PreTax
	// Withhold is the share of Amount, in [0, 1], that its payer pays to the tax
	// office instead, as far as PreTax leaves it: see withhold.go.
	Withhold float64
	// Route sends shares of what is left after PreTax and Withhold straight to accounts.
	Route []Route
	// Uncertain, where set, makes what is paid a matter of chance; During, where set,
	// pays it in a spell alone, and no rule counts on it.
	Uncertain *Uncertain
	During    *During
	// Gain, where set, taxes what a sale brings; Tax is Untaxed then.
	Gain *Gain
}

// PreTax is a deduction from an income before tax. Its amount must be zero
// whenever the income is, and the deductions together no more than the income.
type PreTax struct {
	ID, Name string
	Amount   Schedule
	// To is the account that gets it; None if it leaves the plan.
	To int
}

// Route is a share of an income for an account.
type Route struct {
	Account int
	Share   float64
}

// Tier says how much a payment matters.
type Tier uint8

// The tiers, most important first.
const (
	Essential Tier = iota
	Flexible
	Wish
	// Tiers is how many there are.
	Tiers int = iota
)

// String is the tier's name in plans and results.
func (t Tier) String() string {
	return [...]string{"essential", "flexible", "wish"}[t]
}

// Outflow is money going out: spending, goals, debt payments, property costs and purchases.
type Outflow struct {
	ID, Name string
	// Kind is KindSpending, KindGoal, KindDebt or KindProperty. Only
	// KindSpending is recurring spending, which the sustainable level scales and
	// buffers are measured in.
	Kind   Kind
	Tier   Tier
	Amount Schedule
	// Lumps, where set, is the part of Amount that comes once (a purchase, a debt
	// paid off). Rules do not count it among what a year costs. Recurring
	// spending has none.
	Lumps *Schedule
	// CutFloor is the share that remains when a flexible or wish payment is cut
	// as far as it may be, in [0, 1].
	CutFloor float64
	// Delay lets a goal wait for money, and Skip leaves it out where there is not
	// enough; see delay.go.
	Delay, Skip bool
	// Fund draws shares of it from accounts before the usual order; shares sum
	// to at most 1. What an account cannot give comes from the usual order.
	Fund []Fund
	// During, where set, lets an essential payment fall due in a spell alone. It is no
	// recurring spending then, whatever its Kind.
	During *During
}

// Fund is the share of a payment that an account pays.
type Fund struct {
	Account int
	Share   float64
}

// Holding is worth of the household outside accounts: a property's value, or
// what is owed, which counts negatively. Value is at the end of each month.
type Holding struct {
	ID, Name string
	// Kind is KindProperty or KindDebt.
	Kind  Kind
	Value Schedule
}

// Source is where a saving rule takes money from.
type Source uint8

// The sources: what is left in the purse, one income (before spending, whether
// or not there is a surplus), or an employer.
const (
	FromSurplus Source = iota
	FromIncome
	FromEmployer
)

// Saving is one rule of the contribution waterfall. It moves, each month in
// [From, Until), the sum of Amount, PctOfIncome of Income and, for
// FromSurplus, PctOfRemaining of what is left; or all that is left with Rest.
// Limits then apply: what the source has, Cap, StopAt, BufferMonths.
type Saving struct {
	ID, Name string
	To       int
	Source   Source
	// Income is an index into Income, for FromIncome, PctOfIncome and Match; else None.
	Income         int
	From, Until    int
	Amount         Schedule
	PctOfIncome    float64
	PctOfRemaining float64
	Rest           bool
	// PreTax takes the contribution off the owner's ordinary income.
	PreTax bool
	// TaxAs, where set, enters the contribution in the owner's year as of that
	// class, for regimes that give a credit for it.
	TaxAs tax.Class
	Match *Match
	// StopAt, where set, is the balance of To above which the rule gives nothing.
	StopAt *Schedule
	// Cap is an index into Caps, or None.
	Cap int
	// BufferMonths, where positive, fills To only up to so many months of
	// spending (the mean of the next twelve, debt payments included); what the
	// rule would have moved beyond that goes to Then (an account) or, with Then
	// None, on to the next rule.
	BufferMonths int
	Then         int
}

// Match is what an employer adds to a contribution: Rate per unit, on
// contributions up to UpToPct of the rule's Income (0: no such limit), up to
// Cap per calendar year (nil: no limit).
type Match struct {
	Rate    float64
	UpToPct float64
	Cap     *Schedule
}

// Cap is a limit per calendar year that the rules naming it share. Yearly[t]
// is the year's limit as it stands in month t. Matches do not count.
type Cap struct {
	ID     string
	Yearly Schedule
}

// Draw is one step of the withdrawal order. Its accounts are drawn on together,
// in proportion to what each can give, or as Best says.
type Draw struct {
	Accounts []int
	// From is the month from which the step applies.
	From int
	// Keep, where set, is the balance that the accounts together keep.
	Keep *Schedule
	// KeepMonths is the same in months of spending (as BufferMonths of Saving).
	KeepMonths int
	// Yearly, where set, is the most the step gives per calendar year.
	Yearly *Schedule
	// Monthly, where set, is the most the step gives per month.
	Monthly *Schedule
	// Bracket, where set, is the highest rate of the brackets that the year's income
	// is filled up to; Tax the most tax of a calendar year, as it stands in each
	// month, up to which the step gives.
	Bracket *float64
	Tax     *Schedule
	// Best draws on the accounts in order of how they have done lately instead of
	// together. See fill.go.
	Best bool
}
