package market

import "math/bits"

// Philox4x32-10 of Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy
// as 1, 2, 3", SC11: ten rounds that turn a counter of four words, under a key of
// two, into four random words. Any word of any stream is had by computing it.
//
// The key is the seed. The counter is (group of four draws, month, future,
// domain), so that each future has a stream of its own and each month of it a
// place of its own in that stream.
const (
	philoxM0     = 0xD2511F53
	philoxM1     = 0xCD9E8D57
	philoxW0     = 0x9E3779B9
	philoxW1     = 0xBB67AE85
	philoxRounds = 10
)

// domain keeps the draws for one use apart from those for another.
type domain uint32

const (
	shocks    domain = iota // the monthly surprises
	mixing                  // Student-t's chi-square
	switching               // whether Regime turns to calm or stress
	joining                 // whether a piece of history ends
	starting                // where a piece of history starts
)

// key is a seed spread over the rounds.
type key [philoxRounds][2]uint32

// newKey is the round keys of a seed.
func newKey(seed uint64) key {
	var k key
	k0, k1 := uint32(seed), uint32(seed>>32)
	for r := range k {
		k[r] = [2]uint32{k0, k1}
		k0 += philoxW0
		k1 += philoxW1
	}
	return k
}

// words is the block of four words at a counter.
func (k *key) words(c0, c1, c2, c3 uint32) (w0, w1, w2, w3 uint32) {
	for r := range k {
		h0, l0 := bits.Mul32(philoxM0, c0)
		h1, l1 := bits.Mul32(philoxM1, c2)
		c0, c1, c2, c3 = h1^c1^k[r][0], l1, h0^c3^k[r][1], l0
	}
	return c0, c1, c2, c3
}

// lanes is words for a future per lane.
func (k *key) lanes(c0, c1 uint32, futures *[Lanes]uint32, use domain, out *[4][Lanes]uint32) {
	for l, future := range futures {
		x0, x1, x2, x3 := c0, c1, future, uint32(use)
		// Ten rounds, written out: the loop over them costs half as much again.
		p0, p1 := uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[0][0], uint32(p0>>32)^x3^k[0][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[1][0], uint32(p0>>32)^x3^k[1][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[2][0], uint32(p0>>32)^x3^k[2][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[3][0], uint32(p0>>32)^x3^k[3][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[4][0], uint32(p0>>32)^x3^k[4][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[5][0], uint32(p0>>32)^x3^k[5][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[6][0], uint32(p0>>32)^x3^k[6][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[7][0], uint32(p0>>32)^x3^k[7][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[8][0], uint32(p0>>32)^x3^k[8][1]
		x1, x3 = uint32(p1), uint32(p0)
		p0, p1 = uint64(philoxM0)*uint64(x0), uint64(philoxM1)*uint64(x2)
		x0, x2 = uint32(p1>>32)^x1^k[9][0], uint32(p0>>32)^x3^k[9][1]
		x1, x3 = uint32(p1), uint32(p0)
		out[0][l], out[1][l], out[2][l], out[3][l] = x0, x1, x2, x3
	}
}
