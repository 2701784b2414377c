package sobol

import "math/bits"

// Dims is how many dimensions there are.
const Dims = len(numbers) + 1

// Net is a Sobol sequence of some dimensions. It is immutable.
type Net struct {
	directions [][digits]uint32
}

// digits is how many binary digits a coordinate has.
const digits = 32

// New is the sequence of the first dims dimensions, 1 to Dims.
func New(dims int) *Net {
	n := &Net{directions: make([][digits]uint32, dims)}
	polynomials := primitives(dims - 1)
	for d := range n.directions {
		if d == 0 {
			n.directions[d] = corput()
		} else {
			n.directions[d] = directions(polynomials[d-1], numbers[d-1])
		}
	}
	return n
}

// corput is the first dimension, van der Corput's sequence.
func corput() [digits]uint32 {
	var v [digits]uint32
	for k := range v {
		v[k] = 1 << (digits - 1 - k)
	}
	return v
}

// directions are the direction numbers that a primitive polynomial of degree s
// over GF(2) and s odd initial numbers m(k) < 2^k, k from 1, lead to:
// v(k) = m(k) 2^-k, and from there on, with polynomial x^s + c(1) x^(s-1) + … + 1,
// v(k) = c(1) v(k-1) + … + c(s-1) v(k-s+1) + v(k-s) + v(k-s) 2^-s, without carries.
func directions(polynomial uint32, initial []uint32) [digits]uint32 {
	s := degree(polynomial)
	var v [digits]uint32
	for k := range v {
		if k < s {
			v[k] = initial[k] << (digits - 1 - k)
			continue
		}
		v[k] = v[k-s] ^ v[k-s]>>s
		for j := 1; j < s; j++ {
			if polynomial>>(s-j)&1 == 1 {
				v[k] ^= v[k-j]
			}
		}
	}
	return v
}

func degree(polynomial uint32) int { return bits.Len32(polynomial) - 1 }

// primitives are the first primitive polynomials over GF(2), by degree and then
// as numbers whose binary digits are the coefficients.
func primitives(count int) []uint32 {
	var found []uint32
	for p := uint32(3); len(found) < count; p += 2 {
		if primitive(p) {
			found = append(found, p)
		}
	}
	return found
}

// primitive reports whether the powers of x modulo the polynomial, of degree s,
// run through all 2^s - 1 others than zero.
func primitive(polynomial uint32) bool {
	s := degree(polynomial)
	power, order := uint32(1), 0
	for {
		power <<= 1
		if power>>s&1 == 1 {
			power ^= polynomial
		}
		order++
		if power == 1 || power == 0 || order >= 1<<s {
			return order == 1<<s-1
		}
	}
}

// Point writes point i, from 0, of the replicate that a key names: a coordinate
// in (0, 1) per dimension.
func (n *Net) Point(i uint32, key uint64, to []float64) {
	for d := range to {
		to[d] = float64((float64(scramble(n.digits(d, i), key, d)) + 0.5) * 0x1p-32)
	}
}

// digits is a coordinate of point i, unscrambled.
func (n *Net) digits(d int, i uint32) uint32 {
	var x uint32
	for k := 0; i != 0; k, i = k+1, i>>1 {
		if i&1 == 1 {
			x ^= n.directions[d][k]
		}
	}
	return x
}

// scramble flips each digit by a random bit that belongs to the digits before it.
func scramble(x uint32, key uint64, d int) uint32 {
	y := x
	for k := range digits {
		before := uint64(x) >> (digits - k)
		y ^= uint32(mix(key^mix(uint64(d)<<40|uint64(k)<<32|before))>>63) << (digits - 1 - k)
	}
	return y
}

// mix is the finaliser of Steele, Lea, Flood, "Fast splittable pseudorandom
// number generators", OOPSLA 2014 (variant 13 of Stafford).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
