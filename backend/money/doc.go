// Package money holds amounts that add up: exact decimals, whole minor units
// and the exponents of currencies.
//
// Terms: a minor unit is the smallest coin of a currency (the cent of USD, the
// won itself of KRW); an exponent is how many decimal places that is (ISO 4217).
//
// Promise: no sum or conversion here loses a unit in silence. What cannot be
// represented is an error, and rounding happens only in the function that
// says so.
package money
