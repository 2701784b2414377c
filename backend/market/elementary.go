package market

import (
	"math"

	"meridian/backend/lanes"
)

// The elementary functions below exist because math.Exp and math.Log have
// assembly variants that differ between processors in the last bit. Every
// product that meets a sum is written float64(a*b), which the language
// guarantees to be rounded before it is added: no fused multiply-add.

const maxExp = 700.0

// Exp is e^x with a relative error below 1e-15. Beyond ±700 it stays at the
// value there, so that it is finite and positive for every x that is a number.
func Exp(x float64) float64 {
	if x > maxExp {
		x = maxExp
	}
	if x < -maxExp {
		x = -maxExp
	}
	return lanes.Exp(x)
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
