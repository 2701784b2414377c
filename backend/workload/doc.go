// Package workload is two fixed pieces of work by which the speed of Meridian's
// arithmetic is compared with other implementations, and the code that does
// them as fast as this machine can.
//
// It is a measure, not the engine: no plan runs through it. [Monthly] is one
// account of four assets over 480 months, [Yearly] three accounts with taxes of
// six assets over 40 years, both with every number fixed; what they share with
// the engine is the kind of work and the shape of the solution. All amounts are
// real, in today's money. A path-step is one future over one step of time.
//
// The code of a piece of work is written three times: in Go, for every machine
// ([Portable]), and for amd64 as generated assembly for AVX2 and for AVX-512;
// [Codes] tells which of them the processor has the instructions for. Futures are
// the inner dimension, sixteen or eight side by side; a step of a block of them
// stays in registers from random bits to wealth.
//
// # Promise
//
// Every normal is fresh: future i draws from the counters (i/4, step, draw)
// under the seed's key, and reads word i mod 4, so that it is the same future
// whatever their number, their order and the number of goroutines.
//
//   - Random words are ARS-5 of Salmon, Moraes, Dror, Shaw, "Parallel Random
//     Numbers: As Easy as 1, 2, 3", SC11: five rounds of AES under a Weyl
//     sequence of keys, which passes BigCrush there. A processor does a round of
//     sixteen words in one instruction.
//   - Normals are those of Box and Muller (1958), from two words each pair,
//     within 1e-6 of the exact value, out to 6.66 standard deviations: the
//     radius has 31 bits.
//   - Exponentials are within 2e-7 of the exact value, relative. Those of a month
//     are a polynomial alone, since no month of this work leaves its interval.
//
// All three codes do the same float32 operations in the same order, fused
// multiply-adds among them. Go has none for float32, so that the portable code
// rounds twice, first to float64: a product of two float32 is exact there, and
// only a sum within 2^-29 of the middle between two float32 rounds otherwise.
// That happens to one operation in some hundred million and costs one unit in
// the last place. Between the codes, therefore, the wealth of a future at any
// year's end differs by less than one part in 100,000, or a cent, and the
// number of successes is the same.
package workload

//go:generate go -C ../../build/tools run ./workload -to ../../backend/workload
