package market

import (
	"math/bits"

	"meridian/backend/lanes"
)

// Philox4x32-10 of Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy
// as 1, 2, 3", SC11: ten rounds that turn a counter of four words, under a key of
// two, into four random words. Any word of any stream is had by computing it.
//
// The key is the seed. The counter is (group of four draws, month, future,
// domain), so that each future has a stream of its own and each month of it a
// place of its own in that stream.
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85
)

// domain keeps the draws for one use apart from those for another.
type domain uint32

const (
	shocks    domain = iota // the monthly surprises
	mixing                  // Student-t's chi-square
	switching               // whether Regime turns to calm or stress
	joining                 // whether a piece of history ends
	starting                // where a piece of history starts
	living                  // what is drawn once for a future, beside the market
	faring                  // what is drawn again and again for it
)

// key is a seed spread over the rounds.
type key lanes.Keys

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
