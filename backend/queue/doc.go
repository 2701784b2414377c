// Package queue gives turns on the model hosts: people first, in a fair order,
// and never more inside a host than it serves at once.
//
// A host serves so many requests at the same time, its slots. A turn is one
// request that waits for a slot or holds one. Its lane says how soon it wants
// to be served, its person on whose behalf. The rule of who goes next is a
// pure function, in order.go; which of several hosts serves it is another, in
// balance.go; whether a host may be tried is a third, in breaker.go.
//
//	waiting ──▶ running ──▶ answered
//	   │  ▲        ├──────▶ failed
//	   │  └────────┤ stopped for somebody more urgent, or its host failed
//	   └───────────┴──────▶ given up
//
// Promise: what waits, waits here, where it is ordered, bounded and can be
// seen; a host never holds more than its slots. No slot idles while a turn may
// use it, and no turn waits for ever while others are served. A turn that can
// not begin within its patience is refused when it arrives. Batch work gives
// way to people and is done again from its beginning; whoever asked for it
// does not notice, except by the clock. A few texts to embed are brief: they are
// stopped for nobody.
package queue
