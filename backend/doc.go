// Package backend puts Meridian together: it opens the store, builds the
// services on it, starts the local listener and closes everything in order.
//
// The packages below it stand in rings, and imports point inward only. A
// package may know every ring further in; members of one ring do not know one
// another, except in the vocabulary.
//
//	vocabulary  fault money plan market tax event settings access schema lanes sobol
//	            document embedding llm actual release
//	            types and rules; no I/O, no clock, no logger
//	tool        durable fetch job latency process traffic startup
//	            general machinery that knows nothing of households
//	engine      simulate workload chunk extract propose retrieve prompt graph capacity health statement
//	            doctor recovery
//	            logic worth testing hard; pure, but for extract, which reads the
//	            file that it is given in a process of its own
//	service     forecast hosting journal library methodology backup answer guest track
//	            presence share lock dataset
//	            the things Meridian does; they declare what they need
//	adapter     cfaccess ollama openai queue sqlite tunnel
//	            implements what services and engines declare
//	rim         httpapi cli config
//	            what the world speaks to; never speaks to adapters
//	assembly    backend, backend/cmd/...
//	            knows all, decides nothing
//	window      app
//	            the desktop window; the only one that imports Wails
//
// The table itself stands in arch_test.go, which fails on an import that
// points outward and on a package that stands on no ring.
//
// Promise: New either returns a whole program or leaves nothing open. Close
// stops work, then listening, then storing, in that order.
package backend
