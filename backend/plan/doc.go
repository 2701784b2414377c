// Package plan is a household's life and intentions: who they are, what they
// own and owe, earn and spend, and what they want; never results.
//
// Terms: a plan is one JSON document; a record is an entry of a keyed
// collection; a TimeRef is a moment given by date, age or milestone; an Amount
// is money with its currency, period and basis ("today" or "nominal").
//
// Promise: a document that Decode accepts and Validate finds no errors in can
// be resolved and simulated; whatever is wrong with one is reported all at
// once, each fault by its JSON pointer. Nothing here does I/O or reads a clock.
package plan
