// Package forecast says what a plan may lead to: it compiles the plan, plays it
// through many futures, keeps the result and tells its facts.
//
// Terms: a fact is a named figure with its unit and, where it is an estimate, its
// 95 % interval; a block is a matrix of float32 as it is sent to a window; a
// result is kept under a hash of everything that produced it.
//
// Promise: two results of the same plan, engine, seed, number of futures and
// purpose are the same bytes; two results of different plans with the same seed
// are comparable future by future.
package forecast
