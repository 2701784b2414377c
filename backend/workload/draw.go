package workload

import (
	"math"
	"math/bits"
)

// rounds of the generator: ARS-5.
const rounds = 5

// The increments of the round keys, low and high: the golden ratio and the root
// of three, as Random123 has them.
const (
	weylLow  = 0x9E3779B97F4A7C15
	weylHigh = 0xBB67AE8584CAA73B
)

// sbox is the substitution of AES (FIPS 197, figure 7).
const sbox = "" +
	"\x63\x7c\x77\x7b\xf2\x6b\x6f\xc5\x30\x01\x67\x2b\xfe\xd7\xab\x76" +
	"\xca\x82\xc9\x7d\xfa\x59\x47\xf0\xad\xd4\xa2\xaf\x9c\xa4\x72\xc0" +
	"\xb7\xfd\x93\x26\x36\x3f\xf7\xcc\x34\xa5\xe5\xf1\x71\xd8\x31\x15" +
	"\x04\xc7\x23\xc3\x18\x96\x05\x9a\x07\x12\x80\xe2\xeb\x27\xb2\x75" +
	"\x09\x83\x2c\x1a\x1b\x6e\x5a\xa0\x52\x3b\xd6\xb3\x29\xe3\x2f\x84" +
	"\x53\xd1\x00\xed\x20\xfc\xb1\x5b\x6a\xcb\xbe\x39\x4a\x4c\x58\xcf" +
	"\xd0\xef\xaa\xfb\x43\x4d\x33\x85\x45\xf9\x02\x7f\x50\x3c\x9f\xa8" +
	"\x51\xa3\x40\x8f\x92\x9d\x38\xf5\xbc\xb6\xda\x21\x10\xff\xf3\xd2" +
	"\xcd\x0c\x13\xec\x5f\x97\x44\x17\xc4\xa7\x7e\x3d\x64\x5d\x19\x73" +
	"\x60\x81\x4f\xdc\x22\x2a\x90\x88\x46\xee\xb8\x14\xde\x5e\x0b\xdb" +
	"\xe0\x32\x3a\x0a\x49\x06\x24\x5c\xc2\xd3\xac\x62\x91\x95\xe4\x79" +
	"\xe7\xc8\x37\x6d\x8d\xd5\x4e\xa9\x6c\x56\xf4\xea\x65\x7a\xae\x08" +
	"\xba\x78\x25\x2e\x1c\xa6\xb4\xc6\xe8\xdd\x74\x1f\x4b\xbd\x8b\x8a" +
	"\x70\x3e\xb5\x66\x48\x03\xf6\x0e\x61\x35\x57\xb9\x86\xc1\x1d\x9e" +
	"\xe1\xf8\x98\x11\x69\xd9\x8e\x94\x9b\x1e\x87\xe9\xce\x55\x28\xdf" +
	"\x8c\xa1\x89\x0d\xbf\xe6\x42\x68\x41\x99\x2d\x0f\xb0\x54\xbb\x16"

// block is what the generator works on: four words, the first the lowest.
type block [4]uint32

// blockOf is a block of two 64-bit halves.
func blockOf(low, high uint64) block {
	return block{uint32(low), uint32(low >> 32), uint32(high), uint32(high >> 32)}
}

// roundKeys are the keys of ARS: the given one, and one for each round.
func roundKeys(low, high uint64) [rounds + 1]block {
	var keys [rounds + 1]block
	for i := range keys {
		keys[i] = blockOf(low, high)
		low += weylLow
		high += weylHigh
	}
	return keys
}

// generator draws random words and normals in portable Go.
type generator struct {
	keys [rounds + 1]block
	mix  [4][256]uint32 // what a byte of each row adds to its column

	// The polynomials, as float64 of the same values.
	logarithm [8]float64
	sine      [5]float64
	cosine    [6]float64
	power     [6]float64
	near      [7]float64
}

