// Package retrieve finds the passages that bear on a question.
//
// Terms: a term is a word as search compares it: composed, without case and
// accents, an English stem, or a pair of neighbouring syllables where a script
// does not part its words with spaces. A list is what one way of looking
// found, best first; fusing lists adds up the reciprocals of ranks. A passage
// is cited, its page is what an answer reads.
//
// Promise: any text is a question: none makes a query that the index refuses.
// What a question names (an issuer, a year, a type of document) is preferred
// and never required, since a guess may be wrong. The same question to the
// same index has the same answer.
package retrieve
