package lanes

import "math"

// Keys are the keys of ten rounds of Philox4x32.
type Keys [10][2]uint32

// The multipliers of Philox4x32.
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
)

func words(k *Keys, c0, c1 uint32, futures *[Count]uint32, c3 uint32, to *[4][Count]uint32) {
	for l, future := range futures {
		x0, x1, x2, x3 := c0, c1, future, c3
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
		to[0][l], to[1][l], to[2][l], to[3][l] = x0, x1, x2, x3
	}
}

// Table is polynomials for segments of the lower tail of the inverse normal
// distribution: segments halve towards the tail, thirty-two to an octave, so that
// a segment is found from the leading bits of a float. Each is four coefficients
// of the distance from the segment's middle, lowest power first.
//
// Memory: 32 KiB, of which the first octaves, of 1 KiB, are nearly always the ones
// read.
type Table [1024][4]float64

const (
	// SegmentShift is how many bits of a float do not tell its segment.
	SegmentShift = 47
	// FirstSegment is the leading bits of 0.5, the smallest point of the tail.
	FirstSegment = 1022 << (52 - SegmentShift)
)

// Normal is the standard normal deviate that a word stands for: its lowest bit
// is the sign, the others the place in the tail.
func (t *Table) Normal(word uint32) float64 {
	b := math.Float64bits(float64(word>>1) + 0.5)
	s := &t[(b>>SegmentShift-FirstSegment)%uint64(len(t))]
	mid := math.Float64frombits(b>>SegmentShift<<SegmentShift | 1<<(SegmentShift-1))
	d := math.Float64frombits(b) - mid
	v := float64(d*s[3]) + s[2]
	v = float64(d*v) + s[1]
	v = float64(d*v) + s[0]
	return math.Float64frombits(math.Float64bits(v) ^ uint64(word)<<63)
}

// normals is the body of Normal, so that the loop calls nothing.
func normals(table *Table, words *[Count]uint32, to *Vec) {
	for l, word := range words {
		b := math.Float64bits(float64(word>>1) + 0.5)
		s := &table[(b>>SegmentShift-FirstSegment)%uint64(len(table))]
		mid := math.Float64frombits(b>>SegmentShift<<SegmentShift | 1<<(SegmentShift-1))
		d := math.Float64frombits(b) - mid
		v := float64(d*s[3]) + s[2]
		v = float64(d*v) + s[1]
		v = float64(d*v) + s[0]
		to[l] = math.Float64frombits(math.Float64bits(v) ^ uint64(word)<<63)
	}
}

func mix(to *Vec, rows []Vec, factors []float64) {
	*to = Vec{}
	for j, c := range factors {
		row := &rows[j]
		for l := range to {
			to[l] += float64(c * row[l])
		}
	}
}

const (
	log2e64    = 0x1.71547652b82fep+6
	ln2Over64H = 0x1.62e42fc000000p-7
	ln2Over64L = 0x1.7d1cf79abc9e4p-34
	roundMagic = 0x1.8p52
)

// Exp is e^x for |x| <= 700, with a relative error below 1e-15: 2^(n/64) from a
// table times e^r by its series, |r| <= ln2/128.
func Exp(x float64) float64 {
	k := float64(x*log2e64) + roundMagic
	n := int32(uint32(math.Float64bits(k)))
	k -= roundMagic
	r := x - float64(k*ln2Over64H) - float64(k*ln2Over64L)
	q := float64(r*(1.0/120)) + 1.0/24
	q = float64(r*q) + 1.0/6
	q = float64(r*q) + 0.5
	p := r + float64(float64(r*r)*q)
	t := exp2Table[n&63]
	t += float64(t * p)
	return math.Float64frombits(math.Float64bits(t) + uint64(int64(n>>6))<<52)
}

// grow is the body of Exp, so that the loop calls nothing.
func grow(to, x *Vec, mean float64) {
	for l := range to {
		v := mean + x[l]
		if v > 20 {
			v = 20
		}
		if v < -20 {
			v = -20
		}
		k := float64(v*log2e64) + roundMagic
		n := int32(uint32(math.Float64bits(k)))
		k -= roundMagic
		r := v - float64(k*ln2Over64H) - float64(k*ln2Over64L)
		r2 := float64(r * r)
		q := float64(r*(1.0/120)) + 1.0/24
		q = float64(r*q) + 1.0/6
		q = float64(r*q) + 0.5
		t := exp2Table[n&63]
		t += float64(t * (r + float64(r2*q)))
		to[l] = math.Float64frombits(math.Float64bits(t) + uint64(int64(n>>6))<<52)
	}
}