// newGenerator is the generator under a key.
func newGenerator(low, high uint64) *generator {
	g := &generator{keys: roundKeys(low, high)}
	for i := range g.mix[0] {
		s := uint32(sbox[i])
		double := s << 1
		if s&0x80 != 0 {
			double ^= 0x11b
		}
		for row := range g.mix {
			g.mix[row][i] = bits.RotateLeft32(double|s<<8|s<<16|(s^double)<<24, 8*row)
		}
	}
	widen(g.logarithm[:], logarithm[:])
	widen(g.sine[:], sine[:])
	widen(g.cosine[:], cosine[:])
	widen(g.power[:], power[:])
	widen(g.near[:], near[:])
	return g
}

func widen(to []float64, from []float32) {
	for i, v := range from {
		to[i] = float64(v)
	}
}

// words is the random block at a counter.
func (g *generator) words(low, high uint64) (w0, w1, w2, w3 uint32) {
	k := &g.keys[0]
	w0, w1, w2, w3 = uint32(low)^k[0], uint32(low>>32)^k[1], uint32(high)^k[2], uint32(high>>32)^k[3]
	a, b, c, d := &g.mix[0], &g.mix[1], &g.mix[2], &g.mix[3]
	for r := 1; r < rounds; r++ { // diagonals are substituted and mixed into columns
		k = &g.keys[r]
		w0, w1, w2, w3 = a[w0&0xff]^b[w1>>8&0xff]^c[w2>>16&0xff]^d[w3>>24]^k[0],
			a[w1&0xff]^b[w2>>8&0xff]^c[w3>>16&0xff]^d[w0>>24]^k[1],
			a[w2&0xff]^b[w3>>8&0xff]^c[w0>>16&0xff]^d[w1>>24]^k[2],
			a[w3&0xff]^b[w0>>8&0xff]^c[w1>>16&0xff]^d[w2>>24]^k[3]
	}
	k = &g.keys[rounds] // the last round does not mix
	return substituted(w0, w1, w2, w3) ^ k[0], substituted(w1, w2, w3, w0) ^ k[1],
		substituted(w2, w3, w0, w1) ^ k[2], substituted(w3, w0, w1, w2) ^ k[3]
}

func substituted(a, b, c, d uint32) uint32 {
	return uint32(sbox[a&0xff]) | uint32(sbox[b>>8&0xff])<<8 | uint32(sbox[c>>16&0xff])<<16 | uint32(sbox[d>>24])<<24
}

// fma is a*b + c as the kernels' fused multiply-add has it, but for sums within
// 2^-29 of the middle between two float32, which round twice.
func fma(a, b, c float32) float32 { return float32(float64(a)*float64(b) + float64(c)) }

// The polynomials are minimax fits in the relative error, rounded to float32:
// lowest power first. Their errors are what the tests measure.
var (
	// logarithm is -2 ln(1+g/2)/g on [-1, 0].
	logarithm = [8]float32{-0.9999998211860657, 0.25001826882362366, -0.0829656571149826, 0.03403131291270256,
		-0.0023761382326483727, 0.02454470843076706, 0.01689905859529972, 0.009257275611162186}
	// sine is sin(x π/2)/x on [-1, 1], in x².
	sine = [5]float32{1.57079629, -0.64596336, 0.0796884805, -0.00467222792, 0.000150820563}
	// cosine is cos(x π/2) on [-1, 1], in x².
	cosine = [6]float32{1, -1.23370053, 0.253669323, -0.0208626884, 0.00091772484, -0.0000238249186}
	// power is 2^t on [-1/2, 1/2], exact at 0.
	power = [6]float32{1, 0.6931470036506653, 0.24022242426872253, 0.05550733581185341, 0.009671512991189957, 0.001326472731307149}
	// near is 2^t on [-0.8, 0.8], exact at 0: further than any month goes.
	near = [7]float32{1, 0.6931474804878235, 0.24022604525089264, 0.05549922585487366, 0.009620177559554577,
		0.0013497938634827733, 0.00015269928553607315}
)

// toWhole is what a number is added to so that the sum, as float32, is rounded to
// a whole.
const toWhole = 3 << 22

// doubleLog2 is -2 ln 2, which a halving adds to the square of the radius.
const doubleLog2 = -2 * math.Ln2

// row is a number for each of the futures side by side, and wide the same as
// float64, of values that are float32.
type (
	row  = [lanes]float32
	wide = [lanes]float64
)

