// Package lanes is arithmetic on two hundred and fifty-six futures side by side.
//
// # Terms
//
// A lane is one future; a Vec holds one number for each. A Unit is what does
// the arithmetic: the portable loops of this package, or the processor's vector
// instructions.
//
// # Promise
//
// Every unit gives the same bits: a product is rounded before it is added, sums
// are taken in one order, and no unit rounds once where another rounds twice.
// Where a result is no number, that it is none is all that is promised of it.
//
// # Memory
//
// Lanes are contiguous, 2 KiB a row. Rows that begin at multiples of 64
// bytes are read fastest, and no operation needs it. None allocates.
package lanes

//go:generate go -C ../../build/tools run ./kernels -to ../../backend/lanes
