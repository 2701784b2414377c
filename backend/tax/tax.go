package tax

// Class is a kind of income that is taxed alike.
type Class uint8

// The classes of income. Untaxed income is owed nothing on and read by no
// regime. Gains are realised gains of taxable wrappers; Capped are realised
// gains of capped wrappers, exempt up to a yearly amount.
//
// The classes from Wages on are told apart from Ordinary for the regimes of a
// country alone; the others read none of them. Wages are pay of the taxpayer,
// before what is deferred of it, and SecondWages that of the other earners of a
// household taxed together; Deferred is what comes out of pension savings, and
// Retired what comes out of retirement pay kept in such an account; Severance is
// retirement pay taken at once. SavedPension and SavedRetirement are no income
// but what was paid into accounts that earn a credit. SelfEmployed are net earnings
// from one's own work that its insurance is owed on, of the taxpayer, and
// SecondSelfEmployed those of the others. Withheld is no income either but tax that
// has been paid in advance, which no regime reads: who assesses the year takes it off.
// OtherIncome is what Korea calls other income, less its expenses; Fees and Prizes are
// such income before expenses, of which the law knows the share. Transferred is what of
// SavedPension and SavedRetirement came out of a capped account, which lifts their limits.
const (
	Untaxed Class = iota
	Ordinary
	Pension
	Interest
	Dividends
	Gains
	Capped
	Wages
	SecondWages
	Deferred
	Retired
	Severance
	SavedPension
	SavedRetirement
	SelfEmployed
	SecondSelfEmployed
	Withheld
	OtherIncome
	Fees
	Prizes
	Transferred
	// Classes is how many there are.
	Classes int = iota
)

// Income is a year's income by class, in money of the day. Deductions have
// already been taken off Ordinary, which may therefore be negative.
type Income [Classes]float64

// Year is what a regime is told about one taxpayer's year.
type Year struct {
	// Calendar is the year, e.g. 2031.
	Calendar int
	// Index is the price index at the year's start; 1 is the plan's price level.
	Index float64
	// Payer is which taxpayer, counted as the people of the scenario are where
	// each is taxed apart; 0 where the household is taxed together.
	Payer int
	// Income is what the taxpayer received.
	Income Income
}

// Regime says what is owed for a year.
//
// A regime must be pure, must never return less than zero and must not decrease
// when any class of income grows, but where the law itself gives more for more:
// credits for what is saved, and steps between two of its rules.
type Regime interface {
	// ID names the regime, e.g. "bands".
	ID() string
	// Owed is the tax on the year, in money of the day. The year is the caller's
	// alone meanwhile, and is the same afterwards.
	Owed(y *Year) float64
}
