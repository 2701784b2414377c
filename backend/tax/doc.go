// Package tax says what a taxpayer owes for a year.
//
// Terms: a taxpayer is one person, or the whole household where it is taxed
// together; a class is a kind of income that the law treats alike; the index is
// the price index at the start of the tax year over the prices in which a
// regime's thresholds are written. All amounts are money of the day (nominal),
// because that is what the law taxes.
//
// A pack is the law's figures for one year, with the public documents they stand
// in. Beyond its last pack a regime carries that year's thresholds on with the
// path's price index; whoever uses it must say so (Known tells which years a
// regime knows). Figures that the law itself does not index stay as they are.
//
// Promise: every regime is a pure function of the year it is given, never
// negative, the same bits on every processor. A regime knows no months: how a
// year's tax is spread over the months is the simulation's business.
package tax
