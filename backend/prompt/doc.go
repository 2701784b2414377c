// Package prompt writes what a language model is asked about a household, and
// checks what it answers.
//
// Terms: a fact is a figure that is known already, under an id that begins with
// F; a passage is a quoted span of a document, under one that begins with S; a
// move is a change of the plan that was tried, under one that begins with M. A
// draft is a model's answer that was checked. An objection is what was wrong with
// a reply, in words that the model can mend.
//
// Promise: what Read returns holds no figure. Its sentences refer to facts and
// passages that were given, by their ids; a sentence with a digit, a number word
// or an id that was not given is left out, and so is one that repeats a passage
// word for word. Whatever a reply holds, reading it neither fails the program nor
// costs more than its length. Passages are data: they stand fenced, under ids
// that the reply cannot go beyond, so that what they say can change what is
// quoted and nothing else.
package prompt
