package market

import "math"

// The elementary functions below exist because math.Exp and math.Log have
// assembly variants that differ between processors in the last bit. Every
// product that meets a sum is written float64(a*b), which the language
// guarantees to be rounded before it is added: no fused multiply-add.

const (
	maxExp     = 700.0
	log2e64    = 0x1.71547652b82fep+6
	ln2Over64H = 0x1.62e42fc000000p-7
	ln2Over64L = 0x1.7d1cf79abc9e4p-34
	roundMagic = 0x1.8p52
)

// Exp is e^x with a relative error below 1e-15. Beyond ±700 it stays at the
// value there, so that it is finite and positive for every x that is a number.
func Exp(x float64) float64 {
	if x > maxExp {
		x = maxExp
	}
	if x < -maxExp {
		x = -maxExp
	}
	return exp(x)
}

// exp is Exp for |x| <= 700: 2^(n/64) from a table times e^r by its series,
// |r| <= ln2/128.
func exp(x float64) float64 {
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

// grow writes e^(mean+x) for all lanes: the body of exp, so that the loop calls
// nothing. A month's logarithm is kept within ±20: growth beyond that is no market.
func grow(out, x *[Lanes]float64, mean float64) {
	for l := range out {
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
		out[l] = math.Float64frombits(math.Float64bits(t) + uint64(int64(n>>6))<<52)
	}
}

const (
	ln2H = 0x1.62e42fee00000p-1
	ln2L = 0x1.a39ef35793c76p-33
)

// Log is the natural logarithm of a normal positive x, with a relative error
// below 1e-15. Source: FreeBSD msun e_log.c (coefficients Lg1 to Lg7).
func Log(x float64) float64 {
	bits := math.Float64bits(x)
	k := int(bits>>52) - 1023
	f := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if f > math.Sqrt2 {
		f = float64(f * 0.5)
		k++
	}
	f--
	s := f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)
	t1 := float64(w * (0.3999999999940941908 + float64(w*(0.2222219843214978396+float64(w*0.1531383769920937332)))))
	t2 := float64(z * (0.6666666666666735130 + float64(w*(0.2857142874366239149+float64(w*(0.1818357216161805012+float64(w*0.1479819860511658591)))))))
	h := float64(0.5 * float64(f*f))
	kf := float64(k)
	return float64(kf*ln2H) - ((h - (float64(s*(h+(t1+t2))) + float64(kf*ln2L))) - f)
}

// Pow is x^y for a normal positive x.
func Pow(x, y float64) float64 { return Exp(float64(y * Log(x))) }
