// Package sobol makes points that fill a cube more evenly than chance does, and
// yet at random, so that what is estimated from them has an honest interval.
//
// Terms: Sobol's sequence gives point i of d dimensions from the binary digits of
// i and, per dimension, 32 direction numbers; the first 2^m points are a
// digital net. Owen's scrambling permutes the digits of each dimension at
// random, each digit by a permutation that depends on the digits before it. A
// replicate is a net scrambled by one key.
//
// Promise: each point of a replicate is uniformly distributed on the open cube;
// the first 2^m points put exactly one into each of the 2^m equal intervals of
// every dimension; replicates of different keys are independent. The same key
// gives the same bits on every processor.
//
// Sources: Sobol', "On the distribution of points in a cube", USSR Comput. Math.
// Math. Phys. 7 (1967); Bratley, Fox, "Algorithm 659", ACM TOMS 14 (1988); Owen,
// "Randomly permuted (t,m,s)-nets and (t,s)-sequences", in Monte Carlo and
// Quasi-Monte Carlo Methods in Scientific Computing (1995).
package sobol
