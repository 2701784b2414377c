// Package market says what assets may return, month by month.
//
// Terms: a class is a kind of asset (shares of the world, bonds, cash); a
// future is one possible course of all classes and of inflation together; a
// lane is one future inside a block, the futures that are worked on at once,
// side by side in memory; a piece is a run of consecutive months of history.
// Returns are real (after inflation) monthly growth
// factors; inflation is a monthly growth factor of prices.
//
// Promise: future i of a seed is the same future whatever else is asked for: it
// draws from its own counter-based stream (Philox4x32-10), so it does not
// depend on how many futures there are, on the order or number of workers, or
// on the plan. The same specification gives the same bits on every processor:
// the arithmetic here is written so that no compiler may fuse a multiplication
// with an addition, and uses no function of package math that has an assembly
// variant.
package market