// horner is the polynomial at every x: a step of it for all futures before the
// next, so that none waits for another.
func horner(coefficients []float64, x, p *wide) {
	top := len(coefficients) - 1
	for l := range p {
		p[l] = coefficients[top]
	}
	for i := top - 1; i >= 0; i-- {
		c := coefficients[i]
		for l := range p {
			p[l] = float64(float32(p[l]*x[l] + c)) // fma
		}
	}
}

// normals are pairs of independent normals of pairs of random words (Box and
// Muller 1958): the first word, with its last bit set so that it is never zero,
// is the radius, and the second the angle.
func (g *generator) normals(first, second *[lanes]uint32, even, odd *row) {
	r := g.radius(first)
	var x, t, sin, cos wide
	for l, w := range second {
		x[l] = float64(int32(w<<1)) * 0x1p-31
		x[l] = float64(float32(x[l]))
		t[l] = float64(float32(x[l] * x[l]))
	}
	horner(g.sine[:], &t, &sin)
	horner(g.cosine[:], &t, &cos)
	for l, w := range second {
		odd[l] = float32(float32(x[l])*r[l]) * float32(sin[l])
		c := float32(cos[l]) * r[l]
		even[l] = math.Float32frombits(math.Float32bits(c) ^ w&(1<<31))
	}
}

// radius is √(-2 ln u). A word that is positive as a signed number is u times
// 2^32, below a half; a negative one is (u-1) times 2^32. So that neither the
// tail nor the middle loses bits to float32, u is 2^e (1+g/2): of the one with g
// in [-1, 0), of the other with g = 2(u-1) and e = 0. What the two parts add to
// the square is never negative.
//
// The angle is half a turn, from the right, by the 31 lower bits of its word;
// its upper bit mirrors.
func (g *generator) radius(words *[lanes]uint32) (r row) {
	var part, p wide
	var e row
	for l, w := range words {
		q := float32(int32(w | 1))
		if q > 0 {
			b := math.Float32bits(q)
			part[l] = float64(math.Float32frombits(b&0x7fffff|0x3f800000) - 2)
			e[l] = float32(int32(b>>23) - 158)
		} else {
			part[l] = float64(q * 0x1p-31)
		}
	}
	horner(g.logarithm[:], &part, &p)
	for l := range r {
		square := fma(e[l], doubleLog2, float32(p[l]*part[l]))
		r[l] = float32(math.Sqrt(float64(square)))
	}
	return r
}

// exp2 is 2^y for |y| below 126.
func (g *generator) exp2(y *row) {
	var whole row
	var t, p wide
	for l, v := range y {
		whole[l] = v + toWhole
		t[l] = float64(v - (whole[l] - toWhole))
	}
	horner(g.power[:], &t, &p)
	for l := range y {
		y[l] = math.Float32frombits(math.Float32bits(float32(p[l])) + math.Float32bits(whole[l])<<23)
	}
}

// fill draws normals for a block of futures: draw by draw from the given
// counter on, two draws a pair.
func (g *generator) fill(z []row, future, counter int) {
	var a, b [lanes]uint32
	for d := 0; d < len(z); d += 2 {
		for l := 0; l < lanes; l += 4 {
			group := uint64(future+l) / 4
			a[l], a[l+1], a[l+2], a[l+3] = g.words(group, uint64(counter+d))
			b[l], b[l+1], b[l+2], b[l+3] = g.words(group, uint64(counter+d+1))
		}
		g.normals(&a, &b, &z[d], &z[d+1])
	}
}

// nearby is 2^y for |y| up to 0.8.
func (g *generator) nearby(y *row) {
	var t, p wide
	for l, v := range y {
		t[l] = float64(v)
	}
	horner(g.near[:], &t, &p)
	for l := range y {
		y[l] = float32(p[l])
	}
}

// logGrowth is the binary logarithm of what each asset is multiplied by in a
// step: mean + chol z.
func logGrowth(z []row, mean []float32, chol [][]float32, y []row) {
	for i := range z {
		for l := range y[i] {
			sum := mean[i]
			for j, c := range chol[i] {
				sum = fma(c, z[j][l], sum)
			}
			y[i][l] = sum
		}
	}
}
