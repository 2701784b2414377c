// Package ollamatest runs the real model server for tests, on models of a
// megabyte that it writes itself.
//
// Terms: a chat model says what its scripts say, whatever the temperature; an
// embedding model's vectors are the nearer the more words two texts share. A
// registry serves the models of one server to be pulled by another.
//
// Promise: nothing is fetched from anywhere but this machine, the same model
// is the same bytes, and no server outlives its test.
package ollamatest
