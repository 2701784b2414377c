// Package fault says what kind of thing went wrong and what a person may be
// told about it.
//
// Terms: a Kind is the coarse nature of a fault, from which a transport
// derives its status; a Problem is one fault of a document, found at a JSON
// pointer; a Text is one sentence in each language that Meridian speaks.
//
// Promise: what stands in Title, Fix and Problems may be shown to anyone who
// sent the request; the cause is private and reaches the log at most.
package fault
