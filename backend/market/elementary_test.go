package market

import (
	"math"
	"testing"
)

func TestExpIsWithinTwoUnitsOfTheLibrary(t *testing.T) {
	for x := -700.0; x <= 700; x += 0.0137 {
		if got, want := Exp(x), math.Exp(x); math.Abs(got/want-1) > 1e-15 {
			t.Fatalf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestExpIsFiniteAndPositiveEverywhere(t *testing.T) {
	for _, x := range []float64{math.Inf(-1), -1e300, 1e300, math.Inf(1)} {
		if got := Exp(x); !(got > 0) || math.IsInf(got, 0) {
			t.Errorf("Exp(%v) = %v", x, got)
		}
	}
}

func TestLogIsWithinTwoUnitsOfTheLibrary(t *testing.T) {
	for x := 1e-300; x < 1e300; x *= 1.0173 {
		got, want := Log(x), math.Log(x)
		if math.Abs(got-want) > 1e-15*max(1e-1, math.Abs(want)) {
			t.Fatalf("Log(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestNormalIsTheInverseOfItsDistribution(t *testing.T) {
	n := newNormals()
	worst := 0.0
	for k := uint64(0); k < 1<<31; k += 1 + k/4096 {
		p := (float64(k) + 0.5) * 0x1p-32
		got := n.Normal(uint32(k) << 1)
		want := math.Sqrt2 * math.Erfinv(1-2*p)
		if p < 1e-4 { // Erfinv loses digits near one
			want = -quantile(p)
		}
		worst = max(worst, math.Abs(got-want))
		if minus := n.Normal(uint32(k)<<1 | 1); minus != -got {
			t.Fatalf("word %d: %v and %v are no mirror images", k, got, minus)
		}
	}
	if worst > 3e-8 { // the accuracy asked of every kernel
		t.Errorf("largest error %g", worst)
	}
	t.Logf("largest error %.2g, reach %.3f", worst, n.Normal(0))
}

// The tail of AS 241 itself, against the distribution function.
func TestQuantileInvertsTheDistributionInTheTail(t *testing.T) {
	for p := 0.4999; p > 1e-10; p *= 0.93 {
		x := quantile(p)
		if back := 0.5 * math.Erfc(-x/math.Sqrt2); math.Abs(back/p-1) > 1e-12 {
			t.Fatalf("quantile(%v) = %v, whose probability is %v", p, x, back)
		}
	}
}
