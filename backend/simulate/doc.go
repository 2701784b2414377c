// Package simulate plays a household's resolved plan through many futures.
//
// # Terms
//
// A Scenario is a plan with nothing left to look up: every deterministic stream
// is a Schedule, an amount for each month. A Schedule has a Real part, in
// today's money, and a Nominal part, in money of the day; in month t of a future
// whose price index is P(t), it is worth Real[t] + Nominal[t]/P(t) of today's
// money. Today is the beginning of month 0, where P(0) = 1. The engine itself
// works in today's money throughout.
//
// The purse is where a month's money meets: whatever comes in and goes out in a
// month passes it, and it is empty at the end of the month.
//
// # One month, in this order
//
//  1. The price index of the month is known; people are a month older.
//  2. Income is paid into the purse, gross, but for what its payer withholds of it
//     for the tax office (Income.Withhold).
//  3. Contributions from pay: pre-tax deductions and routed shares of an
//     income, employers' money, then saving rules that take from an income.
//  4. The tax assessed at the end of the month before is paid, or refunded, and
//     what must be taken out of accounts (Required) is paid into the purse.
//  5. Debt payments, property costs, essential, flexible and wish spending and
//     goals fall due; goals that wait do when there is enough. What is earmarked
//     (Fund) is drawn from its account first.
//  6. A surplus flows down the saving rules in order; what is left goes to the
//     Sweep account or is spent.
//  7. A shortfall is met by the Draws in order, then by accounts that may be
//     opened early at a penalty; then by the Resorts in order: estates are sold,
//     money is borrowed; wishes, then flexible spending are cut to their floors,
//     where no resort says so earlier; what is still missing is unfunded: first the
//     rest of wishes, then the rest of flexible spending, at last essentials. In
//     January a Buffer is filled up again.
//     At the end of December what is to be converted moves between accounts.
//  8. Balances earn the month's returns; fees are taken; yields of taxed
//     wrappers become taxable income; mixes are rebalanced where due.
//  9. The year's tax to date is assessed; what exceeds the assessment so far is
//     due in the next month (4). In December the year's tax is exact. What is
//     due at the end of the plan is taken from the end wealth. What is withheld
//     counts against it; withhold.go says how.
//
// Assessment to date: regular income (all Income lines not marked Once, and
// yields) is taken as continuing for the year, so that after m of 12 months m/12
// of the tax on its yearly amount is due; what comes once (withdrawals,
// gains, Income marked Once) is taxed on top, at the rates that then apply.
//
// # Rules
//
// A Rule decides every twelve months, at the beginning of a month and by the
// wealth there is then, what recurring spending is multiplied by until it
// decides again. Buffers, earmarks and the cash flow's lines follow what is
// then due. See RuleKind for each rule's formula and source.
//
// # Success
//
// A future succeeds when in every month everything essential is paid:
// essential spending and goals, debts, property costs and taxes. It succeeds in
// full when nothing planned was cut or left unpaid, by a rule neither, and what
// should be left at the end (Scenario.Legacy) is. A payment
// missed is not made up later. Where money is missing in a month, what a rule
// has added to essentials is given up first, before wishes.
//
// # What comes in some futures only
//
// A Trigger is a milestone that waits for the household's money; Estates may wait
// for it too, or be parted with where accounts cannot pay. See type Trigger, Resort.
//
// # Lives
//
// Lives end at the horizons planned for, or by chance (Scenario.Lives): then each
// month of a future follows the schedules of those who are alive, and the future
// ends with the last life.
//
// # Promise
//
// The same scenario and seed give the same bits on any number of workers and
// on every supported processor. In every month of every future the lines of the
// cash flow add up.
package simulate
