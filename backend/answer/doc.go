// Package answer answers questions about a household's plan and its documents,
// and shows where each answer stands.
//
// Terms: a card is the answer to one question; a thread is the cards of one
// conversation. A figure is a fact of the engine that a card refers to by its
// id; a source is a span of a document's page that it quotes. A template is a
// question whose answer is known how to be computed. A trial is a change of the
// plan that was played in the same futures as the plan itself.
//
// Promise: a card states no figure that is not a fact of the engine or a quoted
// span. The text of its sentences holds none: figures and quotes are parts of
// their own, cut and rendered here. A change of the plan is offered only with
// what came of it. What a document says is never kept: a card remembers where it
// stands, and reads it again whenever it is shown.
//
// # How a question is understood
//
// The rule is the same for the same words and needs no model. A template fits
// when every one of its needs is met by a word of the question; the one with most
// of its words there is taken, the first in the table among equals. Where none
// fits, passages are looked for. They answer the question when the rare words of
// the question stand in the best of them, and are then quoted without a word of
// comment. Otherwise the card abstains: it says that neither the plan nor the
// documents answer this, and offers what could be asked.
//
// A model, where there is one, is asked only for what the rule leaves open: which
// template a question means that fits none. Its choice counts when it has at
// least Sure of the probability that it gives to all choices together, or the share
// that was measured on that very model (see Calibrate); with less, the card abstains
// and asks back, with the likeliest choices. It then chooses among the facts,
// passages and changes that were computed, and explains them.
//
// # How sure an answer is
//
// Four levels, each only where it can be honest: the choice of a template with
// its confidence, from probabilities of the model's tokens; the other choices
// with theirs; intervals of figures, which the engine alone knows; and of what is
// left at the end, the percentiles of its distribution among all futures.
package answer
