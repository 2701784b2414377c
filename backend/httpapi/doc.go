// Package httpapi is the one way in: one route table serves the window and
// every browser.
//
// A route is a line: method and pattern, the access.Action it needs, the
// types it takes and gives, and a handler that returns an error. The guard
// stands before every route and turns a request into a principal. A fault is
// turned into a status and a problem document (RFC 9457) in one place, in the
// language of the request. Anything long is a job, followed over a stream of
// numbered events that can be taken up again after a lost connection.
//
// Promise: a route that names no action does not start; a request without
// credentials reaches no handler; nothing that a person typed reaches the log.
// The package speaks to services and vocabulary, never to a database.
package httpapi
