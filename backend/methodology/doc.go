// Package methodology says how Meridian computes, from what, and how it is known
// to compute right.
//
// Terms: an answer is a figure that is known without the engine (by a formula,
// by hand, or from a publication) beside what the engine makes of it; a passport
// says of one assumption what it is by default, where that comes from and where
// it stands in recorded history; a window is a run of consecutive years of that
// history.
//
// The document (Document) is composed of prose, which stands here in English and
// Korean, and of measurements, which tests write into measured/*.json: each is
// played by the engine itself, and a test fails when the engine no longer makes
// of a question what the file says.
//
// Promise: every figure in a table of the document was computed by the engine of
// the version that the document names.
package methodology
