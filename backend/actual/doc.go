// Package actual says what really happened to a household: what it had on a day
// and what it spent, beside what a plan intends.
//
// Terms: a check-in is what everything was worth on one day, a balance of it one
// account, property or debt of the plan; an entry is one payment, with the group
// of spending that it belongs to; an import is the entries that came from one
// file and can be taken back together; a snapshot is a forecast as it was when
// it was made, and never changes; a standing says where reality is among the
// futures of a snapshot.
//
// Promise: amounts are exact decimals that stand for whole minor units. Nothing
// here is in the plan; records of the plan are named by their ids.
package actual
